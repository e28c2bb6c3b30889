/* kh-double-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-double.h"

G_BEGIN_DECLS

/* A row of a list box: who it is, by number, status and address, and, unless @reason is NULL,
 * why they are likely to be a double. */
GtkWidget *kh_double_row_new        (KhDouble      *twin,
                                     const char    *reason);
gint64     kh_double_row_get_number (GtkListBoxRow *row);

G_END_DECLS
