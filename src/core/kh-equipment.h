/* kh-equipment.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-catalogues.h"
#include "kh-rows.h"

G_BEGIN_DECLS

GPtrArray *kh_equipment_dup_package (KhCatalogues *catalogues,
                                     gint64        package) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_equipment_dup_zones   (KhRows       *equipment,
                                     KhRows       *zones) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
