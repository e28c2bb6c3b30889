/* kh-import-lines.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-transfer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KH_TYPE_IMPORT_LINES (kh_import_lines_get_type ())

G_DECLARE_FINAL_TYPE (KhImportLines, kh_import_lines, KH, IMPORT_LINES, GObject)

KhImportLines *kh_import_lines_new (KhImportReport *report);

G_END_DECLS
