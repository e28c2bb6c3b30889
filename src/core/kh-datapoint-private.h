/* kh-datapoint-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"

G_BEGIN_DECLS

extern const KhDatapoint kh_datapoint_table[KH_N_DATAPOINTS];

/* Each ends with a NULL value. */
extern const KhChoice kh_choices_statuses[];
extern const KhChoice kh_choices_account_types[];
extern const KhChoice kh_choices_languages[];
extern const KhChoice kh_choices_home_ownerships[];
extern const KhChoice kh_choices_monitoring_types[];
extern const KhChoice kh_choices_states[];

G_END_DECLS
