/* kh-duplicate-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-private.h"

#include "kh-catalogues.h"
#include "kh-gate.h"
#include "kh-rule.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* Why what the registry never copies is not copied. */
static const struct {
  KhDatapointId id;
  const char *reason;
} never_reasons[] = {
  { KH_DATAPOINT_STATUS, N_("The new customer starts as active.") },
  { KH_DATAPOINT_CANCEL_DATE, N_("The new customer starts as active.") },
  { KH_DATAPOINT_CANCEL_REASON, N_("The new customer starts as active.") },
  { KH_DATAPOINT_ACCOUNT_NUMBER, N_("An account belongs to one customer only.") },
  { KH_DATAPOINT_DURESS_CODE, N_("A duress code is never copied. Give the new customer one of their own.") },
  { KH_DATAPOINT_INSTALLER_CODE, N_("An installer code is never copied. Give the new customer one of their own.") },
};

/*< private >
 * kh_duplicate_rules_get_never_reason:
 * @id: a datapoint that the registry never copies
 *
 * Returns: (transfer none): why, translated
 */
const char *
kh_duplicate_rules_get_never_reason (KhDatapointId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (never_reasons); i++)
    if (never_reasons[i].id == id)
      return _(never_reasons[i].reason);

  return _("This is never copied.");
}

/* Takes @reason. */
static void
show_as (KhDuplicateVerdict *verdict,
         KhDuplicateState    state,
         char               *reason)
{
  verdict->state = state;
  verdict->shown = TRUE;
  verdict->reason = reason;
}

static gboolean
has_value (KhCustomer    *customer,
           KhDatapointId  id)
{
  return kh_customer_get (customer, id) != NULL || kh_customer_is_sealed (customer, id);
}

static void
judge_never (const KhDuplicateSource *source,
             KhDatapointId            id,
             KhDuplicateVerdict      *verdict)
{
  /* These say nothing that somebody might miss in the new customer. */
  if (id == KH_DATAPOINT_CUSTOMER_NUMBER || !has_value (source->original, id) ||
      (id == KH_DATAPOINT_STATUS &&
       g_strcmp0 (kh_customer_get (source->original, id), kh_datapoint_get (id)->fallback) == 0))
    return;

  show_as (verdict, KH_DUPLICATE_STATE_LOCKED_OFF, g_strdup (kh_duplicate_rules_get_never_reason (id)));
}

/*< private >
 * kh_duplicate_rules_dup_grant_reason:
 * @grants: what the member may do
 * @grant: what it takes, and the member does not have
 *
 * Returns: (transfer full): why something is not copied, translated
 */
char *
kh_duplicate_rules_dup_grant_reason (KhGrants grants,
                                     KhGrant  grant)
{
  g_autofree char *name = kh_grant_dup_name (kh_grants_find_missing (grants, grant));

  /* Translators: the name of a grant, such as "Sales Information: Modify". */
  return g_strdup_printf (_("To copy this you need the grant “%s”."), name);
}

static GError *
check_value (const KhDuplicateSource *source,
             KhDatapointId            id,
             gboolean                 adt)
{
  const KhValueContext context = { .catalogues = source->catalogues, .adt = adt };
  GError *error = NULL;

  kh_value_check (kh_datapoint_get (id), kh_customer_get (source->original, id), &context, &error);

  return error;
}

/*< private >
 * kh_duplicate_rules_examine:
 * @source: what is copied, and for whom
 *
 * Checks every value once: the rules are asked at each turn of a switch.
 */
void
kh_duplicate_rules_examine (KhDuplicateSource *source)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_clear_error (&source->faults[i]);
      source->faults[i] = check_value (source, (KhDatapointId) i, FALSE);
    }
}

/* Only where ADT takes shorter texts does it matter what the other rows are. */
static GError *
find_fault (const KhDuplicateSource *source,
            KhDatapointId            id,
            KhCustomer              *copy)
{
  if (kh_datapoint_get (id)->max_adt != 0 && kh_rule_is_adt (copy, source->catalogues))
    return check_value (source, id, TRUE);

  return source->faults[id] == NULL ? NULL : g_error_copy (source->faults[id]);
}

/* Whoever may not set what is sealed is not asked for it, as in a new customer: the customer goes
 * without. Nobody goes without what may be typed instead of another. */
static void
judge_need (const KhDuplicateSource *source,
            KhDatapointId            id,
            KhCustomer              *copy,
            KhDuplicateVerdict      *verdict)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  gboolean needed = kh_rule_is_required (id, copy, source->catalogues, FALSE);

  verdict->required = needed && (!datapoint->sealed || kh_gate_may_begin (source->grants, id, TRUE));
  verdict->lacking = needed && !verdict->required &&
                     (datapoint->or_else == KH_DATAPOINT_NONE ||
                      !kh_gate_may_begin (source->grants, datapoint->or_else, TRUE));
}

/* What is gone out of use is said without the advice to choose another, unless one must. */
static char *
dup_fault_reason (const KhDuplicateSource *source,
                  KhDatapointId            id,
                  const GError            *fault)
{
  g_autofree char *label = NULL;

  if (!g_error_matches (fault, KH_VALUE_ERROR, KH_VALUE_ERROR_INACTIVE))
    return g_strdup (fault->message);
  label = kh_value_format (kh_datapoint_get (id), kh_customer_get (source->original, id), source->catalogues);

  /* Translators: an entry of a list that the office keeps. */
  return g_strdup_printf (_("“%s” is no longer in use, so it is not copied."), label);
}

/* An entry that belongs to another one, as a campaign does to its lead source, goes with it. */
static gboolean
is_without_parent (const KhDuplicateSource *source,
                   KhDatapointId            id,
                   KhCustomer              *copy)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  const KhCatalogueEntry *entry;

  if (datapoint->parent == KH_DATAPOINT_NONE)
    return FALSE;
  entry = kh_catalogues_get (source->catalogues, datapoint->catalogue, kh_customer_get_entry (source->original, id));

  return entry != NULL && entry->parent != 0 && entry->parent != kh_customer_get_entry (copy, datapoint->parent);
}

/*< private >
 * kh_duplicate_rules_dup_missing_reason:
 * @label: what another line of the list is called
 *
 * Returns: (transfer full): why something is not copied without that, translated
 */
char *
kh_duplicate_rules_dup_missing_reason (const char *label)
{
  /* Translators: the name of another datapoint of the list. */
  return g_strdup_printf (_("This goes with %s. Turn that on first."), label);
}

static gboolean
is_billing_address (KhDatapointId id)
{
  return (kh_datapoint_get (id)->required & KH_REQUIRED_BILLING_DIFFERS) != 0 || id == KH_DATAPOINT_BILLING_ADDRESS_2;
}

/* What is of no use, or no right, without something else that is not copied. */
static char *
dup_dependence (const KhDuplicateSource *source,
                KhDatapointId            id,
                KhCustomer              *copy)
{
  if (is_without_parent (source, id, copy))
    return kh_duplicate_rules_dup_missing_reason (kh_datapoint_get_label (kh_datapoint_get (id)->parent));
  if (id == KH_DATAPOINT_PERMIT_EXPIRY && kh_customer_get (copy, KH_DATAPOINT_PERMIT_NUMBER) == NULL)
    return kh_duplicate_rules_dup_missing_reason (kh_datapoint_get_label (KH_DATAPOINT_PERMIT_NUMBER));
  if (is_billing_address (id) && kh_customer_get_boolean (copy, KH_DATAPOINT_BILLING_SAME))
    return g_strdup (_("The new customer’s billing is the same as the premises."));

  return NULL;
}

static void
judge_value (const KhDuplicateSource *source,
             KhDatapointId            id,
             KhCustomer              *copy,
             KhDuplicateVerdict      *verdict)
{
  g_autoptr (GError) fault = NULL;
  char *dependence;

  verdict->shown = TRUE;
  if (!kh_gate_may_begin (source->grants, id, verdict->required))
    {
      verdict->left_out = TRUE;
      show_as (verdict, KH_DUPLICATE_STATE_LOCKED_OFF, kh_duplicate_rules_dup_grant_reason (source->grants, kh_datapoint_get (id)->modify));
      return;
    }

  /* It belongs to people, so it is typed anew unless somebody chooses to copy it. */
  if (verdict->required && kh_datapoint_get (id)->sealed)
    {
      verdict->reason = g_strdup (_("Type the new customer’s own, or turn the switch on to copy the original’s."));
      return;
    }

  fault = find_fault (source, id, copy);
  if (fault != NULL && verdict->required)
    show_as (verdict, KH_DUPLICATE_STATE_TYPED, g_strdup (fault->message));
  else if (fault != NULL)
    show_as (verdict, KH_DUPLICATE_STATE_LOCKED_OFF, dup_fault_reason (source, id, fault));
  else if (verdict->required)
    show_as (verdict, KH_DUPLICATE_STATE_LOCKED_ON, g_strdup (_("This is required, so it is always copied.")));
  else if ((dependence = dup_dependence (source, id, copy)) != NULL)
    show_as (verdict, KH_DUPLICATE_STATE_LOCKED_OFF, dependence);
}

/*< private >
 * kh_duplicate_rules_judge:
 * @source: what is copied, and for whom
 * @id: a datapoint
 * @copy: the new customer as the other rows make it
 *
 * Returns: what can be done with it; the reason is the caller's, and that of a free row is only
 *   for as long as it is off
 */
KhDuplicateVerdict
kh_duplicate_rules_judge (const KhDuplicateSource *source,
                          KhDatapointId            id,
                          KhCustomer              *copy)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  KhDuplicateVerdict verdict = { .state = KH_DUPLICATE_STATE_FREE };

  judge_need (source, id, copy, &verdict);
  if (datapoint->duplicate == KH_DUPLICATE_TYPED_ANEW)
    verdict.state = KH_DUPLICATE_STATE_TYPED;
  else if (kh_customer_is_hidden (source->original, id) || !kh_gate_may_view (source->grants, id))
    {
      if (verdict.required)
        show_as (&verdict, KH_DUPLICATE_STATE_TYPED, g_strdup (_("You may not view this. Type it for the new customer.")));
      verdict.left_out = !verdict.required && datapoint->duplicate != KH_DUPLICATE_NEVER;
    }
  else if (datapoint->duplicate == KH_DUPLICATE_NEVER)
    judge_never (source, id, &verdict);
  else if (has_value (source->original, id))
    judge_value (source, id, copy, &verdict);
  else if (verdict.required)
    show_as (&verdict, KH_DUPLICATE_STATE_TYPED, g_strdup (_("The original has none. Type it for the new customer.")));

  return verdict;
}

/*< private >
 * kh_duplicate_rules_want:
 * @source: what is copied, and for whom
 * @id: a datapoint
 * @defaults: the Customer Duplicate Defaults
 *
 * A customer of an ADT company has more that is required, and is one for as long as the
 * company is copied: so that this shows from the start, the company is copied unless
 * somebody set its switch.
 *
 * Returns: whether the datapoint's switch starts on
 */
gboolean
kh_duplicate_rules_want (const KhDuplicateSource *source,
                         KhDatapointId            id,
                         KhDuplicateDefaults     *defaults)
{
  if (id == KH_DATAPOINT_MONITORING_COMPANY && !kh_duplicate_defaults_is_set (defaults, id) &&
      kh_rule_is_adt (source->original, source->catalogues))
    return TRUE;

  return kh_duplicate_defaults_get (defaults, id);
}
