/* kh-linker-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-linker"

#include "config.h"

#include "kh-linker-private.h"

#include "kh-row-comparison.h"
#include "kh-rule.h"

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
    kh_linker_compare (self);
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
    .type = kh_company_get_monitor_type (self->company),
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

/* What both sides have of the rows is known from the Link on, also where it is not the same. */
void
kh_linker_see_rows (KhLinker *self,
                    KhShadow *seen)
{
  g_autoptr (KhRowSides) sides = kh_row_sides_new (seen, self->tables, self->account,
                                                   kh_company_get_monitor_type (self->company), FALSE);

  kh_row_sides_agree (sides, seen);
  kh_row_comparison_add_seen (kh_comparison_get_rows (self->comparison), seen);
}
