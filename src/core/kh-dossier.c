/* kh-dossier.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-dossier.h"

/**
 * kh_dossier_new:
 * @customer: (transfer full): the record
 *
 * Returns: (transfer full): the customer without a row in any table
 */
KhDossier *
kh_dossier_new (KhCustomer *customer)
{
  KhDossier *self = g_new0 (KhDossier, 1);

  self->customer = customer;
  for (guint i = 0; i < KH_N_TABLES; i++)
    self->rows[i] = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/**
 * kh_dossier_free:
 * @self: (nullable) (transfer full): a dossier
 */
void
kh_dossier_free (KhDossier *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->customer);
  for (guint i = 0; i < KH_N_TABLES; i++)
    g_ptr_array_unref (self->rows[i]);
  g_free (self);
}
