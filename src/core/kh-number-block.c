/* kh-number-block.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-number-block.h"

#include <string.h>

/* More digits than this do not count safely. */
#define MOST_DIGITS 15

enum {
  PROP_0,
  PROP_ID,
  PROP_BEGIN,
  PROP_END,
  PROP_RECEIVER,
  PROP_NEXT,
  PROP_TWO_WAY,
  PROP_ENABLED,
  PROP_LEFT,
  N_PROPS
};

#define N_TEXTS (PROP_NEXT + 1)

struct _KhNumberBlock
{
  GObject parent_instance;

  /* Owned */
  char *texts[N_TEXTS];

  /* State */
  gint64 left;
  gboolean two_way;
  gboolean enabled;
};

G_DEFINE_FINAL_TYPE (KhNumberBlock, kh_number_block, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static const char *const names[N_TEXTS] = {
  [PROP_ID] = "id",
  [PROP_BEGIN] = "begin",
  [PROP_END] = "end",
  [PROP_RECEIVER] = "receiver",
  [PROP_NEXT] = "next",
};

static void
kh_number_block_finalize (GObject *object)
{
  KhNumberBlock *self = KH_NUMBER_BLOCK (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kh_number_block_parent_class)->finalize (object);
}

static void
kh_number_block_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec G_GNUC_UNUSED)
{
  KhNumberBlock *self = KH_NUMBER_BLOCK (object);

  if (prop_id < N_TEXTS)
    g_value_set_string (value, self->texts[prop_id]);
  else if (prop_id == PROP_LEFT)
    g_value_set_int64 (value, self->left);
  else
    g_value_set_boolean (value, prop_id == PROP_TWO_WAY ? self->two_way : self->enabled);
}

static void
kh_number_block_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec G_GNUC_UNUSED)
{
  KhNumberBlock *self = KH_NUMBER_BLOCK (object);

  if (prop_id < N_TEXTS)
    {
      g_free (self->texts[prop_id]);
      self->texts[prop_id] = g_value_dup_string (value);
    }
  else if (prop_id == PROP_LEFT)
    self->left = g_value_get_int64 (value);
  else if (prop_id == PROP_TWO_WAY)
    self->two_way = g_value_get_boolean (value);
  else
    self->enabled = g_value_get_boolean (value);
}

static void
kh_number_block_class_init (KhNumberBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_number_block_finalize;
  object_class->get_property = kh_number_block_get_property;
  object_class->set_property = kh_number_block_set_property;

  for (guint i = PROP_ID; i < N_TEXTS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  properties[PROP_TWO_WAY] = g_param_spec_boolean ("two-way", NULL, NULL, FALSE, flags);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  properties[PROP_LEFT] = g_param_spec_int64 ("left", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_number_block_init (KhNumberBlock *self G_GNUC_UNUSED)
{
}

/**
 * kh_number_block_new:
 *
 * Returns: (transfer full): a block without numbers
 */
KhNumberBlock *
kh_number_block_new (void)
{
  return g_object_new (KH_TYPE_NUMBER_BLOCK, NULL);
}

/**
 * kh_number_block_get_id:
 * @self: a block
 *
 * Returns: (transfer none) (nullable): what it is asked for by
 */
const char *
kh_number_block_get_id (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), NULL);

  return self->texts[PROP_ID];
}

/**
 * kh_number_block_get_begin:
 * @self: a block
 *
 * Returns: (transfer none) (nullable): its first number
 */
const char *
kh_number_block_get_begin (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), NULL);

  return self->texts[PROP_BEGIN];
}

/**
 * kh_number_block_get_end:
 * @self: a block
 *
 * Returns: (transfer none) (nullable): its last number
 */
const char *
kh_number_block_get_end (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), NULL);

  return self->texts[PROP_END];
}

/**
 * kh_number_block_get_receiver:
 * @self: a block
 *
 * Returns: (transfer none) (nullable): the receiver that its accounts' signals come in on
 */
const char *
kh_number_block_get_receiver (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), NULL);

  return self->texts[PROP_RECEIVER];
}

/**
 * kh_number_block_get_next:
 * @self: a block
 *
 * Returns: (transfer none) (nullable): the number that comes next; %NULL when none is left
 */
const char *
kh_number_block_get_next (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), NULL);

  return self->texts[PROP_NEXT];
}

/**
 * kh_number_block_get_two_way:
 * @self: a block
 *
 * Returns: whether its numbers are for panels that one can talk through
 */
gboolean
kh_number_block_get_two_way (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), FALSE);

  return self->two_way;
}

/**
 * kh_number_block_get_enabled:
 * @self: a block
 *
 * Returns: whether numbers are given out from it
 */
gboolean
kh_number_block_get_enabled (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), FALSE);

  return self->enabled;
}

/**
 * kh_number_block_get_left:
 * @self: a block
 *
 * Returns: how many numbers it has left at most
 */
gint64
kh_number_block_get_left (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), 0);

  return self->left;
}

/**
 * kh_number_block_is_near_end:
 * @self: a block
 *
 * Returns: whether it is time to ask for another one
 */
gboolean
kh_number_block_is_near_end (KhNumberBlock *self)
{
  g_return_val_if_fail (KH_IS_NUMBER_BLOCK (self), FALSE);

  return self->enabled && self->left <= KH_NUMBER_BLOCK_FEW;
}

/* Where the digits begin that are counted: those at the end. */
static gsize
find_digits (const char *number)
{
  gsize start = strlen (number);
  gsize most = start > MOST_DIGITS ? start - MOST_DIGITS : 0;

  while (start > most && g_ascii_isdigit (number[start - 1]))
    start--;

  return start;
}

/**
 * kh_number_block_count:
 * @begin: a number
 * @end: a number
 *
 * A block's numbers are equally long and differ in the digits at their end only.
 *
 * Returns: how many numbers there are from @begin to @end; 0 when these are no block
 */
gint64
kh_number_block_count (const char *begin,
                       const char *end)
{
  gsize digits = find_digits (begin);
  gint64 first, last;

  if (begin[digits] == '\0' || strlen (begin) != strlen (end) || find_digits (end) > digits
      || strncmp (begin, end, digits) != 0)
    return 0;
  first = g_ascii_strtoll (begin + digits, NULL, 10);
  last = g_ascii_strtoll (end + digits, NULL, 10);

  return MAX (last - first + 1, 0);
}

/**
 * kh_number_block_dup_number:
 * @begin: a block's first number
 * @index: less than what kh_number_block_count() gives
 *
 * Returns: (transfer full): the number that comes @index after @begin, as long as it
 */
char *
kh_number_block_dup_number (const char *begin,
                            gint64      index)
{
  gsize digits = find_digits (begin);
  int width = (int) strlen (begin + digits);
  g_autofree char *head = g_strndup (begin, digits);
  gint64 number = g_ascii_strtoll (begin + digits, NULL, 10) + index;

  return g_strdup_printf ("%s%0*" G_GINT64_FORMAT, head, width, number);
}
