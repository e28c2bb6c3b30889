/* kh-recovery-key.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"

G_BEGIN_DECLS

/* What the office prints and puts into its safe, for the day when nobody knows a password: 160 bits
 * drawn at random, as eight groups of five letters and digits. The last of each group checks the
 * others, so that a slip of the pen or the finger can be named. */
#define KH_RECOVERY_KEY_SIZE ((gsize) 20)
#define KH_RECOVERY_KEY_N_GROUPS 8

KhSecret *kh_recovery_key_new    (GError    **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_recovery_key_format (KhSecret   *bits) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_recovery_key_parse  (KhSecret   *text,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;
KhSecret *kh_recovery_key_derive (KhSecret   *text,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
