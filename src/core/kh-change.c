/* kh-change.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"

/**
 * kh_change_new:
 * @datapoint: what is to change
 * @value: (nullable): the value to write, %NULL to clear
 * @from: (nullable): the value it replaces
 * @item: (nullable): the station's id of the list item
 *
 * Returns: (transfer full): a change, freed with kh_change_free()
 */
KhChange *
kh_change_new (KhDatapointId  datapoint,
               const char    *value,
               const char    *from,
               const char    *item)
{
  KhChange *change = g_new0 (KhChange, 1);

  change->datapoint = datapoint;
  change->value = g_strdup (value);
  change->from = g_strdup (from);
  change->item = g_strdup (item);

  return change;
}

/**
 * kh_change_free:
 * @change: (nullable): a change
 */
void
kh_change_free (KhChange *change)
{
  if (change == NULL)
    return;

  g_free (change->value);
  g_free (change->from);
  g_free (change->item);
  g_free (change);
}
