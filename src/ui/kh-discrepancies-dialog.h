/* kh-discrepancies-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-linker.h"

G_BEGIN_DECLS

/**
 * KhDiscrepanciesDialog:
 *
 * The Discrepancies page of one Link: a row for each datapoint that differs, what is the
 * same in meaning or cannot be compared or written folded away below, Save Page…, Cancel
 * and Link. It follows the linker's state until that ends.
 *
 * ::done (gboolean linked)
 */
#define KH_TYPE_DISCREPANCIES_DIALOG (kh_discrepancies_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhDiscrepanciesDialog, kh_discrepancies_dialog, KH, DISCREPANCIES_DIALOG, GtkWindow)

GtkWindow *kh_discrepancies_dialog_new (GtkWindow *parent,
                                        KhLinker  *linker);

G_END_DECLS
