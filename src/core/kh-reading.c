/* kh-reading.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reading.h"

#include "kh-account.h"
#include "kh-catalogues.h"
#include "kh-customer.h"
#include "kh-other-name.h"
#include "kh-row-sides.h"

#include <string.h>

/* Is it the account that was asked for? */

static KhOutboxEvent
check_account (const KhLink *link,
               KhAccount    *account)
{
  const char *reference = kh_account_get_external_ref (account);
  g_autofree char *ours = g_strdup_printf ("%" G_GINT64_FORMAT, link->customer);

  if (g_strcmp0 (kh_account_get_id (account), link->account) != 0 ||
      g_strcmp0 (kh_account_get_number (account), link->number) != 0)
    return KH_OUTBOX_WRONG_ACCOUNT;

  return reference == NULL || strcmp (reference, ours) == 0 ? KH_OUTBOX_FOUND : KH_OUTBOX_NOT_YOURS;
}

static gboolean
read_version (const char *etag,
              guint64    *version)
{
  g_autofree char *digits = NULL;
  gsize length = etag != NULL ? strlen (etag) : 0;

  if (length < 3 || etag[0] != '"' || etag[length - 1] != '"')
    return FALSE;
  digits = g_strndup (etag + 1, length - 2);

  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT64, version, NULL);
}

/**
 * kh_reading_is_older:
 * @etag: (nullable): an account's version
 * @known: (nullable): the one that was known before
 *
 * Versions that are no numbers have no order.
 *
 * Returns: whether the station has gone back, as after it brought back a backup of its own
 */
gboolean
kh_reading_is_older (const char *etag,
                     const char *known)
{
  guint64 now, before;

  return read_version (etag, &now) && read_version (known, &before) && now < before;
}

/* What does it have? */

/* The account that was read, beside what is known of it. */
typedef struct {
  KhShadowSides values;
  KhRowSides *rows;
} There;

static KhPushTerms
get_terms (const KhReadingSides *sides)
{
  return kh_push_terms_get (sides->catalogues != NULL
                              ? kh_catalogues_get_company (sides->catalogues, sides->link->company) : NULL);
}

static gboolean
lacks_secret (const KhReadingSides *sides,
              const KhOutboxItem   *item)
{
  return kh_outbox_item_is_sealed (item) && kh_customer_is_sealed (sides->customer, item->datapoint) &&
         !g_hash_table_contains (sides->secrets, GUINT_TO_POINTER (item->datapoint));
}

static KhOutboxEvent
judge (const KhReadingSides *sides,
       const There          *there,
       const KhOutboxItem   *item)
{
  if (item->place != NULL)
    return kh_row_sides_judge (there->rows, item);
  if (lacks_secret (sides, item))
    return there->values.same_version ? KH_OUTBOX_UNTOUCHED : KH_OUTBOX_FOREIGN;

  return kh_shadow_judge (&there->values, item->datapoint, item->value, item->before,
                          g_hash_table_lookup (sides->secrets, GUINT_TO_POINTER (item->datapoint)));
}

static void
mark_seen (const There        *there,
           const KhOutboxItem *item,
           KhShadow           *shadow)
{
  g_autofree char *theirs = item->place != NULL ? kh_row_sides_dup_theirs (there->rows, item->place) : NULL;

  if (item->place != NULL)
    kh_shadow_set_row_seen (shadow, item->place, theirs);
  else if (!kh_outbox_item_is_sealed (item))
    kh_shadow_set_seen (shadow, item->datapoint, kh_account_get_value (there->values.account, item->datapoint));
}

static gboolean
mark_items (const KhReadingSides *sides,
            const There          *there,
            GPtrArray            *items,
            KhShadow             *shadow)
{
  gboolean found = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (judge (sides, there, item) != KH_OUTBOX_FOREIGN)
        continue;
      found = TRUE;
      mark_seen (there, item, shadow);
    }

  return found;
}

static gboolean
is_foreign (const KhReadingSides *sides,
            const There          *there,
            KhDatapointId         id)
{
  if (kh_shadow_keeps_secret (id))
    return kh_shadow_is_foreign_secret (&there->values, id, g_hash_table_lookup (sides->secrets, GUINT_TO_POINTER (id)));

  return kh_shadow_is_foreign (&there->values, id);
}

static gboolean
mark_foreign_rows (const KhReadingSides *sides,
                   const There          *there,
                   KhShadow             *shadow)
{
  g_autoptr (GPtrArray) places = kh_row_sides_list (there->rows);
  gboolean found = FALSE;

  for (guint i = 0; i < places->len; i++)
    {
      const char *place = g_ptr_array_index (places, i);
      g_autofree char *theirs = NULL;

      if (kh_outbox_items_have_row (sides->items, place) || kh_outbox_items_have_row (sides->held, place) ||
          kh_outbox_items_have_row (sides->pending, place) || !kh_row_sides_is_foreign (there->rows, place))
        continue;
      found = TRUE;
      theirs = kh_row_sides_dup_theirs (there->rows, place);
      kh_shadow_set_row_seen (shadow, place, theirs);
    }

  return found;
}

/* Marks in @shadow what is neither ours nor agreed on, also where no change of ours waits. */
static gboolean
mark_foreign (const KhReadingSides *sides,
              const There          *there,
              KhShadow             *shadow)
{
  gboolean found = mark_items (sides, there, sides->items, shadow);

  found |= mark_items (sides, there, sides->held, shadow);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapointId id = (KhDatapointId) i;

      if (kh_outbox_items_have (sides->items, id) || kh_outbox_items_have (sides->held, id) ||
          kh_outbox_items_have (sides->pending, id) || !is_foreign (sides, there, id))
        continue;
      found = TRUE;
      /* What a secret was changed to is not kept. */
      kh_shadow_set_seen (shadow, id, kh_shadow_keeps_secret (id) ? NULL : kh_account_get_value (there->values.account, id));
    }

  return mark_foreign_rows (sides, there, shadow) || found;
}

/* Whoever linked an account in another name was asked whether it is the customer's: only a name that
 * is new is news. */
static gboolean
is_name_agreed (const KhShadowSides *sides)
{
  static const KhDatapointId ids[] = { KH_DATAPOINT_BUSINESS_NAME, KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      if (!sides->shadow->entries[ids[i]].known || kh_shadow_is_foreign (sides, ids[i]))
        return FALSE;
    }

  return TRUE;
}

/* The items */

static void
add_step (KhReading          *self,
          const KhOutboxItem *item,
          KhOutboxEvent       event)
{
  const KhOutboxStep step = { item->id, item->revision, event };

  g_array_append_val (self->steps, step);
}

/* One that the station does not want is not sent again because the account was read. */
static gboolean
is_refused (const KhOutboxItem *item)
{
  KhOutboxEvent reason;

  return item->state == KH_OUTBOX_HELD && item->reason != NULL &&
         kh_outbox_event_from_string (item->reason, &reason) && !kh_outbox_event_is_hold (reason);
}

/* Whether one of them stays held, and with it the account, whatever the station has. */
static gboolean
is_any_refused (const KhReadingSides *sides,
                const There          *there)
{
  for (guint i = 0; i < sides->held->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (sides->held, i);

      if (is_refused (item) && judge (sides, there, item) != KH_OUTBOX_FOUND)
        return TRUE;
    }

  return FALSE;
}

static void
add_steps (KhReading            *self,
           const KhReadingSides *sides,
           const There          *there,
           GPtrArray            *items)
{
  const gboolean stays = self->event == KH_OUTBOX_FOUND && is_any_refused (sides, there);

  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (judge (sides, there, item) == KH_OUTBOX_FOUND)
        add_step (self, item, KH_OUTBOX_FOUND);
      else if (!is_refused (item) && !stays)
        add_step (self, item, self->event == KH_OUTBOX_FOUND ? KH_OUTBOX_UNTOUCHED : self->event);
    }
}

static void
add_pending (KhReading            *self,
             const KhReadingSides *sides,
             const There          *there)
{
  for (guint i = 0; i < sides->pending->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (sides->pending, i);
      const KhOutboxEvent event = judge (sides, there, item);

      if (event != KH_OUTBOX_UNTOUCHED)
        add_step (self, item, event);
    }
}

static void
add_all (KhReading            *self,
         const KhReadingSides *sides)
{
  for (guint i = 0; i < sides->items->len; i++)
    add_step (self, g_ptr_array_index (sides->items, i), self->event);
  for (guint i = 0; i < sides->held->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (sides->held, i);

      if (!is_refused (item))
        add_step (self, item, self->event);
    }
}

static void
compare (KhReading            *self,
         const KhReadingSides *sides,
         KhAccount            *account)
{
  const char *etag = kh_account_get_etag (account);
  const KhLink *link = sides->link;
  /* After a data file was brought back, what it says of versions is worth nothing. */
  const KhShadowSides values = {
    .shadow = sides->shadow,
    .account = account,
    .same_version = etag != NULL && g_strcmp0 (etag, link->etag) == 0 && !kh_link_is_unchecked (link),
    .customer = sides->customer,
    .catalogues = sides->catalogues,
  };
  g_autoptr (KhRowSides) rows = kh_row_sides_new (sides->shadow, sides->rows, account, get_terms (sides),
                                                  values.same_version);
  const There there = { values, rows };
  g_autoptr (KhShadow) marked = kh_shadow_copy (sides->shadow);

  kh_shadow_clear_seen (marked);
  if (mark_foreign (sides, &there, marked))
    self->event = kh_reading_is_older (etag, link->etag) ? KH_OUTBOX_OLDER : KH_OUTBOX_FOREIGN;
  self->renamed = self->event != KH_OUTBOX_FOUND && kh_other_name_is (sides->customer, account) &&
                  !is_name_agreed (&values);
  add_steps (self, sides, &there, sides->items);
  add_steps (self, sides, &there, sides->held);
  add_pending (self, sides, &there);
  self->shadow = self->event == KH_OUTBOX_FOUND ? kh_shadow_new_from_account (account) : g_steal_pointer (&marked);
  if (self->event == KH_OUTBOX_FOUND)
    kh_row_sides_agree (rows, self->shadow);
  self->etag = g_strdup (self->event == KH_OUTBOX_FOUND ? etag : link->etag);
}

/**
 * kh_reading_new:
 * @sides: what is known, and what waits
 * @account: what the station answered when it was asked for the link's account
 *
 * The one place that says what an account that was read means. A value there that is the shadow's
 * is as it was; one that is ours is agreed on; one that is neither holds the account, and is kept
 * in the shadow as seen, whether a change of ours waits or not. An answer about another account,
 * or about one that another customer has, holds it as well, and is not looked at.
 *
 * Returns: (transfer full): what comes of it, freed with kh_reading_free()
 */
KhReading *
kh_reading_new (const KhReadingSides *sides,
                KhAccount            *account)
{
  KhReading *self = g_new0 (KhReading, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (KhOutboxStep));
  self->event = check_account (sides->link, account);
  if (self->event == KH_OUTBOX_FOUND)
    compare (self, sides, account);
  else
    add_all (self, sides);

  return self;
}

/**
 * kh_reading_free:
 * @self: (nullable): a reading
 */
void
kh_reading_free (KhReading *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->steps);
  kh_shadow_free (self->shadow);
  g_free (self->etag);
  g_free (self);
}
