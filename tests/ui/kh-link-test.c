/* kh-link-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

#include "kh-change.h"
#include "kh-window.h"

const char kh_link_test_account[] =
  "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"status\":\"active\","
  "\"site\":{\"kind\":\"residential\",\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"},"
  "\"address\":{\"line1\":\"14 Elm St\",\"city\":\"OGDEN\",\"state\":\"UT\",\"zip\":\"84401-2212\","
  "\"cross_street\":\"Oak Ave\"},"
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550100\"}]},"
  "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}],"
  "\"contacts\":[{\"name\":\"Luis Ruiz\",\"phones\":[{\"type\":\"cell\",\"number\":\"+18015550177\"}]}]}]";

void
kh_link_test_set_office (KhLinkTest *self,
                         KhCustomer *customer)
{
  const KhCatalogueEntry *entry = kh_catalogues_find (kh_store_get_catalogues (self->base.store),
                                                      KH_CATALOGUE_OFFICE_LOCATIONS, "Ogden");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, id);
}

static void
add_office (KhLinkTest *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_entry_async (self->base.store, KH_CATALOGUE_OFFICE_LOCATIONS, "Ogden", 0, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_add_entry_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static KhCustomer *
make_customer (gint64 company)
{
  KhCustomer *customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, company);

  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84401");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (customer, KH_DATAPOINT_EMAIL, "ana.ruiz@example.com");
  kh_customer_set (customer, KH_DATAPOINT_SALE_DATE, "2026-01-05");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, id);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, KH_LINK_TEST_NUMBER);

  return customer;
}

void
kh_link_test_start (KhLinkTest         *self,
                    const char         *accounts,
                    const char * const *faults,
                    gboolean            tls)
{
  kh_link_test_start_as (self, "bold", accounts, faults, tls);
}

void
kh_link_test_start_as (KhLinkTest         *self,
                       const char         *profile,
                       const char         *accounts,
                       const char * const *faults,
                       gboolean            tls)
{
  KhUiStation station = { .name = "Dynamark", .profile = profile, .dealer = "D1001", .token = KH_LINK_TEST_TOKEN,
                          .accounts = accounts, .faults = faults, .tls = tls };
  g_autofree char *address = NULL;
  g_autofree char *ca_file = NULL;
  g_autoptr (KhCustomer) customer = NULL;

  memset (self, 0, sizeof *self);
  kh_ui_fixture_init (&self->base);
  kh_ui_fixture_own (&self->base);
  address = kh_ui_fixture_start_station (&self->base, &station);
  ca_file = tls ? kh_ui_fixture_get_ca_file (&self->base) : NULL;
  self->company = kh_ui_fixture_add_company (&self->base, "Dynamark", KH_MONITOR_BOLD, address, ca_file, KH_LINK_TEST_TOKEN);
  customer = make_customer (self->company);
  add_office (self);
  kh_link_test_set_office (self, customer);
  self->number = kh_ui_fixture_add_sealed (&self->base, customer, "ROSEBUD");
}

void
kh_link_test_end (KhLinkTest *self)
{
  if (self->window != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      gtk_window_destroy (self->window);
      KH_UI_WAIT (self->window == NULL);
    }
  kh_ui_fixture_clear (&self->base);
}

void
kh_link_test_set_secret (KhLinkTest    *self,
                         KhDatapointId  id,
                         const char    *text)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&self->base, self->number, NULL);
  g_autoptr (KhSecret) secret = kh_secret_new (text, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_set_secret_async (self->base.store, self->number, kh_customer_get_revision (customer), id, secret, NULL,
                             kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_set_secret_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

KhAccount *
kh_link_test_ask_account (KhLinkTest *self,
                          const char *account)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->base.store), self->company);
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GError) error = NULL;
  KhAccount *document;

  kh_stations_get_async (self->base.stations, company, NULL, kh_ui_take, &got);
  KH_UI_WAIT (got != NULL);
  station = kh_stations_get_finish (self->base.stations, got, &error);
  g_assert_no_error (error);
  kh_station_get_account_async (station, account, NULL, NULL, kh_ui_take, &read);
  KH_UI_WAIT (read != NULL);
  document = kh_station_get_account_finish (station, read, NULL, &error);
  g_assert_no_error (error);

  return document;
}

void
kh_link_test_open (KhLinkTest *self)
{
  self->window = GTK_WINDOW (kh_window_new (self->base.application, self->base.services));
  gtk_window_present (self->window);
  kh_ui_wait_active (self->window);
  kh_window_open_customer (KH_WINDOW (self->window), self->number);
  kh_ui_wait_button (GTK_WIDGET (self->window), "Edit Central Station");
  kh_ui_settle (self->window);
}

void
kh_link_test_ask (KhLinkTest *self)
{
  kh_link_test_open (self);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
}

GtkWidget *
kh_link_test_manage (KhLinkTest *self)
{
  GtkWindow *dialog;

  kh_link_test_ask (self);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  kh_ui_press (GDK_KEY_Return, 0);
  /* A station that does not show the passcode is sent ours, which is asked about. */
  KH_UI_WAIT (kh_ui_find_window ("Discrepancies") == NULL || kh_ui_find_window ("Change These at the Station?") != NULL);
  if (kh_ui_find_window ("Change These at the Station?") != NULL)
    kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Change These at the Station?")), "Change and Link");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (self->window);
  kh_ui_wait_button (GTK_WIDGET (self->window), "Manage Account");
  kh_ui_settle (self->window);
  kh_ui_click (GTK_WIDGET (self->window), "Manage Account");
  dialog = kh_ui_wait_window ("Manage Account");
  kh_ui_wait_active (dialog);

  return GTK_WIDGET (dialog);
}

void
kh_link_test_sign_in_clerk (KhLinkTest *self,
                            KhGrant     taken)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (self->base.store));
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (groups, 2))->id;
  clerk->taken = kh_grants_with (kh_grants_none (), taken);
  kh_store_save_member_async (self->base.store, clerk, NULL, kh_ui_take, &saved);
  KH_UI_WAIT (saved != NULL);
  id = kh_store_save_member_finish (self->base.store, saved, &error);
  g_assert_no_error (error);
  kh_store_sign_in_async (self->base.store, id, NULL, NULL, kh_ui_take, &signed_in);
  KH_UI_WAIT (signed_in != NULL);
  g_assert_true (kh_store_sign_in_finish (self->base.store, signed_in, NULL));
}

gboolean
kh_link_test_is_linked (KhLinkTest *self)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&self->base, self->number, &link);

  return link != NULL;
}

void
kh_link_test_assert_told (KhLinkTest         *self,
                          const char         *title,
                          const char * const *parts)
{
  GtkWindow *dialog = kh_ui_wait_window (title);

  kh_ui_wait_active (dialog);
  for (guint i = 0; parts[i] != NULL; i++)
    kh_ui_wait_part (GTK_WIDGET (dialog), parts[i]);
  kh_ui_screenshots (dialog, title);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (title);
  kh_ui_wait_active (self->window);
}

guint
kh_link_test_count_requests (KhLinkTest *self,
                             const char *part)
{
  g_autofree char *path = kh_ui_fixture_get_log (&self->base);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], part) != NULL ? 1 : 0;

  return n;
}

KhSender *
kh_link_test_start_linked (KhLinkTest         *self,
                           const char * const *faults)
{
  GtkWindow *dialog;
  KhSender *sender;

  kh_link_test_start (self, kh_link_test_account, faults, FALSE);
  kh_link_test_ask (self);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  kh_ui_click (GTK_WIDGET (dialog), "Link");
  dialog = kh_ui_wait_window ("Change These at the Station?");
  kh_ui_wait_active (dialog);
  kh_ui_click (GTK_WIDGET (dialog), "Change and Link");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (self->window), "reaches the station by itself");
  sender = kh_sender_new (self->base.store, self->base.stations);
  kh_sender_set_pace (sender, 0.1, NULL, NULL);
  kh_sender_start (sender);

  return sender;
}

void
kh_link_test_end_linked (KhLinkTest *self,
                         KhSender   *sender)
{
  kh_sender_stop (sender);
  KH_UI_WAIT (kh_sender_is_idle (sender));
  g_object_unref (sender);
  kh_link_test_end (self);
}

void
kh_link_test_save (KhLinkTest    *self,
                   KhDatapointId  id,
                   const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&self->base, self->number, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (self->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_save_customer_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

void
kh_link_test_assert_there (KhLinkTest    *self,
                           KhDatapointId  id,
                           const char    *value)
{
  g_autoptr (KhAccount) account = kh_link_test_ask_account (self, KH_LINK_TEST_ACCOUNT);

  g_assert_cmpstr (kh_account_get_value (account, id), ==, value);
}

void
kh_link_test_set_sends_zones (KhLinkTest *self)
{
  g_autoptr (KhCompany) company =
    kh_company_copy (kh_catalogues_get_company (kh_store_get_catalogues (self->base.store), self->company));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (company, "sends-zones", TRUE, NULL);
  kh_store_save_company_async (self->base.store, company, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_save_company_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

void
kh_link_test_save_row (KhLinkTest *self,
                       KhRow      *row,
                       KhRow      *before)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) kept = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, kh_row_change_new (row, before, FALSE));
  kh_store_save_table_async (self->base.store, self->number, kh_row_get_table (row), changes, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_table_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

KhRows *
kh_link_test_load_rows (KhLinkTest *self,
                        KhTableId   table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (self->base.store, self->number, table, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  rows = kh_store_load_table_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return rows;
}

void
kh_link_test_edit_there (KhLinkTest    *self,
                         KhDatapointId  id,
                         const char    *value)
{
  kh_link_test_change_there (self, kh_change_new (id, value, NULL, NULL));
}

/* Takes the change. */
void
kh_link_test_change_there (KhLinkTest *self,
                           KhChange   *change)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->base.store), self->company);
  g_autoptr (KhAccount) account = kh_link_test_ask_account (self, KH_LINK_TEST_ACCOUNT);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) applied = NULL;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  kh_stations_get_async (self->base.stations, company, NULL, kh_ui_take, &got);
  KH_UI_WAIT (got != NULL);
  station = kh_stations_get_finish (self->base.stations, got, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, change);
  body = kh_station_encode_changes (station, changes, "manual", "Bea");
  kh_station_apply_changes_async (station, KH_LINK_TEST_ACCOUNT, kh_account_get_etag (account), body, key, FALSE, NULL,
                                  kh_ui_take, &applied);
  KH_UI_WAIT (applied != NULL);
  answer = kh_station_apply_changes_finish (station, applied, &error);
  g_assert_no_error (error);
}

void
kh_link_test_open_again (KhLinkTest *self)
{
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (self->window), "Edit Central Station") == NULL);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("Ruiz");
  kh_ui_settle (self->window);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_button (GTK_WIDGET (self->window), "Edit Central Station");
}

KhWatcher *
kh_link_test_watch (KhLinkTest *self,
                    KhSender   *sender)
{
  g_autoptr (KhPulse) pulse = kh_pulse_new ();
  KhWatcher *watcher = kh_watcher_new (self->base.store, sender, pulse);

  kh_services_set_watcher (self->base.services, watcher);
  kh_watcher_start (watcher);

  return watcher;
}

void
kh_link_test_unwatch (KhLinkTest *self,
                      KhWatcher  *watcher)
{
  kh_watcher_stop (watcher);
  kh_services_set_watcher (self->base.services, NULL);
}
