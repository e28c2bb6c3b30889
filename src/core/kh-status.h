/* kh-status.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"
#include "kh-grant.h"

G_BEGIN_DECLS

/**
 * KhStatusStep:
 * @KH_STATUS_ARCHIVE: puts a customer away; lists leave them out, searching finds them
 * @KH_STATUS_UNARCHIVE: takes the customer out again, as they were before
 * @KH_STATUS_CANCEL: the customer has left, on a day and for a reason
 * @KH_STATUS_REACTIVATE: the customer has come back
 *
 * What can be done with a customer's standing. Nothing of it is told to a station.
 */
typedef enum {
  KH_STATUS_ARCHIVE,
  KH_STATUS_UNARCHIVE,
  KH_STATUS_CANCEL,
  KH_STATUS_REACTIVATE,

  KH_N_STATUS_STEPS
} KhStatusStep;

/**
 * KH_STATUS_ERROR:
 *
 * Why a step cannot be taken. Messages are translated whole sentences.
 */
#define KH_STATUS_ERROR (kh_status_error_quark ())

typedef enum {
  KH_STATUS_ERROR_STATUS,
  KH_STATUS_ERROR_DATE,
  KH_STATUS_ERROR_REASON,
} KhStatusError;

GQuark      kh_status_error_quark   (void);

const char *kh_status_step_get_action (KhStatusStep   step);
KhGrant     kh_status_step_find_missing (KhStatusStep step,
                                       KhGrants       grants);
gboolean    kh_status_step_is_open  (KhStatusStep     step,
                                     KhCustomer      *customer,
                                     GError         **error);
gboolean    kh_status_step_take     (KhStatusStep     step,
                                     KhCustomer      *customer,
                                     const char      *date,
                                     const char      *reason,
                                     KhCatalogues    *catalogues,
                                     GError         **error);

G_END_DECLS
