/* kh-customer-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-row-private.h"

struct _KhCustomerRow
{
  GObject parent_instance;

  /* Owned: NULL until the row was read */
  KhRowTexts *texts;

  /* State */
  gint64 number;
};

G_DEFINE_FINAL_TYPE (KhCustomerRow, kh_customer_row, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_LOADED,
  PROP_TITLE,
  PROP_ADDRESS,
  PROP_COMPANY,
  PROP_ACCOUNT_NUMBER,
  PROP_STATUS,
  PROP_LINKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kh_customer_row_finalize (GObject *object)
{
  KhCustomerRow *self = KH_CUSTOMER_ROW (object);

  g_clear_pointer (&self->texts, kh_row_texts_free);

  G_OBJECT_CLASS (kh_customer_row_parent_class)->finalize (object);
}

static void
kh_customer_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  KhCustomerRow *self = KH_CUSTOMER_ROW (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_int64 (value, self->number);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->texts != NULL);
      break;
    case PROP_TITLE:
      g_value_set_string (value, kh_customer_row_get_title (self));
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, kh_customer_row_get_address (self));
      break;
    case PROP_COMPANY:
      g_value_set_string (value, kh_customer_row_get_company (self));
      break;
    case PROP_ACCOUNT_NUMBER:
      g_value_set_string (value, kh_customer_row_get_account_number (self));
      break;
    case PROP_STATUS:
      g_value_set_string (value, kh_customer_row_get_status (self));
      break;
    case PROP_LINKED:
      g_value_set_boolean (value, kh_customer_row_get_linked (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_customer_row_class_init (KhCustomerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_customer_row_finalize;
  object_class->get_property = kh_customer_row_get_property;

  properties[PROP_NUMBER] = g_param_spec_int64 ("number", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_COMPANY] = g_param_spec_string ("company", NULL, NULL, NULL, flags);
  properties[PROP_ACCOUNT_NUMBER] = g_param_spec_string ("account-number", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_LINKED] = g_param_spec_boolean ("linked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_customer_row_init (KhCustomerRow *self G_GNUC_UNUSED)
{
}

KhCustomerRow *
kh_customer_row_new (gint64 number)
{
  KhCustomerRow *self = g_object_new (KH_TYPE_CUSTOMER_ROW, NULL);

  self->number = number;

  return self;
}

/* One notification for all: a row's widget shows the whole of it anew. */
void
kh_customer_row_fill (KhCustomerRow *self,
                      KhRowTexts    *texts)
{
  g_clear_pointer (&self->texts, kh_row_texts_free);
  self->texts = texts;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

/**
 * kh_customer_row_get_number:
 * @self: a row
 *
 * Returns: the customer number, known from the start
 */
gint64
kh_customer_row_get_number (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), 0);

  return self->number;
}

/**
 * kh_customer_row_get_loaded:
 * @self: a row
 *
 * Returns: whether the other texts are there
 */
gboolean
kh_customer_row_get_loaded (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), FALSE);

  return self->texts != NULL;
}

/**
 * kh_customer_row_get_title:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): "Last, First", or the business
 */
const char *
kh_customer_row_get_title (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), NULL);

  return self->texts != NULL ? self->texts->title : NULL;
}

/**
 * kh_customer_row_get_address:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): street, city and state on one line
 */
const char *
kh_customer_row_get_address (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), NULL);

  return self->texts != NULL ? self->texts->address : NULL;
}

/**
 * kh_customer_row_get_company:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the monitoring company's name
 */
const char *
kh_customer_row_get_company (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), NULL);

  return self->texts != NULL ? self->texts->company : NULL;
}

/**
 * kh_customer_row_get_account_number:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the account number
 */
const char *
kh_customer_row_get_account_number (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), NULL);

  return self->texts != NULL ? self->texts->account_number : NULL;
}

/**
 * kh_customer_row_get_status:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): active, cancelled or archived
 */
const char *
kh_customer_row_get_status (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), NULL);

  return self->texts != NULL ? self->texts->status : NULL;
}

/**
 * kh_customer_row_get_shows_station:
 * @self: a row
 *
 * Returns: whether the reader may know who monitors the customer; else company, account
 *   number and linked say nothing
 */
gboolean
kh_customer_row_get_shows_station (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), FALSE);

  return self->texts != NULL && self->texts->shows_station;
}

/**
 * kh_customer_row_get_linked:
 * @self: a row
 *
 * Returns: whether the customer is linked to a station's account
 */
gboolean
kh_customer_row_get_linked (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), FALSE);

  return self->texts != NULL && self->texts->linked;
}

/**
 * kh_customer_row_get_starred:
 * @self: a row
 *
 * Returns: whether whoever is signed in starred the customer
 */
gboolean
kh_customer_row_get_starred (KhCustomerRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_ROW (self), FALSE);

  return self->texts != NULL && self->texts->starred;
}
