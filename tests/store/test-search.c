/* test-search.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"

#define N_CROWD 3000
#define SOON    (10 * G_TIME_SPAN_SECOND)

/* What is put in, in the order of the customer numbers from 1001 on. */
typedef struct {
  const char *first;
  const char *last;
  const char *business;
  const char *account;
  const char *phone;
  const char *email;
  const char *street;
  const char *zip;
} Person;

static const Person people[] = {
  /* 1001 */ { "Ana", "Ruiz", NULL, "DY-1001", "+18015550142", "ana.ruiz@example.com", "4 Elm Street", "84401" },
  /* 1002 */ { "Sean", "O'Neil", NULL, "00420", "+13855550199", "sean@oneil.example", "9 Oak Lane", "84404-1234" },
  /* 1003 */ { "José", "Müller-Nuñez", NULL, "MN 77", "+18015559000", NULL, "12 Elm Street", "84403" },
  /* 1004 */ { "Bo", "Anderson", "Smith & Sons Bakery", "LS-9-8", "+12125550100", "office@smithsons.example", "1 Main", "10001" },
  /* 1005 */ { "Søren", "Łukasz", NULL, NULL, NULL, NULL, NULL, NULL },
  /* 1006 */ { "Li", "Straße", NULL, "AB\"C*", "+447700900123", "li+home@example.com", "Weg 5", NULL },
  /* 1007 */ { "Ann", "Smithers", NULL, "250%_9", "+18015550143", "ann@example.org", "77 Bakery Road", "84401" },
  /* 1008 */ { "小明", "王", NULL, NULL, NULL, NULL, NULL, NULL },
};

static KhCustomer *
make_person (const Person *person,
             const char   *company)
{
  KhCustomer *customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, person->first);
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, person->last);
  kh_customer_set (customer, KH_DATAPOINT_BUSINESS_NAME, person->business);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, person->business != NULL ? "business" : "residential");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, person->account);
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, person->phone);
  kh_customer_set (customer, KH_DATAPOINT_EMAIL, person->email);
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, person->street);
  kh_customer_set (customer, KH_DATAPOINT_ZIP, person->zip);

  return customer;
}

static void
set_up (KhStoreFixture *fixture,
        gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *company = NULL;

  kh_store_test_set_up (fixture, data);
  company = g_strdup_printf ("%" G_GINT64_FORMAT,
                             kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (KhCustomer) customer = make_person (&people[i], company);
      g_autoptr (KhCustomer) kept = kh_store_test_create (fixture->store, customer, &error);

      g_assert_no_error (error);
    }
}

/* "1001 1007" for what a query finds, in the order in which it is given. */
static char *
search (KhStoreFixture *fixture,
        const char     *query,
        guint           limit)
{
  g_autoptr (GArray) numbers = kh_store_test_search (fixture->store, query, limit);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", g_array_index (numbers, gint64, i));

  return g_string_free (text, FALSE);
}

/* Sorted as the list sorts: Łukasz, Müller-Nuñez, O'Neil, Ruiz, Smith & Sons, Smithers,
 * Straße, 王. */
#define EVERYBODY "1005 1003 1002 1001 1004 1007 1006 1008"

static const struct {
  const char *query;
  const char *found;
} queries[] = {
  { "", EVERYBODY },
  { "   ", EVERYBODY },
  /* Names by the start of a word, and from three characters on anywhere in it. */
  { "r", "1001 1007" },
  { "ru", "1001" },
  { "ruiz", "1001" },
  { "RUIZ", "1001" },
  { "uiz", "1001" },
  { "iz", "" },
  { "ruizz", "" },
  { "an", "1001 1004 1007" },
  { "ana", "1001" },
  { "ana ruiz", "1001" },
  { "ruiz ana", "1001" },
  { "ruiz, ana", "1001" },
  { "ana bakery", "" },
  { "smith", "1004 1007" },
  { "mith", "1004 1007" },
  { "smithers ann", "1007" },
  { "anderson", "1004" },
  { "ndersonn", "" },
  /* Accents, strokes, apostrophes, hyphens, other scripts. */
  { "jose", "1003" },
  { "JOSÉ", "1003" },
  { "jose\xcc\x81", "1003" },
  { "muller", "1003" },
  { "müll", "1003" },
  { "nunez", "1003" },
  { "muller-nunez", "1003" },
  { "mullernunez", "1003" },
  { "soren", "1005" },
  { "lukasz", "1005" },
  { "strasse", "1006" },
  { "straße", "1006" },
  { "o'neil", "1002" },
  { "o’neil", "1002" },
  { "oneil", "1002" },
  { "neil", "1002" },
  { "小", "1008" },
  { "王", "1008" },
  /* Business names. */
  { "smith & sons", "1004" },
  { "sons bak", "1004" },
  { "bakery", "1004 1007" },
  /* Account numbers, as written, with and without their punctuation. */
  { "DY-1001", "1001" },
  { "dy1001", "1001" },
  { "y-10", "1001" },
  { "00420", "1002" },
  { "420", "1002" },
  { "0420 sean", "1002" },
  { "ls-9-8", "1004" },
  { "LS98", "1004" },
  /* Phone numbers as people type them, and parts of them. */
  { "(801) 555-0142", "1001" },
  { "801-555-0142", "1001" },
  { "8015550142", "1001" },
  { "+1 801 555 0142", "1001" },
  { "1 (801) 555 0142", "1001" },
  { "801 555", "1003 1001 1007" },
  { "5550142", "1001" },
  { "555-014", "1001 1007" },
  { "0142", "1001" },
  { "801555", "1003 1001 1007" },
  { "447700", "1006" },
  { "9999999", "" },
  /* E-mail addresses and their parts. */
  { "ana.ruiz@example.com", "1001" },
  { "ruiz@exam", "1001" },
  { "smithsons", "1004" },
  { "li+home", "1006" },
  { "example.org", "1007" },
  /* The customer number, a ZIP, a street. */
  { "1004", "1004" },
  { "84401", "1001 1007" },
  { "84404-1234", "1002" },
  { "844", "1003 1002 1001 1007" },
  { "elm", "1003 1001" },
  { "4 elm", "1001" },
  /* What means something to SQL or to a full-text index means nothing here. */
  { "\"", EVERYBODY },
  { "'", EVERYBODY },
  { "%", EVERYBODY },
  { "%_", EVERYBODY },
  { "*", EVERYBODY },
  { "( ) - : ^ { } + \\ ;", EVERYBODY },
  { "\xf0\x9f\x99\x82", EVERYBODY },
  { "250%_9", "1007" },
  { "2%9", "1004 1007" },
  { "ab\"c*", "1006" },
  { "\"ana\"", "1001" },
  { "ana\"", "1001" },
  { "ana* OR 1", "" },
  { "ruiz OR smith", "" },
  { "ruiz NOT ana", "" },
  { "NEAR(ana ruiz, 5)", "" },
  { "tokens:ana", "" },
  { "tokens : ana", "" },
  { "{tokens} : ana", "" },
  { "^ana", "1001" },
  { "ana AND ruiz", "" },
  { "'; DROP TABLE customer; --", "" },
  { "ana\x01ruiz", "1001" },
  { "ana\truiz\n", "1001" },
  { "\xee\x80\x80ruiz", "1001" },
  { "\xee\x80\x81""ru", "1001" },
};

static void
test_queries (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  guint wrong = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *found = search (fixture, queries[i].query, 0);

      if (g_str_equal (found, queries[i].found))
        continue;
      g_test_message ("“%s” finds “%s”, not “%s”", queries[i].query, found, queries[i].found);
      wrong++;
    }

  g_assert_cmpuint (wrong, ==, 0);
}

/* Queries that nobody types: each is answered, and never by everybody. */
static void
test_hostile (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  static const struct {
    const char *piece;
    guint times;
    const char *found;
  } cases[] = {
    { "a", 10000, "" },
    { "ana ", 10000, "" },
    { "ana ", 200, "1001" },
    { "ana.", 200, "1001" },
    { "a.b.", 240, "1004 1007" },
    { "é", 490, "" },
    { "abcdefghijklmnopqrstuvwxyz ", 36, "" },
    { "\"", 900, EVERYBODY },
    { "((((", 200, EVERYBODY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GString *query = g_string_new (NULL);
      g_autofree char *found = NULL;

      for (guint n = 0; n < cases[i].times; n++)
        g_string_append (query, cases[i].piece);
      found = search (fixture, query->str, 0);
      g_string_free (query, TRUE);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* Words beyond those that the index is asked for count too. */
static void
test_many_words (KhStoreFixture *fixture,
                 gconstpointer   data G_GNUC_UNUSED)
{
  GString *query = g_string_new (NULL);
  g_autofree char *all = NULL;
  g_autofree char *none = NULL;

  for (guint i = 0; i < 30; i++)
    g_string_append (query, "ruiz ");
  all = search (fixture, query->str, 0);
  g_assert_cmpstr (all, ==, "1001");
  g_string_append (query, "smith");
  none = search (fixture, query->str, 0);
  g_assert_cmpstr (none, ==, "");
  g_string_free (query, TRUE);
}

static void
test_follows_saves (KhStoreFixture *fixture,
                    gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->store, 1001, NULL, NULL);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *everybody = NULL;

  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, "Zapata");
  kh_customer_set (customer, KH_DATAPOINT_EMAIL, NULL);
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+15035550188");
  kept = kh_store_test_save (fixture->store, customer, &error);
  g_assert_no_error (error);

  old = search (fixture, "ruiz", 0);
  g_assert_cmpstr (old, ==, "");
  new = search (fixture, "ana zap", 0);
  g_assert_cmpstr (new, ==, "1001");
  phone = search (fixture, "5550142", 0);
  g_assert_cmpstr (phone, ==, "");
  everybody = search (fixture, "", 0);
  g_assert_cmpstr (everybody, ==, "1005 1003 1002 1004 1007 1006 1001 1008");

  /* And back, as the index takes a record out by the words that it was put in with. */
  kh_customer_set (kept, KH_DATAPOINT_LAST_NAME, "Ruiz");
  again = kh_store_test_save (fixture->store, kept, &error);
  g_assert_no_error (error);
  g_clear_pointer (&old, g_free);
  old = search (fixture, "zapata", 0);
  g_assert_cmpstr (old, ==, "");
  g_clear_pointer (&new, g_free);
  new = search (fixture, "ana ruiz", 0);
  g_assert_cmpstr (new, ==, "1001");
}

/* A save that is refused changes nothing of what is found. */
static void
test_refused_save (KhStoreFixture *fixture,
                   gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->store, 1001, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, "Zapata");
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, "00420");
  g_assert_null (kh_store_test_save (fixture->store, customer, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
  old = search (fixture, "ruiz", 0);
  g_assert_cmpstr (old, ==, "1001");
  new = search (fixture, "zapata", 0);
  g_assert_cmpstr (new, ==, "");
}

static void
test_limit (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *first = search (fixture, "", 3);
  g_autoptr (GArray) two = kh_store_test_search (fixture->store, "an", 2);
  g_autoptr (GArray) substrings = kh_store_test_search (fixture->store, "mith", 1);
  g_autofree char *enough = search (fixture, "an", 3);

  g_assert_cmpstr (first, ==, "1005 1003 1002");
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpuint (substrings->len, ==, 1);
  g_assert_cmpstr (enough, ==, "1001 1004 1007");
}

static void
add_crowd (KhStoreFixture *fixture,
           const char     *name,
           guint           n)
{
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      KhCustomer *customer = kh_store_test_make (name, name);

      g_ptr_array_add (crowd, customer);
    }
  kh_store_add_customers_async (fixture->store, crowd, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_add_customers_finish (fixture->store, result, &error));
  g_assert_no_error (error);
}

/* "cabda" and "bdabc" hold every three characters of "cabdabc" but not all of it: many that
 * pass the index and not the look at the record must not hide the one that passes both. */
static void
test_candidates (KhStoreFixture *fixture,
                 gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) right = kh_store_test_make ("Right", "xcabdabcx");
  g_autoptr (KhCustomer) kept = NULL;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  add_crowd (fixture, "xcabdax xbdabcx", 50);
  kept = kh_store_test_create (fixture->store, right, NULL);
  g_assert_nonnull (kept);
  expected = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_get_number (kept));
  found = search (fixture, "cabdabc", 2);
  g_assert_cmpstr (found, ==, expected);
}

/* Whoever stops waiting is told at once, and what comes after is answered as if nothing
 * had been. */
static void
test_cancel (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  GAsyncResult *results[40] = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *found = NULL;
  gint64 start;

  add_crowd (fixture, "Crowd", N_CROWD);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    kh_store_search_async (fixture->store, "crowd rowd ogden 801555", 0, cancellable, kh_store_test_keep, &results[i]);
  kh_store_test_pause (5);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;

      kh_store_test_wait_result (&results[i]);
      g_assert_null (kh_store_search_finish (fixture->store, results[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_object (&results[i]);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, SOON);
  found = search (fixture, "ruiz", 0);
  g_assert_cmpstr (found, ==, "1001");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/store/search/" path, KhStoreFixture, NULL, set_up, func, kh_store_test_tear_down)
  ADD ("queries", test_queries);
  ADD ("hostile", test_hostile);
  ADD ("many-words", test_many_words);
  ADD ("follows-saves", test_follows_saves);
  ADD ("refused-save", test_refused_save);
  ADD ("limit", test_limit);
  ADD ("candidates", test_candidates);
  ADD ("cancel", test_cancel);
#undef ADD

  return g_test_run ();
}
