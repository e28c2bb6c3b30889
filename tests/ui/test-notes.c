/* test-notes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Notes and tickets by keys: written, changed, closed, and gone through over all customers. */

#include "config.h"

#include "kh-note-form.h"
#include "kh-note-row.h"
#include "kh-page-test.h"
#include "kh-ticket-row.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWidget *root;
  gint64 number;
} Fixture;

static gint64
add_entry (Fixture    *fixture,
           const char *label)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_add_entry_async (fixture->base.store, KH_CATALOGUE_NOTE_TYPES, label, 0, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);

  return kh_store_add_entry_finish (fixture->base.store, result, NULL);
}

static void
set_up (Fixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_ui_fixture_own (&fixture->base);
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  fixture->root = GTK_WIDGET (fixture->window);
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
}

static void
open_notes (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (fixture->root, "Central Station");
  kh_ui_settle (fixture->window);
  for (guint i = 0; i < 3; i++)
    kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_settle (fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  kh_ui_fixture_clear (&fixture->base);
}

static GPtrArray *
list (Fixture *fixture,
      gint64   number)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_list_notes_async (fixture->base.store, number, 0, 100, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);

  return kh_store_list_notes_finish (fixture->base.store, result, NULL);
}

static void
expect_newest (Fixture     *fixture,
               KhNoteField  field,
               const char  *value)
{
  g_autoptr (GPtrArray) notes = list (fixture, fixture->number);

  g_assert_cmpuint (notes->len, >, 0);
  g_assert_cmpstr (kh_note_get (g_ptr_array_index (notes, 0), field), ==, value);
}

static gint64
keep (Fixture    *fixture,
      gint64      number,
      const char *text,
      gboolean    ticket,
      const char *due,
      gboolean    mine)
{
  g_autofree char *owner = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->base.owner);
  g_autoptr (KhNote) note = kh_note_new ();
  g_autoptr (KhNote) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_note_set (note, KH_NOTE_TEXT, text);
  kh_note_set (note, KH_NOTE_TICKET, ticket ? "1" : "0");
  kh_note_set (note, KH_NOTE_DUE, due);
  kh_note_set (note, KH_NOTE_ASSIGNEE, mine ? owner : NULL);
  kh_store_save_note_async (fixture->base.store, number, note, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_note_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);

  return kh_note_get_origin (kept)->id;
}

static void
focus_list (Fixture *fixture)
{
  GtkWidget *row = kh_ui_find_type (fixture->root, KH_TYPE_NOTE_ROW);
  GtkWidget *rows = gtk_widget_get_parent (row);

  for (guint i = 0; i < 8 && (gtk_widget_get_state_flags (rows) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0; i++)
    kh_ui_press_focus (fixture->window, GDK_KEY_Tab, 0);
  g_assert_true ((gtk_widget_get_state_flags (rows) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0);
}

/* Written and kept without the mouse; Enter alone is a new line. */
static void
test_write (void)
{
  Fixture fixture;

  set_up (&fixture);
  open_notes (&fixture);
  kh_ui_wait_text (fixture.root, "No notes yet");
  kh_ui_screenshots (fixture.window, "notes-empty");
  g_assert_false (kh_ui_find_button (fixture.root, "Save") != NULL &&
                  gtk_widget_get_sensitive (kh_ui_find_button (fixture.root, "Save")));
  kh_ui_type ("Dog in the yard\nRing first");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "The note is saved.");
  kh_ui_wait_text (fixture.root, "Dog in the yard\nRing first");
  expect_newest (&fixture, KH_NOTE_TEXT, "Dog in the yard\nRing first");
  expect_newest (&fixture, KH_NOTE_TICKET, "0");
  kh_ui_type ("Second");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Second");
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Cancel") == NULL);
  expect_newest (&fixture, KH_NOTE_TEXT, "Second");
  tear_down (&fixture);
}

/* The switch discloses what only a ticket has; the tab tells how many are open. */
static void
test_ticket (void)
{
  Fixture fixture;

  set_up (&fixture);
  add_entry (&fixture, "Service");
  keep (&fixture, fixture.number, "An old note with a line that is long enough to be wrapped where the window ends, as "
        "people write when they have been on the telephone for a while and want everybody to know it.\nAnd another line.",
        FALSE, NULL, FALSE);
  keep (&fixture, fixture.number, "Battery is low", TRUE, "2020-02-28", TRUE);
  open_notes (&fixture);
  kh_ui_wait_text (fixture.root, "Notes (1)");
  kh_ui_wait_text (fixture.root, "Overdue");
  g_assert_null (kh_ui_find_field (fixture.root, "Due"));
  kh_ui_type ("Keypad beeps");
  kh_ui_press (GDK_KEY_k, GDK_ALT_MASK);
  kh_ui_wait_field (fixture.root, "Due");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_u, GDK_ALT_MASK);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (fixture.root, "Due"));
  kh_ui_type ("someday");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (fixture.root, "Type a date");
  kh_ui_screenshots (fixture.window, "notes-wrong");
  kh_ui_fill (kh_ui_wait_field (fixture.root, "Due"), "05/01/2090");
  kh_ui_choose (kh_ui_wait_field (fixture.root, "Assigned To"), "Maria Vega");
  kh_ui_choose (kh_ui_wait_field (fixture.root, "Priority"), "Urgent");
  kh_ui_choose (kh_ui_wait_field (fixture.root, "Type"), "Service");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "notes-ticket");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "The ticket is saved.");
  kh_ui_wait_text (fixture.root, "Notes (2)");
  kh_ui_wait_text (fixture.root, "Assigned to Maria Vega · Due 05/01/2090 · Priority: Urgent");
  g_assert_null (kh_ui_find_field (fixture.root, "Due"));
  expect_newest (&fixture, KH_NOTE_DUE, "2090-05-01");
  expect_newest (&fixture, KH_NOTE_PRIORITY, "urgent");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "notes-list");
  tear_down (&fixture);
}

/* Closed and opened again by its key, with the focus in the list. */
static void
test_close (void)
{
  Fixture fixture;

  set_up (&fixture);
  keep (&fixture, fixture.number, "Battery is low", TRUE, NULL, FALSE);
  open_notes (&fixture);
  kh_ui_wait_text (fixture.root, "Notes (1)");
  kh_ui_wait_text (fixture.root, "Open");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  kh_ui_wait_button (fixture.root, "Close Ticket");
  kh_ui_press (GDK_KEY_l, GDK_ALT_MASK);
  kh_ui_wait_text (fixture.root, "Closed");
  kh_ui_wait_text (fixture.root, "Notes");
  expect_newest (&fixture, KH_NOTE_STATE, "closed");
  kh_ui_wait_button (fixture.root, "Reopen Ticket");
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_find_button (fixture.root, "Reopen Ticket")));
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  kh_ui_wait_text (fixture.root, "Notes (1)");
  expect_newest (&fixture, KH_NOTE_STATE, "open");
  tear_down (&fixture);
}

/* Changed, after a question when something is typed already; the history keeps what it said. */
static void
test_edit (void)
{
  Fixture fixture;

  set_up (&fixture);
  keep (&fixture, fixture.number, "Gate is broken", FALSE, NULL, FALSE);
  open_notes (&fixture);
  kh_ui_wait_text (fixture.root, "Gate is broken");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (fixture.root, "Edit Note");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("Gate is mended");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Gate is mended");
  kh_ui_wait_text (fixture.root, "New Note");
  expect_newest (&fixture, KH_NOTE_TEXT, "Gate is mended");
  for (guint i = 0; i < 2; i++)
    kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Gate is mended: Text");
  kh_ui_wait_text (fixture.root, "Gate is broken → Gate is mended");
  tear_down (&fixture);
}

/* What is typed and not saved is asked about before it goes. */
static void
test_unsaved (void)
{
  Fixture fixture;
  GtkWindow *question;

  set_up (&fixture);
  open_notes (&fixture);
  kh_ui_wait_text (fixture.root, "No notes yet");
  kh_ui_type ("Half a");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_Escape, 0);
  question = kh_ui_wait_window ("Discard what you typed?");
  kh_ui_wait_active (question);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discard what you typed?");
  kh_ui_wait_active (fixture.window);
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Save changes?");
  kh_ui_wait_active (question);
  kh_ui_press (GDK_KEY_s, GDK_ALT_MASK);
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (kh_window_get_page (KH_WINDOW (fixture.window)) == NULL);
  expect_newest (&fixture, KH_NOTE_TEXT, "Half a");
  tear_down (&fixture);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = KH_IS_TICKET_ROW (widget) && gtk_widget_get_mapped (widget) && !gtk_widget_has_css_class (widget, "table-head");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);

  return n;
}

/* The queue by its key, narrowed, and from it to the customer's notes. */
static void
test_queue (void)
{
  Fixture fixture;
  g_autoptr (KhCustomer) other = kh_ui_customer_new ("Zoe", "Ash", NULL, "5 Elm Street", "Ogden", "UT");
  gint64 number;
  GtkWindow *tickets;
  GtkWidget *root;

  set_up (&fixture);
  number = kh_ui_fixture_add_customer (&fixture.base, other);
  keep (&fixture, fixture.number, "Battery is low", TRUE, "2090-02-28", TRUE);
  keep (&fixture, number, "Call about the gate", TRUE, "2020-02-28", FALSE);
  keep (&fixture, number, "No ticket", FALSE, NULL, FALSE);
  keep (&fixture, number, "Send the new price list, and ask who has the second key to the side entrance", TRUE, NULL, FALSE);
  kh_ui_press (GDK_KEY_t, GDK_CONTROL_MASK);
  tickets = kh_ui_wait_window ("Tickets");
  root = GTK_WIDGET (tickets);
  kh_ui_wait_active (tickets);
  kh_ui_wait_text (root, "3 open tickets");
  kh_ui_settle (tickets);
  g_assert_cmpuint (count_rows (root), ==, 3);
  kh_ui_screenshots (tickets, "tickets");
  kh_ui_choose (kh_ui_wait_field (root, "Show"), "My tickets");
  kh_ui_wait_text (root, "1 open ticket");
  kh_ui_choose (kh_ui_wait_field (root, "Show"), "My overdue tickets");
  kh_ui_wait_text (root, "Nothing found");
  kh_ui_choose (kh_ui_wait_field (root, "Show"), "Overdue tickets");
  kh_ui_wait_text (root, "1 open ticket");
  kh_ui_settle (tickets);
  for (guint i = 0; i < 6 && (gtk_widget_get_state_flags (kh_ui_find_type (root, GTK_TYPE_LIST_VIEW)) &
                              GTK_STATE_FLAG_FOCUS_WITHIN) == 0; i++)
    kh_ui_press_focus (tickets, GDK_KEY_Tab, 0);
  kh_ui_press (GDK_KEY_Home, 0);
  kh_ui_settle (tickets);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_active (fixture.window);
  kh_ui_wait_text (fixture.root, "Notes (2)");
  kh_ui_wait_text (fixture.root, "Call about the gate");
  g_assert_cmpint (kh_customer_page_get_number (kh_window_get_page (KH_WINDOW (fixture.window))), ==, number);
  KH_UI_WAIT (KH_IS_NOTE_ROW (gtk_window_get_focus (fixture.window)));
  tear_down (&fixture);
}

/* Lee may not view notes: neither a note nor a number of them is anywhere. */
static void
test_hidden (void)
{
  Fixture fixture;
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  gint64 id;

  set_up (&fixture);
  keep (&fixture, fixture.number, "Owes us money", TRUE, NULL, FALSE);
  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (kh_staff_get_groups (kh_store_get_staff (fixture.base.store)), 2))->id;
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_NOTES_VIEW);
  kh_store_save_member_async (fixture.base.store, clerk, NULL, kh_ui_take, &saved);
  KH_UI_WAIT (saved != NULL);
  id = kh_store_save_member_finish (fixture.base.store, saved, NULL);
  kh_store_sign_in_async (fixture.base.store, id, NULL, NULL, kh_ui_take, &signed_in);
  KH_UI_WAIT (signed_in != NULL);
  g_assert_true (kh_store_sign_in_finish (fixture.base.store, signed_in, NULL));
  open_notes (&fixture);
  kh_ui_wait_text (fixture.root, "You may not view notes");
  kh_ui_wait_part (fixture.root, "Notes: View");
  kh_ui_expect_untold (fixture.root, "Owes us money");
  g_assert_null (kh_ui_find_part (fixture.root, "Notes ("));
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "notes-hidden");
  kh_ui_press (GDK_KEY_t, GDK_CONTROL_MASK);
  kh_ui_linger (300);
  g_assert_null (kh_ui_find_window ("Tickets"));
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/notes/write", test_write);
  g_test_add_func ("/notes/ticket", test_ticket);
  g_test_add_func ("/notes/close", test_close);
  g_test_add_func ("/notes/edit", test_edit);
  g_test_add_func ("/notes/unsaved", test_unsaved);
  g_test_add_func ("/notes/queue", test_queue);
  g_test_add_func ("/notes/hidden", test_hidden);

  return g_test_run ();
}
