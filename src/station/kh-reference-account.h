/* kh-reference-account.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-rules.h"

G_BEGIN_DECLS

/**
 * KhReferenceList:
 * @path: the list's place in the account, with * for the id of an outer item
 * @key: the member that an item is named by
 * @prefix: (nullable): how ids that the station gives begin; %NULL when the sender gives them
 * @item: an item without values, as JSON
 */
typedef struct {
  const char *path;
  const char *key;
  const char *prefix;
  const char *item;
} KhReferenceList;

/**
 * KhReferenceOverlay:
 * @profile: the station's profile
 * @changing: whether the rules on who may write a field hold; not while a book is loaded
 * @making: whether the account is being made, so that what stays as it is can be given
 * @stem: what stands between the prefix and the number of an id that is given
 * @mistakes: (element-type KhReferenceMistake): takes what is wrong
 *
 * How values are laid over an account.
 */
typedef struct {
  KhReferenceProfile profile;
  gboolean changing;
  gboolean making;
  const char *stem;
  GPtrArray *mistakes;
} KhReferenceOverlay;

const KhReferenceList *kh_reference_list_lookup       (const char               *path);
char                  *kh_reference_list_dup_key      (const KhReferenceList    *list,
                                                       JsonObject               *item) G_GNUC_WARN_UNUSED_RESULT;
JsonObject            *kh_reference_list_add          (const KhReferenceList    *list,
                                                       JsonArray                *items);

void                   kh_reference_overlay_member    (const KhReferenceOverlay *self,
                                                       JsonObject               *target,
                                                       const char               *name,
                                                       JsonNode                 *value,
                                                       const char               *path,
                                                       const char               *pointer,
                                                       gboolean                  fresh);
void                   kh_reference_overlay_object    (const KhReferenceOverlay *self,
                                                       JsonObject               *target,
                                                       JsonObject               *source,
                                                       const char               *path,
                                                       const char               *pointer,
                                                       gboolean                  fresh);
void                   kh_reference_overlay_item      (const KhReferenceOverlay *self,
                                                       const KhReferenceList    *list,
                                                       JsonArray                *items,
                                                       JsonNode                 *source,
                                                       const char               *pointer);

JsonObject            *kh_reference_account_read      (JsonObject               *source,
                                                       KhReferenceProfile        profile,
                                                       GPtrArray                *mistakes) G_GNUC_WARN_UNUSED_RESULT;
JsonObject            *kh_reference_account_read_new   (JsonObject               *source,
                                                        KhReferenceProfile        profile,
                                                        GPtrArray                *mistakes) G_GNUC_WARN_UNUSED_RESULT;
JsonObject            *kh_reference_account_from_text (const char               *text) G_GNUC_WARN_UNUSED_RESULT;
char                  *kh_reference_account_to_text   (JsonObject               *document) G_GNUC_WARN_UNUSED_RESULT;
void                   kh_reference_account_mask      (JsonObject               *document,
                                                       KhReferenceProfile        profile);
JsonObject            *kh_reference_account_summarise (JsonObject               *document) G_GNUC_WARN_UNUSED_RESULT;
void                   kh_reference_account_stamp     (JsonObject               *document,
                                                       const char               *author,
                                                       gint64                    version);
char                  *kh_reference_account_dup_now   (void) G_GNUC_WARN_UNUSED_RESULT;
char                  *kh_reference_account_dup_time  (gint64                    seconds) G_GNUC_WARN_UNUSED_RESULT;
char                  *kh_reference_canonical_number  (const char               *number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
