/* kh-station.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-account.h"
#include "kh-agency.h"
#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-code.h"
#include "kh-event.h"
#include "kh-number-block.h"
#include "kh-rows.h"
#include "kh-test-entry.h"

G_BEGIN_DECLS

/**
 * KH_STATION_ERROR:
 *
 * What a station, or the way to it, answered instead of what was asked. The
 * message is a translated whole sentence that names the company and says what to
 * do next; it holds no customer's data.
 *
 * @KH_STATION_ERROR_ADDRESS: the address is not one that we may talk to, or redirects
 * @KH_STATION_ERROR_UNREACHABLE: nothing was sent; trying again is safe
 * @KH_STATION_ERROR_CERTIFICATE: the station's certificate is not to be trusted
 * @KH_STATION_ERROR_TIMED_OUT: no complete answer in time
 * @KH_STATION_ERROR_PROTOCOL: an answer that is not CSL/1
 * @KH_STATION_ERROR_TOO_LARGE: an answer over the limit
 * @KH_STATION_ERROR_UNAUTHORIZED: token missing, wrong or expired
 * @KH_STATION_ERROR_NOT_OURS: the account is another dealer's
 * @KH_STATION_ERROR_NOT_PERMITTED: this token may not do that
 * @KH_STATION_ERROR_NOT_FOUND: no such account
 * @KH_STATION_ERROR_WRONG_ACCOUNT: another account was answered than the one that was asked for
 * @KH_STATION_ERROR_ALREADY_LINKED: the station links it to another customer of ours
 * @KH_STATION_ERROR_IN_ALARM: not while the account is in alarm
 * @KH_STATION_ERROR_BUSY: the same request is still being worked on
 * @KH_STATION_ERROR_DUPLICATE: the number is taken
 * @KH_STATION_ERROR_NO_NUMBER: the block of account numbers gives none
 * @KH_STATION_ERROR_STALE: the account changed since we read it
 * @KH_STATION_ERROR_INVALID: the station refuses a value
 * @KH_STATION_ERROR_LOCKED: an operator has the account open
 * @KH_STATION_ERROR_UNAVAILABLE: not now; see kh_station_error_retry_after()
 * @KH_STATION_ERROR_BUG: the station says that our request is wrong
 * @KH_STATION_ERROR_NO_TOKEN: we have no token for the company
 */
#define KH_STATION_ERROR (kh_station_error_quark ())

typedef enum {
  KH_STATION_ERROR_ADDRESS,
  KH_STATION_ERROR_UNREACHABLE,
  KH_STATION_ERROR_CERTIFICATE,
  KH_STATION_ERROR_TIMED_OUT,
  KH_STATION_ERROR_PROTOCOL,
  KH_STATION_ERROR_TOO_LARGE,
  KH_STATION_ERROR_UNAUTHORIZED,
  KH_STATION_ERROR_NOT_OURS,
  KH_STATION_ERROR_NOT_PERMITTED,
  KH_STATION_ERROR_NOT_FOUND,
  KH_STATION_ERROR_WRONG_ACCOUNT,
  KH_STATION_ERROR_ALREADY_LINKED,
  KH_STATION_ERROR_IN_ALARM,
  KH_STATION_ERROR_BUSY,
  KH_STATION_ERROR_DUPLICATE,
  KH_STATION_ERROR_NO_NUMBER,
  KH_STATION_ERROR_STALE,
  KH_STATION_ERROR_INVALID,
  KH_STATION_ERROR_LOCKED,
  KH_STATION_ERROR_UNAVAILABLE,
  KH_STATION_ERROR_BUG,
  KH_STATION_ERROR_NO_TOKEN,
} KhStationError;

/* The error carries seconds to wait, from Retry-After, or 0. */
GQuark   kh_station_error_quark       (void);
guint    kh_station_error_retry_after (const GError *error);

/* Whether the request certainly had no effect at the station. FALSE for a write whose
 * answer was lost: it may have been applied. */
gboolean kh_station_error_is_certain  (const GError *error);

/**
 * KhRefusal:
 * @datapoint: whose value the station refuses
 * @detail: (nullable): why, in the station's words, harmless, for the screen
 */
typedef struct {
  KhDatapointId datapoint;
  char *detail;
} KhRefusal;

/* Which values of ours the station refuses, where it says so with %KH_STATION_ERROR_INVALID. */
GPtrArray *kh_station_error_get_refusals (const GError *error);

/**
 * KhLookUp:
 * @accounts: #KhAccount of those with exactly that number: id, number, receiver,
 *   status, name and address only
 * @near: numbers of the same dealer that differ only in case, spaces or hyphens
 */
typedef struct {
  GPtrArray *accounts;
  GStrv near;
} KhLookUp;

void kh_look_up_free (KhLookUp *look_up);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhLookUp, kh_look_up_free)

/**
 * KhAddedItem:
 * @list: the list that it is in, as a table's wire names it
 * @item: (nullable): the station's id of it
 */
typedef struct {
  char *list;
  char *item;
} KhAddedItem;

GPtrArray *kh_added_items_new (void) G_GNUC_WARN_UNUSED_RESULT;
void       kh_added_items_add (GPtrArray  *items,
                               const char *list,
                               const char *item);

/**
 * KhChangeAnswer:
 * @change: the station's id of the change set
 * @etag: (nullable): the account's version after it
 * @pending: whether some of it waits for a person at the station
 * @waiting: (nullable) (element-type KhDatapointId): which datapoints do; %NULL where the answer does not
 *   say it of each, so that all may
 * @rejected: whether a person there refused some of it; only where it was asked what
 *   became of it
 * @detail: (nullable): what that person said to it, harmless, for the screen
 * @added: (nullable) (element-type KhAddedItem): the items of lists that it added, in the order of the
 *   changes
 */
typedef struct {
  char *change;
  char *etag;
  gboolean pending;
  GArray *waiting;
  gboolean rejected;
  char *detail;
  GPtrArray *added;
} KhChangeAnswer;

void     kh_change_answer_free  (KhChangeAnswer       *answer);
gboolean kh_change_answer_waits (const KhChangeAnswer *answer,
                                 const KhChange       *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhChangeAnswer, kh_change_answer_free)

/**
 * KhShell:
 * @number: (nullable): the account number, typed or reserved
 * @block: (nullable): in its place, the station's block that the number is taken from
 * @receiver: (nullable): where its signals come in; else as among @values, or the block's
 * @reference: (nullable): our customer number, so that the account is linked at once
 * @author: who wants it
 * @values: (element-type KhChange): its values; each only has a datapoint and a value
 * @agencies: (nullable) (element-type KhAgency): whom the station calls
 * @tables: (nullable) (element-type KhRows): our rows, of which the areas and zones go with it
 *
 * What an account is made from.
 */
typedef struct {
  const char *number;
  const char *block;
  const char *receiver;
  const char *reference;
  const char *author;
  GPtrArray *values;
  GPtrArray *agencies;
  GPtrArray *tables;
} KhShell;

/**
 * KhAgencyPage:
 * @agencies: (element-type KhAgency): some of the agencies; not to be changed
 * @next: (nullable): what to ask for the next ones with
 */
typedef struct {
  GPtrArray *agencies;
  char *next;
} KhAgencyPage;

void kh_agency_page_free (KhAgencyPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAgencyPage, kh_agency_page_free)

/**
 * KhReservation:
 * @number: the account number that is ours now
 * @receiver: (nullable): where its signals come in
 * @two_way: whether it is for a panel that one can talk through
 * @left: how many numbers the block has left at most
 */
typedef struct {
  char *number;
  char *receiver;
  gboolean two_way;
  gint64 left;
} KhReservation;

void kh_reservation_free (KhReservation *reservation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReservation, kh_reservation_free)

/**
 * KhStation:
 *
 * A monitoring company's system, as Keyholder needs it, whatever it speaks. All
 * calls are asynchronous and end, one way or the other, within the deadline of the
 * implementation; a cancelled call ends with %G_IO_ERROR_CANCELLED.
 */
#define KH_TYPE_STATION (kh_station_get_type ())
G_DECLARE_INTERFACE (KhStation, kh_station, KH, STATION, GObject)

struct _KhStationInterface {
  GTypeInterface parent;

  const char     *(*get_name)                (KhStation *self);

  void            (*check_async)             (KhStation *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  gboolean        (*check_finish)            (KhStation *self, GAsyncResult *result, GError **error);

  void            (*get_capabilities_async)  (KhStation *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhCapabilities *(*get_capabilities_finish) (KhStation *self, GAsyncResult *result, GError **error);

  void            (*look_up_async)           (KhStation *self, const char *number, const char *receiver,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhLookUp       *(*look_up_finish)          (KhStation *self, GAsyncResult *result, GError **error);

  void            (*get_account_async)       (KhStation *self, const char *account, const char *etag,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhAccount      *(*get_account_finish)      (KhStation *self, GAsyncResult *result,
                                              gboolean *unchanged, GError **error);

  GBytes         *(*encode_changes)          (KhStation *self, GPtrArray *changes,
                                              const char *reason, const char *author);
  void            (*apply_changes_async)     (KhStation *self, const char *account, const char *etag,
                                              GBytes *body, const char *key, gboolean dry_run,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhChangeAnswer *(*apply_changes_finish)    (KhStation *self, GAsyncResult *result, GError **error);

  void            (*set_reference_async)     (KhStation *self, const char *account, const char *reference,
                                              const char *key, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  gboolean        (*set_reference_finish)    (KhStation *self, GAsyncResult *result, GError **error);

  void            (*clear_reference_async)   (KhStation *self, const char *account,
                                              const char *key, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  gboolean        (*clear_reference_finish)  (KhStation *self, GAsyncResult *result, GError **error);

  void            (*list_tests_async)        (KhStation *self, const char *account,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  GPtrArray      *(*list_tests_finish)       (KhStation *self, GAsyncResult *result, GError **error);

  void            (*put_on_test_async)       (KhStation *self, const char *account,
                                              const KhTestOrder *order, const char *key,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhTestEntry    *(*put_on_test_finish)      (KhStation *self, GAsyncResult *result, GError **error);

  void            (*clear_tests_async)       (KhStation *self, const char *account, const char *test,
                                              const char *key, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  gboolean        (*clear_tests_finish)      (KhStation *self, GAsyncResult *result, GError **error);

  void            (*list_events_async)       (KhStation *self, const char *account,
                                              const KhEventQuery *query, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhEventPage    *(*list_events_finish)      (KhStation *self, GAsyncResult *result, GError **error);

  /* Accounts that are made, numbers and agencies; see kh-station-accounts.c. */
  GBytes         *(*encode_shell)            (KhStation *self, const KhShell *shell);
  GBytes         *(*encode_agency)           (KhStation *self, KhAgency *old, KhAgency *agency,
                                              const char *author);
  void            (*create_account_async)    (KhStation *self, GBytes *body, const char *key,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhAccount      *(*create_account_finish)   (KhStation *self, GAsyncResult *result, GError **error);
  void            (*get_change_async)        (KhStation *self, const char *account, const char *change,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhChangeAnswer *(*get_change_finish)       (KhStation *self, GAsyncResult *result, GError **error);
  void            (*list_agencies_async)     (KhStation *self, KhAgencyType type, const char *zip,
                                              const char *next, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhAgencyPage   *(*list_agencies_finish)    (KhStation *self, GAsyncResult *result, GError **error);
  void            (*list_codes_async)        (KhStation *self, const char *list, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  GPtrArray      *(*list_codes_finish)       (KhStation *self, GAsyncResult *result, GError **error);
  void            (*list_number_blocks_async) (KhStation *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
  GPtrArray      *(*list_number_blocks_finish) (KhStation *self, GAsyncResult *result, GError **error);
  void            (*reserve_number_async)    (KhStation *self, const char *block, const char *key,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
  KhReservation  *(*reserve_number_finish)   (KhStation *self, GAsyncResult *result, GError **error);
};

/* The monitoring company's name as the office typed it, for messages. */
const char     *kh_station_get_name                (KhStation            *self);

/* Does the address answer, is the certificate good, does the token work. */
void            kh_station_check_async             (KhStation            *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean        kh_station_check_finish            (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

void            kh_station_get_capabilities_async  (KhStation            *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhCapabilities *kh_station_get_capabilities_finish (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Finds accounts by exact number; @receiver may be NULL. */
void            kh_station_look_up_async           (KhStation            *self,
                                                    const char           *number,
                                                    const char           *receiver,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhLookUp       *kh_station_look_up_finish          (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads one account. With @etag, NULL and @unchanged TRUE when it still is that version. */
void            kh_station_get_account_async       (KhStation            *self,
                                                    const char           *account,
                                                    const char           *etag,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhAccount      *kh_station_get_account_finish      (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    gboolean             *unchanged,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes a change set down as the bytes that will be sent: they are kept before the
 * first try and are the same at every retry. @changes holds KhChange. */
GBytes         *kh_station_encode_changes          (KhStation            *self,
                                                    GPtrArray            *changes,
                                                    const char           *reason,
                                                    const char           *author) G_GNUC_WARN_UNUSED_RESULT;

/* Applies it, all or nothing, if the account still is version @etag. With @dry_run the
 * station only checks it. */
void            kh_station_apply_changes_async     (KhStation            *self,
                                                    const char           *account,
                                                    const char           *etag,
                                                    GBytes               *body,
                                                    const char           *key,
                                                    gboolean              dry_run,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhChangeAnswer *kh_station_apply_changes_finish    (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps our customer number at the station's account, or takes it away again. */
void            kh_station_set_reference_async     (KhStation            *self,
                                                    const char           *account,
                                                    const char           *reference,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean        kh_station_set_reference_finish    (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
void            kh_station_clear_reference_async   (KhStation            *self,
                                                    const char           *account,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean        kh_station_clear_reference_finish  (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* What is on test now: KhTestEntry, the first to end first. (Tests and history: kh-station-history.c) */
void            kh_station_list_tests_async        (KhStation            *self,
                                                    const char           *account,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GPtrArray      *kh_station_list_tests_finish       (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Each of the three is sent again with the same @key when its answer was lost. */
void            kh_station_put_on_test_async       (KhStation            *self,
                                                    const char           *account,
                                                    const KhTestOrder    *order,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhTestEntry    *kh_station_put_on_test_finish      (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            kh_station_clear_test_async        (KhStation            *self,
                                                    const char           *account,
                                                    const char           *test,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean        kh_station_clear_test_finish       (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
void            kh_station_clear_all_tests_async   (KhStation            *self,
                                                    const char           *account,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean        kh_station_clear_all_tests_finish  (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* One page of the account's history, newest first. */
void            kh_station_list_events_async       (KhStation            *self,
                                                    const char           *account,
                                                    const KhEventQuery   *query,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhEventPage    *kh_station_list_events_finish      (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes an account, from bytes that are kept before the first try and are the same at
 * every retry: with the same key a lost answer cannot make two. */
GBytes         *kh_station_encode_shell            (KhStation            *self,
                                                    const KhShell        *shell) G_GNUC_WARN_UNUSED_RESULT;
void            kh_station_create_account_async    (KhStation            *self,
                                                    GBytes               *body,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhAccount      *kh_station_create_account_finish   (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* What became of a change set that waited for a person at the station. */
void            kh_station_get_change_async        (KhStation            *self,
                                                    const char           *account,
                                                    const char           *change,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhChangeAnswer *kh_station_get_change_finish       (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Agencies of a type (KH_N_AGENCY_TYPES for all) that serve a ZIP code (NULL for all),
 * page by page; and a change set that adds one to an account (no @old), puts it in the place of
 * @old, or removes @old (no @agency). */
void            kh_station_list_agencies_async     (KhStation            *self,
                                                    KhAgencyType          type,
                                                    const char           *zip,
                                                    const char           *next,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhAgencyPage   *kh_station_list_agencies_finish    (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes         *kh_station_encode_agency           (KhStation            *self,
                                                    KhAgency             *old,
                                                    KhAgency             *agency,
                                                    const char           *author) G_GNUC_WARN_UNUSED_RESULT;
char           *kh_station_dup_agency_key          (const char           *account,
                                                    const char           *etag,
                                                    GBytes               *body,
                                                    guint                 refusals) G_GNUC_WARN_UNUSED_RESULT;

/* The station's list of codes with that name: KhCode. */
void            kh_station_list_codes_async        (KhStation            *self,
                                                    const char           *list,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GPtrArray      *kh_station_list_codes_finish       (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The blocks of account numbers that the station hands out, and the next number of one. */
void            kh_station_list_number_blocks_async (KhStation           *self,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
GPtrArray      *kh_station_list_number_blocks_finish (KhStation          *self,
                                                      GAsyncResult       *result,
                                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void            kh_station_reserve_number_async    (KhStation            *self,
                                                    const char           *block,
                                                    const char           *key,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
KhReservation  *kh_station_reserve_number_finish   (KhStation            *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
