/* kh-duplicate-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-private.h"

struct _KhDuplicateRow
{
  GObject parent_instance;

  /* Borrowed: NULL once the plan is gone. */
  KhDuplicatePlan *plan;

  /* Owned */
  char *value_text;
  char *reason;

  /* State */
  KhDatapointId datapoint;
  KhDuplicateState state;
  gboolean on;
  gboolean required;
  gboolean shown;
  gboolean left_out;
  gboolean lacking;
  gboolean typed;
};

G_DEFINE_FINAL_TYPE (KhDuplicateRow, kh_duplicate_row, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_LABEL,
  PROP_SECTION,
  PROP_STATE,
  PROP_ON,
  PROP_REQUIRED,
  PROP_VALUE_TEXT,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kh_duplicate_row_finalize (GObject *object)
{
  KhDuplicateRow *self = KH_DUPLICATE_ROW (object);

  g_free (self->value_text);
  g_free (self->reason);

  G_OBJECT_CLASS (kh_duplicate_row_parent_class)->finalize (object);
}

static void
kh_duplicate_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KhDuplicateRow *self = KH_DUPLICATE_ROW (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, kh_duplicate_row_get_label (self));
      break;

    case PROP_SECTION:
      g_value_set_uint (value, kh_duplicate_row_get_section (self));
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_ON:
      g_value_set_boolean (value, self->on);
      break;

    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;

    case PROP_VALUE_TEXT:
      g_value_set_string (value, self->value_text);
      break;

    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_duplicate_row_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KhDuplicateRow *self = KH_DUPLICATE_ROW (object);

  switch (prop_id)
    {
    case PROP_ON:
      kh_duplicate_row_set_on (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_duplicate_row_class_init (KhDuplicateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_duplicate_row_finalize;
  object_class->get_property = kh_duplicate_row_get_property;
  object_class->set_property = kh_duplicate_row_set_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_SECTION] = g_param_spec_uint ("section", NULL, NULL, 0, KH_N_SECTIONS - 1, 0, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, KH_N_DUPLICATE_STATES - 1, 0, flags);
  properties[PROP_ON] =
    g_param_spec_boolean ("on", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  properties[PROP_VALUE_TEXT] = g_param_spec_string ("value-text", NULL, NULL, NULL, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_duplicate_row_init (KhDuplicateRow *self)
{
  self->value_text = g_strdup ("");
}

/*< private >
 * kh_duplicate_row_new:
 * @plan: the plan that it is a row of
 * @id: a datapoint
 *
 * Returns: (transfer full): a row of which nothing is known yet
 */
KhDuplicateRow *
kh_duplicate_row_new (KhDuplicatePlan *plan,
                      KhDatapointId    id)
{
  KhDuplicateRow *self = g_object_new (KH_TYPE_DUPLICATE_ROW, NULL);

  self->plan = plan;
  self->datapoint = id;

  return self;
}

/*< private >
 * kh_duplicate_row_leave:
 * @self: a row
 *
 * Its plan goes; whoever still holds the row can only look at it.
 */
void
kh_duplicate_row_leave (KhDuplicateRow *self)
{
  self->plan = NULL;
}

static void
take_flag (KhDuplicateRow *self,
           gboolean       *place,
           gboolean        flag,
           guint           property)
{
  if (*place == flag)
    return;
  *place = flag;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Takes @text. */
static void
take_text (KhDuplicateRow  *self,
           char           **place,
           char            *text,
           guint            property)
{
  if (g_strcmp0 (*place, text) == 0)
    {
      g_free (text);
      return;
    }
  g_free (*place);
  *place = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/*< private >
 * kh_duplicate_row_take:
 * @self: a row
 * @verdict: what the rules say of it; its reason is taken
 * @on: whether it is copied
 * @typed: whether it is typed
 * @value_text: the formatted value
 */
void
kh_duplicate_row_take (KhDuplicateRow     *self,
                       KhDuplicateVerdict *verdict,
                       gboolean            on,
                       gboolean            typed,
                       const char         *value_text)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  self->shown = verdict->shown;
  self->left_out = verdict->left_out;
  self->lacking = verdict->lacking;
  self->typed = typed;
  if (self->state != verdict->state)
    {
      self->state = verdict->state;
      g_object_notify_by_pspec (object, properties[PROP_STATE]);
    }
  take_flag (self, &self->on, on, PROP_ON);
  take_flag (self, &self->required, verdict->required, PROP_REQUIRED);
  take_text (self, &self->value_text, g_strdup (value_text), PROP_VALUE_TEXT);
  take_text (self, &self->reason, g_steal_pointer (&verdict->reason), PROP_REASON);
  g_object_thaw_notify (object);
}

/*< private >
 * kh_duplicate_row_get_left_out:
 * @self: a row
 *
 * Returns: whether it is not copied for want of a grant
 */
gboolean
kh_duplicate_row_get_left_out (KhDuplicateRow *self)
{
  return self->left_out;
}

/*< private >
 * kh_duplicate_row_get_lacking:
 * @self: a row
 *
 * Returns: whether the new customer goes without what is required, for want of a grant
 */
gboolean
kh_duplicate_row_get_lacking (KhDuplicateRow *self)
{
  return self->lacking;
}

/**
 * kh_duplicate_row_get_datapoint:
 * @self: a row
 *
 * Returns: the datapoint, for an editor of what is typed
 */
KhDatapointId
kh_duplicate_row_get_datapoint (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), KH_DATAPOINT_NONE);

  return self->datapoint;
}

/**
 * kh_duplicate_row_get_label:
 * @self: a row
 *
 * Returns: (transfer none): the Datapoint Name, in the user's language
 */
const char *
kh_duplicate_row_get_label (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), NULL);

  return kh_datapoint_get_label (self->datapoint);
}

/**
 * kh_duplicate_row_get_section:
 * @self: a row
 *
 * Returns: the section that it stands in
 */
KhSection
kh_duplicate_row_get_section (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), KH_SECTION_IDENTITY);

  return kh_datapoint_get (self->datapoint)->section;
}

/**
 * kh_duplicate_row_get_state:
 * @self: a row
 *
 * Returns: what can be done with it
 */
KhDuplicateState
kh_duplicate_row_get_state (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), KH_DUPLICATE_STATE_LOCKED_OFF);

  return self->state;
}

/**
 * kh_duplicate_row_get_on:
 * @self: a row
 *
 * Returns: whether its value is copied
 */
gboolean
kh_duplicate_row_get_on (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), FALSE);

  return self->on;
}

/**
 * kh_duplicate_row_set_on:
 * @self: a row
 * @on: whether its value is to be copied
 *
 * Returns: whether the row is free, and now as asked for
 */
gboolean
kh_duplicate_row_set_on (KhDuplicateRow *self,
                         gboolean        on)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), FALSE);

  return self->plan != NULL && kh_duplicate_plan_set_on (self->plan, self->datapoint, on);
}

/**
 * kh_duplicate_row_get_typed:
 * @self: a row
 *
 * What must be there and is not copied is typed: that is so in %KH_DUPLICATE_STATE_TYPED, and
 * in a free row that is required for as long as its switch is off.
 *
 * Returns: whether its value is typed for the new customer, into the plan's draft
 */
gboolean
kh_duplicate_row_get_typed (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), FALSE);

  return self->typed;
}

/**
 * kh_duplicate_row_get_required:
 * @self: a row
 *
 * Returns: whether the new customer must have a value: the red dot
 */
gboolean
kh_duplicate_row_get_required (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), FALSE);

  return self->required;
}

/**
 * kh_duplicate_row_get_shown:
 * @self: a row
 *
 * Returns: whether it stands in the list
 */
gboolean
kh_duplicate_row_get_shown (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), FALSE);

  return self->shown;
}

/**
 * kh_duplicate_row_get_value_text:
 * @self: a row
 *
 * Returns: (transfer none): the Customer Value, formatted; dots for what is sealed, and empty
 *   where the value is typed
 */
const char *
kh_duplicate_row_get_value_text (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), NULL);

  return self->value_text;
}

/**
 * kh_duplicate_row_get_reason:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): why its switch is locked, or why its value must be
 *   typed, in the user's language; %NULL for a free row that is not typed
 */
const char *
kh_duplicate_row_get_reason (KhDuplicateRow *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_ROW (self), NULL);

  return self->reason;
}
