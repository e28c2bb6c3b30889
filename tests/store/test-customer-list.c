/* test-customer-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-list.h"
#include "kh-store-test.h"

#define MANY  20000
#define SOME  1500
#define FIRST 32
#define CAP   1000

/* Until a view has all that it makes widgets for. */
#define STEPS "0-0+32 32-0+32 64-0+32 96-0+32 128-0+32 160-0+32 192-0+32 "

/* The list, and what somebody who hears nothing but its signals believes is in it. */
typedef struct {
  KhStoreFixture base;
  KhCustomerList *list;
  GArray *mirror;
  GString *signals;
  GHashTable *answers;
  guint n_refreshed;
  gboolean deaf;
} Fixture;

static gint64
get_number (KhCustomerList *list,
            guint           position)
{
  g_autoptr (KhCustomerRow) row = g_list_model_get_item (G_LIST_MODEL (list), position);

  return kh_customer_row_get_number (row);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static void
assert_mirrored (Fixture *fixture)
{
  g_assert_cmpuint (fixture->mirror->len, ==, count (fixture));
  for (guint i = 0; i < fixture->mirror->len; i++)
    g_assert_cmpint (g_array_index (fixture->mirror, gint64, i), ==, get_number (fixture->list, i));
}

/* Whether the first @n items are the first of @numbers. */
static gboolean
starts_like (Fixture *fixture,
             GArray  *numbers,
             guint    n)
{
  if (numbers->len < n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (g_array_index (numbers, gint64, i) != g_array_index (fixture->mirror, gint64, i))
      return FALSE;

  return TRUE;
}

/* No answer to an earlier query is shown, not for a moment. */
static void
assert_answers (Fixture *fixture)
{
  GArray *answer = fixture->answers != NULL
                     ? g_hash_table_lookup (fixture->answers, kh_customer_list_get_query (fixture->list)) : NULL;

  g_assert_true (answer == NULL || starts_like (fixture, answer, fixture->mirror->len));
}

static void
on_list_items_changed_cb (GListModel *model,
                          guint       position,
                          guint       removed,
                          guint       added,
                          gpointer    data)
{
  Fixture *fixture = data;

  /* To mirror an item is to read its row. */
  if (fixture->deaf)
    return;
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  g_array_remove_range (fixture->mirror, position, removed);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, fixture->mirror->len + added);
  for (guint i = 0; i < added; i++)
    {
      gint64 number = get_number (KH_CUSTOMER_LIST (model), position + i);

      g_array_insert_val (fixture->mirror, position + i, number);
    }
  g_string_append_printf (fixture->signals, "%u-%u+%u ", position, removed, added);
  assert_answers (fixture);
}

static void
on_list_refreshed_cb (KhCustomerList *list,
                      gpointer        data)
{
  Fixture *fixture = data;
  GArray *answer = fixture->answers != NULL
                     ? g_hash_table_lookup (fixture->answers, kh_customer_list_get_query (list)) : NULL;

  fixture->n_refreshed++;
  g_assert_false (kh_customer_list_get_loading (list));
  if (answer != NULL)
    g_assert_cmpuint (answer->len, ==, fixture->mirror->len);
}

/* Families in turn, so that the order of names is not that of the numbers. */
static void
add_people (KhStore *store,
            guint    n)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      static const char * const families[] = { "Miller", "Adams", "Zapata", "Nguyen" };
      g_autofree char *first = g_strdup_printf ("First%05u", (i * 7919) % n);

      g_ptr_array_add (people, kh_store_test_make (first, families[i % G_N_ELEMENTS (families)]));
    }
  kh_store_add_customers_async (store, people, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_add_customers_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
start (Fixture *fixture)
{
  fixture->list = kh_customer_list_new (fixture->base.store);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_list_items_changed_cb), fixture);
  g_signal_connect (fixture->list, "refreshed", G_CALLBACK (on_list_refreshed_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  kh_store_test_set_up (&fixture->base, NULL);
  if (GPOINTER_TO_UINT (data) > 0)
    add_people (fixture->base.store, GPOINTER_TO_UINT (data));
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->signals = g_string_new (NULL);
  start (fixture);
}

static void
settle (void)
{
  kh_store_test_pause (20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->list != NULL)
    {
      if (!fixture->deaf)
        assert_mirrored (fixture);
      settle ();
      g_assert_finalize_object (fixture->list);
    }
  g_array_unref (fixture->mirror);
  g_string_free (fixture->signals, TRUE);
  g_clear_pointer (&fixture->answers, g_hash_table_unref);
  kh_store_test_tear_down (&fixture->base, data);
}

static gboolean
is_done (gpointer data)
{
  Fixture *fixture = data;

  return !kh_customer_list_get_loading (fixture->list);
}

static void
wait_done (Fixture *fixture)
{
  kh_store_test_wait (is_done, fixture);
}

static gboolean
is_loaded (gpointer data)
{
  return kh_customer_row_get_loaded (data);
}

static KhCustomerRow *
get_loaded (Fixture *fixture,
            guint    position)
{
  KhCustomerRow *row = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  kh_store_test_wait (is_loaded, row);

  return row;
}

static void
assert_signals (Fixture    *fixture,
                const char *expected)
{
  g_assert_cmpstr (fixture->signals->str, ==, expected);
  g_string_truncate (fixture->signals, 0);
}

static void
change (Fixture       *fixture,
        gint64         number,
        KhDatapointId  id,
        const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->base.store, number, NULL, NULL);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  kept = kh_store_test_save (fixture->base.store, customer, &error);
  g_assert_no_error (error);
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) all = NULL;
  guint position = 0;

  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_true (kh_customer_list_get_loading (fixture->list));
  wait_done (fixture);
  assert_signals (fixture, STEPS "224-0+19776 ");
  all = kh_store_test_search (fixture->base.store, "", 0);
  g_assert_cmpuint (all->len, ==, MANY);
  g_assert_true (starts_like (fixture, all, MANY));
  g_assert_false (kh_customer_list_get_capped (fixture->list));

  g_assert_true (kh_customer_list_find (fixture->list, g_array_index (all, gint64, 12345), &position));
  g_assert_cmpuint (position, ==, 12345);
  g_assert_false (kh_customer_list_find (fixture->list, 77, NULL));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), MANY));

  /* The same again is no change. */
  kh_customer_list_refresh (fixture->list);
  wait_done (fixture);
  assert_signals (fixture, "");

  /* What was searched for is another few, then all of them: the first at once. */
  kh_customer_list_set_query (fixture->list, "first001");
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, 100);
  kh_customer_list_set_query (fixture->list, "first00");
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, CAP);
  g_string_truncate (fixture->signals, 0);
  kh_customer_list_set_query (fixture->list, "");
  wait_done (fixture);
  assert_signals (fixture, "0-1000+0 " STEPS "224-0+19776 ");
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomerRow) row = NULL;
  g_autoptr (KhCustomerRow) same = NULL;
  g_autoptr (KhCustomerRow) later = NULL;
  g_autoptr (KhCustomerRow) neighbour = NULL;

  fixture->deaf = TRUE;
  wait_done (fixture);
  row = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_false (kh_customer_row_get_loaded (row));
  g_assert_cmpint (kh_customer_row_get_number (row), >=, 1001);
  g_assert_null (kh_customer_row_get_title (row));
  kh_store_test_wait (is_loaded, row);
  g_assert_cmpstr (kh_customer_row_get_title (row), ==, "Adams, First00003");
  g_assert_cmpstr (kh_customer_row_get_address (row), ==, "Ogden UT");
  g_assert_null (kh_customer_row_get_company (row));
  g_assert_null (kh_customer_row_get_account_number (row));
  g_assert_false (kh_customer_row_get_linked (row));

  /* It came with its page. */
  neighbour = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  g_assert_true (kh_customer_row_get_loaded (neighbour));

  /* It stays the same object for as long as it is held, however many others were looked at. */
  for (guint i = FIRST; i < MANY; i += FIRST)
    g_object_unref (get_loaded (fixture, i));
  same = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_true (same == row);
  kh_customer_list_set_query (fixture->list, "zapata");
  wait_done (fixture);
  kh_customer_list_set_query (fixture->list, "");
  wait_done (fixture);
  later = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_true (later == row);
}

/* A row that somebody shows is filled, whatever else begins while it is being read. */
static void
test_interrupted_page (Fixture       *fixture,
                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomerRow) row = NULL;

  fixture->deaf = TRUE;
  wait_done (fixture);
  row = g_list_model_get_item (G_LIST_MODEL (fixture->list), SOME - 1);
  g_assert_false (kh_customer_row_get_loaded (row));
  kh_customer_list_refresh (fixture->list);
  kh_store_test_wait (is_loaded, row);
  wait_done (fixture);
}

static void
answer (Fixture    *fixture,
        const char *query)
{
  GArray *numbers = kh_store_test_search (fixture->base.store, query, *query != '\0' ? CAP + 1 : 0);

  if (*query != '\0' && numbers->len > CAP)
    g_array_set_size (numbers, CAP);
  g_hash_table_insert (fixture->answers, g_strdup (query), numbers);
}

/* As somebody types, deletes and types again, faster or slower than the answers come. */
static void
test_typing (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const queries[] = { "", "a", "ad", "adams", "zap", "first000", "first0000", "nobody", "ogden" };

  wait_done (fixture);
  fixture->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    answer (fixture, queries[i]);
  for (guint i = 0; i < 150; i++)
    {
      kh_customer_list_set_query (fixture->list, queries[g_test_rand_int_range (0, G_N_ELEMENTS (queries))]);
      if (g_test_rand_bit ())
        kh_store_test_pause ((guint) g_test_rand_int_range (0, 8));
    }
  wait_done (fixture);
  kh_customer_list_set_query (fixture->list, "first0000");
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, 10);
  g_assert_cmpuint (fixture->n_refreshed, >, 2);
}

static gboolean
is_in_provo (gpointer data)
{
  return g_strcmp0 (kh_customer_row_get_address (data), "Provo UT") == 0;
}

static void
test_change (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomerRow) row = NULL;
  g_autoptr (KhCustomerRow) moved = NULL;
  gint64 number;

  wait_done (fixture);
  row = get_loaded (fixture, 10);
  number = kh_customer_row_get_number (row);
  g_string_truncate (fixture->signals, 0);

  change (fixture, number, KH_DATAPOINT_CITY, "Provo");
  kh_store_test_wait (is_in_provo, row);
  wait_done (fixture);
  assert_signals (fixture, "");

  /* To the end of the list, as the same object, and nothing else moves. */
  change (fixture, number, KH_DATAPOINT_LAST_NAME, "Zzz");
  settle ();
  wait_done (fixture);
  assert_signals (fixture, "10-1+0 1499-0+1 ");
  moved = get_loaded (fixture, SOME - 1);
  g_assert_true (moved == row);
  g_assert_cmpint (get_number (fixture->list, SOME - 1), ==, number);

  /* And to its beginning. */
  change (fixture, number, KH_DATAPOINT_LAST_NAME, "Aaa");
  settle ();
  wait_done (fixture);
  assert_signals (fixture, "1499-1+0 0-0+1 ");
}

static void
test_change_found (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  wait_done (fixture);
  kh_customer_list_set_query (fixture->list, "adams first0000");
  wait_done (fixture);
  g_string_truncate (fixture->signals, 0);
  change (fixture, get_number (fixture->list, 1), KH_DATAPOINT_FIRST_NAME, "Ana");
  settle ();
  wait_done (fixture);
  assert_signals (fixture, "1-1+0 ");
  change (fixture, 1001, KH_DATAPOINT_BUSINESS_NAME, "Adams First00001");
  settle ();
  wait_done (fixture);
  g_assert_true (kh_customer_list_find (fixture->list, 1001, NULL));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Aaron");
  g_autoptr (KhCustomer) kept = NULL;

  wait_done (fixture);
  g_string_truncate (fixture->signals, 0);
  kept = kh_store_test_create (fixture->base.store, customer, NULL);
  settle ();
  wait_done (fixture);
  assert_signals (fixture, "0-0+1 ");
  g_assert_cmpint (get_number (fixture->list, 0), ==, kh_customer_get_number (kept));
}

static void
test_cap (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  wait_done (fixture);
  kh_customer_list_set_query (fixture->list, "ogden");
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, CAP);
  g_assert_true (kh_customer_list_get_capped (fixture->list));
  g_string_truncate (fixture->signals, 0);
  kh_customer_list_set_query (fixture->list, "zapata");
  wait_done (fixture);
  g_assert_false (kh_customer_list_get_capped (fixture->list));
  g_assert_cmpuint (count (fixture), ==, SOME / 4);
  /* Everything goes before the first comes. */
  assert_signals (fixture, "0-1000+0 " STEPS "224-0+151 ");
  kh_customer_list_set_query (fixture->list, "");
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, SOME);
}

static gboolean
is_half_there (gpointer data)
{
  Fixture *fixture = data;

  return count (fixture) == 2 * FIRST;
}

/* The rest of a long answer does not come any more when there is another, or the same again. */
static void
test_overtaken (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  kh_store_test_wait (is_half_there, fixture);
  g_assert_true (kh_customer_list_get_loading (fixture->list));
  kh_customer_list_set_query (fixture->list, "first0000");
  wait_done (fixture);
  settle ();
  g_assert_cmpuint (count (fixture), ==, 10);

  kh_customer_list_set_query (fixture->list, "");
  kh_store_test_wait (is_half_there, fixture);
  kh_customer_list_refresh (fixture->list);
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, SOME);

  kh_customer_list_set_query (fixture->list, "zapata");
  kh_store_test_wait (is_half_there, fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
}

static gboolean
has_company (gpointer data)
{
  return g_strcmp0 (kh_customer_row_get_company (data), "Legacy") == 0;
}

static gboolean
has_first_company (gpointer data)
{
  return g_strcmp0 (kh_customer_row_get_company (data), "Dynamark") == 0;
}

static void
test_company (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  gint64 id = kh_store_test_add_company (fixture->base.store, "Dynamark", KH_MONITOR_BOLD, NULL);
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (KhCompany) renamed = NULL;
  g_autoptr (KhCustomerRow) row = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  wait_done (fixture);
  change (fixture, 1001, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_list_set_query (fixture->list, "1001");
  wait_done (fixture);
  row = get_loaded (fixture, 0);
  /* The row may still show what was read before the change, for a moment. */
  kh_store_test_wait (has_first_company, row);
  renamed = g_object_new (KH_TYPE_COMPANY, "id", id, "name", "Legacy", NULL);
  kh_store_save_company_async (fixture->base.store, renamed, NULL, kh_store_test_keep, &result);
  kh_store_test_wait (has_company, row);
}

/* While rows are read, customers are saved and queries typed: in the end every row that
 * somebody holds says what is in the store. */
static void
test_storm (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);

  wait_done (fixture);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *city = g_strdup_printf ("City%u", i);
      guint position = (guint) g_test_rand_int_range (0, (gint32) count (fixture));

      g_ptr_array_add (held, g_list_model_get_item (G_LIST_MODEL (fixture->list), position));
      change (fixture, get_number (fixture->list, position), i % 10 == 0 ? KH_DATAPOINT_LAST_NAME : KH_DATAPOINT_CITY, city);
      if (i % 25 == 0)
        kh_customer_list_refresh (fixture->list);
    }
  settle ();
  wait_done (fixture);
  for (guint i = 0; i < held->len; i++)
    {
      KhCustomerRow *row = g_ptr_array_index (held, i);
      g_autoptr (KhCustomer) customer = NULL;
      g_autofree char *title = NULL;
      g_autofree char *address = NULL;

      kh_store_test_wait (is_loaded, row);
      customer = kh_store_test_load (fixture->base.store, kh_customer_row_get_number (row), NULL, NULL);
      title = kh_customer_dup_sort_name (customer);
      address = g_strdup_printf ("%s UT", kh_customer_get (customer, KH_DATAPOINT_CITY));
      g_assert_cmpstr (kh_customer_row_get_title (row), ==, title);
      g_assert_cmpstr (kh_customer_row_get_address (row), ==, address);
    }
}

/* Whoever lets go of a list has let go of it, whatever is still being read for it. */
static void
test_let_go (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  KhCustomerRow *row;

  wait_done (fixture);
  row = get_loaded (fixture, 3);
  kh_customer_list_refresh (fixture->list);
  g_object_unref (g_list_model_get_item (G_LIST_MODEL (fixture->list), 800));
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  g_assert_cmpstr (kh_customer_row_get_title (row), !=, "");
  g_assert_finalize_object (row);
  settle ();

  start (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  settle ();
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  wait_done (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  assert_signals (fixture, "");
  g_assert_cmpuint (fixture->n_refreshed, ==, 1);
  kh_customer_list_set_query (fixture->list, "ana");
  wait_done (fixture);
  g_assert_cmpuint (fixture->n_refreshed, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, n, func) g_test_add ("/store/customer-list/" path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("many", MANY, test_many);
  ADD ("rows", MANY, test_rows);
  ADD ("interrupted-page", SOME, test_interrupted_page);
  ADD ("typing", SOME, test_typing);
  ADD ("change", SOME, test_change);
  ADD ("change-found", SOME, test_change_found);
  ADD ("create", SOME, test_create);
  ADD ("cap", SOME, test_cap);
  ADD ("overtaken", SOME, test_overtaken);
  ADD ("company", 10, test_company);
  ADD ("storm", SOME, test_storm);
  ADD ("let-go", SOME, test_let_go);
  ADD ("empty", 0, test_empty);
#undef ADD

  return g_test_run ();
}
