/* kh-password-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-secret.h"

G_BEGIN_DECLS

/* The passwords of the staff: none is kept. Each member has a random key of their own that is
 * sealed with what Argon2id makes of the password, and a password is right when it opens it. It is
 * the private half of the pair that the data keys are wrapped for. */
gboolean kh_password_rows_check  (KhConnection  *connection,
                                  gint64         member,
                                  KhSecret      *password,
                                  KhSecret      *desk,
                                  KhSecret     **own_key,
                                  GError       **error);
gboolean kh_password_rows_set    (KhConnection  *connection,
                                  gint64         member,
                                  KhSecret      *password,
                                  KhSecret      *desk,
                                  KhSecret      *own_key,
                                  GError       **error);
gboolean kh_password_rows_begin  (KhConnection  *connection,
                                  gint64         member,
                                  KhSecret      *desk,
                                  KhSecret     **own_key,
                                  GError       **error);

G_END_DECLS
