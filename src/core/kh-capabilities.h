/* kh-capabilities.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhAbility:
 *
 * What a station can do with one datapoint; the flags add up. None at all:
 * the station does not know the datapoint.
 */
typedef enum {
  KH_ABILITY_NONE    = 0,
  KH_ABILITY_COMPARE = 1 << 0,
  KH_ABILITY_WRITE   = 1 << 1,
  KH_ABILITY_ONCE    = 1 << 2,
} KhAbility;

/**
 * KhCapabilities:
 *
 * What a station says of itself: its name, whose accounts it shows us, and what
 * it can compare and write.
 */
#define KH_TYPE_CAPABILITIES (kh_capabilities_get_type ())
G_DECLARE_FINAL_TYPE (KhCapabilities, kh_capabilities, KH, CAPABILITIES, GObject)

/* String properties: name, profile, dealer, number-pattern (a regular expression
 * or NULL). Others: longest-test (guint, minutes; 0 where it names none), dry-run, tests, events,
 * agencies and number-blocks (gboolean: whether it has them), creates (gboolean: whether accounts
 * can be created). */
KhCapabilities *kh_capabilities_new         (void);

const char     *kh_capabilities_get_name    (KhCapabilities *self);
const char     *kh_capabilities_get_profile (KhCapabilities *self);
gboolean        kh_capabilities_keeps_agencies (KhCapabilities *self);
const char     *kh_capabilities_get_dealer  (KhCapabilities *self);
const char     *kh_capabilities_get_number_pattern (KhCapabilities *self);

KhAbility       kh_capabilities_get_ability (KhCapabilities *self,
                                             KhDatapointId   id);
guint           kh_capabilities_get_longest (KhCapabilities *self,
                                             KhDatapointId   id);
void            kh_capabilities_set_field   (KhCapabilities *self,
                                             KhDatapointId   id,
                                             KhAbility       ability,
                                             guint           longest);

G_END_DECLS
