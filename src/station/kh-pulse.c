/* kh-pulse.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-pulse.h"

#include <time.h>

#define CHECK_SECONDS 20

/* Shorter than this nobody slept, and no clock was set: clocks are slewed all the time. */
#define LEAST_US (30 * G_TIME_SPAN_SECOND)

/* A network that comes and goes is worth one try in this time. */
#define NETWORK_US (30 * G_TIME_SPAN_SECOND)

struct _KhPulse
{
  GObject parent_instance;

  /* State */
  KhClockFunc clock;
  gpointer clock_data;
  KhClock last;
  gint64 network_at; /* when it was told of last */
  guint source;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KhPulse, kh_pulse, G_TYPE_OBJECT)

enum {
  WOKE,
  STEPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
read_clock (clockid_t id)
{
  struct timespec now;

  if (clock_gettime (id, &now) != 0)
    return g_get_monotonic_time ();

  return (gint64) now.tv_sec * G_TIME_SPAN_SECOND + now.tv_nsec / 1000;
}

/**
 * kh_clock_read:
 * @user_data: not used
 *
 * Returns: what the computer's clocks say
 */
KhClock
kh_clock_read (gpointer user_data G_GNUC_UNUSED)
{
  const KhClock clock = { g_get_real_time (), read_clock (CLOCK_BOOTTIME), read_clock (CLOCK_MONOTONIC) };

  return clock;
}

static gboolean
on_timeout_cb (gpointer data)
{
  kh_pulse_check (data);

  return G_SOURCE_CONTINUE;
}

static void
on_network_changed_cb (KhPulse         *self,
                       gboolean         available,
                       GNetworkMonitor *monitor G_GNUC_UNUSED)
{
  const gint64 now = self->clock (self->clock_data).boot;

  if (!available || (self->network_at != 0 && now - self->network_at < NETWORK_US))
    return;
  self->network_at = now;
  g_signal_emit (self, signals[WOKE], 0);
}

/* What tells of networks may ask another program first, and wait for it. */
static void
find_monitor (GTask        *task,
              gpointer      source G_GNUC_UNUSED,
              gpointer      data G_GNUC_UNUSED,
              GCancellable *cancellable G_GNUC_UNUSED)
{
  g_task_return_pointer (task, g_object_ref (g_network_monitor_get_default ()), g_object_unref);
}

static void
on_monitor_found_cb (GObject      *source G_GNUC_UNUSED,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (GNetworkMonitor) monitor = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Without one the pulse may be gone. */
  if (monitor != NULL)
    g_signal_connect_object (monitor, "network-changed", G_CALLBACK (on_network_changed_cb), data, G_CONNECT_SWAPPED);
}

static void
kh_pulse_dispose (GObject *object)
{
  KhPulse *self = KH_PULSE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kh_pulse_parent_class)->dispose (object);
}

static void
kh_pulse_class_init (KhPulseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_pulse_dispose;

  signals[WOKE] = g_signal_new ("woke", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[STEPPED] = g_signal_new ("stepped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
kh_pulse_init (KhPulse *self G_GNUC_UNUSED)
{
}

/**
 * kh_pulse_new_for_clock:
 * @clock: what tells the time
 * @clock_data: for @clock
 *
 * Returns: (transfer full): a pulse that looks at @clock when kh_pulse_check() is called
 */
KhPulse *
kh_pulse_new_for_clock (KhClockFunc clock,
                        gpointer    clock_data)
{
  KhPulse *self = g_object_new (KH_TYPE_PULSE, NULL);

  self->clock = clock;
  self->clock_data = clock_data;
  self->last = clock (clock_data);

  return self;
}

/**
 * kh_pulse_new:
 *
 * Returns: (transfer full): a pulse that looks at the clocks and the network by itself
 */
KhPulse *
kh_pulse_new (void)
{
  KhPulse *self = kh_pulse_new_for_clock (kh_clock_read, NULL);
  g_autoptr (GTask) task = NULL;

  self->source = g_timeout_add_seconds (CHECK_SECONDS, on_timeout_cb, self);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_monitor_found_cb, self);
  g_task_set_name (task, "kh_pulse_new");
  g_task_run_in_thread (task, find_monitor);

  return self;
}

/**
 * kh_pulse_check:
 * @self: a pulse
 *
 * Looks at the clocks. Asleep, the time since the start goes on, and the time awake does not; a
 * wall clock that was set goes on by more, or less, than the time since the start did.
 */
void
kh_pulse_check (KhPulse *self)
{
  KhClock now, before;
  gint64 asleep, step;

  g_return_if_fail (KH_IS_PULSE (self));

  now = self->clock (self->clock_data);
  before = self->last;
  self->last = now;
  asleep = (now.boot - before.boot) - (now.awake - before.awake);
  step = (now.real - before.real) - (now.boot - before.boot);
  if (ABS (step) >= LEAST_US)
    {
      g_debug ("The clock was set by %" G_GINT64_FORMAT " s", step / G_TIME_SPAN_SECOND);
      g_signal_emit (self, signals[STEPPED], 0, step / G_TIME_SPAN_SECOND);
    }
  if (asleep >= LEAST_US)
    g_signal_emit (self, signals[WOKE], 0);
}
