/* kh-document-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-document.h"

G_BEGIN_DECLS

/**
 * KhDocumentRow:
 *
 * One file of a customer in a list: what it is called, what kind of paper it is, how large, who
 * added it and when, and what is wrong with it.
 */
#define KH_TYPE_DOCUMENT_ROW (kh_document_row_get_type ())
G_DECLARE_FINAL_TYPE (KhDocumentRow, kh_document_row, KH, DOCUMENT_ROW, GtkListBoxRow)

GtkWidget  *kh_document_row_new          (void);
KhDocument *kh_document_row_get_document (KhDocumentRow *self);
void        kh_document_row_set_document (KhDocumentRow *self,
                                          KhDocument    *document);

G_END_DECLS
