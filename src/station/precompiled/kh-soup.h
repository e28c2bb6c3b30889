/* kh-soup.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What many sources of station include, read once for all of them; see core/precompiled/kh-gio.h. */
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
