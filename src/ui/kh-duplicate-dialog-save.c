/* kh-duplicate-dialog-save.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-dialog-private.h"

#include "kh-doubles-dialog.h"
#include "kh-duplicate-original.h"
#include "kh-gate.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* What Save does: it checks what was typed, asks about likely doubles, and makes the customer. What
 * is refused is said, and the rows are read again; whatever was typed stays. */

static void
forget_problems (KhDuplicateDialog *self)
{
  kh_name_field_set_problem (self->first_name, NULL);
  kh_name_field_set_problem (self->last_name, NULL);
  kh_switch_list_clear_problems (self->list);
  kh_duplicate_dialog_say (self, NULL, FALSE);
}

static KhNameField *
get_name_field (KhDuplicateDialog *self,
                KhDatapointId      id)
{
  if (id == KH_DATAPOINT_FIRST_NAME)
    return self->first_name;

  return id == KH_DATAPOINT_LAST_NAME ? self->last_name : NULL;
}

/* A row without an editor has no place for it. */
static void
show_problem (KhDuplicateDialog *self,
              const KhProblem   *problem)
{
  KhNameField *name = get_name_field (self, problem->datapoint);
  KhDuplicateRow *row = kh_duplicate_plan_get_row (self->plan, problem->datapoint);
  g_autofree char *text = NULL;

  if (name != NULL)
    kh_name_field_set_problem (name, problem->message);
  else if (kh_duplicate_row_get_typed (row))
    kh_switch_list_set_problem (self->list, G_OBJECT (row), problem->message);
  else
    {
      /* Translators: a datapoint's name, and what is wrong with its value. */
      text = g_strdup_printf (_("%s: %s"), kh_datapoint_get_label (problem->datapoint), problem->message);
      kh_duplicate_dialog_say (self, text, TRUE);
    }
}

static const KhProblem *
find_first (KhDuplicateDialog *self,
            GPtrArray         *problems)
{
  for (guint i = 0; i < problems->len; i++)
    if (get_name_field (self, ((KhProblem *) g_ptr_array_index (problems, i))->datapoint) != NULL)
      return g_ptr_array_index (problems, i);

  return g_ptr_array_index (problems, 0);
}

/* To the first: the names stand above the list. */
static void
show_problems (KhDuplicateDialog *self,
               GPtrArray         *problems)
{
  const KhProblem *first = find_first (self, problems);
  KhNameField *name = get_name_field (self, first->datapoint);

  for (guint i = 0; i < problems->len; i++)
    show_problem (self, g_ptr_array_index (problems, i));
  if (name != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (name));
      return;
    }
  gtk_editable_set_text (self->filter, "");
  kh_switch_list_set_filter (self->list, "");
  kh_switch_list_focus_item (self->list, G_OBJECT (kh_duplicate_plan_get_row (self->plan, first->datapoint)));
}

static void
begin_another (KhDuplicateDialog *self,
               KhCustomer        *copy)
{
  g_autofree char *name = kh_customer_dup_name (copy);
  g_autofree char *visible = kh_value_dup_visible (name);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_get_number (copy));
  g_autofree char *text = NULL;

  kh_duplicate_plan_clear_names (self->plan);
  kh_duplicate_plan_clear_secrets (self->plan);
  forget_problems (self);
  /* Translators: a customer's name and number. */
  text = g_strdup_printf (_("%s is saved as customer %s. Type the names of the next one."), visible, number);
  kh_duplicate_dialog_say (self, text, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->first_name));
}

static void
take_copy (KhDuplicateDialog *self,
           KhCustomer        *copy)
{
  gint64 number = kh_customer_get_number (copy);
  gboolean another = self->another;

  g_array_append_val (self->made, number);
  g_signal_emit_by_name (self, "duplicated", copy, self->n_copied, kh_duplicate_choice_count (self->rows, KH_N_TABLES),
                         another);
  if (another)
    begin_another (self, copy);
  else
    kh_duplicate_dialog_end (self);
}

static char *
dup_changed_labels (GArray  *changed,
                    guint32  groups)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < changed->len; i++)
    kh_duplicate_dialog_add_label (labels, kh_datapoint_get_label (g_array_index (changed, KhDatapointId, i)));
  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    {
      g_autofree char *label = kh_duplicate_group_dup_label (i);

      if ((groups & (guint32) 1 << i) != 0)
        kh_duplicate_dialog_add_label (labels, label);
    }

  return labels->len == 0 ? NULL : g_string_free (g_steal_pointer (&labels), FALSE);
}

static void
mark_groups (KhDuplicateDialog *self,
             guint32            groups)
{
  KhDuplicateTables *tables = kh_duplicate_plan_get_tables (self->plan);

  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    {
      KhDuplicateTableLine *line = kh_duplicate_tables_find_group (tables, i);

      if (line != NULL && (groups & (guint32) 1 << i) != 0)
        kh_switch_list_mark_changed (self->list, G_OBJECT (line));
    }
}

/* What was refused is said with what became of the rows. */
static void
tell_refusal (KhDuplicateDialog *self,
              GArray            *changed,
              guint32            groups)
{
  g_autofree char *labels = dup_changed_labels (changed, groups);
  g_autofree char *text = NULL;

  for (guint i = 0; i < changed->len; i++)
    {
      KhDatapointId id = g_array_index (changed, KhDatapointId, i);

      kh_switch_list_mark_changed (self->list, G_OBJECT (kh_duplicate_plan_get_row (self->plan, id)));
    }
  mark_groups (self, groups);
  if (labels != NULL)
    /* Translators: a sentence about why nothing was saved, then names of datapoints. */
    text = g_strdup_printf (_("%s What changed in the list: %s."), self->refusal, labels);
  kh_duplicate_dialog_say (self, text != NULL ? text : self->refusal, TRUE);
}

static void
note_shown (KhDuplicateDialog *self,
            gboolean          *shown)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    shown[i] = shown[i] || kh_duplicate_row_get_shown (kh_duplicate_plan_get_row (self->plan, (KhDatapointId) i));
}

/* What is not in the list, before or after, says nothing to whoever looks at it. */
static void
refresh (KhDuplicateDialog *self,
         KhCustomer        *original,
         GPtrArray         *rows)
{
  g_autoptr (GArray) changed = NULL;
  gboolean shown[KH_N_DATAPOINTS] = { FALSE };
  guint32 groups;

  note_shown (self, shown);
  changed = kh_duplicate_plan_refresh (self->plan, original, kh_store_get_grants (self->store),
                                       kh_store_get_catalogues (self->store));
  groups = kh_duplicate_tables_take_rows (kh_duplicate_plan_get_tables (self->plan), rows,
                                          kh_store_get_grants (self->store));
  note_shown (self, shown);
  for (guint i = changed->len; i > 0; i--)
    if (!shown[g_array_index (changed, KhDatapointId, i - 1)])
      g_array_remove_index (changed, i - 1);
  kh_duplicate_dialog_take_draft (self);
  kh_duplicate_dialog_show_name (self);
  tell_refusal (self, changed, groups);
}

static void
on_reloaded_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (KhDuplicateDialog) self = data;
  g_autoptr (KhCustomer) original = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  original = kh_duplicate_original_load_finish (result, &rows, &error);
  if (self->ended)
    return;
  kh_duplicate_dialog_set_saving (self, FALSE);
  if (original != NULL)
    refresh (self, original, rows);
  else
    kh_duplicate_dialog_say (self, error->message, TRUE);
}

/* The rows are to be what they are now, for whoever is to press Save again. */
static void
reload (KhDuplicateDialog *self,
        const GError      *error)
{
  KhCustomer *original = kh_duplicate_plan_get_original (self->plan);

  g_free (self->refusal);
  self->refusal = g_strdup (error->message);
  kh_duplicate_original_load_async (self->store, kh_customer_get_number (original), NULL, on_reloaded_cb,
                                    g_object_ref (self));
}

static gboolean
is_outdated (const GError *error)
{
  return g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT) ||
         g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID) ||
         g_error_matches (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

static void
on_duplicated_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (KhDuplicateDialog) self = data;
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (GError) error = NULL;

  copy = kh_store_duplicate_finish (KH_STORE (source), result, &error);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  if (self->ended)
    return;
  if (copy == NULL && is_outdated (error))
    {
      reload (self, error);
      return;
    }
  kh_duplicate_dialog_set_saving (self, FALSE);
  if (copy == NULL)
    kh_duplicate_dialog_say (self, error->message, TRUE);
  else
    take_copy (self, copy);
}

/* @doubles: whom the copy was shown to be likely. */
static void
make_copy (KhDuplicateDialog *self,
           GArray            *doubles)
{
  KhCustomer *original = kh_duplicate_plan_get_original (self->plan);

  kh_store_duplicate_anyway_async (self->store, kh_customer_get_number (original),
                                   kh_customer_get_revision (original), self->copy, self->secrets, self->rows, doubles,
                                   NULL, on_duplicated_cb, g_object_ref (self));
}

static void
on_doubles_chosen_cb (GObject      *source G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr (KhDuplicateDialog) self = data;
  g_autoptr (GArray) numbers = NULL;
  gint64 number = 0;
  KhDoublesAnswer answer = kh_doubles_dialog_choose_finish (result, &number);

  if (answer != KH_DOUBLES_SAVE)
    g_clear_pointer (&self->secrets, g_ptr_array_unref);
  if (self->ended)
    return;
  if (answer == KH_DOUBLES_SAVE)
    {
      numbers = kh_doubles_dialog_list_numbers (self->doubles);
      kh_duplicate_dialog_set_saving (self, TRUE);
      make_copy (self, numbers);
    }
  else if (answer == KH_DOUBLES_OPEN)
    {
      /* What is typed stays, and must not stand in the way. */
      gtk_window_set_modal (GTK_WINDOW (self), FALSE);
      g_signal_emit_by_name (self, "open-customer", number);
    }
}

static gboolean
was_made_here (KhDuplicateDialog *self,
               gint64             number)
{
  for (guint i = 0; i < self->made->len; i++)
    if (g_array_index (self->made, gint64, i) == number)
      return TRUE;

  return FALSE;
}

/* Duplicates that are made one after the other share what they were copied from. Only the
 * same name at the same door is worth a question then. */
static void
drop_siblings (KhDuplicateDialog *self,
               GPtrArray         *doubles)
{
  for (guint i = doubles->len; i > 0; i--)
    {
      KhDouble *found = g_ptr_array_index (doubles, i - 1);

      if (kh_double_get_reasons (found) == KH_DOUBLE_PHONE && was_made_here (self, kh_double_get_number (found)))
        g_ptr_array_remove_index (doubles, i - 1);
    }
}

static void
on_doubles_found_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (KhDuplicateDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) doubles = kh_store_find_doubles_of_finish (KH_STORE (source), result, &error);

  if (self->ended)
    return;
  if (doubles != NULL)
    drop_siblings (self, doubles);
  if (doubles != NULL && doubles->len == 0)
    {
      make_copy (self, NULL);
      return;
    }

  kh_duplicate_dialog_set_saving (self, FALSE);
  if (doubles == NULL)
    {
      kh_duplicate_dialog_say (self, error->message, TRUE);
      return;
    }
  g_clear_pointer (&self->doubles, g_ptr_array_unref);
  self->doubles = g_steal_pointer (&doubles);
  kh_doubles_dialog_choose_async (GTK_WINDOW (self), self->doubles, self->cancellable, on_doubles_chosen_cb,
                                  g_object_ref (self));
}

void
kh_duplicate_dialog_save (KhDuplicateDialog *self,
                          gboolean           another)
{
  g_autoptr (GPtrArray) problems = NULL;

  forget_problems (self);
  problems = kh_duplicate_plan_validate (self->plan);
  if (problems->len > 0)
    {
      show_problems (self, problems);
      return;
    }

  self->another = another;
  self->n_copied = kh_duplicate_plan_count_copied (self->plan);
  g_clear_object (&self->copy);
  self->copy = kh_duplicate_plan_make_customer (self->plan);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  self->secrets = kh_duplicate_plan_dup_secrets (self->plan);
  g_clear_pointer (&self->rows, kh_duplicate_choice_free);
  self->rows = kh_duplicate_tables_dup_choice (kh_duplicate_plan_get_tables (self->plan));
  kh_duplicate_dialog_set_saving (self, TRUE);
  kh_store_find_doubles_of_async (self->store, self->copy,
                                  kh_customer_get_number (kh_duplicate_plan_get_original (self->plan)),
                                  self->cancellable, on_doubles_found_cb, g_object_ref (self));
}
