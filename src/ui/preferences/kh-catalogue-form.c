/* kh-catalogue-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogue-form.h"

#include "kh-accessible.h"
#include "kh-datapoint-editor.h"
#include "kh-entry-list.h"
#include "kh-form.h"
#include "kh-guard.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define LONGEST_NAME 255
#define LONGEST_NUMBER 20

struct _KhCatalogueForm
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *active;
  GtkLabel *active_note;
  GtkWidget *cancel;
  KhEntryList *category;
  GtkWidget *category_label;
  GtkEditable *charge;
  GtkWidget *charge_label;
  GtkLabel *charge_note;
  GtkWidget *grid;
  GtkEditable *name;
  GtkLabel *name_note;
  GtkLabel *result;
  GtkWidget *save;
  KhEntryList *source;
  GtkLabel *source_label;
  GtkLabel *source_note;
  GtkEditable *term;
  GtkWidget *term_label;
  GtkLabel *term_note;
  GtkLabel *title;

  /* Owned */
  KhServices *services;
  KhCatalogueEntry *entry;
  char *new_title;

  /* State */
  KhCatalogueId catalogue;
  gboolean filling;
  gboolean saving;
  gboolean save_had_focus;
  gboolean dirty;
};

G_DEFINE_FINAL_TYPE (KhCatalogueForm, kh_catalogue_form, GTK_TYPE_WIDGET)

enum {
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const KhChoice categories[] = {
  /* Translators: why a customer cancels: because they want to, or because they have to. */
  { "voluntary", N_("Voluntary") },
  { "involuntary", N_("Involuntary") },
  { "other", N_("Other") },
};

static KhCatalogues *
get_catalogues (KhCatalogueForm *self)
{
  return kh_store_get_catalogues (kh_services_get_store (self->services));
}

static gboolean
is_new (KhCatalogueForm *self)
{
  return self->entry->id == 0;
}

/* What is typed */

static char *
parse (GtkEditable    *field,
       KhDatapointId   id,
       GError        **error)
{
  return kh_value_parse (kh_datapoint_get (id), gtk_editable_get_text (field), -1, NULL, error);
}

static KhCatalogueEntry *
dup_typed (KhCatalogueForm *self)
{
  KhCatalogueEntry *typed = g_new0 (KhCatalogueEntry, 1);
  const char *source = kh_entry_list_get_chosen (self->source);

  typed->id = self->entry->id;
  typed->label = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  typed->parent = source != NULL ? g_ascii_strtoll (source, NULL, 10) : 0;
  typed->active = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->active));
  typed->monthly_charge = parse (self->charge, KH_DATAPOINT_MONTHLY_CHARGE, NULL);
  typed->contract_term = parse (self->term, KH_DATAPOINT_CONTRACT_TERM, NULL);
  typed->category = g_strdup (kh_entry_list_get_chosen (self->category));

  return typed;
}

/* Text that is no value differs from every value. */
static gboolean
is_value_changed (GtkEditable   *field,
                  KhDatapointId  id,
                  const char    *kept)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = parse (field, id, &error);

  return error != NULL || !kh_value_equal (kh_datapoint_get (id), value, kept);
}

static gboolean
is_dirty (KhCatalogueForm *self)
{
  g_autoptr (KhCatalogueEntry) typed = dup_typed (self);

  return g_strcmp0 (typed->label, self->entry->label) != 0 ||
         typed->parent != self->entry->parent ||
         typed->active != self->entry->active ||
         g_strcmp0 (typed->category, self->entry->category) != 0 ||
         is_value_changed (self->charge, KH_DATAPOINT_MONTHLY_CHARGE, self->entry->monthly_charge) ||
         is_value_changed (self->term, KH_DATAPOINT_CONTRACT_TERM, self->entry->contract_term);
}

static void
clear_notes (KhCatalogueForm *self)
{
  const struct {
    GtkLabel *note;
    gpointer field;
  } rows[] = {
    { self->name_note, self->name }, { self->source_note, self->source }, { self->charge_note, self->charge },
    { self->term_note, self->term }, { self->active_note, self->active },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      kh_form_set_note (rows[i].note, NULL);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (rows[i].field), GTK_ACCESSIBLE_STATE_INVALID);
    }
  gtk_label_set_text (self->result, "");
}

/* The one place that decides what can be done now. */
static void
update (KhCatalogueForm *self)
{
  self->dirty = is_dirty (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.save", !self->saving && (self->dirty || is_new (self)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.cancel", !self->saving && self->dirty);
}

/* What is shown */

static void
fill_parents (KhCatalogueForm *self)
{
  g_autoptr (GPtrArray) sources = NULL;

  kh_entry_list_begin (self->source);
  if (kh_catalogue_id_get_parent (self->catalogue) == KH_CATALOGUE_NONE)
    {
      kh_entry_list_end (self->source);
      return;
    }
  gtk_label_set_label (self->source_label, self->catalogue == KH_CATALOGUE_PACKAGE_ITEMS ? _("_Package") : _("Lead So_urce"));
  kh_accessible_label_for (self->source_label, GTK_WIDGET (self->source));
  sources = kh_catalogues_list (get_catalogues (self), kh_catalogue_id_get_parent (self->catalogue), 0, self->entry->parent);
  for (guint i = 0; i < sources->len; i++)
    {
      const KhCatalogueEntry *source = g_ptr_array_index (sources, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, source->id);
      g_autofree char *label = kh_datapoint_editor_dup_label (source);

      kh_entry_list_add (self->source, value, label);
    }
  kh_entry_list_end (self->source);
}

static void
fill_value (GtkEditable   *field,
            KhDatapointId  id,
            const char    *value)
{
  g_autofree char *text = kh_value_format (kh_datapoint_get (id), value, NULL);

  gtk_editable_set_text (field, text);
}

static void
fill (KhCatalogueForm *self)
{
  g_autofree char *parent = g_strdup_printf ("%" G_GINT64_FORMAT, self->entry->parent);

  self->filling = TRUE;
  gtk_label_set_text (self->title, is_new (self) ? self->new_title : self->entry->label);
  gtk_editable_set_text (self->name, self->entry->label);
  fill_parents (self);
  kh_entry_list_set_chosen (self->source, parent);
  kh_entry_list_set_chosen (self->category, self->entry->category);
  fill_value (self->charge, KH_DATAPOINT_MONTHLY_CHARGE, self->entry->monthly_charge);
  fill_value (self->term, KH_DATAPOINT_CONTRACT_TERM, self->entry->contract_term);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->active), self->entry->active);
  self->filling = FALSE;
  clear_notes (self);
  update (self);
}

static void
show_fields (KhCatalogueForm *self)
{
  const struct {
    KhCatalogueId catalogue;
    GtkWidget *label;
    gpointer field;
  } rows[] = {
    { KH_CATALOGUE_ACCOUNT_CLASSES, self->charge_label, self->charge },
    { KH_CATALOGUE_ACCOUNT_CLASSES, self->term_label, self->term },
    { KH_CATALOGUE_CANCEL_REASONS, self->category_label, self->category },
  };

  gtk_widget_set_visible (GTK_WIDGET (self->source_label), kh_catalogue_id_get_parent (self->catalogue) != KH_CATALOGUE_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->source), kh_catalogue_id_get_parent (self->catalogue) != KH_CATALOGUE_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_widget_set_visible (rows[i].label, rows[i].catalogue == self->catalogue);
      gtk_widget_set_visible (rows[i].field, rows[i].catalogue == self->catalogue);
    }
}

static void
take_entry (KhCatalogueForm        *self,
            const KhCatalogueEntry *entry)
{
  KhCatalogueEntry *copy = kh_catalogue_entry_copy (entry);

  g_clear_pointer (&self->entry, kh_catalogue_entry_free);
  self->entry = copy;
}

/* Whether it can be kept: the first thing that is wrong gets the focus and its reason. */

static gboolean
fail (GtkLabel   *note,
      gpointer    field,
      const char *text)
{
  kh_form_fail (note, GTK_WIDGET (field), text);

  return FALSE;
}

static gboolean
check_value (GtkEditable   *field,
             KhDatapointId  id,
             GtkLabel      *note)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = parse (field, id, &error);

  return error == NULL || fail (note, field, error->message);
}

static gboolean
check (KhCatalogueForm        *self,
       const KhCatalogueEntry *typed)
{
  if (*typed->label == '\0')
    return fail (self->name_note, self->name, _("Type a name."));
  if (kh_catalogue_id_get_parent (self->catalogue) != KH_CATALOGUE_NONE && typed->parent == 0)
    return fail (self->source_note, self->source,
                 self->catalogue == KH_CATALOGUE_PACKAGE_ITEMS ? _("Choose the package that the item belongs to.")
                                                               : _("Choose the lead source that the campaign belongs to."));

  return check_value (self->charge, KH_DATAPOINT_MONTHLY_CHARGE, self->charge_note) &&
         check_value (self->term, KH_DATAPOINT_CONTRACT_TERM, self->term_note);
}

/* All else was checked before: what the store finds wrong is the name, or that the last active
 * office would go. */
static void
show_error (KhCatalogueForm        *self,
            const KhCatalogueEntry *typed,
            const GError           *error)
{
  gboolean invalid = g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);

  if (invalid && self->catalogue == KH_CATALOGUE_OFFICE_LOCATIONS && self->entry->active && !typed->active)
    fail (self->active_note, self->active, error->message);
  else if (invalid || g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE))
    fail (self->name_note, self->name, error->message);
  else
    gtk_label_set_text (self->result, error->message);
}

/* Saving */

static void
on_entry_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhCatalogueForm *self = g_task_get_source_object (task);
  KhCatalogueEntry *saved = g_task_get_task_data (task);
  gboolean regain = self->save_had_focus && gtk_widget_get_mapped (self->save);
  g_autoptr (GError) error = NULL;
  gint64 id = kh_store_save_entry_finish (KH_STORE (source), result, &error);

  self->saving = FALSE;
  if (error != NULL)
    {
      update (self);
      if (regain)
        gtk_widget_grab_focus (self->save);
      show_error (self, saved, error);
      g_task_return_boolean (task, FALSE);
      return;
    }

  saved->id = id;
  take_entry (self, saved);
  fill (self);
  /* Save has nothing to save any more. */
  if (regain)
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, id);
  g_task_return_boolean (task, TRUE);
}

/* The form */

static void
on_field_changed_cb (KhCatalogueForm *self)
{
  if (self->filling || self->entry == NULL)
    return;
  clear_notes (self);
  update (self);
}

static void
on_field_refused_cb (const char *message,
                     gpointer    note)
{
  kh_form_set_note (note, message);
}

static void
save_activated (GtkWidget  *widget,
                const char *name G_GNUC_UNUSED,
                GVariant   *parameter G_GNUC_UNUSED)
{
  kh_catalogue_form_save_async (KH_CATALOGUE_FORM (widget), NULL, NULL);
}

static void
cancel_activated (GtkWidget  *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant   *parameter G_GNUC_UNUSED)
{
  fill (KH_CATALOGUE_FORM (widget));
}

static void
kh_catalogue_form_dispose (GObject *object)
{
  KhCatalogueForm *self = KH_CATALOGUE_FORM (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_CATALOGUE_FORM);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);
  g_clear_pointer (&self->entry, kh_catalogue_entry_free);
  g_clear_pointer (&self->new_title, g_free);

  G_OBJECT_CLASS (kh_catalogue_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-catalogue-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, active);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, active_note);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, cancel);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, category);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, category_label);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, charge);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, charge_label);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, charge_note);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, grid);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, name);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, name_note);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, result);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, save);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, source);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, source_label);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, source_note);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, term);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, term_label);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, term_note);
  gtk_widget_class_bind_template_child (widget_class, KhCatalogueForm, title);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
}

static void
kh_catalogue_form_class_init (KhCatalogueFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_catalogue_form_dispose;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_install_action (widget_class, "entry.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "entry.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "entry.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "entry.cancel", NULL);
  bind_template (widget_class);
}

static void
fill_categories (KhCatalogueForm *self)
{
  kh_entry_list_begin (self->category);
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    kh_entry_list_add (self->category, categories[i].value, _(categories[i].label));
  kh_entry_list_end (self->category);
}

static void
kh_catalogue_form_init (KhCatalogueForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (GTK_BUTTON (self->cancel));
  kh_accessible_name_button (GTK_BUTTON (self->save));
  kh_form_name_fields (self->grid);
  kh_entry_list_set_name (self->source, gtk_label_get_text (GTK_LABEL (self->source_label)));
  kh_entry_list_set_name (self->category, gtk_label_get_text (GTK_LABEL (self->category_label)));
  kh_accessible_name_check (GTK_CHECK_BUTTON (self->active), _("Active"));
  kh_guard_editable (self->name, LONGEST_NAME, on_field_refused_cb, self->name_note);
  kh_guard_editable (self->charge, LONGEST_NUMBER, on_field_refused_cb, self->charge_note);
  kh_guard_editable (self->term, LONGEST_NUMBER, on_field_refused_cb, self->term_note);
  fill_categories (self);
}

void
kh_catalogue_form_set_services (KhCatalogueForm *self,
                                KhServices      *services)
{
  g_return_if_fail (KH_IS_CATALOGUE_FORM (self));

  g_set_object (&self->services, services);
}

void
kh_catalogue_form_show (KhCatalogueForm        *self,
                        KhCatalogueId           catalogue,
                        const KhCatalogueEntry *entry,
                        const char             *title)
{
  g_return_if_fail (KH_IS_CATALOGUE_FORM (self));
  g_return_if_fail (self->services != NULL);

  self->catalogue = catalogue;
  take_entry (self, entry);
  g_free (self->new_title);
  self->new_title = g_strdup (title);
  show_fields (self);
  fill (self);
}

/* By name: fields that were shown just now have no place yet, and would come first. */
void
kh_catalogue_form_focus (KhCatalogueForm *self)
{
  g_return_if_fail (KH_IS_CATALOGUE_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

void
kh_catalogue_form_refresh (KhCatalogueForm *self)
{
  const KhCatalogueEntry *found;

  g_return_if_fail (KH_IS_CATALOGUE_FORM (self));

  if (self->entry == NULL)
    return;
  found = kh_catalogues_get (get_catalogues (self), self->catalogue, self->entry->id);
  if (self->dirty || self->saving || found == NULL)
    {
      fill_parents (self);
      update (self);
      return;
    }
  take_entry (self, found);
  fill (self);
}

gboolean
kh_catalogue_form_get_dirty (KhCatalogueForm *self)
{
  g_return_val_if_fail (KH_IS_CATALOGUE_FORM (self), FALSE);

  return self->dirty;
}

void
kh_catalogue_form_save_async (KhCatalogueForm     *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  KhCatalogueEntry *typed;

  g_return_if_fail (KH_IS_CATALOGUE_FORM (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_catalogue_form_save_async");
  typed = dup_typed (self);
  g_task_set_task_data (task, typed, (GDestroyNotify) kh_catalogue_entry_free);
  /* Whoever asks again, such as the question on closing, must get an answer. */
  if (self->saving)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  clear_notes (self);
  if (!check (self, typed))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  self->save_had_focus = gtk_widget_is_focus (self->save);
  self->saving = TRUE;
  update (self);
  kh_store_save_entry_async (kh_services_get_store (self->services), self->catalogue, typed, NULL,
                             on_entry_saved_cb, g_steal_pointer (&task));
}

gboolean
kh_catalogue_form_save_finish (KhCatalogueForm *self,
                               GAsyncResult    *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

const char *
kh_catalogue_form_get_category (const KhCatalogueEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (g_strcmp0 (categories[i].value, entry->category) == 0)
      return _(categories[i].label);

  return NULL;
}
