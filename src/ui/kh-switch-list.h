/* kh-switch-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-datapoint.h"
#include "kh-draft.h"

G_BEGIN_DECLS

/**
 * KhSwitchModel:
 * @count_free: how many switches of a section can be moved together, and how many of them are on
 * @set_section: moves them
 * @dup_count: how a heading says how many of its rows are on
 *
 * What a #KhSwitchList asks of its model besides the rows: the check of a section moves what the
 * model says, which need not be every switch.
 */
typedef struct {
  guint (* count_free)  (GListModel *model,
                         KhSection   section,
                         guint      *n_on);
  guint (* set_section) (GListModel *model,
                         KhSection   section,
                         gboolean    on);
  char *(* dup_count)   (guint       n_on,
                         guint       n_rows);
} KhSwitchModel;

/**
 * KhSwitchList:
 *
 * A list of switches under the headings of their sections, each with how many are on and a check
 * for all of them. Its model holds objects with the properties of a #KhDuplicateRow, in the
 * order of the sections. Arrows move, Space turns, Right and Left unfold and fold what stands below a
 * row, letters find a row by its name; Enter goes to what is typed in the row, and Tab from a row to what is typed anew, and then out of the list.
 *
 * What is below the first rows is built when those are on the screen.
 *
 * ::locked (char *message): somebody pressed a switch that is locked, and why it is.
 */
#define KH_TYPE_SWITCH_LIST (kh_switch_list_get_type ())
G_DECLARE_FINAL_TYPE (KhSwitchList, kh_switch_list, KH, SWITCH_LIST, GtkWidget)

/* @functions: constant; @draft: where editors write, or NULL. */
void       kh_switch_list_set_model  (KhSwitchList        *self,
                                      GListModel          *model,
                                      const KhSwitchModel *functions,
                                      KhDraft             *draft);
void       kh_switch_list_set_draft  (KhSwitchList        *self,
                                      KhDraft             *draft);
/* Shows the rows whose name, value or section has @text in it; all with "". */
void       kh_switch_list_set_filter (KhSwitchList        *self,
                                      const char          *text);
/* @item: an object of the model. */
void       kh_switch_list_set_problem    (KhSwitchList    *self,
                                          GObject         *item,
                                          const char      *message);
void       kh_switch_list_clear_problems (KhSwitchList    *self);
void       kh_switch_list_mark_changed   (KhSwitchList    *self,
                                          GObject         *item);
void       kh_switch_list_focus_item     (KhSwitchList    *self,
                                          GObject         *item);

G_END_DECLS
