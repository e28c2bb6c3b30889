/* kh-number-block.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* With so many numbers left, or fewer, a block is near its end. */
#define KH_NUMBER_BLOCK_FEW 10

/**
 * KhNumberBlock:
 *
 * Account numbers from one to another that are given out one after the other, each
 * once. A block that was disabled stays so.
 */
#define KH_TYPE_NUMBER_BLOCK (kh_number_block_get_type ())
G_DECLARE_FINAL_TYPE (KhNumberBlock, kh_number_block, KH, NUMBER_BLOCK, GObject)

/* String properties: id, begin, end, receiver (or NULL), next (NULL when none is left).
 * Others: two-way, enabled (gboolean), left (gint64). */
KhNumberBlock *kh_number_block_new          (void);

const char    *kh_number_block_get_id       (KhNumberBlock *self);
const char    *kh_number_block_get_begin    (KhNumberBlock *self);
const char    *kh_number_block_get_end      (KhNumberBlock *self);
const char    *kh_number_block_get_receiver (KhNumberBlock *self);
const char    *kh_number_block_get_next     (KhNumberBlock *self);
gboolean       kh_number_block_get_two_way  (KhNumberBlock *self);
gboolean       kh_number_block_get_enabled  (KhNumberBlock *self);
gint64         kh_number_block_get_left     (KhNumberBlock *self);
gboolean       kh_number_block_is_near_end  (KhNumberBlock *self);

/* How many numbers there are from @begin to @end; 0 when these are no block. */
gint64         kh_number_block_count        (const char    *begin,
                                             const char    *end);
/* The one that comes @index after @begin. */
char          *kh_number_block_dup_number   (const char    *begin,
                                             gint64         index) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
