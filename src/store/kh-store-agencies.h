/* kh-store-agencies.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-account.h"
#include "kh-agency-change.h"
#include "kh-store.h"

G_BEGIN_DECLS

/* The changes of a linked account's agencies that wait for a person at the station. */
void       kh_store_list_agency_changes_async  (KhStore               *self,
                                                gint64                 customer,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
GPtrArray *kh_store_list_agency_changes_finish (KhStore               *self,
                                                GAsyncResult          *result,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void       kh_store_keep_agency_change_async   (KhStore               *self,
                                                gint64                 customer,
                                                const KhAgencyChange  *change,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
gboolean   kh_store_keep_agency_change_finish  (KhStore               *self,
                                                GAsyncResult          *result,
                                                GError               **error);
void       kh_store_forget_agency_change_async (KhStore               *self,
                                                gint64                 customer,
                                                const char            *change_set,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data);
gboolean   kh_store_forget_agency_change_finish (KhStore              *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* What was set at the station itself, taken into the record. */
void       kh_store_follow_agency_async  (KhStore             *self,
                                          gint64               customer,
                                          KhAccount           *account,
                                          KhAgencyType         type,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean   kh_store_follow_agency_finish (KhStore             *self,
                                          GAsyncResult        *result,
                                          GError             **error);

G_END_DECLS
