/* kh-table-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-test.h"

char *
kh_table_test_dup_sample (const KhDatapoint *column,
                          guint              n)
{
  switch (column->type)
    {
    case KH_VALUE_INTEGER:
      return g_strdup_printf ("%u", n % 99 + 1);
    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
      return g_strdup_printf ("%03u", n);
    case KH_VALUE_CHOICE:
      return g_strdup (column->choices[0].value);
    case KH_VALUE_BOOLEAN:
      return g_strdup ("1");
    case KH_VALUE_DATE:
      return g_strdup ("2020-02-29");
    case KH_VALUE_PHONE:
      return g_strdup_printf ("+1801555%04u", n);
    case KH_VALUE_EMAIL:
      return g_strdup ("ann@example.com");
    case KH_VALUE_SECRET:
      return g_strdup_printf ("%04u", n);
    case KH_VALUE_TEXT:
      return g_strdup_printf ("Adams %u", n);
    case KH_VALUE_MULTILINE:
    case KH_VALUE_CATALOGUE:
    case KH_VALUE_MONEY:
    case KH_VALUE_POSTAL:
    case KH_VALUE_ACCOUNT:
    case KH_VALUE_STAFF:
    case KH_VALUE_TAGS:
    case KH_VALUE_COMPANY:
    case KH_N_VALUE_TYPES:
      break;
    }

  g_assert_not_reached ();
}

KhRow *
kh_table_test_make_row (KhTableId table,
                        guint     n)
{
  KhRow *row = kh_row_new (table);

  kh_row_set_id (row, n + 1);
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (table, i);
      g_autofree char *value = kh_table_test_dup_sample (column, n);

      kh_row_set (row, i, value);
      kh_row_set_sealed (row, i, column->sealed);
    }

  return row;
}
