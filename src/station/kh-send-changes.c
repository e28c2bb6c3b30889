/* kh-send-changes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-send-changes.h"

#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-row-text.h"
#include "kh-rows.h"
#include "kh-station.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static KhPushTerms
get_terms (const KhOutboxSet *set,
           KhCatalogues      *catalogues)
{
  return kh_push_terms_get (kh_catalogues_get_company (catalogues, set->link->company));
}

static KhRow *
dup_row (const KhOutboxItem *item,
         const char         *text)
{
  return text != NULL ? kh_row_new_from_text (item->table, text) : NULL;
}

/* The station's row as it was last known; NULL where it has none. */
static KhRow *
dup_theirs (const KhOutboxSet  *set,
            const KhOutboxItem *item)
{
  const KhShadowEntry *entry = kh_shadow_get_row (set->shadow, item->place);
  KhRow *row = entry != NULL && entry->item != NULL ? dup_row (item, entry->value) : NULL;

  if (row != NULL)
    kh_row_set_item (row, entry->item);

  return row;
}

/* The record's row has the secrets that go out. */
static void
take_secrets (const KhOutboxSet  *set,
              const KhOutboxItem *item,
              KhRow              *row)
{
  g_auto (KhPlace) place = { 0 };
  KhRows *rows = kh_rows_of_table (set->rows, item->table);
  KhRow *kept;

  if (row == NULL || rows == NULL || !kh_row_is_any_renewed (row) || !kh_place_parse (item->place, &place))
    return;
  kept = kh_rows_find (rows, place.row);
  if (kept != NULL)
    kh_row_take_renewed (row, kept);
}

static KhChange *
make_row_change (const KhOutboxSet  *set,
                 KhPushTerms         terms,
                 const KhOutboxItem *item)
{
  g_autoptr (KhRow) theirs = dup_theirs (set, item);
  g_autoptr (KhRow) ours = dup_row (item, item->value);
  g_autoptr (KhRow) from = theirs != NULL ? kh_row_push_dup_written (terms, theirs, NULL) : NULL;
  g_autoptr (KhRow) row = NULL;

  take_secrets (set, item, ours);
  row = ours != NULL ? kh_row_push_dup_written (terms, ours, theirs) : NULL;
  if (row != NULL)
    kh_row_push_fit (terms, row, theirs);

  return kh_change_new_row (row, from);
}

static KhChange *
make_datapoint_change (const KhOutboxSet  *set,
                       KhCatalogues       *catalogues,
                       const KhOutboxItem *item)
{
  const KhShadowEntry *entry = &set->shadow->entries[item->datapoint];
  g_autofree char *sent = NULL;

  if (kh_datapoint_get (item->datapoint)->sealed)
    return kh_change_new_sealed (item->datapoint,
                                 g_hash_table_lookup (set->secrets, GUINT_TO_POINTER (item->datapoint)), entry->item);
  sent = kh_shadow_dup_sent (catalogues, item->datapoint, item->value);

  return kh_change_new (item->datapoint, sent, entry->known ? entry->value : NULL, entry->item);
}

/**
 * kh_send_changes_new:
 * @set: what is to be done next for an account
 * @catalogues: the entries that our values name
 *
 * Returns: (transfer full) (element-type KhChange): what is to be written for each of its items, in
 *   their order
 */
GPtrArray *
kh_send_changes_new (const KhOutboxSet *set,
                     KhCatalogues      *catalogues)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  for (guint i = 0; i < set->items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (set->items, i);

      g_ptr_array_add (changes, item->place != NULL ? make_row_change (set, get_terms (set, catalogues), item)
                                                    : make_datapoint_change (set, catalogues, item));
    }

  return changes;
}

/* What it keeps as it is, and what we have taken out here, it has still. */
static gboolean
is_kept_otherwise (const KhOutboxSet  *set,
                   KhPushTerms         terms,
                   const KhOutboxItem *item,
                   KhRow              *row)
{
  GHashTableIter iter;
  gpointer place, entry;

  g_hash_table_iter_init (&iter, set->shadow->rows);
  while (g_hash_table_iter_next (&iter, &place, &entry))
    {
      const KhShadowEntry *shadow = entry;
      g_auto (KhPlace) parsed = { 0 };
      g_autoptr (KhRow) theirs = NULL;

      if (!shadow->known || !kh_place_parse (place, &parsed) || parsed.table != item->table ||
          strcmp (place, item->place) == 0)
        continue;
      theirs = dup_row (item, shadow->value);
      if (kh_row_push_is_kept (terms, theirs) && kh_row_same_identity (theirs, row))
        return TRUE;
    }

  return FALSE;
}

/* Whether somebody has changed here what the station keeps for good. */
static gboolean
is_refused (const KhOutboxSet  *set,
            KhPushTerms         terms,
            const KhOutboxItem *item)
{
  g_autoptr (KhRow) from = dup_theirs (set, item);
  g_autoptr (KhRow) before = dup_row (item, item->before);
  g_autoptr (KhRow) row = dup_row (item, item->value);

  return from != NULL ? kh_row_push_is_refused (terms, row, before, from)
                      : row != NULL && is_kept_otherwise (set, terms, item, row);
}

static gboolean
is_row_there (KhPushTerms     terms,
              const KhChange *change)
{
  if (change->row == NULL || change->row_from == NULL)
    return change->row == change->row_from;

  return kh_row_push_is_alike (terms, change->row, change->row_from);
}

/**
 * kh_send_changes_is_there:
 * @set: what is to be done next for an account
 * @catalogues: the entries that our values name
 * @item: one of its items
 * @change: what is to be written for that
 *
 * Returns: whether the station has what it is to have, as when somebody has changed a value back
 *   again
 */
gboolean
kh_send_changes_is_there (const KhOutboxSet  *set,
                          KhCatalogues       *catalogues,
                          const KhOutboxItem *item,
                          const KhChange     *change)
{
  const KhShadowEntry *entry = &set->shadow->entries[change->datapoint];
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);

  const KhPushTerms terms = get_terms (set, catalogues);

  if (item->place != NULL)
    return kh_row_push_is_followed (terms, item->table) && is_row_there (terms, change) &&
           !is_refused (set, terms, item);
  if (datapoint->sealed)
    return change->secret == NULL && change->item == NULL;

  return entry->known && kh_value_equal (datapoint, change->value, entry->value);
}

/* A station tells the customer's own passcode from the others by its being the first. */
static char *
dup_main_objection (const KhOutboxSet  *set,
                    const KhOutboxItem *item,
                    const char         *station)
{
  g_autoptr (KhRow) from = dup_theirs (set, item);
  g_autoptr (KhRow) row = dup_row (item, item->value);
  KhDatapointId id, other = KH_DATAPOINT_NONE;

  if (row == NULL || !kh_row_push_find_main (row, &id) || (from != NULL && !kh_row_push_find_main (from, &other)))
    return NULL;
  if (from != NULL && other != id)
    /* Translators: a monitoring company. */
    return g_strdup_printf (_("%s does not make a duress code of a passcode, or the other way round. Remove this one and add "
                              "it anew."), station);
  if (set->shadow->entries[id].item != NULL || kh_outbox_items_have (set->items, id))
    return NULL;

  /* Translators: a monitoring company, a value such as Passcode, it again. */
  return g_strdup_printf (_("%s has no %s yet, and would take this one for it. Fill in %s first, then choose Retry."),
                          station, kh_datapoint_get_label (id), kh_datapoint_get_label (id));
}

/**
 * kh_send_changes_dup_objection:
 * @set: what is to be done next for an account
 * @catalogues: the entries that our values name
 * @item: one of its items, of a row
 * @station: the station's name
 *
 * What it takes of a row is known beforehand, and what it does not take is not in the change; but
 * somebody may have changed here what it keeps for good.
 *
 * Returns: (transfer full) (nullable): a sentence of why the station does not take it
 */
char *
kh_send_changes_dup_objection (const KhOutboxSet  *set,
                               KhCatalogues       *catalogues,
                               const KhOutboxItem *item,
                               const char         *station)
{
  const KhPushTerms terms = get_terms (set, catalogues);

  if (!kh_row_push_is_followed (terms, item->table))
    /* Translators: a table, such as Zones, a monitoring company, the setting's name. */
    return g_strdup_printf (_("%s are not sent to %s any more, as its “%s” is off in Preferences. Discard the change, or "
                              "switch it on and choose Retry."), kh_table_get_label (item->table), station, _("Send Zones"));
  if (is_refused (set, terms, item))
    return kh_row_push_dup_refusal (station);

  return dup_main_objection (set, item, station);
}

static gboolean
is_addition (const KhChange *change)
{
  return change->row != NULL && (change->row_from == NULL || kh_row_push_is_moved (change->row, change->row_from));
}

/* The list that it adds an item to, where it is the whole of it; NULL for none. */
static char *
dup_list (const KhChange *change)
{
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);

  if (kh_change_is_row (change))
    return is_addition (change) ? g_strdup (kh_table_get (kh_row_get_table (change->row))->wire) : NULL;
  if (change->secret == NULL || change->item != NULL || datapoint->wire == NULL)
    return NULL;

  return g_strndup (datapoint->wire, strcspn (datapoint->wire, "["));
}

/**
 * kh_send_changes_find_added:
 * @change: the next change of a set that was applied
 * @added: (nullable) (element-type KhAddedItem): what the station says that it added
 * @position: (inout): how many of @added belong to the changes before
 *
 * Returns: (transfer none) (nullable): the station's id of the item that @change added
 */
const char *
kh_send_changes_find_added (const KhChange *change,
                            GPtrArray      *added,
                            guint          *position)
{
  g_autofree char *list = dup_list (change);

  while (list != NULL && added != NULL && *position < added->len)
    {
      const KhAddedItem *item = g_ptr_array_index (added, (*position)++);

      if (strcmp (item->list, list) == 0)
        return item->item;
    }

  return NULL;
}

static void
take_row_secret (KhShadow           *shadow,
                 const KhOutboxItem *item,
                 const KhChange     *change)
{
  const guint column = change->row != NULL ? kh_row_push_find_secret (item->table) : KH_COLUMN_NONE;

  if (column != KH_COLUMN_NONE && kh_row_is_renewed (change->row, column))
    kh_shadow_set_row_secret (shadow, item->place, TRUE, kh_row_get_secret (change->row, column), NULL);
}

/**
 * kh_send_changes_take:
 * @shadow: what is known of an account
 * @item: what went out
 * @change: what was written for it, and is there from now on
 * @added: (nullable): the station's id of what was added
 */
void
kh_send_changes_take (KhShadow           *shadow,
                      const KhOutboxItem *item,
                      const KhChange     *change,
                      const char         *added)
{
  if (item->place != NULL)
    take_row_secret (shadow, item, change);
  if (item->place == NULL && kh_shadow_get_secret (shadow, change->datapoint) != NULL)
    kh_shadow_set_secret (shadow, change->datapoint, TRUE, change->secret, NULL);
  if (item->place == NULL)
    kh_shadow_set (shadow, change->datapoint, !kh_datapoint_get (change->datapoint)->sealed, change->value,
                   change->item);
  else if (item->value == NULL)
    kh_shadow_remove_row (shadow, item->place);
  else
    kh_shadow_set_row (shadow, item->place, item->value,
                       is_addition (change) ? added : kh_row_get_item (change->row_from));
}
