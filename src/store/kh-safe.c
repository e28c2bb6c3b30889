/* kh-safe.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-safe.h"

struct _KhSafe
{
  GObject parent_instance;

  /* Owned, the same ones for as long as the safe lives */
  KhVault *vaults[KH_N_RINGS];
};

G_DEFINE_FINAL_TYPE (KhSafe, kh_safe, G_TYPE_OBJECT)

/* The key stands in the data file and never changes. */
static const struct {
  const char *key;
  KhGrant grant;
} rings[] = {
  [KH_RING_PASSCODES] = { "passcodes", KH_GRANT_PASSCODES_REVEAL },
  [KH_RING_CONFIDENTIAL] = { "confidential", KH_GRANT_CONFIDENTIAL_VIEW },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rings) == KH_N_RINGS);

/**
 * kh_ring_get_key:
 * @ring: a ring
 *
 * Returns: its name in the data file
 */
const char *
kh_ring_get_key (KhRing ring)
{
  g_return_val_if_fail (ring < KH_N_RINGS, NULL);

  return rings[ring].key;
}

/**
 * kh_ring_get_grant:
 * @ring: a ring
 *
 * Returns: the grant that its keys are for
 */
KhGrant
kh_ring_get_grant (KhRing ring)
{
  g_return_val_if_fail (ring < KH_N_RINGS, KH_GRANT_NONE);

  return rings[ring].grant;
}

/**
 * kh_ring_of_sealed:
 * @datapoint: a sealed datapoint, or a sealed column of a table
 *
 * Returns: the ring whose keys seal it
 */
KhRing
kh_ring_of_sealed (const KhDatapoint *datapoint)
{
  KhRing ring = 0;

  while (ring < KH_N_RINGS && rings[ring].grant != datapoint->view)
    ring++;
  g_return_val_if_fail (ring < KH_N_RINGS, KH_RING_PASSCODES);

  return ring;
}

/**
 * kh_ring_of:
 * @id: a sealed datapoint
 *
 * Returns: the ring whose keys seal it
 */
KhRing
kh_ring_of (KhDatapointId id)
{
  return kh_ring_of_sealed (kh_datapoint_get (id));
}

/* GObject */

static void
kh_safe_finalize (GObject *object)
{
  KhSafe *self = KH_SAFE (object);

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    g_object_unref (self->vaults[ring]);

  G_OBJECT_CLASS (kh_safe_parent_class)->finalize (object);
}

static void
kh_safe_class_init (KhSafeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_safe_finalize;
}

static void
kh_safe_init (KhSafe *self)
{
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    self->vaults[ring] = kh_vault_new ();
}

/**
 * kh_safe_new:
 *
 * Returns: (transfer full): a safe whose vaults are all locked
 */
KhSafe *
kh_safe_new (void)
{
  return g_object_new (KH_TYPE_SAFE, NULL);
}

/**
 * kh_safe_get_vault:
 * @self: a safe
 * @ring: a ring
 *
 * Returns: (transfer none): the ring's vault
 */
KhVault *
kh_safe_get_vault (KhSafe *self,
                   KhRing  ring)
{
  g_return_val_if_fail (KH_IS_SAFE (self), NULL);
  g_return_val_if_fail (ring < KH_N_RINGS, NULL);

  return self->vaults[ring];
}

/**
 * kh_safe_is_locked:
 * @self: a safe
 *
 * Returns: whether every vault is locked
 */
gboolean
kh_safe_is_locked (KhSafe *self)
{
  g_return_val_if_fail (KH_IS_SAFE (self), TRUE);

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!kh_vault_is_locked (self->vaults[ring]))
      return FALSE;

  return TRUE;
}

/**
 * kh_safe_is_open:
 * @self: a safe
 *
 * Returns: whether no vault is locked
 */
gboolean
kh_safe_is_open (KhSafe *self)
{
  g_return_val_if_fail (KH_IS_SAFE (self), FALSE);

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (kh_vault_is_locked (self->vaults[ring]))
      return FALSE;

  return TRUE;
}

/**
 * kh_safe_lock:
 * @self: a safe
 *
 * Forgets all keys; see kh_vault_lock().
 */
void
kh_safe_lock (KhSafe *self)
{
  g_return_if_fail (KH_IS_SAFE (self));

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    kh_vault_lock (self->vaults[ring]);
}

/**
 * kh_safe_take_next:
 * @self: a safe
 * @newer: at most one key for each ring, that was made
 *
 * Each vault gets its new key; see kh_vault_add_next_key().
 */
void
kh_safe_take_next (KhSafe *self,
                   KhSafe *newer)
{
  g_return_if_fail (KH_IS_SAFE (self));
  g_return_if_fail (KH_IS_SAFE (newer));

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    {
      guint32 id = kh_vault_get_current_key_id (newer->vaults[ring]);
      g_autoptr (KhSecret) key = id == 0 ? NULL : kh_vault_dup_key (newer->vaults[ring], id);

      if (key != NULL)
        kh_vault_add_next_key (self->vaults[ring], id, key);
    }
}
