/* kh-file-field.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-file-field.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_DIGITS 4

/* What other programs call things, without blanks and signs. */
static const struct {
  const char *name;
  KhDatapointId id;
} synonyms[] = {
  { "accountno", KH_DATAPOINT_ACCOUNT_NUMBER },
  { "csaccount", KH_DATAPOINT_ACCOUNT_NUMBER },
  { "address", KH_DATAPOINT_ADDRESS_1 },
  { "addressline1", KH_DATAPOINT_ADDRESS_1 },
  { "addressline2", KH_DATAPOINT_ADDRESS_2 },
  { "street", KH_DATAPOINT_ADDRESS_1 },
  { "streetaddress", KH_DATAPOINT_ADDRESS_1 },
  { "apt", KH_DATAPOINT_ADDRESS_2 },
  { "unit", KH_DATAPOINT_ADDRESS_2 },
  { "birthday", KH_DATAPOINT_BIRTHDATE },
  { "dateofbirth", KH_DATAPOINT_BIRTHDATE },
  { "dob", KH_DATAPOINT_BIRTHDATE },
  { "branch", KH_DATAPOINT_OFFICE_LOCATION },
  { "office", KH_DATAPOINT_OFFICE_LOCATION },
  { "business", KH_DATAPOINT_BUSINESS_NAME },
  { "company", KH_DATAPOINT_BUSINESS_NAME },
  { "companyname", KH_DATAPOINT_BUSINESS_NAME },
  { "organization", KH_DATAPOINT_BUSINESS_NAME },
  { "cell", KH_DATAPOINT_CELL_PHONE },
  { "mobile", KH_DATAPOINT_CELL_PHONE },
  { "mobilephone", KH_DATAPOINT_CELL_PHONE },
  { "centralstation", KH_DATAPOINT_MONITORING_COMPANY },
  { "monitoringstation", KH_DATAPOINT_MONITORING_COMPANY },
  { "town", KH_DATAPOINT_CITY },
  { "email1", KH_DATAPOINT_EMAIL },
  { "emailaddress", KH_DATAPOINT_EMAIL },
  { "mail", KH_DATAPOINT_EMAIL },
  { "firstname", KH_DATAPOINT_FIRST_NAME },
  { "forename", KH_DATAPOINT_FIRST_NAME },
  { "givenname", KH_DATAPOINT_FIRST_NAME },
  { "familyname", KH_DATAPOINT_LAST_NAME },
  { "surname", KH_DATAPOINT_LAST_NAME },
  { "installdate", KH_DATAPOINT_INSTALL_DATE },
  { "language", KH_DATAPOINT_PRIMARY_LANGUAGE },
  { "monthlyfee", KH_DATAPOINT_MONTHLY_CHARGE },
  { "rmr", KH_DATAPOINT_MONTHLY_CHARGE },
  { "phone", KH_DATAPOINT_PRIMARY_PHONE },
  { "phonenumber", KH_DATAPOINT_PRIMARY_PHONE },
  { "homephone", KH_DATAPOINT_PRIMARY_PHONE },
  { "telephone", KH_DATAPOINT_PRIMARY_PHONE },
  { "businessphone", KH_DATAPOINT_WORK_PHONE },
  { "officephone", KH_DATAPOINT_WORK_PHONE },
  { "postalcode", KH_DATAPOINT_ZIP },
  { "postcode", KH_DATAPOINT_ZIP },
  { "zip", KH_DATAPOINT_ZIP },
  { "zipcode", KH_DATAPOINT_ZIP },
  { "province", KH_DATAPOINT_STATE },
  { "salesman", KH_DATAPOINT_SALES_REP },
  { "salesperson", KH_DATAPOINT_SALES_REP },
  { "technician", KH_DATAPOINT_INSTALL_TECHNICIAN },
};

/* Letters and digits only: "E-Mail Address", "e-mail address" and "EMAILADDRESS" are one. */
static char *
dup_plain (const char *name)
{
  g_autofree char *folded = kh_text_fold (name);
  GString *plain = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (plain, c);
    }

  return g_string_free (plain, FALSE);
}

static void
add_names (GHashTable        *names,
           const KhDatapoint *described,
           guint              column)
{
  const char * const texts[] = { described->key, described->label, _(described->label) };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *plain = dup_plain (texts[i]);

      if (g_hash_table_contains (names, plain))
        g_free (plain);
      else
        g_hash_table_insert (names, plain, GUINT_TO_POINTER (column));
    }
}

static GHashTable *
make_names (guint table)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = table == KH_N_TABLES ? KH_N_DATAPOINTS : kh_table_get ((KhTableId) table)->n_columns;

  for (guint i = 0; i < n; i++)
    add_names (names, kh_file_field_describe ((KhFileField) { table, 0, i }), i);
  for (gsize i = 0; table == KH_N_TABLES && i < G_N_ELEMENTS (synonyms); i++)
    g_hash_table_insert (names, g_strdup (synonyms[i].name), GUINT_TO_POINTER (synonyms[i].id));

  return names;
}

/* The registry does not change while the program runs, so what it is called is folded once. */
static gboolean
find_column (guint       table,
             const char *plain,
             guint      *column)
{
  static gsize once[KH_N_TABLES + 1];
  gpointer found = NULL;

  if (g_once_init_enter (&once[table]))
    g_once_init_leave (&once[table], (gsize) make_names (table));
  if (!g_hash_table_lookup_extended ((GHashTable *) once[table], plain, NULL, &found))
    return FALSE;
  *column = GPOINTER_TO_UINT (found);

  return TRUE;
}

/* Takes what a table's rows are called off the beginning, and the number after it. */
static const char *
take_row (const char *plain,
          const char *word,
          guint      *row)
{
  g_autofree char *start = dup_plain (word);
  const char *digits = plain + strlen (start);
  gsize length;

  if (!g_str_has_prefix (plain, start))
    return NULL;
  length = strspn (digits, "0123456789");
  *row = (guint) g_ascii_strtoull (digits, NULL, 10);

  return length > 0 && length <= MOST_DIGITS && *row > 0 ? digits + length : NULL;
}

static KhFileField
guess_in_table (const char *plain,
                KhTableId   id)
{
  const KhTable *table = kh_table_get (id);
  const char * const words[] = { table->row_label, table->key, _(table->row_label) };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      guint row = 0;
      guint column = 0;
      const char *rest = take_row (plain, words[i], &row);

      if (rest != NULL && row <= table->max_rows && find_column (id, rest, &column))
        return kh_file_field_of_row (id, row - 1, column);
    }

  return KH_FILE_FIELD_NONE;
}

/**
 * kh_file_field_of:
 * @id: a datapoint
 *
 * Returns: its field
 */
KhFileField
kh_file_field_of (KhDatapointId id)
{
  return (KhFileField) { KH_N_TABLES, 0, id };
}

/**
 * kh_file_field_of_row:
 * @table: a table
 * @row: which row, from 0
 * @column: a column
 *
 * Returns: its field
 */
KhFileField
kh_file_field_of_row (KhTableId table,
                      guint     row,
                      guint     column)
{
  return (KhFileField) { table, row, column };
}

/**
 * kh_file_field_guess:
 * @name: what a file calls a column
 *
 * Knows the keys, the labels, and what other programs mostly say.
 *
 * Returns: what is meant, or %KH_FILE_FIELD_NONE
 */
KhFileField
kh_file_field_guess (const char *name)
{
  g_autofree char *plain = dup_plain (name);
  KhFileField field = KH_FILE_FIELD_NONE;
  guint id = 0;

  if (find_column (KH_N_TABLES, plain, &id))
    return kh_file_field_of ((KhDatapointId) id);
  for (guint i = 0; i < KH_N_TABLES && kh_file_field_is_none (field); i++)
    field = guess_in_table (plain, (KhTableId) i);

  return field;
}

/**
 * kh_file_field_is_none:
 * @field: a field
 *
 * Returns: whether it is that of no value
 */
gboolean
kh_file_field_is_none (KhFileField field)
{
  return field.table == G_MAXUINT;
}

/**
 * kh_file_field_equal:
 * @a: a field
 * @b: a field
 *
 * Returns: whether both are one value's
 */
gboolean
kh_file_field_equal (KhFileField a,
                     KhFileField b)
{
  return a.table == b.table && a.row == b.row && a.column == b.column;
}

/**
 * kh_file_field_describe:
 * @field: a field that is not none
 *
 * Returns: (transfer none): the row of the registry for its value
 */
const KhDatapoint *
kh_file_field_describe (KhFileField field)
{
  return field.table == KH_N_TABLES ? kh_datapoint_get ((KhDatapointId) field.column)
                                    : kh_table_get_column ((KhTableId) field.table, field.column);
}

/**
 * kh_file_field_is_kept_out:
 * @field: a field that is not none
 *
 * What is sealed never stands in a file, and a row of additional passcodes is nothing without one.
 *
 * Returns: whether files have no such column
 */
gboolean
kh_file_field_is_kept_out (KhFileField field)
{
  return field.table == KH_TABLE_PASSCODES || kh_file_field_describe (field)->sealed;
}

/**
 * kh_file_field_dup_label:
 * @field: a field that is not none
 *
 * Returns: (transfer full): what people call it, such as "Contact 1 Name"
 */
char *
kh_file_field_dup_label (KhFileField field)
{
  if (field.table == KH_N_TABLES)
    return g_strdup (kh_datapoint_get_label ((KhDatapointId) field.column));

  return g_strdup_printf ("%s %u %s", kh_table_get_row_label ((KhTableId) field.table), field.row + 1,
                          kh_table_get_column_label ((KhTableId) field.table, field.column));
}

/**
 * kh_file_field_dup_key:
 * @field: a field that is not none
 *
 * Returns: (transfer full): what programs call it, such as "contacts.1.name"; never another one
 */
char *
kh_file_field_dup_key (KhFileField field)
{
  if (field.table == KH_N_TABLES)
    return g_strdup (kh_datapoint_get ((KhDatapointId) field.column)->key);

  return g_strdup_printf ("%s.%u.%s", kh_table_get ((KhTableId) field.table)->key, field.row + 1,
                          kh_table_get_column ((KhTableId) field.table, field.column)->key);
}
