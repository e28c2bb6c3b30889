/* kh-csl-row-changes.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-change.h"

G_BEGIN_DECLS

/* A change of a row as operations on the items of its list. */
void kh_csl_row_changes_write (const KhChange *change,
                               JsonArray      *operations);

/* What a row tells, as members of a list's item. */
void kh_csl_row_changes_fill  (JsonObject     *item,
                               KhRow          *row);

G_END_DECLS
