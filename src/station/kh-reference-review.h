/* kh-reference-review.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"
#include "kh-reference-request.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/**
 * KhReferencePending:
 * @change: the change set's id
 * @account: the account's id
 * @set: (owned): its operations that wait
 *
 * What waits for a person at the station.
 */
typedef struct {
  char *change;
  char *account;
  JsonObject *set;
} KhReferencePending;

void               kh_reference_pending_free       (KhReferencePending   *pending);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferencePending, kh_reference_pending_free)

/* What has to be reviewed: a path and what is below it, such as /passcodes, or all
 * of one account, by its id. */
gboolean           kh_reference_review_add_rule    (KhReferenceBook      *book,
                                                    const char           *what,
                                                    GError              **error);
gboolean           kh_reference_review_remove_rule (KhReferenceBook      *book,
                                                    const char           *what,
                                                    GError              **error);
GPtrArray         *kh_reference_review_list_rules  (KhReferenceBook      *book,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Does what a change set says, or keeps it for the review. */
KhReferenceAnswer *kh_reference_review_write       (KhReferenceBook      *book,
                                                    KhReferenceProfile    profile,
                                                    KhReferenceRequest   *request,
                                                    JsonObject           *account,
                                                    JsonObject           *set,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* KhReferencePendings, oldest first; of one account, or of all with NULL. */
GPtrArray         *kh_reference_review_list        (KhReferenceBook      *book,
                                                    const char           *account,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           kh_reference_review_settle      (KhReferenceBook      *book,
                                                    KhReferenceProfile    profile,
                                                    const char           *change,
                                                    gboolean              approve,
                                                    const char           *reason,
                                                    GError              **error);

G_END_DECLS
