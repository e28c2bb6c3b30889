/* test-import.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* From what a file calls its columns and what stands in them to a customer, or to what is wrong. */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-import-checker.h"
#include "kh-record-reader.h"
#include "kh-value-type.h"

#include <glib/gstdio.h>
#include <string.h>

static GPtrArray *
list (const char *names)
{
  g_auto (GStrv) split = g_strsplit (names, ",", -1);
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; split[i] != NULL; i++)
    g_ptr_array_add (columns, g_strdup (split[i]));

  return columns;
}

static KhImportMapping *
make_mapping (const char *names)
{
  g_autoptr (GPtrArray) columns = list (names);

  return kh_import_mapping_new (columns);
}

static void
assert_found (KhFileField  field,
              char        *name)
{
  g_autofree char *owned = name;
  KhFileField found = kh_file_field_guess (owned);

  if (!kh_file_field_equal (field, found))
    g_error ("“%s” is %u.%u.%u, not %u.%u.%u", owned, found.table, found.row, found.column, field.table, field.row, field.column);
}

/* What an export calls a column is understood as that column, in whichever of its two ways. */
static void
test_names (void)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhFileField field = kh_file_field_of ((KhDatapointId) i);

      assert_found (field, kh_file_field_dup_label (field));
      assert_found (field, kh_file_field_dup_key (field));
    }
  for (guint i = 0; i < KH_N_TABLES; i++)
    for (guint j = 0; j < kh_table_get ((KhTableId) i)->n_columns; j++)
      for (guint row = 0; row < kh_table_get ((KhTableId) i)->max_rows; row = row * 3 + 1)
        {
          KhFileField field = kh_file_field_of_row ((KhTableId) i, row, j);

          assert_found (field, kh_file_field_dup_label (field));
          assert_found (field, kh_file_field_dup_key (field));
        }
}

static void
test_guess (void)
{
  static const struct {
    const char *name;
    const char *key;
  } names[] = {
    { "First Name", "first-name" },
    { " FIRSTNAME ", "first-name" },
    { "surname", "last-name" },
    { "E-Mail Address", "email" },
    { "Zip Code", "zip" },
    { "Phone", "primary-phone" },
    { "Contact 2 Phone 1", "contacts.2.phone-1" },
    { "contact_12_name", "contacts.12.name" },
    { "Zone 3 Zone", "zones.3.number" },
    { "Item 1 Install Status", "equipment.1.status" },
    { "Contact 101 Name", NULL },
    { "Contact Name", NULL },
    { "Shoe Size", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KhFileField field = kh_file_field_guess (names[i].name);
      g_autofree char *key = kh_file_field_is_none (field) ? NULL : kh_file_field_dup_key (field);

      g_assert_cmpstr (key, ==, names[i].key);
    }
}

static void
assert_refused (const char *names,
                const char *part)
{
  g_autoptr (KhImportMapping) mapping = make_mapping (names);
  g_autoptr (GError) error = NULL;

  g_assert_false (kh_import_mapping_check (mapping, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  if (strstr (error->message, part) == NULL)
    g_error ("%s", error->message);
}

static void
test_mapping (void)
{
  g_autoptr (KhImportMapping) mapping = make_mapping ("Phone,Shoe Size,Primary Phone,,");
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_import_mapping_check (mapping, &error));
  g_assert_no_error (error);
  g_assert_false (kh_file_field_is_none (kh_import_mapping_get_field (mapping, 0)));
  g_assert_true (kh_file_field_is_none (kh_import_mapping_get_field (mapping, 1)));
  /* There is one already. */
  g_assert_true (kh_file_field_is_none (kh_import_mapping_get_field (mapping, 2)));

  assert_refused ("Phone,City,Phone", "“Phone” stands in the header line twice, over columns 1 and 3.");
  assert_refused ("Ann,Lee,(801) 555-0142", "No column");
  assert_refused ("City,Passcode", "“Passcode” goes to Passcode, which is kept encrypted");
  assert_refused ("City,Contact 1 PIN", "Contact 1 PIN, which is kept encrypted");
  kh_import_mapping_set_field (mapping, 1, kh_file_field_of (KH_DATAPOINT_PRIMARY_PHONE));
  g_assert_false (kh_import_mapping_check (mapping, &error));
  g_assert_cmpstr (error->message, ==, "Primary Phone is given by columns 1 and 2. Leave one of them out.");
}

static void
test_remember (void)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-mapping-XXXXXX", NULL);
  g_autoptr (KhImportMapping) mapping = make_mapping ("Phone,Size");
  g_autoptr (KhImportMapping) again = make_mapping ("Phone,Size");
  g_autoptr (KhImportMapping) other = make_mapping ("Phone,Size,City");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *command = g_strdup_printf ("rm -r %s", folder);

  kh_import_mapping_set_field (mapping, 0, KH_FILE_FIELD_NONE);
  kh_import_mapping_set_field (mapping, 1, kh_file_field_of_row (KH_TABLE_CONTACTS, 0, KH_CONTACT_NAME));
  text = kh_import_mapping_to_text (mapping);
  g_assert_cmpstr (text, ==, "Phone,none\r\nSize,contacts.1.name\r\n");
  g_assert_true (kh_import_mapping_remember (mapping, folder, &error));
  kh_import_mapping_recall (again, folder);
  g_assert_true (kh_file_field_is_none (kh_import_mapping_get_field (again, 0)));
  g_assert_cmpuint (kh_import_mapping_find (again, kh_import_mapping_get_field (mapping, 1)), ==, 1);
  /* Another file is another matter. */
  kh_import_mapping_recall (other, folder);
  g_assert_false (kh_file_field_is_none (kh_import_mapping_get_field (other, 0)));
  g_assert_false (kh_import_mapping_apply (other, "Phone,nonsense\n", 15, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

/* Records */

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();

  kh_catalogues_add (catalogues, KH_CATALOGUE_OFFICE_LOCATIONS, 1, "Main", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_SOURCES, 1, "Web", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_SOURCES, 2, "Door", 0, FALSE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 1, "Spring", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 2, "Spring", 2, TRUE);

  return catalogues;
}

static KhDossier *
check (const char *names,
       const char *cells,
       KhGrants    grants,
       char      **problems)
{
  g_autoptr (GPtrArray) columns = list (names);
  g_autoptr (GPtrArray) values = list (cells);
  g_autoptr (KhImportMapping) mapping = kh_import_mapping_new (columns);
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCustomer) base = kh_customer_new ();
  g_autoptr (KhImportChecker) checker = NULL;
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GPtrArray) found = kh_import_problems_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  KhDossier *dossier;

  kh_customer_set (base, KH_DATAPOINT_OFFICE_LOCATION, "1");
  kh_customer_set (base, KH_DATAPOINT_SALE_DATE, "2025-03-31");
  checker = kh_import_checker_new (mapping, base, catalogues, grants);
  kh_record_clear (record, 5);
  for (guint i = 0; i < values->len; i++)
    kh_record_set (record, i, g_ptr_array_index (values, i));
  dossier = kh_import_checker_check (checker, columns, record, found);
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *line = kh_import_problem_dup_text (g_ptr_array_index (found, i));

      g_string_append_printf (text, "%s\n", line);
    }
  *problems = g_strdup (text->str);

  return dossier;
}

#define PERSON "First Name,Last Name,Address,City,State,Zip,Phone"
#define ANN    "Ann,Lee,4 Elm St,Provo,UT,84601,(801) 555-0142"

static void
test_good (void)
{
  g_autofree char *problems = NULL;
  g_autoptr (KhDossier) dossier = check (PERSON ",Lead Source,Lead Campaign,Contact 1 Name,Contact 3 Name,"
                                         "Contact 3 Phone 1,Contact 2 Relation",
                                         ANN ",Door,Spring,Bea,Cy,801-555-0143,", kh_grants_all (), &problems);
  KhRow *second;

  g_assert_cmpstr (problems, ==, "");
  g_assert_cmpstr (kh_customer_get (dossier->customer, KH_DATAPOINT_PRIMARY_PHONE), ==, "+18015550142");
  g_assert_cmpstr (kh_customer_get (dossier->customer, KH_DATAPOINT_STATUS), ==, "active");
  /* An entry out of use, and of two of one name the one that belongs to it. */
  g_assert_cmpstr (kh_customer_get (dossier->customer, KH_DATAPOINT_LEAD_SOURCE), ==, "2");
  g_assert_cmpstr (kh_customer_get (dossier->customer, KH_DATAPOINT_LEAD_CAMPAIGN), ==, "2");
  /* A contact of empty cells is none, and who stands first is called first. */
  g_assert_cmpuint (dossier->rows[KH_TABLE_CONTACTS]->len, ==, 2);
  second = g_ptr_array_index (dossier->rows[KH_TABLE_CONTACTS], 1);
  g_assert_cmpstr (kh_row_get (second, KH_CONTACT_NAME), ==, "Cy");
  g_assert_cmpstr (kh_row_get (second, KH_CONTACT_ORDER), ==, "2");
  g_assert_cmpstr (kh_row_get (second, KH_CONTACT_PHONE_1), ==, "+18015550143");
}

static void
test_bad (void)
{
  static const struct {
    const char *names;
    const char *cells;
    const char *problems;
  } records[] = {
    { PERSON, "Ann,,4 Elm St,Provo,UT,84601,12",
      "Line 5, column 7 (Phone): Type 10 digits with the area code; this has 2 digits.\n"
      "Line 5, column 2 (Last Name): Fill this in; it is required.\n" },
    { PERSON ",Birthdate", ANN ",02/30/1980", "Line 5, column 8 (Birthdate): There is no such day. Check the date.\n" },
    { PERSON ",Lead Source", ANN ",Radio", "Line 5, column 8 (Lead Source): Choose one from the list.\n" },
    { PERSON ",Permit Expiry", ANN ",01/01/2030",
      "Line 5, Permit Number: There is a permit expiry. Type the permit number, too.\n" },
    { "First Name,Address,City,State,Zip,Phone", "Ann,4 Elm St,Provo,UT,84601,(801) 555-0142",
      "Line 5, Last Name: Fill this in; it is required.\n" },
    { PERSON ",Contact 1 Relation", ANN ",Son", "Line 5, Contact 1 Name: This is required.\n" },
    { PERSON ",System 1 Number,System 2 Number", ANN ",1,1",
      "Line 5, column 9 (System 2 Number): Another system has this number. Type the next one.\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autofree char *problems = NULL;

      g_assert_null (check (records[i].names, records[i].cells, kh_grants_all (), &problems));
      g_assert_cmpstr (problems, ==, records[i].problems);
    }
}

/* Nothing comes in through a file that may not be typed. */
static void
test_grants (void)
{
  KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_SALES_MODIFY);
  g_autofree char *problems = NULL;
  g_autofree char *others = NULL;
  g_autofree char *none = NULL;
  g_autoptr (KhDossier) dossier = NULL;

  g_assert_null (check (PERSON ",Monthly Charge", ANN ",49.99", grants, &problems));
  g_assert_nonnull (strstr (problems, "Line 5, column 8 (Monthly Charge): You do not have the grant"));
  grants = kh_grants_without (grants, KH_GRANT_CONTACTS_CREATE);
  g_assert_null (check (PERSON ",Contact 1 Name", ANN ",Bea", grants, &others));
  g_assert_nonnull (strstr (others, "Line 5, column 8 (Contact 1 Name): You do not have the grant"));
  dossier = check (PERSON ",Monthly Charge", ANN ",", grants, &none);
  g_assert_cmpstr (none, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/names", test_names);
  g_test_add_func ("/import/guess", test_guess);
  g_test_add_func ("/import/mapping", test_mapping);
  g_test_add_func ("/import/remember", test_remember);
  g_test_add_func ("/import/good", test_good);
  g_test_add_func ("/import/bad", test_bad);
  g_test_add_func ("/import/grants", test_grants);

  return g_test_run ();
}
