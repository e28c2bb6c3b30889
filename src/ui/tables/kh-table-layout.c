/* kh-table-layout.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-layout.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* In place of a sealed value. */
#define DOTS "••••••"

static const KhTableField contact_fields[] = {
  { KH_CONTACT_NAME, 18, 0 }, { KH_CONTACT_RELATION, 12, 0 }, { KH_CONTACT_KIND, 11, 0 },
  { KH_CONTACT_PHONE_1_TYPE, 8, 0 }, { KH_CONTACT_PHONE_1, 14, 0 },
  { KH_CONTACT_PHONE_2_TYPE, 8, 0 }, { KH_CONTACT_PHONE_2, 14, 0 },
  { KH_CONTACT_EMAIL, 20, 1 }, { KH_CONTACT_LANGUAGE, 10, 1 }, { KH_CONTACT_PIN, 10, 1 },
  { KH_CONTACT_PHONE_3_TYPE, 8, 1 }, { KH_CONTACT_PHONE_3, 14, 1 },
  { KH_CONTACT_FROM, 10, 1 }, { KH_CONTACT_UNTIL, 10, 1 },
  { KH_CONTACT_HAS_KEY, 0, 2 }, { KH_CONTACT_MAY_CANCEL, 0, 2 },
  { KH_CONTACT_TWO_CALL, 0, 2 }, { KH_CONTACT_DURESS, 0, 2 },
};
static const KhTableField contact_head[] = {
  { KH_CONTACT_NAME, 20, 0 }, { KH_CONTACT_RELATION, 14, 0 }, { KH_CONTACT_KIND, 12, 0 },
  { KH_CONTACT_PHONE_1, 22, 0 }, { KH_CONTACT_PHONE_2, 22, 0 },
};

static const KhTableField passcode_fields[] = {
  { KH_PASSCODE_VALUE, 12, 0 }, { KH_PASSCODE_NOTE, 30, 0 }, { KH_PASSCODE_DURESS, 0, 0 },
};
static const KhTableField passcode_head[] = {
  { KH_PASSCODE_VALUE, 12, 0 }, { KH_PASSCODE_NOTE, 40, 0 },
};

static const KhTableField agency_fields[] = {
  { KH_AGENCY_TYPE, 9, 0 }, { KH_AGENCY_NAME, 24, 0 }, { KH_AGENCY_PHONE, 14, 0 }, { KH_AGENCY_CITY, 16, 0 },
  { KH_AGENCY_STATION_ID, 10, 0 },
  { KH_AGENCY_PERMIT_NUMBER, 16, 1 }, { KH_AGENCY_PERMIT_EFFECTIVE, 12, 1 }, { KH_AGENCY_PERMIT_EXPIRES, 12, 1 },
};
static const KhTableField agency_head[] = {
  { KH_AGENCY_TYPE, 10, 0 }, { KH_AGENCY_NAME, 28, 0 }, { KH_AGENCY_PHONE, 16, 0 }, { KH_AGENCY_CITY, 18, 0 },
};

static const KhTableField system_fields[] = {
  { KH_SYSTEM_NUMBER, 6, 0 }, { KH_SYSTEM_DESCRIPTION, 24, 0 }, { KH_SYSTEM_TYPE, 10, 0 }, { KH_SYSTEM_PANEL, 18, 0 },
  { KH_SYSTEM_COMMUNICATOR, 16, 0 },
  { KH_SYSTEM_TRANSMITTER, 16, 1 }, { KH_SYSTEM_RECEIVER, 12, 1 }, { KH_SYSTEM_FORMAT, 12, 1 },
  { KH_SYSTEM_TEST_INTERVAL, 8, 1 },
};
static const KhTableField system_head[] = {
  { KH_SYSTEM_NUMBER, 8, 0 }, { KH_SYSTEM_DESCRIPTION, 26, 0 }, { KH_SYSTEM_TYPE, 12, 0 }, { KH_SYSTEM_PANEL, 22, 0 },
};

static const KhTableField area_fields[] = {
  { KH_AREA_SYSTEM, 6, 0 }, { KH_AREA_NUMBER, 6, 0 }, { KH_AREA_DESCRIPTION, 40, 0 },
};
static const KhTableField area_head[] = {
  { KH_AREA_SYSTEM, 8, 0 }, { KH_AREA_NUMBER, 8, 0 }, { KH_AREA_DESCRIPTION, 50, 0 },
};

static const KhTableField zone_fields[] = {
  { KH_ZONE_SYSTEM, 6, 0 }, { KH_ZONE_AREA, 6, 0 }, { KH_ZONE_NUMBER, 8, 0 }, { KH_ZONE_DESCRIPTION, 30, 0 },
  { KH_ZONE_EVENT, 14, 0 }, { KH_ZONE_STATUS, 10, 0 },
};
static const KhTableField zone_head[] = {
  { KH_ZONE_SYSTEM, 8, 0 }, { KH_ZONE_AREA, 6, 0 }, { KH_ZONE_NUMBER, 8, 0 }, { KH_ZONE_DESCRIPTION, 32, 0 },
  { KH_ZONE_EVENT, 16, 0 }, { KH_ZONE_STATUS, 12, 0 },
};

static const KhTableField equipment_fields[] = {
  { KH_EQUIPMENT_ITEM, 22, 0 }, { KH_EQUIPMENT_MAKE, 16, 0 }, { KH_EQUIPMENT_SERIAL, 14, 0 },
  { KH_EQUIPMENT_LOCATION, 16, 0 }, { KH_EQUIPMENT_QUANTITY, 6, 0 },
  { KH_EQUIPMENT_ZONE_SYSTEM, 8, 1 }, { KH_EQUIPMENT_ZONE_AREA, 8, 1 }, { KH_EQUIPMENT_ZONE_NUMBER, 8, 1 },
  { KH_EQUIPMENT_WARRANTY, 12, 1 }, { KH_EQUIPMENT_STATUS, 10, 1 },
};
static const KhTableField equipment_head[] = {
  { KH_EQUIPMENT_ITEM, 24, 0 }, { KH_EQUIPMENT_MAKE, 18, 0 }, { KH_EQUIPMENT_LOCATION, 18, 0 },
  { KH_EQUIPMENT_ZONE_NUMBER, 8, 0 }, { KH_EQUIPMENT_STATUS, 12, 0 },
};

#define FIELDS(name) name, G_N_ELEMENTS (name)

static const struct {
  const KhTableField *fields;
  guint n_fields;
  const KhTableField *head;
  guint n_head;
} layouts[] = {
  [KH_TABLE_CONTACTS] = { FIELDS (contact_fields), FIELDS (contact_head) },
  [KH_TABLE_PASSCODES] = { FIELDS (passcode_fields), FIELDS (passcode_head) },
  [KH_TABLE_AGENCIES] = { FIELDS (agency_fields), FIELDS (agency_head) },
  [KH_TABLE_SYSTEMS] = { FIELDS (system_fields), FIELDS (system_head) },
  [KH_TABLE_AREAS] = { FIELDS (area_fields), FIELDS (area_head) },
  [KH_TABLE_ZONES] = { FIELDS (zone_fields), FIELDS (zone_head) },
  [KH_TABLE_EQUIPMENT] = { FIELDS (equipment_fields), FIELDS (equipment_head) },
};

G_STATIC_ASSERT (G_N_ELEMENTS (layouts) == KH_N_TABLES);

const KhTableField *
kh_table_layout_get_fields (KhTableId  table,
                            guint     *n)
{
  *n = layouts[table].n_fields;

  return layouts[table].fields;
}

const KhTableField *
kh_table_layout_get_head (KhTableId  table,
                          guint     *n)
{
  *n = layouts[table].n_head;

  return layouts[table].head;
}

/* The type of a phone says nothing without the phone. */
static gboolean
is_phone_type (KhTableId table,
               guint     column)
{
  return table == KH_TABLE_CONTACTS && (column == KH_CONTACT_PHONE_1_TYPE || column == KH_CONTACT_PHONE_2_TYPE ||
                                        column == KH_CONTACT_PHONE_3_TYPE);
}

static char *
dup_value (KhRow *row,
           guint  column)
{
  const KhDatapoint *described = kh_table_get_column (kh_row_get_table (row), column);
  g_autofree char *text = NULL;

  if (kh_row_is_sealed (row, column))
    return g_strdup (DOTS);
  text = kh_value_format (described, kh_row_get (row, column), NULL);

  return kh_value_dup_visible (text);
}

char *
kh_table_layout_dup_cell (KhRow *row,
                          guint  column)
{
  g_autofree char *value = dup_value (row, column);
  g_autofree char *type = NULL;

  if (column == 0 || *value == '\0' || !is_phone_type (kh_row_get_table (row), column - 1))
    return g_steal_pointer (&value);
  type = dup_value (row, column - 1);

  /* Translators: the type of a phone, such as Home, and its number. */
  return *type == '\0' ? g_steal_pointer (&value) : g_strdup_printf (_("%s %s"), type, value);
}

static gboolean
is_in_head (KhTableId table,
            guint     column)
{
  for (guint i = 0; i < layouts[table].n_head; i++)
    {
      if (layouts[table].head[i].column == column)
        return TRUE;
    }

  return is_phone_type (table, column);
}

static char *
dup_part (KhRow *row,
          guint  column)
{
  const KhDatapoint *described = kh_table_get_column (kh_row_get_table (row), column);
  g_autofree char *value = NULL;

  if (described->type == KH_VALUE_BOOLEAN)
    return kh_row_get_boolean (row, column) ? g_strdup (_(described->label)) : NULL;
  value = kh_table_layout_dup_cell (row, column);

  /* Translators: a datapoint's name and its value. */
  return *value == '\0' ? NULL : g_strdup_printf (_("%s %s"), _(described->label), value);
}

char *
kh_table_layout_dup_rest (KhRow *row)
{
  KhTableId table = kh_row_get_table (row);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; i < layouts[table].n_fields; i++)
    {
      guint column = layouts[table].fields[i].column;
      g_autofree char *part = is_in_head (table, column) || kh_table_get_column (table, column)->sealed
                                ? NULL : dup_part (row, column);

      if (part != NULL)
        g_string_append_printf (rest, "%s%s", rest->len > 0 ? " · " : "", part);
    }

  return g_string_free (rest, FALSE);
}

guint
kh_table_layout_get_sealed (KhTableId table)
{
  const KhTable *described = kh_table_get (table);

  for (guint i = 0; i < described->n_columns; i++)
    {
      if (described->columns[i].sealed)
        return i;
    }

  return KH_COLUMN_NONE;
}
