/* test-row-pair.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer's rows beside a station's: who is whom, and what differs. */

#include "config.h"

#include "kh-row-pair.h"

#include <string.h>

/* A row whose columns are given as number and value, up to -1. */
static KhRow *
add (KhRows     *rows,
     const char *item,
     ...)
{
  g_autoptr (KhRow) row = kh_row_new (kh_rows_get_table (rows));
  va_list cells;
  int column;

  kh_row_set_item (row, item);
  va_start (cells, item);
  while ((column = va_arg (cells, int)) >= 0)
    kh_row_set (row, (guint) column, va_arg (cells, const char *));
  va_end (cells);
  kh_rows_append (rows, row);

  return row;
}

static const KhRowPair *
get (GPtrArray *pairs,
     guint      index)
{
  g_assert_cmpuint (index, <, pairs->len);

  return g_ptr_array_index (pairs, index);
}

static void
assert_pair (GPtrArray   *pairs,
             guint        index,
             KhRow       *ours,
             KhRow       *theirs,
             KhDifference difference)
{
  const KhRowPair *pair = get (pairs, index);

  g_assert_true (pair->ours == ours);
  g_assert_true (pair->theirs == theirs);
  g_assert_cmpint (pair->difference, ==, difference);
}

/* By the station's id, else a telephone number, else the name. */
static void
test_contacts (void)
{
  g_autoptr (KhRows) ours = kh_rows_new (KH_TABLE_CONTACTS);
  g_autoptr (KhRows) theirs = kh_rows_new (KH_TABLE_CONTACTS);
  KhRow *by_item = add (ours, "c1", KH_CONTACT_NAME, "Ann Lee", KH_CONTACT_PHONE_1, "+18015550101", -1);
  KhRow *by_phone = add (ours, NULL, KH_CONTACT_NAME, "Robert Lee", KH_CONTACT_PHONE_2, "+18015550102", -1);
  KhRow *by_name = add (ours, NULL, KH_CONTACT_NAME, "ZoË  Lee", KH_CONTACT_PHONE_1, "+18015550103", -1);
  KhRow *only_here = add (ours, NULL, KH_CONTACT_NAME, "Tim Lee", -1);
  KhRow *zoe = add (theirs, "c4", KH_CONTACT_NAME, "Zoë Lee", -1);
  KhRow *only_there = add (theirs, "c3", KH_CONTACT_NAME, "Una Lee", -1);
  KhRow *bob = add (theirs, "c2", KH_CONTACT_NAME, "Bob Lee", KH_CONTACT_PHONE_1, "+18015550102", -1);
  KhRow *renamed = add (theirs, "c1", KH_CONTACT_NAME, "Anna Lee", KH_CONTACT_PHONE_1, "+18015550101", -1);
  g_autoptr (GPtrArray) pairs = kh_row_pairs_make (ours, theirs);

  g_assert_cmpuint (pairs->len, ==, 5);
  assert_pair (pairs, 0, by_item, renamed, KH_DIFFERENCE_DIFFERS);
  assert_pair (pairs, 1, by_phone, bob, KH_DIFFERENCE_DIFFERS);
  g_assert_true (get (pairs, 2)->ours == by_name);
  g_assert_true (get (pairs, 2)->theirs == zoe);
  assert_pair (pairs, 3, only_here, NULL, KH_DIFFERENCE_ONLY_HERE);
  assert_pair (pairs, 4, NULL, only_there, KH_DIFFERENCE_ONLY_THERE);
  g_assert_true (kh_row_pair_differs (get (pairs, 0), KH_CONTACT_NAME));
  g_assert_false (kh_row_pair_differs (get (pairs, 0), KH_CONTACT_PHONE_1));
}

/* Who has the same telephone is still somebody else where the names say so. */
static void
test_couple (void)
{
  g_autoptr (KhRows) ours = kh_rows_new (KH_TABLE_CONTACTS);
  g_autoptr (KhRows) theirs = kh_rows_new (KH_TABLE_CONTACTS);
  KhRow *ann = add (ours, NULL, KH_CONTACT_NAME, "Ann Lee", KH_CONTACT_PHONE_1, "+18015550101", -1);
  KhRow *bob = add (ours, NULL, KH_CONTACT_NAME, "Bob Lee", KH_CONTACT_PHONE_1, "+18015550101", -1);
  KhRow *bob_there = add (theirs, "c1", KH_CONTACT_NAME, "Bob Lee", KH_CONTACT_PHONE_1, "+18015550101", -1);
  KhRow *ann_there = add (theirs, "c2", KH_CONTACT_NAME, "Ann Lee", KH_CONTACT_PHONE_1, "+18015550101", -1);
  g_autoptr (GPtrArray) pairs = kh_row_pairs_make (ours, theirs);

  g_assert_cmpuint (pairs->len, ==, 2);
  assert_pair (pairs, 0, ann, ann_there, KH_DIFFERENCE_SAME);
  assert_pair (pairs, 1, bob, bob_there, KH_DIFFERENCE_SAME);
}

/* By system, area and number; where the station has no areas, by the other two. */
static void
test_zones (void)
{
  g_autoptr (KhRows) ours = kh_rows_new (KH_TABLE_ZONES);
  g_autoptr (KhRows) theirs = kh_rows_new (KH_TABLE_ZONES);
  KhRow *first = add (ours, NULL, KH_ZONE_SYSTEM, "1", KH_ZONE_AREA, "1", KH_ZONE_NUMBER, "001", -1);
  KhRow *second = add (ours, NULL, KH_ZONE_SYSTEM, "1", KH_ZONE_AREA, "2", KH_ZONE_NUMBER, "001", -1);
  KhRow *other = add (ours, NULL, KH_ZONE_SYSTEM, "2", KH_ZONE_AREA, "1", KH_ZONE_NUMBER, "001", -1);
  KhRow *there = add (theirs, "z1", KH_ZONE_SYSTEM, "1", KH_ZONE_AREA, "2", KH_ZONE_NUMBER, "001", -1);
  KhRow *without = add (theirs, "z2", KH_ZONE_SYSTEM, "1", KH_ZONE_NUMBER, "001", -1);
  g_autoptr (GPtrArray) pairs = kh_row_pairs_make (ours, theirs);

  g_assert_cmpuint (pairs->len, ==, 3);
  g_assert_true (get (pairs, 0)->ours == first && get (pairs, 0)->theirs == without);
  assert_pair (pairs, 1, second, there, KH_DIFFERENCE_SAME);
  assert_pair (pairs, 2, other, NULL, KH_DIFFERENCE_ONLY_HERE);
}

/* What the station does not mention cannot differ, nor what has no place there. */
static void
test_not_mentioned (void)
{
  g_autoptr (KhRows) ours = kh_rows_new (KH_TABLE_CONTACTS);
  g_autoptr (KhRows) theirs = kh_rows_new (KH_TABLE_CONTACTS);
  KhRow *ann = add (ours, "c1", KH_CONTACT_NAME, "Ann Lee", KH_CONTACT_RELATION, "daughter", KH_CONTACT_KIND,
                    "keyholder", KH_CONTACT_HAS_KEY, "0", -1);
  KhRow *there = add (theirs, "c1", KH_CONTACT_NAME, "Ann Lee", KH_CONTACT_KIND, "keyholder", KH_CONTACT_HAS_KEY, NULL, -1);
  g_autoptr (GPtrArray) pairs = NULL;

  kh_row_hide (there, KH_CONTACT_RELATION);
  pairs = kh_row_pairs_make (ours, theirs);
  assert_pair (pairs, 0, ann, there, KH_DIFFERENCE_SAME);
}

/* The law over every table: a copy is the same, and each compared column that changes is found. */
static void
test_law (void)
{
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      const KhTable *table = kh_table_get ((KhTableId) t);

      for (guint c = 0; c < table->n_columns; c++)
        {
          const KhDatapoint *column = &table->columns[c];
          g_autoptr (KhRows) ours = kh_rows_new ((KhTableId) t);
          g_autoptr (KhRows) theirs = kh_rows_new ((KhTableId) t);
          KhRow *there;
          g_autoptr (GPtrArray) pairs = NULL;

          if (column->sealed)
            continue;
          add (ours, "i1", (int) c, "1", -1);
          there = add (theirs, "i1", (int) c, "1", -1);
          pairs = kh_row_pairs_make (ours, theirs);
          g_assert_cmpint (get (pairs, 0)->difference, ==, KH_DIFFERENCE_SAME);

          kh_row_set (there, c, column->type == KH_VALUE_BOOLEAN ? "0" : "2");
          g_clear_pointer (&pairs, g_ptr_array_unref);
          pairs = kh_row_pairs_make (ours, theirs);
          g_assert_cmpint (get (pairs, 0)->difference != KH_DIFFERENCE_SAME, ==, column->wire != NULL && column->compared);
          g_assert_cmpint (kh_row_pair_differs (get (pairs, 0), c), ==, column->wire != NULL && column->compared);
        }
    }
}

/* Each row is in one pair, whatever there is. */
static void
test_every_row_once (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261126);

  for (guint walk = 0; walk < 500; walk++)
    {
      g_autoptr (KhRows) ours = kh_rows_new (KH_TABLE_CONTACTS);
      g_autoptr (KhRows) theirs = kh_rows_new (KH_TABLE_CONTACTS);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      g_autoptr (GPtrArray) pairs = NULL;

      for (guint i = 0; i < 20; i++)
        {
          g_autofree char *name = g_strdup_printf ("P%d", g_rand_int_range (rand, 0, 6));
          g_autofree char *phone = g_strdup_printf ("+1801555010%d", g_rand_int_range (rand, 0, 6));
          g_autofree char *item = g_strdup_printf ("c%d", g_rand_int_range (rand, 0, 6));

          add (g_rand_boolean (rand) ? ours : theirs, g_rand_boolean (rand) ? item : NULL, KH_CONTACT_NAME,
               g_rand_boolean (rand) ? name : NULL, KH_CONTACT_PHONE_2, g_rand_boolean (rand) ? phone : NULL, -1);
        }
      pairs = kh_row_pairs_make (ours, theirs);
      for (guint i = 0; i < pairs->len; i++)
        {
          const KhRowPair *pair = get (pairs, i);

          g_assert_true (pair->ours != NULL || pair->theirs != NULL);
          g_assert_true (pair->ours == NULL || g_hash_table_add (seen, pair->ours));
          g_assert_true (pair->theirs == NULL || g_hash_table_add (seen, pair->theirs));
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, 20);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row-pair/contacts", test_contacts);
  g_test_add_func ("/row-pair/couple", test_couple);
  g_test_add_func ("/row-pair/zones", test_zones);
  g_test_add_func ("/row-pair/not-mentioned", test_not_mentioned);
  g_test_add_func ("/row-pair/law", test_law);
  g_test_add_func ("/row-pair/every-row-once", test_every_row_once);

  return g_test_run ();
}
