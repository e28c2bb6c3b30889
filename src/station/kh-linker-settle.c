/* kh-linker-settle.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-linker-private.h"

#include "kh-place.h"
#include "kh-store-links.h"

#include <glib/gi18n-lib.h>

/* What it is compared with. There is no number to look up, as the account is known. */

static GError *
check_agreed (KhLinker       *self,
              const KhAgreed *agreed)
{
  if (self->chosen == NULL || g_strcmp0 (self->chosen, agreed->link->account) == 0)
    return NULL;

  return g_error_new_literal (KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                              _("This customer was linked to another account meanwhile. Nothing was changed. Look at the "
                                "customer, then compare again."));
}

static void
on_store_load_agreed_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhAgreed) agreed = NULL;
  GError *error = NULL;

  agreed = kh_store_load_agreed_finish (KH_STORE (source), result, &error);
  if (error == NULL)
    error = check_agreed (self, agreed);
  if (!kh_linker_goes_on (self, error))
    return;

  self->record_changed = self->comparison != NULL &&
                         kh_customer_get_revision (agreed->customer) != kh_customer_get_revision (self->customer);
  g_set_object (&self->customer, agreed->customer);
  kh_agreed_free (self->agreed);
  self->agreed = g_steal_pointer (&agreed);
  self->loaded = TRUE;
  self->settled = TRUE;
  self->unlinked_here = TRUE;
  kh_linker_process (self);
}

void
kh_linker_load_agreed (KhLinker *self)
{
  kh_store_load_agreed_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                              on_store_load_agreed_cb, g_object_ref (self));
}

static guint
count_hidden_rows (KhLinker *self)
{
  const KhGrants grants = kh_store_get_grants (self->store);
  g_autoptr (GPtrArray) places = kh_row_sides_list (self->rows);
  guint n = 0;

  for (guint i = 0; i < self->agreed->items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (self->agreed->items, i);

      if (item->place != NULL && !kh_table_may_view (grants, item->table) &&
          kh_row_sides_judge (self->rows, item) == KH_OUTBOX_FOREIGN)
        n++;
    }
  for (guint i = 0; i < places->len; i++)
    {
      g_auto (KhPlace) place = { 0 };

      if (kh_place_parse (g_ptr_array_index (places, i), &place) && !kh_table_may_view (grants, place.table) &&
          !kh_outbox_items_have_row (self->agreed->items, g_ptr_array_index (places, i)) &&
          kh_row_sides_is_foreign (self->rows, g_ptr_array_index (places, i)))
        n++;
    }

  return n;
}

/* What somebody has changed there of a row that the member may not view is not theirs to decide. */
static void
take_rows (KhLinker            *self,
           const KhShadowSides *sides)
{
  g_clear_pointer (&self->rows, kh_row_sides_free);
  self->rows = kh_row_sides_new (sides->shadow, self->agreed->rows, sides->account,
                                 kh_push_terms_get (self->company), sides->same_version);
  self->hidden += count_hidden_rows (self);
}

void
kh_linker_take_agreed (KhLinker *self)
{
  const KhLink *link = self->agreed->link;
  const char *etag = kh_account_get_etag (self->account);
  const KhShadowSides sides = {
    .shadow = self->agreed->shadow,
    .account = self->account,
    /* After a data file was brought back, what it says of versions is worth nothing. */
    .same_version = etag != NULL && g_strcmp0 (etag, link->etag) == 0 && !kh_link_is_unchecked (link),
    .customer = self->agreed->customer,
    .catalogues = kh_store_get_catalogues (self->store),
  };

  self->hidden = kh_comparison_take_agreed (self->comparison, &sides, self->agreed->items);
  take_rows (self, &sides);
}

/* Keeping what was decided */

static void
on_store_settle_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  if (kh_store_settle_finish (KH_STORE (source), result, &error))
    {
      g_clear_pointer (&self->secrets, g_hash_table_unref);
      g_clear_pointer (&self->opened, g_ptr_array_unref);
      kh_link_free (self->link);
      self->link = kh_link_copy (self->agreed->link);
      kh_linker_set_state (self, KH_LINKER_LINKED);
    }
  else if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT))
    {
      /* Somebody saved the record since it was read again. */
      g_error_free (error);
      self->loaded = FALSE;
      kh_linker_enter (self, KH_LINKER_READING_AGAIN);
    }
  else
    {
      kh_linker_take_error (self, error);
    }
}

void
kh_linker_settle (KhLinker *self)
{
  GError *error = NULL;

  if (!kh_comparison_check_codes (self->comparison, &error))
    kh_linker_take_error (self, error);
  else
    kh_store_settle_async (self->store, kh_settlement_new (self->comparison, self->agreed->link, self->rows,
                                                          self->hidden == 0), on_store_settle_cb, g_object_ref (self));
}
