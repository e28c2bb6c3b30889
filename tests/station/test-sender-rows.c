/* test-sender-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Contacts on their way to the station: item by item, once, and over nothing that nobody has seen. */

#include "config.h"

#include "kh-account.h"
#include "kh-row-comparison.h"
#include "kh-row-push.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

/* Rows of the record */

static KhRows *
load (KhSenderFixture *fixture)
{
  return kh_sender_fixture_load_table (fixture, KH_TABLE_CONTACTS);
}

static void
add (KhSenderFixture *fixture,
     const char      *name,
     const char      *phone)
{
  g_autoptr (KhRows) rows = load (fixture);
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);
  g_autofree char *order = g_strdup_printf ("%u", kh_rows_get_n (rows) + 1);

  kh_row_set (row, KH_CONTACT_ORDER, order);
  kh_row_set (row, KH_CONTACT_NAME, name);
  kh_row_set (row, KH_CONTACT_RELATION, "neighbour");
  kh_row_set (row, KH_CONTACT_PHONE_1_TYPE, "home");
  kh_row_set (row, KH_CONTACT_PHONE_1, phone);
  kh_sender_fixture_save_row (fixture, row, NULL, FALSE);
}

static KhRow *
find (KhRows     *rows,
      const char *name)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (kh_row_get (kh_rows_get (rows, i), KH_CONTACT_NAME), name) == 0)
        return kh_rows_get (rows, i);
    }

  return NULL;
}

static void
edit (KhSenderFixture *fixture,
      const char      *name,
      guint            column,
      const char      *value)
{
  g_autoptr (KhRows) rows = load (fixture);
  KhRow *before = find (rows, name);
  g_autoptr (KhRow) row = kh_row_copy (before);

  kh_row_set (row, column, value);
  kh_sender_fixture_save_row (fixture, row, before, FALSE);
}

static void
take_out (KhSenderFixture *fixture,
          const char      *name)
{
  g_autoptr (KhRows) rows = load (fixture);
  KhRow *before = find (rows, name);
  g_autoptr (KhRow) row = kh_row_copy (before);

  kh_sender_fixture_save_row (fixture, row, before, TRUE);
}

/* The station's contacts, as "Bob Lee neighbour home:+18015550101, …". */
static char *
dup_there (KhSenderFixture *fixture)
{
  static const guint numbers[] = { KH_CONTACT_PHONE_1, KH_CONTACT_PHONE_2, KH_CONTACT_PHONE_3 };
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);
  KhRows *rows = kh_account_get_rows (account, KH_TABLE_CONTACTS);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", kh_row_get (row, KH_CONTACT_NAME));
      if (kh_row_get (row, KH_CONTACT_RELATION) != NULL)
        g_string_append_printf (text, " %s", kh_row_get (row, KH_CONTACT_RELATION));
      for (guint n = 0; n < G_N_ELEMENTS (numbers); n++)
        {
          if (kh_row_get (row, numbers[n]) != NULL)
            g_string_append_printf (text, " %s:%s", kh_row_get (row, numbers[n] - 1), kh_row_get (row, numbers[n]));
        }
    }

  return g_string_free (text, FALSE);
}

static void
assert_there (KhSenderFixture *fixture,
              const char      *contacts)
{
  g_autofree char *there = dup_there (fixture);

  g_assert_cmpstr (there, ==, contacts);
}

static void
wait_and_assert (KhSenderFixture *fixture,
                 const char      *contacts)
{
  kh_sender_fixture_wait (fixture);
  kh_assert_items (fixture, "");
  assert_there (fixture, contacts);
}

/* The station's id of a contact. */
static char *
dup_item (KhSenderFixture *fixture,
          const char      *name)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);

  return g_strdup (kh_row_get_item (find (kh_account_get_rows (account, KH_TABLE_CONTACTS), name)));
}

static void
edit_there (KhSenderFixture *fixture,
            const char      *name,
            const char      *member,
            const char      *value)
{
  g_autofree char *item = dup_item (fixture, name);
  g_autofree char *path = g_strdup_printf ("/contacts/%s/%s", item, member);

  kh_sender_fixture_edit_there (fixture, path, value);
}

static void
remove_there (KhSenderFixture *fixture,
              const char      *name)
{
  g_autofree char *item = dup_item (fixture, name);
  g_autofree char *path = g_strdup_printf ("/contacts/%s", item);

  kh_sender_fixture_edit_there (fixture, path, NULL);
}

/* What a clerk decides about a row of the Discrepancies */

static void
choose (KhLinker     *linker,
        const char   *name,
        KhDifference  difference,
        KhResolution  resolution)
{
  g_autoptr (GPtrArray) rows = kh_row_comparison_list (kh_comparison_get_rows (kh_linker_get_comparison (linker)),
                                                       KH_TABLE_CONTACTS);

  for (guint i = 0; i < rows->len; i++)
    {
      KhRowDiscrepancy *row = g_ptr_array_index (rows, i);
      g_autofree char *title = kh_row_discrepancy_dup_title (row);

      if (strcmp (title, name) != 0)
        continue;
      g_assert_cmpint (kh_row_discrepancy_get_difference (row), ==, difference);
      kh_row_discrepancy_set_resolution (row, resolution);
      g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, resolution);
      return;
    }
  g_assert_not_reached ();
}

static void
press (KhLinker *linker)
{
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
}

/* Our contacts, as "Bob Lee brother, …". */
static void
assert_here (KhSenderFixture *fixture,
             const char      *contacts)
{
  g_autoptr (KhRows) rows = load (fixture);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", kh_row_get (row, KH_CONTACT_NAME));
      if (kh_row_get (row, KH_CONTACT_RELATION) != NULL)
        g_string_append_printf (text, " %s", kh_row_get (row, KH_CONTACT_RELATION));
    }
  g_assert_cmpstr (text->str, ==, contacts);
}

/* Nothing is held, waits, or is to be decided any more. */
static void
assert_in_step (KhSenderFixture *fixture)
{
  g_autoptr (KhLinker) linker = NULL;

  kh_sender_fixture_wait (fixture);
  kh_assert_items (fixture, "");
  linker = kh_sender_fixture_compare (fixture);
  g_assert_cmpuint (kh_comparison_count_conflicts (kh_linker_get_comparison (linker)), ==, 0);
  kh_linker_cancel (linker);
}

/* Tests */

/* Added, changed, and taken out again: the contact itself, and each of its numbers. */
static void
test_arrives (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "Bob Lee", "+18015550101x7");
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101x7");
  edit (&fixture, "Bob Lee", KH_CONTACT_PHONE_2, "+18015550102");
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101x7 other:+18015550102");
  edit (&fixture, "Bob Lee", KH_CONTACT_PHONE_1, "+18015550103");
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550103 other:+18015550102");
  edit (&fixture, "Bob Lee", KH_CONTACT_PHONE_2, NULL);
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550103");
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "brother");
  edit (&fixture, "Bob Lee", KH_CONTACT_NAME, "Robert Lee");
  wait_and_assert (&fixture, "Robert Lee brother home:+18015550103");
  add (&fixture, "Cid Lee", NULL);
  take_out (&fixture, "Robert Lee");
  wait_and_assert (&fixture, "Cid Lee neighbour");
}

/* Whatever happens on the way, nobody is entered twice. */
static void
test_once (void)
{
  static const char *const faults[] = { "drop@changes*2", "drop-after@changes*1", "truncated@changes*1",
                                        "status:503:1@changes*1", "stale@changes*1", "delay:3000@changes*1" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };

      kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
      kh_sender_fixture_wait (&fixture);
      kh_link_fixture_set_deadline (&fixture.office, 500);
      kh_link_fixture_fault (&fixture.office, faults[i]);
      add (&fixture, "Bob Lee", "+18015550101");
      wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101");
    }
}

/* What was added and taken out again while the station could not be reached is no matter there. */
static void
test_come_and_gone (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  gint64 version;

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  kh_sender_fixture_wait (&fixture);
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "Bob Lee", "+18015550101");
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "brother");
  take_out (&fixture, "Bob Lee");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);
}

/* Somebody at the station was at the same contact: held, until a person says what to do. */
static void
test_conflict (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "Bob Lee", "+18015550101");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit_there (&fixture, "Bob Lee", "relation", "\"uncle\"");
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "brother");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "contacts#1 held foreign");
  assert_there (&fixture, "Bob Lee uncle home:+18015550101");

  kh_sender_fixture_decide (&fixture, KH_OUTBOX_DISCARDED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  assert_there (&fixture, "Bob Lee uncle home:+18015550101");
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "cousin");
  wait_and_assert (&fixture, "Bob Lee cousin home:+18015550101");
}

/* Both sides have changed the same contact, and it is held. */
static KhLinker *
begin_conflict (KhSenderFixture *fixture)
{
  KhLinker *linker;

  kh_sender_fixture_init_by (fixture, KH_REFERENCE_GENERIC);
  add (fixture, "Bob Lee", "+18015550101");
  kh_sender_fixture_wait (fixture);
  kh_sender_fixture_stop (fixture);
  edit_there (fixture, "Bob Lee", "relation", "\"uncle\"");
  edit (fixture, "Bob Lee", KH_CONTACT_RELATION, "brother");
  kh_sender_fixture_start (fixture);
  kh_sender_fixture_wait_for (fixture, "contacts#1 held foreign");
  kh_sender_fixture_edit (fixture, KH_DATAPOINT_CITY, "Ogden");
  linker = kh_sender_fixture_compare (fixture);
  g_assert_cmpuint (kh_comparison_count_undecided (kh_linker_get_comparison (linker)), ==, 1);
  kh_linker_link (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);

  return linker;
}

static void
test_settled_ours (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin_conflict (&fixture);

  choose (linker, "Bob Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS);
  press (linker);
  wait_and_assert (&fixture, "Bob Lee brother home:+18015550101");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_in_step (&fixture);
}

static void
test_settled_theirs (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin_conflict (&fixture);

  choose (linker, "Bob Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_THEIRS);
  press (linker);
  wait_and_assert (&fixture, "Bob Lee uncle home:+18015550101");
  assert_here (&fixture, "Bob Lee uncle");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_in_step (&fixture);
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "cousin");
  wait_and_assert (&fixture, "Bob Lee cousin home:+18015550101");
}

/* The station took the contact out that was changed here: ours goes as well, or is entered there anew. */
static void
test_settled_gone_there (void)
{
  for (guint again = 0; again <= 1; again++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;

      kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
      add (&fixture, "Bob Lee", "+18015550101");
      kh_sender_fixture_wait (&fixture);
      edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "friend");
      kh_sender_fixture_wait (&fixture);
      kh_sender_fixture_stop (&fixture);
      remove_there (&fixture, "Bob Lee");
      edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "brother");
      kh_sender_fixture_start (&fixture);
      kh_sender_fixture_wait_for (&fixture, "contacts#1 held foreign");
      linker = kh_sender_fixture_compare (&fixture);
      choose (linker, "Bob Lee", KH_DIFFERENCE_ONLY_HERE, again == 1 ? KH_RESOLUTION_OURS : KH_RESOLUTION_THEIRS);
      press (linker);
      wait_and_assert (&fixture, again == 1 ? "Bob Lee brother home:+18015550101" : "");
      assert_here (&fixture, again == 1 ? "Bob Lee brother" : "");
      assert_in_step (&fixture);
    }
}

/* The contact that was taken out here was changed there: it goes there, too, or comes back. */
static void
test_settled_gone_here (void)
{
  for (guint back = 0; back <= 1; back++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;

      kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
      add (&fixture, "Bob Lee", "+18015550101");
      kh_sender_fixture_wait (&fixture);
      kh_sender_fixture_stop (&fixture);
      edit_there (&fixture, "Bob Lee", "relation", "\"uncle\"");
      take_out (&fixture, "Bob Lee");
      kh_sender_fixture_start (&fixture);
      kh_sender_fixture_wait_for (&fixture, "contacts#1 held foreign");
      linker = kh_sender_fixture_compare (&fixture);
      choose (linker, "Bob Lee", KH_DIFFERENCE_ONLY_THERE, back == 1 ? KH_RESOLUTION_THEIRS : KH_RESOLUTION_OURS);
      press (linker);
      wait_and_assert (&fixture, back == 1 ? "Bob Lee uncle home:+18015550101" : "");
      assert_here (&fixture, back == 1 ? "Bob Lee uncle" : "");
      assert_in_step (&fixture);
      if (back == 0)
        continue;
      edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "cousin");
      wait_and_assert (&fixture, "Bob Lee cousin home:+18015550101");
    }
}

/* Nothing of ours waits, and somebody at the station was at a contact, or took it out: the account is held
 * all the same, until a person says whose it is to be. */
static void
test_unwaited (void)
{
  for (guint gone = 0; gone <= 1; gone++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;

      kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
      add (&fixture, "Bob Lee", "+18015550101");
      kh_sender_fixture_wait (&fixture);
      if (gone == 1)
        remove_there (&fixture, "Bob Lee");
      else
        edit_there (&fixture, "Bob Lee", "relation", "\"uncle\"");
      kh_sender_look (fixture.sender, fixture.customer);
      kh_sender_fixture_wait (&fixture);
      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
      kh_sender_fixture_wait_for (&fixture, "city held");
      linker = kh_sender_fixture_compare (&fixture);
      g_assert_cmpuint (kh_comparison_count_undecided (kh_linker_get_comparison (linker)), ==, 1);
      choose (linker, "Bob Lee", gone == 1 ? KH_DIFFERENCE_ONLY_HERE : KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_THEIRS);
      press (linker);
      wait_and_assert (&fixture, gone == 1 ? "" : "Bob Lee uncle home:+18015550101");
      assert_here (&fixture, gone == 1 ? "" : "Bob Lee uncle");
      kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
      assert_in_step (&fixture);
    }
}

/* Whose row it is has to be said for each that somebody else was at, once. */
static void
test_settled_known (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "Bob Lee", "+18015550101");
  add (&fixture, "Cid Lee", "+18015550102");
  kh_sender_fixture_wait (&fixture);
  edit_there (&fixture, "Bob Lee", "relation", "\"uncle\"");
  edit_there (&fixture, "Cid Lee", "relation", "\"aunt\"");
  linker = kh_sender_fixture_compare (&fixture);
  g_assert_cmpuint (kh_comparison_count_conflicts (kh_linker_get_comparison (linker)), ==, 2);
  choose (linker, "Bob Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS);
  choose (linker, "Cid Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_THEIRS);
  press (linker);
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101, Cid Lee aunt home:+18015550102");
  assert_here (&fixture, "Bob Lee neighbour, Cid Lee aunt");
  assert_in_step (&fixture);
}

/* Left both, and what waits besides goes out. */
static void
test_settled (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin_conflict (&fixture);

  choose (linker, "Bob Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_LEAVE);
  press (linker);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_there (&fixture, "Bob Lee uncle home:+18015550101");
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "cousin");
  wait_and_assert (&fixture, "Bob Lee cousin home:+18015550101");
}

/* Another contact of ours that somebody there was at is not written over because this one goes out. */
static void
test_others_at_the_station (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "Bob Lee", "+18015550101");
  add (&fixture, "Cid Lee", "+18015550102");
  kh_sender_fixture_wait (&fixture);
  edit_there (&fixture, "Bob Lee", "relation", "\"uncle\"");
  edit (&fixture, "Cid Lee", KH_CONTACT_RELATION, "sister");
  kh_sender_fixture_wait_for (&fixture, "contacts#2 held foreign");
  assert_there (&fixture, "Bob Lee uncle home:+18015550101, Cid Lee neighbour home:+18015550102");
  /* It is mended there. */
  edit_there (&fixture, "Bob Lee", "relation", "\"neighbour\"");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101, Cid Lee sister home:+18015550102");
}

/* Taken out at once after it was entered, when only the station knows what it calls it. */
static void
test_out_at_once (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "Bob Lee", "+18015550101");
  kh_sender_fixture_wait (&fixture);
  take_out (&fixture, "Bob Lee");
  add (&fixture, "Una Lee", "+18015550105");
  wait_and_assert (&fixture, "Una Lee neighbour home:+18015550105");
}

/* Who is at the station already, with something else, is not written over unseen; nor does anybody
 * go who is there alone. */
static void
test_entered_there (void)
{
  static const char accounts[] =
    "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\","
    "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},\"contacts\":["
    "{\"name\":\"Una Lee\",\"phones\":[{\"type\":\"home\",\"number\":\"+18015550109\"}]},"
    "{\"name\":\"Bob Lee\",\"relation\":\"uncle\",\"phones\":[]}]}]";
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_link_fixture_init (&fixture.office);
  kh_link_fixture_replace_station_by (&fixture.office, KH_REFERENCE_GENERIC, accounts);
  fixture.customer = kh_link_fixture_add_customer (&fixture.office, "1042", NULL);
  kh_sender_fixture_link (&fixture);
  kh_sender_fixture_start (&fixture);
  add (&fixture, "Cid Lee", "+18015550102");
  wait_and_assert (&fixture, "Una Lee home:+18015550109, Bob Lee uncle, Cid Lee neighbour home:+18015550102");
  add (&fixture, "Bob Lee", "+18015550101");
  kh_sender_fixture_wait_for (&fixture, "contacts#2 held foreign");
  assert_there (&fixture, "Una Lee home:+18015550109, Bob Lee uncle, Cid Lee neighbour home:+18015550102");
}

/* Somebody is taken out, and somebody of the same name entered: one goes and one comes. */
static void
test_same_name_again (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "Bob Lee", "+18015550101");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  take_out (&fixture, "Bob Lee");
  add (&fixture, "Bob Lee", "+18015550101");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101");
}

/* What waited while the program was closed goes out with what else was changed. */
static void
test_restart (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "Bob Lee", "+18015550101");
  kh_assert_items (&fixture, "contacts#1 queued");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550101");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
}

/* Whom only we have is sent once the customer is linked, unless the clerk does not want it; whom both
 * have is written where nothing is lost there; whom only the station has is left. */
static void
test_link (void)
{
  static const char accounts[] =
    "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\","
    "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},\"contacts\":["
    "{\"name\":\"Una Lee\",\"phones\":[]},{\"name\":\"Bob Lee\",\"relation\":\"uncle\",\"phones\":[]}]}]";

  for (guint sends = 0; sends <= 1; sends++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;

      kh_link_fixture_init (&fixture.office);
      kh_link_fixture_replace_station_by (&fixture.office, KH_REFERENCE_GENERIC, accounts);
      fixture.customer = kh_link_fixture_add_customer (&fixture.office, "1042", NULL);
      add (&fixture, "Bob Lee", "+18015550101");
      add (&fixture, "Cid Lee", "+18015550102");
      linker = kh_link_fixture_start (&fixture.office, fixture.customer);
      if (sends == 0)
        {
          choose (linker, "Bob Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_LEAVE);
          choose (linker, "Cid Lee", KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_LEAVE);
        }
      press (linker);
      kh_sender_fixture_start (&fixture);
      wait_and_assert (&fixture, sends == 1 ? "Una Lee, Bob Lee neighbour home:+18015550101, Cid Lee neighbour home:+18015550102"
                                            : "Una Lee, Bob Lee uncle");
      assert_here (&fixture, "Bob Lee neighbour, Cid Lee neighbour");
    }
}

/* What is taken at Link is the record's, with what the station did not say left as it was, and is not
 * sent back; the next change of it is. */
static void
test_link_takes (void)
{
  static const char accounts[] =
    "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\","
    "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},\"contacts\":["
    "{\"order\":1,\"name\":\"Una Lee\",\"relation\":\"aunt\","
    "\"phones\":[{\"type\":\"home\",\"number\":\"+18015550107\"}]},"
    "{\"order\":2,\"name\":\"Bob Lee\",\"relation\":\"uncle\",\"phones\":[]}]}]";
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  gint64 version;

  kh_link_fixture_init (&fixture.office);
  kh_link_fixture_replace_station_by (&fixture.office, KH_REFERENCE_GENERIC, accounts);
  fixture.customer = kh_link_fixture_add_customer (&fixture.office, "1042", NULL);
  add (&fixture, "Bob Lee", NULL);
  edit (&fixture, "Bob Lee", KH_CONTACT_MAY_CANCEL, "1");
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  choose (linker, "Bob Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_THEIRS);
  choose (linker, "Una Lee", KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_THEIRS);
  press (linker);
  assert_here (&fixture, "Una Lee aunt, Bob Lee uncle");
  {
    g_autoptr (KhRows) rows = load (&fixture);

    g_assert_true (kh_row_get_boolean (find (rows, "Bob Lee"), KH_CONTACT_MAY_CANCEL));
    g_assert_cmpstr (kh_row_get (find (rows, "Una Lee"), KH_CONTACT_PHONE_1), ==, "+18015550107");
  }
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "Una Lee aunt home:+18015550107, Bob Lee uncle");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);
  edit (&fixture, "Una Lee", KH_CONTACT_PHONE_1, "+18015550108");
  wait_and_assert (&fixture, "Una Lee aunt home:+18015550108, Bob Lee uncle");
}

/* Whom both have had since before the Link, with the same or with something else, is theirs and ours:
 * the next change here goes out, and over nothing that came later. */
static void
test_had_before (void)
{
  static const char accounts[] =
    "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\","
    "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},\"contacts\":["
    "{\"order\":1,\"type\":1,\"name\":\"Bob Lee\",\"relation\":\"neighbour\","
    "\"phones\":[{\"type\":\"home\",\"number\":\"+18015550101\"}]},"
    "{\"order\":2,\"type\":1,\"name\":\"Cid Lee\",\"relation\":\"aunt\","
    "\"phones\":[{\"type\":\"home\",\"number\":\"+18015550102\"}]}]}]";
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  kh_link_fixture_init (&fixture.office);
  kh_link_fixture_replace_station_by (&fixture.office, KH_REFERENCE_GENERIC, accounts);
  fixture.customer = kh_link_fixture_add_customer (&fixture.office, "1042", NULL);
  add (&fixture, "Bob Lee", "+18015550101");
  add (&fixture, "Cid Lee", "+18015550102");
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  choose (linker, "Cid Lee", KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_LEAVE);
  press (linker);
  kh_sender_fixture_start (&fixture);
  edit (&fixture, "Bob Lee", KH_CONTACT_PHONE_1, "+18015550111");
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550111, Cid Lee aunt home:+18015550102");
  edit (&fixture, "Cid Lee", KH_CONTACT_PHONE_1, "+18015550122");
  wait_and_assert (&fixture, "Bob Lee neighbour home:+18015550111, Cid Lee neighbour home:+18015550122");
}

static guint
take_all (KhLinker *linker)
{
  GListModel *rows = G_LIST_MODEL (kh_comparison_get_rows (kh_linker_get_comparison (linker)));
  guint taken = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (KhRowDiscrepancy) row = g_list_model_get_item (rows, i);

      kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_THEIRS);
      taken += kh_row_discrepancy_get_resolution (row) == KH_RESOLUTION_THEIRS;
      g_assert_true (kh_row_push_is_followed (kh_push_terms_least, kh_row_discrepancy_get_table (row)) ||
                     !kh_row_discrepancy_allows (row, KH_RESOLUTION_OURS));
    }

  return taken;
}

/* Agencies with their permits, systems, areas and zones are taken at Link like contacts; both sides are
 * the same then, and nothing of it is sent. A passcode that is not shown cannot be taken. */
static void
test_link_takes_tables (void)
{
  static const char accounts[] =
    "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\","
    "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},"
    "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false},"
    "{\"value\":{\"state\":\"clear\",\"text\":\"LILAC\"},\"duress\":false,\"note\":\"Cleaner\"}],"
    "\"agencies\":[{\"type\":\"police\",\"agency\":\"P1\",\"name\":\"Ogden Police\",\"phone\":\"+18015550100\"}],"
    "\"permits\":[{\"agency\":\"P1\",\"number\":\"A-77\",\"expires\":\"2027-03-01\"}],"
    "\"systems\":[{\"no\":1,\"type\":\"burglary\",\"panel\":\"DSC\",\"areas\":[{\"no\":1,\"name\":\"House\"}],"
    "\"zones\":[{\"area\":1,\"zone\":\"001\",\"description\":\"Front door\",\"event\":\"BA\",\"status\":\"installed\"}]}]}]";
  static const KhTableId tables[] = { KH_TABLE_AGENCIES, KH_TABLE_SYSTEMS, KH_TABLE_AREAS, KH_TABLE_ZONES };
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhLinker) again = NULL;
  gint64 version;

  kh_link_fixture_init (&fixture.office);
  kh_link_fixture_replace_station_by (&fixture.office, KH_REFERENCE_GENERIC, accounts);
  fixture.customer = kh_link_fixture_add_customer (&fixture.office, "1042", NULL);
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  g_assert_cmpuint (take_all (linker), ==, G_N_ELEMENTS (tables));
  press (linker);
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);

  again = kh_sender_fixture_compare (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GPtrArray) rows = kh_row_comparison_list (kh_comparison_get_rows (kh_linker_get_comparison (again)),
                                                           tables[i]);

      g_assert_cmpuint (rows->len, ==, 1);
      g_assert_cmpint (kh_row_discrepancy_get_difference (g_ptr_array_index (rows, 0)), ==, KH_DIFFERENCE_SAME);
      if (tables[i] == KH_TABLE_AGENCIES)
        g_assert_cmpstr (kh_row_get (kh_row_discrepancy_get_ours (g_ptr_array_index (rows, 0)), KH_AGENCY_PERMIT_NUMBER),
                         ==, "A-77");
    }
  kh_linker_cancel (again);
}

/* Such a station takes a name and telephone numbers, and no other change is sent. */
static void
test_bold (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  gint64 version;

  kh_sender_fixture_init (&fixture);
  add (&fixture, "Bob Lee", "+18015550101");
  wait_and_assert (&fixture, "Bob Lee home:+18015550101");
  version = kh_sender_fixture_get_version (&fixture);
  edit (&fixture, "Bob Lee", KH_CONTACT_RELATION, "brother");
  wait_and_assert (&fixture, "Bob Lee home:+18015550101");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);
  edit (&fixture, "Bob Lee", KH_CONTACT_PHONE_1, "+18015550102");
  wait_and_assert (&fixture, "Bob Lee home:+18015550102");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender-rows/arrives", test_arrives);
  g_test_add_func ("/sender-rows/once", test_once);
  g_test_add_func ("/sender-rows/come-and-gone", test_come_and_gone);
  g_test_add_func ("/sender-rows/conflict", test_conflict);
  g_test_add_func ("/sender-rows/unwaited", test_unwaited);
  g_test_add_func ("/sender-rows/settled", test_settled);
  g_test_add_func ("/sender-rows/settled/ours", test_settled_ours);
  g_test_add_func ("/sender-rows/settled/theirs", test_settled_theirs);
  g_test_add_func ("/sender-rows/settled/gone-there", test_settled_gone_there);
  g_test_add_func ("/sender-rows/settled/gone-here", test_settled_gone_here);
  g_test_add_func ("/sender-rows/settled/known", test_settled_known);
  g_test_add_func ("/sender-rows/others-at-the-station", test_others_at_the_station);
  g_test_add_func ("/sender-rows/out-at-once", test_out_at_once);
  g_test_add_func ("/sender-rows/entered-there", test_entered_there);
  g_test_add_func ("/sender-rows/same-name-again", test_same_name_again);
  g_test_add_func ("/sender-rows/restart", test_restart);
  g_test_add_func ("/sender-rows/bold", test_bold);
  g_test_add_func ("/sender-rows/had-before", test_had_before);
  g_test_add_func ("/sender-rows/link", test_link);
  g_test_add_func ("/sender-rows/link/takes", test_link_takes);
  g_test_add_func ("/sender-rows/link/takes-tables", test_link_takes_tables);

  return g_test_run ();
}
