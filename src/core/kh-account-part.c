/* kh-account-part.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-account"

#include "config.h"

#include "kh-account-part.h"

/**
 * kh_account_contact_new:
 *
 * Returns: (transfer full): a contact of whom nothing is known
 */
KhAccountContact *
kh_account_contact_new (void)
{
  KhAccountContact *self = g_new0 (KhAccountContact, 1);

  self->phones = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * kh_account_contact_free:
 * @self: (nullable): a contact
 */
void
kh_account_contact_free (KhAccountContact *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->relation);
  g_ptr_array_unref (self->phones);
  g_free (self->email);
  g_free (self);
}

/**
 * kh_account_zone_free:
 * @self: (nullable): a zone
 */
void
kh_account_zone_free (KhAccountZone *self)
{
  if (self == NULL)
    return;

  g_free (self->area);
  g_free (self->zone);
  g_free (self->description);
  g_free (self->event);
  g_free (self->status);
  g_free (self);
}

/**
 * kh_account_system_new:
 *
 * Returns: (transfer full): a system without zones
 */
KhAccountSystem *
kh_account_system_new (void)
{
  KhAccountSystem *self = g_new0 (KhAccountSystem, 1);

  self->zones = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_account_zone_free);

  return self;
}

/**
 * kh_account_system_free:
 * @self: (nullable): a system
 */
void
kh_account_system_free (KhAccountSystem *self)
{
  if (self == NULL)
    return;

  g_free (self->description);
  g_free (self->panel);
  g_ptr_array_unref (self->zones);
  g_free (self);
}
