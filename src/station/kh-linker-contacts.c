/* kh-linker-contacts.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-linker"

#include "config.h"

#include "kh-linker-private.h"

#include "kh-row-pair.h"

static void
on_store_load_table_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_object (&self->contacts);
  self->contacts = kh_store_load_table_finish (KH_STORE (source), result, &error);
  if (kh_linker_goes_on (self, error))
    kh_linker_compare (self);
}

/* Then compares. */
void
kh_linker_load_contacts (KhLinker *self)
{
  kh_store_load_table_async (self->store, kh_customer_get_number (self->customer), KH_TABLE_CONTACTS, self->cancellable,
                             on_store_load_table_cb, g_object_ref (self));
}

/**
 * kh_linker_dup_new_contacts:
 * @self: a linker that has compared
 *
 * Contacts that both have are left as they are on both sides, and so are those that only the
 * station has. Whoever may not view contacts sends none.
 *
 * Returns: (transfer full) (element-type KhRow): our contacts that the station does not have; none
 *   where the customer is linked already
 */
GPtrArray *
kh_linker_dup_new_contacts (KhLinker *self)
{
  GPtrArray *contacts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) pairs = NULL;

  g_return_val_if_fail (KH_IS_LINKER (self), contacts);

  if (self->settling || self->contacts == NULL || self->account == NULL || kh_rows_is_hidden (self->contacts))
    return contacts;
  pairs = kh_row_pairs_make (self->contacts, kh_account_get_rows (self->account, KH_TABLE_CONTACTS));
  for (guint i = 0; i < pairs->len; i++)
    {
      const KhRowPair *pair = g_ptr_array_index (pairs, i);

      if (pair->difference == KH_DIFFERENCE_ONLY_HERE)
        g_ptr_array_add (contacts, g_object_ref (pair->ours));
    }

  return contacts;
}

/* What both sides have of the contacts is known from the Link on, also where it is not the same. */
void
kh_linker_see_contacts (KhLinker *self,
                        KhShadow *seen)
{
  g_autoptr (GPtrArray) ours = g_ptr_array_new ();
  g_autoptr (KhRowSides) sides = NULL;

  if (self->contacts == NULL || kh_rows_is_hidden (self->contacts))
    return;
  g_ptr_array_add (ours, self->contacts);
  sides = kh_row_sides_new (seen, ours, self->account, kh_company_get_monitor_type (self->company), FALSE);
  kh_row_sides_agree (sides, seen);
}

/**
 * kh_linker_get_sends_contacts:
 * @self: a linker
 *
 * Returns: whether the contacts of kh_linker_dup_new_contacts() are sent once the customer is linked
 */
gboolean
kh_linker_get_sends_contacts (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), FALSE);

  return !self->keeps_contacts;
}

/**
 * kh_linker_set_sends_contacts:
 * @self: a linker
 * @sends: whether they are
 */
void
kh_linker_set_sends_contacts (KhLinker *self,
                              gboolean  sends)
{
  g_return_if_fail (KH_IS_LINKER (self));

  self->keeps_contacts = !sends;
}
