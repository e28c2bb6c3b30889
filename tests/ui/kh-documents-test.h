/* kh-documents-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-ui-fixture.h"

G_BEGIN_DECLS

/* One customer, Ana Ruiz, in a window; an owner is signed in. */
typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWidget *root;
  gint64 number;
} KhDocumentsTest;

void       kh_documents_test_start       (KhDocumentsTest    *self);
void       kh_documents_test_end         (KhDocumentsTest    *self);
/* The tab Files, by keys. */
void       kh_documents_test_open_files  (KhDocumentsTest    *self);
/* A file that is not in the records; returns where it is. */
char      *kh_documents_test_write_file  (KhDocumentsTest    *self,
                                          const char         *name,
                                          const char         *content) G_GNUC_WARN_UNUSED_RESULT;
/* Adds one behind the window's back. */
void       kh_documents_test_keep        (KhDocumentsTest    *self,
                                          const char         *name,
                                          const char         *content,
                                          const char         *category);
GPtrArray *kh_documents_test_list_kept   (KhDocumentsTest    *self) G_GNUC_WARN_UNUSED_RESULT;
/* @expected: as in "b.txt (-), a.pdf (contract)", newest first. */
void       kh_documents_test_expect_kept (KhDocumentsTest    *self,
                                          const char         *expected);
void       kh_documents_test_drop        (KhDocumentsTest    *self,
                                          const char * const *paths);

G_END_DECLS
