/* kh-row-change.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-change.h"

static void
unref_secret (gpointer secret)
{
  if (secret != NULL)
    kh_secret_unref (secret);
}

/**
 * kh_row_change_new:
 * @row: (transfer none): a row; it is copied
 * @before: (transfer none) (nullable): the row as it was read; it is copied
 * @removed: whether it goes
 *
 * Returns: (transfer full): a change, freed with kh_row_change_free()
 */
KhRowChange *
kh_row_change_new (KhRow    *row,
                   KhRow    *before,
                   gboolean  removed)
{
  KhRowChange *self = g_new0 (KhRowChange, 1);

  self->row = kh_row_copy (row);
  self->before = before != NULL ? kh_row_copy (before) : NULL;
  self->removed = removed;

  return self;
}

/**
 * kh_row_change_free:
 * @self: (nullable): a change
 */
void
kh_row_change_free (KhRowChange *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->row);
  g_clear_object (&self->before);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_free (self);
}

/**
 * kh_row_change_set_secret:
 * @self: a change
 * @column: a sealed column
 * @secret: (nullable): what is to be kept, or %NULL for none
 */
void
kh_row_change_set_secret (KhRowChange *self,
                          guint        column,
                          KhSecret    *secret)
{
  if (self->secrets == NULL)
    self->secrets = g_hash_table_new_full (NULL, NULL, NULL, unref_secret);
  g_hash_table_replace (self->secrets, GUINT_TO_POINTER (column), secret != NULL ? kh_secret_ref (secret) : NULL);
}

/**
 * kh_row_changes_new:
 *
 * Returns: (transfer full) (element-type KhRowChange): no changes
 */
GPtrArray *
kh_row_changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kh_row_change_free);
}
