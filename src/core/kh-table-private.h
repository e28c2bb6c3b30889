/* kh-table-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-table.h"

G_BEGIN_DECLS

extern const KhTable kh_table_table[KH_N_TABLES];

/* Each ends with a NULL value. */
extern const KhChoice kh_choices_contact_kinds[];
extern const KhChoice kh_choices_phone_types[];
extern const KhChoice kh_choices_agency_types[];
extern const KhChoice kh_choices_system_types[];
extern const KhChoice kh_choices_signal_formats[];
extern const KhChoice kh_choices_zone_statuses[];
extern const KhChoice kh_choices_install_statuses[];

G_END_DECLS
