/* kh-document-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-document.h"

G_BEGIN_DECLS

/**
 * KhDocumentList:
 *
 * The files of a customer, one of which is chosen. It keeps to the file that is chosen, and the
 * focus, when others come and go.
 *
 * ::chosen (): another file is chosen, or none.
 * ::open (), ::remove (): somebody asks for that, of the one that is chosen.
 */
#define KH_TYPE_DOCUMENT_LIST (kh_document_list_get_type ())
G_DECLARE_FINAL_TYPE (KhDocumentList, kh_document_list, KH, DOCUMENT_LIST, GtkWidget)

guint       kh_document_list_get_length (KhDocumentList *self);
KhDocument *kh_document_list_get_chosen (KhDocumentList *self);
/* Shows these and no others. Returns whether the chosen file is gone, and another chosen. */
gboolean    kh_document_list_take       (KhDocumentList *self,
                                         GPtrArray      *documents);
void        kh_document_list_clear      (KhDocumentList *self);
/* What only reading the whole of a file tells, until it tells otherwise. */
void        kh_document_list_set_changed (KhDocumentList *self,
                                         gint64          id,
                                         gboolean        changed);

G_END_DECLS
