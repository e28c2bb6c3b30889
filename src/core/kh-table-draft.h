/* kh-table-draft.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-row-change.h"
#include "kh-row-draft.h"
#include "kh-rows.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhTableDraft:
 *
 * A working copy of a customer's rows of one table, as a #GListModel of #KhRowDraft. While it
 * appends, a blank row stands under the last, and typing in it makes another.
 *
 * notify::dirty: whether anything differs from what is kept.
 */
#define KH_TYPE_TABLE_DRAFT (kh_table_draft_get_type ())
G_DECLARE_FINAL_TYPE (KhTableDraft, kh_table_draft, KH, TABLE_DRAFT, GObject)

KhTableDraft *kh_table_draft_new         (KhRows       *original,
                                          KhCatalogues *catalogues) G_GNUC_WARN_UNUSED_RESULT;

KhTableId     kh_table_draft_get_table   (KhTableDraft *self);
KhRows       *kh_table_draft_get_original (KhTableDraft *self);
void          kh_table_draft_set_company (KhTableDraft *self,
                                          KhCompany    *company);
void          kh_table_draft_set_appends (KhTableDraft *self,
                                          gboolean      appends);
guint         kh_table_draft_get_n       (KhTableDraft *self);
KhRowDraft   *kh_table_draft_get         (KhTableDraft *self,
                                          guint         position);

gboolean      kh_table_draft_set_text    (KhTableDraft *self,
                                          guint         position,
                                          guint         column,
                                          const char   *text);
void          kh_table_draft_remove      (KhTableDraft *self,
                                          guint         position);
gboolean      kh_table_draft_can_undo    (KhTableDraft *self);
guint         kh_table_draft_undo        (KhTableDraft *self);
gboolean      kh_table_draft_move        (KhTableDraft *self,
                                          guint         position,
                                          int           by);
guint         kh_table_draft_paste       (KhTableDraft *self,
                                          guint         position,
                                          guint         column,
                                          const char   *text);

gboolean      kh_table_draft_get_dirty   (KhTableDraft *self);
void          kh_table_draft_revert      (KhTableDraft *self);
GPtrArray    *kh_table_draft_validate    (KhTableDraft *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *kh_table_draft_dup_rows    (KhTableDraft *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *kh_table_draft_dup_changes (KhTableDraft *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
