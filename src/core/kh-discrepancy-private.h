/* kh-discrepancy-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-comparison.h"
#include "kh-secret.h"

G_BEGIN_DECLS

/* In place of a secret: always as many, so that the length says nothing. */
#define KH_DOTS "••••••"

/**
 * KhFinding:
 * @datapoint: what was compared
 * @difference: how the two values stand to each other
 * @resolution: what Link does unless told otherwise
 * @allowed: the resolutions that may be chosen, each as 1 shifted by it
 * @ours: (nullable): our canonical value
 * @theirs: (nullable): the station's value, as the account has it
 * @adopted: (nullable): the value that our record would take from the station
 * @ours_text: (nullable): our value as shown
 * @theirs_text: (nullable): the station's value as shown
 * @reason: (nullable): why it cannot be compared or written, translated
 * @our_secret: (nullable): our value where the datapoint is sealed and could be opened
 * @their_secret: (nullable): the station's, where it shows it
 * @ours_set: whether we have a value, sealed or not
 * @agreed_set: whether it was held against what was last agreed on
 * @agreed_known: whether that is known
 * @agreed_text: (nullable): that as shown
 * @conflict: whether the station's value is neither that nor ours
 *
 * All that comparing one datapoint finds out.
 */
typedef struct {
  KhDatapointId datapoint;
  KhDifference difference;
  KhResolution resolution;
  guint allowed;
  char *ours;
  char *theirs;
  char *adopted;
  char *ours_text;
  char *theirs_text;
  char *reason;
  KhSecret *our_secret;
  KhSecret *their_secret;
  gboolean ours_set;
  gboolean agreed_set;
  gboolean agreed_known;
  char *agreed_text;
  gboolean conflict;
} KhFinding;

/**
 * KhSides:
 * @customer: our record
 * @account: the station's
 * @capabilities: what the station can compare and write
 * @catalogues: (nullable): the entries that our values name
 * @station: what to call the station
 * @grants: what the member who looks may do
 * @secrets: (nullable) (element-type KhDatapointId KhSecret): our sealed values that could be opened
 *
 * What a finding is made of; all of it belongs to the comparison.
 */
typedef struct {
  KhCustomer *customer;
  KhAccount *account;
  KhCapabilities *capabilities;
  KhCatalogues *catalogues;
  const char *station;
  KhGrants grants;
  GHashTable *secrets;
} KhSides;

KhFinding        kh_finding_make            (const KhSides     *sides,
                                             const KhDatapoint *datapoint) G_GNUC_WARN_UNUSED_RESULT;
KhFinding        kh_finding_make_sealed     (const KhSides     *sides,
                                             const KhDatapoint *datapoint) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_finding_is_equal        (const KhDatapoint *datapoint,
                                             const char        *sent,
                                             const char        *theirs);
gboolean         kh_finding_is_same         (const KhDatapoint *datapoint,
                                             const char        *sent,
                                             const char        *theirs);
gboolean         kh_finding_is_there        (const KhSides     *sides,
                                             KhDatapointId      id);
gboolean         kh_finding_may_be_cleared  (const KhDatapoint *datapoint);
char            *kh_finding_find_objection  (const KhSides     *sides,
                                             const KhDatapoint *datapoint,
                                             const char        *ours,
                                             const char        *sent) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_finding_dup_sent        (const KhSides     *sides,
                                             const KhDatapoint *datapoint,
                                             const char        *ours) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_finding_dup_agreed_text (const KhSides     *sides,
                                             const KhDatapoint *datapoint,
                                             const char        *agreed) G_GNUC_WARN_UNUSED_RESULT;
void             kh_finding_clear           (KhFinding         *finding);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhFinding, kh_finding_clear)

KhDiscrepancy   *kh_discrepancy_new         (KhFinding     *finding) G_GNUC_WARN_UNUSED_RESULT;
const KhFinding *kh_discrepancy_get_finding (KhDiscrepancy *self);
void             kh_discrepancy_take_agreed (KhDiscrepancy *self,
                                             gboolean       known,
                                             char          *text,
                                             gboolean       conflict,
                                             gboolean       waiting);
void             kh_discrepancy_take_clearing (KhDiscrepancy *self,
                                               const char    *obstacle);

G_END_DECLS
