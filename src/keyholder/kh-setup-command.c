/* kh-setup-command.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder"

#include "config.h"

#include "kh-setup-command.h"

#include "kh-csl-station.h"
#include "kh-store.h"

#include <glib/gi18n.h>
#include <stdlib.h>

static void
on_done_cb (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *place;
}

/* How an address must look is known to what talks to it. */
static void
check_addresses (KhSetup *setup)
{
  GPtrArray *items = kh_setup_get_items (setup);

  for (guint i = 0; i < items->len; i++)
    {
      const KhSetupItem *item = g_ptr_array_index (items, i);
      g_autoptr (GError) error = NULL;

      if (item->type != KH_MONITOR_NONE && item->address != NULL &&
          !kh_csl_station_check_address (item->address, &error))
        kh_setup_complain (setup, item->address_line, error->message);
    }
}

static gboolean
set_up (KhStore     *store,
        KhSetup     *setup,
        const char  *as,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint n_added;
  guint n_changed;
  guint n_kept;

  kh_store_set_up_async (store, setup, as, NULL, on_done_cb, &result);
  if (!kh_store_set_up_finish (store, wait_for (&result), &n_added, &n_changed, &n_kept, error))
    return FALSE;
  /* Translators: how many companies, entries, groups and members. */
  g_print (_("Keyholder is set up: %u added, %u updated, %u already as the file says."), n_added, n_changed, n_kept);
  g_print ("\n");

  return TRUE;
}

static gboolean
run (const char  *path,
     const char  *folder,
     const char  *as,
     GError     **error)
{
  g_autoptr (KhSetup) setup = kh_setup_load (path, error);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (KhStore) store = NULL;
  gboolean good;

  if (setup == NULL)
    return FALSE;
  check_addresses (setup);
  /* No records are made for a file that is wrong. */
  if (!kh_setup_check (setup, error))
    return FALSE;
  kh_store_open_async (folder, NULL, on_done_cb, &opened);
  store = kh_store_open_finish (wait_for (&opened), error);
  if (store == NULL)
    return FALSE;
  good = set_up (store, setup, as, error);
  kh_store_close_async (store, on_done_cb, &closed);

  return kh_store_close_finish (store, wait_for (&closed), good ? error : NULL) && good;
}

int
kh_setup_command_run (const char *path,
                      const char *folder,
                      const char *as)
{
  g_autoptr (GError) error = NULL;

  if (run (path, folder, as, &error))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);

  return EXIT_FAILURE;
}
