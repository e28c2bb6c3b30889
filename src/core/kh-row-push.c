/* kh-row-push.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-core"

#include "config.h"

#include "kh-row-push.h"

#include "kh-place.h"
#include "kh-value-type.h"

/**
 * kh_row_push_is_followed:
 * @table: a table
 *
 * Agencies are set under Manage Account, since many a station takes them once only; systems, areas
 * and zones are the station's to keep, as what a panel sends has to fit them.
 *
 * Returns: whether a change of one of its rows goes to the station by itself
 */
gboolean
kh_row_push_is_followed (KhTableId table)
{
  return table == KH_TABLE_CONTACTS;
}

/* The Bold profile of CSL/1: a contact is written as name and phones only. */
static gboolean
is_bold (guint column)
{
  return column == KH_CONTACT_NAME || (column >= KH_CONTACT_PHONE_1_TYPE && column <= KH_CONTACT_PHONE_3);
}

/**
 * kh_row_push_is_written:
 * @type: what kind of monitoring company it is
 * @table: a table
 * @column: one of its columns
 *
 * Returns: whether a company of that kind takes that column
 */
gboolean
kh_row_push_is_written (KhMonitorType type,
                        KhTableId     table,
                        guint         column)
{
  const KhDatapoint *described = kh_table_get_column (table, column);

  if (!kh_row_push_is_followed (table) || described->wire == NULL || described->sealed ||
      described->sent != KH_SENT_YES)
    return FALSE;

  return type != KH_MONITOR_BOLD || is_bold (column);
}

/**
 * kh_row_push_dup_written:
 * @type: what kind of monitoring company it is
 * @row: a row
 *
 * Returns: (transfer full): a copy in which all that such a company does not take is hidden
 */
KhRow *
kh_row_push_dup_written (KhMonitorType  type,
                         KhRow         *row)
{
  KhRow *copy = kh_row_copy (row);

  for (guint i = 0; i < kh_table_get (kh_row_get_table (row))->n_columns; i++)
    {
      if (!kh_row_push_is_written (type, kh_row_get_table (row), i))
        kh_row_hide (copy, i);
    }

  return copy;
}

/* A flag that nobody set is the same as one that says no. */
static const char *
get_value (KhRow             *row,
           const KhDatapoint *column)
{
  const char *value = kh_row_get (row, column->id);

  return value == NULL && column->type == KH_VALUE_BOOLEAN ? "0" : value;
}

static gboolean
is_same (const KhDatapoint *column,
         const char        *a,
         const char        *b)
{
  return kh_value_equal (column, a, b) || (a != NULL && b != NULL && kh_value_same (column, a, b));
}

/**
 * kh_row_push_is_alike:
 * @type: what kind of monitoring company it is
 * @a: a row
 * @b: another of the same table
 *
 * Somebody's other spelling of the same is no other value, and what one of the two does not tell
 * is not held against the other.
 *
 * Returns: whether the two are the same in all that such a company takes
 */
gboolean
kh_row_push_is_alike (KhMonitorType  type,
                      KhRow         *a,
                      KhRow         *b)
{
  const KhTable *table = kh_table_get (kh_row_get_table (a));

  for (guint i = 0; i < table->n_columns; i++)
    {
      const KhDatapoint *column = &table->columns[i];

      if (kh_row_push_is_written (type, table->id, i) && !kh_row_is_hidden (a, i) && !kh_row_is_hidden (b, i) &&
          !is_same (column, get_value (a, column), get_value (b, column)))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_row_push_dup_place:
 * @row: a row that is kept
 *
 * Returns: (transfer full): by what its changes and its shadow are known
 */
char *
kh_row_push_dup_place (KhRow *row)
{
  return kh_place_dup_text (kh_row_get_table (row), KH_COLUMN_NONE, kh_row_get_id (row), NULL);
}
