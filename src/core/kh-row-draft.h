/* kh-row-draft.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-row.h"
#include "kh-secret.h"
#include "kh-value-type.h"

G_BEGIN_DECLS

/**
 * KhRowDraft:
 *
 * A row of a table while it is edited: what was typed in each cell, and what is wrong with it.
 *
 * ::changed (guint column): a cell's text, value or error is another one.
 */
#define KH_TYPE_ROW_DRAFT (kh_row_draft_get_type ())
G_DECLARE_FINAL_TYPE (KhRowDraft, kh_row_draft, KH, ROW_DRAFT, GObject)

KhRowDraft *kh_row_draft_new         (KhTableId             table,
                                      KhRow                *original) G_GNUC_WARN_UNUSED_RESULT;

KhRow      *kh_row_draft_get_original (KhRowDraft           *self);
KhRow      *kh_row_draft_get_edited  (KhRowDraft           *self);
const char *kh_row_draft_get_text    (KhRowDraft           *self,
                                      guint                 column);
const char *kh_row_draft_get_error   (KhRowDraft           *self,
                                      guint                 column);
gboolean    kh_row_draft_set_text    (KhRowDraft           *self,
                                      guint                 column,
                                      const char           *text,
                                      const KhValueContext *context);
void        kh_row_draft_set_value   (KhRowDraft           *self,
                                      guint                 column,
                                      const char           *value);
void        kh_row_draft_note        (KhRowDraft           *self,
                                      guint                 column,
                                      const char           *error);

KhSecret   *kh_row_draft_get_secret  (KhRowDraft           *self,
                                      guint                 column);
gboolean    kh_row_draft_get_removes (KhRowDraft           *self,
                                      guint                 column);
void        kh_row_draft_remove_secret (KhRowDraft         *self,
                                      guint                 column);

gboolean    kh_row_draft_is_blank    (KhRowDraft           *self);
gboolean    kh_row_draft_is_dirty    (KhRowDraft           *self);

G_END_DECLS
