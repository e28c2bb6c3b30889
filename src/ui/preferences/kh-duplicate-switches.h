/* kh-duplicate-switches.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-duplicate-defaults.h"
#include "kh-switch-list.h"

G_BEGIN_DECLS

/**
 * KhDuplicateSwitches:
 *
 * The Customer Duplicate Defaults as they are being changed: a #GListModel for a #KhSwitchList, of
 * the office's set or of a member's own one over it.
 *
 * ::changed (): a switch was moved.
 */
#define KH_TYPE_DUPLICATE_SWITCHES (kh_duplicate_switches_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateSwitches, kh_duplicate_switches, KH, DUPLICATE_SWITCHES, GObject)

extern const KhSwitchModel kh_duplicate_switches_model;

KhDuplicateSwitches *kh_duplicate_switches_new         (void) G_GNUC_WARN_UNUSED_RESULT;

/* The sets as they are kept; @own: NULL for none. What was moved and is not kept yet stays moved
 * with @keep. */
void                 kh_duplicate_switches_set_kept    (KhDuplicateSwitches *self,
                                                        KhDuplicateDefaults *office,
                                                        KhDuplicateDefaults *own,
                                                        gboolean             keep);
/* Which of the sets is shown, as it is kept, and whether its switches can be moved. */
void                 kh_duplicate_switches_show        (KhDuplicateSwitches *self,
                                                        gboolean             own,
                                                        gboolean             may_change);

gboolean             kh_duplicate_switches_is_changed  (KhDuplicateSwitches *self);
/* How many switches are not as they are without this set: as the registry has them, or the office. */
guint                kh_duplicate_switches_count_other (KhDuplicateSwitches *self);
void                 kh_duplicate_switches_reset       (KhDuplicateSwitches *self);
/* The set as it is to be kept: it says nothing of what is as it is without it. */
KhDuplicateDefaults *kh_duplicate_switches_dup_set     (KhDuplicateSwitches *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
