/* kh-note-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-note-rows.h"

#include "kh-customer-rows.h"
#include "kh-history-rows.h"
#include "kh-place.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* In the order of the fields. */
#define FIELDS "type, text, ticket, assignee, due, priority, state"

#define COLUMNS \
  "n.id, n.customer, n.revision, n.author, n.created_at, n.changed_at, " \
  "n.type, n.text, n.ticket, n.assignee, n.due, n.priority, n.state"

#define SQL_LOAD "SELECT " COLUMNS " FROM note AS n WHERE n.id = ?1"

#define SQL_LIST \
  "SELECT " COLUMNS " FROM note AS n WHERE n.customer = ?1 AND n.id < ?2 ORDER BY n.id DESC LIMIT ?3"

/* What is due comes first, then what is urgent. */
#define SQL_QUEUE \
  "SELECT " COLUMNS ", " KH_CUSTOMER_TITLE_COLUMNS " FROM note AS n JOIN customer AS c ON c.customer_number = n.customer " \
  "WHERE n.state = 'open' AND ?1 IN (0, ifnull (n.assignee, 0)) AND (?2 IS NULL OR n.priority = ?2) " \
  "AND (?3 IS NULL OR n.due < ?3) " \
  "ORDER BY n.due IS NULL, n.due, CASE n.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, " \
  "n.id LIMIT ?4"

#define SQL_COUNT "SELECT count (*) FROM note WHERE customer = ?1 AND state = 'open'"

#define SQL_INSERT \
  "INSERT INTO note (customer, revision, author, created_at, changed_at, " FIELDS ") " \
  "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"

#define SQL_UPDATE \
  "UPDATE note SET revision = ?2, changed_at = ?4, type = ?5, text = ?6, ticket = ?7, assignee = ?8, due = ?9, " \
  "priority = ?10, state = ?11 WHERE id = ?1"

enum {
  COLUMN_ID,
  COLUMN_CUSTOMER,
  COLUMN_REVISION,
  COLUMN_AUTHOR,
  COLUMN_CREATED_AT,
  COLUMN_CHANGED_AT,
  N_OWN_COLUMNS,
  N_COLUMNS = N_OWN_COLUMNS + (int) KH_N_NOTE_FIELDS,
};

enum {
  PARAMETER_KEY = 1,
  PARAMETER_REVISION,
  PARAMETER_AUTHOR,
  PARAMETER_TIME,
  PARAMETER_FIELDS,
};

static KhNote *
read_note (KhStatement *statement,
           char        *customer_name)
{
  KhNote *note = kh_note_new ();
  /* The texts stay the statement's and the caller's. */
  const KhNoteOrigin origin = {
    .id = kh_statement_get_int64 (statement, COLUMN_ID),
    .customer = kh_statement_get_int64 (statement, COLUMN_CUSTOMER),
    .revision = kh_statement_get_int64 (statement, COLUMN_REVISION),
    .created_at = kh_statement_get_int64 (statement, COLUMN_CREATED_AT),
    .changed_at = kh_statement_get_int64 (statement, COLUMN_CHANGED_AT),
    .author = (char *) kh_statement_get_text (statement, COLUMN_AUTHOR),
    .customer_name = customer_name,
  };

  kh_note_set_origin (note, &origin);
  for (int i = 0; i < (int) KH_N_NOTE_FIELDS; i++)
    kh_note_set (note, (KhNoteField) i, kh_statement_get_text (statement, N_OWN_COLUMNS + i));

  return note;
}

/**
 * kh_note_rows_load:
 * @connection: a connection
 * @id: the id of a note
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the note
 */
KhNote *
kh_note_rows_load (KhConnection  *connection,
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
    return read_note (statement, NULL);

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, _("This note is not there any more."));

  return NULL;
}

static GPtrArray *
read_notes (KhStatement  *statement,
            gboolean      named,
            GError      **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row = TRUE;

  while (kh_statement_step (statement, &row, error))
    {
      g_autofree char *name = NULL;

      if (!row)
        return g_steal_pointer (&notes);
      name = named ? kh_customer_rows_dup_title (statement, N_COLUMNS) : NULL;
      g_ptr_array_add (notes, read_note (statement, name));
    }

  return NULL;
}

/**
 * kh_note_rows_list:
 * @connection: a connection
 * @customer: a customer number
 * @before: only notes with a lower id, for the next page; 0 for the first
 * @limit: how many at the most
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhNote): the customer's notes, newest first
 */
GPtrArray *
kh_note_rows_list (KhConnection  *connection,
                   gint64         customer,
                   gint64         before,
                   guint          limit,
                   GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_int64 (statement, 2, before > 0 ? before : G_MAXINT64);
  kh_statement_bind_int64 (statement, 3, limit);

  return read_notes (statement, FALSE, error);
}

/**
 * kh_note_rows_queue:
 * @connection: a connection
 * @filter: which tickets
 * @today: the day it is, as a canonical date
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhNote): the open tickets over all customers: what is due
 *   first, then what is urgent
 */
GPtrArray *
kh_note_rows_queue (KhConnection          *connection,
                    const KhTicketFilter  *filter,
                    const char            *today,
                    GError               **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_QUEUE, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, filter->assignee);
  kh_statement_bind_text (statement, 2, filter->priority);
  kh_statement_bind_text (statement, 3, filter->overdue ? today : NULL);
  kh_statement_bind_int64 (statement, 4, filter->limit);

  return read_notes (statement, TRUE, error);
}

/**
 * kh_note_rows_count:
 * @connection: a connection
 * @customer: a customer number
 * @n_open: (out): how many open tickets the customer has
 * @error: return location for an error
 *
 * Returns: whether they could be counted
 */
gboolean
kh_note_rows_count (KhConnection  *connection,
                    gint64         customer,
                    guint         *n_open,
                    GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COUNT, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *n_open = (guint) kh_statement_get_int64 (statement, 0);

  return TRUE;
}

static void
bind_field (KhStatement *statement,
            int          parameter,
            KhNote      *note,
            KhNoteField  field)
{
  const char *value = kh_note_get (note, field);

  if (value != NULL && kh_value_sql_type (kh_note_field_get (field)) == KH_SQL_INTEGER)
    kh_statement_bind_int64 (statement, parameter, g_ascii_strtoll (value, NULL, 10));
  else
    kh_statement_bind_text (statement, parameter, value);
}

/* Writes @note by @sql, whose first parameter is @key, as @origin says it is from now on. */
static gboolean
write_note (KhConnection  *connection,
            const char    *sql,
            gint64         key,
            KhNote        *note,
            KhNoteOrigin  *origin,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  origin->revision++;
  origin->changed_at = g_get_real_time () / G_TIME_SPAN_SECOND;
  kh_statement_bind_int64 (statement, PARAMETER_KEY, key);
  kh_statement_bind_int64 (statement, PARAMETER_REVISION, origin->revision);
  kh_statement_bind_text (statement, PARAMETER_AUTHOR, origin->author);
  kh_statement_bind_int64 (statement, PARAMETER_TIME, origin->changed_at);
  for (int i = 0; i < (int) KH_N_NOTE_FIELDS; i++)
    bind_field (statement, PARAMETER_FIELDS + i, note, (KhNoteField) i);
  if (!kh_statement_run (statement, error))
    return FALSE;
  if (origin->id == 0)
    {
      origin->id = kh_connection_get_last_rowid (connection);
      origin->created_at = origin->changed_at;
    }
  kh_note_set_origin (note, origin);

  return TRUE;
}

/* The revision that the history tells is the note's own: the record has not changed. */
static gboolean
write_history (KhConnection  *connection,
               KhNote        *note,
               const char    *author,
               const char    *action,
               KhNoteField    field,
               const char    *before,
               const char    *after,
               GError       **error)
{
  const KhNoteOrigin *origin = kh_note_get_origin (note);
  g_autofree char *title = kh_note_dup_title (note);
  g_autofree char *place = kh_place_dup_note_text (field, origin->id, title);

  return kh_history_rows_write (connection, author, action, origin->customer, origin->revision, place, before, after, error);
}

/**
 * kh_note_rows_insert:
 * @connection: the connection that writes, in a transaction
 * @note: a new note, with its customer; it gets its id, author and time
 * @author: who wrote it
 * @error: return location for an error
 *
 * Keeps a new note. The history says that it was written; what it says is kept there as soon as
 * it says something else.
 *
 * Returns: whether it is kept
 */
gboolean
kh_note_rows_insert (KhConnection  *connection,
                     KhNote        *note,
                     const char    *author,
                     GError       **error)
{
  KhNoteOrigin origin = { .customer = kh_note_get_origin (note)->customer, .author = (char *) author };

  return write_note (connection, SQL_INSERT, origin.customer, note, &origin, error) &&
         write_history (connection, note, author, "add-row", KH_N_NOTE_FIELDS, NULL, NULL, error);
}

/**
 * kh_note_rows_update:
 * @connection: the connection that writes, in a transaction
 * @kept: the note as it is kept
 * @edited: the note as it is to be; it gets the next revision
 * @author: who changes it; whoever wrote it stays its author
 * @error: return location for an error
 *
 * Writes @edited over @kept with a history row for each field that differs. When nothing differs,
 * nothing is written.
 *
 * Returns: whether it is kept
 */
gboolean
kh_note_rows_update (KhConnection  *connection,
                     KhNote        *kept,
                     KhNote        *edited,
                     const char    *author,
                     GError       **error)
{
  KhNoteOrigin origin = *kh_note_get_origin (kept);
  gboolean same = TRUE;

  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    same &= g_strcmp0 (kh_note_get (kept, (KhNoteField) i), kh_note_get (edited, (KhNoteField) i)) == 0;
  if (same)
    return TRUE;
  if (!write_note (connection, SQL_UPDATE, origin.id, edited, &origin, error))
    return FALSE;
  for (guint i = 0; i < KH_N_NOTE_FIELDS; i++)
    {
      const char *before = kh_note_get (kept, (KhNoteField) i);
      const char *after = kh_note_get (edited, (KhNoteField) i);

      if (g_strcmp0 (before, after) != 0 &&
          !write_history (connection, edited, author, "change", (KhNoteField) i, before, after, error))
        return FALSE;
    }

  return TRUE;
}
