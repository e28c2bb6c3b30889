/* kh-duplicate-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-dialog-private.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-duplicate-list.h"
#include "kh-focus.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than this and somebody wonders whether anything happens. */
#define PATIENCE_MS 200

G_DEFINE_FINAL_TYPE (KhDuplicateDialog, kh_duplicate_dialog, GTK_TYPE_WINDOW)

enum {
  DUPLICATED,
  OPEN_CUSTOMER,
  SEVERAL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The list shows the plan. */

static guint
count_free (GListModel *model,
            KhSection   section,
            guint      *n_on)
{
  return kh_duplicate_plan_count_free (kh_duplicate_list_get_plan (KH_DUPLICATE_LIST (model)), section, n_on);
}

static guint
set_section (GListModel *model,
             KhSection   section,
             gboolean    on)
{
  return kh_duplicate_plan_set_section (kh_duplicate_list_get_plan (KH_DUPLICATE_LIST (model)), section, on);
}

static char *
dup_count (guint n_on,
           guint n_rows)
{
  /* Translators: how many of a section's values are copied, and of how many. */
  return g_strdup_printf (_("%u of %u copied"), n_on, n_rows);
}

static const KhSwitchModel plan_model = { count_free, set_section, dup_count };

void
kh_duplicate_dialog_add_label (GString    *labels,
                               const char *label)
{
  if (labels->len > 0)
    /* Translators: stands between the names of a list. */
    g_string_append (labels, _(", "));
  g_string_append (labels, label);
}

/* What is said */

void
kh_duplicate_dialog_say (KhDuplicateDialog *self,
                         const char        *text,
                         gboolean           warning)
{
  if (warning)
    gtk_widget_add_css_class (GTK_WIDGET (self->banner), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->banner), "warning");
  gtk_label_set_text (self->banner, text == NULL ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->banner), text != NULL);
}

static void
update_status (KhDuplicateDialog *self)
{
  guint n = kh_duplicate_plan_count_copied (self->plan);
  g_autofree char *values = g_strdup_printf (ngettext ("%u value is copied.", "%u values are copied.", n), n);
  g_autofree char *rows = kh_duplicate_plan_dup_rows_text (self->plan);
  g_autofree char *text = rows == NULL ? g_steal_pointer (&values) : g_strconcat (values, " ", rows, NULL);

  gtk_label_set_text (self->status, self->saving ? _("Saving the new customer…") : text);
}

/* What appears below the list must not push the row that somebody is on out of sight. */
static void
show_foot (KhDuplicateDialog *self,
           GtkLabel          *label,
           const char        *text)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean visible = text != NULL;

  gtk_label_set_text (label, visible ? text : "");
  if (gtk_widget_get_visible (GTK_WIDGET (label)) == visible)
    return;
  gtk_widget_set_visible (GTK_WIDGET (label), visible);
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    kh_focus_show_whole (focus);
}

static void
update_warning (KhDuplicateDialog *self)
{
  g_autofree char *labels = kh_duplicate_plan_dup_secret_labels (self->plan);
  g_autofree char *text = NULL;

  if (labels != NULL)
    /* Translators: the names of one or more datapoints, such as Passcode. */
    text = g_strdup_printf (_("%s: both customers will have the same, and whoever knows one knows the other’s. Turn it off unless they belong to the same person."),
                            labels);
  show_foot (self, self->warning, text);
}

static void
update_left_out (KhDuplicateDialog *self)
{
  g_autofree char *text = kh_duplicate_plan_dup_left_out (self->plan);

  show_foot (self, self->left_out, text);
}

static gboolean
is_required (KhDuplicateDialog *self,
             KhDatapointId      id)
{
  return kh_duplicate_row_get_required (kh_duplicate_plan_get_row (self->plan, id));
}

static void
update (KhDuplicateDialog *self)
{
  kh_name_field_set_required (self->first_name, is_required (self, KH_DATAPOINT_FIRST_NAME));
  kh_name_field_set_required (self->last_name, is_required (self, KH_DATAPOINT_LAST_NAME));
  update_status (self);
  update_warning (self);
  update_left_out (self);
}

static void
update_actions (KhDuplicateDialog *self)
{
  static const char * const actions[] = {
    "duplicate.as-original", "duplicate.cancel", "duplicate.reset", "duplicate.save", "duplicate.save-another",
    "duplicate.several",
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], !self->saving);
  update_status (self);
}

/* Another draft comes with other lists. */
void
kh_duplicate_dialog_take_draft (KhDuplicateDialog *self)
{
  KhDraft *draft = kh_duplicate_plan_get_draft (self->plan);

  kh_name_field_set_draft (self->first_name, draft);
  kh_name_field_set_draft (self->last_name, draft);
  kh_switch_list_set_draft (self->list, draft);
}

void
kh_duplicate_dialog_show_name (KhDuplicateDialog *self)
{
  g_autofree char *name = kh_customer_dup_name (kh_duplicate_plan_get_original (self->plan));
  g_autofree char *visible = kh_value_dup_visible (name);

  gtk_label_set_text (self->subtitle, visible);
}

/* Waiting */

static gboolean
on_patience_over_cb (gpointer data)
{
  KhDuplicateDialog *self = data;

  self->patience = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

void
kh_duplicate_dialog_set_saving (KhDuplicateDialog *self,
                                gboolean           saving)
{
  self->saving = saving;
  g_clear_handle_id (&self->patience, g_source_remove);
  if (saving)
    self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  /* What is typed now would be in no customer; the focus stays where it is. */
  gtk_widget_set_can_target (self->content, !saving);
  update_actions (self);
}

/* Actions */

void
kh_duplicate_dialog_end (KhDuplicateDialog *self)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_save_activated_cb (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  kh_duplicate_dialog_save (KH_DUPLICATE_DIALOG (widget), g_str_equal (action, "duplicate.save-another"));
}

static void
on_discard_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhDuplicateDialog) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT)
    kh_duplicate_dialog_end (self);
}

static void
on_cancel_activated_cb (GtkWidget  *widget,
                        const char *action G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateDialog *self = KH_DUPLICATE_DIALOG (widget);

  if (self->saving)
    return;
  if (!kh_duplicate_plan_is_typed (self->plan))
    kh_duplicate_dialog_end (self);
  else
    kh_dialogs_ask_async (GTK_WINDOW (self), _("Discard what you typed?"),
                          _("The new customer is not saved yet."), NULL,
                          _("_Keep"), NULL, _("_Discard"), KH_DIALOG_DESTRUCTIVE, NULL,
                          on_discard_answered_cb, g_object_ref (self));
}

static void
on_several_activated_cb (GtkWidget  *widget,
                         const char *action G_GNUC_UNUSED,
                         GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateDialog *self = KH_DUPLICATE_DIALOG (widget);

  g_signal_emit (self, signals[SEVERAL], 0, self->plan);
  kh_duplicate_dialog_end (self);
}

static void
on_reset_activated_cb (GtkWidget  *widget,
                       const char *action G_GNUC_UNUSED,
                       GVariant   *parameter G_GNUC_UNUSED)
{
  kh_duplicate_plan_reset (KH_DUPLICATE_DIALOG (widget)->plan);
}

static void
on_as_original_activated_cb (GtkWidget  *widget,
                             const char *action G_GNUC_UNUSED,
                             GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateDialog *self = KH_DUPLICATE_DIALOG (widget);

  kh_duplicate_plan_fill_names (self->plan);
  gtk_widget_grab_focus (GTK_WIDGET (self->first_name));
}

static void
on_filter_activated_cb (GtkWidget  *widget,
                        const char *action G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  gtk_widget_grab_focus (GTK_WIDGET (KH_DUPLICATE_DIALOG (widget)->filter));
}

/* The filter */

static void
on_filter_changed_cb (KhDuplicateDialog *self)
{
  const char *text = gtk_editable_get_text (self->filter);

  kh_switch_list_set_filter (self->list, text);
  kh_duplicate_tables_set_searched (kh_duplicate_plan_get_tables (self->plan), text[strspn (text, " ")] != '\0');
}

/* Escape empties the entry, and is as anywhere else when it is empty. */
static void
on_filter_stop_cb (KhDuplicateDialog *self)
{
  if (*gtk_editable_get_text (self->filter) != '\0')
    gtk_editable_set_text (self->filter, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "duplicate.cancel", NULL);
}

static void
on_filter_activate_cb (KhDuplicateDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static gboolean
on_filter_key_pressed_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                          guint                  keyval,
                          guint                  keycode G_GNUC_UNUSED,
                          GdkModifierType        state G_GNUC_UNUSED,
                          KhDuplicateDialog     *self)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->list));

  return GDK_EVENT_STOP;
}

static void
on_list_locked_cb (KhDuplicateDialog *self,
                   const char        *reason)
{
  gtk_label_set_text (self->status, reason);
}

static gboolean
kh_duplicate_dialog_close_request (GtkWindow *window)
{
  on_cancel_activated_cb (GTK_WIDGET (window), NULL, NULL);

  return TRUE;
}

static void
kh_duplicate_dialog_dispose (GObject *object)
{
  KhDuplicateDialog *self = KH_DUPLICATE_DIALOG (object);

  self->ended = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->plan != NULL)
    g_signal_handlers_disconnect_by_data (self->plan, self);
  g_clear_object (&self->plan);
  g_clear_object (&self->store);
  g_clear_object (&self->copy);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  g_clear_pointer (&self->rows, kh_duplicate_choice_free);
  g_clear_pointer (&self->doubles, g_ptr_array_unref);
  g_clear_pointer (&self->refusal, g_free);

  G_OBJECT_CLASS (kh_duplicate_dialog_parent_class)->dispose (object);
}

static void
kh_duplicate_dialog_finalize (GObject *object)
{
  KhDuplicateDialog *self = KH_DUPLICATE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_array_unref (self->made);

  G_OBJECT_CLASS (kh_duplicate_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_NAME_FIELD);
  g_type_ensure (KH_TYPE_SWITCH_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-duplicate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, another_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, content);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, filter);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, first_name);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, last_name);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, left_out);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, list);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, original_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, reset_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, several_button);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, status);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, subtitle);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDialog, warning);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_locked_cb);
}

static void
kh_duplicate_dialog_class_init (KhDuplicateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_duplicate_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_duplicate_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kh_duplicate_dialog_close_request;

  signals[DUPLICATED] = g_signal_new ("duplicated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 4, KH_TYPE_CUSTOMER, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[OPEN_CUSTOMER] = g_signal_new ("open-customer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SEVERAL] = g_signal_new ("several", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, KH_TYPE_DUPLICATE_PLAN);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "duplicate.as-original", NULL, on_as_original_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate.cancel", NULL, on_cancel_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate.filter", NULL, on_filter_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate.reset", NULL, on_reset_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate.save", NULL, on_save_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate.save-another", NULL, on_save_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate.several", NULL, on_several_activated_cb);
}

static void
kh_duplicate_dialog_init (KhDuplicateDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->made = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->another_button);
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->original_button);
  kh_accessible_name_button (self->reset_button);
  kh_accessible_name_button (self->save_button);
  kh_accessible_name_button (self->several_button);
  kh_accessible_name_widget (GTK_WIDGET (self->filter), _("Filter"));
  kh_name_field_set_datapoint (self->first_name, KH_DATAPOINT_FIRST_NAME, _("_First Name"));
  kh_name_field_set_datapoint (self->last_name, KH_DATAPOINT_LAST_NAME, _("_Last Name"));
}

GtkWindow *
kh_duplicate_dialog_new (GtkWindow  *parent,
                         KhStore    *store,
                         KhCustomer *original,
                         GPtrArray  *rows)
{
  KhDuplicateDialog *self;
  g_autoptr (KhDuplicateDefaults) switches = NULL;
  g_autoptr (KhDuplicateList) list = NULL;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_CUSTOMER (original), NULL);
  g_return_val_if_fail (rows != NULL, NULL);

  self = g_object_new (KH_TYPE_DUPLICATE_DIALOG, "transient-for", parent, NULL);
  switches = kh_store_dup_duplicate_switches (store);
  self->store = g_object_ref (store);
  self->plan = kh_duplicate_plan_new (original, kh_store_get_grants (store), switches, kh_store_get_catalogues (store));
  kh_duplicate_tables_take_rows (kh_duplicate_plan_get_tables (self->plan), rows, kh_store_get_grants (store));
  list = kh_duplicate_list_new (self->plan);
  g_signal_connect_object (self->plan, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  kh_switch_list_set_model (self->list, G_LIST_MODEL (list), &plan_model,
                            kh_duplicate_plan_get_draft (self->plan));
  kh_duplicate_dialog_take_draft (self);
  kh_duplicate_dialog_show_name (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->first_name));

  return GTK_WINDOW (self);
}
