/* kh-store-customers.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-double-rows.h"
#include "kh-gate.h"
#include "kh-link-rows.h"
#include "kh-outbox-rows.h"
#include "kh-secret-save.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

#define SQL_LIST_ROW \
  "SELECT " KH_CUSTOMER_TITLE_COLUMNS ", c.address_1, c.city, c.state, " \
  "company.name, c.account_number, c.status, link.customer IS NOT NULL, " \
  "EXISTS (SELECT 1 FROM customer_star AS s WHERE s.member = ?2 AND s.customer = c.customer_number) " \
  "FROM customer AS c LEFT JOIN company ON company.id = c.monitoring_company " \
  "LEFT JOIN link ON link.customer = c.customer_number WHERE c.customer_number = ?1"

/* What a save is given, and what it gives back. */
typedef struct {
  KhCustomer *customer;
  GPtrArray *customers;
  GPtrArray *secrets;
  KhSafe *safe;
  GArray *doubles;
  char *author;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->customer);
  g_clear_pointer (&save->customers, g_ptr_array_unref);
  g_clear_pointer (&save->secrets, g_ptr_array_unref);
  g_object_unref (save->safe);
  g_clear_pointer (&save->doubles, g_array_unref);
  g_free (save->author);
  g_free (save);
}

/* The caller's object stays with the caller: the thread works on a copy. */
static Save *
save_new (KhStore    *self,
          KhCustomer *customer,
          GPtrArray  *secrets)
{
  Save *save = g_new0 (Save, 1);

  if (customer != NULL)
    save->customer = kh_customer_copy (customer);
  if (secrets != NULL)
    save->secrets = g_ptr_array_ref (secrets);
  save->safe = g_object_ref (kh_store_get_safe (self));
  save->author = g_strdup (kh_store_get_author (self));

  return save;
}

static void
after_save (KhStore  *self,
            gpointer  result)
{
  kh_store_tell_changed (self, kh_customer_get_number (result));
}

static void
after_listing (KhStore  *self,
               gpointer  result G_GNUC_UNUSED)
{
  kh_store_tell_listed (self);
}

/* Load */

typedef struct {
  KhCustomer *customer;
  KhLink *link;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_object (&loaded->customer);
  kh_link_free (loaded->link);
  g_free (loaded);
}

static gpointer
load_customer (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  gint64 *number = data;
  Loaded *loaded = g_new0 (Loaded, 1);

  loaded->customer = kh_customer_rows_load (connection, *number, error);
  if (loaded->customer == NULL || !kh_link_rows_load (connection, *number, &loaded->link, error))
    g_clear_pointer (&loaded, loaded_free);

  return loaded;
}

static gpointer
load_for_member (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  Loaded *loaded;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CUSTOMER_VIEW, error))
    return NULL;
  loaded = load_customer (connection, data, error);
  if (loaded == NULL)
    return NULL;
  kh_gate_hide (loaded->customer, grants);
  if (!kh_grants_has (grants, KH_GRANT_CENTRAL_STATION_VIEW))
    g_clear_pointer (&loaded->link, kh_link_free);

  return loaded;
}

/* Takes @loaded. */
static KhCustomer *
take_loaded (Loaded  *loaded,
             KhLink **link)
{
  KhCustomer *customer;

  if (loaded == NULL)
    return NULL;
  customer = g_steal_pointer (&loaded->customer);
  if (link != NULL)
    *link = g_steal_pointer (&loaded->link);
  loaded_free (loaded);

  return customer;
}

static const KhStoreCall load_call = { load_for_member, g_free, loaded_free, FALSE, NULL };
static const KhStoreCall whole_call = { load_customer, g_free, loaded_free, FALSE, NULL };

/**
 * kh_store_load_customer_async:
 * @self: a store
 * @number: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the record
 * @user_data: for @callback
 */
void
kh_store_load_customer_async (KhStore             *self,
                              gint64               number,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  kh_store_run (self, &load_call, g_memdup2 (&number, sizeof number), cancellable, callback, user_data);
}

/**
 * kh_store_load_customer_finish:
 * @self: a store
 * @result: what the callback got
 * @link: (out) (optional) (nullable) (transfer full): the customer's link, or %NULL
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the record, or %NULL
 */
KhCustomer *
kh_store_load_customer_finish (KhStore       *self,
                               GAsyncResult  *result,
                               KhLink       **link,
                               GError       **error)
{
  return take_loaded (kh_store_finish (self, result, &load_call, error), link);
}

/**
 * kh_store_load_whole_async:
 * @self: a store
 * @number: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the record
 * @user_data: for @callback
 *
 * For what the program itself must know, such as whether a value that a member may not
 * view differs at the station. It is never for a widget, a message or a file.
 */
void
kh_store_load_whole_async (KhStore             *self,
                           gint64               number,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  kh_store_run (self, &whole_call, g_memdup2 (&number, sizeof number), cancellable, callback, user_data);
}

/**
 * kh_store_load_whole_finish:
 * @self: a store
 * @result: what the callback got
 * @link: (out) (optional) (nullable) (transfer full): the customer's link, or %NULL
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the record with every value, or %NULL
 */
KhCustomer *
kh_store_load_whole_finish (KhStore       *self,
                            GAsyncResult  *result,
                            KhLink       **link,
                            GError       **error)
{
  return take_loaded (kh_store_finish (self, result, &whole_call, error), link);
}

/* Save */

static gboolean
save_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Save *save = data;
  g_autoptr (KhCustomer) kept = kh_customer_rows_load (connection, kh_customer_get_number (save->customer), error);
  KhGrants grants;

  if (kept == NULL || !kh_session_get_grants (connection, &grants, error) ||
      !kh_customer_rows_check_revision (kept, kh_customer_get_revision (save->customer), error) ||
      !kh_gate_check_hidden (save->customer, grants, error) ||
      !kh_gate_check_secrets (save->secrets, grants, FALSE, error))
    return FALSE;
  kh_gate_fill (save->customer, kept);
  if (!kh_gate_check_change (kept, save->customer, grants, error) ||
      !kh_customer_rows_check (connection, kept, save->customer, error) ||
      !kh_customer_rows_update (connection, kept, save->customer, save->author, "change", error) ||
      !kh_secret_save (connection, save->safe, save->customer, save->secrets,
                       kh_customer_get_revision (save->customer) != kh_customer_get_revision (kept), save->author, error) ||
      !kh_outbox_rows_queue_changes (connection, kept, save->customer, save->author, error))
    return FALSE;
  kh_gate_hide (save->customer, grants);

  return TRUE;
}

static gpointer
save_customer (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  Save *save = data;

  return kh_connection_transact (connection, save_in_transaction, save, error) ? g_object_ref (save->customer) : NULL;
}

static const KhStoreCall save_call = { save_customer, save_free, g_object_unref, TRUE, after_save };

/**
 * kh_store_save_customer_async:
 * @self: a store
 * @edited: the record as it is to be, with the revision that was edited
 * @secrets: (nullable) (element-type KhSecretChange): the sealed values that are to change with
 *   it, not changed by the caller any more
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_save_customer_async (KhStore             *self,
                              KhCustomer          *edited,
                              GPtrArray           *secrets,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  kh_store_run (self, &save_call, save_new (self, edited, secrets), cancellable, callback, user_data);
}

/**
 * kh_store_save_customer_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full): the record as it is kept, or %NULL
 */
KhCustomer *
kh_store_save_customer_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return kh_store_finish (self, result, &save_call, error);
}

/* Create */

/* The catalogues, which say what an ADT company wants, are read for the few who need it. */
static gboolean
check_create (KhConnection  *connection,
              KhCustomer    *customer,
              KhGrants       grants,
              GError       **error)
{
  g_autoptr (KhCatalogues) catalogues = NULL;

  if (kh_gate_check_create (customer, NULL, grants, NULL))
    return TRUE;
  catalogues = kh_catalogue_rows_load (connection, error);

  return catalogues != NULL && kh_gate_check_create (customer, catalogues, grants, error);
}

static gboolean
create_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Save *save = data;
  KhGrants grants;
  gint64 number;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !check_create (connection, save->customer, grants, error) ||
      !kh_gate_check_secrets (save->secrets, grants, TRUE, error))
    return FALSE;
  number = kh_customer_rows_insert (connection, save->customer, save->author, error);
  if (number == 0 || !kh_double_rows_accept (connection, save->author, number, save->doubles, error) ||
      !kh_secret_save (connection, save->safe, save->customer, save->secrets, TRUE, save->author, error))
    return FALSE;
  kh_gate_hide (save->customer, grants);

  return TRUE;
}

static gpointer
create_customer (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  Save *save = data;

  return kh_connection_transact (connection, create_in_transaction, save, error) ? g_object_ref (save->customer) : NULL;
}

static const KhStoreCall create_call = { create_customer, save_free, g_object_unref, TRUE, after_listing };

/**
 * kh_store_create_customer_async:
 * @self: a store
 * @customer: a new record
 * @secrets: (nullable) (element-type KhSecretChange): its sealed values, not changed by the
 *   caller any more
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_create_customer_async (KhStore             *self,
                                KhCustomer          *customer,
                                GPtrArray           *secrets,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  kh_store_create_anyway_async (self, customer, secrets, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_create_anyway_async:
 * @self: a store
 * @customer: a new record
 * @secrets: (nullable) (element-type KhSecretChange): its sealed values
 * @doubles: (nullable) (element-type gint64): whom somebody was shown as likely to be @customer
 *   already, before they chose to save it; not changed any more
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept, for kh_store_create_customer_finish()
 * @user_data: for @callback
 */
void
kh_store_create_anyway_async (KhStore             *self,
                              KhCustomer          *customer,
                              GPtrArray           *secrets,
                              GArray              *doubles,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Save *save = save_new (self, customer, secrets);

  save->doubles = doubles == NULL ? NULL : g_array_ref (doubles);
  kh_store_run (self, &create_call, save, cancellable, callback, user_data);
}

/**
 * kh_store_create_customer_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full): the record as it is kept, with its number, or %NULL
 */
KhCustomer *
kh_store_create_customer_finish (KhStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return kh_store_finish (self, result, &create_call, error);
}

/* Add many */

static gboolean
add_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Save *save = data;

  if (!kh_session_check (connection, KH_GRANT_IMPORT, error))
    return FALSE;
  for (guint i = 0; i < save->customers->len; i++)
    {
      KhCustomer *customer = g_ptr_array_index (save->customers, i);
      GPtrArray *secrets = save->secrets == NULL ? NULL : g_ptr_array_index (save->secrets, i);

      if (kh_customer_rows_insert (connection, customer, save->author, error) == 0 ||
          !kh_secret_save (connection, save->safe, customer, secrets, TRUE, save->author, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
add_customers (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, add_in_transaction, data, error));
}

static const KhStoreCall add_call = { add_customers, save_free, NULL, TRUE, after_listing };

/**
 * kh_store_add_customers_async:
 * @self: a store
 * @customers: (element-type KhCustomer): new records, not used by the caller until the end;
 *   each gets its number
 * @secrets: (nullable) (element-type GPtrArray): the sealed values of each, an array of
 *   #KhSecretChange or %NULL
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when all are kept, or none
 * @user_data: for @callback
 */
void
kh_store_add_customers_async (KhStore             *self,
                              GPtrArray           *customers,
                              GPtrArray           *secrets,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Save *save = save_new (self, NULL, secrets);

  save->customers = g_ptr_array_ref (customers);
  kh_store_run (self, &add_call, save, cancellable, callback, user_data);
}

/**
 * kh_store_add_customers_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether they are kept
 */
gboolean
kh_store_add_customers_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return kh_store_finish (self, result, &add_call, error) != NULL;
}

/* List rows */

void
kh_row_texts_free (KhRowTexts *texts)
{
  g_free (texts->title);
  g_free (texts->address);
  g_free (texts->company);
  g_free (texts->account_number);
  g_free (texts->status);
  g_free (texts);
}

static char *
dup_address (KhStatement *statement)
{
  const char *street = kh_statement_get_text (statement, 4);
  const char *city = kh_statement_get_text (statement, 5);
  const char *state = kh_statement_get_text (statement, 6);
  GString *address = g_string_new (street);

  if (street != NULL && (city != NULL || state != NULL))
    g_string_append (address, " · ");
  if (city != NULL)
    g_string_append (address, city);
  if (city != NULL && state != NULL)
    g_string_append_c (address, ' ');
  if (state != NULL)
    g_string_append (address, state);

  return g_string_free (address, FALSE);
}

static KhRowTexts *
read_row (KhStatement *statement,
          gint64       number,
          KhGrants     grants)
{
  KhRowTexts *texts = g_new0 (KhRowTexts, 1);

  texts->number = number;
  texts->title = kh_customer_rows_dup_title (statement, 0);
  texts->address = dup_address (statement);
  texts->status = g_strdup (kh_statement_get_text (statement, 9));
  texts->starred = kh_statement_get_int64 (statement, 11) != 0;
  texts->shows_station = kh_grants_has (grants, KH_GRANT_CENTRAL_STATION_VIEW);
  if (!texts->shows_station)
    return texts;
  texts->company = g_strdup (kh_statement_get_text (statement, 7));
  texts->account_number = g_strdup (kh_statement_get_text (statement, 8));
  texts->linked = kh_statement_get_int64 (statement, 10) != 0;

  return texts;
}

static gpointer
load_rows (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  GArray *numbers = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_row_texts_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST_ROW, error);
  KhGrants grants;

  if (statement == NULL || !kh_session_get_grants (connection, &grants, error))
    return NULL;
  if (!kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW))
    return g_steal_pointer (&rows);
  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 number = g_array_index (numbers, gint64, i);
      gboolean row = FALSE;

      kh_statement_bind_int64 (statement, 1, number);
      kh_statement_bind_int64 (statement, 2, kh_session_get_member (connection));
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (rows, read_row (statement, number, grants));
      kh_statement_reset (statement);
    }

  return g_steal_pointer (&rows);
}

static const KhStoreCall rows_call = {
  load_rows, (GDestroyNotify) g_array_unref, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL
};

void
kh_store_load_rows_async (KhStore             *self,
                          GArray              *numbers,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  kh_store_run (self, &rows_call, numbers, cancellable, callback, user_data);
}

GPtrArray *
kh_store_load_rows_finish (KhStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return kh_store_finish (self, result, &rows_call, error);
}
