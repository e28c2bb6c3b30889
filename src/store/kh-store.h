/* kh-store.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-defaults.h"
#include "kh-double.h"
#include "kh-duplicate-defaults.h"
#include "kh-duplicate-lines.h"
#include "kh-filter.h"
#include "kh-history.h"
#include "kh-link.h"
#include "kh-note.h"
#include "kh-postal-counts.h"
#include "kh-row-change.h"
#include "kh-rows.h"
#include "kh-saved-filter.h"
#include "kh-secret-change.h"
#include "kh-setup.h"
#include "kh-staff.h"
#include "kh-status.h"
#include "kh-ticket-filter.h"

G_BEGIN_DECLS

/**
 * KhStore:
 *
 * The office's records. Every call returns at once; the work is done on the
 * store's own threads (one that writes, two that read) and its result comes back
 * on the main context that the store was opened from. Nothing in this header
 * says SQLite, so that an office that outgrows one desk can be given another
 * implementation.
 *
 * Property catalogues: a #KhCatalogues of every list and monitoring company, a
 * new object whenever one changed.
 * Property staff: a #KhStaff of every group and member, a new object whenever one changed.
 * Property member: the id of who is signed in, or 0.
 * Property has-keys: whether they can open what is sealed.
 * Property defaults: the #KhDefaults that a new customer starts with, likewise.
 * Property duplicate-defaults: the office's #KhDuplicateDefaults, likewise; it notifies also
 * when the own set of whoever is signed in is another.
 * ::customer-changed (gint64 number): a record or its link was written.
 * ::customers-changed (): records came or went.
 * ::outbox-changed (gint64 number): a change of that customer came further on its way to the station.
 * ::notes-changed (gint64 number): a note of that customer was written.
 * ::documents-changed (gint64 number): a file of that customer came, went or was called otherwise.
 * ::recovery-key-made (): a recovery key was made, and one from before opens nothing any more.
 */
#define KH_TYPE_STORE (kh_store_get_type ())
G_DECLARE_FINAL_TYPE (KhStore, kh_store, KH, STORE, GObject)

/* Opening takes the folder and makes `keyholder.db` in it when there is none. */
void          kh_store_open_async            (const char           *folder,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhStore      *kh_store_open_finish           (GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends with what was asked for before it done and kept. What is asked for after it ends with an
 * error. */
void          kh_store_close_async           (KhStore              *self,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_close_finish          (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

const char   *kh_store_get_id                (KhStore              *self);
KhCatalogues *kh_store_get_catalogues        (KhStore              *self);
KhStaff      *kh_store_get_staff             (KhStore              *self);
gint64        kh_store_get_member            (KhStore              *self);
KhGrants      kh_store_get_grants            (KhStore              *self);
void          kh_store_sign_in_async         (KhStore              *self,
                                              gint64                member,
                                              KhSecret             *password,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_sign_in_finish        (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_sign_out              (KhStore              *self);
void          kh_store_set_password_async    (KhStore              *self,
                                              gint64                member,
                                              KhSecret             *old,
                                              KhSecret             *password,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void          kh_store_give_up_keys_async    (KhStore              *self,
                                              KhSecret             *password,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_set_password_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
KhDefaults   *kh_store_get_defaults          (KhStore              *self);
void          kh_store_set_desk_key          (KhStore              *self,
                                              KhSecret             *desk_key);
void          kh_store_use_desk_key_async    (KhStore              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_use_desk_key_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
gboolean      kh_store_has_keys              (KhStore              *self);
gboolean      kh_store_lacks_keys            (KhStore              *self);
gboolean      kh_store_can_give_keys         (KhStore              *self,
                                              gint64                member);

/* A recovery key opens what is sealed when nobody who may see it knows a password any more. */
void          kh_store_make_recovery_key_async (KhStore            *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhSecret     *kh_store_make_recovery_key_finish (KhStore           *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_recover_async         (KhStore              *self,
                                              gint64                member,
                                              KhSecret             *text,
                                              KhSecret             *password,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_recover_finish        (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_wants_recovery_key_async (KhStore           *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_wants_recovery_key_finish (KhStore          *self,
                                              GAsyncResult         *result,
                                              GError              **error);
const char   *kh_store_get_author            (KhStore              *self);
void          kh_store_set_author            (KhStore              *self,
                                              const char           *author);

void          kh_store_load_customer_async   (KhStore              *self,
                                              gint64                number,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhCustomer   *kh_store_load_customer_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              KhLink              **link,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void          kh_store_load_whole_async      (KhStore              *self,
                                              gint64                number,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhCustomer   *kh_store_load_whole_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              KhLink              **link,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Saving writes what differs from the kept record, a history row for each, and
 * the next revision, in one transaction. KH_STORE_ERROR_CONFLICT: the record has
 * another revision than @edited. _DUPLICATE: another customer, named in the
 * message, has that account number at that company. _LINKED: the company or the
 * account number would change under a link. _NO_KEY: there are sealed values among
 * @secrets (KhSecretChange), and no key to them. The result is the record as kept. */
void          kh_store_save_customer_async   (KhStore              *self,
                                              KhCustomer           *edited,
                                              GPtrArray            *secrets,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhCustomer   *kh_store_save_customer_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_create_customer_async (KhStore              *self,
                                              KhCustomer           *customer,
                                              GPtrArray            *secrets,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* Likewise, although it is likely to be one of @doubles (gint64), as its history says. */
void          kh_store_create_anyway_async   (KhStore              *self,
                                              KhCustomer           *customer,
                                              GPtrArray            *secrets,
                                              GArray               *doubles,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhCustomer   *kh_store_create_customer_finish (KhStore             *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Duplicate makes one customer, or one for each line, of another, in one transaction that writes
 * the history of both. @revision is the original's that the copy was made from, and @copy is
 * what kh_duplicate_plan_make_customer() gave; what is sealed and was typed comes beside it in
 * @secrets (KhSecretChange), for one customer only. _CONFLICT: the original was changed or
 * archived since; _NOT_FOUND: it is gone; _INVALID: a value cannot be so. Nothing is made then. */
typedef void (*KhStoreProgressFunc) (guint     done,
                                     guint     total,
                                     gpointer  user_data);

void          kh_store_duplicate_async       (KhStore              *self,
                                              gint64                original,
                                              gint64                revision,
                                              KhCustomer           *copy,
                                              GPtrArray            *secrets,
                                              const KhDuplicateChoice *rows,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
/* Likewise, although the copy is likely to be one of @doubles (gint64), as its history says. */
void          kh_store_duplicate_anyway_async (KhStore             *self,
                                              gint64                original,
                                              gint64                revision,
                                              KhCustomer           *copy,
                                              GPtrArray            *secrets,
                                              const KhDuplicateChoice *rows,
                                              GArray               *doubles,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhCustomer   *kh_store_duplicate_finish      (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_duplicate_many_async  (KhStore              *self,
                                              gint64                original,
                                              gint64                revision,
                                              KhCustomer           *copy,
                                              const KhDuplicateChoice *rows,
                                              GPtrArray            *lines,
                                              KhStoreProgressFunc   progress,
                                              gpointer              progress_data,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GArray       *kh_store_duplicate_many_finish (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes duplicates back, as long as nothing touched them: all of them or none. _CONFLICT: one
 * was changed, linked or duplicated since. */
void          kh_store_undo_duplicate_async  (KhStore              *self,
                                              gint64                original,
                                              GArray               *copies,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_undo_duplicate_finish (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* The Customer Duplicate Defaults: the office's, the own ones of whoever is signed in (NULL for
 * none), and both as one. Saving writes what differs, the office's with a history row for each
 * (under customer 0, the office). */
KhDuplicateDefaults *kh_store_get_duplicate_defaults     (KhStore *self);
KhDuplicateDefaults *kh_store_get_own_duplicate_defaults (KhStore *self);
KhDuplicateDefaults *kh_store_dup_duplicate_switches     (KhStore *self) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_save_duplicate_defaults_async  (KhStore             *self,
                                                       KhDuplicateDefaults *defaults,
                                                       gboolean             own,
                                                       GCancellable        *cancellable,
                                                       GAsyncReadyCallback  callback,
                                                       gpointer             user_data);
gboolean      kh_store_save_duplicate_defaults_finish (KhStore             *self,
                                                       GAsyncResult        *result,
                                                       GError             **error);

/* The sealed datapoints, such as the passcode, one at a time: no record ever holds one. Revealing
 * writes the history, and so does setting, without the value. KH_STORE_ERROR_NO_KEY: whoever is
 * signed in has no key; _DAMAGED: the value was changed or moved by something else. */
void          kh_store_reveal_async          (KhStore              *self,
                                              gint64                customer,
                                              KhDatapointId         id,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhSecret     *kh_store_reveal_finish         (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_set_secret_async      (KhStore              *self,
                                              gint64                customer,
                                              gint64                revision,
                                              KhDatapointId         id,
                                              KhSecret             *secret,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhCustomer   *kh_store_set_secret_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds many records, with what they are found by, in one transaction: all of them or none. */
void          kh_store_add_customers_async   (KhStore              *self,
                                              GPtrArray            *customers,
                                              GPtrArray            *secrets,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_add_customers_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* The numbers (gint64) of the customers that match, in the list's order, at most
 * @limit of them; 0 for no limit. An empty query matches everybody. */
void          kh_store_search_async          (KhStore              *self,
                                              const char           *query,
                                              guint                 limit,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void          kh_store_list_customers_async  (KhStore              *self,
                                              gboolean              archived,
                                              guint                 limit,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void          kh_store_filter_customers_async (KhStore             *self,
                                               const char          *query,
                                               const KhFilter      *filter,
                                               gboolean             archived,
                                               guint                limit,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
GArray       *kh_store_search_finish         (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Who is likely to be a customer already (KhDouble), at most KH_MOST_DOUBLES of them, without
 * the customer @except; and all customers who are likely to be one (KhDoubleGroup), at most
 * KH_MOST_DOUBLE_GROUPS of them. Both say only what the member may view. */
#define KH_MOST_DOUBLES       20
#define KH_MOST_DOUBLE_GROUPS 200

typedef void (*KhDoublesProgress) (double   fraction,
                                   gpointer user_data);

void          kh_store_find_doubles_of_async (KhStore              *self,
                                              KhCustomer           *customer,
                                              gint64                except,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_find_doubles_of_finish (KhStore             *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_find_all_doubles_async (KhStore             *self,
                                              KhDoublesProgress     progress,
                                              gpointer              progress_data,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_find_all_doubles_finish (KhStore            *self,
                                              GAsyncResult         *result,
                                              gboolean             *more,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the company, or writes over the one with its id. _DUPLICATE: the name is taken.
 * The result is its id. */
void          kh_store_save_company_async    (KhStore              *self,
                                              KhCompany            *company,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gint64        kh_store_save_company_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* Writes the Customer Defaults that differ, with a history row for each (under customer 0, the
 * office). _INVALID: a value cannot be so. */
void          kh_store_save_defaults_async   (KhStore              *self,
                                              KhDefaults           *defaults,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_save_defaults_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* What whoever is signed in makes of the list, and is theirs alone: stars, who was opened lately, and
 * filters by name. */
void          kh_store_toggle_starred_async   (KhStore             *self,
                                               gint64               number,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean      kh_store_toggle_starred_finish  (KhStore             *self,
                                               GAsyncResult        *result,
                                               gboolean            *starred,
                                               GError             **error);
void          kh_store_note_viewed_async     (KhStore              *self,
                                              gint64                number,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_note_viewed_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_list_filters_async    (KhStore              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_filters_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_save_filter_async     (KhStore              *self,
                                              const char           *name,
                                              const KhFilter       *filter,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_save_filter_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* The places of a postal code (KhPostalPlace), the likeliest first; see kh_postal_dup_zip(). */
void          kh_store_list_places_async     (KhStore              *self,
                                              const char           *zip,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_places_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Loads a postal file in the place of the one before, all of it or nothing, with a history row. */
void          kh_store_load_postal_file_async  (KhStore              *self,
                                                const char           *path,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      kh_store_load_postal_file_finish (KhStore              *self,
                                                GAsyncResult         *result,
                                                KhPostalCounts       *counts,
                                                GError              **error);
void          kh_store_count_places_async    (KhStore              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_count_places_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              KhPostalCounts       *counts,
                                              GError              **error);
/* Adds an entry of a catalogue, or writes over the one with its id, with a history row for each
 * thing that changed (under customer 0, the office). _INVALID: it cannot be so; _DUPLICATE: the
 * name is taken; _NOT_FOUND: there is none with its id. */
void          kh_store_save_entry_async      (KhStore              *self,
                                              KhCatalogueId         catalogue,
                                              const KhCatalogueEntry *entry,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gint64        kh_store_save_entry_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_add_entry_async       (KhStore              *self,
                                              KhCatalogueId         catalogue,
                                              const char           *label,
                                              gint64                parent,
                                              gboolean              active,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gint64        kh_store_add_entry_finish      (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* The staff. Wants the grant to keep it, but for the first owner; what would leave the staff
 * without an owner, or give others more than one has, is refused. */
void          kh_store_make_owner_async      (KhStore              *self,
                                              const char           *name,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gint64        kh_store_make_owner_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_save_member_async     (KhStore              *self,
                                              const KhMember       *member,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gint64        kh_store_save_member_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_save_group_async      (KhStore              *self,
                                              const KhGroup        *group,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gint64        kh_store_save_group_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_remove_group_async    (KhStore              *self,
                                              gint64                group,
                                              gint64                heir,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_remove_group_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* After how many minutes without a touch the window locks itself; 0 for never. */
#define KH_LONGEST_LOCK_MINUTES 600

guint         kh_store_get_lock_minutes       (KhStore             *self);
void          kh_store_set_lock_minutes_async (KhStore             *self,
                                              guint                 minutes,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_set_lock_minutes_finish (KhStore            *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Brings what the setup lists into the records, all of it or nothing. The setup belongs to the
 * call until it ends. Where there is an owner already, @as names the member whose work it is. */
void          kh_store_set_up_async          (KhStore              *self,
                                              KhSetup              *setup,
                                              const char           *as,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_set_up_finish         (KhStore              *self,
                                              GAsyncResult         *result,
                                              guint                *n_added,
                                              guint                *n_changed,
                                              guint                *n_kept,
                                              GError              **error);

/* The rows of one of a customer's tables, such as contacts. A save does all that it is given, or
 * nothing, and ends with the rows as they are kept; see kh_table_save() for its errors. A sealed
 * column is revealed as a sealed datapoint is. */
void          kh_store_load_table_async      (KhStore              *self,
                                              gint64                customer,
                                              KhTableId             table,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhRows       *kh_store_load_table_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_load_tables_async     (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_load_tables_finish    (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those of every table of which Duplicate offers rows. */
void          kh_store_load_offered_tables_async (KhStore          *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_load_offered_tables_finish (KhStore         *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_save_table_async      (KhStore              *self,
                                              gint64                customer,
                                              KhTableId             table,
                                              GPtrArray            *changes,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhRows       *kh_store_save_table_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_reveal_row_async      (KhStore              *self,
                                              gint64                customer,
                                              KhTableId             table,
                                              gint64                row,
                                              guint                 column,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhSecret     *kh_store_reveal_row_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* A customer's standing; nothing of it is ever told to a station. */
void          kh_store_set_status_async      (KhStore              *self,
                                              gint64                customer,
                                              gint64                revision,
                                              KhStatusStep          step,
                                              const char           *date,
                                              const char           *reason,
                                              KhNote               *note,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_set_status_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_delete_customer_async (KhStore              *self,
                                              gint64                customer,
                                              gint64                revision,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_delete_customer_finish (KhStore             *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Notes and tickets of a customer, newest first and a page at a time, and the queue of open tickets
 * over all customers. */
void          kh_store_list_notes_async      (KhStore              *self,
                                              gint64                customer,
                                              gint64                before,
                                              guint                 limit,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_notes_finish     (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_count_tickets_async   (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_count_tickets_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              guint                *n_open,
                                              GError              **error);
void          kh_store_save_note_async       (KhStore              *self,
                                              gint64                customer,
                                              KhNote               *note,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhNote       *kh_store_save_note_finish      (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_list_tickets_async    (KhStore              *self,
                                              const KhTicketFilter *filter,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_tickets_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The history of one customer, newest first, a page at a time; and what it can be narrowed to. */
void          kh_store_load_history_async    (KhStore              *self,
                                              const KhHistoryFilter *filter,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_load_history_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              gint64               *total,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_load_history_terms_async  (KhStore               *self,
                                                  const KhHistoryFilter *filter,
                                                  GCancellable          *cancellable,
                                                  GAsyncReadyCallback    callback,
                                                  gpointer               user_data);
KhHistoryTerms *kh_store_load_history_terms_finish (KhStore             *self,
                                                  GAsyncResult          *result,
                                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;

/* The hash of the history's last row, in hexadecimal, and its sequence: 0 when there is none. */
void          kh_store_load_history_head_async  (KhStore             *self,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
char         *kh_store_load_history_head_finish (KhStore             *self,
                                                 GAsyncResult        *result,
                                                 gint64              *sequence,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
