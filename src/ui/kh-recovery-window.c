/* kh-recovery-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-recovery-window.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-recovery-key.h"
#include "kh-recovery-print.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUPS_PER_LINE 4

struct _KhRecoveryWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *cancel_button;
  GtkButton *close_button;
  GtkLabel *error;
  GtkGrid *groups;
  GtkEditable *last;
  GtkLabel *last_label;
  GtkButton *make_button;
  GtkLabel *note;
  GtkButton *print_button;
  GtkStack *stack;

  /* Owned */
  KhStore *store;
  KhSecret *key;
  GtkPrintOperation *print;

  /* State */
  gboolean making;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (KhRecoveryWindow, kh_recovery_window, GTK_TYPE_WINDOW)

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* The key */

static void
clear_text (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static char *
dup_group (KhRecoveryWindow *self,
           guint             group)
{
  gsize length = (kh_secret_get_length (self->key) + 1) / KH_RECOVERY_KEY_N_GROUPS;

  return g_strndup (kh_secret_get_text (self->key) + group * length, length - 1);
}

/* Letter by letter, or a screen reader makes words of it. */
static char *
dup_spoken (const char *text,
            guint       group)
{
  g_autoptr (GString) letters = g_string_new (NULL);
  char *spoken;

  for (; *text != '\0'; text++)
    g_string_append_printf (letters, letters->len > 0 ? ", %c" : "%c", *text);
  /* Translators: the number of a group of letters and digits, how many there are, and the letters. */
  spoken = g_strdup_printf (_("Group %u of %u: %s"), group + 1, (guint) KH_RECOVERY_KEY_N_GROUPS, letters->str);
  explicit_bzero (letters->str, letters->len);

  return spoken;
}

/* Labels that cannot be selected, as what is selected is anybody's to paste. */
static void
show_groups (KhRecoveryWindow *self)
{
  for (guint i = 0; i < KH_RECOVERY_KEY_N_GROUPS; i++)
    {
      char *text = dup_group (self, i);
      char *spoken = dup_spoken (text, i);
      GtkWidget *label = gtk_label_new (text);

      kh_accessible_name_widget (label, spoken);
      gtk_grid_attach (self->groups, label, (int) (i % GROUPS_PER_LINE), (int) (i / GROUPS_PER_LINE), 1, 1);
      clear_text (text);
      clear_text (spoken);
    }
}

static void
on_made_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (KhRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) key = kh_store_make_recovery_key_finish (KH_STORE (source), result, &error);

  self->making = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), TRUE);
  if (key == NULL)
    {
      show_text (self->note, error->message);
      return;
    }
  self->key = g_steal_pointer (&key);
  show_groups (self);
  gtk_stack_set_visible_child_name (self->stack, "key");
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->close_button));
  gtk_widget_grab_focus (GTK_WIDGET (self->print_button));
}

static void
on_make_clicked_cb (KhRecoveryWindow *self)
{
  show_text (self->note, NULL);
  self->making = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), FALSE);
  kh_store_make_recovery_key_async (self->store, NULL, on_made_cb, g_object_ref (self));
}

/* Printing */

static void
say_not_printed (KhRecoveryWindow *self)
{
  show_text (self->error, _("It cannot be printed on this computer. Write the key down instead."));
}

static void
on_print_done_cb (KhRecoveryWindow        *self,
                  GtkPrintOperationResult  result)
{
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    say_not_printed (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->print_button), TRUE);
  g_clear_object (&self->print);
}

static void
on_print_clicked_cb (KhRecoveryWindow *self)
{
  g_autoptr (GtkPrintOperation) operation = kh_recovery_print_new (self->key, kh_store_get_author (self->store));
  GtkPrintOperationResult result;
  g_autoptr (GError) error = NULL;

  show_text (self->error, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->print_button), FALSE);
  g_set_object (&self->print, operation);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_print_done_cb), self, G_CONNECT_SWAPPED);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error);
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  g_debug ("It cannot be printed: %s", error != NULL ? error->message : "no reason given");
  on_print_done_cb (self, result);
}

/* Closing */

/* As forgiving as where the whole key is typed. */
static gboolean
is_last_group (KhRecoveryWindow *self)
{
  char *group = dup_group (self, KH_RECOVERY_KEY_N_GROUPS - 1);
  char *typed = g_ascii_strup (gtk_editable_get_text (self->last), -1);
  gboolean right;

  g_strdelimit (g_strstrip (typed), "O", '0');
  g_strdelimit (typed, "IL", '1');
  right = g_str_equal (typed, group);
  clear_text (typed);
  clear_text (group);

  return right;
}

static void
on_last_changed_cb (KhRecoveryWindow *self)
{
  show_text (self->error, NULL);
}

static void
on_close_clicked_cb (KhRecoveryWindow *self)
{
  if (!is_last_group (self))
    {
      show_text (self->error, _("That is not the last group. Compare what you wrote down with what stands here."));
      gtk_widget_grab_focus (GTK_WIDGET (self->last));
      return;
    }
  self->done = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_leave_answered_cb (GObject      *source G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (KhRecoveryWindow) self = user_data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT)
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
kh_recovery_window_close_request (GtkWindow *window)
{
  KhRecoveryWindow *self = KH_RECOVERY_WINDOW (window);

  /* One that is made and never shown would be of no use, and the one before it neither. */
  if (self->making)
    return TRUE;
  if (self->key == NULL || self->done)
    return FALSE;
  kh_dialogs_ask_async (window, _("Close without having written it down?"),
                        _("This key is never shown again, and the one before it opens nothing any more. "
                          "Without it, make another recovery key."),
                        NULL, _("_Go Back"), NULL, _("_Close"), KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL,
                        NULL, on_leave_answered_cb, g_object_ref (self));

  return TRUE;
}

/* The window */

static void
kh_recovery_window_dispose (GObject *object)
{
  KhRecoveryWindow *self = KH_RECOVERY_WINDOW (object);

  g_clear_object (&self->store);
  g_clear_object (&self->print);
  g_clear_pointer (&self->key, kh_secret_unref);

  G_OBJECT_CLASS (kh_recovery_window_parent_class)->dispose (object);
}

static void
kh_recovery_window_class_init (KhRecoveryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_recovery_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kh_recovery_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-recovery-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, error);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, groups);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, last);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, last_label);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, make_button);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, note);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, print_button);
  gtk_widget_class_bind_template_child (widget_class, KhRecoveryWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_last_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_make_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked_cb);
}

static void
kh_recovery_window_init (KhRecoveryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_label_for (self->last_label, GTK_WIDGET (self->last));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->close_button);
  kh_accessible_name_button (self->make_button);
  kh_accessible_name_button (self->print_button);
}

/* A call under way may hold the window for longer than its parent is there. */
static void
on_parent_destroy_cb (KhRecoveryWindow *self)
{
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

GtkWindow *
kh_recovery_window_new (GtkWindow *parent,
                        KhStore   *store)
{
  KhRecoveryWindow *self = g_object_new (KH_TYPE_RECOVERY_WINDOW, "transient-for", parent, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (on_parent_destroy_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->make_button));

  return GTK_WINDOW (self);
}
