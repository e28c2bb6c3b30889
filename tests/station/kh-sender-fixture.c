/* kh-sender-fixture.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sender-fixture.h"

#include "kh-store-links.h"
#include "kh-store-test.h"

/* So that a wait of two seconds is one of ten milliseconds, and always the whole of it. */
#define PACE 0.005

static double
get_most (gpointer data G_GNUC_UNUSED)
{
  return 0.999;
}

void
kh_sender_fixture_start (KhSenderFixture *self)
{
  self->sender = kh_sender_new (self->office.store, self->office.stations);
  kh_sender_set_pace (self->sender, PACE, get_most, NULL);
  kh_sender_start (self->sender);
}

static gboolean
is_idle (gpointer sender)
{
  return kh_sender_is_idle (sender);
}

void
kh_sender_fixture_stop (KhSenderFixture *self)
{
  if (self->sender == NULL)
    return;
  kh_sender_stop (self->sender);
  kh_store_test_wait (is_idle, self->sender);
  g_clear_object (&self->sender);
}

void
kh_sender_fixture_link (KhSenderFixture *self)
{
  g_autoptr (KhLinker) linker = kh_link_fixture_start (&self->office, self->customer);

  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
}

void
kh_sender_fixture_init (KhSenderFixture *self)
{
  kh_sender_fixture_init_by (self, KH_REFERENCE_BOLD);
}

void
kh_sender_fixture_init_by (KhSenderFixture    *self,
                           KhReferenceProfile  profile)
{
  self->sender = NULL;
  kh_link_fixture_init (&self->office);
  if (profile != KH_REFERENCE_BOLD)
    kh_link_fixture_replace_station_by (&self->office, profile, kh_link_accounts);
  self->customer = kh_link_fixture_add_customer (&self->office, "1042", NULL);
  kh_sender_fixture_link (self);
  kh_sender_fixture_start (self);
}

void
kh_sender_fixture_clear (KhSenderFixture *self)
{
  kh_sender_fixture_stop (self);
  kh_link_fixture_clear (&self->office);
}

void
kh_sender_fixture_edit (KhSenderFixture *self,
                        KhDatapointId    id,
                        const char      *value)
{
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (&self->office, self->customer, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (loaded, id, value);
  saved = kh_store_test_save (self->office.store, loaded, &error);
  g_assert_no_error (error);
}

void
kh_sender_fixture_edit_there (KhSenderFixture *self,
                              const char      *path,
                              const char      *value)
{
  g_autoptr (GError) error = NULL;

  kh_reference_station_edit (self->office.station, KH_SENDER_ANN, path, value, &error);
  g_assert_no_error (error);
}

KhRows *
kh_sender_fixture_load_table (KhSenderFixture *self,
                              KhTableId        table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (self->office.store, self->customer, table, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_table_finish (self->office.store, result, &error);
  g_assert_no_error (error);

  return rows;
}

void
kh_sender_fixture_save_row (KhSenderFixture *self,
                            KhRow           *row,
                            KhRow           *before,
                            gboolean         removed)
{
  kh_sender_fixture_save_change (self, kh_row_get_table (row), kh_row_change_new (row, before, removed));
}

/* Takes @change. */
void
kh_sender_fixture_save_change (KhSenderFixture *self,
                               KhTableId        table,
                               KhRowChange     *change)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, change);
  kh_store_save_table_async (self->office.store, self->customer, table, changes, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (self->office.store, result, &error);
  g_assert_no_error (error);
}

KhLinker *
kh_sender_fixture_compare (KhSenderFixture *self)
{
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->office, self->customer, NULL);
  KhLinker *linker = kh_linker_new_settling (self->office.store, self->office.stations, customer);

  kh_linker_start (linker);
  kh_link_wait (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);

  return linker;
}

KhRowDiscrepancy *
kh_sender_fixture_find_row (KhLinker  *linker,
                            KhTableId  table)
{
  g_autoptr (GPtrArray) rows = kh_row_comparison_list (kh_comparison_get_rows (kh_linker_get_comparison (linker)), table);

  g_assert_cmpuint (rows->len, ==, 1);

  return g_object_ref (g_ptr_array_index (rows, 0));
}

void
kh_sender_fixture_decide (KhSenderFixture *self,
                          KhOutboxEvent    event)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_decide_outbox_async (self->office.store, self->customer, event, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_decide_outbox_finish (self->office.store, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_empty (gpointer sender)
{
  return kh_sender_is_empty (sender);
}

void
kh_sender_fixture_wait (KhSenderFixture *self)
{
  kh_store_test_wait (is_empty, self->sender);
}

static GPtrArray *
list_items (KhSenderFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *items;

  kh_store_list_outbox_async (self->office.store, self->customer, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  items = kh_store_list_outbox_finish (self->office.store, result, &error);
  g_assert_no_error (error);

  return items;
}

char *
kh_sender_fixture_dup_items (KhSenderFixture *self)
{
  g_autoptr (GPtrArray) items = list_items (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (kh_outbox_state_is_final (item->state))
        continue;
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", kh_outbox_item_get_key (item),
                              kh_outbox_state_to_string (item->state));
      if (item->reason != NULL)
        g_string_append_printf (text, " %s", item->reason);
    }

  return g_string_free (text, FALSE);
}

char *
kh_sender_fixture_dup_message (KhSenderFixture *self)
{
  g_autoptr (GPtrArray) items = list_items (self);

  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (!kh_outbox_state_is_final (item->state) && item->message != NULL)
        return g_strdup (item->message);
    }

  return NULL;
}

void
kh_assert_items (KhSenderFixture *self,
                 const char      *items)
{
  g_autofree char *found = kh_sender_fixture_dup_items (self);

  g_assert_cmpstr (found, ==, items);
}

void
kh_sender_fixture_wait_for (KhSenderFixture *self,
                            const char      *items)
{
  const gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  for (;;)
    {
      g_autofree char *found = kh_sender_fixture_dup_items (self);

      if (g_strcmp0 (found, items) == 0)
        return;
      if (g_get_monotonic_time () > until)
        g_assert_cmpstr (found, ==, items);
      kh_store_test_pause (2);
    }
}

void
kh_assert_there (KhSenderFixture *self,
                 KhDatapointId    id,
                 const char      *value)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->office, KH_SENDER_ANN);

  g_assert_cmpstr (kh_account_get_value (account, id), ==, value);
}

gint64
kh_sender_fixture_get_version (KhSenderFixture *self)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->office, KH_SENDER_ANN);
  gint64 version;

  g_object_get (account, "version", &version, NULL);

  return version;
}
