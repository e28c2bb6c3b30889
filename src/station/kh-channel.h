/* kh-channel.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "kh-company.h"

G_BEGIN_DECLS

/**
 * KhChannel:
 *
 * The way to one monitoring company: its address, its certificate authority, the token
 * and the HTTP session that keeps all of it safe. Exchanges go over it; see
 * kh_exchange_send_async().
 */
#define KH_TYPE_CHANNEL (kh_channel_get_type ())
G_DECLARE_FINAL_TYPE (KhChannel, kh_channel, KH, CHANNEL, GObject)

KhChannel   *kh_channel_new                 (KhCompany   *company,
                                             const char  *token,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

const char  *kh_channel_get_name            (KhChannel   *self);
SoupSession *kh_channel_get_session         (KhChannel   *self);
guint        kh_channel_get_deadline        (KhChannel   *self);
guint        kh_channel_get_connect_deadline (KhChannel  *self);
void         kh_channel_set_deadline        (KhChannel   *self,
                                             guint        milliseconds);
SoupMessage *kh_channel_make_message        (KhChannel   *self,
                                             const char  *method,
                                             const char  *path,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean     kh_channel_check_address       (const char  *address,
                                             GError     **error);
gboolean     kh_channel_check_token         (const char  *token);

G_END_DECLS
