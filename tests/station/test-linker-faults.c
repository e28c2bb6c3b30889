/* test-linker-faults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define ANN "SUMMIT1042"

/* What one exchange may take, in milliseconds: the slow faults take longer. */
#define DEADLINE 500

/* Every way in which a station can misbehave, but for a length below zero, of which libsoup
 * warns; test-exchange.c has that. The first ones are enough where nothing is written. */
static const char *const kinds[] = {
  "delay:3000", "drop", "status:401", "status:500", "stale", "locked:1", "truncated:chunked", "garbage", "touch",
  "drop-after", "status:403", "status:422", "status:503:1", "truncated", "garbage:json", "nested", "huge:9", "liar",
  "latin1", "drip:200", "redirect",
};

#define N_READING_KINDS 9

/* And every moment of a Link at which it can: from then on, or once. */
typedef struct {
  const char *name;
  guint n_kinds;
} Moment;

static const Moment moments[] = {
  { "lookup", N_READING_KINDS },
  { "capabilities", N_READING_KINDS },
  { "account", N_READING_KINDS },
  { "account+1", N_READING_KINDS },
  { "dry-run", N_READING_KINDS },
  { "changes", G_N_ELEMENTS (kinds) },
  { "changes*1", G_N_ELEMENTS (kinds) },
  { "reference", G_N_ELEMENTS (kinds) },
  { "reference*1", G_N_ELEMENTS (kinds) },
};

typedef struct {
  KhLinkFixture fixture;
  KhLinker *linker;
  char *spec;
  gint64 customer;
} Case;

static Case *
case_new (const char *kind,
          const char *moment)
{
  Case *self = g_new0 (Case, 1);

  kh_link_fixture_init (&self->fixture);
  self->customer = kh_link_fixture_add_customer (&self->fixture, "1042", NULL);
  self->spec = g_strconcat (kind, "@", moment, NULL);
  kh_link_fixture_set_deadline (&self->fixture, DEADLINE);
  kh_link_fixture_fault (&self->fixture, self->spec);
  self->linker = kh_link_fixture_new_linker (&self->fixture, self->customer);

  return self;
}

static void
case_free (gpointer data)
{
  Case *self = data;

  g_clear_object (&self->linker);
  kh_link_fixture_clear (&self->fixture);
  g_free (self->spec);
  g_free (self);
}

static gboolean
all_wait (gpointer cases)
{
  for (guint i = 0; i < ((GPtrArray *) cases)->len; i++)
    {
      Case *self = g_ptr_array_index ((GPtrArray *) cases, i);

      if (!kh_linker_state_waits (kh_linker_get_state (self->linker)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has (KhAccount  *account,
     const char *address,
     const char *phone)
{
  return strcmp (kh_account_get_value (account, KH_DATAPOINT_ADDRESS_1), address) == 0
         && strcmp (kh_account_get_value (account, KH_DATAPOINT_PRIMARY_PHONE), phone) == 0;
}

/* Either a link, our values and our number there; or nothing, nowhere. */
static void
assert_all_or_nothing (Case *self)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->fixture, self->customer, &link);
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->fixture, ANN);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->customer);
  gboolean whole;

  if (link != NULL)
    whole = has (account, "12 Oak Avenue", "+18015550142")
            && g_strcmp0 (kh_account_get_external_ref (account), number) == 0;
  else
    whole = has (account, "4 Elm St", "+18015550101") && kh_account_get_external_ref (account) == NULL;

  if (!whole || kh_link_fixture_count_attempts (&self->fixture) != 0)
    g_error ("%s leaves half of a link (%s)", self->spec,
             kh_linker_state_to_string (kh_linker_get_state (self->linker)));
}

/* Right after the trouble: what is not whole is kept to be completed. */
static void
assert_told (Case *self)
{
  const GError *error = kh_linker_get_error (self->linker);

  switch (kh_linker_get_state (self->linker))
    {
    case KH_LINKER_LINKED:
      break;

    case KH_LINKER_COMPARED:
      g_assert_true (kh_linker_get_changed_meanwhile (self->linker));
      break;

    case KH_LINKER_FAILED:
      g_assert_true (error->domain == KH_STATION_ERROR || error->domain == KH_LINKER_ERROR);
      g_assert_nonnull (strstr (error->message, "Dynamark"));
      g_assert_cmpint (kh_link_fixture_count_attempts (&self->fixture), ==,
                       g_error_matches (error, KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED));
      break;

    case KH_LINKER_IDLE:
    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
    case KH_LINKER_TRYING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
    case KH_LINKER_RECORDING:
    case KH_N_LINKER_STATES:
    default:
      g_error ("%s ends in %s", self->spec, kh_linker_state_to_string (kh_linker_get_state (self->linker)));
    }
}

static void
settle (Case *self)
{
  g_autoptr (KhRecovery) recovery = NULL;

  kh_reference_station_clear_faults (self->fixture.station);
  kh_link_fixture_set_deadline (&self->fixture, 10000);
  recovery = kh_link_fixture_recover (&self->fixture);
  g_assert_cmpuint (recovery->waiting->len, ==, 0);
  assert_all_or_nothing (self);
}

/* All kinds at the same time, each with a station of its own, as they mostly wait. */
static void
test_all_kinds (gconstpointer data)
{
  const Moment *moment = data;
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (case_free);

  for (guint i = 0; i < moment->n_kinds; i++)
    {
      Case *self = case_new (kinds[i], moment->name);

      g_ptr_array_add (cases, self);
      kh_linker_start (self->linker);
    }
  kh_store_test_wait (all_wait, cases);
  for (guint i = 0; i < cases->len; i++)
    kh_linker_link (((Case *) g_ptr_array_index (cases, i))->linker);
  kh_store_test_wait (all_wait, cases);

  for (guint i = 0; i < cases->len; i++)
    assert_told (g_ptr_array_index (cases, i));
  for (guint i = 0; i < cases->len; i++)
    settle (g_ptr_array_index (cases, i));
}

/* What is not lost when an answer is: the same request once more, with the same key. */
static void
test_lost_answer (void)
{
  static const char *const lost[] = { "drop-after", "truncated:chunked", "status:500" };

  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      Case *self = case_new (lost[i], "changes*1");
      g_autoptr (KhAccount) account = NULL;
      gint64 version;

      kh_linker_start (self->linker);
      kh_link_wait (self->linker);
      kh_link_press (self->linker);
      kh_assert_link_state (self->linker, KH_LINKER_LINKED);
      assert_all_or_nothing (self);
      g_assert_cmpuint (kh_reference_station_count (self->fixture.station, KH_REFERENCE_CHANGES), ==, 2);
      account = kh_link_fixture_read_account (&self->fixture, ANN);
      g_object_get (account, "version", &version, NULL);
      g_assert_cmpint (version, ==, 2);
      case_free (self);
    }
}

/* A change set that came through, and nobody knows: the next Link finds that out. */
static void
test_link_again (void)
{
  Case *self = case_new ("drop-after", "changes");
  g_autoptr (KhLinker) again = NULL;

  kh_linker_start (self->linker);
  kh_link_wait (self->linker);
  kh_link_press (self->linker);
  kh_assert_link_state (self->linker, KH_LINKER_FAILED);
  g_assert_error (kh_linker_get_error (self->linker), KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&self->fixture), ==, 1);

  kh_reference_station_clear_faults (self->fixture.station);
  again = kh_link_fixture_start (&self->fixture, self->customer);
  kh_assert_link_state (again, KH_LINKER_LINKED);
  assert_all_or_nothing (self);
  g_clear_object (&again);
  case_free (self);
}

/* The station's books already have our customer's number at another account. */
static void
test_already_linked (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autofree char *accounts = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  accounts = g_strdup_printf ("[{\"number\":\"1042\"},"
                              "{\"number\":\"8\",\"external_refs\":{\"keyholder\":\"%" G_GINT64_FORMAT "\"}}]", customer);
  kh_link_fixture_replace_station (&fixture, accounts);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  g_assert_error (kh_linker_get_error (linker), KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&fixture), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autofree char *path = g_strconcat ("/linker-faults/", moments[i].name, NULL);

      g_test_add_data_func (path, &moments[i], test_all_kinds);
    }
  g_test_add_func ("/linker-faults/lost-answer", test_lost_answer);
  g_test_add_func ("/linker-faults/link-again", test_link_again);
  g_test_add_func ("/linker-faults/already-linked", test_already_linked);

  return g_test_run ();
}
