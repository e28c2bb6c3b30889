/* kh-shadow.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-outbox-state.h"
#include "kh-secret.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhShadowEntry:
 * @known: whether @value is what the station had; what is sealed has a #KhShadowSecret in its place
 * @value: (nullable): the station's value, as an account has it
 * @item: (nullable): the station's id of the list item
 * @seen_set: whether the station was found to have another value since, that nobody agreed to
 * @seen: (nullable): that value
 */
typedef struct {
  gboolean known;
  char *value;
  char *item;
  gboolean seen_set;
  char *seen;
} KhShadowEntry;

/**
 * KhShadowSecret:
 * @known: whether @secret is what the station had
 * @secret: (nullable): the station's value; %NULL for none
 * @etag: (nullable): the account's version that it was last compared at
 *
 * What was last known of one of the station's secrets, as far as there is a key.
 */
typedef struct {
  gboolean known;
  KhSecret *secret;
  char *etag;
} KhShadowSecret;

/**
 * KhShadow:
 * @entries: by datapoint
 * @secrets: (element-type KhDatapointId KhShadowSecret): of those that are sealed; without those that
 *   whoever is there has no key to
 * @row_secrets: (element-type utf8 KhShadowSecret): by the place of our row: the secret of the station's
 *   row of the same thing; likewise
 * @rows: (element-type utf8 KhShadowEntry): by the place of our row: the station's row of the same
 *   person or thing, its value a text of kh_row_dup_text()
 * @rows_known: whether @rows are all that are on both sides, as of the version that the rest is of
 *
 * What was last known of a station's values of an account. A value there that is neither the
 * shadow nor ours is somebody else's.
 */
typedef struct {
  KhShadowEntry entries[KH_N_DATAPOINTS];
  GHashTable *secrets;
  GHashTable *row_secrets;
  GHashTable *rows;
  gboolean rows_known;
} KhShadow;

KhShadow *kh_shadow_new              (void) G_GNUC_WARN_UNUSED_RESULT;
KhShadow *kh_shadow_new_from_account (KhAccount       *account) G_GNUC_WARN_UNUSED_RESULT;
KhShadow *kh_shadow_copy             (const KhShadow  *self) G_GNUC_WARN_UNUSED_RESULT;
void      kh_shadow_free             (KhShadow        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhShadow, kh_shadow_free)

void      kh_shadow_set              (KhShadow        *self,
                                      KhDatapointId    id,
                                      gboolean         known,
                                      const char      *value,
                                      const char      *item);
void      kh_shadow_set_seen         (KhShadow        *self,
                                      KhDatapointId    id,
                                      const char      *value);
void      kh_shadow_clear_seen       (KhShadow        *self);

gboolean  kh_shadow_keeps_secret     (KhDatapointId    id) G_GNUC_CONST;
const KhShadowSecret *
          kh_shadow_get_secret       (const KhShadow  *self,
                                      KhDatapointId    id);
void      kh_shadow_set_secret       (KhShadow        *self,
                                      KhDatapointId    id,
                                      gboolean         known,
                                      KhSecret        *secret,
                                      const char      *etag);
const KhShadowSecret *
          kh_shadow_get_row_secret   (const KhShadow  *self,
                                      const char      *place);
void      kh_shadow_set_row_secret   (KhShadow        *self,
                                      const char      *place,
                                      gboolean         known,
                                      KhSecret        *secret,
                                      const char      *etag);
gboolean  kh_shadow_has_old_secret   (const KhShadow  *self,
                                      const char      *etag);

const KhShadowEntry *
          kh_shadow_get_row          (const KhShadow  *self,
                                      const char      *place);
void      kh_shadow_set_row          (KhShadow        *self,
                                      const char      *place,
                                      const char      *value,
                                      const char      *item);
void      kh_shadow_set_row_seen     (KhShadow        *self,
                                      const char      *place,
                                      const char      *value);
void      kh_shadow_remove_row       (KhShadow        *self,
                                      const char      *place);

/**
 * KhShadowSides:
 * @shadow: what was last known
 * @account: what the station has now
 * @same_version: whether @account is still the version that was last known
 * @customer: our whole record
 * @catalogues: (nullable): the entries that our values name
 *
 * What kh_shadow_judge() goes by.
 */
typedef struct {
  const KhShadow *shadow;
  KhAccount *account;
  gboolean same_version;
  KhCustomer *customer;
  KhCatalogues *catalogues;
} KhShadowSides;

char         *kh_shadow_dup_sent     (KhCatalogues        *catalogues,
                                      KhDatapointId        id,
                                      const char          *ours) G_GNUC_WARN_UNUSED_RESULT;
KhOutboxEvent kh_shadow_judge        (const KhShadowSides *sides,
                                      KhDatapointId        id,
                                      const char          *ours,
                                      const char          *before,
                                      KhSecret            *secret);
gboolean      kh_shadow_is_foreign   (const KhShadowSides *sides,
                                      KhDatapointId        id);
gboolean      kh_shadow_is_foreign_secret (const KhShadowSides *sides,
                                           KhDatapointId        id,
                                           KhSecret            *ours);

G_END_DECLS
