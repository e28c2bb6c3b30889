/* kh-sheet-print.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-sheet.h"

G_BEGIN_DECLS

/* Prints a sheet on as many pages as it takes, each with who printed it and when at its foot. */
GtkPrintOperation *kh_sheet_print_new  (KhSheet    *sheet,
                                        const char *author) G_GNUC_WARN_UNUSED_RESULT;

/* Asks for the printer, or writes @pdf without asking; says what went wrong in a dialog. */
void               kh_sheet_print_run  (KhSheet    *sheet,
                                        const char *author,
                                        const char *pdf,
                                        GtkWindow  *parent);

G_END_DECLS
