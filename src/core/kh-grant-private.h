/* kh-grant-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-grant.h"

G_BEGIN_DECLS

/* The tables themselves; see kh-grant-table.c. */
extern const KhGrantRow kh_grant_table[];
extern const char *const kh_resource_labels[];

G_END_DECLS
