/* kh-customer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer.h"

struct _KhCustomer
{
  GObject parent_instance;

  /* Owned */
  char *values[KH_N_DATAPOINTS];

  /* State */
  gint64 revision;
  gboolean hidden[KH_N_DATAPOINTS];
  gboolean sealed[KH_N_DATAPOINTS];
};

G_DEFINE_FINAL_TYPE (KhCustomer, kh_customer, G_TYPE_OBJECT)

/* Property ids are datapoint ids plus one, as GObject keeps 0 for itself. */
static GParamSpec *properties[KH_N_DATAPOINTS];

static void
kh_customer_finalize (GObject *object)
{
  KhCustomer *self = KH_CUSTOMER (object);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_free (self->values[i]);

  G_OBJECT_CLASS (kh_customer_parent_class)->finalize (object);
}

static void
kh_customer_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec G_GNUC_UNUSED)
{
  g_value_set_string (value, kh_customer_get (KH_CUSTOMER (object), (KhDatapointId) (prop_id - 1)));
}

static void
kh_customer_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec G_GNUC_UNUSED)
{
  kh_customer_set (KH_CUSTOMER (object), (KhDatapointId) (prop_id - 1), g_value_get_string (value));
}

static void
kh_customer_class_init (KhCustomerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kh_customer_finalize;
  object_class->get_property = kh_customer_get_property;
  object_class->set_property = kh_customer_set_property;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      properties[i] = g_param_spec_string (kh_datapoint_get ((KhDatapointId) i)->key, NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                           G_PARAM_STATIC_STRINGS);
      g_object_class_install_property (object_class, i + 1, properties[i]);
    }
}

static void
kh_customer_init (KhCustomer *self G_GNUC_UNUSED)
{
}

/**
 * kh_customer_new:
 *
 * Returns: (transfer full): a record with the registry's fallback values and revision 0
 */
KhCustomer *
kh_customer_new (void)
{
  KhCustomer *self = g_object_new (KH_TYPE_CUSTOMER, NULL);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    self->values[i] = g_strdup (kh_datapoint_get ((KhDatapointId) i)->fallback);

  return self;
}

/**
 * kh_customer_copy:
 * @self: a record
 *
 * Returns: (transfer full): another record with the same values and revision
 */
KhCustomer *
kh_customer_copy (KhCustomer *self)
{
  KhCustomer *copy;

  g_return_val_if_fail (KH_IS_CUSTOMER (self), NULL);

  copy = g_object_new (KH_TYPE_CUSTOMER, NULL);
  copy->revision = self->revision;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      copy->values[i] = g_strdup (self->values[i]);
      copy->hidden[i] = self->hidden[i];
      copy->sealed[i] = self->sealed[i];
    }

  return copy;
}

/**
 * kh_customer_get:
 * @self: a record
 * @id: a datapoint
 *
 * Returns: (transfer none) (nullable): its canonical value, or %NULL for none
 */
const char *
kh_customer_get (KhCustomer    *self,
                 KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), NULL);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, NULL);

  return self->values[id];
}

/**
 * kh_customer_set:
 * @self: a record
 * @id: a datapoint
 * @value: (nullable): a canonical value; "" is the same as %NULL
 *
 * Notifies the datapoint's property when the value is another one. A sealed datapoint
 * keeps nothing.
 */
void
kh_customer_set (KhCustomer    *self,
                 KhDatapointId  id,
                 const char    *value)
{
  g_return_if_fail (KH_IS_CUSTOMER (self));
  g_return_if_fail ((guint) id < KH_N_DATAPOINTS);

  if (!kh_datapoint_is_stored (id) || (value != NULL && *value == '\0'))
    value = NULL;
  self->hidden[id] = FALSE;
  if (g_strcmp0 (self->values[id], value) == 0)
    return;

  g_free (self->values[id]);
  self->values[id] = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/**
 * kh_customer_hide:
 * @self: a record
 * @id: a datapoint
 *
 * Forgets the value, and that there was one or none: whoever holds the record from
 * here on may not see it. Setting a value shows it again.
 */
void
kh_customer_hide (KhCustomer    *self,
                  KhDatapointId  id)
{
  g_return_if_fail (KH_IS_CUSTOMER (self));
  g_return_if_fail ((guint) id < KH_N_DATAPOINTS);

  kh_customer_set (self, id, NULL);
  kh_customer_set_sealed (self, id, FALSE);
  self->hidden[id] = TRUE;
}

/**
 * kh_customer_is_hidden:
 * @self: a record
 * @id: a datapoint
 *
 * Returns: whether its value was taken out, for want of a grant to see it
 */
gboolean
kh_customer_is_hidden (KhCustomer    *self,
                       KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), TRUE);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, TRUE);

  return self->hidden[id];
}

/**
 * kh_customer_is_sealed:
 * @self: a record
 * @id: a datapoint
 *
 * Returns: whether the data file keeps a sealed value of it; never for whoever may not see it
 */
gboolean
kh_customer_is_sealed (KhCustomer    *self,
                       KhDatapointId  id)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), FALSE);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, FALSE);

  return self->sealed[id];
}

/**
 * kh_customer_set_sealed:
 * @self: a record
 * @id: a datapoint that is kept encrypted
 * @sealed: whether there is a value of it
 *
 * For the store. Notifies the datapoint's property when it is another answer.
 */
void
kh_customer_set_sealed (KhCustomer    *self,
                        KhDatapointId  id,
                        gboolean       sealed)
{
  g_return_if_fail (KH_IS_CUSTOMER (self));
  g_return_if_fail ((guint) id < KH_N_DATAPOINTS);

  sealed = sealed && kh_datapoint_get (id)->sealed;
  if (self->sealed[id] == sealed)
    return;

  self->sealed[id] = sealed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/**
 * kh_customer_has:
 * @self: a record
 * @id: a datapoint
 *
 * Returns: whether there is a value of it, plain or sealed, that the record's holder may know of
 */
gboolean
kh_customer_has (KhCustomer    *self,
                 KhDatapointId  id)
{
  return kh_customer_get (self, id) != NULL || kh_customer_is_sealed (self, id);
}

/**
 * kh_customer_get_number:
 * @self: a record
 *
 * Returns: the customer number, or 0 before the store gave one
 */
gint64
kh_customer_get_number (KhCustomer *self)
{
  return kh_customer_get_entry (self, KH_DATAPOINT_CUSTOMER_NUMBER);
}

/**
 * kh_customer_get_revision:
 * @self: a record
 *
 * Returns: the revision that was read, or 0 for a record never saved
 */
gint64
kh_customer_get_revision (KhCustomer *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), 0);

  return self->revision;
}

/**
 * kh_customer_set_revision:
 * @self: a record
 * @revision: the store's revision
 */
void
kh_customer_set_revision (KhCustomer *self,
                          gint64      revision)
{
  g_return_if_fail (KH_IS_CUSTOMER (self));

  self->revision = revision;
}

/**
 * kh_customer_get_entry:
 * @self: a record
 * @id: a datapoint whose canonical value is a whole number or a catalogue entry
 *
 * Returns: the number, or 0 for none
 */
gint64
kh_customer_get_entry (KhCustomer    *self,
                       KhDatapointId  id)
{
  const char *value = kh_customer_get (self, id);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/**
 * kh_customer_get_boolean:
 * @self: a record
 * @id: a %KH_VALUE_BOOLEAN datapoint
 *
 * Returns: whether it is yes
 */
gboolean
kh_customer_get_boolean (KhCustomer    *self,
                         KhDatapointId  id)
{
  return g_strcmp0 (kh_customer_get (self, id), "1") == 0;
}

static gboolean
is_business (KhCustomer *self)
{
  return g_strcmp0 (self->values[KH_DATAPOINT_ACCOUNT_TYPE], "business") == 0 &&
         self->values[KH_DATAPOINT_BUSINESS_NAME] != NULL;
}

static char *
join_words (const char *first,
            const char *separator,
            const char *second)
{
  if (first == NULL || second == NULL)
    return g_strdup (first != NULL ? first : second != NULL ? second : "");

  return g_strconcat (first, separator, second, NULL);
}

/**
 * kh_customer_dup_name:
 * @self: a record
 *
 * Returns: (transfer full): the name to show: the business's, or first and last name;
 *   "" when there is none yet
 */
char *
kh_customer_dup_name (KhCustomer *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), NULL);

  if (is_business (self))
    return g_strdup (self->values[KH_DATAPOINT_BUSINESS_NAME]);

  return join_words (self->values[KH_DATAPOINT_FIRST_NAME], " ",
                     self->values[KH_DATAPOINT_LAST_NAME]);
}

/**
 * kh_customer_dup_sort_name:
 * @self: a record
 *
 * Returns: (transfer full): the name as lists sort and show it: the business's, or
 *   "Last, First"
 */
char *
kh_customer_dup_sort_name (KhCustomer *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), NULL);

  if (is_business (self))
    return g_strdup (self->values[KH_DATAPOINT_BUSINESS_NAME]);

  return join_words (self->values[KH_DATAPOINT_LAST_NAME], ", ",
                     self->values[KH_DATAPOINT_FIRST_NAME]);
}

/**
 * kh_customer_equal:
 * @self: a record
 * @other: another
 *
 * Returns: whether every value is the same; revisions and what is sealed are not looked at
 */
gboolean
kh_customer_equal (KhCustomer *self,
                   KhCustomer *other)
{
  g_return_val_if_fail (KH_IS_CUSTOMER (self), FALSE);
  g_return_val_if_fail (KH_IS_CUSTOMER (other), FALSE);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (g_strcmp0 (self->values[i], other->values[i]) != 0)
        return FALSE;
    }

  return TRUE;
}
