/* bench-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How the window keeps up with somebody who works in it: how long the main loop is away at the
 * most, how many frames after a search's answer its first page is on the screen, and how soon a
 * customer's page is. It reads the folder that it is given, which bench-start makes:
 *
 *   tests/with-display build/tests/bench/bench-start --folder /tmp/many --customers 1000000
 *   tests/with-display build/tests/bench/bench-window /tmp/many
 *
 * A frame of the clock may be late, so the time from the answer to the frame's end is said, too.
 * Opening begins when the customer was read once, and reads it again: that is in its time. */

#include "config.h"

#include "kh-customer-list-row.h"
#include "kh-ui-test.h"
#include "kh-window.h"

#include <stdlib.h>

#define SETTLED_MS 300

#define N_PAGES 50

#define GOAL_FRAMES 2
#define GOAL_PAGE_MS 50

/* A search that was asked for: the answer, and the frame that shows its first page. */
typedef struct {
  GtkWidget *list;
  GdkFrameClock *clock;
  gint64 answered_frame;
  gint64 answered_at;   /* 0 until it is there */
  gint64 answered_work;
  gint64 frames;
  gint64 time;          /* 0 until it is on the screen */
  gint64 work;
} Search;

/* A page that was asked for. */
typedef struct {
  KhWindow *window;
  gint64 start;
  gint64 start_work;
  gint64 time;          /* 0 until it is on the screen */
  gint64 work;
} Opening;

/* What was measured: frames, and microseconds altogether and of the main loop's own work. */
typedef struct {
  GArray *frames;
  GArray *times;
  GArray *work;
} Figures;

static KhUiWatchdog *watchdog;

static void
take (GObject      *source G_GNUC_UNUSED,
      GAsyncResult *result,
      gpointer      place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

/* Records that bench-start made have an owner, who works here. */
static void
sign_in (KhStore *store)
{
  const KhMember *only = kh_staff_get_only_member (kh_store_get_staff (store));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (only == NULL)
    return;
  kh_store_sign_in_async (store, only->id, NULL, NULL, take, &result);
  KH_UI_WAIT (result != NULL);
  if (!kh_store_sign_in_finish (store, result, &error))
    g_error ("%s", error->message);
}

static KhStore *
open_store (const char *folder)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhStore *store;

  kh_store_open_async (folder, NULL, take, &result);
  KH_UI_WAIT (result != NULL);
  store = kh_store_open_finish (result, &error);
  g_assert_no_error (error);

  sign_in (store);

  return store;
}

static void
begin (void)
{
  kh_ui_linger (SETTLED_MS);
  kh_ui_watchdog_get_longest (watchdog);
}

static void
report (const char *what)
{
  kh_ui_linger (SETTLED_MS);
  g_print ("%-34s longest stall %6.1f ms\n", what, (double) kh_ui_watchdog_get_longest (watchdog) / 1000);
}

static GtkWidget *
show_window (GtkApplication *application,
             KhStore        *store)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new (kh_store_get_id (store));
  g_autoptr (KhStations) stations = kh_stations_new (keyring);
  g_autoptr (KhServices) services = kh_services_new (store, stations);
  GtkWidget *window = kh_window_new (application, NULL);

  gtk_window_present (GTK_WINDOW (window));
  kh_ui_wait_active (GTK_WINDOW (window));
  begin ();
  kh_window_set_services (KH_WINDOW (window), services);
  kh_ui_wait_part (window, "customers");
  report ("fill the list");

  return window;
}

static void
type_search (GtkWidget  *window,
             const char *text)
{
  g_autofree char *what = g_strdup_printf ("search for “%s”", text);

  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (GTK_WINDOW (window), kh_ui_find_type (window, GTK_TYPE_SEARCH_ENTRY));
  begin ();
  kh_ui_type (text);
  report (what);
  begin ();
  kh_ui_press (GDK_KEY_Escape, 0);
  report ("empty the search");
}

static void
open_first (GtkWidget *window)
{
  begin ();
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (window, "Central Station");
  report ("open a customer");
}

static void
scroll (GtkWidget *window)
{
  GtkWidget *list = kh_ui_find_type (window, GTK_TYPE_LIST_VIEW);

  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  begin ();
  kh_ui_press (GDK_KEY_End, 0);
  report ("to the end of the list");
  begin ();
  for (guint i = 0; i < 10; i++)
    {
      kh_ui_press (GDK_KEY_Page_Up, 0);
      kh_ui_linger (30);
    }
  report ("ten pages up");
}

/* Numbers measured, from the least to the most. */

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

static gint64
get_rank (GArray *times,
          guint   percent)
{
  g_array_sort (times, compare_times);

  return g_array_index (times, gint64, (times->len - 1) * percent / 100);
}

static double
get_rank_ms (GArray *times,
             guint   percent)
{
  return (double) get_rank (times, percent) / 1000;
}

static void
figures_init (Figures *self)
{
  self->frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->work = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
figures_clear (Figures *self)
{
  g_array_unref (self->frames);
  g_array_unref (self->times);
  g_array_unref (self->work);
}

static void
report_times (const char *what,
              GArray     *times)
{
  g_print ("  %-32s median %6.1f ms, 95th percentile %6.1f ms, worst %6.1f ms\n", what,
           get_rank_ms (times, 50), get_rank_ms (times, 95), get_rank_ms (times, 100));
}

/* From a search's answer to its first page */

static GListModel *
get_customers (GtkWidget *list)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  return gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection));
}

static gboolean
is_row_read (GtkWidget *item)
{
  GtkWidget *row = gtk_widget_get_first_child (item);
  KhCustomerRow *customer = row == NULL ? NULL : kh_customer_list_row_get_customer (KH_CUSTOMER_LIST_ROW (row));

  return customer != NULL && kh_customer_row_get_loaded (customer);
}

/* Every row that can be seen has its texts, and they reach to the end of the list or of what
 * can be seen of it. */
static gboolean
is_first_page_shown (GtkWidget *list)
{
  guint n_customers = g_list_model_get_n_items (get_customers (list));
  guint n_read = 0;
  float bottom = 0;

  for (GtkWidget *item = gtk_widget_get_first_child (list); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_get_mapped (item) || !gtk_widget_compute_bounds (item, list, &bounds) ||
          bounds.origin.y >= gtk_widget_get_height (list) || bounds.origin.y + bounds.size.height <= 0)
        continue;
      if (!is_row_read (item))
        return FALSE;
      bottom = MAX (bottom, bounds.origin.y + bounds.size.height);
      n_read++;
    }

  return n_read == n_customers || bottom >= gtk_widget_get_height (list);
}

/* An answer may change nothing, and nothing is drawn then: so a frame is asked for. */
static void
on_customers_answer_cb (Search *search)
{
  if (search->answered_at != 0)
    return;
  search->answered_at = g_get_monotonic_time ();
  search->answered_work = kh_ui_get_work ();
  search->answered_frame = gdk_frame_clock_get_frame_counter (search->clock);
  gdk_frame_clock_request_phase (search->clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
}

/* A hook is told before the list, whose own work is to be measured. */
static gboolean
on_items_changed_hook (GSignalInvocationHint *hint G_GNUC_UNUSED,
                       guint                  n_values G_GNUC_UNUSED,
                       const GValue          *values,
                       gpointer               data)
{
  Search *search = data;

  if (g_value_get_object (values) == get_customers (search->list))
    on_customers_answer_cb (search);

  return TRUE;
}

static void
on_search_after_paint_cb (Search *search)
{
  if (search->answered_at == 0 || search->time != 0 || !is_first_page_shown (search->list))
    return;
  search->time = g_get_monotonic_time () - search->answered_at;
  search->work = kh_ui_get_work () - search->answered_work;
  search->frames = gdk_frame_clock_get_frame_counter (search->clock) - search->answered_frame;
}

static void
measure_key (GtkWidget *list,
             guint      keyval,
             Figures   *figures)
{
  Search search = { .list = list, .clock = gtk_widget_get_frame_clock (list) };
  GListModel *customers = get_customers (list);
  guint changed = g_signal_lookup ("items-changed", G_TYPE_LIST_MODEL);
  gulong hook = g_signal_add_emission_hook (changed, 0, on_items_changed_hook, &search, NULL);

  g_signal_connect_swapped (customers, "refreshed", G_CALLBACK (on_customers_answer_cb), &search);
  g_signal_connect_swapped (search.clock, "after-paint", G_CALLBACK (on_search_after_paint_cb), &search);
  kh_ui_press (keyval, 0);
  KH_UI_WAIT (search.time != 0);
  g_signal_remove_emission_hook (changed, hook);
  g_signal_handlers_disconnect_by_data (customers, &search);
  g_signal_handlers_disconnect_by_data (search.clock, &search);
  g_array_append_val (figures->frames, search.frames);
  g_array_append_val (figures->times, search.time);
  g_array_append_val (figures->work, search.work);
  KH_UI_WAIT (!kh_customer_list_get_loading (KH_CUSTOMER_LIST (customers)));
  kh_ui_linger (SETTLED_MS / 3);
}

/* Key by key, so that each is a search, and then back to the whole list. */
static void
measure_searches (GtkWidget *window)
{
  static const char * const queries[] = { "ruiz", "elm", "okafor d", "8010", "nguyen 23757", "ogden 77", "nobody" };
  GtkWidget *list = kh_ui_find_type (window, GTK_TYPE_LIST_VIEW);
  Figures figures;

  figures_init (&figures);
  begin ();
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      for (const char *key = queries[i]; *key != '\0'; key++)
        measure_key (list, gdk_unicode_to_keyval ((guint) *key), &figures);
      measure_key (list, GDK_KEY_Escape, &figures);
    }
  report ("search key by key");
  g_print ("first page after the answer of %u searches: median %" G_GINT64_FORMAT ", worst %" G_GINT64_FORMAT
           " frames (goal: %d)\n", figures.frames->len, get_rank (figures.frames, 50),
           get_rank (figures.frames, 100), GOAL_FRAMES);
  report_times ("to the end of that frame", figures.times);
  report_times ("of that the main loop’s own work", figures.work);
  figures_clear (&figures);
}

/* From a customer's record to the page */

static void
read_customer (KhStore *store,
               gint64   number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (GError) error = NULL;
  KhLink *link = NULL;

  kh_store_load_customer_async (store, number, NULL, take, &result);
  KH_UI_WAIT (result != NULL);
  customer = kh_store_load_customer_finish (store, result, &link, &error);
  g_assert_no_error (error);
  g_clear_pointer (&link, kh_link_free);
}

/* The page has its title when it shows its customer. */
static void
on_opening_after_paint_cb (Opening *opening)
{
  KhCustomerPage *page = kh_window_get_page (opening->window);

  if (opening->time == 0 && page != NULL && kh_customer_page_get_title (page) != NULL)
    {
      opening->time = g_get_monotonic_time () - opening->start;
      opening->work = kh_ui_get_work () - opening->start_work;
    }
}

static void
open_page (GtkWidget *window,
           gint64     number,
           Figures   *figures)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  Opening opening = { .window = KH_WINDOW (window), .start = g_get_monotonic_time (), .start_work = kh_ui_get_work () };

  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_opening_after_paint_cb), &opening);
  kh_window_open_customer (opening.window, number);
  KH_UI_WAIT (opening.time != 0);
  g_signal_handlers_disconnect_by_data (clock, &opening);
  g_assert_nonnull (kh_ui_find_text (window, "Central Station"));
  gtk_widget_activate_action (window, "win.close-tab", NULL);
  KH_UI_WAIT (kh_window_get_page (opening.window) == NULL);
  kh_ui_linger (SETTLED_MS / 3);
  g_array_append_val (figures->times, opening.time);
  g_array_append_val (figures->work, opening.work);
}

static gint64
get_number (GListModel *customers,
            guint       position)
{
  g_autoptr (KhCustomerRow) row = g_list_model_get_item (customers, position);

  return kh_customer_row_get_number (row);
}

static void
measure_pages (GtkWidget *window,
               KhStore   *store)
{
  GListModel *customers = get_customers (kh_ui_find_type (window, GTK_TYPE_LIST_VIEW));
  guint step = g_list_model_get_n_items (customers) / N_PAGES;
  Figures figures;

  g_assert_cmpuint (step, >, 0);
  figures_init (&figures);
  for (guint i = 0; i < N_PAGES; i++)
    {
      gint64 number = get_number (customers, i * step);

      kh_ui_linger (SETTLED_MS / 3);
      read_customer (store, number);
      open_page (window, number, &figures);
    }
  g_print ("pages of %d customers after their rows are read: 95th percentile %.1f ms (goal: %d ms)\n",
           N_PAGES, get_rank_ms (figures.times, 95), GOAL_PAGE_MS);
  report_times ("to the end of the page’s frame", figures.times);
  report_times ("of that the main loop’s own work", figures.work);
  figures_clear (&figures);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GtkApplication) application = NULL;
  g_autoptr (KhStore) store = NULL;
  GtkWidget *window;

  /* Without a session bus there is nobody to read the screen aloud to. */
  g_setenv ("GTK_A11Y", "test", FALSE);
  kh_ui_test_init (&argc, &argv);
  if (argc != 2)
    {
      g_printerr ("usage: bench-window FOLDER\n");
      return EXIT_FAILURE;
    }

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  watchdog = kh_ui_watchdog_start ();
  store = open_store (argv[1]);
  window = show_window (application, store);
  type_search (window, "ruiz");
  type_search (window, "elm");
  measure_searches (window);
  measure_pages (window, store);
  kh_ui_type ("ab");
  open_first (window);
  scroll (window);
  kh_ui_watchdog_stop (watchdog);

  return EXIT_SUCCESS;
}
