/* kh-store-find-link.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Whose a station's account is. */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-link-rows.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

typedef struct {
  gint64 company;
  char *account;
} Place;

typedef struct {
  KhLink *link;
  char *name;
} Found;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->account);
  g_free (place);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  kh_link_free (found->link);
  g_free (found->name);
  g_free (found);
}

static gpointer
find_link (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Place *place = data;
  Found *found;
  g_autoptr (KhCustomer) customer = NULL;

  if (!kh_session_check (connection, KH_GRANT_CENTRAL_STATION_VIEW, error))
    return NULL;
  found = g_new0 (Found, 1);
  if (!kh_link_rows_find (connection, place->company, place->account, &found->link, error))
    {
      found_free (found);
      return NULL;
    }
  if (found->link != NULL)
    customer = kh_customer_rows_load (connection, found->link->customer, NULL);
  if (customer != NULL)
    found->name = kh_customer_dup_name (customer);

  return found;
}

static const KhStoreCall find_call = { find_link, place_free, found_free, FALSE, NULL };

/**
 * kh_store_find_link_async:
 * @self: a store
 * @company: a monitoring company's id
 * @account: the station's id of an account
 * @cancellable: (nullable): ends it
 * @callback: called with the link
 * @user_data: for @callback
 */
void
kh_store_find_link_async (KhStore             *self,
                          gint64               company,
                          const char          *account,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Place *place = g_new0 (Place, 1);

  place->company = company;
  place->account = g_strdup (account);
  kh_store_run (self, &find_call, place, cancellable, callback, user_data);
}

/**
 * kh_store_find_link_finish:
 * @self: a store
 * @result: what the callback got
 * @customer_name: (out) (optional) (nullable) (transfer full): whose it is
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the link, or %NULL without an error when nobody has
 *   that account
 */
KhLink *
kh_store_find_link_finish (KhStore       *self,
                           GAsyncResult  *result,
                           char         **customer_name,
                           GError       **error)
{
  Found *found = kh_store_finish (self, result, &find_call, error);
  KhLink *link;

  if (found == NULL)
    return NULL;
  link = g_steal_pointer (&found->link);
  if (customer_name != NULL)
    *customer_name = g_steal_pointer (&found->name);
  found_free (found);

  return link;
}
