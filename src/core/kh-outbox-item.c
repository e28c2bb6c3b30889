/* kh-outbox-item.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-item.h"

#include "kh-gate.h"

/**
 * kh_outbox_item_new:
 *
 * Returns: (transfer full): an item of nobody, freed with kh_outbox_item_free()
 */
KhOutboxItem *
kh_outbox_item_new (void)
{
  return g_new0 (KhOutboxItem, 1);
}

/**
 * kh_outbox_item_free:
 * @item: (nullable): an item
 */
void
kh_outbox_item_free (KhOutboxItem *item)
{
  if (item == NULL)
    return;

  g_free (item->value);
  g_free (item->before);
  g_free (item->reason);
  g_free (item->message);
  g_free (item->author);
  g_free (item);
}

/**
 * kh_outbox_item_may_fold:
 * @item: an item
 *
 * Returns: whether a newer edit of its datapoint goes into it; one that may have been applied
 *   already stays as it was sent
 */
gboolean
kh_outbox_item_may_fold (const KhOutboxItem *item)
{
  return kh_outbox_state_is_open (item->state) && !item->frozen;
}

/**
 * kh_outbox_item_fold:
 * @item: an item that waits
 * @value: (nullable): the record's value now
 * @revision: its revision now
 * @author: who changed it
 *
 * Takes a newer edit of the same datapoint into it. The value is the latest, and what it is an
 * edit of stays.
 *
 * Returns: whether that was possible
 */
gboolean
kh_outbox_item_fold (KhOutboxItem *item,
                     const char   *value,
                     gint64        revision,
                     const char   *author)
{
  if (!kh_outbox_item_may_fold (item) || !kh_outbox_state_advance (&item->state, KH_OUTBOX_EDITED))
    return FALSE;

  g_free (item->value);
  item->value = g_strdup (value);
  item->revision = revision;
  g_free (item->author);
  item->author = g_strdup (author);

  return TRUE;
}

/**
 * kh_outbox_item_hide:
 * @item: a change
 * @grants: what whoever reads may do
 *
 * Takes out the values that they may not view, and those that are sealed.
 */
void
kh_outbox_item_hide (KhOutboxItem *item,
                     KhGrants      grants)
{
  item->hidden = kh_datapoint_get (item->datapoint)->sealed || !kh_gate_may_view (grants, item->datapoint);
  if (!item->hidden)
    return;
  g_clear_pointer (&item->value, g_free);
  g_clear_pointer (&item->before, g_free);
}

/**
 * kh_outbox_is_sent:
 * @id: a datapoint
 *
 * Returns: whether a change of it in a linked customer's record goes to the station
 */
gboolean
kh_outbox_is_sent (KhDatapointId id)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  return datapoint->wire != NULL && datapoint->sent == KH_SENT_YES;
}
