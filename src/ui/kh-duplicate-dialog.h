/* kh-duplicate-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-customer.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhDuplicateDialog:
 *
 * Duplicate: the names of the new customer, and a switch for each datapoint of the original and
 * for the rows of its tables. It works with the original as it was given, and reads it again only
 * when saving finds it changed.
 *
 * ::duplicated (KhCustomer *copy, guint n_copied, guint n_rows, gboolean another): a customer was
 * made, with so many values and rows of the original; with another, the dialog stays for the next
 * one.
 * ::open-customer (gint64 number): somebody wants to look at a customer who is likely to be the
 * new one; the dialog stays beside.
 * ::several (KhDuplicatePlan *plan): many are wanted, with the switches as they stand; the dialog is
 * about to close.
 */
#define KH_TYPE_DUPLICATE_DIALOG (kh_duplicate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateDialog, kh_duplicate_dialog, KH, DUPLICATE_DIALOG, GtkWindow)

/* @original: as whoever is signed in may see it; @rows: (element-type KhRows): and its tables. */
GtkWindow *kh_duplicate_dialog_new (GtkWindow  *parent,
                                    KhStore    *store,
                                    KhCustomer *original,
                                    GPtrArray  *rows);

G_END_DECLS
