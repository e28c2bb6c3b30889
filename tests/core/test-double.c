/* test-double.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double.h"
#include "kh-value-type.h"

#include <string.h>

#define N_VALUES 10

/* What two records are made of: the first column of values of the one, the second of the other. */
typedef struct {
  const char *name;
  struct {
    KhDatapointId id;
    const char *values[2];
  } values[N_VALUES];
  KhDoubleReasons reasons;
} Case;

#define SAME(id, value) { KH_DATAPOINT_##id, { value, value } }
#define PAIR(id, one, other) { KH_DATAPOINT_##id, { one, other } }
#define ANA SAME (FIRST_NAME, "Ana"), SAME (LAST_NAME, "Ruiz")
#define OGDEN SAME (CITY, "Ogden"), SAME (STATE, "UT"), SAME (ZIP, "84401")
#define ELM SAME (ADDRESS_1, "4 Elm Street")

static const Case cases[] = {
  { "phone", { SAME (PRIMARY_PHONE, "+18015550142") }, KH_DOUBLE_PHONE },
  { "phone-elsewhere", { PAIR (PRIMARY_PHONE, "+18015550142", "+18015550100"), PAIR (WORK_PHONE, NULL, "+18015550142") },
    KH_DOUBLE_PHONE },
  { "phone-billing", { PAIR (CELL_PHONE, "+18015550142", NULL), PAIR (BILLING_PHONE, NULL, "+18015550142") },
    KH_DOUBLE_PHONE },
  { "phone-extension", { PAIR (PRIMARY_PHONE, "+18015550142", "+18015550142x12") }, KH_DOUBLE_PHONE },
  { "phone-other", { PAIR (PRIMARY_PHONE, "+18015550142", "+18015550143") }, KH_DOUBLE_NONE },
  { "phone-country", { PAIR (PRIMARY_PHONE, "+18015550142", "+28015550142") }, KH_DOUBLE_NONE },
  { "phone-none", { PAIR (PRIMARY_PHONE, "+18015550142", NULL) }, KH_DOUBLE_NONE },

  { "address", { ANA, ELM, OGDEN }, KH_DOUBLE_ADDRESS },
  { "address-case", { PAIR (FIRST_NAME, "ANA", "ana"), PAIR (LAST_NAME, "ruiz", "Ruiz"),
                      PAIR (ADDRESS_1, "4 ELM STREET", "4 Elm Street"), OGDEN }, KH_DOUBLE_ADDRESS },
  { "address-accents", { PAIR (FIRST_NAME, "José", "Jose"), PAIR (LAST_NAME, "Nuñez", "Nun\xcc\x83" "ez"),
                         PAIR (ADDRESS_1, "4 Søren Street", "4 Soren Street"), OGDEN }, KH_DOUBLE_ADDRESS },
  { "address-blanks", { PAIR (FIRST_NAME, "Mary Ann", "Maryann"), PAIR (LAST_NAME, "O’Neil", "Oneil"), ELM, OGDEN },
    KH_DOUBLE_ADDRESS },
  { "address-suffix", { ANA, PAIR (ADDRESS_1, "4 North Elm Street", "4 N. Elm St."), OGDEN }, KH_DOUBLE_ADDRESS },
  { "address-saint", { ANA, PAIR (ADDRESS_1, "4 St James Street", "4 Street James Street"), OGDEN }, KH_DOUBLE_NONE },
  { "address-direction", { ANA, PAIR (ADDRESS_1, "4 North Elm Street", "4 South Elm Street"), OGDEN }, KH_DOUBLE_NONE },
  { "address-house", { ANA, PAIR (ADDRESS_1, "4 Elm Street", "14 Elm Street"), OGDEN }, KH_DOUBLE_NONE },
  { "unit", { ANA, ELM, PAIR (ADDRESS_2, "Apt 4", "Apt 5"), OGDEN }, KH_DOUBLE_NONE },
  { "unit-one", { ANA, ELM, PAIR (ADDRESS_2, "Apt 4", NULL), OGDEN }, KH_DOUBLE_NONE },
  { "unit-word", { ANA, ELM, PAIR (ADDRESS_2, "Apartment 4", "#4"), OGDEN }, KH_DOUBLE_ADDRESS },
  { "unit-bare", { ANA, ELM, PAIR (ADDRESS_2, "Unit 4", "4"), OGDEN }, KH_DOUBLE_ADDRESS },
  { "unit-line", { ANA, PAIR (ADDRESS_1, "4 Elm Street", "4 Elm St Apt 4"), PAIR (ADDRESS_2, "Suite 4", NULL), OGDEN },
    KH_DOUBLE_ADDRESS },
  { "unit-building", { ANA, ELM, PAIR (ADDRESS_2, "Bldg 4", "Apt 4"), OGDEN }, KH_DOUBLE_NONE },
  { "family", { PAIR (FIRST_NAME, "Ana", "Luis"), SAME (LAST_NAME, "Ruiz"), ELM, OGDEN }, KH_DOUBLE_NONE },
  { "no-first-name", { PAIR (LAST_NAME, "Ruiz", "Ruiz"), ELM, OGDEN }, KH_DOUBLE_NONE },
  { "no-address", { ANA, OGDEN }, KH_DOUBLE_NONE },
  { "zip-four", { ANA, ELM, SAME (CITY, "Ogden"), PAIR (ZIP, "84401-2212", "84401") }, KH_DOUBLE_ADDRESS },
  { "zip-city", { ANA, ELM, PAIR (CITY, "Ogden", "Ogdn"), SAME (ZIP, "84401") }, KH_DOUBLE_ADDRESS },
  { "zip-other", { ANA, ELM, SAME (CITY, "Ogden"), PAIR (ZIP, "84401", "84403") }, KH_DOUBLE_NONE },
  { "zip-missing", { ANA, ELM, PAIR (CITY, "OGDEN", "Ogden"), SAME (STATE, "UT"), PAIR (ZIP, "84401", NULL) },
    KH_DOUBLE_ADDRESS },
  { "other-town", { ANA, ELM, PAIR (CITY, "Ogden", "Salem"), PAIR (STATE, "UT", "OR") }, KH_DOUBLE_NONE },

  { "business", { SAME (BUSINESS_NAME, "Smith & Sons"), SAME (ZIP, "84401") }, KH_DOUBLE_BUSINESS },
  { "business-words", { PAIR (BUSINESS_NAME, "The Smith and Sons Co., Inc.", "SMITH & SONS"),
                        PAIR (ZIP, "84401-1000", "84401") }, KH_DOUBLE_BUSINESS },
  { "business-fillers", { PAIR (BUSINESS_NAME, "The Company", "Limited Co"), SAME (ZIP, "84401") }, KH_DOUBLE_NONE },
  { "business-other", { PAIR (BUSINESS_NAME, "Smith Hardware", "Smith Bakery"), SAME (ZIP, "84401") }, KH_DOUBLE_NONE },
  { "business-zip", { SAME (BUSINESS_NAME, "Smith & Sons"), PAIR (ZIP, "84401", "84403") }, KH_DOUBLE_NONE },
  { "business-no-zip", { SAME (BUSINESS_NAME, "Smith & Sons"), PAIR (ZIP, NULL, "84401") }, KH_DOUBLE_NONE },
  { "business-canada", { SAME (BUSINESS_NAME, "Smith & Sons"), PAIR (ZIP, "K1A 0B1", "K1A 0B2") }, KH_DOUBLE_NONE },
  { "all", { ANA, ELM, OGDEN, SAME (BUSINESS_NAME, "Ruiz Bakery"), SAME (PRIMARY_PHONE, "+18015550142") },
    KH_DOUBLE_PHONE | KH_DOUBLE_ADDRESS | KH_DOUBLE_BUSINESS },
  { "nothing", { { 0 } }, KH_DOUBLE_NONE },
};

static KhCustomer *
make (const Case *test,
      guint       which)
{
  KhCustomer *customer = kh_customer_new ();

  for (guint i = 0; i < N_VALUES; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get (test->values[i].id);
      const char *value = test->values[i].values[which];

      if (value == NULL)
        continue;
      g_assert_true (kh_value_check (datapoint, value, NULL, NULL));
      kh_customer_set (customer, datapoint->id, value);
    }

  return customer;
}

static gboolean
share_key (KhCustomer *customer,
           KhCustomer *other)
{
  g_autoptr (GArray) keys = kh_double_list_keys (customer);
  g_autoptr (GArray) others = kh_double_list_keys (other);

  for (guint i = 0; i < keys->len; i++)
    for (guint k = 0; k < others->len; k++)
      if (g_array_index (keys, gint64, i) == g_array_index (others, gint64, k))
        return TRUE;

  return FALSE;
}

/* Either way round, and what is said to be a double is found by a key. */
static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (KhCustomer) customer = make (test, 0);
  g_autoptr (KhCustomer) other = make (test, 1);

  g_assert_cmpuint (kh_double_compare (customer, other, NULL), ==, test->reasons);
  g_assert_cmpuint (kh_double_compare (other, customer, NULL), ==, test->reasons);
  if (test->reasons != KH_DOUBLE_NONE)
    g_assert_true (share_key (customer, other));
}

/* What is said to make up the keys does, and nothing else. */
static void
test_parts (void)
{
  const Case *all = &cases[G_N_ELEMENTS (cases) - 2];
  g_autoptr (KhCustomer) customer = make (all, 0);
  g_autoptr (GArray) keys = kh_double_list_keys (customer);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;
      g_autoptr (KhCustomer) other = kh_customer_copy (customer);
      g_autoptr (GArray) others = NULL;
      gboolean same;

      kh_customer_set (other, id, "2");
      others = kh_double_list_keys (other);
      same = keys->len == others->len && memcmp (keys->data, others->data, keys->len * sizeof (gint64)) == 0;
      g_assert_cmpint (same, !=, kh_double_is_key (id));
    }
}

static void
test_keys (void)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  g_autoptr (GArray) none = kh_double_list_keys (customer);
  g_autoptr (GArray) keys = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (customer, KH_DATAPOINT_CELL_PHONE, "+18015550142");
  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, "Ana");
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, "Ruiz");
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  kh_customer_set (customer, KH_DATAPOINT_BUSINESS_NAME, "Ruiz Bakery");
  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84401");
  keys = kh_double_list_keys (customer);
  g_assert_cmpuint (keys->len, ==, 3);

  /* They stand in files: who changes them fills the table anew. */
  g_assert_cmpint (g_array_index (keys, gint64, 0), ==, G_GINT64_CONSTANT (-5446901409160772710));
  g_assert_cmpint (g_array_index (keys, gint64, 1), ==, G_GINT64_CONSTANT (8711412833411508991));
  g_assert_cmpint (g_array_index (keys, gint64, 2), ==, G_GINT64_CONSTANT (4550089952867169600));
}

/* Whoever may not see a value does not learn from a double what it is. */
static void
test_hidden (void)
{
  static const KhDatapointId ids[] = {
    KH_DATAPOINT_PRIMARY_PHONE, KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_ADDRESS_1, KH_DATAPOINT_BUSINESS_NAME,
  };
  static const KhDoubleReasons taken[] = {
    KH_DOUBLE_PHONE, KH_DOUBLE_ADDRESS, KH_DOUBLE_ADDRESS, KH_DOUBLE_BUSINESS,
  };
  const Case *all = &cases[G_N_ELEMENTS (cases) - 2];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KhCustomer) customer = make (all, 0);
      g_autoptr (KhCustomer) other = make (all, 1);

      kh_customer_hide (other, ids[i]);
      g_assert_cmpuint (kh_double_compare (customer, other, NULL), ==, all->reasons - taken[i]);
      g_assert_cmpuint (kh_double_compare (other, customer, NULL), ==, all->reasons - taken[i]);
    }
}

static void
test_words (void)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  g_autoptr (KhCustomer) other = kh_customer_new ();
  g_autoptr (KhDouble) twin = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *both = NULL;
  KhDatapointId phone = KH_DATAPOINT_NONE;
  KhDoubleReasons reasons;

  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (other, KH_DATAPOINT_CUSTOMER_NUMBER, "1044");
  kh_customer_set (other, KH_DATAPOINT_STATUS, "archived");
  kh_customer_set (other, KH_DATAPOINT_FIRST_NAME, "Ana");
  kh_customer_set (other, KH_DATAPOINT_LAST_NAME, "Ruiz");
  kh_customer_set (other, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  kh_customer_set (other, KH_DATAPOINT_CITY, "Ogden");
  kh_customer_set (other, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (other, KH_DATAPOINT_WORK_PHONE, "+18015550142");
  reasons = kh_double_compare (customer, other, &phone);
  g_assert_cmpuint (phone, ==, KH_DATAPOINT_WORK_PHONE);

  twin = kh_double_new (other, reasons, phone);
  reason = kh_double_dup_reason (twin);
  g_assert_cmpint (kh_double_get_number (twin), ==, 1044);
  g_assert_cmpstr (kh_double_get_name (twin), ==, "Ana Ruiz");
  g_assert_cmpstr (kh_double_get_address (twin), ==, "4 Elm Street, Ogden UT");
  g_assert_cmpstr (kh_double_get_status (twin), ==, "Archived");
  g_assert_cmpuint (kh_double_get_reasons (twin), ==, KH_DOUBLE_PHONE);
  g_assert_cmpstr (reason, ==, "Same phone number, there as Work Phone.");
  both = kh_double_reasons_to_text (KH_DOUBLE_PHONE | KH_DOUBLE_BUSINESS);
  g_assert_cmpstr (both, ==, "Same phone number. Same business in the same ZIP code.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/double/compare/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/double/parts", test_parts);
  g_test_add_func ("/double/keys", test_keys);
  g_test_add_func ("/double/hidden", test_hidden);
  g_test_add_func ("/double/words", test_words);

  return g_test_run ();
}
