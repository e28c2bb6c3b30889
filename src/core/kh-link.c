/* kh-link.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-customer.h"
#include "kh-link.h"

/**
 * kh_link_new:
 *
 * Returns: (transfer full): an empty link, freed with kh_link_free()
 */
KhLink *
kh_link_new (void)
{
  return g_new0 (KhLink, 1);
}

/**
 * kh_link_copy:
 * @link: (nullable): a link
 *
 * Returns: (transfer full) (nullable): the same once more
 */
KhLink *
kh_link_copy (const KhLink *link)
{
  KhLink *copy;

  if (link == NULL)
    return NULL;

  copy = kh_link_new ();
  *copy = *link;
  copy->account = g_strdup (link->account);
  copy->number = g_strdup (link->number);
  copy->receiver = g_strdup (link->receiver);
  copy->etag = g_strdup (link->etag);
  copy->linked_by = g_strdup (link->linked_by);
  copy->hold = g_strdup (link->hold);
  copy->hold_message = g_strdup (link->hold_message);

  return copy;
}

/**
 * kh_link_free:
 * @link: (nullable): a link
 */
void
kh_link_free (KhLink *link)
{
  if (link == NULL)
    return;

  g_free (link->account);
  g_free (link->number);
  g_free (link->receiver);
  g_free (link->etag);
  g_free (link->linked_by);
  g_free (link->hold);
  g_free (link->hold_message);
  g_free (link);
}

/**
 * kh_link_is_unchecked:
 * @link: a link
 *
 * Returns: whether its account is to be read and compared before anything goes out
 */
gboolean
kh_link_is_unchecked (const KhLink *link)
{
  return g_strcmp0 (link->hold, KH_LINK_UNCHECKED) == 0;
}

/**
 * kh_link_is_held:
 * @link: a link
 *
 * Returns: whether a person has to look at its account, or it has to be as it was, before
 *   anything goes out
 */
gboolean
kh_link_is_held (const KhLink *link)
{
  return link->hold != NULL && !kh_link_is_unchecked (link);
}

/**
 * kh_link_is_unguarded:
 * @link: a link
 *
 * Returns: whether its station gives no version of the account (RFC 9110 §8.8.3: no entity tag, or a weak one), so
 *   that nothing but the values themselves guards what is written
 */
gboolean
kh_link_is_unguarded (const KhLink *link)
{
  return link->etag != NULL && g_str_has_prefix (link->etag, KH_LINK_MADE_UP);
}

/**
 * kh_station_state:
 * @customer: the record as kept
 * @catalogues: the companies
 * @link: (nullable): its link
 *
 * Returns: what the Central Station section is in
 */
KhStationState
kh_station_state (KhCustomer   *customer,
                  KhCatalogues *catalogues,
                  const KhLink *link)
{
  KhCompany *company;

  g_return_val_if_fail (KH_IS_CUSTOMER (customer), KH_STATION_NO_COMPANY);

  if (link != NULL)
    return KH_STATION_LINKED;

  company = kh_catalogues_get_company (catalogues, kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY));
  if (company == NULL)
    return KH_STATION_NO_COMPANY;
  if (!kh_company_is_integrated (company))
    return KH_STATION_DATA_ONLY;
  if (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER) == NULL)
    return KH_STATION_NO_NUMBER;

  return KH_STATION_READY;
}
