/* kh-draft-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-draft.h"

#include "kh-draft-private.h"
#include "kh-value-type.h"

#include <string.h>

/* What a draft has of sealed datapoints. The value that is kept is not known here, so whatever
 * was typed differs from it. */

static gboolean
is_typed_right (KhDraft        *self,
                KhDatapointId   id,
                KhSecret       *secret,
                GError        **error)
{
  KhValueContext context = kh_draft_make_context (self, id);

  return secret != NULL && kh_value_check_secret (kh_datapoint_get (id), secret, &context, error);
}

/*< private >
 * kh_draft_put_secret:
 * @self: a draft
 * @id: a sealed datapoint
 * @secret: (nullable): what was typed
 * @removes: whether the kept one is to go
 *
 * The one place where anything of a sealed datapoint changes; also checks what was typed anew.
 * Only what is kept can go.
 *
 * Returns: whether anything changed
 */
gboolean
kh_draft_put_secret (KhDraft       *self,
                     KhDatapointId  id,
                     KhSecret      *secret,
                     gboolean       removes)
{
  KhDraftEntry *entry = &self->entries[id];
  gboolean kept = kh_customer_is_sealed (self->original, id);
  gboolean had = kh_customer_is_sealed (self->edited, id);
  g_autoptr (KhSecret) old = entry->secret;
  g_autoptr (GError) error = NULL;
  gboolean right = is_typed_right (self, id, secret, &error);
  gboolean changed = old != secret;

  entry->secret = secret == NULL ? NULL : kh_secret_ref (secret);
  removes = removes && kept && secret == NULL;
  changed = changed || entry->removes != removes;
  entry->removes = removes;
  kh_draft_replace (&entry->error, error != NULL ? error->message : NULL, &changed);

  if (secret == NULL && kh_customer_is_hidden (self->original, id))
    kh_customer_hide (self->edited, id);
  else
    kh_customer_set_sealed (self->edited, id, right || (kept && !removes));

  return changed || kh_customer_is_sealed (self->edited, id) != had;
}

/* As what was typed elsewhere: blanks around it are nobody's passcode. */
static KhSecret *
make_secret (const char *text)
{
  gsize length;

  while (text != NULL && g_ascii_isspace (*text))
    text++;
  length = text == NULL ? 0 : strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;

  return length == 0 ? NULL : kh_secret_new (text, (gssize) length);
}

/**
 * kh_draft_set_secret:
 * @self: a draft
 * @id: a sealed datapoint
 * @text: (nullable): what was typed; the caller clears its own copy
 *
 * Takes a secret that a person typed, without the blanks around it. Nothing typed leaves what
 * is kept as it is.
 *
 * Returns: whether it may be kept, or is nothing
 */
gboolean
kh_draft_set_secret (KhDraft       *self,
                     KhDatapointId  id,
                     const char    *text)
{
  g_autoptr (KhSecret) secret = NULL;

  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (id < KH_N_DATAPOINTS && !kh_datapoint_is_stored (id), FALSE);

  secret = make_secret (text);
  if (secret != NULL ? !kh_secret_equal (secret, self->entries[id].secret)
                     : self->entries[id].secret != NULL)
    kh_draft_finish_change (self, id, kh_draft_put_secret (self, id, secret, FALSE));

  return self->entries[id].error == NULL;
}

/**
 * kh_draft_set_removes:
 * @self: a draft
 * @id: a sealed datapoint
 * @removes: whether the value that is kept is to go
 *
 * Takes back what was typed, too.
 */
void
kh_draft_set_removes (KhDraft       *self,
                      KhDatapointId  id,
                      gboolean       removes)
{
  g_return_if_fail (KH_IS_DRAFT (self));
  g_return_if_fail (id < KH_N_DATAPOINTS && !kh_datapoint_is_stored (id));

  if (removes != self->entries[id].removes)
    kh_draft_finish_change (self, id, kh_draft_put_secret (self, id, NULL, removes));
}

/**
 * kh_draft_has_secret:
 * @self: a draft
 * @id: a sealed datapoint
 *
 * Returns: whether one was typed
 */
gboolean
kh_draft_has_secret (KhDraft       *self,
                     KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (id < KH_N_DATAPOINTS, FALSE);

  return self->entries[id].secret != NULL;
}

/**
 * kh_draft_get_removes:
 * @self: a draft
 * @id: a sealed datapoint
 *
 * Returns: whether the value that is kept is to go
 */
gboolean
kh_draft_get_removes (KhDraft       *self,
                      KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), FALSE);
  g_return_val_if_fail (id < KH_N_DATAPOINTS, FALSE);

  return self->entries[id].removes;
}

/**
 * kh_draft_dup_secret:
 * @self: a draft
 * @id: a datapoint
 *
 * Returns: (transfer full) (nullable): what the store is to do with the sealed value, or %NULL
 *   to leave it as it is
 */
KhSecretChange *
kh_draft_dup_secret (KhDraft       *self,
                     KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);
  g_return_val_if_fail (id < KH_N_DATAPOINTS, NULL);

  if (self->entries[id].secret == NULL && !self->entries[id].removes)
    return NULL;

  return kh_secret_change_new (id, self->entries[id].secret);
}

/**
 * kh_draft_settle_secrets:
 * @self: a draft
 * @changes: (element-type KhSecretChange): what kh_draft_dup_secret() gave and is kept now
 *
 * Forgets the secrets that are saved. What was typed since stays.
 */
void
kh_draft_settle_secrets (KhDraft   *self,
                         GPtrArray *changes)
{
  g_return_if_fail (KH_IS_DRAFT (self));

  for (guint i = 0; i < changes->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (changes, i);
      const KhDraftEntry *entry = &self->entries[change->id];

      if (change->secret == entry->secret && (change->secret != NULL || entry->removes))
        kh_draft_finish_change (self, change->id, kh_draft_put_secret (self, change->id, NULL, FALSE));
    }
}

/**
 * kh_draft_copy_secrets:
 * @self: a draft
 * @other: another draft of the same record
 *
 * Takes over what was typed into @other.
 */
void
kh_draft_copy_secrets (KhDraft *self,
                       KhDraft *other)
{
  g_return_if_fail (KH_IS_DRAFT (self));
  g_return_if_fail (KH_IS_DRAFT (other));

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (!kh_datapoint_is_stored (id))
        kh_draft_finish_change (self, id, kh_draft_put_secret (self, id, other->entries[id].secret,
                                                               other->entries[id].removes));
    }
}
