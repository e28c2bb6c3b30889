/* kh-duplicate-several-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-several-dialog.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-duplicate-original.h"
#include "kh-duplicate-tables.h"
#include "kh-gate.h"
#include "kh-several-doubles.h"
#include "kh-several-lines.h"
#include "kh-several-table.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhDuplicateSeveralDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *add_button;
  GtkLabel *banner;
  GtkButton *cancel_button;
  GtkLabel *count;
  GtkStack *foot;
  GtkButton *make_button;
  GtkButton *paste_button;
  GtkProgressBar *progress;
  GtkLabel *secrets;
  GtkStack *stack;
  GtkLabel *status;
  GtkLabel *subtitle;
  KhSeveralTable *table;

  /* Owned; the run is there while customers are made */
  KhStore *store;
  KhDuplicatePlan *plan;
  KhSeveralLines *lines;
  KhSeveralDoubles *doubles;
  GCancellable *run;
  char *refusal;

  /* State */
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (KhDuplicateSeveralDialog, kh_duplicate_several_dialog, GTK_TYPE_WINDOW)

enum {
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is said */

static void
say (KhDuplicateSeveralDialog *self,
     const char               *text)
{
  gtk_label_set_text (self->banner, text == NULL ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->banner), text != NULL);
}

static char *
dup_count (guint n,
           guint n_bad)
{
  g_autofree char *good = g_strdup_printf (ngettext ("%u customer is ready to be made.",
                                                     "%u customers are ready to be made.", n), n);

  if (n_bad == 0)
    return g_steal_pointer (&good);

  /* Translators: two counts. */
  return g_strdup_printf (ngettext ("%u of %u lines is wrong. Correct it with Enter, or take it out with Delete.",
                                    "%u of %u lines are wrong. Correct them with Enter, or take them out with Delete.",
                                    n_bad), n_bad, n);
}

static void
update_count (KhDuplicateSeveralDialog *self,
              guint                     n,
              guint                     n_bad,
              guint                     n_noted)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *count = dup_count (n, n_bad);

  g_string_append (text, count);
  if (n_noted > 0)
    g_string_append_printf (text, ngettext (" %u line looks like a double; that does not keep it from being made.",
                                            " %u lines look like doubles; that does not keep them from being made.",
                                            n_noted), n_noted);
  gtk_label_set_text (self->count, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 0);
  if (n_bad > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "warning");
}

static void
update_make_button (KhDuplicateSeveralDialog *self,
                    guint                     n)
{
  g_autofree char *label = n == 0 ? g_strdup (_("_Make Customers"))
                                  : g_strdup_printf (ngettext ("_Make %u Customer", "_Make %u Customers", n), n);

  gtk_button_set_label (self->make_button, label);
  kh_accessible_name_button (self->make_button);
}

/* The one place that decides what can be done now. */
static void
update_actions (KhDuplicateSeveralDialog *self)
{
  gboolean waits = self->run == NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "several.paste", waits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "several.add", waits && n < KH_DUPLICATE_MOST_LINES);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "several.make", waits && n > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->table), waits);
  gtk_stack_set_visible_child_name (self->foot, waits ? "status" : "progress");
}

static void
on_lines_noted_cb (KhDuplicateSeveralDialog *self)
{
  guint n_bad;
  guint n_noted;
  guint n = kh_several_lines_count (self->lines, &n_bad, &n_noted);

  update_count (self, n, n_bad, n_noted);
}

static void
on_lines_changed_cb (KhDuplicateSeveralDialog *self)
{
  guint n_bad;
  guint n_noted;
  guint n = kh_several_lines_count (self->lines, &n_bad, &n_noted);

  say (self, NULL);
  update_count (self, n, n_bad, n_noted);
  update_make_button (self, n);
  update_actions (self);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "empty");
  if (n == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->paste_button));
}

static void
update_secrets (KhDuplicateSeveralDialog *self)
{
  g_autofree char *labels = kh_duplicate_plan_dup_secret_labels (self->plan);
  g_autofree char *text = NULL;

  if (labels != NULL)
    /* Translators: the names of one or more datapoints, such as Passcode. */
    text = g_strdup_printf (_("%s: all of these customers will have the original’s. Turn it off in Duplicate unless they belong to the same person."),
                            labels);
  gtk_label_set_text (self->secrets, text == NULL ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->secrets), text != NULL);
}

/* The original's unit is nobody else's. */
static guint
count_copied (KhDuplicateSeveralDialog *self)
{
  KhDuplicateRow *unit = kh_duplicate_plan_get_row (self->plan, KH_DATAPOINT_ADDRESS_2);

  return kh_duplicate_plan_count_copied (self->plan) - (kh_duplicate_row_get_on (unit) ? 1 : 0);
}

static char *
dup_status (KhDuplicateSeveralDialog *self)
{
  guint n = count_copied (self);
  g_autofree char *values = g_strdup_printf (ngettext ("%u value of the original is copied to each.",
                                                       "%u values of the original are copied to each.", n), n);
  g_autofree char *rows = kh_duplicate_plan_dup_rows_text (self->plan);

  return rows == NULL ? g_steal_pointer (&values) : g_strconcat (values, " ", rows, NULL);
}

static void
update_plan (KhDuplicateSeveralDialog *self)
{
  g_autofree char *text = dup_status (self);
  g_autofree char *name = kh_customer_dup_name (kh_duplicate_plan_get_original (self->plan));
  g_autofree char *visible = kh_value_dup_visible (name);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (self->plan);

  kh_several_lines_set_address (self->lines, kh_customer_get (copy, KH_DATAPOINT_ADDRESS_1));
  kh_several_doubles_set_copy (self->doubles, copy,
                               kh_customer_get_number (kh_duplicate_plan_get_original (self->plan)));
  gtk_label_set_text (self->status, text);
  gtk_label_set_text (self->subtitle, visible);
  update_secrets (self);
}

/* Making */

static void
end (KhDuplicateSeveralDialog *self)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
end_run (KhDuplicateSeveralDialog *self)
{
  g_clear_object (&self->run);
  gtk_progress_bar_set_fraction (self->progress, 0);
  update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->make_button));
}

static void
on_reloaded_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (KhDuplicateSeveralDialog) self = data;
  g_autoptr (KhCustomer) original = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) changed = NULL;
  g_autoptr (GError) error = NULL;
  KhGrants grants = kh_store_get_grants (self->store);

  original = kh_duplicate_original_load_finish (result, &rows, &error);
  if (self->ended)
    return;
  if (original != NULL)
    {
      changed = kh_duplicate_plan_refresh (self->plan, original, grants, kh_store_get_catalogues (self->store));
      kh_duplicate_tables_take_rows (kh_duplicate_plan_get_tables (self->plan), rows, grants);
    }
  end_run (self);
  say (self, error != NULL ? error->message : self->refusal);
}

static gboolean
is_outdated (const GError *error)
{
  return g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT) ||
         g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID) ||
         g_error_matches (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* Whoever presses the button again makes them of the original as it is by then. */
static void
take_refusal (KhDuplicateSeveralDialog *self,
              const GError             *error)
{
  if (is_outdated (error))
    {
      g_free (self->refusal);
      self->refusal = g_strdup (error->message);
      kh_duplicate_original_load_async (self->store,
                                        kh_customer_get_number (kh_duplicate_plan_get_original (self->plan)), NULL,
                                        on_reloaded_cb, g_object_ref (self));
      return;
    }
  end_run (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _("You stopped it, and no customer was made. The lines are as they were."));
  else
    say (self, error->message);
}

static void
on_made_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (KhDuplicateSeveralDialog) self = data;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;

  numbers = kh_store_duplicate_many_finish (KH_STORE (source), result, &error);
  if (self->ended)
    return;
  if (numbers == NULL)
    {
      take_refusal (self, error);
      return;
    }
  g_signal_emit (self, signals[MADE], 0, kh_duplicate_plan_get_original (self->plan), numbers);
  end (self);
}

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer data)
{
  KhDuplicateSeveralDialog *self = data;
  g_autofree char *text = NULL;

  if (self->ended)
    return;
  /* Translators: two counts. */
  text = g_strdup_printf (_("%u of %u customers"), done, total);
  gtk_progress_bar_set_text (self->progress, text);
  gtk_progress_bar_set_fraction (self->progress, (double) done / total);
}

static gboolean
is_of_lines (KhDatapointId id)
{
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    if (kh_duplicate_lines_get_datapoint (i) == id)
      return TRUE;

  return FALSE;
}

/* What all of them lack is no matter of a line. */
static gboolean
check_plan (KhDuplicateSeveralDialog *self)
{
  g_autoptr (GPtrArray) problems = kh_duplicate_plan_validate (self->plan);

  for (guint i = 0; i < problems->len; i++)
    {
      const KhProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *text = NULL;

      if (is_of_lines (problem->datapoint))
        continue;
      /* Translators: a datapoint's name, and what is wrong with its value. */
      text = g_strdup_printf (_("%s: %s Do so in Duplicate, then choose For Several there."),
                              kh_datapoint_get_label (problem->datapoint), problem->message);
      say (self, text);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_lines (KhDuplicateSeveralDialog *self)
{
  guint bad = kh_several_lines_find_bad (self->lines);

  if (bad == G_MAXUINT)
    return TRUE;
  kh_several_table_focus_line (self->table, bad);

  return FALSE;
}

static void
on_make_activated_cb (GtkWidget  *widget,
                      const char *action G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateSeveralDialog *self = KH_DUPLICATE_SEVERAL_DIALOG (widget);
  KhCustomer *original = kh_duplicate_plan_get_original (self->plan);
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (KhDuplicateChoice) rows = NULL;

  kh_several_table_end_edit (self->table);
  say (self, NULL);
  if (!check_lines (self) || !check_plan (self))
    return;

  copy = kh_duplicate_plan_make_customer (self->plan);
  rows = kh_duplicate_tables_dup_choice (kh_duplicate_plan_get_tables (self->plan));
  self->run = g_cancellable_new ();
  on_progress_cb (0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)), self);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  update_actions (self);
  kh_store_duplicate_many_async (self->store, kh_customer_get_number (original), kh_customer_get_revision (original),
                                 copy, rows, kh_several_lines_get_lines (self->lines), on_progress_cb, self, self->run,
                                 on_made_cb, g_object_ref (self));
}

/* Pasting */

static void
on_pasted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhDuplicateSeveralDialog) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  guint first = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  g_autoptr (GError) error = NULL;

  if (self->ended || self->run != NULL)
    return;
  if (text == NULL)
    say (self, _("There is no text to paste. Copy the lines in the spreadsheet, then paste again."));
  else if (!kh_several_lines_paste (self->lines, text, &error))
    say (self, error->message);
  else
    kh_several_table_focus_line (self->table, first);
}

static void
on_paste_activated_cb (GtkWidget  *widget,
                       const char *action G_GNUC_UNUSED,
                       GVariant   *parameter G_GNUC_UNUSED)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_pasted_cb, g_object_ref (widget));
}

static void
on_add_activated_cb (GtkWidget  *widget,
                     const char *action G_GNUC_UNUSED,
                     GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateSeveralDialog *self = KH_DUPLICATE_SEVERAL_DIALOG (widget);

  kh_several_table_end_edit (self->table);
  if (kh_several_lines_add (self->lines))
    kh_several_table_edit_line (self->table, g_list_model_get_n_items (G_LIST_MODEL (self->lines)) - 1, 0);
}

/* Closing */

static void
on_discard_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhDuplicateSeveralDialog) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT)
    end (self);
}

static void
on_cancel_activated_cb (GtkWidget  *widget,
                        const char *action G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateSeveralDialog *self = KH_DUPLICATE_SEVERAL_DIALOG (widget);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  g_autofree char *title = NULL;

  if (self->run != NULL)
    {
      g_cancellable_cancel (self->run);
      return;
    }
  if (n == 0)
    {
      end (self);
      return;
    }
  title = g_strdup_printf (ngettext ("Discard %u line?", "Discard %u lines?", n), n);
  kh_dialogs_ask_async (GTK_WINDOW (self), title, _("No customer is made of them yet."), NULL,
                        _("_Keep"), NULL, _("_Discard"), KH_DIALOG_DESTRUCTIVE, NULL,
                        on_discard_answered_cb, g_object_ref (self));
}

static gboolean
kh_duplicate_several_dialog_close_request (GtkWindow *window)
{
  on_cancel_activated_cb (GTK_WIDGET (window), NULL, NULL);

  return TRUE;
}

static void
kh_duplicate_several_dialog_dispose (GObject *object)
{
  KhDuplicateSeveralDialog *self = KH_DUPLICATE_SEVERAL_DIALOG (object);

  /* Closed from outside, as at the end of the program: nobody is to find half of it wanted. */
  self->ended = TRUE;
  if (self->run != NULL)
    g_cancellable_cancel (self->run);
  g_clear_object (&self->run);
  if (self->doubles != NULL)
    kh_several_doubles_stop (self->doubles);
  g_clear_object (&self->doubles);
  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  if (self->plan != NULL)
    g_signal_handlers_disconnect_by_data (self->plan, self);
  g_clear_object (&self->plan);
  g_clear_object (&self->store);
  g_clear_pointer (&self->refusal, g_free);

  G_OBJECT_CLASS (kh_duplicate_several_dialog_parent_class)->dispose (object);
}

static void
kh_duplicate_several_dialog_finalize (GObject *object)
{
  g_object_unref (KH_DUPLICATE_SEVERAL_DIALOG (object)->lines);

  G_OBJECT_CLASS (kh_duplicate_several_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_SEVERAL_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/keyholder/Keyholder/ui/kh-duplicate-several-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, count);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, foot);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, make_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, paste_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, secrets);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, status);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, subtitle);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateSeveralDialog, table);
}

static void
kh_duplicate_several_dialog_class_init (KhDuplicateSeveralDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_duplicate_several_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_duplicate_several_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kh_duplicate_several_dialog_close_request;

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, KH_TYPE_CUSTOMER, G_TYPE_ARRAY);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "several.add", NULL, on_add_activated_cb);
  gtk_widget_class_install_action (widget_class, "several.cancel", NULL, on_cancel_activated_cb);
  gtk_widget_class_install_action (widget_class, "several.make", NULL, on_make_activated_cb);
  gtk_widget_class_install_action (widget_class, "several.paste", NULL, on_paste_activated_cb);
}

static void
kh_duplicate_several_dialog_init (KhDuplicateSeveralDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->add_button);
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->paste_button);
  self->lines = kh_several_lines_new ();
  kh_several_table_set_lines (self->table, self->lines);
  g_signal_connect_object (self->lines, "changed", G_CALLBACK (on_lines_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lines, "noted", G_CALLBACK (on_lines_noted_cb), self, G_CONNECT_SWAPPED);
}

GtkWindow *
kh_duplicate_several_dialog_new (GtkWindow       *parent,
                                 KhStore         *store,
                                 KhDuplicatePlan *plan)
{
  KhDuplicateSeveralDialog *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (plan), NULL);

  self = g_object_new (KH_TYPE_DUPLICATE_SEVERAL_DIALOG, "transient-for", parent, NULL);
  self->store = g_object_ref (store);
  self->plan = g_object_ref (plan);
  self->doubles = kh_several_doubles_new (store, self->lines);
  g_signal_connect_object (plan, "changed", G_CALLBACK (update_plan), self, G_CONNECT_SWAPPED);
  update_plan (self);
  on_lines_changed_cb (self);
  check_plan (self);

  return GTK_WINDOW (self);
}

char *
kh_duplicate_several_dup_sentence (KhCustomer *original,
                                   guint       n)
{
  g_autofree char *name = NULL;
  g_autofree char *visible = NULL;

  g_return_val_if_fail (KH_IS_CUSTOMER (original), NULL);

  name = kh_customer_dup_name (original);
  visible = kh_value_dup_visible (name);

  /* Translators: how many, and the name of the customer they are like. */
  return g_strdup_printf (ngettext ("%u customer was made from %s.", "%u customers were made from %s.", n), n, visible);
}
