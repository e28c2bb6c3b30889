/* kh-duplicate-switches.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-switches.h"

#include "kh-duplicate-group.h"
#include "kh-duplicate-plan.h"

#include <glib/gi18n-lib.h>

/* The datapoints, and after them the groups of rows. */
#define MOST_SWITCHES (KH_N_DATAPOINTS + KH_DUPLICATE_MOST_GROUPS)

/* A switch: what a KhSwitchList asks of an object. */

#define KH_TYPE_DUPLICATE_SWITCH (kh_duplicate_switch_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateSwitch, kh_duplicate_switch, KH, DUPLICATE_SWITCH, GObject)

struct _KhDuplicateSwitch
{
  GObject parent_instance;

  /* Borrowed, and NULL once it is gone */
  KhDuplicateSwitches *switches;

  /* State */
  guint id;
};

G_DEFINE_FINAL_TYPE (KhDuplicateSwitch, kh_duplicate_switch, G_TYPE_OBJECT)

struct _KhDuplicateSwitches
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *items;
  KhDuplicateDefaults *office;
  KhDuplicateDefaults *own;

  /* State */
  gboolean on[MOST_SWITCHES];
  gboolean for_own;
  gboolean may_change;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhDuplicateSwitches, kh_duplicate_switches, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum {
  PROP_0,
  PROP_LABEL,
  PROP_ON,
  PROP_REASON,
  PROP_REQUIRED,
  PROP_SECTION,
  PROP_STATE,
  PROP_VALUE_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
count_switches (void)
{
  return KH_N_DATAPOINTS + kh_duplicate_groups_get_n ();
}

/* What the registry and a set say of a switch, whatever it is of. */

static gboolean
is_group (guint id)
{
  return id >= KH_N_DATAPOINTS;
}

static KhDuplicateRule
get_rule (guint id)
{
  return is_group (id) ? kh_duplicate_group_get_rule (id - KH_N_DATAPOINTS)
                       : kh_datapoint_get ((KhDatapointId) id)->duplicate;
}

static KhSection
get_section (guint id)
{
  return is_group (id) ? kh_duplicate_group_get_section (id - KH_N_DATAPOINTS)
                       : kh_datapoint_get ((KhDatapointId) id)->section;
}

static char *
dup_label (guint id)
{
  return is_group (id) ? kh_duplicate_group_dup_label (id - KH_N_DATAPOINTS)
                       : g_strdup (kh_datapoint_get_label ((KhDatapointId) id));
}

static gboolean
may_set (guint id)
{
  return is_group (id) || kh_duplicate_defaults_may_set ((KhDatapointId) id);
}

static gboolean
get_in (KhDuplicateDefaults *set,
        guint                id)
{
  return is_group (id) ? kh_duplicate_defaults_get_group (set, id - KH_N_DATAPOINTS)
                       : kh_duplicate_defaults_get (set, (KhDatapointId) id);
}

static gboolean
is_set_in (KhDuplicateDefaults *set,
           guint                id)
{
  return is_group (id) ? kh_duplicate_defaults_is_group_set (set, id - KH_N_DATAPOINTS)
                       : kh_duplicate_defaults_is_set (set, (KhDatapointId) id);
}

static void
set_in (KhDuplicateDefaults *set,
        guint                id,
        gboolean             on)
{
  if (is_group (id))
    kh_duplicate_defaults_set_group (set, id - KH_N_DATAPOINTS, on);
  else
    kh_duplicate_defaults_set (set, (KhDatapointId) id, on);
}

/* How it is when this set says nothing. */
static gboolean
get_base (KhDuplicateSwitches *self,
          guint                id)
{
  return self->for_own ? get_in (self->office, id) : get_rule (id) == KH_DUPLICATE_ON;
}

static gboolean
get_kept (KhDuplicateSwitches *self,
          guint                id)
{
  if (self->for_own && self->own != NULL && is_set_in (self->own, id))
    return get_in (self->own, id);

  return get_in (self->office, id);
}

/* One switch */

static KhDuplicateState
get_state (KhDuplicateSwitch *self)
{
  if (get_rule (self->id) == KH_DUPLICATE_REQUIRED)
    return KH_DUPLICATE_STATE_LOCKED_ON;
  if (!may_set (self->id) || !self->switches->may_change)
    return KH_DUPLICATE_STATE_LOCKED_OFF;

  return KH_DUPLICATE_STATE_FREE;
}

static gboolean
get_on (KhDuplicateSwitch *self)
{
  if (may_set (self->id))
    return self->switches->on[self->id];

  return get_rule (self->id) == KH_DUPLICATE_REQUIRED;
}

static const char *
get_reason (KhDuplicateSwitch *self)
{
  KhDuplicateSwitches *switches = self->switches;
  const KhDatapoint *datapoint = is_group (self->id) ? NULL : kh_datapoint_get ((KhDatapointId) self->id);

  if (!may_set (self->id))
    return kh_duplicate_defaults_get_reason ((KhDatapointId) self->id);
  if (switches->for_own && switches->on[self->id] != get_base (switches, self->id))
    return switches->on[self->id] ? _("The office has this off.") : _("The office has this on.");
  if (datapoint != NULL && (datapoint->required & KH_REQUIRED_ADT) != 0 && !datapoint->sealed)
    return _("It is copied anyway where ADT requires it.");

  return NULL;
}

static gboolean
is_required (guint id)
{
  return !is_group (id) && (kh_datapoint_get ((KhDatapointId) id)->required & KH_REQUIRED_ALWAYS) != 0;
}

static void
tell (KhDuplicateSwitches *self,
      guint                id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      KhDuplicateSwitch *item = g_ptr_array_index (self->items, i);

      /* One is enough: whoever shows it looks at everything. */
      if (item->id == id)
        g_object_notify_by_pspec (G_OBJECT (item), properties[PROP_ON]);
    }
}

static gboolean
move (KhDuplicateSwitches *self,
      guint                id,
      gboolean             on)
{
  if (!self->may_change || !may_set (id) || self->on[id] == on)
    return FALSE;
  self->on[id] = on;
  tell (self, id);

  return TRUE;
}

static void
kh_duplicate_switch_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  KhDuplicateSwitch *self = KH_DUPLICATE_SWITCH (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_take_string (value, dup_label (self->id));
      break;
    case PROP_ON:
      g_value_set_boolean (value, self->switches != NULL && get_on (self));
      break;
    case PROP_REASON:
      g_value_set_string (value, self->switches == NULL ? NULL : get_reason (self));
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, is_required (self->id));
      break;
    case PROP_SECTION:
      g_value_set_uint (value, get_section (self->id));
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->switches == NULL ? KH_DUPLICATE_STATE_LOCKED_OFF : get_state (self));
      break;
    case PROP_VALUE_TEXT:
      g_value_set_string (value, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_duplicate_switch_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  KhDuplicateSwitch *self = KH_DUPLICATE_SWITCH (object);

  switch (prop_id)
    {
    case PROP_ON:
      if (self->switches != NULL && move (self->switches, self->id, g_value_get_boolean (value)))
        g_signal_emit (self->switches, signals[CHANGED], 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_duplicate_switch_class_init (KhDuplicateSwitchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kh_duplicate_switch_get_property;
  object_class->set_property = kh_duplicate_switch_set_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, read);
  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, FALSE, read | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, read);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, read);
  properties[PROP_SECTION] = g_param_spec_uint ("section", NULL, NULL, 0, KH_N_SECTIONS, 0, read);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, KH_N_DUPLICATE_STATES, 0, read);
  properties[PROP_VALUE_TEXT] = g_param_spec_string ("value-text", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_duplicate_switch_init (KhDuplicateSwitch *self G_GNUC_UNUSED)
{
}

/* What the list asks of its model */

/* No PIN of a contact is copied in passing. */
static gboolean
is_of_section (guint     id,
               KhSection section)
{
  if (is_group (id) && kh_duplicate_group_get (id - KH_N_DATAPOINTS)->column != KH_COLUMN_NONE)
    return FALSE;

  return get_section (id) == section && may_set (id);
}

static guint
count_free (GListModel *model,
            KhSection   section,
            guint      *n_on)
{
  KhDuplicateSwitches *self = KH_DUPLICATE_SWITCHES (model);
  guint n = 0;

  *n_on = 0;
  for (guint id = 0; self->may_change && id < count_switches (); id++)
    {
      if (!is_of_section (id, section))
        continue;
      n++;
      *n_on += self->on[id] ? 1 : 0;
    }

  return n;
}

static guint
set_section (GListModel *model,
             KhSection   section,
             gboolean    on)
{
  KhDuplicateSwitches *self = KH_DUPLICATE_SWITCHES (model);
  guint n = 0;

  for (guint id = 0; id < count_switches (); id++)
    if (is_of_section (id, section) && move (self, id, on))
      n++;
  if (n > 0)
    g_signal_emit (self, signals[CHANGED], 0);

  return n;
}

static char *
dup_count (guint n_on,
           guint n_rows)
{
  /* Translators: how many of a section's switches are on, and of how many. */
  return g_strdup_printf (_("%u of %u on"), n_on, n_rows);
}

const KhSwitchModel kh_duplicate_switches_model = { count_free, set_section, dup_count };

static GType
kh_duplicate_switches_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_DUPLICATE_SWITCH;
}

static guint
kh_duplicate_switches_get_n_items (GListModel *model)
{
  return KH_DUPLICATE_SWITCHES (model)->items->len;
}

static gpointer
kh_duplicate_switches_get_item (GListModel *model,
                                guint       position)
{
  KhDuplicateSwitches *self = KH_DUPLICATE_SWITCHES (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_duplicate_switches_get_item_type;
  iface->get_n_items = kh_duplicate_switches_get_n_items;
  iface->get_item = kh_duplicate_switches_get_item;
}

static void
kh_duplicate_switches_dispose (GObject *object)
{
  KhDuplicateSwitches *self = KH_DUPLICATE_SWITCHES (object);

  for (guint i = 0; i < self->items->len; i++)
    ((KhDuplicateSwitch *) g_ptr_array_index (self->items, i))->switches = NULL;
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->office);
  g_clear_object (&self->own);

  G_OBJECT_CLASS (kh_duplicate_switches_parent_class)->dispose (object);
}

static void
kh_duplicate_switches_finalize (GObject *object)
{
  g_ptr_array_unref (KH_DUPLICATE_SWITCHES (object)->items);

  G_OBJECT_CLASS (kh_duplicate_switches_parent_class)->finalize (object);
}

static void
kh_duplicate_switches_class_init (KhDuplicateSwitchesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_duplicate_switches_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_duplicate_switches_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* In the order of the customer's page. The number is nobody's choice. */
static void
kh_duplicate_switches_init (KhDuplicateSwitches *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->office = kh_duplicate_defaults_new ();
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    for (guint id = 0; id < count_switches (); id++)
      {
        KhDuplicateSwitch *item;

        if (get_section (id) != section || id == KH_DATAPOINT_CUSTOMER_NUMBER)
          continue;
        item = g_object_new (KH_TYPE_DUPLICATE_SWITCH, NULL);
        item->switches = self;
        item->id = id;
        g_ptr_array_add (self->items, item);
      }
}

KhDuplicateSwitches *
kh_duplicate_switches_new (void)
{
  return g_object_new (KH_TYPE_DUPLICATE_SWITCHES, NULL);
}

static void
take_kept (KhDuplicateSwitches *self)
{
  for (guint id = 0; id < count_switches (); id++)
    if (may_set (id))
      self->on[id] = get_kept (self, id);
}

static void
tell_all (KhDuplicateSwitches *self)
{
  for (guint i = 0; i < self->items->len; i++)
    g_object_notify_by_pspec (g_ptr_array_index (self->items, i), properties[PROP_STATE]);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
kh_duplicate_switches_set_kept (KhDuplicateSwitches *self,
                                KhDuplicateDefaults *office,
                                KhDuplicateDefaults *own,
                                gboolean             keep)
{
  gboolean moved[MOST_SWITCHES] = { FALSE };

  g_return_if_fail (KH_IS_DUPLICATE_SWITCHES (self));
  g_return_if_fail (KH_IS_DUPLICATE_DEFAULTS (office));
  g_return_if_fail (own == NULL || KH_IS_DUPLICATE_DEFAULTS (own));

  for (guint id = 0; keep && id < count_switches (); id++)
    moved[id] = may_set (id) && self->on[id] != get_kept (self, id);
  g_set_object (&self->office, office);
  g_set_object (&self->own, own);
  for (guint id = 0; id < count_switches (); id++)
    if (may_set (id) && !moved[id])
      self->on[id] = get_kept (self, id);
  tell_all (self);
}

void
kh_duplicate_switches_show (KhDuplicateSwitches *self,
                            gboolean             own,
                            gboolean             may_change)
{
  g_return_if_fail (KH_IS_DUPLICATE_SWITCHES (self));

  if (self->for_own != own)
    {
      self->for_own = own;
      take_kept (self);
    }
  self->may_change = may_change;
  tell_all (self);
}

gboolean
kh_duplicate_switches_is_changed (KhDuplicateSwitches *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_SWITCHES (self), FALSE);

  for (guint id = 0; id < count_switches (); id++)
    if (may_set (id) && self->on[id] != get_kept (self, id))
      return TRUE;

  return FALSE;
}

guint
kh_duplicate_switches_count_other (KhDuplicateSwitches *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_DUPLICATE_SWITCHES (self), 0);

  for (guint id = 0; id < count_switches (); id++)
    n += may_set (id) && self->on[id] != get_base (self, id) ? 1 : 0;

  return n;
}

void
kh_duplicate_switches_reset (KhDuplicateSwitches *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_SWITCHES (self));

  for (guint id = 0; id < count_switches (); id++)
    if (may_set (id))
      move (self, id, get_base (self, id));
  g_signal_emit (self, signals[CHANGED], 0);
}

KhDuplicateDefaults *
kh_duplicate_switches_dup_set (KhDuplicateSwitches *self)
{
  KhDuplicateDefaults *set = NULL;

  g_return_val_if_fail (KH_IS_DUPLICATE_SWITCHES (self), NULL);

  set = kh_duplicate_defaults_new ();
  for (guint id = 0; id < count_switches (); id++)
    if (may_set (id) && self->on[id] != get_base (self, id))
      set_in (set, id, self->on[id]);

  return set;
}
