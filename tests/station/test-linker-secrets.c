/* test-linker-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"
#include "kh-gate.h"
#include "kh-json.h"
#include "kh-link-fixture.h"
#include "kh-store-links.h"
#include "kh-store-test.h"
#include "kh-value-type.h"

#include <string.h>


#define PASSCODE KH_DATAPOINT_PASSCODE
#define DURESS KH_DATAPOINT_DURESS_CODE

/* Words that stand nowhere else. */
#define OURS "ROSEBUD7"
#define THEIRS "XANADU9"
#define OTHER "SLED4"

#define CODE(text, duress) "{\"value\":{\"state\":\"clear\",\"text\":\"" text "\"},\"duress\":" duress "}"
#define ACCOUNT(codes) \
  "[{\"number\":\"1042\",\"site\":{\"kind\":\"residential\",\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}," \
  "\"address\":{\"line1\":\"4 Elm St\",\"city\":\"Provo\",\"state\":\"UT\",\"zip\":\"84601\"}," \
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550101\"}]," \
  "\"emails\":[{\"type\":\"email\",\"address\":\"ann@example.org\"}]},\"passcodes\":[" codes "]}]"

typedef struct {
  KhLinkFixture base;
  gint64 customer;

  /* The station's id of the account */
  const char *account;
} Fixture;

static void
fixture_init (Fixture            *self,
              KhReferenceProfile  profile,
              const char         *accounts)
{
  memset (self, 0, sizeof *self);
  kh_link_fixture_init (&self->base);
  kh_link_fixture_make_owner (&self->base);
  kh_link_fixture_replace_station_by (&self->base, profile, accounts);
  self->customer = kh_link_fixture_add_customer (&self->base, "1042", NULL);
  self->account = profile == KH_REFERENCE_BOLD ? "SUMMIT1042" : "a1";
}

static void
fixture_clear (Fixture *self)
{
  kh_link_fixture_clear (&self->base);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* What the station keeps, whatever it shows. */
static void
assert_kept_there (Fixture       *self,
                   KhDatapointId  id,
                   const char    *text)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->base, self->account);
  KhSecret *secret = kh_account_get_secret (account, id);

  g_assert_cmpstr (secret != NULL ? kh_secret_get_text (secret) : NULL, ==, text);
}

static void
assert_kept_here (Fixture       *self,
                  KhDatapointId  id,
                  const char    *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_reveal_async (self->base.store, self->customer, id, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  secret = kh_store_reveal_finish (self->base.store, result, &error);
  if (text == NULL)
    g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  else
    g_assert_no_error (error);
  g_assert_cmpstr (secret != NULL ? kh_secret_get_text (secret) : NULL, ==, text);
}

static guint
count_history (Fixture       *self,
               const char    *action,
               KhDatapointId  id)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (self->base.store, self->customer);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (row->action, action) != 0 || g_strcmp0 (row->datapoint, kh_datapoint_get (id)->key) != 0)
        continue;
      g_assert_null (row->old_value);
      g_assert_null (row->new_value);
      n++;
    }

  return n;
}

static KhDiscrepancy *
get_row (KhLinker      *linker,
         KhDatapointId  id)
{
  return kh_comparison_get (kh_linker_get_comparison (linker), id);
}

/* Ours, theirs */

static const struct {
  const char *name;
  KhReferenceProfile profile;
  const char *accounts;
  const char *ours;
  KhDifference difference;
  KhResolution resolution;
  const char *there;
  guint sent;
} rows[] = {
  { "clear", KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false")), OURS,
    KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, OURS, 1 },
  { "clear-same", KH_REFERENCE_GENERIC, ACCOUNT (CODE (OURS, "false")), OURS,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, OURS, 0 },
  { "masked", KH_REFERENCE_BOLD, ACCOUNT (CODE (THEIRS, "false")), OURS,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_OURS, OURS, 1 },
  { "masked-adt", KH_REFERENCE_ADT, ACCOUNT (CODE (THEIRS, "false")), OURS,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_OURS, OURS, 1 },
  { "none", KH_REFERENCE_BOLD, ACCOUNT (""), OURS,
    KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, OURS, 1 },
  { "only-there", KH_REFERENCE_BOLD, ACCOUNT (CODE (THEIRS, "false")), NULL,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, THEIRS, 0 },
};

static void
test_link (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  fixture_init (&fixture, rows[i].profile, rows[i].accounts);
  if (rows[i].ours != NULL)
    kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, rows[i].ours);
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_cmpint (kh_discrepancy_get_difference (get_row (linker, PASSCODE)), ==, rows[i].difference);
  g_assert_cmpint (kh_discrepancy_get_resolution (get_row (linker, PASSCODE)), ==, rows[i].resolution);
  g_assert_cmpint (kh_discrepancy_get_difference (get_row (linker, DURESS)), ==, KH_DIFFERENCE_SAME);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);

  assert_kept_there (&fixture, PASSCODE, rows[i].there);
  assert_kept_there (&fixture, DURESS, NULL);
  /* Read again before it is written, but said once. */
  g_assert_cmpuint (count_history (&fixture, "compare", PASSCODE), ==, rows[i].ours != NULL ? 1 : 0);
  g_assert_cmpuint (count_history (&fixture, "send", PASSCODE), ==, rows[i].sent);
  g_assert_cmpuint (count_history (&fixture, "reveal", PASSCODE), ==, 0);
  assert_kept_here (&fixture, PASSCODE, rows[i].ours);
  g_assert_false (kh_link_fixture_file_has (&fixture.base, OURS));
  g_assert_false (kh_link_fixture_file_has (&fixture.base, THEIRS));
}

static void
test_take_theirs (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false") "," CODE (OTHER, "true")));
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_discrepancy_set_resolution (get_row (linker, PASSCODE), KH_RESOLUTION_THEIRS);
  kh_discrepancy_set_resolution (get_row (linker, DURESS), KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);

  assert_kept_here (&fixture, PASSCODE, THEIRS);
  assert_kept_here (&fixture, DURESS, OTHER);
  assert_kept_there (&fixture, PASSCODE, THEIRS);
  g_assert_cmpuint (count_history (&fixture, "adopt", PASSCODE), ==, 1);
  g_assert_cmpuint (count_history (&fixture, "adopt", DURESS), ==, 1);
  g_assert_cmpuint (count_history (&fixture, "send", PASSCODE), ==, 0);
  g_assert_false (kh_link_fixture_file_has (&fixture.base, THEIRS));
  g_assert_false (kh_link_fixture_file_has (&fixture.base, OTHER));
}

/* By whoever is signed in, past every page: the data file has the last word. */
static void
assert_refused (Fixture       *self,
                gboolean       taken,
                KhDatapointId  id,
                const char    *text,
                GQuark         domain,
                int            code)
{
  g_autoptr (KhLinkAttempt) attempt = kh_link_attempt_new ();
  g_autoptr (KhSecret) secret = kh_secret_new (text, -1);
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->base, self->customer, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  attempt->customer = self->customer;
  attempt->revision = kh_customer_get_revision (customer);
  attempt->company = self->base.company;
  attempt->account = g_strdup (self->account);
  attempt->number = g_strdup ("1042");
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->body = g_bytes_new_static ("{}", 2);
  g_ptr_array_add (taken ? attempt->adopted : attempt->changes, kh_change_new_sealed (id, secret, NULL));
  kh_store_begin_attempt_async (self->base.store, attempt, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_false (kh_store_begin_attempt_finish (self->base.store, result, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&self->base), ==, 0);
}

/* One code for both is refused before anything is sent, also by the data file. */
static void
test_codes (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false")));
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, DURESS, "xanadu9");
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_discrepancy_set_resolution (get_row (linker, PASSCODE), KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  g_assert_error (kh_linker_get_error (linker), KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  assert_kept_there (&fixture, DURESS, NULL);

  assert_refused (&fixture, TRUE, PASSCODE, THEIRS, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  assert_refused (&fixture, TRUE, PASSCODE, "a code of more than twenty-five characters", KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
  assert_refused (&fixture, TRUE, PASSCODE, " SPACED", KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER);
}

/* The station's code goes only where somebody chose that it does. */
static void
test_clear (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD, ACCOUNT (CODE (THEIRS, "false") "," CODE (OTHER, "true")));
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  g_assert_false (kh_discrepancy_allows (get_row (linker, PASSCODE), KH_RESOLUTION_OURS));
  kh_discrepancy_set_resolution (get_row (linker, DURESS), KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_kept_there (&fixture, PASSCODE, THEIRS);
  assert_kept_there (&fixture, DURESS, NULL);
  g_assert_cmpuint (count_history (&fixture, "send", DURESS), ==, 1);
}

/* Who may not reveal */

static gint64
add_clerk (Fixture *self)
{
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (self->base.store));
  g_autoptr (KhMember) member = kh_member_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  member->name = g_strdup ("Lee");
  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (!group->owners)
        member->group = group->id;
    }
  member->added = kh_grants_without (kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_REVEAL), KH_GRANT_PASSCODES_MODIFY);
  member->taken = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_PASSCODES_REVEAL), KH_GRANT_PASSCODES_MODIFY);
  member->taken = kh_grants_with (member->taken, KH_GRANT_CONFIDENTIAL_VIEW);
  member->added = kh_grants_without (member->added, KH_GRANT_CONFIDENTIAL_VIEW);
  kh_store_save_member_async (self->base.store, member, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_save_member_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static void
enter (Fixture *self,
       gint64   member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_sign_in_async (self->base.store, member, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_sign_in_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static void
test_without_reveal (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false")));
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  enter (&fixture, add_clerk (&fixture));
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_null (get_row (linker, PASSCODE));
  g_assert_cmpuint (kh_comparison_count_hidden (kh_linker_get_comparison (linker)), ==, 1);
  assert_refused (&fixture, FALSE, PASSCODE, "GUESS", KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  assert_refused (&fixture, TRUE, PASSCODE, "GUESS", KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_kept_there (&fixture, PASSCODE, THEIRS);
  kh_link_fixture_sign_in (&fixture.base);
  assert_kept_here (&fixture, PASSCODE, OURS);
  g_assert_cmpuint (count_history (&fixture, "compare", PASSCODE), ==, 0);
  g_assert_cmpuint (count_history (&fixture, "send", PASSCODE), ==, 0);
}

/* Links under way */

static KhLinkAttempt *
load_attempt (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_attempts_async (self->base.store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  attempts = kh_store_list_attempts_finish (self->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 1);

  return kh_link_attempt_copy (g_ptr_array_index (attempts, 0));
}

static void
assert_waiting (Fixture *self,
                guint    n)
{
  g_autoptr (KhRecovery) recovery = kh_link_fixture_recover (&self->base);

  g_assert_cmpuint (recovery->waiting->len, ==, n);
  g_assert_cmpuint (recovery->finished->len, ==, 1 - n);
  g_assert_cmpuint (recovery->dropped->len, ==, 0);
}

/* Nobody can send what is sealed before somebody with the key is there, and nothing is lost
 * until then. What goes out is what went out the first time. */
static void
test_recovery (gconstpointer data)
{
  gboolean applied = GPOINTER_TO_INT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhLinkAttempt) open = NULL;
  g_autoptr (KhLinkAttempt) locked = NULL;
  const char *body;
  gsize length;

  fixture_init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false") "," CODE (OTHER, "true")));
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  kh_link_fixture_fault (&fixture.base, applied ? "drop-after@changes*9" : "drop@changes*9");
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_discrepancy_set_resolution (get_row (linker, DURESS), KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);

  open = load_attempt (&fixture);
  g_assert_false (open->locked);
  body = g_bytes_get_data (open->body, &length);
  g_assert_nonnull (memmem (body, length, OURS, strlen (OURS)));
  g_assert_false (kh_link_fixture_file_has (&fixture.base, OURS));
  g_assert_false (kh_link_fixture_file_has (&fixture.base, OTHER));
  g_assert_false (kh_link_fixture_file_has (&fixture.base, "\"ops\""));

  g_clear_object (&linker);
  kh_link_fixture_close (&fixture.base);
  kh_link_fixture_open (&fixture.base, fixture.base.folder);
  locked = load_attempt (&fixture);
  g_assert_true (locked->locked);
  g_assert_null (locked->body);
  kh_reference_station_clear_faults (fixture.base.station);
  assert_waiting (&fixture, 1);
  assert_kept_there (&fixture, PASSCODE, applied ? OURS : THEIRS);

  kh_link_fixture_sign_in (&fixture.base);
  assert_waiting (&fixture, 0);
  assert_kept_there (&fixture, PASSCODE, OURS);
  assert_kept_here (&fixture, DURESS, OTHER);
  g_assert_cmpuint (count_history (&fixture, "send", PASSCODE), ==, 1);
  g_assert_cmpuint (count_history (&fixture, "adopt", DURESS), ==, 1);
}

static void
make_older (Fixture *self)
{
  g_autoptr (KhLinkAttempt) attempt = load_attempt (self);
  g_autoptr (GAsyncResult) dropped = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_drop_attempt_async (self->base.store, self->customer, "test", kh_store_test_keep, &dropped);
  kh_store_test_wait_result (&dropped);
  kh_store_drop_attempt_finish (self->base.store, dropped, &error);
  g_assert_no_error (error);
  attempt->started_at -= 21 * 60 * 60;
  kh_store_begin_attempt_async (self->base.store, attempt, NULL, kh_store_test_keep, &begun);
  kh_store_test_wait_result (&begun);
  kh_store_begin_attempt_finish (self->base.store, begun, &error);
  g_assert_no_error (error);
}

/* What is too old to be sent again needs no key: the other values tell what became of it. */
static void
test_old (gconstpointer data)
{
  gboolean applied = GPOINTER_TO_INT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRecovery) recovery = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD, ACCOUNT (CODE (THEIRS, "false")));
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  kh_link_fixture_fault (&fixture.base, applied ? "drop-after@changes*9" : "drop@changes*9");
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  kh_reference_station_clear_faults (fixture.base.station);
  make_older (&fixture);
  g_assert_false (kh_link_fixture_file_has (&fixture.base, OURS));

  g_clear_object (&linker);
  kh_link_fixture_close (&fixture.base);
  kh_link_fixture_open (&fixture.base, fixture.base.folder);
  recovery = kh_link_fixture_recover (&fixture.base);
  g_assert_cmpuint (recovery->finished->len, ==, applied ? 1 : 0);
  g_assert_cmpuint (recovery->dropped->len, ==, applied ? 0 : 1);
  assert_kept_there (&fixture, PASSCODE, applied ? OURS : THEIRS);
}

/* A code that was set here after the clerk had looked is not what they decided about. */
static void
test_set_meanwhile (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false")));
  kh_link_fixture_fault (&fixture.base, "drop@reference*9");
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_discrepancy_set_resolution (get_row (linker, PASSCODE), KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  kh_reference_station_clear_faults (fixture.base.station);
  assert_waiting (&fixture, 0);
  assert_kept_here (&fixture, PASSCODE, OURS);
}

/* Logs */

static GString *logged;

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data G_GNUC_UNUSED)
{
  g_autofree char *text = g_log_writer_format_fields (level, fields, n_fields, FALSE);

  g_string_append (logged, text);
  g_string_append_c (logged, '\n');

  return G_LOG_WRITER_HANDLED;
}

/* In a process of its own, as a writer is there to stay. */
static void
test_log_process (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  logged = g_string_new (NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  fixture_init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (CODE (THEIRS, "false") "," CODE (OTHER, "true")));
  kh_link_fixture_set_secret (&fixture.base, fixture.customer, PASSCODE, OURS);
  linker = kh_link_fixture_start (&fixture.base, fixture.customer);
  kh_discrepancy_set_resolution (get_row (linker, DURESS), KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);

  /* The layers do say what they do. */
  g_assert_nonnull (strstr (logged->str, "keyholder-station"));
  g_assert_null (strstr (logged->str, OURS));
  g_assert_null (strstr (logged->str, THEIRS));
  g_assert_null (strstr (logged->str, OTHER));
  g_string_free (logged, TRUE);
}

static void
test_logs (void)
{
  if (g_test_subprocess ())
    {
      test_log_process ();
      return;
    }

  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("G_MESSAGES_DEBUG");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout_unmatched ("*" OURS "*");
  g_test_trap_assert_stderr_unmatched ("*" OURS "*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/linker-secrets/link/", rows[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_link);
    }
  g_test_add_func ("/linker-secrets/take-theirs", test_take_theirs);
  g_test_add_func ("/linker-secrets/codes", test_codes);
  g_test_add_func ("/linker-secrets/clear", test_clear);
  g_test_add_func ("/linker-secrets/without-reveal", test_without_reveal);
  g_test_add_data_func ("/linker-secrets/recovery/unsent", GINT_TO_POINTER (FALSE), test_recovery);
  g_test_add_data_func ("/linker-secrets/recovery/answer-lost", GINT_TO_POINTER (TRUE), test_recovery);
  g_test_add_data_func ("/linker-secrets/old/unsent", GINT_TO_POINTER (FALSE), test_old);
  g_test_add_data_func ("/linker-secrets/old/answer-lost", GINT_TO_POINTER (TRUE), test_old);
  g_test_add_func ("/linker-secrets/set-meanwhile", test_set_meanwhile);
  g_test_add_func ("/linker-secrets/logs", test_logs);

  return g_test_run ();
}
