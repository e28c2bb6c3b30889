/* kh-customer-row-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-list.h"
#include "kh-store-private.h"

G_BEGIN_DECLS

KhCustomerRow *kh_customer_row_new  (gint64         number);
void           kh_customer_row_fill (KhCustomerRow *self,
                                     KhRowTexts    *texts);

G_END_DECLS
