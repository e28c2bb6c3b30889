/* kh-secret.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhSecret:
 *
 * A secret, such as a passcode or a key: bytes that never change, in memory that is locked out of
 * the swap space, left out of core dumps, and cleared when the last reference goes. It is the only
 * place where a secret may stay; copy one into a string for the moment of its use at most.
 *
 * References may be taken and dropped in any thread.
 */
#define KH_TYPE_SECRET (kh_secret_get_type ())

typedef struct _KhSecret KhSecret;

GType         kh_secret_get_type   (void) G_GNUC_CONST;

KhSecret     *kh_secret_new        (const char  *text,
                                    gssize       length) G_GNUC_WARN_UNUSED_RESULT;
KhSecret     *kh_secret_new_blank  (gsize        length,
                                    guint8     **bytes) G_GNUC_WARN_UNUSED_RESULT;
KhSecret     *kh_secret_ref        (KhSecret    *self);
void          kh_secret_unref      (KhSecret    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSecret, kh_secret_unref)

const char   *kh_secret_get_text   (KhSecret    *self);
const guint8 *kh_secret_get_bytes  (KhSecret    *self);
gsize         kh_secret_get_length (KhSecret    *self);
GBytes       *kh_secret_dup_view   (KhSecret    *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      kh_secret_is_trimmed (KhSecret    *self);
gboolean      kh_secret_equal      (KhSecret    *a,
                                    KhSecret    *b);
gboolean      kh_secret_sounds_like (KhSecret   *a,
                                     KhSecret   *b);

G_END_DECLS
