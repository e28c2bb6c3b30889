/* kh-shadow.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shadow.h"

#include "kh-account.h"
#include "kh-customer.h"
#include "kh-discrepancy-private.h"

static void
entry_free (KhShadowEntry *entry)
{
  g_free (entry->value);
  g_free (entry->item);
  g_free (entry->seen);
  g_free (entry);
}

static void
secret_free (KhShadowSecret *entry)
{
  g_clear_pointer (&entry->secret, kh_secret_unref);
  g_free (entry->etag);
  g_free (entry);
}

static KhShadowSecret *
secret_new (gboolean    known,
            KhSecret   *secret,
            const char *etag)
{
  KhShadowSecret *entry = g_new0 (KhShadowSecret, 1);

  entry->known = known;
  entry->secret = known && secret != NULL ? kh_secret_ref (secret) : NULL;
  entry->etag = g_strdup (etag);

  return entry;
}

static void
copy_secrets (KhShadow       *self,
              const KhShadow *from)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, from->secrets);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const KhShadowSecret *entry = value;

      kh_shadow_set_secret (self, (KhDatapointId) GPOINTER_TO_UINT (id), entry->known, entry->secret, entry->etag);
    }
  g_hash_table_iter_init (&iter, from->row_secrets);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const KhShadowSecret *entry = value;

      kh_shadow_set_row_secret (self, id, entry->known, entry->secret, entry->etag);
    }
}

static void
clear_seen (KhShadowEntry *entry)
{
  entry->seen_set = FALSE;
  g_clear_pointer (&entry->seen, g_free);
}

static void
copy_rows (KhShadow       *self,
           const KhShadow *from)
{
  GHashTableIter iter;
  gpointer place, value;

  self->rows_known = from->rows_known;
  g_hash_table_iter_init (&iter, from->rows);
  while (g_hash_table_iter_next (&iter, &place, &value))
    {
      const KhShadowEntry *entry = value;

      kh_shadow_set_row (self, place, entry->value, entry->item);
      if (entry->seen_set)
        kh_shadow_set_row_seen (self, place, entry->seen);
    }
}

/**
 * kh_shadow_new:
 *
 * Returns: (transfer full): a shadow that knows nothing, freed with kh_shadow_free()
 */
KhShadow *
kh_shadow_new (void)
{
  KhShadow *self = g_new0 (KhShadow, 1);

  self->secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) secret_free);
  self->row_secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) secret_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);

  return self;
}

/**
 * kh_shadow_new_from_account:
 * @account: an account as it was read
 *
 * Returns: (transfer full): what it says
 */
KhShadow *
kh_shadow_new_from_account (KhAccount *account)
{
  KhShadow *self = kh_shadow_new ();

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      if (datapoint->wire != NULL)
        kh_shadow_set (self, datapoint->id,
                       !datapoint->sealed && kh_account_get_state (account, datapoint->id) == KH_ACCOUNT_CLEAR,
                       kh_account_get_value (account, datapoint->id), kh_account_get_item (account, datapoint->id));
      if (kh_shadow_keeps_secret (datapoint->id))
        kh_shadow_set_secret (self, datapoint->id, kh_account_get_state (account, datapoint->id) == KH_ACCOUNT_CLEAR,
                              kh_account_get_secret (account, datapoint->id), kh_account_get_etag (account));
    }

  return self;
}

/**
 * kh_shadow_copy:
 * @self: (nullable): a shadow
 *
 * Returns: (transfer full) (nullable): the same once more
 */
KhShadow *
kh_shadow_copy (const KhShadow *self)
{
  KhShadow *copy;

  if (self == NULL)
    return NULL;

  copy = kh_shadow_new ();
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhShadowEntry *entry = &self->entries[i];

      kh_shadow_set (copy, (KhDatapointId) i, entry->known, entry->value, entry->item);
      if (entry->seen_set)
        kh_shadow_set_seen (copy, (KhDatapointId) i, entry->seen);
    }
  copy_secrets (copy, self);
  copy_rows (copy, self);

  return copy;
}

/**
 * kh_shadow_free:
 * @self: (nullable): a shadow
 */
void
kh_shadow_free (KhShadow *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_free (self->entries[i].value);
      g_free (self->entries[i].item);
      g_free (self->entries[i].seen);
    }
  g_hash_table_unref (self->secrets);
  g_hash_table_unref (self->row_secrets);
  g_hash_table_unref (self->rows);
  g_free (self);
}

/**
 * kh_shadow_set:
 * @self: a shadow
 * @id: a datapoint
 * @known: whether its value is known
 * @value: (nullable): the station's value
 * @item: (nullable): the station's id of the list item
 */
void
kh_shadow_set (KhShadow      *self,
               KhDatapointId  id,
               gboolean       known,
               const char    *value,
               const char    *item)
{
  KhShadowEntry *entry = &self->entries[id];

  g_free (entry->value);
  g_free (entry->item);
  entry->known = known;
  entry->value = known ? g_strdup (value) : NULL;
  entry->item = g_strdup (item);
}

/**
 * kh_shadow_set_seen:
 * @self: a shadow
 * @id: a datapoint
 * @value: (nullable): what the station has now, and nobody has agreed to
 */
void
kh_shadow_set_seen (KhShadow      *self,
                    KhDatapointId  id,
                    const char    *value)
{
  KhShadowEntry *entry = &self->entries[id];

  g_free (entry->seen);
  entry->seen_set = TRUE;
  entry->seen = g_strdup (value);
}

/**
 * kh_shadow_clear_seen:
 * @self: a shadow
 *
 * What the station was found to have is forgotten, as it was found anew.
 */
void
kh_shadow_clear_seen (KhShadow *self)
{
  GHashTableIter iter;
  gpointer entry;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    clear_seen (&self->entries[i]);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    clear_seen (entry);
}

/**
 * kh_shadow_keeps_secret:
 * @id: a datapoint
 *
 * Returns: whether it is sealed, and a station has it
 */
gboolean
kh_shadow_keeps_secret (KhDatapointId id)
{
  return kh_datapoint_get (id)->sealed && kh_datapoint_get (id)->wire != NULL;
}

/**
 * kh_shadow_get_secret:
 * @self: a shadow
 * @id: a sealed datapoint
 *
 * Returns: (transfer none) (nullable): what was last known of it, or %NULL without a key to it
 */
const KhShadowSecret *
kh_shadow_get_secret (const KhShadow *self,
                      KhDatapointId   id)
{
  return g_hash_table_lookup (self->secrets, GUINT_TO_POINTER (id));
}

/**
 * kh_shadow_set_secret:
 * @self: a shadow
 * @id: a sealed datapoint
 * @known: whether @secret is what the station has
 * @secret: (nullable): the station's value
 * @etag: (nullable): the account's version
 */
void
kh_shadow_set_secret (KhShadow      *self,
                      KhDatapointId  id,
                      gboolean       known,
                      KhSecret      *secret,
                      const char    *etag)
{
  g_hash_table_replace (self->secrets, GUINT_TO_POINTER (id), secret_new (known, secret, etag));
}

/**
 * kh_shadow_get_row_secret:
 * @self: a shadow
 * @place: the place of one of our rows
 *
 * Returns: (transfer none) (nullable): what was last known of the secret of the station's row of it, or
 *   %NULL without a key to it
 */
const KhShadowSecret *
kh_shadow_get_row_secret (const KhShadow *self,
                          const char     *place)
{
  return g_hash_table_lookup (self->row_secrets, place);
}

/**
 * kh_shadow_set_row_secret:
 * @self: a shadow
 * @place: the place of one of our rows
 * @known: whether @secret is what the station has
 * @secret: (nullable): the station's value
 * @etag: (nullable): the account's version
 */
void
kh_shadow_set_row_secret (KhShadow   *self,
                          const char *place,
                          gboolean    known,
                          KhSecret   *secret,
                          const char *etag)
{
  g_hash_table_replace (self->row_secrets, g_strdup (place), secret_new (known, secret, etag));
}

static gboolean
is_any_old (GHashTable *secrets,
            const char *etag)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    {
      if (g_strcmp0 (((const KhShadowSecret *) entry)->etag, etag) != 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_shadow_has_old_secret:
 * @self: a shadow
 * @etag: (nullable): the account's version
 *
 * Whoever has no key leaves the secrets behind when a later version of the account is agreed on.
 *
 * Returns: whether there is a key now to one that was not compared at that version
 */
gboolean
kh_shadow_has_old_secret (const KhShadow *self,
                          const char     *etag)
{
  return is_any_old (self->secrets, etag) || is_any_old (self->row_secrets, etag);
}

/**
 * kh_shadow_get_row:
 * @self: a shadow
 * @place: the place of one of our rows
 *
 * Returns: (transfer none) (nullable): what was last known of the station's row of it
 */
const KhShadowEntry *
kh_shadow_get_row (const KhShadow *self,
                   const char     *place)
{
  return g_hash_table_lookup (self->rows, place);
}

static KhShadowEntry *
get_row (KhShadow   *self,
         const char *place)
{
  KhShadowEntry *entry = g_hash_table_lookup (self->rows, place);

  if (entry == NULL)
    {
      entry = g_new0 (KhShadowEntry, 1);
      g_hash_table_insert (self->rows, g_strdup (place), entry);
    }

  return entry;
}

/**
 * kh_shadow_set_row:
 * @self: a shadow
 * @place: the place of one of our rows
 * @value: (nullable): the station's row as a text; %NULL where that is not known
 * @item: (nullable): the station's id of it
 */
void
kh_shadow_set_row (KhShadow   *self,
                   const char *place,
                   const char *value,
                   const char *item)
{
  KhShadowEntry *entry = get_row (self, place);
  char *kept = g_strdup (item);

  g_free (entry->value);
  entry->known = value != NULL;
  entry->value = g_strdup (value);
  g_free (entry->item);
  entry->item = kept;
}

/**
 * kh_shadow_set_row_seen:
 * @self: a shadow
 * @place: the place of one of our rows
 * @value: (nullable): what the station has there now, and nobody has agreed to
 */
void
kh_shadow_set_row_seen (KhShadow   *self,
                        const char *place,
                        const char *value)
{
  KhShadowEntry *entry = get_row (self, place);

  g_free (entry->seen);
  entry->seen_set = TRUE;
  entry->seen = g_strdup (value);
}

/**
 * kh_shadow_remove_row:
 * @self: a shadow
 * @place: the place of one of our rows, which the station has no more
 */
void
kh_shadow_remove_row (KhShadow   *self,
                      const char *place)
{
  g_hash_table_remove (self->rows, place);
  g_hash_table_remove (self->row_secrets, place);
}

/**
 * kh_shadow_dup_sent:
 * @catalogues: (nullable): the entries that our values name
 * @id: a datapoint
 * @ours: (nullable): a value of our record
 *
 * Returns: (transfer full) (nullable): the same as the station is sent it
 */
char *
kh_shadow_dup_sent (KhCatalogues  *catalogues,
                    KhDatapointId  id,
                    const char    *ours)
{
  const KhSides sides = { .catalogues = catalogues };

  return kh_finding_dup_sent (&sides, kh_datapoint_get (id), ours);
}

/* Somebody's other spelling of the same is no other value. */
static gboolean
is_same (KhDatapointId  id,
         const char    *a,
         const char    *b)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  return kh_finding_is_equal (datapoint, a, b) || (a != NULL && b != NULL && kh_finding_is_same (datapoint, a, b));
}

static KhOutboxEvent
judge_secret (const KhShadowSides *sides,
              KhDatapointId        id,
              KhSecret            *secret)
{
  const KhShadowSecret *entry = kh_shadow_get_secret (sides->shadow, id);
  KhSecret *theirs = kh_account_get_secret (sides->account, id);
  const gboolean shown = kh_account_get_state (sides->account, id) == KH_ACCOUNT_CLEAR;

  if (shown &&
      (secret == NULL ? theirs == NULL : theirs != NULL && kh_secret_equal (theirs, secret)))
    return KH_OUTBOX_FOUND;

  if (shown && entry != NULL && entry->known)
    return kh_secret_equal (entry->secret, theirs) ? KH_OUTBOX_UNTOUCHED : KH_OUTBOX_FOREIGN;

  /* What the station's was before is not known, so that any change there may be one of it. */
  return sides->same_version ? KH_OUTBOX_UNTOUCHED : KH_OUTBOX_FOREIGN;
}

/**
 * kh_shadow_judge:
 * @sides: both sides
 * @id: the datapoint of a change on its way
 * @ours: (nullable): its value, of our record
 * @before: (nullable): the record's value that it is an edit of, for where the shadow knows nothing
 * @secret: (nullable): its value where it is sealed
 *
 * Returns: whether the station has it already, has what it had, or has something else
 */
KhOutboxEvent
kh_shadow_judge (const KhShadowSides *sides,
                 KhDatapointId        id,
                 const char          *ours,
                 const char          *before,
                 KhSecret            *secret)
{
  const KhShadowEntry *entry = &sides->shadow->entries[id];
  const char *theirs = kh_account_get_value (sides->account, id);
  const KhAccountState state = kh_account_get_state (sides->account, id);
  g_autofree char *sent = NULL;
  g_autofree char *agreed = NULL;

  if (kh_datapoint_get (id)->sealed)
    return judge_secret (sides, id, secret);

  sent = kh_shadow_dup_sent (sides->catalogues, id, ours);
  agreed = entry->known ? g_strdup (entry->value) : kh_shadow_dup_sent (sides->catalogues, id, before);
  if (state == KH_ACCOUNT_CLEAR && kh_finding_is_equal (kh_datapoint_get (id), sent, theirs))
    return KH_OUTBOX_FOUND;
  if (sides->same_version || state == KH_ACCOUNT_MASKED || is_same (id, agreed, theirs))
    return KH_OUTBOX_UNTOUCHED;

  return is_same (id, sent, theirs) ? KH_OUTBOX_FOUND : KH_OUTBOX_FOREIGN;
}

/**
 * kh_shadow_is_foreign:
 * @sides: both sides
 * @id: a datapoint
 *
 * Returns: whether the station has a value of it that is neither what it had nor our record's
 */
gboolean
kh_shadow_is_foreign (const KhShadowSides *sides,
                      KhDatapointId        id)
{
  const KhShadowEntry *entry = &sides->shadow->entries[id];
  const char *theirs = kh_account_get_value (sides->account, id);
  g_autofree char *sent = NULL;

  if (!entry->known || sides->same_version || kh_account_get_state (sides->account, id) != KH_ACCOUNT_CLEAR ||
      is_same (id, entry->value, theirs))
    return FALSE;
  sent = kh_shadow_dup_sent (sides->catalogues, id, kh_customer_get (sides->customer, id));

  return !is_same (id, sent, theirs);
}

/**
 * kh_shadow_is_foreign_secret:
 * @sides: both sides; whether it is the same version is not looked at, as a secret may not have been
 *   compared at it
 * @id: a sealed datapoint
 * @ours: (nullable): our value, where there is a key
 *
 * Without a key nobody can tell, and it stays what it was found to be.
 *
 * Returns: whether the station has a value of it that is neither what it had nor ours
 */
gboolean
kh_shadow_is_foreign_secret (const KhShadowSides *sides,
                             KhDatapointId        id,
                             KhSecret            *ours)
{
  const KhShadowSecret *entry = kh_shadow_get_secret (sides->shadow, id);
  KhSecret *theirs = kh_account_get_secret (sides->account, id);

  if (entry == NULL)
    return sides->shadow->entries[id].seen_set;

  return entry->known && kh_account_get_state (sides->account, id) == KH_ACCOUNT_CLEAR &&
         !kh_secret_equal (entry->secret, theirs) && !kh_secret_equal (ours, theirs);
}
