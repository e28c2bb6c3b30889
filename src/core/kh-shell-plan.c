/* kh-shell-plan.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shell-plan.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-comparison.h"
#include "kh-customer.h"
#include "kh-draft.h"
#include "kh-gate.h"
#include "kh-row-rules.h"
#include "kh-rule.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

static void
lack_free (KhShellLack *lack)
{
  g_free (lack->message);
  g_free (lack);
}

static void
line_free (KhShellLine *line)
{
  g_free (line->text);
  g_free (line);
}

static gboolean
has_lack (GPtrArray     *lacks,
          KhDatapointId  id)
{
  for (guint i = 0; i < lacks->len; i++)
    {
      const KhShellLack *lack = g_ptr_array_index (lacks, i);

      if (lack->table == KH_N_TABLES && lack->datapoint == id)
        return TRUE;
    }

  return FALSE;
}

/* The account number has a step of its own. */
static void
add_lack (KhShellPlan   *plan,
          KhDatapointId  id,
          const char    *message)
{
  if (id != KH_DATAPOINT_ACCOUNT_NUMBER)
    kh_shell_lacks_add (plan->lacks, id, message);
}

static void
add_table_lack (KhShellPlan *plan,
                KhTableId    table,
                const char  *message)
{
  KhShellLack *lack = g_new0 (KhShellLack, 1);

  lack->datapoint = KH_DATAPOINT_NONE;
  lack->table = table;
  lack->message = g_strdup (message);
  g_ptr_array_add (plan->lacks, lack);
}

static void
add_line (KhShellPlan   *plan,
          KhDatapointId  id,
          const char    *text)
{
  KhShellLine *line = g_new0 (KhShellLine, 1);

  line->datapoint = id;
  line->text = g_strdup (text);
  g_ptr_array_add (plan->lines, line);
}

/* What the record lacks */

static void
find_problems (KhShellPlan        *plan,
               const KhShellSides *sides)
{
  g_autoptr (KhCustomer) visible = kh_customer_copy (sides->customer);
  g_autoptr (KhDraft) draft = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  kh_gate_hide (visible, sides->grants);
  draft = kh_draft_new (visible, sides->catalogues);
  problems = kh_draft_missing_to_link (draft);
  for (guint i = 0; i < problems->len; i++)
    {
      const KhProblem *problem = g_ptr_array_index (problems, i);

      add_lack (plan, problem->datapoint, problem->message);
    }
}

/* Whether it is there or not is not told. */
static void
find_hidden (KhShellPlan        *plan,
             const KhShellSides *sides)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (kh_datapoint_get (id)->wire != NULL && !kh_gate_may_view (sides->grants, id) &&
          kh_rule_is_required (id, sides->customer, sides->catalogues, TRUE))
        add_lack (plan, id, _("The station needs this, and you may not view it. "
                              "Ask somebody who may to create the account."));
    }
}

static void
find_contacts (KhShellPlan        *plan,
               const KhShellSides *sides)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = NULL;

  if (kh_rows_is_hidden (sides->contacts))
    {
      add_table_lack (plan, KH_TABLE_CONTACTS,
                      _("At least one contact needs a phone, and you may not view the contacts. "
                        "Ask somebody who may to create the account."));
      return;
    }
  for (guint i = 0; i < kh_rows_get_n (sides->contacts); i++)
    g_ptr_array_add (contacts, kh_rows_get (sides->contacts, i));
  problems = kh_row_rules_missing_to_link (contacts);
  for (guint i = 0; i < problems->len; i++)
    {
      const KhRowProblem *problem = g_ptr_array_index (problems, i);

      add_table_lack (plan, KH_TABLE_CONTACTS, problem->message);
    }
}

/* What is sent */

/* An account that has nothing yet, and says so. */
static KhAccount *
make_empty_account (void)
{
  KhAccount *account = kh_account_new ();

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      if (datapoint->wire != NULL && datapoint->sealed)
        kh_account_set_secret (account, datapoint->id, KH_ACCOUNT_CLEAR, NULL, NULL);
      else if (datapoint->wire != NULL)
        kh_account_set_value (account, datapoint->id, KH_ACCOUNT_CLEAR, NULL, NULL);
    }

  return account;
}

static gboolean
is_taken (const KhShellSides *sides,
          KhDatapointId       id)
{
  return (kh_capabilities_get_ability (sides->capabilities, id) & (KH_ABILITY_WRITE | KH_ABILITY_ONCE)) != 0;
}

/* A secret is opened only when the account is made. */
static gboolean
is_unopened (const KhShellSides *sides,
             KhDiscrepancy      *row)
{
  return kh_datapoint_get (kh_discrepancy_get_datapoint (row))->sealed && sides->secrets == NULL;
}

static void
plan_row (KhShellPlan        *plan,
          const KhShellSides *sides,
          KhDiscrepancy      *row)
{
  KhDatapointId id = kh_discrepancy_get_datapoint (row);

  if (!kh_discrepancy_has_ours (row) || !is_taken (sides, id))
    return;
  if (kh_discrepancy_get_resolution (row) == KH_RESOLUTION_OURS || is_unopened (sides, row))
    add_line (plan, id, kh_discrepancy_get_ours_text (row));
  else if (kh_discrepancy_get_reason (row) != NULL)
    add_lack (plan, id, kh_discrepancy_get_reason (row));
}

/* The account is what would be written into an empty one. */
static void
plan_values (KhShellPlan        *plan,
             const KhShellSides *sides)
{
  g_autoptr (KhAccount) nothing = make_empty_account ();
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;

  comparison = kh_comparison_new_with_secrets (sides->customer, nothing, sides->capabilities, sides->catalogues,
                                               sides->grants, sides->secrets);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (comparison)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (comparison), i);

      plan_row (plan, sides, row);
    }
  if (!kh_comparison_check_codes (comparison, &error))
    add_lack (plan, KH_DATAPOINT_DURESS_CODE, error->message);
  plan->values = kh_comparison_dup_changes (comparison);
}

/**
 * kh_shell_lacks_new:
 *
 * Returns: (transfer full) (element-type KhShellLack): a list of none
 */
GPtrArray *
kh_shell_lacks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lack_free);
}

/**
 * kh_shell_lacks_add:
 * @lacks: (element-type KhShellLack): what stands in the way
 * @datapoint: where something else does; what was said of it first stays
 * @message: what is wrong and what to do, translated, without the datapoint's name
 */
void
kh_shell_lacks_add (GPtrArray     *lacks,
                    KhDatapointId  datapoint,
                    const char    *message)
{
  KhShellLack *lack;

  g_return_if_fail (datapoint < KH_N_DATAPOINTS);

  if (has_lack (lacks, datapoint))
    return;
  lack = g_new0 (KhShellLack, 1);
  lack->datapoint = datapoint;
  lack->table = KH_N_TABLES;
  lack->message = g_strdup (message);
  g_ptr_array_add (lacks, lack);
}

/**
 * kh_shell_lack_get_label:
 * @lack: a lack
 *
 * Returns: (transfer none): what it is about, translated
 */
const char *
kh_shell_lack_get_label (const KhShellLack *lack)
{
  return lack->table < KH_N_TABLES ? kh_table_get_label (lack->table) : kh_datapoint_get_label (lack->datapoint);
}

/**
 * kh_shell_plan_new:
 * @sides: what it is made from
 *
 * Returns: (transfer full): what would be sent, and what is missing
 */
KhShellPlan *
kh_shell_plan_new (const KhShellSides *sides)
{
  KhShellPlan *plan;

  g_return_val_if_fail (KH_IS_CUSTOMER (sides->customer), NULL);
  g_return_val_if_fail (KH_IS_ROWS (sides->contacts), NULL);
  g_return_val_if_fail (KH_IS_CAPABILITIES (sides->capabilities), NULL);

  plan = g_new0 (KhShellPlan, 1);
  plan->lacks = kh_shell_lacks_new ();
  plan->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  find_problems (plan, sides);
  find_hidden (plan, sides);
  plan_values (plan, sides);
  find_contacts (plan, sides);

  return plan;
}

/**
 * kh_shell_plan_free:
 * @plan: (nullable): a plan
 */
void
kh_shell_plan_free (KhShellPlan *plan)
{
  if (plan == NULL)
    return;

  g_ptr_array_unref (plan->lacks);
  g_ptr_array_unref (plan->lines);
  g_ptr_array_unref (plan->values);
  g_free (plan);
}

/* A pattern that is none is a mistake of the station's, which then says itself what it takes. */
static gboolean
fits (const char *number,
      const char *pattern)
{
  g_autoptr (GRegex) regex = pattern != NULL ? g_regex_new (pattern, 0, 0, NULL) : NULL;

  return regex == NULL || g_regex_match (regex, number, 0, NULL);
}

/**
 * kh_shell_plan_check_number:
 * @number: (nullable): what was typed
 * @capabilities: what the station takes
 * @error: return location for an error of %KH_VALUE_ERROR
 *
 * Returns: whether an account of the station's can have that number
 */
gboolean
kh_shell_plan_check_number (const char      *number,
                            KhCapabilities  *capabilities,
                            GError         **error)
{
  const KhValueContext context = { NULL };

  if (number == NULL || *number == '\0')
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT, _("Type the account number."));
      return FALSE;
    }
  if (!kh_value_check (kh_datapoint_get (KH_DATAPOINT_ACCOUNT_NUMBER), number, &context, error))
    return FALSE;
  if (fits (number, kh_capabilities_get_number_pattern (capabilities)))
    return TRUE;

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               /* Translators: a monitoring company. */
               _("%s has no account numbers that look like this one. Check the number."),
               kh_capabilities_get_name (capabilities));
  return FALSE;
}
