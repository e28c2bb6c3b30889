/* test-linker-review.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-probe.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define OURS "12 Oak Avenue"
#define THEIRS "4 Elm St"
/* The phone is written at once, and the station's answer says so. */
#define PENDING "address-1 pending review referred"
#define REFUSED "address-1 rejected declined"

/* What a person at the station looks at before it is written. */
static void
begin (KhSenderFixture *self,
       const char      *review)
{
  g_autoptr (GError) error = NULL;

  self->sender = NULL;
  kh_link_fixture_init (&self->office);
  kh_reference_station_add_review (self->office.station, review, &error);
  g_assert_no_error (error);
  self->customer = kh_link_fixture_add_customer (&self->office, "1042", NULL);
}

static void
link_referred (KhSenderFixture *self)
{
  g_autoptr (KhLinker) linker = kh_link_fixture_start (&self->office, self->customer);

  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  g_assert_true (kh_linker_get_pending (linker));
}

static void
decide (KhSenderFixture *self,
        gboolean         approve,
        const char      *reason)
{
  kh_probe_decide (kh_reference_station_get_url (self->office.station), approve, reason);
}

/* As the program ends and starts again, with whoever was signed in. */
static void
start_again (KhSenderFixture *self)
{
  kh_link_fixture_close (&self->office);
  kh_link_fixture_open (&self->office, self->office.folder);
}

/* The customer is linked, and what waits there is told until somebody has approved it. */
static void
test_approved (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  begin (&fixture, "/site/address/line1");
  link_referred (&fixture);
  kh_assert_items (&fixture, PENDING);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, PENDING);
  kh_store_test_pause (300);
  kh_assert_items (&fixture, PENDING);
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, THEIRS);
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, OURS);
  /* It is agreed on, so that somebody else's value is one. */
  kh_sender_fixture_edit_there (&fixture, "/site/address/line1", "\"9 Far Rd\"");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "8 Near Rd");
  kh_sender_fixture_wait_for (&fixture, "address-1 held foreign");
}

/* Refused, the reason is told, after a restart, too; and it is sent again when somebody says so. */
static void
test_declined (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;

  begin (&fixture, "/site/address/line1");
  link_referred (&fixture);
  start_again (&fixture);
  decide (&fixture, FALSE, "There is no such house.");
  kh_assert_items (&fixture, PENDING);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, REFUSED);
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "Dynamark"));
  g_assert_nonnull (strstr (message, "There is no such house."));
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, THEIRS);
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture, PENDING);
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, OURS);
}

/* The program ends between the station's answer and the link. */
static void
test_interrupted (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRecovery) recovery = NULL;

  begin (&fixture, "/site/address/line1");
  kh_link_fixture_fault (&fixture.office, "drop@reference");
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  kh_assert_items (&fixture, "");
  g_clear_object (&linker);
  start_again (&fixture);
  kh_reference_station_clear_faults (fixture.office.station);
  recovery = kh_link_fixture_recover (&fixture.office);
  g_assert_cmpuint (recovery->finished->len, ==, 1);
  kh_assert_items (&fixture, PENDING);
  kh_sender_fixture_start (&fixture);
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, OURS);
}

/* What is changed here before anybody there has decided takes its place. */
static void
test_edited (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  begin (&fixture, "/site/address/line1");
  link_referred (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "8 Near Rd");
  kh_assert_items (&fixture, "address-1 queued");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, PENDING);
  decide (&fixture, FALSE, "The old one.");
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "8 Near Rd");
}

/* What was written at once is agreed on before anything is read: what is changed of it here goes out,
 * and what somebody changes there is theirs. */
static void
test_partly (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  begin (&fixture, "/site/address/line1");
  link_referred (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550177");
  kh_assert_items (&fixture, PENDING ", primary-phone queued");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, PENDING);
  kh_assert_there (&fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550177");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, THEIRS);
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, OURS);
}

/* All of it waits where the station looks at all of it. */
static void
test_wholly (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  begin (&fixture, KH_SENDER_ANN);
  link_referred (&fixture);
  kh_assert_items (&fixture, PENDING ", primary-phone pending review referred");
  kh_sender_fixture_start (&fixture);
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, OURS);
}

/* A passcode waits without a trace of it in the file. */
static void
test_secret (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhAccount) account = NULL;

  begin (&fixture, "/passcodes");
  kh_link_fixture_make_owner (&fixture.office);
  kh_link_fixture_set_secret (&fixture.office, fixture.customer, KH_DATAPOINT_PASSCODE, "ROSEBUD7");
  link_referred (&fixture);
  kh_assert_items (&fixture, "passcode pending review referred");
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "ROSEBUD7"));
  kh_sender_fixture_start (&fixture);
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  account = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, "ROSEBUD7");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/linker-review/approved", test_approved);
  g_test_add_func ("/linker-review/declined", test_declined);
  g_test_add_func ("/linker-review/interrupted", test_interrupted);
  g_test_add_func ("/linker-review/edited", test_edited);
  g_test_add_func ("/linker-review/partly", test_partly);
  g_test_add_func ("/linker-review/wholly", test_wholly);
  g_test_add_func ("/linker-review/secret", test_secret);

  return g_test_run ();
}
