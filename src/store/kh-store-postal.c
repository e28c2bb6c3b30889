/* kh-store-postal.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

/* Listing */

static gpointer
list_places (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error))
    return NULL;

  return kh_postal_rows_list (connection, data, kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW), error);
}

static const KhStoreCall list_call = { list_places, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_places_async:
 * @self: a store
 * @zip: what kh_postal_dup_zip() made of a postal code
 * @cancellable: (nullable): ends it
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Looks up the places of a postal code in the office's own records, if whoever asks may view
 * them, and in the postal file.
 */
void
kh_store_list_places_async (KhStore             *self,
                            const char          *zip,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (zip != NULL);

  kh_store_run (self, &list_call, g_strdup (zip), cancellable, callback, user_data);
}

/**
 * kh_store_list_places_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhPostalPlace): the places, the likeliest first
 */
GPtrArray *
kh_store_list_places_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

/* Loading */

typedef struct {
  char *path;
  char *author;
  guint n_places;
  guint n_left_out;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->path);
  g_free (load->author);
  g_free (load);
}

static gboolean
load_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Load *load = data;
  g_autoptr (KhPostalReader) reader = NULL;

  if (!kh_session_check (connection, KH_GRANT_CATALOGUES_CONTROL, error))
    return FALSE;
  reader = kh_postal_reader_open (load->path, error);
  if (reader == NULL || !kh_postal_rows_load (connection, reader, load->author, error) ||
      !kh_postal_rows_count (connection, &load->n_places, error))
    return FALSE;
  load->n_left_out = kh_postal_reader_get_n_left_out (reader);

  return TRUE;
}

static gpointer
load_file (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Load *load = data;
  KhPostalCounts *counts;

  if (!kh_connection_transact (connection, load_in_transaction, load, error))
    return NULL;
  counts = g_new0 (KhPostalCounts, 1);
  counts->n_places = load->n_places;
  counts->n_left_out = load->n_left_out;

  return counts;
}

static const KhStoreCall load_call = { load_file, load_free, g_free, TRUE, NULL };

/**
 * kh_store_load_postal_file_async:
 * @self: a store
 * @path: a postal file of GeoNames
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is loaded
 * @user_data: for @callback
 *
 * Puts its places in the place of those of the file before it: all of them or, when a line cannot
 * be read, none.
 */
void
kh_store_load_postal_file_async (KhStore             *self,
                                 const char          *path,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Load *load;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (path != NULL);

  load = g_new0 (Load, 1);
  load->path = g_strdup (path);
  load->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &load_call, load, cancellable, callback, user_data);
}

static gboolean
take_counts (KhPostalCounts *counts,
             KhPostalCounts *result)
{
  if (counts == NULL)
    return FALSE;
  *result = *counts;
  g_free (counts);

  return TRUE;
}

/**
 * kh_store_load_postal_file_finish:
 * @self: a store
 * @result: what the callback got
 * @counts: (out): what was loaded
 * @error: return location for an error; of %G_IO_ERROR, with a sentence, when the file is not fit
 *
 * Returns: whether it was loaded
 */
gboolean
kh_store_load_postal_file_finish (KhStore         *self,
                                  GAsyncResult    *result,
                                  KhPostalCounts  *counts,
                                  GError         **error)
{
  return take_counts (kh_store_finish (self, result, &load_call, error), counts);
}

/* Counting */

static gpointer
count_places (KhConnection  *connection,
              gpointer       data G_GNUC_UNUSED,
              GError       **error)
{
  KhPostalCounts counts = { 0 };

  if (!kh_postal_rows_count (connection, &counts.n_places, error))
    return NULL;

  return g_memdup2 (&counts, sizeof counts);
}

static const KhStoreCall count_call = { count_places, NULL, g_free, FALSE, NULL };

/**
 * kh_store_count_places_async:
 * @self: a store
 * @cancellable: (nullable): ends it
 * @callback: called when they are counted
 * @user_data: for @callback
 */
void
kh_store_count_places_async (KhStore             *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &count_call, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_count_places_finish:
 * @self: a store
 * @result: what the callback got
 * @counts: (out): how many places a postal file brought, 0 without one
 * @error: return location for an error
 *
 * Returns: whether they were counted
 */
gboolean
kh_store_count_places_finish (KhStore         *self,
                              GAsyncResult    *result,
                              KhPostalCounts  *counts,
                              GError         **error)
{
  return take_counts (kh_store_finish (self, result, &count_call, error), counts);
}
