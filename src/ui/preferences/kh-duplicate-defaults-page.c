/* kh-duplicate-defaults-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-defaults-page.h"

#include "kh-accessible.h"
#include "kh-duplicate-switches.h"
#include "kh-preferences-page.h"
#include "kh-switch-list.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

struct _KhDuplicateDefaultsPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *cancel;
  GtkWidget *choice;
  GtkLabel *explanation;
  GtkCheckButton *for_me;
  GtkCheckButton *for_office;
  GtkBox *header;
  KhSwitchList *list;
  GtkButton *reset;
  GtkLabel *result;
  GtkWidget *save;

  /* Borrowed: in the header */
  GtkWidget *why;

  /* Owned */
  KhServices *services;
  KhDuplicateSwitches *switches;

  /* State */
  gint64 member;
  gboolean own;
  gboolean may_change;
  gboolean choosing;
  gboolean saving;
  gboolean save_had_focus;
};

static void page_iface_init (KhPreferencesPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhDuplicateDefaultsPage, kh_duplicate_defaults_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_PREFERENCES_PAGE, page_iface_init))

static KhStore *
get_store (KhDuplicateDefaultsPage *self)
{
  return kh_services_get_store (self->services);
}

/* What is said */

static void
say (KhDuplicateDefaultsPage *self,
     const char              *text,
     gboolean                 error)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), error ? "dim" : "error-text");
  gtk_widget_add_css_class (GTK_WIDGET (self->result), error ? "error-text" : "dim");
  gtk_label_set_text (self->result, text);
}

static char *
dup_own_explanation (KhDuplicateDefaultsPage *self)
{
  guint n = kh_duplicate_switches_count_other (self->switches);

  if (n == 0)
    return g_strdup (_("You have the office’s switches. Whatever you move here counts for you only."));

  return g_strdup_printf (ngettext ("%u switch of your own counts over the office’s, for you only.",
                                    "%u switches of your own count over the office’s, for you only.", n), n);
}

static void
update_words (KhDuplicateDefaultsPage *self)
{
  g_autofree char *own = self->own ? dup_own_explanation (self) : NULL;

  gtk_label_set_text (self->explanation, own != NULL ? own
                      : _("The switches of Duplicate start like this. Whoever duplicates can still move each of them."));
  gtk_button_set_label (self->reset, self->own ? _("_Use the Office’s Again") : _("_Reset to What Keyholder Comes With"));
  kh_accessible_name_button (self->reset);
}

/* The one place that decides what can be done now. */
static void
update_actions (KhDuplicateDefaultsPage *self)
{
  gboolean waits = self->may_change && !self->saving;
  gboolean changed = kh_duplicate_switches_is_changed (self->switches);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "duplicate-defaults.save", waits && changed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "duplicate-defaults.cancel", waits && changed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "duplicate-defaults.reset",
                                 waits && kh_duplicate_switches_count_other (self->switches) > 0);
}

static void
on_switches_changed_cb (KhDuplicateDefaultsPage *self)
{
  say (self, "", FALSE);
  update_words (self);
  update_actions (self);
}

static void
on_list_locked_cb (KhDuplicateDefaultsPage *self,
                   const char              *reason)
{
  say (self, reason, FALSE);
}

/* The sets */

static void
take_kept (KhDuplicateDefaultsPage *self,
           gboolean                 keep)
{
  kh_duplicate_switches_set_kept (self->switches, kh_store_get_duplicate_defaults (get_store (self)),
                                  kh_store_get_own_duplicate_defaults (get_store (self)), keep);
}

/* What was moved here outlives a change that somebody else saved. */
static void
follow_store (KhDuplicateDefaultsPage *self)
{
  take_kept (self, kh_store_get_member (get_store (self)) == self->member);
}

static void
show_choice (KhDuplicateDefaultsPage *self)
{
  self->choosing = TRUE;
  gtk_check_button_set_active (self->own ? self->for_me : self->for_office, TRUE);
  self->choosing = FALSE;
}

static void
update_gate (KhDuplicateDefaultsPage *self)
{
  KhStore *store = get_store (self);
  gint64 member = kh_store_get_member (store);
  g_autofree char *why = kh_preferences_page_update_gate (KH_PREFERENCES_PAGE (self), self->why, store,
                                                          KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
                                                          KH_GRANT_DUPLICATE_DEFAULTS_MODIFY);

  /* Whoever cannot change the office's came for their own. */
  if (member != self->member)
    {
      self->member = member;
      self->own = member != 0 && why != NULL;
      take_kept (self, FALSE);
      show_choice (self);
    }
  /* What can no longer be saved is given up. */
  if (self->may_change && why != NULL && !self->own)
    take_kept (self, FALSE);
  gtk_widget_set_visible (self->choice, member != 0);
  gtk_widget_set_visible (self->why, why != NULL && !self->own);
  self->may_change = why == NULL || self->own;
  kh_duplicate_switches_show (self->switches, self->own, self->may_change);
}

/* The choice: one set at a time is being changed. */

static void
on_may_choose_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data G_GNUC_UNUSED)
{
  KhDuplicateDefaultsPage *self = KH_DUPLICATE_DEFAULTS_PAGE (source);

  if (!kh_preferences_page_may_close_finish (KH_PREFERENCES_PAGE (self), result))
    return;
  self->own = !self->own;
  show_choice (self);
  update_gate (self);
}

/* The one that is let go of tells as well. */
static void
on_choice_toggled_cb (KhDuplicateDefaultsPage *self,
                      GtkCheckButton          *chosen)
{
  if (self->choosing || self->services == NULL || !gtk_check_button_get_active (chosen))
    return;
  /* It stands as before until what was moved is saved or given up. */
  show_choice (self);
  kh_preferences_page_may_close_async (KH_PREFERENCES_PAGE (self), on_may_choose_cb, NULL);
}

/* Saving */

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhDuplicateDefaultsPage *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean saved = kh_store_save_duplicate_defaults_finish (KH_STORE (source), result, &error);

  self->saving = FALSE;
  if (saved)
    take_kept (self, TRUE);
  update_actions (self);
  say (self, saved ? _("Saved. The next Duplicate starts like this.") : error->message, !saved);
  /* Once it is saved, Save has nothing to save any more. */
  if (self->save_had_focus && gtk_widget_get_mapped (self->save) && !gtk_widget_grab_focus (self->save))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  g_task_return_boolean (task, saved);
}

static void
kh_duplicate_defaults_page_save (KhPreferencesPage *page,
                                 GTask             *new_task)
{
  KhDuplicateDefaultsPage *self = KH_DUPLICATE_DEFAULTS_PAGE (page);
  g_autoptr (GTask) task = new_task;
  g_autoptr (KhDuplicateDefaults) set = NULL;

  /* Whoever asks again, such as the question on closing, must get an answer. */
  if (self->saving)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  set = kh_duplicate_switches_dup_set (self->switches);
  say (self, "", FALSE);
  self->save_had_focus = gtk_widget_is_focus (self->save);
  self->saving = TRUE;
  update_actions (self);
  kh_store_save_duplicate_defaults_async (get_store (self), set, self->own, NULL, on_saved_cb, g_steal_pointer (&task));
}

static const char *
kh_duplicate_defaults_page_get_unsaved (KhPreferencesPage *page)
{
  KhDuplicateDefaultsPage *self = KH_DUPLICATE_DEFAULTS_PAGE (page);

  return self->may_change && kh_duplicate_switches_is_changed (self->switches)
         ? _("What you chose for Duplicate is not saved yet.") : NULL;
}

static void
page_iface_init (KhPreferencesPageInterface *iface)
{
  iface->get_unsaved = kh_duplicate_defaults_page_get_unsaved;
  iface->save = kh_duplicate_defaults_page_save;
}

static void
on_save_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  kh_duplicate_defaults_page_save (KH_PREFERENCES_PAGE (widget), g_task_new (widget, NULL, NULL, NULL));
}

static void
on_cancel_activated_cb (GtkWidget  *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateDefaultsPage *self = KH_DUPLICATE_DEFAULTS_PAGE (widget);
  gboolean had_focus = gtk_widget_is_focus (self->cancel);

  take_kept (self, FALSE);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_reset_activated_cb (GtkWidget  *widget,
                       const char *name G_GNUC_UNUSED,
                       GVariant   *parameter G_GNUC_UNUSED)
{
  KhDuplicateDefaultsPage *self = KH_DUPLICATE_DEFAULTS_PAGE (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  kh_duplicate_switches_reset (self->switches);
  if (kh_duplicate_switches_is_changed (self->switches))
    say (self, _("Press Save to keep it so."), FALSE);
}

static void
kh_duplicate_defaults_page_dispose (GObject *object)
{
  KhDuplicateDefaultsPage *self = KH_DUPLICATE_DEFAULTS_PAGE (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_DUPLICATE_DEFAULTS_PAGE);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  if (self->switches != NULL)
    g_signal_handlers_disconnect_by_data (self->switches, self);
  g_clear_object (&self->switches);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_duplicate_defaults_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_SWITCH_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/keyholder/Keyholder/ui/kh-duplicate-defaults-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, choice);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, for_me);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, for_office);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, header);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, list);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, reset);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, result);
  gtk_widget_class_bind_template_child (widget_class, KhDuplicateDefaultsPage, save);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_locked_cb);
}

static void
kh_duplicate_defaults_page_class_init (KhDuplicateDefaultsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_duplicate_defaults_page_dispose;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "duplicate-defaults.save", NULL, on_save_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate-defaults.cancel", NULL, on_cancel_activated_cb);
  gtk_widget_class_install_action (widget_class, "duplicate-defaults.reset", NULL, on_reset_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "duplicate-defaults.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "duplicate-defaults.cancel", NULL);
}

static void
kh_duplicate_defaults_page_init (KhDuplicateDefaultsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (GTK_BUTTON (self->cancel));
  kh_accessible_name_button (GTK_BUTTON (self->save));
  kh_accessible_name_check (self->for_office, _("For the office"));
  kh_accessible_name_check (self->for_me, _("For me"));
  self->why = kh_why_new (_("Customer Duplicate Defaults"));
  gtk_box_append (self->header, self->why);
  self->member = -1;
}

GtkWidget *
kh_duplicate_defaults_page_new (KhServices *services)
{
  KhDuplicateDefaultsPage *self = g_object_new (KH_TYPE_DUPLICATE_DEFAULTS_PAGE, NULL);
  KhStore *store = kh_services_get_store (services);

  self->services = g_object_ref (services);
  self->switches = kh_duplicate_switches_new ();
  kh_switch_list_set_model (self->list, G_LIST_MODEL (self->switches), &kh_duplicate_switches_model, NULL);
  g_signal_connect_object (self->switches, "changed", G_CALLBACK (on_switches_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::duplicate-defaults", G_CALLBACK (follow_store), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  update_gate (self);

  return GTK_WIDGET (self);
}
