/* kh-keyring.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-secret.h"

G_BEGIN_DECLS

/**
 * KhKeyring:
 *
 * Where the tokens of the monitoring companies are: in the desktop's keyring, or, where
 * there is none, in memory for this run only. Never in a file of ours. The desktop's
 * keyring also has the key of this desk, and there is nowhere else for that one.
 */
#define KH_TYPE_KEYRING (kh_keyring_get_type ())
G_DECLARE_FINAL_TYPE (KhKeyring, kh_keyring, KH, KEYRING, GObject)

/**
 * KhKeyringState:
 * @KH_KEYRING_ABSENT: the desktop has no keyring
 * @KH_KEYRING_LOCKED: there is one, and it gives nothing away: it is locked, or was not unlocked
 * @KH_KEYRING_READY: it gave what was asked for
 */
typedef enum {
  KH_KEYRING_ABSENT,
  KH_KEYRING_LOCKED,
  KH_KEYRING_READY,
} KhKeyringState;

/* @store_id tells the companies of one data file from another's. */
KhKeyring *kh_keyring_new           (const char           *store_id);
const char *kh_keyring_get_store_id (KhKeyring            *self);

/* Keeps the token; @kept says whether the desktop's keyring took it (FALSE: for this
 * run only). A token of NULL is forgotten. */
void       kh_keyring_store_async   (KhKeyring            *self,
                                     gint64                company,
                                     const char           *company_name,
                                     const char           *token,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean   kh_keyring_store_finish  (KhKeyring            *self,
                                     GAsyncResult         *result,
                                     gboolean             *kept,
                                     GError              **error);

/* The token to be cleared and freed with kh_keyring_free_token(), or NULL with no error
 * when none is known. */
void       kh_keyring_look_up_async (KhKeyring            *self,
                                     gint64                company,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
char      *kh_keyring_look_up_finish (KhKeyring           *self,
                                     GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       kh_keyring_free_token    (char                 *token);

/* The key that members without a password have at this desk; made the first time. */
void       kh_keyring_fetch_desk_key_async  (KhKeyring            *self,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
KhSecret  *kh_keyring_fetch_desk_key_finish (KhKeyring            *self,
                                             GAsyncResult         *result,
                                             KhKeyringState       *state,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps a token in memory only, as the demo does. */
void       kh_keyring_set_for_this_run (KhKeyring         *self,
                                     gint64                company,
                                     const char           *token);

G_END_DECLS
