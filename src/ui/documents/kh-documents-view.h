/* kh-documents-view.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhDocumentsView:
 *
 * The files of a customer, newest first: added from anywhere, looked at with the desktop's own
 * applications, called otherwise and removed.
 *
 * Property dirty: whether something was typed that is not saved.
 * ::notice (char *text): a sentence for the window's status bar.
 * ::saved (gboolean well): what kh_documents_view_save() was asked for is done, or not.
 */
#define KH_TYPE_DOCUMENTS_VIEW (kh_documents_view_get_type ())
G_DECLARE_FINAL_TYPE (KhDocumentsView, kh_documents_view, KH, DOCUMENTS_VIEW, GtkWidget)

GtkWidget *kh_documents_view_new       (KhServices       *services,
                                        gint64            number);
gboolean   kh_documents_view_get_dirty (KhDocumentsView  *self);
/* Asks which files to add. */
void       kh_documents_view_add       (KhDocumentsView  *self);
/* The name and the category of the file that is chosen. */
void       kh_documents_view_edit      (KhDocumentsView  *self);
void       kh_documents_view_save      (KhDocumentsView  *self);
/* Gives up what was typed. */
void       kh_documents_view_cancel    (KhDocumentsView  *self);

G_END_DECLS
