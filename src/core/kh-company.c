/* kh-company.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-company.h"

#include <glib/gi18n-lib.h>

struct _KhCompany
{
  GObject parent_instance;

  /* Owned */
  char *name;
  char *address;
  char *dealer_number;
  char *ca_file;

  /* State */
  gint64 id;
  KhMonitorType monitor_type;
  gboolean active;
  gboolean sends_zones;
  guint zone_digits;
};

G_DEFINE_FINAL_TYPE (KhCompany, kh_company, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_MONITOR_TYPE,
  PROP_ADDRESS,
  PROP_DEALER_NUMBER,
  PROP_CA_FILE,
  PROP_ACTIVE,
  PROP_SENDS_ZONES,
  PROP_ZONE_DIGITS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The first word is stored and never changes. */
static const struct {
  const char *text;
  const char *label;
} monitor_types[] = {
  /* Translators: a monitoring company whose accounts are kept as data, without a connection. */
  [KH_MONITOR_NONE] = { "none", N_("None (data only)") },
  /* Translators: a monitoring company that speaks the common interface. */
  [KH_MONITOR_GENERIC] = { "generic", N_("Generic") },
  [KH_MONITOR_BOLD] = { "bold", N_("Bold") },
  [KH_MONITOR_ADT] = { "adt", N_("ADT") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (monitor_types) == KH_N_MONITOR_TYPES);

static char **
text_property (KhCompany *self,
               guint      prop_id)
{
  switch (prop_id)
    {
    case PROP_NAME:
      return &self->name;
    case PROP_ADDRESS:
      return &self->address;
    case PROP_DEALER_NUMBER:
      return &self->dealer_number;
    case PROP_CA_FILE:
      return &self->ca_file;
    default:
      return NULL;
    }
}

static void
kh_company_finalize (GObject *object)
{
  KhCompany *self = KH_COMPANY (object);

  g_free (self->name);
  g_free (self->address);
  g_free (self->dealer_number);
  g_free (self->ca_file);

  G_OBJECT_CLASS (kh_company_parent_class)->finalize (object);
}

static void
kh_company_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  KhCompany *self = KH_COMPANY (object);
  char **text = text_property (self, prop_id);

  if (text != NULL)
    g_value_set_string (value, *text);
  else if (prop_id == PROP_ID)
    g_value_set_int64 (value, self->id);
  else if (prop_id == PROP_MONITOR_TYPE)
    g_value_set_int (value, (int) self->monitor_type);
  else if (prop_id == PROP_ACTIVE)
    g_value_set_boolean (value, self->active);
  else if (prop_id == PROP_SENDS_ZONES)
    g_value_set_boolean (value, self->sends_zones);
  else if (prop_id == PROP_ZONE_DIGITS)
    g_value_set_uint (value, self->zone_digits);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_company_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  KhCompany *self = KH_COMPANY (object);
  char **text = text_property (self, prop_id);

  if (text != NULL)
    {
      g_free (*text);
      *text = g_value_dup_string (value);
    }
  else if (prop_id == PROP_ID)
    self->id = g_value_get_int64 (value);
  else if (prop_id == PROP_MONITOR_TYPE)
    self->monitor_type = (KhMonitorType) g_value_get_int (value);
  else if (prop_id == PROP_ACTIVE)
    self->active = g_value_get_boolean (value);
  else if (prop_id == PROP_SENDS_ZONES)
    self->sends_zones = g_value_get_boolean (value);
  else if (prop_id == PROP_ZONE_DIGITS)
    self->zone_digits = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_company_class_init (KhCompanyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_company_finalize;
  object_class->get_property = kh_company_get_property;
  object_class->set_property = kh_company_set_property;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_MONITOR_TYPE] = g_param_spec_int ("monitor-type", NULL, NULL, 0, KH_N_MONITOR_TYPES - 1,
                                                    KH_MONITOR_NONE, flags);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_DEALER_NUMBER] = g_param_spec_string ("dealer-number", NULL, NULL, NULL, flags);
  properties[PROP_CA_FILE] = g_param_spec_string ("ca-file", NULL, NULL, NULL, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, TRUE, flags);
  properties[PROP_SENDS_ZONES] = g_param_spec_boolean ("sends-zones", NULL, NULL, FALSE, flags);
  properties[PROP_ZONE_DIGITS] =
    g_param_spec_uint ("zone-digits", NULL, NULL, 0, KH_COMPANY_MOST_ZONE_DIGITS, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_company_init (KhCompany *self)
{
  self->active = TRUE;
}

/**
 * kh_monitor_type_to_string:
 * @type: a monitor type
 *
 * Returns: (transfer none): the word that it is stored as
 */
const char *
kh_monitor_type_to_string (KhMonitorType type)
{
  g_return_val_if_fail ((guint) type < KH_N_MONITOR_TYPES, NULL);

  return monitor_types[type].text;
}

/**
 * kh_monitor_type_from_string:
 * @text: (nullable): a stored word
 *
 * Returns: the monitor type; %KH_MONITOR_NONE for a word of no type
 */
KhMonitorType
kh_monitor_type_from_string (const char *text)
{
  for (guint i = 0; i < KH_N_MONITOR_TYPES; i++)
    {
      if (g_strcmp0 (monitor_types[i].text, text) == 0)
        return (KhMonitorType) i;
    }

  return KH_MONITOR_NONE;
}

/**
 * kh_monitor_type_get_label:
 * @type: a monitor type
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_monitor_type_get_label (KhMonitorType type)
{
  g_return_val_if_fail ((guint) type < KH_N_MONITOR_TYPES, NULL);

  return _(monitor_types[type].label);
}

/**
 * kh_company_new:
 *
 * Returns: (transfer full): an active monitoring company without a name
 */
KhCompany *
kh_company_new (void)
{
  return g_object_new (KH_TYPE_COMPANY, NULL);
}

/**
 * kh_company_copy:
 * @self: a monitoring company
 *
 * Returns: (transfer full): the same once more, id included
 */
KhCompany *
kh_company_copy (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), NULL);

  return g_object_new (KH_TYPE_COMPANY,
                       "id", self->id,
                       "name", self->name,
                       "monitor-type", (int) self->monitor_type,
                       "address", self->address,
                       "dealer-number", self->dealer_number,
                       "ca-file", self->ca_file,
                       "active", self->active,
                       "sends-zones", self->sends_zones,
                       "zone-digits", self->zone_digits,
                       NULL);
}

/**
 * kh_company_get_id:
 * @self: a monitoring company
 *
 * Returns: its entry in the data file, or 0 before it was saved
 */
gint64
kh_company_get_id (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), 0);

  return self->id;
}

/**
 * kh_company_get_name:
 * @self: a monitoring company
 *
 * Returns: (transfer none) (nullable): what the office calls it
 */
const char *
kh_company_get_name (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), NULL);

  return self->name;
}

/**
 * kh_company_get_monitor_type:
 * @self: a monitoring company
 *
 * Returns: how it is spoken with
 */
KhMonitorType
kh_company_get_monitor_type (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), KH_MONITOR_NONE);

  return self->monitor_type;
}

/**
 * kh_company_get_address:
 * @self: a monitoring company
 *
 * Returns: (transfer none) (nullable): the base URL of its interface
 */
const char *
kh_company_get_address (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), NULL);

  return self->address;
}

/**
 * kh_company_get_dealer_number:
 * @self: a monitoring company
 *
 * Returns: (transfer none) (nullable): the number that it knows the office by
 */
const char *
kh_company_get_dealer_number (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), NULL);

  return self->dealer_number;
}

/**
 * kh_company_get_ca_file:
 * @self: a monitoring company
 *
 * Returns: (transfer none) (nullable): the absolute path of the certificates that its own
 *   is checked against, or %NULL for the system's
 */
const char *
kh_company_get_ca_file (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), NULL);

  return self->ca_file;
}

/**
 * kh_company_get_sends_zones:
 * @self: a monitoring company
 *
 * Returns: whether an account that is made there gets the customer's areas and zones, and each change of a zone
 *   goes there afterwards
 */
gboolean
kh_company_get_sends_zones (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), FALSE);

  return self->sends_zones;
}

/**
 * kh_company_get_zone_digits:
 * @self: a monitoring company
 *
 * Returns: with how many digits the number of a zone is written there, such as 3 for 001; 0 for as it is typed
 */
guint
kh_company_get_zone_digits (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), 0);

  return self->zone_digits;
}

/**
 * kh_company_get_active:
 * @self: a monitoring company
 *
 * Returns: whether it may be chosen for a customer
 */
gboolean
kh_company_get_active (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), FALSE);

  return self->active;
}

/**
 * kh_company_is_integrated:
 * @self: a monitoring company
 *
 * Returns: whether there is an interface to speak with, and an address for it
 */
gboolean
kh_company_is_integrated (KhCompany *self)
{
  g_return_val_if_fail (KH_IS_COMPANY (self), FALSE);

  return self->monitor_type != KH_MONITOR_NONE && self->address != NULL && *self->address != '\0';
}
