/* kh-notes-view.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhNotesView:
 *
 * The notes and tickets of a customer, newest first, below the form in which they are written.
 *
 * Property dirty: whether something was typed that is not saved.
 * ::notice (char *text): a sentence for the window's status bar.
 * ::saved (gboolean well): what kh_notes_view_save() was asked for is done, or not.
 */
#define KH_TYPE_NOTES_VIEW (kh_notes_view_get_type ())
G_DECLARE_FINAL_TYPE (KhNotesView, kh_notes_view, KH, NOTES_VIEW, GtkWidget)

GtkWidget *kh_notes_view_new        (KhStore      *store,
                                     gint64        number);
gboolean   kh_notes_view_get_dirty  (KhNotesView  *self);
void       kh_notes_view_save       (KhNotesView  *self);
/* Gives up what was typed. */
void       kh_notes_view_cancel     (KhNotesView  *self);
/* The note that is chosen in the list, to be changed; without one, to write a new one. */
void       kh_notes_view_edit       (KhNotesView  *self);
/* To the first note in the list, once it is there. */
void       kh_notes_view_focus_list (KhNotesView  *self);

G_END_DECLS
