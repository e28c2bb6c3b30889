/* kh-duplicate-table-line.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-tables-private.h"

#include "kh-duplicate-choice.h"
#include "kh-row-text.h"
#include "kh-value-type.h"

G_DEFINE_FINAL_TYPE (KhDuplicateTableLine, kh_duplicate_table_line, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_LABEL,
  PROP_SECTION,
  PROP_STATE,
  PROP_ON,
  PROP_REQUIRED,
  PROP_VALUE_TEXT,
  PROP_REASON,
  PROP_LEVEL,
  PROP_FOLDS,
  PROP_UNFOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kh_duplicate_table_line_finalize (GObject *object)
{
  KhDuplicateTableLine *self = KH_DUPLICATE_TABLE_LINE (object);

  g_clear_object (&self->row);
  g_free (self->label);
  g_free (self->value_text);
  g_free (self->reason);
  g_free (self->fault);

  G_OBJECT_CLASS (kh_duplicate_table_line_parent_class)->finalize (object);
}

static guint
get_level (KhDuplicateTableLine *self)
{
  if (self->row == NULL)
    return 0;

  return self->parent == NULL ? 1 : get_level (self->parent) + 1;
}

static void
kh_duplicate_table_line_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  KhDuplicateTableLine *self = KH_DUPLICATE_TABLE_LINE (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_SECTION:
      g_value_set_uint (value, kh_duplicate_table_line_get_section (self));
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_ON:
      g_value_set_boolean (value, self->on);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_VALUE_TEXT:
      g_value_set_string (value, self->value_text);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_LEVEL:
      g_value_set_uint (value, get_level (self));
      break;
    case PROP_FOLDS:
      g_value_set_boolean (value, self->folds);
      break;
    case PROP_UNFOLDED:
      g_value_set_boolean (value, self->unfolded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_duplicate_table_line_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  KhDuplicateTableLine *self = KH_DUPLICATE_TABLE_LINE (object);

  switch (prop_id)
    {
    case PROP_ON:
      kh_duplicate_table_line_set_on (self, g_value_get_boolean (value));
      break;
    case PROP_UNFOLDED:
      kh_duplicate_table_line_set_unfolded (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_duplicate_table_line_class_init (KhDuplicateTableLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_duplicate_table_line_finalize;
  object_class->get_property = kh_duplicate_table_line_get_property;
  object_class->set_property = kh_duplicate_table_line_set_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, read);
  properties[PROP_SECTION] = g_param_spec_uint ("section", NULL, NULL, 0, KH_N_SECTIONS - 1, 0, read);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, KH_N_DUPLICATE_STATES - 1, 0, read);
  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, FALSE, read | G_PARAM_WRITABLE);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, read);
  properties[PROP_VALUE_TEXT] = g_param_spec_string ("value-text", NULL, NULL, NULL, read);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, read);
  properties[PROP_LEVEL] = g_param_spec_uint ("level", NULL, NULL, 0, KH_N_TABLES, 0, read);
  properties[PROP_FOLDS] = g_param_spec_boolean ("folds", NULL, NULL, FALSE, read);
  properties[PROP_UNFOLDED] = g_param_spec_boolean ("unfolded", NULL, NULL, FALSE, read | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_duplicate_table_line_init (KhDuplicateTableLine *self)
{
  self->value_text = g_strdup ("");
}

/* A row that is called by no name of its own says what it is, as the number of a system does. */
static char *
dup_row_label (KhRow *row)
{
  g_autofree char *title = kh_row_dup_title (row);

  return kh_value_dup_visible (title);
}

/*< private >
 * kh_duplicate_table_line_new:
 * @tables: what it is a line of
 * @group: its group
 * @row: (nullable): the row, or %NULL for the group's own switch
 *
 * Returns: (transfer full): a line that is not judged yet
 */
KhDuplicateTableLine *
kh_duplicate_table_line_new (KhDuplicateTables *tables,
                             guint              group,
                             KhRow             *row)
{
  KhDuplicateTableLine *self = g_object_new (KH_TYPE_DUPLICATE_TABLE_LINE, NULL);
  g_autoptr (KhRow) copy = NULL;

  self->tables = tables;
  self->group = group;
  self->wanted = TRUE;
  if (row == NULL)
    {
      self->label = kh_duplicate_group_dup_label (group);
      return self;
    }
  copy = kh_duplicate_choice_make_row (row);
  self->row = g_object_ref (row);
  self->label = dup_row_label (row);
  g_free (self->value_text);
  self->value_text = kh_row_dup_summary (copy);

  return self;
}

/* Takes @text. */
static void
take_text (KhDuplicateTableLine  *self,
           char                 **place,
           char                  *text,
           guint                  property)
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
 * kh_duplicate_table_line_take:
 * @self: a line
 * @look: what is to be shown of it; its reason is taken
 */
void
kh_duplicate_table_line_take (KhDuplicateTableLine *self,
                              KhDuplicateTableLook *look)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  self->shown = look->shown;
  if (self->state != look->state)
    {
      self->state = look->state;
      g_object_notify_by_pspec (object, properties[PROP_STATE]);
    }
  if (self->on != look->on)
    {
      self->on = look->on;
      g_object_notify_by_pspec (object, properties[PROP_ON]);
    }
  take_text (self, &self->reason, g_steal_pointer (&look->reason), PROP_REASON);
  g_object_thaw_notify (object);
}

/*< private >
 * kh_duplicate_table_line_take_value:
 * @self: a line
 * @value_text: (transfer full): what is to stand beside its name
 */
void
kh_duplicate_table_line_take_value (KhDuplicateTableLine *self,
                                    char                 *value_text)
{
  take_text (self, &self->value_text, value_text, PROP_VALUE_TEXT);
}

/*< private >
 * kh_duplicate_table_line_is_head:
 * @self: a line
 *
 * Returns: whether it is the switch of a group's rows
 */
gboolean
kh_duplicate_table_line_is_head (KhDuplicateTableLine *self)
{
  return self->row == NULL && self->head == NULL;
}

/**
 * kh_duplicate_table_line_get_group:
 * @self: a line
 *
 * Returns: the group, by its place among the groups
 */
guint
kh_duplicate_table_line_get_group (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), 0);

  return self->group;
}

/**
 * kh_duplicate_table_line_get_row:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): the row of the original, or %NULL for the switch of a group
 */
KhRow *
kh_duplicate_table_line_get_row (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), NULL);

  return self->row;
}

/**
 * kh_duplicate_table_line_get_label:
 * @self: a line
 *
 * Returns: (transfer none): what it is called, in the user's language
 */
const char *
kh_duplicate_table_line_get_label (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), NULL);

  return self->label;
}

/**
 * kh_duplicate_table_line_get_section:
 * @self: a line
 *
 * Returns: the section that it stands in
 */
KhSection
kh_duplicate_table_line_get_section (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), KH_SECTION_IDENTITY);

  return kh_duplicate_group_get_section (self->group);
}

/**
 * kh_duplicate_table_line_get_state:
 * @self: a line
 *
 * Returns: what can be done with it
 */
KhDuplicateState
kh_duplicate_table_line_get_state (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), KH_DUPLICATE_STATE_LOCKED_OFF);

  return self->state;
}

/**
 * kh_duplicate_table_line_get_value_text:
 * @self: a line
 *
 * Returns: (transfer none): what stands beside its name: how many rows of a group go, dots for what is
 *   sealed, and what of a row the new customer gets
 */
const char *
kh_duplicate_table_line_get_value_text (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), NULL);

  return self->value_text;
}

/**
 * kh_duplicate_table_line_get_reason:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): why its switch is locked, in the user's language
 */
const char *
kh_duplicate_table_line_get_reason (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), NULL);

  return self->reason;
}

/**
 * kh_duplicate_table_line_get_on:
 * @self: a line
 *
 * Returns: whether its switch is on
 */
gboolean
kh_duplicate_table_line_get_on (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), FALSE);

  return self->on;
}

/**
 * kh_duplicate_table_line_set_on:
 * @self: a line
 * @on: whether it is to be copied
 *
 * Returns: whether the line is free, and now as asked for
 */
gboolean
kh_duplicate_table_line_set_on (KhDuplicateTableLine *self,
                                gboolean              on)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), FALSE);

  return self->tables != NULL && kh_duplicate_tables_set_on (self->tables, self, on);
}

/**
 * kh_duplicate_table_line_get_shown:
 * @self: a line
 *
 * Returns: whether it stands in the list
 */
gboolean
kh_duplicate_table_line_get_shown (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), FALSE);

  return self->shown;
}

/**
 * kh_duplicate_table_line_get_unfolded:
 * @self: a line
 *
 * Returns: whether the rows of the group are shown
 */
gboolean
kh_duplicate_table_line_get_unfolded (KhDuplicateTableLine *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self), FALSE);

  return self->unfolded;
}

/**
 * kh_duplicate_table_line_set_unfolded:
 * @self: a line
 * @unfolded: whether the rows of the group are to be shown
 *
 * Does nothing on a line below which there are none.
 */
void
kh_duplicate_table_line_set_unfolded (KhDuplicateTableLine *self,
                                      gboolean              unfolded)
{
  g_return_if_fail (KH_IS_DUPLICATE_TABLE_LINE (self));

  if (!self->folds || self->unfolded == unfolded || self->tables == NULL)
    return;
  self->unfolded = unfolded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNFOLDED]);
  kh_duplicate_tables_update (self->tables);
}
