/* test-sentinel.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The whole program, with a marker in every secret: what is sealed of a customer, the station's
 * codes, a password, the company's token, the desk's key and the recovery key. It is worked with as
 * on a busy day, with all logging on and a station that misbehaves in every way it can, and no
 * marker may be found but where it belongs. tests/leaks.txt says which test closes which way out. */

#include "config.h"

#include "kh-recovery-window.h"
#include "kh-reference-fault.h"
#include "kh-schema.h"
#include "kh-sentinel-test.h"
#include "kh-window.h"

#include <string.h>

#define DOTS "••••••"
#define DOUBLES "Is This Customer Already Here?"

#define LINK_PATIENCE (6 * G_TIME_SPAN_SECOND)
#define PRESS_AGAIN (150 * G_TIME_SPAN_MILLISECOND)

static GtkWidget *
get_root (KhSentinelTest *fixture)
{
  return GTK_WIDGET (fixture->base.window);
}

/* The record, by keys */

static void
fill (KhSentinelTest *fixture,
      const char     *label,
      const char     *text)
{
  kh_ui_fill (kh_ui_wait_field (get_root (fixture), label), text);
}

static void
choose_state (KhSentinelTest *fixture)
{
  GtkWidget *state = kh_ui_find_type (kh_ui_wait_field (get_root (fixture), "State"), GTK_TYPE_DROP_DOWN);

  gtk_widget_grab_focus (state);
  kh_ui_wait_focus (fixture->base.window, state);
  kh_ui_type ("ut");
  KH_UI_WAIT (gtk_drop_down_get_selected (GTK_DROP_DOWN (state)) != 0);
}

/* Somebody much like Ana Ruiz, with a value in every sealed datapoint, and at first with a duress code
 * that is refused. */
static void
type_customer (KhSentinelTest *fixture)
{
  GtkWindow *question;

  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  fill (fixture, "First Name", "Ana");
  fill (fixture, "Last Name", "Ruiz");
  fill (fixture, "Address 1", "4 Elm Street");
  fill (fixture, "City", "Ogden");
  kh_ui_choose (kh_ui_wait_field (get_root (fixture), "Office Location"), "Ogden");
  choose_state (fixture);
  fill (fixture, "Primary Phone", "801 555 0142");
  fill (fixture, "Sale Date", "3/2/2026");
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (fixture->values[id] != NULL)
        fill (fixture, kh_datapoint_get_label (id), fixture->values[id]);
    }
  kh_sentinel_test_sweep (fixture, "with secrets typed");

  fill (fixture, "Duress Code", fixture->values[KH_DATAPOINT_PASSCODE]);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_root (fixture), "are the same");
  kh_sentinel_test_sweep (fixture, "with codes refused");
  fill (fixture, "Duress Code", fixture->values[KH_DATAPOINT_DURESS_CODE]);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  question = kh_ui_wait_window (DOUBLES);
  kh_sentinel_test_sweep (fixture, "with doubles shown");
  kh_ui_click (GTK_WIDGET (question), "Save Anyway");
  kh_ui_wait_no_window (DOUBLES);
  kh_sentinel_test_come_back (fixture);
  kh_ui_wait_button (get_root (fixture), "Reveal Passcode");
  kh_sentinel_test_sweep (fixture, "with a customer created");
}

/* Read, not copied, and gone again. */
static void
reveal (KhSentinelTest *fixture,
        KhDatapointId   id)
{
  g_autofree char *shows = g_strdup_printf ("Reveal %s", kh_datapoint_get_label (id));
  g_autofree char *hides = g_strdup_printf ("Hide %s", kh_datapoint_get_label (id));

  kh_ui_click (get_root (fixture), shows);
  kh_ui_wait_text (get_root (fixture), fixture->values[id]);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_c, GDK_CONTROL_MASK);
  kh_sentinel_allow (fixture->sentinel, fixture->values[id]);
  kh_sentinel_test_sweep (fixture, shows);
  kh_sentinel_allow (fixture->sentinel, NULL);
  kh_ui_click (get_root (fixture), hides);
  KH_UI_WAIT (kh_ui_find_text (get_root (fixture), fixture->values[id]) == NULL);
  kh_sentinel_test_sweep (fixture, hides);
}

/* Typed, copied as far as an entry lets one, thrown away, and not to be had back; then saved. */
static void
edit_secrets (KhSentinelTest *fixture)
{
  GtkWidget *field;

  kh_ui_click (get_root (fixture), "Edit Passcodes");
  field = kh_ui_wait_field (get_root (fixture), "Passcode");
  kh_ui_fill (field, fixture->values[KH_DATAPOINT_PASSCODE]);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_c, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_x, GDK_CONTROL_MASK);
  kh_sentinel_test_sweep (fixture, "with a secret cut");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_button (get_root (fixture), "Save") == NULL);
  kh_ui_click (get_root (fixture), "Edit Passcodes");
  kh_ui_wait_field (get_root (fixture), "Passcode");
  kh_ui_press (GDK_KEY_z, GDK_CONTROL_MASK);
  kh_ui_settle (fixture->base.window);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "");

  fill (fixture, "Installer Code", fixture->values[KH_DATAPOINT_INSTALLER_CODE]);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (get_root (fixture), "Save") == NULL);
  kh_sentinel_test_sweep (fixture, "with a secret saved");
}

/* Saves what a window offers to, under @name in the office's folder. */
static void
save_file (KhSentinelTest *fixture,
           const char     *title,
           const char     *name)
{
  g_autofree char *path = g_build_filename (fixture->base.base.folder, name, NULL);
  GtkWindow *chooser = kh_ui_wait_window (title);

  kh_sentinel_test_take_focus (chooser);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window (title);
  KH_UI_WAIT (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
read_history (KhSentinelTest *fixture)
{
  kh_ui_press_history (FALSE);
  kh_ui_wait_part (get_root (fixture), "Head of the history: ");
  kh_ui_wait_text (get_root (fixture), "Revealed");
  kh_sentinel_test_sweep (fixture, "with the history shown");
  kh_ui_click (get_root (fixture), "Export…");
  save_file (fixture, "Export History", "history.csv");
  kh_ui_wait_text (get_root (fixture), "The history is saved as history.csv.");
  kh_sentinel_test_come_back (fixture);
  kh_sentinel_test_sweep (fixture, "with the history exported");
  kh_ui_press_history (TRUE);
}

/* Nobody is found by a secret, and what was looked for stays in the window. */
static void
search (KhSentinelTest *fixture)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      g_autofree char *found = g_strdup_printf ("has “%s”", fixture->values[id]);

      if (fixture->values[id] == NULL)
        continue;
      kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
      KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->base.window)));
      kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
      kh_ui_type (fixture->values[id]);
      kh_ui_wait_text (get_root (fixture), "Nothing found");
      kh_ui_wait_part (get_root (fixture), found);
      kh_sentinel_allow (fixture->sentinel, fixture->values[id]);
      kh_sentinel_test_sweep (fixture, "with a secret looked for");
      kh_sentinel_allow (fixture->sentinel, NULL);
    }
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_wait_text (get_root (fixture), "2 customers found");
  kh_sentinel_test_sweep (fixture, "with a name looked for");
}

/* The company's token is known, and not shown. */
static void
look_at_preferences (KhSentinelTest *fixture)
{
  GtkWindow *window;

  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  window = kh_ui_wait_window ("Preferences");
  kh_ui_wait_text (GTK_WIDGET (window), "Monitoring Companies");
  kh_sentinel_test_sweep (fixture, "with the preferences open");
  gtk_window_close (window);
  kh_ui_wait_no_window ("Preferences");
  kh_sentinel_test_come_back (fixture);
}

/* The door */

static void
set_password (KhSentinelTest *fixture)
{
  GtkWindow *window;

  gtk_widget_activate_action (get_root (fixture), "win.password", NULL);
  window = kh_ui_wait_window ("Password");
  kh_sentinel_test_take_focus (window);
  kh_ui_type (KH_SENTINEL_TEST_PASSWORD);
  kh_ui_press_focus (window, GDK_KEY_Tab, 0);
  kh_ui_type (KH_SENTINEL_TEST_PASSWORD "x");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "not the same");
  kh_sentinel_test_sweep (fixture, "with two passwords");
  kh_ui_type (KH_SENTINEL_TEST_PASSWORD);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Password");
  kh_sentinel_test_come_back (fixture);
  kh_sentinel_test_sweep (fixture, "with a password set");
}

static void
lock (KhSentinelTest *fixture)
{
  GtkWindow *window;

  kh_ui_click (get_root (fixture), "Reveal Passcode");
  kh_ui_wait_text (get_root (fixture), fixture->values[KH_DATAPOINT_PASSCODE]);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  window = kh_ui_wait_window ("Sign In");
  kh_sentinel_test_take_focus (window);
  kh_sentinel_test_sweep (fixture, "with the window locked");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Password"), KH_SENTINEL_TEST_PASSWORD "x");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "That is not the password");
  kh_sentinel_test_sweep (fixture, "with a wrong password");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Password"), KH_SENTINEL_TEST_PASSWORD);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Sign In");
  kh_sentinel_test_come_back (fixture);
  kh_ui_wait_text (get_root (fixture), DOTS);
  kh_sentinel_test_sweep (fixture, "with somebody back");
}

static GtkWidget *
find_class (GtkWidget  *root,
            const char *css_class)
{
  GtkWidget *found = gtk_widget_has_css_class (root, css_class) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_class (child, css_class);

  return found;
}

static void
add_groups (GtkWidget *widget,
            GString   *key)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (key, "%s%s", key->len > 0 ? " " : "", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    add_groups (child, key);
}

/* However it is written: two groups of it in one place are too many. */
static void
add_recovery_key (KhSentinelTest *fixture,
                  const char     *key)
{
  static const char * const between[] = { " ", "-", "" };
  g_auto (GStrv) groups = g_strsplit (key, " ", -1);

  for (guint i = 0; groups[i] != NULL && groups[i + 1] != NULL; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (between); j++)
        {
          g_autofree char *pair = g_strconcat (groups[i], between[j], groups[i + 1], NULL);

          kh_sentinel_add (fixture->sentinel, "recovery key", pair);
        }
    }
}

static void
make_recovery_key (KhSentinelTest *fixture)
{
  GtkWindow *window = kh_recovery_window_new (fixture->base.window, fixture->base.base.store);
  g_autoptr (GString) key = g_string_new (NULL);

  gtk_window_present (window);
  kh_sentinel_test_take_focus (window);
  kh_ui_click (GTK_WIDGET (window), "Make Recovery Key");
  kh_ui_wait_text (GTK_WIDGET (window), "This is your recovery key");
  add_groups (find_class (GTK_WIDGET (window), "recovery-key"), key);
  g_assert_cmpuint (key->len, ==, 8 * 6 - 1);
  add_recovery_key (fixture, key->str);
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "To show that you have it, type its last group:"),
              strrchr (key->str, ' ') + 1);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Recovery Key");
  kh_sentinel_test_come_back (fixture);
  kh_sentinel_test_sweep (fixture, "with a recovery key made");
}

/* The copy that is kept of a file that an older version wrote. */
static void
check_older (KhSentinelTest *fixture)
{
  const char *folder = fixture->base.base.folder;
  g_autofree char *from = g_build_filename (folder, "data", NULL);
  g_autofree char *to = g_build_filename (folder, "older", NULL);
  g_autofree char *kept = g_strdup_printf ("%s/keyholder.db.version-%d", to, KH_SCHEMA_VERSION - 1);
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %d", KH_SCHEMA_VERSION - 1);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (KhStore) store = NULL;

  kh_sentinel_test_copy_folder (from, to);
  kh_ui_fixture_write_file (to, pragma);
  kh_store_open_async (to, NULL, kh_ui_take, &opened);
  KH_UI_WAIT (opened != NULL);
  /* What the newest version adds is there already, which is as good as a disk that fails. */
  store = kh_store_open_finish (opened, NULL);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  kh_sentinel_test_sweep (fixture, "with an older file kept");
  if (store == NULL)
    return;
  kh_store_close_async (store, kh_ui_take, &closed);
  KH_UI_WAIT (closed != NULL);
}

static void
check_round (void)
{
  KhSentinelTest fixture;

  kh_sentinel_listen ();
  kh_sentinel_test_start (&fixture, NULL);
  kh_sentinel_test_show (&fixture);
  type_customer (&fixture);
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (fixture.values[id] != NULL)
        reveal (&fixture, id);
    }
  edit_secrets (&fixture);
  read_history (&fixture);
  search (&fixture);
  look_at_preferences (&fixture);
  set_password (&fixture);
  make_recovery_key (&fixture);
  lock (&fixture);
  check_older (&fixture);
  kh_sentinel_test_end (&fixture);
}

/* The link */

static GtkWindow *
find_message (KhSentinelTest *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != fixture->base.window && gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          g_strcmp0 (gtk_window_get_title (window), "Discrepancies") != 0)
        return window;
    }

  return NULL;
}

/* The window may be gone: it is only looked for. */
static gboolean
is_there (const GtkWindow *message)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window == message)
        return gtk_widget_get_mapped (GTK_WIDGET (window));
    }

  return FALSE;
}

/* What opens beside it on a busy machine may take the key. */
static void
escape (GtkWindow *message)
{
  for (guint i = 0; i < 5 && is_there (message); i++)
    {
      kh_sentinel_test_take_focus (message);
      kh_ui_press (GDK_KEY_Escape, 0);
      for (guint waited = 0; waited < 40 && is_there (message); waited++)
        kh_ui_linger (25);
    }
}

static void
answer (KhSentinelTest *fixture,
        GtkWindow      *message)
{
  g_autofree char *title = g_strdup (gtk_window_get_title (message));
  GtkWidget *entry;

  kh_sentinel_test_take_focus (message);
  kh_sentinel_test_sweep (fixture, title);
  entry = kh_ui_find_field (GTK_WIDGET (message), "Account Number");
  if (entry != NULL)
    kh_ui_fill (entry, KH_LINK_TEST_NUMBER);
  if (kh_ui_find_button (GTK_WIDGET (message), "Change and Link") != NULL)
    kh_ui_click (GTK_WIDGET (message), "Change and Link");
  else
    escape (message);
  KH_UI_WAIT (!is_there (message));
}

/* Whatever is asked is answered and whatever fails is tried again, until the two are linked or the
 * patience is over. */
static void
link_through (KhSentinelTest *fixture)
{
  gint64 end = g_get_monotonic_time () + LINK_PATIENCE;
  gint64 next = 0;

  while (kh_ui_find_part (get_root (fixture), "Linked to account") == NULL && g_get_monotonic_time () < end)
    {
      GtkWindow *message = find_message (fixture);
      GtkWindow *dialog = kh_ui_find_window ("Discrepancies");
      GtkWidget *button = dialog == NULL ? NULL : kh_ui_find_button (GTK_WIDGET (dialog), "Link");

      if (message != NULL)
        answer (fixture, message);
      else if (button != NULL && gtk_widget_is_sensitive (button))
        {
          kh_sentinel_test_take_focus (dialog);
          kh_sentinel_test_sweep (fixture, "with discrepancies shown");
          kh_ui_click (GTK_WIDGET (dialog), "Link");
        }
      else if (dialog == NULL && g_get_monotonic_time () > next)
        {
          kh_sentinel_test_come_back (fixture);
          kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
          next = g_get_monotonic_time () + PRESS_AGAIN;
        }
      kh_ui_linger (20);
    }
}

static void
open_customer (KhSentinelTest *fixture)
{
  kh_sentinel_test_show (fixture);
  kh_window_open_customer (KH_WINDOW (fixture->base.window), fixture->base.number);
  kh_ui_wait_button (get_root (fixture), "Edit Central Station");
  kh_ui_settle (fixture->base.window);
}

/* Without a fault, and with the page saved as a file on the way. */
static void
check_link (void)
{
  KhSentinelTest fixture;
  GtkWindow *dialog;

  kh_sentinel_listen ();
  kh_sentinel_test_start (&fixture, NULL);
  kh_sentinel_test_set_secrets (&fixture);
  open_customer (&fixture);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_sentinel_test_take_focus (dialog);
  kh_ui_wait_text (GTK_WIDGET (dialog), DOTS);
  kh_sentinel_test_sweep (&fixture, "with discrepancies shown");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  save_file (&fixture, "Save Page", "page.csv");
  kh_ui_wait_text (GTK_WIDGET (dialog), "Saved as page.csv.");
  kh_sentinel_test_sweep (&fixture, "with the page saved");
  link_through (&fixture);
  g_assert_true (kh_link_test_is_linked (&fixture.base));
  kh_sentinel_check_log (fixture.sentinel, "keyholder-station");
  kh_ui_press_history (FALSE);
  kh_ui_wait_text (get_root (&fixture), "Sent to the station");
  kh_sentinel_test_end (&fixture);
}

/* What has to be said of a fault besides its kind. */
static const char *
get_argument (KhReferenceFaultKind kind)
{
  switch ((int) kind)
    {
    case KH_REFERENCE_FAULT_DELAY:
      return ":300";
    case KH_REFERENCE_FAULT_STATUS:
      return ":500";
    case KH_REFERENCE_FAULT_LOCKED:
      return ":1";
    case KH_REFERENCE_FAULT_HUGE:
      return ":20";
    case KH_REFERENCE_FAULT_PROBLEM:
      return ":unavailable";
    case KH_REFERENCE_FAULT_DRIP:
      return ":1";
    default:
      return "";
    }
}

static void
check_fault (KhReferenceFaultKind kind)
{
  static const char * const resources[] = { "lookup", "account", "dry-run", "changes" };
  const char *name = kh_reference_fault_to_name (kind);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  gint64 start = g_get_monotonic_time ();
  KhSentinelTest fixture;

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    g_ptr_array_add (faults, g_strdup_printf ("%s%s@%s*1", name, get_argument (kind), resources[i]));
  g_ptr_array_add (faults, NULL);
  kh_sentinel_test_start (&fixture, (const char * const *) faults->pdata);
  kh_sentinel_test_set_secrets (&fixture);
  open_customer (&fixture);
  link_through (&fixture);
  g_test_message ("%s after %" G_GINT64_FORMAT " ms", name, (g_get_monotonic_time () - start) / 1000);
  g_assert_true (kh_link_test_is_linked (&fixture.base));
  kh_sentinel_test_end (&fixture);
}

static void
check_faults (void)
{
  kh_sentinel_listen ();
  for (int kind = KH_REFERENCE_FAULT_NONE + 1; kh_reference_fault_to_name (kind) != NULL; kind++)
    check_fault (kind);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/sentinel/subprocess/round", check_round);
  g_test_add_func ("/sentinel/subprocess/link", check_link);
  g_test_add_func ("/sentinel/subprocess/faults", check_faults);
  g_test_add_data_func ("/sentinel/round", "/sentinel/subprocess/round", kh_sentinel_test_run);
  g_test_add_data_func ("/sentinel/link", "/sentinel/subprocess/link", kh_sentinel_test_run);
  g_test_add_data_func ("/sentinel/faults", "/sentinel/subprocess/faults", kh_sentinel_test_run);

  return g_test_run ();
}
