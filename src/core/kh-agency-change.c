/* kh-agency-change.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-agency-change.h"

/**
 * kh_agency_change_new:
 * @change_set: the station's id of it
 * @old: (nullable): which goes
 * @agency: (nullable): which comes
 *
 * Returns: (transfer full): the change, freed with kh_agency_change_free()
 */
KhAgencyChange *
kh_agency_change_new (const char *change_set,
                      KhAgency   *old,
                      KhAgency   *agency)
{
  KhAgencyChange *self;

  g_return_val_if_fail (old != NULL || agency != NULL, NULL);

  self = g_new0 (KhAgencyChange, 1);
  self->change_set = g_strdup (change_set);
  g_set_object (&self->old, old);
  g_set_object (&self->agency, agency);

  return self;
}

/**
 * kh_agency_change_free:
 * @self: (nullable): a change
 */
void
kh_agency_change_free (KhAgencyChange *self)
{
  if (self == NULL)
    return;

  g_free (self->change_set);
  g_clear_object (&self->old);
  g_clear_object (&self->agency);
  g_free (self);
}
