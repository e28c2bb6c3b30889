/* kh-discrepancy-tables.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-discrepancy-rows.h"
#include "kh-row-comparison.h"

G_BEGIN_DECLS

/* Under @content a heading for each table of which something is on either side, and under it its
 * rows: what differs, who or what is only here, and only there. What is not sent to the
 * station, and what is the same, is folded away. @columns belongs to the content from then on. */
void kh_discrepancy_tables_add (GtkBox               *content,
                                KhDiscrepancyColumns *columns,
                                KhRowComparison      *rows,
                                const char           *company);

G_END_DECLS
