/* kh-store-output.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-output.h"

#include "kh-output-file.h"
#include "kh-output-guard.h"
#include "kh-store-private.h"

typedef struct {
  char *path;
  GBytes *bytes;
} Output;

static void
output_free (gpointer data)
{
  Output *output = data;

  g_free (output->path);
  g_clear_pointer (&output->bytes, g_bytes_unref);
  g_free (output);
}

static void
run (KhStore             *self,
     const KhStoreCall   *call,
     const char          *path,
     GBytes              *bytes,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  Output *output = g_new0 (Output, 1);

  output->path = g_strdup (path);
  output->bytes = bytes == NULL ? NULL : g_bytes_ref (bytes);
  kh_store_run (self, call, output, cancellable, callback, user_data);
}

static gpointer
write_file (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  Output *output = data;
  g_autoptr (KhOutputFile) file = kh_output_file_new (output->path, kh_connection_get_path (connection), error);
  g_autofree char *name = g_path_get_basename (output->path);
  gconstpointer bytes;
  gsize size;

  if (file == NULL)
    return NULL;
  bytes = g_bytes_get_data (output->bytes, &size);
  g_string_append_len (kh_output_file_get_buffer (file), bytes, (gssize) size);

  return kh_output_file_commit (file, error) ? g_filename_display_name (name) : NULL;
}

static const KhStoreCall write_call = { write_file, output_free, g_free, KH_STORE_READS_TO_FILE, NULL };

/**
 * kh_store_write_file_async:
 * @self: a store
 * @path: the file, which is replaced once the new one is whole
 * @bytes: all of it
 * @cancellable: (nullable): to cancel the call
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Writes a file that only its owner may read. It takes the place of no file of the records.
 */
void
kh_store_write_file_async (KhStore             *self,
                           const char          *path,
                           GBytes              *bytes,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (bytes != NULL);

  run (self, &write_call, path, bytes, cancellable, callback, user_data);
}

/**
 * kh_store_write_file_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for %KH_STORE_ERROR, after which there is no new file
 *
 * Returns: (transfer full): what the file is called, for people; it is there, whole. Or %NULL.
 */
char *
kh_store_write_file_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &write_call, error);
}

static gpointer
check_output (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  const Output *output = data;

  return GINT_TO_POINTER (kh_output_guard_check (kh_connection_get_path (connection), output->path, error));
}

static const KhStoreCall check_call = { check_output, output_free, NULL, FALSE, NULL };

/**
 * kh_store_check_output_async:
 * @self: a store
 * @path: where somebody else is to write a file
 * @cancellable: (nullable): to cancel the call
 * @callback: called at the end
 * @user_data: for @callback
 *
 * For a library that opens the file itself.
 */
void
kh_store_check_output_async (KhStore             *self,
                             const char          *path,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (path != NULL);

  run (self, &check_call, path, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_check_output_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for %KH_STORE_ERROR
 *
 * Returns: whether nothing of the records is there
 */
gboolean
kh_store_check_output_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &check_call, error) != NULL;
}
