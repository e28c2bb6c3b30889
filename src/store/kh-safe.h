/* kh-safe.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-vault.h"

G_BEGIN_DECLS

/**
 * KhRing:
 *
 * What is sealed under one grant has data keys of its own, so that whoever may not see it has no
 * key to it, with whatever tool they open the file.
 *
 * @KH_RING_PASSCODES: wants the grant to reveal passcodes
 * @KH_RING_CONFIDENTIAL: wants the grant to view what is confidential
 */
typedef enum {
  KH_RING_PASSCODES,
  KH_RING_CONFIDENTIAL,

  KH_N_RINGS
} KhRing;

const char *kh_ring_get_key     (KhRing         ring);
KhGrant     kh_ring_get_grant   (KhRing         ring);
KhRing      kh_ring_of          (KhDatapointId  id);
KhRing      kh_ring_of_sealed   (const KhDatapoint *datapoint);

/**
 * KhSafe:
 *
 * The vaults of the member of staff who is signed in, one for each ring. It may be used in any
 * thread.
 */
#define KH_TYPE_SAFE (kh_safe_get_type ())
G_DECLARE_FINAL_TYPE (KhSafe, kh_safe, KH, SAFE, GObject)

KhSafe   *kh_safe_new       (void) G_GNUC_WARN_UNUSED_RESULT;

KhVault  *kh_safe_get_vault (KhSafe *self,
                             KhRing  ring);
gboolean  kh_safe_is_locked (KhSafe *self);
gboolean  kh_safe_is_open   (KhSafe *self);
void      kh_safe_lock      (KhSafe *self);
void      kh_safe_take_next (KhSafe *self,
                             KhSafe *newer);

G_END_DECLS
