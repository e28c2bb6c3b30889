/* kh-csl-kind.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-kind.h"

#include <string.h>

static const struct {
  const char *kind;
  gint64 number;
} kinds[] = {
  { "contact", 0 },
  { "keyholder", 1 },
  { "technician", 2 },
  { "agent", 3 },
  { "janitor", 4 },
  { "person", 5 },
  { "verification", 100 },
};

/**
 * kh_csl_kind_from_number:
 * @number: a station's number
 *
 * Returns: (transfer none) (nullable): the value of our choice, or %NULL for a number that we
 *   have no word for
 */
const char *
kh_csl_kind_from_number (gint64 number)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].number == number)
        return kinds[i].kind;
    }

  return NULL;
}

/**
 * kh_csl_kind_to_number:
 * @kind: a value of our choice
 * @number: (out): the station's number
 *
 * Returns: whether @kind is a kind of person
 */
gboolean
kh_csl_kind_to_number (const char *kind,
                       gint64     *number)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].kind, kind) == 0)
        {
          *number = kinds[i].number;
          return TRUE;
        }
    }

  return FALSE;
}
