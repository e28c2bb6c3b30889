/* kh-reference-blocks.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"

G_BEGIN_DECLS

/**
 * KhReferenceBlock:
 * @id: what it is asked for by
 * @dealer: whose it is
 * @first: its first number
 * @last: its last number
 * @receiver: (nullable): where its accounts' signals come in
 * @two_way: whether its numbers are for panels that one can talk through
 * @enabled: whether numbers are given out; once it is not, it never is again
 * @given: how many of its numbers are gone
 *
 * Account numbers that the station hands out.
 */
typedef struct {
  char *id;
  char *dealer;
  char *first;
  char *last;
  char *receiver;
  gboolean two_way;
  gboolean enabled;
  gint64 given;
} KhReferenceBlock;

void              kh_reference_block_free     (KhReferenceBlock       *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferenceBlock, kh_reference_block_free)

/* Each gives KhReferenceBlocks; NULL stands for all dealers, or all blocks. */
GPtrArray        *kh_reference_blocks_find    (KhReferenceBook        *book,
                                               const char             *dealer,
                                               const char             *id,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          kh_reference_blocks_add     (KhReferenceBook        *book,
                                               const KhReferenceBlock *block,
                                               GError                **error);
gboolean          kh_reference_blocks_disable (KhReferenceBook        *book,
                                               const char             *id,
                                               GError                **error);
/* The next number, or NULL when there is none; @left is what is there after it. */
gboolean          kh_reference_blocks_peek    (KhReferenceBook        *book,
                                               const KhReferenceBlock *block,
                                               char                  **number,
                                               gint64                 *left,
                                               GError                **error);
/* The same, and the number is gone. */
gboolean          kh_reference_blocks_take    (KhReferenceBook        *book,
                                               KhReferenceBlock       *block,
                                               char                  **number,
                                               gint64                 *left,
                                               GError                **error);

KhReferenceAnswer *kh_reference_blocks_answer (KhReferenceBook        *book,
                                               const char             *dealer,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_blocks_reserve (KhReferenceBook       *book,
                                                const char            *dealer,
                                                const char            *id,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Why a block gives no number; NULL when it does. */
KhReferenceAnswer *kh_reference_block_refuse  (const KhReferenceBlock *block,
                                               const char             *number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
