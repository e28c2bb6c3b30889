/* kh-cipher.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"

G_BEGIN_DECLS

/* The one kind of key there is: for sealing with, and for deriving others from. */
#define KH_CIPHER_KEY_SIZE ((gsize) 32)

/* The longest secret that is sealed: far more than any code, and nothing to fill a disk with. */
#define KH_CIPHER_MAX_LENGTH ((gsize) 65536)

gboolean  kh_cipher_init       (GError     **error);
KhSecret *kh_cipher_new_key    (GError     **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_cipher_derive_key (KhSecret    *material,
                                const char  *purpose,
                                GBytes      *context,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

GBytes   *kh_cipher_seal       (KhSecret    *key,
                                KhSecret    *secret,
                                const char  *place,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_cipher_open       (KhSecret    *key,
                                GBytes      *sealed,
                                const char  *place,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
