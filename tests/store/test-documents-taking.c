/* test-documents-taking.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A large file of a customer while it is copied: it goes, the disk is full, somebody stops it. */

#include "config.h"

#include "kh-document-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

typedef struct {
  KhDocumentTest *fixture;
  GCancellable *cancellable;
  const char *source;
  gint done;
} Meanwhile;

static guint
count_incoming (KhDocumentTest *fixture)
{
  g_autoptr (GPtrArray) blobs = kh_document_test_list_blobs (fixture);
  guint n = 0;

  for (guint i = 0; i < blobs->len; i++)
    n += strstr (g_ptr_array_index (blobs, i), "/incoming.") != NULL;

  return n;
}

/* Waits until the file is being read, and then truncates it, takes it away or stops. */
static gpointer
meddle (gpointer data)
{
  Meanwhile *meanwhile = data;

  while (count_incoming (meanwhile->fixture) == 0 && g_atomic_int_get (&meanwhile->done) == 0)
    g_usleep (50);
  if (meanwhile->cancellable != NULL)
    g_cancellable_cancel (meanwhile->cancellable);
  else
    g_unlink (meanwhile->source);

  return NULL;
}

static void
write_large (const char *path)
{
  g_autofree char *content = g_strnfill (40000000, 'x');

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

/* A file that vanishes while it is read is kept as a whole or not at all. */
static void
test_vanishes (KhDocumentTest *fixture,
               gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->outside, "large.txt", NULL);
  Meanwhile meanwhile = { .fixture = fixture, .source = path };
  g_autoptr (KhDocument) kept = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  write_large (path);
  thread = g_thread_new ("meddle", meddle, &meanwhile);
  kept = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, &error);
  g_atomic_int_set (&meanwhile.done, 1);
  g_thread_join (thread);
  g_assert_cmpuint (count_incoming (fixture), ==, 0);
  if (kept != NULL)
    {
      g_assert_cmpint (kh_document_get_origin (kept)->size, ==, 40000000);
      kh_document_test_expect_state (fixture, KH_DOCUMENT_THERE);
      kh_document_test_expect_blobs (fixture, 1);
    }
  else
    {
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
      kh_document_test_expect_blobs (fixture, 0);
    }
}

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer data)
{
  guint *last = data;

  g_assert_cmpuint (total, ==, 40000000);
  g_assert_cmpuint (done, >=, *last);
  *last = done;
}

/* Whoever waits is told how many bytes are copied. */
static void
test_progress (KhDocumentTest *fixture,
               gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->outside, "large.txt", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhDocument) kept = NULL;
  guint last = 0;

  write_large (path);
  kh_store_add_document_async (fixture->office.base.store, fixture->office.number, path, NULL, on_progress_cb, &last,
                               NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kept = kh_store_add_document_finish (fixture->office.base.store, result, NULL);
  g_assert_nonnull (kept);
  g_assert_cmpuint (last, ==, 40000000);
}

/* One that is stopped leaves nothing. */
static void
test_stopped (KhDocumentTest *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->outside, "large.txt", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Meanwhile meanwhile = { .fixture = fixture, .cancellable = cancellable };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhDocument) kept = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  write_large (path);
  thread = g_thread_new ("meddle", meddle, &meanwhile);
  kh_store_add_document_async (fixture->office.base.store, fixture->office.number, path, NULL, NULL, NULL, cancellable,
                               kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_atomic_int_set (&meanwhile.done, 1);
  g_thread_join (thread);
  kept = kh_store_add_document_finish (fixture->office.base.store, result, &error);
  g_assert_null (kept);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kh_document_test_expect_names (fixture, "");
  kh_document_test_expect_blobs (fixture, 0);
}

/* A disk without room: no file may grow past what the limit says. */
static void
test_full (KhDocumentTest *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->outside, "large.txt", NULL);
  struct rlimit before;
  struct rlimit small;
  g_autoptr (KhDocument) kept = NULL;
  g_autoptr (GError) error = NULL;

  write_large (path);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 20000000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  kept = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_null (kept);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_IO);
  kh_document_test_expect_names (fixture, "");
  kh_document_test_expect_blobs (fixture, 0);
}

static void
add_test (const char *path,
          void (*test) (KhDocumentTest *fixture,
                        gconstpointer   data))
{
  g_test_add (path, KhDocumentTest, NULL, kh_document_test_set_up, test, kh_document_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/documents-taking/vanishes", test_vanishes);
  add_test ("/documents-taking/progress", test_progress);
  add_test ("/documents-taking/stopped", test_stopped);
  add_test ("/documents-taking/full", test_full);

  return g_test_run ();
}
