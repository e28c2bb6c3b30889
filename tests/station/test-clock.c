/* test-clock.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sleep, and clocks that are set. */

#include "config.h"

#include "kh-store-test.h"
#include "kh-watcher-fixture.h"

static void
on_told_cb (guint *count)
{
  (*count)++;
}

static void
on_stepped_cb (gint64 *step,
               gint64  seconds)
{
  *step = seconds;
}

/* Of what passes, only a sleep and a clock that was set are worth a word. */
static void
test_pulse (void)
{
  static const struct {
    gint64 real, boot, awake; /* seconds */
    guint woke;
    gint64 stepped;
  } steps[] = {
    { 20, 20, 20, 0, 0 },
    { 25, 20, 20, 0, 0 },
    { 3600, 3600, 20, 1, 0 },
    { 7200, 3600, 20, 1, 3600 },
    { -86400, 20, 20, 0, -86420 },
    { 20, 20, 20, 0, 0 },
  };
  g_autoptr (KhPulse) pulse = NULL;

  pulse = kh_pulse_new_for_clock (kh_watcher_get_clocks, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint woke = 0;
      gint64 stepped = 0;
      gulong handlers[2];

      handlers[0] = g_signal_connect_swapped (pulse, "woke", G_CALLBACK (on_told_cb), &woke);
      handlers[1] = g_signal_connect_swapped (pulse, "stepped", G_CALLBACK (on_stepped_cb), &stepped);
      kh_watcher_clocks.real += steps[i].real * G_TIME_SPAN_SECOND;
      kh_watcher_clocks.boot += steps[i].boot * G_TIME_SPAN_SECOND;
      kh_watcher_clocks.awake += steps[i].awake * G_TIME_SPAN_SECOND;
      kh_pulse_check (pulse);
      g_assert_cmpuint (woke, ==, steps[i].woke);
      g_assert_cmpint (stepped, ==, steps[i].stepped);
      g_signal_handler_disconnect (pulse, handlers[0]);
      g_signal_handler_disconnect (pulse, handlers[1]);
    }
}

static void
pass (gint64 seconds)
{
  kh_watcher_clocks.real += seconds * G_TIME_SPAN_SECOND;
  kh_watcher_clocks.boot += seconds * G_TIME_SPAN_SECOND;
  kh_watcher_clocks.awake += seconds * G_TIME_SPAN_SECOND;
}

/* A change that the station has, and whose answer was lost, with a sender that goes by the test's
 * clock; nothing else gets through. */
static void
lose_answer (KhWatcherFixture *fixture)
{
  kh_watcher_clocks = kh_clock_read (NULL);
  kh_watcher_fixture_init (fixture);
  kh_watcher_start (fixture->watcher);
  kh_sender_set_clock (fixture->base.sender, kh_watcher_get_clocks, NULL);
  kh_link_fixture_fault (&fixture->base.office, "drop-after@changes*1");
  kh_link_fixture_fault (&fixture->base.office, "drop@changes");
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture->base, "city waiting lost");
  kh_assert_there (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  pass (10 * 60 * 60);
  kh_pulse_check (fixture->pulse);
  kh_store_test_pause (100);
  kh_assert_items (&fixture->base, "city waiting lost");
}

/* A key that is too old is not used again; a clock that is put forward makes it so. */
static void
test_forward (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  lose_answer (&fixture);
  kh_watcher_clocks.real += 11 * G_TIME_SPAN_HOUR;
  kh_sender_fixture_wait_for (&fixture.base, "");
  /* What is agreed on goes on. */
  kh_reference_station_clear_faults (fixture.base.office.station);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* A clock that is put back does not make it young. */
static void
test_back (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  lose_answer (&fixture);
  kh_watcher_clocks.real -= 2 * G_TIME_SPAN_HOUR;
  kh_pulse_check (fixture.pulse);
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_reference_station_clear_faults (fixture.base.office.station);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* After a sleep, what waits is due soon; not what the station asked to wait for longer. */
static void
test_resume (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  gint64 begun;

  kh_watcher_clocks = kh_clock_read (NULL);
  kh_watcher_fixture_init (&fixture);
  kh_watcher_start (fixture.watcher);
  kh_sender_set_clock (fixture.base.sender, kh_watcher_get_clocks, NULL);
  /* An hour is 18 seconds here. */
  kh_link_fixture_fault (&fixture.base.office, "status:503:3600@changes*1");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture.base, "city waiting unavailable");
  kh_watcher_clocks.boot += 10 * G_TIME_SPAN_SECOND;
  kh_watcher_clocks.real += 10 * G_TIME_SPAN_SECOND;
  kh_sender_hurry (fixture.base.sender);
  kh_store_test_pause (200);
  kh_assert_items (&fixture.base, "city waiting unavailable");
  kh_watcher_clocks.boot += 60 * G_TIME_SPAN_SECOND;
  kh_watcher_clocks.real += 60 * G_TIME_SPAN_SECOND;
  begun = g_get_monotonic_time ();
  kh_pulse_check (fixture.pulse);
  kh_sender_fixture_wait_for (&fixture.base, "");
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_TIME_SPAN_SECOND);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/pulse", test_pulse);
  g_test_add_func ("/clock/forward", test_forward);
  g_test_add_func ("/clock/back", test_back);
  g_test_add_func ("/clock/resume", test_resume);

  return g_test_run ();
}
