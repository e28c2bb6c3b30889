/* kh-customer-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rules.h"

#include "kh-catalogues.h"

#include <glib/gi18n-lib.h>

/**
 * CrossRule:
 * @id: where the problem is shown
 * @other: the datapoint it does not go with
 * @is_broken: whether the two do not go together
 * @message: what to do, marked with N_()
 *
 * What no value can say of itself: that it does not go with another one.
 */
typedef struct {
  KhDatapointId id;
  KhDatapointId other;
  gboolean (* is_broken) (const char *value,
                          const char *other);
  const char *message;
} CrossRule;

static const char * const provinces[] = {
  "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT", NULL
};

static gboolean
is_in_another_country (const char *zip,
                       const char *state)
{
  if (zip == NULL || state == NULL)
    return FALSE;

  return g_ascii_isdigit (*zip) == g_strv_contains (provinces, state);
}

static gboolean
is_missing (const char *value,
            const char *other)
{
  return value == NULL && other != NULL;
}

static const CrossRule cross_rules[] = {
  { KH_DATAPOINT_ZIP, KH_DATAPOINT_STATE, is_in_another_country,
    N_("The ZIP code and the state are of different countries. Change one of them.") },
  { KH_DATAPOINT_BILLING_ZIP, KH_DATAPOINT_BILLING_STATE, is_in_another_country,
    N_("The ZIP code and the state are of different countries. Change one of them.") },
  { KH_DATAPOINT_CANCEL_DATE, KH_DATAPOINT_CANCEL_REASON, is_missing,
    N_("There is a cancel reason. Type the cancel date, too.") },
  { KH_DATAPOINT_PERMIT_NUMBER, KH_DATAPOINT_PERMIT_EXPIRY, is_missing,
    N_("There is a permit expiry. Type the permit number, too.") },
};

static const char *
find_broken_rule (KhDatapointId  id,
                  KhCustomer    *customer)
{
  gsize i;

  /* What stands in an address that is not used does no harm. */
  if (kh_datapoint_get (id)->section == KH_SECTION_BILLING
      && kh_customer_get_boolean (customer, KH_DATAPOINT_BILLING_SAME))
    return NULL;

  for (i = 0; i < G_N_ELEMENTS (cross_rules); i++)
    {
      const CrossRule *rule = &cross_rules[i];

      if (rule->id == id
          && rule->is_broken (kh_customer_get (customer, id), kh_customer_get (customer, rule->other)))
        return _(rule->message);
    }

  return NULL;
}

/**
 * kh_customer_rules_fits:
 * @id: a datapoint
 * @customer: the record
 * @catalogues: (nullable): the entries
 *
 * Returns: whether the entry chosen belongs to the one chosen for the
 *   datapoint's parent, as a campaign does to its lead source
 */
gboolean
kh_customer_rules_fits (KhDatapointId  id,
                        KhCustomer    *customer,
                        KhCatalogues  *catalogues)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  const KhCatalogueEntry *entry = NULL;

  if (datapoint->parent == KH_DATAPOINT_NONE || kh_customer_get (customer, id) == NULL)
    return TRUE;

  entry = kh_catalogues_get (catalogues, datapoint->catalogue, kh_customer_get_entry (customer, id));

  return entry == NULL || entry->parent == 0
         || entry->parent == kh_customer_get_entry (customer, datapoint->parent);
}

/**
 * kh_customer_rules_find_broken:
 * @id: a datapoint
 * @customer: the record
 * @catalogues: (nullable): the entries
 *
 * Returns: (nullable): why its value does not go with another one's, translated
 */
const char *
kh_customer_rules_find_broken (KhDatapointId  id,
                               KhCustomer    *customer,
                               KhCatalogues  *catalogues)
{
  const char *broken = find_broken_rule (id, customer);

  if (broken == NULL && !kh_customer_rules_fits (id, customer, catalogues))
    broken = _("Choose one from the list.");

  return broken;
}

/**
 * kh_customer_rules_dup_missing:
 * @id: a datapoint that is required and has no value
 *
 * Returns: (transfer full): what to do about it, translated
 */
char *
kh_customer_rules_dup_missing (KhDatapointId id)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  if (datapoint->or_else == KH_DATAPOINT_NONE || !kh_datapoint_is_editable (datapoint->or_else))
    return g_strdup (_("Fill this in; it is required."));

  return g_strdup_printf (/* Translators: %s is the name of another datapoint */
                          _("Fill in this or %s; one of them is required."),
                          kh_datapoint_get_label (datapoint->or_else));
}
