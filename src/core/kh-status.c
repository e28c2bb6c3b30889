/* kh-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-status.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define ACTIVE    "active"
#define CANCELLED "cancelled"
#define ARCHIVED  "archived"

G_DEFINE_QUARK (kh-status-error-quark, kh_status_error)

/* What a step is called in the history, what it wants, and from where it can be taken: what it says
 * of any other status. */
static const struct {
  const char *action;
  KhGrant grants[2];
  const char *from[2];
  const char *refusal;
} steps[KH_N_STATUS_STEPS] = {
  [KH_STATUS_ARCHIVE] = {
    "archive", { KH_GRANT_CUSTOMER_ARCHIVE }, { ACTIVE, CANCELLED },
    N_("This customer is archived already."),
  },
  [KH_STATUS_UNARCHIVE] = {
    "unarchive", { KH_GRANT_CUSTOMER_UNARCHIVE }, { ARCHIVED },
    N_("This customer is not archived."),
  },
  /* When and why are Sales Information. */
  [KH_STATUS_CANCEL] = {
    "cancel-customer", { KH_GRANT_CUSTOMER_MODIFY, KH_GRANT_SALES_MODIFY }, { ACTIVE },
    N_("Only an active customer can be cancelled. Unarchive the customer first, if they are archived."),
  },
  [KH_STATUS_REACTIVATE] = {
    "reactivate", { KH_GRANT_CUSTOMER_MODIFY, KH_GRANT_SALES_MODIFY }, { CANCELLED },
    N_("Only a cancelled customer can be made active again."),
  },
};

/**
 * kh_status_step_get_action:
 * @step: a step
 *
 * Returns: the history's word for it
 */
const char *
kh_status_step_get_action (KhStatusStep step)
{
  g_return_val_if_fail ((guint) step < KH_N_STATUS_STEPS, NULL);

  return steps[step].action;
}

/**
 * kh_status_step_find_missing:
 * @step: a step
 * @grants: what the member may do
 *
 * Returns: the grant that the member lacks for it, or %KH_GRANT_NONE
 */
KhGrant
kh_status_step_find_missing (KhStatusStep step,
                             KhGrants     grants)
{
  g_return_val_if_fail ((guint) step < KH_N_STATUS_STEPS, KH_GRANT_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (steps[step].grants); i++)
    {
      KhGrant grant = steps[step].grants[i];

      if (grant != KH_GRANT_NONE && !kh_grants_has (grants, grant))
        return kh_grants_find_missing (grants, grant);
    }

  return KH_GRANT_NONE;
}

/**
 * kh_status_step_is_open:
 * @step: a step
 * @customer: a record
 * @error: return location for %KH_STATUS_ERROR_STATUS
 *
 * Returns: whether it leads on from where the customer stands
 */
gboolean
kh_status_step_is_open (KhStatusStep   step,
                        KhCustomer    *customer,
                        GError       **error)
{
  const char *status = kh_customer_get (customer, KH_DATAPOINT_STATUS);

  g_return_val_if_fail ((guint) step < KH_N_STATUS_STEPS, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (steps[step].from); i++)
    {
      if (steps[step].from[i] != NULL && g_strcmp0 (steps[step].from[i], status) == 0)
        return TRUE;
    }
  g_set_error_literal (error, KH_STATUS_ERROR, KH_STATUS_ERROR_STATUS, _(steps[step].refusal));

  return FALSE;
}

static gboolean
check (KhDatapointId   id,
       const char     *value,
       KhCatalogues   *catalogues,
       KhStatusError   code,
       const char     *missing,
       GError        **error)
{
  const KhValueContext context = { .catalogues = catalogues };
  g_autoptr (GError) local_error = NULL;

  if (value == NULL)
    {
      g_set_error_literal (error, KH_STATUS_ERROR, (int) code, missing);
      return FALSE;
    }
  if (kh_value_check (kh_datapoint_get (id), value, &context, &local_error))
    return TRUE;
  g_set_error_literal (error, KH_STATUS_ERROR, (int) code, local_error->message);

  return FALSE;
}

static gboolean
cancel (KhCustomer    *customer,
        const char    *date,
        const char    *reason,
        KhCatalogues  *catalogues,
        GError       **error)
{
  if (!check (KH_DATAPOINT_CANCEL_DATE, date, catalogues, KH_STATUS_ERROR_DATE,
              _("Type the day on which the customer leaves."), error) ||
      !check (KH_DATAPOINT_CANCEL_REASON, reason, catalogues, KH_STATUS_ERROR_REASON,
              _("Choose why the customer leaves."), error))
    return FALSE;
  kh_customer_set (customer, KH_DATAPOINT_CANCEL_DATE, date);
  kh_customer_set (customer, KH_DATAPOINT_CANCEL_REASON, reason);
  kh_customer_set (customer, KH_DATAPOINT_STATUS, CANCELLED);

  return TRUE;
}

static void
reactivate (KhCustomer *customer)
{
  kh_customer_set (customer, KH_DATAPOINT_CANCEL_DATE, NULL);
  kh_customer_set (customer, KH_DATAPOINT_CANCEL_REASON, NULL);
  kh_customer_set (customer, KH_DATAPOINT_STATUS, ACTIVE);
}

/**
 * kh_status_step_take:
 * @step: a step
 * @customer: a record with every value, which is changed
 * @date: (nullable): with %KH_STATUS_CANCEL, the canonical day on which the customer leaves
 * @reason: (nullable): with %KH_STATUS_CANCEL, the entry of the cancel reasons
 * @catalogues: (nullable): the entries that may be chosen
 * @error: return location for an error of %KH_STATUS_ERROR
 *
 * Whoever was cancelled before they were archived is so again when they are taken out.
 *
 * Returns: whether it is taken
 */
gboolean
kh_status_step_take (KhStatusStep   step,
                     KhCustomer    *customer,
                     const char    *date,
                     const char    *reason,
                     KhCatalogues  *catalogues,
                     GError       **error)
{
  gboolean left = kh_customer_get (customer, KH_DATAPOINT_CANCEL_DATE) != NULL;

  if (!kh_status_step_is_open (step, customer, error))
    return FALSE;
  switch (step)
    {
    case KH_STATUS_ARCHIVE:
      kh_customer_set (customer, KH_DATAPOINT_STATUS, ARCHIVED);
      return TRUE;
    case KH_STATUS_UNARCHIVE:
      kh_customer_set (customer, KH_DATAPOINT_STATUS, left ? CANCELLED : ACTIVE);
      return TRUE;
    case KH_STATUS_CANCEL:
      return cancel (customer, date, reason, catalogues, error);
    case KH_STATUS_REACTIVATE:
      reactivate (customer);
      return TRUE;
    case KH_N_STATUS_STEPS:
      break;
    }

  g_return_val_if_reached (FALSE);
}
