/* kh-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-row.h"

G_BEGIN_DECLS

/**
 * KhRows:
 *
 * The rows of one table of one customer, in order.
 */
#define KH_TYPE_ROWS (kh_rows_get_type ())
G_DECLARE_FINAL_TYPE (KhRows, kh_rows, KH, ROWS, GObject)

KhRows    *kh_rows_new        (KhTableId  table) G_GNUC_WARN_UNUSED_RESULT;
KhRows    *kh_rows_copy       (KhRows    *self) G_GNUC_WARN_UNUSED_RESULT;

KhTableId  kh_rows_get_table  (KhRows    *self);
guint      kh_rows_get_n      (KhRows    *self);
KhRow     *kh_rows_get        (KhRows    *self,
                               guint      position);
KhRow     *kh_rows_find       (KhRows    *self,
                               gint64     id);
KhRows    *kh_rows_of_table   (GPtrArray *tables,
                               KhTableId  table);
void       kh_rows_append     (KhRows    *self,
                               KhRow     *row);

void       kh_rows_hide       (KhRows    *self,
                               KhGrants   grants);
void       kh_rows_take_secrets (KhRows  *self,
                               KhRows    *from);
gboolean   kh_rows_is_hidden  (KhRows    *self);

G_END_DECLS
