/* test-linker-law.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-link-fixture.h"
#include "kh-store-test.h"
#include "kh-value-type.h"

#define N_ACCOUNTS 40u

/* A datapoint that either side may have, have otherwise, or not have. */
typedef struct {
  KhDatapointId id;
  const char *values[3];
} Field;

/* The station's shape of them is in make_account(). */
enum { FIRST, LAST, LINE_1, LINE_2, CITY, ZIP, CROSS, NOTES, PRIMARY, CELL, EMAIL,
       PERMIT, PERMIT_EXPIRES, INSTALLED, PANEL, N_FIELDS };

static const Field fields[N_FIELDS] = {
  [FIRST] = { KH_DATAPOINT_FIRST_NAME, { "Ann", "Anne", "ANN" } },
  [LAST] = { KH_DATAPOINT_LAST_NAME, { "Lee", "O'Leary", "Núñez" } },
  [LINE_1] = { KH_DATAPOINT_ADDRESS_1, { "12 Oak Avenue", "12 Oak Ave", "9 Ash Road" } },
  [LINE_2] = { KH_DATAPOINT_ADDRESS_2, { "Unit 4", "# 4", "Unit 5" } },
  [CITY] = { KH_DATAPOINT_CITY, { "Provo", "Orem", "St. George" } },
  [ZIP] = { KH_DATAPOINT_ZIP, { "84601", "84601-1234", "84058" } },
  [CROSS] = { KH_DATAPOINT_CROSS_STREET, { "Elm & 4th", "Elm and 4th", "<Elm>" } },
  [NOTES] = { KH_DATAPOINT_DISPATCH_NOTES, { "Two dogs", "Gate: \"north\"", "Call first" } },
  [PRIMARY] = { KH_DATAPOINT_PRIMARY_PHONE, { "+18015550142", "+18015550143", "+13855550100" } },
  [CELL] = { KH_DATAPOINT_CELL_PHONE, { "+18015550152", "+18015550153", "+13855550101" } },
  [EMAIL] = { KH_DATAPOINT_EMAIL, { "ann@example.org", "lee@example.org", "Ann@example.org" } },
  [PERMIT] = { KH_DATAPOINT_PERMIT_NUMBER, { "P-1042", "p-1042", "77" } },
  [PERMIT_EXPIRES] = { KH_DATAPOINT_PERMIT_EXPIRY, { "2027-03-31", "2028-03-31", "2026-12-01" } },
  [INSTALLED] = { KH_DATAPOINT_INSTALL_DATE, { "2019-05-01", "2020-05-01", "2019-05-02" } },
  [PANEL] = { KH_DATAPOINT_PANEL_LOCATION, { "Basement", "Hall closet", "basement" } },
};

/* What each side has of each field; NULL for nothing. */
typedef const char *Values[N_FIELDS];

static void
choose_values (GRand  *rand,
               Values  values)
{
  for (guint i = 0; i < N_FIELDS; i++)
    {
      gint32 choice = g_rand_int_range (rand, 0, 4);

      values[i] = choice < 3 ? fields[i].values[choice] : NULL;
    }
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_item (JsonBuilder *builder,
          const char  *type,
          const char  *name,
          const char  *value)
{
  if (value == NULL)
    return;
  json_builder_begin_object (builder);
  add_string (builder, "type", type);
  add_string (builder, name, value);
  json_builder_end_object (builder);
}

static void
add_site (JsonBuilder  *builder,
          const Values  theirs)
{
  json_builder_begin_object (builder);
  add_string (builder, "dispatch_notes", theirs[NOTES]);
  json_builder_begin_object (json_builder_set_member_name (builder, "name"));
  add_string (builder, "first", theirs[FIRST]);
  add_string (builder, "last", theirs[LAST]);
  json_builder_end_object (builder);
  json_builder_begin_object (json_builder_set_member_name (builder, "address"));
  add_string (builder, "line1", theirs[LINE_1]);
  add_string (builder, "line2", theirs[LINE_2]);
  add_string (builder, "city", theirs[CITY]);
  add_string (builder, "zip", theirs[ZIP]);
  add_string (builder, "cross_street", theirs[CROSS]);
  json_builder_end_object (builder);
  json_builder_begin_array (json_builder_set_member_name (builder, "phones"));
  add_item (builder, "primary", "number", theirs[PRIMARY]);
  add_item (builder, "cell", "number", theirs[CELL]);
  json_builder_end_array (builder);
  json_builder_begin_array (json_builder_set_member_name (builder, "emails"));
  add_item (builder, "email", "address", theirs[EMAIL]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* A list of one item whose members are datapoints, or of none. */
static void
add_list (JsonBuilder *builder,
          const char  *list,
          const char  *names[2],
          const char  *values[2])
{
  json_builder_set_member_name (builder, list);
  json_builder_begin_array (builder);
  if (values[0] != NULL || values[1] != NULL)
    {
      json_builder_begin_object (builder);
      if (g_str_equal (list, "systems"))
        json_builder_add_int_value (json_builder_set_member_name (builder, "no"), 1);
      add_string (builder, names[0], values[0]);
      add_string (builder, names[1], values[1]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_account (JsonBuilder  *builder,
             guint         index,
             const Values  theirs)
{
  g_autofree char *number = g_strdup_printf ("L%u", index);

  json_builder_begin_object (builder);
  add_string (builder, "number", number);
  json_builder_set_member_name (builder, "site");
  add_site (builder, theirs);
  add_list (builder, "permits", (const char *[]) { "number", "expires" },
            (const char *[]) { theirs[PERMIT], theirs[PERMIT_EXPIRES] });
  add_list (builder, "systems", (const char *[]) { "install_date", "panel_location" },
            (const char *[]) { theirs[INSTALLED], theirs[PANEL] });
  json_builder_end_object (builder);
}

static gint64
add_customer (KhLinkFixture *fixture,
              guint          index,
              const Values   ours)
{
  g_autofree char *number = g_strdup_printf ("L%u", index);
  gint64 customer = kh_link_fixture_add_customer (fixture, number, NULL);
  g_autoptr (KhCustomer) edited = kh_link_fixture_load (fixture, customer, NULL);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_FIELDS; i++)
    kh_customer_set (edited, fields[i].id, ours[i]);
  kept = kh_store_test_save (fixture->store, edited, &error);
  g_assert_no_error (error);

  return customer;
}

static void
choose_resolutions (GRand        *rand,
                    KhComparison *comparison)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (comparison)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (comparison), i);
      KhResolution resolution = (KhResolution) g_rand_int_range (rand, 0, 3);

      if (kh_discrepancy_allows (row, resolution))
        kh_discrepancy_set_resolution (row, resolution);
    }
}

/* What the page promised of one row, against what is kept on both sides. */
static void
assert_promise (KhDiscrepancy *row,
                KhCustomer    *before,
                KhAccount     *account_before,
                KhCustomer    *after,
                KhAccount     *account_after)
{
  KhDatapointId id = kh_discrepancy_get_datapoint (row);
  const char *here = kh_customer_get (before, id);
  const char *there = kh_account_get_value (account_before, id);

  switch (kh_discrepancy_get_resolution (row))
    {
    case KH_RESOLUTION_OURS:
      g_assert_cmpstr (kh_account_get_value (account_after, id), ==, here);
      g_assert_cmpstr (kh_customer_get (after, id), ==, here);
      break;
    case KH_RESOLUTION_THEIRS:
      g_assert_cmpstr (kh_account_get_value (account_after, id), ==, there);
      g_assert_true (kh_value_equal (kh_datapoint_get (id), kh_customer_get (after, id), there));
      break;
    case KH_RESOLUTION_LEAVE:
      g_assert_cmpstr (kh_account_get_value (account_after, id), ==, there);
      g_assert_cmpstr (kh_customer_get (after, id), ==, here);
      break;
    case KH_RESOLUTION_UNDECIDED:
    default:
      g_assert_not_reached ();
    }
}

/* Links one account with resolutions at random. Gives how many values went either way. */
static guint
link_one (KhLinkFixture *fixture,
          GRand         *rand,
          guint          index,
          gint64         number)
{
  g_autofree char *id = g_strdup_printf ("SUMMITL%u", index);
  g_autoptr (KhAccount) account_before = kh_link_fixture_read_account (fixture, id);
  g_autoptr (KhCustomer) before = kh_link_fixture_load (fixture, number, NULL);
  g_autoptr (KhLinker) linker = kh_link_fixture_start (fixture, number);
  g_autoptr (KhAccount) account_after = NULL;
  g_autoptr (KhCustomer) after = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GPtrArray) written = NULL;
  g_autoptr (GPtrArray) adopted = NULL;
  KhComparison *comparison = kh_linker_get_comparison (linker);

  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  choose_resolutions (rand, comparison);
  written = kh_comparison_dup_changes (comparison);
  adopted = kh_comparison_dup_adopted (comparison);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);

  account_after = kh_link_fixture_read_account (fixture, id);
  after = kh_link_fixture_load (fixture, number, &link);
  g_assert_nonnull (link);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDiscrepancy *row = kh_comparison_get (comparison, (KhDatapointId) i);

      if (row != NULL)
        assert_promise (row, before, account_before, after, account_after);
      else
        g_assert_cmpstr (kh_customer_get (after, (KhDatapointId) i), ==, kh_customer_get (before, (KhDatapointId) i));
    }

  return written->len + adopted->len;
}

static void
test_promises (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *accounts = NULL;
  g_auto (KhLinkFixture) fixture = { 0 };
  guint n_values = 0;

  g_test_message ("seed %u", seed);
  json_builder_begin_array (builder);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      Values theirs;

      choose_values (rand, theirs);
      add_account (builder, i, theirs);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  accounts = kh_json_to_text (root);

  kh_link_fixture_init (&fixture);
  kh_link_fixture_replace_station (&fixture, accounts);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      Values ours;

      choose_values (rand, ours);
      n_values += link_one (&fixture, rand, i, add_customer (&fixture, i, ours));
    }
  g_assert_cmpuint (n_values, >, N_ACCOUNTS);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&fixture), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/linker-law/promises", test_promises);

  return g_test_run ();
}
