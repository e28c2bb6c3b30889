/* kh-store-catalogues.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

/* What is to be written: a company, or else an entry. */
typedef struct {
  KhCompany *company;
  KhCatalogueId catalogue;
  KhCatalogueEntry *entry;
  char *author;
  gint64 id;
} Entry;

typedef struct {
  gint64 id;
  KhCatalogues *catalogues;
} Written;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->company);
  g_clear_pointer (&entry->entry, kh_catalogue_entry_free);
  g_free (entry->author);
  g_free (entry);
}

static void
written_free (gpointer data)
{
  Written *written = data;

  g_clear_object (&written->catalogues);
  g_free (written);
}

static gboolean
write_company (KhConnection  *connection,
               Entry         *entry,
               GError       **error)
{
  gboolean is_new = kh_company_get_id (entry->company) == 0;

  entry->id = kh_catalogue_rows_save_company (connection, entry->company, error);

  return entry->id != 0 &&
         kh_history_rows_write (connection, entry->author, is_new ? "add-company" : "change-company",
                                0, 0, NULL, NULL, kh_company_get_name (entry->company), error);
}

static gboolean
write_in_transaction (KhConnection  *connection,
                      gpointer       data,
                      GError       **error)
{
  Entry *entry = data;
  gboolean staff = entry->catalogue == KH_CATALOGUE_SALES_REPS || entry->catalogue == KH_CATALOGUE_TECHNICIANS;
  KhGrant grant = entry->company != NULL ? KH_GRANT_COMPANIES_CONTROL
                  : staff ? KH_GRANT_STAFF_CONTROL : KH_GRANT_CATALOGUES_CONTROL;

  if (!kh_session_check (connection, grant, error))
    return FALSE;
  if (entry->company != NULL)
    return write_company (connection, entry, error);
  if (entry->catalogue == KH_CATALOGUE_SALES_REPS || entry->catalogue == KH_CATALOGUE_TECHNICIANS)
    entry->id = kh_catalogue_rows_add_staff (connection, entry->catalogue, entry->entry->label,
                                             entry->entry->active, error);
  else
    entry->id = kh_catalogue_rows_save (connection, entry->catalogue, entry->entry, entry->author, error);

  return entry->id != 0;
}

static gpointer
write_entry (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  Entry *entry = data;
  Written *written;

  if (!kh_connection_transact (connection, write_in_transaction, entry, error))
    return NULL;

  written = g_new0 (Written, 1);
  written->id = entry->id;
  written->catalogues = kh_catalogue_rows_load (connection, error);
  if (written->catalogues == NULL)
    g_clear_pointer (&written, written_free);

  return written;
}

static void
after_write (KhStore  *self,
             gpointer  result)
{
  Written *written = result;

  kh_store_set_catalogues (self, written->catalogues);
}

static const KhStoreCall company_call = { write_entry, entry_free, written_free, TRUE, after_write };
static const KhStoreCall entry_call = { write_entry, entry_free, written_free, TRUE, after_write };

static gint64
finish_write (KhStore            *self,
              GAsyncResult       *result,
              const KhStoreCall  *call,
              GError            **error)
{
  Written *written = kh_store_finish (self, result, call, error);
  gint64 id;

  if (written == NULL)
    return 0;
  id = written->id;
  written_free (written);

  return id;
}

/**
 * kh_store_save_company_async:
 * @self: a store
 * @company: a monitoring company; with id 0 it is a new one
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_save_company_async (KhStore             *self,
                             KhCompany           *company,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->company = kh_company_copy (company);
  entry->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &company_call, entry, cancellable, callback, user_data);
}

/**
 * kh_store_save_company_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_DUPLICATE when the name is taken
 *
 * Returns: the company's id, or 0
 */
gint64
kh_store_save_company_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_write (self, result, &company_call, error);
}

static void
run_entry (KhStore                *self,
           KhCatalogueId           catalogue,
           const KhCatalogueEntry *wanted,
           GCancellable           *cancellable,
           GAsyncReadyCallback     callback,
           gpointer                user_data)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->catalogue = catalogue;
  entry->entry = kh_catalogue_entry_copy (wanted);
  entry->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &entry_call, entry, cancellable, callback, user_data);
}

/**
 * kh_store_save_entry_async:
 * @self: a store
 * @catalogue: a catalogue, not a staff list and not the companies
 * @entry: the entry as it is to be; with id 0 it is a new one
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_save_entry_async (KhStore                *self,
                           KhCatalogueId           catalogue,
                           const KhCatalogueEntry *entry,
                           GCancellable           *cancellable,
                           GAsyncReadyCallback     callback,
                           gpointer                user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (entry != NULL);
  g_return_if_fail (catalogue != KH_CATALOGUE_COMPANIES && catalogue != KH_CATALOGUE_SALES_REPS &&
                    catalogue != KH_CATALOGUE_TECHNICIANS && catalogue != KH_CATALOGUE_STAFF);

  run_entry (self, catalogue, entry, cancellable, callback, user_data);
}

/**
 * kh_store_save_entry_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_INVALID, with a message that says
 *   what to do, when the entry cannot be so, and %KH_STORE_ERROR_DUPLICATE when its name is taken
 *
 * Returns: the entry's id, or 0
 */
gint64
kh_store_save_entry_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_write (self, result, &entry_call, error);
}

/**
 * kh_store_add_entry_async:
 * @self: a store
 * @catalogue: a catalogue, or one of the staff lists
 * @label: what the office calls it
 * @parent: the entry it belongs to, or 0
 * @active: whether it may be chosen
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_add_entry_async (KhStore             *self,
                          KhCatalogueId        catalogue,
                          const char          *label,
                          gint64               parent,
                          gboolean             active,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autofree char *copy = g_strdup (label);
  const KhCatalogueEntry entry = { .label = copy, .parent = parent, .active = active };

  run_entry (self, catalogue, &entry, cancellable, callback, user_data);
}

/**
 * kh_store_add_entry_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: the entry's id, or 0
 */
gint64
kh_store_add_entry_finish (KhStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_write (self, result, &entry_call, error);
}
