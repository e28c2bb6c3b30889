/* kh-switch-heading.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-datapoint.h"

G_BEGIN_DECLS

/**
 * KhSwitchHeading:
 *
 * The heading of a section in a #KhSwitchList: how many of its switches are on, and a check for all of
 * them.
 */
#define KH_TYPE_SWITCH_HEADING (kh_switch_heading_get_type ())
G_DECLARE_FINAL_TYPE (KhSwitchHeading, kh_switch_heading, KH, SWITCH_HEADING, GtkListBoxRow)

GtkWidget *kh_switch_heading_new         (KhSection        section);

KhSection  kh_switch_heading_get_section (KhSwitchHeading *self);
/* @count: how many are on, in words; @n: how many the check moves, and @n_on: how many of them are on;
 * @movable: whether there is a check at all. */
void       kh_switch_heading_update      (KhSwitchHeading *self,
                                          const char      *count,
                                          guint            n,
                                          guint            n_on,
                                          gboolean         movable);

G_END_DECLS
