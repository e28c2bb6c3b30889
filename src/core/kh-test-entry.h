/* kh-test-entry.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhTestScope:
 * @KH_TEST_SCOPE_ALL: the whole account
 * @KH_TEST_SCOPE_AREAS: some of its areas
 * @KH_TEST_SCOPE_ZONES: some of its zones
 * @KH_TEST_SCOPE_SYSTEMS: some of its systems
 * @KH_TEST_SCOPE_OTHER: a part that we have no word for; never ordered
 *
 * What of an account is on test.
 */
typedef enum {
  KH_TEST_SCOPE_ALL,
  KH_TEST_SCOPE_AREAS,
  KH_TEST_SCOPE_ZONES,
  KH_TEST_SCOPE_SYSTEMS,
  KH_TEST_SCOPE_OTHER,
} KhTestScope;

/**
 * KH_TEST_ERROR:
 *
 * Why an account cannot be put on test like that. Messages are translated whole sentences.
 */
#define KH_TEST_ERROR (kh_test_error_quark ())

typedef enum {
  KH_TEST_ERROR_TIME,
  KH_TEST_ERROR_REASON,
  KH_TEST_ERROR_SCOPE,
} KhTestError;

GQuark           kh_test_error_quark          (void);

#define KH_TEST_LONGEST_REASON 200

/**
 * KhTestOrder:
 * @minutes: for how long
 * @scope: what of the account
 * @items: (nullable): the numbers of the areas, zones or systems; none with the whole account
 * @reason: (nullable): why, one line
 * @author: who puts it on test
 *
 * That an account is to be put on test.
 */
typedef struct {
  guint minutes;
  KhTestScope scope;
  GStrv items;
  char *reason;
  char *author;
} KhTestOrder;

KhTestOrder     *kh_test_order_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void             kh_test_order_free           (KhTestOrder      *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhTestOrder, kh_test_order_free)

/* Before it is sent; @longest is the station's longest test in minutes, or 0. */
gboolean         kh_test_order_check          (const KhTestOrder *order,
                                               guint             longest,
                                               GError          **error);

/* A clock for countdowns: it goes on while the machine sleeps, and nobody can set it. */
gint64           kh_test_clock_now            (void);

/**
 * KhTestEntry:
 *
 * A time in which a monitoring company does not act on an account's signals, as it was read
 * at one moment. It does not change; what is left of it is asked for with the clock.
 */
#define KH_TYPE_TEST_ENTRY (kh_test_entry_get_type ())
G_DECLARE_FINAL_TYPE (KhTestEntry, kh_test_entry, KH, TEST_ENTRY, GObject)

/* @order says how long, what, why and by whom; what it has no answer to is NULL. @told is what
 * time it was at the station when kh_test_clock_now() gave @clock. */
KhTestEntry     *kh_test_entry_new            (const char        *id,
                                               const KhTestOrder *order,
                                               GDateTime         *from,
                                               GDateTime         *until,
                                               GDateTime         *told,
                                               gint64             clock) G_GNUC_WARN_UNUSED_RESULT;

const char      *kh_test_entry_get_id         (KhTestEntry       *self);
GDateTime       *kh_test_entry_get_from       (KhTestEntry       *self);
GDateTime       *kh_test_entry_get_until      (KhTestEntry       *self);
guint            kh_test_entry_get_minutes    (KhTestEntry       *self);
KhTestScope      kh_test_entry_get_scope      (KhTestEntry       *self);
const char      *kh_test_entry_get_reason     (KhTestEntry       *self);
const char      *kh_test_entry_get_author     (KhTestEntry       *self);

gint64           kh_test_entry_get_seconds_left (KhTestEntry     *self,
                                                 gint64           clock);
char            *kh_test_entry_dup_time_left  (KhTestEntry       *self,
                                               gint64             clock) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_test_entry_dup_scope      (KhTestEntry       *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
