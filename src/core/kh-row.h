/* kh-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-secret.h"
#include "kh-table.h"

G_BEGIN_DECLS

/**
 * KhRow:
 *
 * One row of a customer's table: a canonical value for each column. Of a sealed column it only
 * knows whether one is kept, and whether it is a new one that a station has yet to get; for as long as
 * the row is compared or sent, its secret may be beside it.
 *
 * ::changed (guint column): its value is another one.
 */
#define KH_TYPE_ROW (kh_row_get_type ())
G_DECLARE_FINAL_TYPE (KhRow, kh_row, KH, ROW, GObject)

KhRow      *kh_row_new        (KhTableId   table) G_GNUC_WARN_UNUSED_RESULT;
KhRow      *kh_row_copy       (KhRow      *self) G_GNUC_WARN_UNUSED_RESULT;

KhTableId   kh_row_get_table  (KhRow      *self);
gint64      kh_row_get_id     (KhRow      *self);
void        kh_row_set_id     (KhRow      *self,
                               gint64      id);
const char *kh_row_get_item   (KhRow      *self);
void        kh_row_set_item   (KhRow      *self,
                               const char *item);
const char *kh_row_get_parts  (KhRow      *self);
void        kh_row_set_parts  (KhRow      *self,
                               const char *parts);

gboolean    kh_row_is_fixed   (KhRow      *self);
void        kh_row_set_fixed  (KhRow      *self,
                               gboolean    fixed);

const char *kh_row_get        (KhRow      *self,
                               guint       column);
void        kh_row_set        (KhRow      *self,
                               guint       column,
                               const char *value);
gint64      kh_row_get_number (KhRow      *self,
                               guint       column);
gboolean    kh_row_get_boolean (KhRow     *self,
                               guint       column);
void        kh_row_hide       (KhRow      *self,
                               guint       column);
gboolean    kh_row_is_hidden  (KhRow      *self,
                               guint       column);
gboolean    kh_row_is_sealed  (KhRow      *self,
                               guint       column);
void        kh_row_set_sealed (KhRow      *self,
                               guint       column,
                               gboolean    sealed);

KhSecret   *kh_row_get_secret (KhRow      *self,
                               guint       column);
void        kh_row_set_secret (KhRow      *self,
                               guint       column,
                               KhSecret   *secret);
gboolean    kh_row_is_renewed (KhRow      *self,
                               guint       column);
void        kh_row_set_renewed (KhRow     *self,
                               guint       column,
                               gboolean    renewed);
gboolean    kh_row_is_any_renewed (KhRow  *self);
void        kh_row_clear_renewed (KhRow   *self);
void        kh_row_copy_renewed (KhRow    *self,
                               KhRow      *from);
void        kh_row_take_renewed (KhRow    *self,
                               KhRow      *kept);

gboolean    kh_row_equal      (KhRow      *self,
                               KhRow      *other);
gboolean    kh_row_same_identity (KhRow   *self,
                               KhRow      *other);
char       *kh_row_dup_identity (KhRow    *self) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_row_dup_parent (KhRow      *self) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_row_dup_title  (KhRow      *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
