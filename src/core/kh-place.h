/* kh-place.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-document.h"
#include "kh-note.h"
#include "kh-table.h"

G_BEGIN_DECLS

/**
 * KhPlace:
 * @datapoint: (nullable): the datapoint or column, or %NULL for a row as a whole
 * @table: whose row, or %KH_N_TABLES for a datapoint of the record itself, a note or a file
 * @note: whether it is a note, whose id is @row, or one of its fields
 * @document: whether it is a file, whose id is @row, or one of its fields
 * @row: the data file's id of the row, or 0
 * @title: (nullable): what the row was called
 *
 * Where in a customer's record a value stands. Written, it is a datapoint's key, or a table's key
 * with a column's, a row's id and what the row was called when it was written:
 * `first-name`, `contacts/phone-1#12:Ann Lee`, `contacts#12:Ann Lee`; a note stands as a row of
 * `notes`, a file as one of `files`. What stands before the `#` is the place's key, which is the same for every row.
 */
typedef struct {
  const KhDatapoint *datapoint;
  KhTableId table;
  gboolean note;
  gboolean document;
  gint64 row;
  char *title;
} KhPlace;

gboolean  kh_place_parse     (const char        *text,
                              KhPlace           *place);
void      kh_place_clear     (KhPlace           *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhPlace, kh_place_clear)

char     *kh_place_dup_key   (KhTableId          table,
                              guint              column) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_place_dup_text  (KhTableId          table,
                              guint              column,
                              gint64             row,
                              const char        *title) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_place_dup_note_key  (KhNoteField      field) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_place_dup_note_text (KhNoteField      field,
                                  gint64           note,
                                  const char      *title) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_place_dup_document_key  (KhDocumentField  field) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_place_dup_document_text (KhDocumentField  field,
                                      gint64           document,
                                      const char      *name) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_place_dup_label (const char        *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
