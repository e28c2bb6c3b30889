/* kh-agency-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-agency-rows.h"

/* The station has the agencies; kept is only what tells the one that waits from the others. */
static const char table[] =
  "CREATE TABLE agency_change ("
  "  customer INTEGER NOT NULL REFERENCES link (customer) ON DELETE CASCADE,"
  "  change_set TEXT NOT NULL,"
  "  old_type TEXT,"
  "  old_id TEXT,"
  "  old_name TEXT,"
  "  old_phone TEXT,"
  "  agency_type TEXT,"
  "  agency_code TEXT,"
  "  agency_name TEXT,"
  "  agency_phone TEXT,"
  "  PRIMARY KEY (customer, change_set)"
  ") STRICT, WITHOUT ROWID;";

#define SQL_LIST \
  "SELECT change_set, old_type, old_id, old_name, old_phone, agency_type, agency_code, agency_name, agency_phone " \
  "FROM agency_change WHERE customer = ?1 ORDER BY change_set"

#define SQL_KEEP \
  "INSERT OR REPLACE INTO agency_change (change_set, old_type, old_id, old_name, old_phone, agency_type, agency_code, " \
  "agency_name, agency_phone, customer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"

#define SQL_FORGET "DELETE FROM agency_change WHERE customer = ?1 AND change_set = ?2"

/* Where the columns of each begin. */
#define OLD 1
#define AGENCY 5

/**
 * kh_agency_rows_create:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the changes of agencies that a person at a station has to accept a place.
 */
gboolean
kh_agency_rows_create (KhConnection  *connection,
                       GError       **error)
{
  return kh_connection_execute (connection, table, error);
}

static KhAgency *
read_agency (KhStatement *statement,
             int          column,
             const char  *name)
{
  KhAgencyType type;
  KhAgency *agency;

  if (!kh_agency_type_from_string (kh_statement_get_text (statement, column), &type))
    return NULL;
  agency = kh_agency_new ();
  g_object_set (agency, "agency-type", (int) type, name, kh_statement_get_text (statement, column + 1),
                "name", kh_statement_get_text (statement, column + 2),
                "phone", kh_statement_get_text (statement, column + 3), NULL);

  return agency;
}

static void
bind_agency (KhStatement *statement,
             int          column,
             KhAgency    *agency,
             const char  *name)
{
  if (agency == NULL)
    return;
  kh_statement_bind_text (statement, column + 1, kh_agency_type_to_string (kh_agency_get_agency_type (agency)));
  kh_statement_bind_text (statement, column + 2, name);
  kh_statement_bind_text (statement, column + 3, kh_agency_get_name (agency));
  kh_statement_bind_text (statement, column + 4, kh_agency_get_phone (agency));
}

/* One of a type that only a newer program knows is passed over. */
static void
take_change (GPtrArray   *changes,
             KhStatement *statement)
{
  g_autoptr (KhAgency) old = read_agency (statement, OLD, "id");
  g_autoptr (KhAgency) agency = read_agency (statement, AGENCY, "code");

  if (old != NULL || agency != NULL)
    g_ptr_array_add (changes, kh_agency_change_new (kh_statement_get_text (statement, 0), old, agency));
}

/**
 * kh_agency_rows_list:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhAgencyChange): what waits
 */
GPtrArray *
kh_agency_rows_list (KhConnection  *connection,
                     gint64         customer,
                     GError       **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_agency_change_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&changes);
      take_change (changes, statement);
    }

  return NULL;
}

/**
 * kh_agency_rows_keep:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a linked customer
 * @change: what waits
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_agency_rows_keep (KhConnection          *connection,
                     gint64                 customer,
                     const KhAgencyChange  *change,
                     GError               **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_KEEP, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, change->change_set);
  bind_agency (statement, OLD, change->old, change->old != NULL ? kh_agency_get_id (change->old) : NULL);
  bind_agency (statement, AGENCY, change->agency, change->agency != NULL ? kh_agency_get_code (change->agency) : NULL);
  kh_statement_bind_int64 (statement, 10, customer);

  return kh_statement_run (statement, error);
}

/**
 * kh_agency_rows_forget:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @change_set: the station's id of what was accepted, or refused
 * @error: return location for an error
 *
 * Returns: whether it waits no more
 */
gboolean
kh_agency_rows_forget (KhConnection  *connection,
                       gint64         customer,
                       const char    *change_set,
                       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, change_set);

  return kh_statement_run (statement, error);
}
