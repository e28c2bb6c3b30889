/* test-oracle.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Two offices whose files differ only in values that a member may not view give that member
 * the same answers, letter by letter, on every way out of the store. To a member who may
 * view everything they differ, so that a comparison that sees nothing fails. */

#include "config.h"

#include "kh-store-test.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-comparison.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

#include <string.h>

#define N_CUSTOMERS 4

/* What stands in the first and in the second file, of one of the customers. */
typedef struct {
  int customer;
  KhDatapointId id;
  const char *values[2];
} Value;

typedef struct {
  const char *name;
  KhGrant taken;
  Value values[8];
} Case;

/* Some of them begin with what is inside the customers' names or phones, as "uiz" is: what is
 * found by a hidden value must not even come earlier for it. */
static const Case cases[] = {
  { "sales", KH_GRANT_SALES_VIEW,
    { { 0, KH_DATAPOINT_MONTHLY_CHARGE, { "4295", "7731" } },
      { 1, KH_DATAPOINT_SALES_REP_NUMBER, { "SR-9041", NULL } },
      { 2, KH_DATAPOINT_SALES_REP_NUMBER, { NULL, "uiz-801" } },
      { 3, KH_DATAPOINT_CANCEL_DATE, { "2026-02-03", "2026-03-04" } },
      { 3, KH_DATAPOINT_SALE_DATE, { "2025-02-03", "2025-03-04" } } } },
  { "central-station", KH_GRANT_CENTRAL_STATION_VIEW,
    { { 0, KH_DATAPOINT_ACCOUNT_NUMBER, { "UIZ-1", "XQ-1" } },
      { 1, KH_DATAPOINT_ACCOUNT_NUMBER, { "XQ-2", "801-555" } },
      { 2, KH_DATAPOINT_ACCOUNT_NUMBER, { "KQ-5550", "UIZ-3" } },
      { 1, KH_DATAPOINT_DISPATCH_NOTES, { "Big dog", "Small cat" } },
      { 0, KH_DATAPOINT_RECEIVER_NUMBER, { "R-40", NULL } },
      { 3, KH_DATAPOINT_PERMIT_NUMBER, { "P-7700", "P-8800" } } } },
  { "confidential", KH_GRANT_CONFIDENTIAL_VIEW,
    { { 0, KH_DATAPOINT_BIRTHDATE, { "1970-01-31", "1981-02-28" } },
      { 1, KH_DATAPOINT_SSN_LAST_FOUR, { "4471", "9956" } },
      { 3, KH_DATAPOINT_SSN_LAST_FOUR, { "4472", "9957" } },
      { 2, KH_DATAPOINT_CREDIT_TRACKING_NUMBER, { "CT-4471", NULL } } } },
  { "lead-source", KH_GRANT_LEAD_SOURCE_VIEW,
    { { 0, KH_DATAPOINT_PROMO_CODE, { "SPRING", "AUTUMN" } },
      { 1, KH_DATAPOINT_PARTNER_REFERENCE, { NULL, "Uizer" } },
      { 3, KH_DATAPOINT_PROMO_CODE, { "WINTER", NULL } } } },
  { "equipment", KH_GRANT_EQUIPMENT_VIEW,
    { { 0, KH_DATAPOINT_PANEL_LOCATION, { "Hall", "Cellar" } },
      { 1, KH_DATAPOINT_INSTALL_DATE, { "2026-01-05", "2026-02-06" } },
      { 2, KH_DATAPOINT_PANEL_LOCATION, { NULL, "Uizroom" } },
      { 3, KH_DATAPOINT_PANEL_LOCATION, { "Attic", "Porch" } } } },
};

static const char * const names[N_CUSTOMERS][2] = {
  { "Ana", "Ruiz" }, { "Bo", "Park" }, { "Cy", "Uizerman" }, { "Di", "Luizon" },
};

typedef struct {
  KhStoreFixture base;
  gint64 owner;
  gint64 clerk;
  gint64 company;
  gint64 numbers[N_CUSTOMERS];
} Office;

/* What was logged by either office. */
static GMutex log_lock;
static GString *logged;

static GLogWriterOutput
write_log (GLogLevelFlags    level G_GNUC_UNUSED,
           const GLogField  *log_fields,
           gsize             n_fields,
           gpointer          data G_GNUC_UNUSED)
{
  g_mutex_lock (&log_lock);
  for (gsize i = 0; logged != NULL && i < n_fields; i++)
    {
      if (g_str_equal (log_fields[i].key, "MESSAGE"))
        g_string_append_printf (logged, "%s\n", (const char *) log_fields[i].value);
    }
  g_mutex_unlock (&log_lock);

  return G_LOG_WRITER_HANDLED;
}

/* Making an office */

static void
sign_in (Office *office,
         gint64  member)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_sign_in_async (office->base.store, member, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_sign_in_finish (office->base.store, result, NULL));
}

static gint64
make_owner (Office *office)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_make_owner_async (office->base.store, "Maria", NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_make_owner_finish (office->base.store, result, NULL);
}

static gint64
make_clerk (Office  *office,
            KhGrant  taken)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (office->base.store));
  gint64 id;

  /* The managers, who may do all but keep the staff. */
  clerk->name = g_strdup ("Lee");
  clerk->group = ((const KhGroup *) g_ptr_array_index (groups, 1))->id;
  clerk->taken = kh_grants_with (kh_grants_none (), taken);
  kh_store_save_member_async (office->base.store, clerk, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_save_member_finish (office->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static void
set_values (KhCustomer *customer,
            const Case *values,
            int         index,
            guint       side)
{
  for (guint i = 0; i < G_N_ELEMENTS (values->values); i++)
    {
      const Value *value = &values->values[i];

      if (value->id != 0 && value->customer == index)
        kh_customer_set (customer, value->id, value->values[side]);
    }
}

static void
link_customer (Office     *office,
               KhCustomer *customer)
{
  KhStore *store = office->base.store;
  g_autoptr (KhLinkAttempt) attempt = kh_link_attempt_new ();
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (GError) error = NULL;

  attempt->customer = kh_customer_get_number (customer);
  attempt->revision = kh_customer_get_revision (customer);
  attempt->company = office->company;
  attempt->account = g_strdup ("S-1");
  attempt->number = g_strdup (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER));
  attempt->etag = g_strdup ("\"1\"");
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->author = g_strdup ("Maria");
  kh_store_begin_attempt_async (store, attempt, NULL, kh_store_test_keep, &begun);
  kh_store_test_wait_result (&begun);
  g_assert_true (kh_store_begin_attempt_finish (store, begun, &error));
  kh_store_finish_attempt_async (store, attempt->customer, kh_store_test_keep, &ended);
  kh_store_test_wait_result (&ended);
  link = kh_store_finish_attempt_finish (store, ended, &error);
  g_assert_no_error (error);
}

/* The first customer is linked, and the last one's hidden values are changed by a save. */
static void
fill (Office     *office,
      const Case *values,
      guint       side)
{
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, office->company);

  for (int i = 0; i < N_CUSTOMERS; i++)
    {
      g_autoptr (KhCustomer) customer = kh_store_test_make (names[i][0], names[i][1]);
      g_autoptr (KhCustomer) kept = NULL;
      g_autoptr (KhCustomer) saved = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *number = g_strdup_printf ("AC-%d", i);

      kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, number);
      if (i < N_CUSTOMERS - 1)
        set_values (customer, values, i, side);
      kept = kh_store_test_create (office->base.store, customer, &error);
      g_assert_no_error (error);
      office->numbers[i] = kh_customer_get_number (kept);
      if (i == 0)
        link_customer (office, kept);
      if (i < N_CUSTOMERS - 1)
        continue;
      set_values (kept, values, i, side);
      kh_customer_set (kept, KH_DATAPOINT_SPOUSE, "Rosa");
      saved = kh_store_test_save (office->base.store, kept, &error);
      g_assert_no_error (error);
    }
}

static void
set_up (Office     *office,
        const Case *values,
        guint       side)
{
  kh_store_test_set_up (&office->base, NULL);
  office->company = kh_store_test_add_company (office->base.store, "Dynamark", KH_MONITOR_BOLD, "http://127.0.0.1:1");
  office->owner = make_owner (office);
  sign_in (office, office->owner);
  fill (office, values, side);
}

/* The ways out */

static void
tell_customer (GString    *told,
               KhCustomer *customer)
{
  g_autofree char *name = kh_customer_dup_name (customer);
  g_autofree char *sort_name = kh_customer_dup_sort_name (customer);

  g_string_append_printf (told, "%s, %s, revision %" G_GINT64_FORMAT ":", name, sort_name,
                          kh_customer_get_revision (customer));
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const char *value = kh_customer_get (customer, (KhDatapointId) i);

      g_string_append_printf (told, " %s=%s%s", kh_datapoint_get ((KhDatapointId) i)->key, value != NULL ? value : "-",
                              kh_customer_is_hidden (customer, (KhDatapointId) i) ? " (hidden)" : "");
    }
  g_string_append_c (told, '\n');
}

static void
tell_loaded (GString *told,
             Office  *office)
{
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      g_autoptr (KhLink) link = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->numbers[i], &link, &error);

      g_assert_no_error (error);
      tell_customer (told, customer);
      g_string_append_printf (told, "link %s\n", link != NULL ? link->number : "-");
    }
}

static void
tell_found (GString *told,
            Office  *office)
{
  static const char * const queries[] = {
    "", "u", "ui", "uiz", "uize", "uiz-1", "uiz-3", "z", "xq", "xq-2", "kq", "5550", "801", "801-555", "801 555", "555 0142",
    "(801) 555-0142", "ruiz", "ruiz uiz", "ruiz xq", "r u i", "r u i z", "1", "40", "spring", "autumn", "uizer", "uizroom",
    "hall", "4471", "4295", "ct", "p-7700", "ogden uiz", "ogden", "rosa", "1001", "luiz u o 8",
  };

  for (guint q = 0; q < G_N_ELEMENTS (queries); q++)
    {
      for (guint limit = 0; limit <= N_CUSTOMERS; limit++)
        {
          g_autoptr (GArray) found = kh_store_test_search (office->base.store, queries[q], limit);

          g_string_append_printf (told, "“%s”, %u:", queries[q], limit);
          for (guint i = 0; i < found->len; i++)
            g_string_append_printf (told, " %" G_GINT64_FORMAT, g_array_index (found, gint64, i));
          g_string_append_c (told, '\n');
        }
    }
}

/* Every filter and order on each side of the values that differ, alone and with a letter. */
static void
tell_filtered (GString *told,
               Office  *office)
{
  static const char * const filters[] = {
    "status=active", "company=1", "link=linked", "link=unlinked", "class=1", "source=1", "city=O", "zip=8", "sold-from=2025-03-01",
    "sold-until=2025-02-20", "installed-from=2026-02-01", "installed-until=2026-02-01", "waiting=1", "permits=3650",
    "sort=number&down=1", "sort=city", "sort=zip", "sort=status", "sort=company", "sort=account", "sort=account&down=1",
    "sort=sale-date",
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (KhFilter) filter = kh_filter_parse (filters[i / 2], NULL);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) found = NULL;

      g_assert_nonnull (filter);
      kh_store_filter_customers_async (office->base.store, i % 2 == 0 ? "" : "u", filter, TRUE, 0, NULL, kh_store_test_keep, &result);
      kh_store_test_wait_result (&result);
      found = kh_store_search_finish (office->base.store, result, &error);
      g_string_append_printf (told, "filter %s: %s", filters[i / 2], error != NULL ? error->message : "");
      for (guint j = 0; found != NULL && j < found->len; j++)
        g_string_append_printf (told, " %" G_GINT64_FORMAT, g_array_index (found, gint64, j));
      g_string_append_c (told, '\n');
    }
}

static void
tell_rows (GString *told,
           Office  *office)
{
  g_autoptr (GArray) everybody = kh_store_test_search (office->base.store, "", 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  kh_store_load_rows_async (office->base.store, g_steal_pointer (&everybody), NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_rows_finish (office->base.store, result, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      KhRowTexts *row = g_ptr_array_index (rows, i);

      g_string_append_printf (told, "row %s|%s|%s|%s|%s|%d\n", row->title, row->address,
                              row->company != NULL ? row->company : "-",
                              row->account_number != NULL ? row->account_number : "-",
                              row->status != NULL ? row->status : "-", row->linked);
    }
}

static void
tell_history_page (GString *told,
                   Office  *office,
                   gint64   number,
                   guint    limit,
                   char    *datapoint)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  KhHistoryFilter filter = { .customer = number, .limit = limit, .datapoint = datapoint };
  gint64 total = 0;

  kh_store_load_history_async (office->base.store, &filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_history_finish (office->base.store, result, &total, &error);
  g_string_append_printf (told, "history, %u: %s, %" G_GINT64_FORMAT "\n", limit,
                          error != NULL ? error->message : "-", total);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (told, "  %s %s %" G_GINT64_FORMAT " %s %s %s\n", row->author, row->action, row->revision,
                              row->datapoint != NULL ? row->datapoint : "-", row->old_value != NULL ? row->old_value : "-",
                              row->new_value != NULL ? row->new_value : "-");
    }
}

static void
tell_terms (GString *told,
            Office  *office,
            gint64   number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhHistoryTerms) terms = NULL;
  KhHistoryFilter filter = { .customer = number };
  g_autofree char *authors = NULL;
  g_autofree char *datapoints = NULL;

  kh_store_load_history_terms_async (office->base.store, &filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  terms = kh_store_load_history_terms_finish (office->base.store, result, NULL);
  if (terms == NULL)
    return;
  authors = g_strjoinv (",", terms->authors);
  datapoints = g_strjoinv (",", terms->datapoints);
  g_string_append_printf (told, "terms: %s: %s\n", authors, datapoints);
}

static void
tell_history (GString    *told,
              Office     *office,
              const Case *values)
{
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      tell_history_page (told, office, office->numbers[i], 0, NULL);
      tell_history_page (told, office, office->numbers[i], 2, NULL);
      tell_history_page (told, office, office->numbers[i], 0, (char *) kh_datapoint_get (values->values[0].id)->key);
      tell_terms (told, office, office->numbers[i]);
    }
}

static void
tell_saved (GString       *told,
            Office        *office,
            guint          index,
            KhDatapointId  id,
            const char    *value)
{
  g_autoptr (KhCustomer) edited = kh_store_test_load (office->base.store, office->numbers[index], NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (edited, id, value);
  saved = kh_store_test_save (office->base.store, edited, &error);
  g_string_append_printf (told, "save %s=%s: %s\n", kh_datapoint_get (id)->key, value != NULL ? value : "-",
                          error != NULL ? error->message : "saved");
  if (saved != NULL)
    tell_customer (told, saved);
}

static void
tell_created (GString       *told,
              Office        *office,
              KhDatapointId  id,
              const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ed", "Quist");
  g_autoptr (KhCustomer) created = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, office->company);

  kh_customer_set (customer, id, value);
  if (id == KH_DATAPOINT_ACCOUNT_NUMBER)
    kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  created = kh_store_test_create (office->base.store, customer, &error);
  g_string_append_printf (told, "create %s=%s: %s\n", kh_datapoint_get (id)->key, value,
                          error != NULL ? error->message : "created");
}

/* Every value of either file is tried, whether it is there or not. */
static void
tell_tried (GString    *told,
            Office     *office,
            const Case *values)
{
  for (guint i = 0; i < G_N_ELEMENTS (values->values) && values->values[i].id != 0; i++)
    {
      for (guint side = 0; side < 2; side++)
        {
          const Value *value = &values->values[i];

          tell_saved (told, office, 1, value->id, value->values[side]);
          if (value->values[side] != NULL && value->id != KH_DATAPOINT_SALE_DATE)
            tell_created (told, office, value->id, value->values[side]);
        }
    }
  tell_saved (told, office, 2, KH_DATAPOINT_SPOUSE, "Rosa");
}

static void
tell_double (GString  *told,
             KhDouble *twin)
{
  g_autofree char *reason = kh_double_dup_reason (twin);

  g_string_append_printf (told, "  double %" G_GINT64_FORMAT " %s|%s|%s|%s\n", kh_double_get_number (twin),
                          kh_double_get_name (twin), kh_double_get_address (twin),
                          kh_double_get_status (twin) != NULL ? kh_double_get_status (twin) : "-", reason);
}

static void
tell_doubles_of (GString    *told,
                 Office     *office,
                 KhCustomer *customer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) doubles = NULL;

  kh_store_find_doubles_of_async (office->base.store, customer, 0, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  doubles = kh_store_find_doubles_of_finish (office->base.store, result, NULL);
  g_string_append_printf (told, "%u doubles\n", doubles->len);
  for (guint i = 0; i < doubles->len; i++)
    tell_double (told, g_ptr_array_index (doubles, i));
}

static void
tell_all_doubles (GString *told,
                  Office  *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  kh_store_find_all_doubles_async (office->base.store, NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  groups = kh_store_find_all_doubles_finish (office->base.store, result, NULL, NULL);
  for (guint i = 0; i < groups->len; i++)
    {
      KhDoubleGroup *group = g_ptr_array_index (groups, i);

      g_string_append_printf (told, "group, %u: %u\n", group->reasons, group->n_more);
      for (guint k = 0; k < group->doubles->len; k++)
        tell_double (told, g_ptr_array_index (group->doubles, k));
    }
}

/* Every value of either file, typed for somebody new. */
static void
tell_doubles (GString    *told,
              Office     *office,
              const Case *values)
{
  for (guint i = 0; i < G_N_ELEMENTS (values->values) && values->values[i].id != 0; i++)
    {
      for (guint side = 0; side < 2; side++)
        {
          const Value *value = &values->values[i];
          g_autoptr (KhCustomer) customer = kh_store_test_make (names[value->customer][0], names[value->customer][1]);

          kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
          kh_customer_set (customer, value->id, value->values[side]);
          tell_doubles_of (told, office, customer);
        }
    }
  tell_all_doubles (told, office);
}

static void
tell_link (GString *told,
           Office  *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  kh_store_find_link_async (office->base.store, office->company, "S-1", NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  link = kh_store_find_link_finish (office->base.store, result, &name, &error);
  g_string_append_printf (told, "link of S-1: %s %s %s\n", link != NULL ? link->number : "-", name != NULL ? name : "-",
                          error != NULL ? error->message : "-");
}

static void
tell_changes (GString    *told,
              const char *what,
              GPtrArray  *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (changes, i);

      g_string_append_printf (told, "%s %s: %s, was %s\n", what, kh_datapoint_get (change->datapoint)->key,
                              change->value != NULL ? change->value : "-", change->from != NULL ? change->from : "-");
    }
}

static void
tell_comparison (GString *told,
                 Office  *office,
                 guint    index)
{
  KhStore *store = office->base.store;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) whole = NULL;
  g_autoptr (KhAccount) account = kh_account_new ();
  g_autoptr (KhCapabilities) capabilities = kh_capabilities_new ();
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) adopted = NULL;
  g_autofree char *csv = NULL;

  kh_store_load_whole_async (store, office->numbers[index], NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  whole = kh_store_load_whole_finish (store, result, NULL, NULL);
  g_object_set (capabilities, "name", "DYNAMARK CS", NULL);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      kh_account_set_value (account, (KhDatapointId) i, KH_ACCOUNT_CLEAR, i % 3 == 0 ? NULL : "2", NULL);
      kh_capabilities_set_field (capabilities, (KhDatapointId) i, KH_ABILITY_COMPARE | KH_ABILITY_WRITE, 0);
    }
  comparison = kh_comparison_new (whole, account, capabilities, kh_store_get_catalogues (store), kh_store_get_grants (store));
  changes = kh_comparison_dup_changes (comparison);
  adopted = kh_comparison_dup_adopted (comparison);
  csv = kh_comparison_dup_csv (comparison, "Dynamark");
  tell_changes (told, "change", changes);
  tell_changes (told, "adopt", adopted);
  g_string_append_printf (told, "%u of %u\n%s", kh_comparison_count_rows (comparison),
                          g_list_model_get_n_items (G_LIST_MODEL (comparison)), csv);
  tell_customer (told, kh_comparison_get_customer (comparison));
}

/* Everything that @member is told. */
static char *
tell (Office     *office,
      const Case *values,
      gint64      member)
{
  GString *told = g_string_new (NULL);

  sign_in (office, member);
  tell_loaded (told, office);
  tell_found (told, office);
  tell_rows (told, office);
  tell_filtered (told, office);
  tell_history (told, office, values);
  tell_doubles (told, office, values);
  tell_link (told, office);
  for (guint i = 0; i < N_CUSTOMERS; i++)
    tell_comparison (told, office, i);
  tell_tried (told, office, values);
  tell_found (told, office);
  tell_history (told, office, values);

  return g_string_free (told, FALSE);
}

/* The first line that differs, to be shown. */
static void
expect_same (const char *a,
             const char *b)
{
  g_auto (GStrv) one = g_strsplit (a, "\n", -1);
  g_auto (GStrv) other = g_strsplit (b, "\n", -1);

  for (guint i = 0; one[i] != NULL && other[i] != NULL; i++)
    g_assert_cmpstr (one[i], ==, other[i]);
  g_assert_cmpstr (a, ==, b);
}

static void
expect_not_logged (const Case *values)
{
  for (guint i = 0; i < G_N_ELEMENTS (values->values) && values->values[i].id != 0; i++)
    {
      for (guint side = 0; side < 2; side++)
        {
          const char *value = values->values[i].values[side];

          if (value != NULL && strstr (logged->str, value) != NULL)
            g_error ("“%s” is in the log", value);
        }
    }
}

static void
test_oracle (gconstpointer data)
{
  const Case *values = data;
  char *told[2];
  char *told_all[2];

  g_mutex_lock (&log_lock);
  logged = g_string_new (NULL);
  g_mutex_unlock (&log_lock);
  for (guint side = 0; side < 2; side++)
    {
      Office office = { 0 };

      set_up (&office, values, side);
      office.clerk = make_clerk (&office, values->taken);
      told[side] = tell (&office, values, office.clerk);
      told_all[side] = tell (&office, values, office.owner);
      kh_store_test_tear_down (&office.base, NULL);
    }
  g_mutex_lock (&log_lock);
  expect_not_logged (values);
  g_string_free (logged, TRUE);
  logged = NULL;
  g_mutex_unlock (&log_lock);

  g_assert_nonnull (strstr (told[0], "Ruiz, Ana"));
  g_assert_nonnull (strstr (told[0], "  double "));
  g_assert_cmpstr (told_all[0], !=, told_all[1]);
  expect_same (told[0], told[1]);
  for (guint side = 0; side < 2; side++)
    {
      g_free (told[side]);
      g_free (told_all[side]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* As G_MESSAGES_DEBUG=all would show it, and more. */
  g_log_set_writer_func (write_log, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/oracle/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_oracle);
    }

  return g_test_run ();
}
