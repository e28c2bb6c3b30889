/* kh-datapoint-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"

G_BEGIN_DECLS

extern const KhDatapoint kh_datapoint_table[KH_N_DATAPOINTS];

G_END_DECLS
