/* test-notice-limit.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-notice-limit.h"

/* One a company an hour, whatever the others do, and the hour counts from what was told. */
static void
test_hour (void)
{
  g_autoptr (KhNoticeLimit) limit = kh_notice_limit_new ();
  const gint64 start = 5 * G_TIME_SPAN_MINUTE;

  g_assert_true (kh_notice_limit_take (limit, 1, start));
  g_assert_true (kh_notice_limit_take (limit, 2, start));
  g_assert_false (kh_notice_limit_take (limit, 1, start));
  g_assert_false (kh_notice_limit_take (limit, 1, start + G_TIME_SPAN_HOUR - 1));
  g_assert_true (kh_notice_limit_take (limit, 1, start + G_TIME_SPAN_HOUR));
  g_assert_false (kh_notice_limit_take (limit, 1, start + G_TIME_SPAN_HOUR + 1));
  g_assert_true (kh_notice_limit_take (limit, 2, start + G_TIME_SPAN_HOUR));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/notice-limit/hour", test_hour);

  return g_test_run ();
}
