/* test-threads.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"

#define N_PEOPLE  500
#define FIRST     1001
#define N_AT_ONCE 24
#define DURATION  (1500 * G_TIME_SPAN_MILLISECOND)

/* Everything at once: callers who load, save, search, read histories and change their minds,
 * for as long as the time lasts. */
typedef struct {
  KhStoreFixture base;
  gint64 end;
  guint n_running;
  guint n_saved;
  guint n_conflicts;
  guint n_read;
  guint n_cancelled;
  guint n_told;
} Storm;

static void begin_one (Storm *storm);

static void
end_one (Storm *storm)
{
  storm->n_running--;
  if (g_get_monotonic_time () < storm->end)
    begin_one (storm);
}

static gint64
pick_number (void)
{
  return FIRST + g_test_rand_int_range (0, N_PEOPLE);
}

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Storm *storm = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) kept = kh_store_save_customer_finish (KH_STORE (source), result, &error);

  if (kept != NULL)
    storm->n_saved++;
  else
    storm->n_conflicts++;
  if (error != NULL)
    g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  end_one (storm);
}

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Storm *storm = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_store_load_customer_finish (KH_STORE (source), result, NULL, &error);
  g_autofree char *city = NULL;

  g_assert_no_error (error);
  city = g_strdup_printf ("City%d", g_test_rand_int ());
  kh_customer_set (customer, KH_DATAPOINT_CITY, city);
  kh_store_save_customer_async (KH_STORE (source), customer, NULL, NULL, on_saved_cb, storm);
  /* What the caller does with its own object afterwards is its own affair. */
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Elsewhere");
}

static void
on_history_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Storm *storm = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = kh_store_load_history_finish (KH_STORE (source), result, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >, 0);
  storm->n_read++;
  end_one (storm);
}

static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Storm *storm = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = kh_store_search_finish (KH_STORE (source), result, &error);

  if (found == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      storm->n_cancelled++;
    }
  else
    {
      g_assert_cmpuint (found->len, ==, N_PEOPLE);
      storm->n_read++;
    }
  end_one (storm);
}

static gboolean
on_change_of_mind_cb (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

static void
begin_search (Storm *storm)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  kh_store_search_async (storm->base.store, g_test_rand_bit () ? "" : "ruiz", 0, cancellable, on_found_cb, storm);
  if (g_test_rand_bit ())
    g_timeout_add_full (G_PRIORITY_HIGH, (guint) g_test_rand_int_range (0, 3), on_change_of_mind_cb,
                        g_object_ref (cancellable), g_object_unref);
}

static void
begin_one (Storm *storm)
{
  KhHistoryFilter filter = { 0 };

  storm->n_running++;
  switch (g_test_rand_int_range (0, 3))
    {
    case 0:
      kh_store_load_customer_async (storm->base.store, pick_number (), NULL, on_loaded_cb, storm);
      break;
    case 1:
      filter.customer = pick_number ();
      kh_store_load_history_async (storm->base.store, &filter, NULL, on_history_cb, storm);
      break;
    default:
      begin_search (storm);
      break;
    }
}

static void
on_store_customer_changed_cb (KhStore *store G_GNUC_UNUSED,
                              gint64   number,
                              gpointer data)
{
  Storm *storm = data;

  g_assert_cmpint (number, >=, FIRST);
  storm->n_told++;
}

static gboolean
is_over (gpointer data)
{
  return ((Storm *) data)->n_running == 0;
}

static void
add_people (KhStore *store)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < N_PEOPLE; i++)
    g_ptr_array_add (people, kh_store_test_make ("Ana", "Ruiz"));
  kh_store_add_customers_async (store, people, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_add_customers_finish (store, result, NULL));
}

static guint
count_changes (KhStore *store)
{
  guint n = 0;

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autoptr (KhCustomer) customer = kh_store_test_load (store, FIRST + i, NULL, NULL);
      g_autoptr (GPtrArray) history = kh_store_test_history (store, FIRST + i);

      g_assert_cmpint (history->len, ==, kh_customer_get_revision (customer));
      g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CITY), !=, "Elsewhere");
      n += history->len - 1;
    }

  return n;
}

static void
test_storm (Storm         *storm,
            gconstpointer  data G_GNUC_UNUSED)
{
  add_people (storm->base.store);
  g_signal_connect (storm->base.store, "customer-changed", G_CALLBACK (on_store_customer_changed_cb), storm);
  storm->end = g_get_monotonic_time () + DURATION;
  for (guint i = 0; i < N_AT_ONCE; i++)
    begin_one (storm);
  kh_store_test_wait (is_over, storm);

  g_test_message ("%u saved, %u in conflict, %u read, %u cancelled", storm->n_saved, storm->n_conflicts,
                  storm->n_read, storm->n_cancelled);
  g_assert_cmpuint (storm->n_saved, >, 10);
  g_assert_cmpuint (storm->n_read, >, 10);
  g_assert_cmpuint (storm->n_cancelled, >, 0);
  g_assert_cmpuint (storm->n_told, ==, storm->n_saved);
  g_assert_cmpuint (count_changes (storm->base.store), ==, storm->n_saved);
}

static void
set_up (Storm         *storm,
        gconstpointer  data)
{
  kh_store_test_set_up (&storm->base, data);
}

static void
tear_down (Storm         *storm,
           gconstpointer  data)
{
  kh_store_test_tear_down (&storm->base, data);
}

/* A caller may have a main context of its own: its results come there, and nowhere else. */
static gpointer
work_elsewhere (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) numbers = NULL;

  g_main_context_push_thread_default (context);
  kh_store_search_async (data, "ruiz", 0, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  numbers = kh_store_search_finish (data, result, NULL);
  g_assert_cmpuint (numbers->len, ==, N_PEOPLE);
  g_clear_object (&result);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return NULL;
}

static void
test_other_context (Storm         *storm,
                    gconstpointer  data G_GNUC_UNUSED)
{
  add_people (storm->base.store);
  g_thread_join (g_thread_new ("elsewhere", work_elsewhere, storm->base.store));
  kh_store_test_pause (1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/threads/storm", Storm, NULL, set_up, test_storm, tear_down);
  g_test_add ("/store/threads/other-context", Storm, NULL, set_up, test_other_context, tear_down);

  return g_test_run ();
}
