/* kh-password-cost.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-password.h"

/* RFC 9106's second choice. */
const KhPasswordCost kh_password_cost = { .memory = 65536, .passes = 3, .lanes = 4 };
