/* kh-rule.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-customer.h"
#include "kh-rule.h"

/**
 * kh_rule_find_company:
 * @customer: a record
 * @catalogues: (nullable): the companies
 *
 * Returns: (transfer none) (nullable): the customer's monitoring company
 */
KhCompany *
kh_rule_find_company (KhCustomer   *customer,
                      KhCatalogues *catalogues)
{
  return catalogues != NULL
           ? kh_catalogues_get_company (catalogues, kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY))
           : NULL;
}

/**
 * kh_rule_is_adt:
 * @customer: a record
 * @catalogues: (nullable): the companies
 *
 * ADT asks for more of its customers, and takes shorter texts.
 *
 * Returns: whether the customer's monitoring company has the monitor type ADT
 */
gboolean
kh_rule_is_adt (KhCustomer   *customer,
                KhCatalogues *catalogues)
{
  KhCompany *company = kh_rule_find_company (customer, catalogues);

  return company != NULL && kh_company_get_monitor_type (company) == KH_MONITOR_ADT;
}

static KhRequired
flags_that_hold (KhCustomer   *customer,
                 KhCatalogues *catalogues,
                 gboolean      before_link)
{
  guint flags = KH_REQUIRED_ALWAYS;

  if (g_strcmp0 (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_TYPE), "business") == 0)
    flags |= KH_REQUIRED_BUSINESS;
  if (kh_rule_is_adt (customer, catalogues))
    flags |= KH_REQUIRED_ADT;
  if (!kh_customer_get_boolean (customer, KH_DATAPOINT_BILLING_SAME))
    flags |= KH_REQUIRED_BILLING_DIFFERS;
  if (g_strcmp0 (kh_customer_get (customer, KH_DATAPOINT_STATUS), "cancelled") == 0)
    flags |= KH_REQUIRED_CANCELLED;
  if (before_link)
    flags |= KH_REQUIRED_BEFORE_LINK;

  return (KhRequired) flags;
}

/**
 * kh_rule_is_required:
 * @id: a datapoint
 * @customer: the record it stands in
 * @catalogues: (nullable): the companies, for what ADT requires
 * @before_link: whether to ask for what Link Account and Shell Account need, too
 *
 * What the system gives is never required of a person. A datapoint whose stand-in
 * (Birthdate for SSN Last Four) has a value is not either.
 *
 * Returns: whether the datapoint must have a value
 */
gboolean
kh_rule_is_required (KhDatapointId  id,
                     KhCustomer    *customer,
                     KhCatalogues  *catalogues,
                     gboolean       before_link)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  g_return_val_if_fail (KH_IS_CUSTOMER (customer), FALSE);

  if (!kh_datapoint_is_editable (id))
    return FALSE;
  if (datapoint->or_else != KH_DATAPOINT_NONE && kh_customer_has (customer, datapoint->or_else))
    return FALSE;

  return (datapoint->required & flags_that_hold (customer, catalogues, before_link)) != 0;
}

/**
 * kh_rule_choose_only:
 * @customer: a new record
 * @catalogues: what may be chosen
 *
 * Where an entry must be chosen for every customer and there is only one to choose, chooses
 * it: an office with one location is not asked which.
 */
void
kh_rule_choose_only (KhCustomer   *customer,
                     KhCatalogues *catalogues)
{
  g_return_if_fail (KH_IS_CUSTOMER (customer));

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_autoptr (GPtrArray) entries = NULL;
      g_autofree char *id = NULL;

      if (datapoint->type != KH_VALUE_CATALOGUE || (datapoint->required & KH_REQUIRED_ALWAYS) == 0 ||
          kh_customer_get (customer, datapoint->id) != NULL)
        continue;
      entries = kh_catalogues_list (catalogues, datapoint->catalogue, 0, 0);
      if (entries->len != 1)
        continue;
      id = g_strdup_printf ("%" G_GINT64_FORMAT, ((KhCatalogueEntry *) g_ptr_array_index (entries, 0))->id);
      kh_customer_set (customer, datapoint->id, id);
    }
}
