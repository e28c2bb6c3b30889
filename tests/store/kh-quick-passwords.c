/* kh-quick-passwords.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-password.h"

/* The least that a recipe may ask for, in place of what the program asks: an office of a test has
 * nothing to hide, and there are a thousand of them. */
const KhPasswordCost kh_password_cost = { .memory = 8192, .passes = 1, .lanes = 1 };
