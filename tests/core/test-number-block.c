/* test-number-block.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-agency.h"
#include "kh-number-block.h"

typedef struct {
  const char *begin;
  const char *end;
  gint64 count;
  const char *last;
} Range;

static const Range ranges[] = {
  { "1000", "1999", 1000, "1999" },
  { "0001", "0100", 100, "0100" },
  { "7", "7", 1, "7" },
  { "AB-098", "AB-101", 4, "AB-101" },
  { "A1B09", "A1B11", 3, "A1B11" },
  { "99999999999999999990", "99999999999999999999", 10, "99999999999999999999" },
  { "1999", "1000", 0, NULL },
  { "1000", "10000", 0, NULL },
  { "AB-1", "AC-2", 0, NULL },
  { "A100", "1999", 0, NULL },
  { "1000", "A999", 0, NULL },
  { "ABC", "ABD", 0, NULL },
  { "", "", 0, NULL },
};

/* The first is the begin, the last the end, and all are equally long. */
static void
test_ranges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      const Range *range = &ranges[i];
      g_autofree char *first = NULL;
      g_autofree char *last = NULL;

      g_test_message ("%s to %s", range->begin, range->end);
      g_assert_cmpint (kh_number_block_count (range->begin, range->end), ==, range->count);
      if (range->count == 0)
        continue;
      first = kh_number_block_dup_number (range->begin, 0);
      last = kh_number_block_dup_number (range->begin, range->count - 1);
      g_assert_cmpstr (first, ==, range->begin);
      g_assert_cmpstr (last, ==, range->last);
    }
}

static void
test_near_end (void)
{
  g_autoptr (KhNumberBlock) block = kh_number_block_new ();

  g_object_set (block, "enabled", TRUE, "left", (gint64) KH_NUMBER_BLOCK_FEW + 1, NULL);
  g_assert_false (kh_number_block_is_near_end (block));
  g_object_set (block, "left", (gint64) KH_NUMBER_BLOCK_FEW, NULL);
  g_assert_true (kh_number_block_is_near_end (block));
  g_object_set (block, "left", (gint64) 0, NULL);
  g_assert_true (kh_number_block_is_near_end (block));
  /* Nobody waits for numbers from it. */
  g_object_set (block, "enabled", FALSE, NULL);
  g_assert_false (kh_number_block_is_near_end (block));
}

static void
test_agency_types (void)
{
  KhAgencyType type;

  for (guint i = 0; i < KH_N_AGENCY_TYPES; i++)
    {
      g_assert_true (kh_agency_type_from_string (kh_agency_type_to_string ((KhAgencyType) i), &type));
      g_assert_cmpint (type, ==, i);
      g_assert_nonnull (kh_agency_type_get_label ((KhAgencyType) i));
    }
  g_assert_false (kh_agency_type_from_string ("navy", &type));
  g_assert_false (kh_agency_type_from_string (NULL, &type));
}

/* One of each, but for guard companies. */
static void
test_agency_room (void)
{
  g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < KH_N_AGENCY_TYPES; i++)
    {
      KhAgency *agency = kh_agency_new ();

      g_object_set (agency, "agency-type", (int) i, NULL);
      g_assert_true (kh_agency_type_has_room ((KhAgencyType) i, agencies));
      g_ptr_array_add (agencies, agency);
      g_assert_true (kh_agency_type_has_room ((KhAgencyType) i, agencies) == (i == KH_AGENCY_GUARD));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number-block/ranges", test_ranges);
  g_test_add_func ("/number-block/near-end", test_near_end);
  g_test_add_func ("/agency/types", test_agency_types);
  g_test_add_func ("/agency/room", test_agency_room);

  return g_test_run ();
}
