/* kh-cipher-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gcrypt.h>
#include <glib.h>

#include "kh-cipher.h"

G_BEGIN_DECLS

/* For the other files that call libgcrypt. */
gboolean kh_cipher_check       (gcry_error_t   code,
                                const char    *call,
                                GError       **error);
void     kh_cipher_set_damaged (GError       **error);
gboolean kh_cipher_is_key      (KhSecret      *secret);

G_END_DECLS
