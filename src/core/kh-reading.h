/* kh-reading.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-link.h"
#include "kh-outbox-item.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/**
 * KhReadingSides:
 * @link: the customer's link
 * @shadow: what was last known of the account
 * @customer: our whole record
 * @rows: (nullable) (element-type KhRows): its rows of each table that goes to a station
 * @catalogues: (nullable): the entries that our values name
 * @items: (element-type KhOutboxItem): what is to go out, or has gone out
 * @held: (element-type KhOutboxItem): what does not go out because the account is held
 * @pending: (element-type KhOutboxItem): what waits for a person at the station
 * @secrets: (element-type KhDatapointId KhSecret): our values of those that are sealed, as far as
 *   whoever is there has the key
 *
 * What an account that was read is compared with.
 */
typedef struct {
  const KhLink *link;
  const KhShadow *shadow;
  KhCustomer *customer;
  GPtrArray *rows;
  KhCatalogues *catalogues;
  GPtrArray *items;
  GPtrArray *held;
  GPtrArray *pending;
  GHashTable *secrets;
} KhReadingSides;

/**
 * KhReading:
 * @event: %KH_OUTBOX_FOUND where all that is there is agreed on, or ours; else why the account is
 *   held from now on
 * @renamed: whether the account is in the name of somebody else altogether
 * @steps: (element-type KhOutboxStep): what happened to the items
 * @shadow: (nullable): what is known of the account from now on, with what is somebody else's
 *   marked in it; %NULL where the answer is none about the account
 * @etag: (nullable): its version
 *
 * What comes of it.
 */
typedef struct {
  KhOutboxEvent event;
  gboolean renamed;
  GArray *steps;
  KhShadow *shadow;
  char *etag;
} KhReading;

KhReading *kh_reading_new      (const KhReadingSides *sides,
                                KhAccount            *account) G_GNUC_WARN_UNUSED_RESULT;
void       kh_reading_free     (KhReading            *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReading, kh_reading_free)

gboolean   kh_reading_is_older (const char           *etag,
                                const char           *known);

G_END_DECLS
