/* kh-cancel-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cancel-dialog.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhCancelDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *accept_button;
  GtkLabel *body;
  GtkEditable *date;
  GtkLabel *date_label;
  GtkButton *keep_button;
  GtkLabel *message;
  GtkEditable *note;
  GtkLabel *note_label;
  KhEntryList *reason;
  GtkLabel *reason_label;
  GtkLabel *warning;

  /* Owned */
  KhStore *store;
  KhCustomer *customer;
};

G_DEFINE_FINAL_TYPE (KhCancelDialog, kh_cancel_dialog, GTK_TYPE_WINDOW)

static guint cancelled_signal;

static void
show_error (KhCancelDialog *self,
            const GError   *error)
{
  gtk_label_set_text (self->message, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept_button), TRUE);
  if (g_error_matches (error, KH_STATUS_ERROR, KH_STATUS_ERROR_REASON))
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->date));
}

static void
on_cancelled_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (KhCancelDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (kh_store_set_status_finish (KH_STORE (source), result, &error))
    {
      g_signal_emit (self, cancelled_signal, 0);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (self->message != NULL)
    show_error (self, error);
}

/* What was said of what stood there before. */
static void
on_changed_cb (KhCancelDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static KhNote *
dup_note (KhCancelDialog *self)
{
  g_autofree char *text = kh_value_parse (kh_note_field_get (KH_NOTE_TEXT), gtk_editable_get_text (self->note), -1, NULL, NULL);
  KhNote *note;

  if (text == NULL)
    return NULL;
  note = kh_note_new ();
  kh_note_set (note, KH_NOTE_TEXT, text);

  return note;
}

static void
on_accept_clicked_cb (KhCancelDialog *self)
{
  g_autoptr (KhNote) note = dup_note (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *date = kh_value_parse (kh_datapoint_get (KH_DATAPOINT_CANCEL_DATE),
                                          gtk_editable_get_text (self->date), -1, NULL, &error);

  if (error != NULL)
    {
      show_error (self, error);
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept_button), FALSE);
  kh_store_set_status_async (self->store, kh_customer_get_number (self->customer), kh_customer_get_revision (self->customer),
                             KH_STATUS_CANCEL, date, kh_entry_list_get_chosen (self->reason), note, on_cancelled_cb,
                             g_object_ref (self));
}

static void
kh_cancel_dialog_dispose (GObject *object)
{
  KhCancelDialog *self = KH_CANCEL_DIALOG (object);

  self->message = NULL;
  g_clear_object (&self->store);
  g_clear_object (&self->customer);

  G_OBJECT_CLASS (kh_cancel_dialog_parent_class)->dispose (object);
}

static void
kh_cancel_dialog_class_init (KhCancelDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_cancel_dialog_dispose;
  cancelled_signal = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-cancel-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, body);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, date);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, date_label);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, keep_button);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, message);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, note);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, reason_label);
  gtk_widget_class_bind_template_child (widget_class, KhCancelDialog, warning);
  gtk_widget_class_bind_template_callback (widget_class, on_accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
kh_cancel_dialog_init (KhCancelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_entry_list_set_name (self->reason, _("Cancel Reason"));
  kh_accessible_label_for (self->reason_label, GTK_WIDGET (self->reason));
  kh_accessible_label_for (self->date_label, GTK_WIDGET (self->date));
  kh_accessible_label_for (self->note_label, GTK_WIDGET (self->note));
  kh_accessible_name_button (self->accept_button);
  kh_accessible_name_button (self->keep_button);
}

static void
fill (KhCancelDialog *self)
{
  g_autoptr (GPtrArray) entries = kh_catalogues_list (kh_store_get_catalogues (self->store), KH_CATALOGUE_CANCEL_REASONS, 0, 0);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *shown = kh_value_format (kh_datapoint_get (KH_DATAPOINT_CANCEL_DATE), today, NULL);
  gboolean notes = kh_grants_has (kh_store_get_grants (self->store), KH_GRANT_NOTES_CREATE);

  gtk_editable_set_text (self->date, shown);
  kh_entry_list_begin (self->reason);
  for (guint i = 0; i < entries->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

      kh_entry_list_add (self->reason, value, entry->label);
    }
  kh_entry_list_end (self->reason);
  gtk_widget_set_visible (GTK_WIDGET (self->note), notes);
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), notes);
  if (entries->len > 0)
    return;
  gtk_label_set_text (self->message, _("There are no cancel reasons yet. Add them in Preferences, Catalogues, Cancel Reasons."));
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

GtkWindow *
kh_cancel_dialog_new (GtkWindow   *parent,
                      KhStore     *store,
                      KhCustomer  *customer,
                      const char  *warning)
{
  KhCancelDialog *self = g_object_new (KH_TYPE_CANCEL_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = kh_customer_dup_name (customer);
  g_autofree char *visible = kh_value_dup_visible (name);
  g_autofree char *body = NULL;

  self->store = g_object_ref (store);
  self->customer = g_object_ref (customer);
  /* Translators: a customer's name. */
  body = g_strdup_printf (_("%s leaves your office. The record and its history stay, and the customer can be made active again."),
                          visible);
  gtk_label_set_text (self->body, body);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
  fill (self);

  return GTK_WINDOW (self);
}
