/* kh-vault.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-vault.h"

#include "kh-cipher-private.h"
#include "kh-connection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A value of the vault: version, the key's id, and what that key sealed. */
#define VERSION 1
#define ID_SIZE (sizeof (guint32))
#define HEADER_SIZE (1 + ID_SIZE)

struct _KhVault
{
  GObject parent_instance;

  GMutex mutex;

  /* Owned, under the mutex */
  GHashTable *keys; /* id to KhSecret */
  guint32 current;
};

G_DEFINE_FINAL_TYPE (KhVault, kh_vault, G_TYPE_OBJECT)

/* Helpers */

static void
set_no_key (gboolean   locked,
            GError   **error)
{
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY,
                       locked ? _("This is kept encrypted, and is locked. Sign in to see or change it.")
                              : _("This is kept encrypted, and you have no key to it. "
                                  "Ask somebody who may see it to give you the right to."));
}

static char *
make_place (const char *table,
            gint64      row,
            const char *column,
            guint32     id)
{
  return g_strdup_printf ("%s|%" G_GINT64_FORMAT "|%s|%u", table, row, column, id);
}

/* A name with a bar in it could make two places look like one. */
static gboolean
is_name (const char *name)
{
  return name != NULL && *name != '\0' && strchr (name, '|') == NULL;
}

/* The key with an id, or the current one for 0. It outlives a lock by as long as one call uses it. */
static KhSecret *
take_key (KhVault   *self,
          guint32    id,
          guint32   *found_id,
          GError   **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  KhSecret *key;

  *found_id = id != 0 ? id : self->current;
  key = g_hash_table_lookup (self->keys, GUINT_TO_POINTER (*found_id));
  if (key == NULL)
    {
      set_no_key (self->current == 0, error);
      return NULL;
    }

  return kh_secret_ref (key);
}

/* GObject */

static void
kh_vault_finalize (GObject *object)
{
  KhVault *self = KH_VAULT (object);

  g_hash_table_unref (self->keys);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (kh_vault_parent_class)->finalize (object);
}

static void
kh_vault_class_init (KhVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_vault_finalize;
}

static void
kh_vault_init (KhVault *self)
{
  g_mutex_init (&self->mutex);
  self->keys = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
}

/**
 * kh_vault_new:
 *
 * Returns: (transfer full): a locked vault
 */
KhVault *
kh_vault_new (void)
{
  return g_object_new (KH_TYPE_VAULT, NULL);
}

/* Keys */

/**
 * kh_vault_add_key:
 * @self: a vault
 * @id: the key's id, from 1
 * @key: a data key
 * @error: return location for an error
 *
 * From now on the vault opens what @key sealed; it seals with it, too, if no id is higher. Where the
 * key comes from is for the caller to know: anybody can wrap one of his own for a member.
 *
 * Returns: whether the vault has the key; %FALSE with %KH_STORE_ERROR_DAMAGED when it has another
 *   with this id, which stays
 */
gboolean
kh_vault_add_key (KhVault   *self,
                  guint32    id,
                  KhSecret  *key,
                  GError   **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  KhSecret *present;

  g_return_val_if_fail (KH_IS_VAULT (self), FALSE);
  g_return_val_if_fail (id != 0, FALSE);
  g_return_val_if_fail (kh_cipher_is_key (key), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  present = g_hash_table_lookup (self->keys, GUINT_TO_POINTER (id));
  if (present != NULL && !kh_secret_equal (present, key))
    {
      kh_cipher_set_damaged (error);
      return FALSE;
    }

  if (present == NULL)
    g_hash_table_insert (self->keys, GUINT_TO_POINTER (id), kh_secret_ref (key));
  self->current = MAX (self->current, id);

  return TRUE;
}

/**
 * kh_vault_add_next_key:
 * @self: a vault
 * @id: the id of a key that was made
 * @key: the key
 *
 * The vault has it, and seals with it, if it has the one before. A vault that was locked meanwhile
 * stays locked.
 */
void
kh_vault_add_next_key (KhVault  *self,
                       guint32   id,
                       KhSecret *key)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (KH_IS_VAULT (self));
  g_return_if_fail (id > 1);
  g_return_if_fail (kh_cipher_is_key (key));

  locker = g_mutex_locker_new (&self->mutex);
  if (self->current + 1 != id)
    return;
  g_hash_table_insert (self->keys, GUINT_TO_POINTER (id), kh_secret_ref (key));
  self->current = id;
}

/**
 * kh_vault_dup_key:
 * @self: a vault
 * @id: a key's id
 *
 * For wrapping it for another member.
 *
 * Returns: (transfer full) (nullable): the key, if the vault has it
 */
KhSecret *
kh_vault_dup_key (KhVault *self,
                  guint32  id)
{
  guint32 found_id;

  g_return_val_if_fail (KH_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != 0, NULL);

  return take_key (self, id, &found_id, NULL);
}

/**
 * kh_vault_get_current_key_id:
 * @self: a vault
 *
 * Returns: the id of the key that seals, or 0 when the vault is locked
 */
guint32
kh_vault_get_current_key_id (KhVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (KH_IS_VAULT (self), 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->current;
}

/**
 * kh_vault_is_locked:
 * @self: a vault
 *
 * Returns: whether it has no key
 */
gboolean
kh_vault_is_locked (KhVault *self)
{
  return kh_vault_get_current_key_id (self) == 0;
}

/**
 * kh_vault_lock:
 * @self: a vault
 *
 * Forgets all keys. What another thread is sealing or opening at this moment is still done.
 */
void
kh_vault_lock (KhVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (KH_IS_VAULT (self));

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove_all (self->keys);
  self->current = 0;
}

/* Values */

/**
 * kh_vault_seal:
 * @self: a vault
 * @table: the table that the value will be kept in
 * @row: the id of its row
 * @column: its column
 * @secret: the value
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY when the vault is locked
 *
 * Returns: (transfer full): the value to keep, or %NULL
 */
GBytes *
kh_vault_seal (KhVault     *self,
               const char  *table,
               gint64       row,
               const char  *column,
               KhSecret    *secret,
               GError     **error)
{
  g_autoptr (KhSecret) key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autofree char *place = NULL;
  GByteArray *value;
  const guint8 version = VERSION;
  guint32 id;
  guint32 id_bytes;

  g_return_val_if_fail (KH_IS_VAULT (self), NULL);
  g_return_val_if_fail (is_name (table) && is_name (column), NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  key = take_key (self, 0, &id, error);
  if (key == NULL)
    return NULL;
  place = make_place (table, row, column, id);
  sealed = kh_cipher_seal (key, secret, place, error);
  if (sealed == NULL)
    return NULL;

  id_bytes = GUINT32_TO_BE (id);
  value = g_byte_array_new ();
  g_byte_array_append (value, &version, 1);
  g_byte_array_append (value, (const guint8 *) &id_bytes, ID_SIZE);
  g_byte_array_append (value, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));

  return g_byte_array_free_to_bytes (value);
}

/**
 * kh_vault_read_key_id:
 * @sealed: a value that was kept
 *
 * It needs no key, so that what older keys sealed can be found and sealed anew.
 *
 * Returns: the id of the key that the value says it was sealed with, or 0 when it is no value of
 *   a vault
 */
guint32
kh_vault_read_key_id (GBytes *sealed)
{
  const guint8 *bytes;
  gsize size;
  guint32 id;

  g_return_val_if_fail (sealed != NULL, 0);

  bytes = g_bytes_get_data (sealed, &size);
  if (size <= HEADER_SIZE || bytes[0] != VERSION)
    return 0;
  memcpy (&id, bytes + 1, ID_SIZE);

  return GUINT32_FROM_BE (id);
}

/**
 * kh_vault_open:
 * @self: a vault
 * @table: the table that the value is kept in
 * @row: the id of its row
 * @column: its column
 * @sealed: the value as it is kept
 * @error: return location for an error
 *
 * Returns: (transfer full): the secret, or %NULL; with %KH_STORE_ERROR_NO_KEY when the vault is
 *   locked or does not have the key, and with %KH_STORE_ERROR_DAMAGED when the value was changed or
 *   comes from another place
 */
KhSecret *
kh_vault_open (KhVault     *self,
               const char  *table,
               gint64       row,
               const char  *column,
               GBytes      *sealed,
               GError     **error)
{
  g_autoptr (KhSecret) key = NULL;
  g_autoptr (GBytes) inner = NULL;
  g_autofree char *place = NULL;
  guint32 id;

  g_return_val_if_fail (KH_IS_VAULT (self), NULL);
  g_return_val_if_fail (is_name (table) && is_name (column), NULL);
  g_return_val_if_fail (sealed != NULL, NULL);

  id = kh_vault_read_key_id (sealed);
  if (id == 0)
    {
      kh_cipher_set_damaged (error);
      return NULL;
    }
  key = take_key (self, id, &id, error);
  if (key == NULL)
    return NULL;

  place = make_place (table, row, column, id);
  inner = g_bytes_new_from_bytes (sealed, HEADER_SIZE, g_bytes_get_size (sealed) - HEADER_SIZE);

  return kh_cipher_open (key, inner, place, error);
}
