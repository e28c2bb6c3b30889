/* kh-copy-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-copy-test.h"

#include "kh-store-private.h"

#include <string.h>

void
kh_copy_test_save_original (KhOfficeTest  *office,
                            KhDatapointId  id,
                            const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  saved = kh_store_test_save (office->base.store, customer, &error);
  g_assert_no_error (error);
}

char *
kh_copy_test_add_entry (KhOfficeTest  *office,
                        KhCatalogueId  catalogue,
                        const char    *label)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          kh_store_test_add_entry (office->base.store, catalogue, label, 0, TRUE));
}

void
kh_copy_test_set_up (KhOfficeTest  *office,
                     gconstpointer  data)
{
  g_autofree char *class = NULL;

  kh_office_test_set_up (office, data);
  class = kh_copy_test_add_entry (office, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred");
  kh_copy_test_save_original (office, KH_DATAPOINT_OFFICE_LOCATION, "1");
  kh_copy_test_save_original (office, KH_DATAPOINT_ACCOUNT_CLASS, class);
  kh_copy_test_save_original (office, KH_DATAPOINT_ADDRESS_1, "12 Elm St");
  kh_copy_test_save_original (office, KH_DATAPOINT_ADDRESS_2, "Unit 1");
  kh_copy_test_save_original (office, KH_DATAPOINT_SPOUSE, "Kim");
  kh_copy_test_save_original (office, KH_DATAPOINT_MONTHLY_CHARGE, "3995");
  kh_copy_test_save_original (office, KH_DATAPOINT_ACCOUNT_NUMBER, "A-1");
}

void
kh_copy_test_take (KhOfficeTest *office,
                   KhGrant       taken)
{
  KhStore *store = office->base.store;
  gint64 before = kh_store_get_member (store);
  g_autoptr (KhMember) member = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), office->clerk));

  member->added = kh_grants_all ();
  member->taken = taken == KH_GRANT_NONE ? kh_grants_none () : kh_grants_with (kh_grants_none (), taken);
  kh_store_set_member (store, office->owner);
  kh_office_test_save_member (office, member);
  kh_store_set_member (store, before);
}

static void
load_rows (KhOfficeTest    *office,
           KhDuplicatePlan *plan)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_load_offered_tables_async (office->base.store, office->number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_offered_tables_finish (office->base.store, result, &error);
  g_assert_no_error (error);
  kh_duplicate_tables_take_rows (kh_duplicate_plan_get_tables (plan), rows, kh_store_get_grants (office->base.store));
}

KhDuplicatePlan *
kh_copy_test_open_plan (KhOfficeTest *office)
{
  KhStore *store = office->base.store;
  g_autoptr (KhCustomer) original = kh_store_test_load (store, office->number, NULL, NULL);
  g_autoptr (KhDuplicateDefaults) switches = kh_store_dup_duplicate_switches (store);
  KhDuplicatePlan *plan = kh_duplicate_plan_new (original, kh_store_get_grants (store), switches,
                                                 kh_store_get_catalogues (store));

  load_rows (office, plan);
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_FIRST_NAME, "Bo");
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_LAST_NAME, "Nguyen");

  return plan;
}

static KhCustomer *
duplicate (KhOfficeTest            *office,
           gint64                   revision,
           KhCustomer              *copy,
           GPtrArray               *secrets,
           const KhDuplicateChoice *rows,
           GError                 **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_duplicate_async (office->base.store, office->number, revision, copy, secrets, rows, NULL,
                            kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_duplicate_finish (office->base.store, result, error);
}

KhCustomer *
kh_copy_test_duplicate_customer (KhOfficeTest  *office,
                                 gint64         revision,
                                 KhCustomer    *copy,
                                 GPtrArray     *secrets,
                                 GError       **error)
{
  return duplicate (office, revision, copy, secrets, NULL, error);
}

KhCustomer *
kh_copy_test_duplicate (KhOfficeTest     *office,
                        KhDuplicatePlan  *plan,
                        GError          **error)
{
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (GPtrArray) secrets = kh_duplicate_plan_dup_secrets (plan);
  g_autoptr (KhDuplicateChoice) rows = kh_duplicate_tables_dup_choice (kh_duplicate_plan_get_tables (plan));

  return duplicate (office, kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, secrets, rows,
                    error);
}

KhCustomer *
kh_copy_test_duplicate_well (KhOfficeTest *office)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (GError) error = NULL;
  KhCustomer *kept = kh_copy_test_duplicate (office, plan, &error);

  g_assert_no_error (error);
  g_assert_nonnull (kept);

  return kept;
}

guint
kh_copy_test_count (KhOfficeTest *office)
{
  KhStore *store = office->base.store;
  gint64 before = kh_store_get_member (store);
  g_autoptr (GArray) numbers = NULL;

  kh_store_set_member (store, office->owner);
  numbers = kh_store_test_search (store, "", 0);
  kh_store_set_member (store, before);

  return numbers->len;
}

void
kh_copy_test_expect_refused (KhOfficeTest    *office,
                             KhDuplicatePlan *plan,
                             GQuark           domain,
                             int              code,
                             const char      *words)
{
  guint before = kh_copy_test_count (office);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) kept = kh_copy_test_duplicate (office, plan, &error);

  g_assert_null (kept);
  g_assert_error (error, domain, code);
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpuint (kh_copy_test_count (office), ==, before);
}

const KhHistoryRow *
kh_copy_test_find_history (GPtrArray  *rows,
                           const char *action,
                           const char *datapoint)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->action, action) && g_strcmp0 (row->datapoint, datapoint) == 0)
        return row;
    }

  return NULL;
}

gboolean
kh_copy_test_undo (KhOfficeTest  *office,
                   gint64         original,
                   gint64         copy,
                   GError       **error)
{
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;

  g_array_append_val (copies, copy);
  kh_store_undo_duplicate_async (office->base.store, original, copies, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_undo_duplicate_finish (office->base.store, result, error);
}
