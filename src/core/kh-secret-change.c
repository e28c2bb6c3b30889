/* kh-secret-change.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-secret-change.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/**
 * kh_secret_change_new:
 * @id: a sealed datapoint
 * @secret: (nullable): what is to be kept, or %NULL for none
 *
 * Returns: (transfer full): a change
 */
KhSecretChange *
kh_secret_change_new (KhDatapointId  id,
                      KhSecret      *secret)
{
  KhSecretChange *self;

  g_return_val_if_fail (kh_datapoint_get (id)->sealed, NULL);

  self = g_new0 (KhSecretChange, 1);
  self->id = id;
  self->secret = secret == NULL ? NULL : kh_secret_ref (secret);

  return self;
}

/**
 * kh_secret_change_free:
 * @self: (nullable) (transfer full): a change
 *
 * Frees it.
 */
void
kh_secret_change_free (KhSecretChange *self)
{
  if (self == NULL)
    return;

  kh_secret_unref (self->secret);
  g_free (self);
}

/**
 * kh_secret_changes_new:
 *
 * Returns: (transfer full) (element-type KhSecretChange): no changes yet
 */
GPtrArray *
kh_secret_changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kh_secret_change_free);
}

/**
 * kh_secret_changes_add:
 * @changes: (element-type KhSecretChange): what is to change
 * @id: a sealed datapoint
 * @text: (nullable): what is to be kept, or %NULL for none; the caller clears its own copy
 *
 * Adds a change.
 */
void
kh_secret_changes_add (GPtrArray     *changes,
                       KhDatapointId  id,
                       const char    *text)
{
  g_autoptr (KhSecret) secret = text == NULL ? NULL : kh_secret_new (text, -1);

  g_return_if_fail (changes != NULL);

  g_ptr_array_add (changes, kh_secret_change_new (id, secret));
}

/**
 * kh_secret_changes_check_twins:
 * @passcode: (nullable): a passcode
 * @duress: (nullable): the duress code of the same customer
 * @error: return location for %KH_VALUE_ERROR_FORMAT
 *
 * A passcode that is the duress code as well would call the police, or fail to.
 *
 * Returns: whether they can be told apart
 */
gboolean
kh_secret_changes_check_twins (KhSecret  *passcode,
                               KhSecret  *duress,
                               GError   **error)
{
  if (!kh_secret_sounds_like (passcode, duress))
    return TRUE;

  g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                       _("The passcode and the duress code are the same, so nobody could tell an emergency from a "
                         "false alarm. Choose another."));
  return FALSE;
}
