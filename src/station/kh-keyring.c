/* kh-keyring.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#define STORE_ATTRIBUTE "store-id"
#define COMPANY_ATTRIBUTE "company"

struct _KhKeyring
{
  GObject parent_instance;

  /* Owned */
  char *store_id;

  /* Tokens that are known for this run only, by company. */
  GHashTable *tokens;
};

G_DEFINE_FINAL_TYPE (KhKeyring, kh_keyring, G_TYPE_OBJECT)

static const SecretSchema schema = {
  .name = "org.keyholder.Token",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { STORE_ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { COMPANY_ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { NULL, 0 },
  },
};

/* What a call is about. */
typedef struct {
  gint64 company;
  char *token;
} Entry;

static void
entry_free (Entry *entry)
{
  kh_keyring_free_token (entry->token);
  g_free (entry);
}

static Entry *
entry_new (gint64      company,
           const char *token)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->company = company;
  entry->token = g_strdup (token);

  return entry;
}

/* Helpers */

static GHashTable *
make_attributes (KhKeyring *self,
                 gint64     company)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) STORE_ATTRIBUTE, g_strdup (self->store_id));
  g_hash_table_insert (attributes, (gpointer) COMPANY_ATTRIBUTE,
                       g_strdup_printf ("%" G_GINT64_FORMAT, company));

  return attributes;
}

static GTask *
make_task (KhKeyring           *self,
           gint64               company,
           const char          *token,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, entry_new (company, token), (GDestroyNotify) entry_free);

  return task;
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Why is for the log only: no keyring, a locked one and a closed prompt are all the same
 * to the office. The messages name no token. */
static void
note_failure (const GError *error)
{
  if (error != NULL)
    g_debug ("The desktop's keyring is of no use: %s", error->message);
}

/* Storing */

static void
on_password_stored_cb (GObject      *object G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KhKeyring *self = g_task_get_source_object (task);
  const Entry *entry = g_task_get_task_data (task);
  gboolean kept = secret_password_store_finish (result, &error);

  if (is_cancelled (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  note_failure (error);
  kh_keyring_set_for_this_run (self, entry->company, kept ? NULL : entry->token);
  g_task_return_int (task, kept);
}

static void
on_password_cleared_cb (GObject      *object G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (is_cancelled (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  note_failure (error);
  g_task_return_int (task, error == NULL);
}

/* Looking up */

static void
on_password_found_cb (GObject      *object G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *found = secret_password_lookup_finish (result, &error);
  char *token = g_strdup (found);

  secret_password_free (found);
  if (is_cancelled (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  note_failure (error);
  g_task_return_pointer (task, token, (GDestroyNotify) kh_keyring_free_token);
}

/* GObject */

static void
kh_keyring_finalize (GObject *object)
{
  KhKeyring *self = KH_KEYRING (object);

  g_hash_table_unref (self->tokens);
  g_free (self->store_id);

  G_OBJECT_CLASS (kh_keyring_parent_class)->finalize (object);
}

static void
kh_keyring_class_init (KhKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_keyring_finalize;
}

static void
kh_keyring_init (KhKeyring *self)
{
  self->tokens = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                        (GDestroyNotify) kh_keyring_free_token);
}

/**
 * kh_keyring_new:
 * @store_id: what tells the companies of one data file from another's
 *
 * Returns: (transfer full): a keyring; nothing is asked of the desktop yet
 */
KhKeyring *
kh_keyring_new (const char *store_id)
{
  KhKeyring *self;

  g_return_val_if_fail (store_id != NULL, NULL);

  self = g_object_new (KH_TYPE_KEYRING, NULL);
  self->store_id = g_strdup (store_id);

  return self;
}

/**
 * kh_keyring_get_store_id:
 * @self: a keyring
 *
 * Returns: what tells the data file from others
 */
const char *
kh_keyring_get_store_id (KhKeyring *self)
{
  g_return_val_if_fail (KH_IS_KEYRING (self), NULL);

  return self->store_id;
}

/**
 * kh_keyring_store_async:
 * @self: a keyring
 * @company: the monitoring company's entry
 * @company_name: its name, for the label that the desktop shows
 * @token: (nullable): its token; %NULL to forget it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Has the desktop keep a token. The desktop may ask the person to unlock the keyring.
 */
void
kh_keyring_store_async (KhKeyring           *self,
                        gint64               company,
                        const char          *company_name,
                        const char          *token,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  GTask *task;

  g_return_if_fail (KH_IS_KEYRING (self));

  task = make_task (self, company, token, cancellable, callback, user_data);
  g_task_set_name (task, "kh_keyring_store_async");
  attributes = make_attributes (self, company);
  if (token == NULL)
    {
      kh_keyring_set_for_this_run (self, company, NULL);
      secret_password_clearv (&schema, attributes, cancellable, on_password_cleared_cb, task);
      return;
    }

  /* Translators: a monitoring company; the name of an entry in the desktop's keyring. */
  label = g_strdup_printf (_("Keyholder: token of %s"), company_name);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, token, cancellable,
                          on_password_stored_cb, task);
}

/**
 * kh_keyring_store_finish:
 * @self: a keyring
 * @result: as given to the callback
 * @kept: (out) (optional): whether the desktop's keyring did it; %FALSE when it holds for
 *   this run only
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was done
 */
gboolean
kh_keyring_store_finish (KhKeyring     *self,
                         GAsyncResult  *result,
                         gboolean      *kept,
                         GError       **error)
{
  GError *local_error = NULL;
  gssize answer;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_int (G_TASK (result), &local_error);
  if (kept != NULL)
    *kept = answer == TRUE;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);

  return FALSE;
}

/**
 * kh_keyring_look_up_async:
 * @self: a keyring
 * @company: the monitoring company's entry
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks a token up: first what is known for this run only, then the desktop's keyring.
 */
void
kh_keyring_look_up_async (KhKeyring           *self,
                          gint64               company,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  const char *token;
  GTask *task;

  g_return_if_fail (KH_IS_KEYRING (self));

  task = make_task (self, company, NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_keyring_look_up_async");
  token = g_hash_table_lookup (self->tokens, &company);
  if (token != NULL)
    {
      g_task_return_pointer (task, g_strdup (token), (GDestroyNotify) kh_keyring_free_token);
      g_object_unref (task);
      return;
    }

  attributes = make_attributes (self, company);
  secret_password_lookupv (&schema, attributes, cancellable, on_password_found_cb, task);
}

/**
 * kh_keyring_look_up_finish:
 * @self: a keyring
 * @result: as given to the callback
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the token, freed with kh_keyring_free_token(), or
 *   %NULL where none is known
 */
char *
kh_keyring_look_up_finish (KhKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kh_keyring_free_token:
 * @token: (nullable): a token
 *
 * Overwrites @token and frees it.
 */
void
kh_keyring_free_token (char *token)
{
  if (token == NULL)
    return;

  explicit_bzero (token, strlen (token));
  g_free (token);
}

/**
 * kh_keyring_set_for_this_run:
 * @self: a keyring
 * @company: the monitoring company's entry
 * @token: (nullable): its token; %NULL to forget it
 *
 * Keeps a token in memory and nowhere else.
 */
void
kh_keyring_set_for_this_run (KhKeyring  *self,
                             gint64      company,
                             const char *token)
{
  gint64 *key;

  g_return_if_fail (KH_IS_KEYRING (self));

  if (token == NULL)
    {
      g_hash_table_remove (self->tokens, &company);
      return;
    }

  key = g_new (gint64, 1);
  *key = company;
  g_hash_table_replace (self->tokens, key, g_strdup (token));
}
