/* kh-equipment-tools.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"
#include "kh-table-draft.h"

G_BEGIN_DECLS

/**
 * KhEquipmentTools:
 *
 * What can be done with many pieces of a customer's equipment at once: while the table is edited, adding several and
 * changing those that are ticked; else, making the zones that pieces are tied to.
 *
 * ::notice (const char *text): what was done.
 */
#define KH_TYPE_EQUIPMENT_TOOLS (kh_equipment_tools_get_type ())
G_DECLARE_FINAL_TYPE (KhEquipmentTools, kh_equipment_tools, KH, EQUIPMENT_TOOLS, GtkWidget)

GtkWidget *kh_equipment_tools_new    (KhStore          *store,
                                      gint64            customer);

/* @draft: the equipment as it is shown; @editing: whether it is being changed. */
void       kh_equipment_tools_update (KhEquipmentTools *self,
                                      KhTableDraft     *draft,
                                      gboolean          editing);

G_END_DECLS
