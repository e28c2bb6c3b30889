/* kh-document-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-test.h"

#include "kh-place.h"
#include "kh-schema.h"

#include <glib/gstdio.h>
#include <string.h>

void
kh_document_test_set_up (KhDocumentTest *fixture,
                         gconstpointer   data)
{
  kh_office_test_set_up (&fixture->office, data);
  fixture->outside = kh_store_test_make_folder ();
}

void
kh_document_test_tear_down (KhDocumentTest *fixture,
                            gconstpointer   data)
{
  kh_store_test_remove (fixture->outside);
  g_free (fixture->outside);
  kh_office_test_tear_down (&fixture->office, data);
}

/* Calls that wait */

KhDocument *
kh_document_test_add_path (KhStore     *store,
                           gint64       customer,
                           const char  *path,
                           const char  *category,
                           GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_add_document_async (store, customer, path, category, NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_add_document_finish (store, result, error);
}

GPtrArray *
kh_document_test_list (KhDocumentTest  *fixture,
                       GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_list_documents_async (fixture->office.base.store, fixture->office.number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_list_documents_finish (fixture->office.base.store, result, error);
}

gboolean
kh_document_test_count (KhDocumentTest  *fixture,
                        guint           *n_documents,
                        GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_count_documents_async (fixture->office.base.store, fixture->office.number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_count_documents_finish (fixture->office.base.store, result, n_documents, error);
}

KhDocument *
kh_document_test_save (KhDocumentTest  *fixture,
                       KhDocument      *document,
                       GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_document_async (fixture->office.base.store, document, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_document_finish (fixture->office.base.store, result, error);
}

gboolean
kh_document_test_take_away (KhDocumentTest  *fixture,
                            KhDocument      *document,
                            GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_remove_document_async (fixture->office.base.store, document, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_remove_document_finish (fixture->office.base.store, result, error);
}

KhDocument *
kh_document_test_restore (KhDocumentTest  *fixture,
                          KhDocument      *document,
                          GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_restore_document_async (fixture->office.base.store, document, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_restore_document_finish (fixture->office.base.store, result, error);
}

char *
kh_document_test_copy (KhStore     *store,
                       KhDocument  *document,
                       const char  *path,
                       gboolean     lent,
                       GError     **error)
{
  gint64 id = kh_document_get_origin (document)->id;
  g_autoptr (GAsyncResult) result = NULL;

  if (lent)
    kh_store_lend_document_async (store, id, path, NULL, kh_store_test_keep, &result);
  else
    kh_store_copy_document_async (store, id, path, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_copy_document_finish (store, result, error);
}

/* Steps */

char *
kh_document_test_write_outside (KhDocumentTest *fixture,
                                const char     *name,
                                const char     *content)
{
  char *path = g_build_filename (fixture->outside, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);

  return path;
}

KhDocument *
kh_document_test_add (KhDocumentTest *fixture,
                      const char     *name,
                      const char     *content)
{
  g_autofree char *path = kh_document_test_write_outside (fixture, name, content);
  g_autoptr (GError) error = NULL;
  KhDocument *document = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);

  return document;
}

void
kh_document_test_expect_refused (KhDocumentTest *fixture,
                                 const char     *path,
                                 int             code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDocument) document = kh_document_test_add_path (fixture->office.base.store, fixture->office.number, path, NULL, &error);

  g_assert_null (document);
  g_assert_error (error, KH_STORE_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 40);
}

/* What the folder beside the data file holds, by name. */
static void
collect (const char *path,
         GPtrArray  *names)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        collect (child, names);
      else
        g_ptr_array_add (names, g_steal_pointer (&child));
    }
}

GPtrArray *
kh_document_test_list_blobs (KhDocumentTest *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->office.base.folder, "files", NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  collect (folder, names);

  return names;
}

void
kh_document_test_expect_blobs (KhDocumentTest *fixture,
                               guint           expected)
{
  g_autoptr (GPtrArray) blobs = kh_document_test_list_blobs (fixture);

  g_assert_cmpuint (blobs->len, ==, expected);
}

char *
kh_document_test_dup_blob_path (KhDocumentTest *fixture,
                                KhDocument     *document)
{
  const char *hash = kh_document_get_origin (document)->hash;
  g_autofree char *first = g_strndup (hash, 2);

  return g_build_filename (fixture->office.base.folder, "files", first, hash, NULL);
}

void
kh_document_test_expect_names (KhDocumentTest *fixture,
                               const char     *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = kh_document_test_list (fixture, &error);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < documents->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", kh_document_get (g_ptr_array_index (documents, i), KH_DOCUMENT_NAME));
  g_assert_cmpstr (names->str, ==, expected);
}

void
kh_document_test_expect_state (KhDocumentTest  *fixture,
                               KhDocumentState  expected)
{
  g_autoptr (GPtrArray) documents = kh_document_test_list (fixture, NULL);

  g_assert_cmpint (kh_document_get_origin (g_ptr_array_index (documents, 0))->state, ==, expected);
}

void
kh_document_test_expect_copy (KhDocumentTest *fixture,
                              KhDocument     *document,
                              const char     *content)
{
  g_autofree char *path = g_build_filename (fixture->outside, "copy", NULL);
  g_autofree char *got = NULL;
  g_autofree char *where = NULL;
  g_autoptr (GError) error = NULL;

  where = kh_document_test_copy (fixture->office.base.store, document, path, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (where, ==, path);
  g_assert_true (g_file_get_contents (path, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, content);
  g_unlink (path);
}

void
kh_document_test_expect_no_copy (KhDocumentTest *fixture,
                                 KhDocument     *document,
                                 int             code)
{
  g_autofree char *path = kh_document_test_write_outside (fixture, "copy", "what was there");
  g_autofree char *got = NULL;
  g_autofree char *where = NULL;
  g_autoptr (GError) error = NULL;

  where = kh_document_test_copy (fixture->office.base.store, document, path, FALSE, &error);
  g_assert_null (where);
  g_assert_error (error, KH_STORE_ERROR, code);
  g_assert_true (g_file_get_contents (path, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, "what was there");
}

guint
kh_document_test_count_history (KhDocumentTest  *fixture,
                                const char      *action,
                                KhDocumentField  field)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (fixture->office.base.store, fixture->office.number);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);
      g_auto (KhPlace) place = { 0 };

      n += kh_place_parse (row->datapoint, &place) && place.document && g_str_equal (row->action, action) &&
           place.datapoint == (field == KH_N_DOCUMENT_FIELDS ? NULL : kh_document_field_get (field));
    }

  return n;
}

void
kh_document_test_take (KhDocumentTest *fixture,
                       KhGrant         grant)
{
  KhOfficeTest *office = &fixture->office;
  g_autoptr (KhMember) clerk = NULL;

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  clerk->taken = kh_grants_with (kh_grants_none (), grant);
  kh_office_test_save_member (office, clerk);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
}

void
kh_document_test_reopen (KhDocumentTest *fixture)
{
  KhOfficeTest *office = &fixture->office;

  if (office->base.store != NULL)
    kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  g_assert_nonnull (office->base.store);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
}

void
kh_document_test_run (KhDocumentTest *fixture,
                      const char     *sql)
{
  g_autofree char *path = g_build_filename (fixture->office.base.folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);

  g_assert_no_error (error);
  kh_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
  kh_connection_close (connection);
}
