/* kh-document-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-document.h"
#include "kh-entry-list.h"

G_BEGIN_DECLS

/**
 * KhDocumentForm:
 *
 * Where a file that is kept gets another name or category. Enter saves.
 *
 * Property dirty: whether something was typed that is not saved.
 * ::save (), ::cancel (): somebody asks for that.
 */
#define KH_TYPE_DOCUMENT_FORM (kh_document_form_get_type ())
G_DECLARE_FINAL_TYPE (KhDocumentForm, kh_document_form, KH, DOCUMENT_FORM, GtkWidget)

/* A file that is kept, or NULL for none. */
void        kh_document_form_set_document (KhDocumentForm  *self,
                                           KhDocument      *document);
KhDocument *kh_document_form_get_document (KhDocumentForm  *self);
/* What was typed; NULL and what is wrong with it when it is no name. */
KhDocument *kh_document_form_dup_typed    (KhDocumentForm  *self,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_document_form_get_dirty    (KhDocumentForm  *self);
void        kh_document_form_set_busy     (KhDocumentForm  *self,
                                           gboolean         busy);
/* Says it, and goes to the field that is wrong; NULL for nothing. */
void        kh_document_form_show_error   (KhDocumentForm  *self,
                                           const GError    *error);

/* Fills a list with every category. */
void        kh_document_form_fill_categories (KhEntryList  *list);

G_END_DECLS
