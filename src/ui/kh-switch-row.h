/* kh-switch-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-draft.h"

G_BEGIN_DECLS

/**
 * KhSwitchRow:
 *
 * A row of a #KhSwitchList: the red dot of what is required, the name, the value and the switch, or
 * why the switch is locked. It shows any object that has the properties of a #KhDuplicateRow;
 * without a value-text the value has no column. An object may have a level as well, and fold: see
 * #KhDuplicateTableLine. What must be typed anew has an editor, some of it
 * beside a switch with which it is copied instead.
 */
#define KH_TYPE_SWITCH_ROW (kh_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (KhSwitchRow, kh_switch_row, KH, SWITCH_ROW, GtkListBoxRow)

GtkWidget  *kh_switch_row_new         (GObject     *item);

GObject    *kh_switch_row_get_item    (KhSwitchRow *self);
const char *kh_switch_row_get_label   (KhSwitchRow *self);
gboolean    kh_switch_row_get_on      (KhSwitchRow *self);
/* What is typed goes to @draft; editors appear where one is needed. */
void        kh_switch_row_set_draft   (KhSwitchRow *self,
                                       KhDraft     *draft);
/* NULL where nothing is typed. */
GtkWidget  *kh_switch_row_get_editor  (KhSwitchRow *self);
/* Goes there; returns whether there is one. */
gboolean    kh_switch_row_enter       (KhSwitchRow *self);
/* Returns whether the switch could be moved; when not, it says why. */
gboolean    kh_switch_row_toggle      (KhSwitchRow *self);
const char *kh_switch_row_get_reason  (KhSwitchRow *self);
/* How deep an item stands below another; 0 for one that has no level. */
guint       kh_switch_row_find_level  (GObject     *item);
/* Folds, or unfolds, what stands below; returns whether that was another way before. */
gboolean    kh_switch_row_fold        (KhSwitchRow *self,
                                       gboolean     fold);
/* What is wrong with the value, or NULL. It stays until another value is typed. */
void        kh_switch_row_set_problem (KhSwitchRow *self,
                                       const char  *message);
/* @word: casefolded. */
gboolean    kh_switch_row_matches     (KhSwitchRow *self,
                                       const char  *word);

G_END_DECLS
