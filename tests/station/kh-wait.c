/* kh-wait.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-wait.h"

#define PATIENCE_SECONDS 20

static gboolean
on_patience_over_cb (gpointer user_data G_GNUC_UNUSED)
{
  g_error ("Waited too long.");

  return G_SOURCE_REMOVE;
}

void
kh_wait_done_cb (GObject      *object G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

GAsyncResult *
kh_wait (GAsyncResult **answer)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_over_cb, NULL);

  while (*answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);

  return *answer;
}
