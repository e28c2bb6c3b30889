/* kh-row-cache.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-list.h"

G_BEGIN_DECLS

/**
 * KhRowCache:
 *
 * The rows of a customer list: those that somebody holds, of which each stays the same object,
 * and those that were read last. It knows which are being read, and what changed meanwhile.
 */
typedef struct _KhRowCache KhRowCache;

KhRowCache    *kh_row_cache_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void           kh_row_cache_free        (KhRowCache *self);
void           kh_row_cache_clear       (KhRowCache *self);

KhCustomerRow *kh_row_cache_get         (KhRowCache *self,
                                         gint64      number) G_GNUC_WARN_UNUSED_RESULT;
KhCustomerRow *kh_row_cache_lookup      (KhRowCache *self,
                                         gint64      number);
gboolean       kh_row_cache_wants       (KhRowCache *self,
                                         gint64      number);

/* A read is given what begin said of the time it began at; what changed after that time is not
 * taken from it. */
guint          kh_row_cache_begin_read  (KhRowCache *self,
                                         GArray     *numbers);
void           kh_row_cache_end_read    (KhRowCache *self,
                                         guint       time,
                                         GArray     *numbers,
                                         GPtrArray  *texts);
void           kh_row_cache_note_change (KhRowCache *self,
                                         gint64      number);
GArray        *kh_row_cache_note_all    (KhRowCache *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
