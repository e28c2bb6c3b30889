/* kh-take-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-row-take.h"
#include "kh-safe.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/* The station's rows that a record takes, on the thread that owns the connection. */
gboolean kh_take_rows_check (KhConnection  *connection,
                             KhCustomer    *customer,
                             GPtrArray     *takes,
                             KhGrants       grants,
                             GError       **error);
gboolean kh_take_rows_apply (KhConnection  *connection,
                             KhSafe        *safe,
                             KhCustomer    *customer,
                             GPtrArray     *takes,
                             KhShadow      *seen,
                             KhGrants       grants,
                             const char    *author,
                             GError       **error);

G_END_DECLS
