/* kh-sheller.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-shell-plan.h"
#include "kh-stations.h"
#include "kh-store-links.h"

G_BEGIN_DECLS

/**
 * KhSheller:
 *
 * One customer's Shell Account, without a widget: what it would send, what is missing, and the
 * making of the account, once. What is under way from an earlier one, or from a Link, is settled
 * first.
 */
#define KH_TYPE_SHELLER (kh_sheller_get_type ())
G_DECLARE_FINAL_TYPE (KhSheller, kh_sheller, KH, SHELLER, GObject)

KhSheller      *kh_sheller_new              (KhStore              *store,
                                             KhStations           *stations,
                                             gint64                customer);

/* Reads the record and asks the station what it takes; again after a change. It may end with a
 * link, when the customer has one by then. */
void            kh_sheller_prepare_async    (KhSheller            *self,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean        kh_sheller_prepare_finish   (KhSheller            *self,
                                             GAsyncResult         *result,
                                             KhLink              **link,
                                             GError              **error);

/* These only after it was prepared. */
KhCompany      *kh_sheller_get_company      (KhSheller            *self);
const char     *kh_sheller_get_number       (KhSheller            *self);
const char     *kh_sheller_get_receiver     (KhSheller            *self);
gboolean        kh_sheller_has_blocks       (KhSheller            *self);
gboolean        kh_sheller_check_number     (KhSheller            *self,
                                             const char           *number,
                                             GError              **error);
void            kh_sheller_set_two_way      (KhSheller            *self,
                                             gboolean              two_way);
KhShellPlan    *kh_sheller_make_plan        (KhSheller            *self,
                                             const char           *receiver) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *kh_sheller_list_tables      (KhSheller            *self) G_GNUC_WARN_UNUSED_RESULT;

/* The blocks of account numbers that the station hands out, and the next number of one: it is ours
 * then, and comes never again. */
void            kh_sheller_list_blocks_async  (KhSheller            *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
GPtrArray      *kh_sheller_list_blocks_finish (KhSheller            *self,
                                               GAsyncResult         *result,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            kh_sheller_reserve_async    (KhSheller            *self,
                                             const char           *block,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
KhReservation  *kh_sheller_reserve_finish   (KhSheller            *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the account and links the customer to it. Nobody can stop it: it is kept before its first
 * byte goes out, and carried to its end after a crash, too. */
void            kh_sheller_create_async     (KhSheller            *self,
                                             const char           *number,
                                             const char           *receiver,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
KhLink         *kh_sheller_create_finish    (KhSheller            *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of what that ended with. */
GPtrArray      *kh_sheller_list_refused     (KhSheller            *self,
                                             const GError         *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
