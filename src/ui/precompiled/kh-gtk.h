/* kh-gtk.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What every source of ui includes, read once for all of them; see core/precompiled/kh-gio.h. */
#include <gtk/gtk.h>
