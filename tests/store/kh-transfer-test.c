/* kh-transfer-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-transfer-test.h"

#include "kh-csv-reader.h"

#include <string.h>

#define MOST_ROWS 3

static gboolean
is_there (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* As long as it takes: an import may. */
static void
wait_for (GAsyncResult **result)
{
  while (!is_there (result))
    g_main_context_iteration (NULL, TRUE);
}

KhImportReport *
kh_transfer_test_run (KhStore          *store,
                      KhRecordReader   *reader,
                      KhImportMapping  *mapping,
                      const char       *path,
                      gboolean          dry_run,
                      GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_import_async (store, reader, mapping, path, dry_run, NULL, NULL, NULL, kh_store_test_keep, &result);
  wait_for (&result);

  return kh_store_import_finish (store, result, error);
}

KhImportReport *
kh_transfer_test_import (KhStore     *store,
                         const char  *path,
                         gboolean     dry_run,
                         GError     **error)
{
  g_autoptr (KhRecordReader) reader = kh_csv_reader_open (path, error);
  g_autoptr (KhImportMapping) mapping = NULL;

  if (reader == NULL)
    return NULL;
  mapping = kh_import_mapping_new (kh_record_reader_get_columns (reader));

  return kh_transfer_test_run (store, reader, mapping, path, dry_run, error);
}

gboolean
kh_transfer_test_export (KhStore         *store,
                         KhRecordWriter  *writer,
                         const char      *path,
                         GArray          *numbers,
                         GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_export_async (store, writer, path, numbers, NULL, NULL, NULL, kh_store_test_keep, &result);
  wait_for (&result);

  return kh_store_export_finish (store, result, NULL, error);
}

/* Two entries of each catalogue, of which the second is out of use: their ids follow from the order. */
void
kh_transfer_test_add_entries (KhStore *store)
{
  gint64 ids[2] = { 0, 0 };

  kh_store_test_add_company (store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example/");
  for (guint i = KH_CATALOGUE_NONE + 1; i < KH_N_CATALOGUES; i++)
    if (i != KH_CATALOGUE_COMPANIES && i != KH_CATALOGUE_SALES_REPS && i != KH_CATALOGUE_TECHNICIANS)
      {
        /* Each lead source has a campaign, and both of one name. */
        gboolean campaigns = kh_catalogue_id_get_parent ((KhCatalogueId) i) != KH_CATALOGUE_NONE;

        ids[0] = kh_store_test_add_entry (store, (KhCatalogueId) i, "=One, \"two\"", campaigns ? ids[0] : 0, TRUE);
        ids[1] = kh_store_test_add_entry (store, (KhCatalogueId) i, campaigns ? "=One, \"two\"" : "Old",
                                          campaigns ? ids[1] : 0, campaigns);
      }
}

static char *
sample_text (const KhDatapoint *datapoint,
             guint              variant)
{
  static const char * const texts[] = { "=1+1", "é \"x\", y;z", "'-5", "Ünal O’Neil" };
  const char *text = texts[variant % G_N_ELEMENTS (texts)];

  if (datapoint->form == KH_TEXT_TIME_ZONE)
    return g_strdup ("America/Denver");

  return g_utf8_strlen (text, -1) > datapoint->max ? g_strdup ("x") : g_strdup (text);
}

/* The ids of catalogue entries are counted over all catalogues, after the office that is there from
 * the beginning. */
static char *
sample_entry (const KhDatapoint *datapoint,
              guint              variant)
{
  guint before = 0;

  if (datapoint->catalogue == KH_CATALOGUE_COMPANIES)
    return g_strdup ("1");
  if (datapoint->catalogue == KH_CATALOGUE_SALES_REPS || datapoint->catalogue == KH_CATALOGUE_TECHNICIANS)
    return NULL;
  for (guint i = KH_CATALOGUE_NONE + 1; i < (guint) datapoint->catalogue; i++)
    before += i != KH_CATALOGUE_COMPANIES && i != KH_CATALOGUE_SALES_REPS && i != KH_CATALOGUE_TECHNICIANS ? 2 : 0;

  return g_strdup_printf ("%u", before + 2 + variant % 2);
}

static char *
sample_choice (const KhDatapoint *datapoint,
               guint              variant)
{
  guint n = 0;

  while (datapoint->choices[n].value != NULL)
    n++;

  return g_strdup (datapoint->choices[variant % n].value);
}

static char *
sample (const KhDatapoint *datapoint,
        guint              variant)
{
  switch (datapoint->type)
    {
    case KH_VALUE_TEXT:
      return sample_text (datapoint, variant);
    case KH_VALUE_MULTILINE:
      return g_strdup_printf ("- first, \"%u\"\n=second", variant);
    case KH_VALUE_CHOICE:
      return sample_choice (datapoint, variant);
    case KH_VALUE_CATALOGUE:
    case KH_VALUE_STAFF:
    case KH_VALUE_COMPANY:
      return sample_entry (datapoint, variant);
    case KH_VALUE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, datapoint->min + variant);
    case KH_VALUE_MONEY:
      return g_strdup_printf ("%u", 123456 + variant);
    case KH_VALUE_DATE:
      return g_strdup_printf ("2020-02-%02u", 1 + variant % 28);
    case KH_VALUE_BOOLEAN:
      return variant % 3 == 2 ? NULL : g_strdup_printf ("%u", variant % 3);
    case KH_VALUE_PHONE:
      return g_strdup_printf (variant % 2 == 0 ? "+1801555%04u" : "+4420794601%02ux%u", 100 + variant % 90, variant);
    case KH_VALUE_EMAIL:
      return g_strdup_printf ("+a%u@example.com", variant);
    case KH_VALUE_POSTAL:
      return g_strdup (variant % 2 == 0 ? "84601" : "84601-1234");
    case KH_VALUE_ACCOUNT:
      return g_strdup_printf ("-7%05u", variant);
    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
      return g_strdup_printf ("%0*u", (int) MIN (datapoint->max, 4), variant % 10);
    case KH_VALUE_TAGS:
      return g_strdup ("@vip\nslow payer");
    case KH_VALUE_SECRET:
    case KH_N_VALUE_TYPES:
      break;
    }

  return NULL;
}

static void
add_rows (KhDossier *dossier,
          KhTableId  id,
          guint      variant)
{
  const KhTable *table = kh_table_get (id);

  for (guint i = 0; i < MOST_ROWS - variant % 2; i++)
    {
      KhRow *row = kh_row_new (id);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      for (guint j = 0; j < table->n_columns; j++)
        {
          gboolean is_own = table->n_identity > 0 && table->identity[table->n_identity - 1] == j;
          g_autofree char *value = sample (&table->columns[j], is_own ? i : variant + i);

          if (table->columns[j].type == KH_VALUE_INTEGER)
            kh_row_set (row, j, number);
          else
            kh_row_set (row, j, value);
        }
      g_ptr_array_add (dossier->rows[id], row);
    }
}

/* A customer with a value wherever one can be, and rows in every table that a file has. */
KhDossier *
kh_transfer_test_make (guint variant)
{
  KhDossier *dossier = kh_dossier_new (kh_customer_new ());
  g_autofree char *number = g_strdup_printf ("%u", 2001 + variant);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *value = sample (kh_datapoint_get ((KhDatapointId) i), variant);

      kh_customer_set (dossier->customer, (KhDatapointId) i, value);
    }
  kh_customer_set (dossier->customer, KH_DATAPOINT_CUSTOMER_NUMBER, number);
  kh_customer_set (dossier->customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (dossier->customer, KH_DATAPOINT_BILLING_STATE, "UT");
  for (guint i = 0; i < KH_N_TABLES; i++)
    if (i != KH_TABLE_PASSCODES)
      add_rows (dossier, (KhTableId) i, variant);

  return dossier;
}

/* Everything that a file of such customers has. */
GArray *
kh_transfer_test_list_fields (void)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (KhFileField));

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhFileField field = kh_file_field_of ((KhDatapointId) i);

      if (!kh_file_field_is_kept_out (field) && kh_datapoint_is_stored ((KhDatapointId) i))
        g_array_append_val (fields, field);
    }
  for (guint i = 0; i < KH_N_TABLES; i++)
    for (guint row = 0; row < MOST_ROWS; row++)
      for (guint j = 0; j < kh_table_get ((KhTableId) i)->n_columns; j++)
        {
          KhFileField field = kh_file_field_of_row ((KhTableId) i, row, j);

          if (!kh_file_field_is_kept_out (field))
            g_array_append_val (fields, field);
        }

  return fields;
}

static const char *
get_value (KhDossier   *dossier,
           KhFileField  field)
{
  GPtrArray *rows;

  if (field.table == KH_N_TABLES)
    return kh_customer_get (dossier->customer, (KhDatapointId) field.column);
  rows = dossier->rows[field.table];

  return field.row < rows->len ? kh_row_get (g_ptr_array_index (rows, field.row), field.column) : NULL;
}

/* As a writer takes it. */
KhRecord *
kh_transfer_test_make_record (KhDossier *dossier,
                              GArray    *fields)
{
  KhRecord *record = kh_record_new ();

  for (guint i = 0; i < fields->len; i++)
    {
      const char *value = get_value (dossier, g_array_index (fields, KhFileField, i));

      if (value != NULL)
        kh_record_set (record, i, value);
    }

  return record;
}

static KhRows *
load_table (KhStore   *store,
            gint64     number,
            KhTableId  table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (store, number, table, NULL, kh_store_test_keep, &result);
  wait_for (&result);
  rows = kh_store_load_table_finish (store, result, &error);
  g_assert_no_error (error);

  return rows;
}

/* Fails unless the customer is kept just so. */
void
kh_transfer_test_expect (KhStore   *store,
                         KhDossier *dossier,
                         gint64     number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) kept = kh_store_test_load (store, number, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpstr (kh_customer_get (kept, (KhDatapointId) i), ==, kh_customer_get (dossier->customer, (KhDatapointId) i));
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      g_autoptr (KhRows) rows = load_table (store, number, (KhTableId) i);

      g_assert_cmpuint (kh_rows_get_n (rows), ==, dossier->rows[i]->len);
      for (guint j = 0; j < dossier->rows[i]->len; j++)
        for (guint k = 0; k < kh_table_get ((KhTableId) i)->n_columns; k++)
          g_assert_cmpstr (kh_row_get (kh_rows_get (rows, j), k), ==,
                           kh_row_get (g_ptr_array_index (dossier->rows[i], j), k));
    }
}
