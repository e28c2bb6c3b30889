/* kh-sheet.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-comparison.h"
#include "kh-rows.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhSheetLine:
 * @kind: what it is
 * @cells: what stands in it side by side; a heading has one
 * @n_cells: how many
 *
 * A line of a sheet.
 */
typedef enum {
  KH_SHEET_HEADING,
  KH_SHEET_TITLES,
  KH_SHEET_CELLS,
} KhSheetKind;

typedef struct {
  KhSheetKind kind;
  char **cells;
  guint n_cells;
} KhSheetLine;

/**
 * KhSheet:
 *
 * What is printed, before anybody knows how large the paper is: a title, and lines below it. What a
 * passcode is stands in it only when it is handed over, see kh_sheet_add_customer().
 */
#define KH_TYPE_SHEET (kh_sheet_get_type ())
G_DECLARE_FINAL_TYPE (KhSheet, kh_sheet, KH, SHEET, GObject)

KhSheet           *kh_sheet_new            (const char    *title,
                                            const char    *subtitle) G_GNUC_WARN_UNUSED_RESULT;

void               kh_sheet_add_customer   (KhSheet       *self,
                                            KhCustomer    *customer,
                                            KhCatalogues  *catalogues,
                                            GHashTable    *secrets);
void               kh_sheet_add_rows       (KhSheet       *self,
                                            KhRows        *rows,
                                            KhCatalogues  *catalogues);
void               kh_sheet_add_comparison (KhSheet       *self,
                                            KhComparison  *comparison,
                                            const char    *company);

const char        *kh_sheet_get_title      (KhSheet       *self);
const char        *kh_sheet_get_subtitle   (KhSheet       *self);
guint              kh_sheet_get_n_lines    (KhSheet       *self);
const KhSheetLine *kh_sheet_get_line       (KhSheet       *self,
                                            guint          index);

G_END_DECLS
