/* kh-duplicate-several-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-duplicate-plan.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhDuplicateSeveralDialog:
 *
 * Duplicate for several: a table of names, pasted from a spreadsheet, of which each line
 * becomes a customer like the original. What is wrong stands beside each line and is corrected
 * there; all are made, or none.
 *
 * ::made (KhCustomer *original, GArray *numbers): the customers with these numbers (gint64)
 * were made, in the order of the lines, and the dialog is about to close.
 */
#define KH_TYPE_DUPLICATE_SEVERAL_DIALOG (kh_duplicate_several_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateSeveralDialog, kh_duplicate_several_dialog, KH, DUPLICATE_SEVERAL_DIALOG, GtkWindow)

/* @plan: says what is copied; its switches, and what is typed in it besides the names, count as
 * they stand. */
GtkWindow *kh_duplicate_several_dialog_new (GtkWindow       *parent,
                                            KhStore         *store,
                                            KhDuplicatePlan *plan);

/* "38 customers were made from …", for whoever gets ::made. */
char      *kh_duplicate_several_dup_sentence (KhCustomer *original,
                                              guint       n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
