/* kh-agency.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-agency.h"

#include <glib/gi18n-lib.h>

enum {
  PROP_0,
  PROP_ID,
  PROP_CODE,
  PROP_NAME,
  PROP_PHONE,
  PROP_CITY,
  PROP_STATE,
  PROP_AGENCY_TYPE,
  PROP_FROZEN,
  N_PROPS
};

#define N_TEXTS (PROP_STATE + 1)

struct _KhAgency
{
  GObject parent_instance;

  /* Owned */
  char *texts[N_TEXTS];

  /* State */
  KhAgencyType type;
  gboolean frozen;
};

G_DEFINE_FINAL_TYPE (KhAgency, kh_agency, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static const char *const names[N_TEXTS] = {
  [PROP_ID] = "id",
  [PROP_CODE] = "code",
  [PROP_NAME] = "name",
  [PROP_PHONE] = "phone",
  [PROP_CITY] = "city",
  [PROP_STATE] = "state",
};

/* The first word goes over the wire and never changes. */
static const struct {
  const char *text;
  const char *label;
} types[] = {
  [KH_AGENCY_POLICE] = { "police", N_("Police") },
  [KH_AGENCY_FIRE] = { "fire", N_("Fire") },
  [KH_AGENCY_MEDICAL] = { "medical", N_("Medical") },
  /* Translators: a guard company that drives to the alarm. */
  [KH_AGENCY_GUARD] = { "guard", N_("Guard") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (types) == KH_N_AGENCY_TYPES);

/**
 * kh_agency_type_to_string:
 * @type: a type
 *
 * Returns: (transfer none): its word in messages
 */
const char *
kh_agency_type_to_string (KhAgencyType type)
{
  g_return_val_if_fail (type < KH_N_AGENCY_TYPES, NULL);

  return types[type].text;
}

/**
 * kh_agency_type_from_string:
 * @text: (nullable): a word
 * @type: (out): the type
 *
 * Returns: whether there is a type of that word
 */
gboolean
kh_agency_type_from_string (const char   *text,
                            KhAgencyType *type)
{
  for (guint i = 0; i < KH_N_AGENCY_TYPES; i++)
    if (g_strcmp0 (text, types[i].text) == 0)
      {
        *type = (KhAgencyType) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * kh_agency_type_get_label:
 * @type: a type
 *
 * Returns: (transfer none): what it is called on the screen
 */
const char *
kh_agency_type_get_label (KhAgencyType type)
{
  g_return_val_if_fail (type < KH_N_AGENCY_TYPES, NULL);

  return _(types[type].label);
}

/**
 * kh_agency_type_has_room:
 * @type: a type
 * @agencies: (element-type KhAgency): an account's agencies
 *
 * One police, one fire and one medical agency is called for an account; guard companies there
 * may be several.
 *
 * Returns: whether another one of that type can be added
 */
gboolean
kh_agency_type_has_room (KhAgencyType  type,
                         GPtrArray    *agencies)
{
  g_return_val_if_fail (agencies != NULL, FALSE);

  for (guint i = 0; type != KH_AGENCY_GUARD && i < agencies->len; i++)
    if (((KhAgency *) g_ptr_array_index (agencies, i))->type == type)
      return FALSE;

  return TRUE;
}

static void
kh_agency_finalize (GObject *object)
{
  KhAgency *self = KH_AGENCY (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kh_agency_parent_class)->finalize (object);
}

static void
kh_agency_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec G_GNUC_UNUSED)
{
  KhAgency *self = KH_AGENCY (object);

  if (prop_id < N_TEXTS)
    g_value_set_string (value, self->texts[prop_id]);
  else if (prop_id == PROP_FROZEN)
    g_value_set_boolean (value, self->frozen);
  else
    g_value_set_int (value, (int) self->type);
}

static void
kh_agency_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec G_GNUC_UNUSED)
{
  KhAgency *self = KH_AGENCY (object);

  if (prop_id < N_TEXTS)
    {
      g_free (self->texts[prop_id]);
      self->texts[prop_id] = g_value_dup_string (value);
    }
  else if (prop_id == PROP_FROZEN)
    self->frozen = g_value_get_boolean (value);
  else
    self->type = (KhAgencyType) g_value_get_int (value);
}

static void
kh_agency_class_init (KhAgencyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_agency_finalize;
  object_class->get_property = kh_agency_get_property;
  object_class->set_property = kh_agency_set_property;

  for (guint i = PROP_ID; i < N_TEXTS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  properties[PROP_AGENCY_TYPE] = g_param_spec_int ("agency-type", NULL, NULL, 0, KH_N_AGENCY_TYPES - 1,
                                                   KH_AGENCY_POLICE, flags);
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_agency_init (KhAgency *self G_GNUC_UNUSED)
{
}

/**
 * kh_agency_new:
 *
 * Returns: (transfer full): an agency of which nothing is known
 */
KhAgency *
kh_agency_new (void)
{
  return g_object_new (KH_TYPE_AGENCY, NULL);
}

/**
 * kh_agency_get_id:
 * @self: an agency
 *
 * Returns: (transfer none) (nullable): the account's item that it is; %NULL for one that was looked up
 */
const char *
kh_agency_get_id (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), NULL);

  return self->texts[PROP_ID];
}

/**
 * kh_agency_get_code:
 * @self: an agency
 *
 * Returns: (transfer none) (nullable): the station's code for it
 */
const char *
kh_agency_get_code (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), NULL);

  return self->texts[PROP_CODE];
}

/**
 * kh_agency_get_name:
 * @self: an agency
 *
 * Returns: (transfer none) (nullable): its name, as it may be shown
 */
const char *
kh_agency_get_name (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), NULL);

  return self->texts[PROP_NAME];
}

/**
 * kh_agency_get_phone:
 * @self: an agency
 *
 * Returns: (transfer none) (nullable): its number, as it may be shown
 */
const char *
kh_agency_get_phone (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), NULL);

  return self->texts[PROP_PHONE];
}

/**
 * kh_agency_get_city:
 * @self: an agency
 *
 * Returns: (transfer none) (nullable): the city that it is in
 */
const char *
kh_agency_get_city (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), NULL);

  return self->texts[PROP_CITY];
}

/**
 * kh_agency_get_state:
 * @self: an agency
 *
 * Returns: (transfer none) (nullable): the state that it is in
 */
const char *
kh_agency_get_state (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), NULL);

  return self->texts[PROP_STATE];
}

/**
 * kh_agency_get_agency_type:
 * @self: an agency
 *
 * Returns: what it is called for
 */
KhAgencyType
kh_agency_get_agency_type (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), KH_AGENCY_POLICE);

  return self->type;
}

/**
 * kh_agency_get_frozen:
 * @self: an agency of an account
 *
 * Returns: whether the station lets nobody change or remove it
 */
gboolean
kh_agency_get_frozen (KhAgency *self)
{
  g_return_val_if_fail (KH_IS_AGENCY (self), FALSE);

  return self->frozen;
}
