/* kh-progress.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-progress.h"

struct _KhProgress
{
  gatomicrefcount references;
  GMainContext *context;
  KhStoreProgressFunc func;
  gpointer data;
  int done;
  int total;
  int told;
};

/**
 * kh_progress_new:
 * @func: (nullable): told in the main context of the caller
 * @data: for @func
 *
 * Returns: (transfer full): for the job's thread
 */
KhProgress *
kh_progress_new (KhStoreProgressFunc func,
                 gpointer            data)
{
  KhProgress *self = g_new0 (KhProgress, 1);

  g_atomic_ref_count_init (&self->references);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->data = data;
  self->told = TRUE;

  return self;
}

/**
 * kh_progress_unref:
 * @self: (transfer full): a progress
 */
void
kh_progress_unref (KhProgress *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_main_context_unref (self->context);
  g_free (self);
}

static gboolean
on_tell_cb (gpointer data)
{
  KhProgress *self = data;

  /* What is counted from here on is told of again. */
  g_atomic_int_set (&self->told, TRUE);
  self->func ((guint) g_atomic_int_get (&self->done), (guint) g_atomic_int_get (&self->total), self->data);

  return G_SOURCE_REMOVE;
}

static void
free_source_data (gpointer data)
{
  kh_progress_unref (data);
}

/**
 * kh_progress_tell:
 * @self: a progress
 * @done: how much is done
 * @total: of how much
 *
 * At most one message is under way: a main loop that is busy hears of the latest. All of them
 * arrive before the call's end, which is sent after them with the same priority.
 */
void
kh_progress_tell (KhProgress *self,
                  guint       done,
                  guint       total)
{
  g_autoptr (GSource) source = NULL;

  g_atomic_int_set (&self->done, (int) done);
  g_atomic_int_set (&self->total, (int) total);
  if (self->func == NULL || !g_atomic_int_compare_and_exchange (&self->told, TRUE, FALSE))
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_atomic_ref_count_inc (&self->references);
  g_source_set_callback (source, on_tell_cb, self, free_source_data);
  g_source_attach (source, self->context);
}
