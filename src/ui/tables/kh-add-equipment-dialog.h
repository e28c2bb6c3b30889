/* kh-add-equipment-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-table-draft.h"

G_BEGIN_DECLS

/**
 * KhAddEquipmentDialog:
 *
 * Adds several rows to a draft of the equipment at once: one item so many times, or what is in a package of the
 * office's.
 *
 * ::added (guint n): that many rows are in the draft now.
 */
#define KH_TYPE_ADD_EQUIPMENT_DIALOG (kh_add_equipment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhAddEquipmentDialog, kh_add_equipment_dialog, KH, ADD_EQUIPMENT_DIALOG, GtkWindow)

GtkWindow *kh_add_equipment_dialog_new (GtkWindow    *parent,
                                        KhCatalogues *catalogues,
                                        KhTableDraft *draft);

G_END_DECLS
