/* kh-defaults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-defaults.h"

#include "kh-catalogues.h"
#include "kh-text.h"
#include "kh-value-type.h"

struct _KhDefaults
{
  GObject parent_instance;

  /* Owned: canonical, NULL for none. */
  char *values[KH_N_DATAPOINTS];
};

G_DEFINE_FINAL_TYPE (KhDefaults, kh_defaults, G_TYPE_OBJECT)

static void
kh_defaults_finalize (GObject *object)
{
  KhDefaults *self = KH_DEFAULTS (object);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_free (self->values[i]);

  G_OBJECT_CLASS (kh_defaults_parent_class)->finalize (object);
}

static void
kh_defaults_class_init (KhDefaultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_defaults_finalize;
}

static void
kh_defaults_init (KhDefaults *self G_GNUC_UNUSED)
{
}

/**
 * kh_defaults_new:
 *
 * Returns: (transfer full): defaults without a value
 */
KhDefaults *
kh_defaults_new (void)
{
  return g_object_new (KH_TYPE_DEFAULTS, NULL);
}

/**
 * kh_defaults_may_set:
 * @id: a datapoint
 *
 * Returns: whether it may have a default
 */
gboolean
kh_defaults_may_set (KhDatapointId id)
{
  static const KhDatapointId offered[] = {
    KH_DATAPOINT_OFFICE_LOCATION, KH_DATAPOINT_ACCOUNT_TYPE, KH_DATAPOINT_ACCOUNT_CLASS,
    KH_DATAPOINT_PRIMARY_LANGUAGE, KH_DATAPOINT_STATE, KH_DATAPOINT_TIME_ZONE,
    KH_DATAPOINT_MONITORING_COMPANY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    if (offered[i] == id)
      return TRUE;

  return FALSE;
}

/**
 * kh_defaults_get:
 * @self: defaults
 * @id: a datapoint
 *
 * Returns: (transfer none) (nullable): its canonical default, or %NULL for none
 */
const char *
kh_defaults_get (KhDefaults    *self,
                 KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_DEFAULTS (self), NULL);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, NULL);

  return self->values[id];
}

/**
 * kh_defaults_set:
 * @self: defaults that nobody else has yet
 * @id: a datapoint that may have a default
 * @value: (nullable): its canonical default
 */
void
kh_defaults_set (KhDefaults    *self,
                 KhDatapointId  id,
                 const char    *value)
{
  g_return_if_fail (KH_IS_DEFAULTS (self));
  g_return_if_fail (kh_defaults_may_set (id));

  g_free (self->values[id]);
  self->values[id] = g_strdup (kh_text_none_if_empty (value));
}

static void
apply_class (KhCustomer   *customer,
             KhCatalogues *catalogues)
{
  const KhCatalogueEntry *entry = kh_catalogues_get (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES,
                                                     kh_customer_get_entry (customer, KH_DATAPOINT_ACCOUNT_CLASS));

  if (entry == NULL)
    return;
  if (kh_customer_get (customer, KH_DATAPOINT_MONTHLY_CHARGE) == NULL)
    kh_customer_set (customer, KH_DATAPOINT_MONTHLY_CHARGE, entry->monthly_charge);
  if (kh_customer_get (customer, KH_DATAPOINT_CONTRACT_TERM) == NULL)
    kh_customer_set (customer, KH_DATAPOINT_CONTRACT_TERM, entry->contract_term);
}

/**
 * kh_defaults_apply:
 * @self: defaults
 * @customer: a new customer
 * @catalogues: (nullable): the entries that may be chosen
 *
 * Gives @customer the defaults, and what its account class brings along. An entry that
 * was made inactive, or is gone, is left out.
 */
void
kh_defaults_apply (KhDefaults   *self,
                   KhCustomer   *customer,
                   KhCatalogues *catalogues)
{
  const KhValueContext context = { .catalogues = catalogues };

  g_return_if_fail (KH_IS_DEFAULTS (self));
  g_return_if_fail (KH_IS_CUSTOMER (customer));

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      if (self->values[i] != NULL && kh_value_check (datapoint, self->values[i], &context, NULL))
        kh_customer_set (customer, datapoint->id, self->values[i]);
    }
  apply_class (customer, catalogues);
}
