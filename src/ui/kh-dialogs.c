/* kh-dialogs.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-dialogs.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define LINES_WITHOUT_SCROLLING 12

/* A question on the screen. The window owns it, and it is answered exactly once. */
typedef struct {
  GtkWindow *window;
  GTask *task;
  GCancellable *cancellable;
  gulong cancelled_id;
  KhDialogAnswer answer;

  /* Where something is to be typed */
  char *expected;
  GtkWidget *accept;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  if (question->cancelled_id != 0)
    g_signal_handler_disconnect (question->cancellable, question->cancelled_id);
  g_clear_object (&question->cancellable);
  g_object_unref (question->task);
  g_free (question->expected);
  g_free (question);
}

static void
on_window_destroy_cb (Question *question)
{
  g_task_return_int (question->task, question->answer);
}

static void
close_with (Question       *question,
            KhDialogAnswer  answer)
{
  question->answer = answer;
  gtk_window_destroy (question->window);
}

/* The task keeps the parent, which therefore does not take the dialog along by itself when it
 * is destroyed. */
static void
on_parent_unrealize_cb (GtkWindow *window)
{
  gtk_window_destroy (window);
}

static gboolean
on_window_close_request_cb (Question *question)
{
  close_with (question, KH_DIALOG_CANCEL);

  return TRUE;
}

static void
on_cancel_clicked_cb (Question *question)
{
  close_with (question, KH_DIALOG_CANCEL);
}

static void
on_other_clicked_cb (Question *question)
{
  close_with (question, KH_DIALOG_OTHER);
}

static void
on_accept_clicked_cb (Question *question)
{
  close_with (question, KH_DIALOG_ACCEPT);
}

/* Not at once: the handler of ::cancelled must not take itself away. */
static gboolean
on_idle_close_cb (gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));

  return G_SOURCE_REMOVE;
}

static void
on_cancellable_cancelled_cb (Question *question)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle_close_cb, g_object_ref (question->window),
                   g_object_unref);
}

static GtkWidget *
new_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 44);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);

  return label;
}

/* The lines can be many, as with near misses, and then scroll. */
static GtkWidget *
new_details (const char * const *details)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; details[i] != NULL; i++)
    {
      GtkWidget *line = new_text (details[i]);

      gtk_label_set_selectable (GTK_LABEL (line), TRUE);
      gtk_widget_set_can_focus (line, FALSE);
      gtk_box_append (GTK_BOX (box), line);
    }

  gtk_widget_add_css_class (scrolled, "dialog-details");
  /* So that long ones can be scrolled by keys. */
  gtk_widget_set_focusable (scrolled, g_strv_length ((char **) details) > LINES_WITHOUT_SCROLLING);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  /* Its height is that of the natural width, and cuts the lines off where it gets less. */
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);

  return scrolled;
}

static GtkWidget *
add_button (GtkWidget  *box,
            const char *label,
            GCallback   callback,
            Question   *question)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "dialog-button");
  kh_accessible_name_button (GTK_BUTTON (button));
  g_signal_connect_swapped (button, "clicked", callback, question);
  gtk_box_append (GTK_BOX (box), button);

  return button;
}

static GtkWidget *
add_buttons (Question      *question,
             GtkWidget     *content,
             const char    *cancel,
             const char    *other,
             const char    *accept,
             KhDialogFlags  flags)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel_button;
  GtkWidget *accept_button = NULL;
  GtkWidget *standard;

  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_set_margin_top (box, 6);
  cancel_button = add_button (box, cancel, G_CALLBACK (on_cancel_clicked_cb), question);
  if (other != NULL)
    add_button (box, other, G_CALLBACK (on_other_clicked_cb), question);
  if (accept != NULL)
    {
      accept_button = add_button (box, accept, G_CALLBACK (on_accept_clicked_cb), question);
      gtk_widget_add_css_class (accept_button,
                                flags & KH_DIALOG_DESTRUCTIVE ? "destructive-action" : "suggested-action");
    }
  gtk_box_append (GTK_BOX (content), box);

  standard = accept_button == NULL || flags & KH_DIALOG_DEFAULT_CANCEL ? cancel_button : accept_button;
  gtk_window_set_default_widget (question->window, standard);
  gtk_window_set_focus (question->window, standard);

  return accept_button;
}

static GtkWidget *
new_content (const char         *body,
             const char * const *details)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (content, "dialog-content");
  gtk_box_append (GTK_BOX (content), new_text (body));
  if (details != NULL && details[0] != NULL)
    gtk_box_append (GTK_BOX (content), new_details (details));

  return content;
}

static void
add_escape (GtkWindow *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

static GtkWindow *
new_window (GtkWindow  *parent,
            const char *title)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_titlebar (GTK_WINDOW (window), gtk_header_bar_new ());
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_resizable (GTK_WINDOW (window), FALSE);
  gtk_widget_add_css_class (window, "kh-dialog");
  add_escape (GTK_WINDOW (window));

  return GTK_WINDOW (window);
}

static Question *
ask (GtkWindow    *parent,
     const char   *title,
     GtkWidget    *content,
     GCancellable *cancellable,
     GTask        *task)
{
  Question *question = g_new0 (Question, 1);

  question->window = new_window (parent, title);
  question->task = task;
  question->answer = KH_DIALOG_CANCEL;
  gtk_window_set_child (question->window, content);
  if (parent != NULL)
    g_signal_connect_object (parent, "unrealize", G_CALLBACK (on_parent_unrealize_cb), question->window,
                             G_CONNECT_SWAPPED);
  g_signal_connect_swapped (question->window, "destroy", G_CALLBACK (on_window_destroy_cb), question);
  g_signal_connect_swapped (question->window, "close-request",
                            G_CALLBACK (on_window_close_request_cb), question);
  g_object_set_data_full (G_OBJECT (question->window), "kh-question", question, question_free);
  if (cancellable != NULL)
    {
      question->cancellable = g_object_ref (cancellable);
      question->cancelled_id = g_signal_connect_swapped (cancellable, "cancelled",
                                                         G_CALLBACK (on_cancellable_cancelled_cb), question);
    }

  return question;
}

static void
present (Question   *question,
         const char *title,
         const char *body)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->window),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, body, -1);
  gtk_window_present (question->window);
}

void
kh_dialogs_ask_async (GtkWindow           *parent,
                      const char          *title,
                      const char          *body,
                      const char * const  *details,
                      const char          *cancel,
                      const char          *other,
                      const char          *accept,
                      KhDialogFlags        flags,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GtkWidget *content;
  GTask *task;
  Question *question;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL && body != NULL && cancel != NULL);

  task = g_task_new (parent, NULL, callback, user_data);
  g_task_set_name (task, "kh_dialogs_ask_async");
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_int (task, KH_DIALOG_CANCEL);
      g_object_unref (task);
      return;
    }

  content = new_content (body, details);
  question = ask (parent, title, content, cancellable, task);
  add_buttons (question, content, cancel, other, accept, flags);
  present (question, title, body);
}

static void
on_typed_changed_cb (GtkEditable *entry,
                     Question    *question)
{
  gtk_widget_set_sensitive (question->accept, g_strcmp0 (gtk_editable_get_text (entry), question->expected) == 0);
}

static GtkWidget *
add_typed (Question   *question,
           GtkWidget  *content,
           const char *prompt)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (prompt);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  kh_accessible_name_widget (entry, gtk_label_get_text (GTK_LABEL (label)));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_widget_set_hexpand (entry, TRUE);
  g_signal_connect (entry, "changed", G_CALLBACK (on_typed_changed_cb), question);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (content), box);

  return entry;
}

void
kh_dialogs_ask_typed_async (GtkWindow           *parent,
                            const char          *title,
                            const char          *body,
                            const char * const  *details,
                            const char          *prompt,
                            const char          *expected,
                            const char          *accept,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GtkWidget *content = new_content (body, details);
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkWidget *entry;
  Question *question;

  g_task_set_name (task, "kh_dialogs_ask_typed_async");
  question = ask (parent, title, content, NULL, task);
  question->expected = g_strdup (expected);
  entry = add_typed (question, content, prompt);
  question->accept = add_buttons (question, content, _("_Cancel"), NULL, accept, KH_DIALOG_DESTRUCTIVE);
  gtk_widget_set_sensitive (question->accept, FALSE);
  gtk_window_set_focus (question->window, entry);
  present (question, title, body);
}

KhDialogAnswer
kh_dialogs_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), KH_DIALOG_CANCEL);

  return (KhDialogAnswer) g_task_propagate_int (G_TASK (result), NULL);
}

void
kh_dialogs_tell (GtkWindow          *parent,
                 const char         *title,
                 const char         *body,
                 const char * const *details)
{
  kh_dialogs_ask_async (parent, title, body, details, _("_Close"), NULL, NULL,
                        KH_DIALOG_NONE, NULL, NULL, NULL);
}

/* The chooser keeps itself until it was answered: a native dialog has no owner. */
static void
on_chooser_response_cb (GtkNativeDialog *chooser,
                        int              response,
                        gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;
  gpointer chosen = NULL;

  if (response == GTK_RESPONSE_ACCEPT && gtk_file_chooser_get_select_multiple (GTK_FILE_CHOOSER (chooser)))
    chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  else if (response == GTK_RESPONSE_ACCEPT)
    chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_task_return_pointer (task, chosen, g_object_unref);
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
show_chooser (GtkFileChooserNative *chooser,
              GTask                *task)
{
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_chooser_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
choose_file (GtkWindow            *parent,
             const char           *title,
             GtkFileChooserAction  action,
             const char           *name,
             const char           *accept,
             GTask                *task)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, action, accept, NULL);

  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  show_chooser (chooser, task);
}

static gpointer
choose_file_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
kh_dialogs_save_async (GtkWindow           *parent,
                       const char          *title,
                       const char          *name,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_name (task, "kh_dialogs_save_async");
  choose_file (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, name, _("_Save"), task);
}

GFile *
kh_dialogs_save_finish (GAsyncResult *result)
{
  return choose_file_finish (result);
}

void
kh_dialogs_open_async (GtkWindow           *parent,
                       const char          *title,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_name (task, "kh_dialogs_open_async");
  choose_file (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, _("_Open"), task);
}

GFile *
kh_dialogs_open_finish (GAsyncResult *result)
{
  return choose_file_finish (result);
}

void
kh_dialogs_add_files_async (GtkWindow           *parent,
                            const char          *title,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"), NULL);

  g_task_set_name (task, "kh_dialogs_add_files_async");
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  show_chooser (chooser, task);
}

GListModel *
kh_dialogs_add_files_finish (GAsyncResult *result)
{
  return choose_file_finish (result);
}

void
kh_dialogs_choose_folder_async (GtkWindow           *parent,
                                const char          *title,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_name (task, "kh_dialogs_choose_folder_async");
  choose_file (parent, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, _("_Choose"), task);
}

GFile *
kh_dialogs_choose_folder_finish (GAsyncResult *result)
{
  return choose_file_finish (result);
}
