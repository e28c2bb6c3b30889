/* kh-document-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-rows.h"

#include "kh-blob-folder.h"
#include "kh-history-rows.h"
#include "kh-place.h"

#include <glib/gi18n-lib.h>

#define COLUMNS "id, customer, revision, author, added_at, size, hash, name, category"

#define SQL_LOAD "SELECT " COLUMNS " FROM document WHERE id = ?1"

#define SQL_LIST "SELECT " COLUMNS " FROM document WHERE customer = ?1 ORDER BY id DESC"

#define SQL_COUNT "SELECT count (*) FROM document WHERE customer = ?1"

#define SQL_NAMED "SELECT 1 FROM document WHERE customer = ?1 AND name = ?2 COLLATE NOCASE AND id <> ?3"

#define SQL_INSERT \
  "INSERT INTO document (customer, revision, author, added_at, size, hash, name, category) " \
  "VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7)"

/* Its number was given once, and is never given again. */
#define SQL_RESTORE \
  "INSERT INTO document (id, customer, revision, author, added_at, size, hash, name, category) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"

#define SQL_UPDATE "UPDATE document SET revision = ?2, name = ?3, category = ?4 WHERE id = ?1"

#define SQL_DELETE "DELETE FROM document WHERE id = ?1"

#define SQL_DOUBT "INSERT OR IGNORE INTO document_doubt (hash) VALUES (?1)"

#define SQL_DOUBTS \
  "SELECT hash, EXISTS (SELECT 1 FROM document WHERE document.hash = document_doubt.hash) FROM document_doubt " \
  "WHERE ?1 IS NULL OR hash = ?1"

#define SQL_CLEAR "DELETE FROM document_doubt WHERE ?1 IS NULL OR hash = ?1"

enum {
  COLUMN_ID,
  COLUMN_CUSTOMER,
  COLUMN_REVISION,
  COLUMN_AUTHOR,
  COLUMN_ADDED_AT,
  COLUMN_SIZE,
  COLUMN_HASH,
  COLUMN_NAME,
  COLUMN_CATEGORY,
};

static KhDocument *
read_document (KhStatement *statement)
{
  KhDocument *document = kh_document_new ();
  /* The texts stay the statement's. */
  const KhDocumentOrigin origin = {
    .id = kh_statement_get_int64 (statement, COLUMN_ID),
    .customer = kh_statement_get_int64 (statement, COLUMN_CUSTOMER),
    .revision = kh_statement_get_int64 (statement, COLUMN_REVISION),
    .author = (char *) kh_statement_get_text (statement, COLUMN_AUTHOR),
    .added_at = kh_statement_get_int64 (statement, COLUMN_ADDED_AT),
    .size = kh_statement_get_int64 (statement, COLUMN_SIZE),
    .hash = (char *) kh_statement_get_text (statement, COLUMN_HASH),
  };

  kh_document_set_origin (document, &origin);
  kh_document_set (document, KH_DOCUMENT_NAME, kh_statement_get_text (statement, COLUMN_NAME));
  kh_document_set (document, KH_DOCUMENT_CATEGORY, kh_statement_get_text (statement, COLUMN_CATEGORY));

  return document;
}

/**
 * kh_document_rows_load:
 * @connection: a connection
 * @id: the id of a file
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the file, whose content was not looked at
 */
KhDocument *
kh_document_rows_load (KhConnection  *connection,
                       gint64         id,
                       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, id);
  if (!kh_statement_step (statement, &row, error))
    return NULL;
  if (row)
    return read_document (statement);

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                       _("This file was taken away meanwhile. The customer’s history says by whom."));

  return NULL;
}

/**
 * kh_document_rows_list:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhDocument): the customer's files, newest first, whose
 *   contents were not looked at
 */
GPtrArray *
kh_document_rows_list (KhConnection  *connection,
                       gint64         customer,
                       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&documents);
      g_ptr_array_add (documents, read_document (statement));
    }

  return NULL;
}

/**
 * kh_document_rows_count:
 * @connection: a connection
 * @customer: a customer number
 * @n_documents: (out): how many files the customer has
 * @error: return location for an error
 *
 * Returns: whether they could be counted
 */
gboolean
kh_document_rows_count (KhConnection  *connection,
                        gint64         customer,
                        guint         *n_documents,
                        GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COUNT, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *n_documents = (guint) kh_statement_get_int64 (statement, 0);

  return TRUE;
}

static gboolean
is_named (KhConnection            *connection,
          const KhDocumentOrigin  *origin,
          const char              *name,
          gboolean                *there,
          GError                 **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_NAMED, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, origin->customer);
  kh_statement_bind_text (statement, 2, name);
  kh_statement_bind_int64 (statement, 3, origin->id);

  return kh_statement_step (statement, there, error);
}

/* The second of a name gets a number. */
static gboolean
number_name (KhConnection  *connection,
             KhDocument    *document,
             GError       **error)
{
  g_autofree char *name = g_strdup (kh_document_get (document, KH_DOCUMENT_NAME));
  gboolean there = FALSE;

  for (guint i = 2; is_named (connection, kh_document_get_origin (document), kh_document_get (document, KH_DOCUMENT_NAME),
                              &there, error); i++)
    {
      g_autofree char *numbered = NULL;

      if (!there)
        return TRUE;
      numbered = kh_document_dup_numbered (name, i);
      kh_document_set (document, KH_DOCUMENT_NAME, numbered);
    }

  return FALSE;
}

/* The revision that the history tells is the file's own: the record has not changed. */
static gboolean
write_history (KhConnection     *connection,
               KhDocument       *document,
               const char       *author,
               const char       *action,
               KhDocumentField   field,
               const char       *before,
               const char       *after,
               GError          **error)
{
  const KhDocumentOrigin *origin = kh_document_get_origin (document);
  g_autofree char *place
    = kh_place_dup_document_text (field, origin->id, kh_document_get (document, KH_DOCUMENT_NAME));

  return kh_history_rows_write (connection, author, action, origin->customer, origin->revision, place, before, after, error);
}

static gboolean
run_with_text (KhConnection  *connection,
               const char    *sql,
               const char    *text,
               GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, text);

  return kh_statement_run (statement, error);
}

static gboolean
insert (KhConnection      *connection,
        KhDocument        *document,
        KhDocumentOrigin  *origin,
        GError           **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_INSERT, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, origin->customer);
  kh_statement_bind_text (statement, 2, origin->author);
  kh_statement_bind_int64 (statement, 3, origin->added_at);
  kh_statement_bind_int64 (statement, 4, origin->size);
  kh_statement_bind_text (statement, 5, origin->hash);
  kh_statement_bind_text (statement, 6, kh_document_get (document, KH_DOCUMENT_NAME));
  kh_statement_bind_text (statement, 7, kh_document_get (document, KH_DOCUMENT_CATEGORY));
  if (!kh_statement_run (statement, error))
    return FALSE;
  origin->id = kh_connection_get_last_rowid (connection);

  return TRUE;
}

/**
 * kh_document_rows_insert:
 * @connection: the connection that writes, in a transaction
 * @document: a new file, with its customer, author, size and hash; it gets its id and time, and a
 *   number behind its name where the customer has one of that name
 * @error: return location for an error
 *
 * Keeps a new file, whose content is there.
 *
 * Returns: whether it is kept
 */
gboolean
kh_document_rows_insert (KhConnection  *connection,
                         KhDocument    *document,
                         GError       **error)
{
  KhDocumentOrigin origin = *kh_document_get_origin (document);
  g_autoptr (KhDocument) before = kh_document_copy (document);

  /* What the texts are of stays there while they are copied. */
  origin.hash = kh_document_get_origin (before)->hash;
  origin.author = kh_document_get_origin (before)->author;
  origin.revision = 1;
  origin.added_at = g_get_real_time () / G_TIME_SPAN_SECOND;
  if (!number_name (connection, document, error) || !insert (connection, document, &origin, error))
    return FALSE;
  kh_document_set_origin (document, &origin);

  return write_history (connection, document, origin.author, "add-row", KH_N_DOCUMENT_FIELDS, NULL, NULL, error);
}

static gboolean
update (KhConnection      *connection,
        KhDocument        *edited,
        KhDocumentOrigin  *origin,
        GError           **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_UPDATE, error);

  if (statement == NULL)
    return FALSE;
  origin->revision++;
  kh_statement_bind_int64 (statement, 1, origin->id);
  kh_statement_bind_int64 (statement, 2, origin->revision);
  kh_statement_bind_text (statement, 3, kh_document_get (edited, KH_DOCUMENT_NAME));
  kh_statement_bind_text (statement, 4, kh_document_get (edited, KH_DOCUMENT_CATEGORY));
  if (!kh_statement_run (statement, error))
    return FALSE;
  kh_document_set_origin (edited, origin);

  return TRUE;
}

static gboolean
check_free_name (KhConnection  *connection,
                 KhDocument    *kept,
                 KhDocument    *edited,
                 GError       **error)
{
  const char *name = kh_document_get (edited, KH_DOCUMENT_NAME);
  gboolean there = FALSE;

  if (!is_named (connection, kh_document_get_origin (kept), name, &there, error))
    return FALSE;
  if (there)
    g_set_error (error, KH_DOCUMENT_ERROR, KH_DOCUMENT_NAME,
                 /* Translators: the name of a file. */
                 _("This customer has another file of the name “%s”. Choose another name."), name);

  return !there;
}

/**
 * kh_document_rows_update:
 * @connection: the connection that writes, in a transaction
 * @kept: the file as it is kept
 * @edited: the same with the name and the category that it is to have; it gets the next revision
 * @author: who changes it; whoever added it stays its author
 * @error: return location for an error; of %KH_DOCUMENT_ERROR where another has the name
 *
 * Writes @edited over @kept with a history row for each field that differs. When nothing differs,
 * nothing is written.
 *
 * Returns: whether it is kept
 */
gboolean
kh_document_rows_update (KhConnection  *connection,
                         KhDocument    *kept,
                         KhDocument    *edited,
                         const char    *author,
                         GError       **error)
{
  KhDocumentOrigin origin = *kh_document_get_origin (kept);
  gboolean same = TRUE;

  for (guint i = 0; i < KH_N_DOCUMENT_FIELDS; i++)
    same &= g_strcmp0 (kh_document_get (kept, (KhDocumentField) i), kh_document_get (edited, (KhDocumentField) i)) == 0;
  if (same)
    return TRUE;
  if (!check_free_name (connection, kept, edited, error) || !update (connection, edited, &origin, error))
    return FALSE;
  for (guint i = 0; i < KH_N_DOCUMENT_FIELDS; i++)
    {
      const char *before = kh_document_get (kept, (KhDocumentField) i);
      const char *after = kh_document_get (edited, (KhDocumentField) i);

      if (g_strcmp0 (before, after) != 0 &&
          !write_history (connection, edited, author, "change", (KhDocumentField) i, before, after, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_document_rows_delete:
 * @connection: the connection that writes, in a transaction
 * @kept: the file as it is kept
 * @author: who takes it away
 * @error: return location for an error
 *
 * Takes a file away, and doubts that its content is needed; the history says so.
 *
 * Returns: whether it is gone
 */
gboolean
kh_document_rows_delete (KhConnection  *connection,
                         KhDocument    *kept,
                         const char    *author,
                         GError       **error)
{
  const KhDocumentOrigin *origin = kh_document_get_origin (kept);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_DELETE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, origin->id);

  return kh_statement_run (statement, error) &&
         kh_document_rows_doubt (connection, origin->hash, error) &&
         write_history (connection, kept, author, "remove-row", KH_N_DOCUMENT_FIELDS, NULL, NULL, error);
}

static gboolean
put_back (KhConnection      *connection,
          KhDocument        *document,
          KhDocumentOrigin  *origin,
          GError           **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_RESTORE, error);

  if (statement == NULL)
    return FALSE;
  origin->revision++;
  kh_statement_bind_int64 (statement, 1, origin->id);
  kh_statement_bind_int64 (statement, 2, origin->customer);
  kh_statement_bind_int64 (statement, 3, origin->revision);
  kh_statement_bind_text (statement, 4, origin->author);
  kh_statement_bind_int64 (statement, 5, origin->added_at);
  kh_statement_bind_int64 (statement, 6, origin->size);
  kh_statement_bind_text (statement, 7, origin->hash);
  kh_statement_bind_text (statement, 8, kh_document_get (document, KH_DOCUMENT_NAME));
  kh_statement_bind_text (statement, 9, kh_document_get (document, KH_DOCUMENT_CATEGORY));

  return kh_statement_run (statement, error);
}

/**
 * kh_document_rows_restore:
 * @connection: the connection that writes, in a transaction
 * @document: a file as it was when it was taken away; it gets the next revision, and a number behind
 *   its name where the customer has one of that name by now
 * @author: who brings it back; whoever added it stays its author
 * @error: return location for an error
 *
 * Brings a file back whose content is still there; the history says so.
 *
 * Returns: whether it is kept again
 */
gboolean
kh_document_rows_restore (KhConnection  *connection,
                          KhDocument    *document,
                          const char    *author,
                          GError       **error)
{
  g_autoptr (KhDocument) before = kh_document_copy (document);
  /* What the texts are of stays there while they are copied. */
  KhDocumentOrigin origin = *kh_document_get_origin (before);

  if (!number_name (connection, document, error) || !put_back (connection, document, &origin, error))
    return FALSE;
  kh_document_set_origin (document, &origin);

  return write_history (connection, document, author, "add-row", KH_N_DOCUMENT_FIELDS, NULL, NULL, error);
}

/**
 * kh_document_rows_doubt:
 * @connection: the connection that writes
 * @hash: the hash of a content
 * @error: return location for an error
 *
 * Writes down that a content may be in the folder without a row that needs it, before that can be
 * so: whatever ends Keyholder then, kh_document_rows_settle() finds it. Contents that nobody doubts
 * are never taken out of the folder, so that older records that are brought back take nothing away
 * from newer ones.
 *
 * Returns: whether it is written down
 */
gboolean
kh_document_rows_doubt (KhConnection  *connection,
                        const char    *hash,
                        GError       **error)
{
  return run_with_text (connection, SQL_DOUBT, hash, error);
}

static GPtrArray *
list_unneeded (KhConnection  *connection,
               const char    *only,
               gboolean      *any,
               GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_DOUBTS, error);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  if (statement != NULL)
    kh_statement_bind_text (statement, 1, only);
  while (statement != NULL && kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&hashes);
      *any = TRUE;
      if (kh_statement_get_int64 (statement, 1) == 0)
        g_ptr_array_add (hashes, g_strdup (kh_statement_get_text (statement, 0)));
    }

  return NULL;
}

/**
 * kh_document_rows_settle:
 * @connection: the connection that writes, outside of a transaction
 * @folder: where the contents are
 * @only: (nullable): the hash of the one content that is looked at; by default, all
 *
 * Takes away the contents that are in doubt and that no row needs. What cannot be done now is done
 * another time.
 */
void
kh_document_rows_settle (KhConnection *connection,
                         const char   *folder,
                         const char   *only)
{
  g_autoptr (GError) error = NULL;
  gboolean any = FALSE;
  gboolean gone = TRUE;
  g_autoptr (GPtrArray) hashes = list_unneeded (connection, only, &any, &error);

  for (guint i = 0; hashes != NULL && i < hashes->len; i++)
    gone &= kh_blob_folder_remove (folder, g_ptr_array_index (hashes, i));
  if (hashes == NULL || (any && gone && !run_with_text (connection, SQL_CLEAR, only, &error)))
    g_warning ("Files that were taken away could not be settled: %s", error->message);
}
