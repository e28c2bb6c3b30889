/* kh-customer-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"

#include "kh-datapoint.h"
#include "kh-double-rows.h"
#include "kh-history-rows.h"
#include "kh-search-rows.h"
#include "kh-secret-rows.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The first customer of an office gets this number: four digits, as people expect. */
#define FIRST_NUMBER G_GINT64_CONSTANT (1001)

/* A number that was taken back is in the history still, and never another customer's. */
#define SQL_NEXT_NUMBER \
  "SELECT ifnull (max (number) + 1, ?1) FROM (" \
  "SELECT max (customer_number) AS number FROM customer " \
  "UNION ALL SELECT max (customer) FROM history WHERE customer > 0) AS used"

#define SQL_DELETE "DELETE FROM customer WHERE customer_number = ?1"

#define SQL_ACCOUNT_OWNER \
  "SELECT customer_number FROM customer " \
  "WHERE monitoring_company = ?1 AND account_number = ?2 AND customer_number <> ?3"

#define SQL_COMPANY_NAME "SELECT name FROM company WHERE id = ?1"

/* 1 for a link, 0 for one under way. */
#define SQL_IS_LINKED \
  "SELECT 1 FROM link WHERE customer = ?1 UNION ALL SELECT 0 FROM link_attempt WHERE customer = ?1"

#define SQL_TOUCH "UPDATE customer SET revision = ?1, changed_at = ?2 WHERE customer_number = ?3"

/* Columns of the table itself, before the registry's. */
enum {
  COLUMN_REVISION,
  N_OWN_COLUMNS
};

/* Parameters of a write, before the registry's. */
enum {
  PARAMETER_REVISION = 1,
  PARAMETER_SORT_KEY,
  PARAMETER_TIME,
  N_OWN_PARAMETERS = PARAMETER_TIME
};

static gboolean
is_column (guint i)
{
  return kh_datapoint_is_stored ((KhDatapointId) i) && i != KH_DATAPOINT_CUSTOMER_NUMBER;
}

static char *
make_load (void)
{
  GString *sql = g_string_new ("SELECT revision");

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *column = kh_datapoint_dup_column ((KhDatapointId) i);

      if (is_column (i))
        g_string_append_printf (sql, ", %s", column);
    }
  g_string_append (sql, " FROM customer WHERE customer_number = ?1");

  return g_string_free (sql, FALSE);
}

static char *
make_insert (void)
{
  g_autoptr (GString) values = g_string_new ("?1, ?2, ?3, ?3");
  GString *sql = g_string_new ("INSERT INTO customer (revision, sort_key, created_at, changed_at");
  int parameter = N_OWN_PARAMETERS;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *column = kh_datapoint_dup_column ((KhDatapointId) i);

      if (!is_column (i))
        continue;
      g_string_append_printf (sql, ", %s", column);
      g_string_append_printf (values, ", ?%d", ++parameter);
    }
  g_string_append_printf (sql, ", customer_number) VALUES (%s, ?%d)", values->str, parameter + 1);

  return g_string_free (sql, FALSE);
}

static char *
make_update (void)
{
  GString *sql = g_string_new ("UPDATE customer SET revision = ?1, sort_key = ?2, changed_at = ?3");
  int parameter = N_OWN_PARAMETERS;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *column = kh_datapoint_dup_column ((KhDatapointId) i);

      if (is_column (i))
        g_string_append_printf (sql, ", %s = ?%d", column, ++parameter);
    }
  g_string_append_printf (sql, " WHERE customer_number = ?%d", parameter + 1);

  return g_string_free (sql, FALSE);
}

/* The registry does not change while the program runs, so each text is made once. */
static const char *
get_sql (gsize *once,
         char *(*make) (void))
{
  if (g_once_init_enter (once))
    g_once_init_leave (once, (gsize) make ());

  return (const char *) *once;
}

static const char *
get_load_sql (void)
{
  static gsize once;

  return get_sql (&once, make_load);
}

static const char *
get_insert_sql (void)
{
  static gsize once;

  return get_sql (&once, make_insert);
}

static const char *
get_update_sql (void)
{
  static gsize once;

  return get_sql (&once, make_update);
}

static char *
dup_column_value (KhStatement *statement,
                  int          column)
{
  /* SQLite writes an integer as the decimal that is its canonical form. */
  return g_strdup (kh_statement_get_text (statement, column));
}

static void
bind_value (KhStatement   *statement,
            int            parameter,
            KhDatapointId  id,
            const char    *value)
{
  if (value == NULL)
    kh_statement_bind_null (statement, parameter);
  else if (kh_value_sql_type (kh_datapoint_get (id)) == KH_SQL_INTEGER)
    kh_statement_bind_int64 (statement, parameter, g_ascii_strtoll (value, NULL, 10));
  else
    kh_statement_bind_text (statement, parameter, value);
}

static void
bind_customer (KhStatement *statement,
               KhCustomer  *customer,
               gint64       number,
               gint64       revision)
{
  g_autofree char *name = kh_customer_dup_sort_name (customer);
  g_autofree char *sort_key = kh_search_fold (name);
  int parameter = N_OWN_PARAMETERS;

  kh_statement_bind_int64 (statement, PARAMETER_REVISION, revision);
  kh_statement_bind_text (statement, PARAMETER_SORT_KEY, sort_key);
  kh_statement_bind_int64 (statement, PARAMETER_TIME, g_get_real_time () / G_TIME_SPAN_SECOND);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (is_column (i))
        bind_value (statement, ++parameter, (KhDatapointId) i, kh_customer_get (customer, (KhDatapointId) i));
    }
  kh_statement_bind_int64 (statement, parameter + 1, number);
}

/**
 * kh_customer_index_new:
 * @customer: a record; its number comes later
 *
 * Returns: (transfer full): what it is found by
 */
KhCustomerIndex *
kh_customer_index_new (KhCustomer *customer)
{
  KhCustomerIndex *index = g_new0 (KhCustomerIndex, 1);

  index->tokens = g_string_new (NULL);
  kh_search_rows_append_customer (index->tokens, customer);
  index->keys = kh_double_list_keys (customer);

  return index;
}

/**
 * kh_customer_index_add_row:
 * @index: what a record is found by
 * @row: a row of a table that is kept with it
 */
void
kh_customer_index_add_row (KhCustomerIndex *index,
                           KhRow           *row)
{
  kh_search_rows_append_row (index->tokens, row);
}

/**
 * kh_customer_index_free:
 * @index: (nullable) (transfer full): what a record is found by
 */
void
kh_customer_index_free (KhCustomerIndex *index)
{
  if (index == NULL)
    return;
  g_string_free (index->tokens, TRUE);
  g_array_unref (index->keys);
  g_free (index);
}

static gboolean
index_new (KhConnection           *connection,
           KhCustomer             *customer,
           const KhCustomerIndex  *index,
           GError                **error)
{
  gint64 number = kh_customer_get_number (customer);
  g_autoptr (GString) tokens = g_string_new_len (index->tokens->str, (gssize) index->tokens->len);

  kh_search_rows_add_number (tokens, number);

  return kh_search_rows_add (connection, number, tokens->str, error) &&
         kh_double_rows_add (connection, index->keys, number, error);
}

static gboolean
check_text (KhDatapointId   id,
            const char     *value,
            GError        **error)
{
  if (value == NULL || g_utf8_validate (value, -1, NULL))
    return TRUE;

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
               _("%s holds characters that cannot be kept. Type it again."), kh_datapoint_get_label (id));
  return FALSE;
}

static gboolean
check_texts (KhCustomer  *customer,
             GError     **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (!check_text ((KhDatapointId) i, kh_customer_get (customer, (KhDatapointId) i), error))
        return FALSE;
    }

  return TRUE;
}

static gint64
find_owner (KhConnection  *connection,
            KhCustomer    *customer,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_ACCOUNT_OWNER, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return -1;
  kh_statement_bind_int64 (statement, 1, kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY));
  kh_statement_bind_text (statement, 2, kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER));
  kh_statement_bind_int64 (statement, 3, kh_customer_get_number (customer));
  if (!kh_statement_step (statement, &row, error))
    return -1;

  return row ? kh_statement_get_int64 (statement, 0) : 0;
}

static char *
dup_company_name (KhConnection *connection,
                  gint64        company)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COMPANY_NAME, NULL);
  gboolean row = FALSE;

  if (statement == NULL)
    return g_strdup ("");
  kh_statement_bind_int64 (statement, 1, company);

  return g_strdup (kh_statement_step (statement, &row, NULL) && row ? kh_statement_get_text (statement, 0) : "");
}

/* One account number of a company belongs to at most one customer. */
static gboolean
check_account (KhConnection  *connection,
               KhCustomer    *customer,
               GError       **error)
{
  const char *account = kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER);
  gint64 company = kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY);
  g_autoptr (KhCustomer) other = NULL;
  g_autofree char *company_name = NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  gint64 owner;

  if (account == NULL || company == 0)
    return TRUE;
  owner = find_owner (connection, customer, error);
  if (owner <= 0)
    return owner == 0;

  other = kh_customer_rows_load (connection, owner, error);
  if (other == NULL)
    return FALSE;
  name = kh_customer_dup_name (other);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, owner);
  company_name = dup_company_name (connection, company);
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE,
               /* Translators: an account number, a monitoring company, a customer's name and number. */
               _("Account Number %s at %s already belongs to %s (customer %s). Check the number."),
               account, company_name, name, number);
  return FALSE;
}

static gboolean
differs (KhCustomer    *a,
         KhCustomer    *b,
         KhDatapointId  id)
{
  return g_strcmp0 (kh_customer_get (a, id), kh_customer_get (b, id)) != 0;
}

static gboolean
check_link (KhConnection  *connection,
            KhCustomer    *kept,
            KhCustomer    *edited,
            GError       **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = FALSE;

  if (!differs (kept, edited, KH_DATAPOINT_MONITORING_COMPANY) && !differs (kept, edited, KH_DATAPOINT_ACCOUNT_NUMBER))
    return TRUE;
  statement = kh_connection_prepare (connection, SQL_IS_LINKED, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, kh_customer_get_number (kept));
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED,
                       kh_statement_get_int64 (statement, 0) == 1
                         ? _("This customer is linked, so Monitored By and Account Number stay as they are. Unlink the account first.")
                         : _("This customer’s Link is not over yet, so Monitored By and Account Number stay as they are. "
                             "Choose Link Account to complete it."));
  return FALSE;
}

/**
 * kh_customer_rows_check_revision:
 * @kept: the record as it is kept
 * @revision: the revision that was edited
 * @error: return location for %KH_STORE_ERROR_CONFLICT
 *
 * Returns: whether the edit was made from what is kept
 */
gboolean
kh_customer_rows_check_revision (KhCustomer  *kept,
                                 gint64       revision,
                                 GError     **error)
{
  if (kh_customer_get_revision (kept) == revision)
    return TRUE;
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                       _("This record was changed elsewhere since you opened it. Look at it as it is now, then save again."));
  return FALSE;
}

/**
 * kh_customer_rows_check:
 * @connection: the connection that writes, in the transaction of the save
 * @kept: the record as it is kept
 * @edited: the record as it is to be, of the same revision
 * @error: return location for an error
 *
 * Returns: whether @edited may take the place of @kept
 */
gboolean
kh_customer_rows_check (KhConnection  *connection,
                        KhCustomer    *kept,
                        KhCustomer    *edited,
                        GError       **error)
{
  return check_texts (edited, error) && check_link (connection, kept, edited, error) &&
         check_account (connection, edited, error);
}

/**
 * kh_customer_rows_load:
 * @connection: a connection
 * @number: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full): the record, or %NULL with %KH_STORE_ERROR_NOT_FOUND
 */
KhCustomer *
kh_customer_rows_load (KhConnection  *connection,
                       gint64         number,
                       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, get_load_sql (), error);
  g_autofree char *number_text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autoptr (KhCustomer) customer = NULL;
  gboolean row = FALSE;
  int column = N_OWN_COLUMNS;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, number);
  if (!kh_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                   _("There is no customer %s any more. Search for the customer again."), number_text);
      return NULL;
    }

  customer = g_object_new (KH_TYPE_CUSTOMER, NULL);
  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, number_text);
  kh_customer_set_revision (customer, kh_statement_get_int64 (statement, COLUMN_REVISION));
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *value = NULL;

      if (!is_column (i))
        continue;
      value = dup_column_value (statement, column++);
      kh_customer_set (customer, (KhDatapointId) i, value);
    }

  return kh_secret_rows_mark (connection, customer, error) ? g_steal_pointer (&customer) : NULL;
}

/**
 * kh_customer_rows_get_next_number:
 * @connection: the connection that writes, in a transaction
 * @error: return location for an error
 *
 * Returns: the number of the next new customer, greater than any that ever was; or 0
 */
gint64
kh_customer_rows_get_next_number (KhConnection  *connection,
                                  GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_NEXT_NUMBER, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return 0;
  kh_statement_bind_int64 (statement, 1, FIRST_NUMBER);
  if (!kh_statement_step (statement, &row, error) || !row)
    return 0;

  return kh_statement_get_int64 (statement, 0);
}

/**
 * kh_customer_rows_insert:
 * @connection: the connection that writes, in a transaction
 * @customer: a new record; it gets its number and revision 1
 * @author: who made it
 * @error: return location for an error
 *
 * Returns: the customer number, or 0
 */
gint64
kh_customer_rows_insert (KhConnection  *connection,
                         KhCustomer    *customer,
                         const char    *author,
                         GError       **error)
{
  g_autoptr (KhCustomerIndex) index = kh_customer_index_new (customer);
  gint64 number = kh_customer_rows_get_next_number (connection, error);

  if (number == 0 || !kh_customer_rows_insert_as (connection, customer, index, number, author, "create", error))
    return 0;

  return number;
}

/**
 * kh_customer_rows_insert_as:
 * @connection: the connection that writes, in a transaction
 * @customer: a new record; it gets revision 1
 * @index: what it is found by
 * @number: its customer number, that is nobody's and never was
 * @author: who made it
 * @action: the history's word for how
 * @error: return location for an error; after %KH_STORE_ERROR_DUPLICATE nothing was written
 *
 * Returns: whether it is written
 */
gboolean
kh_customer_rows_insert_as (KhConnection  *connection,
                            KhCustomer    *customer,
                            const KhCustomerIndex *index,
                            gint64         number,
                            const char    *author,
                            const char    *action,
                            GError       **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autoptr (KhStatement) statement = NULL;

  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, text);
  /* A new record has no secrets, also one that was made from another. */
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    kh_customer_set_sealed (customer, (KhDatapointId) i, FALSE);
  if (!check_texts (customer, error) || !check_account (connection, customer, error))
    return FALSE;

  statement = kh_connection_prepare (connection, get_insert_sql (), error);
  if (statement == NULL)
    return FALSE;
  bind_customer (statement, customer, number, 1);
  if (!kh_statement_run (statement, error) ||
      !index_new (connection, customer, index, error) ||
      !kh_history_rows_write (connection, author, action, number, 1, NULL, NULL, NULL, error))
    return FALSE;
  kh_customer_set_revision (customer, 1);

  return TRUE;
}

static gboolean
write_history (KhConnection  *connection,
               KhCustomer    *kept,
               KhCustomer    *edited,
               const char    *author,
               const char    *action,
               gint64         revision,
               GError       **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (is_column (i) && differs (kept, edited, id) &&
          !kh_history_rows_write (connection, author, action, kh_customer_get_number (kept), revision,
                                  kh_datapoint_get (id)->key, kh_customer_get (kept, id),
                                  kh_customer_get (edited, id), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_customer_rows_update:
 * @connection: the connection that writes, in a transaction
 * @kept: the record as it is kept
 * @edited: the record as it is to be; it gets the next revision
 * @author: who changed it
 * @action: the history's word for how
 * @error: return location for an error
 *
 * Writes @edited over @kept with a history row for each datapoint that differs. When
 * nothing differs, nothing is written and the revision stays.
 *
 * Returns: whether it is written
 */
gboolean
kh_customer_rows_update (KhConnection  *connection,
                         KhCustomer    *kept,
                         KhCustomer    *edited,
                         const char    *author,
                         const char    *action,
                         GError       **error)
{
  gint64 number = kh_customer_get_number (kept);
  g_autoptr (KhStatement) statement = NULL;
  g_autofree char *tokens = NULL;
  gint64 revision = kh_customer_get_revision (kept) + 1;

  if (kh_customer_equal (kept, edited))
    return TRUE;

  tokens = kh_search_rows_dup_tokens (connection, number, error);
  statement = tokens == NULL ? NULL : kh_connection_prepare (connection, get_update_sql (), error);
  if (statement == NULL)
    return FALSE;
  bind_customer (statement, edited, number, revision);
  if (!kh_statement_run (statement, error) ||
      !kh_search_rows_follow (connection, number, tokens, error) ||
      !kh_double_rows_index (connection, kept, edited, error) ||
      !write_history (connection, kept, edited, author, action, revision, error))
    return FALSE;
  kh_customer_set_revision (edited, revision);

  return TRUE;
}

/**
 * kh_customer_rows_touch:
 * @connection: the connection that writes, in a transaction
 * @kept: the record as it is kept; it gets the next revision
 * @error: return location for an error
 *
 * For a change that is none of the record's own row.
 *
 * Returns: whether it is written
 */
gboolean
kh_customer_rows_touch (KhConnection  *connection,
                        KhCustomer    *kept,
                        GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_TOUCH, error);
  gint64 revision = kh_customer_get_revision (kept) + 1;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, revision);
  kh_statement_bind_int64 (statement, 2, g_get_real_time () / G_TIME_SPAN_SECOND);
  kh_statement_bind_int64 (statement, 3, kh_customer_get_number (kept));
  if (!kh_statement_run (statement, error))
    return FALSE;
  kh_customer_set_revision (kept, revision);

  return TRUE;
}

/**
 * kh_customer_rows_dup_title:
 * @statement: a statement on a row
 * @column: where %KH_CUSTOMER_TITLE_COLUMNS begin in it
 *
 * Returns: (transfer full): what lists call the customer by
 */
char *
kh_customer_rows_dup_title (KhStatement *statement,
                            int          column)
{
  static const KhDatapointId parts[] = { KH_DATAPOINT_ACCOUNT_TYPE, KH_DATAPOINT_BUSINESS_NAME,
                                         KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME };
  g_autoptr (KhCustomer) customer = g_object_new (KH_TYPE_CUSTOMER, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    kh_customer_set (customer, parts[i], kh_statement_get_text (statement, column + (int) i));

  return kh_customer_dup_sort_name (customer);
}

/**
 * kh_customer_rows_delete:
 * @connection: the connection that writes, in a transaction
 * @customer: the record as it is kept, without a link
 * @error: return location for an error
 *
 * Takes a record away, with what it is found by and what is sealed of it. Its history stays.
 *
 * Returns: whether it is gone
 */
gboolean
kh_customer_rows_delete (KhConnection  *connection,
                         KhCustomer    *customer,
                         GError       **error)
{
  gint64 number = kh_customer_get_number (customer);
  g_autofree char *tokens = kh_search_rows_dup_tokens (connection, number, error);
  g_autoptr (KhStatement) statement = tokens == NULL ? NULL : kh_connection_prepare (connection, SQL_DELETE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, number);

  return kh_search_rows_take (connection, number, tokens, error) &&
         kh_double_rows_index (connection, customer, NULL, error) && kh_statement_run (statement, error);
}
