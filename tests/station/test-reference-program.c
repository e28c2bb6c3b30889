/* test-reference-program.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-connection.h"
#include "kh-csl-station.h"
#include "kh-json.h"
#include "kh-reference-fixture.h"
#include "kh-wait.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

#define PROGRAM KH_BUILD_DIR "/src/keyholder-station/keyholder-station"
#define BEARER "Authorization: Bearer " KH_FIXTURE_TOKEN
#define KEY "Idempotency-Key: 0f1e2d3c-4b5a-4697-8877-665544332211"
#define ACCOUNT "/v1/accounts/SUMMIT2001"
#define OTHER_KEY "Idempotency-Key: 0f1e2d3c-4b5a-4697-8877-665544332222"
#define TESTS ACCOUNT "/tests"
#define TEST "{\"minutes\":30,\"author\":\"Hushed Author\",\"reason\":\"Hushed reason\"}"
#define SET "{\"reason\":\"edit\",\"author\":\"t\",\"ops\":[" \
            "{\"op\":\"replace\",\"path\":\"/site/address/line1\",\"value\":\"77 Secret Road\"}," \
            "{\"op\":\"replace\",\"path\":\"/passcodes/c1/value\"," \
            "\"value\":{\"state\":\"set\",\"text\":\"HUSH4711\"}}]}"

/* A folder of files, and perhaps a station at work. */
typedef struct {
  char *folder;
  GSubprocess *process;
  char *url;
} Program;

static char *
get_file (Program    *self,
          const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
write_file (Program    *self,
            const char *name,
            const char *text)
{
  g_autofree char *path = get_file (self, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
program_init (Program *self)
{
  memset (self, 0, sizeof *self);
  self->folder = g_dir_make_tmp ("station-XXXXXX", NULL);
  g_assert_cmpint (g_chmod (self->folder, 0700), ==, 0);
  write_file (self, "accounts.json", kh_fixture_accounts);
  write_file (self, "tokens", "# the office\n" KH_FIXTURE_TOKEN " SUMMIT\n");
}

static int
end_program (Program *self,
             int      signal)
{
  int status;

  g_subprocess_send_signal (self->process, signal);
  g_subprocess_wait (self->process, NULL, NULL);
  status = g_subprocess_get_if_exited (self->process)
             ? g_subprocess_get_exit_status (self->process) : -1;
  g_clear_object (&self->process);
  g_clear_pointer (&self->url, g_free);
  return status;
}

static void
program_clear (Program *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  if (self->process != NULL)
    end_program (self, SIGKILL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = get_file (self, name);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Program, program_clear)

/* Options are parted by blanks; % stands for the folder. */
static GSubprocess *
spawn (Program          *self,
       const char       *options,
       GSubprocessFlags  flags)
{
  g_autofree char *slash = g_strconcat (self->folder, "/", NULL);
  g_auto (GStrv) pieces = g_strsplit (options, "%", -1);
  g_autofree char *line = g_strjoinv (slash, pieces);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, (char *) PROGRAM);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata, flags, &error);
  g_assert_no_error (error);
  return process;
}

static void
start (Program    *self,
       const char *options)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  self->process = spawn (self, options, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on "));
  self->url = g_strdup (line + strlen ("listening on "));
}

#define USUAL "--profile bold --dealer SUMMIT --accounts %accounts.json --token-file %tokens "

static KhReply *
ask (Program    *self,
     const char *method,
     const char *path,
     const char *body)
{
  static const char *const headers[] = { BEARER, KEY, "If-Match: \"1\"",
                                         "Content-Type: application/json", NULL };

  return kh_probe (self->url, method, path, headers, body, 0);
}

/* What was acknowledged is there after a kill at once, and the same request gets
 * the same answer from the next process. */
static void
test_kill (void)
{
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) again = NULL;
  g_autoptr (KhReply) account = NULL;
  g_autoptr (KhReply) reused = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db");
  first = ask (&program, "POST", ACCOUNT "/changes", SET);
  g_assert_cmpint (end_program (&program, SIGKILL), ==, -1);
  kh_assert_reply (first, 200, NULL);
  start (&program, USUAL "--data %book.db");
  again = ask (&program, "POST", ACCOUNT "/changes", SET);
  kh_assert_reply (again, 200, NULL);
  g_assert_cmpstr (again->body->str, ==, first->body->str);
  account = ask (&program, "GET", ACCOUNT, NULL);
  kh_assert_value (account, "/version", "2");
  kh_assert_value (account, "/site/address/line1", "\"77 Secret Road\"");
  reused = ask (&program, "PUT", ACCOUNT "/external-refs/keyholder", "{\"value\":\"1\"}");
  kh_assert_reply (reused, 422, "key-reused");
}

/* The answer was never sent, but the effect is there, once. */
static void
test_kill_after_lost_answer (void)
{
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) lost = NULL;
  g_autoptr (KhReply) again = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db --fault drop-after@changes*1");
  lost = ask (&program, "POST", ACCOUNT "/changes", SET);
  kh_assert_reply (lost, 0, NULL);
  end_program (&program, SIGKILL);
  start (&program, USUAL "--data %book.db");
  again = ask (&program, "POST", ACCOUNT "/changes", SET);
  kh_assert_reply (again, 200, NULL);
  kh_assert_value (again, "/version", "2");
}

/* A test goes on through a kill, at once and after the answer was lost, and ends by the clock
 * while nobody is there to end it. */
static void
test_kill_on_test (void)
{
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) lost = NULL;
  g_autoptr (KhReply) again = NULL;
  g_autoptr (KhReply) earlier = NULL;
  g_autoptr (KhReply) later = NULL;
  g_autoptr (KhReply) events = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db --fault drop-after@tests*1");
  lost = ask (&program, "POST", TESTS, TEST);
  kh_assert_reply (lost, 0, NULL);
  end_program (&program, SIGKILL);
  start (&program, USUAL "--data %book.db");
  again = ask (&program, "POST", TESTS, TEST);
  kh_assert_reply (again, 201, NULL);
  kh_assert_value (again, "/id", "\"t1\"");
  end_program (&program, SIGKILL);
  start (&program, USUAL "--data %book.db --clock -7200");
  earlier = ask (&program, "GET", TESTS, NULL);
  kh_assert_value (earlier, "/items/0/id", "\"t1\"");
  kh_assert_value (earlier, "/items/1", NULL);
  end_program (&program, SIGKILL);
  start (&program, USUAL "--data %book.db --clock 1900");
  later = ask (&program, "GET", TESTS, NULL);
  kh_assert_value (later, "/items", "[]");
  events = ask (&program, "GET", ACCOUNT "/events", NULL);
  kh_assert_reply (events, 200, NULL);
  g_assert_nonnull (strstr (events->body->str, "\"*TP\""));
  g_assert_nonnull (strstr (events->body->str, "\"*TX\""));
}

/* The clear that was told is not undone by a kill. */
static void
test_kill_after_clear (void)
{
  static const char *const headers[] = { BEARER, OTHER_KEY, NULL };
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) put = NULL;
  g_autoptr (KhReply) cleared = NULL;
  g_autoptr (KhReply) list = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db");
  put = ask (&program, "POST", TESTS, TEST);
  kh_assert_reply (put, 201, NULL);
  cleared = kh_probe (program.url, "DELETE", TESTS, headers, NULL, 0);
  end_program (&program, SIGKILL);
  kh_assert_reply (cleared, 204, NULL);
  start (&program, USUAL "--data %book.db");
  list = ask (&program, "GET", TESTS, NULL);
  kh_assert_value (list, "/items", "[]");
}

/* A data file of the version before tests and events gets what it lacks, and keeps what it has. */
static void
test_older_file (void)
{
  g_auto (Program) program = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (KhReply) change = NULL;
  g_autoptr (KhReply) put = NULL;
  g_autoptr (KhReply) account = NULL;
  g_autoptr (GError) error = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db");
  change = ask (&program, "POST", ACCOUNT "/changes", SET);
  kh_assert_reply (change, 200, NULL);
  end_program (&program, SIGTERM);
  path = get_file (&program, "book.db");
  connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, 0x4b487374, &error);
  g_assert_no_error (error);
  g_assert_true (kh_connection_execute (connection, "DROP TABLE test; DROP TABLE event; DROP TABLE review; DROP TABLE review_rule; DROP TABLE number_block", &error));
  g_assert_true (kh_connection_set_version (connection, 1, &error));
  g_clear_pointer (&connection, kh_connection_close);
  start (&program, USUAL "--data %book.db");
  account = ask (&program, "GET", ACCOUNT, NULL);
  kh_assert_value (account, "/version", "2");
  put = kh_probe (program.url, "POST", TESTS,
                  (const char *const[]) { BEARER, OTHER_KEY, "Content-Type: application/json", NULL },
                  TEST, 0);
  kh_assert_reply (put, 201, NULL);
}

static void
test_signals (void)
{
  static const int signals[] = { SIGTERM, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_auto (Program) program = { 0 };

      program_init (&program);
      start (&program, USUAL);
      g_assert_cmpint (end_program (&program, signals[i]), ==, 0);
    }
}

/* The log tells what was asked, and no value, passcode or token. */
static void
test_log (void)
{
  static const char *const secrets[] = { KH_FIXTURE_TOKEN, "HUSH4711", "ROSEBUD", "Secret Road",
                                         "wrong-token-0000", "number=2001", "77123",
                                         "Hushed" };
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) change = NULL;
  g_autoptr (KhReply) look_up = NULL;
  g_autoptr (KhReply) account = NULL;
  g_autoptr (KhReply) bad = NULL;
  g_autoptr (KhReply) test = NULL;
  g_autoptr (JsonNode) line = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *ops = NULL;
  g_auto (GStrv) lines = NULL;

  program_init (&program);
  start (&program, USUAL "--log %log --fault drop@ping");
  change = ask (&program, "POST", ACCOUNT "/changes", SET);
  look_up = ask (&program, "GET", "/v1/accounts?number=2001", NULL);
  account = ask (&program, "GET", ACCOUNT, NULL);
  bad = ask (&program, "GET", "/v1/ping", NULL);
  test = ask (&program, "POST", TESTS, TEST);
  path = get_file (&program, "log");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (text, secrets[i]));
  line = kh_json_parse (lines[0], strlen (lines[0]), NULL);
  g_assert_nonnull (line);
  ops = kh_json_value_at (line, "/ops");
  g_assert_cmpstr (ops, ==, "[\"/site/address/line1\",\"/passcodes/c1/value\"]");
  g_assert_nonnull (strstr (lines[0], "\"key\":\"0f1e2d3c-4b5a-4697-8877-665544332211\""));
  g_assert_nonnull (strstr (lines[1], "\"query\":[\"number\"]"));
  g_assert_nonnull (strstr (lines[2], "\"status\":200"));
  g_assert_nonnull (strstr (lines[3], "\"status\":0"));
  g_assert_nonnull (strstr (lines[3], "\"fault\":\"drop\""));
}

/* A data file has its accounts; the accounts file is only for an empty one. */
static void
test_accounts_once (void)
{
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) second = NULL;

  program_init (&program);
  write_file (&program, "one.csv", "number,first\n3001,Cy\n");
  start (&program, USUAL "--data %book.db");
  first = ask (&program, "GET", ACCOUNT, NULL);
  kh_assert_reply (first, 200, NULL);
  end_program (&program, SIGTERM);
  start (&program, "--profile bold --dealer SUMMIT --accounts %one.csv --token-file %tokens "
                   "--data %book.db");
  second = ask (&program, "GET", "/v1/accounts/SUMMIT3001", NULL);
  kh_assert_reply (second, 404, "not-found");
}

/* The client's own call, against whichever process is at work. */
static KhAccount *
make_account (Program  *self,
              GBytes   *body,
              GError  **error)
{
  g_autoptr (KhCompany) company = kh_company_new ();
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GAsyncResult) answer = NULL;

  g_object_set (company, "name", "Dynamark", "address", self->url, NULL);
  station = kh_csl_station_new (company, KH_FIXTURE_TOKEN, error);
  g_assert_nonnull (station);
  kh_station_create_account_async (station, body, "0f1e2d3c-4b5a-4697-8877-665544332211", NULL,
                                   kh_wait_done_cb, &answer);
  return kh_station_create_account_finish (station, kh_wait (&answer), error);
}

#define BLOCK USUAL "--data %book.db --number-block 7000:7011 "
#define SHELL "{\"author\":\"Pat\",\"from_block\":\"b1\",\"site\":{\"address\":{\"line1\":\"77 Secret Road\"}}}"

/* The answer is lost twice, and the station killed at once each time; the third try with
 * the same key finds the one account that there is. */
static void
test_kill_making (void)
{
  static const char *const faults[] = { "--fault drop-after@create*1", "--fault drop-after@create*1", "" };
  static const char body[] = SHELL;
  g_auto (Program) program = { 0 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (KhReply) all = NULL;
  g_autoptr (KhReply) blocks = NULL;

  program_init (&program);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *options = g_strconcat (BLOCK, faults[i], NULL);
      g_autoptr (KhAccount) account = NULL;
      g_autoptr (GError) error = NULL;

      start (&program, options);
      account = make_account (&program, bytes, &error);
      g_assert_true ((account != NULL) == (*faults[i] == '\0'));
      if (account != NULL)
        g_assert_cmpstr (kh_account_get_number (account), ==, "7000");
      else
        g_assert_false (kh_station_error_is_certain (error));
      end_program (&program, SIGKILL);
    }
  start (&program, BLOCK);
  all = ask (&program, "GET", "/v1/accounts", NULL);
  kh_assert_value (all, "/items/3/number", "\"7000\"");
  kh_assert_value (all, "/items/5", NULL);
  blocks = ask (&program, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (blocks, "/items/0/next", "\"7001\"");
}

/* A number that was given is never given again, whoever dies in between. */
static void
test_kill_reserving (void)
{
  static const char *const headers[] = { BEARER, "Idempotency-Key: 0f1e2d3c-4b5a-4697-8877-665544332233", NULL };
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) lost = NULL;
  g_autoptr (KhReply) again = NULL;
  g_autoptr (KhReply) other = NULL;

  program_init (&program);
  start (&program, BLOCK "--fault drop-after@reserve*1");
  lost = ask (&program, "POST", "/v1/number-blocks/b1/reserve", NULL);
  kh_assert_reply (lost, 0, NULL);
  end_program (&program, SIGKILL);
  start (&program, BLOCK);
  other = kh_probe (program.url, "POST", "/v1/number-blocks/b1/reserve", headers, NULL, 0);
  kh_assert_value (other, "/number", "\"7001\"");
  end_program (&program, SIGKILL);
  start (&program, BLOCK);
  again = ask (&program, "POST", "/v1/number-blocks/b1/reserve", NULL);
  kh_assert_value (again, "/number", "\"7000\"");
}

static KhReply *
approve (Program *self,
         KhReply *change)
{
  static const char *const headers[] = { "Content-Type: application/x-www-form-urlencoded", NULL };
  g_autoptr (JsonNode) node = kh_reply_parse (change);
  g_autoptr (KhReply) page = kh_probe (self->url, "GET", "/operator", NULL, NULL, 0);
  const char *token = strstr (page->body->str, "name=\"token\" value=\"");
  g_autofree char *form = NULL;

  g_assert_nonnull (token);
  token += strlen ("name=\"token\" value=\"");
  form = g_strdup_printf ("token=%.*s&decision=approve&change=%s", (int) strcspn (token, "\""), token,
                          kh_json_get_string (json_node_get_object (node), "change", NULL));
  return kh_probe (self->url, "POST", "/operator/review", headers, form, 0);
}

/* What waits still waits after a kill, with its rule; what was approved stays so. Of none of
 * it the log has a value, nor of what the operator typed. */
static void
test_kill_reviewing (void)
{
  g_auto (Program) program = { 0 };
  g_autoptr (KhReply) sent = NULL;
  g_autoptr (KhReply) approved = NULL;
  g_autoptr (KhReply) page = NULL;
  g_autoptr (KhReply) account = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db --log %log --review /passcodes");
  sent = ask (&program, "POST", ACCOUNT "/changes", SET);
  kh_assert_reply (sent, 202, NULL);
  end_program (&program, SIGKILL);
  start (&program, USUAL "--data %book.db --log %log");
  approved = approve (&program, sent);
  kh_assert_reply (approved, 303, NULL);
  end_program (&program, SIGKILL);
  start (&program, USUAL "--data %book.db --log %log");
  account = ask (&program, "GET", ACCOUNT, NULL);
  kh_assert_value (account, "/version", "3");
  page = kh_probe (program.url, "GET", "/operator", NULL, NULL, 0);
  g_assert_nonnull (strstr (page->body->str, "<code>/passcodes</code>"));
  path = get_file (&program, "log");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"path\":\"/operator/review\""));
  g_assert_null (strstr (text, "HUSH4711"));
  g_assert_null (strstr (text, "Secret Road"));
  g_assert_null (strstr (text, "decision"));
}

/* A data file of the version before gets what it lacks, and keeps what it has. */
static void
test_file_before_office (void)
{
  g_auto (Program) program = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (KhReply) change = NULL;
  g_autoptr (KhReply) account = NULL;
  g_autoptr (KhReply) blocks = NULL;
  g_autoptr (GError) error = NULL;

  program_init (&program);
  start (&program, USUAL "--data %book.db");
  change = ask (&program, "POST", ACCOUNT "/changes", SET);
  kh_assert_reply (change, 200, NULL);
  end_program (&program, SIGTERM);
  path = get_file (&program, "book.db");
  connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, 0x4b487374, &error);
  g_assert_no_error (error);
  kh_connection_execute (connection, "DROP TABLE test; DROP TABLE event; DROP TABLE review; DROP TABLE review_rule; DROP TABLE number_block", &error);
  g_assert_no_error (error);
  g_assert_true (kh_connection_set_version (connection, 1, &error));
  g_clear_pointer (&connection, kh_connection_close);
  start (&program, BLOCK);
  account = ask (&program, "GET", ACCOUNT, NULL);
  kh_assert_value (account, "/version", "2");
  blocks = ask (&program, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (blocks, "/items/0/next", "\"7000\"");
}

typedef struct {
  const char *options;
  int status;
  const char *message;
} Mistake;

static const Mistake mistakes[] = {
  { "--nonsense", 64, "--nonsense" },
  { "word", 64, "word" },
  { "--profile gold", 64, "bold, adt and generic" },
  { "--tls-cert x", 64, "--tls-key" },
  { "--dealer a/b", 64, "dealer" },
  { "--fault fall@ping", 1, "no such kind" },
  { "--token-file %nothing", 1, "nothing" },
  { "--token-file %accounts.json", 1, "line 1" },
  { "--accounts %nothing.json", 1, "nothing.json" },
  { "--accounts %accounts.json", 1, "/dealer" },
  { "--accounts %bad.csv --dealer D", 1, "line 3" },
  { "--number-block 1:x", 1, "differ" },
  { "--number-block 7", 1, "BEGIN:END" },
  { "--review /a/<b>", 1, "account's id" },
  { "--listen nowhere", 1, "HOST:PORT" },
  { "--listen 127.0.0.1:99999", 1, "HOST:PORT" },
  { "--listen 0.0.0.0:0", 1, "loopback" },
  { "--listen 192.0.2.1:0", 1, "loopback" },
  { "--data %no/folder/book.db", 1, "keyholder-station:" },
  { "--data %accounts.json", 1, "keyholder-station:" },
  { "--log %no/folder/log", 1, "log" },
  { "--tls-cert %accounts.json --tls-key %accounts.json", 1, "certificate" },
};

static void
test_mistake (gconstpointer data)
{
  const Mistake *c = data;
  g_auto (Program) program = { 0 };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GSubprocess) process = NULL;

  program_init (&program);
  write_file (&program, "bad.csv", "number,state\n1,UT\n2,Utah\n");
  process = spawn (&program, c->options,
                   G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, NULL));
  g_test_message ("%s", errors);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, c->status);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (errors, c->message));
}

static void
test_help (void)
{
  static const struct {
    const char *option;
    const char *word;
  } texts[] = { { "--help", "truncated" }, { "--version", KH_VERSION } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (Program) program = { 0 };
      g_autofree char *output = NULL;
      g_autoptr (GSubprocess) process = NULL;

      program_init (&program);
      process = spawn (&program, texts[i].option, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
      g_assert_nonnull (strstr (output, texts[i].word));
    }
}

static void
make_certificate (Program *self)
{
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  line = g_strdup_printf ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
                          " -days 2 -subj /CN=station -addext subjectAltName=IP:127.0.0.1"
                          " -keyout '%s/key.pem' -out '%s/cert.pem'", self->folder, self->folder);
  g_spawn_command_line_sync (line, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static guint
get_status (Program  *self,
            gboolean  trusting,
            GError  **error)
{
  g_autofree char *path = get_file (self, "cert.pem");
  g_autofree char *url = g_strconcat (self->url, "/v1/ping", NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, NULL);
  g_autoptr (SoupSession) session
    = soup_session_new_with_options ("tls-database", trusting ? database : NULL, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GBytes) body = NULL;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                               "Bearer " KH_FIXTURE_TOKEN);
  body = soup_session_send_and_read (session, message, NULL, error);
  return body != NULL ? soup_message_get_status (message) : 0;
}

static void
test_tls (void)
{
  g_auto (Program) program = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = NULL;

  program_init (&program);
  make_certificate (&program);
  keys = get_file (&program, "keys");
  g_setenv ("SSLKEYLOGFILE", keys, TRUE);
  start (&program, USUAL "--tls-cert %cert.pem --tls-key %key.pem");
  g_unsetenv ("SSLKEYLOGFILE");
  g_assert_true (g_str_has_prefix (program.url, "https://127.0.0.1:"));
  g_assert_cmpuint (get_status (&program, TRUE, &error), ==, 200);
  g_assert_no_error (error);
  g_assert_cmpuint (get_status (&program, FALSE, &error), ==, 0);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_false (g_file_test (keys, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reference/program/kill", test_kill);
  g_test_add_func ("/reference/program/kill-after-lost-answer", test_kill_after_lost_answer);
  g_test_add_func ("/reference/program/kill-on-test", test_kill_on_test);
  g_test_add_func ("/reference/program/kill-after-clear", test_kill_after_clear);
  g_test_add_func ("/reference/program/older-file", test_older_file);
  g_test_add_func ("/reference/program/signals", test_signals);
  g_test_add_func ("/reference/program/log", test_log);
  g_test_add_func ("/reference/program/accounts-once", test_accounts_once);
  g_test_add_func ("/reference/program/kill-making", test_kill_making);
  g_test_add_func ("/reference/program/kill-reserving", test_kill_reserving);
  g_test_add_func ("/reference/program/kill-reviewing", test_kill_reviewing);
  g_test_add_func ("/reference/program/file-before-office", test_file_before_office);
  g_test_add_func ("/reference/program/help", test_help);
  g_test_add_func ("/reference/program/tls", test_tls);
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reference/program/mistake/%02u", i);

      g_test_add_data_func (path, &mistakes[i], test_mistake);
    }

  return g_test_run ();
}
