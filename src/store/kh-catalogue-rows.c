/* kh-catalogue-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogue-rows.h"

#include <glib/gi18n-lib.h>

#define SQL_ENTRIES \
  "SELECT catalogue, id, label, parent, active, monthly_charge, contract_term, category " \
  "FROM catalogue_entry ORDER BY catalogue, label, id"

#define SQL_FIND_ENTRY \
  "SELECT id, active FROM catalogue_entry WHERE catalogue = ?1 AND label = ?2 AND ifnull (parent, 0) = ?3"

#define SQL_STAFF \
  "SELECT id, name, sales, technician, active FROM staff ORDER BY name"

/* Somebody may be in both lists. */
#define SQL_ADD_STAFF \
  "INSERT INTO staff (name, sales, technician, active) VALUES (?1, ?2, ?3, ?4) " \
  "ON CONFLICT (name) DO UPDATE SET sales = max (sales, excluded.sales), " \
  "technician = max (technician, excluded.technician), active = excluded.active " \
  "RETURNING id"

#define SQL_COMPANIES \
  "SELECT id, name, monitor_type, address, dealer_number, ca_file, active, sends_zones, zone_digits FROM company ORDER BY name"

#define SQL_TERMS \
  "SELECT monitor_type, sends_zones, zone_digits FROM company WHERE id = " \
  "coalesce((SELECT company FROM link WHERE customer = ?1), (SELECT company FROM link_attempt WHERE customer = ?1))"

#define SQL_COMPANY_BY_NAME \
  "SELECT id FROM company WHERE name = ?1"

#define SQL_ADD_COMPANY \
  "INSERT INTO company (name, monitor_type, address, dealer_number, ca_file, active, sends_zones, zone_digits) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"

#define SQL_SAVE_COMPANY \
  "UPDATE company SET name = ?1, monitor_type = ?2, address = ?3, dealer_number = ?4, " \
  "ca_file = ?5, active = ?6, sends_zones = ?7, zone_digits = ?8 WHERE id = ?9"

typedef void (*RowFunc) (KhCatalogues *catalogues,
                         KhStatement  *statement);

static void
add_entry (KhCatalogues *catalogues,
           KhStatement  *statement)
{
  KhCatalogueId catalogue = kh_catalogue_id_from_string (kh_statement_get_text (statement, 0));
  g_autoptr (KhCatalogueEntry) entry = g_new0 (KhCatalogueEntry, 1);

  if (catalogue == KH_CATALOGUE_NONE)
    return;
  entry->id = kh_statement_get_int64 (statement, 1);
  entry->label = g_strdup (kh_statement_get_text (statement, 2));
  entry->parent = kh_statement_get_int64 (statement, 3);
  entry->active = kh_statement_get_int64 (statement, 4) != 0;
  entry->monthly_charge = g_strdup (kh_statement_get_text (statement, 5));
  entry->contract_term = g_strdup (kh_statement_get_text (statement, 6));
  entry->category = g_strdup (kh_statement_get_text (statement, 7));
  kh_catalogues_add_entry (catalogues, catalogue, entry);
}

static void
add_member (KhCatalogues *catalogues,
            KhStatement  *statement)
{
  gint64 id = kh_statement_get_int64 (statement, 0);
  const char *name = kh_statement_get_text (statement, 1);
  gboolean active = kh_statement_get_int64 (statement, 4) != 0;

  kh_catalogues_add (catalogues, KH_CATALOGUE_STAFF, id, name, 0, active);
  if (kh_statement_get_int64 (statement, 2) != 0)
    kh_catalogues_add (catalogues, KH_CATALOGUE_SALES_REPS, id, name, 0, active);
  if (kh_statement_get_int64 (statement, 3) != 0)
    kh_catalogues_add (catalogues, KH_CATALOGUE_TECHNICIANS, id, name, 0, active);
}

static void
add_company (KhCatalogues *catalogues,
             KhStatement  *statement)
{
  g_autoptr (KhCompany) company = g_object_new (KH_TYPE_COMPANY,
    "id", kh_statement_get_int64 (statement, 0),
    "name", kh_statement_get_text (statement, 1),
    "monitor-type", (int) kh_monitor_type_from_string (kh_statement_get_text (statement, 2)),
    "address", kh_statement_get_text (statement, 3),
    "dealer-number", kh_statement_get_text (statement, 4),
    "ca-file", kh_statement_get_text (statement, 5),
    "active", kh_statement_get_int64 (statement, 6) != 0,
    "sends-zones", kh_statement_get_int64 (statement, 7) != 0,
    "zone-digits", (guint) CLAMP (kh_statement_get_int64 (statement, 8), 0, KH_COMPANY_MOST_ZONE_DIGITS),
    NULL);

  kh_catalogues_add_company (catalogues, company);
}

static gboolean
read_rows (KhConnection  *connection,
           const char    *sql,
           RowFunc        func,
           KhCatalogues  *catalogues,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return TRUE;
      func (catalogues, statement);
    }

  return FALSE;
}

/**
 * kh_catalogue_rows_load_terms:
 * @connection: a connection
 * @customer: a customer number
 * @terms: (out caller-allocates): what the company takes to which the customer is linked, or is about to be
 * @error: return location for an error
 *
 * Returns: whether that could be read
 */
gboolean
kh_catalogue_rows_load_terms (KhConnection  *connection,
                              gint64         customer,
                              KhPushTerms   *terms,
                              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_TERMS, error);
  gboolean row;

  *terms = kh_push_terms_least;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *terms = (KhPushTerms) { kh_monitor_type_from_string (kh_statement_get_text (statement, 0)),
                             kh_statement_get_int64 (statement, 1) != 0,
                             (guint) kh_statement_get_int64 (statement, 2) };

  return TRUE;
}

/**
 * kh_catalogue_rows_load:
 * @connection: a connection
 * @error: return location for an error
 *
 * Returns: (transfer full): every catalogue, staff member and monitoring company
 */
KhCatalogues *
kh_catalogue_rows_load (KhConnection  *connection,
                        GError       **error)
{
  g_autoptr (KhCatalogues) catalogues = kh_catalogues_new ();

  if (!read_rows (connection, SQL_ENTRIES, add_entry, catalogues, error) ||
      !read_rows (connection, SQL_STAFF, add_member, catalogues, error) ||
      !read_rows (connection, SQL_COMPANIES, add_company, catalogues, error))
    return NULL;

  return g_steal_pointer (&catalogues);
}

/**
 * kh_catalogue_rows_add_staff:
 * @connection: the connection that writes, in a transaction
 * @catalogue: one of the staff lists
 * @name: the staff member
 * @active: whether they may be chosen
 * @error: return location for an error
 *
 * Returns: their id, or 0
 */
gint64
kh_catalogue_rows_add_staff (KhConnection   *connection,
                             KhCatalogueId   catalogue,
                             const char     *name,
                             gboolean        active,
                             GError        **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_ADD_STAFF, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return 0;
  kh_statement_bind_text (statement, 1, name);
  kh_statement_bind_int64 (statement, 2, catalogue == KH_CATALOGUE_SALES_REPS);
  kh_statement_bind_int64 (statement, 3, catalogue == KH_CATALOGUE_TECHNICIANS);
  kh_statement_bind_int64 (statement, 4, active);
  if (!kh_statement_step (statement, &row, error) || !row)
    return 0;

  return kh_statement_get_int64 (statement, 0);
}

/**
 * kh_catalogue_rows_find:
 * @connection: a connection
 * @catalogue: a catalogue, not one of the staff lists
 * @label: what the office calls it
 * @parent: the entry it belongs to, or 0
 * @id: (out): its id, or 0 when there is none
 * @active: (out): whether it may be chosen
 * @error: return location for an error
 *
 * Returns: whether it could be looked for
 */
gboolean
kh_catalogue_rows_find (KhConnection   *connection,
                        KhCatalogueId   catalogue,
                        const char     *label,
                        gint64          parent,
                        gint64         *id,
                        gboolean       *active,
                        GError        **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FIND_ENTRY, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_catalogue_id_to_string (catalogue));
  kh_statement_bind_text (statement, 2, label);
  kh_statement_bind_int64 (statement, 3, parent);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *id = row ? kh_statement_get_int64 (statement, 0) : 0;
  *active = row && kh_statement_get_int64 (statement, 1) != 0;

  return TRUE;
}

static gboolean
check_name (KhConnection  *connection,
            KhCompany     *company,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COMPANY_BY_NAME, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_company_get_name (company));
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row || kh_statement_get_int64 (statement, 0) == kh_company_get_id (company))
    return TRUE;

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE,
               _("There already is a monitoring company named %s. Use another name."), kh_company_get_name (company));
  return FALSE;
}

/**
 * kh_catalogue_rows_save_company:
 * @connection: the connection that writes, in a transaction
 * @company: the monitoring company; with id 0 it is a new one
 * @error: return location for an error
 *
 * Returns: its id, or 0
 */
gint64
kh_catalogue_rows_save_company (KhConnection  *connection,
                                KhCompany     *company,
                                GError       **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gint64 id = kh_company_get_id (company);

  if (!check_name (connection, company, error))
    return 0;
  statement = kh_connection_prepare (connection, id == 0 ? SQL_ADD_COMPANY : SQL_SAVE_COMPANY, error);
  if (statement == NULL)
    return 0;
  kh_statement_bind_text (statement, 1, kh_company_get_name (company));
  kh_statement_bind_text (statement, 2, kh_monitor_type_to_string (kh_company_get_monitor_type (company)));
  kh_statement_bind_text (statement, 3, kh_company_get_address (company));
  kh_statement_bind_text (statement, 4, kh_company_get_dealer_number (company));
  kh_statement_bind_text (statement, 5, kh_company_get_ca_file (company));
  kh_statement_bind_int64 (statement, 6, kh_company_get_active (company));
  kh_statement_bind_int64 (statement, 7, kh_company_get_sends_zones (company));
  kh_statement_bind_int64 (statement, 8, kh_company_get_zone_digits (company));
  if (id != 0)
    kh_statement_bind_int64 (statement, 9, id);
  if (!kh_statement_run (statement, error))
    return 0;

  return id != 0 ? id : kh_connection_get_last_rowid (connection);
}
