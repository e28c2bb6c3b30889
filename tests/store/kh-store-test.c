/* kh-store-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"

#include <glib/gstdio.h>

#define PATIENCE (30 * G_TIME_SPAN_SECOND)

char *
kh_store_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kh-store-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

void
kh_store_test_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
kh_store_test_wait (gboolean (*condition) (gpointer data),
                    gpointer   data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
}

void
kh_store_test_keep (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static gboolean
is_there (gpointer data)
{
  GAsyncResult **result = data;

  return *result != NULL;
}

void
kh_store_test_wait_result (GAsyncResult **result)
{
  kh_store_test_wait (is_there, result);
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
on_pause_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

void
kh_store_test_pause (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_pause_over_cb, &over);
  kh_store_test_wait (is_set, &over);
}

KhStore *
kh_store_test_open (const char  *folder,
                    GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_open_async (folder, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_open_finish (result, error);
}

void
kh_store_test_close (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_close_async (store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_close_finish (store, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (store);
}

void
kh_store_test_set_up (KhStoreFixture *fixture,
                      gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = kh_store_test_make_folder ();
  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
}

void
kh_store_test_tear_down (KhStoreFixture *fixture,
                         gconstpointer   data G_GNUC_UNUSED)
{
  kh_store_test_close (fixture->store);
  kh_store_test_remove (fixture->folder);
  g_free (fixture->folder);
}

KhCustomer *
kh_store_test_make (const char *first,
                    const char *last)
{
  KhCustomer *customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, first);
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, last);
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Ogden");
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (customer, KH_DATAPOINT_SALE_DATE, "2026-01-05");

  return customer;
}

KhCustomer *
kh_store_test_create (KhStore     *store,
                      KhCustomer  *customer,
                      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_create_customer_async (store, customer, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_create_customer_finish (store, result, error);
}

KhCustomer *
kh_store_test_save (KhStore     *store,
                    KhCustomer  *customer,
                    GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_customer_async (store, customer, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_customer_finish (store, result, error);
}

KhCustomer *
kh_store_test_load (KhStore  *store,
                    gint64    number,
                    KhLink  **link,
                    GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_load_customer_async (store, number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_load_customer_finish (store, result, link, error);
}

GArray *
kh_store_test_search (KhStore    *store,
                      const char *query,
                      guint       limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *numbers;

  kh_store_search_async (store, query, limit, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  numbers = kh_store_search_finish (store, result, &error);
  g_assert_no_error (error);

  return numbers;
}

gint64
kh_store_test_add_company (KhStore       *store,
                           const char    *name,
                           KhMonitorType  type,
                           const char    *address)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCompany) company = g_object_new (KH_TYPE_COMPANY, "name", name, "monitor-type", (int) type,
                                                "address", address, NULL);
  gint64 id;

  kh_store_save_company_async (store, company, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_save_company_finish (store, result, &error);
  g_assert_no_error (error);

  return id;
}

gint64
kh_store_test_add_entry (KhStore       *store,
                         KhCatalogueId  catalogue,
                         const char    *label,
                         gint64         parent,
                         gboolean       active)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_add_entry_async (store, catalogue, label, parent, active, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_add_entry_finish (store, result, &error);
  g_assert_no_error (error);

  return id;
}

GPtrArray *
kh_store_test_history (KhStore *store,
                       gint64   number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhHistoryFilter filter = { .customer = number };
  GPtrArray *rows;

  kh_store_load_history_async (store, &filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_history_finish (store, result, NULL, &error);
  g_assert_no_error (error);

  return rows;
}
