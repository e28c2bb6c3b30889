/* kh-grant.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-grant.h"
#include "kh-grant-private.h"

#include <glib/gi18n-lib.h>

/**
 * kh_grant_get:
 * @id: a grant
 *
 * Returns: (transfer none): its row of the table
 */
const KhGrantRow *
kh_grant_get (KhGrant id)
{
  g_return_val_if_fail ((guint) id < KH_N_GRANTS, NULL);

  return &kh_grant_table[id];
}

/**
 * kh_grant_lookup:
 * @key: a stored word such as "customer.view"
 *
 * Returns: the grant, or %KH_GRANT_NONE when there is no such one
 */
KhGrant
kh_grant_lookup (const char *key)
{
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      if (g_strcmp0 (kh_grant_table[i].key, key) == 0)
        return (KhGrant) i;
    }

  return KH_GRANT_NONE;
}

/**
 * kh_grant_get_label:
 * @id: a grant
 *
 * Returns: (transfer none): its name beside its resource's, in the user's language
 */
const char *
kh_grant_get_label (KhGrant id)
{
  return _(kh_grant_get (id)->label);
}

/**
 * kh_resource_get_label:
 * @resource: a resource
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
kh_resource_get_label (KhResource resource)
{
  g_return_val_if_fail ((guint) resource < KH_N_RESOURCES, NULL);

  return _(kh_resource_labels[resource]);
}

/**
 * kh_grant_dup_name:
 * @id: a grant
 *
 * Returns: (transfer full): its whole name, such as "Sales Information: View"
 */
char *
kh_grant_dup_name (KhGrant id)
{
  const KhGrantRow *row = kh_grant_get (id);

  g_return_val_if_fail (id != KH_GRANT_NONE, NULL);

  /* Translators: what a grant is given on, and the grant: "Sales Information: View". */
  return g_strdup_printf (_("%s: %s"), kh_resource_get_label (row->resource), kh_grant_get_label (id));
}

/**
 * kh_grants_none:
 *
 * Returns: the set that allows nothing
 */
KhGrants
kh_grants_none (void)
{
  return (KhGrants) { 0 };
}

/**
 * kh_grants_all:
 *
 * Returns: the set of every grant
 */
KhGrants
kh_grants_all (void)
{
  KhGrants grants = kh_grants_none ();

  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    grants = kh_grants_with (grants, (KhGrant) i);

  return grants;
}

/**
 * kh_grants_with:
 * @grants: a set
 * @grant: a grant
 *
 * Returns: @grants and @grant
 */
KhGrants
kh_grants_with (KhGrants grants,
                KhGrant  grant)
{
  return (KhGrants) { grants.bits | (G_GUINT64_CONSTANT (1) << grant) };
}

/**
 * kh_grants_without:
 * @grants: a set
 * @grant: a grant
 *
 * Returns: @grants less @grant
 */
KhGrants
kh_grants_without (KhGrants grants,
                   KhGrant  grant)
{
  return (KhGrants) { grants.bits & ~(G_GUINT64_CONSTANT (1) << grant) };
}

/**
 * kh_grants_contain:
 * @grants: a set
 * @grant: a grant
 *
 * Returns: whether @grant stands in the set, whatever it needs; see kh_grants_has()
 */
gboolean
kh_grants_contain (KhGrants grants,
                   KhGrant  grant)
{
  return (grants.bits >> grant & 1) != 0;
}

/**
 * kh_grants_has:
 * @grants: a set
 * @grant: what is to be done
 *
 * Every check ends here. A grant counts only with those that it needs; what has no
 * grant is allowed to nobody.
 *
 * Returns: whether @grants allow it
 */
gboolean
kh_grants_has (KhGrants grants,
               KhGrant  grant)
{
  if (grant == KH_GRANT_NONE)
    return FALSE;
  for (; grant != KH_GRANT_NONE; grant = kh_grant_table[grant].needs)
    {
      if (!kh_grants_contain (grants, grant))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_grants_find_missing:
 * @grants: a set
 * @grant: what is to be done
 *
 * Returns: the grant to ask for first: @grant itself, or one that it needs; or
 *   %KH_GRANT_NONE when @grants allow it
 */
KhGrant
kh_grants_find_missing (KhGrants grants,
                        KhGrant  grant)
{
  KhGrant missing = KH_GRANT_NONE;

  for (; grant != KH_GRANT_NONE; grant = kh_grant_table[grant].needs)
    {
      if (!kh_grants_contain (grants, grant))
        missing = grant;
    }

  return missing;
}

/**
 * kh_grants_effective:
 * @group: the grants of a member's group
 * @added: what the member has besides
 * @taken: what is taken from the member
 *
 * Taken away weighs more than added.
 *
 * Returns: what the member may do
 */
KhGrants
kh_grants_effective (KhGrants group,
                     KhGrants added,
                     KhGrants taken)
{
  return (KhGrants) { (group.bits | added.bits) & ~taken.bits };
}

/**
 * kh_grants_equal:
 * @a: a set
 * @b: another
 *
 * Returns: whether they hold the same grants
 */
gboolean
kh_grants_equal (KhGrants a,
                 KhGrants b)
{
  return a.bits == b.bits;
}
