/* kh-password.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"

G_BEGIN_DECLS

/* What a new recipe asks for. It stands in a file of its own (kh-password-cost.c), so that the
 * tests, which make a thousand offices, can be linked with less. */
typedef struct {
  guint memory; /* in KiB */
  guint passes;
  guint lanes;
} KhPasswordCost;

extern const KhPasswordCost kh_password_cost;

/* A recipe says how a password becomes a key, and is kept beside what the key seals:
 * "argon2id$m=65536$t=3$p=4$<salt in base64>". It is no secret. */
char     *kh_password_new_recipe (GError     **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_password_derive_key (KhSecret    *password,
                                  const char  *recipe,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
