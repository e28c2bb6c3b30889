/* kh-manage.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-grant.h"
#include "kh-link.h"

G_BEGIN_DECLS

/**
 * KhManageAction:
 * @KH_MANAGE_VIEW: see the account, its tests and its history
 * @KH_MANAGE_TEST: put it on test, or clear a test
 * @KH_MANAGE_AGENCIES: set, replace or remove the agencies that are called for it
 * @KH_MANAGE_UNLINK: unlink it
 *
 * What is done with a linked customer's account at the monitoring company.
 */
typedef enum {
  KH_MANAGE_VIEW,
  KH_MANAGE_TEST,
  KH_MANAGE_AGENCIES,
  KH_MANAGE_UNLINK,
} KhManageAction;

/**
 * KH_MANAGE_ERROR:
 *
 * Why an account cannot be managed. What is not granted is an error of %KH_GATE_ERROR.
 */
#define KH_MANAGE_ERROR (kh_manage_error_quark ())

typedef enum {
  KH_MANAGE_ERROR_NOT_LINKED,
} KhManageError;

GQuark   kh_manage_error_quark (void);

KhGrant  kh_manage_get_grant   (KhManageAction   action) G_GNUC_CONST;
gboolean kh_manage_check       (KhGrants         grants,
                                const KhLink    *link,
                                KhManageAction   action,
                                GError         **error);

G_END_DECLS
