/* test-agencies.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The agencies of a linked account, on the General page of Manage Account. */

#include "config.h"

#include "kh-demo-operator.h"
#include "kh-link-test.h"

#define CHANGES "\"method\":\"POST\",\"path\":\"/v1/accounts/a1/changes\""

/* Nothing differs that can be seen, so that one key links. */
#define ACCOUNT(agencies)                                                                           \
  "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"site\":{\"kind\":\"residential\","              \
  "\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"},"                                                 \
  "\"address\":{\"line1\":\"4 Elm Street\",\"city\":\"Ogden\",\"state\":\"UT\",\"zip\":\"84401\"}," \
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550142\"}],"                                \
  "\"emails\":[{\"type\":\"email\",\"address\":\"ana.ruiz@example.com\"}]},"                        \
  "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}],"        \
  "\"agencies\":[" agencies "]}]"

#define POLICE "{\"type\":\"police\",\"name\":\"Old Ogden Police\",\"phone\":\"+18015550100\"}"

static GtkWidget *
start (KhLinkTest         *test,
       const char         *profile,
       const char         *accounts,
       const char * const *faults)
{
  GtkWidget *manager;

  kh_link_test_start_as (test, profile, accounts, faults, FALSE);
  manager = kh_link_test_manage (test);
  kh_ui_wait_text (manager, "Agencies");
  kh_ui_settle (GTK_WINDOW (manager));

  return manager;
}

static GtkWidget *
look_up (GtkWidget *manager)
{
  GtkWindow *chooser;

  kh_ui_wait_active (GTK_WINDOW (manager));
  kh_ui_press (GDK_KEY_a, GDK_ALT_MASK);
  chooser = kh_ui_wait_window ("Choose the Agency");
  kh_ui_wait_active (chooser);
  kh_ui_settle (chooser);

  return GTK_WIDGET (chooser);
}

/* To the list from where the chooser begins, and Enter. */
static GtkWidget *
choose (GtkWidget  *chooser,
        guint       index,
        const char *title)
{
  GtkWidget *list = kh_ui_find_type (chooser, GTK_TYPE_LIST_VIEW);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  GtkWindow *question;

  KH_UI_WAIT (g_list_model_get_n_items (model) > index);
  kh_ui_settle (GTK_WINDOW (chooser));
  gtk_widget_grab_focus (list);
  for (guint i = 0; i < index; i++)
    kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  question = kh_ui_wait_window (title);
  kh_ui_wait_active (question);
  kh_ui_settle (question);

  return GTK_WIDGET (question);
}

static guint
count_changes (KhLinkTest *test)
{
  return kh_link_test_count_requests (test, CHANGES);
}

static guint
count_agencies (KhLinkTest *test,
                const char *account)
{
  g_autoptr (KhAccount) document = kh_link_test_ask_account (test, account);

  return kh_account_get_agencies (document)->len;
}

/* The record's, as "police Ogden Police Department". */
static char *
dup_here (KhLinkTest *test)
{
  g_autoptr (KhRows) rows = kh_link_test_load_rows (test, KH_TABLE_AGENCIES);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", kh_row_get (row, KH_AGENCY_TYPE),
                              kh_row_get (row, KH_AGENCY_NAME));
    }

  return g_string_free (text, FALSE);
}

static gboolean
is_here (KhLinkTest *test,
         const char *agencies)
{
  g_autofree char *here = dup_here (test);

  return g_strcmp0 (here, agencies) == 0;
}

static const char *
get_address (KhLinkTest *test)
{
  return kh_company_get_address (kh_catalogues_get_company (kh_store_get_catalogues (test->base.store), test->company));
}

/* Bold keeps what is set, which is said before; and there is one of each. */
static void
test_kept (void)
{
  KhLinkTest test;
  GtkWidget *manager, *chooser, *question, *types;
  GListModel *offered;

  manager = start (&test, "bold", ACCOUNT (""), NULL);
  kh_ui_wait_text (manager, "Dynamark has none for this account.");
  chooser = look_up (manager);
  kh_ui_wait_part (chooser, "Dynamark keeps an agency for good");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_ui_wait_field (chooser, "ZIP Code"))), ==, "84401");
  kh_ui_wait_text (chooser, "3 agencies");
  kh_ui_settle (GTK_WINDOW (chooser));
  kh_ui_screenshots (GTK_WINDOW (chooser), "agency-chooser");
  question = choose (chooser, 1, "Set the Agency?");
  kh_ui_wait_part (question, "Police · Weber County Sheriff");
  kh_ui_wait_part (question, "it can be neither changed nor removed");
  kh_ui_screenshots (GTK_WINDOW (question), "agency-set");
  /* Enter is Cancel: nobody sets for good by chance. */
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Set the Agency?");
  g_assert_cmpuint (count_agencies (&test, "D1001DY-10421"), ==, 0);

  question = choose (look_up (manager), 1, "Set the Agency?");
  kh_ui_press (GDK_KEY_s, GDK_ALT_MASK);
  kh_ui_wait_no_window ("Set the Agency?");
  kh_ui_wait_text (manager, "Weber County Sheriff is called for account DY-10421 from now on.");
  kh_ui_wait_part (manager, "cannot be changed any more");
  KH_UI_WAIT (is_here (&test, "police Weber County Sheriff"));
  g_assert_null (kh_ui_find_button (manager, "Replace…"));
  g_assert_null (kh_ui_find_button (manager, "Remove…"));
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_screenshots (GTK_WINDOW (manager), "agency-kept");

  chooser = look_up (manager);
  types = kh_ui_wait_field (chooser, "Type");
  offered = gtk_drop_down_get_model (GTK_DROP_DOWN (types));
  g_assert_cmpuint (g_list_model_get_n_items (offered), ==, 3);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (offered), 0), ==, "Fire");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Choose the Agency");
  kh_link_test_end (&test);
}

/* What is typed is looked up; the end of the list brings the next page. */
static void
test_search (void)
{
  KhLinkTest test;
  GtkWidget *manager, *chooser, *list, *zip;
  GListModel *model;

  manager = start (&test, "generic", ACCOUNT (""), NULL);
  chooser = look_up (manager);
  g_assert_null (kh_ui_find_part (chooser, "for good"));
  kh_ui_wait_text (chooser, "3 agencies");
  kh_ui_choose (kh_ui_wait_field (chooser, "Type"), "Guard");
  kh_ui_wait_text (chooser, "1 agency");
  kh_ui_choose (kh_ui_wait_field (chooser, "Type"), "Police");
  zip = kh_ui_wait_field (chooser, "ZIP Code");
  kh_ui_fill (zip, "8460");
  kh_ui_wait_part (chooser, "Type the five digits of a ZIP code");
  kh_ui_fill (zip, "99999");
  kh_ui_wait_text (chooser, "Dynamark lists no agency of the type Police for 99999. Try a ZIP code near by, or none for all.");
  kh_ui_settle (GTK_WINDOW (chooser));
  kh_ui_screenshots (GTK_WINDOW (chooser), "agency-none");
  kh_ui_fill (zip, "");
  kh_ui_press (GDK_KEY_BackSpace, 0);
  list = kh_ui_find_type (chooser, GTK_TYPE_LIST_VIEW);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  KH_UI_WAIT (g_list_model_get_n_items (model) == 50);
  kh_ui_settle (GTK_WINDOW (chooser));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 50);
  /* Enter in the field goes to what was found. */
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_settle (GTK_WINDOW (chooser));
  kh_ui_press (GDK_KEY_End, 0);
  kh_ui_wait_text (chooser, "72 agencies");
  kh_ui_screenshots (GTK_WINDOW (chooser), "agency-all");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Choose the Agency");
  kh_link_test_end (&test);
}

static void
test_changed (void)
{
  KhLinkTest test;
  GtkWidget *manager, *question;
  GtkWindow *chooser;

  manager = start (&test, "generic", ACCOUNT (POLICE), NULL);
  kh_ui_wait_text (manager, "Police · Old Ogden Police · (801) 555-0100");
  kh_ui_screenshots (GTK_WINDOW (manager), "agencies");
  kh_ui_click (manager, "Replace…");
  chooser = kh_ui_wait_window ("Choose the Agency");
  kh_ui_wait_active (chooser);
  question = choose (GTK_WIDGET (chooser), 0, "Replace the Agency?");
  kh_ui_wait_part (question, "It is called in place of Old Ogden Police.");
  kh_ui_screenshots (GTK_WINDOW (question), "agency-replace");
  kh_ui_click (question, "Replace Agency");
  kh_ui_wait_text (manager, "Ogden Police Department is called for account DY-10421 from now on.");
  kh_ui_wait_part (manager, "Police · Ogden Police Department");
  KH_UI_WAIT (kh_ui_find_part (manager, "Old Ogden Police") == NULL);
  KH_UI_WAIT (is_here (&test, "police Ogden Police Department"));
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 1);

  kh_ui_wait_active (GTK_WINDOW (manager));
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_click (manager, "Remove…");
  question = GTK_WIDGET (kh_ui_wait_window ("Remove the Agency?"));
  kh_ui_wait_active (GTK_WINDOW (question));
  kh_ui_click (question, "Remove Agency");
  kh_ui_wait_text (manager, "Ogden Police Department is not called for account DY-10421 any more.");
  kh_ui_wait_text (manager, "Dynamark has none for this account.");
  KH_UI_WAIT (is_here (&test, ""));
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 0);
  kh_link_test_end (&test);
}

static void
set_first (GtkWidget *manager)
{
  GtkWidget *question = choose (look_up (manager), 0, "Set the Agency?");

  kh_ui_click (question, "Set Agency");
  kh_ui_wait_no_window ("Set the Agency?");
}

/* The answer was lost: the account is read, and says that it is set. */
static void
test_lost_answer (void)
{
  KhLinkTest test;
  GtkWidget *manager = start (&test, "generic", ACCOUNT (""), (const char *[]) { "drop-after@changes*1", NULL });

  set_first (manager);
  kh_ui_wait_text (manager, "Ogden Police Department is called for account DY-10421 from now on.");
  g_assert_null (kh_ui_find_part (manager, "broke off"));
  KH_UI_WAIT (is_here (&test, "police Ogden Police Department"));
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 1);
  kh_link_test_end (&test);
}

/* Neither that nor the account came: the same once more is the same request. */
static void
test_lost_twice (void)
{
  KhLinkTest test;
  GtkWidget *manager = start (&test, "generic", ACCOUNT (""),
                              (const char *[]) { "drop-after@changes*1", "status:503@account*1+3", NULL });

  set_first (manager);
  kh_ui_wait_part (manager, "broke off");
  kh_ui_settle (GTK_WINDOW (manager));
  set_first (manager);
  kh_ui_wait_text (manager, "Ogden Police Department is called for account DY-10421 from now on.");
  g_assert_cmpuint (count_changes (&test), ==, 2);
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 1);
  kh_link_test_end (&test);
}

/* What the station does not do is said, and nothing is there. */
static void
test_refused (void)
{
  KhLinkTest test;
  GtkWidget *manager = start (&test, "generic", ACCOUNT (""),
                              (const char *[]) { "stale@changes*1", "locked@changes*1+1", NULL });

  set_first (manager);
  kh_ui_wait_part (manager, "was changed at Dynamark meanwhile, and nothing was written");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_screenshots (GTK_WINDOW (manager), "agency-refused");
  set_first (manager);
  kh_ui_wait_part (manager, "An operator at Dynamark has this account open.");
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 0);
  set_first (manager);
  kh_ui_wait_part (manager, "is called for account DY-10421 from now on.");
  KH_UI_WAIT (kh_ui_find_part (manager, "has this account open") == NULL);
  kh_link_test_end (&test);
}

/* What waits for a person there is listed, and takes its place. */
static void
test_waiting (void)
{
  KhLinkTest test;
  GtkWidget *manager, *chooser;
  GListModel *offered;

  manager = start (&test, "generic", ACCOUNT (""), (const char *[]) { "pending@changes*1", NULL });
  set_first (manager);
  kh_ui_wait_text (manager, "Somebody at Dynamark has to accept this first. Refresh to see whether they have.");
  kh_ui_wait_part (manager, "not accepted by the station yet");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_screenshots (GTK_WINDOW (manager), "agency-waiting");
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 0);
  chooser = look_up (manager);
  offered = gtk_drop_down_get_model (GTK_DROP_DOWN (kh_ui_wait_field (chooser, "Type")));
  g_assert_cmpuint (g_list_model_get_n_items (offered), ==, 3);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Choose the Agency");
  kh_link_test_end (&test);
}

/* Closed and opened again, it still waits; once the operator has refused it, that is told, and it waits
 * no more. */
static void
test_waiting_later (void)
{
  KhLinkTest test;
  GtkWidget *manager;

  manager = start (&test, "generic", ACCOUNT (""), (const char *[]) { "pending@changes*1", NULL });
  set_first (manager);
  kh_ui_wait_part (manager, "not accepted by the station yet");
  for (guint i = 0; i < 2; i++)
    {
      gtk_window_destroy (GTK_WINDOW (manager));
      kh_ui_wait_active (test.window);
      kh_ui_settle (test.window);
      kh_ui_click (GTK_WIDGET (test.window), "Manage Account");
      manager = GTK_WIDGET (kh_ui_wait_window ("Manage Account"));
      kh_ui_wait_active (GTK_WINDOW (manager));
      kh_ui_wait_part (manager, "Police · Ogden Police Department");
      kh_ui_wait_part (manager, "not accepted by the station yet");
      kh_ui_settle (GTK_WINDOW (manager));
    }
  kh_ui_screenshots (GTK_WINDOW (manager), "agency-waiting-later");
  kh_demo_operator_decide (get_address (&test), FALSE, "Call the sheriff.");
  kh_ui_click (manager, "Refresh");
  kh_ui_wait_part (manager, "Dynamark has not accepted this: Ogden Police Department.");
  KH_UI_WAIT (kh_ui_find_part (manager, "not accepted by the station yet") == NULL);
  kh_ui_click (manager, "Refresh");
  kh_ui_settle (GTK_WINDOW (manager));
  KH_UI_WAIT (kh_ui_find_part (manager, "not accepted by the station yet") == NULL);
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 0);
  kh_link_test_end (&test);
}

/* The record has it when the station has, and what waited of the record's own gives way. */
static void
test_waiting_accepted (void)
{
  KhLinkTest test;
  GtkWidget *manager;

  manager = start (&test, "generic", ACCOUNT (""), (const char *[]) { "pending@changes*1", NULL });
  set_first (manager);
  kh_ui_wait_part (manager, "not accepted by the station yet");
  kh_ui_settle (GTK_WINDOW (manager));
  g_assert_true (is_here (&test, ""));
  kh_demo_operator_decide (get_address (&test), TRUE, "");
  kh_ui_click (manager, "Refresh");
  kh_ui_wait_text (manager, "Ogden Police Department is called for account DY-10421 from now on.");
  KH_UI_WAIT (is_here (&test, "police Ogden Police Department"));
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 1);
  kh_link_test_end (&test);
}

/* The station has forgotten what it was asked: nothing waits for ever. */
static void
test_waiting_lost (void)
{
  KhLinkTest test;
  GtkWidget *manager;

  manager = start (&test, "generic", ACCOUNT (""), (const char *[]) { "pending@changes*1", "status:404@change+1", NULL });
  set_first (manager);
  kh_ui_wait_part (manager, "not accepted by the station yet");
  kh_ui_settle (GTK_WINDOW (manager));
  kh_ui_click (manager, "Refresh");
  kh_ui_wait_part (manager, "Dynamark knows nothing of this change any more: Ogden Police Department.");
  KH_UI_WAIT (kh_ui_find_part (manager, "not accepted by the station yet") == NULL);
  kh_ui_wait_text (manager, "Dynamark has none for this account.");
  kh_link_test_end (&test);
}

/* The grant was taken while the question was there. */
static void
test_grants (void)
{
  KhLinkTest test;
  GtkWidget *manager, *question;

  manager = start (&test, "generic", ACCOUNT (POLICE), NULL);
  kh_ui_click (manager, "Remove…");
  question = GTK_WIDGET (kh_ui_wait_window ("Remove the Agency?"));
  kh_ui_wait_active (GTK_WINDOW (question));
  kh_link_test_sign_in_clerk (&test, KH_GRANT_CENTRAL_STATION_MODIFY);
  kh_ui_click (question, "Remove Agency");
  kh_ui_wait_no_window ("Remove the Agency?");
  KH_UI_WAIT (kh_ui_find_button (manager, "Add Agency…") == NULL);
  g_assert_null (kh_ui_find_button (manager, "Remove…"));
  g_assert_cmpuint (count_changes (&test), ==, 0);
  g_assert_cmpuint (count_agencies (&test, "a1"), ==, 1);
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/agencies/kept", test_kept);
  g_test_add_func ("/agencies/search", test_search);
  g_test_add_func ("/agencies/changed", test_changed);
  g_test_add_func ("/agencies/lost-answer", test_lost_answer);
  g_test_add_func ("/agencies/lost-twice", test_lost_twice);
  g_test_add_func ("/agencies/refused", test_refused);
  g_test_add_func ("/agencies/waiting", test_waiting);
  g_test_add_func ("/agencies/waiting-later", test_waiting_later);
  g_test_add_func ("/agencies/waiting-accepted", test_waiting_accepted);
  g_test_add_func ("/agencies/waiting-lost", test_waiting_lost);
  g_test_add_func ("/agencies/grants", test_grants);

  return g_test_run ();
}
