/* kh-rule.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

KhCompany *kh_rule_find_company (KhCustomer    *customer,
                                 KhCatalogues  *catalogues);
gboolean kh_rule_is_adt      (KhCustomer    *customer,
                              KhCatalogues  *catalogues);
gboolean kh_rule_is_required (KhDatapointId  id,
                              KhCustomer    *customer,
                              KhCatalogues  *catalogues,
                              gboolean       before_link);
void     kh_rule_choose_only  (KhCustomer    *customer,
                              KhCatalogues  *catalogues);

G_END_DECLS
