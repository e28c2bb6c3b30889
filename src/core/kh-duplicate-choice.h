/* kh-duplicate-choice.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-rows.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhDuplicateCopy:
 * @original: a row of the customer that is duplicated
 * @copy: what the new customer gets of it: it has no id yet, and says kh_row_is_sealed() of what is
 *   sealed and goes with it
 */
typedef struct {
  KhRow *original;
  KhRow *copy;
} KhDuplicateCopy;

/**
 * KhDuplicateChoice:
 *
 * Which rows of a customer's tables a duplicate gets, by their ids, and which sealed columns of
 * them.
 */
KhDuplicateChoice *kh_duplicate_choice_new         (void) G_GNUC_WARN_UNUSED_RESULT;
KhDuplicateChoice *kh_duplicate_choice_copy        (const KhDuplicateChoice *self) G_GNUC_WARN_UNUSED_RESULT;
void               kh_duplicate_choice_free        (KhDuplicateChoice       *self);

void               kh_duplicate_choice_add_row     (KhDuplicateChoice       *self,
                                                    KhTableId                table,
                                                    gint64                   row);
gboolean           kh_duplicate_choice_has_row     (const KhDuplicateChoice *self,
                                                    KhTableId                table,
                                                    gint64                   row);
guint              kh_duplicate_choice_count       (const KhDuplicateChoice *self,
                                                    KhTableId                table);
void               kh_duplicate_choice_add_column  (KhDuplicateChoice       *self,
                                                    KhTableId                table,
                                                    guint                    column);
gboolean           kh_duplicate_choice_has_column  (const KhDuplicateChoice *self,
                                                    KhTableId                table,
                                                    guint                    column);

const char        *kh_duplicate_choice_get_bar     (KhRow                   *row);
KhRow             *kh_duplicate_choice_make_row    (KhRow                   *row) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray         *kh_duplicate_choice_make_copies (const KhDuplicateChoice *self,
                                                    GPtrArray               *tables) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhDuplicateChoice, kh_duplicate_choice_free)

G_END_DECLS
