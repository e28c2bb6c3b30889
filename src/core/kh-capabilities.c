/* kh-capabilities.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-capabilities.h"

enum {
  PROP_0,
  PROP_NAME,
  PROP_PROFILE,
  PROP_DEALER,
  PROP_NUMBER_PATTERN,
  PROP_LONGEST_TEST,
  PROP_DRY_RUN,
  PROP_TESTS,
  PROP_EVENTS,
  PROP_AGENCIES,
  PROP_CREATES,
  PROP_NUMBER_BLOCKS,
  N_PROPS
};

#define N_TEXTS (PROP_NUMBER_PATTERN + 1)
#define N_FEATURES (N_PROPS - PROP_DRY_RUN)

typedef struct {
  KhAbility ability;
  guint longest;
} Field;

struct _KhCapabilities
{
  GObject parent_instance;

  /* Owned */
  char *texts[N_TEXTS];

  /* State */
  guint longest_test;
  gboolean features[N_FEATURES];
  Field fields[KH_N_DATAPOINTS];
};

G_DEFINE_FINAL_TYPE (KhCapabilities, kh_capabilities, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
kh_capabilities_finalize (GObject *object)
{
  KhCapabilities *self = KH_CAPABILITIES (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kh_capabilities_parent_class)->finalize (object);
}

static void
kh_capabilities_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec G_GNUC_UNUSED)
{
  KhCapabilities *self = KH_CAPABILITIES (object);

  if (prop_id < N_TEXTS)
    g_value_set_string (value, self->texts[prop_id]);
  else if (prop_id == PROP_LONGEST_TEST)
    g_value_set_uint (value, self->longest_test);
  else
    g_value_set_boolean (value, self->features[prop_id - PROP_DRY_RUN]);
}

static void
kh_capabilities_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec G_GNUC_UNUSED)
{
  KhCapabilities *self = KH_CAPABILITIES (object);

  if (prop_id < N_TEXTS)
    {
      g_free (self->texts[prop_id]);
      self->texts[prop_id] = g_value_dup_string (value);
    }
  else if (prop_id == PROP_LONGEST_TEST)
    self->longest_test = g_value_get_uint (value);
  else
    self->features[prop_id - PROP_DRY_RUN] = g_value_get_boolean (value);
}

static void
kh_capabilities_class_init (KhCapabilitiesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_capabilities_finalize;
  object_class->get_property = kh_capabilities_get_property;
  object_class->set_property = kh_capabilities_set_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PROFILE] = g_param_spec_string ("profile", NULL, NULL, NULL, flags);
  properties[PROP_DEALER] = g_param_spec_string ("dealer", NULL, NULL, NULL, flags);
  properties[PROP_NUMBER_PATTERN] = g_param_spec_string ("number-pattern", NULL, NULL, NULL, flags);
  properties[PROP_LONGEST_TEST] = g_param_spec_uint ("longest-test", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DRY_RUN] = g_param_spec_boolean ("dry-run", NULL, NULL, FALSE, flags);
  properties[PROP_TESTS] = g_param_spec_boolean ("tests", NULL, NULL, FALSE, flags);
  properties[PROP_EVENTS] = g_param_spec_boolean ("events", NULL, NULL, FALSE, flags);
  properties[PROP_AGENCIES] = g_param_spec_boolean ("agencies", NULL, NULL, FALSE, flags);
  properties[PROP_CREATES] = g_param_spec_boolean ("creates", NULL, NULL, FALSE, flags);
  properties[PROP_NUMBER_BLOCKS] = g_param_spec_boolean ("number-blocks", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_capabilities_init (KhCapabilities *self G_GNUC_UNUSED)
{
}

/**
 * kh_capabilities_new:
 *
 * Returns: (transfer full): a station that can do nothing
 */
KhCapabilities *
kh_capabilities_new (void)
{
  return g_object_new (KH_TYPE_CAPABILITIES, NULL);
}

/**
 * kh_capabilities_get_name:
 * @self: capabilities
 *
 * Returns: (transfer none) (nullable): what the station calls itself
 */
const char *
kh_capabilities_get_name (KhCapabilities *self)
{
  g_return_val_if_fail (KH_IS_CAPABILITIES (self), NULL);

  return self->texts[PROP_NAME];
}

/**
 * kh_capabilities_get_profile:
 * @self: capabilities
 *
 * Returns: (transfer none) (nullable): bold, adt or generic
 */
const char *
kh_capabilities_get_profile (KhCapabilities *self)
{
  g_return_val_if_fail (KH_IS_CAPABILITIES (self), NULL);

  return self->texts[PROP_PROFILE];
}

/**
 * kh_capabilities_keeps_agencies:
 * @self: capabilities
 *
 * Returns: whether an account's agency can be neither changed nor removed once it is set
 */
gboolean
kh_capabilities_keeps_agencies (KhCapabilities *self)
{
  return g_strcmp0 (kh_capabilities_get_profile (self), "bold") == 0;
}

/**
 * kh_capabilities_get_dealer:
 * @self: capabilities
 *
 * Returns: (transfer none) (nullable): whose accounts the token opens
 */
const char *
kh_capabilities_get_dealer (KhCapabilities *self)
{
  g_return_val_if_fail (KH_IS_CAPABILITIES (self), NULL);

  return self->texts[PROP_DEALER];
}

/**
 * kh_capabilities_get_number_pattern:
 * @self: capabilities
 *
 * Returns: (transfer none) (nullable): a regular expression that its account numbers match
 */
const char *
kh_capabilities_get_number_pattern (KhCapabilities *self)
{
  g_return_val_if_fail (KH_IS_CAPABILITIES (self), NULL);

  return self->texts[PROP_NUMBER_PATTERN];
}

/**
 * kh_capabilities_get_ability:
 * @self: capabilities
 * @id: a datapoint
 *
 * Returns: what the station can do with it
 */
KhAbility
kh_capabilities_get_ability (KhCapabilities *self,
                             KhDatapointId   id)
{
  g_return_val_if_fail (KH_IS_CAPABILITIES (self), KH_ABILITY_NONE);

  return self->fields[id].ability;
}

/**
 * kh_capabilities_get_longest:
 * @self: capabilities
 * @id: a datapoint
 *
 * Returns: the most characters that the station takes for it, or 0 for any number
 */
guint
kh_capabilities_get_longest (KhCapabilities *self,
                             KhDatapointId   id)
{
  g_return_val_if_fail (KH_IS_CAPABILITIES (self), 0);

  return self->fields[id].longest;
}

/**
 * kh_capabilities_set_field:
 * @self: capabilities
 * @id: a datapoint
 * @ability: what the station can do with it
 * @longest: the most characters it takes, or 0 for any number
 */
void
kh_capabilities_set_field (KhCapabilities *self,
                           KhDatapointId   id,
                           KhAbility       ability,
                           guint           longest)
{
  g_return_if_fail (KH_IS_CAPABILITIES (self));
  g_return_if_fail ((guint) id < KH_N_DATAPOINTS);

  self->fields[id].ability = ability;
  self->fields[id].longest = longest;
}
