/* kh-history-item.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-catalogues.h"
#include "kh-history.h"

G_BEGIN_DECLS

/* What there is to read of a row of the history, in the order in which it is shown. */
typedef enum {
  KH_HISTORY_TIME,
  KH_HISTORY_MEMBER,
  KH_HISTORY_ACTION,
  KH_HISTORY_DATAPOINT,
  KH_HISTORY_OLD,
  KH_HISTORY_NEW,

  KH_N_HISTORY_TEXTS
} KhHistoryText;

/**
 * KhHistoryItem:
 *
 * A row of the history as a person reads it.
 */
#define KH_TYPE_HISTORY_ITEM (kh_history_item_get_type ())
G_DECLARE_FINAL_TYPE (KhHistoryItem, kh_history_item, KH, HISTORY_ITEM, GObject)

KhHistoryItem *kh_history_item_new          (const KhHistoryRow *row,
                                             KhCatalogues       *catalogues);

gint64         kh_history_item_get_sequence (KhHistoryItem      *self);
const char    *kh_history_item_get_text     (KhHistoryItem      *self,
                                             KhHistoryText       text);
/* From what to what, on one line. */
char          *kh_history_item_dup_change   (KhHistoryItem      *self) G_GNUC_WARN_UNUSED_RESULT;
/* All of it, as a screen reader says it. */
char          *kh_history_item_dup_sentence (KhHistoryItem      *self) G_GNUC_WARN_UNUSED_RESULT;

/* The rows (KhHistoryItem) as a file for a spreadsheet, in which no value runs as a formula. */
char          *kh_history_item_dup_csv      (GListModel         *items) G_GNUC_WARN_UNUSED_RESULT;

const char    *kh_history_text_get_title    (KhHistoryText       text);

G_END_DECLS
