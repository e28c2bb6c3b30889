/* test-sender-walk.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sender-fixture.h"
#include "kh-store-test.h"
#include "kh-walk-rows.h"

#include <string.h>

/* Random walks: edits here, edits there, faults and restarts, in any order. KH_WALKS says how
 * many, KH_WALK_SEED where they begin. */
#ifdef __SANITIZE_ADDRESS__ /* each of them takes thirty times as long */
#define N_WALKS 60u
#else
#define N_WALKS 1000u
#endif
#define MOST_STEPS 8

/* A wait of two seconds is one of one millisecond. */
#define PACE 0.0005

/* What both sides write in a walk; a person at the station only into what has a path. */
typedef struct {
  KhDatapointId id;
  const char *path;
} Field;

enum { CITY, LINE_2, CROSS, CELL, PANEL, N_FIELDS };

static const Field fields[N_FIELDS] = {
  [CITY] = { KH_DATAPOINT_CITY, "/site/address/city" },
  [LINE_2] = { KH_DATAPOINT_ADDRESS_2, "/site/address/line2" },
  [CROSS] = { KH_DATAPOINT_CROSS_STREET, "/site/address/cross_street" },
  [CELL] = { KH_DATAPOINT_CELL_PHONE, NULL },
  [PANEL] = { KH_DATAPOINT_PANEL_LOCATION, NULL },
};

static const char *const faults[] = {
  "drop", "drop-after", "status:500", "status:503", "status:429", "status:401", "status:409", "stale", "touch",
  "locked", "other", "truncated", "truncated:chunked", "garbage", "latin1",
};

typedef struct {
  KhSenderFixture fixture;
  GRand *rand;
  KhWalkRows *rows[KH_N_WALKS];
  guint seed;

  /* What the station had when it was last looked at. */
  char *there[N_FIELDS];
  gint64 version;
  guint saves;

  /* The model: whose the values there are, and in which order ours were written. */
  gboolean foreign[N_FIELDS];
  GHashTable *ours[N_FIELDS];
  guint applied[N_FIELDS];
  guint sequence;
  gboolean touched;

  /* What was done, for a report of a failure. */
  GString *trace;

  guint n_held;
  guint n_faults;
} Walk;

static void note (Walk       *self,
                  const char *format,
                  ...) G_GNUC_PRINTF (2, 3);

static void
note (Walk       *self,
      const char *format,
      ...)
{
  va_list values;

  g_string_append (self->trace, "\n  ");
  va_start (values, format);
  g_string_append_vprintf (self->trace, format, values);
  va_end (values);
}

static void
fail (Walk       *self,
      const char *what,
      guint       field)
{
  g_autofree char *items = kh_sender_fixture_dup_items (&self->fixture);
  g_autofree char *contacts = kh_walk_rows_dup_text (self->rows[KH_WALK_CONTACTS]);
  g_autofree char *zones = kh_walk_rows_dup_text (self->rows[KH_WALK_ZONES]);

  g_error ("Seed %u: %s (%s: %s)%s\nwaiting: %s\ncontacts: %s\nzones: %s", self->seed, what,
           kh_datapoint_get (fields[field].id)->key, self->there[field], self->trace->str, items, contacts,
           zones);
}

static char *
make_value (Walk     *self,
            guint     field,
            gboolean  ours)
{
  self->sequence++;
  if (field == CELL)
    return g_strdup_printf ("+1801555%04u", self->sequence % 10000);

  return g_strdup_printf ("%s %u", ours ? "Here" : "There", self->sequence);
}

/* What changed there since the last look; nobody looked away for longer than one step of the
 * main loop. */
static void
look (Walk     *self,
      gboolean  operator)
{
  const guint saves = kh_reference_station_count_saves (self->fixture.office.station);
  g_autoptr (KhAccount) account = NULL;
  gboolean changed = FALSE;
  const char *problem = NULL;
  gint64 version;

  /* It takes far longer to read an account than to see that there is no new one. */
  if (saves == self->saves)
    return;
  self->saves = saves;
  account = kh_link_fixture_read_account (&self->fixture.office, KH_SENDER_ANN);
  g_object_get (account, "version", &version, NULL);
  if (version == self->version)
    return;
  for (guint i = 0; i < N_FIELDS; i++)
    {
      const char *value = kh_account_get_value (account, fields[i].id);
      const guint sequence = GPOINTER_TO_UINT (g_hash_table_lookup (self->ours[i], value != NULL ? value : ""));

      if (g_strcmp0 (self->there[i], value) == 0)
        continue;
      changed = TRUE;
      if (self->foreign[i] && !operator)
        fail (self, "a foreign value was overwritten", i);
      /* An older value of ours after a newer one is one that was applied twice. */
      if (!operator && sequence <= self->applied[i])
        fail (self, "a change was applied twice, or late", i);
      if (!operator)
        self->applied[i] = sequence;
      note (self, "%s version %" G_GINT64_FORMAT ": %s is %s", operator ? "operator" : "station", version,
            kh_datapoint_get (fields[i].id)->key, value);
      g_free (self->there[i]);
      self->there[i] = g_strdup (value);
    }
  for (guint i = 0; problem == NULL && i < KH_N_WALKS; i++)
    problem = kh_walk_rows_look (self->rows[i], account, operator, &changed);
  if (problem != NULL)
    fail (self, problem, 0);
  if (!changed && !operator && !self->touched)
    fail (self, "a change was applied that changed nothing", 0);
  self->version = version;
}

static void
iterate (Walk *self)
{
  g_main_context_iteration (NULL, FALSE);
  look (self, FALSE);
}

/* Steps */

static void
edit_here (Walk  *self,
           guint  field)
{
  g_autofree char *value = make_value (self, field, TRUE);
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  if (field == CELL && g_rand_int_range (self->rand, 0, 3) == 0)
    g_clear_pointer (&value, g_free);
  note (self, "here %s is %s", kh_datapoint_get (fields[field].id)->key, value);
  g_hash_table_replace (self->ours[field], g_strdup (value != NULL ? value : ""), GUINT_TO_POINTER (self->sequence));
  customer = kh_link_fixture_load (&self->fixture.office, self->fixture.customer, NULL);
  kh_customer_set (customer, fields[field].id, value);
  kh_store_save_customer_async (self->fixture.office.store, customer, NULL, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    iterate (self);
  saved = kh_store_save_customer_finish (self->fixture.office.store, result, &error);
  g_assert_no_error (error);
}

static void
set_there (Walk       *self,
           guint       field,
           const char *value,
           gboolean    foreign)
{
  g_autofree char *json = g_strdup_printf ("\"%s\"", value);

  look (self, FALSE);
  kh_sender_fixture_edit_there (&self->fixture, fields[field].path, json);
  self->foreign[field] = foreign;
  look (self, TRUE);
}

static void
edit_there (Walk *self)
{
  const guint field = (guint) g_rand_int_range (self->rand, 0, CROSS + 1);
  g_autofree char *value = make_value (self, field, FALSE);

  set_there (self, field, value, TRUE);
}

static void
edit_rows_there (Walk        *self,
                 KhWalkTable  table)
{
  look (self, FALSE);
  kh_walk_rows_edit_there (self->rows[table]);
  look (self, TRUE);
}

static void
add_fault (Walk *self)
{
  const char *kind = faults[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (faults))];
  const char *resource = g_rand_boolean (self->rand) ? "changes" : "account";
  g_autofree char *spec = g_strdup_printf ("%s@%s*%d", kind, resource, g_rand_int_range (self->rand, 1, 4));

  note (self, "fault %s", spec);
  /* Those save the account as it is. */
  self->touched |= g_str_equal (kind, "stale") || g_str_equal (kind, "touch");
  kh_link_fixture_fault (&self->fixture.office, spec);
  self->n_faults++;
}

/* As the program ends in the midst of it and starts again; with the data file, too, sometimes. */
static void
restart (Walk *self)
{
  note (self, "restart");
  kh_sender_stop (self->fixture.sender);
  while (!kh_sender_is_idle (self->fixture.sender))
    iterate (self);
  g_clear_object (&self->fixture.sender);
  if (g_rand_int_range (self->rand, 0, 20) == 0)
    {
      kh_link_fixture_close (&self->fixture.office);
      kh_link_fixture_open (&self->fixture.office, self->fixture.office.folder);
    }
  kh_sender_fixture_start (&self->fixture);
  kh_sender_set_pace (self->fixture.sender, PACE, NULL, NULL);
}

static void
linger (Walk *self)
{
  const gint64 until = g_get_monotonic_time () + g_rand_int_range (self->rand, 0, 3000);

  while (g_get_monotonic_time () < until)
    {
      iterate (self);
      g_usleep (50);
    }
}

static void
take_step (Walk *self)
{
  const gint32 step = g_rand_int_range (self->rand, 0, 18);

  note (self, "step %d", step);
  switch (step)
    {
    case 0: case 1: case 2:
      edit_here (self, (guint) g_rand_int_range (self->rand, 0, N_FIELDS));
      break;
    case 3: case 4:
      add_fault (self);
      break;
    case 5:
      edit_there (self);
      break;
    case 6:
      restart (self);
      break;
    case 7:
      kh_sender_fixture_decide (&self->fixture, KH_OUTBOX_RETRIED);
      break;
    case 8: case 9:
      kh_sender_look (self->fixture.sender, self->fixture.customer);
      break;
    case 10:
      kh_sender_hurry (self->fixture.sender);
      break;
    case 11: case 12:
      kh_walk_rows_edit_here (self->rows[KH_WALK_CONTACTS]);
      break;
    case 13:
      edit_rows_there (self, KH_WALK_CONTACTS);
      break;
    case 14: case 15:
      kh_walk_rows_edit_here (self->rows[KH_WALK_ZONES]);
      break;
    case 16:
      edit_rows_there (self, KH_WALK_ZONES);
      break;
    default:
      linger (self);
    }
}

/* Ends */

static void
settle (Walk *self)
{
  const gint64 until = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (!kh_sender_is_empty (self->fixture.sender))
    {
      if (g_get_monotonic_time () > until)
        fail (self, "it does not come to rest", 0);
      iterate (self);
      g_usleep (20);
    }
}

static gboolean
is_held (Walk *self)
{
  g_autofree char *items = kh_sender_fixture_dup_items (&self->fixture);

  if (*items != '\0' && strstr (items, " held") == NULL)
    g_error ("Seed %u: what is left is not held: %s", self->seed, items);

  return *items != '\0';
}

static void
assert_agreed (Walk *self)
{
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->fixture.office, self->fixture.customer, NULL);

  for (guint i = 0; i < N_FIELDS; i++)
    {
      if (g_strcmp0 (kh_customer_get (customer, fields[i].id), self->there[i]) != 0)
        fail (self, "the sides do not agree, and nothing is held", i);
    }
  for (guint i = 0; i < KH_N_WALKS; i++)
    {
      if (!kh_walk_rows_agree (self->rows[i]))
        fail (self, "the rows do not agree, and nothing is held", 0);
    }
}

/* One more change finds whatever the station has of somebody else's. */
static void
edit_neutral (Walk *self)
{
  g_autofree char *zip = g_strdup_printf ("%05u", 10000 + self->sequence++ % 80000);

  self->touched = TRUE;
  kh_sender_fixture_edit (&self->fixture, KH_DATAPOINT_ZIP, zip);
}

/* The person at the station gives in. */
static void
resolve (Walk *self)
{
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->fixture.office, self->fixture.customer, NULL);

  for (guint i = 0; i <= CROSS; i++)
    {
      if (self->foreign[i])
        set_there (self, i, kh_customer_get (customer, fields[i].id), FALSE);
    }
  look (self, FALSE);
  for (guint i = 0; i < KH_N_WALKS; i++)
    kh_walk_rows_resolve (self->rows[i]);
  look (self, TRUE);
  kh_sender_fixture_decide (&self->fixture, KH_OUTBOX_RETRIED);
  settle (self);
  if (is_held (self))
    fail (self, "it is held still", 0);
}

static void
begin_walk (Walk  *self,
            guint  seed)
{
  self->seed = seed;
  g_string_truncate (self->trace, 0);
  g_rand_set_seed (self->rand, seed);
  self->touched = FALSE;
  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_hash_table_remove_all (self->ours[i]);
      self->applied[i] = 0;
      self->foreign[i] = FALSE;
    }
  for (guint i = 0; i < KH_N_WALKS; i++)
    kh_walk_rows_begin (self->rows[i]);
  look (self, TRUE);
}

static void
take_walk (Walk  *self,
           guint  seed)
{
  gint32 n_steps;
  gboolean foreign;

  begin_walk (self, seed);
  n_steps = g_rand_int_range (self->rand, 1, MOST_STEPS + 1);
  for (gint32 i = 0; i < n_steps; i++)
    take_step (self);
  note (self, "faults end");
  kh_reference_station_clear_faults (self->fixture.office.station);
  kh_stations_forget (self->fixture.office.stations, self->fixture.office.company);
  settle (self);
  kh_sender_look (self->fixture.sender, self->fixture.customer);
  settle (self);
  note (self, "looked");
  edit_neutral (self);
  settle (self);
  foreign = FALSE;
  for (guint i = 0; i < KH_N_WALKS; i++)
    foreign |= kh_walk_rows_is_foreign (self->rows[i]);
  for (guint i = 0; i < N_FIELDS; i++)
    foreign |= self->foreign[i];
  if (is_held (self))
    {
      self->n_held++;
      if (!foreign)
        fail (self, "it is held, and nobody has changed anything there", 0);
      resolve (self);
    }
  assert_agreed (self);
}

static void
walk_init (Walk *self)
{
  kh_sender_fixture_init (&self->fixture);
  kh_link_fixture_set_sends_zones (&self->fixture.office, TRUE);
  kh_sender_fixture_edit_there (&self->fixture, "/systems/-", "{\"no\":1}");
  kh_sender_set_pace (self->fixture.sender, PACE, NULL, NULL);
  self->rand = g_rand_new ();
  self->trace = g_string_new (NULL);
  for (guint i = 0; i < KH_N_WALKS; i++)
    self->rows[i] = kh_walk_rows_new ((KhWalkTable) i, &self->fixture, self->rand);
  for (guint i = 0; i < N_FIELDS; i++)
    self->ours[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  look (self, TRUE);
  for (guint i = 0; i < N_FIELDS; i++)
    edit_here (self, i);
  kh_sender_fixture_wait (&self->fixture);
  look (self, FALSE);
}

static void
walk_clear (Walk *self)
{
  kh_sender_fixture_clear (&self->fixture);
  for (guint i = 0; i < KH_N_WALKS; i++)
    kh_walk_rows_free (self->rows[i]);
  g_rand_free (self->rand);
  g_string_free (self->trace, TRUE);
  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_free (self->there[i]);
      g_hash_table_unref (self->ours[i]);
    }
}

static guint
get_number (const char *name,
            guint       otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_walks (void)
{
  Walk walk = { 0 };
  const guint n = get_number ("KH_WALKS", N_WALKS);
  const guint first = get_number ("KH_WALK_SEED", (guint) g_test_rand_int_range (0, 1000000));
  const gint64 start = g_get_monotonic_time ();

  g_test_message ("%u walks, the first of seed %u", n, first);
  walk_init (&walk);
  for (guint i = 0; i < n; i++)
    take_walk (&walk, first + i);
  g_test_message ("%u faults; %u walks ended held; %.1f s", walk.n_faults, walk.n_held,
                  (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND);
  if (n >= N_WALKS)
    g_assert_cmpuint (walk.n_held, >, n / 20);
  walk_clear (&walk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender-walk/walks", test_walks);

  return g_test_run ();
}
