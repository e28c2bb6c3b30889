/* test-link.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"
#include "kh-store-links.h"

#include <glib/gstdio.h>

static GtkWindow *
wait_discrepancies (void)
{
  GtkWindow *dialog = kh_ui_wait_window ("Discrepancies");

  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);

  return dialog;
}

/* Link, and yes to what is named once more. */
static void
press_link (GtkWindow *dialog)
{
  kh_ui_click (GTK_WIDGET (dialog), "Link");
}

static void
confirm (const char *part)
{
  GtkWindow *question = kh_ui_wait_window ("Change These at the Station?");

  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), part);
  kh_ui_screenshots (question, "confirm-link");
  kh_ui_click (GTK_WIDGET (question), "Change and Link");
}

static void
assert_theirs (KhLinkTest *test,
               const char *account,
               const char *part)
{
  g_autoptr (KhAccount) document = kh_link_test_ask_account (test, account);

  g_assert_cmpstr (kh_account_get_value (document, KH_DATAPOINT_ADDRESS_1), ==, part);
  g_assert_cmpstr (kh_account_get_external_ref (document), ==, "1001");
}

static void
link_by_keys (gboolean tls)
{
  KhLinkTest test;
  GtkWindow *dialog;

  kh_link_test_start (&test, kh_link_test_account, NULL, tls);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  kh_ui_wait_part (GTK_WIDGET (dialog), "4 of");
  kh_ui_wait_text (GTK_WIDGET (dialog), "14 Elm St");
  kh_ui_wait_text (GTK_WIDGET (dialog), "ana.ruiz@example.com");
  kh_ui_screenshots (dialog, "discrepancies");

  press_link (dialog);
  confirm ("14 Elm St → 4 Elm Street");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (test.window), "is linked to account DY-10421");
  g_assert_true (kh_link_test_is_linked (&test));
  assert_theirs (&test, "D1001DY-10421", "4 Elm Street");
  kh_ui_screenshots (test.window, "linked");
  kh_link_test_end (&test);
}

static void
test_http (void)
{
  link_by_keys (FALSE);
}

static void
test_https (void)
{
  link_by_keys (TRUE);
}

/* The usual way: choose the company and type the number first. */
static void
test_from_nothing (void)
{
  KhLinkTest test;
  g_autoptr (KhCustomer) park = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  GtkWidget *window;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_customer_set (park, KH_DATAPOINT_ZIP, "84401");
  kh_customer_set (park, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (park, KH_DATAPOINT_SALE_DATE, "2026-01-05");
  kh_link_test_set_office (&test, park);
  test.number = kh_ui_fixture_add_sealed (&test.base, park, "ROSEBUD");
  kh_link_test_open (&test);
  window = GTK_WIDGET (test.window);

  /* The first customer has the number: it is taken. */
  kh_ui_click (window, "Edit Central Station");
  kh_ui_choose (kh_ui_wait_field (window, "Monitored By"), "Dynamark");
  kh_ui_fill (kh_ui_wait_field (window, "Account Number"), "DY-10421");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_part (window, "already belongs to Ana Ruiz (customer 1001)");

  kh_ui_fill (kh_ui_wait_field (window, "Account Number"), "DY-10499");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (window, "Edit Central Station");
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  kh_link_test_assert_told (&test, "No Such Account", (const char *[]) { "Dynamark has no account with the number DY-10499", "contact Dynamark", NULL });
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

static void
test_near_miss (void)
{
  KhLinkTest test;

  kh_link_test_start (&test, "[{\"number\":\"dy10421\",\"dealer\":\"D1001\"}]", NULL, FALSE);
  kh_link_test_ask (&test);
  kh_link_test_assert_told (&test, "No Such Account", (const char *[]) { "DY-10421", "dy10421", NULL });
  kh_link_test_end (&test);
}

static void
test_several (void)
{
  KhLinkTest test;
  GtkWindow *chooser;
  GtkWindow *dialog;

  kh_link_test_start (&test,
                      "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"receiver\":\"1\",\"site\":{\"name\":{\"first\":\"Bo\",\"last\":\"Lund\"}}},"
                      "{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"receiver\":\"2\",\"site\":{\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"}}}]",
                      NULL, FALSE);
  kh_link_test_ask (&test);
  chooser = kh_ui_wait_window ("Choose the Account");
  kh_ui_wait_active (chooser);
  kh_ui_wait_text (GTK_WIDGET (chooser), "Bo Lund");
  kh_ui_screenshots (chooser, "choose-account");
  kh_ui_press_focus (chooser, GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);

  dialog = wait_discrepancies ();
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  g_assert_nonnull (dialog);
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

#define SAME_SITE \
  "\"kind\":\"residential\",\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"}," \
  "\"address\":{\"line1\":\"4 Elm Street\",\"city\":\"Ogden\",\"state\":\"UT\",\"zip\":\"84401\"}," \
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550142\"}]," \
  "\"emails\":[{\"type\":\"email\",\"address\":\"ana.ruiz@example.com\"}]"

#define SAME_CODE "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}]"

/* The page comes up when Link writes nothing, too: it says so, and only links. */
static void
test_same (gconstpointer data)
{
  gboolean language = GPOINTER_TO_INT (data);
  KhLinkTest test;
  GtkWindow *dialog;

  kh_link_test_start_as (&test, "generic",
                         language
                           ? "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"site\":{" SAME_SITE ",\"language\":\"en\"}," SAME_CODE "}]"
                           : "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"site\":{" SAME_SITE "}," SAME_CODE "}]",
                         NULL, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  kh_ui_wait_part (GTK_WIDGET (dialog), language ? "1 of 34 datapoints differs. Link leaves it" : "No datapoint differs");
  if (!language)
    kh_ui_screenshots (dialog, "discrepancies-none");
  g_assert_false (kh_link_test_is_linked (&test));
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Discrepancies");
  g_assert_true (kh_link_test_is_linked (&test));
  g_assert_cmpuint (kh_link_test_count_requests (&test, "/changes"), ==, 0);
  kh_link_test_end (&test);
}

static void
test_not_ours (void)
{
  KhLinkTest test;

  kh_link_test_start (&test, "[{\"number\":\"DY-10421\",\"dealer\":\"D2002\"}]", NULL, FALSE);
  kh_link_test_ask (&test);
  kh_link_test_assert_told (&test, "Not Linked", (const char *[]) { "Dynamark", "another dealer", NULL });
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

static void
change_company (KhLinkTest *test,
                const char *address,
                const char *token)
{
  g_autoptr (KhCompany) company = kh_company_copy (kh_catalogues_get_company (kh_store_get_catalogues (test->base.store), test->company));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (address != NULL)
    g_object_set (company, "address", address, NULL);
  kh_store_save_company_async (test->base.store, company, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_cmpint (kh_store_save_company_finish (test->base.store, result, &error), ==, test->company);
  g_assert_no_error (error);
  kh_keyring_set_for_this_run (kh_stations_get_keyring (test->base.stations), test->company, token);
  kh_stations_forget (test->base.stations, test->company);
}

static void
test_unreachable (void)
{
  KhLinkTest test;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  change_company (&test, "http://127.0.0.1:9", KH_LINK_TEST_TOKEN);
  kh_link_test_ask (&test);
  kh_link_test_assert_told (&test, "Not Linked", (const char *[]) { "Dynamark", NULL });
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

static void
test_wrong_token (void)
{
  KhLinkTest test;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  change_company (&test, NULL, "some-other-token");
  kh_link_test_ask (&test);
  kh_link_test_assert_told (&test, "Not Linked", (const char *[]) { "Dynamark", "token", NULL });
  kh_link_test_end (&test);
}

static void
test_bad_certificate (void)
{
  KhLinkTest test;
  g_autoptr (KhCompany) company = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kh_link_test_start (&test, kh_link_test_account, NULL, TRUE);
  /* Without the company's own CA file the certificate is nobody's. */
  company = kh_company_copy (kh_catalogues_get_company (kh_store_get_catalogues (test.base.store), test.company));
  g_object_set (company, "ca-file", NULL, NULL);
  kh_store_save_company_async (test.base.store, company, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_link_test_ask (&test);
  kh_link_test_assert_told (&test, "Not Linked", (const char *[]) { "Dynamark", "certificate", NULL });
  g_assert_cmpuint (kh_link_test_count_requests (&test, "GET"), ==, 0);
  kh_link_test_end (&test);
}

/* What somebody at the station looks at first is told from then on, not only at the moment of Link. */
static void
test_review (void)
{
  KhLinkTest test;
  GtkWindow *dialog;

  kh_link_test_start (&test, kh_link_test_account, (const char *[]) { "pending@changes", NULL }, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  press_link (dialog);
  confirm ("14 Elm St → 4 Elm Street");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (test.window), "still has to approve some of the values");
  g_assert_true (kh_link_test_is_linked (&test));
  kh_link_test_open_again (&test);
  kh_ui_wait_part (GTK_WIDGET (test.window), "wait for somebody at Dynamark to approve them.");
  kh_ui_screenshots (test.window, "link-review");
  assert_theirs (&test, "D1001DY-10421", "14 Elm St");
  kh_link_test_end (&test);
}

/* An account in somebody else's name is linked only by whoever has seen both names, and types the
 * number. */
static void
test_other_name (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *question;

  kh_link_test_start (&test,
                      "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"status\":\"active\",\"site\":{\"kind\":\"residential\","
                      "\"name\":{\"first\":\"Bo\",\"last\":\"Lund\"},\"address\":{\"line1\":\"4 Elm Street\",\"city\":\"Ogden\","
                      "\"state\":\"UT\",\"zip\":\"84401\"}}}]", NULL, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  kh_ui_wait_part (GTK_WIDGET (dialog), "Dynamark has this account in the name of Bo Lund, and your customer is Ana Ruiz.");
  kh_ui_screenshots (dialog, "other-name");
  press_link (dialog);
  question = kh_ui_wait_window ("Is This the Customer’s Account?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), "Name in Keyholder: Ana Ruiz");
  kh_ui_wait_part (GTK_WIDGET (question), "Name at Dynamark: Bo Lund");
  kh_ui_settle (question);
  kh_ui_screenshots (question, "other-name-typed");

  /* Nothing is done in haste. */
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_type ("DY-1042");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_settle (question);
  g_assert_false (kh_link_test_is_linked (&test));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Is This the Customer’s Account?");
  kh_ui_wait_active (dialog);
  g_assert_cmpuint (kh_link_test_count_requests (&test, "POST"), ==, 0);

  press_link (dialog);
  question = kh_ui_wait_window ("Is This the Customer’s Account?");
  kh_ui_wait_active (question);
  kh_ui_type ("DY-10421");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (test.window), "is linked to account DY-10421");
  g_assert_true (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

static void
test_linked_elsewhere (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  g_autoptr (KhCustomer) twin = NULL;
  g_autofree char *company = NULL;

  /* Two customers, two numbers on paper, one account: the first Link has it. */
  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  press_link (dialog);
  confirm ("Elm");
  kh_ui_wait_no_window ("Discrepancies");
  KH_UI_WAIT (kh_link_test_is_linked (&test));

  /* The number is taken at the first customer, so the second is refused at Save already; at
   * the station, it is the reference that another office's copy would meet. */
  kh_ui_wait_part (GTK_WIDGET (test.window), "Linked");
  g_assert_null (kh_ui_find_button (GTK_WIDGET (test.window), "Shell Account"));

  /* Nothing promises a second Link. */
  kh_ui_wait_active (test.window);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  kh_ui_wait_part (GTK_WIDGET (test.window), "is linked to account DY-10421 at Dynamark already.");
  kh_ui_click (GTK_WIDGET (test.window), "Edit Central Station");
  kh_ui_wait_text (GTK_WIDGET (test.window), "Locked while linked");
  g_assert_null (kh_ui_find_part (GTK_WIDGET (test.window), "before you link"));
  kh_link_test_end (&test);
}

static void
test_choices (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  g_autoptr (KhCustomer) customer = NULL;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Address 1"), "Use the station’s");
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Primary Phone"), "Leave both");
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Cross Street"), "Use the station’s");
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Passcode"), "Leave both");
  /* Nothing that operators go by changes there now, so nothing is asked once more. */
  press_link (dialog);
  kh_ui_wait_no_window ("Discrepancies");
  KH_UI_WAIT (kh_link_test_is_linked (&test));
  customer = kh_ui_fixture_load (&test.base, test.number, NULL);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_1), ==, "14 Elm St");
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CROSS_STREET), ==, "Oak Ave");
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_PRIMARY_PHONE), ==, "+18015550142");
  assert_theirs (&test, "D1001DY-10421", "14 Elm St");
  kh_link_test_end (&test);
}

static void
test_stale (void)
{
  KhLinkTest test;
  GtkWindow *dialog;

  kh_link_test_start (&test, kh_link_test_account, (const char *[]) { "stale@changes*1", NULL }, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  press_link (dialog);
  confirm ("Elm");
  kh_ui_wait_part (GTK_WIDGET (dialog), "Something changed while you were looking");
  kh_ui_screenshots (dialog, "discrepancies-changed");
  g_assert_false (kh_link_test_is_linked (&test));
  press_link (dialog);
  confirm ("Elm");
  kh_ui_wait_no_window ("Discrepancies");
  KH_UI_WAIT (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

static void
test_wait_and_cancel (void)
{
  KhLinkTest test;
  GtkWidget *window;

  kh_link_test_start (&test, kh_link_test_account, (const char *[]) { "delay:20000@lookup", NULL }, FALSE);
  kh_link_test_ask (&test);
  window = GTK_WIDGET (test.window);
  kh_ui_wait_part (window, "Asking Dynamark for account DY-10421");
  KH_UI_WAIT (gtk_widget_get_mapped (kh_ui_find_part (window, "Asking Dynamark")));
  kh_ui_screenshots (test.window, "waiting");
  kh_ui_click (window, "Cancel");
  KH_UI_WAIT (kh_ui_find_part (window, "Asking Dynamark") == NULL);
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

/* The page as a file: what an office keeps of what it changed at a station. */
static void
test_save_page (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *chooser;
  g_autofree char *path = NULL;
  g_autofree char *csv = NULL;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  path = g_build_filename (test.base.folder, "page.csv", NULL);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  chooser = kh_ui_wait_window ("Save Page");
  kh_ui_wait_active (chooser);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Save Page");
  kh_ui_wait_text (GTK_WIDGET (dialog), "Saved as page.csv.");
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_nonnull (strstr (csv, "Address 1,4 Elm Street,14 Elm St"));
  /* A phone number begins like a formula. */
  g_assert_null (strstr (csv, ",+1"));
  g_unlink (path);
  kh_link_test_end (&test);
}

static guint
count_attempts (KhLinkTest *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_attempts_async (test->base.store, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  attempts = kh_store_list_attempts_finish (test->base.store, result, &error);
  g_assert_no_error (error);

  return attempts->len;
}

/* Cancel while the values are under way gives up waiting, not the values. */
static void
test_stop_waiting (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *told;

  kh_link_test_start (&test, kh_link_test_account, (const char *[]) { "delay:20000@changes", NULL }, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  press_link (dialog);
  confirm ("Elm");
  kh_ui_wait_part (GTK_WIDGET (dialog), "Writing to Dynamark");
  kh_ui_screenshots (dialog, "writing");
  kh_ui_press (GDK_KEY_Escape, 0);
  told = kh_ui_wait_window ("Not Linked");
  kh_ui_wait_active (told);
  kh_ui_wait_part (GTK_WIDGET (told), "You stopped waiting");
  kh_ui_wait_part (GTK_WIDGET (told), "asks again by itself");
  kh_ui_screenshots (told, "not-finished");
  g_assert_cmpuint (count_attempts (&test), ==, 1);

  /* A company that never answers again must not hold the customer for good. */
  kh_ui_click (GTK_WIDGET (told), "Give Up This Link");
  kh_ui_wait_part (GTK_WIDGET (test.window), "was given up");
  g_assert_cmpuint (count_attempts (&test), ==, 0);
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

/* Each way a station can misbehave while it is asked: a message, and nothing linked. */
static const struct {
  const char *fault;
  const char *part;
} faults[] = {
  { "drop@lookup", "Dynamark" },
  { "status:503@lookup", "Dynamark" },
  { "status:500@account", "Dynamark" },
  { "truncated@account", "Dynamark" },
  { "garbage@account", "Dynamark" },
  { "nested@account", "Dynamark" },
  { "latin1@lookup", "Dynamark" },
  { "liar@account", "Dynamark" },
  { "huge@account", "Dynamark" },
  { "redirect@lookup", "Dynamark" },
};

static void
test_fault (gconstpointer data)
{
  const char *fault = data;
  KhLinkTest test;

  kh_link_test_start (&test, kh_link_test_account, (const char *[]) { fault, NULL }, FALSE);
  kh_link_test_ask (&test);
  kh_link_test_assert_told (&test, "Not Linked", (const char *[]) { "Dynamark", NULL });
  g_assert_false (kh_link_test_is_linked (&test));
  g_assert_cmpuint (kh_link_test_count_requests (&test, "POST"), ==, 0);
  kh_link_test_end (&test);
}

static void
test_locked (void)
{
  KhLinkTest test;
  GtkWindow *dialog;

  kh_link_test_start (&test, kh_link_test_account, (const char *[]) { "locked@changes", NULL }, FALSE);
  kh_link_test_ask (&test);
  dialog = wait_discrepancies ();
  press_link (dialog);
  confirm ("Elm");
  kh_link_test_assert_told (&test, "Not Linked", (const char *[]) { "Dynamark", NULL });
  g_assert_false (kh_link_test_is_linked (&test));
  kh_link_test_end (&test);
}

int
main (int   argc,
      char *argv[])
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/link/http", test_http);
  g_test_add_func ("/link/https", test_https);
  g_test_add_func ("/link/from-nothing", test_from_nothing);
  g_test_add_func ("/link/near-miss", test_near_miss);
  g_test_add_func ("/link/several", test_several);
  g_test_add_data_func ("/link/same", GINT_TO_POINTER (FALSE), test_same);
  g_test_add_data_func ("/link/only-there", GINT_TO_POINTER (TRUE), test_same);
  g_test_add_func ("/link/not-ours", test_not_ours);
  g_test_add_func ("/link/unreachable", test_unreachable);
  g_test_add_func ("/link/wrong-token", test_wrong_token);
  g_test_add_func ("/link/bad-certificate", test_bad_certificate);
  g_test_add_func ("/link/review", test_review);
  g_test_add_func ("/link/other-name", test_other_name);
  g_test_add_func ("/link/linked", test_linked_elsewhere);
  g_test_add_func ("/link/choices", test_choices);
  g_test_add_func ("/link/stale", test_stale);
  g_test_add_func ("/link/wait-and-cancel", test_wait_and_cancel);
  g_test_add_func ("/link/save-page", test_save_page);
  g_test_add_func ("/link/stop-waiting", test_stop_waiting);
  g_test_add_func ("/link/locked", test_locked);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/link/fault/%s", faults[i].fault);

      g_test_add_data_func (path, faults[i].fault, test_fault);
    }

  return g_test_run ();
}
