/* kh-bench-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-bench-window.h"

#include "kh-ui-test.h"

void
kh_bench_shown_begin (KhBenchShown *self)
{
  self->time = 0;
  self->work = 0;
  self->start = g_get_monotonic_time ();
  self->start_work = kh_ui_get_work ();
}

void
kh_bench_shown_end (KhBenchShown *self)
{
  if (self->time != 0)
    return;
  self->time = g_get_monotonic_time () - self->start;
  self->work = kh_ui_get_work () - self->start_work;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

double
kh_bench_get_median (GArray *times)
{
  g_array_sort (times, compare);

  return (double) g_array_index (times, gint64, times->len / 2) / 1000;
}

void
kh_bench_report (const char *what,
                 GArray     *times,
                 int         goal)
{
  double median = kh_bench_get_median (times);

  g_print ("%-44s median %6.1f ms, worst %6.1f ms", what, median,
           (double) g_array_index (times, gint64, times->len - 1) / 1000);
  if (goal > 0)
    g_print (" (goal: %d ms)", goal);
  g_print ("\n");
}
