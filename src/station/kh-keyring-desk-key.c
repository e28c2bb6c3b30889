/* kh-keyring-desk-key.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-keyring.h"

#include "kh-cipher.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

/* Another word than a token has: a keyring in a file does not look at the schema. */
#define STORE_ATTRIBUTE "desk-key-of"
#define KEY_ATTRIBUTE "desk-key"

/* Each key that is made has a name of its own: what is stored under the attributes of another is
 * written over it, and a desk key that was written over is lost with all that it opens. */
static const SecretSchema schema = {
  .name = "org.keyholder.DeskKey",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { STORE_ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { KEY_ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* The desk key being fetched: those found, of which the first is tried next. */
typedef struct {
  GList *items;
  gboolean made;
  KhKeyringState state;
} Fetch;

static void search (GTask *task);

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_list_free_full (fetch->items, g_object_unref);
  g_free (fetch);
}

/* Messages name no key. */
static void
give_up (GTask          *task,
         KhKeyringState  state,
         const GError   *error)
{
  Fetch *fetch = g_task_get_task_data (task);

  if (error != NULL)
    g_debug ("The desktop's keyring has no desk key: %s", error->message);
  fetch->state = state;
  g_task_return_pointer (task, NULL, NULL);
}

/* The key as text, which is what every keyring keeps. */

static void
clear_text (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static KhSecret *
read_key (SecretValue *value)
{
  gsize length = 0;
  const char *text = secret_value_get (value, &length);
  g_autofree char *copy = g_strndup (text, length);
  guchar *bytes;
  KhSecret *key = NULL;

  bytes = g_base64_decode (copy, &length);
  if (length == KH_CIPHER_KEY_SIZE)
    key = kh_secret_new ((const char *) bytes, (gssize) length);
  explicit_bzero (bytes, length);
  g_free (bytes);
  explicit_bzero (copy, strlen (copy));

  return key;
}

/* Making */

static void
on_stored_cb (GObject      *object G_GNUC_UNUSED,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    search (task);
  else
    give_up (task, KH_KEYRING_LOCKED, error);
}

static void
make_key (GTask *task)
{
  KhKeyring *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (KhSecret) key = NULL;
  GError *error = NULL;
  char *text;

  fetch->made = TRUE;
  key = kh_cipher_new_key (&error);
  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  text = g_base64_encode (kh_secret_get_bytes (key), kh_secret_get_length (key));
  g_hash_table_insert (attributes, (gpointer) STORE_ATTRIBUTE, g_strdup (kh_keyring_get_store_id (self)));
  g_hash_table_insert (attributes, (gpointer) KEY_ATTRIBUTE, g_uuid_string_random ());
  /* Translators: the name of an entry in the desktop's keyring. */
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, _("Keyholder: key of this desk"), text,
                          g_task_get_cancellable (task), on_stored_cb, g_object_ref (task));
  clear_text (text);
}

/* Finding */

static void try_next (GTask *task);

static void
on_retrieved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Fetch *fetch = g_task_get_task_data (task);
  SecretValue *value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  KhSecret *key = value == NULL ? NULL : read_key (value);

  g_clear_pointer (&value, secret_value_unref);
  if (error != NULL)
    g_debug ("The desk key is not to be had: %s", error->message);
  if (key == NULL)
    {
      try_next (task);
      return;
    }
  fetch->state = KH_KEYRING_READY;
  g_task_return_pointer (task, key, (GDestroyNotify) kh_secret_unref);
}

static void
try_next (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (SecretRetrievable) item = NULL;

  if (fetch->items == NULL)
    {
      give_up (task, KH_KEYRING_LOCKED, NULL);
      return;
    }
  item = fetch->items->data;
  fetch->items = g_list_delete_link (fetch->items, fetch->items);
  secret_retrievable_retrieve_secret (item, g_task_get_cancellable (task), on_retrieved_cb, g_object_ref (task));
}

/* The oldest comes first: it is the one that may have been used. */
static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  guint64 made_a = secret_retrievable_get_created ((gpointer) a);
  guint64 made_b = secret_retrievable_get_created ((gpointer) b);
  g_autoptr (GHashTable) attributes_a = NULL;
  g_autoptr (GHashTable) attributes_b = NULL;

  if (made_a != made_b)
    return made_a < made_b ? -1 : 1;
  attributes_a = secret_retrievable_get_attributes ((gpointer) a);
  attributes_b = secret_retrievable_get_attributes ((gpointer) b);

  return g_strcmp0 (g_hash_table_lookup (attributes_a, KEY_ATTRIBUTE),
                    g_hash_table_lookup (attributes_b, KEY_ATTRIBUTE));
}

static void
on_found_cb (GObject      *object G_GNUC_UNUSED,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Fetch *fetch = g_task_get_task_data (task);

  fetch->items = g_list_sort (secret_password_search_finish (result, &error), compare_items);
  if (error != NULL)
    give_up (task, KH_KEYRING_ABSENT, error);
  else if (fetch->items == NULL && !fetch->made)
    make_key (task);
  else
    try_next (task);
}

static void
search (GTask *task)
{
  KhKeyring *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) STORE_ATTRIBUTE, (gpointer) kh_keyring_get_store_id (self));
  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS,
                           g_task_get_cancellable (task), on_found_cb, g_object_ref (task));
}

/**
 * kh_keyring_fetch_desk_key_async:
 * @self: a keyring
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks for this desk's key to the data file, and makes one the first time. The desktop may ask the
 * person to unlock the keyring, so it may take as long as they like. No key that is there is ever
 * replaced, also where it cannot be seen for as long as the keyring is locked.
 */
void
kh_keyring_fetch_desk_key_async (KhKeyring           *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KH_IS_KEYRING (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "kh_keyring_fetch_desk_key_async");
  g_task_set_task_data (task, g_new0 (Fetch, 1), fetch_free);
  search (task);
}

/**
 * kh_keyring_fetch_desk_key_finish:
 * @self: a keyring
 * @result: as given to the callback
 * @state: (out): what became of it
 * @error: return location for %G_IO_ERROR_CANCELLED, or for an error of kh_cipher_new_key()
 *
 * Returns: (transfer full) (nullable): the key, for kh_store_set_desk_key(), or %NULL where @state
 *   is not %KH_KEYRING_READY
 */
KhSecret *
kh_keyring_fetch_desk_key_finish (KhKeyring       *self,
                                  GAsyncResult    *result,
                                  KhKeyringState  *state,
                                  GError         **error)
{
  const Fetch *fetch;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fetch = g_task_get_task_data (G_TASK (result));
  *state = fetch->state;

  return g_task_propagate_pointer (G_TASK (result), error);
}
