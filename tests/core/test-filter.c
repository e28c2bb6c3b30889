/* test-filter.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-filter.h"
#include "kh-gate.h"

/* Something for each field, as it may be kept. */
static const char * const samples[] = {
  [KH_FILTER_STATUS] = "cancelled", [KH_FILTER_COMPANY] = "3", [KH_FILTER_LINK] = "linked", [KH_FILTER_CLASS] = "7",
  [KH_FILTER_SOURCE] = "2", [KH_FILTER_CITY] = "St. George & = % ö", [KH_FILTER_ZIP] = "844",
  [KH_FILTER_SOLD_FROM] = "2026-01-01", [KH_FILTER_SOLD_UNTIL] = "2026-01-31", [KH_FILTER_INSTALLED_FROM] = "2025-01-01",
  [KH_FILTER_INSTALLED_UNTIL] = "2025-02-01", [KH_FILTER_WAITING] = "1", [KH_FILTER_PERMITS] = "30",
  [KH_FILTER_STARRED] = "1", [KH_FILTER_VIEWED] = "1",
};

G_STATIC_ASSERT (G_N_ELEMENTS (samples) == KH_N_FILTER_FIELDS);

static void
set (KhFilter      *filter,
     KhFilterField  field,
     const char    *text)
{
  g_autoptr (GError) error = NULL;

  kh_filter_set (filter, field, text, &error);
  g_assert_no_error (error);
}

static void
assert_round_trip (KhFilter *filter)
{
  g_autofree char *text = kh_filter_dup_text (filter);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhFilter) again = kh_filter_parse (text, &error);
  g_autofree char *same = NULL;

  g_assert_no_error (error);
  g_assert_true (kh_filter_equal (filter, again));
  same = kh_filter_dup_text (again);
  g_assert_cmpstr (text, ==, same);
}

/* Laws over every field: it comes back out of its text, differs from none, has words, and a grant. */
static void
test_fields (void)
{
  g_autoptr (KhFilter) all = kh_filter_new ();
  g_autoptr (KhFilter) none = kh_filter_new ();

  g_assert_true (kh_filter_is_plain (none));
  assert_round_trip (none);
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    {
      g_autoptr (KhFilter) one = kh_filter_new ();
      g_autofree char *words = NULL;

      set (one, (KhFilterField) i, samples[i]);
      set (all, (KhFilterField) i, samples[i]);
      g_assert_cmpstr (kh_filter_get (one, (KhFilterField) i), ==, samples[i]);
      g_assert_false (kh_filter_is_empty (one));
      g_assert_false (kh_filter_equal (one, none));
      assert_round_trip (one);
      words = kh_filter_dup_words (one, NULL);
      g_assert_cmpstr (words, !=, "");
      g_assert_cmpint (kh_filter_field_grant ((KhFilterField) i), !=, KH_GRANT_NONE);
      g_assert_cmpint (kh_filter_find_missing (one, kh_grants_all ()), ==, KH_GRANT_NONE);
      g_assert_cmpint (kh_filter_find_missing (one, kh_grants_without (kh_grants_all (), kh_filter_field_grant ((KhFilterField) i))), ==,
                       kh_filter_field_grant ((KhFilterField) i));
      set (one, (KhFilterField) i, "");
      g_assert_true (kh_filter_equal (one, none));
    }
  assert_round_trip (all);
}

static void
test_sorts (void)
{
  for (guint i = 0; i < KH_N_FILTER_SORTS; i++)
    {
      g_autoptr (KhFilter) filter = kh_filter_new ();

      kh_filter_set_sort (filter, (KhFilterSort) i, i % 2 == 1);
      assert_round_trip (filter);
      g_assert_true (kh_filter_is_empty (filter));
      g_assert_true (kh_filter_is_plain (filter) == (i == KH_FILTER_BY_NAME));
      g_assert_cmpint (kh_filter_find_missing (filter, kh_grants_none ()), !=, KH_GRANT_NONE);
    }
}

static void
test_refused (void)
{
  static const struct {
    KhFilterField field;
    const char *text;
  } cases[] = {
    { KH_FILTER_STATUS, "dead" }, { KH_FILTER_COMPANY, "Dynamark" }, { KH_FILTER_COMPANY, "-1" }, { KH_FILTER_LINK, "maybe" },
    { KH_FILTER_SOLD_FROM, "soon" }, { KH_FILTER_PERMITS, "-3" }, { KH_FILTER_PERMITS, "3651" }, { KH_FILTER_WAITING, "yes" },
  };
  static const char * const texts[] = { "color=red", "status", "status=dead", "sort=colour", "status=active&status=active",
                                        "city=%ff", "city=", "&", "status=active&" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KhFilter) filter = kh_filter_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (kh_filter_set (filter, cases[i].field, cases[i].text, &error));
      g_assert_nonnull (error);
      g_assert_true (kh_filter_is_plain (filter));
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_filter_parse (texts[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_words (void)
{
  g_autoptr (KhCatalogues) catalogues = kh_catalogues_new ();
  g_autoptr (KhFilter) filter = kh_filter_new ();
  g_autofree char *words = NULL;

  kh_catalogues_add (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, 7, "Commercial", 0, TRUE);
  set (filter, KH_FILTER_STATUS, "active");
  set (filter, KH_FILTER_CLASS, "7");
  set (filter, KH_FILTER_CITY, "Og");
  set (filter, KH_FILTER_SOLD_FROM, "1/2/2026");
  set (filter, KH_FILTER_PERMITS, "30");
  kh_filter_set_sort (filter, KH_FILTER_BY_ZIP, TRUE);
  words = kh_filter_dup_words (filter, catalogues);
  g_assert_cmpstr (words, ==, "Active · Commercial · City Og… · Permit over within 30 days · Sold From 01/02/2026 · by ZIP, last first");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filter/fields", test_fields);
  g_test_add_func ("/filter/sorts", test_sorts);
  g_test_add_func ("/filter/refused", test_refused);
  g_test_add_func ("/filter/words", test_words);

  return g_test_run ();
}
