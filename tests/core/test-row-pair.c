/* test-row-pair.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer's rows beside a station's: who is whom, and what differs. */

#include "config.h"

#include "kh-row-pair.h"
#include "kh-row-text.h"

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

static void
add_secret (KhRow      *row,
            const char *text)
{
  g_autoptr (KhSecret) secret = text != NULL ? kh_secret_new (text, -1) : NULL;

  kh_row_set_sealed (row, KH_PASSCODE_VALUE, TRUE);
  kh_row_set_secret (row, KH_PASSCODE_VALUE, secret);
}

/* A passcode is found by its value, and one that is not shown is not said to be another. */
static void
test_secrets (void)
{
  g_autoptr (KhRows) ours = kh_rows_new (KH_TABLE_PASSCODES);
  g_autoptr (KhRows) theirs = kh_rows_new (KH_TABLE_PASSCODES);
  KhRow *same = add (ours, NULL, -1);
  KhRow *other = add (ours, "p2", KH_PASSCODE_NOTE, "Cleaner", -1);
  KhRow *masked = add (ours, "p3", KH_PASSCODE_NOTE, "Gardener", -1);
  KhRow *masked_there = add (theirs, "p3", KH_PASSCODE_NOTE, "Gardener", -1);
  KhRow *other_there = add (theirs, "p2", KH_PASSCODE_NOTE, "Cleaner", -1);
  KhRow *same_there = add (theirs, "p1", -1);
  g_autoptr (GPtrArray) pairs = NULL;

  add_secret (same, "LILAC");
  add_secret (other, "TULIP");
  add_secret (masked, "DAISY");
  add_secret (masked_there, NULL);
  add_secret (other_there, "PEONY");
  add_secret (same_there, "LILAC");
  pairs = kh_row_pairs_make (ours, theirs);
  g_assert_cmpuint (pairs->len, ==, 3);
  assert_pair (pairs, 0, same, same_there, KH_DIFFERENCE_SAME);
  assert_pair (pairs, 1, other, other_there, KH_DIFFERENCE_DIFFERS);
  g_assert_true (kh_row_pair_differs (get (pairs, 1), KH_PASSCODE_VALUE));
  assert_pair (pairs, 2, masked, masked_there, KH_DIFFERENCE_SAME);
}

/* Of a sealed column a row's text says only that the station has yet to get it. */
static void
test_secret_text (void)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_PASSCODES);
  g_autoptr (KhRow) read = NULL;
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *summary = NULL;

  kh_row_set (row, KH_PASSCODE_NOTE, "Cleaner");
  add_secret (row, "LILAC");
  kh_row_set_renewed (row, KH_PASSCODE_VALUE, TRUE);
  text = kh_row_dup_text (row);
  shown = kh_row_dup_column_text (row, G_MAXUINT32);
  summary = kh_row_dup_summary (row);
  g_assert_null (strstr (text, "LILAC"));
  g_assert_null (strstr (shown, "LILAC"));
  g_assert_null (strstr (summary, "LILAC"));
  read = kh_row_new_from_text (KH_TABLE_PASSCODES, text);
  g_assert_true (kh_row_is_renewed (read, KH_PASSCODE_VALUE));
  g_assert_false (kh_row_is_renewed (read, KH_PASSCODE_NOTE));
  g_assert_null (kh_row_get_secret (read, KH_PASSCODE_VALUE));
  kh_row_hide (row, KH_PASSCODE_VALUE);
  g_assert_null (kh_row_get_secret (row, KH_PASSCODE_VALUE));
  g_assert_false (kh_row_is_any_renewed (row));
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
  g_test_add_func ("/row-pair/secrets", test_secrets);
  g_test_add_func ("/row-pair/secrets/text", test_secret_text);

  return g_test_run ();
}
