/* bench-start.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How long Keyholder takes from being started to its first frame, beside a GTK program that
 * shows an empty window of the same size. Both are looked at from outside, as a person does:
 * by what is on the screen. Run it with tests/with-display. */

#include "config.h"

#include "kh-store.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdlib.h>

#define WIDTH 1280
#define HEIGHT 800
#define BATCH 10000
#define NO_WINDOW 0xff00ff

/* Where the first customer's name stands. */
#define ROW_LEFT 16
#define ROW_TOP 58
#define ROW_WIDTH 160
#define ROW_HEIGHT 20

typedef struct {
  char *folder;
  char *own_folder;
  int customers;
  int pairs;
  gboolean empty;
} Options;

typedef struct {
  double frame;
  double rows;
} Times;

/* The other program */

static void
on_empty_activate_cb (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
}

static int
run_empty (void)
{
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (on_empty_activate_cb), NULL);

  return g_application_run (G_APPLICATION (application), 0, NULL);
}

/* The records */

static KhCustomer *
make_customer (int i)
{
  static const char *first[] = { "Ana", "Grace", "Daniel", "Linh", "Marisol", "Fiona", "Omar", "Ines", "Jonas" };
  static const char *last[] = { "Ruiz", "Abernathy", "Okafor", "Nguyen", "Delgado", "Park", "Haddad", "Larsen" };
  KhCustomer *customer = kh_customer_new ();
  g_autofree char *surname = g_strdup_printf ("%s %d", last[i % (int) G_N_ELEMENTS (last)], i * 7919 % 1000003);
  g_autofree char *address = g_strdup_printf ("%d Elm Street", i % 9000 + 1);
  g_autofree char *phone = g_strdup_printf ("+1801%07d", i);

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, "residential");
  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, first[i % (int) G_N_ELEMENTS (first)]);
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, surname);
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, address);
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Ogden");
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, phone);

  return customer;
}

static void
take (GObject      *source G_GNUC_UNUSED,
      GAsyncResult *result,
      gpointer      place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
add_batch (KhStore *store,
           int      start,
           int      end)
{
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = start; i < end; i++)
    g_ptr_array_add (customers, make_customer (i));
  kh_store_add_customers_async (store, customers, NULL, NULL, take, &result);
  wait_for (&result);
  if (!kh_store_add_customers_finish (store, result, &error))
    g_error ("%s", error->message);
}

/* One owner without a password, who is let in without being asked. */
static void
make_owner (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_make_owner_async (store, "Maria Vega", NULL, take, &result);
  wait_for (&result);
  if (kh_store_make_owner_finish (store, result, &error) == 0)
    g_error ("%s", error->message);
}

static void
fill (const Options *options)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStore) store = NULL;

  kh_store_open_async (options->folder, NULL, take, &opened);
  wait_for (&opened);
  store = kh_store_open_finish (opened, &error);
  if (store == NULL)
    g_error ("%s", error->message);
  for (int i = 0; i < options->customers; i += BATCH)
    add_batch (store, i, MIN (i + BATCH, options->customers));
  make_owner (store);
  kh_store_close_async (store, take, &closed);
  wait_for (&closed);
}

/* Looking */

static gboolean
has_text (XImage *image)
{
  unsigned long first = XGetPixel (image, 0, 0);

  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++)
      if (XGetPixel (image, x, y) != first)
        return TRUE;

  return FALSE;
}

/* A window is black from being mapped to its first frame. */
static gboolean
is_painted (Display *display)
{
  XImage *image = XGetImage (display, DefaultRootWindow (display), WIDTH / 2, HEIGHT / 2, 1, 1, AllPlanes, ZPixmap);
  unsigned long pixel = XGetPixel (image, 0, 0) & 0xffffff;

  XDestroyImage (image);

  return pixel != NO_WINDOW && pixel != 0;
}

static gboolean
has_rows (Display *display)
{
  XImage *image = XGetImage (display, DefaultRootWindow (display), ROW_LEFT, ROW_TOP, ROW_WIDTH, ROW_HEIGHT,
                             AllPlanes, ZPixmap);
  gboolean rows = has_text (image);

  XDestroyImage (image);

  return rows;
}

static double
wait_until (Display  *display,
            gint64    start,
            gboolean (*seen) (Display *display))
{
  while (!seen (display))
    {
      if (g_get_monotonic_time () - start > 60 * G_TIME_SPAN_SECOND)
        g_error ("Nothing came to be seen within a minute");
      g_usleep (1000);
    }

  return (double) (g_get_monotonic_time () - start) / 1000;
}

static Times
measure (Display            *display,
         const char * const *command,
         gboolean            rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  Times times = { 0 };
  gint64 start = g_get_monotonic_time ();

  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  if (process == NULL)
    g_error ("%s", error->message);
  times.frame = wait_until (display, start, is_painted);
  if (rows)
    times.rows = wait_until (display, start, has_rows);
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  XSync (display, False);
  g_usleep (50000);

  return times;
}

static Display *
open_display (void)
{
  Display *display = XOpenDisplay (NULL);

  if (display == NULL)
    g_error ("There is no display; run this with tests/with-display");
  XSetWindowBackground (display, DefaultRootWindow (display), NO_WINDOW);
  XClearWindow (display, DefaultRootWindow (display));
  XSync (display, False);

  return display;
}

/* What it comes to */

static int
compare (const void *a,
         const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (double *values,
            int     n)
{
  qsort (values, (size_t) n, sizeof *values, compare);

  return values[n / 2];
}

/* One of each by turns, so that whatever else the machine does falls on both. */
static void
run_pairs (const Options *options,
           const char    *self)
{
  const char *empty[] = { self, "--empty", NULL };
  const char *keyholder[] = { KH_PROGRAM, "--data-dir", options->folder, NULL };
  g_autofree double *empties = g_new0 (double, (gsize) options->pairs);
  g_autofree double *frames = g_new0 (double, (gsize) options->pairs);
  g_autofree double *rows = g_new0 (double, (gsize) options->pairs);
  Display *display = open_display ();
  double median;

  measure (display, empty, FALSE);
  measure (display, keyholder, TRUE);
  for (int i = 0; i < options->pairs; i++)
    {
      Times times;

      empties[i] = measure (display, empty, FALSE).frame;
      times = measure (display, keyholder, TRUE);
      frames[i] = times.frame;
      rows[i] = times.rows;
    }
  XCloseDisplay (display);

  median = get_median (empties, options->pairs);
  g_print ("customers %d, medians of %d pairs\n", options->customers, options->pairs);
  g_print ("empty window, first frame  %7.1f ms\n", median);
  g_print ("Keyholder, first frame     %7.1f ms  %.2f times\n", get_median (frames, options->pairs),
           get_median (frames, options->pairs) / median);
  g_print ("Keyholder, first customers %7.1f ms  %.2f times\n", get_median (rows, options->pairs),
           get_median (rows, options->pairs) / median);
}

/* A data folder holds no folders. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
read_options (Options *options,
              int     *argc,
              char  ***argv)
{
  const GOptionEntry entries[] = {
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder,
      "Where the records are, or are made (a temporary one)", "DIR" },
    { "customers", 0, 0, G_OPTION_ARG_INT, &options->customers, "How many to make (2000)", "N" },
    { "pairs", 0, 0, G_OPTION_ARG_INT, &options->pairs, "How often to measure (9)", "N" },
    { "empty", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options->empty, NULL, NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("— how soon the window is there");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  g_printerr ("%s\n", error->message);

  return FALSE;
}

int
main (int    argc,
      char **argv)
{
  Options options = { .customers = 2000, .pairs = 9 };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *file = NULL;

  if (!read_options (&options, &argc, &argv))
    return EXIT_FAILURE;
  if (options.empty)
    return run_empty ();

  if (options.folder == NULL)
    options.folder = options.own_folder = g_dir_make_tmp ("keyholder-bench-XXXXXX", NULL);
  file = g_build_filename (options.folder, "keyholder.db", NULL);
  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    fill (&options);
  run_pairs (&options, self);
  if (options.own_folder != NULL)
    remove_folder (options.own_folder);

  return EXIT_SUCCESS;
}
