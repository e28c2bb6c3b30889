/* kh-link-attempt.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-change.h"
#include "kh-row-take.h"
#include "kh-link-attempt.h"

static GPtrArray *
copy_changes (GPtrArray *changes)
{
  GPtrArray *copy;

  copy = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    g_ptr_array_add (copy, kh_change_copy (g_ptr_array_index (changes, i)));

  return copy;
}

/**
 * kh_link_attempt_new:
 *
 * Returns: (transfer full): an attempt of nobody, with empty lists of changes,
 *   freed with kh_link_attempt_free()
 */
KhLinkAttempt *
kh_link_attempt_new (void)
{
  KhLinkAttempt *attempt;

  attempt = g_new0 (KhLinkAttempt, 1);
  attempt->changes = copy_changes (NULL);
  attempt->adopted = copy_changes (NULL);
  attempt->rows = copy_changes (NULL);
  attempt->takes = kh_row_takes_new ();

  return attempt;
}

/**
 * kh_link_attempt_copy:
 * @attempt: (nullable): an attempt
 *
 * Returns: (transfer full) (nullable): the same once more
 */
KhLinkAttempt *
kh_link_attempt_copy (const KhLinkAttempt *attempt)
{
  KhLinkAttempt *copy;

  if (attempt == NULL)
    return NULL;

  copy = g_new0 (KhLinkAttempt, 1);
  *copy = *attempt;
  copy->account = g_strdup (attempt->account);
  copy->number = g_strdup (attempt->number);
  copy->receiver = g_strdup (attempt->receiver);
  copy->etag = g_strdup (attempt->etag);
  copy->key = g_strdup (attempt->key);
  copy->reference_key = g_strdup (attempt->reference_key);
  copy->body = attempt->body != NULL ? g_bytes_ref (attempt->body) : NULL;
  copy->changes = copy_changes (attempt->changes);
  copy->adopted = copy_changes (attempt->adopted);
  copy->rows = copy_changes (attempt->rows);
  copy->takes = kh_row_takes_new ();
  for (guint i = 0; i < attempt->takes->len; i++)
    g_ptr_array_add (copy->takes, kh_row_take_copy (g_ptr_array_index (attempt->takes, i)));
  copy->seen = kh_shadow_copy (attempt->seen);
  copy->change_set = g_strdup (attempt->change_set);
  copy->waiting = attempt->waiting == NULL ? NULL : g_array_copy (attempt->waiting);
  copy->state = g_strdup (attempt->state);
  copy->author = g_strdup (attempt->author);

  return copy;
}

/**
 * kh_link_attempt_free:
 * @attempt: (nullable): an attempt
 */
void
kh_link_attempt_free (KhLinkAttempt *attempt)
{
  if (attempt == NULL)
    return;

  g_free (attempt->account);
  g_free (attempt->number);
  g_free (attempt->receiver);
  g_free (attempt->etag);
  g_free (attempt->key);
  g_free (attempt->reference_key);
  g_clear_pointer (&attempt->body, g_bytes_unref);
  g_clear_pointer (&attempt->changes, g_ptr_array_unref);
  g_clear_pointer (&attempt->adopted, g_ptr_array_unref);
  g_clear_pointer (&attempt->rows, g_ptr_array_unref);
  g_clear_pointer (&attempt->takes, g_ptr_array_unref);
  g_clear_pointer (&attempt->seen, kh_shadow_free);
  g_free (attempt->change_set);
  g_clear_pointer (&attempt->waiting, g_array_unref);
  g_free (attempt->state);
  g_free (attempt->author);
  g_free (attempt);
}

/**
 * kh_link_attempt_is_creating:
 * @attempt: an attempt
 *
 * Returns: whether its account is still to be made, or to be found
 */
gboolean
kh_link_attempt_is_creating (const KhLinkAttempt *attempt)
{
  return g_strcmp0 (attempt->state, KH_ATTEMPT_CREATING) == 0;
}

/**
 * kh_link_attempt_waits:
 * @attempt: an attempt that the station has answered
 * @id: a datapoint that it changes
 *
 * Returns: whether a person at the station looks at that change before it is made
 */
gboolean
kh_link_attempt_waits (const KhLinkAttempt *attempt,
                       KhDatapointId        id)
{
  if (attempt->change_set == NULL || attempt->waiting == NULL)
    return attempt->change_set != NULL;
  for (guint i = 0; i < attempt->waiting->len; i++)
    if (g_array_index (attempt->waiting, KhDatapointId, i) == id)
      return TRUE;

  return FALSE;
}

/**
 * kh_link_attempt_take_account:
 * @attempt: an attempt whose account was to be made
 * @account: the account that the station has made from it
 */
void
kh_link_attempt_take_account (KhLinkAttempt *attempt,
                              KhAccount     *account)
{
  g_free (attempt->account);
  attempt->account = g_strdup (kh_account_get_id (account));
  g_free (attempt->receiver);
  attempt->receiver = g_strdup (kh_account_get_receiver (account));
  g_free (attempt->etag);
  attempt->etag = g_strdup (kh_account_get_etag (account));
  g_free (attempt->state);
  attempt->state = g_strdup (KH_ATTEMPT_APPLIED);
  kh_shadow_free (attempt->seen);
  attempt->seen = kh_shadow_new_from_account (account);
}
