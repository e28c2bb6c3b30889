/* test-documents.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Files of customers through the store: kept beside the data file, once for each content, whatever
 * is added and whatever becomes of them there. */

#include "config.h"

#include "kh-document-test.h"

#include "kh-gate.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_KILLS 12

static const char *program;

/* All of it comes back, after the records were closed too, and nobody else may read it. */
static void
test_round_trip (KhDocumentTest *fixture,
                 gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = kh_document_test_write_outside (fixture, "Contract.pdf", "%PDF-1.4 signed");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "%PDF-1.4 signed", -1);
  g_autoptr (KhDocument) kept = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, "contract", NULL);
  g_autoptr (GPtrArray) documents = NULL;
  const KhDocumentOrigin *origin;
  g_autofree char *blob = NULL;
  g_autofree char *parent = NULL;
  struct stat info;

  g_assert_nonnull (kept);
  g_unlink (path);
  kh_document_test_reopen (fixture);
  documents = kh_document_test_list (fixture, NULL);
  g_assert_cmpuint (documents->len, ==, 1);
  origin = kh_document_get_origin (g_ptr_array_index (documents, 0));
  g_assert_cmpstr (kh_document_get (g_ptr_array_index (documents, 0), KH_DOCUMENT_NAME), ==, "Contract.pdf");
  g_assert_cmpstr (kh_document_get (g_ptr_array_index (documents, 0), KH_DOCUMENT_CATEGORY), ==, "contract");
  g_assert_cmpstr (origin->hash, ==, hash);
  g_assert_cmpstr (origin->author, ==, "Maria");
  g_assert_cmpint (origin->size, ==, 15);
  g_assert_cmpint (origin->added_at, >, 0);
  g_assert_cmpint (origin->state, ==, KH_DOCUMENT_THERE);
  kh_document_test_expect_copy (fixture, g_ptr_array_index (documents, 0), "%PDF-1.4 signed");

  blob = kh_document_test_dup_blob_path (fixture, kept);
  parent = g_path_get_dirname (blob);
  g_assert_cmpint (stat (blob, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (parent, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpuint (kh_document_test_count_history (fixture, "add-row", KH_N_DOCUMENT_FIELDS), ==, 1);
}

/* Nothing more is written before it was forgotten. */
static void
expect_forgotten (KhDocumentTest *fixture,
                  KhDocument     *document)
{
  g_autoptr (KhDocument) restored = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_forget_document (fixture->office.base.store, document);
  restored = kh_document_test_restore (fixture, document, &error);
  g_assert_null (restored);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
}

/* The same content is there once, and goes with the last that needs it, once nobody may want that
 * back. */
static void
test_same_content (KhDocumentTest *fixture,
                   gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) first = kh_document_test_add (fixture, "a.txt", "same");
  g_autoptr (KhDocument) second = kh_document_test_add (fixture, "b.txt", "same");
  g_autoptr (GError) error = NULL;

  kh_document_test_expect_names (fixture, "b.txt, a.txt");
  kh_document_test_expect_blobs (fixture, 1);
  g_assert_true (kh_document_test_take_away (fixture, first, NULL));
  kh_store_forget_document (fixture->office.base.store, first);
  g_assert_true (kh_document_test_take_away (fixture, second, NULL));
  kh_document_test_expect_blobs (fixture, 1);
  expect_forgotten (fixture, second);
  kh_document_test_expect_blobs (fixture, 0);
  kh_document_test_expect_names (fixture, "");
  g_assert_cmpuint (kh_document_test_count_history (fixture, "remove-row", KH_N_DOCUMENT_FIELDS), ==, 2);
  g_assert_false (kh_document_test_take_away (fixture, second, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
}

/* What was removed comes back as it was, whatever was added and removed meanwhile. */
static void
test_restore (KhDocumentTest *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "mine");
  g_autoptr (KhDocument) other = kh_document_test_add (fixture, "b.txt", "other");
  g_autoptr (KhDocument) same = NULL;
  g_autoptr (KhDocument) restored = NULL;
  g_autoptr (KhDocument) twice = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_document_test_take_away (fixture, kept, NULL));
  g_assert_true (kh_document_test_take_away (fixture, other, NULL));
  same = kh_document_test_add (fixture, "a.txt", "newer");
  expect_forgotten (fixture, other);
  kh_document_test_expect_blobs (fixture, 2);
  restored = kh_document_test_restore (fixture, kept, NULL);
  g_assert_cmpint (kh_document_get_origin (restored)->id, ==, kh_document_get_origin (kept)->id);
  g_assert_cmpint (kh_document_get_origin (restored)->added_at, ==, kh_document_get_origin (kept)->added_at);
  g_assert_cmpstr (kh_document_get_origin (restored)->author, ==, kh_document_get_origin (kept)->author);
  kh_document_test_expect_names (fixture, "a.txt, a (2).txt");
  twice = kh_document_test_restore (fixture, kept, &error);
  g_assert_null (twice);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  /* As it is there, it is not forgotten. */
  kh_store_forget_document (fixture->office.base.store, kept);
  g_assert_true (kh_document_test_take_away (fixture, same, NULL));
  kh_document_test_expect_copy (fixture, restored, "mine");
  g_assert_cmpuint (kh_document_test_count_history (fixture, "add-row", KH_N_DOCUMENT_FIELDS), ==, 4);
  g_assert_true (kh_document_test_take_away (fixture, restored, NULL));
  kh_document_test_expect_blobs (fixture, 2);
  kh_document_test_reopen (fixture);
  kh_document_test_expect_blobs (fixture, 0);
}

static void
test_same_name (KhDocumentTest *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) first = kh_document_test_add (fixture, "Plan.pdf", "one");
  g_autoptr (KhDocument) second = kh_document_test_add (fixture, "Plan.pdf", "two");
  g_autoptr (KhDocument) third = kh_document_test_add (fixture, "plan.pdf", "three");
  g_autoptr (KhDocument) renamed = NULL;
  g_autoptr (GError) error = NULL;

  kh_document_test_expect_names (fixture, "plan (3).pdf, Plan (2).pdf, Plan.pdf");
  kh_document_test_expect_copy (fixture, first, "one");
  kh_document_test_expect_copy (fixture, second, "two");
  kh_document_set (third, KH_DOCUMENT_NAME, "PLAN.pdf");
  renamed = kh_document_test_save (fixture, third, &error);
  g_assert_null (renamed);
  g_assert_error (error, KH_DOCUMENT_ERROR, (int) KH_DOCUMENT_NAME);
}

/* Whatever it was called outside, here it is a name, and no path. */
static void
test_names (KhDocumentTest *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) lines = kh_document_test_add (fixture, "a\nb\033c.txt", "1");
  g_autoptr (KhDocument) bidi = kh_document_test_add (fixture, "bill\u202efdp.txt", "2");
  g_autoptr (KhDocument) slash = kh_document_test_add (fixture, "..\\..\\x.txt", "3");
  g_autoptr (KhDocument) broken = kh_document_test_add (fixture, "\xff\xfe.txt", "4");
  g_autoptr (KhDocument) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_document_test_expect_blobs (fixture, 4);
  g_assert_cmpstr (kh_document_get (lines, KH_DOCUMENT_NAME), ==, "a_b_c.txt");
  g_assert_cmpstr (kh_document_get (bidi, KH_DOCUMENT_NAME), ==, "bill_fdp.txt");
  g_assert_cmpstr (kh_document_get (slash, KH_DOCUMENT_NAME), ==, "_.._x.txt");
  g_assert_true (g_utf8_validate (kh_document_get (broken, KH_DOCUMENT_NAME), -1, NULL));
  kh_document_set (lines, KH_DOCUMENT_NAME, "../../keyholder.db");
  saved = kh_document_test_save (fixture, lines, &error);
  g_assert_null (saved);
  g_assert_error (error, KH_DOCUMENT_ERROR, (int) KH_DOCUMENT_NAME);
}

/* What is no plain file is not read, and none of it waits. */
static void
test_kinds (KhDocumentTest *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *plain = kh_document_test_write_outside (fixture, "plain.txt", "plain");
  g_autofree char *fifo = g_build_filename (fixture->outside, "fifo", NULL);
  g_autofree char *link_path = g_build_filename (fixture->outside, "link.txt", NULL);
  g_autofree char *dangling = g_build_filename (fixture->outside, "dangling.txt", NULL);
  g_autofree char *gone = g_build_filename (fixture->outside, "gone.txt", NULL);
  g_autofree char *below = g_build_filename (plain, "below.txt", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (plain, link_path), ==, 0);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  kh_document_test_expect_refused (fixture, fifo, KH_STORE_ERROR_INVALID);
  kh_document_test_expect_refused (fixture, link_path, KH_STORE_ERROR_INVALID);
  kh_document_test_expect_refused (fixture, dangling, KH_STORE_ERROR_INVALID);
  kh_document_test_expect_refused (fixture, fixture->outside, KH_STORE_ERROR_INVALID);
  kh_document_test_expect_refused (fixture, "/dev/zero", KH_STORE_ERROR_INVALID);
  kh_document_test_expect_refused (fixture, gone, KH_STORE_ERROR_NOT_FOUND);
  kh_document_test_expect_refused (fixture, below, KH_STORE_ERROR_NOT_FOUND);
  kh_document_test_expect_names (fixture, "");
  kh_document_test_expect_blobs (fixture, 0);
}

/* The records themselves are not read: closing them would let another process write. */
static void
test_records (KhDocumentTest *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->office.base.folder, "keyholder.db", NULL);
  g_autofree char *other = g_build_filename (fixture->outside, "other.db", NULL);

  kh_document_test_expect_refused (fixture, path, KH_STORE_ERROR_INVALID);
  g_assert_cmpint (link (path, other), ==, 0);
  kh_document_test_expect_refused (fixture, other, KH_STORE_ERROR_INVALID);
  g_unlink (other);
}

static void
test_cap (KhDocumentTest *fixture,
          gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = kh_document_test_write_outside (fixture, "scan.pdf", "");
  g_autofree char *most = g_format_size ((guint64) KH_DOCUMENT_MOST_BYTES);
  g_autoptr (KhDocument) kept = NULL;
  g_autoptr (KhDocument) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, KH_DOCUMENT_MOST_BYTES + 1), ==, 0);
  none = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, most));
  kh_document_test_expect_blobs (fixture, 0);
  g_assert_cmpint (truncate (path, KH_DOCUMENT_MOST_BYTES), ==, 0);
  kept = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, NULL);
  g_assert_nonnull (kept);
  g_assert_cmpint (kh_document_get_origin (kept)->size, ==, KH_DOCUMENT_MOST_BYTES);
}

static void
test_empty (KhDocumentTest *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "empty.txt", "");

  g_assert_cmpint (kh_document_get_origin (kept)->size, ==, 0);
  kh_document_test_expect_state (fixture, KH_DOCUMENT_THERE);
  kh_document_test_expect_copy (fixture, kept, "");
}

static void
test_lost (KhDocumentTest *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");
  g_autofree char *blob = kh_document_test_dup_blob_path (fixture, kept);
  g_autoptr (KhDocument) again = NULL;

  g_unlink (blob);
  kh_document_test_expect_state (fixture, KH_DOCUMENT_LOST);
  kh_document_test_expect_no_copy (fixture, kept, KH_STORE_ERROR_NOT_FOUND);
  /* Added again it heals the first too. */
  again = kh_document_test_add (fixture, "a.txt", "content");
  kh_document_test_expect_copy (fixture, kept, "content");
  g_unlink (blob);
  g_assert_true (kh_document_test_take_away (fixture, again, NULL));
  g_assert_true (kh_document_test_take_away (fixture, kept, NULL));
}

/* A change of the length is seen from outside, any other when the content is asked for. */
static void
test_changed (KhDocumentTest *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");
  g_autofree char *blob = kh_document_test_dup_blob_path (fixture, kept);
  g_autofree char *elsewhere = kh_document_test_write_outside (fixture, "elsewhere", "content");
  g_autoptr (KhDocument) again = NULL;

  g_assert_true (g_file_set_contents (blob, "longer content", -1, NULL));
  kh_document_test_expect_state (fixture, KH_DOCUMENT_CHANGED);
  kh_document_test_expect_no_copy (fixture, kept, KH_STORE_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (blob, "Content", -1, NULL));
  kh_document_test_expect_state (fixture, KH_DOCUMENT_THERE);
  kh_document_test_expect_no_copy (fixture, kept, KH_STORE_ERROR_DAMAGED);
  g_unlink (blob);
  g_assert_cmpint (symlink (elsewhere, blob), ==, 0);
  kh_document_test_expect_state (fixture, KH_DOCUMENT_CHANGED);
  kh_document_test_expect_no_copy (fixture, kept, KH_STORE_ERROR_DAMAGED);
  again = kh_document_test_add (fixture, "b.txt", "content");
  kh_document_test_expect_copy (fixture, kept, "content");
}

/* Lent copies are for looking at, and never of a program. */
static void
test_lent (KhDocumentTest *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");
  g_autoptr (KhDocument) script = kh_document_test_add (fixture, "Photo.jpg", "#!/bin/sh\ntouch /tmp/x\n");
  g_autoptr (KhDocument) launcher = kh_document_test_add (fixture, "Photo.desktop", "x");
  g_autofree char *path = kh_document_test_copy (fixture->office.base.store, kept, fixture->outside, TRUE, NULL);
  g_autofree char *again = kh_document_test_copy (fixture->office.base.store, kept, fixture->outside, TRUE, NULL);
  g_autofree char *none = NULL;
  g_autofree char *neither = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_nonnull (path);
  g_assert_cmpstr (again, ==, path);
  g_assert_true (g_str_has_suffix (path, "/a.txt"));
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0400);
  none = kh_document_test_copy (fixture->office.base.store, script, fixture->outside, TRUE, &error);
  g_assert_null (none);
  g_assert_error (error, KH_DOCUMENT_ERROR, (int) KH_DOCUMENT_NAME);
  g_assert_nonnull (strstr (error->message, "Save a Copy"));
  neither = kh_document_test_copy (fixture->office.base.store, launcher, fixture->outside, TRUE, NULL);
  g_assert_null (neither);
  kh_document_test_expect_copy (fixture, script, "#!/bin/sh\ntouch /tmp/x\n");
}

/* A copy never takes the place of the records, nor of another file of a customer. */
static void
test_kept_off (KhDocumentTest *fixture,
               gconstpointer   data G_GNUC_UNUSED)
{
  static const char * const names[] = { "keyholder.db", "keyholder.db-wal", "files/copy.txt" };
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->office.base.folder, names[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *copied = kh_document_test_copy (fixture->office.base.store, kept, path, FALSE, &error);

      g_assert_null (copied);
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_IO);
      g_assert_true (g_str_has_prefix (error->message, "Keyholder keeps your records there."));
    }
  kh_document_test_expect_copy (fixture, kept, "content");
}

static void
test_change (KhDocumentTest *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");
  g_autoptr (KhDocument) mine = kh_document_copy (kept);
  g_autoptr (KhDocument) changed = NULL;
  g_autoptr (KhDocument) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) removing = NULL;

  kh_document_set (kept, KH_DOCUMENT_CATEGORY, "permit");
  kh_document_set (kept, KH_DOCUMENT_NAME, "Permit 2026.txt");
  changed = kh_document_test_save (fixture, kept, NULL);
  g_assert_cmpint (kh_document_get_origin (changed)->revision, ==, 2);
  kh_document_test_expect_names (fixture, "Permit 2026.txt");
  g_assert_cmpuint (kh_document_test_count_history (fixture, "change", KH_DOCUMENT_NAME), ==, 1);
  g_assert_cmpuint (kh_document_test_count_history (fixture, "change", KH_DOCUMENT_CATEGORY), ==, 1);
  kh_document_set (mine, KH_DOCUMENT_CATEGORY, "photo");
  none = kh_document_test_save (fixture, mine, &error);
  g_assert_null (none);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  g_assert_false (kh_document_test_take_away (fixture, mine, &removing));
  g_assert_error (removing, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  kh_document_test_expect_blobs (fixture, 1);
}

/* Who may not view files is told so, gets none, is not told how many there are, and does not read
 * of them in the history. */
static void
test_hidden (KhDocumentTest *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "Divorce.pdf", "content");
  g_autofree char *path = g_build_filename (fixture->outside, "copy", NULL);
  g_autofree char *copied = NULL;
  g_autofree char *lent = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) list_error = NULL;
  g_autoptr (GError) count_error = NULL;
  g_autoptr (GError) copy_error = NULL;
  g_autoptr (GError) lend_error = NULL;
  guint n_documents = 7;

  g_assert_cmpuint (kh_document_test_count_history (fixture, "add-row", KH_N_DOCUMENT_FIELDS), ==, 1);
  kh_document_test_take (fixture, KH_GRANT_FILES_VIEW);
  documents = kh_document_test_list (fixture, &list_error);
  g_assert_error (list_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_false (kh_document_test_count (fixture, &n_documents, &count_error));
  g_assert_error (count_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_cmpuint (n_documents, ==, 0);
  copied = kh_document_test_copy (fixture->office.base.store, kept, path, FALSE, &copy_error);
  g_assert_error (copy_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  lent = kh_document_test_copy (fixture->office.base.store, kept, fixture->outside, TRUE, &lend_error);
  g_assert_error (lend_error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (kh_document_test_count_history (fixture, "add-row", KH_N_DOCUMENT_FIELDS), ==, 0);
}

static void
test_grants (KhDocumentTest *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");
  g_autofree char *path = kh_document_test_write_outside (fixture, "b.txt", "b");
  g_autoptr (KhDocument) added = NULL;
  g_autoptr (KhDocument) changed = NULL;
  g_autoptr (KhDocument) restored = NULL;
  g_autoptr (GError) create = NULL;
  g_autoptr (GError) modify = NULL;
  g_autoptr (GError) delete = NULL;
  guint n_documents = 0;

  kh_document_test_take (fixture, KH_GRANT_FILES_CREATE);
  added = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, &create);
  g_assert_error (create, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  kh_document_test_take (fixture, KH_GRANT_FILES_MODIFY);
  kh_document_set (kept, KH_DOCUMENT_CATEGORY, "photo");
  changed = kh_document_test_save (fixture, kept, &modify);
  g_assert_error (modify, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  kh_document_test_take (fixture, KH_GRANT_FILES_DELETE);
  g_assert_false (kh_document_test_take_away (fixture, kept, &delete));
  g_assert_error (delete, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_clear_error (&delete);
  restored = kh_document_test_restore (fixture, kept, &delete);
  g_assert_null (restored);
  g_assert_error (delete, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_true (kh_document_test_count (fixture, &n_documents, NULL));
  g_assert_cmpuint (n_documents, ==, 1);
  kh_document_test_expect_blobs (fixture, 1);
}

/* A customer who is not there gets no files, and a file without its history is none. */
static void
test_whole (KhDocumentTest *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = kh_document_test_write_outside (fixture, "a.txt", "content");
  g_autoptr (KhDocument) nobody = NULL;
  g_autoptr (KhDocument) none = NULL;
  g_autoptr (GError) error = NULL;

  nobody = kh_document_test_add_path (fixture->office.base.store, 4711, path, NULL, &error);
  g_assert_null (nobody);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  kh_document_test_run (fixture, "CREATE TRIGGER full BEFORE INSERT ON history WHEN NEW.datapoint LIKE 'files%' "
                    "BEGIN SELECT RAISE (ABORT, 'full'); END");
  none = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, NULL);
  g_assert_null (none);
  kh_document_test_expect_names (fixture, "");
  kh_document_test_expect_blobs (fixture, 0);
  kh_document_test_run (fixture, "DROP TRIGGER full");
}

/* What a Keyholder left that was killed goes at the next start; what only newer records need stays. */
static void
test_left (KhDocumentTest *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = kh_document_test_add (fixture, "a.txt", "content");
  g_autoptr (KhDocument) newer = kh_document_test_add (fixture, "b.txt", "newer");
  g_autoptr (KhDocument) orphan = kh_document_test_add (fixture, "c.txt", "orphan");
  g_autofree char *orphan_blob = kh_document_test_dup_blob_path (fixture, orphan);
  g_autofree char *newer_blob = kh_document_test_dup_blob_path (fixture, newer);
  g_autofree char *left = g_build_filename (fixture->office.base.folder, "files", "incoming.0badcafe", NULL);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM document WHERE name IN ('b.txt', 'c.txt');"
                                          "INSERT INTO document_doubt (hash) VALUES ('%s'), ('%s');",
                                          kh_document_get_origin (orphan)->hash, kh_document_get_origin (kept)->hash);

  kh_store_test_close (g_steal_pointer (&fixture->office.base.store));
  g_assert_true (g_file_set_contents (left, "half", -1, NULL));
  kh_document_test_run (fixture, sql);
  kh_document_test_reopen (fixture);
  kh_document_test_reopen (fixture);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (orphan_blob, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (newer_blob, G_FILE_TEST_EXISTS));
  kh_document_test_expect_copy (fixture, kept, "content");
}

/* Something else that has the folder's name leads no file elsewhere. */
static void
test_folder (KhDocumentTest *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *folder = g_build_filename (fixture->office.base.folder, "files", NULL);
  g_autofree char *path = kh_document_test_write_outside (fixture, "a.txt", "content");

  g_assert_cmpint (symlink (fixture->outside, folder), ==, 0);
  kh_document_test_expect_refused (fixture, path, KH_STORE_ERROR_FOREIGN);
  g_unlink (folder);
}

static void
on_documents_changed_cb (guint  *told,
                         gint64  customer G_GNUC_UNUSED)
{
  (*told)++;
}

static void
test_told (KhDocumentTest *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  guint told = 0;
  g_autoptr (KhDocument) kept = NULL;

  g_signal_connect_swapped (fixture->office.base.store, "documents-changed", G_CALLBACK (on_documents_changed_cb), &told);
  kept = kh_document_test_add (fixture, "a.txt", "content");
  g_assert_cmpuint (told, ==, 1);
  g_assert_true (kh_document_test_take_away (fixture, kept, NULL));
  g_assert_cmpuint (told, ==, 2);
  g_signal_handlers_disconnect_by_data (fixture->office.base.store, &told);
}

/* Killed at any moment, the records have whole files, and the folder has nothing else. */

static GPid
start_worker (KhDocumentTest *fixture)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->office.number);
  g_autofree char *member = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->office.owner);
  const char *arguments[] = { program, "--work", fixture->office.base.folder, fixture->outside, number, member, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid = 0;

  g_spawn_async (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &pid, &error);
  g_assert_no_error (error);

  return pid;
}

static void
judge (KhDocumentTest *fixture)
{
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GHashTable) hashes = g_hash_table_new (g_str_hash, g_str_equal);

  kh_document_test_reopen (fixture);
  documents = kh_document_test_list (fixture, NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      const KhDocumentOrigin *origin = kh_document_get_origin (g_ptr_array_index (documents, i));
      g_autofree char *path = g_build_filename (fixture->outside, "copy", NULL);
      g_autofree char *where = kh_document_test_copy (fixture->office.base.store, g_ptr_array_index (documents, i), path, FALSE, NULL);

      g_assert_cmpint (origin->state, ==, KH_DOCUMENT_THERE);
      g_assert_nonnull (where);
      g_hash_table_add (hashes, (gpointer) origin->hash);
    }
  /* What was left over is gone once something was written. */
  kh_store_test_close (g_steal_pointer (&fixture->office.base.store));
  kh_document_test_expect_blobs (fixture, g_hash_table_size (hashes));
  kh_document_test_reopen (fixture);
}

static void
test_kill (KhDocumentTest *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  guint most = 0;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("source-%u.txt", i);
      g_autofree char *content = g_strnfill (3000000 + i, (char) ('a' + i));

      g_free (kh_document_test_write_outside (fixture, name, content));
    }
  for (guint i = 0; i < N_KILLS; i++)
    {
      GPid pid;
      guint n_documents = 0;

      kh_store_test_close (g_steal_pointer (&fixture->office.base.store));
      pid = start_worker (fixture);
      g_usleep ((gulong) g_test_rand_int_range (60, 500) * 1000);
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      waitpid (pid, NULL, 0);
      g_spawn_close_pid (pid);
      judge (fixture);
      kh_document_test_count (fixture, &n_documents, NULL);
      most = MAX (most, n_documents);
    }
  g_test_message ("At the most %u files were there", most);
}

/* The worker: adds files and takes them away again until it is killed. */
static void G_GNUC_NORETURN
work (char **arguments)
{
  g_autoptr (KhStore) store = kh_store_test_open (arguments[0], NULL);
  gint64 number = g_ascii_strtoll (arguments[2], NULL, 10);
  KhOfficeTest office = { .base = { .store = store } };

  g_assert_nonnull (store);
  kh_office_test_sign_in (&office, g_ascii_strtoll (arguments[3], NULL, 10), KH_OFFICE_OWNER_PASSWORD);
  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("source-%u.txt", i % 4);
      g_autofree char *path = g_build_filename (arguments[1], name, NULL);
      g_autoptr (KhDocument) document = kh_document_test_add_path (store, number, path, NULL, NULL);
      g_autoptr (GAsyncResult) result = NULL;

      g_assert_nonnull (document);
      if (i % 3 == 0)
        continue;
      kh_store_remove_document_async (store, document, NULL, kh_store_test_keep, &result);
      kh_store_test_wait_result (&result);
    }
}

/* Records of before there were files. */
static void
test_migration (KhDocumentTest *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhDocument) kept = NULL;

  kh_store_test_close (g_steal_pointer (&fixture->office.base.store));
  kh_document_test_run (fixture, KH_STORE_TEST_UNDO_DOCUMENTS "PRAGMA user_version = 21");
  kh_document_test_reopen (fixture);
  kept = kh_document_test_add (fixture, "a.txt", "content");
  kh_document_test_expect_copy (fixture, kept, "content");
}

static void
add_test (const char *path,
          void (*test) (KhDocumentTest       *fixture,
                        gconstpointer  data))
{
  g_test_add (path, KhDocumentTest, NULL, kh_document_test_set_up, test, kh_document_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 6 && g_str_equal (argv[1], "--work"))
    work (argv + 2);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  add_test ("/documents/round-trip", test_round_trip);
  add_test ("/documents/same-content", test_same_content);
  add_test ("/documents/restore", test_restore);
  add_test ("/documents/same-name", test_same_name);
  add_test ("/documents/names", test_names);
  add_test ("/documents/kinds", test_kinds);
  add_test ("/documents/records", test_records);
  add_test ("/documents/cap", test_cap);
  add_test ("/documents/empty", test_empty);
  add_test ("/documents/lost", test_lost);
  add_test ("/documents/changed", test_changed);
  add_test ("/documents/lent", test_lent);
  add_test ("/documents/kept-off", test_kept_off);
  add_test ("/documents/change", test_change);
  add_test ("/documents/hidden", test_hidden);
  add_test ("/documents/grants", test_grants);
  add_test ("/documents/whole", test_whole);
  add_test ("/documents/left", test_left);
  add_test ("/documents/folder", test_folder);
  add_test ("/documents/told", test_told);
  add_test ("/documents/kill", test_kill);
  add_test ("/documents/migration", test_migration);

  return g_test_run ();
}
