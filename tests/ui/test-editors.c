/* test-editors.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint-editor.h"
#include "kh-entry-list.h"
#include "kh-mnemonics.h"
#include "kh-page-test.h"

#define TEN_MEGABYTES (10 * 1000 * 1000)

/* A section in edit mode in a window, and the draft behind it. */
typedef struct {
  KhDraft *draft;
  KhSectionCard *card;
  GtkWindow *window;
} Fixture;

static void
open_section (Fixture   *fixture,
              KhSection  section)
{
  g_autoptr (KhCustomer) customer = page_test_customer ();
  g_autoptr (KhCatalogues) catalogues = page_test_catalogues ();

  fixture->draft = kh_draft_new (customer, catalogues);
  fixture->card = KH_SECTION_CARD (kh_section_card_new (section));
  kh_section_card_set_draft (fixture->card, fixture->draft);
  kh_section_card_set_editing (fixture->card, TRUE);
  fixture->window = page_test_show (GTK_WIDGET (fixture->card), 460, 700);
}

static void
close_section (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->draft);
}

static GtkWidget *
focus_row (Fixture       *fixture,
           KhDatapointId  id)
{
  KhDatapointRow *row = kh_section_card_get_row (fixture->card, id);
  GtkWidget *field = kh_datapoint_row_get_field (row);

  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (row)));
  kh_ui_wait_focus (fixture->window, field);

  return field;
}

static char *
dup_text (GtkWidget *field)
{
  char *text = NULL;

  if (GTK_IS_TEXT_VIEW (field))
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (field)), "text", &text, NULL);
  else
    text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (field)));

  return text;
}

/* What is typed, and what stands in the field after Tab. No text after: it is refused. */
static const struct {
  KhDatapointId id;
  const char *typed;
  const char *after;
} typings[] = {
  { KH_DATAPOINT_FIRST_NAME, "  Bea ", "Bea" },
  { KH_DATAPOINT_TAGS, "vip,dog ,vip", "vip, dog" },
  { KH_DATAPOINT_BIRTHDATE, "3/7/1980", "03/07/1980" },
  { KH_DATAPOINT_BIRTHDATE, "31/31/1980", NULL },
  { KH_DATAPOINT_BIRTHDATE, "1/1/2999", NULL },
  { KH_DATAPOINT_ZIP, "84401 1234", "84401-1234" },
  { KH_DATAPOINT_ZIP, "8440", NULL },
  { KH_DATAPOINT_PRIMARY_PHONE, "801.555.0199", "(801) 555-0199" },
  { KH_DATAPOINT_PRIMARY_PHONE, "555", NULL },
  { KH_DATAPOINT_EMAIL, "Ana@EXAMPLE.com", "Ana@example.com" },
  { KH_DATAPOINT_EMAIL, "ana at example", NULL },
  { KH_DATAPOINT_MONTHLY_CHARGE, "49.9", "$49.90" },
  { KH_DATAPOINT_MONTHLY_CHARGE, "100000", NULL },
  { KH_DATAPOINT_CONTRACT_TERM, "36", "36" },
  { KH_DATAPOINT_CONTRACT_TERM, "121", NULL },
  { KH_DATAPOINT_CONTRACT_TERM, "three", NULL },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "00a-7", "00a-7" },
  { KH_DATAPOINT_ACCOUNT_NUMBER, "a b", NULL },
  { KH_DATAPOINT_DISPATCH_NOTES, "Call first", "Call first" },
};

static void
check_typing (gsize i)
{
  Fixture fixture;
  GtkWidget *field;
  KhDatapointRow *row;
  g_autofree char *after = NULL;

  open_section (&fixture, kh_datapoint_get (typings[i].id)->section);
  row = kh_section_card_get_row (fixture.card, typings[i].id);
  field = focus_row (&fixture, typings[i].id);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (typings[i].typed);
  KH_UI_WAIT (g_strcmp0 (kh_draft_get_text (fixture.draft, typings[i].id), typings[i].typed) == 0);
  g_assert_null (page_test_get_note (row));
  kh_ui_press (GDK_KEY_Tab, 0);
  KH_UI_WAIT (!gtk_widget_is_ancestor (gtk_window_get_focus (fixture.window), GTK_WIDGET (row)));

  after = dup_text (field);
  g_assert_cmpstr (after, ==, typings[i].after != NULL ? typings[i].after : typings[i].typed);
  if (typings[i].after == NULL)
    {
      g_assert_nonnull (page_test_get_note (row));
      gtk_test_accessible_assert_state (field, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
      gtk_test_accessible_assert_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, page_test_get_note (row));
    }
  else
    {
      g_assert_null (page_test_get_note (row));
    }
  close_section (&fixture);
}

static void
test_typing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typings); i++)
    check_typing (i);
}

static void
check_flood (KhDatapointId id)
{
  Fixture fixture;
  KhDatapointRow *row;
  GtkWidget *field;
  GdkClipboard *clipboard;
  g_autofree char *flood = g_strnfill (TEN_MEGABYTES, 'x');
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 start;

  open_section (&fixture, kh_datapoint_get (id)->section);
  row = kh_section_card_get_row (fixture.card, id);
  field = focus_row (&fixture, id);
  before = dup_text (field);
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture.window));
  gdk_clipboard_set_text (clipboard, flood);

  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  start = g_get_monotonic_time ();
  kh_ui_press (GDK_KEY_v, GDK_CONTROL_MASK);
  KH_UI_WAIT (page_test_get_note (row) != NULL);
  g_test_message ("10 MB refused after %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  g_assert_nonnull (strstr (page_test_get_note (row), "10000000"));
  after = dup_text (field);
  g_assert_cmpstr (after, ==, before);

  /* The next paste, that fits, is taken and the message goes. */
  gdk_clipboard_set_text (clipboard, "Fits\n");
  kh_ui_press (GDK_KEY_v, GDK_CONTROL_MASK);
  KH_UI_WAIT (page_test_get_note (row) == NULL);
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (fixture.draft), id), ==, "Fits");
  close_section (&fixture);
}

static void
test_flood (void)
{
  check_flood (KH_DATAPOINT_ADDRESS_1);
  check_flood (KH_DATAPOINT_DIRECTIONS);
}

/* Somewhat too long: taken whole, and said. */
static void
test_too_long (void)
{
  Fixture fixture;
  GtkWidget *field;
  KhDatapointRow *row;
  g_autofree char *text = g_strnfill (101, 'y');

  open_section (&fixture, KH_SECTION_PREMISES);
  row = kh_section_card_get_row (fixture.card, KH_DATAPOINT_ADDRESS_1);
  field = focus_row (&fixture, KH_DATAPOINT_ADDRESS_1);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (field), text);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_v, GDK_CONTROL_MASK);
  KH_UI_WAIT (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (field)), text) == 0);
  kh_ui_press (GDK_KEY_Tab, 0);
  KH_UI_WAIT (page_test_get_note (row) != NULL);
  close_section (&fixture);
}

static const char * const hostile[] = {
  "<b>&amp;</b>",
  "%s%n",
  "'; DROP TABLE customers; --",
  "a\xe2\x80\xae" "b",
  "a\x01" "b",
  "\xf0\x9f\x90\x95 Müller",
};

static void
test_hostile (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (KhCustomer) customer = page_test_customer ();
      g_autoptr (KhDraft) draft = NULL;
      g_autoptr (GtkWidget) row = g_object_ref_sink (kh_datapoint_row_new (KH_DATAPOINT_COUNTY));
      const char *shown;

      kh_customer_set (customer, KH_DATAPOINT_COUNTY, hostile[i]);
      draft = kh_draft_new (customer, NULL);
      kh_datapoint_row_set_draft (KH_DATAPOINT_ROW (row), draft);
      kh_datapoint_row_update (KH_DATAPOINT_ROW (row));
      shown = page_test_get_shown (KH_DATAPOINT_ROW (row));
      g_assert_null (strstr (shown, "\xe2\x80\xae"));
      g_assert_null (strchr (shown, '\x01'));
      if (i < 3)
        g_assert_cmpstr (shown, ==, hostile[i]);
      kh_datapoint_row_set_editing (KH_DATAPOINT_ROW (row), TRUE, NULL);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_datapoint_row_get_field (KH_DATAPOINT_ROW (row)))),
                       ==, hostile[i]);
    }
}

static void
check_typed_state (const char *typed,
                   const char *state)
{
  Fixture fixture;

  open_section (&fixture, KH_SECTION_PREMISES);
  focus_row (&fixture, KH_DATAPOINT_STATE);
  kh_ui_type (typed);
  KH_UI_WAIT (g_strcmp0 (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_STATE), state) == 0);
  close_section (&fixture);
}

/* By its name, and by what stands for it in an address. */
static void
test_type_ahead (void)
{
  Fixture fixture;

  check_typed_state ("ore", "OR");
  check_typed_state ("TX", "TX");
  check_typed_state ("ma", "MA");
  check_typed_state ("mai", "ME");

  open_section (&fixture, KH_SECTION_LEAD_SOURCE);
  focus_row (&fixture, KH_DATAPOINT_LEAD_SOURCE);
  kh_ui_type ("w");
  KH_UI_WAIT (g_strcmp0 (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_LEAD_SOURCE), "2") == 0);
  g_assert_null (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_LEAD_CAMPAIGN));
  close_section (&fixture);
}

/* The open list of states is searched by typing. */
static void
test_search (void)
{
  Fixture fixture;
  GtkWidget *field;
  GtkWidget *list;

  open_section (&fixture, KH_SECTION_PREMISES);
  field = focus_row (&fixture, KH_DATAPOINT_STATE);
  list = page_test_find (field, GTK_TYPE_LIST_VIEW, NULL);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture.window)));
  kh_ui_type ("nev");
  KH_UI_WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) == 1);
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (g_strcmp0 (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_STATE), "NV") == 0);
  close_section (&fixture);
}

static void
test_check (void)
{
  Fixture fixture;

  open_section (&fixture, KH_SECTION_INSTALLATION);
  focus_row (&fixture, KH_DATAPOINT_GUARD_RESPONSE);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (g_strcmp0 (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_GUARD_RESPONSE), "1") == 0);
  close_section (&fixture);
}

/* A Tab in a text view goes on, and is not typed. */
static void
test_tab_leaves_text_view (void)
{
  Fixture fixture;
  GtkWidget *field;

  open_section (&fixture, KH_SECTION_PREMISES);
  field = focus_row (&fixture, KH_DATAPOINT_DIRECTIONS);
  kh_ui_press (GDK_KEY_Tab, 0);
  KH_UI_WAIT (gtk_window_get_focus (fixture.window) != field);
  g_assert_false (kh_draft_get_dirty (fixture.draft));
  close_section (&fixture);
}

static void
test_inactive (void)
{
  Fixture fixture;
  KhDatapointRow *row;

  open_section (&fixture, KH_SECTION_IDENTITY);
  row = kh_section_card_get_row (fixture.card, KH_DATAPOINT_ACCOUNT_CLASS);
  focus_row (&fixture, KH_DATAPOINT_ACCOUNT_CLASS);
  kh_ui_type ("p");
  KH_UI_WAIT (g_strcmp0 (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_ACCOUNT_CLASS), "1") == 0);
  kh_ui_press (GDK_KEY_Tab, 0);
  KH_UI_WAIT (!gtk_widget_is_ancestor (gtk_window_get_focus (fixture.window), GTK_WIDGET (row)));
  focus_row (&fixture, KH_DATAPOINT_ACCOUNT_CLASS);
  kh_ui_type ("o");
  KH_UI_WAIT (g_strcmp0 (kh_customer_get (kh_draft_get_edited (fixture.draft), KH_DATAPOINT_ACCOUNT_CLASS), "2") == 0);
  kh_section_card_set_editing (fixture.card, FALSE);
  g_assert_cmpstr (page_test_get_shown (row), ==, "Old Class (inactive)");
  close_section (&fixture);
}

/* The last label can only be served when the others move over. */
static void
test_mnemonics (void)
{
  const char *labels[] = { "Ab", "Ac", "A", "B_", "É", NULL };
  const char *impossible[] = { "A", "A", NULL };
  const char *buttons[] = { "_Cancel", "Sa_Ve", "Plain", NULL };
  g_auto (GStrv) marked = kh_mnemonics_assign (labels, "");
  g_auto (GStrv) lacking = kh_mnemonics_assign (impossible, "");
  g_auto (GStrv) reserved = kh_mnemonics_assign (labels, "a");
  g_autofree char *taken = kh_mnemonics_dup_taken (buttons);

  g_assert_cmpstr (marked[2], ==, "_A");
  g_assert_cmpstr (marked[1], ==, "A_c");
  g_assert_cmpstr (marked[4], ==, "_É");
  g_assert_cmpstr (lacking[0], ==, "_A");
  g_assert_cmpstr (lacking[1], ==, "A");
  g_assert_cmpstr (reserved[2], ==, "A");
  g_assert_cmpstr (taken, ==, "cv");
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/editors/typing", test_typing);
  g_test_add_func ("/editors/flood", test_flood);
  g_test_add_func ("/editors/too-long", test_too_long);
  g_test_add_func ("/editors/hostile", test_hostile);
  g_test_add_func ("/editors/type-ahead", test_type_ahead);
  g_test_add_func ("/editors/search", test_search);
  g_test_add_func ("/editors/check", test_check);
  g_test_add_func ("/editors/tab-leaves-text-view", test_tab_leaves_text_view);
  g_test_add_func ("/editors/inactive", test_inactive);
  g_test_add_func ("/editors/mnemonics", test_mnemonics);

  return g_test_run ();
}
