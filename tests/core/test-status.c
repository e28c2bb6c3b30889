/* test-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-status.h"
#include "kh-catalogues.h"

#define DAY "2026-05-04"

static KhCustomer *
make (const char *status)
{
  KhCustomer *customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_STATUS, status);

  return customer;
}

/* From where each step can be taken, and where it leads. */
static void
test_steps (void)
{
  static const char *const statuses[] = { "active", "cancelled", "archived" };
  static const char *const leads[KH_N_STATUS_STEPS][G_N_ELEMENTS (statuses)] = {
    [KH_STATUS_ARCHIVE] = { "archived", "archived", NULL },
    [KH_STATUS_UNARCHIVE] = { NULL, NULL, "active" },
    [KH_STATUS_CANCEL] = { "cancelled", NULL, NULL },
    [KH_STATUS_REACTIVATE] = { NULL, "active", NULL },
  };

  for (guint step = 0; step < KH_N_STATUS_STEPS; step++)
    for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
      {
        g_autoptr (KhCustomer) customer = make (statuses[i]);
        g_autoptr (GError) error = NULL;
        gboolean taken = kh_status_step_take ((KhStatusStep) step, customer, DAY, "1", NULL, &error);

        g_assert_cmpint (taken, ==, leads[step][i] != NULL);
        g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_STATUS), ==, taken ? leads[step][i] : statuses[i]);
        if (!taken)
          g_assert_error (error, KH_STATUS_ERROR, KH_STATUS_ERROR_STATUS);
      }
}

/* Whoever was cancelled stays so through the archive; whoever comes back has not left. */
static void
test_way (void)
{
  g_autoptr (KhCustomer) customer = make ("active");

  g_assert_true (kh_status_step_take (KH_STATUS_CANCEL, customer, DAY, "1", NULL, NULL));
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CANCEL_DATE), ==, DAY);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CANCEL_REASON), ==, "1");
  g_assert_true (kh_status_step_take (KH_STATUS_ARCHIVE, customer, NULL, NULL, NULL, NULL));
  g_assert_true (kh_status_step_take (KH_STATUS_UNARCHIVE, customer, NULL, NULL, NULL, NULL));
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_STATUS), ==, "cancelled");
  g_assert_true (kh_status_step_take (KH_STATUS_REACTIVATE, customer, NULL, NULL, NULL, NULL));
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_CANCEL_DATE));
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_CANCEL_REASON));
}

static void
assert_refused (const char *date,
                const char *reason,
                int         code)
{
  g_autoptr (KhCatalogues) catalogues = kh_catalogues_new ();
  g_autoptr (KhCustomer) customer = make ("active");
  g_autoptr (GError) error = NULL;

  kh_catalogues_add (catalogues, KH_CATALOGUE_CANCEL_REASONS, 1, "Moved", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_CANCEL_REASONS, 2, "Fax", 0, FALSE);
  g_assert_false (kh_status_step_take (KH_STATUS_CANCEL, customer, date, reason, catalogues, &error));
  g_assert_error (error, KH_STATUS_ERROR, code);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_STATUS), ==, "active");
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_CANCEL_DATE));
}

static void
test_cancel (void)
{
  assert_refused (NULL, "1", KH_STATUS_ERROR_DATE);
  assert_refused ("tomorrow", "1", KH_STATUS_ERROR_DATE);
  assert_refused (DAY, NULL, KH_STATUS_ERROR_REASON);
  assert_refused (DAY, "2", KH_STATUS_ERROR_REASON);
  assert_refused (DAY, "7", KH_STATUS_ERROR_REASON);
}

/* Archive and Unarchive are given apart from each other and from changing a record. */
static void
test_grants (void)
{
  static const KhGrant wanted[KH_N_STATUS_STEPS] = {
    [KH_STATUS_ARCHIVE] = KH_GRANT_CUSTOMER_ARCHIVE,
    [KH_STATUS_UNARCHIVE] = KH_GRANT_CUSTOMER_UNARCHIVE,
    [KH_STATUS_CANCEL] = KH_GRANT_SALES_MODIFY,
    [KH_STATUS_REACTIVATE] = KH_GRANT_SALES_MODIFY,
  };

  for (guint step = 0; step < KH_N_STATUS_STEPS; step++)
    for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
      {
        KhGrants grants = kh_grants_without (kh_grants_all (), (KhGrant) i);
        gboolean named = (KhGrant) i == wanted[step];

        if (named)
          g_assert_cmpint (kh_status_step_find_missing ((KhStatusStep) step, grants), ==, i);
        else if (step <= KH_STATUS_UNARCHIVE && i != KH_GRANT_CUSTOMER_VIEW)
          g_assert_cmpint (kh_status_step_find_missing ((KhStatusStep) step, grants), ==, KH_GRANT_NONE);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/status/steps", test_steps);
  g_test_add_func ("/status/way", test_way);
  g_test_add_func ("/status/cancel", test_cancel);
  g_test_add_func ("/status/grants", test_grants);

  return g_test_run ();
}
