/* kh-link-attempt.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-link-attempt.h"

#include "kh-change.h"

static GPtrArray *
new_changes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
}

/**
 * kh_link_attempt_new:
 *
 * Returns: (transfer full): an attempt with nothing in it and an empty list of
 *   adopted values
 */
KhLinkAttempt *
kh_link_attempt_new (void)
{
  KhLinkAttempt *self = g_new0 (KhLinkAttempt, 1);

  self->adopted = new_changes ();
  return self;
}

/**
 * kh_link_attempt_copy:
 * @attempt: an attempt
 *
 * Returns: (transfer full): the same once more
 */
KhLinkAttempt *
kh_link_attempt_copy (const KhLinkAttempt *attempt)
{
  KhLinkAttempt *copy = g_new0 (KhLinkAttempt, 1);

  *copy = *attempt;
  copy->account = g_strdup (attempt->account);
  copy->number = g_strdup (attempt->number);
  copy->receiver = g_strdup (attempt->receiver);
  copy->etag = g_strdup (attempt->etag);
  copy->key = g_strdup (attempt->key);
  copy->reference_key = g_strdup (attempt->reference_key);
  copy->body = attempt->body != NULL ? g_bytes_ref (attempt->body) : NULL;
  copy->state = g_strdup (attempt->state);
  copy->author = g_strdup (attempt->author);
  copy->adopted = new_changes ();
  for (guint i = 0; attempt->adopted != NULL && i < attempt->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->adopted, i);

      g_ptr_array_add (copy->adopted,
                       kh_change_new (change->datapoint, change->value, change->from, change->item));
    }
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
  g_clear_pointer (&attempt->adopted, g_ptr_array_unref);
  g_free (attempt->state);
  g_free (attempt->author);
  g_free (attempt);
}
