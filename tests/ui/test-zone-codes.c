/* test-zone-codes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A zone's event out of the monitoring company's list, by keys; and typed freely, whatever the company does. */

#include "config.h"

#include "kh-code-popover.h"
#include "kh-link-test.h"
#include "kh-table-row.h"
#include "kh-window.h"

#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

#define ASKED "/v1/codes/zone-events"

static void
add_zone (KhLinkTest *test,
          const char *number,
          const char *description,
          const char *event)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_ZONES);

  kh_row_set (row, KH_ZONE_SYSTEM, "1");
  kh_row_set (row, KH_ZONE_AREA, "1");
  kh_row_set (row, KH_ZONE_NUMBER, number);
  kh_row_set (row, KH_ZONE_DESCRIPTION, description);
  kh_row_set (row, KH_ZONE_EVENT, event);
  kh_row_set (row, KH_ZONE_STATUS, "installed");
  kh_link_test_save_row (test, row, NULL);
}

/* The zones of an open customer, before they are edited. */
static void
set_up (KhLinkTest         *test,
        const char * const *faults)
{
  kh_link_test_start (test, kh_link_test_account, faults, FALSE);
  add_zone (test, "001", "Front door", "BA");
  add_zone (test, "002", "Old shed", "Burglary");
  test->window = GTK_WINDOW (kh_window_new (test->base.application, test->base.services));
  gtk_window_set_default_size (test->window, 1280, 800);
  gtk_window_present (test->window);
  kh_ui_wait_active (test->window);
  kh_window_open_customer (KH_WINDOW (test->window), test->number);
  kh_ui_wait_button (GTK_WIDGET (test->window), "Edit Central Station");
  kh_ui_settle (test->window);
  for (guint i = 0; i < 2; i++)
    kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_button (GTK_WIDGET (test->window), "Zones");
  kh_ui_settle (test->window);
  kh_ui_click (GTK_WIDGET (test->window), "Zones");
  kh_ui_wait_text (GTK_WIDGET (test->window), "Old shed");
  kh_ui_settle (test->window);
}

/* In the event of the first zone. */
static void
edit_event (KhLinkTest *test)
{
  kh_ui_press (GDK_KEY_F2, 0);
  KH_UI_WAIT (kh_ui_find_field (GTK_WIDGET (test->window), "Event") != NULL);
  kh_ui_settle (test->window);
  for (guint i = 0; i < 4; i++)
    kh_ui_press_focus (test->window, GDK_KEY_Tab, 0);
}

static GtkWidget *
get_popover (KhLinkTest *test)
{
  return kh_ui_find_type (GTK_WIDGET (test->window), KH_TYPE_CODE_POPOVER);
}

static const char *
get_event (KhLinkTest *test)
{
  GtkWidget *field = kh_ui_find_field (GTK_WIDGET (test->window), "Event");

  return field != NULL ? gtk_editable_get_text (GTK_EDITABLE (field)) : NULL;
}

static const char *
get_selected (KhLinkTest *test)
{
  GtkWidget *popover = get_popover (test);
  KhCode *code = popover != NULL ? kh_code_popover_get_selected (KH_CODE_POPOVER (popover)) : NULL;

  return code != NULL ? kh_code_get_code (code) : NULL;
}

#define WAIT_EVENT(test, text) KH_UI_WAIT (g_strcmp0 (get_event (test), text) == 0)
#define WAIT_SELECTED(test, code) KH_UI_WAIT (g_strcmp0 (get_selected (test), code) == 0)

static gboolean
has_focus (KhLinkTest *test)
{
  GtkWidget *focus = gtk_window_get_focus (test->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, kh_ui_find_field (GTK_WIDGET (test->window), "Event"));
}

static void
wait_closed (KhLinkTest *test)
{
  KH_UI_WAIT (get_popover (test) == NULL);
  g_assert_true (has_focus (test));
}

static void
save_popover (KhLinkTest *test,
              const char *name)
{
  const char *folder = g_getenv ("KH_SCREENSHOTS");
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%s-list.png", folder, name) : NULL;

  if (path != NULL)
    kh_ui_save_picture (GTK_NATIVE (get_popover (test)), path);
}

static void
take_pictures (KhLinkTest *test,
               const char *name)
{
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  kh_ui_settle (test->window);
  if (get_popover (test) != NULL && g_getenv ("KH_SCREENSHOTS") != NULL)
    {
      save_popover (test, name);
      kh_ui_set_dark (TRUE);
      kh_ui_settle (test->window);
      save_popover (test, dark);
      kh_ui_set_dark (FALSE);
      kh_ui_settle (test->window);
    }
  kh_ui_screenshots (test->window, name);
}

static void
expect_kept (KhLinkTest *test,
             guint       row,
             const char *event)
{
  g_autoptr (KhRows) zones = NULL;

  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (test->window), "Cancel") == NULL);
  zones = kh_link_test_load_rows (test, KH_TABLE_ZONES);
  g_assert_cmpuint (kh_rows_get_n (zones), >, row);
  g_assert_cmpstr (kh_row_get (kh_rows_get (zones, row), KH_ZONE_EVENT), ==, event);
}

/* The whole list at what is there; arrows choose, Escape leaves, Enter takes; and it is saved. */
static void
test_chosen (void)
{
  KhLinkTest test;
  GtkAccessible *field;

  set_up (&test, NULL);
  edit_event (&test);
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) == 1);
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "BA");
  g_assert_nonnull (kh_ui_find_text (GTK_WIDGET (test.window), "Burglary Alarm"));
  field = GTK_ACCESSIBLE (kh_ui_find_field (GTK_WIDGET (test.window), "Event"));
  gtk_test_accessible_assert_state (field, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  gtk_test_accessible_assert_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "BA, Burglary Alarm");
  take_pictures (&test, "zone-codes");
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Down, 0);
  WAIT_SELECTED (&test, "FA");
  kh_ui_press (GDK_KEY_Up, 0);
  WAIT_SELECTED (&test, "BT");
  kh_ui_press (GDK_KEY_Escape, 0);
  wait_closed (&test);
  g_assert_cmpstr (get_event (&test), ==, "BA");
  gtk_test_accessible_assert_state (field, GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);

  kh_ui_press (GDK_KEY_Down, GDK_ALT_MASK);
  WAIT_SELECTED (&test, "BA");
  kh_ui_press (GDK_KEY_Page_Down, 0);
  kh_ui_press (GDK_KEY_Page_Down, 0);
  kh_ui_press (GDK_KEY_Page_Down, 0);
  WAIT_SELECTED (&test, "YT");
  take_pictures (&test, "zone-codes-end");
  kh_ui_press (GDK_KEY_Return, 0);
  wait_closed (&test);
  WAIT_EVENT (&test, "YT");
  expect_kept (&test, 0, "YT");
  kh_link_test_end (&test);
}

/* By the code or a word of what it means, in whatever case; Escape brings back what was there. */
static void
test_typed (void)
{
  KhLinkTest test;

  set_up (&test, NULL);
  edit_event (&test);
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) == 1);
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "BA");
  /* It is all selected, so that typing looks for another one. */
  kh_ui_type ("fi");
  WAIT_SELECTED (&test, "FA");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (test.window), "Burglary Alarm"));
  kh_ui_type ("re s");
  WAIT_SELECTED (&test, "FS");
  take_pictures (&test, "zone-codes-typed");
  kh_ui_type ("xyz");
  kh_ui_wait_text (GTK_WIDGET (test.window), "Nothing in the list fits.");
  take_pictures (&test, "zone-codes-none");
  kh_ui_press (GDK_KEY_Escape, 0);
  wait_closed (&test);
  WAIT_EVENT (&test, "BA");

  /* What is typed before is looked for too. */
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("wa");
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "WA");
  kh_ui_press (GDK_KEY_Return, 0);
  wait_closed (&test);
  WAIT_EVENT (&test, "WA");
  /* Once it is closed, the keys are the row's again. */
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (kh_ui_find_field (GTK_WIDGET (test.window), "Event") == NULL);
  expect_kept (&test, 0, "WA");
  kh_link_test_end (&test);
}

/* A code that the list does not have is noted when it is whole, and saved all the same. */
static void
test_noted (void)
{
  KhLinkTest test;
  GtkWidget *root;

  set_up (&test, NULL);
  root = GTK_WIDGET (test.window);
  edit_event (&test);
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) == 1);
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "BA");
  kh_ui_press (GDK_KEY_F4, 0);
  wait_closed (&test);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("F");
  WAIT_EVENT (&test, "F");
  kh_ui_settle (test.window);
  g_assert_null (kh_ui_find_part (root, "has no event"));
  g_assert_null (kh_ui_find_part (root, "Asking Dynamark"));
  kh_ui_type ("X");
  kh_ui_wait_text (root, "Dynamark has no event “FX”. Press F4 for its list.");
  g_assert_true (gtk_widget_has_css_class (kh_ui_find_field (root, "Event"), "noted"));
  g_assert_false (gtk_widget_has_css_class (kh_ui_find_field (root, "Event"), "error"));
  take_pictures (&test, "zone-codes-noted");
  kh_ui_press (GDK_KEY_BackSpace, 0);
  WAIT_EVENT (&test, "F");
  KH_UI_WAIT (kh_ui_find_part (root, "has no event") == NULL);
  /* It does not become one any more. */
  kh_ui_press_focus (test.window, GDK_KEY_Tab, 0);
  kh_ui_wait_text (root, "Dynamark has no event “F”. Press F4 for its list.");
  /* What was kept is noted where it is edited, and what was typed stays noted. */
  g_assert_null (kh_ui_find_part (root, "“Burglary”"));
  kh_ui_press_focus (test.window, GDK_KEY_Tab, 0);
  kh_ui_wait_text (root, "Dynamark has no event “Burglary”. Press F4 for its list.");
  kh_ui_wait_text (root, "Dynamark has no event “F”. Press F4 for its list.");
  take_pictures (&test, "zone-codes-noted-two");
  expect_kept (&test, 0, "F");
  expect_kept (&test, 1, "Burglary");
  g_assert_null (kh_ui_find_part (root, "has no event"));
  kh_link_test_end (&test);
}

/* A company that gives no list, for whatever reason, is as good as none: one types. */
static void
test_unreachable (gconstpointer data)
{
  const char *const faults[] = { data, NULL };
  KhLinkTest test;

  set_up (&test, faults);
  edit_event (&test);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("QQ");
  WAIT_EVENT (&test, "QQ");
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) >= 1);
  kh_ui_linger (300);
  g_assert_null (kh_ui_find_part (GTK_WIDGET (test.window), "has no event"));
  /* Who asks for it hears why it does not come. */
  g_assert_null (kh_ui_find_part (GTK_WIDGET (test.window), "does not give its list"));
  kh_ui_press (GDK_KEY_F4, 0);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Dynamark does not give its list now.");
  take_pictures (&test, "zone-codes-unreachable");
  g_assert_null (get_popover (&test));
  g_assert_true (has_focus (&test));
  kh_ui_type ("A");
  WAIT_EVENT (&test, "QQA");
  expect_kept (&test, 0, "QQA");
  kh_link_test_end (&test);
}

/* The list comes late: it opens for who waits for it, and not under the fingers of who types. */
static void
test_late (void)
{
  static const char *const faults[] = { "delay:1200@codes", NULL };
  KhLinkTest test;

  set_up (&test, faults);
  edit_event (&test);
  kh_ui_press (GDK_KEY_F4, 0);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Asking Dynamark for its list…");
  g_assert_null (get_popover (&test));
  kh_ui_type ("J");
  kh_ui_wait_text (GTK_WIDGET (test.window), "Dynamark has no event “J”. Press F4 for its list.");
  g_assert_null (get_popover (&test));
  kh_link_test_end (&test);

  set_up (&test, faults);
  edit_event (&test);
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "BA");
  kh_ui_press (GDK_KEY_Tab, 0);
  KH_UI_WAIT (get_popover (&test) == NULL);
  kh_link_test_end (&test);
}

/* Each time the table is edited the station is asked whether its list changed, and says that it did not. */
static void
test_asked_again (void)
{
  KhLinkTest test;

  set_up (&test, NULL);
  edit_event (&test);
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) == 1);
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "BA");
  kh_ui_press (GDK_KEY_Escape, 0);
  wait_closed (&test);
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_field (GTK_WIDGET (test.window), "Event") == NULL);
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (test.window), "Cancel") == NULL);
  kh_ui_settle (test.window);
  edit_event (&test);
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) == 2);
  kh_ui_press (GDK_KEY_F4, 0);
  WAIT_SELECTED (&test, "BA");
  KH_UI_WAIT (kh_link_test_count_requests (&test, "304") >= 1);
  kh_link_test_end (&test);
}

/* The mouse */

static void
click (GtkWidget *widget,
       float      x,
       float      y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = gtk_native_get_surface (native);
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  graphene_point_t place;
  double surface_x, surface_y;
  Window child;
  int root_x, root_y;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT (x, y), &place));
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  XTranslateCoordinates (display, gdk_x11_surface_get_xid (surface), DefaultRootWindow (display),
                         (int) (place.x + surface_x), (int) (place.y + surface_y), &root_x, &root_y, &child);
  XTestFakeMotionEvent (display, -1, root_x, root_y, 0);
  XTestFakeButtonEvent (display, 1, True, 0);
  XTestFakeButtonEvent (display, 1, False, 0);
  XSync (display, False);
}

/* The arrow opens it, and a click takes; the focus is in the cell all along. */
static void
test_mouse (void)
{
  KhLinkTest test;
  GtkWidget *field;
  GtkWidget *row;

  set_up (&test, NULL);
  edit_event (&test);
  KH_UI_WAIT (kh_link_test_count_requests (&test, ASKED) == 1);
  field = kh_ui_find_field (GTK_WIDGET (test.window), "Event");
  click (field, (float) gtk_widget_get_width (field) - 12, (float) gtk_widget_get_height (field) / 2);
  WAIT_SELECTED (&test, "BA");
  kh_ui_settle (test.window);
  row = kh_ui_find_text (GTK_WIDGET (test.window), "Fire Alarm");
  g_assert_nonnull (row);
  click (row, 10, (float) gtk_widget_get_height (row) / 2);
  wait_closed (&test);
  WAIT_EVENT (&test, "FA");
  expect_kept (&test, 0, "FA");
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/zone-codes/chosen", test_chosen);
  g_test_add_func ("/zone-codes/typed", test_typed);
  g_test_add_func ("/zone-codes/noted", test_noted);
  g_test_add_data_func ("/zone-codes/unreachable/dropped", "drop@codes", test_unreachable);
  g_test_add_data_func ("/zone-codes/unreachable/unknown", "status:404@codes", test_unreachable);
  g_test_add_data_func ("/zone-codes/unreachable/garbage", "garbage:json@codes", test_unreachable);
  g_test_add_func ("/zone-codes/late", test_late);
  g_test_add_func ("/zone-codes/asked-again", test_asked_again);
  g_test_add_func ("/zone-codes/mouse", test_mouse);

  return g_test_run ();
}
