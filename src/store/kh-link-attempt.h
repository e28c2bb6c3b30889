/* kh-link-attempt.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-shadow.h"

G_BEGIN_DECLS

/* How far a Link got; kept as this text. */
#define KH_ATTEMPT_CREATING "creating" /* kept here; the account may or may not have been made */
#define KH_ATTEMPT_PREPARED "prepared" /* kept here; the change set may or may not have gone out */
#define KH_ATTEMPT_APPLIED  "applied"  /* the station answered that it has our values */
#define KH_ATTEMPT_REFERRED "referred" /* the station keeps our customer number */

/**
 * KhLinkAttempt:
 * @customer: the customer number; one attempt each at most
 * @revision: the record's revision that the clerk saw
 * @company: the monitoring company's entry
 * @account: the station's id of the account; while it is "creating", @key in its place
 * @number: the account number
 * @receiver: (nullable): the receiver
 * @etag: (nullable): the account's version that the clerk saw, and after "applied" the one it has now
 * @key: the Idempotency-Key of the change set, or of the new account
 * @reference_key: the Idempotency-Key of the external reference
 * @body: (nullable): the exact bytes of the change set, or of the new account; %NULL when nothing is
 *   to be written
 * @changes: #KhChange: what @body would write, to tell by reading whether it was written
 * @adopted: #KhChange: the station's values to take into the record; in one that was read, a
 *   sealed one has the sealed cell as its value
 * @rows: #KhChange: our rows that the station is to get once the customer is linked; only while it
 *   begins
 * @takes: #KhRowTake: the station's rows to take into the record
 * @two_way: whether the number is of a block for panels that one can talk through, so that the record
 *   says so from now on; only while it begins
 * @seen: (nullable): the account as the clerk saw it
 * @locked: whether the change set holds a secret that whoever reads has no key to; then @body is
 *   %NULL, and the sealed ones of @changes have no secret
 * @change_set: (nullable): the station's id of the change set, where a person there looks at it
 * @waiting: (nullable) (element-type KhDatapointId): with @change_set, those of @changes that the person
 *   looks at; %NULL where the station does not say, so that it may be all
 * @state: one of the texts above
 * @started_at: seconds since 1970, UTC
 * @author: who pressed Link, or Shell Account
 *
 * A Link under way. Shell Account is one whose account is made first.
 */
typedef struct _KhLinkAttempt KhLinkAttempt;
struct _KhLinkAttempt {
  gint64 customer;
  gint64 revision;
  gint64 company;
  char *account;
  char *number;
  char *receiver;
  char *etag;
  char *key;
  char *reference_key;
  GBytes *body;
  GPtrArray *changes;
  GPtrArray *adopted;
  GPtrArray *rows;
  GPtrArray *takes;
  gboolean two_way;
  KhShadow *seen;
  gboolean locked;
  char *change_set;
  GArray *waiting;
  char *state;
  gint64 started_at;
  char *author;
};

KhLinkAttempt *kh_link_attempt_new  (void) G_GNUC_WARN_UNUSED_RESULT;
KhLinkAttempt *kh_link_attempt_copy (const KhLinkAttempt *attempt) G_GNUC_WARN_UNUSED_RESULT;
void           kh_link_attempt_free (KhLinkAttempt       *attempt);
gboolean       kh_link_attempt_is_creating (const KhLinkAttempt *attempt);
gboolean       kh_link_attempt_waits       (const KhLinkAttempt *attempt,
                                            KhDatapointId        id);
void           kh_link_attempt_take_account (KhLinkAttempt      *attempt,
                                             KhAccount          *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhLinkAttempt, kh_link_attempt_free)

G_END_DECLS
