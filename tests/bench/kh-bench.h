/* kh-bench.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What the benchmarks of a large office have in common: the office, and the clock. */
KhStore *kh_bench_open_store  (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
void     kh_bench_close_store (KhStore    *store);
/* Adds made-up customers until there are @n, always the same ones. */
void     kh_bench_fill        (KhStore    *store,
                               guint       n);
/* The data file by itself, to compare with. */
sqlite3 *kh_bench_open_bare   (const char *folder);

/* Milliseconds. */
double   kh_bench_since       (gint64      start);
double   kh_bench_median      (double     *times,
                               guint       n);

G_END_DECLS
