/* kh-gio.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What nearly every source of core and store includes, read once for all of them: reading it takes the
 * compiler four times as long as the source itself. No source relies on it; -Db_pch=false builds without. */
#include <gio/gio.h>
