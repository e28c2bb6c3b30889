/* kh-change-rows-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-table-draft.h"

G_BEGIN_DECLS

/**
 * KhChangeRowsDialog:
 *
 * Gives one column of the ticked rows of a draft one value.
 *
 * ::changed (guint n): that many rows of the draft have it now.
 */
#define KH_TYPE_CHANGE_ROWS_DIALOG (kh_change_rows_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhChangeRowsDialog, kh_change_rows_dialog, KH, CHANGE_ROWS_DIALOG, GtkWindow)

/* @except: a column that each row has of its own, or KH_COLUMN_NONE. */
GtkWindow *kh_change_rows_dialog_new (GtkWindow    *parent,
                                      KhTableDraft *draft,
                                      guint         except);

G_END_DECLS
