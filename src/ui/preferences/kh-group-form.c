/* kh-group-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-group-form.h"

#include "kh-accessible.h"
#include "kh-form.h"
#include "kh-dialogs.h"
#include "kh-group-grants.h"
#include "kh-guard.h"
#include "kh-heir-dialog.h"

#include <glib/gi18n-lib.h>

#define LONGEST_NAME 60

struct _KhGroupForm
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *cancel;
  GtkWidget *duplicate;
  KhGroupGrants *grants;
  GtkWidget *grid;
  GtkEditable *name;
  GtkLabel *name_note;
  GtkWidget *owners_note;
  GtkWidget *remove;
  GtkLabel *result;
  GtkWidget *save;
  GtkScrolledWindow *scrolled;
  GtkLabel *title;

  /* Owned */
  KhServices *services;
  KhGroup *group;
  char *like;

  /* State */
  gboolean filling;
  gboolean saving;
  gboolean save_had_focus;
  gboolean dirty;
};

static void form_iface_init (KhStaffFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhGroupForm, kh_group_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_STAFF_FORM, form_iface_init))

static KhStaff *
get_staff (KhGroupForm *self)
{
  return kh_store_get_staff (kh_services_get_store (self->services));
}

static gboolean
is_new (KhGroupForm *self)
{
  return self->group->id == 0;
}

static KhGroup *
dup_typed (KhGroupForm *self)
{
  KhGroup *group = kh_group_copy (self->group);

  g_free (group->name);
  group->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  /* The owners' ticks are no list of grants. */
  if (!group->owners)
    group->grants = kh_group_grants_get (self->grants);

  return group;
}

static gboolean
groups_equal (const KhGroup *a,
              const KhGroup *b)
{
  return g_strcmp0 (a->name, b->name) == 0 &&
         kh_grants_equal (kh_group_grants_filter (a->grants), kh_group_grants_filter (b->grants));
}

static void
clear_notes (KhGroupForm *self)
{
  kh_form_set_note (self->name_note, NULL);
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_label_set_text (self->result, "");
}

static void
show_error (KhGroupForm  *self,
            const GError *error)
{
  if (g_error_matches (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME))
    kh_form_fail (self->name_note, GTK_WIDGET (self->name), error->message);
  else
    gtk_label_set_text (self->result, error->message);
}

/* The one place that decides what can be done now. */
static void
update (KhGroupForm *self)
{
  g_autoptr (KhGroup) typed = dup_typed (self);
  gboolean control = kh_staff_form_may_control (self->services);
  gboolean idle = !self->saving && control;
  gboolean read_only = !control || self->group->owners;

  self->dirty = !groups_equal (typed, self->group);
  kh_staff_form_set_editable (self->name, control);
  kh_group_grants_set_read_only (self->grants, read_only);
  /* With nothing in it to focus, it is scrolled by keys itself. */
  gtk_widget_set_focusable (GTK_WIDGET (self->scrolled), read_only);
  gtk_widget_set_visible (self->owners_note, self->group->owners);
  gtk_widget_set_sensitive (self->duplicate, idle && !is_new (self));
  gtk_widget_set_sensitive (self->remove, idle && !is_new (self) && !self->group->owners);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staff.save", idle && (self->dirty || is_new (self)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staff.cancel", idle && self->dirty);
}

static char *
dup_title (KhGroupForm *self)
{
  if (!is_new (self))
    return g_strdup (self->group->name);
  if (self->like == NULL)
    return g_strdup (_("New Group"));

  /* Translators: the name of the group whose grants it begins with. */
  return g_strdup_printf (_("New Group Like “%s”"), self->like);
}

static void
fill (KhGroupForm *self)
{
  g_autofree char *title = dup_title (self);

  self->filling = TRUE;
  gtk_editable_set_text (self->name, self->group->name);
  kh_group_grants_set (self->grants, kh_group_get_grants (self->group));
  gtk_label_set_text (self->title, title);
  self->filling = FALSE;
  clear_notes (self);
  update (self);
}

static void
take_group (KhGroupForm *self,
            KhGroup     *group)
{
  /* What is typed is compared with it, and a field that is empty says so with "". */
  if (group->name == NULL)
    group->name = g_strdup ("");
  kh_group_free (self->group);
  self->group = group;
}

static void
kh_group_form_show (KhStaffForm *form,
                    gint64       id,
                    gint64       like)
{
  KhGroupForm *self = KH_GROUP_FORM (form);
  const KhGroup *found = kh_staff_get_group (get_staff (self), id);
  const KhGroup *model = kh_staff_get_group (get_staff (self), like);

  take_group (self, found != NULL ? kh_group_copy (found) : kh_group_new ());
  g_clear_pointer (&self->like, g_free);
  if (found == NULL && model != NULL)
    {
      self->like = g_strdup (model->name);
      self->group->grants = kh_group_get_grants (model);
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  fill (self);
}

static void
kh_group_form_refresh (KhStaffForm *form)
{
  KhGroupForm *self = KH_GROUP_FORM (form);
  const KhGroup *found = kh_staff_get_group (get_staff (self), self->group->id);

  if (self->dirty || self->saving || found == NULL)
    {
      update (self);
      return;
    }
  take_group (self, kh_group_copy (found));
  fill (self);
}

static gboolean
kh_group_form_get_dirty (KhStaffForm *form)
{
  return KH_GROUP_FORM (form)->dirty;
}

/* Saving */

static void
on_group_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhGroupForm *self = g_task_get_source_object (task);
  KhGroup *saved = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gint64 id = kh_store_save_group_finish (KH_STORE (source), result, &error);

  self->saving = FALSE;
  if (error != NULL)
    {
      update (self);
      if (self->save_had_focus && gtk_widget_get_mapped (self->save))
        gtk_widget_grab_focus (self->save);
      show_error (self, error);
      g_task_return_boolean (task, FALSE);
      return;
    }

  saved->id = id;
  take_group (self, kh_group_copy (saved));
  fill (self);
  /* Save has nothing to save any more. */
  if (self->save_had_focus && gtk_widget_get_mapped (self->save))
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  kh_staff_form_emit_saved (KH_STAFF_FORM (self), id);
  g_task_return_boolean (task, TRUE);
}

static void
kh_group_form_save (KhStaffForm *form,
                    GTask       *new_task)
{
  KhGroupForm *self = KH_GROUP_FORM (form);
  g_autoptr (GTask) task = new_task;
  KhGroup *typed;

  if (self->saving)
    {
      /* Whoever asks again, such as the question on closing, must get an answer. */
      g_task_return_boolean (task, FALSE);
      return;
    }
  typed = dup_typed (self);
  g_task_set_task_data (task, typed, (GDestroyNotify) kh_group_free);
  clear_notes (self);
  if (*typed->name == '\0')
    {
      kh_form_fail (self->name_note, GTK_WIDGET (self->name), _("Type a name for the group."));
      g_task_return_boolean (task, FALSE);
      return;
    }

  self->save_had_focus = gtk_widget_is_focus (self->save);
  self->saving = TRUE;
  update (self);
  kh_store_save_group_async (kh_services_get_store (self->services), typed, NULL, on_group_saved_cb,
                             g_steal_pointer (&task));
}

static void
form_iface_init (KhStaffFormInterface *iface)
{
  iface->show = kh_group_form_show;
  iface->refresh = kh_group_form_refresh;
  iface->get_dirty = kh_group_form_get_dirty;
  iface->save = kh_group_form_save;
}

/* Removing: the page sees in the staff that the group is gone. */

static void
on_group_removed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (KhGroupForm) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_remove_group_finish (KH_STORE (source), result, &error))
    show_error (self, error);
}

static void
remove_group (KhGroupForm *self,
              gint64       heir)
{
  clear_notes (self);
  kh_store_remove_group_async (kh_services_get_store (self->services), self->group->id, heir, NULL,
                               on_group_removed_cb, g_object_ref (self));
}

static void
on_heir_chosen_cb (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhGroupForm) self = user_data;
  gint64 heir = kh_heir_dialog_ask_finish (result);

  if (heir != 0)
    remove_group (self, heir);
}

static void
on_remove_answered_cb (GObject      *source G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (KhGroupForm) self = user_data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT)
    remove_group (self, 0);
}

static void
on_remove_clicked_cb (KhGroupForm *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *body = NULL;

  if (kh_heir_dialog_count_members (get_staff (self), self->group->id) > 0)
    {
      kh_heir_dialog_ask_async (parent, get_staff (self), self->group->id, on_heir_chosen_cb, g_object_ref (self));
      return;
    }
  body = g_strdup_printf (_("Nobody belongs to “%s”. Its list of grants is lost with it."), self->group->name);
  kh_dialogs_ask_async (parent, _("Remove the group?"), body, NULL, _("_Cancel"), NULL, _("_Remove"),
                        KH_DIALOG_DESTRUCTIVE, NULL, on_remove_answered_cb, g_object_ref (self));
}

/* The form */

static void
on_field_changed_cb (KhGroupForm *self)
{
  if (self->filling || self->group == NULL)
    return;
  clear_notes (self);
  update (self);
}

static void
on_name_refused_cb (const char *message,
                    gpointer    note)
{
  kh_form_set_note (note, message);
}

static void
on_duplicate_clicked_cb (KhGroupForm *self)
{
  kh_staff_form_emit_duplicate (KH_STAFF_FORM (self), self->group->id);
}

static void
save_activated (GtkWidget  *widget,
                const char *name G_GNUC_UNUSED,
                GVariant   *parameter G_GNUC_UNUSED)
{
  kh_staff_form_save_async (KH_STAFF_FORM (widget), NULL, NULL);
}

static void
cancel_activated (GtkWidget  *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant   *parameter G_GNUC_UNUSED)
{
  fill (KH_GROUP_FORM (widget));
}

static void
kh_group_form_dispose (GObject *object)
{
  KhGroupForm *self = KH_GROUP_FORM (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_GROUP_FORM);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);
  g_clear_pointer (&self->group, kh_group_free);
  g_clear_pointer (&self->like, g_free);

  G_OBJECT_CLASS (kh_group_form_parent_class)->dispose (object);
}

static void
kh_group_form_class_init (KhGroupFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_group_form_dispose;

  g_type_ensure (KH_TYPE_GROUP_GRANTS);
  gtk_widget_class_install_action (widget_class, "staff.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "staff.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "staff.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "staff.cancel", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-group-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, cancel);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, duplicate);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, grants);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, grid);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, name);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, name_note);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, owners_note);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, remove);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, result);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, save);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, scrolled);
  gtk_widget_class_bind_template_child (widget_class, KhGroupForm, title);
  gtk_widget_class_bind_template_callback (widget_class, on_duplicate_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
}

static void
name_buttons (KhGroupForm *self)
{
  GtkWidget *buttons[] = { self->cancel, self->duplicate, self->remove, self->save };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    kh_accessible_name_button (GTK_BUTTON (buttons[i]));
}

static void
kh_group_form_init (KhGroupForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_buttons (self);
  kh_form_name_fields (self->grid);
  kh_guard_editable (self->name, LONGEST_NAME, on_name_refused_cb, self->name_note);
}

GtkWidget *
kh_group_form_new (KhServices *services)
{
  KhGroupForm *self = g_object_new (KH_TYPE_GROUP_FORM, NULL);

  self->services = g_object_ref (services);
  kh_staff_form_show (KH_STAFF_FORM (self), 0, 0);

  return GTK_WIDGET (self);
}
