/* kh-draft-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-types.h"
#include "kh-value-type.h"

G_BEGIN_DECLS

KhValueContext kh_draft_make_context (KhDraft       *self,
                                      KhDatapointId  id);
gboolean       kh_draft_rule_fits    (KhDatapointId  id,
                                      KhCustomer    *customer,
                                      KhCatalogues  *catalogues);

G_END_DECLS
