/* test-table.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The tables of the registry: what every table and column must be, and how rows are edited. */

#include "config.h"

#include "kh-company.h"
#include "kh-table-draft.h"
#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-row-rules.h"
#include "kh-table-test.h"

#include <string.h>

#define N_WALKS 300
#define N_STEPS 40

static gboolean
is_key (const char *key)
{
  return g_ascii_islower (*key) && strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (key);
}

static gboolean
is_identity (const KhTable *table,
             guint          column)
{
  for (guint i = 0; i < table->n_identity; i++)
    {
      if (table->identity[i] == column)
        return TRUE;
    }

  return FALSE;
}

static void
check_column (const KhTable *table,
              guint          i)
{
  const KhDatapoint *column = kh_table_get_column (table->id, i);
  g_autofree char *sample = kh_table_test_dup_sample (column, 1);
  g_autofree char *sql = kh_table_dup_column (table->id, i);
  g_autofree char *parsed = NULL;
  g_autoptr (GError) error = NULL;
  const KhValueContext context = { 0 };

  g_assert_cmpuint (column->id, ==, i);
  g_assert_true (is_key (column->key));
  g_assert_true (kh_table_lookup_column (table->id, column->key) == column);
  g_assert_cmpstr (column->label, !=, "");
  g_assert_null (strchr (sql, '-'));
  g_assert_cmpint (column->sealed, ==, column->type == KH_VALUE_SECRET);
  g_assert_cmpint (column->sealed, ==, column->confidential);
  g_assert_cmpint (column->sent == KH_SENT_YES, ==, column->wire != NULL);
  g_assert_cmpint (column->sent == KH_SENT_YES, ==, column->compared);
  g_assert_true (column->sent == KH_SENT_NO || table->wire != NULL);
  g_assert_true ((column->required == KH_REQUIRED_NEVER || column->required == KH_REQUIRED_ALWAYS));
  g_assert_cmpint (column->type == KH_VALUE_CHOICE, ==, column->choices != NULL);
  g_assert_true (column->codes == NULL || (column->type == KH_VALUE_TEXT && column->sent == KH_SENT_YES &&
                                           is_key (column->codes->key) && strstr (column->codes->unknown, "{code}") != NULL));
  g_assert_true (column->fallback == NULL || kh_value_check (column, column->fallback, &context, NULL));
  if (is_identity (table, i))
    g_assert_true ((column->required & KH_REQUIRED_ALWAYS) != 0 && !column->sealed);

  parsed = kh_value_parse (column, sample, -1, &context, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parsed, ==, sample);
}

/* What holds for every table and column. */
static void
test_laws (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint g = 0; g < KH_N_TABLES; g++)
    {
      const KhTable *table = kh_table_get ((KhTableId) g);
      g_autoptr (GHashTable) columns = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_cmpuint (table->id, ==, g);
      g_assert_true (is_key (table->key) && g_hash_table_add (keys, (gpointer) table->key));
      g_assert_true (kh_table_lookup (table->key) == table);
      g_assert_cmpuint (table->title, <, table->n_columns);
      g_assert_true (table->order == KH_COLUMN_NONE ? !table->ranked : table->order < table->n_columns);
      g_assert_true (table->view != KH_GRANT_NONE && table->create != KH_GRANT_NONE &&
                     table->modify != KH_GRANT_NONE && table->remove != KH_GRANT_NONE);
      for (guint i = 0; i < table->n_columns; i++)
        {
          check_column (table, i);
          g_assert_true (g_hash_table_add (columns, (gpointer) table->columns[i].key));
        }
    }
  g_assert_null (kh_table_lookup ("contact"));
}

static KhRow *
make_row (KhTableId table,
          guint     n)
{
  KhRow *row = kh_row_new (table);

  kh_row_set_id (row, n + 1);
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *sample = kh_table_test_dup_sample (kh_table_get_column (table, i), n);

      kh_row_set (row, i, sample);
      kh_row_set_sealed (row, i, TRUE);
    }

  return row;
}

static KhRows *
make_rows (KhTableId table,
           guint     n)
{
  KhRows *rows = kh_rows_new (table);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KhRow) row = make_row (table, i);

      kh_rows_append (rows, row);
    }

  return rows;
}

/* For every grant alone, what is hidden is just what its holder may not view. */
/* What is known of a station's secret of a row is kept by the row's place, so that it can be of one only. */
static void
test_one_secret (void)
{
  for (KhTableId table = 0; table < KH_N_TABLES; table++)
    {
      guint n = 0;

      for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
        n += kh_row_push_is_secret (table, i) ? 1 : 0;
      g_assert_cmpuint (n, <=, 1);
      g_assert_true ((kh_row_push_find_secret (table) != KH_COLUMN_NONE) == (n == 1));
    }
  g_assert_cmpuint (kh_row_push_find_secret (KH_TABLE_PASSCODES), ==, KH_PASSCODE_VALUE);
}

static void
test_hiding (void)
{
  for (guint g = 0; g < KH_N_TABLES; g++)
    for (guint grant = 1; grant < KH_N_GRANTS; grant++)
      {
        KhTableId table = (KhTableId) g;
        KhGrants grants = kh_grants_with (kh_grants_none (), KH_GRANT_CUSTOMER_VIEW);
        g_autoptr (KhRows) rows = make_rows (table, 2);

        grants = kh_grants_with (kh_grants_with (grants, kh_table_get (table)->view), (KhGrant) grant);
        if (grant % 2 == 0)
          grants = kh_grants_without (grants, kh_table_get (table)->view);
        kh_rows_hide (rows, grants);
        g_assert_cmpint (kh_rows_is_hidden (rows), ==, !kh_table_may_view (grants, table));
        g_assert_cmpuint (kh_rows_get_n (rows), ==, kh_rows_is_hidden (rows) ? 0 : 2);
        for (guint i = 0; i < kh_table_get (table)->n_columns && kh_rows_get_n (rows) > 0; i++)
          {
            KhRow *row = kh_rows_get (rows, 1);
            gboolean hidden = !kh_table_may_view_column (grants, table, i);

            g_assert_cmpint (kh_row_is_hidden (row, i), ==, hidden);
            g_assert_true (!hidden || (kh_row_get (row, i) == NULL && !kh_row_is_sealed (row, i)));
          }
      }
}

static void
type_row (KhTableDraft *draft,
          guint         position,
          guint         n)
{
  KhTableId table = kh_table_draft_get_table (draft);
  const KhTable *described = kh_table_get (table);

  for (guint i = 0; i < described->n_columns; i++)
    {
      g_autofree char *sample = kh_table_test_dup_sample (kh_table_get_column (table, i), n);

      if (!described->ranked || i != described->order)
        g_assert_true (kh_table_draft_set_text (draft, position, i, sample));
    }
}

/* Typing in the blank row makes another; nothing typed is nothing changed. */
static void
test_blank_row (void)
{
  for (guint g = 0; g < KH_N_TABLES; g++)
    {
      KhTableId table = (KhTableId) g;
      g_autoptr (KhRows) rows = kh_rows_new (table);
      g_autoptr (KhTableDraft) draft = kh_table_draft_new (rows, NULL);
      g_autoptr (GPtrArray) none = kh_table_draft_dup_changes (draft);
      g_autoptr (GPtrArray) problems = NULL;
      g_autoptr (GPtrArray) changes = NULL;

      g_assert_cmpuint (none->len, ==, 0);
      kh_table_draft_set_appends (draft, TRUE);
      g_assert_cmpuint (kh_table_draft_get_n (draft), ==, 1);
      g_assert_false (kh_table_draft_get_dirty (draft));
      type_row (draft, 0, 0);
      g_assert_cmpuint (kh_table_draft_get_n (draft), ==, 2);
      g_assert_true (kh_table_draft_get_dirty (draft));
      problems = kh_table_draft_validate (draft);
      g_assert_cmpuint (problems->len, ==, 0);
      changes = kh_table_draft_dup_changes (draft);
      g_assert_cmpuint (changes->len, ==, 1);
      kh_table_draft_revert (draft);
      g_assert_cmpuint (kh_table_draft_get_n (draft), ==, 1);
      g_assert_false (kh_table_draft_get_dirty (draft));
    }
}

/* What the store would have after the changes. */
static GPtrArray *
apply (KhRows    *original,
       GPtrArray *changes)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < kh_rows_get_n (original); i++)
    g_ptr_array_add (rows, g_object_ref (kh_rows_get (original, i)));
  for (guint i = 0; i < changes->len; i++)
    {
      const KhRowChange *change = g_ptr_array_index (changes, i);
      KhRow *kept = kh_row_get_id (change->row) != 0 ? kh_rows_find (original, kh_row_get_id (change->row)) : NULL;

      g_assert_true (kh_row_get_id (change->row) == 0 || kept != NULL);
      if (kept != NULL)
        g_ptr_array_remove (rows, kept);
      if (!change->removed)
        g_ptr_array_add (rows, g_object_ref (change->row));
    }

  return rows;
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  gint64 first = kh_row_get_number (*(KhRow **) a, KH_CONTACT_ORDER);
  gint64 second = kh_row_get_number (*(KhRow **) b, KH_CONTACT_ORDER);

  return first < second ? -1 : first > second;
}

static void
step (KhTableDraft *draft,
      GRand        *chance)
{
  guint position = (guint) g_rand_int_range (chance, 0, (gint32) kh_table_draft_get_n (draft));
  guint n = (guint) g_rand_int_range (chance, 0, 9000);
  g_autofree char *cells = NULL;

  switch (g_rand_int_range (chance, 0, 6))
    {
    case 0:
      kh_table_draft_remove (draft, position);
      break;
    case 1:
      kh_table_draft_undo (draft);
      break;
    case 2:
      kh_table_draft_move (draft, position, g_rand_boolean (chance) ? 1 : -1);
      break;
    case 3:
      cells = g_strdup_printf ("Ann %u\tson\r\nBob %u\n", n, n);
      kh_table_draft_paste (draft, position, KH_CONTACT_NAME, cells);
      break;
    default:
      type_row (draft, position, n);
    }
}

/* Whatever was done, the changes lead from what is kept to what is shown, in the order that is
 * shown, and a draft that leads back to what is kept is clean. */
static void
test_walks (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint walk = 0; walk < N_WALKS; walk++)
    {
      g_autoptr (KhRows) original = make_rows (KH_TABLE_CONTACTS, walk % 5);
      g_autoptr (KhTableDraft) draft = kh_table_draft_new (original, NULL);
      g_autoptr (GPtrArray) shown = NULL;
      g_autoptr (GPtrArray) changes = NULL;
      g_autoptr (GPtrArray) kept = NULL;

      kh_table_draft_set_appends (draft, TRUE);
      for (guint i = 0; i < N_STEPS; i++)
        step (draft, chance);
      shown = kh_table_draft_dup_rows (draft);
      changes = kh_table_draft_dup_changes (draft);
      kept = apply (original, changes);
      g_ptr_array_sort (kept, compare_orders);
      g_assert_cmpuint (kept->len, ==, shown->len);
      for (guint i = 0; i < kept->len; i++)
        {
          g_assert_true (kh_row_equal (g_ptr_array_index (kept, i), g_ptr_array_index (shown, i)));
          g_assert_cmpint (kh_row_get_id (g_ptr_array_index (kept, i)), ==,
                           kh_row_get_id (g_ptr_array_index (shown, i)));
        }
      g_assert_cmpint (changes->len > 0, ==, kh_table_draft_get_dirty (draft));
    }
}

static void
test_undo (void)
{
  g_autoptr (KhRows) original = make_rows (KH_TABLE_CONTACTS, 3);
  g_autoptr (KhTableDraft) draft = kh_table_draft_new (original, NULL);

  g_assert_false (kh_table_draft_can_undo (draft));
  kh_table_draft_remove (draft, 1);
  kh_table_draft_remove (draft, 0);
  g_assert_true (kh_table_draft_get_dirty (draft));
  g_assert_cmpuint (kh_table_draft_undo (draft), ==, 0);
  g_assert_cmpuint (kh_table_draft_undo (draft), ==, 1);
  g_assert_cmpuint (kh_table_draft_undo (draft), ==, KH_COLUMN_NONE);
  g_assert_false (kh_table_draft_get_dirty (draft));
  g_assert_true (kh_table_draft_move (draft, 0, 1));
  g_assert_true (kh_table_draft_get_dirty (draft));
  g_assert_true (kh_table_draft_move (draft, 1, -1));
  g_assert_false (kh_table_draft_get_dirty (draft));
  g_assert_false (kh_table_draft_move (draft, 2, 1));
  g_assert_false (kh_table_draft_move (draft, 0, -1));
}

/* A wrong cell has its error and the rest of the paste is there. */
static void
test_paste (void)
{
  g_autoptr (KhRows) original = kh_rows_new (KH_TABLE_CONTACTS);
  g_autoptr (KhTableDraft) draft = kh_table_draft_new (original, NULL);
  g_autoptr (GPtrArray) problems = NULL;
  const KhRowProblem *problem;

  kh_table_draft_set_appends (draft, TRUE);
  g_assert_cmpuint (kh_table_draft_paste (draft, 0, KH_CONTACT_NAME,
                                          "Ann Lee\tdaughter\tKeyholder\tHome\t(801) 555-0142\r\n"
                                          "Bob Lee\tson\tnot a kind\tCell\t801 555 0143\r\n\r\n"), ==, 2);
  g_assert_cmpuint (kh_table_draft_get_n (draft), ==, 3);
  g_assert_cmpstr (kh_row_get (kh_row_draft_get_edited (kh_table_draft_get (draft, 1)), KH_CONTACT_PHONE_1), ==,
                   "+18015550143");
  problems = kh_table_draft_validate (draft);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpuint (problem->position, ==, 1);
  g_assert_cmpuint (problem->column, ==, KH_CONTACT_KIND);
}

/* What a rule found is noted where it is, and is gone once the other of two twins was mended. */
static void
test_notes (void)
{
  g_autoptr (KhRows) original = kh_rows_new (KH_TABLE_ZONES);
  g_autoptr (KhTableDraft) draft = kh_table_draft_new (original, NULL);
  g_autoptr (GPtrArray) twins = NULL;
  g_autoptr (GPtrArray) none = NULL;

  kh_table_draft_set_appends (draft, TRUE);
  kh_table_draft_paste (draft, 0, KH_ZONE_NUMBER, "001\tFront door\n001\tBack door");
  twins = kh_table_draft_validate (draft);
  g_assert_cmpuint (twins->len, ==, 1);
  g_assert_nonnull (kh_row_draft_get_error (kh_table_draft_get (draft, 1), KH_ZONE_NUMBER));
  kh_table_draft_set_text (draft, 0, KH_ZONE_NUMBER, "002");
  none = kh_table_draft_validate (draft);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (kh_row_draft_get_error (kh_table_draft_get (draft, 1), KH_ZONE_NUMBER));
}

static const char *
get_number (KhRowDraft *row)
{
  return kh_row_get (kh_row_draft_get_edited (row), KH_ZONE_NUMBER);
}

/* The number of a zone gets as many digits as the company wants, and is the same zone without the zeros in
 * front. */
static void
test_zone_digits (void)
{
  g_autoptr (KhCompany) company = g_object_new (KH_TYPE_COMPANY, "zone-digits", 3, NULL);
  g_autoptr (KhRows) original = kh_rows_new (KH_TABLE_ZONES);
  g_autoptr (KhTableDraft) draft = kh_table_draft_new (original, NULL);
  g_autoptr (GPtrArray) twins = NULL;
  KhRowDraft *first, *second;

  kh_table_draft_set_appends (draft, TRUE);
  kh_table_draft_paste (draft, 0, KH_ZONE_NUMBER, "1\tFront door\n01\tBack door");
  first = kh_table_draft_get (draft, 0);
  second = kh_table_draft_get (draft, 1);
  g_assert_cmpstr (get_number (first), ==, "1");
  twins = kh_table_draft_validate (draft);
  g_assert_cmpuint (twins->len, ==, 1);
  g_assert_nonnull (kh_row_draft_get_error (second, KH_ZONE_NUMBER));

  kh_table_draft_set_company (draft, company);
  kh_table_draft_set_text (draft, 1, KH_ZONE_NUMBER, "2");
  g_assert_cmpstr (get_number (second), ==, "002");
  kh_table_draft_set_text (draft, 0, KH_ZONE_NUMBER, "0010");
  g_assert_cmpstr (get_number (first), ==, "010");
  kh_table_draft_set_text (draft, 0, KH_ZONE_NUMBER, "1000");
  g_assert_cmpstr (kh_row_draft_get_error (first, KH_ZONE_NUMBER), ==, "The monitoring company takes zone numbers of 3 digits.");
}

/* A typed secret is in no text, and goes beside the row. */
static void
test_secrets (void)
{
  g_autoptr (KhRows) original = make_rows (KH_TABLE_CONTACTS, 1);
  g_autoptr (KhTableDraft) draft = kh_table_draft_new (original, NULL);
  g_autoptr (GPtrArray) changes = NULL;
  const KhRowChange *change;
  KhSecret *secret;

  g_assert_true (kh_table_draft_set_text (draft, 0, KH_CONTACT_PIN, "sesame"));
  g_assert_cmpstr (kh_row_draft_get_text (kh_table_draft_get (draft, 0), KH_CONTACT_PIN), ==, "");
  g_assert_true (kh_table_draft_get_dirty (draft));
  changes = kh_table_draft_dup_changes (draft);
  change = g_ptr_array_index (changes, 0);
  g_assert_null (kh_row_get (change->row, KH_CONTACT_PIN));
  secret = g_hash_table_lookup (change->secrets, GUINT_TO_POINTER (KH_CONTACT_PIN));
  g_assert_cmpstr (kh_secret_get_text (secret), ==, "sesame");

  g_assert_true (kh_table_draft_set_text (draft, 0, KH_CONTACT_PIN, ""));
  g_assert_false (kh_table_draft_get_dirty (draft));
  kh_row_draft_remove_secret (kh_table_draft_get (draft, 0), KH_CONTACT_PIN);
  g_clear_pointer (&changes, g_ptr_array_unref);
  changes = kh_table_draft_dup_changes (draft);
  change = g_ptr_array_index (changes, 0);
  g_assert_true (g_hash_table_contains (change->secrets, GUINT_TO_POINTER (KH_CONTACT_PIN)));
  g_assert_null (g_hash_table_lookup (change->secrets, GUINT_TO_POINTER (KH_CONTACT_PIN)));
}

static GPtrArray *
check (KhRows *rows)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GPtrArray *problems = kh_row_problems_new ();
  const KhValueContext context = { 0 };

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    g_ptr_array_add (list, kh_rows_get (rows, i));
  kh_row_rules_check (kh_rows_get_table (rows), list, &context, problems);

  return problems;
}

/* Rows without any part of what they must have, with twins, and too many of them. */
static void
test_rules (void)
{
  for (guint g = 0; g < KH_N_TABLES; g++)
    {
      KhTableId table = (KhTableId) g;
      const KhTable *described = kh_table_get (table);
      g_autoptr (KhRows) rows = make_rows (table, 1);
      g_autoptr (KhRow) twin = kh_row_copy (kh_rows_get (rows, 0));
      g_autoptr (GPtrArray) none = check (rows);
      g_autoptr (GPtrArray) twins = NULL;

      g_assert_cmpuint (none->len, ==, 0);
      for (guint i = 0; i < described->n_columns; i++)
        {
          g_autoptr (KhRows) lacking = kh_rows_copy (rows);
          g_autoptr (GPtrArray) problems = NULL;

          kh_row_set (kh_rows_get (lacking, 0), i, NULL);
          kh_row_set_sealed (kh_rows_get (lacking, 0), i, FALSE);
          problems = check (lacking);
          g_assert_cmpuint (problems->len, ==, (described->columns[i].required & KH_REQUIRED_ALWAYS) != 0);
        }
      kh_rows_append (rows, twin);
      twins = check (rows);
      g_assert_cmpuint (twins->len, ==, described->n_identity > 0);
      g_assert_cmpint (kh_row_same_identity (twin, kh_rows_get (rows, 0)), ==, described->n_identity > 0);
    }
}

static void
test_too_many (void)
{
  g_autoptr (KhRows) rows = kh_rows_new (KH_TABLE_PASSCODES);
  g_autoptr (GPtrArray) problems = NULL;
  const KhRowProblem *problem;

  for (guint i = 0; i < kh_table_get (KH_TABLE_PASSCODES)->max_rows + 2; i++)
    {
      g_autoptr (KhRow) row = make_row (KH_TABLE_PASSCODES, i);

      kh_rows_append (rows, row);
    }
  problems = check (rows);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpuint (problem->position, ==, kh_table_get (KH_TABLE_PASSCODES)->max_rows);
  g_assert_cmpuint (problem->column, ==, KH_COLUMN_NONE);
}

/* What Link wants of the contacts, what it warns of, and permits near their end. */
static void
test_contacts_to_link (void)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) nobody = kh_row_rules_missing_to_link (contacts);
  g_autoptr (GPtrArray) phoneless = NULL;
  g_autoptr (GPtrArray) enough = NULL;
  g_autoptr (GPtrArray) one_number = NULL;
  g_autoptr (GPtrArray) two_numbers = NULL;
  KhRow *contact = kh_row_new (KH_TABLE_CONTACTS);

  g_assert_cmpuint (nobody->len, ==, 1);
  kh_row_set (contact, KH_CONTACT_NAME, "Ann");
  kh_row_set (contact, KH_CONTACT_TWO_CALL, "1");
  g_ptr_array_add (contacts, contact);
  phoneless = kh_row_rules_missing_to_link (contacts);
  g_assert_cmpuint (phoneless->len, ==, 1);
  kh_row_set (contact, KH_CONTACT_PHONE_2, "+18015550142");
  kh_row_set (contact, KH_CONTACT_PHONE_3, "+18015550142x7");
  enough = kh_row_rules_missing_to_link (contacts);
  g_assert_cmpuint (enough->len, ==, 0);
  one_number = kh_row_rules_warn_contacts (contacts);
  g_assert_cmpuint (one_number->len, ==, 1);
  kh_row_set (contact, KH_CONTACT_PHONE_1, "+18015550143");
  two_numbers = kh_row_rules_warn_contacts (contacts);
  g_assert_cmpuint (two_numbers->len, ==, 0);
}

static void
test_permits (void)
{
  g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDateTime) today = g_date_time_new_utc (2026, 2, 27, 12, 0, 0);
  g_autoptr (GPtrArray) warned = NULL;
  static const char *const days[] = { "2026-02-26", "2026-02-27", "2026-03-29", "2026-03-30", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      KhRow *agency = kh_row_new (KH_TABLE_AGENCIES);

      kh_row_set (agency, KH_AGENCY_PERMIT_EXPIRES, days[i]);
      g_ptr_array_add (agencies, agency);
    }
  warned = kh_row_rules_warn_permits (agencies, today, 30);
  g_assert_cmpuint (warned->len, ==, 3);
  g_assert_nonnull (strstr (((KhRowProblem *) g_ptr_array_index (warned, 0))->message, "has expired"));
  g_assert_nonnull (strstr (((KhRowProblem *) g_ptr_array_index (warned, 1))->message, "soon"));
}

static void
check_place (KhTableId   table,
             guint       column,
             gint64      row,
             const char *title)
{
  g_autofree char *text = kh_place_dup_text (table, column, row, title);
  g_autofree char *key = kh_place_dup_key (table, column);
  g_autofree char *label = kh_place_dup_label (text);
  g_auto (KhPlace) place = { 0 };

  g_assert_true (g_str_has_prefix (text, key) && text[strlen (key)] == '#');
  g_assert_true (kh_place_parse (text, &place));
  g_assert_cmpuint (place.table, ==, table);
  g_assert_cmpint (place.row, ==, row);
  g_assert_cmpstr (place.title, ==, title);
  g_assert_true (place.datapoint == (column == KH_COLUMN_NONE ? NULL : kh_table_get_column (table, column)));
  g_assert_cmpstr (label, !=, text);
}

/* Every place is written and read back, whatever its row is called, and no two are alike. */
static void
test_places (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  static const char *const none[] = { "", "contacts/", "contact", "contacts/first-name", "first-name#1", "#", "nobody#2" };

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_auto (KhPlace) place = { 0 };

      g_assert_true (kh_place_parse (datapoint->key, &place));
      g_assert_true (place.datapoint == datapoint && place.table == KH_N_TABLES);
      g_assert_true (g_hash_table_add (keys, g_strdup (datapoint->key)));
    }
  for (guint g = 0; g < KH_N_TABLES; g++)
    {
      KhTableId table = (KhTableId) g;

      check_place (table, KH_COLUMN_NONE, 3, "Ann: #1/2");
      check_place (table, KH_COLUMN_NONE, 3, NULL);
      g_assert_true (g_hash_table_add (keys, kh_place_dup_key (table, KH_COLUMN_NONE)));
      for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
        {
          check_place (table, i, G_MAXINT64, "Ann");
          g_assert_true (g_hash_table_add (keys, kh_place_dup_key (table, i)));
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_auto (KhPlace) place = { 0 };

      g_assert_false (kh_place_parse (none[i], &place));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/table/laws", test_laws);
  g_test_add_func ("/table/one-secret", test_one_secret);
  g_test_add_func ("/table/hiding", test_hiding);
  g_test_add_func ("/table/blank-row", test_blank_row);
  g_test_add_func ("/table/walks", test_walks);
  g_test_add_func ("/table/undo", test_undo);
  g_test_add_func ("/table/paste", test_paste);
  g_test_add_func ("/table/notes", test_notes);
  g_test_add_func ("/table/zone-digits", test_zone_digits);
  g_test_add_func ("/table/secrets", test_secrets);
  g_test_add_func ("/table/rules", test_rules);
  g_test_add_func ("/table/too-many", test_too_many);
  g_test_add_func ("/table/contacts-to-link", test_contacts_to_link);
  g_test_add_func ("/table/permits", test_permits);
  g_test_add_func ("/table/places", test_places);

  return g_test_run ();
}
