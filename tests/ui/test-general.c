/* test-general.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The General page of Manage Account: both sides of an account, and Unlink Account. */

#include "config.h"

#include "kh-link-test.h"
#include "kh-sender.h"
#include "kh-store-links.h"

/* Nothing differs, so that one key links. */
static const char accounts[] =
  "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"site\":{\"kind\":\"residential\","
  "\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"},"
  "\"address\":{\"line1\":\"4 Elm Street\",\"city\":\"Ogden\",\"state\":\"UT\",\"zip\":\"84401\"},"
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550142\"}],"
  "\"emails\":[{\"type\":\"email\",\"address\":\"ana.ruiz@example.com\"}]},"
  "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}],"
  "\"contacts\":[{\"name\":\"Ann Lee\",\"relation\":\"daughter\",\"phones\":[{\"type\":\"cell\",\"number\":\"+18015550177\"}],"
  "\"passcode\":{\"state\":\"clear\",\"text\":\"SESAME\"}},{\"name\":\"Bob Lee\"}],"
  "\"agencies\":[{\"type\":\"police\",\"name\":\"Ogden Police\",\"phone\":\"+18015550100\"}],"
  "\"systems\":[{\"no\":1,\"panel\":\"DSC\",\"areas\":[{\"no\":1,\"name\":\"House\"}],"
  "\"zones\":[{\"area\":1,\"zone\":\"001\",\"description\":\"Front door\",\"event\":\"BA\"},"
  "{\"area\":1,\"zone\":\"002\",\"description\":\"Kitchen motion\",\"event\":\"BA\"}]}]}]";

#define ACCOUNT "a1"

static GtkWindow *
open_discrepancies (KhLinkTest *test)
{
  GtkWindow *dialog;

  kh_link_test_open (test);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);

  return dialog;
}

static GtkWidget *
start (KhLinkTest         *test,
       const char * const *faults)
{
  kh_link_test_start_as (test, "generic", accounts, faults, FALSE);
  open_discrepancies (test);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test->window);
  kh_ui_wait_button (GTK_WIDGET (test->window), "Manage Account");
  kh_ui_settle (test->window);

  return GTK_WIDGET (test->window);
}

static GtkWidget *
manage (GtkWidget *window)
{
  GtkWindow *manager;

  kh_ui_click (window, "Manage Account");
  manager = kh_ui_wait_window ("Manage Account");
  kh_ui_wait_active (manager);

  return GTK_WIDGET (manager);
}

static void
add_row (KhLinkTest *test,
         KhTableId   table,
         guint       column,
         const char *value,
         guint       other_column,
         const char *other_value)
{
  g_autoptr (KhRow) row = kh_row_new (table);

  if (table == KH_TABLE_CONTACTS)
    kh_row_set (row, KH_CONTACT_ORDER, column == KH_CONTACT_NAME && other_value != NULL ? "1" : "2");
  kh_row_set (row, column, value);
  kh_row_set (row, other_column, other_value);
  kh_link_test_save_row (test, row, NULL);
}

/* "Ann Lee daughter, Bob Lee -" */
static void
assert_contacts (KhLinkTest *test,
                 const char *expected)
{
  g_autoptr (KhRows) rows = kh_link_test_load_rows (test, KH_TABLE_CONTACTS);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      const char *relation = kh_row_get (kh_rows_get (rows, i), KH_CONTACT_RELATION);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", kh_row_get (kh_rows_get (rows, i), KH_CONTACT_NAME),
                              relation != NULL ? relation : "-");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
save (KhLinkTest    *test,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&test->base, test->number, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (test->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_save_customer_finish (test->base.store, result, &error);
  g_assert_no_error (error);
}

static GtkWidget *
find_choice (GtkWindow  *dialog,
             const char *name)
{
  return gtk_widget_get_parent (kh_ui_wait_text (GTK_WIDGET (dialog), name));
}

static guint
count_outbox (KhLinkTest *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) items = NULL;

  kh_store_list_outbox_async (test->base.store, test->number, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  items = kh_store_list_outbox_finish (test->base.store, result, NULL);

  return items->len;
}

/* Each contact has a line of its own before Link, whoever has it, and a choice by the keyboard. */
static void
test_rows (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWidget *window;

  kh_link_test_start_as (&test, "generic", accounts, NULL, FALSE);
  add_row (&test, KH_TABLE_CONTACTS, KH_CONTACT_NAME, "Ann Lee", KH_CONTACT_PHONE_1, "+18015550177");
  add_row (&test, KH_TABLE_CONTACTS, KH_CONTACT_NAME, "Cid Lee", KH_CONTACT_RELATION, NULL);
  dialog = open_discrepancies (&test);
  window = GTK_WIDGET (dialog);
  kh_ui_wait_text (window, "Contacts");
  kh_ui_wait_text (window, "1 only in Keyholder");
  kh_ui_wait_text (window, "1 only at Dynamark");
  kh_ui_wait_part (window, "Zones, not sent: 2 only at Dynamark");
  kh_ui_expect_untold (window, "SESAME");
  kh_ui_screenshots (dialog, "link-rows");
  kh_ui_choose (find_choice (dialog, "Ann Lee"), "Use the station’s");
  kh_ui_choose (find_choice (dialog, "Cid Lee"), "Leave both");
  kh_ui_choose (find_choice (dialog, "Bob Lee"), "Add to Keyholder");
  kh_ui_settle (dialog);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test.window);
  kh_ui_wait_button (GTK_WIDGET (test.window), "Manage Account");
  assert_contacts (&test, "Ann Lee daughter, Cid Lee -, Bob Lee -");
  g_assert_cmpuint (count_outbox (&test), ==, 0);
  kh_link_test_end (&test);
}

/* One choice for all of a group; and a table that is not sent is unfolded by the keyboard, and taken. */
static void
test_all (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWidget *window, *expander;
  g_autoptr (KhRows) zones = NULL;

  kh_link_test_start_as (&test, "generic", accounts, NULL, FALSE);
  add_row (&test, KH_TABLE_CONTACTS, KH_CONTACT_NAME, "Cid Lee", KH_CONTACT_RELATION, "son");
  add_row (&test, KH_TABLE_CONTACTS, KH_CONTACT_NAME, "Dee Lee", KH_CONTACT_RELATION, NULL);
  dialog = open_discrepancies (&test);
  window = GTK_WIDGET (dialog);
  kh_ui_choose (find_choice (dialog, "2 only in Keyholder"), "Leave both");
  kh_ui_wait_text (find_choice (dialog, "Cid Lee"), "Leave both");
  kh_ui_wait_text (find_choice (dialog, "Dee Lee"), "Leave both");
  expander = gtk_widget_get_ancestor (kh_ui_wait_part (window, "Zones, not sent"), GTK_TYPE_EXPANDER);
  gtk_widget_grab_focus (expander);
  kh_ui_wait_focus (dialog, expander);
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_text (window, "Kitchen motion");
  kh_ui_settle (dialog);
  kh_ui_choose (find_choice (dialog, "Front door"), "Add to Keyholder");
  kh_ui_choose (find_choice (dialog, "Kitchen motion"), "Add to Keyholder");
  kh_ui_settle (dialog);
  kh_ui_screenshots (dialog, "link-zones");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test.window);
  kh_ui_wait_button (GTK_WIDGET (test.window), "Manage Account");
  g_assert_cmpuint (count_outbox (&test), ==, 0);
  zones = kh_link_test_load_rows (&test, KH_TABLE_ZONES);
  g_assert_cmpuint (kh_rows_get_n (zones), ==, 2);
  g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 1), KH_ZONE_DESCRIPTION), ==, "Kitchen motion");
  kh_link_test_end (&test);
}

/* Where the company takes zones they have a choice each, as contacts have; what waits goes out one by one. */
static void
test_zones_sent (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWidget *window;

  kh_link_test_start_as (&test, "generic", accounts, NULL, FALSE);
  kh_link_test_set_sends_zones (&test);
  add_row (&test, KH_TABLE_ZONES, KH_ZONE_NUMBER, "001", KH_ZONE_DESCRIPTION, "Front door");
  add_row (&test, KH_TABLE_ZONES, KH_ZONE_NUMBER, "009", KH_ZONE_DESCRIPTION, "Garage");
  dialog = open_discrepancies (&test);
  window = GTK_WIDGET (dialog);
  kh_ui_wait_text (window, "Zones");
  kh_ui_wait_part (window, "Systems, not sent");
  kh_ui_choose (find_choice (dialog, "Kitchen motion"), "Add to Keyholder");
  kh_ui_wait_text (find_choice (dialog, "Garage"), "Send to the station");
  kh_ui_settle (dialog);
  kh_ui_screenshots (dialog, "link-zones-sent");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test.window);
  kh_ui_wait_button (GTK_WIDGET (test.window), "Manage Account");
  g_assert_cmpuint (count_outbox (&test), ==, 1);
  kh_link_test_end (&test);
}

/* Who is on one side only is told apart, and no passcode is shown. */
static void
test_sides (void)
{
  KhLinkTest test;
  GtkWidget *manager;
  GtkWidget *window = start (&test, NULL);

  add_row (&test, KH_TABLE_CONTACTS, KH_CONTACT_NAME, "Ann L.", KH_CONTACT_PHONE_1, "+18015550177");
  add_row (&test, KH_TABLE_CONTACTS, KH_CONTACT_NAME, "Cid Lee", KH_CONTACT_RELATION, NULL);
  add_row (&test, KH_TABLE_ZONES, KH_ZONE_NUMBER, "001", KH_ZONE_DESCRIPTION, "Front door");
  add_row (&test, KH_TABLE_ZONES, KH_ZONE_NUMBER, "009", KH_ZONE_DESCRIPTION, "Garage");
  manager = manage (window);
  kh_ui_wait_text (manager, "Ann Lee · daughter · Cell (801) 555-0177 · differs here: Name, Relation, Phone 1 Type");
  kh_ui_wait_text (manager, "Bob Lee · only at Dynamark");
  kh_ui_wait_text (manager, "Cid Lee · only here");
  kh_ui_wait_part (manager, "Ogden Police");
  kh_ui_wait_text (manager, "1 House · 001 · Front door · BA · differs here: Event");
  kh_ui_wait_text (manager, "1 House · 002 · Kitchen motion · BA · only at Dynamark");
  kh_ui_wait_text (manager, "1 House · 009 · Garage · Installed · only here");
  kh_ui_expect_untold (manager, "SESAME");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_screenshots (GTK_WINDOW (manager), "general");

  kh_ui_press (GDK_KEY_e, GDK_ALT_MASK);
  kh_ui_wait_active (test.window);
  kh_ui_wait_button (window, "Cancel");
  kh_link_test_end (&test);
}

/* The station's own words for it, and what nobody should overlook. */
static void
test_status (void)
{
  static const char *const rows[][2] = {
    { "pending", "Pending" }, { "inactive", "Inactive" }, { "deactivated", "Deactivated" }, { "active", "Active" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KhLinkTest test;
      g_autoptr (GString) text = g_string_new (accounts);
      g_autofree char *member = g_strdup_printf ("[{\"status\":\"%s\",\"in_alarm\":%s,", rows[i][0], i == 3 ? "true" : "false");
      GtkWidget *manager;

      g_string_replace (text, "[{", member, 1);
      kh_link_test_start_as (&test, "generic", text->str, NULL, FALSE);
      manager = kh_link_test_manage (&test);
      kh_ui_wait_text (manager, "Status");
      kh_ui_wait_text (manager, rows[i][1]);
      g_assert_true ((kh_ui_find_text (manager, "In alarm: Dynamark is working on it right now.") != NULL) == (i == 3));
      if (i == 3)
        {
          kh_ui_settle (GTK_WINDOW (manager));
          kh_ui_screenshots (GTK_WINDOW (manager), "general-alarm");
        }
      kh_link_test_end (&test);
    }
}

static gboolean
is_told (KhLinkTest *test)
{
  g_autoptr (KhAccount) account = kh_link_test_ask_account (test, ACCOUNT);

  return kh_account_get_external_ref (account) == NULL;
}

/* Only the link goes: here, and our number there. */
static void
test_unlink (void)
{
  KhLinkTest test;
  GtkWindow *question;
  GtkWidget *window = start (&test, NULL);
  GtkWidget *manager = manage (window);

  g_assert_true (kh_link_test_is_linked (&test));
  kh_ui_wait_text (manager, "Agencies");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_press (GDK_KEY_u, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Unlink the Account?");
  kh_ui_wait_active (question);
  kh_ui_screenshots (question, "general-unlink");
  /* Enter is Cancel: nobody unlinks by chance. */
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Unlink the Account?");
  g_assert_true (kh_link_test_is_linked (&test));
  kh_ui_wait_active (GTK_WINDOW (manager));
  kh_ui_press (GDK_KEY_u, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Unlink the Account?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Unlink");
  kh_ui_wait_no_window ("Manage Account");
  g_assert_false (kh_link_test_is_linked (&test));
  KH_UI_WAIT (kh_ui_find_button (window, "Manage Account") == NULL);
  KH_UI_WAIT (is_told (&test));
  kh_link_test_end (&test);
}

/* What waits is asked about; given up, the history says so. */
static void
test_waiting (void)
{
  KhLinkTest test;
  GtkWindow *question;
  GtkWidget *window = start (&test, (const char *[]) { "status:503@changes*9", NULL });
  GtkWidget *manager;

  save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  manager = manage (window);
  kh_ui_wait_text (manager, "Agencies");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_press (GDK_KEY_u, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Unlink the Account?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), "1 change that waits would be given up.");
  kh_ui_click (GTK_WIDGET (question), "Give Up and Unlink");
  kh_ui_wait_no_window ("Manage Account");
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

/* A change that came while somebody thought it over was not asked about, and is not given up. */
static void
test_meanwhile (void)
{
  KhLinkTest test;
  GtkWindow *question, *told;
  GtkWidget *window = start (&test, (const char *[]) { "status:503@changes*9", NULL });
  GtkWidget *manager = manage (window);

  kh_ui_wait_text (manager, "Agencies");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_press (GDK_KEY_u, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Unlink the Account?");
  kh_ui_wait_active (question);
  save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_settle (question);
  kh_ui_click (GTK_WIDGET (question), "Unlink");
  told = kh_ui_wait_window ("The Account Is Still Linked");
  kh_ui_wait_active (told);
  kh_ui_wait_part (GTK_WIDGET (told), "Changes of this customer wait for the station.");
  g_assert_true (kh_link_test_is_linked (&test));
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("The Account Is Still Linked");

  /* The next question knows of it. */
  kh_ui_wait_active (GTK_WINDOW (manager));
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_press (GDK_KEY_u, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Unlink the Account?");
  kh_ui_wait_part (GTK_WIDGET (question), "1 change that waits would be given up.");
  kh_ui_wait_active (question);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Unlink the Account?");
  kh_link_test_end (&test);
}

/* A station that does not answer holds nobody. */
static void
test_down (void)
{
  KhLinkTest test;
  GtkWindow *question;
  GtkWidget *window = start (&test, (const char *[]) { "status:503@capabilities*1+1", NULL });
  GtkWidget *manager = manage (window);

  kh_ui_wait_part (manager, "is not available for the moment");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_screenshots (GTK_WINDOW (manager), "general-down");
  kh_ui_click (manager, "Unlink Account…");
  question = kh_ui_wait_window ("Unlink the Account?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Unlink");
  kh_ui_wait_no_window ("Manage Account");
  g_assert_false (kh_link_test_is_linked (&test));
  KH_UI_WAIT (kh_ui_find_button (window, "Manage Account") == NULL);
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/general/rows", test_rows);
  g_test_add_func ("/general/rows/all", test_all);
  g_test_add_func ("/general/rows/zones-sent", test_zones_sent);
  g_test_add_func ("/general/sides", test_sides);
  g_test_add_func ("/general/status", test_status);
  g_test_add_func ("/general/unlink", test_unlink);
  g_test_add_func ("/general/waiting", test_waiting);
  g_test_add_func ("/general/meanwhile", test_meanwhile);
  g_test_add_func ("/general/down", test_down);

  return g_test_run ();
}
