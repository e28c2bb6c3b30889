/* kh-history-chain.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-history.h"

G_BEGIN_DECLS

#define KH_HISTORY_HASH_SIZE 32
#define KH_HISTORY_SALT_SIZE 16

/**
 * KhHistorySeal:
 *
 * What a row of the history has besides what it says: its salt, the digest of its values, the
 * hash of the row before it and its own.
 */
typedef struct {
  guint8 salt[KH_HISTORY_SALT_SIZE];
  guint8 values[KH_HISTORY_HASH_SIZE];
  guint8 prev_hash[KH_HISTORY_HASH_SIZE];
  guint8 hash[KH_HISTORY_HASH_SIZE];
} KhHistorySeal;

void     kh_history_chain_make_salt (KhHistorySeal       *seal);
void     kh_history_chain_seal      (const KhHistoryRow  *row,
                                     KhHistorySeal       *seal);
gboolean kh_history_chain_read_head (KhConnection        *connection,
                                     gint64              *sequence,
                                     guint8              *hash,
                                     GError             **error);
gboolean kh_history_chain_seal_all  (KhConnection        *connection,
                                     GError             **error);
void     kh_history_chain_bind      (KhStatement         *statement,
                                     int                  first,
                                     const KhHistorySeal *seal);
char    *kh_history_chain_dup_hex   (const guint8        *hash) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
