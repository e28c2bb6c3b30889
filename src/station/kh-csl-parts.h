/* kh-csl-parts.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What an account document has besides datapoints, to be shown; each adds to the array. */
void kh_csl_parts_add_contacts (JsonObject *document,
                                GPtrArray  *contacts);
void kh_csl_parts_add_systems  (JsonObject *document,
                                GPtrArray  *systems);

G_END_DECLS
