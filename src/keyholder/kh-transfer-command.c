/* kh-transfer-command.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-transfer-command.h"

#include "kh-customer-file.h"
#include "kh-database.h"
#include "kh-transfer.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>

#define EXIT_SOME 2

/* One run of the program: the records, open for somebody. */
typedef struct {
  KhStore *store;
  GCancellable *cancellable;
  guint interrupted;
} Session;

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

static gboolean
on_interrupted_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

/* Who works: whoever is named, or the only one there is. */

static const KhMember *
find_member (KhStaff     *staff,
             const char  *as,
             GError     **error)
{
  GPtrArray *members = kh_staff_get_members (staff);
  const KhMember *only = kh_staff_get_only_member (staff);

  if (as == NULL && only == NULL)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
                         _("These records are used by several people. Say with --as NAME who it is."));
  if (as == NULL)
    return only;
  for (guint i = 0; i < members->len; i++)
    if (g_str_equal (((const KhMember *) g_ptr_array_index (members, i))->name, as))
      return g_ptr_array_index (members, i);
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
               _("There is no member of the staff named “%s”. Write the name as it stands in Preferences."), as);

  return NULL;
}

static gboolean
sign_in (KhStore     *store,
         const char  *as,
         GError     **error)
{
  KhStaff *staff = kh_store_get_staff (store);
  g_autoptr (GAsyncResult) result = NULL;
  const KhMember *member;

  if (!kh_staff_is_set_up (staff))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
                           _("These records have no owner yet. Start Keyholder once, or set them up with --setup FILE."));
      return FALSE;
    }
  member = find_member (staff, as, error);
  if (member == NULL)
    return FALSE;
  if (member->has_password)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD,
                   _("%s has a password, and it can only be typed in the window. Do it there, "
                     "or name somebody without a password with --as NAME."), member->name);
      return FALSE;
    }
  kh_store_sign_in_async (store, member->id, NULL, NULL, on_done_cb, &result);

  return kh_store_sign_in_finish (store, wait_for (&result), error);
}

static gboolean
begin (Session     *session,
       const char  *folder,
       const char  *as,
       GError     **error)
{
  g_autofree char *records = g_build_filename (folder, KH_DATABASE_FILE, NULL);
  g_autoptr (GAsyncResult) opened = NULL;

  if (!g_file_test (records, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                   _("There are no records in %s. Start Keyholder once, or name another folder with --data-dir."), folder);
      return FALSE;
    }
  kh_store_open_async (folder, NULL, on_done_cb, &opened);
  session->store = kh_store_open_finish (wait_for (&opened), error);
  if (session->store == NULL)
    return FALSE;
  session->cancellable = g_cancellable_new ();
  session->interrupted = g_unix_signal_add (SIGINT, on_interrupted_cb, session->cancellable);

  return sign_in (session->store, as, error);
}

static void
end (Session *session)
{
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  if (session->store == NULL)
    return;
  kh_store_close_async (session->store, on_done_cb, &closed);
  if (!kh_store_close_finish (session->store, wait_for (&closed), &error))
    g_printerr ("keyholder: %s\n", error->message);
  g_source_remove (session->interrupted);
  g_object_unref (session->cancellable);
  g_object_unref (session->store);
}

static int
fail (const GError *error)
{
  g_printerr ("keyholder: %s\n", g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                   ? _("Cancelled. Nothing was kept.") : error->message);

  return EXIT_FAILURE;
}

/* Import */

static void
say_problems (const KhImportReport *report)
{
  for (guint i = 0; i < report->problems->len; i++)
    {
      g_autofree char *text = kh_import_problem_dup_text (g_ptr_array_index (report->problems, i));

      g_printerr ("%s\n", text);
    }
  if (report->n_problems > report->problems->len)
    {
      g_autofree char *more = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_problems - report->problems->len);

      g_printerr (_("%s more problems are not listed here.\n"), more);
    }
}

static void
say_doubles (const KhImportReport *report)
{
  for (guint i = 0; i < report->doubles->len; i++)
    {
      const KhImportDouble *found = g_ptr_array_index (report->doubles, i);
      g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, found->line);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_double_get_number (found->other));
      g_autofree char *reason = kh_double_dup_reason (found->other);

      /* Translators: the number of a line, two customers' names, the number of the second, and why, a sentence. */
      g_printerr (_("Line %s: %s is likely to be %s (customer %s). %s\n"), line, found->name,
                  kh_double_get_name (found->other), number, reason);
    }
}

static void
say_summary (const KhImportReport *report)
{
  g_autofree char *good = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_good);
  g_autofree char *bad = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_records - report->n_good);
  g_autofree char *doubles = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_doubles);

  if (report->dry_run)
    /* Translators: three numbers of customers. */
    g_print (_("A dry run; nothing was kept. Good: %s. Not good: %s. Likely there already: %s.\n"), good, bad, doubles);
  else
    g_print (_("Imported: %s. Not imported: %s.\n"), good, bad);
  if (report->rejected != NULL)
    g_print (_("What was not imported is in %s. Mend it there, and import that file.\n"), report->rejected);
}

static KhImportMapping *
make_mapping (const char  *path,
              const char  *file,
              GError     **error)
{
  g_autoptr (KhImportMapping) mapping = kh_customer_file_guess (path, error);
  g_autofree char *text = NULL;
  gsize length;

  if (mapping == NULL || file == NULL)
    return g_steal_pointer (&mapping);
  if (!g_file_get_contents (file, &text, &length, error) ||
      !kh_import_mapping_apply (mapping, text, length, error))
    return NULL;

  return g_steal_pointer (&mapping);
}

static KhImportReport *
import (Session     *session,
        const char  *path,
        const char  *file,
        gboolean     dry_run,
        GError     **error)
{
  g_autoptr (KhImportMapping) mapping = make_mapping (path, file, error);
  g_autoptr (KhRecordReader) reader = mapping == NULL ? NULL : kh_customer_file_open (path, error);
  g_autoptr (GAsyncResult) result = NULL;

  if (reader == NULL)
    return NULL;
  kh_store_import_async (session->store, reader, mapping, path, dry_run, NULL, NULL, session->cancellable,
                         on_done_cb, &result);

  return kh_store_import_finish (session->store, wait_for (&result), error);
}

int
kh_transfer_command_import (const char *path,
                            const char *folder,
                            const char *as,
                            const char *mapping,
                            gboolean    dry_run)
{
  Session session = { NULL, NULL, 0 };
  g_autoptr (KhImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (begin (&session, folder, as, &error))
    report = import (&session, path, mapping, dry_run, &error);
  end (&session);
  if (report == NULL)
    return fail (error);
  say_problems (report);
  say_doubles (report);
  say_summary (report);

  return report->n_good == report->n_records ? EXIT_SUCCESS : EXIT_SOME;
}

/* Export */

int
kh_transfer_command_export (const char *path,
                            const char *folder,
                            const char *as)
{
  Session session = { NULL, NULL, 0 };
  g_autoptr (KhRecordWriter) writer = kh_customer_file_new_writer (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  guint n = 0;

  if (begin (&session, folder, as, &error))
    {
      kh_store_export_async (session.store, writer, path, NULL, NULL, NULL, session.cancellable, on_done_cb, &result);
      done = kh_store_export_finish (session.store, wait_for (&result), &n, &error);
    }
  end (&session);
  if (!done)
    return fail (error);
  /* Where the customers themselves go to standard output, nothing else may. */
  if (!g_str_equal (path, "-"))
    g_print (ngettext ("Exported: %u customer. Passcodes and the like are not in the file.\n",
                       "Exported: %u customers. Passcodes and the like are not in the file.\n", n), n);

  return EXIT_SUCCESS;
}
