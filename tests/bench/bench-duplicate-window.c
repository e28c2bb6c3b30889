/* bench-duplicate-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How soon Duplicate is there: from the key press to the end of the first frame of the modal, for a
 * customer with as many rows as there can be, 30 contacts and 200 zones, and from Save to the end of the
 * frame that shows the new customer's page.
 *
 *   tests/with-display build/tests/bench/bench-duplicate-window */

#include "config.h"

#include "kh-bench-window.h"
#include "kh-duplicate-test.h"

#include <stdlib.h>

#define N_TIMES 20
#define SETTLED_MS 200

#define N_CONTACTS 30
#define N_ZONES 200

#define GOAL_MODAL_MS 60
#define GOAL_UNFOLD_MS 100
#define GOAL_SAVE_MS 100

/* Something that is waited for on the screen. */
typedef struct {
  KhDuplicateTest *test;
  KhBenchShown shown;
} Waiting;

static void
begin (Waiting         *waiting,
       KhDuplicateTest *test)
{
  waiting->test = test;
  kh_bench_shown_begin (&waiting->shown);
}

static void
end (Waiting *waiting)
{
  kh_bench_shown_end (&waiting->shown);
}

static void
open_modal (Waiting         *waiting,
            KhDuplicateTest *test)
{
  GdkFrameClock *clock;

  begin (waiting, test);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  KH_UI_WAIT ((test->dialog = kh_ui_find_window ("Duplicate")) != NULL);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (test->dialog));
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (end), waiting);
  KH_UI_WAIT (waiting->shown.time != 0);
  g_signal_handlers_disconnect_by_data (clock, waiting);
  kh_ui_wait_active (test->dialog);
  kh_ui_linger (SETTLED_MS);
}

static void
on_dialog_painted_cb (Waiting *waiting)
{
  if (kh_duplicate_test_find (waiting->test, "Window 1") != NULL)
    end (waiting);
}

/* Two systems, and below the first the first of its zones. */
static void
unfold (Waiting         *waiting,
        KhDuplicateTest *test)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (test->dialog));

  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_press_focus (test->dialog, GDK_KEY_Down, 0);
  kh_ui_type ("systems");
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_linger (SETTLED_MS);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_dialog_painted_cb), waiting);
  begin (waiting, test);
  kh_ui_press (GDK_KEY_Right, 0);
  KH_UI_WAIT (waiting->shown.time != 0);
  g_signal_handlers_disconnect_by_data (clock, waiting);
  KH_UI_WAIT (kh_duplicate_test_find (test, "Window 200") != NULL);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Duplicate");
  kh_ui_wait_active (GTK_WINDOW (test->window));
}

static void
on_window_painted_cb (Waiting *waiting)
{
  KhCustomerPage *page = kh_window_get_page (waiting->test->window);

  if (kh_customer_page_get_number (page) != waiting->test->number && kh_customer_page_get_title (page) != NULL)
    end (waiting);
}

static void
save (Waiting         *waiting,
      KhDuplicateTest *test)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (test->window));

  kh_ui_type ("Leo\nNovak");
  kh_ui_linger (SETTLED_MS);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_window_painted_cb), waiting);
  begin (waiting, test);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  KH_UI_WAIT (waiting->shown.time != 0);
  g_signal_handlers_disconnect_by_data (clock, waiting);
  kh_ui_wait_no_window ("Duplicate");
  kh_ui_wait_active (GTK_WINDOW (test->window));
  /* The next one would look like this one, and be asked about. */
  kh_ui_click (GTK_WIDGET (kh_window_get_page (test->window)), "Undo");
  KH_UI_WAIT (kh_customer_page_get_number (kh_window_get_page (test->window)) == test->number);
  kh_ui_linger (SETTLED_MS);
}

int
main (int    argc,
      char **argv)
{
  KhDuplicateTest test;
  Waiting waiting = { 0 };
  g_autoptr (GArray) modal = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) modal_work = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) unfolded = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) saved_work = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* Without a session bus there is nobody to read the screen aloud to. */
  g_setenv ("GTK_A11Y", "test", FALSE);
  kh_ui_test_init (&argc, &argv);
  /* Of an ADT company the passcode would have to be typed each time. */
  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, N_CONTACTS, N_ZONES);
  kh_duplicate_test_show (&test);
  kh_ui_linger (SETTLED_MS);
  for (guint i = 0; i < N_TIMES; i++)
    {
      open_modal (&waiting, &test);
      unfold (&waiting, &test);
      g_array_append_val (unfolded, waiting.shown.time);
      open_modal (&waiting, &test);
      g_array_append_val (modal, waiting.shown.time);
      g_array_append_val (modal_work, waiting.shown.work);
      save (&waiting, &test);
      g_array_append_val (saved, waiting.shown.time);
      g_array_append_val (saved_work, waiting.shown.work);
    }
  kh_bench_report ("Duplicate on the screen", modal, GOAL_MODAL_MS);
  kh_bench_report ("  of that the main loop’s own work", modal_work, 0);
  kh_bench_report ("Two hundred zones unfolded", unfolded, GOAL_UNFOLD_MS);
  kh_bench_report ("Save to the new customer’s page", saved, GOAL_SAVE_MS);
  kh_bench_report ("  of that the main loop’s own work", saved_work, 0);
  kh_duplicate_test_end (&test);

  return EXIT_SUCCESS;
}
