/* test-preferences.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-company-form.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <string.h>

#define TOKEN "summit-token-0001"

/* The preferences of an office with one company, over a reference station. */
typedef struct {
  KhUiFixture office;
  GtkWindow *window;
  GtkWindow *preferences;
  char *address;
  gint64 company;
} Fixture;

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->preferences);
}

static GtkWidget *
field (Fixture    *fixture,
       const char *label)
{
  return kh_ui_wait_field (root (fixture), label);
}

static void
open_preferences (Fixture *fixture)
{
  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  fixture->preferences = kh_ui_wait_window ("Preferences");
}

static void
set_up_station (Fixture            *fixture,
                const char * const *faults,
                gboolean            tls,
                const char         *token)
{
  KhUiStation station = { .name = "Dynamark", .profile = "bold", .dealer = "D1001", .token = TOKEN,
                          .faults = faults, .tls = tls };

  kh_ui_fixture_init (&fixture->office);
  fixture->address = kh_ui_fixture_start_station (&fixture->office, &station);
  fixture->company = kh_ui_fixture_add_company (&fixture->office, "Dynamark", KH_MONITOR_BOLD, fixture->address,
                                                NULL, token);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->office.application, fixture->office.services));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  open_preferences (fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  set_up_station (fixture, NULL, FALSE, TOKEN);
}

static void
set_up_slow (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  set_up_station (fixture, (const char *[]) { "delay:5000@ping", NULL }, FALSE, TOKEN);
}

static void
set_up_tls (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  set_up_station (fixture, NULL, TRUE, TOKEN);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_clear (&fixture->office);
  g_free (fixture->address);
}

static KhCompany *
find_company (Fixture    *fixture,
              const char *name)
{
  GPtrArray *companies = kh_catalogues_get_companies (kh_store_get_catalogues (fixture->office.store));

  for (guint i = 0; i < companies->len; i++)
    if (g_str_equal (kh_company_get_name (g_ptr_array_index (companies, i)), name))
      return g_ptr_array_index (companies, i);

  return NULL;
}

static char *
get_token (Fixture *fixture,
           gint64   company)
{
  KhKeyring *keyring = kh_stations_get_keyring (fixture->office.stations);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *copy = NULL;
  char *token;

  kh_keyring_look_up_async (keyring, company, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  token = kh_keyring_look_up_finish (keyring, result, NULL);
  copy = g_strdup (token);
  kh_keyring_free_token (token);

  return g_steal_pointer (&copy);
}

static gboolean
has_token (Fixture    *fixture,
           const char *wanted)
{
  g_autofree char *token = get_token (fixture, fixture->company);

  return g_strcmp0 (token, wanted) == 0;
}

/* A company's first day, by keys only. */
/* A token is the keyring's, or this run's, and never the data file's nor its log's. */
static void
assert_not_in_files (Fixture    *fixture,
                     const char *secret)
{
  g_autofree char *folder = g_build_filename (fixture->office.folder, "data", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint looked_at = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_str_has_prefix (name, "keyholder.db"))
        continue;
      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_null (memmem (bytes, length, secret, strlen (secret)));
      looked_at += memmem (bytes, length, "4471", 4) != NULL ? 1 : 0;
    }
  /* What was saved beside it is there, so the right files were looked at. */
  g_assert_cmpuint (looked_at, >, 0);
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  KhCompany *company;
  g_autofree char *token = NULL;

  kh_ui_press (GDK_KEY_w, GDK_ALT_MASK);
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (field (fixture, "Name"))), ""));
  kh_ui_wait_focus (fixture->preferences, field (fixture, "Name"));
  kh_ui_type ("ADT");
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (field (fixture, "Name"))), "ADT"));
  kh_ui_choose (field (fixture, "Monitor Type"), "ADT");
  kh_ui_fill (field (fixture, "Address"), fixture->address);
  kh_ui_fill (field (fixture, "Dealer Number"), "4471");
  kh_ui_fill (field (fixture, "Token"), TOKEN);
  kh_ui_screenshots (fixture->preferences, "preferences-new");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);

  KH_UI_WAIT (find_company (fixture, "ADT") != NULL);
  kh_ui_wait_text (root (fixture), "There is no keyring on this desktop: the token is kept for this run only.");
  kh_ui_screenshots (fixture->preferences, "preferences-no-keyring");
  company = find_company (fixture, "ADT");
  g_assert_cmpint (kh_company_get_monitor_type (company), ==, KH_MONITOR_ADT);
  g_assert_cmpstr (kh_company_get_address (company), ==, fixture->address);
  g_assert_cmpstr (kh_company_get_dealer_number (company), ==, "4471");
  token = get_token (fixture, kh_company_get_id (company));
  g_assert_cmpstr (token, ==, TOKEN);
  assert_not_in_files (fixture, TOKEN);
}

/* A token that is kept never comes back to the screen. */
static void
test_token_hidden (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *token = field (fixture, "Token");

  kh_ui_wait_text (token, "Kept; type a new one to replace it");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (token)), ==, "");
  kh_ui_screenshots (fixture->preferences, "preferences");
}

static void
test_check (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_press (GDK_KEY_h, GDK_ALT_MASK);
  kh_ui_wait_text (root (fixture), "Connected: Dynamark (bold), dealer D1001.");
  kh_ui_screenshots (fixture->preferences, "preferences-connected");
}

static void
test_check_wrong_token (Fixture       *fixture,
                        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fill (field (fixture, "Token"), "not-the-token-0001");
  kh_ui_click (root (fixture), "Check Connection");
  kh_ui_wait_part (root (fixture), "did not accept the token");
  kh_ui_screenshots (fixture->preferences, "preferences-wrong-token");
  /* What is checked is not saved by that. */
  g_assert_true (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save")));
}

/* The certificate is its own authority, and is trusted as soon as that is chosen. */
static void
test_check_certificate (Fixture       *fixture,
                        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_click (root (fixture), "Check Connection");
  kh_ui_wait_part (root (fixture), "certificate");
  kh_ui_screenshots (fixture->preferences, "preferences-certificate");
  g_assert_null (kh_ui_find_part (root (fixture), "Connected"));
}

static void
test_check_cancel (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_click (root (fixture), "Check Connection");
  kh_ui_wait_text (root (fixture), "Connecting to Dynamark…");
  kh_ui_screenshots (fixture->preferences, "preferences-connecting");
  kh_ui_click (root (fixture), "Stop");
  KH_UI_WAIT (kh_ui_find_button (root (fixture), "Stop") == NULL);
  g_assert_null (kh_ui_find_part (root (fixture), "Connecting"));
}

/* The answer finds nothing to be shown in. */
static void
test_close_while_checking (Fixture       *fixture,
                           gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_click (root (fixture), "Check Connection");
  kh_ui_wait_text (root (fixture), "Connecting to Dynamark…");
  gtk_window_close (fixture->preferences);
  kh_ui_wait_no_window ("Preferences");
  kh_ui_linger (200);
  open_preferences (fixture);
  kh_ui_wait_text (field (fixture, "Token"), "Kept; type a new one to replace it");
}

static void
test_close_while_saving (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fill (field (fixture, "Name"), "Dynamark Central");
  kh_ui_fill (field (fixture, "Token"), "another-token-0002");
  gtk_widget_activate_action (gtk_widget_get_ancestor (field (fixture, "Token"), KH_TYPE_COMPANY_FORM), "company.save", NULL);
  gtk_window_destroy (fixture->preferences);
  KH_UI_WAIT (has_token (fixture, "another-token-0002"));
  g_assert_nonnull (find_company (fixture, "Dynamark Central"));
}

/* The button that was pressed cannot be pressed again; whoever works by keyboard goes on from
 * what comes next. */
static void
test_focus_after_save (Fixture       *fixture,
                       gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fill (field (fixture, "Dealer Number"), "D1001");
  kh_ui_click (root (fixture), "Save");
  KH_UI_WAIT (g_strcmp0 (kh_company_get_dealer_number (find_company (fixture, "Dynamark")), "D1001") == 0);
  kh_ui_wait_focus (fixture->preferences, kh_ui_wait_button (root (fixture), "Check Connection"));
}

/* Off until somebody wants it, by keys. */
static void
test_sends_zones (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_false (kh_company_get_sends_zones (find_company (fixture, "Dynamark")));
  gtk_widget_grab_focus (field (fixture, "Send Zones"));
  kh_ui_wait_focus (fixture->preferences, field (fixture, "Send Zones"));
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save")));
  kh_ui_click (root (fixture), "Save");
  KH_UI_WAIT (kh_company_get_sends_zones (find_company (fixture, "Dynamark")));
}

/* By keys, too, and it is what one reads when the form is opened again. */
static void
test_zone_digits (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *digits = field (fixture, "Zone Digits");

  g_assert_cmpuint (kh_company_get_zone_digits (find_company (fixture, "Dynamark")), ==, 0);
  kh_ui_wait_text (digits, "As typed");
  kh_ui_choose (digits, "3 digits");
  kh_ui_settle (fixture->preferences);
  KH_UI_WAIT (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save")));
  kh_ui_screenshots (fixture->preferences, "zone-digits");
  kh_ui_click (root (fixture), "Save");
  KH_UI_WAIT (kh_company_get_zone_digits (find_company (fixture, "Dynamark")) == 3);
  kh_ui_wait_text (field (fixture, "Zone Digits"), "3 digits");
}

/* Also from a later field of the form that is there already. */
static void
test_new_from_form (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  gtk_widget_grab_focus (field (fixture, "Dealer Number"));
  kh_ui_wait_focus (fixture->preferences, field (fixture, "Dealer Number"));
  kh_ui_press (GDK_KEY_w, GDK_ALT_MASK);
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (field (fixture, "Name"))), ""));
  kh_ui_wait_focus (fixture->preferences, field (fixture, "Name"));
}

/* Another program can hold up a save for seconds; who asks to save meanwhile is answered. */
static void
test_save_twice (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  KhCompanyForm *form = KH_COMPANY_FORM (gtk_widget_get_ancestor (field (fixture, "Token"), KH_TYPE_COMPANY_FORM));
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  kh_ui_fill (field (fixture, "Name"), "Dynamark Central");
  kh_company_form_save_async (form, kh_ui_take, &first);
  kh_company_form_save_async (form, kh_ui_take, &second);
  KH_UI_WAIT (first != NULL && second != NULL);
  g_assert_true (kh_company_form_save_finish (form, first));
  g_assert_false (kh_company_form_save_finish (form, second));
  g_assert_nonnull (find_company (fixture, "Dynamark Central"));
}

/* A save keeps the token that was there when it began. */
static void
test_type_while_saving (Fixture       *fixture,
                        gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *entry = field (fixture, "Token");
  KhCompanyForm *form = KH_COMPANY_FORM (gtk_widget_get_ancestor (entry, KH_TYPE_COMPANY_FORM));
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *token = NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), "another-token-0002");
  kh_company_form_save_async (form, kh_ui_take, &result);
  gtk_editable_set_text (GTK_EDITABLE (entry), "somebody-elses-token-0003");
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_company_form_save_finish (form, result));
  token = get_token (fixture, fixture->company);
  g_assert_cmpstr (token, ==, "another-token-0002");
}

static void
test_check_unreachable (Fixture       *fixture,
                        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_kill_station (&fixture->office);
  kh_ui_click (root (fixture), "Check Connection");
  kh_ui_wait_part (root (fixture), "Dynamark cannot be reached");
}

static gboolean
is_invalid (GtkWidget *entry)
{
  g_autofree char *difference = NULL;

  difference = gtk_test_accessible_check_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                                GTK_ACCESSIBLE_INVALID_TRUE);

  return difference == NULL;
}

/* What cannot be kept is said under its field, and nothing is saved. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    const char *label;
    const char *text;
    const char *part;
  } rows[] = {
    { "Name", "", "Type the company’s name" },
    { "Address", "", "begins with https://" },
    { "Address", "http://station.example", "https" },
    { "Address", "https://clerk@station.example", "Leave out the user name" },
    { "Token", "two words", "token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *entry = field (fixture, rows[i].label);

      kh_ui_fill (entry, rows[i].text);
      kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
      KH_UI_WAIT (is_invalid (entry));
      g_assert_nonnull (kh_ui_find_part (root (fixture), rows[i].part));
      if (i == 2)
        kh_ui_screenshots (fixture->preferences, "preferences-refused");
      kh_ui_press (GDK_KEY_Escape, 0);
      KH_UI_WAIT (!gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save")));
    }
  g_assert_cmpstr (kh_company_get_address (find_company (fixture, "Dynamark")), ==, fixture->address);
}

static void
test_duplicate_name (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_click (root (fixture), "New Company");
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (field (fixture, "Name"))), ""));
  kh_ui_fill (field (fixture, "Name"), "Dynamark");
  kh_ui_choose (field (fixture, "Monitor Type"), kh_monitor_type_get_label (KH_MONITOR_NONE));
  kh_ui_click (root (fixture), "Save");
  KH_UI_WAIT (is_invalid (field (fixture, "Name")));
  g_assert_cmpuint (kh_catalogues_get_companies (kh_store_get_catalogues (fixture->office.store))->len, ==, 1);
}

/* Escape takes back what was typed; once more, and the window closes. */
static void
test_guard (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *question;

  kh_ui_fill (field (fixture, "Name"), "Dynamark Central");
  gtk_window_close (fixture->preferences);
  question = kh_ui_wait_window ("Save changes?");
  kh_ui_click (GTK_WIDGET (question), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  g_assert_nonnull (kh_ui_find_window ("Preferences"));

  kh_ui_wait_active (fixture->preferences);
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  kh_ui_wait_no_window ("Preferences");
  g_assert_nonnull (find_company (fixture, "Dynamark Central"));

  open_preferences (fixture);
  kh_ui_fill (field (fixture, "Name"), "Something else");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save")));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Preferences");
  g_assert_null (find_company (fixture, "Something else"));
}

/* The question also comes when another company is chosen. */
static void
test_guard_list (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fill (field (fixture, "Name"), "Dynamark Central");
  kh_ui_click (root (fixture), "New Company");
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Discard");
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (field (fixture, "Name"))), ""));
  g_assert_null (find_company (fixture, "Dynamark Central"));
}

/* Alt and a letter mean one thing only. */
static void
collect_mnemonics (GtkWidget *widget,
                   GString   *letters)
{
  guint keyval = GTK_IS_LABEL (widget) ? gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) : GDK_KEY_VoidSymbol;

  /* The other pages have their own. */
  if (!gtk_widget_get_child_visible (widget))
    return;
  if (keyval != GDK_KEY_VoidSymbol)
    {
      g_assert_null (strchr (letters->str, (int) keyval));
      g_string_append_c (letters, (char) keyval);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_mnemonics (child, letters);
}

static void
test_mnemonics (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  collect_mnemonics (root (fixture), letters);
  g_assert_cmpuint (letters->len, >=, 12);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add ("/preferences/" path, Fixture, NULL, up, test, tear_down)
  ADD ("new", set_up, test_new);
  ADD ("token-hidden", set_up, test_token_hidden);
  ADD ("check", set_up, test_check);
  ADD ("check-wrong-token", set_up, test_check_wrong_token);
  ADD ("check-certificate", set_up_tls, test_check_certificate);
  ADD ("check-cancel", set_up_slow, test_check_cancel);
  ADD ("close-while-checking", set_up_slow, test_close_while_checking);
  ADD ("close-while-saving", set_up, test_close_while_saving);
  ADD ("type-while-saving", set_up, test_type_while_saving);
  ADD ("focus-after-save", set_up, test_focus_after_save);
  ADD ("sends-zones", set_up, test_sends_zones);
  ADD ("zone-digits", set_up, test_zone_digits);
  ADD ("new-from-form", set_up, test_new_from_form);
  ADD ("save-twice", set_up, test_save_twice);
  ADD ("check-unreachable", set_up, test_check_unreachable);
  ADD ("refused", set_up, test_refused);
  ADD ("duplicate-name", set_up, test_duplicate_name);
  ADD ("guard", set_up, test_guard);
  ADD ("guard-list", set_up, test_guard_list);
  ADD ("mnemonics", set_up, test_mnemonics);

  return g_test_run ();
}
