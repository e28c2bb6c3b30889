/* kh-store.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store.h"

#include "kh-default-rows.h"
#include "kh-duplicate-default-rows.h"
#include "kh-schema.h"
#include "kh-session.h"
#include "kh-staff-rows.h"
#include "kh-store-private.h"

struct _KhStore
{
  GObject parent_instance;

  /* Owned */
  KhDatabase *database;
  KhCatalogues *catalogues;
  KhStaff *staff;
  KhDefaults *defaults;
  KhSafe *safe;
  GHashTable *duplicate_defaults;
  KhSecret *desk_key;
  char *id;
  char *author;

  /* State */
  gint64 member;
  guint lock_minutes;
};

G_DEFINE_FINAL_TYPE (KhStore, kh_store, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CATALOGUES,
  PROP_STAFF,
  PROP_MEMBER,
  PROP_DEFAULTS,
  PROP_DUPLICATE_DEFAULTS,
  PROP_HAS_KEYS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  CUSTOMER_CHANGED,
  CUSTOMERS_CHANGED,
  RECOVERY_KEY_MADE,
  OUTBOX_CHANGED,
  NOTES_CHANGED,
  DOCUMENTS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Running a call: an inner task crosses the threads, and an outer one is the caller's. */

typedef struct {
  const KhStoreCall *call;
  gpointer data;
  gint64 member;
  KhGrants grants;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->call->free_data != NULL)
    job->call->free_data (job->data);
  g_free (job);
}

/* Whatever is done is done for the member who asked for it. */
static gpointer
run_job (KhConnection  *connection,
         gpointer       data,
         GError       **error)
{
  Job *job = data;

  kh_session_begin (connection, job->member, job->grants);

  return job->call->work (connection, job->data, error);
}

static void
on_call_done_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  KhStore *self = KH_STORE (source);
  g_autoptr (GTask) task = data;
  const KhStoreCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (call->after != NULL)
    call->after (self, value);
  g_task_return_pointer (task, value, call->free_result);
}

void
kh_store_run (KhStore             *self,
              const KhStoreCall   *call,
              gpointer             data,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr (GTask) inner = NULL;
  Job *job;
  GTask *task;

  g_assert (KH_IS_STORE (self));

  job = g_new0 (Job, 1);
  job->call = call;
  job->data = data;
  job->member = self->member;
  job->grants = kh_store_get_grants (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) call);
  g_task_set_task_data (task, (gpointer) call, NULL);
  g_task_set_check_cancellable (task, call->access == KH_STORE_READS);

  inner = g_task_new (self, cancellable, on_call_done_cb, task);
  g_task_set_check_cancellable (inner, FALSE);
  if (call->access == KH_STORE_WRITES)
    kh_database_write (self->database, inner, run_job, job, job_free, call->free_result);
  else
    kh_database_read (self->database, inner, run_job, job, job_free, call->free_result);
}

gpointer
kh_store_finish (KhStore            *self,
                 GAsyncResult       *result,
                 const KhStoreCall  *call,
                 GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == (gpointer) call, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kh_store_set_catalogues (KhStore      *self,
                         KhCatalogues *catalogues)
{
  if (g_set_object (&self->catalogues, catalogues))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOGUES]);
}

void
kh_store_set_staff (KhStore *self,
                    KhStaff *staff)
{
  if (g_set_object (&self->staff, staff))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAFF]);
}

void
kh_store_set_member (KhStore *self,
                     gint64   member)
{
  const KhMember *found = kh_staff_get_member (self->staff, member);

  if (found != NULL)
    kh_store_set_author (self, found->name);
  if (member != self->member)
    kh_store_set_safe (self, NULL);
  self->member = member;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEMBER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DUPLICATE_DEFAULTS]);
}

/* What was asked for before still has the safe of its time, which is locked by now: each member
 * who comes in has a safe of their own. */
void
kh_store_set_safe (KhStore *self,
                   KhSafe  *safe)
{
  gboolean had = kh_store_has_keys (self);

  kh_safe_lock (self->safe);
  g_object_unref (self->safe);
  self->safe = safe != NULL ? g_object_ref (safe) : kh_safe_new ();
  if (kh_store_has_keys (self) != had)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_KEYS]);
}

void
kh_store_lock_ring (KhStore *self,
                    KhRing   ring)
{
  gboolean had = kh_store_has_keys (self);

  kh_vault_lock (kh_safe_get_vault (self->safe, ring));
  if (kh_store_has_keys (self) != had)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_KEYS]);
}

KhSafe *
kh_store_get_safe (KhStore *self)
{
  return self->safe;
}

KhSecret *
kh_store_get_desk_key (KhStore *self)
{
  return self->desk_key;
}

void
kh_store_take_lock_minutes (KhStore *self,
                            guint    minutes)
{
  self->lock_minutes = minutes;
}

void
kh_store_set_defaults (KhStore    *self,
                       KhDefaults *defaults)
{
  if (g_set_object (&self->defaults, defaults))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEFAULTS]);
}

/* Those of the office are those of member 0. A member's in which nothing is set are none. */
void
kh_store_set_duplicate_defaults (KhStore             *self,
                                 gint64               member,
                                 KhDuplicateDefaults *defaults)
{
  g_autoptr (KhDuplicateDefaults) none = kh_duplicate_defaults_new ();

  if (member != 0 && kh_duplicate_defaults_equal (defaults, none))
    g_hash_table_remove (self->duplicate_defaults, &member);
  else
    g_hash_table_replace (self->duplicate_defaults, g_memdup2 (&member, sizeof member), g_object_ref (defaults));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DUPLICATE_DEFAULTS]);
}

void
kh_store_tell_changed (KhStore *self,
                       gint64   number)
{
  g_signal_emit (self, signals[CUSTOMER_CHANGED], 0, number);
}

void
kh_store_tell_listed (KhStore *self)
{
  g_signal_emit (self, signals[CUSTOMERS_CHANGED], 0);
}

void
kh_store_tell_recovery_key (KhStore *self)
{
  g_signal_emit (self, signals[RECOVERY_KEY_MADE], 0);
}

void
kh_store_tell_outbox (KhStore *self,
                      gint64   customer)
{
  g_signal_emit (self, signals[OUTBOX_CHANGED], 0, customer);
}

void
kh_store_tell_notes (KhStore *self,
                     gint64   customer)
{
  g_signal_emit (self, signals[NOTES_CHANGED], 0, customer);
}

void
kh_store_tell_documents (KhStore *self,
                         gint64   customer)
{
  g_signal_emit (self, signals[DOCUMENTS_CHANGED], 0, customer);
}

static void
kh_store_finalize (GObject *object)
{
  KhStore *self = KH_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->catalogues);
  g_clear_object (&self->staff);
  g_clear_object (&self->defaults);
  g_clear_pointer (&self->duplicate_defaults, g_hash_table_unref);
  kh_safe_lock (self->safe);
  g_clear_object (&self->safe);
  g_clear_pointer (&self->desk_key, kh_secret_unref);
  g_free (self->id);
  g_free (self->author);

  G_OBJECT_CLASS (kh_store_parent_class)->finalize (object);
}

static void
kh_store_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  KhStore *self = KH_STORE (object);

  switch (prop_id)
    {
    case PROP_CATALOGUES:
      g_value_set_object (value, self->catalogues);
      break;
    case PROP_STAFF:
      g_value_set_object (value, self->staff);
      break;
    case PROP_MEMBER:
      g_value_set_int64 (value, self->member);
      break;
    case PROP_DEFAULTS:
      g_value_set_object (value, self->defaults);
      break;
    case PROP_DUPLICATE_DEFAULTS:
      g_value_set_object (value, kh_store_get_duplicate_defaults (self));
      break;
    case PROP_HAS_KEYS:
      g_value_set_boolean (value, kh_store_has_keys (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_store_class_init (KhStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kh_store_finalize;
  object_class->get_property = kh_store_get_property;

  properties[PROP_DEFAULTS] = g_param_spec_object ("defaults", NULL, NULL, KH_TYPE_DEFAULTS,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DUPLICATE_DEFAULTS] = g_param_spec_object ("duplicate-defaults", NULL, NULL,
                                                             KH_TYPE_DUPLICATE_DEFAULTS,
                                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CATALOGUES] = g_param_spec_object ("catalogues", NULL, NULL, KH_TYPE_CATALOGUES,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STAFF] = g_param_spec_object ("staff", NULL, NULL, KH_TYPE_STAFF,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MEMBER] = g_param_spec_int64 ("member", NULL, NULL, 0, G_MAXINT64, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_KEYS] = g_param_spec_boolean ("has-keys", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CUSTOMER_CHANGED] = g_signal_new ("customer-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CUSTOMERS_CHANGED] = g_signal_new ("customers-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OUTBOX_CHANGED] = g_signal_new ("outbox-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[NOTES_CHANGED] = g_signal_new ("notes-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[DOCUMENTS_CHANGED] = g_signal_new ("documents-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[RECOVERY_KEY_MADE] = g_signal_new ("recovery-key-made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_store_init (KhStore *self)
{
  const char *name = g_get_real_name ();

  self->safe = kh_safe_new ();
  self->author = g_strdup (g_strcmp0 (name, "Unknown") == 0 ? g_get_user_name () : name);
}

/* Opening: the file first, then what is kept in memory of it. */

typedef struct {
  KhDefaults *defaults;
  GHashTable *duplicate_defaults;
  KhCatalogues *catalogues;
  KhStaff *staff;
  char *id;
  guint lock_minutes;
} Opened;

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_clear_object (&opened->catalogues);
  g_clear_object (&opened->staff);
  g_clear_object (&opened->defaults);
  g_clear_pointer (&opened->duplicate_defaults, g_hash_table_unref);
  g_free (opened->id);
  g_free (opened);
}

static gpointer
load_opened (KhConnection  *connection,
             gpointer       data G_GNUC_UNUSED,
             GError       **error)
{
  Opened *opened = g_new0 (Opened, 1);

  opened->id = kh_schema_dup_store_id (connection, error);
  if (opened->id != NULL)
    opened->staff = kh_staff_rows_load (connection, error);
  if (opened->staff != NULL && kh_settings_load_lock_minutes (connection, &opened->lock_minutes, error))
    opened->catalogues = kh_catalogue_rows_load (connection, error);
  if (opened->catalogues != NULL)
    opened->defaults = kh_default_rows_load (connection, error);
  if (opened->defaults != NULL)
    opened->duplicate_defaults = kh_duplicate_default_rows_load_all (connection, error);
  if (opened->duplicate_defaults == NULL)
    g_clear_pointer (&opened, opened_free);

  return opened;
}

static const KhStoreCall open_call = { load_opened, NULL, opened_free, FALSE, NULL };

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhStore *self = KH_STORE (source);
  GError *error = NULL;
  Opened *opened = kh_store_finish (self, result, &open_call, &error);

  if (opened == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->id = g_steal_pointer (&opened->id);
  self->lock_minutes = opened->lock_minutes;
  kh_store_set_staff (self, opened->staff);
  kh_store_set_catalogues (self, opened->catalogues);
  kh_store_set_defaults (self, opened->defaults);
  self->duplicate_defaults = g_steal_pointer (&opened->duplicate_defaults);
  opened_free (opened);
  kh_store_settle_documents (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
on_database_opened_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhStore *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (kh_database_open_finish (KH_DATABASE (source), result, &error))
    kh_store_run (self, &open_call, NULL, cancellable, on_loaded_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * kh_store_open_async:
 * @folder: where the records are, or shall be
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the store is open
 * @user_data: for @callback
 *
 * Opens the records in a folder, or begins new ones in an empty folder. A file that is
 * damaged, newer, locked or not ours is left as it is, byte for byte.
 */
void
kh_store_open_async (const char          *folder,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  KhStore *self = g_object_new (KH_TYPE_STORE, NULL);

  g_task_set_name (task, "kh_store_open");
  g_task_set_task_data (task, self, g_object_unref);
  self->database = kh_database_new (folder);
  kh_database_open_async (self->database, cancellable, on_database_opened_cb, task);
}

/**
 * kh_store_open_finish:
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full): the open store, or %NULL
 */
KhStore *
kh_store_open_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_database_closed_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kh_database_close_finish (KH_DATABASE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * kh_store_close_async:
 * @self: a store
 * @callback: called when all that was asked for is done and kept
 * @user_data: for @callback
 *
 * Closes the records. What is asked of the store after it ends with an error.
 */
void
kh_store_close_async (KhStore             *self,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_store_close");
  kh_database_close_async (self->database, on_database_closed_cb, task);
}

/**
 * kh_store_close_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether everything is in the file
 */
gboolean
kh_store_close_finish (KhStore       *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kh_store_get_id:
 * @self: a store
 *
 * Returns: (transfer none): a random text that tells these records from all others
 */
const char *
kh_store_get_id (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return self->id;
}

/**
 * kh_store_get_catalogues:
 * @self: a store
 *
 * Returns: (transfer none): every catalogue and monitoring company as it is now; a change
 *   makes a new object
 */
KhCatalogues *
kh_store_get_catalogues (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return self->catalogues;
}

/**
 * kh_store_get_staff:
 * @self: a store
 *
 * Returns: (transfer none): every group and member as they are now; a change makes a new
 *   object
 */
KhStaff *
kh_store_get_staff (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return self->staff;
}

/**
 * kh_store_get_member:
 * @self: a store
 *
 * Returns: the id of who is signed in, or 0 for nobody
 */
gint64
kh_store_get_member (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), 0);

  return self->member;
}

/**
 * kh_store_get_grants:
 * @self: a store
 *
 * Returns: what who is signed in may do; a widget asks it what to show as locked, and the
 *   store asks for itself
 */
KhGrants
kh_store_get_grants (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), kh_grants_none ());

  /* While the file is being opened there is nothing to keep from anybody. */
  return self->staff == NULL ? kh_grants_none () : kh_staff_get_grants (self->staff, self->member);
}

/**
 * kh_store_get_lock_minutes:
 * @self: a store
 *
 * Returns: after how many minutes without a touch the window locks itself, or 0 for never
 */
guint
kh_store_get_lock_minutes (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), 0);

  return self->lock_minutes;
}

/**
 * kh_store_sign_out:
 * @self: a store
 *
 * From here on nothing is read or changed, until somebody signs in, and the keys to what is
 * sealed are forgotten.
 */
void
kh_store_sign_out (KhStore *self)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_set_member (self, 0);
}

/**
 * kh_store_get_defaults:
 * @self: a store
 *
 * Returns: (transfer none): what a new customer starts with; a change makes a new object
 */
KhDefaults *
kh_store_get_defaults (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return self->defaults;
}

static KhDuplicateDefaults *
get_duplicate_defaults (KhStore *self,
                        gint64   member)
{
  return self->duplicate_defaults == NULL ? NULL : g_hash_table_lookup (self->duplicate_defaults, &member);
}

/**
 * kh_store_get_duplicate_defaults:
 * @self: a store
 *
 * Returns: (transfer none): how the office has the switches of Duplicate start; a change makes
 *   a new object
 */
KhDuplicateDefaults *
kh_store_get_duplicate_defaults (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return get_duplicate_defaults (self, 0);
}

/**
 * kh_store_get_own_duplicate_defaults:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): the own set of whoever is signed in, or %NULL for none
 */
KhDuplicateDefaults *
kh_store_get_own_duplicate_defaults (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return self->member == 0 ? NULL : get_duplicate_defaults (self, self->member);
}

/**
 * kh_store_set_desk_key:
 * @self: a store
 * @desk_key: (nullable): a key of %KH_CIPHER_KEY_SIZE bytes that this desk keeps, or %NULL for none
 *
 * The own keys of members without a password are sealed with it, from the next sign-in on. Whoever
 * has it and the data file can read what those members can. Without it such a member has no key,
 * and neither sees nor changes what is sealed.
 */
void
kh_store_set_desk_key (KhStore  *self,
                       KhSecret *desk_key)
{
  g_return_if_fail (KH_IS_STORE (self));

  if (desk_key != NULL)
    kh_secret_ref (desk_key);
  g_clear_pointer (&self->desk_key, kh_secret_unref);
  self->desk_key = desk_key;
}

/**
 * kh_store_get_author:
 * @self: a store
 *
 * Returns: (transfer none): who the history says made a change
 */
const char *
kh_store_get_author (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return self->author;
}

/**
 * kh_store_set_author:
 * @self: a store
 * @author: who makes the changes from now on
 */
void
kh_store_set_author (KhStore    *self,
                     const char *author)
{
  char *copy;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (author != NULL && *author != '\0');

  copy = g_strdup (author);
  g_free (self->author);
  self->author = copy;
}
