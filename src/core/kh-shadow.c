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

/**
 * kh_shadow_new:
 *
 * Returns: (transfer full): a shadow that knows nothing, freed with kh_shadow_free()
 */
KhShadow *
kh_shadow_new (void)
{
  return g_new0 (KhShadow, 1);
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
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      self->entries[i].seen_set = FALSE;
      g_clear_pointer (&self->entries[i].seen, g_free);
    }
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
  KhSecret *theirs = kh_account_get_secret (sides->account, id);

  if (kh_account_get_state (sides->account, id) == KH_ACCOUNT_CLEAR &&
      (secret == NULL ? theirs == NULL : theirs != NULL && kh_secret_equal (theirs, secret)))
    return KH_OUTBOX_FOUND;

  /* What the station's was before is kept nowhere, so that any change there may be one of it. */
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
