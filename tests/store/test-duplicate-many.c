/* test-duplicate-many.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Many duplicates in one go, and a disk that is full while one is made. */

#include "config.h"

#include "kh-copy-test.h"

#include "kh-cipher.h"
#include "kh-store-private.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

typedef struct {
  GCancellable *cancellable;
  guint cancel_at;
  guint last;
  guint total;
  guint n;
} Progress;

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (done, >=, progress->last);
  g_assert_cmpuint (done, <=, total);
  progress->last = done;
  progress->total = total;
  progress->n++;
  if (progress->cancel_at > 0 && done >= progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

static GPtrArray *
make_lines (guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *lines;

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text, "Tenant\tNo%u\t%s\t%u\n", i, i % 2 == 0 ? "14 Elm St" : "", i);
  lines = kh_duplicate_lines_parse (text->str, text->len, NULL);
  g_assert_nonnull (lines);

  return lines;
}

static GArray *
duplicate_many (KhOfficeTest  *office,
                GPtrArray     *lines,
                Progress      *progress,
                GError       **error)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_duplicate_many_async (office->base.store, office->number,
                                 kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, NULL, lines,
                                 progress == NULL ? NULL : on_progress_cb, progress,
                                 progress == NULL ? NULL : progress->cancellable, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_duplicate_many_finish (office->base.store, result, error);
}

static gboolean
undo_many (KhOfficeTest *office,
           GArray       *numbers)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_undo_duplicate_async (office->base.store, office->number, numbers, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_undo_duplicate_finish (office->base.store, result, NULL);
}

static void
test_many (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (GPtrArray) lines = make_lines (KH_DUPLICATE_MOST_LINES);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (KhCustomer) third = NULL;
  g_autoptr (KhCustomer) fourth = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { NULL };

  numbers = duplicate_many (office, lines, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (numbers->len, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (progress.last, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (progress.total, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (progress.n, >, 1);
  third = kh_store_test_load (store, g_array_index (numbers, gint64, 2), NULL, NULL);
  g_assert_cmpstr (kh_customer_get (third, KH_DATAPOINT_LAST_NAME), ==, "No3");
  g_assert_cmpstr (kh_customer_get (third, KH_DATAPOINT_ADDRESS_1), ==, "12 Elm St");
  g_assert_cmpstr (kh_customer_get (third, KH_DATAPOINT_ADDRESS_2), ==, "3");
  fourth = kh_store_test_load (store, g_array_index (numbers, gint64, 3), NULL, NULL);
  g_assert_cmpstr (kh_customer_get (fourth, KH_DATAPOINT_ADDRESS_1), ==, "14 Elm St");
  history = kh_store_test_history (store, office->number);
  g_assert_cmpstr (kh_copy_test_find_history (history, "duplicated-to", NULL)->new_value, ==, "1002–1501");

  g_assert_true (undo_many (office, numbers));
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
}

/* Cancelled at the first word of progress; on a busy machine that may come too late, and then
 * everything is made, and the next try tells. */
static void
test_many_cancelled (KhOfficeTest  *office,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = make_lines (KH_DUPLICATE_MOST_LINES);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; error == NULL && i < 10; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Progress progress = { .cancellable = cancellable, .cancel_at = 1 };
      g_autoptr (GArray) numbers = duplicate_many (office, lines, &progress, &error);

      g_assert_cmpuint (progress.n, >, 0);
      g_assert_cmpuint (kh_copy_test_count (office), ==, numbers != NULL ? 1 + KH_DUPLICATE_MOST_LINES : 1);
      if (numbers != NULL)
        g_assert_true (undo_many (office, numbers));
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
}

/* All or nothing, and the line is named. */
static void
test_many_refused (KhOfficeTest  *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = make_lines (20);
  KhDuplicateLine *line = g_ptr_array_index (lines, 16);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;

  g_free (line->values[1]);
  line->values[1] = g_strnfill (101, 'n');
  g_assert_null (duplicate_many (office, lines, NULL, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "Line 17: Last Name: "));
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
  g_ptr_array_remove_index (lines, 16);
  numbers = duplicate_many (office, lines, NULL, NULL);
  g_assert_cmpuint (numbers->len, ==, 19);
}

/* A full disk. The worker is this program again, with "--work FOLDER", under strace: it makes
 * one duplicate, with a passcode that was typed, and says what came of it. */

static KhSecret *
make_desk (void)
{
  guint8 *bytes = NULL;
  KhSecret *desk = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &bytes);

  memset (bytes, 7, KH_CIPHER_KEY_SIZE);

  return desk;
}

static int
work (const char *folder)
{
  KhOfficeTest office = { .base.store = kh_store_test_open (folder, NULL), .number = 1001 };
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (GPtrArray) secrets = kh_secret_changes_new ();
  g_autoptr (KhSecret) desk = make_desk ();
  gint64 revision;

  if (office.base.store == NULL)
    return 2;
  kh_store_set_desk_key (office.base.store, desk);
  if (!kh_office_test_enter (&office, 1, NULL, NULL))
    return 2;
  plan = kh_copy_test_open_plan (&office);
  copy = kh_duplicate_plan_make_customer (plan);
  kh_secret_changes_add (secrets, KH_DATAPOINT_PASSCODE, "RED BARN");
  revision = kh_customer_get_revision (kh_duplicate_plan_get_original (plan));
  kept = kh_copy_test_duplicate_customer (&office, revision, copy, secrets, &error);
  if (kept == NULL)
    return error->domain == KH_STORE_ERROR && error->code == KH_STORE_ERROR_FULL ? 1 : 3;

  return 0;
}

static int
work_under_strace (const char *folder,
                   guint       when)
{
  g_autofree char *what = g_strdup_printf ("inject=pwrite64:error=ENOSPC:when=%u+", when);
  const char *argv[] = { "strace", "-f", "-qq", "-e", "signal=none", "-o", "/dev/null", "-e", what,
                         program, "--work", folder, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);

  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static gboolean
skip_without_strace (void)
{
  const char *argv[] = { "strace", "-f", "-o", "/dev/null", "true", NULL };
  int status = -1;

  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                    NULL, NULL, &status, NULL) && status == 0)
    return FALSE;
  g_test_skip ("needs strace, and the right to use it");

  return TRUE;
}

static gboolean
is_made (const char *folder)
{
  KhStore *store = kh_store_test_open (folder, NULL);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) of_original = NULL;
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  gboolean made;

  kh_store_set_member (store, 1);
  numbers = kh_store_test_search (store, "", 0);
  of_original = kh_store_test_history (store, 1001);
  of_copy = kh_store_test_history (store, 1002);
  copy = kh_store_test_load (store, 1002, NULL, NULL);
  made = numbers->len == 2;
  g_assert_cmpint (kh_copy_test_find_history (of_original, "duplicated-to", NULL) != NULL, ==, made);
  g_assert_cmpuint (of_copy->len, ==, made ? 3 : 0);
  g_assert_cmpint (copy != NULL && kh_customer_is_sealed (copy, KH_DATAPOINT_PASSCODE), ==, made);
  kh_store_test_close (store);

  return made;
}

/* Every place where the disk can be full, up to the one where it no longer matters. */
static void
test_disk_full (void)
{
  g_autoptr (KhSecret) desk = make_desk ();
  guint n_full = 0;
  int outcome = -1;

  if (skip_without_strace ())
    return;
  for (guint when = 1; outcome != 0 && when < 100; when++)
    {
      KhOfficeTest office = { 0 };

      kh_office_test_begin (&office, desk);
      kh_copy_test_save_original (&office, KH_DATAPOINT_OFFICE_LOCATION, "1");
      kh_store_test_close (g_steal_pointer (&office.base.store));
      outcome = work_under_strace (office.base.folder, when);
      g_assert_cmpint (outcome, >=, 0);
      g_assert_cmpint (outcome, <=, 2);
      n_full += outcome == 1 ? 1 : 0;
      g_assert_cmpint (is_made (office.base.folder), ==, outcome == 0);
      kh_store_test_remove (office.base.folder);
      g_free (office.base.folder);
    }
  g_test_message ("%u places", n_full);
  g_assert_cmpint (outcome, ==, 0);
  g_assert_cmpuint (n_full, >, 1);
}

int
main (int   argc,
      char *argv[])
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--work"))
    _exit (work (argv[2])); /* what a sanitizer looks for at the end, it cannot under strace */
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhOfficeTest, NULL, kh_copy_test_set_up, func, kh_office_test_tear_down)
  ADD ("/duplicate-many/many", test_many);
  ADD ("/duplicate-many/cancelled", test_many_cancelled);
  ADD ("/duplicate-many/refused", test_many_refused);
#undef ADD
  g_test_add_func ("/duplicate-many/disk-full", test_disk_full);

  return g_test_run ();
}
