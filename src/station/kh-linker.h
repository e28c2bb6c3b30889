/* kh-linker.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-comparison.h"
#include "kh-stations.h"
#include "kh-store-links.h"

G_BEGIN_DECLS

/**
 * KhLinkerState:
 *
 * Where one Link is. Those marked * wait for a person. One that settles an account that is linked
 * goes from reading again straight to recording.
 *
 * @KH_LINKER_IDLE: nothing was asked yet *
 * @KH_LINKER_LOOKING_UP: asking the station for the account number
 * @KH_LINKER_NOT_FOUND: no such account; see kh_linker_get_near() *
 * @KH_LINKER_SEVERAL: several receivers have it; choose with kh_linker_choose() *
 * @KH_LINKER_READING: reading the account
 * @KH_LINKER_COMPARED: the Discrepancies are there; go on with kh_linker_link() *
 * @KH_LINKER_READING_AGAIN: has it changed since it was shown?
 * @KH_LINKER_TRYING: the station checks the change set without writing
 * @KH_LINKER_WRITING: the change set is under way
 * @KH_LINKER_REFERRING: the station is to keep our customer number
 * @KH_LINKER_RECORDING: the link, or what was decided, is being kept here
 * @KH_LINKER_LINKED: done *
 * @KH_LINKER_FAILED: see kh_linker_get_error(); nothing is linked *
 */
typedef enum {
  KH_LINKER_IDLE,
  KH_LINKER_LOOKING_UP,
  KH_LINKER_NOT_FOUND,
  KH_LINKER_SEVERAL,
  KH_LINKER_READING,
  KH_LINKER_COMPARED,
  KH_LINKER_READING_AGAIN,
  KH_LINKER_TRYING,
  KH_LINKER_WRITING,
  KH_LINKER_REFERRING,
  KH_LINKER_RECORDING,
  KH_LINKER_LINKED,
  KH_LINKER_FAILED,

  KH_N_LINKER_STATES
} KhLinkerState;

const char *kh_linker_state_to_string (KhLinkerState state);
gboolean    kh_linker_state_waits     (KhLinkerState state);

#define KH_LINKER_ERROR (kh_linker_error_quark ())

typedef enum {
  KH_LINKER_ERROR_LINKED_HERE,
  KH_LINKER_ERROR_LINKED_THERE,
  KH_LINKER_ERROR_WRONG_ANSWER,
  KH_LINKER_ERROR_UNFINISHED,
} KhLinkerError;

GQuark kh_linker_error_quark (void);

/**
 * KhLinker:
 *
 * One customer's Link, from the account number to the recorded link, without a
 * widget: a state, what belongs to it, and the calls that move it on.
 *
 * Properties: state (int, notified on each step), busy (gboolean).
 * `changed-meanwhile` (gboolean): the account changed at the station between being
 * shown and Link; the comparison is new and keeps the earlier choices.
 */
#define KH_TYPE_LINKER (kh_linker_get_type ())
G_DECLARE_FINAL_TYPE (KhLinker, kh_linker, KH, LINKER, GObject)

KhLinker      *kh_linker_new            (KhStore    *store,
                                         KhStations *stations,
                                         KhCustomer *customer);
KhLinker      *kh_linker_new_settling   (KhStore    *store,
                                         KhStations *stations,
                                         KhCustomer *customer);

void           kh_linker_start          (KhLinker   *self);
void           kh_linker_choose         (KhLinker   *self,
                                         KhAccount  *account);
void           kh_linker_link           (KhLinker   *self);
void           kh_linker_cancel         (KhLinker   *self);

KhLinkerState  kh_linker_get_state      (KhLinker   *self);
gboolean       kh_linker_is_settling    (KhLinker   *self);
guint          kh_linker_count_hidden_conflicts (KhLinker *self);
const char    *kh_linker_get_hold_message (KhLinker *self);
GPtrArray     *kh_linker_dup_warnings   (KhLinker   *self) G_GNUC_WARN_UNUSED_RESULT;
KhCustomer    *kh_linker_get_customer   (KhLinker   *self);
KhCompany     *kh_linker_get_company    (KhLinker   *self);
KhStore       *kh_linker_get_store      (KhLinker   *self);
GPtrArray     *kh_linker_get_accounts   (KhLinker   *self);
const char * const *kh_linker_get_near  (KhLinker   *self);
KhComparison  *kh_linker_get_comparison (KhLinker   *self);
gboolean       kh_linker_get_changed_meanwhile (KhLinker *self);
gboolean       kh_linker_get_pending    (KhLinker   *self);
const GError  *kh_linker_get_error      (KhLinker   *self);
const KhLink  *kh_linker_get_link       (KhLinker   *self);

/**
 * KhRecovery:
 * @finished: customer numbers whose interrupted Link was completed
 * @dropped: customer numbers whose interrupted Link had no effect and was forgotten
 * @waiting: customer numbers whose station could not be asked yet
 */
typedef struct {
  GArray *finished;
  GArray *dropped;
  GArray *waiting;
} KhRecovery;

void        kh_recovery_free            (KhRecovery *recovery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhRecovery, kh_recovery_free)

/* At start: asks the stations about every Link that an earlier run left under way. */
void        kh_linker_recover_async     (KhStore              *store,
                                         KhStations           *stations,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
KhRecovery *kh_linker_recover_finish    (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
