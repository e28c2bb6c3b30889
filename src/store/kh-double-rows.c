/* kh-double-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double-rows.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-session.h"

#define SQL_CREATE \
  "CREATE TABLE customer_double (" \
  "  key INTEGER NOT NULL," \
  "  customer INTEGER NOT NULL," \
  "  PRIMARY KEY (key, customer)" \
  ") STRICT, WITHOUT ROWID;"

#define SQL_COLUMNS "SELECT name FROM pragma_table_info ('customer')"

#define SQL_ADD  "INSERT INTO customer_double (key, customer) VALUES (?1, ?2)"
#define SQL_TAKE "DELETE FROM customer_double WHERE key = ?1 AND customer = ?2"
#define SQL_FIND "SELECT customer FROM customer_double WHERE key = ?1 ORDER BY customer LIMIT ?2"
#define SQL_SHARED \
  "SELECT key, count (*) FROM customer_double WHERE key BETWEEN ?1 AND ?2 " \
  "GROUP BY key HAVING count (*) > 1 ORDER BY key"

/* How many keys of an older file are sorted in memory before they are written in their order. */
#define KEYS_AT_ONCE (1 << 20)

/* More customers with one phone than this are no doubles but a habit of the office. */
#define MOST_WITH_ONE_KEY 100
#define MOST_IN_GROUP     20

typedef struct {
  gint64 key;
  gint64 customer;
} Entry;

/* Keeping the table */

static gboolean
run (KhConnection  *connection,
     const char    *sql,
     gint64         key,
     gint64         customer,
     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, key);
  kh_statement_bind_int64 (statement, 2, customer);

  return kh_statement_run (statement, error);
}

static gboolean
has (GArray *numbers,
     gint64  number)
{
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    if (g_array_index (numbers, gint64, i) == number)
      return TRUE;

  return FALSE;
}

static gboolean
run_for_missing (KhConnection  *connection,
                 const char    *sql,
                 GArray        *keys,
                 GArray        *others,
                 gint64         customer,
                 GError       **error)
{
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      gint64 key = g_array_index (keys, gint64, i);

      if (!has (others, key) && !run (connection, sql, key, customer, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_double_rows_index:
 * @connection: the connection that writes, in the transaction of the change
 * @kept: (nullable): the record as it was kept, or %NULL for a new one
 * @customer: (nullable): the record as it is kept from now on, or %NULL when it is removed
 * @error: return location for an error
 *
 * Returns: whether the record can be found by its keys, and by no others
 */
gboolean
kh_double_rows_index (KhConnection  *connection,
                      KhCustomer    *kept,
                      KhCustomer    *customer,
                      GError       **error)
{
  gint64 number = kh_customer_get_number (kept != NULL ? kept : customer);
  g_autoptr (GArray) before = kept == NULL ? NULL : kh_double_list_keys (kept);
  g_autoptr (GArray) after = customer == NULL ? NULL : kh_double_list_keys (customer);

  return run_for_missing (connection, SQL_TAKE, before, after, number, error) &&
         run_for_missing (connection, SQL_ADD, after, before, number, error);
}

/**
 * kh_double_rows_add:
 * @connection: the connection that writes, in the transaction that makes the record
 * @keys: (element-type gint64): what kh_double_list_keys() gave for a new record
 * @customer: its number
 * @error: return location for an error
 *
 * Returns: whether the record can be found by its keys
 */
gboolean
kh_double_rows_add (KhConnection  *connection,
                    GArray        *keys,
                    gint64         customer,
                    GError       **error)
{
  return run_for_missing (connection, SQL_ADD, keys, NULL, customer, error);
}

/* Filling it from an older file */

/* What keys are made of, as far as the file has it already: a later version may add a phone. */
static GArray *
list_columns (KhConnection  *connection,
              GError       **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COLUMNS, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&ids);
      for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
        {
          g_autofree char *column = kh_datapoint_dup_column (id);

          if (kh_double_is_key (id) && g_strcmp0 (column, kh_statement_get_text (statement, 0)) == 0)
            g_array_append_val (ids, id);
        }
    }

  return NULL;
}

static char *
dup_select (GArray *ids)
{
  GString *sql = g_string_new ("SELECT customer_number");

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *column = kh_datapoint_dup_column (g_array_index (ids, KhDatapointId, i));

      g_string_append_printf (sql, ", %s", column);
    }
  g_string_append (sql, " FROM customer ORDER BY customer_number");

  return g_string_free (sql, FALSE);
}

static void
take_entries (GArray      *entries,
              KhStatement *statement,
              GArray      *ids)
{
  g_autoptr (KhCustomer) customer = g_object_new (KH_TYPE_CUSTOMER, NULL);
  g_autoptr (GArray) keys = NULL;

  for (guint i = 0; i < ids->len; i++)
    kh_customer_set (customer, g_array_index (ids, KhDatapointId, i), kh_statement_get_text (statement, 1 + (int) i));
  keys = kh_double_list_keys (customer);
  for (guint i = 0; i < keys->len; i++)
    {
      Entry entry = { g_array_index (keys, gint64, i), kh_statement_get_int64 (statement, 0) };

      g_array_append_val (entries, entry);
    }
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *one = a;
  const Entry *other = b;

  if (one->key != other->key)
    return one->key > other->key ? 1 : -1;

  return (one->customer > other->customer) - (one->customer < other->customer);
}

/* In the order of the table, so that each of its pages is written once. */
static gboolean
write_entries (KhConnection  *connection,
               GArray        *entries,
               GError       **error)
{
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);

      if (!run (connection, SQL_ADD, entry->key, entry->customer, error))
        return FALSE;
    }
  g_array_set_size (entries, 0);

  return TRUE;
}

static gboolean
fill (KhConnection  *connection,
      GArray        *ids,
      GError       **error)
{
  g_autofree char *sql = dup_select (ids);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!kh_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        take_entries (entries, statement, ids);
      if ((!row || entries->len >= KEYS_AT_ONCE) && !write_entries (connection, entries, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_double_rows_create:
 * @connection: a connection that is not sealed, in a transaction
 * @error: return location for an error
 *
 * Makes the table, with the keys of the customers that are there.
 *
 * Returns: whether it is made
 */
gboolean
kh_double_rows_create (KhConnection  *connection,
                       GError       **error)
{
  g_autoptr (GArray) ids = list_columns (connection, error);

  return ids != NULL && kh_connection_execute (connection, SQL_CREATE, error) && fill (connection, ids, error);
}

/* Finding the doubles of one customer */

static GArray *
list_customers (KhConnection  *connection,
                gint64         key,
                GError       **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FIND, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, key);
  kh_statement_bind_int64 (statement, 2, MOST_WITH_ONE_KEY);
  while (kh_statement_step (statement, &row, error))
    {
      gint64 number;

      if (!row)
        return g_steal_pointer (&numbers);
      number = kh_statement_get_int64 (statement, 0);
      g_array_append_val (numbers, number);
    }

  return NULL;
}

/* As the member sees the record: what they may not view is no reason. %NULL without an error for
 * one that was removed meanwhile. */
static gboolean
load (KhConnection  *connection,
      gint64         number,
      KhGrants       grants,
      KhCustomer   **customer,
      GError       **error)
{
  g_autoptr (GError) own_error = NULL;

  *customer = kh_customer_rows_load (connection, number, &own_error);
  if (*customer != NULL)
    kh_gate_hide (*customer, grants);
  if (*customer != NULL || g_error_matches (own_error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

static gboolean
add_doubles (KhConnection  *connection,
             KhCustomer    *customer,
             gint64         key,
             KhGrants       grants,
             GArray        *seen,
             GPtrArray     *doubles,
             guint          limit,
             GError       **error)
{
  g_autoptr (GArray) numbers = list_customers (connection, key, error);

  if (numbers == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len && doubles->len < limit; i++)
    {
      gint64 number = g_array_index (numbers, gint64, i);
      g_autoptr (KhCustomer) other = NULL;
      KhDatapointId phone = KH_DATAPOINT_NONE;
      KhDoubleReasons reasons;

      if (has (seen, number))
        continue;
      g_array_append_val (seen, number);
      if (!load (connection, number, grants, &other, error))
        return FALSE;
      reasons = other == NULL ? KH_DOUBLE_NONE : kh_double_compare (customer, other, &phone);
      if (reasons != KH_DOUBLE_NONE)
        g_ptr_array_add (doubles, kh_double_new (other, reasons, phone));
    }

  return TRUE;
}

/**
 * kh_double_rows_find:
 * @connection: a connection
 * @customer: a record as a member has typed it; kept already or not
 * @except: the number of a customer that is none, such as the one that it was made from, or 0
 * @limit: how many at most
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhDouble): who is likely to be @customer already, as far
 *   as the member who asks may view it; those with the same name or business first
 */
GPtrArray *
kh_double_rows_find (KhConnection  *connection,
                     KhCustomer    *customer,
                     gint64         except,
                     guint          limit,
                     GError       **error)
{
  KhGrants grants;

  return kh_session_get_grants (connection, &grants, error) ? kh_double_rows_find_for (connection, customer, grants, except, limit, error)
                                                            : NULL;
}

/**
 * kh_double_rows_find_for:
 * @connection: a connection
 * @customer: a record as a member has typed it; kept already or not
 * @grants: what the member may do, who may ask about many
 * @except: the number of a customer that is none, or 0
 * @limit: how many at most
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhDouble): as kh_double_rows_find() does
 */
GPtrArray *
kh_double_rows_find_for (KhConnection  *connection,
                         KhCustomer    *customer,
                         KhGrants       grants,
                         gint64         except,
                         guint          limit,
                         GError       **error)
{
  g_autoptr (GPtrArray) doubles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) keys = kh_double_list_keys (customer);
  gint64 own = kh_customer_get_number (customer);

  if (!kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW))
    return g_steal_pointer (&doubles);
  g_array_append_val (seen, except);
  g_array_append_val (seen, own);
  for (guint i = 0; i < keys->len && doubles->len < limit; i++)
    if (!add_doubles (connection, customer, g_array_index (keys, gint64, i), grants, seen, doubles, limit, error))
      return NULL;

  return g_steal_pointer (&doubles);
}

/* Finding all */

static GPtrArray *
load_all (KhConnection  *connection,
          GArray        *numbers,
          KhGrants       grants,
          GError       **error)
{
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < numbers->len; i++)
    {
      KhCustomer *customer;

      if (!load (connection, g_array_index (numbers, gint64, i), grants, &customer, error))
        return NULL;
      if (customer != NULL)
        g_ptr_array_add (customers, customer);
    }

  return g_steal_pointer (&customers);
}

static void
add_to_group (KhDoubleGroup   *group,
              KhCustomer      *customer,
              KhDoubleReasons  reasons,
              KhDatapointId    phone)
{
  /* What holds for all of them. */
  group->reasons = group->doubles->len < 2 ? reasons : group->reasons & reasons;
  if (group->doubles->len < MOST_IN_GROUP)
    g_ptr_array_add (group->doubles, kh_double_new (customer, reasons, phone));
  else
    group->n_more++;
}

/* Takes the first customer and its doubles out of @customers. NULL when it has none. */
static KhDoubleGroup *
take_group (GPtrArray *customers)
{
  g_autoptr (KhDoubleGroup) group = kh_double_group_new ();
  g_autoptr (KhCustomer) first = g_ptr_array_steal_index (customers, 0);
  KhDatapointId phone = KH_DATAPOINT_NONE;

  for (guint i = 0; i < customers->len;)
    {
      g_autoptr (KhCustomer) other = g_object_ref (g_ptr_array_index (customers, i));
      KhDatapointId others = KH_DATAPOINT_NONE;
      KhDoubleReasons reasons = kh_double_compare (first, other, &others);

      if (reasons == KH_DOUBLE_NONE)
        {
          i++;
          continue;
        }
      if (group->doubles->len == 0)
        add_to_group (group, first, kh_double_compare (other, first, &phone), phone);
      add_to_group (group, other, reasons, others);
      g_ptr_array_remove_index (customers, i);
    }

  return group->doubles->len == 0 ? NULL : g_steal_pointer (&group);
}

static gboolean
add_groups (KhConnection  *connection,
            gint64         key,
            gint64         count,
            KhGrants       grants,
            GPtrArray     *groups,
            GError       **error)
{
  g_autoptr (GArray) numbers = list_customers (connection, key, error);
  g_autoptr (GPtrArray) customers = numbers == NULL ? NULL : load_all (connection, numbers, grants, error);
  KhDoubleGroup *group = NULL;

  if (customers == NULL)
    return FALSE;
  while (customers->len > 1)
    {
      group = take_group (customers);
      if (group != NULL)
        g_ptr_array_add (groups, group);
    }
  if (group != NULL && count > numbers->len)
    group->n_more += (guint) (count - numbers->len);

  return TRUE;
}

/* The keys are spread evenly over all whole numbers. */
static void
bind_part (KhStatement *statement,
           guint        part,
           guint        n_parts)
{
  guint64 width = G_MAXUINT64 / n_parts;
  guint64 first = width * part;
  guint64 last = part + 1 == n_parts ? G_MAXUINT64 : first + width - 1;

  kh_statement_bind_int64 (statement, 1, (gint64) (first ^ (G_GUINT64_CONSTANT (1) << 63)));
  kh_statement_bind_int64 (statement, 2, (gint64) (last ^ (G_GUINT64_CONSTANT (1) << 63)));
}

/**
 * kh_double_rows_list:
 * @connection: a connection
 * @part: which part of all keys, from 0
 * @n_parts: into how many parts of about the same size they are divided
 * @limit: after how many groups to stop
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhDoubleGroup): customers who are likely to be one, as
 *   far as the member who asks may view it
 */
GPtrArray *
kh_double_rows_list (KhConnection  *connection,
                     guint          part,
                     guint          n_parts,
                     guint          limit,
                     GError       **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_double_group_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SHARED, error);
  gboolean row = TRUE;
  KhGrants grants;

  if (statement == NULL || !kh_session_get_grants (connection, &grants, error))
    return NULL;
  if (!kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW))
    return g_steal_pointer (&groups);
  bind_part (statement, part, n_parts);
  while (groups->len < limit)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      if (!add_groups (connection, kh_statement_get_int64 (statement, 0), kh_statement_get_int64 (statement, 1),
                       grants, groups, error))
        return NULL;
    }

  return g_steal_pointer (&groups);
}

/**
 * kh_double_rows_accept:
 * @connection: the connection that writes, in the transaction that makes @customer
 * @author: who has seen them
 * @customer: a new customer's number
 * @doubles: (nullable) (element-type gint64): whom it was shown to be likely, and is not
 * @error: return location for an error
 *
 * Returns: whether the new customer's history says so
 */
gboolean
kh_double_rows_accept (KhConnection  *connection,
                       const char    *author,
                       gint64         customer,
                       GArray        *doubles,
                       GError       **error)
{
  for (guint i = 0; doubles != NULL && i < doubles->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (doubles, gint64, i));

      if (!kh_history_rows_write (connection, author, "save-anyway", customer, 1, NULL, NULL, number, error))
        return FALSE;
    }

  return TRUE;
}
