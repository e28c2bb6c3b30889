/* kh-demo.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-demo.h"

#include "kh-cipher.h"
#include "kh-demo-book.h"
#include "kh-demo-people.h"
#include "kh-demo-process.h"
#include "kh-json.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define OWNER "Maria Vega"

struct _KhDemo
{
  GObject parent_instance;

  /* Owned */
  char *folder;
  char *station_program;
  char *token;
  KhStore *store;
  KhKeyring *keyring;
  KhStations *stations;
  GPtrArray *people;
  KhDemoProcess *processes[KH_DEMO_COMPANIES];

  /* State */
  guint customers;
  guint32 seed;
  guint step;
  guint index;
};

G_DEFINE_FINAL_TYPE (KhDemo, kh_demo, G_TYPE_OBJECT)

/* Each entry's parent is the place in this table of another, or -1. */
static const struct {
  KhCatalogueId catalogue;
  const char *label;
  int parent;
  gboolean active;
} entries[] = {
  { KH_CATALOGUE_ACCOUNT_CLASSES, "Standard", -1, TRUE },
  { KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", -1, TRUE },
  { KH_CATALOGUE_ACCOUNT_CLASSES, "Founders", -1, FALSE },
  { KH_CATALOGUE_OFFICE_LOCATIONS, "Ogden", -1, TRUE },
  { KH_CATALOGUE_OFFICE_LOCATIONS, "Salem", -1, TRUE },
  { KH_CATALOGUE_OFFICE_LOCATIONS, "Pocatello", -1, FALSE },
  { KH_CATALOGUE_LEAD_SOURCES, "Referral", -1, TRUE },
  { KH_CATALOGUE_LEAD_SOURCES, "Home Show", -1, TRUE },
  { KH_CATALOGUE_LEAD_SOURCES, "Website", -1, TRUE },
  { KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring 2026", 6, TRUE },
  { KH_CATALOGUE_LEAD_CAMPAIGNS, "Neighbors", 6, TRUE },
  { KH_CATALOGUE_LEAD_CAMPAIGNS, "Search ads", 8, TRUE },
  { KH_CATALOGUE_MONITORING_PLANS, "Basic", -1, TRUE },
  { KH_CATALOGUE_MONITORING_PLANS, "Interactive", -1, TRUE },
  { KH_CATALOGUE_MONITORING_PLANS, "Interactive with Video", -1, TRUE },
  { KH_CATALOGUE_CANCEL_REASONS, "Moved", -1, TRUE },
  { KH_CATALOGUE_CANCEL_REASONS, "Price", -1, TRUE },
  { KH_CATALOGUE_NOTE_TYPES, "Service", -1, TRUE },
  { KH_CATALOGUE_NOTE_TYPES, "Billing", -1, TRUE },
  { KH_CATALOGUE_NOTE_TYPES, "Complaint", -1, TRUE },
  { KH_CATALOGUE_SALES_REPS, "Maria Vega", -1, TRUE },
  { KH_CATALOGUE_SALES_REPS, "Tom Becker", -1, TRUE },
  { KH_CATALOGUE_TECHNICIANS, "Luis Ortega", -1, TRUE },
  { KH_CATALOGUE_TECHNICIANS, "Dana Whitfield", -1, TRUE },
};

/* Who else works at the demo's desk, besides its owner, and with which grants: whoever locks it may
 * come back as any of them. */
static const struct {
  const char *name;
  const char *group;
} staff[] = {
  { "Lee Moss", N_("Managers") },
  { "Tom Becker", N_("Office") },
  { "Dana Whitfield", N_("Technicians") },
};

static void next_step (GTask *task);

static KhDemo *
get_demo (GTask *task)
{
  return g_task_get_source_object (task);
}

/* The office's own records */

/* The demo's owner has no password, so the key to the passcodes is the desk's, for this run only
 * like the records. */
static gboolean
give_desk_key (KhStore  *store,
               GError  **error)
{
  g_autoptr (KhSecret) key = kh_cipher_new_key (error);

  if (key == NULL)
    return FALSE;
  kh_store_set_desk_key (store, key);

  return TRUE;
}

static void
on_store_opened_cb (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhDemo *self = get_demo (task);
  GError *error = NULL;

  self->store = kh_store_open_finish (result, &error);
  if (self->store == NULL || !give_desk_key (self->store, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->keyring = kh_keyring_new (kh_store_get_id (self->store));
  self->stations = kh_stations_new (self->keyring);
  next_step (g_steal_pointer (&task));
}

/* Who owns the demo's records, and works with them. */

static void
on_signed_in_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kh_store_sign_in_finish (KH_STORE (source), result, &error))
    next_step (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
on_owner_made_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gint64 owner = kh_store_make_owner_finish (KH_STORE (source), result, &error);

  if (owner != 0)
    kh_store_sign_in_async (KH_STORE (source), owner, NULL, cancellable, on_signed_in_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
make_owner (GTask *task)
{
  kh_store_make_owner_async (get_demo (task)->store, OWNER, g_task_get_cancellable (task), on_owner_made_cb, task);
}

static void add_next_entry (GTask *task);

static void
on_entry_added_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhDemo *self = get_demo (task);
  GError *error = NULL;

  if (kh_store_add_entry_finish (KH_STORE (source), result, &error) == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  self->index++;
  add_next_entry (g_steal_pointer (&task));
}

static void
add_next_entry (GTask *task)
{
  KhDemo *self = get_demo (task);
  gint64 parent = 0;

  if (self->index == G_N_ELEMENTS (entries))
    {
      next_step (task);
      return;
    }
  if (entries[self->index].parent >= 0)
    {
      guint place = (guint) entries[self->index].parent;

      parent = kh_catalogues_find (kh_store_get_catalogues (self->store), entries[place].catalogue,
                                   entries[place].label)->id;
    }
  kh_store_add_entry_async (self->store, entries[self->index].catalogue, entries[self->index].label, parent,
                            entries[self->index].active, NULL, on_entry_added_cb, task);
}

static gint64
find_group (KhStaff    *all,
            const char *name)
{
  GPtrArray *groups = kh_staff_get_groups (all);

  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (g_str_equal (group->name, name))
        return group->id;
    }

  return 0;
}

/* Some of them stand in the catalogues already, as whoever sells or installs. */
static KhMember *
make_member (KhStaff    *all,
             const char *name,
             const char *group)
{
  GPtrArray *members = kh_staff_get_members (all);
  KhMember *member = NULL;

  for (guint i = 0; i < members->len && member == NULL; i++)
    if (g_str_equal (((const KhMember *) g_ptr_array_index (members, i))->name, name))
      member = kh_member_copy (g_ptr_array_index (members, i));
  if (member == NULL)
    {
      member = kh_member_new ();
      member->name = g_strdup (name);
    }
  member->group = find_group (all, group);

  return member;
}

static void save_next_member (GTask *task);

static void
on_member_saved_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kh_store_save_member_finish (KH_STORE (source), result, &error) == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  get_demo (task)->index++;
  save_next_member (g_steal_pointer (&task));
}

static void
save_next_member (GTask *task)
{
  KhDemo *self = get_demo (task);
  g_autoptr (KhMember) member = NULL;

  if (self->index == G_N_ELEMENTS (staff))
    {
      next_step (task);
      return;
    }
  member = make_member (kh_store_get_staff (self->store), staff[self->index].name, _(staff[self->index].group));
  kh_store_save_member_async (self->store, member, NULL, on_member_saved_cb, task);
}

static void save_next_company (GTask *task);

static void
on_company_saved_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhDemo *self = get_demo (task);
  GError *error = NULL;
  gint64 id = kh_store_save_company_finish (KH_STORE (source), result, &error);

  if (id == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  kh_keyring_set_for_this_run (self->keyring, id, self->token);
  self->index++;
  save_next_company (g_steal_pointer (&task));
}

/* Saved twice: at first to have an id for the customers, and again with the address that
 * the station turned out to listen on. */
static void
save_next_company (GTask *task)
{
  KhDemo *self = get_demo (task);
  g_autoptr (KhCompany) company = NULL;
  const KhCatalogueEntry *entry;
  const char *name;

  if (self->index == KH_DEMO_COMPANIES)
    {
      next_step (task);
      return;
    }

  name = kh_demo_companies[self->index].name;
  entry = kh_catalogues_find (kh_store_get_catalogues (self->store), KH_CATALOGUE_COMPANIES, name);
  company = g_object_new (KH_TYPE_COMPANY,
                          "id", entry != NULL ? entry->id : 0,
                          "name", name,
                          "monitor-type", (int) kh_demo_companies[self->index].monitor_type,
                          "dealer-number", KH_DEMO_DEALER,
                          "address", kh_demo_process_get_address (self->processes[self->index]),
                          NULL);
  kh_store_save_company_async (self->store, company, NULL, on_company_saved_cb, task);
}

static void
on_customers_added_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kh_store_add_customers_finish (KH_STORE (source), result, &error))
    next_step (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static GPtrArray *
make_secrets (void)
{
  GPtrArray *secrets = kh_secret_changes_new ();

  kh_secret_changes_add (secrets, KH_DATAPOINT_PASSCODE, KH_DEMO_PASSCODE);

  return secrets;
}

static void
add_customers (GTask *task)
{
  KhDemo *self = get_demo (task);
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < self->people->len; i++)
    {
      g_ptr_array_add (customers, g_object_ref (((KhDemoPerson *) g_ptr_array_index (self->people, i))->customer));
      g_ptr_array_add (secrets, make_secrets ());
    }
  kh_store_add_customers_async (self->store, customers, secrets, NULL, on_customers_added_cb, task);
}

/* The stations' books, made on a thread of their own: thousands of small objects take a
 * moment */

static void
make_people (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable G_GNUC_UNUSED)
{
  KhDemo *self = source;

  self->people = kh_demo_people_make (data, self->customers, self->seed);
  g_task_return_boolean (task, TRUE);
}

static void
on_people_made_cb (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result G_GNUC_UNUSED,
                   gpointer      data)
{
  next_step (data);
}

static void
start_making_people (GTask *task)
{
  KhDemo *self = get_demo (task);
  g_autoptr (GTask) making = g_task_new (self, NULL, on_people_made_cb, task);

  g_task_set_task_data (making, g_object_ref (kh_store_get_catalogues (self->store)), g_object_unref);
  g_task_run_in_thread (making, make_people);
}

static gboolean
write_file (const char  *folder,
            const char  *name,
            const char  *text,
            GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static char *
make_book (KhDemo *self,
           int     company)
{
  JsonArray *book = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), book);

  for (guint i = 0; i < self->people->len; i++)
    {
      KhDemoPerson *person = g_ptr_array_index (self->people, i);

      if (person->company != company)
        continue;
      for (guint a = 0; a < json_array_get_length (person->accounts); a++)
        json_array_add_element (book, json_node_copy (json_array_get_element (person->accounts, a)));
    }
  json_array_unref (book);

  return kh_json_to_text (node);
}

static gboolean
write_books (KhDemo  *self,
             GError **error)
{
  g_autofree char *tokens = g_strdup_printf ("%s %s\n", self->token, KH_DEMO_DEALER);

  if (!write_file (self->folder, "station-tokens", tokens, error))
    return FALSE;
  for (int i = 0; i < KH_DEMO_COMPANIES; i++)
    {
      g_autofree char *name = g_strdup_printf ("station-%d-accounts.json", i);
      g_autofree char *book = make_book (self, i);

      if (!write_file (self->folder, name, book, error))
        return FALSE;
    }

  return TRUE;
}

static void
write_books_in_thread (GTask        *task,
                       gpointer      source,
                       gpointer      data G_GNUC_UNUSED,
                       GCancellable *cancellable G_GNUC_UNUSED)
{
  GError *error = NULL;

  if (write_books (source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_books_written_cb (GObject      *source G_GNUC_UNUSED,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    next_step (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
start_writing_books (GTask *task)
{
  g_autoptr (GTask) writing = g_task_new (get_demo (task), NULL, on_books_written_cb, task);

  g_task_run_in_thread (writing, write_books_in_thread);
}

static void start_next_station (GTask *task);

static void
on_station_started_cb (GObject      *source G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhDemo *self = get_demo (task);
  GError *error = NULL;

  self->processes[self->index] = kh_demo_process_start_finish (result, &error);
  if (self->processes[self->index] == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->index++;
  start_next_station (g_steal_pointer (&task));
}

static void
start_next_station (GTask *task)
{
  KhDemo *self = get_demo (task);

  if (self->index < KH_DEMO_COMPANIES)
    kh_demo_process_start_async (self->station_program, self->folder, self->index,
                                 &kh_demo_companies[self->index], NULL, on_station_started_cb, task);
  else
    next_step (task);
}

static void
open_store (GTask *task)
{
  kh_store_open_async (get_demo (task)->folder, g_task_get_cancellable (task), on_store_opened_cb, task);
}

static void
finish (GTask *task)
{
  g_clear_pointer (&get_demo (task)->people, g_ptr_array_unref);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* One after the other; each takes the task on to the next. */
static void (*const steps[]) (GTask *task) = {
  open_store,
  make_owner,
  add_next_entry,
  save_next_member,
  save_next_company,
  start_making_people,
  add_customers,
  start_writing_books,
  start_next_station,
  save_next_company,
  finish,
};

static void
next_step (GTask *task)
{
  KhDemo *self = get_demo (task);

  self->index = 0;
  steps[self->step++] (task);
}

static void
kh_demo_finalize (GObject *object)
{
  KhDemo *self = KH_DEMO (object);

  for (guint i = 0; i < KH_DEMO_COMPANIES; i++)
    g_clear_pointer (&self->processes[i], kh_demo_process_free);
  g_clear_object (&self->stations);
  g_clear_object (&self->keyring);
  g_clear_object (&self->store);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self->station_program);
  g_free (self->token);

  G_OBJECT_CLASS (kh_demo_parent_class)->finalize (object);
}

static void
kh_demo_class_init (KhDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_demo_finalize;
}

static void
kh_demo_init (KhDemo *self)
{
  self->token = g_uuid_string_random ();
}

/**
 * kh_demo_new:
 * @folder: an empty folder, or one that is to be made
 * @station_program: the path of keyholder-station
 * @customers: how many customers, such as %KH_DEMO_CUSTOMERS
 * @seed: the same seed makes the same demo
 *
 * Returns: (transfer full): a demo that has not started
 */
KhDemo *
kh_demo_new (const char *folder,
             const char *station_program,
             guint       customers,
             guint32     seed)
{
  KhDemo *self = g_object_new (KH_TYPE_DEMO, NULL);

  self->folder = g_strdup (folder);
  self->station_program = g_strdup (station_program);
  self->customers = customers;
  self->seed = seed;

  return self;
}

/**
 * kh_demo_start_async:
 * @self: a demo that has not started
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the records are there and the stations answer
 * @user_data: for @callback
 */
void
kh_demo_start_async (KhDemo              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_DEMO (self));
  g_return_if_fail (self->step == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "kh_demo_start");
  next_step (task);
}

/**
 * kh_demo_start_finish:
 * @self: a demo
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it has started
 */
gboolean
kh_demo_start_finish (KhDemo        *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kh_demo_get_store:
 * @self: a demo
 *
 * Returns: (transfer none) (nullable): the office's records, once it has started
 */
KhStore *
kh_demo_get_store (KhDemo *self)
{
  g_return_val_if_fail (KH_IS_DEMO (self), NULL);

  return self->store;
}

/**
 * kh_demo_get_stations:
 * @self: a demo
 *
 * Returns: (transfer none) (nullable): the way to its stations, once it has started
 */
KhStations *
kh_demo_get_stations (KhDemo *self)
{
  g_return_val_if_fail (KH_IS_DEMO (self), NULL);

  return self->stations;
}

/* Outages */

/**
 * kh_demo_dup_address:
 * @self: a demo that has started
 * @index: which of its companies
 *
 * Returns: (transfer full): where that company's station is, also while it is stopped
 */
char *
kh_demo_dup_address (KhDemo *self,
                     guint   index)
{
  const KhCatalogueEntry *entry;
  g_autofree char *address = NULL;

  g_return_val_if_fail (KH_IS_DEMO (self) && index < KH_DEMO_COMPANIES, NULL);

  entry = kh_catalogues_find (kh_store_get_catalogues (self->store), KH_CATALOGUE_COMPANIES, kh_demo_companies[index].name);
  g_object_get (kh_catalogues_get_company (kh_store_get_catalogues (self->store), entry->id), "address", &address, NULL);

  return g_steal_pointer (&address);
}

/**
 * kh_demo_stop_station:
 * @self: a demo that has started
 * @index: which of its companies
 *
 * Makes an outage: that company's station goes, which is waited for.
 */
void
kh_demo_stop_station (KhDemo *self,
                      guint   index)
{
  g_return_if_fail (KH_IS_DEMO (self) && index < KH_DEMO_COMPANIES);

  g_clear_pointer (&self->processes[index], kh_demo_process_stop);
}

static void
on_station_restarted_cb (GObject      *source G_GNUC_UNUSED,
                         GAsyncResult *result,
                         gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhDemo *self = get_demo (task);
  guint index = GPOINTER_TO_UINT (g_task_get_task_data (task));
  GError *error = NULL;

  self->processes[index] = kh_demo_process_start_finish (result, &error);
  if (self->processes[index] == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * kh_demo_restart_station_async:
 * @self: a demo that has started
 * @index: one of its companies, whose station was stopped
 * @callback: called when it is there again, with what it had and where it was
 * @user_data: for @callback; kh_demo_start_finish() ends this as well
 */
void
kh_demo_restart_station_async (KhDemo              *self,
                               guint                index,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autofree char *address = NULL;
  GTask *task;

  g_return_if_fail (KH_IS_DEMO (self) && index < KH_DEMO_COMPANIES);
  g_return_if_fail (self->processes[index] == NULL);

  address = kh_demo_dup_address (self, index);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_demo_restart_station");
  g_task_set_task_data (task, GUINT_TO_POINTER (index), NULL);
  kh_demo_process_start_async (self->station_program, self->folder, index, &kh_demo_companies[index], address,
                               on_station_restarted_cb, task);
}
