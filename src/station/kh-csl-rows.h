/* kh-csl-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-account.h"

G_BEGIN_DECLS

/* The lists of an account document, as rows of the tables that the registry has. */
void kh_csl_rows_read (JsonObject *document,
                       KhAccount  *account);

G_END_DECLS
