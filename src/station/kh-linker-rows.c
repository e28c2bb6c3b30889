/* kh-linker-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-linker-private.h"

#include "kh-row-comparison.h"
#include "kh-row-rules.h"
#include "kh-rule.h"
#include "kh-store-links.h"

#include <glib/gi18n-lib.h>

static void
on_store_load_tables_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_pointer (&self->tables, g_ptr_array_unref);
  self->tables = kh_store_load_tables_finish (KH_STORE (source), result, &error);
  if (kh_linker_goes_on (self, error))
    kh_linker_load_row_secrets (self);
}

/* The record's rows may have been read again since. */
void
kh_linker_open_rows (KhLinker *self)
{
  GPtrArray *tables = self->settling ? self->agreed->rows : self->tables;

  for (guint i = 0; self->opened != NULL && i < self->opened->len; i++)
    {
      KhRows *from = g_ptr_array_index (self->opened, i);
      KhRows *rows = kh_rows_of_table (tables, kh_rows_get_table (from));

      if (rows != NULL)
        kh_rows_take_secrets (rows, from);
    }
}

static void
on_store_load_row_secrets_cb (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_pointer (&self->opened, g_ptr_array_unref);
  self->opened = kh_store_load_row_secrets_finish (KH_STORE (source), result, &error);
  if (kh_linker_goes_on (self, error))
    kh_linker_compare (self);
}

/* Then compares. */
void
kh_linker_load_row_secrets (KhLinker *self)
{
  kh_store_load_row_secrets_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                                   on_store_load_row_secrets_cb, g_object_ref (self));
}

/* Then compares. */
void
kh_linker_load_tables (KhLinker *self)
{
  kh_store_load_tables_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                              on_store_load_tables_cb, g_object_ref (self));
}

/* Once the customer is linked, with what was last agreed on and what waits. */
void
kh_linker_compare_rows (KhLinker *self)
{
  KhCatalogues *catalogues = kh_store_get_catalogues (self->store);
  const KhRowComparisonSides sides = {
    .account = self->account,
    .terms = kh_push_terms_get (self->company),
    .station = kh_company_get_name (self->company),
    .grants = kh_store_get_grants (self->store),
    .context = { .catalogues = catalogues, .adt = kh_rule_is_adt (self->customer, catalogues) },
    .shadow = self->settling ? self->agreed->shadow : NULL,
    .rows = self->settling ? self->rows : NULL,
    .waiting = self->settling ? self->agreed->items : NULL,
  };
  g_autoptr (KhRowComparison) rows = kh_row_comparison_new (self->settling ? self->agreed->rows : self->tables, &sides);

  kh_comparison_set_rows (self->comparison, rows);
}

static void
add_contacts (GPtrArray *contacts,
              KhRows    *rows)
{
  for (guint i = 0; rows != NULL && i < kh_rows_get_n (rows); i++)
    g_ptr_array_add (contacts, kh_rows_get (rows, i));
}

static void
add_messages (GPtrArray *warnings,
              GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    g_ptr_array_add (warnings, g_strdup (((const KhRowProblem *) g_ptr_array_index (problems, i))->message));
}

/**
 * kh_linker_dup_warnings:
 * @self: a linker that has read both sides
 *
 * A station that has nobody to call can do nothing about an alarm. What either side has of contacts counts, as
 * each row has its choice yet; of those that the member may not view nothing is said.
 *
 * Returns: (transfer full) (element-type utf8): what is allowed and yet unwise, in whole sentences
 */
GPtrArray *
kh_linker_dup_warnings (KhLinker *self)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) unwise = NULL;
  KhRows *ours;

  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  ours = self->tables != NULL ? g_ptr_array_index (self->tables, KH_TABLE_CONTACTS) : NULL;
  if (self->settling || self->account == NULL || ours == NULL || kh_rows_is_hidden (ours))
    return g_steal_pointer (&warnings);

  add_contacts (contacts, ours);
  unwise = kh_row_rules_warn_contacts (contacts);
  add_contacts (contacts, kh_account_get_rows (self->account, KH_TABLE_CONTACTS));
  missing = kh_row_rules_missing_to_link (contacts);
  if (missing->len > 0)
    /* Translators: a monitoring company, twice. */
    g_ptr_array_add (warnings, g_strdup_printf (_("%s has nobody to call: neither here nor at %s is there a contact with a "
                                                  "phone. Type one under Contacts, best before you link."),
                                                kh_company_get_name (self->company), kh_company_get_name (self->company)));
  add_messages (warnings, unwise);

  return g_steal_pointer (&warnings);
}

/* What both sides have of the rows is known from the Link on, also where it is not the same. */
void
kh_linker_see_rows (KhLinker *self,
                    KhShadow *seen)
{
  g_autoptr (KhRowSides) sides = kh_row_sides_new (seen, self->tables, self->account,
                                                   kh_push_terms_get (self->company), FALSE);

  kh_row_sides_agree (sides, seen);
  kh_row_comparison_add_seen (kh_comparison_get_rows (self->comparison), seen);
}
