/* test-secret-save.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sealed values saved with the rest of the record: all of it or nothing, in one revision. */

#include "config.h"

#include "kh-cipher.h"
#include "kh-gate.h"
#include "kh-office-test.h"
#include "kh-schema.h"
#include "kh-value-type.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_ROUNDS 8

static GPtrArray *
make_secrets (const char *passcode,
              const char *duress)
{
  GPtrArray *secrets = kh_secret_changes_new ();

  if (passcode != NULL)
    kh_secret_changes_add (secrets, KH_DATAPOINT_PASSCODE, passcode);
  if (duress != NULL)
    kh_secret_changes_add (secrets, KH_DATAPOINT_DURESS_CODE, duress);

  return secrets;
}

static KhCustomer *
save (KhOfficeTest  *office,
      const char    *spouse,
      GPtrArray     *secrets,
      GError       **error)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  kh_customer_set (customer, KH_DATAPOINT_SPOUSE, spouse);
  kh_store_save_customer_async (office->base.store, customer, secrets, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_customer_finish (office->base.store, result, error);
}

static KhCustomer *
create (KhOfficeTest  *office,
        GPtrArray     *secrets,
        GError       **error)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Bo", "Park");
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_create_customer_async (office->base.store, customer, secrets, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_create_customer_finish (office->base.store, result, error);
}

/* What the history says of one datapoint, never with a value when it is sealed. */
static guint
count_history (KhOfficeTest *office,
               gint64        number,
               const char   *datapoint,
               gint64        revision)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, number);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);
      const KhDatapoint *known = row->datapoint == NULL ? NULL : kh_datapoint_lookup (row->datapoint);

      g_assert_true (known == NULL || !known->sealed || (row->old_value == NULL && row->new_value == NULL));
      if (g_strcmp0 (row->action, "change") == 0 && g_strcmp0 (row->datapoint, datapoint) == 0 &&
          row->revision == revision)
        n++;
    }

  return n;
}

static void
test_together (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) secrets = make_secrets ("RED BARN", "BLUE BARN");
  g_autoptr (GPtrArray) removed = kh_secret_changes_new ();
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (KhCustomer) again = NULL;
  g_autoptr (KhCustomer) none = NULL;
  g_autoptr (GError) error = NULL;
  gint64 revision = kh_office_test_get_revision (office) + 1;

  saved = save (office, "Rosa", secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (saved), ==, revision);
  g_assert_cmpint (kh_office_test_get_revision (office), ==, revision);
  g_assert_cmpstr (kh_customer_get (saved, KH_DATAPOINT_SPOUSE), ==, "Rosa");
  g_assert_true (kh_customer_is_sealed (saved, KH_DATAPOINT_PASSCODE));
  g_assert_null (kh_customer_get (saved, KH_DATAPOINT_PASSCODE));
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  g_assert_cmpuint (count_history (office, office->number, "passcode", revision), ==, 1);
  g_assert_cmpuint (count_history (office, office->number, "duress-code", revision), ==, 1);
  g_assert_cmpuint (count_history (office, office->number, "spouse", revision), ==, 1);

  /* Secrets alone are a revision as well; what is not kept cannot go. */
  kh_secret_changes_add (removed, KH_DATAPOINT_DURESS_CODE, NULL);
  kh_secret_changes_add (removed, KH_DATAPOINT_INSTALLER_CODE, NULL);
  again = save (office, "Rosa", removed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (again), ==, revision + 1);
  g_assert_false (kh_customer_is_sealed (again, KH_DATAPOINT_DURESS_CODE));
  g_assert_true (kh_customer_is_sealed (again, KH_DATAPOINT_PASSCODE));
  g_assert_cmpuint (count_history (office, office->number, "duress-code", revision + 1), ==, 1);
  g_assert_cmpuint (count_history (office, office->number, "installer-code", revision + 1), ==, 0);

  none = save (office, "Rosa", removed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (none), ==, revision + 1);
}

static void
test_create (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) secrets = make_secrets ("RED BARN", NULL);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhSecret) passcode = NULL;
  g_autoptr (GError) error = NULL;

  kept = create (office, secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (kept), ==, 1);
  g_assert_true (kh_customer_is_sealed (kept, KH_DATAPOINT_PASSCODE));
  passcode = kh_office_test_reveal (office, kh_customer_get_number (kept), KH_DATAPOINT_PASSCODE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (passcode), ==, "RED BARN");
  g_assert_cmpuint (count_history (office, kh_customer_get_number (kept), "passcode", 1), ==, 1);
}

static guint
count_listed (KhOfficeTest *office)
{
  g_autoptr (GArray) numbers = kh_store_test_search (office->base.store, "", 0);

  return numbers->len;
}

/* Nothing of a save that is refused is kept, nor of a creation. */
static void
expect_refused (KhOfficeTest *office,
                GPtrArray    *secrets,
                GQuark        domain,
                int           code)
{
  gint64 revision = kh_office_test_get_revision (office);
  guint n_listed = count_listed (office);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (KhCustomer) created = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) creating = NULL;

  saved = save (office, "Nobody", secrets, &error);
  g_assert_null (saved);
  g_assert_error (error, domain, code);
  for (guint i = 0; i < secrets->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (secrets, i);

      g_assert_true (change->secret == NULL || strstr (error->message, kh_secret_get_text (change->secret)) == NULL);
    }
  kept = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_assert_cmpint (kh_customer_get_revision (kept), ==, revision);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_SPOUSE), !=, "Nobody");
  g_assert_cmpuint (count_history (office, office->number, "spouse", revision + 1), ==, 0);

  created = create (office, secrets, &creating);
  g_assert_null (created);
  g_assert_error (creating, domain, code);
  g_assert_cmpuint (count_listed (office), ==, n_listed);
}

static void
test_refused (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) twins = make_secrets ("RED BARN", "Red Barn");
  g_autoptr (GPtrArray) longer = make_secrets ("BARN", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  g_autoptr (GPtrArray) mark = make_secrets ("RED\tBARN", NULL);
  g_autoptr (GPtrArray) first = make_secrets ("RED BARN", NULL);
  g_autoptr (GPtrArray) twin = make_secrets (NULL, "red barn");
  g_autoptr (GPtrArray) both = make_secrets ("OLD MILL", "RED BARN");
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (KhCustomer) swapped = NULL;
  g_autoptr (KhCustomer) none = NULL;
  g_autoptr (GError) error = NULL;

  expect_refused (office, twins, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  expect_refused (office, longer, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
  expect_refused (office, mark, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER);

  /* The kept one counts, unless it goes in the same save. */
  saved = save (office, "Rosa", first, &error);
  g_assert_no_error (error);
  none = save (office, "Nobody", twin, &error);
  g_assert_null (none);
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  g_clear_error (&error);
  swapped = save (office, "Rosa", both, &error);
  g_assert_no_error (error);
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "RED BARN");
}

static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) secrets = make_secrets ("RED BARN", NULL);
  g_autoptr (GPtrArray) ssn = kh_secret_changes_new ();
  g_autoptr (GPtrArray) removed = kh_secret_changes_new ();

  kh_secret_changes_add (ssn, KH_DATAPOINT_SSN_LAST_FOUR, "0042");
  kh_secret_changes_add (removed, KH_DATAPOINT_PASSCODE, NULL);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  expect_refused (office, secrets, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  expect_refused (office, ssn, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  /* Also where there is none to remove: the answer would tell. */
  expect_refused (office, removed, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
}

static void
test_no_key (void)
{
  KhOfficeTest office = { 0 };
  g_autoptr (GPtrArray) secrets = make_secrets ("RED BARN", NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_begin (&office, NULL);
  expect_refused (&office, secrets, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);
  saved = save (&office, "Nobody", secrets, &error);
  g_assert_nonnull (strstr (error->message, "Set a password for yourself first."));
  kh_office_test_tear_down (&office, NULL);
}

static void
break_file (KhOfficeTest *office)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection;

  kh_store_test_close (g_steal_pointer (&office->base.store));
  connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  kh_connection_execute (connection, "CREATE UNIQUE INDEX fault ON customer_secret (customer)", &error);
  g_assert_no_error (error);
  kh_connection_close (connection);
  office->base.store = kh_store_test_open (office->base.folder, &error);
  g_assert_no_error (error);
}

/* A file that takes the record and the first secret, and then no other. */
static void
test_fault (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) secrets = make_secrets ("RED BARN", "BLUE BARN");

  break_file (office);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  expect_refused (office, secrets, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
}

/* Killed in the middle: this program again, which saves the same count as spouse and as passcode
 * until it is gone. */

static const char *program;

static G_NORETURN void
work (const char *folder,
      gint64      owner,
      gint64      number,
      const char *key)
{
  KhOfficeTest office = { .number = number };
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (key, &length);
  g_autoptr (KhSecret) desk = kh_secret_new ((const char *) bytes, (gssize) length);

  office.base.store = kh_store_test_open (folder, NULL);
  kh_store_set_desk_key (office.base.store, desk);
  kh_office_test_sign_in (&office, owner, NULL);
  for (guint i = 0;; i++)
    {
      /* No two workers save the same, which would be no change. */
      g_autofree char *text = g_strdup_printf ("COUNT %d %u", (int) getpid (), i);
      g_autoptr (GPtrArray) secrets = make_secrets (text, NULL);
      g_autoptr (KhCustomer) saved = save (&office, text, secrets, NULL);

      g_assert_nonnull (saved);
      if (i == 0)
        puts ("works");
      fflush (stdout);
    }
}

static void
work_until_killed (KhOfficeTest *office,
                   const char   *key,
                   gulong        microseconds)
{
  g_autofree char *owner = g_strdup_printf ("%" G_GINT64_FORMAT, office->owner);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, office->number);
  g_autoptr (GSubprocess) worker = NULL;
  char word[6];
  g_autoptr (GError) error = NULL;

  worker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--work", office->base.folder, owner,
                             number, key, NULL);
  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (worker), word, sizeof word, NULL, &error);
  g_assert_no_error (error);
  g_usleep (microseconds);
  g_subprocess_force_exit (worker);
  g_subprocess_wait (worker, NULL, NULL);
}

static void
test_kill (void)
{
  KhOfficeTest office = { 0 };
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  g_autofree char *key = g_base64_encode (kh_secret_get_bytes (desk), kh_secret_get_length (desk));

  kh_office_test_begin (&office, desk);
  for (gulong round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (KhCustomer) kept = NULL;
      gint64 revision;

      kh_store_test_close (g_steal_pointer (&office.base.store));
      work_until_killed (&office, key, round * 7001);
      office.base.store = kh_store_test_open (office.base.folder, NULL);
      kh_store_set_desk_key (office.base.store, desk);
      kh_office_test_sign_in (&office, office.owner, NULL);
      kept = kh_store_test_load (office.base.store, office.number, NULL, NULL);
      revision = kh_customer_get_revision (kept);
      kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, kh_customer_get (kept, KH_DATAPOINT_SPOUSE));
      g_assert_cmpuint (count_history (&office, office.number, "passcode", revision), ==, 1);
      g_assert_cmpuint (count_history (&office, office.number, "spouse", revision), ==, 1);
    }
  kh_office_test_tear_down (&office, NULL);
}

#define ADD(path, func) \
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, func, kh_office_test_tear_down)

int
main (int    argc,
      char **argv)
{
  program = argv[0];
  if (argc == 6 && g_str_equal (argv[1], "--work"))
    work (argv[2], g_ascii_strtoll (argv[3], NULL, 10), g_ascii_strtoll (argv[4], NULL, 10), argv[5]);
  g_test_init (&argc, &argv, NULL);

  ADD ("/secret-save/together", test_together);
  ADD ("/secret-save/create", test_create);
  ADD ("/secret-save/refused", test_refused);
  ADD ("/secret-save/grants", test_grants);
  ADD ("/secret-save/fault", test_fault);
  g_test_add_func ("/secret-save/no-key", test_no_key);
  g_test_add_func ("/secret-save/kill", test_kill);

  return g_test_run ();
}
