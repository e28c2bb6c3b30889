/* kh-change.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"

#include <string.h>

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
 * kh_change_new_sealed:
 * @datapoint: a sealed datapoint that is to change
 * @secret: (nullable): the value to write, %NULL to clear or where it is not known here
 * @item: (nullable): the station's id of the list item
 *
 * It says nothing of what the station had: that is sent back to nobody.
 *
 * Returns: (transfer full): a change, freed with kh_change_free()
 */
KhChange *
kh_change_new_sealed (KhDatapointId  datapoint,
                      KhSecret      *secret,
                      const char    *item)
{
  KhChange *change = kh_change_new (datapoint, NULL, NULL, item);

  change->secret = secret != NULL ? kh_secret_ref (secret) : NULL;

  return change;
}

/**
 * kh_change_new_row:
 * @row: (nullable): what is to be there
 * @from: (nullable): what is there
 *
 * Returns: (transfer full): a change, freed with kh_change_free()
 */
KhChange *
kh_change_new_row (KhRow *row,
                   KhRow *from)
{
  KhChange *change = kh_change_new (KH_DATAPOINT_NONE, NULL, NULL, NULL);

  change->row = row != NULL ? g_object_ref (row) : NULL;
  change->row_from = from != NULL ? g_object_ref (from) : NULL;

  return change;
}

/**
 * kh_change_is_row:
 * @change: a change
 *
 * Returns: whether it is of a row, and not of a datapoint
 */
gboolean
kh_change_is_row (const KhChange *change)
{
  return change->row != NULL || change->row_from != NULL;
}

/**
 * kh_change_copy:
 * @change: a change
 *
 * Returns: (transfer full): the same once more
 */
KhChange *
kh_change_copy (const KhChange *change)
{
  KhChange *copy = kh_change_new (change->datapoint, change->value, change->from, change->item);

  copy->secret = change->secret != NULL ? kh_secret_ref (change->secret) : NULL;
  copy->row = change->row != NULL ? g_object_ref (change->row) : NULL;
  copy->row_from = change->row_from != NULL ? g_object_ref (change->row_from) : NULL;

  return copy;
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
  kh_secret_unref (change->secret);
  g_clear_object (&change->row);
  g_clear_object (&change->row_from);
  g_free (change);
}

/**
 * kh_change_moves_item:
 * @change: a change of an account
 *
 * Returns: whether an item of a list comes or goes with it, so that the items' ids afterwards are
 *   the station's to say
 */
gboolean
kh_change_moves_item (const KhChange *change)
{
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);
  gboolean in_list = datapoint->wire != NULL && strchr (datapoint->wire, '[') != NULL;

  /* A row has parts with ids of their own. */
  if (kh_change_is_row (change))
    return TRUE;

  return in_list && (change->item == NULL || (change->value == NULL && change->secret == NULL));
}
