/* kh-documents-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-documents-test.h"

#include "kh-documents-view.h"
#include "kh-store-documents.h"
#include "kh-window.h"

#include <string.h>

void
kh_documents_test_start (KhDocumentsTest *self)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (self, 0, sizeof *self);
  kh_ui_fixture_init (&self->base);
  kh_ui_fixture_own (&self->base);
  self->number = kh_ui_fixture_add_customer (&self->base, customer);
  self->window = GTK_WINDOW (kh_window_new (self->base.application, self->base.services));
  self->root = GTK_WIDGET (self->window);
  gtk_window_set_default_size (self->window, 1280, 800);
  gtk_window_present (self->window);
  kh_ui_wait_active (self->window);
}

void
kh_documents_test_end (KhDocumentsTest *self)
{
  gtk_window_destroy (self->window);
  kh_ui_fixture_clear (&self->base);
}

static void
open_customer (KhDocumentsTest *self)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (self->root, "Central Station");
  kh_ui_settle (self->window);
}

void
kh_documents_test_open_files (KhDocumentsTest *self)
{
  open_customer (self);
  for (guint i = 0; i < 4; i++)
    kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_settle (self->window);
}

char *
kh_documents_test_write_file (KhDocumentsTest *self,
                              const char      *name,
                              const char      *content)
{
  g_autofree char *folder = g_build_filename (self->base.folder, "outside", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));

  return path;
}

void
kh_documents_test_keep (KhDocumentsTest *self,
                        const char      *name,
                        const char      *content,
                        const char      *category)
{
  g_autofree char *path = kh_documents_test_write_file (self, name, content);
  g_autoptr (KhDocument) document = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_document_async (self->base.store, self->number, path, category, NULL, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  document = kh_store_add_document_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

GPtrArray *
kh_documents_test_list_kept (KhDocumentsTest *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_list_documents_async (self->base.store, self->number, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);

  return kh_store_list_documents_finish (self->base.store, result, NULL);
}

void
kh_documents_test_expect_kept (KhDocumentsTest *self,
                               const char      *expected)
{
  g_autoptr (GPtrArray) documents = kh_documents_test_list_kept (self);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < documents->len; i++)
    {
      KhDocument *document = g_ptr_array_index (documents, i);
      const char *category = kh_document_get (document, KH_DOCUMENT_CATEGORY);

      g_string_append_printf (names, "%s%s (%s)", i > 0 ? ", " : "", kh_document_get (document, KH_DOCUMENT_NAME),
                              category != NULL ? category : "-");
    }
  g_assert_cmpstr (names->str, ==, expected);
}

void
kh_documents_test_drop (KhDocumentsTest    *self,
                        const char * const *paths)
{
  GtkWidget *view = kh_ui_find_type (self->root, KH_TYPE_DOCUMENTS_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  g_autoptr (GSList) files = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &taken);
    }
  g_slist_foreach (files, (GFunc) (void (*) (void)) g_object_unref, NULL);
  g_assert_true (taken);
}
