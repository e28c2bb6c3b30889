/* kh-gate.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"
#include "kh-grant.h"
#include "kh-secret-change.h"

G_BEGIN_DECLS

/* The one gate that a customer's values pass, out of the data file and into it. The
 * store calls it; nothing else decides what a member sees or sets. */

/**
 * KH_GATE_ERROR:
 *
 * What a member may not do. The message is translated and names what is missing.
 */
#define KH_GATE_ERROR (kh_gate_error_quark ())

typedef enum {
  KH_GATE_ERROR_DENIED,
} KhGateError;

GQuark   kh_gate_error_quark  (void);

gboolean kh_gate_check        (KhGrants       grants,
                               KhGrant        grant,
                               GError       **error);
gboolean kh_gate_may_view     (KhGrants       grants,
                               KhDatapointId  id) G_GNUC_CONST;
gboolean kh_gate_may_change   (KhGrants       grants,
                               KhDatapointId  id) G_GNUC_CONST;
gboolean kh_gate_may_begin    (KhGrants       grants,
                               KhDatapointId  id,
                               gboolean       required) G_GNUC_CONST;

void     kh_gate_hide         (KhCustomer    *customer,
                               KhGrants       grants);
void     kh_gate_fill         (KhCustomer    *edited,
                               KhCustomer    *kept);
gboolean kh_gate_check_hidden (KhCustomer    *edited,
                               KhGrants       grants,
                               GError       **error);
gboolean kh_gate_check_change (KhCustomer    *kept,
                               KhCustomer    *edited,
                               KhGrants       grants,
                               GError       **error);
gboolean kh_gate_check_secrets (GPtrArray    *changes,
                               KhGrants       grants,
                               gboolean       creating,
                               GError       **error);
void     kh_gate_trim         (KhCustomer    *customer,
                               KhCatalogues  *catalogues,
                               KhGrants       grants);
gboolean kh_gate_check_create (KhCustomer    *customer,
                               KhCatalogues  *catalogues,
                               KhGrants       grants,
                               GError       **error);

G_END_DECLS
