/* kh-code-popover.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-code.h"

G_BEGIN_DECLS

/**
 * KhCodePopover:
 *
 * A list of codes below the entry that one of them is for. The focus stays in the entry: its owner hands
 * the keys on.
 *
 * ::chosen (KhCode *code): it was clicked.
 */
#define KH_TYPE_CODE_POPOVER (kh_code_popover_get_type ())
G_DECLARE_FINAL_TYPE (KhCodePopover, kh_code_popover, KH, CODE_POPOVER, GtkPopover)

GtkWidget *kh_code_popover_new          (void);

/* Opens with the codes that fit, at the one that is there already. Returns whether all are shown because
 * nothing has to be, or can be, found by what is typed. */
gboolean   kh_code_popover_open         (KhCodePopover *self,
                                         GPtrArray     *codes,
                                         const char    *typed);
void       kh_code_popover_filter       (KhCodePopover *self,
                                         const char    *typed);
void       kh_code_popover_move         (KhCodePopover *self,
                                         int            by);
/* NULL where nothing fits. */
KhCode    *kh_code_popover_get_selected (KhCodePopover *self);

G_END_DECLS
