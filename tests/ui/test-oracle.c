/* test-oracle.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Two offices whose files differ only in values that a member may not view look the same to
 * that member: every text, tooltip, title and accessible name of the real window. To the owner
 * they differ, so that a look that sees nothing fails. */

#include "config.h"

#include "kh-store-documents.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <string.h>

typedef struct {
  KhDatapointId id;
  const char *values[2];
} Value;

typedef struct {
  const char *name;
  KhGrant taken;
  Value values[4];
  const char *documents[2];
} Case;

static const Case cases[] = {
  { "sales", KH_GRANT_SALES_VIEW,
    { { KH_DATAPOINT_MONTHLY_CHARGE, { "4295", "7731" } },
      { KH_DATAPOINT_SALES_REP_NUMBER, { "SR-9041", NULL } },
      { KH_DATAPOINT_CANCEL_DATE, { NULL, "2026-03-04" } } }, { NULL, NULL } },
  { "central-station", KH_GRANT_CENTRAL_STATION_VIEW,
    { { KH_DATAPOINT_ACCOUNT_NUMBER, { "UIZ-1", NULL } },
      { KH_DATAPOINT_DISPATCH_NOTES, { "Big dog", "Small cat" } },
      { KH_DATAPOINT_RECEIVER_NUMBER, { NULL, "R-40" } } }, { NULL, NULL } },
  { "confidential", KH_GRANT_CONFIDENTIAL_VIEW,
    { { KH_DATAPOINT_BIRTHDATE, { "1970-01-31", NULL } },
      { KH_DATAPOINT_SSN_LAST_FOUR, { "4471", "9956" } } }, { NULL, NULL } },
  { "lead-source", KH_GRANT_LEAD_SOURCE_VIEW,
    { { KH_DATAPOINT_PROMO_CODE, { "SPRING", "AUTUMN" } },
      { KH_DATAPOINT_PARTNER_REFERENCE, { NULL, "Uizer" } } }, { NULL, NULL } },
  { "equipment", KH_GRANT_EQUIPMENT_VIEW,
    { { KH_DATAPOINT_PANEL_LOCATION, { "Hall", "Cellar" } },
      { KH_DATAPOINT_INSTALL_DATE, { "2026-01-05", NULL } } }, { NULL, NULL } },
  { "files", KH_GRANT_FILES_VIEW, { { KH_DATAPOINT_FIRST_NAME, { "Ana", "Ana" } } }, { "divorce.txt", NULL } },
};

typedef struct {
  KhUiFixture base;
  KhWindow *window;
  gint64 owner;
  gint64 clerk;
  gint64 number;
} Office;

/* Making an office */

static void
sign_in (Office *office,
         gint64  member)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_sign_in_async (office->base.store, member, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_sign_in_finish (office->base.store, result, NULL));
}

static void
make_staff (Office  *office,
            KhGrant  taken)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (GAsyncResult) owner = NULL;
  g_autoptr (GAsyncResult) saved = NULL;

  kh_store_make_owner_async (office->base.store, "Maria Vega", NULL, kh_ui_take, &owner);
  KH_UI_WAIT (owner != NULL);
  office->owner = kh_store_make_owner_finish (office->base.store, owner, NULL);
  sign_in (office, office->owner);

  /* The managers, who may do all but keep the staff. */
  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (kh_staff_get_groups (kh_store_get_staff (office->base.store)), 1))->id;
  clerk->taken = kh_grants_with (kh_grants_none (), taken);
  kh_store_save_member_async (office->base.store, clerk, NULL, kh_ui_take, &saved);
  KH_UI_WAIT (saved != NULL);
  office->clerk = kh_store_save_member_finish (office->base.store, saved, NULL);
  g_assert_cmpint (office->clerk, !=, 0);
}

static void
save_values (Office     *office,
             const Case *values,
             guint       side)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&office->base, office->number, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values->values) && values->values[i].id != 0; i++)
    kh_customer_set (customer, values->values[i].id, values->values[i].values[side]);
  kh_customer_set (customer, KH_DATAPOINT_SPOUSE, "Rosa");
  kh_store_save_customer_async (office->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_save_customer_finish (office->base.store, result, &error);
  g_assert_no_error (error);
}

static void
add_document (Office     *office,
              const char *name)
{
  g_autofree char *path = g_build_filename (office->base.folder, name, NULL);
  g_autoptr (KhDocument) document = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_true (g_file_set_contents (path, name, -1, NULL));
  kh_store_add_document_async (office->base.store, office->number, path, NULL, NULL, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  document = kh_store_add_document_finish (office->base.store, result, NULL);
  g_assert_nonnull (document);
}

static void
set_up (Office     *office,
        const Case *values,
        guint       side)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  g_autofree char *company = NULL;

  memset (office, 0, sizeof *office);
  kh_ui_fixture_init (&office->base);
  company = g_strdup_printf ("%" G_GINT64_FORMAT,
                             kh_ui_fixture_add_company (&office->base, "Dynamark", KH_MONITOR_BOLD,
                                                        "https://station.example", NULL, NULL));
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  office->number = kh_ui_fixture_add_customer (&office->base, customer);
  make_staff (office, values->taken);
  save_values (office, values, side);
  if (values->documents[side] != NULL)
    add_document (office, values->documents[side]);
  sign_in (office, office->clerk);
  office->window = KH_WINDOW (kh_window_new (office->base.application, office->base.services));
  gtk_window_set_default_size (GTK_WINDOW (office->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (office->window));
  kh_ui_wait_active (GTK_WINDOW (office->window));
}

static void
tear_down (Office *office)
{
  gtk_window_destroy (GTK_WINDOW (office->window));
  kh_ui_fixture_clear (&office->base);
}

/* Looking */

static void
tell_names (GtkWidget *widget,
            GString   *told)
{
  static const GtkAccessibleProperty named[] = {
    GTK_ACCESSIBLE_PROPERTY_LABEL, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
  };
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (tooltip != NULL)
    g_string_append_printf (told, "tooltip: %s\n", tooltip);
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      g_autofree char *name = NULL;

      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), named[i]))
        continue;
      /* What it is, as it is not this. */
      name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), named[i], "\1");
      g_string_append_printf (told, "name: %s\n", name != NULL ? name : "-");
    }
}

static void
tell_widget (GtkWidget *widget,
             GString   *told)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  tell_names (widget, told);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tell_widget (child, told);
}

/* When something was done, and the history's salted check sum, are never twice the same. */
static char *
without_times (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\d+:\\d\\d(:\\d\\d)?|Head of the history: .*", 0, 0, NULL);

  return g_regex_replace_literal (regex, text, -1, 0, "…", 0, NULL);
}

static void
tell_window (Office     *office,
             GString    *told,
             const char *what)
{
  g_autofree char *texts = NULL;
  g_autofree char *plain = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  kh_ui_settle (GTK_WINDOW (office->window));
  texts = kh_ui_dump (GTK_WIDGET (office->window));
  tell_widget (GTK_WIDGET (office->window), names);
  g_string_append (names, texts);
  plain = without_times (names->str);
  g_string_append_printf (told, "--- %s\n%s", what, plain);
}

/* Everything in the window that @member is shown. */
static char *
look (Office *office,
      gint64  member)
{
  GtkWidget *window = GTK_WIDGET (office->window);
  GString *told = g_string_new (NULL);

  sign_in (office, member);
  kh_window_forget (office->window);
  kh_ui_wait_part (window, "Ruiz, Ana");
  kh_ui_wait_text (window, member == office->owner ? "Working as Maria Vega" : "Working as Lee Novak");
  kh_ui_wait_text (window, "1 customer");
  kh_window_open_customer (office->window, office->number);
  kh_ui_wait_text (window, "Sales Information");
  kh_ui_wait_text (window, "Rosa");
  tell_window (office, told, "record");

  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_wait_field (window, "First Name");
  tell_window (office, told, "editing");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_button (window, "Save") == NULL);

  for (guint i = 0; i < 4; i++)
    kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_text (window, "You may not view files") != NULL || kh_ui_find_text (window, "No files yet") != NULL ||
              kh_ui_find_text (window, "divorce.txt") != NULL);
  tell_window (office, told, "files");

  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_part (window, "Head of the history: ");
  kh_ui_wait_part (window, " entr");
  tell_window (office, told, "history");

  /* Last, as the window puts on its icons only after it was drawn. */
  kh_window_forget (office->window);
  kh_ui_wait_text (window, "No customer is open");
  tell_window (office, told, "list");

  return g_string_free (told, FALSE);
}

/* The first line that differs, to be shown. */
static void
expect_same (const char *a,
             const char *b)
{
  g_auto (GStrv) one = g_strsplit (a, "\n", -1);
  g_auto (GStrv) other = g_strsplit (b, "\n", -1);

  for (guint i = 0; one[i] != NULL && other[i] != NULL; i++)
    g_assert_cmpstr (one[i], ==, other[i]);
  g_assert_cmpstr (a, ==, b);
}

static void
test_oracle (gconstpointer data)
{
  const Case *office_case = data;
  char *told[2];
  char *told_all[2];

  for (guint side = 0; side < 2; side++)
    {
      Office office;

      set_up (&office, data, side);
      told[side] = look (&office, office.clerk);
      told_all[side] = look (&office, office.owner);
      tear_down (&office);
    }

  if (office_case->documents[0] == NULL)
    g_assert_nonnull (strstr (told[0], "Hidden"));
  g_assert_cmpstr (told_all[0], !=, told_all[1]);
  expect_same (told[0], told[1]);
  for (guint side = 0; side < 2; side++)
    {
      g_free (told[side]);
      g_free (told_all[side]);
    }
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/oracle/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_oracle);
    }

  return g_test_run ();
}
