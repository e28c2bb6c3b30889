/* kh-tries.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-tries.h"

#include "kh-connection.h"

#include <glib/gi18n-lib.h>

/* A few slips cost nothing. From then on each wrong try doubles the wait before the next, up
 * to the longest. */
#define FREE_TRIES   3
#define LONGEST_WAIT 300

static gint64
get_wait (gint64 wrong_tries,
          gint64 tried_at)
{
  gint64 wait = wrong_tries < FREE_TRIES ? 0 : LONGEST_WAIT;
  gint64 passed = kh_tries_get_now () - tried_at;

  if (wrong_tries >= FREE_TRIES && wrong_tries < FREE_TRIES + 8)
    wait = G_GINT64_CONSTANT (1) << (wrong_tries - FREE_TRIES + 1);

  /* A clock that was set back does not lock anybody out for longer than one wait. */
  return passed < 0 ? wait : MAX (wait - passed, 0);
}

/**
 * kh_tries_get_now:
 *
 * Returns: when something is tried, for kh_tries_check()
 */
gint64
kh_tries_get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

/**
 * kh_tries_check:
 * @wrong_tries: how many wrong ones there were since the last right one
 * @tried_at: when the last of them was
 * @error: return location for %KH_STORE_ERROR_WAIT
 *
 * Returns: whether the next one may be looked at by now
 */
gboolean
kh_tries_check (gint64    wrong_tries,
                gint64    tried_at,
                GError  **error)
{
  gint64 wait = get_wait (wrong_tries, tried_at);

  if (wait == 0)
    return TRUE;
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_WAIT,
               ngettext ("After so many wrong tries, wait %d second and try again.",
                         "After so many wrong tries, wait %d seconds and try again.", (gulong) wait), (int) wait);
  return FALSE;
}
