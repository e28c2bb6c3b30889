/* kh-defaults-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-defaults-page.h"

#include "kh-accessible.h"
#include "kh-datapoint-row.h"
#include "kh-mnemonics.h"
#include "kh-postal-card.h"
#include "kh-preferences-page.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

struct _KhDefaultsPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *cancel;
  GtkBox *cards;
  GtkBox *header;
  GtkLabel *result;
  GtkWidget *save;
  GtkWidget *scrolled;

  /* Borrowed: in the header, and in the cards those that may have a default */
  GtkWidget *why;
  GtkWidget *postal;
  KhDatapointRow *rows[KH_N_DATAPOINTS];

  /* Owned: the draft is of a customer who has nothing but the defaults */
  KhServices *services;
  KhDraft *draft;
  char **mnemonics;

  /* State */
  gulong changed_id;
  gboolean may_change;
  gboolean saving;
  gboolean save_had_focus;
};

static void page_iface_init (KhPreferencesPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhDefaultsPage, kh_defaults_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_PREFERENCES_PAGE, page_iface_init))

static KhStore *
get_store (KhDefaultsPage *self)
{
  return kh_services_get_store (self->services);
}

/* What else the draft holds, such as what an account class brings along, is no default. */
static gboolean
is_dirty (KhDefaultsPage *self)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (self->rows[id] != NULL && kh_draft_is_dirty (self->draft, id))
      return TRUE;

  return FALSE;
}

/* The one place that decides what can be done now. */
static void
update_actions (KhDefaultsPage *self)
{
  gboolean enabled = self->may_change && !self->saving && is_dirty (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "defaults.save", enabled);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "defaults.cancel", enabled);
}

/* The draft */

static KhDraft *
make_draft (KhDefaultsPage *self)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  KhDefaults *defaults = kh_store_get_defaults (get_store (self));

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (self->rows[id] != NULL)
      kh_customer_set (customer, id, kh_defaults_get (defaults, id));

  return kh_draft_new (customer, kh_store_get_catalogues (get_store (self)));
}

static void
on_draft_changed_cb (KhDefaultsPage *self,
                     guint           datapoint)
{
  if (self->rows[datapoint] == NULL)
    return;
  gtk_label_set_text (self->result, "");
  kh_datapoint_row_set_problem (self->rows[datapoint], NULL);
  kh_datapoint_row_update (self->rows[datapoint]);
  update_actions (self);
}

static void
take_draft (KhDefaultsPage *self,
            KhDraft        *draft)
{
  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_set_object (&self->draft, draft);
  self->changed_id = g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed_cb), self, G_CONNECT_SWAPPED);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->rows[id] == NULL)
        continue;
      kh_datapoint_row_set_draft (self->rows[id], draft);
      kh_datapoint_row_set_problem (self->rows[id], NULL);
      kh_datapoint_row_update (self->rows[id]);
    }
  update_actions (self);
}

/* A draft keeps to the lists it was made with; what was chosen moves to a new one. */
static void
follow_store (KhDefaultsPage *self)
{
  g_autoptr (KhDraft) draft = make_draft (self);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->rows[id] == NULL || !kh_draft_is_dirty (self->draft, id))
        continue;
      if (kh_draft_get_error (self->draft, id) != NULL)
        kh_draft_set_text (draft, id, kh_draft_get_text (self->draft, id));
      else
        kh_draft_set_value (draft, id, kh_customer_get (kh_draft_get_edited (self->draft), id));
    }
  take_draft (self, draft);
}

/* Saving */

static gboolean
check (KhDefaultsPage *self)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      const char *error = self->rows[id] != NULL ? kh_draft_get_error (self->draft, id) : NULL;

      if (error == NULL)
        continue;
      kh_datapoint_row_set_problem (self->rows[id], error);
      gtk_widget_grab_focus (GTK_WIDGET (self->rows[id]));
      return FALSE;
    }

  return TRUE;
}

static void
focus_first (KhDefaultsPage *self)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (self->rows[id] != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->rows[id])))
      return;
}

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhDefaultsPage *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean saved = kh_store_save_defaults_finish (KH_STORE (source), result, &error);

  self->saving = FALSE;
  if (saved)
    follow_store (self);
  update_actions (self);
  if (!saved)
    gtk_label_set_text (self->result, error->message);
  /* Once it is saved, Save has nothing to save any more. */
  if (self->save_had_focus && gtk_widget_get_mapped (self->save) && !gtk_widget_grab_focus (self->save))
    focus_first (self);
  g_task_return_boolean (task, saved);
}

static void
kh_defaults_page_save (KhPreferencesPage *page,
                       GTask             *new_task)
{
  KhDefaultsPage *self = KH_DEFAULTS_PAGE (page);
  g_autoptr (GTask) task = new_task;
  g_autoptr (KhDefaults) defaults = kh_defaults_new ();

  /* Whoever asks again, such as the question on closing, must get an answer. */
  if (self->saving || !check (self))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (self->rows[id] != NULL)
      kh_defaults_set (defaults, id, kh_customer_get (kh_draft_get_edited (self->draft), id));
  gtk_label_set_text (self->result, "");
  self->save_had_focus = gtk_widget_is_focus (self->save);
  self->saving = TRUE;
  update_actions (self);
  kh_store_save_defaults_async (get_store (self), defaults, NULL, on_saved_cb, g_steal_pointer (&task));
}

static const char *
kh_defaults_page_get_unsaved (KhPreferencesPage *page)
{
  return is_dirty (KH_DEFAULTS_PAGE (page)) ? _("What you chose for new customers is not saved yet.") : NULL;
}

static void
page_iface_init (KhPreferencesPageInterface *iface)
{
  iface->get_unsaved = kh_defaults_page_get_unsaved;
  iface->save = kh_defaults_page_save;
}

static void
save_activated (GtkWidget  *widget,
                const char *name G_GNUC_UNUSED,
                GVariant   *parameter G_GNUC_UNUSED)
{
  kh_defaults_page_save (KH_PREFERENCES_PAGE (widget), g_task_new (widget, NULL, NULL, NULL));
}

static void
cancel_activated (GtkWidget  *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant   *parameter G_GNUC_UNUSED)
{
  KhDefaultsPage *self = KH_DEFAULTS_PAGE (widget);
  g_autoptr (KhDraft) draft = make_draft (self);

  gtk_label_set_text (self->result, "");
  take_draft (self, draft);
}

/* The rows */

static void
update_gate (KhDefaultsPage *self)
{
  g_autofree char *why = kh_preferences_page_update_gate (KH_PREFERENCES_PAGE (self), self->why, get_store (self),
                                                          KH_GRANT_CATALOGUES_VIEW, KH_GRANT_CATALOGUES_CONTROL);
  guint n = 0;

  if (self->may_change != (why == NULL))
    {
      self->may_change = why == NULL;
      for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
        if (self->rows[id] != NULL)
          kh_datapoint_row_set_editing (self->rows[id], self->may_change, self->mnemonics[n++]);
    }
  kh_postal_card_set_may_change (KH_POSTAL_CARD (self->postal), self->may_change);
  /* With nothing in it to focus, it is scrolled by keys itself. */
  gtk_widget_set_focusable (self->scrolled, !self->may_change);
  update_actions (self);
}

static GtkBox *
add_card (KhDefaultsPage *self,
          KhSection       section)
{
  GtkWidget *card = g_object_new (GTK_TYPE_BOX,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                  "orientation", GTK_ORIENTATION_VERTICAL,
                                  NULL);
  GtkWidget *title = gtk_label_new (kh_section_get_label (section));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "section-title");
  gtk_widget_add_css_class (title, "section-header");
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "section-card");
  kh_accessible_name_widget (card, kh_section_get_label (section));
  gtk_box_append (GTK_BOX (card), title);
  gtk_box_append (self->cards, card);

  return GTK_BOX (card);
}

static void
add_rows (KhDefaultsPage *self)
{
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      GtkBox *card = NULL;

      for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
        {
          if (kh_datapoint_get (id)->section != section || !kh_defaults_may_set (id))
            continue;
          if (card == NULL)
            card = add_card (self, section);
          self->rows[id] = KH_DATAPOINT_ROW (kh_datapoint_row_new (id));
          kh_datapoint_row_set_optional (self->rows[id], TRUE);
          gtk_box_append (card, GTK_WIDGET (self->rows[id]));
        }
    }
}

static void
assign_mnemonics (KhDefaultsPage *self)
{
  const char *buttons[] = { gtk_button_get_label (GTK_BUTTON (self->cancel)),
                            gtk_button_get_label (GTK_BUTTON (self->save)),
                            _("Load a Postal _File…"), NULL };
  g_autofree char *taken = kh_mnemonics_dup_taken (buttons);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (self->rows[id] != NULL)
      g_ptr_array_add (labels, (gpointer) kh_datapoint_get_label (id));
  g_ptr_array_add (labels, NULL);
  self->mnemonics = kh_mnemonics_assign ((const char * const *) labels->pdata, taken);
}

static void
kh_defaults_page_dispose (GObject *object)
{
  KhDefaultsPage *self = KH_DEFAULTS_PAGE (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_DEFAULTS_PAGE);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);
  g_clear_object (&self->services);
  g_clear_pointer (&self->mnemonics, g_strfreev);

  G_OBJECT_CLASS (kh_defaults_page_parent_class)->dispose (object);
}

static void
kh_defaults_page_class_init (KhDefaultsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_defaults_page_dispose;

  gtk_widget_class_install_action (widget_class, "defaults.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "defaults.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "defaults.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "defaults.cancel", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-defaults-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDefaultsPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, KhDefaultsPage, cards);
  gtk_widget_class_bind_template_child (widget_class, KhDefaultsPage, header);
  gtk_widget_class_bind_template_child (widget_class, KhDefaultsPage, result);
  gtk_widget_class_bind_template_child (widget_class, KhDefaultsPage, save);
  gtk_widget_class_bind_template_child (widget_class, KhDefaultsPage, scrolled);
}

static void
kh_defaults_page_init (KhDefaultsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (GTK_BUTTON (self->cancel));
  kh_accessible_name_button (GTK_BUTTON (self->save));
  self->why = kh_why_new (_("Customer Defaults"));
  gtk_box_append (self->header, self->why);
  add_rows (self);
  assign_mnemonics (self);
}

GtkWidget *
kh_defaults_page_new (KhServices *services)
{
  KhDefaultsPage *self = g_object_new (KH_TYPE_DEFAULTS_PAGE, NULL);
  KhStore *store = kh_services_get_store (services);
  g_autoptr (KhDraft) draft = NULL;

  self->services = g_object_ref (services);
  self->postal = kh_postal_card_new (store);
  gtk_box_append (self->cards, self->postal);
  draft = make_draft (self);
  take_draft (self, draft);
  g_signal_connect_object (store, "notify::catalogues", G_CALLBACK (follow_store), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::defaults", G_CALLBACK (follow_store), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  update_gate (self);

  return GTK_WIDGET (self);
}
