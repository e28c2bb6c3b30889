/* kh-row-sides.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-account.h"
#include "kh-company.h"
#include "kh-outbox-item.h"
#include "kh-row-push.h"
#include "kh-rows.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/**
 * KhRowSides:
 *
 * The rows of a record that go to a station, beside those that the station has.
 */
typedef struct _KhRowSides KhRowSides;

KhRowSides    *kh_row_sides_new      (const KhShadow     *shadow,
                                      GPtrArray          *ours,
                                      KhAccount          *account,
                                      KhPushTerms         terms,
                                      gboolean            same_version) G_GNUC_WARN_UNUSED_RESULT;
void           kh_row_sides_free     (KhRowSides         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhRowSides, kh_row_sides_free)

GPtrArray     *kh_row_sides_make_pairs (const KhShadow    *shadow,
                                      KhRows             *ours,
                                      KhAccount          *account) G_GNUC_WARN_UNUSED_RESULT;

KhOutboxEvent  kh_row_sides_judge    (KhRowSides         *self,
                                      const KhOutboxItem *item);
gboolean       kh_row_sides_is_foreign (KhRowSides       *self,
                                      const char         *place);
GPtrArray     *kh_row_sides_list     (KhRowSides         *self) G_GNUC_WARN_UNUSED_RESULT;
char          *kh_row_sides_dup_theirs (KhRowSides       *self,
                                      const char         *place) G_GNUC_WARN_UNUSED_RESULT;
void           kh_row_sides_agree    (KhRowSides         *self,
                                      KhShadow           *shadow);

G_END_DECLS
