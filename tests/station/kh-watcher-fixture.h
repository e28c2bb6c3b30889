/* kh-watcher-fixture.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-sender-fixture.h"
#include "kh-watcher.h"

G_BEGIN_DECLS

/* Clocks that only the test moves. */
extern KhClock kh_watcher_clocks;

KhClock     kh_watcher_get_clocks             (gpointer          data);

/* Ann Lee, in step with the station, and a watcher that has not started. */
typedef struct {
  KhSenderFixture base;
  KhPulse *pulse;
  KhWatcher *watcher;
} KhWatcherFixture;

void        kh_watcher_fixture_init           (KhWatcherFixture *self);
/* With another kind of station than Bold. */
void        kh_watcher_fixture_init_by        (KhWatcherFixture   *self,
                                               KhReferenceProfile  profile);
void        kh_watcher_fixture_clear          (KhWatcherFixture *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhWatcherFixture, kh_watcher_fixture_clear)

/* The watcher alone, of a sender that has started. */
void        kh_watcher_fixture_start          (KhWatcherFixture *self);
void        kh_watcher_fixture_stop           (KhWatcherFixture *self);

guint       kh_watcher_fixture_count_reads    (KhWatcherFixture *fixture);

/* Until the account was read, and nothing of it is under way any more. */
void        kh_watcher_fixture_look           (KhWatcherFixture *fixture);

/* Why nothing goes out for the account; "" where it does. */
char       *kh_watcher_fixture_dup_hold       (KhWatcherFixture *fixture,
                                               char            **message) G_GNUC_WARN_UNUSED_RESULT;
void        kh_watcher_fixture_wait_for_hold  (KhWatcherFixture *fixture,
                                               const char       *expected);
void        kh_assert_hold                    (KhWatcherFixture *fixture,
                                               const char       *expected);
void        kh_assert_hold_says               (KhWatcherFixture *fixture,
                                               const char       *part);

G_END_DECLS
