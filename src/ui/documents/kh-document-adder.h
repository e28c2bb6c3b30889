/* kh-document-adder.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhDocumentAdder:
 *
 * Adds files to a customer, one after the other, and goes on with that when nobody looks at the
 * customer any more. What could not be added is said in one dialog at the end.
 *
 * ::changed (): what the calls below say is another thing.
 * ::ended (char *notice): all is done, as the sentence says.
 */
#define KH_TYPE_DOCUMENT_ADDER (kh_document_adder_get_type ())
G_DECLARE_FINAL_TYPE (KhDocumentAdder, kh_document_adder, KH, DOCUMENT_ADDER, GObject)

KhDocumentAdder *kh_document_adder_new      (KhStore          *store,
                                             gint64            number);
/* Adds one more. The dialog, should there be one, belongs to @window. */
void             kh_document_adder_add      (KhDocumentAdder  *self,
                                             GFile            *file,
                                             const char       *category,
                                             GtkWindow        *window);
/* What is not added yet will not be. */
void             kh_document_adder_cancel   (KhDocumentAdder  *self);
/* What it is at, or NULL. */
char            *kh_document_adder_dup_text (KhDocumentAdder  *self) G_GNUC_WARN_UNUSED_RESULT;
/* How much of a large file is copied, or NULL. */
char            *kh_document_adder_dup_amount (KhDocumentAdder *self) G_GNUC_WARN_UNUSED_RESULT;
double           kh_document_adder_get_fraction (KhDocumentAdder *self);

G_END_DECLS
