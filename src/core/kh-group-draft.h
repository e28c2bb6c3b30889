/* kh-group-draft.h
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
 * KhGroupDraft:
 *
 * A working copy of a customer's rows of one group, as a #GListModel of #KhRowDraft. While it
 * appends, a blank row stands under the last, and typing in it makes another.
 *
 * notify::dirty: whether anything differs from what is kept.
 */
#define KH_TYPE_GROUP_DRAFT (kh_group_draft_get_type ())
G_DECLARE_FINAL_TYPE (KhGroupDraft, kh_group_draft, KH, GROUP_DRAFT, GObject)

KhGroupDraft *kh_group_draft_new         (KhRows       *original,
                                          KhCatalogues *catalogues) G_GNUC_WARN_UNUSED_RESULT;

KhGroupId     kh_group_draft_get_group   (KhGroupDraft *self);
KhRows       *kh_group_draft_get_original (KhGroupDraft *self);
void          kh_group_draft_set_adt     (KhGroupDraft *self,
                                          gboolean      adt);
void          kh_group_draft_set_appends (KhGroupDraft *self,
                                          gboolean      appends);
guint         kh_group_draft_get_n       (KhGroupDraft *self);
KhRowDraft   *kh_group_draft_get         (KhGroupDraft *self,
                                          guint         position);

gboolean      kh_group_draft_set_text    (KhGroupDraft *self,
                                          guint         position,
                                          guint         column,
                                          const char   *text);
void          kh_group_draft_remove      (KhGroupDraft *self,
                                          guint         position);
gboolean      kh_group_draft_can_undo    (KhGroupDraft *self);
guint         kh_group_draft_undo        (KhGroupDraft *self);
gboolean      kh_group_draft_move        (KhGroupDraft *self,
                                          guint         position,
                                          int           by);
guint         kh_group_draft_paste       (KhGroupDraft *self,
                                          guint         position,
                                          guint         column,
                                          const char   *text);

gboolean      kh_group_draft_get_dirty   (KhGroupDraft *self);
void          kh_group_draft_revert      (KhGroupDraft *self);
GPtrArray    *kh_group_draft_validate    (KhGroupDraft *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *kh_group_draft_dup_rows    (KhGroupDraft *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *kh_group_draft_dup_changes (KhGroupDraft *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
