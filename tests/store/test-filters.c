/* test-filters.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The customer list filtered and sorted through the store, with the stars, the last customers and the
 * filters of each member. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-gate.h"
#include "kh-schema.h"

#include <string.h>

#define N_CUSTOMERS 48

/* Customers of every kind, "c0" to "c47" by name; what stands in them follows from their numbers. */
typedef struct {
  KhOfficeTest office;
  gint64 numbers[N_CUSTOMERS];
  gint64 company;
  gint64 account_class;
  gint64 source;
} Fixture;

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->office.base.folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);

  g_assert_no_error (error);
  kh_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
  kh_connection_close (connection);
}

static gint64
add_entry (Fixture       *fixture,
           KhCatalogueId  catalogue,
           const char    *label)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_add_entry_async (fixture->office.base.store, catalogue, label, 0, TRUE, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_add_entry_finish (fixture->office.base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static char *
dup_day (int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);

  return g_date_time_format (day, "%Y-%m-%d");
}

static void
set_number (KhCustomer    *customer,
            KhDatapointId  id,
            gint64         number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  kh_customer_set (customer, id, text);
}

static void
add_customer (Fixture *fixture,
              guint    i)
{
  static const char * const cities[] = { "Ogden", "ogden", "Orem", "Provo" };
  static const char * const zips[] = { "84404", "84405-1234", "84601", "60601" };
  g_autofree char *first = g_strdup_printf ("c%02u", i);
  g_autoptr (KhCustomer) customer = kh_store_test_make (first, "X");
  g_autoptr (KhCustomer) kept = NULL;
  g_autofree char *account = g_strdup_printf ("A-%u", i);
  g_autofree char *permit = dup_day ((int) i * 10 - 100);
  g_autofree char *sold = g_strdup_printf ("2025-%02u-01", i % 12 + 1);
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_CITY, cities[i % 4]);
  kh_customer_set (customer, KH_DATAPOINT_ZIP, i % 5 == 0 ? NULL : zips[i / 3 % 4]);
  kh_customer_set (customer, KH_DATAPOINT_SALE_DATE, sold);
  kh_customer_set (customer, KH_DATAPOINT_INSTALL_DATE, i % 3 == 0 ? NULL : sold);
  if (i % 3 == 0)
    set_number (customer, KH_DATAPOINT_ACCOUNT_CLASS, fixture->account_class);
  if (i % 4 == 1)
    set_number (customer, KH_DATAPOINT_LEAD_SOURCE, fixture->source);
  if (i % 2 == 0)
    {
      set_number (customer, KH_DATAPOINT_MONITORING_COMPANY, fixture->company);
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, account);
      kh_customer_set (customer, KH_DATAPOINT_PERMIT_EXPIRY, permit);
    }
  kept = kh_store_test_create (fixture->office.base.store, customer, &error);
  g_assert_no_error (error);
  fixture->numbers[i] = kh_customer_get_number (kept);
}

/* What would take a station: links, and what waits for it. */
static void
add_links (Fixture *fixture)
{
  g_autoptr (GString) sql = g_string_new ("UPDATE customer SET status = 'cancelled' WHERE customer_number % 7 = 0;"
                                          "UPDATE customer SET status = 'archived' WHERE customer_number % 11 = 0;");

  for (guint i = 0; i < N_CUSTOMERS; i += 4)
    g_string_append_printf (sql, "INSERT INTO link (customer, company, account, number, linked_at, linked_by, hold) VALUES "
                            "(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 'A%u', 'N%u', 1, 'Maria', %s);",
                            fixture->numbers[i], fixture->company, i, i, i % 8 == 0 ? "'held'" : "NULL");
  for (guint i = 0; i < N_CUSTOMERS; i += 4)
    g_string_append_printf (sql, "INSERT INTO outbox (customer, datapoint, revision, state, frozen, author, queued_at, changed_at) "
                            "VALUES (%" G_GINT64_FORMAT ", 'city', 1, '%s', 0, 'Maria', 1, 1);",
                            fixture->numbers[i], i % 12 == 0 ? "applied" : "queued");
  g_string_append_printf (sql, "INSERT INTO customer_agencies (customer, c_permit_expires) VALUES (%" G_GINT64_FORMAT ", '2020-01-01');",
                          fixture->numbers[1]);
  run_sql (fixture, sql->str);
}

static void
star (Fixture  *fixture,
      guint     i,
      gboolean  starred)
{
  gboolean now = !starred;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_toggle_starred_async (fixture->office.base.store, fixture->numbers[i], NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_toggle_starred_finish (fixture->office.base.store, result, &now, &error);
  g_assert_no_error (error);
  g_assert_true (now == starred);
}

static void
note_viewed (Fixture *fixture,
             guint    i)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_note_viewed_async (fixture->office.base.store, fixture->numbers[i], NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_note_viewed_finish (fixture->office.base.store, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  kh_office_test_set_up (&fixture->office, data);
  fixture->company = kh_store_test_add_company (fixture->office.base.store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example");
  fixture->account_class = add_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial");
  fixture->source = add_entry (fixture, KH_CATALOGUE_LEAD_SOURCES, "Flyer");
  for (guint i = 0; i < N_CUSTOMERS; i++)
    add_customer (fixture, i);
  add_links (fixture);
  for (guint i = 0; i < N_CUSTOMERS; i += 5)
    star (fixture, i, TRUE);
  for (guint i = 0; i < N_CUSTOMERS; i += 6)
    note_viewed (fixture, i);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  kh_office_test_tear_down (&fixture->office, data);
}

static GArray *
ask (Fixture     *fixture,
     const char  *query,
     const char  *text,
     gboolean     archived,
     guint        limit,
     GError     **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (KhFilter) filter = kh_filter_parse (text, &problem);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (problem);
  kh_store_filter_customers_async (fixture->office.base.store, query, filter, archived, limit, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_search_finish (fixture->office.base.store, result, error);
}

static GArray *
list (Fixture    *fixture,
      const char *text)
{
  g_autoptr (GError) error = NULL;
  GArray *numbers = ask (fixture, "", text, TRUE, 0, &error);

  g_assert_no_error (error);

  return numbers;
}

static gboolean
contains (GArray *numbers,
          gint64  number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, gint64, i) == number)
      return TRUE;

  return FALSE;
}

/* The customer of the office itself is none of ours. */
static guint
count (Fixture    *fixture,
       const char *text)
{
  g_autoptr (GArray) numbers = list (fixture, text);
  guint n = 0;

  for (guint i = 0; i < N_CUSTOMERS; i++)
    n += contains (numbers, fixture->numbers[i]) ? 1 : 0;

  return n;
}

static char *
make_text (Fixture    *fixture,
           const char *pattern)
{
  g_autoptr (GString) text = g_string_new (pattern);
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->company);
  g_autofree char *account_class = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->account_class);
  g_autofree char *source = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->source);

  g_string_replace (text, "COMPANY", company, 0);
  g_string_replace (text, "CLASS", account_class, 0);
  g_string_replace (text, "SOURCE", source, 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* One of each way to find customers, and how many of ours it finds. */
static const struct {
  const char *text;
  guint n;
} ways[] = {
  { "company=COMPANY", 24 }, { "link=linked", 12 }, { "link=unlinked", 12 }, { "link=held", 6 }, { "class=CLASS", 16 },
  { "source=SOURCE", 12 }, { "city=ogden", 24 }, { "city=Or", 12 }, { "city=%25", 0 }, { "zip=844", 19 }, { "zip=84405", 9 },
  { "sold-from=2025-11-01", 8 }, { "sold-until=2025-03-01", 12 }, { "installed-from=2025-07-01", 16 },
  { "installed-until=2025-02-01", 4 }, { "waiting=1", 8 }, { "permits=30", 8 }, { "starred=1", 10 }, { "viewed=1", 8 },
};

static void
test_ways (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *text = make_text (fixture, ways[i].text);

      g_test_message ("%s", text);
      g_assert_cmpuint (count (fixture, text), ==, ways[i].n);
    }
  g_assert_cmpuint (count (fixture, "status=active") + count (fixture, "status=cancelled") + count (fixture, "status=archived"),
                    ==, N_CUSTOMERS);
  g_assert_cmpuint (count (fixture, "status=cancelled"), >, 0);
}

/* Any two together find whom both find, in the order of the names, whichever leads the way. */
static void
test_pairs (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) everybody = list (fixture, "");

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    for (guint j = 0; j < G_N_ELEMENTS (ways); j++)
      {
        g_autofree char *one = make_text (fixture, ways[i].text);
        g_autofree char *other = make_text (fixture, ways[j].text);
        g_autofree char *both = g_strconcat (one, "&", other, "&sort=number", NULL);
        g_autoptr (GArray) a = list (fixture, one);
        g_autoptr (GArray) b = list (fixture, other);
        g_autoptr (GArray) found = NULL;
        guint n = 0;

        /* The same field twice is no filter. */
        if (strncmp (ways[i].text, ways[j].text, strcspn (ways[i].text, "=") + 1) == 0)
          continue;
        found = list (fixture, both);
        for (guint k = 0; k < everybody->len; k++)
          {
            gint64 number = g_array_index (everybody, gint64, k);
            gboolean expected = contains (a, number) && contains (b, number);

            g_test_message ("%s: %" G_GINT64_FORMAT, both, number);
            g_assert_true (contains (found, number) == expected);
            n += expected ? 1 : 0;
          }
        g_assert_cmpuint (found->len, ==, n);
      }
}

static const char *
get_value (Fixture       *fixture,
           gint64         number,
           KhDatapointId  id)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->office.base.store, number, NULL, NULL);
  const char *value = kh_customer_get (customer, id);

  return value == NULL ? "~" : g_intern_string (value);
}

static void
assert_sorted (Fixture       *fixture,
               const char    *text,
               KhDatapointId  id,
               gboolean       descending)
{
  g_autoptr (GArray) numbers = list (fixture, text);
  gboolean blanks = FALSE;

  g_assert_cmpuint (numbers->len, ==, N_CUSTOMERS + 1);
  for (guint i = 1; i < numbers->len; i++)
    {
      const char *before = get_value (fixture, g_array_index (numbers, gint64, i - 1), id);
      const char *after = get_value (fixture, g_array_index (numbers, gint64, i), id);

      blanks = blanks || g_str_equal (before, "~");
      if (blanks)
        g_assert_cmpstr (after, ==, "~");
      else if (!g_str_equal (after, "~"))
        g_assert_cmpint (g_ascii_strcasecmp (before, after) * (descending ? -1 : 1), <=, 0);
    }
}

static void
test_sorts (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    const char *key;
    KhDatapointId id;
  } sorts[] = {
    { "number", KH_DATAPOINT_CUSTOMER_NUMBER }, { "city", KH_DATAPOINT_CITY }, { "zip", KH_DATAPOINT_ZIP },
    { "status", KH_DATAPOINT_STATUS }, { "account", KH_DATAPOINT_ACCOUNT_NUMBER }, { "sale-date", KH_DATAPOINT_SALE_DATE },
    { "company", KH_DATAPOINT_MONITORING_COMPANY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      g_autofree char *up = g_strconcat ("sort=", sorts[i].key, NULL);
      g_autofree char *down = g_strconcat (up, "&down=1", NULL);

      assert_sorted (fixture, up, sorts[i].id, FALSE);
      assert_sorted (fixture, down, sorts[i].id, TRUE);
    }
}

/* Words and filter together, in the filter's order. */
static void
test_with_query (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = make_text (fixture, "company=COMPANY&sort=number&down=1");
  g_autoptr (GArray) found = ask (fixture, "c1", text, FALSE, 100, &error);
  g_autoptr (GArray) viewed = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (g_array_index (found, gint64, i), ==, fixture->numbers[18 - 2 * i]);
  viewed = ask (fixture, "c1", "viewed=1&starred=1", FALSE, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (viewed->len, ==, 0);
}

static void
test_archived (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) with = ask (fixture, "", "city=ogden", TRUE, 0, NULL);
  g_autoptr (GArray) without = ask (fixture, "", "city=ogden", FALSE, 0, NULL);
  g_autoptr (GArray) asked = ask (fixture, "", "city=ogden&status=archived", FALSE, 0, NULL);

  g_assert_cmpuint (asked->len, >, 0);
  g_assert_cmpuint (with->len, ==, without->len + asked->len);
}

/* Stars and the last customers are one's own; the last comes first, and few are kept. */
static void
test_own (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) viewed = NULL;

  star (fixture, 5, FALSE);
  g_assert_cmpuint (count (fixture, "starred=1"), ==, 9);
  note_viewed (fixture, 0);
  viewed = list (fixture, "viewed=1");
  g_assert_cmpint (g_array_index (viewed, gint64, 0), ==, fixture->numbers[0]);
  g_assert_cmpint (g_array_index (viewed, gint64, 1), ==, fixture->numbers[42]);

  kh_office_test_sign_in (&fixture->office, fixture->office.clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_cmpuint (count (fixture, "starred=1"), ==, 0);
  g_assert_cmpuint (count (fixture, "viewed=1"), ==, 0);
  star (fixture, 3, TRUE);
  g_assert_cmpuint (count (fixture, "starred=1"), ==, 1);
}

static char *
list_filters (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) filters = NULL;
  GString *text = g_string_new (NULL);

  kh_store_list_filters_async (fixture->office.base.store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  filters = kh_store_list_filters_finish (fixture->office.base.store, result, NULL);
  for (guint i = 0; i < filters->len; i++)
    {
      KhSavedFilter *filter = g_ptr_array_index (filters, i);

      g_string_append_printf (text, "%s: %s;", filter->name, filter->text);
    }

  return g_string_free (text, FALSE);
}

static gboolean
save_filter (Fixture    *fixture,
             const char *name,
             const char *text)
{
  g_autoptr (KhFilter) filter = text != NULL ? kh_filter_parse (text, NULL) : NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_filter_async (fixture->office.base.store, name, filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_filter_finish (fixture->office.base.store, result, NULL);
}

static void
test_saved (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  g_assert_true (save_filter (fixture, "ogden", "city=Ogden"));
  g_assert_true (save_filter (fixture, "Due", "permits=30&sort=zip"));
  g_assert_true (save_filter (fixture, "ogden", "city=Ogden&starred=1"));
  both = list_filters (fixture);
  g_assert_cmpstr (both, ==, "Due: permits=30&sort=zip;ogden: city=Ogden&starred=1;");
  g_assert_true (save_filter (fixture, "Due", NULL));
  one = list_filters (fixture);
  g_assert_cmpstr (one, ==, "ogden: city=Ogden&starred=1;");
  kh_office_test_sign_in (&fixture->office, fixture->office.clerk, KH_OFFICE_CLERK_PASSWORD);
  none = list_filters (fixture);
  g_assert_cmpstr (none, ==, "");
}

/* What may not be viewed is neither filtered nor sorted by, with words or without. */
static void
test_grants (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const hidden[] = { "company=COMPANY", "link=linked", "waiting=1", "permits=30", "sort=account",
                                         "sort=company&down=1", "city=Ogden&link=held" };
  g_autoptr (KhMember) clerk = NULL;

  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture->office.base.store), fixture->office.clerk));
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CENTRAL_STATION_VIEW);
  kh_office_test_save_member (&fixture->office, clerk);
  kh_office_test_sign_in (&fixture->office, fixture->office.clerk, KH_OFFICE_CLERK_PASSWORD);
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_autofree char *text = make_text (fixture, hidden[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) by_words = NULL;

      g_assert_null (ask (fixture, "", text, TRUE, 0, &error));
      g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
      g_assert_null (ask (fixture, "c1", text, TRUE, 0, &by_words));
      g_assert_error (by_words, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
    }
  g_assert_cmpuint (count (fixture, "city=ogden&sort=zip"), ==, 24);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/filters/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("ways", test_ways);
  ADD ("pairs", test_pairs);
  ADD ("sorts", test_sorts);
  ADD ("with-query", test_with_query);
  ADD ("archived", test_archived);
  ADD ("own", test_own);
  ADD ("saved", test_saved);
  ADD ("grants", test_grants);
#undef ADD

  return g_test_run ();
}
