/* kh-import-columns.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-import-mapping.h"

G_BEGIN_DECLS

/**
 * KhImportColumns:
 *
 * The columns of a file, each with where it goes and its first cells as they would be kept, or
 * what is wrong with them.
 *
 * ::changed (): somebody chose where a column goes.
 */
#define KH_TYPE_IMPORT_COLUMNS (kh_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (KhImportColumns, kh_import_columns, KH, IMPORT_COLUMNS, GtkBox)

/* @samples (GStrv): the cells of the first records. The mapping is changed as it is chosen. */
void kh_import_columns_show (KhImportColumns *self,
                             KhImportMapping *mapping,
                             GPtrArray       *samples,
                             KhCatalogues    *catalogues);

G_END_DECLS
