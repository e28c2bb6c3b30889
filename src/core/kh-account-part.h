/* kh-account-part.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhAccountContact:
 * @name: (nullable): who
 * @relation: (nullable): what they are to the customer
 * @phones: (element-type utf8): their numbers, as a phone datapoint has them where they are such
 * @email: (nullable): their address
 * @has_key: whether they can let somebody in
 *
 * Somebody whom a station calls. Their passcode is not read.
 */
typedef struct {
  char *name;
  char *relation;
  GPtrArray *phones;
  char *email;
  gboolean has_key;
} KhAccountContact;

KhAccountContact *kh_account_contact_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              kh_account_contact_free (KhAccountContact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAccountContact, kh_account_contact_free)

/**
 * KhAccountZone:
 * @area: (nullable): its area's number and name
 * @zone: (nullable): its number
 * @description: (nullable): where or what it is
 * @event: (nullable): the code of what it reports
 * @status: (nullable): as the station says it
 *
 * What a system watches.
 */
typedef struct {
  char *area;
  char *zone;
  char *description;
  char *event;
  char *status;
} KhAccountZone;

void kh_account_zone_free (KhAccountZone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAccountZone, kh_account_zone_free)

/**
 * KhAccountSystem:
 * @number: the station's number of it
 * @description: (nullable): what it is
 * @panel: (nullable): its panel
 * @zones: (element-type KhAccountZone): what it watches
 *
 * One system of an account.
 */
typedef struct {
  gint64 number;
  char *description;
  char *panel;
  GPtrArray *zones;
} KhAccountSystem;

KhAccountSystem *kh_account_system_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void             kh_account_system_free (KhAccountSystem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAccountSystem, kh_account_system_free)

G_END_DECLS
