/* kh-draft-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-draft.h"

#include "kh-customer-rules.h"
#include "kh-draft-private.h"
#include "kh-rule.h"
#include "kh-value-type.h"

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
  const char *broken = kh_customer_rules_find_broken (id, edited, catalogues);
  g_autoptr (GError) error = NULL;

  if (id == KH_DATAPOINT_DURESS_CODE
      && !kh_secret_changes_check_twins (self->entries[KH_DATAPOINT_PASSCODE].secret, self->entries[id].secret, &error))
    broken = error->message;

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
    {
      g_autofree char *message = kh_customer_rules_dup_missing (id);

      add_problem (problems, id, message, TRUE);
    }
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
