/* kh-row-change.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-row.h"
#include "kh-secret.h"

G_BEGIN_DECLS

/**
 * KhRowChange:
 * @row: the row as it is to be; its id is 0 when it is new
 * @before: (nullable): the row as it was when it was edited, %NULL when it is new
 * @removed: whether it goes instead
 * @secrets: (element-type guint KhSecret) (nullable): what is to be kept sealed, by column;
 *   a %NULL secret means that the kept one goes
 *
 * One row of a table that is to be added, changed or taken out.
 */
typedef struct {
  KhRow *row;
  KhRow *before;
  gboolean removed;
  GHashTable *secrets;
} KhRowChange;

KhRowChange *kh_row_change_new        (KhRow       *row,
                                       KhRow       *before,
                                       gboolean     removed) G_GNUC_WARN_UNUSED_RESULT;
void         kh_row_change_free       (KhRowChange *self);
void         kh_row_change_set_secret (KhRowChange *self,
                                       guint        column,
                                       KhSecret    *secret);
GPtrArray   *kh_row_changes_new       (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
