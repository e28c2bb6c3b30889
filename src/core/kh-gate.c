/* kh-gate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"

#include "kh-rule.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (kh-gate-error-quark, kh_gate_error)

/**
 * kh_gate_check:
 * @grants: what the member may do
 * @grant: what is to be done
 * @error: return location for %KH_GATE_ERROR_DENIED
 *
 * Returns: whether it is allowed
 */
gboolean
kh_gate_check (KhGrants   grants,
               KhGrant    grant,
               GError   **error)
{
  g_autofree char *name = NULL;

  if (kh_grants_has (grants, grant))
    return TRUE;
  name = kh_grant_dup_name (grant);
  g_set_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
               /* Translators: the name of a grant, such as "Sales Information: Modify". */
               _("You do not have the grant “%s”. Ask somebody who keeps the staff’s grants."), name);
  return FALSE;
}

/**
 * kh_gate_may_view:
 * @grants: what the member may do
 * @id: a datapoint
 *
 * Returns: whether the member may see its value
 */
gboolean
kh_gate_may_view (KhGrants      grants,
                  KhDatapointId id)
{
  return kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW) && kh_grants_has (grants, kh_datapoint_get (id)->view);
}

/**
 * kh_gate_may_change:
 * @grants: what the member may do
 * @id: a datapoint
 *
 * Returns: whether the member may change its value on a record that is kept; never
 *   without seeing it
 */
gboolean
kh_gate_may_change (KhGrants      grants,
                    KhDatapointId id)
{
  return kh_gate_may_view (grants, id) && kh_grants_has (grants, kh_datapoint_get (id)->modify);
}

/**
 * kh_gate_may_begin:
 * @grants: what the member may do
 * @id: a datapoint
 * @required: whether the new record must have a value of it
 *
 * Whoever may create a customer may type what a customer must have, also where
 * changing it afterwards wants a grant of its own; else nobody but the owner could
 * create one. What is sealed is left to those who have a key, and is filled in by them.
 *
 * Returns: whether the member may give a new record a value of it
 */
gboolean
kh_gate_may_begin (KhGrants      grants,
                   KhDatapointId id,
                   gboolean      required)
{
  KhGrant modify = kh_datapoint_get (id)->modify;

  if (!kh_grants_has (grants, KH_GRANT_CUSTOMER_CREATE))
    return FALSE;
  if (kh_datapoint_get (id)->sealed)
    return kh_grants_has (grants, modify);

  return required || modify == KH_GRANT_CUSTOMER_MODIFY || kh_grants_has (grants, modify);
}

/**
 * kh_gate_hide:
 * @customer: a record as it is kept
 * @grants: what the member may do
 *
 * Takes out every value that the member may not see.
 */
void
kh_gate_hide (KhCustomer *customer,
              KhGrants    grants)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      /* What a record is called by is no secret from whoever holds it. */
      if (id != KH_DATAPOINT_CUSTOMER_NUMBER && !kh_gate_may_view (grants, id))
        kh_customer_hide (customer, id);
    }
}

/**
 * kh_gate_fill:
 * @edited: a record that passed kh_gate_hide() and was edited since
 * @kept: the record as it is kept
 *
 * Puts back what the editor was not shown, so that saving leaves it alone, and what is sealed,
 * which is not changed this way.
 */
void
kh_gate_fill (KhCustomer *edited,
              KhCustomer *kept)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (kh_customer_is_hidden (edited, id))
        kh_customer_set (edited, id, kh_customer_get (kept, id));
      kh_customer_set_sealed (edited, id, kh_customer_is_sealed (kept, id));
    }
}

static gboolean
refuse (KhDatapointId   id,
        KhGrant         grant,
        GError        **error)
{
  g_autofree char *name = NULL;

  if (grant == KH_GRANT_NONE)
    {
      g_set_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
                   /* Translators: a datapoint's name. */
                   _("Nobody may change %s."), kh_datapoint_get_label (id));
      return FALSE;
    }
  name = kh_grant_dup_name (grant);
  g_set_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
               /* Translators: a datapoint's name, and the name of a grant. */
               _("You may not change %s, because you do not have the grant “%s”. "
                 "Nothing was saved. Ask somebody who keeps the staff’s grants."),
               kh_datapoint_get_label (id), name);
  return FALSE;
}

/**
 * kh_gate_check_hidden:
 * @edited: a record that passed kh_gate_hide() and was edited since, before kh_gate_fill()
 * @grants: what the member may do, read in the same transaction
 * @error: return location for %KH_GATE_ERROR_DENIED
 *
 * Refuses every value for a datapoint that the member may not view, the kept one like any
 * other: else a guess that is right would be told from one that is wrong.
 *
 * Returns: whether @edited has none
 */
gboolean
kh_gate_check_hidden (KhCustomer  *edited,
                      KhGrants     grants,
                      GError     **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (id == KH_DATAPOINT_CUSTOMER_NUMBER || kh_gate_may_view (grants, id) || kh_customer_is_hidden (edited, id))
        continue;
      return refuse (id, kh_datapoint_get (id)->modify, error);
    }

  return TRUE;
}

/**
 * kh_gate_check_change:
 * @kept: the record as it is kept
 * @edited: the record as it is to be, after kh_gate_fill()
 * @grants: what the member may do, read in the same transaction
 * @error: return location for %KH_GATE_ERROR_DENIED
 *
 * Returns: whether the member may make every one of the changes
 */
gboolean
kh_gate_check_change (KhCustomer  *kept,
                      KhCustomer  *edited,
                      KhGrants     grants,
                      GError     **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (g_strcmp0 (kh_customer_get (kept, id), kh_customer_get (edited, id)) == 0 || kh_gate_may_change (grants, id))
        continue;
      return refuse (id, kh_datapoint_get (id)->modify, error);
    }

  return TRUE;
}

/**
 * kh_gate_check_secrets:
 * @changes: (nullable) (element-type KhSecretChange): the sealed values that are to be kept
 * @grants: what the member may do, read in the same transaction
 * @creating: whether the record is new
 * @error: return location for %KH_GATE_ERROR_DENIED
 *
 * Returns: whether the member may make every one of the changes
 */
gboolean
kh_gate_check_secrets (GPtrArray  *changes,
                       KhGrants    grants,
                       gboolean    creating,
                       GError    **error)
{
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      KhDatapointId id = ((const KhSecretChange *) g_ptr_array_index (changes, i))->id;
      KhGrant modify = kh_datapoint_get (id)->modify;

      if (creating ? kh_gate_may_begin (grants, id, FALSE) : kh_gate_may_change (grants, id))
        continue;
      return refuse (id, kh_grants_find_missing (grants, modify), error);
    }

  return TRUE;
}

/**
 * kh_gate_trim:
 * @customer: a new record
 * @catalogues: (nullable): the entries that its values name
 * @grants: what the member may do
 *
 * Takes back what came by itself, such as an office's default or the charge of an account
 * class, where the member may not give it.
 */
void
kh_gate_trim (KhCustomer   *customer,
              KhCatalogues *catalogues,
              KhGrants      grants)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (!kh_gate_may_begin (grants, id, kh_rule_is_required (id, customer, catalogues, FALSE)))
        kh_customer_set (customer, id, kh_datapoint_get (id)->fallback);
    }
}

/**
 * kh_gate_check_create:
 * @customer: a new record
 * @catalogues: (nullable): the entries that its values name
 * @grants: what the member may do, read in the same transaction
 * @error: return location for %KH_GATE_ERROR_DENIED
 *
 * Returns: whether the member may create a customer with these values
 */
gboolean
kh_gate_check_create (KhCustomer    *customer,
                      KhCatalogues  *catalogues,
                      KhGrants       grants,
                      GError       **error)
{
  if (!kh_gate_check (grants, KH_GRANT_CUSTOMER_CREATE, error))
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;
      const char *value = kh_customer_get (customer, id);

      if (value == NULL || g_strcmp0 (value, kh_datapoint_get (id)->fallback) == 0 ||
          kh_gate_may_begin (grants, id, kh_rule_is_required (id, customer, catalogues, FALSE)))
        continue;
      return refuse (id, kh_datapoint_get (id)->modify, error);
    }

  return TRUE;
}
