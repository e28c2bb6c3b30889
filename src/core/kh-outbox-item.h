/* kh-outbox-item.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-outbox-state.h"
#include "kh-table.h"

G_BEGIN_DECLS

/**
 * KhOutboxItem:
 * @id: its number; later ones are greater
 * @customer: the customer number
 * @company: the monitoring company's entry, or 0 while the customer's Link is not over
 * @datapoint: what changed, where @place is %NULL
 * @place: (nullable): the place of the row that changed
 * @table: whose row, or %KH_N_TABLES
 * @value: (nullable): the record's value then; %NULL for none, and for what is sealed. Of a row, its
 *   text by kh_row_dup_text(); %NULL where it was taken out
 * @before: (nullable): the record's value before the first of the edits in it
 * @revision: the record's revision of the latest of them
 * @state: how far it is
 * @reason: (nullable): the #KhOutboxEvent that brought it there
 * @message: (nullable): what the station said, for a person
 * @frozen: whether it is in a change set whose outcome is not known
 * @author: who changed it
 * @queued_at: seconds since 1970, UTC
 * @change_set: (nullable): the station's id of the change set that a person there looks at
 * @hidden: whether whoever reads may not see the values, which are not there then
 *
 * One change of a record on its way to a station.
 */
typedef struct {
  gint64 id;
  gint64 customer;
  gint64 company;
  KhDatapointId datapoint;
  char *place;
  KhTableId table;
  char *value;
  char *before;
  gint64 revision;
  KhOutboxState state;
  char *reason;
  char *message;
  gboolean frozen;
  char *author;
  gint64 queued_at;
  char *change_set;
  gboolean hidden;
} KhOutboxItem;

/**
 * KhOutboxStep:
 * @id: an item
 * @revision: the record's of the change that this is said of
 * @event: what happened to it
 */
typedef struct {
  gint64 id;
  gint64 revision;
  KhOutboxEvent event;
} KhOutboxStep;

KhOutboxItem *kh_outbox_item_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void          kh_outbox_item_free (KhOutboxItem       *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhOutboxItem, kh_outbox_item_free)

const char   *kh_outbox_item_get_key   (const KhOutboxItem *item);
gboolean      kh_outbox_item_set_key   (KhOutboxItem       *item,
                                        const char         *key);
gboolean      kh_outbox_item_is_sealed (const KhOutboxItem *item);
gboolean      kh_outbox_item_has_secret (const KhOutboxItem *item);
char         *kh_outbox_item_dup_place (const KhOutboxItem *item) G_GNUC_WARN_UNUSED_RESULT;
char         *kh_outbox_item_dup_label (const KhOutboxItem *item) G_GNUC_WARN_UNUSED_RESULT;
gboolean      kh_outbox_items_have     (GPtrArray          *items,
                                        KhDatapointId       id);
gboolean      kh_outbox_items_have_row (GPtrArray          *items,
                                        const char         *place);
gboolean      kh_outbox_item_may_fold (const KhOutboxItem *item);
gboolean      kh_outbox_item_fold     (KhOutboxItem       *item,
                                       const char         *value,
                                       gint64              revision,
                                       const char         *author);

void          kh_outbox_item_hide     (KhOutboxItem       *item,
                                       KhGrants            grants);

gboolean      kh_outbox_is_sent       (KhDatapointId       id) G_GNUC_CONST;

G_END_DECLS
