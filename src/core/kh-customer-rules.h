/* kh-customer-rules.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"

G_BEGIN_DECLS

/* What no value can say of itself: that it does not go with another one, or that it is not there. */
const char *kh_customer_rules_find_broken (KhDatapointId  id,
                                           KhCustomer    *customer,
                                           KhCatalogues  *catalogues);
gboolean    kh_customer_rules_fits        (KhDatapointId  id,
                                           KhCustomer    *customer,
                                           KhCatalogues  *catalogues);
char       *kh_customer_rules_dup_missing (KhDatapointId  id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
