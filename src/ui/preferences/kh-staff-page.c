/* kh-staff-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-staff-page.h"

#include "kh-accessible.h"
#include "kh-focus.h"
#include "kh-group-form.h"
#include "kh-lock-setting.h"
#include "kh-member-form.h"
#include "kh-one-stop.h"
#include "kh-preferences-page.h"
#include "kh-recovery-window.h"
#include "kh-side-list.h"

#include <glib/gi18n-lib.h>

/* Beside the ids in the data file: the form of a new one, and none at all. */
#define NEW_ONE 0
#define NO_ONE KH_SIDE_LIST_NONE

typedef enum {
  KH_STAFF_PAGE_MEMBERS,
  KH_STAFF_PAGE_GROUPS,

  KH_N_STAFF_PAGES
} KhStaffPageSubject;

/* What the page of members and that of groups differ in. */
typedef struct {
  GtkWidget *(* new_form) (KhServices *services);
  const char *title;
  const char *new_label;
  const char *empty;
  const char *unsaved;
} Subject;

struct _KhStaffPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *empty;
  GtkBox *header;
  GtkListBox *list;
  GtkButton *new_button;
  GtkStack *stack;
  GtkLabel *title;
  GtkLabel *why;

  /* Owned by the stack, and by the header where there is one */
  KhStaffForm *form;
  GtkWidget *recovery_button;

  /* Owned */
  KhServices *services;

  /* State */
  KhStaffPageSubject subject;
  gint64 shown;
  gint64 wanted;
  gint64 wanted_like;
  gboolean filling;
};

static void page_iface_init (KhPreferencesPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhStaffPage, kh_staff_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_PREFERENCES_PAGE, page_iface_init))

static const Subject subjects[] = {
  [KH_STAFF_PAGE_MEMBERS] = {
    .new_form = kh_member_form_new,
    .title = N_("Staff"),
    .new_label = N_("Ne_w Member"),
    .empty = N_("Add those who work in your office with New Member."),
    .unsaved = N_("What you typed for this member of the staff is not saved yet."),
  },
  [KH_STAFF_PAGE_GROUPS] = {
    .new_form = kh_group_form_new,
    .title = N_("Groups"),
    .new_label = N_("Ne_w Group"),
    .empty = N_("Add a group for those who may do the same with New Group."),
    .unsaved = N_("What you changed in this group is not saved yet."),
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (subjects) == KH_N_STAFF_PAGES);

static KhStaff *
get_staff (KhStaffPage *self)
{
  return kh_store_get_staff (kh_services_get_store (self->services));
}

static gboolean
may (KhStaffPage *self,
     KhGrant      grant)
{
  return kh_grants_has (kh_store_get_grants (kh_services_get_store (self->services)), grant);
}

/* The list */

static void
select_shown (KhStaffPage *self)
{
  self->filling = TRUE;
  gtk_list_box_select_row (self->list, kh_side_list_find (self->list, self->shown));
  self->filling = FALSE;
}

static char *
dup_member_line (KhStaffPage    *self,
                 const KhMember *member)
{
  const KhGroup *group = kh_staff_get_group (get_staff (self), member->group);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  if (!member->active)
    g_strv_builder_add (parts, _("Has left"));
  if (member->id == kh_store_get_member (kh_services_get_store (self->services)))
    g_strv_builder_add (parts, _("You"));
  g_strv_builder_add (parts, group != NULL ? group->name : _("No group"));
  /* Before what may be cut off. */
  if (member->active && group != NULL && !member->has_password)
    g_strv_builder_add (parts, _("No password"));
  if (member->sales)
    g_strv_builder_add (parts, _("Sales Representative"));
  if (member->technician)
    g_strv_builder_add (parts, _("Technician"));
  words = g_strv_builder_end (parts);

  /* Translators: stands between what is said in one line about a member of the staff. */
  return g_strjoinv (_(" · "), words);
}

static char *
dup_group_line (KhStaffPage   *self,
                const KhGroup *group)
{
  GPtrArray *members = kh_staff_get_members (get_staff (self));
  guint n = 0;

  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (members, i);

      n += member->active && member->group == group->id ? 1 : 0;
    }
  if (n == 0)
    return g_strdup (_("No members"));

  return g_strdup_printf (ngettext ("%u member", "%u members", n), n);
}

static void
add_members (KhStaffPage *self)
{
  GPtrArray *members = kh_staff_get_members (get_staff (self));

  /* Those who work here come first. */
  for (int active = 1; active >= 0; active--)
    for (guint i = 0; i < members->len; i++)
      {
        const KhMember *member = g_ptr_array_index (members, i);
        g_autofree char *line = dup_member_line (self, member);

        if (member->active == active)
          kh_side_list_append (self->list, member->id, member->name, line);
      }
}

static void
add_groups (KhStaffPage *self)
{
  GPtrArray *groups = kh_staff_get_groups (get_staff (self));

  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);
      g_autofree char *line = dup_group_line (self, group);

      kh_side_list_append (self->list, group->id, group->name, line);
    }
}

static void
fill_list (KhStaffPage *self)
{
  gint64 focused;

  self->filling = TRUE;
  focused = kh_side_list_clear (self->list);
  if (may (self, KH_GRANT_STAFF_VIEW) && self->subject == KH_STAFF_PAGE_MEMBERS)
    add_members (self);
  if (may (self, KH_GRANT_STAFF_VIEW) && self->subject == KH_STAFF_PAGE_GROUPS)
    add_groups (self);
  self->filling = FALSE;
  select_shown (self);
  kh_side_list_focus (self->list, focused);
}

/* The form */

static void
show_one (KhStaffPage *self,
          gint64       id,
          gint64       like)
{
  self->shown = kh_side_list_find (self->list, id) == NULL && id != NEW_ONE ? NO_ONE : id;
  select_shown (self);
  gtk_stack_set_visible_child_name (self->stack, self->shown == NO_ONE ? "empty" : "form");
  /* With nothing to show, it must not go on holding what was shown before. */
  kh_staff_form_show (self->form, MAX (self->shown, NEW_ONE), like);
  if (self->shown == NEW_ONE)
    kh_focus_first (GTK_WIDGET (self->form));
}

static void
show_first (KhStaffPage *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  show_one (self, first == NULL ? NO_ONE : kh_side_list_get_id (first), 0);
}

/* What whoever is here must know first, or NULL. */
static char *
dup_why (KhStaffPage *self)
{
  if (!kh_staff_is_set_up (get_staff (self)))
    return g_strdup (_("Nobody is an owner yet, so everybody may do everything. Add the first owner before anybody else."));
  if (!may (self, KH_GRANT_STAFF_CONTROL))
    return kh_staff_dup_why (get_staff (self), KH_GRANT_STAFF_CONTROL);

  return NULL;
}

/* A key to what is sealed can be made only of one that opens it. */
static void
update_recovery (KhStaffPage *self)
{
  KhStore *store = kh_services_get_store (self->services);

  if (self->recovery_button == NULL)
    return;
  gtk_widget_set_sensitive (self->recovery_button, may (self, KH_GRANT_STAFF_CONTROL) && kh_store_has_keys (store));
  gtk_widget_set_tooltip_text (self->recovery_button,
                               kh_store_has_keys (store) ? NULL
                                                         : _("Only somebody who can see the passcodes makes a recovery key."));
}

/* The one place that decides what can be done now. */
static void
update (KhStaffPage *self)
{
  g_autofree char *why = dup_why (self);

  gtk_widget_set_visible (GTK_WIDGET (self), may (self, KH_GRANT_STAFF_VIEW));
  gtk_widget_set_sensitive (GTK_WIDGET (self->new_button), may (self, KH_GRANT_STAFF_CONTROL));
  gtk_label_set_text (self->why, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), why != NULL);
  update_recovery (self);
}

static void
on_store_notify_staff_cb (KhStaffPage *self)
{
  gboolean focused = kh_focus_is_within (GTK_WIDGET (self->form));
  GtkListBoxRow *row;

  update (self);
  fill_list (self);
  if (self->shown == NEW_ONE || kh_side_list_find (self->list, self->shown) != NULL)
    {
      kh_staff_form_refresh (self->form);
      return;
    }
  /* It was removed. Whoever did it by keyboard goes on from the list. */
  show_first (self);
  row = kh_side_list_find (self->list, self->shown);
  if (focused && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* What somebody else had begun to type is nobody's. */
static void
on_store_notify_member_cb (KhStaffPage *self)
{
  update (self);
  fill_list (self);
  if (self->shown > 0)
    show_one (self, self->shown, 0);
  else
    show_first (self);
}

/* The guard */

static const char *
kh_staff_page_get_unsaved (KhPreferencesPage *page)
{
  KhStaffPage *self = KH_STAFF_PAGE (page);
  gboolean unsaved = self->shown != NO_ONE && kh_staff_form_get_dirty (self->form);

  return unsaved ? _(subjects[self->subject].unsaved) : NULL;
}

static void
on_guard_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, kh_staff_form_save_finish (KH_STAFF_FORM (source), result));
}

static void
kh_staff_page_save (KhPreferencesPage *page,
                    GTask             *task)
{
  kh_staff_form_save_async (KH_STAFF_PAGE (page)->form, on_guard_saved_cb, task);
}

static void
page_iface_init (KhPreferencesPageInterface *iface)
{
  iface->get_unsaved = kh_staff_page_get_unsaved;
  iface->save = kh_staff_page_save;
}

static void
on_leave_answered_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data G_GNUC_UNUSED)
{
  KhStaffPage *self = KH_STAFF_PAGE (source);

  if (kh_preferences_page_may_close_finish (KH_PREFERENCES_PAGE (self), result))
    show_one (self, self->wanted, self->wanted_like);
  else
    select_shown (self);
}

static void
go_to (KhStaffPage *self,
       gint64       id,
       gint64       like)
{
  self->wanted = id;
  self->wanted_like = like;
  kh_preferences_page_may_close_async (KH_PREFERENCES_PAGE (self), on_leave_answered_cb, NULL);
}

static void
on_list_row_selected_cb (KhStaffPage   *self,
                         GtkListBoxRow *row)
{
  if (!self->filling && row != NULL && kh_side_list_get_id (row) != self->shown)
    go_to (self, kh_side_list_get_id (row), 0);
}

static void
on_new_clicked_cb (KhStaffPage *self)
{
  go_to (self, NEW_ONE, 0);
}

static void
on_recovery_clicked_cb (KhStaffPage *self)
{
  gtk_window_present (kh_recovery_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              kh_services_get_store (self->services)));
}

static void
on_form_duplicate_cb (KhStaffPage *self,
                      gint64       id)
{
  go_to (self, NEW_ONE, id);
}

/* The store has said so already, but not which one a new one became. */
static void
on_form_saved_cb (KhStaffPage *self,
                  gint64       id)
{
  self->shown = id;
  fill_list (self);
}

/* Ctrl+S also where the focus is in the list. */
static gboolean
on_save_pressed_cb (GtkWidget *widget,
                    GVariant  *args G_GNUC_UNUSED,
                    gpointer   user_data G_GNUC_UNUSED)
{
  return gtk_widget_activate_action (GTK_WIDGET (KH_STAFF_PAGE (widget)->form), "staff.save", NULL);
}

static void
kh_staff_page_dispose (GObject *object)
{
  KhStaffPage *self = KH_STAFF_PAGE (object);
  GtkWidget *child;

  self->recovery_button = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_STAFF_PAGE);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_staff_page_parent_class)->dispose (object);
}

static void
kh_staff_page_class_init (KhStaffPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_staff_page_dispose;

  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, on_save_pressed_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-staff-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, empty);
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, header);
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, list);
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, title);
  gtk_widget_class_bind_template_child (widget_class, KhStaffPage, why);
  gtk_widget_class_bind_template_callback (widget_class, on_list_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked_cb);
}

static void
kh_staff_page_init (KhStaffPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = NO_ONE;
}

static void
fill_words (KhStaffPage *self)
{
  const Subject *subject = &subjects[self->subject];

  gtk_label_set_text (self->title, _(subject->title));
  gtk_label_set_text (self->empty, _(subject->empty));
  gtk_button_set_label (self->new_button, _(subject->new_label));
  kh_accessible_name_button (self->new_button);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _(subject->title));
}

/* What holds for all who work here. */
static GtkWidget *
new_office_row (KhStaffPage *self,
                KhStore     *store)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *setting = kh_lock_setting_new (store);

  self->recovery_button = gtk_button_new_with_mnemonic (_("_Make a Recovery Key…"));
  kh_accessible_name_button (GTK_BUTTON (self->recovery_button));
  g_signal_connect_object (self->recovery_button, "clicked", G_CALLBACK (on_recovery_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::has-keys", G_CALLBACK (update_recovery), self, G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (setting, TRUE);
  gtk_box_append (GTK_BOX (row), setting);
  gtk_box_append (GTK_BOX (row), self->recovery_button);

  return row;
}

static GtkWidget *
new_page (KhServices         *services,
          KhStaffPageSubject  subject)
{
  KhStaffPage *self = g_object_new (KH_TYPE_STAFF_PAGE, NULL);
  KhStore *store = kh_services_get_store (services);

  self->services = g_object_ref (services);
  self->subject = subject;
  self->form = KH_STAFF_FORM (subjects[subject].new_form (services));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->form), "form");
  if (subject == KH_STAFF_PAGE_MEMBERS)
    gtk_box_append (self->header, new_office_row (self, store));
  g_signal_connect_object (self->form, "duplicate", G_CALLBACK (on_form_duplicate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "saved", G_CALLBACK (on_form_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_store_notify_member_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_store_notify_staff_cb), self, G_CONNECT_SWAPPED);
  fill_words (self);
  update (self);
  fill_list (self);
  show_first (self);

  return GTK_WIDGET (self);
}

GtkWidget *
kh_staff_page_new_members (KhServices *services)
{
  return new_page (services, KH_STAFF_PAGE_MEMBERS);
}

GtkWidget *
kh_staff_page_new_groups (KhServices *services)
{
  return new_page (services, KH_STAFF_PAGE_GROUPS);
}
