/* test-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The rows of a customer's tables through the store: kept, changed by two, guarded by grants, and
 * in the history. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-gate.h"
#include "kh-place.h"
#include "kh-table-draft.h"

#include <string.h>

static KhRows *
load (KhOfficeTest *office,
      KhTableId     table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (office->base.store, office->number, table, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_table_finish (office->base.store, result, &error);
  g_assert_no_error (error);

  return rows;
}

static KhRows *
save (KhOfficeTest  *office,
      KhTableDraft  *draft,
      GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) changes = kh_table_draft_dup_changes (draft);

  kh_store_save_table_async (office->base.store, office->number, kh_table_draft_get_table (draft), changes, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_table_finish (office->base.store, result, error);
}

static KhTableDraft *
edit (KhOfficeTest *office,
      KhTableId     table)
{
  g_autoptr (KhRows) rows = load (office, table);
  KhTableDraft *draft = kh_table_draft_new (rows, NULL);

  kh_table_draft_set_appends (draft, TRUE);

  return draft;
}

static void
save_well (KhOfficeTest *office,
           KhTableDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) rows = save (office, draft, &error);

  g_assert_no_error (error);
  g_assert_nonnull (rows);
}

static void
expect_refused (KhOfficeTest *office,
                KhTableDraft *draft,
                GQuark        domain,
                int           code)
{
  gint64 revision = kh_office_test_get_revision (office);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) rows = save (office, draft, &error);

  g_assert_null (rows);
  g_assert_error (error, domain, code);
  g_assert_cmpint (kh_office_test_get_revision (office), ==, revision);
}

static const char *
get_sample (const KhDatapoint *column)
{
  switch ((guint) column->type)
    {
    case KH_VALUE_INTEGER:
      return "7";
    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
      return "007";
    case KH_VALUE_CHOICE:
      return column->choices[0].value;
    case KH_VALUE_BOOLEAN:
      return "1";
    case KH_VALUE_DATE:
      return "2020-02-29";
    case KH_VALUE_PHONE:
      return "+18015550142x7";
    case KH_VALUE_EMAIL:
      return "ann@example.com";
    default:
      return "Adams: #1/2’s";
    }
}

static void
type_row (KhTableDraft *draft,
          guint         position)
{
  KhTableId table = kh_table_draft_get_table (draft);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (table, i);

      g_assert_true (kh_table_draft_set_text (draft, position, i, column->sealed ? "sesame" : get_sample (column)));
    }
}

/* Every column of every table comes back as it was, after the file was closed too. */
static void
test_round_trip (KhOfficeTest  *office,
                 gconstpointer  data G_GNUC_UNUSED)
{
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      g_autoptr (KhTableDraft) draft = edit (office, (KhTableId) t);

      type_row (draft, 0);
      save_well (office, draft);
    }
  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      g_autoptr (KhRows) rows = load (office, (KhTableId) t);

      g_assert_cmpuint (kh_rows_get_n (rows), ==, 1);
      for (guint i = 0; i < kh_table_get ((KhTableId) t)->n_columns; i++)
        {
          const KhDatapoint *column = kh_table_get_column ((KhTableId) t, i);
          KhRow *row = kh_rows_get (rows, 0);

          g_assert_cmpint (kh_row_is_sealed (row, i), ==, column->sealed);
          g_assert_cmpstr (kh_row_get (row, i), ==, column->sealed ? NULL : get_sample (column));
        }
    }
}

static void
add_contacts (KhOfficeTest *office,
              const char   *text)
{
  g_autoptr (KhTableDraft) draft = edit (office, KH_TABLE_CONTACTS);

  kh_table_draft_paste (draft, kh_table_draft_get_n (draft) - 1, KH_CONTACT_NAME, text);
  save_well (office, draft);
}

static char *
dup_names (KhOfficeTest *office)
{
  g_autoptr (KhRows) rows = load (office, KH_TABLE_CONTACTS);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    g_string_append_printf (names, "%s%s%s", i > 0 ? " " : "", kh_row_get (kh_rows_get (rows, i), KH_CONTACT_ORDER),
                            kh_row_get (kh_rows_get (rows, i), KH_CONTACT_NAME));

  return g_string_free (names, FALSE);
}

static void
expect_names (KhOfficeTest *office,
              const char   *expected)
{
  g_autofree char *names = dup_names (office);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_order (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) draft = NULL;

  add_contacts (office, "Ann\nBob\nCid");
  expect_names (office, "1Ann 2Bob 3Cid");
  draft = edit (office, KH_TABLE_CONTACTS);
  g_assert_true (kh_table_draft_move (draft, 2, -1));
  g_assert_true (kh_table_draft_move (draft, 1, -1));
  kh_table_draft_remove (draft, 2);
  save_well (office, draft);
  expect_names (office, "1Cid 2Ann");
}

/* Two clerks: who changes another row is no conflict, who changes the same is, and who comes
 * second loses nothing of the first. */
static void
test_two (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) one = NULL;
  g_autoptr (KhTableDraft) other = NULL;
  g_autoptr (KhTableDraft) late = NULL;
  g_autoptr (KhTableDraft) later = NULL;

  add_contacts (office, "Ann\nBob");
  one = edit (office, KH_TABLE_CONTACTS);
  other = edit (office, KH_TABLE_CONTACTS);
  late = edit (office, KH_TABLE_CONTACTS);
  later = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_set_text (one, 0, KH_CONTACT_NAME, "Anne");
  kh_table_draft_set_text (other, 1, KH_CONTACT_NAME, "Rob");
  kh_table_draft_set_text (late, 0, KH_CONTACT_RELATION, "son");
  kh_table_draft_remove (later, 0);
  save_well (office, one);
  save_well (office, other);
  expect_refused (office, late, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  expect_refused (office, later, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  expect_names (office, "1Anne 2Rob");
}

/* Both added a third contact: no two are called at the same time. */
static void
test_same_place (KhOfficeTest  *office,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) one = edit (office, KH_TABLE_ZONES);
  g_autoptr (KhTableDraft) other = edit (office, KH_TABLE_ZONES);

  kh_table_draft_paste (one, 0, KH_ZONE_NUMBER, "001\tFront door");
  kh_table_draft_paste (other, 0, KH_ZONE_NUMBER, "002\tBack door\n001\tCellar");
  save_well (office, one);
  expect_refused (office, other, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
}

/* Two who add a contact at once both meant the end of the list. */
static void
test_two_new (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) one = NULL;
  g_autoptr (KhTableDraft) other = NULL;
  g_autoptr (KhTableDraft) twice = NULL;

  add_contacts (office, "Ann Lee");
  one = edit (office, KH_TABLE_CONTACTS);
  other = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_paste (one, 1, KH_CONTACT_NAME, "Bob Lee\nCid Lee");
  kh_table_draft_paste (other, 1, KH_CONTACT_NAME, "Dan Lee\nEve Lee");
  save_well (office, one);
  save_well (office, other);
  expect_names (office, "1Ann Lee 2Bob Lee 3Cid Lee 4Dan Lee 5Eve Lee");

  /* One who gives the same place twice is told so. */
  twice = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_paste (twice, 5, KH_CONTACT_NAME, "Fay Lee\nGus Lee");
  kh_row_draft_set_value (kh_table_draft_get (twice, 6), KH_CONTACT_ORDER, "6");
  expect_refused (office, twice, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
}

static gboolean
was_in_history (KhOfficeTest *office,
                const char   *prefix,
                const char   *value)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, office->number);

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (row->datapoint != NULL && g_str_has_prefix (row->datapoint, prefix) && row->new_value == NULL &&
          g_strcmp0 (row->old_value, value) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_history (KhOfficeTest *office,
             const char   *action,
             const char   *prefix,
             const char   *value)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, office->number);

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->action, action) && row->datapoint != NULL && g_str_has_prefix (row->datapoint, prefix) &&
          g_strcmp0 (row->new_value, value) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
test_history (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) draft = NULL;
  g_autoptr (KhTableDraft) gone = NULL;

  add_contacts (office, "Ann Lee\tdaughter");
  g_assert_true (has_history (office, "add-row", "contacts#", NULL));
  g_assert_true (has_history (office, "change", "contacts/relation#", "daughter"));
  draft = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_set_text (draft, 0, KH_CONTACT_NAME, "Ann Bell");
  kh_table_draft_set_text (draft, 0, KH_CONTACT_PIN, "sesame");
  save_well (office, draft);
  g_assert_true (has_history (office, "change", "contacts/name#", "Ann Bell"));
  g_assert_true (has_history (office, "change", "contacts/pin#", NULL));
  gone = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_remove (gone, 0);
  save_well (office, gone);
  g_assert_true (has_history (office, "remove-row", "contacts#", NULL));
  /* Whoever took a row out by mistake can read there what it was. */
  g_assert_true (was_in_history (office, "contacts/name#", "Ann Bell"));
  g_assert_true (was_in_history (office, "contacts/relation#", "daughter"));
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_true (has_history (office, "change", "contacts/name#", "Ann Bell"));
  g_assert_false (has_history (office, "change", "contacts/pin#", NULL));
}

static KhSecret *
reveal (KhOfficeTest  *office,
        gint64         row,
        GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_reveal_row_async (office->base.store, office->number, KH_TABLE_CONTACTS, row, KH_CONTACT_PIN, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_reveal_row_finish (office->base.store, result, error);
}

/* A PIN is sealed, revealed by who may, kept by who may not, sealed anew, and goes with its row. */
static void
test_secrets (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) draft = NULL;
  g_autoptr (KhTableDraft) clerks = NULL;
  g_autoptr (KhTableDraft) gone = NULL;
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (KhSecret) first = NULL;
  g_autoptr (KhSecret) again = NULL;
  g_autoptr (GError) denied = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  add_contacts (office, "Ann\nBob");
  draft = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_set_text (draft, 0, KH_CONTACT_PIN, "sesame");
  save_well (office, draft);
  rows = load (office, KH_TABLE_CONTACTS);
  id = kh_row_get_id (kh_rows_get (rows, 0));
  first = reveal (office, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (first), ==, "sesame");

  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_null (reveal (office, id, &denied));
  g_assert_error (denied, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  clerks = edit (office, KH_TABLE_CONTACTS);
  g_assert_true (kh_row_is_hidden (kh_row_draft_get_edited (kh_table_draft_get (clerks, 0)), KH_CONTACT_PIN));
  kh_table_draft_set_text (clerks, 0, KH_CONTACT_RELATION, "daughter");
  save_well (office, clerks);

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  again = reveal (office, id, &error);
  g_assert_no_error (error);
  g_assert_true (kh_secret_equal (first, again));
  gone = edit (office, KH_TABLE_CONTACTS);
  kh_table_draft_remove (gone, 0);
  save_well (office, gone);
  g_assert_null (reveal (office, id, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
}

static void
take (KhOfficeTest *office,
      KhGrant       grant)
{
  g_autoptr (KhMember) clerk
    = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));

  clerk->taken = kh_grants_with (kh_grants_none (), grant);
  kh_office_test_save_member (office, clerk);
}

/* Without each grant of a table alone, just what it allows is refused, and nothing of it is kept. */
static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  const KhTable *table = kh_table_get (KH_TABLE_CONTACTS);
  const KhGrant grants[] = { table->create, table->modify, table->remove };

  add_contacts (office, "Ann\nBob");
  for (guint i = 0; i < G_N_ELEMENTS (grants); i++)
    for (guint action = 0; action < 3; action++)
      {
        g_autoptr (KhTableDraft) draft = NULL;

        kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
        take (office, grants[i]);
        kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
        draft = edit (office, KH_TABLE_CONTACTS);
        if (action == 0)
          kh_table_draft_set_text (draft, kh_table_draft_get_n (draft) - 1, KH_CONTACT_NAME, "Cid");
        else if (action == 1)
          kh_table_draft_set_text (draft, 0, KH_CONTACT_RELATION, i == 0 ? "son" : "nephew");
        else
          kh_table_draft_remove (draft, kh_table_draft_get_n (draft) - 2);
        if (action == i)
          expect_refused (office, draft, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
        else
          save_well (office, draft);
      }
}

static void
test_hidden (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhRows) rows = NULL;

  add_contacts (office, "Ann\nBob");
  take (office, KH_GRANT_CONTACTS_VIEW);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  rows = load (office, KH_TABLE_CONTACTS);
  g_assert_true (kh_rows_is_hidden (rows));
  g_assert_cmpuint (kh_rows_get_n (rows), ==, 0);
  g_assert_false (has_history (office, "add-row", "contacts", NULL));
  g_assert_false (has_history (office, "change", "contacts/name", "Ann"));
}

/* What was typed wrong, lacks what it must have, or is written over by hand, never gets in. */
static void
test_bad (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhTableDraft) draft = edit (office, KH_TABLE_CONTACTS);
  KhRow *edited;

  kh_table_draft_set_text (draft, 0, KH_CONTACT_NAME, "Ann");
  kh_table_draft_set_text (draft, 0, KH_CONTACT_RELATION, "daughter");
  edited = kh_row_draft_get_edited (kh_table_draft_get (draft, 0));
  kh_row_set (edited, KH_CONTACT_PHONE_1, "no phone");
  expect_refused (office, draft, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  kh_row_set (edited, KH_CONTACT_PHONE_1, NULL);
  kh_row_set (edited, KH_CONTACT_NAME, NULL);
  expect_refused (office, draft, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  kh_row_set (edited, KH_CONTACT_NAME, "Ann");
  kh_row_set_id (edited, 4711);
  expect_refused (office, draft, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  expect_names (office, "");
}

static void
add (const char *path,
     void (*test) (KhOfficeTest  *office,
                   gconstpointer  data))
{
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, test, kh_office_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/tables/round-trip", test_round_trip);
  add ("/tables/order", test_order);
  add ("/tables/two", test_two);
  add ("/tables/two-new", test_two_new);
  add ("/tables/same-place", test_same_place);
  add ("/tables/history", test_history);
  add ("/tables/secrets", test_secrets);
  add ("/tables/grants", test_grants);
  add ("/tables/hidden", test_hidden);
  add ("/tables/bad", test_bad);

  return g_test_run ();
}
