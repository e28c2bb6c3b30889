/* kh-import-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhImportWindow:
 *
 * Makes customers of a file, page by page: which file, where its columns go, how it would go, and
 * how it went.
 */
#define KH_TYPE_IMPORT_WINDOW (kh_import_window_get_type ())
G_DECLARE_FINAL_TYPE (KhImportWindow, kh_import_window, KH, IMPORT_WINDOW, GtkWindow)

GtkWindow *kh_import_window_new (KhStore *store);

G_END_DECLS
