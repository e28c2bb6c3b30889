/* kh-link-run.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-station.h"
#include "kh-stations.h"
#include "kh-store-links.h"

G_BEGIN_DECLS

/**
 * KhLinkRunEnd:
 *
 * How the carrying out of a kept attempt ended.
 *
 * @KH_LINK_RUN_FINISHED: linked
 * @KH_LINK_RUN_DROPPED: forgotten; the change set was not applied, or the station
 *   does not let the customer have the account
 * @KH_LINK_RUN_KEPT: not known yet, or not all done; the attempt stays
 */
typedef enum {
  KH_LINK_RUN_FINISHED,
  KH_LINK_RUN_DROPPED,
  KH_LINK_RUN_KEPT,
} KhLinkRunEnd;

/**
 * KhLinkRunPart:
 *
 * What is being done, for those who watch.
 */
typedef enum {
  KH_LINK_RUN_WRITING,
  KH_LINK_RUN_REFERRING,
  KH_LINK_RUN_RECORDING,
} KhLinkRunPart;

/**
 * KhLinkRunResult:
 * @end: how it ended
 * @link: (nullable): the link, when it finished
 * @pending: whether some of the values wait for a person at the station
 * @error: (nullable): why it did not finish
 */
typedef struct {
  KhLinkRunEnd end;
  KhLink *link;
  gboolean pending;
  GError *error;
} KhLinkRunResult;

void kh_link_run_result_free (KhLinkRunResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhLinkRunResult, kh_link_run_result_free)

typedef void (*KhLinkRunPartFunc) (KhLinkRunPart part,
                                   gpointer      user_data);

void             kh_link_run_async     (KhStore              *store,
                                        KhStation            *station,
                                        const KhLinkAttempt  *attempt,
                                        gboolean              resumed,
                                        KhLinkRunPartFunc     part_func,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
KhLinkRunResult *kh_link_run_finish    (GAsyncResult         *result) G_GNUC_WARN_UNUSED_RESULT;

/* Finds the customer and the station of an attempt that an earlier Link left, and
 * carries it out. */
void             kh_link_settle_async  (KhStore              *store,
                                        KhStations           *stations,
                                        const KhLinkAttempt  *attempt,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
KhLinkRunResult *kh_link_settle_finish (GAsyncResult         *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
