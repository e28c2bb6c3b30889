/* kh-outbox-set.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"
#include "kh-link.h"
#include "kh-outbox-item.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/**
 * KhOutboxSet:
 * @link: the customer's link
 * @shadow_known: whether @shadow is of the link's version
 * @customer: the whole record
 * @rows: (element-type KhRows): its rows of each table that goes to a station
 * @shadow: what was last known of the account
 * @items: (element-type KhOutboxItem): what is to go out, or has gone out with @key
 * @secrets: (element-type KhDatapointId KhSecret): the values of those that are sealed, as the
 *   record has them now
 * @locked: (element-type KhOutboxItem): what would go out too, but is sealed, and whoever is
 *   there has no key
 * @held: (element-type KhOutboxItem): what does not go out because the account is held
 * @pending: (element-type KhOutboxItem): what waits for a person at the station
 * @key: (nullable): the Idempotency-Key of a change set that has gone out, or may have, and whose
 *   outcome is not known
 * @etag: (nullable): the version that it was for
 * @body: (nullable): its bytes; %NULL where it holds a secret that whoever is there has no key to
 * @sent_at: when it first went out, in seconds since 1970
 *
 * What is to be done next for one account.
 */
typedef struct {
  KhLink *link;
  gboolean shadow_known;
  KhCustomer *customer;
  GPtrArray *rows;
  KhShadow *shadow;
  GPtrArray *items;
  GHashTable *secrets;
  GPtrArray *locked;
  GPtrArray *held;
  GPtrArray *pending;
  char *key;
  char *etag;
  GBytes *body;
  gint64 sent_at;
} KhOutboxSet;

KhOutboxSet *kh_outbox_set_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void         kh_outbox_set_free (KhOutboxSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhOutboxSet, kh_outbox_set_free)

/**
 * KhOutboxOutcome:
 * @customer: the customer number
 * @account: (nullable): the station's id of the account that it is about
 * @steps: (element-type KhOutboxStep): what happened
 * @message: (nullable): what the station said, for a person
 * @refusal: (nullable): what a person there said to what they declined
 * @change_set: (nullable): the station's id of the change set that a person there looks at
 * @in_doubt: whether the change set may have been applied; then its key and bytes are kept
 * @one_by_one: whether the items go out singly next, to find the one that is refused
 * @shadow: (nullable): what the account is known to have now
 * @etag: (nullable): its version
 * @shadow_known: whether all of @shadow is of that version
 * @settled: whether @hold is what is known of the account now
 * @hold: why it is held, an event of kh_outbox_event_is_hold(), or %KH_OUTBOX_FOUND where it is not
 *
 * What came of it. Where the account is held, so is all that is not under way.
 */
typedef struct {
  gint64 customer;
  char *account;
  GArray *steps;
  char *message;
  char *refusal;
  char *change_set;
  gboolean in_doubt;
  gboolean one_by_one;
  KhShadow *shadow;
  char *etag;
  gboolean shadow_known;
  gboolean settled;
  KhOutboxEvent hold;
} KhOutboxOutcome;

KhOutboxOutcome *kh_outbox_outcome_new  (gint64           customer) G_GNUC_WARN_UNUSED_RESULT;
void             kh_outbox_outcome_add  (KhOutboxOutcome    *self,
                                         const KhOutboxItem *item,
                                         KhOutboxEvent       event);
void             kh_outbox_outcome_free (KhOutboxOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhOutboxOutcome, kh_outbox_outcome_free)

/**
 * KhOutboxCount:
 * @company: a monitoring company's entry
 * @state: a state
 * @n: how many changes are in it
 */
typedef struct {
  gint64 company;
  KhOutboxState state;
  guint n;
} KhOutboxCount;

/**
 * KhOutboxPlace:
 * @customer: the number of a customer of whom something is on its way
 * @company: the monitoring company's entry
 */
typedef struct {
  gint64 customer;
  gint64 company;
} KhOutboxPlace;

/**
 * KhLook:
 * @customer: the number of a linked customer whose account is to be compared
 * @company: the monitoring company's entry
 * @unchecked: whether nothing goes out before
 * @n_links: how many links the company has
 */
typedef struct {
  gint64 customer;
  gint64 company;
  gboolean unchecked;
  guint n_links;
} KhLook;

G_END_DECLS
