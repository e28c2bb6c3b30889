/* kh-entry-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhEntryList:
 *
 * A drop-down of named values, with "—" or another label for none. Typing on the closed button chooses
 * the next entry that begins so; a long list has a search entry when it is open.
 *
 * ::chosen (): somebody chose another entry.
 */
#define KH_TYPE_ENTRY_LIST (kh_entry_list_get_type ())
G_DECLARE_FINAL_TYPE (KhEntryList, kh_entry_list, KH, ENTRY_LIST, GtkWidget)

GtkWidget   *kh_entry_list_new           (void);

GtkDropDown *kh_entry_list_get_drop_down (KhEntryList *self);
const char  *kh_entry_list_get_chosen    (KhEntryList *self);
void         kh_entry_list_set_chosen    (KhEntryList *self,
                                          const char  *value);
void         kh_entry_list_set_name      (KhEntryList *self,
                                          const char  *name);
/* What stands for none from the next beginning on. */
void         kh_entry_list_set_none      (KhEntryList *self,
                                          const char  *none);

/* Takes the entries away, then adds them one by one; the chosen one is chosen again
 * when it is among them. */
void         kh_entry_list_begin         (KhEntryList *self);
void         kh_entry_list_add           (KhEntryList *self,
                                          const char  *value,
                                          const char  *label);
void         kh_entry_list_end           (KhEntryList *self);

G_END_DECLS
