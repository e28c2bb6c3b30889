/* kh-reference-book.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-connection.h"
#include "kh-reference-answer.h"

G_BEGIN_DECLS

/**
 * KhReferenceBook:
 *
 * What the reference station keeps: accounts, change sets, tests, what was done to
 * accounts, and the answers that it gave to writes. What a function that writes, in a transaction, has told is
 * on the disk.
 */
typedef struct _KhReferenceBook KhReferenceBook;

typedef gboolean (*KhReferenceBookFunc) (KhReferenceBook  *book,
                                         gpointer          user_data,
                                         GError          **error);

/**
 * KhReferenceKept:
 * @request: method and path
 * @digest: of the request's body
 * @answer: (owned): what was answered
 */
typedef struct {
  char *request;
  char *digest;
  KhReferenceAnswer *answer;
} KhReferenceKept;

void             kh_reference_kept_free            (KhReferenceKept      *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferenceKept, kh_reference_kept_free)

KhReferenceBook *kh_reference_book_open            (const char           *path,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             kh_reference_book_close           (KhReferenceBook      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferenceBook, kh_reference_book_close)

KhConnection    *kh_reference_book_get_connection  (KhReferenceBook      *self);

/* The book's clock, in seconds since 1970; it can be ahead of the machine's, or behind. */
gint64           kh_reference_book_get_now         (KhReferenceBook      *self);
void             kh_reference_book_set_clock       (KhReferenceBook      *self,
                                                    gint64                ahead);

gboolean         kh_reference_book_transact        (KhReferenceBook      *self,
                                                    KhReferenceBookFunc   func,
                                                    gpointer              user_data,
                                                    GError              **error);

gboolean         kh_reference_book_count           (KhReferenceBook      *self,
                                                    gint64               *count,
                                                    GError              **error);
gboolean         kh_reference_book_save            (KhReferenceBook      *self,
                                                    JsonObject           *account,
                                                    GError              **error);
guint            kh_reference_book_count_saves     (KhReferenceBook      *self);
GPtrArray       *kh_reference_book_find            (KhReferenceBook      *self,
                                                    const char           *id,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *kh_reference_book_find_number     (KhReferenceBook      *self,
                                                    const char           *number,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *kh_reference_book_find_near       (KhReferenceBook      *self,
                                                    const char           *dealer,
                                                    const char           *number,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *kh_reference_book_find_reference  (KhReferenceBook      *self,
                                                    const char           *dealer,
                                                    const char           *reference,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *kh_reference_book_page            (KhReferenceBook      *self,
                                                    const char           *dealer,
                                                    const char           *after,
                                                    guint                 limit,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean         kh_reference_book_keep_change     (KhReferenceBook      *self,
                                                    const char           *account,
                                                    const char           *change,
                                                    const char           *text,
                                                    GError              **error);
char            *kh_reference_book_dup_change      (KhReferenceBook      *self,
                                                    const char           *account,
                                                    const char           *change,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean         kh_reference_book_keep_answer     (KhReferenceBook      *self,
                                                    const char           *dealer,
                                                    const char           *key,
                                                    const KhReferenceKept *kept,
                                                    GError              **error);
gboolean         kh_reference_book_find_answer     (KhReferenceBook      *self,
                                                    const char           *dealer,
                                                    const char           *key,
                                                    KhReferenceKept     **kept,
                                                    GError              **error);

G_END_DECLS
