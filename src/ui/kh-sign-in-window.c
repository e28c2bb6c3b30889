/* kh-sign-in-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sign-in-window.h"

#include "kh-accessible.h"
#include "kh-forgot-window.h"

#include <glib/gi18n-lib.h>

struct _KhSignInWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkLabel *body;
  GtkButton *enter_button;
  GtkLabel *error;
  GtkButton *forgot_button;
  GtkLabel *heading;
  GtkDropDown *members;
  GtkEditable *name;
  GtkEditable *password;
  GtkWidget *password_label;
  GtkButton *quit_button;
  GtkLabel *who_label;

  /* Owned */
  KhStore *store;
  GArray *ids;

  /* State */
  gboolean first;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (KhSignInWindow, kh_sign_in_window, GTK_TYPE_WINDOW)

enum {
  SIGNAL_DECLINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_error (KhSignInWindow *self,
            const GError   *error)
{
  if (error != NULL)
    gtk_label_set_text (self->error, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static const KhMember *
get_chosen (KhSignInWindow *self)
{
  guint position = gtk_drop_down_get_selected (self->members);

  if (position >= self->ids->len)
    return NULL;

  return kh_staff_get_member (kh_store_get_staff (self->store), g_array_index (self->ids, gint64, position));
}

static void
on_members_selected_cb (KhSignInWindow *self)
{
  const KhMember *member = self->ids == NULL ? NULL : get_chosen (self);
  gboolean wants_password = !self->first && member != NULL && member->has_password;

  gtk_editable_set_text (self->password, "");
  gtk_widget_set_visible (GTK_WIDGET (self->password), wants_password);
  gtk_widget_set_visible (self->password_label, wants_password);
  gtk_widget_set_visible (GTK_WIDGET (self->forgot_button), wants_password);
  show_error (self, NULL);
}

/* While it is asked, which takes a moment on purpose, nothing else is. */
static void
set_busy (KhSignInWindow *self,
          gboolean        busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->enter_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->forgot_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->members), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), !busy);
}

static void
take_answer (KhSignInWindow *self,
             gboolean        right,
             const GError   *error)
{
  GtkWidget *field = self->first ? GTK_WIDGET (self->name) : GTK_WIDGET (self->password);

  set_busy (self, FALSE);
  if (right)
    {
      self->done = TRUE;
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_editable_set_text (self->password, "");
  show_error (self, error);
  if (gtk_widget_get_visible (field))
    gtk_widget_grab_focus (field);
}

static void
on_signed_in_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KhSignInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean right = kh_store_sign_in_finish (KH_STORE (source), result, &error);

  take_answer (self, right, error);
}

static void
on_owner_made_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (KhSignInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 owner = kh_store_make_owner_finish (KH_STORE (source), result, &error);

  if (owner == 0)
    take_answer (self, FALSE, error);
  else
    kh_store_sign_in_async (self->store, owner, NULL, NULL, on_signed_in_cb, g_object_ref (self));
}

static void
on_enter_clicked_cb (KhSignInWindow *self)
{
  const KhMember *member = self->first ? NULL : get_chosen (self);
  g_autoptr (KhSecret) password = NULL;

  if (!self->first && member == NULL)
    return;
  show_error (self, NULL);
  set_busy (self, TRUE);
  if (self->first)
    {
      kh_store_make_owner_async (self->store, gtk_editable_get_text (self->name), NULL, on_owner_made_cb, g_object_ref (self));
      return;
    }
  if (member->has_password)
    password = kh_secret_new (gtk_editable_get_text (self->password), -1);
  kh_store_sign_in_async (self->store, member->id, password, NULL, on_signed_in_cb, g_object_ref (self));
}

/* With the recovery key they came in by another door. */
static void
on_forgot_entered_cb (KhSignInWindow *self)
{
  take_answer (self, TRUE, NULL);
}

static void
on_forgot_clicked_cb (KhSignInWindow *self)
{
  const KhMember *member = get_chosen (self);
  GtkWindow *window = kh_forgot_window_new (GTK_WINDOW (self), self->store, member != NULL ? member->id : 0);

  g_signal_connect_object (window, "entered", G_CALLBACK (on_forgot_entered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (window);
}

static gboolean
kh_sign_in_window_close_request (GtkWindow *window)
{
  KhSignInWindow *self = KH_SIGN_IN_WINDOW (window);

  if (!self->done)
    g_signal_emit (self, signals[SIGNAL_DECLINED], 0);

  return FALSE;
}

static void
kh_sign_in_window_dispose (GObject *object)
{
  KhSignInWindow *self = KH_SIGN_IN_WINDOW (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->ids, g_array_unref);

  G_OBJECT_CLASS (kh_sign_in_window_parent_class)->dispose (object);
}

static void
kh_sign_in_window_class_init (KhSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_sign_in_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kh_sign_in_window_close_request;

  signals[SIGNAL_DECLINED] = g_signal_new ("declined", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, body);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, enter_button);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, error);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, forgot_button);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, members);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, name);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, password);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, password_label);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, quit_button);
  gtk_widget_class_bind_template_child (widget_class, KhSignInWindow, who_label);
  gtk_widget_class_bind_template_callback (widget_class, on_enter_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_forgot_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_members_selected_cb);
}

static void
kh_sign_in_window_init (KhSignInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_widget (GTK_WIDGET (self->password), _("Password"));
}

static void
list_members (KhSignInWindow *self,
              gint64          likely)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  KhStaff *staff = kh_store_get_staff (self->store);
  GPtrArray *members = kh_staff_get_members (staff);
  guint selected = 0;

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (members, i);

      if (!member->active || kh_staff_get_group (staff, member->group) == NULL)
        continue;
      if (member->id == likely)
        selected = self->ids->len;
      g_array_append_val (self->ids, member->id);
      gtk_string_list_append (names, member->name);
    }
  gtk_drop_down_set_model (self->members, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->members, selected);
  kh_accessible_name_drop_down (self->members, _("Name"));
}

static void
set_texts (KhSignInWindow *self,
           gint64          likely,
           gboolean        unsaved)
{
  const char *name = g_get_real_name ();
  const KhMember *last = kh_staff_get_member (kh_store_get_staff (self->store), likely);
  g_autofree char *loss = NULL;

  if (self->first)
    {
      gtk_window_set_title (GTK_WINDOW (self), _("Welcome to Keyholder"));
      gtk_label_set_text (self->heading, _("Whose office is this?"));
      gtk_label_set_text (self->body, _("Keyholder writes down who changed what. Enter your name: you become the owner of "
                                        "these records, may do everything, and can add others in Preferences, Staff."));
      gtk_editable_set_text (self->name, g_strcmp0 (name, "Unknown") == 0 ? g_get_user_name () : name);
      gtk_button_set_label (self->enter_button, _("_Begin"));
    }
  else
    {
      gtk_label_set_text (self->heading, _("Who works at this desk?"));
      gtk_label_set_text (self->body, _("What you may see and change depends on who you are, and the history keeps your name."));
      gtk_button_set_label (self->enter_button, _("_Sign In"));
    }
  if (unsaved && last != NULL)
    {
      /* Translators: a member of the staff. */
      loss = g_strdup_printf (_("%s left changes that are not saved. They are lost when somebody else signs in, or when you quit."),
                              last->name);
      gtk_label_set_text (self->body, loss);
    }
  kh_accessible_name_button (self->enter_button);
  kh_accessible_name_button (self->forgot_button);
  kh_accessible_name_button (self->quit_button);
}

GtkWindow *
kh_sign_in_window_new (GtkWindow *parent,
                       KhStore   *store,
                       gint64     likely,
                       gboolean   unsaved)
{
  KhSignInWindow *self = g_object_new (KH_TYPE_SIGN_IN_WINDOW, "transient-for", parent, NULL);
  GtkWidget *who;

  self->store = g_object_ref (store);
  self->first = !kh_staff_is_set_up (kh_store_get_staff (store));
  list_members (self, likely);
  who = self->first ? GTK_WIDGET (self->name) : GTK_WIDGET (self->members);
  gtk_widget_set_visible (GTK_WIDGET (self->name), self->first);
  gtk_widget_set_visible (GTK_WIDGET (self->members), !self->first);
  gtk_label_set_mnemonic_widget (self->who_label, who);
  if (self->first)
    kh_accessible_label_for (self->who_label, who);
  set_texts (self, likely, unsaved);
  on_members_selected_cb (self);
  if (self->first)
    gtk_widget_grab_focus (who);
  else
    gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (self->password)) ? GTK_WIDGET (self->password)
                                                                                : GTK_WIDGET (self->enter_button));

  return GTK_WINDOW (self);
}
