/* kh-bench-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Something that is waited for on the screen, in microseconds. */
typedef struct {
  gint64 start;
  gint64 start_work;
  gint64 time; /* 0 until it is there */
  gint64 work; /* of that the main loop’s own */
} KhBenchShown;

void   kh_bench_shown_begin (KhBenchShown *self);
/* Does nothing when it was there before. */
void   kh_bench_shown_end   (KhBenchShown *self);

/* Milliseconds; sorts @times, which are microseconds. */
double kh_bench_get_median  (GArray       *times);
/* One line; @goal: in milliseconds, 0 for none. */
void   kh_bench_report      (const char   *what,
                             GArray       *times,
                             int           goal);

G_END_DECLS
