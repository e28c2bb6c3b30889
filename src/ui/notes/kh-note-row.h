/* kh-note-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-note.h"

G_BEGIN_DECLS

/**
 * KhNoteRow:
 *
 * One note of a customer in a list: what it says, who wrote it and when, and what becomes of it
 * when it is a ticket.
 */
#define KH_TYPE_NOTE_ROW (kh_note_row_get_type ())
G_DECLARE_FINAL_TYPE (KhNoteRow, kh_note_row, KH, NOTE_ROW, GtkListBoxRow)

GtkWidget *kh_note_row_new      (void);
KhNote    *kh_note_row_get_note (KhNoteRow     *self);
void       kh_note_row_set_note (KhNoteRow     *self,
                                 KhNote        *note,
                                 KhCatalogues  *catalogues);

/* What a ticket's state is called, and the style of the chip that says so. */
const char *kh_note_row_get_state (KhNote      *note,
                                   const char **style);
/* A time, as they are written everywhere else in the program. */
char      *kh_note_row_dup_time (gint64         time) G_GNUC_WARN_UNUSED_RESULT;
/* Today, as a canonical date. */
char      *kh_note_row_dup_today (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
