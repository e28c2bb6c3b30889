/* kh-member-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-member-form.h"

#include "kh-accessible.h"
#include "kh-form.h"
#include "kh-guard.h"
#include "kh-own-grants.h"
#include "kh-password-window.h"
#include "kh-rights-window.h"

#include <glib/gi18n-lib.h>

#define LONGEST_NAME 60

struct _KhMemberForm
{
  GtkWidget parent_instance;

  /* Template children */
  GtkCheckButton *active;
  GtkLabel *active_note;
  GtkWidget *cancel;
  GtkExpander *expander;
  GtkWidget *grid;
  GtkDropDown *group;
  GtkLabel *group_note;
  GtkLabel *keys_note;
  GtkEditable *name;
  GtkLabel *name_note;
  KhOwnGrants *own;
  GtkLabel *own_note;
  GtkLabel *result;
  GtkCheckButton *sales;
  GtkWidget *save;
  GtkScrolledWindow *scrolled;
  GtkCheckButton *technician;
  GtkLabel *title;
  GtkWidget *what;
  GtkWidget *password;

  /* Owned */
  KhServices *services;
  KhMember *member;
  GArray *groups;

  /* State */
  gboolean filling;
  gboolean saving;
  gboolean save_had_focus;
  gboolean dirty;
};

static void form_iface_init (KhStaffFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhMemberForm, kh_member_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_STAFF_FORM, form_iface_init))

static KhStaff *
get_staff (KhMemberForm *self)
{
  return kh_store_get_staff (kh_services_get_store (self->services));
}

static gboolean
is_new (KhMemberForm *self)
{
  return self->member->id == 0;
}

/* What is typed */

static gint64
get_group (KhMemberForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->group);

  return selected < self->groups->len ? g_array_index (self->groups, gint64, selected) : 0;
}

static KhMember *
dup_typed (KhMemberForm *self)
{
  KhMember *member = kh_member_copy (self->member);

  g_free (member->name);
  member->name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  member->group = get_group (self);
  member->sales = gtk_check_button_get_active (self->sales);
  member->technician = gtk_check_button_get_active (self->technician);
  member->active = gtk_check_button_get_active (self->active);
  kh_own_grants_get (self->own, &member->added, &member->taken);

  return member;
}

static gboolean
members_equal (const KhMember *a,
               const KhMember *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && a->group == b->group && a->sales == b->sales &&
         a->technician == b->technician && a->active == b->active &&
         kh_grants_equal (a->added, b->added) && kh_grants_equal (a->taken, b->taken);
}

/* Notes under the fields */

static void
set_result (KhMemberForm *self,
            const char   *text)
{
  gtk_label_set_text (self->result, text != NULL ? text : "");
}

static void
clear_notes (KhMemberForm *self)
{
  GtkLabel *notes[] = { self->name_note, self->group_note, self->active_note };
  GtkWidget *fields[] = { GTK_WIDGET (self->name), GTK_WIDGET (self->group), GTK_WIDGET (self->active) };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      kh_form_set_note (notes[i], NULL);
      gtk_accessible_reset_state (GTK_ACCESSIBLE (fields[i]), GTK_ACCESSIBLE_STATE_INVALID);
    }
  set_result (self, NULL);
}

static void
show_error (KhMemberForm   *self,
            const KhMember *typed,
            const GError   *error)
{
  if (g_error_matches (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME))
    kh_form_fail (self->name_note, GTK_WIDGET (self->name), error->message);
  else if (g_error_matches (error, KH_STAFF_ERROR, KH_STAFF_ERROR_LAST_OWNER) && !typed->active)
    kh_form_fail (self->active_note, GTK_WIDGET (self->active), error->message);
  else if (error->domain == KH_STAFF_ERROR)
    kh_form_fail (self->group_note, GTK_WIDGET (self->group), error->message);
  else
    set_result (self, error->message);
}

/* Grants of their own */

static guint
count (KhGrants grants)
{
  guint n = 0;

  for (guint64 bits = grants.bits; bits != 0; bits &= bits - 1)
    n++;

  return n;
}

static void
update_own (KhMemberForm   *self,
            const KhMember *typed)
{
  const KhGroup *group = kh_staff_get_group (get_staff (self), typed->group);
  guint n = count (typed->added) + count (typed->taken);
  g_autofree char *label = NULL;

  kh_own_grants_set_group (self->own, group != NULL ? kh_group_get_grants (group) : kh_grants_none ());
  gtk_widget_set_visible (GTK_WIDGET (self->own), group != NULL && !group->owners);
  if (group == NULL)
    gtk_label_set_text (self->own_note, _("Whoever belongs to no group may do nothing. Choose a group first."));
  else if (group->owners)
    gtk_label_set_text (self->own_note, _("Owners may do everything, so grants of their own have no effect."));
  else
    gtk_label_set_text (self->own_note, _("What this member may do besides the group, and what not. "
                                          "“Taken away” weighs more than anything else."));
  /* Translators: how many grants a member has that differ from the group's. */
  label = n == 0 ? g_strdup (_("_Own Grants")) : g_strdup_printf (_("_Own Grants (%u)"), n);
  gtk_expander_set_label (self->expander, label);
}

/* Of somebody who can sign in: one's own, or as whoever keeps the staff. */
static gboolean
may_set_password (KhMemberForm *self)
{
  KhStore *store = kh_services_get_store (self->services);

  return !is_new (self) && self->member->active && self->member->group != 0 &&
         (kh_staff_form_may_control (self->services) || kh_store_get_member (store) == self->member->id);
}

/* Somebody who may see passcodes or the like, and gets the keys when somebody who has them saves. */
static void
update_keys_note (KhMemberForm *self)
{
  gboolean waits = kh_staff_waits_for_keys (get_staff (self), self->member->id);

  if (waits && kh_store_can_give_keys (kh_services_get_store (self->services), self->member->id))
    gtk_label_set_text (self->keys_note, _("This member may see what is kept encrypted, and has no keys to it yet. "
                                           "Save to give the keys."));
  else if (waits)
    gtk_label_set_text (self->keys_note, _("This member may see what is kept encrypted, and has no keys to it yet. "
                                           "Somebody who can see it opens this page and saves, and then they can."));
  gtk_widget_set_visible (GTK_WIDGET (self->keys_note), waits);
}

/* The one place that decides what can be done now. */
static void
update (KhMemberForm *self)
{
  g_autoptr (KhMember) typed = dup_typed (self);
  gboolean control = kh_staff_form_may_control (self->services);
  gboolean idle = !self->saving && control;
  gboolean gives_keys = kh_store_can_give_keys (kh_services_get_store (self->services), self->member->id);
  GtkWidget *fields[] = { GTK_WIDGET (self->group), GTK_WIDGET (self->sales), GTK_WIDGET (self->technician),
                          GTK_WIDGET (self->active) };

  self->dirty = !members_equal (typed, self->member);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_widget_set_sensitive (fields[i], control);
  kh_staff_form_set_editable (self->name, control);
  kh_own_grants_set_read_only (self->own, !control);
  /* With nothing in it to focus, it is scrolled by keys itself. */
  gtk_widget_set_focusable (GTK_WIDGET (self->scrolled), !control);
  gtk_widget_set_sensitive (self->what, !is_new (self));
  gtk_widget_set_visible (self->password, may_set_password (self));
  update_own (self, typed);
  update_keys_note (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staff.save", idle && (self->dirty || is_new (self) || gives_keys));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staff.cancel", idle && self->dirty);
}

/* Filling */

static void
fill_groups (KhMemberForm *self,
             gint64        chosen)
{
  GPtrArray *groups = kh_staff_get_groups (get_staff (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gint64 none = 0;
  guint position = 0;

  g_array_set_size (self->groups, 0);
  g_array_append_val (self->groups, none);
  gtk_string_list_append (names, _("None: only listed in drop-downs"));
  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (group->id == chosen)
        position = self->groups->len;
      g_array_append_val (self->groups, group->id);
      gtk_string_list_append (names, group->name);
    }
  gtk_drop_down_set_model (self->group, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->group, position);
}

static void
fill (KhMemberForm *self)
{
  self->filling = TRUE;
  gtk_editable_set_text (self->name, self->member->name != NULL ? self->member->name : "");
  fill_groups (self, self->member->group);
  gtk_check_button_set_active (self->sales, self->member->sales);
  gtk_check_button_set_active (self->technician, self->member->technician);
  gtk_check_button_set_active (self->active, self->member->active);
  kh_own_grants_set (self->own, self->member->added, self->member->taken);
  gtk_label_set_text (self->title, is_new (self) ? _("New Member of the Staff") : self->member->name);
  self->filling = FALSE;
  clear_notes (self);
  update (self);
}

static void
take_member (KhMemberForm *self,
             KhMember     *member)
{
  /* What is typed is compared with it, and a field that is empty says so with "". */
  if (member->name == NULL)
    member->name = g_strdup ("");
  kh_member_free (self->member);
  self->member = member;
}

static void
kh_member_form_show (KhStaffForm *form,
                     gint64       id,
                     gint64       like G_GNUC_UNUSED)
{
  KhMemberForm *self = KH_MEMBER_FORM (form);
  const KhMember *found = kh_staff_get_member (get_staff (self), id);

  take_member (self, found != NULL ? kh_member_copy (found) : kh_member_new ());
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  fill (self);
}

static void
kh_member_form_refresh (KhStaffForm *form)
{
  KhMemberForm *self = KH_MEMBER_FORM (form);
  const KhMember *found = kh_staff_get_member (get_staff (self), self->member->id);

  if (!self->dirty && !self->saving && found != NULL)
    {
      take_member (self, kh_member_copy (found));
      fill (self);
      return;
    }
  self->filling = TRUE;
  fill_groups (self, get_group (self));
  self->filling = FALSE;
  update (self);
}

static gboolean
kh_member_form_get_dirty (KhStaffForm *form)
{
  return KH_MEMBER_FORM (form)->dirty;
}

/* Saving */

static void
on_member_saved_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhMemberForm *self = g_task_get_source_object (task);
  KhMember *saved = g_task_get_task_data (task);
  const KhMember *kept;
  g_autoptr (GError) error = NULL;
  gint64 id = kh_store_save_member_finish (KH_STORE (source), result, &error);

  self->saving = FALSE;
  if (error != NULL)
    {
      update (self);
      if (self->save_had_focus && gtk_widget_get_mapped (self->save))
        gtk_widget_grab_focus (self->save);
      show_error (self, saved, error);
      g_task_return_boolean (task, FALSE);
      return;
    }

  kept = kh_staff_get_member (get_staff (self), id);
  saved->id = id;
  take_member (self, kh_member_copy (kept != NULL ? kept : saved));
  fill (self);
  /* Save has nothing to save any more. */
  if (self->save_had_focus && gtk_widget_get_mapped (self->save))
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
  kh_staff_form_emit_saved (KH_STAFF_FORM (self), id);
  g_task_return_boolean (task, TRUE);
}

static void
kh_member_form_save (KhStaffForm *form,
                     GTask       *new_task)
{
  KhMemberForm *self = KH_MEMBER_FORM (form);
  g_autoptr (GTask) task = new_task;
  KhMember *typed;

  if (self->saving)
    {
      /* Whoever asks again, such as the question on closing, must get an answer. */
      g_task_return_boolean (task, FALSE);
      return;
    }
  typed = dup_typed (self);
  g_task_set_task_data (task, typed, (GDestroyNotify) kh_member_free);
  clear_notes (self);
  if (*typed->name == '\0')
    {
      kh_form_fail (self->name_note, GTK_WIDGET (self->name), _("Type the name, as your office knows it."));
      g_task_return_boolean (task, FALSE);
      return;
    }

  self->save_had_focus = gtk_widget_is_focus (self->save);
  self->saving = TRUE;
  update (self);
  kh_store_save_member_async (kh_services_get_store (self->services), typed, NULL, on_member_saved_cb,
                              g_steal_pointer (&task));
}

static void
form_iface_init (KhStaffFormInterface *iface)
{
  iface->show = kh_member_form_show;
  iface->refresh = kh_member_form_refresh;
  iface->get_dirty = kh_member_form_get_dirty;
  iface->save = kh_member_form_save;
}

/* The form */

static void
on_field_changed_cb (KhMemberForm *self)
{
  if (self->filling || self->member == NULL)
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
on_expander_notify_expanded_cb (KhMemberForm *self)
{
  if (gtk_expander_get_expanded (self->expander))
    kh_own_grants_build (self->own);
}

static void
on_what_clicked_cb (KhMemberForm *self)
{
  kh_rights_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), get_staff (self), self->member->id);
}

static void
on_password_clicked_cb (KhMemberForm *self)
{
  kh_password_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                              kh_services_get_store (self->services), self->member->id);
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
  fill (KH_MEMBER_FORM (widget));
}

static void
kh_member_form_dispose (GObject *object)
{
  KhMemberForm *self = KH_MEMBER_FORM (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_MEMBER_FORM);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);
  g_clear_pointer (&self->member, kh_member_free);
  g_clear_pointer (&self->groups, g_array_unref);

  G_OBJECT_CLASS (kh_member_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-member-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, active);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, active_note);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, cancel);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, expander);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, grid);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, group);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, group_note);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, keys_note);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, name);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, name_note);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, own);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, own_note);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, password);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, result);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, sales);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, save);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, scrolled);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, technician);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, title);
  gtk_widget_class_bind_template_child (widget_class, KhMemberForm, what);
  gtk_widget_class_bind_template_callback (widget_class, on_expander_notify_expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_password_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_what_clicked_cb);
}

static void
kh_member_form_class_init (KhMemberFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_member_form_dispose;

  g_type_ensure (KH_TYPE_OWN_GRANTS);
  gtk_widget_class_install_action (widget_class, "staff.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "staff.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "staff.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "staff.cancel", NULL);
  bind_template (widget_class);
}

static void
kh_member_form_init (KhMemberForm *self)
{
  GtkWidget *buttons[] = { NULL, NULL, NULL, NULL };

  self->groups = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  buttons[0] = self->cancel;
  buttons[1] = self->save;
  buttons[2] = self->what;
  buttons[3] = self->password;
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    kh_accessible_name_button (GTK_BUTTON (buttons[i]));
  kh_accessible_name_check (self->active, _("Still works here"));
  kh_accessible_name_check (self->sales, _("Sales Representative"));
  kh_accessible_name_check (self->technician, _("Technician"));
  kh_form_name_fields (self->grid);
  kh_guard_editable (self->name, LONGEST_NAME, on_name_refused_cb, self->name_note);
}

GtkWidget *
kh_member_form_new (KhServices *services)
{
  KhMemberForm *self = g_object_new (KH_TYPE_MEMBER_FORM, NULL);

  self->services = g_object_ref (services);
  kh_staff_form_show (KH_STAFF_FORM (self), 0, 0);

  return GTK_WIDGET (self);
}
