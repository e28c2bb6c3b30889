/* kh-outbox-item.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-item.h"

#include "kh-gate.h"
#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-row-text.h"

#include <glib/gi18n-lib.h>

/**
 * kh_outbox_item_new:
 *
 * Returns: (transfer full): an item of nobody, freed with kh_outbox_item_free()
 */
KhOutboxItem *
kh_outbox_item_new (void)
{
  KhOutboxItem *item = g_new0 (KhOutboxItem, 1);

  item->table = KH_N_TABLES;

  return item;
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

  g_free (item->place);
  g_free (item->value);
  g_free (item->before);
  g_free (item->reason);
  g_free (item->message);
  g_free (item->author);
  g_free (item->change_set);
  g_free (item);
}

/**
 * kh_outbox_item_get_key:
 * @item: an item
 *
 * Returns: (transfer none): what says what it is about, the same for every change of that
 */
const char *
kh_outbox_item_get_key (const KhOutboxItem *item)
{
  return item->place != NULL ? item->place : kh_datapoint_get (item->datapoint)->key;
}

/**
 * kh_outbox_item_set_key:
 * @item: an item
 * @key: (nullable): what kh_outbox_item_get_key() gave
 *
 * Returns: whether this program knows what that is about
 */
gboolean
kh_outbox_item_set_key (KhOutboxItem *item,
                        const char   *key)
{
  g_auto (KhPlace) place = { 0 };

  if (!kh_place_parse (key, &place))
    return FALSE;
  if (place.table == KH_N_TABLES)
    {
      item->datapoint = place.datapoint->id;
      return TRUE;
    }
  if (place.row == 0 || !kh_row_push_is_followed (kh_push_terms_most, place.table))
    return FALSE;
  item->place = g_strdup (key);
  item->table = place.table;

  return TRUE;
}

/**
 * kh_outbox_item_is_sealed:
 * @item: an item
 *
 * Returns: whether its value is not in it, as it is kept encrypted
 */
gboolean
kh_outbox_item_is_sealed (const KhOutboxItem *item)
{
  return item->place == NULL && kh_datapoint_get (item->datapoint)->sealed;
}

/**
 * kh_outbox_item_has_secret:
 * @item: an item
 *
 * Returns: whether a secret goes out with it, so that whoever is there needs the key
 */
gboolean
kh_outbox_item_has_secret (const KhOutboxItem *item)
{
  g_autoptr (KhRow) row = item->place != NULL && item->value != NULL ? kh_row_new_from_text (item->table, item->value)
                                                                     : NULL;

  return item->place != NULL ? row != NULL && kh_row_is_any_renewed (row) : kh_outbox_item_is_sealed (item);
}

static char *
dup_title (const KhOutboxItem *item)
{
  const char *text = item->value != NULL ? item->value : item->before;
  g_autoptr (KhRow) row = text != NULL ? kh_row_new_from_text (item->table, text) : NULL;

  return row != NULL ? kh_row_dup_title (row) : NULL;
}

/**
 * kh_outbox_item_dup_place:
 * @item: an item
 *
 * Returns: (transfer full): where what changed stands, as the history has it
 */
char *
kh_outbox_item_dup_place (const KhOutboxItem *item)
{
  g_auto (KhPlace) place = { 0 };
  g_autofree char *title = NULL;

  if (item->place == NULL || !kh_place_parse (item->place, &place))
    return g_strdup (kh_outbox_item_get_key (item));
  title = dup_title (item);

  return kh_place_dup_text (place.table, KH_COLUMN_NONE, place.row, title);
}

/**
 * kh_outbox_item_dup_label:
 * @item: an item
 *
 * Returns: (transfer full): what changed, in the user's language: a datapoint's name, or what the
 *   row is called for whoever may see that
 */
char *
kh_outbox_item_dup_label (const KhOutboxItem *item)
{
  g_autofree char *title = NULL;

  if (item->place == NULL)
    return g_strdup (kh_datapoint_get_label (item->datapoint));
  title = dup_title (item);
  if (title == NULL)
    return g_strdup (kh_table_get_row_label (item->table));

  /* Translators: what a row is, such as Contact, and what it is called, such as a name. */
  return g_strdup_printf (_("%s: %s"), kh_table_get_row_label (item->table), title);
}

/**
 * kh_outbox_items_have:
 * @items: (element-type KhOutboxItem): items
 * @id: a datapoint
 *
 * Returns: whether one of them is a change of it
 */
gboolean
kh_outbox_items_have (GPtrArray     *items,
                      KhDatapointId  id)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (item->place == NULL && item->datapoint == id)
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_outbox_items_have_row:
 * @items: (element-type KhOutboxItem): items
 * @place: the place of a row
 *
 * Returns: whether one of them is a change of it
 */
gboolean
kh_outbox_items_have_row (GPtrArray  *items,
                          const char *place)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (g_strcmp0 (item->place, place) == 0)
        return TRUE;
    }

  return FALSE;
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
  item->hidden = item->place != NULL ? !kh_table_may_view (grants, item->table)
                                     : kh_outbox_item_is_sealed (item) || !kh_gate_may_view (grants, item->datapoint);
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
