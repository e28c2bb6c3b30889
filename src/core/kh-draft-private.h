/* kh-draft-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

const char *kh_draft_rule_find  (KhDatapointId  id,
                                 KhCustomer    *customer);
gboolean    kh_draft_rule_fits  (KhDatapointId  id,
                                 KhCustomer    *customer,
                                 KhCatalogues  *catalogues);

G_END_DECLS
