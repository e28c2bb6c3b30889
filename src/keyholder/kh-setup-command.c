/* kh-setup-command.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-setup-command.h"

#include "kh-csl-station.h"
#include "kh-database.h"
#include "kh-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
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

typedef struct {
  guint n_added;
  guint n_changed;
  guint n_kept;
} Counts;

/* To the records in that folder. */
static gboolean
set_up (const char  *folder,
        KhSetup     *setup,
        const char  *as,
        Counts      *counts,
        GError     **error)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (KhStore) store = NULL;
  gboolean good;

  kh_store_open_async (folder, NULL, on_done_cb, &opened);
  store = kh_store_open_finish (wait_for (&opened), error);
  if (store == NULL)
    return FALSE;
  kh_store_set_up_async (store, setup, as, NULL, on_done_cb, &result);
  good = kh_store_set_up_finish (store, wait_for (&result), &counts->n_added, &counts->n_changed, &counts->n_kept, error);
  kh_store_close_async (store, on_done_cb, &closed);

  return kh_store_close_finish (store, wait_for (&closed), good ? error : NULL) && good;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* No records are made for a file that is wrong: where there are none, it is tried elsewhere first. */
static gboolean
rehearse (KhSetup     *setup,
          const char  *as,
          GError     **error)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-setup-XXXXXX", error);
  Counts counts;
  gboolean good;

  if (folder == NULL)
    return FALSE;
  good = set_up (folder, setup, as, &counts, error);
  remove_folder (folder);

  return good;
}

static gboolean
run (const char  *path,
     const char  *folder,
     const char  *as,
     Counts      *counts,
     GError     **error)
{
  g_autoptr (KhSetup) setup = kh_setup_load (path, error);
  g_autofree char *records = g_build_filename (folder, KH_DATABASE_FILE, NULL);
  g_autoptr (GError) problem = NULL;

  if (setup == NULL)
    return FALSE;
  check_addresses (setup);
  if ((g_file_test (records, G_FILE_TEST_EXISTS) || rehearse (setup, as, &problem)) &&
      set_up (folder, setup, as, counts, &problem))
    return TRUE;
  /* Where the records cannot be opened, what is wrong in the file is worth knowing all the same. */
  if (problem->domain == KH_STORE_ERROR && kh_setup_is_wrong (setup))
    return kh_setup_check (setup, error);
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

int
kh_setup_command_run (const char *path,
                      const char *folder,
                      const char *as)
{
  g_autoptr (GError) error = NULL;
  Counts counts;

  if (run (path, folder, as, &counts, &error))
    {
      /* Translators: how many companies, entries, groups and members. */
      g_print (_("Keyholder is set up: %u added, %u updated, %u already as the file says."),
               counts.n_added, counts.n_changed, counts.n_kept);
      g_print ("\n");
      return EXIT_SUCCESS;
    }
  g_printerr ("%s\n", error->message);

  return EXIT_FAILURE;
}
