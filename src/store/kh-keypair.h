/* kh-keypair.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"

G_BEGIN_DECLS

/* A member of staff has a pair of keys of X25519 (RFC 7748). Whoever has a data key can wrap it
 * for another with the public key alone, while the other is not there; unwrapping takes the private
 * key, which is kept sealed under a password's key or one in the desktop's keyring. Both are
 * %KH_CIPHER_KEY_SIZE bytes. */
KhSecret *kh_keypair_new_private_key (GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *kh_keypair_dup_public_key  (KhSecret     *private_key,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_keypair_agree           (KhSecret     *private_key,
                                      GBytes       *public_key,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;

GBytes   *kh_keypair_wrap            (GBytes       *public_key,
                                      KhSecret     *data_key,
                                      const char   *place,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_keypair_unwrap          (KhSecret     *private_key,
                                      GBytes       *wrapped,
                                      const char   *place,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
