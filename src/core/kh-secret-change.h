/* kh-secret-change.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-secret.h"

G_BEGIN_DECLS

/**
 * KhSecretChange:
 * @id: a sealed datapoint
 * @secret: (nullable): what is to be kept, or %NULL for none
 *
 * One sealed value that was typed, or is to go. A record never holds it; it goes beside the
 * record, from the draft to the store.
 */
typedef struct {
  KhDatapointId id;
  KhSecret *secret;
} KhSecretChange;

KhSecretChange *kh_secret_change_new          (KhDatapointId   id,
                                               KhSecret       *secret) G_GNUC_WARN_UNUSED_RESULT;
void            kh_secret_change_free         (KhSecretChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSecretChange, kh_secret_change_free)

GPtrArray      *kh_secret_changes_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void            kh_secret_changes_add         (GPtrArray      *changes,
                                               KhDatapointId   id,
                                               const char     *text);
gboolean        kh_secret_changes_check_twins (KhSecret       *passcode,
                                               KhSecret       *duress,
                                               GError        **error);

G_END_DECLS
