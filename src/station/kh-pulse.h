/* kh-pulse.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhClock:
 * @real: what the wall clock says; it can be set
 * @boot: the time since the computer was started, also asleep
 * @awake: the same without the time asleep
 *
 * Three clocks, in microseconds.
 */
typedef struct {
  gint64 real;
  gint64 boot;
  gint64 awake;
} KhClock;

typedef KhClock (*KhClockFunc) (gpointer user_data);

/* The computer's. */
KhClock  kh_clock_read  (gpointer user_data);

/**
 * KhPulse:
 *
 * Tells of what a program that only waits does not notice: that the computer was asleep, that it
 * has another network, and that somebody set the clock.
 * ::woke (): it was asleep, or there is another network; what waited is worth another try
 * ::stepped (gint64 seconds): the wall clock was put forward by so much, or back where it is
 *   less than 0
 */
#define KH_TYPE_PULSE (kh_pulse_get_type ())
G_DECLARE_FINAL_TYPE (KhPulse, kh_pulse, KH, PULSE, GObject)

KhPulse *kh_pulse_new   (void) G_GNUC_WARN_UNUSED_RESULT;
/* For tests: by other clocks, and only when told to. */
KhPulse *kh_pulse_new_for_clock (KhClockFunc clock,
                                 gpointer    clock_data) G_GNUC_WARN_UNUSED_RESULT;
void     kh_pulse_check (KhPulse *self);

G_END_DECLS
