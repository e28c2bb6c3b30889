/* test-linker-process.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-liar.h"
#include "kh-link-fixture.h"
#include "kh-sender-fixture.h"
#include "kh-store-links.h"
#include "kh-store-test.h"
#include "kh-unlinker.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define PROGRAM KH_BUILD_DIR "/src/keyholder-station/keyholder-station"
#define ANN "SUMMIT1042"

/* A child of this program presses Link, sends what waits, or unlinks, as soon as it has said so. */
#define CHILD_ARGUMENT "--press-link"
#define SEND_ARGUMENT  "--send"
#define UNLINK_ARGUMENT "--unlink"
#define CHILD_IS_READY "linking"

#define N_ROUNDS 15u

/* Words that stand nowhere else. */
#define PASSCODE "ROSEBUD7"
#define DURESS_CODE "XANADU9"

/* A station in a process of its own, and an office's data file. */
typedef struct {
  KhLinkFixture office;
  char *folder;
  GSubprocess *station;
  gint64 customer;
} Town;

static char *
get_path (Town       *self,
          const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
write_file (Town       *self,
            const char *name,
            const char *text)
{
  g_autofree char *path = get_path (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static char *
read_line (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  line = g_data_input_stream_read_line_utf8 (stream, NULL, NULL, &error);
  g_assert_no_error (error);

  return line;
}

/* Gives where it listens. */
static char *
start_station (Town       *self,
               const char *fault,
               gboolean    tls)
{
  g_autofree char *data = get_path (self, "station.db");
  g_autofree char *log = get_path (self, "log");
  g_autofree char *accounts = get_path (self, "accounts");
  g_autofree char *tokens = get_path (self, "tokens");
  g_autofree char *certificate = get_path (self, "certificate.pem");
  g_autofree char *key = get_path (self, "key.pem");
  g_autofree char *line = NULL;
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const char *usual[] = { PROGRAM, "--profile", "bold", "--name", "Dynamark", "--dealer", "SUMMIT", "--data", data,
                          "--log", log, "--accounts", accounts, "--token-file", tokens };
  const char *secure[] = { "--tls-cert", certificate, "--tls-key", key };

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    g_ptr_array_add (command, (char *) usual[i]);
  for (guint i = 0; tls && i < G_N_ELEMENTS (secure); i++)
    g_ptr_array_add (command, (char *) secure[i]);
  if (fault != NULL)
    {
      g_ptr_array_add (command, (char *) "--fault");
      g_ptr_array_add (command, (char *) fault);
    }
  g_ptr_array_add (command, NULL);

  write_file (self, "accounts", kh_link_accounts);
  write_file (self, "tokens", KH_LINK_TOKEN " SUMMIT\n");
  self->station = g_subprocess_newv ((const char * const *) command->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  line = read_line (self->station);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on "));

  return g_strdup (line + strlen ("listening on "));
}

static void
end_process (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
town_init (Town       *self,
           const char *fault)
{
  g_autofree char *address = NULL;

  memset (self, 0, sizeof *self);
  self->folder = kh_store_test_make_folder ();
  address = start_station (self, fault, FALSE);
  kh_link_fixture_init_at (&self->office, address, NULL);
  self->customer = kh_link_fixture_add_customer (&self->office, "1042", NULL);
}

static void
town_clear (Town *self)
{
  kh_link_fixture_clear (&self->office);
  end_process (self->station);
  g_clear_object (&self->station);
  kh_store_test_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Town, town_clear)

/* What the station has, asked for as anybody would. */
static KhAccount *
ask_account (Town *self)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->office.store), self->office.company);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GError) error = NULL;
  KhAccount *account;

  kh_stations_get_async (self->office.stations, company, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  station = kh_stations_get_finish (self->office.stations, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  kh_station_get_account_async (station, ANN, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  account = kh_station_get_account_finish (station, result, NULL, &error);
  g_assert_no_error (error);

  return account;
}

/* The requests in the station's log with that end of the path, and that many query names. */
static GPtrArray *
read_log (Town       *self,
          const char *end,
          guint       n_names)
{
  g_autofree char *path = get_path (self, "log");

  return kh_link_read_log (path, end, n_names);
}

static void
wait_for_log (Town       *self,
              const char *end,
              guint       n_names)
{
  gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  for (;;)
    {
      g_autoptr (GPtrArray) keys = read_log (self, end, n_names);

      if (keys->len > 0)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (500);
    }
}

/* Another office at the same data file, after this one's store was closed. */
static GSubprocess *
start_child (Town       *self,
             const char *argument)
{
  g_autofree char *customer = g_strdup_printf ("%" G_GINT64_FORMAT, self->customer);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  kh_link_fixture_close (&self->office);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", argument,
                            self->office.folder, customer, NULL);
  g_assert_no_error (error);
  line = read_line (child);
  g_assert_cmpstr (line, ==, CHILD_IS_READY);

  return child;
}

static gboolean
has_staff (KhLinkFixture *office)
{
  return kh_staff_get_members (kh_store_get_staff (office->store))->len > 0;
}

static int
press_link (const char *folder,
            gint64      customer)
{
  KhLinkFixture office = { 0 };
  KhLinker *linker;

  kh_link_fixture_open (&office, folder);
  if (has_staff (&office))
    kh_link_fixture_sign_in (&office);
  linker = kh_link_fixture_start (&office, customer);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  puts (CHILD_IS_READY);
  fflush (stdout);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);

  g_object_unref (linker);
  kh_link_fixture_close (&office);
  g_free (office.folder);

  return 0;
}

/* The next start: recovers, more than once if the station is still at an earlier request. */
static void
recover (Town *self)
{
  guint waiting = 1;

  kh_link_fixture_open (&self->office, self->office.folder);
  if (has_staff (&self->office))
    {
      /* Nobody is there yet who could send a passcode; that loses nothing. */
      g_autoptr (KhRecovery) early = kh_link_fixture_recover (&self->office);

      g_assert_cmpuint (early->dropped->len, ==, 0);
      kh_link_fixture_sign_in (&self->office);
    }
  for (guint i = 0; waiting > 0 && i < 5; i++)
    {
      g_autoptr (KhRecovery) recovery = kh_link_fixture_recover (&self->office);

      waiting = recovery->waiting->len;
    }
  g_assert_cmpuint (waiting, ==, 0);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&self->office), ==, 0);
}

/* Either the link, our values, once, and our number; or nothing on either side. Gives which. */
static gboolean
assert_all_or_nothing (Town *self)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->office, self->customer, &link);
  g_autoptr (KhAccount) account = ask_account (self);
  g_autoptr (GPtrArray) keys = read_log (self, "/changes", 0);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->customer);
  gint64 version;

  g_object_get (account, "version", &version, NULL);
  g_assert_cmpint (version, ==, link != NULL ? 2 : 1);
  g_assert_cmpstr (kh_account_get_external_ref (account), ==, link != NULL ? number : NULL);
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_ADDRESS_1), ==, link != NULL ? "12 Oak Avenue" : "4 Elm St");
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_PRIMARY_PHONE), ==, link != NULL ? "+18015550142" : "+18015550101");
  for (guint i = 1; i < keys->len; i++)
    g_assert_cmpstr (g_ptr_array_index (keys, i), ==, g_ptr_array_index (keys, 0));

  return link != NULL;
}

typedef struct {
  const char *name;
  const char *fault;   /* so that there is time */
  const char *path;    /* the request in the log */
  guint n_names;       /* of its query */
  guint pause;         /* milliseconds from there to the kill */
  gboolean must_link;
} Moment;

static const Moment moments[] = {
  { "dry-run", "delay:300@dry-run*1", "/" ANN, 0, 100, FALSE },
  { "changes-under-way", "delay:400@changes*1", "/changes", 1, 100, TRUE },
  { "changes-unsent", "drop@changes*1", "/changes", 0, 50, TRUE },
  { "changes-answer-lost", "drop-after@changes*1", "/changes", 0, 0, TRUE },
  { "reference-under-way", "delay:400@reference*1", "/changes", 0, 100, TRUE },
  { "reference-unsent", "drop@reference*1", "/keyholder", 0, 50, TRUE },
  { "reference-answer-lost", "drop-after@reference*1", "/keyholder", 0, 0, TRUE },
  { "recording", NULL, "/keyholder", 0, 0, TRUE },
};

static void
test_kill (gconstpointer data)
{
  const Moment *moment = data;
  g_auto (Town) town = { 0 };
  g_autoptr (GSubprocess) child = NULL;

  town_init (&town, moment->fault);
  child = start_child (&town, CHILD_ARGUMENT);
  wait_for_log (&town, moment->path, moment->n_names);
  g_usleep (moment->pause * 1000);
  end_process (child);
  recover (&town);
  g_assert_cmpint (assert_all_or_nothing (&town), ==, moment->must_link);
}

/* Whether @text is in a file that has such a name. */
static gboolean
is_in (Town       *self,
       const char *start,
       const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = get_path (self, name);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_str_has_prefix (name, start) && g_file_get_contents (path, &bytes, &length, NULL))
        found |= memmem (bytes, length, text, strlen (text)) != NULL;
    }

  return found;
}

/* The same with a passcode and a duress code: they arrive, and stand in no file of ours and in no
 * log, whatever the moment. */
static void
test_kill_secrets (gconstpointer data)
{
  const Moment *moment = data;
  g_auto (Town) town = { 0 };
  g_autoptr (GSubprocess) child = NULL;

  town_init (&town, moment->fault);
  kh_link_fixture_make_owner (&town.office);
  kh_link_fixture_set_secret (&town.office, town.customer, KH_DATAPOINT_PASSCODE, PASSCODE);
  kh_link_fixture_set_secret (&town.office, town.customer, KH_DATAPOINT_DURESS_CODE, DURESS_CODE);
  child = start_child (&town, CHILD_ARGUMENT);
  wait_for_log (&town, moment->path, moment->n_names);
  g_usleep (moment->pause * 1000);
  end_process (child);
  g_assert_false (kh_link_fixture_file_has (&town.office, PASSCODE));
  g_assert_false (kh_link_fixture_file_has (&town.office, DURESS_CODE));
  recover (&town);
  g_assert_cmpint (assert_all_or_nothing (&town), ==, moment->must_link);

  g_assert_cmpint (is_in (&town, "station.db", PASSCODE), ==, moment->must_link);
  g_assert_cmpint (is_in (&town, "station.db", DURESS_CODE), ==, moment->must_link);
  g_assert_true (is_in (&town, "log", ANN));
  g_assert_false (is_in (&town, "log", PASSCODE));
  g_assert_false (is_in (&town, "log", DURESS_CODE));
}

/* A kill at any moment; the first round is let through, to learn how long a Link takes. */
static void
test_kill_at_random (void)
{
  gint64 duration = 0;
  guint n_linked = 0;

  for (guint i = 0; i <= N_ROUNDS; i++)
    {
      g_auto (Town) town = { 0 };
      g_autoptr (GSubprocess) child = NULL;
      gint64 start;

      town_init (&town, NULL);
      child = start_child (&town, CHILD_ARGUMENT);
      start = g_get_monotonic_time ();
      if (i > 0)
        g_usleep ((gulong) g_test_rand_int_range (0, (gint32) duration));
      else
        g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
      if (i == 0)
        duration = g_get_monotonic_time () - start;
      end_process (child);
      recover (&town);
      n_linked += (guint) assert_all_or_nothing (&town);
    }
  g_test_message ("%u of %u linked", n_linked, N_ROUNDS + 1);
  g_assert_cmpuint (n_linked, >=, 1);
}

/* A certificate for this machine that is its own authority. */
static char *
make_certificate (Town *self)
{
  g_autoptr (GTlsCertificate) certificate = kh_liar_make_certificate (self->folder);

  return get_path (self, "certificate.pem");
}

/* Over https with the company's own CA; without it, nothing is sent. */
static void
test_https (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Town) town = { 0 };
      g_autofree char *certificate = NULL;
      g_autofree char *address = NULL;
      g_autoptr (KhLinker) linker = NULL;

      town.folder = kh_store_test_make_folder ();
      certificate = make_certificate (&town);
      address = start_station (&town, NULL, TRUE);
      g_assert_true (g_str_has_prefix (address, "https:"));
      kh_link_fixture_init_at (&town.office, address, i == 0 ? certificate : NULL);
      town.customer = kh_link_fixture_add_customer (&town.office, "1042", NULL);
      linker = kh_link_fixture_start (&town.office, town.customer);
      if (i == 0)
        {
          kh_link_press (linker);
          kh_assert_link_state (linker, KH_LINKER_LINKED);
          g_assert_true (assert_all_or_nothing (&town));
        }
      else
        {
          kh_assert_link_state (linker, KH_LINKER_FAILED);
          g_assert_error (kh_linker_get_error (linker), KH_STATION_ERROR, KH_STATION_ERROR_CERTIFICATE);
        }
    }
}

/* Sending what is saved after Link */

static gboolean
is_sent (gpointer sender)
{
  return kh_sender_is_empty (sender);
}

/* Until nothing is left; the parent does not always let it come so far, and ends it in any case. */
static int
send_all (const char *folder)
{
  KhSenderFixture fixture = { 0 };

  kh_link_fixture_open (&fixture.office, folder);
  puts (CHILD_IS_READY);
  fflush (stdout);
  kh_sender_fixture_start (&fixture);
  kh_store_test_wait (is_sent, fixture.sender);
  g_usleep (60 * G_USEC_PER_SEC);

  return 1;
}

static const Moment push_moments[] = {
  { "under-way", "delay:300@changes*1", "/" ANN, 0, 100, TRUE },
  { "unsent", "drop@changes*1", "/changes", 0, 0, TRUE },
  { "answer-lost", "drop-after@changes*1", "/changes", 0, 0, TRUE },
  { "answer-broken", "truncated@changes*1", "/changes", 0, 0, TRUE },
  { "stale", "stale@changes*1", "/changes", 0, 0, TRUE },
  { "answered", NULL, "/changes", 0, 0, TRUE },
};

/* Links, then leaves two changes to be sent. The fault is for the next request of its kind. */
static gint64
prepare_push (Town            *self,
              KhSenderFixture *fixture)
{
  g_autoptr (KhAccount) account = NULL;
  gint64 version;

  fixture->office = self->office;
  fixture->customer = self->customer;
  kh_sender_fixture_link (fixture);
  kh_sender_fixture_edit (fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (fixture, KH_DATAPOINT_ZIP, "84401");
  account = ask_account (self);
  g_object_get (account, "version", &version, NULL);

  return version;
}

/* Reads the account as it is without the fixture's own station. */
static void
assert_pushed (Town   *self,
               gint64  version)
{
  g_autoptr (KhAccount) account = ask_account (self);
  gint64 now;

  g_object_get (account, "version", &now, NULL);
  g_assert_cmpint (now, ==, version);
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_CITY), ==, "Ogden");
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_ZIP), ==, "84401");
}

/* A request stands in the log once it is answered; one that is not is waited for by time alone. */
static void
wait_for_push (Town         *self,
               const Moment *moment,
               guint         n_before)
{
  for (gboolean found = FALSE; moment->pause == 0 && !found;)
    {
      g_autoptr (GPtrArray) keys = read_log (self, moment->path, moment->n_names);

      found = keys->len > n_before;
      g_usleep (500);
    }
  g_usleep (moment->pause * 1000);
}

/* A kill at any step of a push: it arrives all the same, once, within five seconds of the next
 * start. */
static void
test_kill_push (gconstpointer data)
{
  const Moment *moment = data;
  g_auto (Town) town = { 0 };
  KhSenderFixture fixture = { 0 };
  g_autofree char *fault = moment->fault != NULL ? g_strconcat (moment->fault, "+1", NULL) : NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  gint64 version, start;

  town_init (&town, fault);
  version = prepare_push (&town, &fixture);
  before = read_log (&town, "/changes", 0);
  child = start_child (&town, SEND_ARGUMENT);
  wait_for_push (&town, moment, before->len);
  end_process (child);
  g_assert_true (g_subprocess_get_if_signaled (child));

  kh_link_fixture_open (&town.office, town.office.folder);
  fixture.office = town.office;
  start = g_get_monotonic_time ();
  kh_sender_fixture_start (&fixture);
  kh_store_test_wait (is_sent, fixture.sender);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_TIME_SPAN_SECOND);
  kh_assert_items (&fixture, "");
  kh_sender_fixture_stop (&fixture);
  assert_pushed (&town, version + 1 + g_str_equal (moment->name, "stale"));
  after = read_log (&town, "/changes", 0);
  g_assert_cmpuint (kh_link_count_keys (after), <=, kh_link_count_keys (before) + 1 + g_str_equal (moment->name, "stale"));
}

/* Unlink */

/* How many stations could not be told. */
static guint
tell_stations (KhLinkFixture *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  kh_unlinker_tell_async (office->store, office->stations, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  waiting = kh_unlinker_tell_finish (result, &error);
  g_assert_no_error (error);

  return waiting->len;
}

static int
end_link (const char *folder,
          gint64      customer)
{
  KhLinkFixture office = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) given_up = NULL;
  g_autoptr (GError) error = NULL;

  kh_link_fixture_open (&office, folder);
  puts (CHILD_IS_READY);
  fflush (stdout);
  kh_store_unlink_async (office.store, customer, KH_UNLINK_LOSE_WAITING, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  given_up = kh_store_unlink_finish (office.store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  tell_stations (&office);
  kh_link_fixture_close (&office);
  g_free (office.folder);

  return 0;
}

/* The next start: linked as before, or not at all, with the station told; nothing between. Gives
 * which. */
static gboolean
assert_linked_or_not (Town   *self,
                      gint64  version)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->customer);
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhAccount) account = NULL;
  KhSenderFixture fixture = { 0 };
  gint64 now;

  kh_link_fixture_open (&self->office, self->office.folder);
  for (guint i = 0; i < 5 && tell_stations (&self->office) > 0; i++)
    g_usleep (100 * 1000);
  g_assert_cmpuint (tell_stations (&self->office), ==, 0);
  customer = kh_link_fixture_load (&self->office, self->customer, &link);
  account = ask_account (self);
  g_object_get (account, "version", &now, NULL);
  g_assert_cmpint (now, ==, version);
  g_assert_cmpstr (kh_account_get_external_ref (account), ==, link != NULL ? number : NULL);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER), ==, "1042");
  fixture.office = self->office;
  fixture.customer = self->customer;
  kh_assert_items (&fixture, link != NULL ? "city queued, zip queued" : "");

  return link != NULL;
}

static const Moment unlink_moments[] = {
  { "told-under-way", "delay:400@reference*1+1", "/" ANN, 0, 100, FALSE },
  { "told-unsent", "drop@reference*1+1", "/keyholder", 0, 0, FALSE },
  { "told-answer-lost", "drop-after@reference*1+1", "/keyholder", 0, 0, FALSE },
  { "told", NULL, "/keyholder", 0, 0, FALSE },
};

static void
test_kill_unlink (gconstpointer data)
{
  const Moment *moment = data;
  g_auto (Town) town = { 0 };
  KhSenderFixture fixture = { 0 };
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GPtrArray) before = NULL;
  gint64 version;

  town_init (&town, moment->fault);
  version = prepare_push (&town, &fixture);
  before = read_log (&town, moment->path, 0);
  child = start_child (&town, UNLINK_ARGUMENT);
  for (gboolean found = FALSE; !found;)
    {
      g_autoptr (GPtrArray) keys = read_log (&town, moment->path, 0);

      found = keys->len > before->len;
      g_usleep (500);
    }
  g_usleep (moment->pause * 1000);
  end_process (child);
  g_assert_cmpint (assert_linked_or_not (&town, version), ==, moment->must_link);
}

/* The first round is let through, to learn how long it takes. */
static void
test_kill_unlink_at_random (void)
{
  gint64 duration = 0;
  guint n_linked = 0;

  for (guint i = 0; i <= N_ROUNDS; i++)
    {
      g_auto (Town) town = { 0 };
      KhSenderFixture fixture = { 0 };
      g_autoptr (GSubprocess) child = NULL;
      g_autoptr (GError) error = NULL;
      gint64 version, start;

      town_init (&town, NULL);
      version = prepare_push (&town, &fixture);
      child = start_child (&town, UNLINK_ARGUMENT);
      start = g_get_monotonic_time ();
      if (i > 0)
        g_usleep ((gulong) g_test_rand_int_range (0, (gint32) duration));
      else
        {
          g_subprocess_wait_check (child, NULL, &error);
          g_assert_no_error (error);
          duration = g_get_monotonic_time () - start;
        }
      end_process (child);
      n_linked += (guint) assert_linked_or_not (&town, version);
    }
  g_test_message ("%u of %u linked still", n_linked, N_ROUNDS + 1);
  g_assert_cmpuint (n_linked, <=, N_ROUNDS);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && strcmp (argv[1], CHILD_ARGUMENT) == 0)
    return press_link (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  if (argc == 4 && strcmp (argv[1], SEND_ARGUMENT) == 0)
    return send_all (argv[2]);
  if (argc == 4 && strcmp (argv[1], UNLINK_ARGUMENT) == 0)
    return end_link (argv[2], g_ascii_strtoll (argv[3], NULL, 10));

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/linker-process/https", test_https);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autofree char *path = g_strconcat ("/linker-process/kill/", moments[i].name, NULL);

      g_autofree char *secret = g_strconcat ("/linker-process/kill-secrets/", moments[i].name, NULL);

      g_test_add_data_func (path, &moments[i], test_kill);
      g_test_add_data_func (secret, &moments[i], test_kill_secrets);
    }
  for (guint i = 0; i < G_N_ELEMENTS (push_moments); i++)
    {
      g_autofree char *path = g_strconcat ("/linker-process/kill-push/", push_moments[i].name, NULL);

      g_test_add_data_func (path, &push_moments[i], test_kill_push);
    }
  g_test_add_func ("/linker-process/kill-at-random", test_kill_at_random);
  for (guint i = 0; i < G_N_ELEMENTS (unlink_moments); i++)
    {
      g_autofree char *path = g_strconcat ("/linker-process/kill-unlink/", unlink_moments[i].name, NULL);

      g_test_add_data_func (path, &unlink_moments[i], test_kill_unlink);
    }
  g_test_add_func ("/linker-process/kill-unlink-at-random", test_kill_unlink_at_random);

  return g_test_run ();
}
