/* test-code.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-code.h"
#include "kh-table.h"

static void
test_matches (void)
{
  static const struct {
    const char *typed;
    gboolean matches;
  } cases[] = {
    { "", TRUE }, { "  ", TRUE }, { "h", TRUE }, { "HA", TRUE }, { "ha", TRUE }, { " ha ", TRUE }, { "hold", TRUE },
    { "UP", TRUE }, { "alarm", TRUE }, { "hold-up a", TRUE }, { "old", FALSE }, { "larm", FALSE }, { "HAX", FALSE },
    { "alarm hold", FALSE },
  };
  g_autoptr (KhCode) code = kh_code_new ("HA", "Hold-up Alarm");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].typed);
      g_assert_cmpint (kh_code_matches (code, cases[i].typed), ==, cases[i].matches);
    }
}

static void
test_found (void)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (codes, kh_code_new ("BA", "Burglary Alarm"));
  g_ptr_array_add (codes, kh_code_new ("FA", "Fire Alarm"));
  g_assert_cmpstr (kh_code_get_label (kh_codes_find (codes, "FA")), ==, "Fire Alarm");
  /* As a station does, which takes no other writing. */
  g_assert_null (kh_codes_find (codes, "fa"));
  g_assert_null (kh_codes_find (codes, "F"));
  g_assert_true (kh_codes_have_beginning (codes, ""));
  g_assert_true (kh_codes_have_beginning (codes, "F"));
  g_assert_true (kh_codes_have_beginning (codes, "FA"));
  g_assert_false (kh_codes_have_beginning (codes, "FAX"));
  g_assert_false (kh_codes_have_beginning (codes, "X"));
}

/* Whatever is in the names stays as it is. */
static void
test_unknown (void)
{
  const KhCodeList *list = kh_table_get_column (KH_TABLE_ZONES, KH_ZONE_EVENT)->codes;
  g_autofree char *plain = kh_code_list_dup_unknown (list, "Dynamark", "XX");
  g_autofree char *odd = kh_code_list_dup_unknown (list, "A %s & <b>", "{company}%n");

  g_assert_cmpstr (plain, ==, "Dynamark has no event “XX”. Press F4 for its list.");
  g_assert_cmpstr (odd, ==, "A %s & <b> has no event “{company}%n”. Press F4 for its list.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/code/matches", test_matches);
  g_test_add_func ("/code/found", test_found);
  g_test_add_func ("/code/unknown", test_unknown);

  return g_test_run ();
}
