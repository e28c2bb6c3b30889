/* kh-duplicate-defaults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-defaults.h"

#include "kh-duplicate-group.h"
#include "kh-duplicate-private.h"

#include <glib/gi18n-lib.h>

typedef enum {
  SWITCH_UNSET,
  SWITCH_OFF,
  SWITCH_ON,
} Switch;

struct _KhDuplicateDefaults
{
  GObject parent_instance;

  /* State */
  Switch switches[KH_N_DATAPOINTS];
  Switch groups[KH_DUPLICATE_MOST_GROUPS];
};

G_DEFINE_FINAL_TYPE (KhDuplicateDefaults, kh_duplicate_defaults, G_TYPE_OBJECT)

static void
kh_duplicate_defaults_class_init (KhDuplicateDefaultsClass *klass G_GNUC_UNUSED)
{
}

static void
kh_duplicate_defaults_init (KhDuplicateDefaults *self G_GNUC_UNUSED)
{
}

/**
 * kh_duplicate_defaults_new:
 *
 * Returns: (transfer full): defaults in which nobody set a switch
 */
KhDuplicateDefaults *
kh_duplicate_defaults_new (void)
{
  return g_object_new (KH_TYPE_DUPLICATE_DEFAULTS, NULL);
}

/**
 * kh_duplicate_defaults_copy:
 * @self: defaults
 *
 * Returns: (transfer full): others with the same switches set
 */
KhDuplicateDefaults *
kh_duplicate_defaults_copy (KhDuplicateDefaults *self)
{
  return kh_duplicate_defaults_overlay (self, NULL);
}

static Switch
lay_over (Switch office,
          Switch own)
{
  return own != SWITCH_UNSET ? own : office;
}

/**
 * kh_duplicate_defaults_overlay:
 * @self: the office's
 * @own: (nullable): a member's own
 *
 * Returns: (transfer full): defaults in which what @own sets counts, and else what @self does
 */
KhDuplicateDefaults *
kh_duplicate_defaults_overlay (KhDuplicateDefaults *self,
                               KhDuplicateDefaults *own)
{
  KhDuplicateDefaults *over = NULL;

  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (self), NULL);
  g_return_val_if_fail (own == NULL || KH_IS_DUPLICATE_DEFAULTS (own), NULL);

  over = kh_duplicate_defaults_new ();
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    over->switches[i] = lay_over (self->switches[i], own == NULL ? SWITCH_UNSET : own->switches[i]);
  for (guint i = 0; i < KH_DUPLICATE_MOST_GROUPS; i++)
    over->groups[i] = lay_over (self->groups[i], own == NULL ? SWITCH_UNSET : own->groups[i]);

  return over;
}

/**
 * kh_duplicate_defaults_may_set:
 * @id: a datapoint
 *
 * Returns: whether there is a switch to set: not for what is always copied, never copied
 *   or typed anew
 */
gboolean
kh_duplicate_defaults_may_set (KhDatapointId id)
{
  KhDuplicateRule rule = kh_datapoint_get (id)->duplicate;

  return rule == KH_DUPLICATE_ON || rule == KH_DUPLICATE_OFF;
}

/**
 * kh_duplicate_defaults_get_reason:
 * @id: a datapoint that has no switch to set
 *
 * Returns: (transfer none): why it has none, translated
 */
const char *
kh_duplicate_defaults_get_reason (KhDatapointId id)
{
  KhDuplicateRule rule = kh_datapoint_get (id)->duplicate;

  g_return_val_if_fail (!kh_duplicate_defaults_may_set (id), NULL);

  if (rule == KH_DUPLICATE_REQUIRED)
    return _("This is required, so it is always copied.");
  if (rule == KH_DUPLICATE_TYPED_ANEW)
    return _("This is typed for each new customer.");

  return kh_duplicate_rules_get_never_reason (id);
}

/**
 * kh_duplicate_defaults_get:
 * @self: defaults
 * @id: a datapoint
 *
 * Returns: whether its switch starts on
 */
gboolean
kh_duplicate_defaults_get (KhDuplicateDefaults *self,
                           KhDatapointId        id)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (self), FALSE);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, FALSE);

  if (self->switches[id] != SWITCH_UNSET)
    return self->switches[id] == SWITCH_ON;

  return kh_datapoint_get (id)->duplicate == KH_DUPLICATE_ON;
}

/**
 * kh_duplicate_defaults_is_set:
 * @self: defaults
 * @id: a datapoint
 *
 * Returns: whether somebody set its switch, be it as the registry has it
 */
gboolean
kh_duplicate_defaults_is_set (KhDuplicateDefaults *self,
                              KhDatapointId        id)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (self), FALSE);
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, FALSE);

  return self->switches[id] != SWITCH_UNSET;
}

/**
 * kh_duplicate_defaults_set:
 * @self: defaults that nobody else has yet
 * @id: a datapoint that has a switch
 * @on: whether it starts on
 */
void
kh_duplicate_defaults_set (KhDuplicateDefaults *self,
                           KhDatapointId        id,
                           gboolean             on)
{
  g_return_if_fail (KH_IS_DUPLICATE_DEFAULTS (self));
  g_return_if_fail (kh_duplicate_defaults_may_set (id));

  self->switches[id] = on ? SWITCH_ON : SWITCH_OFF;
}

/**
 * kh_duplicate_defaults_unset:
 * @self: defaults that nobody else has yet
 * @id: a datapoint that has a switch
 *
 * Leaves its switch to the registry again, or to the office where these are a member's own.
 */
void
kh_duplicate_defaults_unset (KhDuplicateDefaults *self,
                             KhDatapointId        id)
{
  g_return_if_fail (KH_IS_DUPLICATE_DEFAULTS (self));
  g_return_if_fail (kh_duplicate_defaults_may_set (id));

  self->switches[id] = SWITCH_UNSET;
}

/**
 * kh_duplicate_defaults_get_group:
 * @self: defaults
 * @group: a group of rows
 *
 * Returns: whether its switch starts on
 */
gboolean
kh_duplicate_defaults_get_group (KhDuplicateDefaults *self,
                                 guint                group)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (self), FALSE);
  g_return_val_if_fail (group < kh_duplicate_groups_get_n (), FALSE);

  if (self->groups[group] != SWITCH_UNSET)
    return self->groups[group] == SWITCH_ON;

  return kh_duplicate_group_get_rule (group) == KH_DUPLICATE_ON;
}

/**
 * kh_duplicate_defaults_is_group_set:
 * @self: defaults
 * @group: a group of rows
 *
 * Returns: whether somebody set its switch, be it as the registry has it
 */
gboolean
kh_duplicate_defaults_is_group_set (KhDuplicateDefaults *self,
                                    guint                group)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (self), FALSE);
  g_return_val_if_fail (group < kh_duplicate_groups_get_n (), FALSE);

  return self->groups[group] != SWITCH_UNSET;
}

/**
 * kh_duplicate_defaults_set_group:
 * @self: defaults that nobody else has yet
 * @group: a group of rows
 * @on: whether its switch starts on
 */
void
kh_duplicate_defaults_set_group (KhDuplicateDefaults *self,
                                 guint                group,
                                 gboolean             on)
{
  g_return_if_fail (KH_IS_DUPLICATE_DEFAULTS (self));
  g_return_if_fail (group < kh_duplicate_groups_get_n ());

  self->groups[group] = on ? SWITCH_ON : SWITCH_OFF;
}

/**
 * kh_duplicate_defaults_equal:
 * @self: defaults
 * @other: others
 *
 * Returns: whether the same switches are set, and the same way
 */
gboolean
kh_duplicate_defaults_equal (KhDuplicateDefaults *self,
                             KhDuplicateDefaults *other)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (self), FALSE);
  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (other), FALSE);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (self->switches[i] != other->switches[i])
      return FALSE;
  for (guint i = 0; i < KH_DUPLICATE_MOST_GROUPS; i++)
    if (self->groups[i] != other->groups[i])
      return FALSE;

  return TRUE;
}
