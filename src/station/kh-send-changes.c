/* kh-send-changes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-send-changes"

#include "config.h"

#include "kh-send-changes.h"

#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-row-text.h"
#include "kh-value-type.h"

#include <string.h>

static KhMonitorType
get_type (const KhOutboxSet *set,
          KhCatalogues      *catalogues)
{
  KhCompany *company = kh_catalogues_get_company (catalogues, set->link->company);

  return company != NULL ? kh_company_get_monitor_type (company) : KH_MONITOR_BOLD;
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

static KhChange *
make_row_change (const KhOutboxSet  *set,
                 KhMonitorType       type,
                 const KhOutboxItem *item)
{
  g_autoptr (KhRow) theirs = dup_theirs (set, item);
  g_autoptr (KhRow) ours = dup_row (item, item->value);
  g_autoptr (KhRow) from = theirs != NULL ? kh_row_push_dup_written (type, theirs, NULL) : NULL;
  g_autoptr (KhRow) row = ours != NULL ? kh_row_push_dup_written (type, ours, theirs) : NULL;

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

      g_ptr_array_add (changes, item->place != NULL ? make_row_change (set, get_type (set, catalogues), item)
                                                    : make_datapoint_change (set, catalogues, item));
    }

  return changes;
}

/* What it keeps as it is, and what we have taken out here, it has still. */
static gboolean
is_kept_otherwise (const KhOutboxSet  *set,
                   KhMonitorType       type,
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
      if (kh_row_push_is_kept (type, theirs) && kh_row_same_identity (theirs, row))
        return TRUE;
    }

  return FALSE;
}

/* Whether somebody has changed here what the station keeps for good. */
static gboolean
is_refused (const KhOutboxSet  *set,
            KhMonitorType       type,
            const KhOutboxItem *item)
{
  g_autoptr (KhRow) from = dup_theirs (set, item);
  g_autoptr (KhRow) before = dup_row (item, item->before);
  g_autoptr (KhRow) row = dup_row (item, item->value);

  return from != NULL ? kh_row_push_is_refused (type, row, before, from)
                      : row != NULL && is_kept_otherwise (set, type, item, row);
}

static gboolean
is_row_there (KhMonitorType   type,
              const KhChange *change)
{
  if (change->row == NULL || change->row_from == NULL)
    return change->row == change->row_from;

  return kh_row_push_is_alike (type, change->row, change->row_from);
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

  if (item->place != NULL)
    return is_row_there (get_type (set, catalogues), change) && !is_refused (set, get_type (set, catalogues), item);
  if (datapoint->sealed)
    return change->secret == NULL && change->item == NULL;

  return entry->known && kh_value_equal (datapoint, change->value, entry->value);
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
  return is_refused (set, get_type (set, catalogues), item) ? kh_row_push_dup_refusal (station) : NULL;
}

/**
 * kh_send_changes_take:
 * @shadow: what is known of an account
 * @item: what went out
 * @change: what was written for it, and is there from now on
 */
void
kh_send_changes_take (KhShadow           *shadow,
                      const KhOutboxItem *item,
                      const KhChange     *change)
{
  if (item->place == NULL && kh_shadow_get_secret (shadow, change->datapoint) != NULL)
    kh_shadow_set_secret (shadow, change->datapoint, TRUE, change->secret, NULL);
  if (item->place == NULL)
    kh_shadow_set (shadow, change->datapoint, !kh_datapoint_get (change->datapoint)->sealed, change->value,
                   change->item);
  else if (item->value == NULL)
    kh_shadow_remove_row (shadow, item->place);
  else
    kh_shadow_set_row (shadow, item->place, item->value,
                       change->row_from != NULL ? kh_row_get_item (change->row_from) : NULL);
}
