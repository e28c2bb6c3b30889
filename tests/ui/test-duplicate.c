/* test-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Duplicate in the real window, with real keys. */

#include "config.h"

#include "kh-duplicate-test.h"

#include "kh-connection.h"
#include "kh-schema.h"
#include "kh-switch-row.h"

#include <string.h>

#define QUESTION "Is This Customer Already Here?"

static GtkWidget *
get_dialog (KhDuplicateTest *test)
{
  return GTK_WIDGET (test->dialog);
}

/* By keys alone: into the filter, down into the list, and to the row by the letters of its name. */
static void
go_to (KhDuplicateTest *test,
       const char      *word,
       KhDatapointId    id)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (test->dialog, kh_ui_find_type (get_dialog (test), GTK_TYPE_SEARCH_ENTRY));
  kh_ui_press_focus (test->dialog, GDK_KEY_Down, 0);
  kh_ui_type (word);
  KH_UI_WAIT (gtk_window_get_focus (test->dialog) == kh_duplicate_test_row (test, id));
}

static void
turn (KhDuplicateTest *test,
      const char      *word,
      KhDatapointId    id)
{
  gboolean before = kh_duplicate_test_is_on (test, id);

  go_to (test, word, id);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (kh_duplicate_test_is_on (test, id) != before);
}

static void
assert_locked (KhDuplicateTest *test,
               KhDatapointId    id,
               gboolean         locked)
{
  GtkWidget *row = kh_duplicate_test_row (test, id);
  GtkWidget *toggle = kh_ui_find_type (row, GTK_TYPE_SWITCH);

  g_assert_nonnull (toggle);
  g_assert_cmpint (gtk_widget_get_sensitive (toggle), ==, !locked);
}

/* What ADT requires and is sealed is typed for each. */
static void
type_passcode (KhDuplicateTest *test,
               const char      *text)
{
  GtkWidget *entry;

  go_to (test, "passc", KH_DATAPOINT_PASSCODE);
  entry = kh_ui_find_field (get_dialog (test), "Passcode");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_focus (test->dialog, entry);
  kh_ui_type (text);
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text));
}

/* The page that Save opened. */
static gint64
wait_copy (KhDuplicateTest *test)
{
  kh_ui_wait_no_window ("Duplicate");
  test->dialog = NULL;
  KH_UI_WAIT (kh_window_get_page (test->window) != NULL &&
              kh_customer_page_get_number (kh_window_get_page (test->window)) != test->number);
  kh_ui_wait_text (GTK_WIDGET (test->window), "Sales Information");
  kh_ui_wait_active (GTK_WINDOW (test->window));

  return kh_customer_page_get_number (kh_window_get_page (test->window));
}

static gint64
save (KhDuplicateTest *test)
{
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);

  return wait_copy (test);
}

static void
assert_value (KhCustomer    *customer,
              KhDatapointId  id,
              const char    *value)
{
  g_assert_cmpstr (kh_customer_get (customer, id), ==, value);
}

/* The steps of the help page. */

static void
walk_steps (gboolean adt)
{
  KhDuplicateTest test;
  g_autoptr (KhCustomer) copy = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, adt);
  /* 1, 2: the Customer tab, and Duplicate on it. */
  kh_duplicate_test_show (&test);
  kh_ui_click (GTK_WIDGET (test.window), "Duplicate");
  /* 3: a modal titled Duplicate with the customer's name, and rows of names and values. */
  test.dialog = kh_ui_wait_window ("Duplicate");
  g_assert_true (gtk_window_get_modal (test.dialog));
  kh_ui_wait_text (get_dialog (&test), "Ana Ruiz");
  kh_ui_wait_text (get_dialog (&test), "4 Elm Street");
  KH_UI_WAIT (kh_duplicate_test_row (&test, KH_DATAPOINT_MAINTENANCE_PLAN) != NULL);
  /* 4: the names; First Name has the focus already. */
  kh_ui_type ("Leo\nNovak");
  /* 5: switches, but for what is required; ADT requires more. */
  assert_locked (&test, KH_DATAPOINT_CITY, TRUE);
  assert_locked (&test, KH_DATAPOINT_BIRTHDATE, adt);
  assert_locked (&test, KH_DATAPOINT_MONTHLY_CHARGE, adt);
  g_assert_cmpint (kh_duplicate_test_is_on (&test, KH_DATAPOINT_BIRTHDATE), ==, adt);
  turn (&test, "spou", KH_DATAPOINT_SPOUSE);
  turn (&test, "cross", KH_DATAPOINT_CROSS_STREET);
  if (adt)
    type_passcode (&test, "BLUE BARN");
  kh_ui_screenshots (test.dialog, adt ? "duplicate-adt" : "duplicate-bold");
  /* 6, 7: Save leads to the new customer. */
  kh_ui_click (get_dialog (&test), "Save");
  number = wait_copy (&test);
  kh_ui_wait_part (GTK_WIDGET (test.window), "values copied from Ana Ruiz.");
  kh_ui_screenshots (GTK_WINDOW (test.window), adt ? "duplicate-made-adt" : "duplicate-made-bold");
  copy = kh_duplicate_test_load (&test, number);
  assert_value (copy, KH_DATAPOINT_FIRST_NAME, "Leo");
  assert_value (copy, KH_DATAPOINT_LAST_NAME, "Novak");
  assert_value (copy, KH_DATAPOINT_SPOUSE, "Luis Ruiz");
  assert_value (copy, KH_DATAPOINT_CITY, "Ogden");
  assert_value (copy, KH_DATAPOINT_CROSS_STREET, NULL);
  assert_value (copy, KH_DATAPOINT_OTHER_PHONE, NULL);
  assert_value (copy, KH_DATAPOINT_ACCOUNT_NUMBER, NULL);
  assert_value (copy, KH_DATAPOINT_BIRTHDATE, adt ? "1970-01-31" : NULL);
  kh_duplicate_test_end (&test);
}

static void
test_steps (void)
{
  walk_steps (FALSE);
}

static void
test_steps_adt (void)
{
  walk_steps (TRUE);
}

/* The list */

/* A locked switch stays, and says why. */
static void
test_locked (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  go_to (&test, "city", KH_DATAPOINT_CITY);
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_text (get_dialog (&test), "This is required, so it is always copied.");
  g_assert_true (kh_duplicate_test_is_on (&test, KH_DATAPOINT_CITY));
  kh_ui_find_text (kh_duplicate_test_row (&test, KH_DATAPOINT_CITY), "Required");
  gtk_test_accessible_assert_state (kh_duplicate_test_row (&test, KH_DATAPOINT_CITY), GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  gtk_test_accessible_assert_property (kh_duplicate_test_row (&test, KH_DATAPOINT_CITY),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "City: Ogden, required");

  /* What is never copied says so where it stands. */
  go_to (&test, "account num", KH_DATAPOINT_ACCOUNT_NUMBER);
  g_assert_nonnull (kh_ui_find_text (kh_duplicate_test_row (&test, KH_DATAPOINT_ACCOUNT_NUMBER),
                                     "An account belongs to one customer only."));
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_settle (test.dialog);
  g_assert_false (kh_duplicate_test_is_on (&test, KH_DATAPOINT_ACCOUNT_NUMBER));
  kh_ui_screenshots (test.dialog, "duplicate-locked");
  kh_duplicate_test_end (&test);
}

/* The heading of a section, by the row below it. */
static GtkWidget *
get_heading (KhDuplicateTest *test,
             KhDatapointId    first)
{
  return gtk_widget_get_prev_sibling (kh_duplicate_test_row (test, first));
}

static void
assert_heading (GtkWidget             *heading,
                const char            *count,
                GtkAccessibleTristate  state)
{
  KH_UI_WAIT (kh_ui_find_text (heading, count) != NULL);
  gtk_test_accessible_assert_state (heading, GTK_ACCESSIBLE_STATE_CHECKED, state);
}

static void
test_check_all (void)
{
  KhDuplicateTest test;
  GtkWidget *heading;

  kh_duplicate_test_start (&test, TRUE);
  kh_duplicate_test_open (&test);
  KH_UI_WAIT (kh_duplicate_test_row (&test, KH_DATAPOINT_PRIMARY_PHONE) != NULL);
  heading = get_heading (&test, KH_DATAPOINT_PRIMARY_PHONE);
  assert_heading (heading, "4 of 8 copied", GTK_ACCESSIBLE_TRISTATE_MIXED);
  go_to (&test, "primary ph", KH_DATAPOINT_PRIMARY_PHONE);
  kh_ui_press (GDK_KEY_Up, 0);
  kh_ui_wait_focus (test.dialog, heading);
  kh_ui_press (GDK_KEY_space, 0);
  assert_heading (heading, "8 of 8 copied", GTK_ACCESSIBLE_TRISTATE_TRUE);
  kh_ui_press (GDK_KEY_space, 0);
  /* Phone and e-mail are required, and stay. */
  assert_heading (heading, "2 of 8 copied", GTK_ACCESSIBLE_TRISTATE_FALSE);
  g_assert_true (kh_duplicate_test_is_on (&test, KH_DATAPOINT_EMAIL));
  kh_ui_click (get_dialog (&test), "Reset to Defaults");
  assert_heading (heading, "4 of 8 copied", GTK_ACCESSIBLE_TRISTATE_MIXED);
  kh_duplicate_test_end (&test);
}

static gboolean
is_shown (KhDuplicateTest *test,
          KhDatapointId    id)
{
  return gtk_widget_get_child_visible (kh_duplicate_test_row (test, id));
}

static void
test_filter (void)
{
  KhDuplicateTest test;
  GtkWidget *entry;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  entry = kh_ui_find_type (get_dialog (&test), GTK_TYPE_SEARCH_ENTRY);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (test.dialog, entry);
  kh_ui_type ("phone");
  KH_UI_WAIT (kh_duplicate_test_row (&test, KH_DATAPOINT_SPOUSE) != NULL && !is_shown (&test, KH_DATAPOINT_SPOUSE));
  g_assert_true (is_shown (&test, KH_DATAPOINT_OTHER_PHONE));
  g_assert_true (is_shown (&test, KH_DATAPOINT_BILLING_PHONE));
  /* All of a section would be more than can be seen. */
  g_assert_true (gtk_widget_get_opacity (kh_ui_find_type (get_heading (&test, KH_DATAPOINT_PRIMARY_PHONE),
                                                          GTK_TYPE_CHECK_BUTTON)) < 0.5);
  kh_ui_screenshots (test.dialog, "duplicate-filter");
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  /* A value is found as well. */
  kh_ui_type ("washing");
  KH_UI_WAIT (is_shown (&test, KH_DATAPOINT_CROSS_STREET) && !is_shown (&test, KH_DATAPOINT_OTHER_PHONE));
  kh_ui_type ("zzz");
  kh_ui_wait_part (get_dialog (&test), "Empty the filter");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (*gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0' && is_shown (&test, KH_DATAPOINT_SPOUSE));
  g_assert_true (gtk_widget_get_visible (get_dialog (&test)));
  /* Again, and there is nothing typed that would be lost. */
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Duplicate");
  kh_duplicate_test_end (&test);
}

/* Tab stops once at the list; from there it goes on to what is to be typed, and out. */
static void
test_tab (void)
{
  KhDuplicateTest test;
  GtkWidget *row;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_SALES_VIEW);
  kh_duplicate_test_open (&test);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (test.dialog, kh_ui_find_type (get_dialog (&test), GTK_TYPE_SEARCH_ENTRY));
  kh_ui_press_focus (test.dialog, GDK_KEY_Tab, 0);
  kh_ui_press_focus (test.dialog, GDK_KEY_Tab, 0);
  KH_UI_WAIT (GTK_IS_LIST_BOX_ROW (gtk_window_get_focus (test.dialog)));
  kh_ui_press_focus (test.dialog, GDK_KEY_Down, 0);
  row = gtk_window_get_focus (test.dialog);
  kh_ui_press_focus (test.dialog, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (test.dialog, kh_duplicate_test_row (&test, KH_DATAPOINT_SALE_DATE));
  kh_ui_press_focus (test.dialog, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (test.dialog, kh_ui_find_button (get_dialog (&test), "For Several…"));
  kh_ui_press_focus (test.dialog, GDK_KEY_Tab, GDK_SHIFT_MASK);
  kh_ui_wait_focus (test.dialog, kh_duplicate_test_row (&test, KH_DATAPOINT_SALE_DATE));
  kh_ui_press_focus (test.dialog, GDK_KEY_Tab, GDK_SHIFT_MASK);
  kh_ui_wait_focus (test.dialog, row);
  kh_duplicate_test_end (&test);
}

static void
collect_mnemonics (GtkWidget  *widget,
                   GHashTable *found)
{
  /* A menu within a menu has its own. GTK leaves 0 where a text may have a letter underlined and has none. */
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    {
      guint letter = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));

      g_assert_true (letter == GDK_KEY_VoidSymbol || letter == 0 || g_hash_table_add (found, GUINT_TO_POINTER (letter)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_mnemonics (child, found);
}

static void
test_mnemonics (void)
{
  KhDuplicateTest test;
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) in_menu = g_hash_table_new (NULL, NULL);
  GtkWidget *menu;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_show (&test);
  kh_ui_press (GDK_KEY_F10, 0);
  KH_UI_WAIT ((menu = kh_ui_find_type (GTK_WIDGET (test.window), GTK_TYPE_POPOVER_MENU)) != NULL);
  collect_mnemonics (menu, in_menu);
  g_assert_cmpuint (g_hash_table_size (in_menu), >=, 10);
  kh_ui_wait_text (menu, "Duplicate");
  kh_ui_press (GDK_KEY_u, 0);
  test.dialog = kh_ui_wait_window ("Duplicate");
  collect_mnemonics (get_dialog (&test), found);
  g_assert_cmpuint (g_hash_table_size (found), ==, 8);
  kh_duplicate_test_end (&test);
}

/* Names, and leaving */

static void
test_names (void)
{
  KhDuplicateTest test;
  GtkWidget *first;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  first = kh_ui_find_field (get_dialog (&test), "First Name");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  /* Empty: said at the fields, and the focus is on the first. */
  kh_ui_wait_part (get_dialog (&test), "Fill this in");
  kh_ui_wait_focus (test.dialog, first);
  kh_ui_screenshots (test.dialog, "duplicate-errors");
  kh_ui_click (get_dialog (&test), "As the Original");
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (first)), "Ana"));
  g_assert_null (kh_ui_find_part (get_dialog (&test), "Fill this in"));

  /* Escape asks, and Escape again keeps. */
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_window ("Discard what you typed?");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discard what you typed?");
  kh_ui_wait_active (test.dialog);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (first)), ==, "Ana");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Discard what you typed?")), "Discard");
  kh_ui_wait_no_window ("Duplicate");
  g_assert_cmpint (kh_customer_page_get_number (kh_window_get_page (test.window)), ==, test.number);
  kh_duplicate_test_end (&test);
}

static void
test_another (void)
{
  KhDuplicateTest test;
  g_autoptr (KhCustomer) first = NULL;
  g_autoptr (KhCustomer) second = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  turn (&test, "spou", KH_DATAPOINT_SPOUSE);
  kh_ui_click (get_dialog (&test), "Save and Duplicate Another");
  kh_ui_wait_text (get_dialog (&test), "Leo Novak is saved as customer 1002. Type the names of the next one.");
  kh_ui_wait_focus (test.dialog, kh_ui_find_field (get_dialog (&test), "First Name"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_ui_find_field (get_dialog (&test), "Last Name"))), ==, "");
  g_assert_true (kh_duplicate_test_is_on (&test, KH_DATAPOINT_SPOUSE));
  kh_ui_screenshots (test.dialog, "duplicate-another");
  kh_ui_type ("Kim\nPark");
  number = save (&test);
  g_assert_cmpint (number, ==, 1003);
  first = kh_duplicate_test_load (&test, 1002);
  second = kh_duplicate_test_load (&test, number);
  assert_value (first, KH_DATAPOINT_LAST_NAME, "Novak");
  assert_value (first, KH_DATAPOINT_SPOUSE, "Luis Ruiz");
  assert_value (second, KH_DATAPOINT_LAST_NAME, "Park");
  assert_value (second, KH_DATAPOINT_SPOUSE, "Luis Ruiz");
  /* The first is not open, but knows where it comes from when it is. */
  kh_window_open_customer (test.window, 1002);
  kh_ui_wait_part (GTK_WIDGET (kh_window_get_page (test.window)), "values copied from Ana Ruiz.");
  kh_duplicate_test_end (&test);
}

/* Likely doubles: not the original, nor who was just made of it, unless it is the same name. */
static void
test_doubles (void)
{
  KhDuplicateTest test;
  GtkWindow *question;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_ui_click (get_dialog (&test), "Save and Duplicate Another");
  kh_ui_wait_part (get_dialog (&test), "Leo Novak is saved as customer 1002.");
  kh_duplicate_test_type_names (&test, "Kim", "Park");
  kh_ui_click (get_dialog (&test), "Save and Duplicate Another");
  kh_ui_wait_part (get_dialog (&test), "Kim Park is saved as customer 1003.");
  /* Typed a second time. */
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  question = kh_ui_wait_window (QUESTION);
  g_assert_nonnull (kh_ui_find_part (GTK_WIDGET (question), "Leo Novak"));
  g_assert_null (kh_ui_find_part (GTK_WIDGET (question), "Kim Park"));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (QUESTION);
  kh_ui_wait_active (test.dialog);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window (QUESTION)), "Save Anyway");
  number = wait_copy (&test);
  g_assert_cmpint (number, ==, 1004);
  /* That it was asked about is no touch. */
  kh_ui_click (GTK_WIDGET (kh_window_get_page (test.window)), "Undo");
  kh_ui_wait_text (GTK_WIDGET (test.window), "The duplicate was taken back.");
  kh_duplicate_test_end (&test);
}

/* Whoever looks at one of them finds what was typed as it was. */
static void
test_open_double (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  g_assert_cmpint (wait_copy (&test), ==, 1002);
  kh_window_open_customer (test.window, test.number);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  test.dialog = kh_ui_wait_window ("Duplicate");
  kh_duplicate_test_type_names (&test, "Kim", "Park");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window (QUESTION)), "Open");
  KH_UI_WAIT (kh_customer_page_get_number (kh_window_get_page (test.window)) == 1002);
  g_assert_true (kh_ui_find_window ("Duplicate") == test.dialog);
  g_assert_false (gtk_window_get_modal (test.dialog));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_ui_find_field (get_dialog (&test), "First Name"))), ==, "Kim");
  kh_duplicate_test_end (&test);
}

/* What comes in between */

static void
test_changed_meanwhile (void)
{
  KhDuplicateTest test;
  g_autoptr (KhCustomer) copy = NULL;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  turn (&test, "spou", KH_DATAPOINT_SPOUSE);
  kh_duplicate_test_change (&test, KH_DATAPOINT_CITY, "Layton");
  kh_ui_settle (test.dialog);
  /* Nothing moves under the hands. */
  g_assert_nonnull (kh_ui_find_text (kh_duplicate_test_row (&test, KH_DATAPOINT_CITY), "Ogden"));
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_dialog (&test), "What changed in the list: City.");
  g_assert_nonnull (kh_ui_find_text (kh_duplicate_test_row (&test, KH_DATAPOINT_CITY), "Layton"));
  g_assert_true (gtk_widget_has_css_class (kh_duplicate_test_row (&test, KH_DATAPOINT_CITY), "changed"));
  g_assert_true (kh_duplicate_test_is_on (&test, KH_DATAPOINT_SPOUSE));
  kh_ui_screenshots (test.dialog, "duplicate-changed");
  copy = kh_duplicate_test_load (&test, save (&test));
  assert_value (copy, KH_DATAPOINT_FIRST_NAME, "Leo");
  assert_value (copy, KH_DATAPOINT_SPOUSE, "Luis Ruiz");
  assert_value (copy, KH_DATAPOINT_CITY, "Layton");
  kh_duplicate_test_end (&test);
}

static void
test_archived_meanwhile (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_duplicate_test_change (&test, KH_DATAPOINT_STATUS, "archived");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_dialog (&test), "Ana Ruiz was archived since you opened this.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_ui_find_field (get_dialog (&test), "First Name"))), ==, "Leo");
  kh_duplicate_test_end (&test);
}

static void
test_grant_taken (void)
{
  KhDuplicateTest test;
  g_autoptr (KhCustomer) copy = NULL;
  GtkWidget *date;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_NONE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  turn (&test, "spou", KH_DATAPOINT_SPOUSE);
  kh_duplicate_test_take (&test, KH_GRANT_SALES_VIEW);
  kh_ui_settle (test.dialog);
  g_assert_nonnull (kh_ui_find_text (kh_duplicate_test_row (&test, KH_DATAPOINT_MONTHLY_CHARGE), "$42.95"));
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_dialog (&test), "you do not have the grant “Sales Information: Modify”");
  /* What may not be seen any more is nowhere; what is required of it is typed. */
  g_assert_null (kh_duplicate_test_row (&test, KH_DATAPOINT_MONTHLY_CHARGE));
  g_assert_true (kh_duplicate_test_is_on (&test, KH_DATAPOINT_SPOUSE));
  kh_ui_screenshots (test.dialog, "duplicate-grant-taken");
  date = kh_ui_find_field (get_dialog (&test), "Sale Date");
  g_assert_nonnull (date);
  kh_ui_fill (date, "06/01/2026");
  copy = kh_duplicate_test_load (&test, save (&test));
  assert_value (copy, KH_DATAPOINT_SPOUSE, "Luis Ruiz");
  kh_duplicate_test_end (&test);
}

static void
test_duplicate_taken (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_NONE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_duplicate_test_take (&test, KH_GRANT_CUSTOMER_DUPLICATE);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_dialog (&test), "You do not have the grant “Customer: Duplicate");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_ui_find_field (get_dialog (&test), "First Name"))), ==, "Leo");
  kh_duplicate_test_end (&test);
}

/* While the file is held by something else nothing can be pressed, and nothing is lost. */
static void
test_slow (void)
{
  KhDuplicateTest test;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  KhConnection *other;
  GtkWidget *spinner;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  path = g_build_filename (test.base.folder, "data", "keyholder.db", NULL);
  other = kh_connection_open (path, KH_CONNECTION_AGAIN, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  g_assert_true (kh_connection_execute (other, "BEGIN IMMEDIATE", &error));
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  KH_UI_WAIT ((spinner = kh_ui_find_type (get_dialog (&test), GTK_TYPE_SPINNER)) != NULL);
  g_assert_nonnull (kh_ui_find_text (get_dialog (&test), "Saving the new customer…"));
  g_assert_false (gtk_widget_get_sensitive (kh_ui_find_button (get_dialog (&test), "Cancel")));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  gtk_window_close (test.dialog);
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-saving");
  g_assert_true (kh_connection_execute (other, "ROLLBACK", &error));
  kh_connection_close (other);
  g_assert_cmpint (wait_copy (&test), ==, 1002);
  kh_duplicate_test_end (&test);
}

/* The original is gone: what was typed stays, for whoever wants to copy it elsewhere. */
static void
test_gone_meanwhile (void)
{
  KhDuplicateTest test;
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  number = save (&test);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  test.dialog = kh_ui_wait_window ("Duplicate");
  kh_ui_wait_text (get_dialog (&test), "Leo Novak");
  kh_duplicate_test_type_names (&test, "Kim", "Park");
  g_array_append_val (copies, number);
  kh_store_undo_duplicate_async (test.base.store, test.number, copies, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_undo_duplicate_finish (test.base.store, result, &error));
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window (QUESTION)), "Save Anyway");
  kh_ui_wait_part (get_dialog (&test), "There is no customer 1002");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_ui_find_field (get_dialog (&test), "First Name"))), ==, "Kim");
  g_assert_true (gtk_widget_get_sensitive (kh_ui_find_button (get_dialog (&test), "Save")));
  kh_duplicate_test_end (&test);
}

/* Grants */

static void
test_left_out (void)
{
  KhDuplicateTest test;
  g_autoptr (KhCustomer) copy = NULL;
  GtkWidget *date;
  gint64 number;
  gboolean sale_date_set;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_SALES_VIEW);
  kh_duplicate_test_open (&test);
  kh_ui_wait_part (get_dialog (&test), "datapoints are not copied, because you may not view them or not set them.");
  g_assert_null (kh_ui_find_part (get_dialog (&test), "42.95"));
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  /* The sale date is required, and typed anew. */
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_dialog (&test), "Fill this in");
  date = kh_ui_find_field (get_dialog (&test), "Sale Date");
  kh_ui_wait_focus (test.dialog, date);
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-left-out");
  kh_ui_type ("06/01/2026");
  number = save (&test);
  sale_date_set = kh_store_get_member (test.base.store) == test.clerk;
  g_assert_true (sale_date_set);
  copy = kh_duplicate_test_load (&test, number);
  g_assert_true (kh_customer_is_hidden (copy, KH_DATAPOINT_MONTHLY_CHARGE));
  kh_duplicate_test_end (&test);
}

static void
test_missing_grant (void)
{
  static const KhGrant needed[] = {
    KH_GRANT_CUSTOMER_CREATE, KH_GRANT_CUSTOMER_DUPLICATE, KH_GRANT_LEAD_SOURCE_VIEW, KH_GRANT_LEAD_SOURCE_MODIFY,
    KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  };
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_CUSTOMER_DUPLICATE);
  kh_duplicate_test_show (&test);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *name = kh_grant_dup_name (needed[i]);
      GtkWidget *button;
      GtkWidget *why;

      kh_duplicate_test_take (&test, needed[i]);
      KH_UI_WAIT ((button = kh_ui_find_button (GTK_WIDGET (test.window), "Duplicate")) != NULL &&
                  !gtk_widget_get_sensitive (button));
      why = gtk_widget_get_prev_sibling (button) != NULL ? gtk_widget_get_prev_sibling (button)
                                                         : gtk_widget_get_next_sibling (button);
      g_assert_true (GTK_IS_MENU_BUTTON (why) && gtk_widget_get_visible (why));
      g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (why), name));
      g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (why), "Maria Vega"));
      kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
      kh_ui_settle (GTK_WINDOW (test.window));
      g_assert_null (kh_ui_find_window ("Duplicate"));
    }
  kh_ui_screenshots (GTK_WINDOW (test.window), "duplicate-why");
  kh_duplicate_test_take (&test, KH_GRANT_NONE);
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_find_button (GTK_WIDGET (test.window), "Duplicate")));
  kh_duplicate_test_end (&test);
}

static gboolean
is_in_view (GtkWidget *row)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (row, scroller, &bounds) && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scroller);
}

/* Sealed values are copied when somebody chose to, and are warned of. */
static void
test_passcode (void)
{
  KhDuplicateTest test;
  g_autofree char *dump = NULL;
  g_autoptr (KhCustomer) copy = NULL;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  KH_UI_WAIT (kh_duplicate_test_row (&test, KH_DATAPOINT_PASSCODE) != NULL);
  g_assert_false (kh_duplicate_test_is_on (&test, KH_DATAPOINT_PASSCODE));
  g_assert_null (kh_ui_find_part (get_dialog (&test), "both customers"));
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  turn (&test, "passc", KH_DATAPOINT_PASSCODE);
  kh_ui_wait_part (get_dialog (&test), "Passcode: both customers will have the same");
  /* The warning does not cover what it is about. */
  KH_UI_WAIT (is_in_view (kh_duplicate_test_row (&test, KH_DATAPOINT_PASSCODE)));
  kh_ui_screenshots (test.dialog, "duplicate-passcode");
  dump = kh_ui_dump (get_dialog (&test));
  g_assert_null (strstr (dump, KH_DUPLICATE_TEST_PASSCODE));
  copy = kh_duplicate_test_load (&test, save (&test));
  g_assert_true (kh_customer_is_sealed (copy, KH_DATAPOINT_PASSCODE));
  kh_duplicate_test_end (&test);
}

/* What is being typed on the page is not what is copied, and that is said first. */
static void
test_unsaved (void)
{
  KhDuplicateTest test;
  GtkWindow *question;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_show (&test);
  kh_ui_click (GTK_WIDGET (test.window), "Edit Premises");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (test.window), "City"), "Layton");
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Save before you duplicate?");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Save before you duplicate?");
  g_assert_null (kh_ui_find_window ("Duplicate"));
  kh_ui_wait_active (GTK_WINDOW (test.window));
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Save before you duplicate?");
  kh_ui_click (GTK_WIDGET (question), "Save");
  test.dialog = kh_ui_wait_window ("Duplicate");
  kh_ui_wait_text (get_dialog (&test), "Layton");
  kh_duplicate_test_end (&test);
}

/* Taking back */

static void
test_undo (void)
{
  KhDuplicateTest test;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) gone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  number = save (&test);
  kh_ui_click (GTK_WIDGET (kh_window_get_page (test.window)), "Open Original");
  KH_UI_WAIT (kh_customer_page_get_number (kh_window_get_page (test.window)) == test.number);
  g_assert_null (kh_ui_find_button (GTK_WIDGET (kh_window_get_page (test.window)), "Undo"));
  kh_window_open_customer (test.window, number);
  kh_ui_click (GTK_WIDGET (kh_window_get_page (test.window)), "Undo");
  kh_ui_wait_text (GTK_WIDGET (test.window), "The duplicate was taken back.");
  g_assert_cmpint (kh_customer_page_get_number (kh_window_get_page (test.window)), ==, test.number);
  kh_store_load_customer_async (test.base.store, number, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  gone = kh_store_load_customer_finish (test.base.store, result, NULL, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  kh_duplicate_test_end (&test);
}

static void
test_undo_refused (void)
{
  KhDuplicateTest test;
  gint64 number;
  gint64 original;
  GtkWidget *page;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  number = save (&test);
  original = test.number;
  test.number = number;
  kh_duplicate_test_change (&test, KH_DATAPOINT_CITY, "Layton");
  test.number = original;
  page = GTK_WIDGET (kh_window_get_page (test.window));
  kh_ui_wait_text (page, "Layton");
  kh_ui_click (page, "Undo");
  kh_ui_wait_part (page, "so the duplicate stays. Archive the customer instead.");
  g_assert_null (kh_ui_find_button (page, "Undo"));
  g_assert_true (GTK_WIDGET (kh_window_get_page (test.window)) == page);
  kh_ui_screenshots (GTK_WINDOW (test.window), "duplicate-undo-refused");
  kh_ui_click (page, "Hide this message");
  KH_UI_WAIT (kh_ui_find_button (page, "Open Original") == NULL);
  kh_duplicate_test_end (&test);
}

/* As many rows as there can be, from the first to the last. */
static void
test_look (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, TRUE);
  kh_duplicate_test_open (&test);
  KH_UI_WAIT (kh_duplicate_test_row (&test, KH_DATAPOINT_MAINTENANCE_PLAN) != NULL);
  kh_ui_screenshots (test.dialog, "duplicate");
  go_to (&test, "dire", KH_DATAPOINT_DIRECTIONS);
  kh_ui_screenshots (test.dialog, "duplicate-premises");
  go_to (&test, "disp", KH_DATAPOINT_DISPATCH_NOTES);
  kh_ui_screenshots (test.dialog, "duplicate-station");
  kh_ui_press (GDK_KEY_End, 0);
  KH_UI_WAIT (gtk_window_get_focus (test.dialog) == kh_duplicate_test_row (&test, KH_DATAPOINT_MAINTENANCE_PLAN));
  kh_ui_screenshots (test.dialog, "duplicate-end");
  kh_duplicate_test_end (&test);
}

/* With letters twice as large it still fits a small screen. */
static void
test_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  KhDuplicateTest test;
  int before;
  int width;
  int height;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_SALES_VIEW);
  g_object_get (settings, "gtk-xft-dpi", &before, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  kh_duplicate_test_open (&test);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_dialog (&test), "Fill this in");
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-large");
  gtk_widget_measure (get_dialog (&test), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (get_dialog (&test), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 1280);
  g_assert_cmpint (height, <=, 800);
  g_object_set (settings, "gtk-xft-dpi", before, NULL);
  kh_duplicate_test_end (&test);
}

int
main (int   argc,
      char *argv[])
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/duplicate/steps", test_steps);
  g_test_add_func ("/duplicate/steps-adt", test_steps_adt);
  g_test_add_func ("/duplicate/locked", test_locked);
  g_test_add_func ("/duplicate/check-all", test_check_all);
  g_test_add_func ("/duplicate/filter", test_filter);
  g_test_add_func ("/duplicate/tab", test_tab);
  g_test_add_func ("/duplicate/mnemonics", test_mnemonics);
  g_test_add_func ("/duplicate/names", test_names);
  g_test_add_func ("/duplicate/another", test_another);
  g_test_add_func ("/duplicate/doubles", test_doubles);
  g_test_add_func ("/duplicate/open-double", test_open_double);
  g_test_add_func ("/duplicate/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/duplicate/archived-meanwhile", test_archived_meanwhile);
  g_test_add_func ("/duplicate/grant-taken", test_grant_taken);
  g_test_add_func ("/duplicate/duplicate-taken", test_duplicate_taken);
  g_test_add_func ("/duplicate/slow", test_slow);
  g_test_add_func ("/duplicate/gone-meanwhile", test_gone_meanwhile);
  g_test_add_func ("/duplicate/left-out", test_left_out);
  g_test_add_func ("/duplicate/missing-grant", test_missing_grant);
  g_test_add_func ("/duplicate/passcode", test_passcode);
  g_test_add_func ("/duplicate/unsaved", test_unsaved);
  g_test_add_func ("/duplicate/undo", test_undo);
  g_test_add_func ("/duplicate/undo-refused", test_undo_refused);
  g_test_add_func ("/duplicate/look", test_look);
  g_test_add_func ("/duplicate/large-text", test_large_text);

  return g_test_run ();
}
