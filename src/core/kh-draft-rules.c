/* kh-draft-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-draft"

#include "config.h"

#include "kh-draft.h"

#include "kh-catalogues.h"
#include "kh-draft-private.h"
#include "kh-rule.h"
#include "kh-value-type.h"

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

static void
add_problem (GPtrArray     *problems,
             KhDatapointId  id,
             const char    *message,
             gboolean       missing)
{
  KhProblem *problem = g_new0 (KhProblem, 1);

  problem->datapoint = id;
  problem->message = g_strdup (message);
  problem->missing = missing;
  g_ptr_array_add (problems, problem);
}

static void
add_missing (GPtrArray     *problems,
             KhDatapointId  id)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  g_autofree char *message = NULL;

  if (datapoint->or_else == KH_DATAPOINT_NONE || !kh_datapoint_is_editable (datapoint->or_else))
    message = g_strdup (_("Fill this in; it is required."));
  else
    message = g_strdup_printf (/* Translators: %s is the name of another datapoint */
                               _("Fill in this or %s; one of them is required."),
                               kh_datapoint_get_label (datapoint->or_else));

  add_problem (problems, id, message, TRUE);
}

/* A value that was kept before is looked at again only before it is sent:
 * nobody who changes a name should have to mend an old date first. */
static void
add_value_problem (KhDraft       *self,
                   GPtrArray     *problems,
                   KhDatapointId  id,
                   gboolean       before_link)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  KhCustomer *edited = kh_draft_get_edited (self);
  KhCatalogues *catalogues = kh_draft_get_catalogues (self);
  const KhValueContext context = kh_draft_make_context (self, id);
  const char *broken = find_broken_rule (id, edited);
  g_autoptr (GError) error = NULL;

  if (id == KH_DATAPOINT_DURESS_CODE
      && !kh_secret_changes_check_twins (self->entries[KH_DATAPOINT_PASSCODE].secret, self->entries[id].secret, &error))
    broken = error->message;

  if (broken == NULL && !kh_draft_rule_fits (id, edited, catalogues))
    broken = _("Choose one from the list.");

  if (broken == NULL && kh_datapoint_is_stored (id)
      && (kh_draft_is_dirty (self, id) || (before_link && datapoint->sent != KH_SENT_NO))
      && !kh_value_check (datapoint, kh_customer_get (edited, id), &context, &error))
    broken = error->message;

  if (broken != NULL)
    add_problem (problems, id, broken, FALSE);
}

static void
add_problems (KhDraft       *self,
              GPtrArray     *problems,
              KhDatapointId  id,
              gboolean       before_link)
{
  KhCustomer *edited = kh_draft_get_edited (self);
  const char *error = kh_draft_get_error (self, id);

  /* What a member may not see is there or not, and is not theirs to mend. */
  if (!kh_datapoint_is_editable (id) || kh_customer_is_hidden (edited, id))
    return;

  if (error != NULL)
    add_problem (problems, id, error, FALSE);
  else if (!kh_customer_has (edited, id)
           && kh_rule_is_required (id, edited, kh_draft_get_catalogues (self), before_link))
    add_missing (problems, id);
  else
    add_value_problem (self, problems, id, before_link);
}

/**
 * kh_problem_free:
 * @problem: (nullable) (transfer full): a problem
 *
 * Frees it.
 */
void
kh_problem_free (KhProblem *problem)
{
  if (problem == NULL)
    return;

  g_free (problem->message);
  g_free (problem);
}

/*< private >
 * kh_draft_rule_fits:
 * @id: a datapoint
 * @customer: the record
 * @catalogues: (nullable): the entries
 *
 * Returns: whether the entry chosen belongs to the one chosen for the
 *   datapoint's parent, as a campaign does to its lead source
 */
gboolean
kh_draft_rule_fits (KhDatapointId  id,
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
 * kh_draft_validate:
 * @self: a draft
 * @section: a section, or %KH_N_SECTIONS for all
 *
 * Finds what stands in the way of saving a section: texts that are no values,
 * required values that are not there, and values that do not go together. What
 * other sections lack does not count here, nor what only a link needs.
 *
 * Returns: (transfer full) (element-type KhProblem): the problems in the
 *   registry's order, none if it can be saved
 */
GPtrArray *
kh_draft_validate (KhDraft   *self,
                   KhSection  section)
{
  GPtrArray *problems = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);

  problems = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_problem_free);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (section == KH_N_SECTIONS || kh_datapoint_get ((KhDatapointId) i)->section == section)
        add_problems (self, problems, (KhDatapointId) i, FALSE);
    }

  return problems;
}

/**
 * kh_draft_missing_to_link:
 * @self: a draft
 *
 * Finds what stands in the way of Link Account and Shell Account, in every
 * section: what they require, and values that the station must not get.
 *
 * Returns: (transfer full) (element-type KhProblem): the problems in the
 *   registry's order, none if it can be linked
 */
GPtrArray *
kh_draft_missing_to_link (KhDraft *self)
{
  GPtrArray *problems = NULL;
  guint i;

  g_return_val_if_fail (KH_IS_DRAFT (self), NULL);

  problems = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_problem_free);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    add_problems (self, problems, (KhDatapointId) i, TRUE);

  return problems;
}
