/* kh-settlement.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-comparison.h"
#include "kh-customer.h"
#include "kh-link.h"
#include "kh-row-sides.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/**
 * KhAgreed:
 * @customer: the whole record
 * @link: its link
 * @rows: (element-type KhRows): its rows of each table that a station has as well
 * @shadow: what was last known of the account
 * @items: (element-type KhOutboxItem): what of ours has not reached the station
 *
 * What a linked account is compared with.
 */
typedef struct {
  KhCustomer *customer;
  KhLink *link;
  GPtrArray *rows;
  KhShadow *shadow;
  GPtrArray *items;
} KhAgreed;

KhAgreed *kh_agreed_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void      kh_agreed_free (KhAgreed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAgreed, kh_agreed_free)

/**
 * KhDecision:
 * @datapoint: what was compared
 * @resolution: what becomes of it
 * @same: whether both sides have the same, so that nothing was to be decided
 * @conflict: whether the station's value was neither ours nor what was last agreed on
 */
typedef struct {
  KhDatapointId datapoint;
  KhResolution resolution;
  gboolean same;
  gboolean conflict;
} KhDecision;

/**
 * KhRowDecision:
 * @place: the place of a row of ours, or of one that we have taken out
 * @table: whose row
 * @decision: what becomes of it; its datapoint says nothing
 *
 * A row may also be taken that we never had: it is among the takes only.
 */
typedef struct {
  char *place;
  KhTableId table;
  KhDecision decision;
} KhRowDecision;

/**
 * KhSettlement:
 * @customer: the customer number
 * @revision: the record's revision that the clerk saw
 * @account: the station's id of the account
 * @seen: the account as the clerk saw it
 * @etag: (nullable): its version
 * @whole: whether nothing was in conflict that the clerk may not view
 * @decisions: (element-type KhDecision): one for each datapoint that the clerk saw
 * @adopted: (element-type KhChange): the station's values to take into the record
 * @rows: (element-type KhRowDecision): one for each row of the tables that the clerk saw and that is, or was, ours
 * @sends: (element-type KhChange): the rows of ours that the station is to have
 * @takes: (element-type KhRowTake): the station's rows to take into the record
 * @grant: what a member needs to decide so
 *
 * What a clerk has decided about a linked account.
 */
typedef struct {
  gint64 customer;
  gint64 revision;
  char *account;
  KhShadow *seen;
  char *etag;
  gboolean whole;
  GArray *decisions;
  GPtrArray *adopted;
  GPtrArray *rows;
  GPtrArray *sends;
  GPtrArray *takes;
  KhGrant grant;
} KhSettlement;

KhSettlement *kh_settlement_new  (KhComparison *comparison,
                                  const KhLink *link,
                                  KhRowSides   *rows,
                                  gboolean      whole) G_GNUC_WARN_UNUSED_RESULT;
KhSettlement *kh_settlement_new_followed (const KhAgreed *agreed,
                                  KhAccount    *account,
                                  KhRow        *ours,
                                  KhRow        *theirs) G_GNUC_WARN_UNUSED_RESULT;
void          kh_settlement_free (KhSettlement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSettlement, kh_settlement_free)

G_END_DECLS
