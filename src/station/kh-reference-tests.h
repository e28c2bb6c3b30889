/* kh-reference-tests.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"
#include "kh-reference-request.h"

G_BEGIN_DECLS

/* The longest test that the station takes, and how many an account can have at once. */
#define KH_REFERENCE_LONGEST_TEST 480
#define KH_REFERENCE_MOST_TESTS 50

/**
 * KhReferenceTest:
 * @id: its number
 * @begins: seconds since 1970
 * @ends: when it ends or ended
 * @minutes: how long it was to be
 * @scope: what of the account is on test: its kind and items
 * @reason: (nullable): why
 * @author: who put it on
 * @cleared_by: (nullable): who ended it before its time
 *
 * A time in which an account's signals are not acted on.
 */
typedef struct {
  gint64 id;
  gint64 begins;
  gint64 ends;
  gint64 minutes;
  JsonObject *scope;
  char *reason;
  char *author;
  char *cleared_by;
} KhReferenceTest;

void               kh_reference_test_free       (KhReferenceTest     *test);
gboolean           kh_reference_test_covers     (const KhReferenceTest *test,
                                                 gint64               at,
                                                 const char          *area,
                                                 const char          *zone);

/* All of an account's tests that fall into a time, with those that are over. */
GPtrArray         *kh_reference_tests_find      (KhReferenceBook     *book,
                                                 const char          *account,
                                                 gint64               from,
                                                 gint64               to,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Each gives NULL with @error set where the book failed. */
KhReferenceAnswer *kh_reference_tests_list      (KhReferenceBook     *book,
                                                 KhReferenceRequest  *request,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_tests_put       (KhReferenceBook     *book,
                                                 KhReferenceRequest  *request,
                                                 JsonObject          *account,
                                                 JsonObject          *order,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_tests_clear     (KhReferenceBook     *book,
                                                 KhReferenceRequest  *request,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
