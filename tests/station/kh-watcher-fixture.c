/* kh-watcher-fixture.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-watcher-fixture.h"

#include "kh-store-test.h"

#include <string.h>

/* So that a gap of ten seconds is one of ten milliseconds. */
#define PACE 0.001

KhClock kh_watcher_clocks;

KhClock
kh_watcher_get_clocks (gpointer data G_GNUC_UNUSED)
{
  return kh_watcher_clocks;
}

void
kh_watcher_fixture_start (KhWatcherFixture *self)
{
  self->pulse = kh_pulse_new_for_clock (kh_watcher_get_clocks, NULL);
  self->watcher = kh_watcher_new (self->base.office.store, self->base.sender, self->pulse);
  kh_watcher_set_pace (self->watcher, PACE);
}

void
kh_watcher_fixture_init (KhWatcherFixture *self)
{
  kh_watcher_fixture_init_by (self, KH_REFERENCE_BOLD);
}

void
kh_watcher_fixture_init_by (KhWatcherFixture   *self,
                            KhReferenceProfile  profile)
{
  kh_sender_fixture_init_by (&self->base, profile);
  kh_sender_fixture_edit (&self->base, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&self->base);
  kh_watcher_fixture_start (self);
}

void
kh_watcher_fixture_stop (KhWatcherFixture *self)
{
  kh_watcher_stop (self->watcher);
  g_clear_object (&self->watcher);
  g_clear_object (&self->pulse);
}

void
kh_watcher_fixture_clear (KhWatcherFixture *self)
{
  kh_watcher_fixture_stop (self);
  kh_sender_fixture_clear (&self->base);
}

guint
kh_watcher_fixture_count_reads (KhWatcherFixture *fixture)
{
  return kh_reference_station_count (fixture->base.office.station, KH_REFERENCE_ACCOUNT);
}

char *
kh_watcher_fixture_dup_hold (KhWatcherFixture  *fixture,
                             char             **message)
{
  g_autoptr (KhCustomer) customer = NULL;
  KhLink *link = NULL;
  char *hold;

  customer = kh_link_fixture_load (&fixture->base.office, fixture->base.customer, &link);
  g_assert_nonnull (link);
  hold = g_strdup (link->hold != NULL ? link->hold : "");
  if (message != NULL)
    *message = g_strdup (link->hold_message);
  kh_link_free (link);

  return hold;
}

void
kh_assert_hold (KhWatcherFixture *fixture,
                const char       *expected)
{
  g_autofree char *hold = kh_watcher_fixture_dup_hold (fixture, NULL);

  g_assert_cmpstr (hold, ==, expected);
}

void
kh_assert_hold_says (KhWatcherFixture *fixture,
                     const char       *part)
{
  g_autofree char *message = NULL;
  g_autofree char *hold = kh_watcher_fixture_dup_hold (fixture, &message);

  g_test_message ("%s: %s", hold, message);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, part));
}

void
kh_watcher_fixture_wait_for_hold (KhWatcherFixture *fixture,
                                  const char       *expected)
{
  const gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  for (;;)
    {
      g_autofree char *hold = kh_watcher_fixture_dup_hold (fixture, NULL);

      if (g_strcmp0 (hold, expected) == 0)
        return;
      if (g_get_monotonic_time () > until)
        g_assert_cmpstr (hold, ==, expected);
      kh_store_test_pause (2);
    }
}

static void
on_looked_cb (gboolean *looked)
{
  *looked = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

void
kh_watcher_fixture_look (KhWatcherFixture *fixture)
{
  gboolean looked = FALSE;
  gulong handler;

  handler = g_signal_connect_swapped (fixture->base.sender, "looked", G_CALLBACK (on_looked_cb), &looked);
  kh_sender_look (fixture->base.sender, fixture->base.customer);
  kh_store_test_wait (is_true, &looked);
  g_signal_handler_disconnect (fixture->base.sender, handler);
  kh_sender_fixture_wait (&fixture->base);
}
