/* kh-outbox-set.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-set.h"

/**
 * kh_outbox_set_new:
 *
 * Returns: (transfer full): a set of nothing, freed with kh_outbox_set_free()
 */
KhOutboxSet *
kh_outbox_set_new (void)
{
  KhOutboxSet *self = g_new0 (KhOutboxSet, 1);

  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  self->locked = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  self->secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);

  return self;
}

/**
 * kh_outbox_set_free:
 * @self: (nullable): a set
 */
void
kh_outbox_set_free (KhOutboxSet *self)
{
  if (self == NULL)
    return;

  kh_link_free (self->link);
  g_clear_object (&self->customer);
  g_ptr_array_unref (self->rows);
  kh_shadow_free (self->shadow);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->locked);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->pending);
  g_hash_table_unref (self->secrets);
  g_free (self->key);
  g_free (self->etag);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/**
 * kh_outbox_outcome_new:
 * @customer: a customer number
 *
 * Returns: (transfer full): an outcome of nothing, freed with kh_outbox_outcome_free()
 */
KhOutboxOutcome *
kh_outbox_outcome_new (gint64 customer)
{
  KhOutboxOutcome *self = g_new0 (KhOutboxOutcome, 1);

  self->customer = customer;
  self->hold = KH_OUTBOX_FOUND;
  self->steps = g_array_new (FALSE, FALSE, sizeof (KhOutboxStep));

  return self;
}

/**
 * kh_outbox_outcome_add:
 * @self: an outcome
 * @item: an item, as it was looked at or sent
 * @event: what happened to it
 */
void
kh_outbox_outcome_add (KhOutboxOutcome    *self,
                       const KhOutboxItem *item,
                       KhOutboxEvent       event)
{
  const KhOutboxStep step = { item->id, item->revision, event };

  g_array_append_val (self->steps, step);
}

/**
 * kh_outbox_outcome_free:
 * @self: (nullable): an outcome
 */
void
kh_outbox_outcome_free (KhOutboxOutcome *self)
{
  if (self == NULL)
    return;

  g_free (self->account);
  g_array_unref (self->steps);
  g_free (self->message);
  g_free (self->refusal);
  g_free (self->change_set);
  kh_shadow_free (self->shadow);
  g_free (self->etag);
  g_free (self);
}
