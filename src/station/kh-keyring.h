/* kh-keyring.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhKeyring:
 *
 * Where the tokens of the monitoring companies are: in the desktop's keyring, or, where
 * there is none, in memory for this run only. Never in a file of ours.
 */
#define KH_TYPE_KEYRING (kh_keyring_get_type ())
G_DECLARE_FINAL_TYPE (KhKeyring, kh_keyring, KH, KEYRING, GObject)

/* @store_id tells the companies of one data file from another's. */
KhKeyring *kh_keyring_new           (const char           *store_id);

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

/* Keeps a token in memory only, as the demo does. */
void       kh_keyring_set_for_this_run (KhKeyring         *self,
                                     gint64                company,
                                     const char           *token);

G_END_DECLS
