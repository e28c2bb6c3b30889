/* kh-account.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"
#include "kh-rows.h"
#include "kh-secret.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhAccountState:
 *
 * What a station told of one datapoint of an account.
 *
 * @KH_ACCOUNT_CLEAR: its value, or that it has none
 * @KH_ACCOUNT_MASKED: it has one that it does not show
 * @KH_ACCOUNT_ABSENT: it did not mention the datapoint at all
 * @KH_ACCOUNT_UNREADABLE: a value that is none of this datapoint's, kept as raw text
 */
typedef enum {
  KH_ACCOUNT_ABSENT,
  KH_ACCOUNT_CLEAR,
  KH_ACCOUNT_MASKED,
  KH_ACCOUNT_UNREADABLE,
} KhAccountState;

/**
 * KhAccount:
 *
 * A monitoring company's copy of one account, read in one answer, with each
 * datapoint's value in canonical form. What the registry has no datapoint for
 * (contacts, zones) is counted. A catalogue's value is its label here, as the station
 * knows nothing of our entries' ids. What is sealed has no value here, only a secret.
 */
#define KH_TYPE_ACCOUNT (kh_account_get_type ())
G_DECLARE_FINAL_TYPE (KhAccount, kh_account, KH, ACCOUNT, GObject)

/* String properties: id, number, receiver, status, dealer, etag, updated-at,
 * updated-by, external-ref (our customer number there, or NULL), name and
 * address (one line each, for lists). Others: version (gint64), in-alarm
 * (gboolean), contacts, zones, agencies, passcodes (guint, how many it has). */
KhAccount     *kh_account_new            (void);

const char    *kh_account_get_id         (KhAccount      *self);
const char    *kh_account_get_number     (KhAccount      *self);
const char    *kh_account_get_receiver   (KhAccount      *self);
const char    *kh_account_get_status     (KhAccount      *self);
const char    *kh_account_get_etag       (KhAccount      *self);
const char    *kh_account_get_external_ref (KhAccount    *self);
const char    *kh_account_get_name       (KhAccount      *self);
const char    *kh_account_get_address    (KhAccount      *self);
gboolean       kh_account_get_in_alarm   (KhAccount      *self);

/* Only in a whole account. */
GPtrArray     *kh_account_get_agencies   (KhAccount      *self);
KhRows        *kh_account_get_rows       (KhAccount      *self,
                                          KhTableId       table);

KhAccountState kh_account_get_state      (KhAccount      *self,
                                          KhDatapointId   id);
const char    *kh_account_get_value      (KhAccount      *self,
                                          KhDatapointId   id);
const char    *kh_account_get_item       (KhAccount      *self,
                                          KhDatapointId   id);
void           kh_account_set_value      (KhAccount      *self,
                                          KhDatapointId   id,
                                          KhAccountState  state,
                                          const char     *value,
                                          const char     *item);
KhSecret      *kh_account_get_secret     (KhAccount      *self,
                                          KhDatapointId   id);
void           kh_account_set_secret     (KhAccount      *self,
                                          KhDatapointId   id,
                                          KhAccountState  state,
                                          KhSecret       *secret,
                                          const char     *item);

G_END_DECLS
