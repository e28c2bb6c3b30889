/* test-linker.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-liar.h"
#include "kh-link-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define ANN "SUMMIT1042"

static void
assert_value (KhAccount     *account,
              KhDatapointId  id,
              const char    *value)
{
  g_assert_cmpint (kh_account_get_state (account, id), ==, KH_ACCOUNT_CLEAR);
  g_assert_cmpstr (kh_account_get_value (account, id), ==, value);
}

/* No link, no attempt, and no reference at the station. */
static void
assert_unlinked (KhLinkFixture *fixture,
                 gint64         customer,
                 const char    *account)
{
  KhLink *link = NULL;
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (fixture, customer, &link);

  g_assert_null (link);
  g_assert_cmpuint (kh_link_fixture_count_attempts (fixture), ==, 0);
  if (account != NULL)
    {
      g_autoptr (KhAccount) there = kh_link_fixture_read_account (fixture, account);

      g_assert_null (kh_account_get_external_ref (there));
    }
}

static void
assert_linked (KhLinkFixture *fixture,
               gint64         customer,
               const char    *account)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (fixture, customer, &link);
  g_autoptr (KhAccount) there = kh_link_fixture_read_account (fixture, account);
  g_autofree char *ours = g_strdup_printf ("%" G_GINT64_FORMAT, customer);

  g_assert_nonnull (link);
  g_assert_cmpstr (link->account, ==, account);
  g_assert_cmpstr (link->linked_by, ==, "Maria Vega");
  g_assert_cmpstr (kh_account_get_external_ref (there), ==, ours);
  g_assert_cmpuint (kh_link_fixture_count_attempts (fixture), ==, 0);
}

static void
assert_failed (KhLinker   *linker,
               GQuark      domain,
               int         code,
               const char *words)
{
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  g_assert_error (kh_linker_get_error (linker), domain, code);
  if (words != NULL && strstr (kh_linker_get_error (linker)->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", kh_linker_get_error (linker)->message, words);
}

static void
on_state_cb (KhLinker   *linker,
             GParamSpec *pspec G_GNUC_UNUSED,
             GString    *states)
{
  g_string_append_printf (states, "%s ", kh_linker_state_to_string (kh_linker_get_state (linker)));
}

static void
test_links (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (GString) states = g_string_new (NULL);
  g_autoptr (KhAccount) account = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_new_linker (&fixture, customer);
  g_signal_connect (linker, "notify::state", G_CALLBACK (on_state_cb), states);

  kh_linker_start (linker);
  kh_link_wait (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_cmpuint (kh_comparison_count_rows (kh_linker_get_comparison (linker)), ==, 2);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 0);

  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  g_assert_cmpstr (states->str, ==, "looking-up reading compared reading-again trying writing referring recording linked ");
  g_assert_cmpstr (kh_linker_get_link (linker)->account, ==, ANN);
  g_assert_false (kh_linker_get_pending (linker));
  assert_linked (&fixture, customer, ANN);
  account = kh_link_fixture_read_account (&fixture, ANN);
  assert_value (account, KH_DATAPOINT_ADDRESS_1, "12 Oak Avenue");
  assert_value (account, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 1);

  /* Of a link that is there already, a second linker only tells. */
  g_clear_object (&linker);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  g_assert_cmpstr (kh_linker_get_link (linker)->account, ==, ANN);
}

/* Nobody to call, here or there, is said before the Link; one contact with a phone is enough. */
static void
test_nobody_to_call (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) nobody = NULL;
  g_autoptr (KhLinker) somebody = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) none = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  nobody = kh_link_fixture_start (&fixture, customer);
  warnings = kh_linker_dup_warnings (nobody);
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), "Dynamark has nobody to call"));
  kh_linker_cancel (nobody);
  kh_link_fixture_make_owner (&fixture);
  kh_link_fixture_make_ready (&fixture, customer);
  somebody = kh_link_fixture_start (&fixture, customer);
  none = kh_linker_dup_warnings (somebody);
  g_assert_cmpuint (none->len, ==, 0);
  kh_linker_cancel (somebody);
}

/* No change set goes out when nothing differs, but the link is made. */
static void
test_same (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "7000", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_cmpuint (kh_comparison_count_rows (kh_linker_get_comparison (linker)), ==, 0);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_linked (&fixture, customer, "SUMMIT7000");
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 0);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_DRY_RUN), ==, 0);
}

static void
test_not_found (void)
{
  static const struct { const char *number; const char *near; } rows[] = {
    { "ab77", "AB-77" },
    { "1043", NULL },
    { "01042", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (KhLinkFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;
      gint64 customer;

      kh_link_fixture_init (&fixture);
      customer = kh_link_fixture_add_customer (&fixture, rows[i].number, NULL);
      linker = kh_link_fixture_start (&fixture, customer);
      kh_assert_link_state (linker, KH_LINKER_NOT_FOUND);
      g_assert_cmpstr (kh_linker_get_near (linker)[0], ==, rows[i].near);
      g_assert_null (kh_linker_get_comparison (linker));
      kh_linker_cancel (linker);
      kh_assert_link_state (linker, KH_LINKER_IDLE);
      assert_unlinked (&fixture, customer, NULL);
    }
}

static void
test_several (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  GPtrArray *accounts;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "3000", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_assert_link_state (linker, KH_LINKER_SEVERAL);
  accounts = kh_linker_get_accounts (linker);
  g_assert_cmpuint (accounts->len, ==, 2);
  kh_linker_choose (linker, g_ptr_array_index (accounts, 1));
  kh_link_wait (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  g_assert_cmpstr (kh_linker_get_link (linker)->receiver, ==, "9");
  assert_linked (&fixture, customer, kh_account_get_id (g_ptr_array_index (accounts, 1)));
}

/* The receiver chooses; one that the station does not know is left out. */
static void
test_receiver (void)
{
  static const struct { const char *number; const char *receiver; KhLinkerState state; } rows[] = {
    { "3000", "9", KH_LINKER_COMPARED },
    { "3000", "7", KH_LINKER_SEVERAL },
    { "1042", "7", KH_LINKER_COMPARED },
    { "1043", "7", KH_LINKER_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (KhLinkFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;
      gint64 customer;

      kh_link_fixture_init (&fixture);
      customer = kh_link_fixture_add_customer (&fixture, rows[i].number, rows[i].receiver);
      linker = kh_link_fixture_start (&fixture, customer);
      kh_assert_link_state (linker, rows[i].state);
    }
}

static void
test_other_dealer (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "5000", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  assert_failed (linker, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS, "Dynamark");
  assert_unlinked (&fixture, customer, "OTHER5000");
}

static void
test_linked_there (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "6000", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  assert_failed (linker, KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE, "customer 999");
  g_assert_null (kh_linker_get_comparison (linker));
  g_assert_cmpuint (kh_link_fixture_count_attempts (&fixture), ==, 0);
}

/* The station gives an account that we link another number. */
static void
test_linked_here (void)
{
  static const char renumbered[] = "[{\"id\":\"SUMMIT1042\",\"number\":\"1043\"}]";
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) first = NULL;
  g_autoptr (KhLinker) second = NULL;
  g_autofree char *words = NULL;
  gint64 ann;
  gint64 other;

  kh_link_fixture_init (&fixture);
  ann = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  other = kh_link_fixture_add_customer (&fixture, "1043", NULL);
  first = kh_link_fixture_start (&fixture, ann);
  kh_link_press (first);
  kh_assert_link_state (first, KH_LINKER_LINKED);

  kh_link_fixture_replace_station (&fixture, renumbered);
  second = kh_link_fixture_start (&fixture, other);
  words = g_strdup_printf ("Ann Lee (customer %" G_GINT64_FORMAT ")", ann);
  assert_failed (second, KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_HERE, words);
  assert_unlinked (&fixture, other, ANN);
}

/* A station whose account has another number than its look-up says. */
static gboolean
answer_renumbered (KhLiar        *liar G_GNUC_UNUSED,
                   GIOStream     *stream,
                   const char    *request,
                   gconstpointer  data G_GNUC_UNUSED)
{
  const char *body = "{\"id\":\"X1\",\"number\":\"01042\",\"status\":\"active\",\"version\":1,\"site\":{}}";
  g_autofree char *answer = NULL;

  if (g_str_has_prefix (request, "GET /v1/capabilities"))
    body = "{\"name\":\"Liar\",\"dealer\":\"SUMMIT\",\"profile\":\"generic\",\"features\":[],\"fields\":[]}";
  else if (g_str_has_prefix (request, "GET /v1/accounts?"))
    body = "{\"items\":[{\"id\":\"X1\",\"number\":\"1042\",\"status\":\"active\"}],\"near\":[],\"next\":null}";
  answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"1\"\r\n"
                            "Content-Length: %u\r\n\r\n%s", (guint) strlen (body), body);

  return kh_liar_write (stream, answer, -1);
}

static void
test_wrong_answer (void)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_renumbered, NULL, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;

  kh_link_fixture_init_at (&fixture, address, NULL);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  assert_failed (linker, KH_LINKER_ERROR, KH_LINKER_ERROR_WRONG_ANSWER, "1042");
  g_assert_null (kh_linker_get_comparison (linker));
  assert_unlinked (&fixture, customer, NULL);
}

/* A Link that somebody at the station, or at the next desk, overtakes is shown again. */
static void
test_changed_there (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  KhDiscrepancy *phone;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  phone = kh_comparison_get (kh_linker_get_comparison (linker), KH_DATAPOINT_PRIMARY_PHONE);
  kh_discrepancy_set_resolution (phone, KH_RESOLUTION_LEAVE);
  g_assert_true (kh_reference_station_edit (fixture.station, ANN, "/site/address/line1", "\"9 Ash Rd\"", &error));
  g_assert_no_error (error);

  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_true (kh_linker_get_changed_meanwhile (linker));
  g_assert_cmpstr (kh_discrepancy_get_theirs (kh_comparison_get (kh_linker_get_comparison (linker), KH_DATAPOINT_ADDRESS_1)),
                   ==, "9 Ash Rd");
  phone = kh_comparison_get (kh_linker_get_comparison (linker), KH_DATAPOINT_PRIMARY_PHONE);
  g_assert_cmpint (kh_discrepancy_get_resolution (phone), ==, KH_RESOLUTION_LEAVE);
  assert_unlinked (&fixture, customer, ANN);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 0);

  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  g_assert_false (kh_linker_get_changed_meanwhile (linker));
  account = kh_link_fixture_read_account (&fixture, ANN);
  assert_value (account, KH_DATAPOINT_ADDRESS_1, "12 Oak Avenue");
  assert_value (account, KH_DATAPOINT_PRIMARY_PHONE, "+18015550101");
}

/* A new version with the same values needs no new look. */
static void
test_touched_there (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  g_assert_true (kh_reference_station_edit (fixture.station, ANN, "/site/address/line1", "\"4 Elm St\"", &error));
  g_assert_no_error (error);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_linked (&fixture, customer, ANN);
}

static void
test_changed_here (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhCustomer) edited = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  edited = kh_link_fixture_load (&fixture, customer, NULL);
  kh_customer_set (edited, KH_DATAPOINT_ADDRESS_1, "14 Oak Avenue");
  kept = kh_store_test_save (fixture.store, edited, &error);
  g_assert_no_error (error);

  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_true (kh_linker_get_changed_meanwhile (linker));
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  account = kh_link_fixture_read_account (&fixture, ANN);
  assert_value (account, KH_DATAPOINT_ADDRESS_1, "14 Oak Avenue");
}

/* Saved while the station checks the values that the clerk saw: these are not written. */
static void
test_changed_while_trying (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhCustomer) edited = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture, "delay:300@dry-run*1");
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_linker_link (linker);
  kh_link_wait_for (linker, KH_LINKER_TRYING);
  edited = kh_link_fixture_load (&fixture, customer, NULL);
  kh_customer_set (edited, KH_DATAPOINT_ADDRESS_1, "14 Oak Avenue");
  kept = kh_store_test_save (fixture.store, edited, &error);
  g_assert_no_error (error);
  kh_assert_link_state (linker, KH_LINKER_TRYING);

  kh_link_wait (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_true (kh_linker_get_changed_meanwhile (linker));
  assert_unlinked (&fixture, customer, ANN);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 0);
}

/* While a Link is not over, its customer keeps the account that it is about. */
static void
test_number_kept (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhCustomer) edited = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture, "drop@changes");
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_link_press (linker);
  assert_failed (linker, KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED, "Dynamark");
  edited = kh_link_fixture_load (&fixture, customer, NULL);
  kh_customer_set (edited, KH_DATAPOINT_ACCOUNT_NUMBER, "7000");
  kept = kh_store_test_save (fixture.store, edited, &error);
  g_assert_null (kept);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED);
}

static void
test_number_changed_here (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhCustomer) edited = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  edited = kh_link_fixture_load (&fixture, customer, NULL);
  kh_customer_set (edited, KH_DATAPOINT_ACCOUNT_NUMBER, "7000");
  kept = kh_store_test_save (fixture.store, edited, &error);
  g_assert_no_error (error);
  kh_link_press (linker);
  assert_failed (linker, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, "Account Number");
  assert_unlinked (&fixture, customer, ANN);
}

static void
test_pending (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture, "pending@changes");
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  g_assert_true (kh_linker_get_pending (linker));
  assert_linked (&fixture, customer, ANN);
}

/* Link Account once more carries on where the clerk stopped waiting. */
static void
assert_settles (KhLinkFixture *fixture,
                KhLinker      *linker,
                gint64         customer)
{
  assert_failed (linker, KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED, NULL);
  kh_linker_start (linker);
  kh_link_wait (linker);
  if (kh_linker_get_state (linker) == KH_LINKER_COMPARED)
    kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_linked (fixture, customer, ANN);
}

/* Given up while a station is waited for, it fails with nothing done; from the change
 * set on, only the waiting is given up; and what is being recorded is recorded. */
static void
test_cancel (void)
{
  static const struct { KhLinkerState state; gboolean stops; gboolean writing; } rows[] = {
    { KH_LINKER_LOOKING_UP, TRUE, FALSE },
    { KH_LINKER_READING, TRUE, FALSE },
    { KH_LINKER_READING_AGAIN, TRUE, FALSE },
    { KH_LINKER_TRYING, TRUE, FALSE },
    { KH_LINKER_WRITING, FALSE, TRUE },
    { KH_LINKER_REFERRING, FALSE, TRUE },
    { KH_LINKER_RECORDING, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (KhLinkFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;
      gint64 customer;

      kh_link_fixture_init (&fixture);
      customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
      linker = kh_link_fixture_new_linker (&fixture, customer);
      kh_linker_start (linker);
      if (rows[i].state > KH_LINKER_COMPARED)
        {
          kh_link_wait (linker);
          kh_linker_link (linker);
        }
      kh_link_wait_for (linker, rows[i].state);
      kh_linker_cancel (linker);
      kh_link_wait (linker);
      if (rows[i].stops)
        {
          assert_failed (linker, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
          assert_unlinked (&fixture, customer, ANN);
          g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 0);
        }
      else if (rows[i].writing)
        assert_settles (&fixture, linker, customer);
      else
        {
          kh_assert_link_state (linker, KH_LINKER_LINKED);
          assert_linked (&fixture, customer, ANN);
        }
    }
}

/* A station that wants half a minute before the next try keeps nobody who has had enough. */
static void
test_cancel_pause (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;
  gint64 began;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  kh_link_fixture_fault (&fixture, "status:503:30@reference");
  linker = kh_link_fixture_start (&fixture, customer);
  kh_linker_link (linker);
  kh_link_wait_for (linker, KH_LINKER_REFERRING);
  while (kh_reference_station_count (fixture.station, KH_REFERENCE_REFERENCE) == 0)
    g_main_context_iteration (NULL, TRUE);
  kh_store_test_pause (100);
  kh_assert_link_state (linker, KH_LINKER_REFERRING);

  began = g_get_monotonic_time ();
  kh_linker_cancel (linker);
  kh_link_wait (linker);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 15 * G_TIME_SPAN_SECOND);
  kh_reference_station_clear_faults (fixture.station);
  assert_settles (&fixture, linker, customer);
}

/* A clerk may give up, and begin anew, as often as they like. */
static void
test_begin_anew (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_linker_cancel (linker);
  kh_assert_link_state (linker, KH_LINKER_IDLE);
  kh_linker_start (linker);
  kh_linker_cancel (linker);
  kh_link_wait (linker);
  assert_failed (linker, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  kh_linker_start (linker);
  g_assert_null (kh_linker_get_error (linker));
  kh_link_wait (linker);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/linker/links", test_links);
  g_test_add_func ("/linker/nobody-to-call", test_nobody_to_call);
  g_test_add_func ("/linker/same", test_same);
  g_test_add_func ("/linker/not-found", test_not_found);
  g_test_add_func ("/linker/several", test_several);
  g_test_add_func ("/linker/receiver", test_receiver);
  g_test_add_func ("/linker/other-dealer", test_other_dealer);
  g_test_add_func ("/linker/linked-there", test_linked_there);
  g_test_add_func ("/linker/linked-here", test_linked_here);
  g_test_add_func ("/linker/wrong-answer", test_wrong_answer);
  g_test_add_func ("/linker/changed-there", test_changed_there);
  g_test_add_func ("/linker/touched-there", test_touched_there);
  g_test_add_func ("/linker/changed-here", test_changed_here);
  g_test_add_func ("/linker/changed-while-trying", test_changed_while_trying);
  g_test_add_func ("/linker/number-kept", test_number_kept);
  g_test_add_func ("/linker/number-changed-here", test_number_changed_here);
  g_test_add_func ("/linker/pending", test_pending);
  g_test_add_func ("/linker/cancel", test_cancel);
  g_test_add_func ("/linker/cancel-pause", test_cancel_pause);
  g_test_add_func ("/linker/begin-anew", test_begin_anew);

  return g_test_run ();
}
