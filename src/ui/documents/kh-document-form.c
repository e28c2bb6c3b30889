/* kh-document-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-form.h"

#include "kh-accessible.h"
#include "kh-focus.h"
#include "kh-guard.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _KhDocumentForm
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *cancel_button;
  KhEntryList *category;
  GtkLabel *category_label;
  GtkWidget *fields;
  GtkLabel *message;
  GtkEditable *name;
  GtkLabel *name_label;
  GtkButton *save_button;

  /* Owned */
  KhDocument *document; /* as it is kept */

  /* State */
  gboolean filling;
  gboolean dirty;
};

G_DEFINE_FINAL_TYPE (KhDocumentForm, kh_document_form, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CANCEL,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_kept (KhDocumentForm  *self,
          KhDocumentField  field)
{
  return self->document != NULL ? kh_document_get (self->document, field) : NULL;
}

static gboolean
differs (KhDocumentForm *self)
{
  return self->document != NULL &&
         (g_strcmp0 (gtk_editable_get_text (self->name), get_kept (self, KH_DOCUMENT_NAME)) != 0 ||
          g_strcmp0 (kh_entry_list_get_chosen (self->category), get_kept (self, KH_DOCUMENT_CATEGORY)) != 0);
}

static void
update_dirty (KhDocumentForm *self)
{
  gboolean dirty;

  if (self->filling)
    return;
  dirty = differs (self);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), dirty);
  if (self->dirty == dirty)
    return;

  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static void
on_save_clicked_cb (KhDocumentForm *self)
{
  g_signal_emit (self, signals[self->dirty ? SIGNAL_SAVE : SIGNAL_CANCEL], 0);
}

static void
on_cancel_clicked_cb (KhDocumentForm *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
on_flood_cb (const char *message,
             gpointer    data)
{
  KhDocumentForm *self = data;

  gtk_label_set_text (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

/* What it is called stays selected, and what tells its kind does not. */
static gboolean
kh_document_form_grab_focus (GtkWidget *widget)
{
  KhDocumentForm *self = KH_DOCUMENT_FORM (widget);
  const char *text = gtk_editable_get_text (self->name);
  const char *dot = strrchr (text, '.');
  gboolean done = gtk_widget_grab_focus (GTK_WIDGET (self->name));

  if (dot != NULL && dot != text)
    gtk_editable_select_region (self->name, 0, (int) g_utf8_pointer_to_offset (text, dot));

  return done;
}

static void
kh_document_form_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, KH_DOCUMENT_FORM (object)->dirty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_document_form_dispose (GObject *object)
{
  KhDocumentForm *self = KH_DOCUMENT_FORM (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_DOCUMENT_FORM);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (kh_document_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-document-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, category);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, category_label);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, fields);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, message);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, name);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, name_label);
  gtk_widget_class_bind_template_child (widget_class, KhDocumentForm, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_dirty);
}

static void
kh_document_form_class_init (KhDocumentFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_document_form_dispose;
  object_class->get_property = kh_document_form_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_document_form_grab_focus;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
}

static void
kh_document_form_init (KhDocumentForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_label_for (self->name_label, GTK_WIDGET (self->name));
  kh_entry_list_set_name (self->category, gtk_label_get_text (self->category_label));
  kh_accessible_label_for (self->category_label, GTK_WIDGET (self->category));
  kh_accessible_name_button (self->save_button);
  kh_accessible_name_button (self->cancel_button);
  kh_document_form_fill_categories (self->category);
  kh_guard_editable (self->name, (guint) kh_document_field_get (KH_DOCUMENT_NAME)->max, on_flood_cb, self);
}

void
kh_document_form_fill_categories (KhEntryList *list)
{
  const KhChoice *choice = kh_document_field_get (KH_DOCUMENT_CATEGORY)->choices;

  kh_entry_list_begin (list);
  for (; choice->value != NULL; choice++)
    kh_entry_list_add (list, choice->value, _(choice->label));
  kh_entry_list_end (list);
}

void
kh_document_form_set_document (KhDocumentForm *self,
                               KhDocument     *document)
{
  const char *name;

  g_return_if_fail (KH_IS_DOCUMENT_FORM (self));

  g_set_object (&self->document, document);
  name = get_kept (self, KH_DOCUMENT_NAME);
  self->filling = TRUE;
  gtk_editable_set_text (self->name, name != NULL ? name : "");
  kh_entry_list_set_chosen (self->category, get_kept (self, KH_DOCUMENT_CATEGORY));
  self->filling = FALSE;
  update_dirty (self);
}

KhDocument *
kh_document_form_get_document (KhDocumentForm *self)
{
  g_return_val_if_fail (KH_IS_DOCUMENT_FORM (self), NULL);

  return self->document;
}

KhDocument *
kh_document_form_dup_typed (KhDocumentForm  *self,
                            GError         **error)
{
  g_autoptr (KhDocument) document = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (KH_IS_DOCUMENT_FORM (self), NULL);
  g_return_val_if_fail (self->document != NULL, NULL);

  name = kh_value_parse (kh_document_field_get (KH_DOCUMENT_NAME), gtk_editable_get_text (self->name), -1, NULL, &local_error);
  if (local_error != NULL)
    {
      g_set_error_literal (error, KH_DOCUMENT_ERROR, KH_DOCUMENT_NAME, local_error->message);
      return NULL;
    }
  document = kh_document_copy (self->document);
  kh_document_set (document, KH_DOCUMENT_NAME, name);
  kh_document_set (document, KH_DOCUMENT_CATEGORY, kh_entry_list_get_chosen (self->category));

  return kh_document_check (document, error) ? g_steal_pointer (&document) : NULL;
}

gboolean
kh_document_form_get_dirty (KhDocumentForm *self)
{
  g_return_val_if_fail (KH_IS_DOCUMENT_FORM (self), FALSE);

  return self->dirty;
}

/* What is on its way to be kept is not typed into. */
void
kh_document_form_set_busy (KhDocumentForm *self,
                           gboolean        busy)
{
  g_return_if_fail (KH_IS_DOCUMENT_FORM (self));

  gtk_editable_set_editable (self->name, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !busy && self->dirty);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), !busy);
}

void
kh_document_form_show_error (KhDocumentForm *self,
                             const GError   *error)
{
  g_return_if_fail (KH_IS_DOCUMENT_FORM (self));

  gtk_label_set_text (self->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
  if (error != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
}
