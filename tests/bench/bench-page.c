/* bench-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How soon a customer with 30 contacts and 200 zones is on the screen: from the wish to open the page
 * to the end of its first frame, and from a key press to the end of the frame that shows the contacts
 * and the zones. By turns with that, the same for a customer with the same record and no rows: so
 * much it costs at the least.
 *
 *   tests/with-display build/tests/bench/bench-page */

#include "config.h"

#include "kh-bench-window.h"
#include "kh-duplicate-test.h"

#include <stdlib.h>

#define N_TIMES 20
#define SETTLED_MS 150

#define N_CONTACTS 30
#define N_ZONES 200

#define GOAL_MS 100

typedef enum {
  STEP_PAGE,
  STEP_CONTACTS,
  STEP_ZONES,
  N_STEPS
} Step;

/* What is measured of one customer. */
typedef struct {
  gint64 number;
  const char *shown[N_STEPS];
  GArray *times[N_STEPS];
  GArray *work[N_STEPS];
} Subject;

typedef struct {
  KhWindow *window;
  const char *text;
  KhBenchShown shown;
} Waiting;

static gboolean
is_shown (Waiting *waiting)
{
  KhCustomerPage *page = kh_window_get_page (waiting->window);
  GtkWidget *found = page == NULL ? NULL : kh_ui_find_text (GTK_WIDGET (page), waiting->text);

  return found != NULL && gtk_widget_get_mapped (found);
}

static void
on_after_paint_cb (Waiting *waiting)
{
  if (waiting->shown.time == 0 && is_shown (waiting))
    kh_bench_shown_end (&waiting->shown);
}

static void
begin (Waiting    *waiting,
       KhWindow   *window,
       const char *text)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  waiting->window = window;
  waiting->text = text;
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_after_paint_cb), waiting);
  kh_bench_shown_begin (&waiting->shown);
}

static void
end (Waiting *waiting,
     Subject *subject,
     Step     step)
{
  KH_UI_WAIT (waiting->shown.time != 0);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (waiting->window)), waiting);
  g_array_append_val (subject->times[step], waiting->shown.time);
  g_array_append_val (subject->work[step], waiting->shown.work);
  kh_ui_linger (SETTLED_MS);
}

static void
open_page (KhDuplicateTest *test,
           Subject         *subject)
{
  Waiting waiting;

  begin (&waiting, test->window, subject->shown[STEP_PAGE]);
  kh_window_open_customer (test->window, subject->number);
  end (&waiting, subject, STEP_PAGE);
}

static void
open_contacts (KhDuplicateTest *test,
               Subject         *subject)
{
  Waiting waiting;

  begin (&waiting, test->window, subject->shown[STEP_CONTACTS]);
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  end (&waiting, subject, STEP_CONTACTS);
}

/* Behind the list of systems. */
static void
open_zones (KhDuplicateTest *test,
            Subject         *subject)
{
  Waiting waiting;

  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_linger (SETTLED_MS);
  begin (&waiting, test->window, subject->shown[STEP_ZONES]);
  kh_ui_click (GTK_WIDGET (kh_window_get_page (test->window)), "Zones");
  end (&waiting, subject, STEP_ZONES);
}

static void
measure (KhDuplicateTest *test,
         Subject         *subject)
{
  open_page (test, subject);
  open_contacts (test, subject);
  open_zones (test, subject);
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.close-tab", NULL);
  KH_UI_WAIT (kh_window_get_page (test->window) == NULL);
  kh_ui_linger (SETTLED_MS);
}

/* The same record, but for what only one customer can have. */
static gint64
add_bare (KhDuplicateTest *test)
{
  g_autoptr (KhCustomer) original = kh_duplicate_test_load (test, test->number);
  g_autoptr (KhCustomer) customer = kh_customer_new ();

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (id != KH_DATAPOINT_CUSTOMER_NUMBER && id != KH_DATAPOINT_ACCOUNT_NUMBER && !kh_datapoint_get (id)->sealed)
      kh_customer_set (customer, id, kh_customer_get (original, id));

  return kh_ui_fixture_add_customer (&test->base, customer);
}

static void
subject_init (Subject    *self,
              gint64      number,
              const char *contact,
              const char *zone)
{
  self->number = number;
  self->shown[STEP_PAGE] = "Sales Information";
  self->shown[STEP_CONTACTS] = contact;
  self->shown[STEP_ZONES] = zone;
  for (guint i = 0; i < N_STEPS; i++)
    {
      self->times[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
      self->work[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
}

static void
subject_clear (Subject *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    {
      g_array_unref (self->times[i]);
      g_array_unref (self->work[i]);
    }
}

static void
report (Subject *full,
        Subject *bare)
{
  static const char * const steps[] = { "Page on the screen", "Thirty contacts", "Two hundred zones" };

  for (guint i = 0; i < N_STEPS; i++)
    {
      kh_bench_report (steps[i], full->times[i], GOAL_MS);
      kh_bench_report ("  of that the main loop’s own work", full->work[i], 0);
      kh_bench_report ("  the same without rows", bare->times[i], 0);
      g_print ("  %-42s %.1f times\n", "against that", kh_bench_get_median (full->times[i]) /
               kh_bench_get_median (bare->times[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  KhDuplicateTest test;
  Subject full, bare;

  /* Without a session bus there is nobody to read the screen aloud to. */
  g_setenv ("GTK_A11Y", "test", FALSE);
  kh_ui_test_init (&argc, &argv);
  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, N_CONTACTS, N_ZONES);
  kh_duplicate_test_show (&test);
  gtk_widget_activate_action (GTK_WIDGET (test.window), "win.close-tab", NULL);
  KH_UI_WAIT (kh_window_get_page (test.window) == NULL);
  subject_init (&full, test.number, "Bo Lindqvist", "Window 1");
  subject_init (&bare, add_bare (&test), "Nothing here yet", "Nothing here yet");
  kh_ui_linger (SETTLED_MS);
  for (guint i = 0; i < N_TIMES; i++)
    {
      measure (&test, &full);
      measure (&test, &bare);
    }
  report (&full, &bare);
  subject_clear (&full);
  subject_clear (&bare);
  kh_duplicate_test_end (&test);

  return EXIT_SUCCESS;
}
