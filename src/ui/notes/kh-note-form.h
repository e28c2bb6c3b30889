/* kh-note-form.h
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
 * KhNoteForm:
 *
 * Where a note is written, or changed: its text, its type, and whether it is a ticket, which has
 * more to be filled in. Ctrl+Enter saves.
 *
 * Property dirty: whether something was typed that is not saved.
 * ::save (), ::cancel (): somebody asks for that.
 */
#define KH_TYPE_NOTE_FORM (kh_note_form_get_type ())
G_DECLARE_FINAL_TYPE (KhNoteForm, kh_note_form, KH, NOTE_FORM, GtkWidget)

void      kh_note_form_set_catalogues (KhNoteForm    *self,
                                       KhCatalogues  *catalogues);
/* A note that is kept, or NULL to write a new one. */
void      kh_note_form_set_note       (KhNoteForm    *self,
                                       KhNote        *note);
KhNote   *kh_note_form_get_note       (KhNoteForm    *self);
/* What was typed; NULL and what is wrong with it when it is no note. */
KhNote   *kh_note_form_dup_typed      (KhNoteForm    *self,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_note_form_get_dirty      (KhNoteForm    *self);
void      kh_note_form_set_busy       (KhNoteForm    *self,
                                       gboolean       busy);
/* Says it, and goes to the field that is wrong; NULL for nothing. */
void      kh_note_form_show_error     (KhNoteForm    *self,
                                       const GError  *error);

G_END_DECLS
