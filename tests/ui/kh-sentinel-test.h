/* kh-sentinel-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-link-test.h"
#include "kh-lock.h"
#include "kh-sentinel.h"

G_BEGIN_DECLS

/**
 * KhSentinelTest:
 *
 * An office with one customer, and a station in a process of its own, in which every secret is a
 * marker: what is sealed of a customer, the station's codes, the password, the company's token and
 * the desk's key.
 */
typedef struct {
  KhLinkTest base;
  KhSentinel *sentinel;
  KhLock *lock;
  char *values[KH_N_DATAPOINTS]; /* NULL where it is not sealed */
} KhSentinelTest;

#define KH_SENTINEL_TEST_PASSWORD "PWQXZJ horse KVWB"

void kh_sentinel_test_start       (KhSentinelTest     *self,
                                   const char * const *faults);
void kh_sentinel_test_end         (KhSentinelTest     *self);

/* The customer gets them, past the window. */
void kh_sentinel_test_set_secrets (KhSentinelTest     *self);
/* With a lock before it. */
void kh_sentinel_test_show        (KhSentinelTest     *self);
void kh_sentinel_test_take_focus  (GtkWindow          *window);
void kh_sentinel_test_come_back   (KhSentinelTest     *self);

/* Looks everywhere. */
void kh_sentinel_test_sweep       (KhSentinelTest     *self,
                                   const char         *when);
void kh_sentinel_test_copy_folder (const char         *from,
                                   const char         *to);

/* Runs the test at the path that @data is in a process of its own, with folders of its own and all
 * logging on: what it prints, and what it leaves there, is looked at too. */
void kh_sentinel_test_run         (gconstpointer       data);

G_END_DECLS
