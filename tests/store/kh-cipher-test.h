/* kh-cipher-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"

G_BEGIN_DECLS

/* Opens a value that a test has damaged. */
typedef KhSecret *(*KhCipherTestOpen) (GBytes    *sealed,
                                       gpointer   user_data,
                                       GError   **error);

GBytes   *kh_cipher_test_bytes          (const char       *hex) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_cipher_test_secret         (const char       *hex) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_cipher_test_key            (guint8            first) G_GNUC_WARN_UNUSED_RESULT;
void      kh_cipher_test_assert_secret  (KhSecret         *secret,
                                         const char       *hex);
void      kh_cipher_test_assert_refused (GBytes           *sealed,
                                         KhCipherTestOpen  open,
                                         gpointer          user_data);

G_END_DECLS
