/* kh-vault.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"

G_BEGIN_DECLS

/**
 * KhVault:
 *
 * The data keys that the member of staff who is signed in has, by their ids, in memory only. The
 * key with the highest id seals; those before it open what they once sealed, until that is sealed
 * anew. A vault without keys is locked. It may be used in any thread.
 */
#define KH_TYPE_VAULT (kh_vault_get_type ())
G_DECLARE_FINAL_TYPE (KhVault, kh_vault, KH, VAULT, GObject)

KhVault  *kh_vault_new                (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean  kh_vault_add_key            (KhVault     *self,
                                       guint32      id,
                                       KhSecret    *key,
                                       GError     **error);
void      kh_vault_add_next_key       (KhVault     *self,
                                       guint32      id,
                                       KhSecret    *key);
KhSecret *kh_vault_dup_key            (KhVault     *self,
                                       guint32      id) G_GNUC_WARN_UNUSED_RESULT;
guint32   kh_vault_get_current_key_id (KhVault     *self);
gboolean  kh_vault_is_locked          (KhVault     *self);
void      kh_vault_lock               (KhVault     *self);

GBytes   *kh_vault_seal               (KhVault     *self,
                                       const char  *table,
                                       gint64       row,
                                       const char  *column,
                                       KhSecret    *secret,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_vault_open               (KhVault     *self,
                                       const char  *table,
                                       gint64       row,
                                       const char  *column,
                                       GBytes      *sealed,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
guint32   kh_vault_read_key_id        (GBytes      *sealed);

G_END_DECLS
