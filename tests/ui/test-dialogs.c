/* test-dialogs.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-accessible.h"
#include "kh-connection.h"
#include "kh-dialogs.h"
#include "kh-startup-window.h"
#include "kh-ui-test.h"

#define TITLE "Unlink the account?"

typedef struct {
  GtkWindow *parent;
  GtkWindow *dialog;
  GCancellable *cancellable;
  int answers;
  KhDialogAnswer answer;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  fixture->cancellable = g_cancellable_new ();
  gtk_window_set_default_size (fixture->parent, 700, 400);
  gtk_window_set_child (fixture->parent, gtk_entry_new ());
  gtk_window_present (fixture->parent);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->parent));
  kh_ui_wait_active (fixture->parent);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  if (fixture->parent != NULL)
    gtk_window_destroy (fixture->parent);
  g_clear_object (&fixture->cancellable);
}

static void
on_answered_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->answer = kh_dialogs_ask_finish (result);
  fixture->answers++;
}

static void
ask (Fixture       *fixture,
     KhDialogFlags  flags)
{
  const char *details[] = { "Ruiz & Sons <b>, DY-10421", "Nobody is told by this.", NULL };

  fixture->answers = 0;
  kh_dialogs_ask_async (fixture->parent, TITLE, "Changes no longer reach Dynamark.", details,
                        "_Cancel", "_Keep", "_Unlink", flags, fixture->cancellable, on_answered_cb, fixture);
  fixture->dialog = kh_ui_wait_window (TITLE);
}

static void
expect (Fixture        *fixture,
        KhDialogAnswer  answer)
{
  KH_UI_WAIT (fixture->answers > 0);
  kh_ui_wait_no_window (TITLE);
  kh_ui_linger (50);
  g_assert_cmpint (fixture->answers, ==, 1);
  g_assert_cmpint (fixture->answer, ==, answer);
}

/* Each key and what it answers. */
static void
test_keys (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    guint keyval;
    GdkModifierType modifiers;
    KhDialogFlags flags;
    KhDialogAnswer answer;
  } rows[] = {
    { GDK_KEY_Return, 0, KH_DIALOG_NONE, KH_DIALOG_ACCEPT },
    { GDK_KEY_Escape, 0, KH_DIALOG_NONE, KH_DIALOG_CANCEL },
    { GDK_KEY_u, GDK_ALT_MASK, KH_DIALOG_NONE, KH_DIALOG_ACCEPT },
    { GDK_KEY_k, GDK_ALT_MASK, KH_DIALOG_NONE, KH_DIALOG_OTHER },
    { GDK_KEY_c, GDK_ALT_MASK, KH_DIALOG_NONE, KH_DIALOG_CANCEL },
    { GDK_KEY_Return, 0, KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL, KH_DIALOG_CANCEL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ask (fixture, rows[i].flags);
      kh_ui_press (rows[i].keyval, rows[i].modifiers);
      expect (fixture, rows[i].answer);
      kh_ui_wait_active (fixture->parent);
    }
}

static void
test_look (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  ask (fixture, KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL);
  g_assert_nonnull (kh_ui_find_text (GTK_WIDGET (fixture->dialog), "Ruiz & Sons <b>, DY-10421"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (kh_ui_find_button (GTK_WIDGET (fixture->dialog), "Unlink")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Unlink");
  kh_ui_screenshots (fixture->dialog, "dialog-ask");
  kh_ui_press (GDK_KEY_Escape, 0);
  expect (fixture, KH_DIALOG_CANCEL);
}

/* A question whose reason has gone away goes away itself. */
static void
test_cancellable (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  ask (fixture, KH_DIALOG_NONE);
  g_cancellable_cancel (fixture->cancellable);
  expect (fixture, KH_DIALOG_CANCEL);

  fixture->answers = 0;
  kh_dialogs_ask_async (fixture->parent, TITLE, "Too late.", NULL, "_Cancel", NULL, "_Unlink", KH_DIALOG_NONE,
                        fixture->cancellable, on_answered_cb, fixture);
  expect (fixture, KH_DIALOG_CANCEL);
}

static void
test_parent_gone (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  ask (fixture, KH_DIALOG_NONE);
  gtk_window_destroy (g_steal_pointer (&fixture->parent));
  expect (fixture, KH_DIALOG_CANCEL);
}

static void
test_tell (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_dialogs_tell (fixture->parent, "Dynamark has no account DY-10421", "Contact the monitoring company.", NULL);
  kh_ui_wait_window ("Dynamark has no account DY-10421");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Dynamark has no account DY-10421");
}

/* A few hundred lines scroll; the buttons stay on the screen. */
static void
test_many_details (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GtkWindow *dialog;

  for (guint i = 0; i < 300; i++)
    g_ptr_array_add (lines, g_strdup_printf ("DY-%05u", i));
  g_ptr_array_add (lines, NULL);
  kh_dialogs_tell (fixture->parent, "Near misses", "These accounts are alike.", (const char * const *) lines->pdata);
  dialog = kh_ui_wait_window ("Near misses");
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (dialog)), <, 700);
  kh_ui_screenshots (dialog, "dialog-details");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Near misses");
}

/* What cannot be opened */

static void
on_open_cb (GtkWindow   *window G_GNUC_UNUSED,
            const char  *folder,
            char       **place)
{
  g_free (*place);
  *place = g_strdup (folder);
}

static void
test_startup (Fixture       *fixture G_GNUC_UNUSED,
              gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    KhStoreError code;
    const char *heading;
  } rows[] = {
    { KH_STORE_ERROR_DAMAGED, "The data file is damaged" },
    { KH_STORE_ERROR_FOREIGN, "This is not Keyholder’s data file" },
    { KH_STORE_ERROR_NEWER, "These records need a newer Keyholder" },
    { KH_STORE_ERROR_LOCKED, "The records are open already" },
    { KH_STORE_ERROR_READ_ONLY, "The records may not be written" },
    { KH_STORE_ERROR_NETWORK_FOLDER, "The records are on a network folder" },
    { KH_STORE_ERROR_FAILED, "The records cannot be opened" },
  };
  g_autofree char *folder = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (KH_STORE_ERROR, (int) rows[i].code, "What is wrong, and what to do.");
      GtkWindow *window = kh_startup_window_new (NULL, "/home/maria/records", error);

      g_signal_connect (window, "open", G_CALLBACK (on_open_cb), &folder);
      gtk_window_present (window);
      kh_ui_wait_active (window);
      kh_ui_wait_text (GTK_WIDGET (window), rows[i].heading);
      kh_ui_wait_text (GTK_WIDGET (window), "What is wrong, and what to do.");
      kh_ui_wait_text (GTK_WIDGET (window), "/home/maria/records");
      if (i == 0)
        kh_ui_screenshots (window, "startup-damaged");
      g_clear_pointer (&folder, g_free);
      kh_ui_press (GDK_KEY_t, GDK_ALT_MASK);
      KH_UI_WAIT (g_strcmp0 (folder, "/home/maria/records") == 0);
      gtk_window_destroy (window);
    }
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/dialogs/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("keys", test_keys);
  ADD ("look", test_look);
  ADD ("cancellable", test_cancellable);
  ADD ("parent-gone", test_parent_gone);
  ADD ("tell", test_tell);
  ADD ("many-details", test_many_details);
  ADD ("startup", test_startup);

  return g_test_run ();
}
