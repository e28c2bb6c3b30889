/* kh-store-links.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-given-number.h"
#include "kh-link-attempt.h"
#include "kh-number-block.h"
#include "kh-outbox-set.h"
#include "kh-settlement.h"
#include "kh-store.h"
#include "kh-unlink.h"
#include "kh-waiting.h"

G_BEGIN_DECLS

/* A customer's link with an account at a station, how it comes and goes, and what is on its way there. */

/* The link that holds a station's account, or NULL with no error when there is none. */
void          kh_store_find_link_async       (KhStore              *self,
                                              gint64                company,
                                              const char           *account,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhLink       *kh_store_find_link_finish      (KhStore              *self,
                                              GAsyncResult         *result,
                                              char                **customer_name,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The sealed datapoints that a station is compared by, for the comparison and what Link sends
 * only, and never for a page: those that the member may reveal and has the keys to, by their
 * datapoints. The history says that they were compared. */
void          kh_store_load_secrets_async    (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GHashTable   *kh_store_load_secrets_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise the rows of the tables, with what is sealed of them. */
void          kh_store_load_row_secrets_async  (KhStore            *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_load_row_secrets_finish (KhStore            *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* A Link under way, kept before its first byte goes out so that a kill loses nothing. What it
 * has of secrets is kept sealed, and whoever has no key to them gets it locked.
 * begin: keeps it, with state "prepared"; for Shell Account "creating", and then the record gets the
 * number. advance: moves its state. note_account: the account is made. finish: in one
 * transaction takes the adopted values into the record, makes the link, writes the
 * history, and forgets the attempt. drop: forgets it. list: those under way. */
void          kh_store_begin_attempt_async   (KhStore              *self,
                                              KhLinkAttempt        *attempt,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_begin_attempt_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_advance_attempt_async (KhStore              *self,
                                              gint64                customer,
                                              const char           *state,
                                              const char           *etag,
                                              const char           *change_set,
                                              GArray               *waiting,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_advance_attempt_finish (KhStore             *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_note_account_async    (KhStore              *self,
                                              gint64                customer,
                                              KhAccount            *account,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_note_account_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_finish_attempt_async  (KhStore              *self,
                                              gint64                customer,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhLink       *kh_store_finish_attempt_finish (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_drop_attempt_async    (KhStore              *self,
                                              gint64                customer,
                                              const char           *reason,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_drop_attempt_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_list_attempts_async   (KhStore              *self,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_attempts_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The office's own blocks of account numbers, for Next Number of Shell Account. A number is given out
 * once, also when no account comes of it; a block that was disabled stays so. */
void          kh_store_list_blocks_async     (KhStore              *self,
                                              gint64                company,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_blocks_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_add_block_async       (KhStore              *self,
                                              gint64                company,
                                              KhNumberBlock        *block,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_add_block_finish      (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_disable_block_async   (KhStore              *self,
                                              gint64                block,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_disable_block_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_take_number_async     (KhStore              *self,
                                              gint64                block,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhGivenNumber *kh_store_take_number_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The changes on their way to a station. A saved change of a linked customer is queued in the
 * transaction of the save; what empties the queue asks for these. Restart is for once at the
 * beginning: what was under way then waits. Begin comes before the first byte goes out, and the
 * set stays the caller's. Both end with KH_STORE_ERROR_CONFLICT where something was saved since. */
void          kh_store_restart_outbox_async  (KhStore              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GArray       *kh_store_restart_outbox_finish (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_take_due_async        (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void          kh_store_take_account_async    (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhOutboxSet  *kh_store_take_due_finish       (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_begin_outbox_async    (KhStore              *self,
                                              const KhOutboxSet    *set,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_begin_outbox_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_advance_outbox_async  (KhStore              *self,
                                              KhOutboxOutcome      *outcome,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_advance_outbox_finish (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Which accounts to compare next, by company; that one is as it was; that all are to be compared
 * before anything goes out, and that no key is young any more. */
void          kh_store_list_looks_async      (KhStore              *self,
                                              gint64                seconds,
                                              guint                 most,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GArray       *kh_store_list_looks_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_note_same_async       (KhStore              *self,
                                              gint64                customer,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_note_same_finish      (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_doubt_keys_async      (KhStore              *self,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_doubt_keys_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* For people. What they may not view of a record they may not view here. */
void          kh_store_list_holds_async      (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_holds_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_list_outbox_async     (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_outbox_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Over all customers, a page at a time. */
void          kh_store_list_waiting_async    (KhStore              *self,
                                              const KhWaitingFilter *filter,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_waiting_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_count_outbox_async    (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GArray       *kh_store_count_outbox_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_decide_outbox_async   (KhStore              *self,
                                              gint64                customer,
                                              KhOutboxEvent         event,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_decide_outbox_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* What an account is compared with that was linked before; for what the program itself must know,
 * see kh_store_load_whole_async(). And what a clerk has decided about it, with a revision check as
 * in a save: all of it is done, or nothing. Both end with KH_STORE_ERROR_UNSENT while something of it
 * is under way, and with _NOT_FOUND where there is no such link. */
void          kh_store_load_agreed_async     (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhAgreed     *kh_store_load_agreed_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_settle_async          (KhStore              *self,
                                              KhSettlement         *settlement,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_settle_finish         (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Ends a link; only the link goes. What the station is to be told of it is kept until it was told:
 * the person who unlinks does not wait for that. */
void          kh_store_unlink_async          (KhStore              *self,
                                              gint64                customer,
                                              KhUnlinkLoss          loss,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_unlink_finish         (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_list_references_left_async  (KhStore             *self,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
GPtrArray    *kh_store_list_references_left_finish (KhStore             *self,
                                                    GAsyncResult        *result,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_forget_reference_left_async (KhStore             *self,
                                                    const KhReferenceLeft *reference,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean      kh_store_forget_reference_left_finish (KhStore            *self,
                                                     GAsyncResult       *result,
                                                     GError            **error);

G_END_DECLS
