/* kh-duplicate-summary.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-private.h"
#include "kh-duplicate-tables.h"

#include <glib/gi18n-lib.h>

/* What a plan comes to: what is wrong with it, what it copies and what it leaves out. */

static KhDuplicateRow *
get_row (KhDuplicatePlan *self,
         guint            i)
{
  return kh_duplicate_plan_get_row (self, (KhDatapointId) i);
}

/**
 * kh_duplicate_plan_is_typed:
 * @self: a plan
 *
 * Returns: whether anything was typed that would be lost
 */
gboolean
kh_duplicate_plan_is_typed (KhDuplicatePlan *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), FALSE);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_duplicate_row_get_typed (get_row (self, i)) &&
        kh_draft_is_dirty (kh_duplicate_plan_get_draft (self), (KhDatapointId) i))
      return TRUE;

  return FALSE;
}

/**
 * kh_duplicate_plan_count_copied:
 * @self: a plan
 *
 * Returns: how many values of the original the new customer gets
 */
guint
kh_duplicate_plan_count_copied (KhDuplicatePlan *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), 0);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    n += kh_duplicate_row_get_on (get_row (self, i)) ? 1 : 0;

  return n;
}

/**
 * kh_duplicate_plan_dup_rows_text:
 * @self: a plan
 *
 * Returns: (transfer full) (nullable): the sentence that says how many rows of tables go with the values, or
 *   %NULL for none
 */
char *
kh_duplicate_plan_dup_rows_text (KhDuplicatePlan *self)
{
  g_autoptr (KhDuplicateChoice) choice = NULL;
  guint n;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  choice = kh_duplicate_tables_dup_choice (kh_duplicate_plan_get_tables (self));
  n = kh_duplicate_choice_count (choice, KH_N_TABLES);
  if (n == 0)
    return NULL;

  /* Translators: of contacts, systems, zones and so on. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row goes with them.", "%u rows go with them.", n), n);
}

/**
 * kh_duplicate_plan_count_left_out:
 * @self: a plan
 *
 * Counts what the member may not see, whether the original has a value of it or not, and
 * the values that the member may see and not set. A group of rows counts as one.
 *
 * Returns: how many datapoints are not copied for want of a grant
 */
guint
kh_duplicate_plan_count_left_out (KhDuplicatePlan *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), 0);

  n = kh_duplicate_tables_count_left_out (kh_duplicate_plan_get_tables (self));
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    n += kh_duplicate_row_get_left_out (get_row (self, i)) ? 1 : 0;

  return n;
}

static void
add_label (GString    *labels,
           const char *label)
{
  if (labels->len > 0)
    /* Translators: stands between the names of a list. */
    g_string_append (labels, _(", "));
  g_string_append (labels, label);
}

static char *
dup_lacking (KhDuplicatePlan *self)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_duplicate_row_get_lacking (get_row (self, i)))
      add_label (labels, kh_duplicate_row_get_label (get_row (self, i)));
  if (labels->len == 0)
    return NULL;

  /* Translators: the names of one or more datapoints, such as Passcode. */
  return g_strdup_printf (_("The new customer will be without %s, which is required. Ask somebody who may set it "
                            "to fill it in."), labels->str);
}

/**
 * kh_duplicate_plan_dup_left_out:
 * @self: a plan
 *
 * Returns: (transfer full) (nullable): the sentences that say how much is not copied for want
 *   of a grant, and what the new customer should have and does not get, or %NULL when nothing
 *   is
 */
char *
kh_duplicate_plan_dup_left_out (KhDuplicatePlan *self)
{
  guint n = kh_duplicate_plan_count_left_out (self);
  g_autofree char *lacking = dup_lacking (self);
  g_autofree char *left_out = NULL;

  if (n == 0)
    return g_steal_pointer (&lacking);
  left_out = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u datapoint is not copied, because you may not view it or not set it.",
                                           "%u datapoints are not copied, because you may not view them or not set them.",
                                           n), n);

  return lacking == NULL ? g_steal_pointer (&left_out) : g_strconcat (left_out, " ", lacking, NULL);
}

static KhProblem *
find_problem (GPtrArray     *problems,
              KhDatapointId  id)
{
  for (guint i = 0; i < problems->len; i++)
    {
      KhProblem *problem = g_ptr_array_index (problems, i);

      if (problem->datapoint == id)
        return problem;
    }

  return NULL;
}

/* What was typed and is no value is said as it is, not as something missing. */
static void
add_typed_error (GPtrArray     *problems,
                 KhDatapointId  id,
                 const char    *error)
{
  KhProblem *problem = find_problem (problems, id);

  if (problem == NULL)
    {
      problem = g_new0 (KhProblem, 1);
      problem->datapoint = id;
      g_ptr_array_add (problems, problem);
    }
  g_free (problem->message);
  problem->message = g_strdup (error);
  problem->missing = FALSE;
}

/* What is sealed is not asked of whoever may not set it. */
static void
drop_sealed (KhDuplicatePlan *self,
             GPtrArray       *problems)
{
  for (guint i = problems->len; i > 0; i--)
    {
      const KhProblem *problem = g_ptr_array_index (problems, i - 1);

      if (kh_datapoint_get (problem->datapoint)->sealed &&
          !kh_duplicate_row_get_required (get_row (self, problem->datapoint)))
        g_ptr_array_remove_index (problems, i - 1);
    }
}

/**
 * kh_duplicate_plan_validate:
 * @self: a plan
 *
 * Returns: (transfer full) (element-type KhProblem): what stands in the way of making the new
 *   customer, none if it can be made
 */
GPtrArray *
kh_duplicate_plan_validate (KhDuplicatePlan *self)
{
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (KhDraft) whole = NULL;
  GPtrArray *problems = NULL;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  copy = kh_duplicate_plan_dup_copy (self);
  whole = kh_draft_new (copy, kh_draft_get_catalogues (kh_duplicate_plan_get_draft (self)));
  problems = kh_draft_validate (whole, KH_N_SECTIONS);
  drop_sealed (self, problems);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const char *error = kh_draft_get_error (kh_duplicate_plan_get_draft (self), (KhDatapointId) i);

      if (error != NULL && kh_duplicate_row_get_typed (get_row (self, i)))
        add_typed_error (problems, (KhDatapointId) i, error);
    }

  return problems;
}

/**
 * kh_duplicate_plan_list_secrets:
 * @self: a plan
 *
 * Returns: (transfer full) (element-type KhDatapointId): what is sealed and is to be copied,
 *   to be warned of
 */
GArray *
kh_duplicate_plan_list_secrets (KhDuplicatePlan *self)
{
  GArray *secrets = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), secrets);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (kh_datapoint_get (id)->sealed && kh_duplicate_row_get_on (get_row (self, i)))
        g_array_append_val (secrets, id);
    }

  return secrets;
}

static void
add_column_labels (KhDuplicatePlan *self,
                   GString         *labels)
{
  KhDuplicateTables *tables = kh_duplicate_plan_get_tables (self);

  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    {
      KhDuplicateTableLine *line = kh_duplicate_tables_find_group (tables, i);

      if (kh_duplicate_group_get (i)->column != KH_COLUMN_NONE && line != NULL && kh_duplicate_table_line_get_on (line))
        add_label (labels, kh_duplicate_table_line_get_label (line));
    }
}

/**
 * kh_duplicate_plan_dup_secret_labels:
 * @self: a plan
 *
 * Returns: (transfer full) (nullable): the names of what is sealed and is to be copied, with that of the rows,
 *   as a list in one sentence, or %NULL when nothing is
 */
char *
kh_duplicate_plan_dup_secret_labels (KhDuplicatePlan *self)
{
  g_autoptr (GArray) secrets = NULL;
  g_autoptr (GString) labels = g_string_new (NULL);

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), NULL);

  secrets = kh_duplicate_plan_list_secrets (self);
  for (guint i = 0; i < secrets->len; i++)
    add_label (labels, kh_datapoint_get_label (g_array_index (secrets, KhDatapointId, i)));
  add_column_labels (self, labels);

  return labels->len == 0 ? NULL : g_string_free (g_steal_pointer (&labels), FALSE);
}

/**
 * kh_duplicate_plan_dup_secrets:
 * @self: a plan
 *
 * Gives what is sealed and was typed for the new customer. Several customers cannot be made
 * with it: one passcode for all of them would let each of them into the others' homes.
 *
 * Returns: (transfer full) (element-type KhSecretChange): what is to be kept, for the store
 */
GPtrArray *
kh_duplicate_plan_dup_secrets (KhDuplicatePlan *self)
{
  GPtrArray *secrets = kh_secret_changes_new ();

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (self), secrets);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhSecretChange *change = NULL;

      if (kh_duplicate_row_get_typed (get_row (self, i)))
        change = kh_draft_dup_secret (kh_duplicate_plan_get_draft (self), (KhDatapointId) i);
      if (change != NULL)
        g_ptr_array_add (secrets, change);
    }

  return secrets;
}
