/* bench-sender.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How fast a queue empties after an outage: ten changes for each of so many accounts (the first
 * argument, 1000 unless said otherwise), against a bare client that sends the same change sets,
 * four at a time, to accounts like them at the same station in the same run. And for how long the
 * main loop was away at most meanwhile. Then how long one change takes from its save to the end of all, with
 * nothing else to do, against one bare request. */

#include "config.h"

#include "kh-link-fixture.h"
#include "kh-sender.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM KH_BUILD_DIR "/src/keyholder-station/keyholder-station"
#define PARALLEL 4u
#define TICK_MS 5
#define SINGLES 21

static const struct {
  KhDatapointId id;
  const char *value;
} edits[] = {
  { KH_DATAPOINT_FIRST_NAME, "Anna" }, { KH_DATAPOINT_LAST_NAME, "Lee" }, { KH_DATAPOINT_ADDRESS_1, "1 New St" },
  { KH_DATAPOINT_ADDRESS_2, "Unit 4" }, { KH_DATAPOINT_CITY, "Ogden" }, { KH_DATAPOINT_STATE, "UT" },
  { KH_DATAPOINT_ZIP, "84401" }, { KH_DATAPOINT_COUNTY, "Weber" }, { KH_DATAPOINT_CROSS_STREET, "Elm" },
  { KH_DATAPOINT_DISPATCH_NOTES, "Two dogs" },
};

static KhLinkFixture office;
static KhStation *station;
static GSubprocess *process;
static char *folder;
static char *address;
static gint64 last;

static void
start_station (guint n)
{
  g_autoptr (GString) json = g_string_new ("[");
  g_autofree char *data = g_build_filename (folder, "station.db", NULL);
  g_autofree char *accounts = g_build_filename (folder, "accounts", NULL);
  g_autofree char *tokens = g_build_filename (folder, "tokens", NULL);
  g_autofree char *line = NULL;
  g_autoptr (GDataInputStream) stream = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s{\"number\":\"A%u\"},{\"number\":\"B%u\"}", i > 0 ? "," : "", i, i);
  g_string_append_c (json, ']');
  g_assert_true (g_file_set_contents (accounts, json->str, -1, NULL));
  g_assert_true (g_file_set_contents_full (tokens, KH_LINK_TOKEN " SUMMIT\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, PROGRAM, "--profile", "bold", "--name", "Dynamark",
                              "--dealer", "SUMMIT", "--data", data, "--accounts", accounts, "--token-file", tokens, NULL);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (stream, NULL, NULL, NULL);
  address = g_strdup (line + strlen ("listening on "));
}

static KhAccount *
read_account (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhAccount *account;

  kh_station_get_account_async (station, id, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  account = kh_station_get_account_finish (station, result, NULL, &error);
  g_assert_no_error (error);

  return account;
}

/* What a Link leaves in the data file, and what a day without a connection adds. */
static void
queue (guint index)
{
  g_autofree char *number = g_strdup_printf ("A%u", index);
  g_autofree char *id = g_strdup_printf ("SUMMIT%s", number);
  g_autoptr (KhAccount) account = read_account (id);
  g_autoptr (KhLinkAttempt) attempt = kh_link_attempt_new ();
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) finished = NULL;

  attempt->customer = kh_link_fixture_add_customer (&office, number, NULL);
  last = attempt->customer;
  attempt->revision = 1;
  attempt->company = office.company;
  attempt->account = g_strdup (id);
  attempt->number = g_strdup (number);
  attempt->etag = g_strdup (kh_account_get_etag (account));
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->seen = kh_shadow_new_from_account (account);
  kh_store_begin_attempt_async (office.store, attempt, NULL, kh_store_test_keep, &begun);
  kh_store_test_wait_result (&begun);
  kh_store_finish_attempt_async (office.store, attempt->customer, kh_store_test_keep, &finished);
  kh_store_test_wait_result (&finished);
  customer = kh_link_fixture_load (&office, attempt->customer, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    kh_customer_set (customer, edits[i].id, edits[i].value);
  saved = kh_store_test_save (office.store, customer, NULL);
}

/* The bare client */

typedef struct {
  SoupSession *session;
  GPtrArray *messages;
  GPtrArray *bodies;
  guint next;
  guint done;
} Bare;

static void
add_bare (Bare  *bare,
          guint  index)
{
  g_autofree char *id = g_strdup_printf ("SUMMITB%u", index);
  g_autofree char *uri = g_strdup_printf ("%s/v1/accounts/%s/changes", address, id);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (KhAccount) account = read_account (id);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
  SoupMessage *message = soup_message_new ("POST", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    g_ptr_array_add (changes, kh_change_new (edits[i].id, edits[i].value, NULL, NULL));
  soup_message_headers_append (headers, "Authorization", "Bearer " KH_LINK_TOKEN);
  soup_message_headers_append (headers, "Idempotency-Key", key);
  soup_message_headers_append (headers, "If-Match", kh_account_get_etag (account));
  g_ptr_array_add (bare->messages, message);
  g_ptr_array_add (bare->bodies, kh_station_encode_changes (station, changes, "edit", "Maria Vega"));
}

static void send_next (Bare *bare);

static void
on_bare_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Bare *bare = data;
  g_autoptr (GBytes) answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  g_assert_nonnull (answer);
  bare->done++;
  send_next (bare);
}

static void
send_next (Bare *bare)
{
  SoupMessage *message;

  if (bare->next == bare->messages->len)
    return;
  message = g_ptr_array_index (bare->messages, bare->next);
  soup_message_set_request_body_from_bytes (message, "application/json", g_ptr_array_index (bare->bodies, bare->next));
  bare->next++;
  soup_session_send_and_read_async (bare->session, message, G_PRIORITY_DEFAULT, NULL, on_bare_cb, bare);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
get_median (double *times)
{
  qsort (times, SINGLES, sizeof *times, compare_times);

  return times[SINGLES / 2];
}

/* To accounts of their own. */
static double
time_bare_single (Bare *bare)
{
  double times[SINGLES];

  for (guint i = 0; i < SINGLES; i++)
    {
      const guint done = bare->done;
      gint64 start;

      add_bare (bare, bare->messages->len);
      start = g_get_monotonic_time ();
      send_next (bare);
      while (bare->done == done)
        g_main_context_iteration (NULL, TRUE);
      times[i] = (double) (g_get_monotonic_time () - start) / 1000;
    }

  return get_median (times);
}

static double
time_bare (guint   n,
           double *single)
{
  Bare bare = { soup_session_new_with_options ("max-conns-per-host", PARALLEL, NULL),
                g_ptr_array_new_with_free_func (g_object_unref),
                g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref), 0, 0 };
  gint64 start;
  double time;

  for (guint i = 0; i < n; i++)
    add_bare (&bare, i);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < PARALLEL; i++)
    send_next (&bare);
  while (bare.done < n)
    g_main_context_iteration (NULL, TRUE);
  time = (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (soup_message_get_status (g_ptr_array_index (bare.messages, i)), ==, 200);
  *single = time_bare_single (&bare);
  g_ptr_array_unref (bare.messages);
  g_ptr_array_unref (bare.bodies);
  g_object_unref (bare.session);

  return time;
}

/* The sender */

typedef struct {
  gint64 last;
  gint64 longest;
} Stall;

static gboolean
on_tick_cb (gpointer data)
{
  Stall *stall = data;
  const gint64 now = g_get_monotonic_time ();

  stall->longest = MAX (stall->longest, now - stall->last - TICK_MS * 1000);
  stall->last = now;

  return G_SOURCE_CONTINUE;
}

static double
time_single (KhSender *sender)
{
  double times[SINGLES];

  for (guint i = 0; i < SINGLES; i++)
    {
      g_autoptr (KhCustomer) customer = kh_link_fixture_load (&office, last, NULL);
      g_autoptr (KhCustomer) saved = NULL;
      gint64 start;

      kh_customer_set (customer, KH_DATAPOINT_CITY, i % 2 == 0 ? "Provo" : "Ogden");
      start = g_get_monotonic_time ();
      saved = kh_store_test_save (office.store, customer, NULL);
      g_assert_false (kh_sender_is_empty (sender));
      while (!kh_sender_is_empty (sender))
        g_main_context_iteration (NULL, TRUE);
      times[i] = (double) (g_get_monotonic_time () - start) / 1000;
    }

  return get_median (times);
}

static double
time_sender (double *stall_ms,
             double *single)
{
  KhSender *sender = kh_sender_new (office.store, office.stations);
  Stall stall = { g_get_monotonic_time (), 0 };
  guint tick = g_timeout_add (TICK_MS, on_tick_cb, &stall);
  const gint64 start = g_get_monotonic_time ();
  double time;

  kh_sender_start (sender);
  while (!kh_sender_is_empty (sender))
    g_main_context_iteration (NULL, TRUE);
  time = (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
  g_source_remove (tick);
  *stall_ms = (double) stall.longest / 1000;
  *single = time_single (sender);
  kh_sender_stop (sender);
  g_object_unref (sender);

  return time;
}

int
main (int    argc,
      char **argv)
{
  const guint n = argc > 1 ? (guint) atoi (argv[1]) : 1000;
  g_autoptr (GAsyncResult) result = NULL;
  double bare, sent, stall, bare_single, single;

  folder = kh_store_test_make_folder ();
  start_station (n + SINGLES);
  kh_link_fixture_init_at (&office, address, NULL);
  kh_stations_get_async (office.stations, kh_catalogues_get_company (kh_store_get_catalogues (office.store), office.company),
                         NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  station = kh_stations_get_finish (office.stations, result, NULL);
  for (guint i = 0; i < n; i++)
    queue (i);
  bare = time_bare (n, &bare_single);
  sent = time_sender (&stall, &single);
  printf ("%zu changes of %u accounts: %.2f s; bare, %.2f s: %.0f %% of its rate; main loop away %.0f ms at most\n",
          n * G_N_ELEMENTS (edits), n, sent, bare, 100 * bare / sent, stall);
  printf ("one change, from its save until it is known to have arrived: %.1f ms; a bare request: %.1f ms\n", single, bare_single);

  g_object_unref (station);
  kh_link_fixture_clear (&office);
  g_subprocess_force_exit (process);
  kh_store_test_remove (folder);

  return 0;
}
