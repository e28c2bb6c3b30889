/* kh-ui-fixture.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-ui-fixture.h"

#include "kh-cipher.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

void
kh_ui_take (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

/* The data file */

static void
open_store (KhUiFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhKeyring) keyring = NULL;
  g_autofree char *folder = g_build_filename (self->folder, "data", NULL);

  kh_store_open_async (folder, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  self->store = kh_store_open_finish (result, &error);
  g_assert_no_error (error);
  kh_store_set_author (self->store, "Maria Vega");
  kh_store_set_desk_key (self->store, self->desk);
  keyring = kh_keyring_new (kh_store_get_id (self->store));
  self->stations = kh_stations_new (keyring);
  self->services = kh_services_new (self->store, self->stations);
}

static void
close_store (KhUiFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_close_async (self->store, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_close_finish (self->store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&self->services);
  g_clear_object (&self->stations);
  g_clear_object (&self->store);
}

static void
end_process (gpointer process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

void
kh_ui_fixture_init (KhUiFixture *self)
{
  static guint n_applications = 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("org.keyholder.Test%u", ++n_applications);

  memset (self, 0, sizeof *self);
  self->folder = g_dir_make_tmp ("keyholder-ui-XXXXXX", &error);
  g_assert_no_error (error);
  self->processes = g_ptr_array_new_with_free_func (end_process);
  /* Each has its own id, because GTK does not let go of one that never ran, and no two may be
   * on the bus at the same place. */
  self->application = gtk_application_new (id, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (self->application), "/org/keyholder/Keyholder");
  g_assert_true (g_application_register (G_APPLICATION (self->application), NULL, &error));
  g_assert_no_error (error);
  open_store (self);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

/* The stations end first, so that nothing waits for an answer. */
void
kh_ui_fixture_clear (KhUiFixture *self)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (self->application)) != NULL)
    gtk_window_destroy (windows->data);
  g_clear_pointer (&self->processes, g_ptr_array_unref);
  close_store (self);
  g_clear_object (&self->application);
  remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->desk, kh_secret_unref);
}

static void
sign_in_owner (KhUiFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_sign_in_async (self->store, self->owner, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_sign_in_finish (self->store, result, &error);
  g_assert_no_error (error);
}

gint64
kh_ui_fixture_own (KhUiFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->desk = kh_cipher_new_key (&error);
  g_assert_no_error (error);
  kh_store_set_desk_key (self->store, self->desk);
  kh_store_make_owner_async (self->store, "Maria Vega", NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  self->owner = kh_store_make_owner_finish (self->store, result, &error);
  g_assert_no_error (error);
  sign_in_owner (self);

  return self->owner;
}

void
kh_ui_fixture_restart (KhUiFixture *self)
{
  close_store (self);
  open_store (self);
  if (self->owner != 0)
    sign_in_owner (self);
}

/* Stations */

static char *
get_path (KhUiFixture *self,
          const char  *name)
{
  return g_build_filename (self->folder, name, NULL);
}

char *
kh_ui_fixture_get_log (KhUiFixture *self)
{
  return get_path (self, "station.log");
}

/* A certificate for this machine that is its own authority. */
char *
kh_ui_fixture_get_ca_file (KhUiFixture *self)
{
  g_autofree char *key = get_path (self, "key.pem");
  char *certificate = get_path (self, "certificate.pem");
  const char *command[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
    "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
    "-keyout", key, "-out", certificate, NULL,
  };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_test (certificate, G_FILE_TEST_EXISTS))
    return certificate;
  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);

  return certificate;
}

static void
write_file (const char *path,
            const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
add_argument (GPtrArray  *arguments,
              const char *option,
              char       *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (arguments, g_strdup (option));
  g_ptr_array_add (arguments, value);
}

static void
add_files (KhUiFixture       *self,
           const KhUiStation *station,
           GPtrArray         *arguments)
{
  g_autofree char *tokens = get_path (self, "tokens");
  g_autofree char *accounts = get_path (self, "accounts.json");
  g_autofree char *line = g_strdup_printf ("%s %s\n", station->token, station->dealer);

  write_file (tokens, line);
  add_argument (arguments, "--token-file", g_steal_pointer (&tokens));
  if (station->accounts != NULL)
    {
      write_file (accounts, station->accounts);
      add_argument (arguments, "--accounts", g_steal_pointer (&accounts));
    }
  if (station->tls)
    {
      add_argument (arguments, "--tls-cert", kh_ui_fixture_get_ca_file (self));
      add_argument (arguments, "--tls-key", get_path (self, "key.pem"));
    }
}

static GPtrArray *
make_arguments (KhUiFixture       *self,
                const KhUiStation *station)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (KH_STATION_PROGRAM));
  add_argument (arguments, "--name", g_strdup (station->name));
  add_argument (arguments, "--profile", g_strdup (station->profile));
  add_argument (arguments, "--dealer", g_strdup (station->dealer));
  add_argument (arguments, "--data", g_strdup (station->data));
  add_argument (arguments, "--log", kh_ui_fixture_get_log (self));
  add_files (self, station, arguments);
  for (guint i = 0; station->faults != NULL && station->faults[i] != NULL; i++)
    add_argument (arguments, "--fault", g_strdup (station->faults[i]));
  g_ptr_array_add (arguments, NULL);

  return arguments;
}

/* Its first line says where it listens. */
static char *
read_address (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  const char *prefix = "listening on ";

  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  line = g_data_input_stream_read_line_utf8 (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, prefix));

  return g_strdup (line + strlen (prefix));
}

char *
kh_ui_fixture_start_station (KhUiFixture       *self,
                             const KhUiStation *station)
{
  g_autoptr (GPtrArray) arguments = make_arguments (self, station);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_newv ((const char * const *) arguments->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->processes, process);

  return read_address (process);
}

void
kh_ui_fixture_kill_station (KhUiFixture *self)
{
  g_assert_cmpuint (self->processes->len, >, 0);
  g_ptr_array_remove_index (self->processes, self->processes->len - 1);
}

/* Records */

gint64
kh_ui_fixture_add_company (KhUiFixture   *self,
                           const char    *name,
                           KhMonitorType  type,
                           const char    *address,
                           const char    *ca_file,
                           const char    *token)
{
  g_autoptr (KhCompany) company = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  company = g_object_new (KH_TYPE_COMPANY,
                          "name", name,
                          "monitor-type", (int) type,
                          "address", address,
                          "ca-file", ca_file,
                          "active", TRUE,
                          NULL);
  kh_store_save_company_async (self->store, company, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_company_finish (self->store, result, &error);
  g_assert_no_error (error);
  if (token != NULL)
    kh_keyring_set_for_this_run (kh_stations_get_keyring (self->stations), id, token);

  return id;
}

static gint64
add_customer (KhUiFixture *self,
              KhCustomer  *customer,
              GPtrArray   *secrets)
{
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_create_customer_async (self->store, customer, secrets, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_create_customer_finish (self->store, result, &error);
  g_assert_no_error (error);

  return kh_customer_get_number (kept);
}

gint64
kh_ui_fixture_add_customer (KhUiFixture *self,
                            KhCustomer  *customer)
{
  return add_customer (self, customer, NULL);
}

gint64
kh_ui_fixture_add_sealed (KhUiFixture *self,
                          KhCustomer  *customer,
                          const char  *passcode)
{
  g_autoptr (GPtrArray) secrets = kh_secret_changes_new ();

  kh_secret_changes_add (secrets, KH_DATAPOINT_PASSCODE, passcode);

  return add_customer (self, customer, secrets);
}

KhCustomer *
kh_ui_fixture_load (KhUiFixture  *self,
                    gint64        number,
                    KhLink      **link)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhCustomer *customer;

  kh_store_load_customer_async (self->store, number, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  customer = kh_store_load_customer_finish (self->store, result, link, &error);
  g_assert_no_error (error);

  return customer;
}

void
kh_ui_fixture_write_file (const char *folder,
                          const char *sql)
{
  g_autofree char *file = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_busy_timeout (db, 5000), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

void
kh_ui_fixture_write_sql (KhUiFixture *self,
                         const char  *sql)
{
  g_autofree char *folder = g_build_filename (self->folder, "data", NULL);

  kh_ui_fixture_write_file (folder, sql);
}

KhCustomer *
kh_ui_customer_new (const char *first,
                    const char *last,
                    const char *business,
                    const char *address,
                    const char *city,
                    const char *state)
{
  KhCustomer *customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, business != NULL ? "business" : "residential");
  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, first);
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, last);
  kh_customer_set (customer, KH_DATAPOINT_BUSINESS_NAME, business);
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, address);
  kh_customer_set (customer, KH_DATAPOINT_CITY, city);
  kh_customer_set (customer, KH_DATAPOINT_STATE, state);

  return customer;
}
