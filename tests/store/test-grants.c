/* test-grants.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a member of the staff sees and changes through the store: every way in and out of the
 * data file, with the grants as they are in the file at that moment. */

#include "config.h"

#include "kh-store-test.h"

#include "kh-gate.h"
#include "kh-store-private.h"

#include <string.h>

#define SECRET_ACCOUNT "ZX-40417"
#define SECRET_CHARGE  "4295"

typedef struct {
  KhStoreFixture base;
  gint64 owner;
  gint64 clerk;
  gint64 company;
  gint64 number;
} Office;

static gboolean
enter (KhStore     *store,
       gint64       member,
       const char  *password,
       GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = password == NULL ? NULL : kh_secret_new (password, -1);

  kh_store_sign_in_async (store, member, secret, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_sign_in_finish (store, result, error);
}

static void
sign_in (KhStore *store,
         gint64   member)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (enter (store, member, NULL, &error));
  g_assert_no_error (error);
}

static gint64
save_member (KhStore         *store,
             const KhMember  *member,
             GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_member_async (store, member, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_member_finish (store, result, error);
}

static gint64
save_group (KhStore        *store,
            const KhGroup  *group,
            GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_group_async (store, group, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_group_finish (store, result, error);
}

static gint64
make_owner (KhStore     *store,
            const char  *name,
            GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_make_owner_async (store, name, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_make_owner_finish (store, result, error);
}

static gint64
find_group (KhStore    *store,
            const char *name)
{
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (store));

  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (g_str_equal (group->name, name))
        return group->id;
    }
  g_assert_not_reached ();
}

/* Written by the owner; who was signed in is again afterwards. */
static void
set_member (Office   *office,
            gint64    id,
            KhGrants  added,
            KhGrants  taken,
            gboolean  active)
{
  KhStore *store = office->base.store;
  gint64 before = kh_store_get_member (store);
  g_autoptr (KhMember) member = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), id));
  g_autoptr (GError) error = NULL;

  member->added = added;
  member->taken = taken;
  member->active = active;
  kh_store_set_member (store, office->owner);
  g_assert_cmpint (save_member (store, member, &error), ==, id);
  g_assert_no_error (error);
  kh_store_set_member (store, before);
}

static void
take (Office  *office,
      KhGrant  grant)
{
  set_member (office, office->clerk, kh_grants_none (), kh_grants_with (kh_grants_none (), grant), TRUE);
}

static void
office_set_up (Office        *office,
               gconstpointer  data)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *company = NULL;

  kh_store_test_set_up (&office->base, data);
  office->company = kh_store_test_add_company (office->base.store, "Dynamark", KH_MONITOR_BOLD, "http://127.0.0.1:1");
  office->owner = make_owner (office->base.store, "Maria", &error);
  g_assert_no_error (error);
  sign_in (office->base.store, office->owner);

  company = g_strdup_printf ("%" G_GINT64_FORMAT, office->company);
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, SECRET_ACCOUNT);
  kh_customer_set (customer, KH_DATAPOINT_MONTHLY_CHARGE, SECRET_CHARGE);
  kept = kh_store_test_create (office->base.store, customer, &error);
  g_assert_no_error (error);
  office->number = kh_customer_get_number (kept);

  clerk->name = g_strdup ("Lee");
  clerk->group = find_group (office->base.store, "Office");
  office->clerk = save_member (office->base.store, clerk, &error);
  g_assert_no_error (error);
  sign_in (office->base.store, office->clerk);
}

static void
office_tear_down (Office        *office,
                  gconstpointer  data)
{
  kh_store_test_tear_down (&office->base, data);
}

/* The first owner */

static void
test_first_owner (KhStoreFixture *fixture,
                  gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = kh_store_test_create (store, customer, NULL);
  g_autoptr (KhCustomer) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;
  gint64 owner;

  g_assert_nonnull (kept);
  g_assert_cmpuint (kh_staff_get_groups (kh_store_get_staff (store))->len, ==, 4);
  g_assert_cmpint (make_owner (store, "  ", &error), ==, 0);
  g_assert_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME);
  g_clear_error (&error);

  owner = make_owner (store, "  Maria Vega ", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_staff_get_only_member (kh_store_get_staff (store))->name, ==, "Maria Vega");

  /* Whoever has not signed in is nobody now. */
  loaded = kh_store_test_load (store, kh_customer_get_number (kept), NULL, &error);
  g_assert_null (loaded);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_cmpint (make_owner (store, "Mallory", &second), ==, 0);
  g_assert_error (second, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);

  sign_in (store, owner);
  g_assert_cmpstr (kh_store_get_author (store), ==, "Maria Vega");
  loaded = kh_store_test_load (store, kh_customer_get_number (kept), NULL, NULL);
  g_assert_nonnull (loaded);
}

/* A name in a drop-down is the same person. */
static void
test_listed_owner (KhStoreFixture *fixture,
                   gconstpointer   data G_GNUC_UNUSED)
{
  gint64 listed = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_SALES_REPS, "Maria Vega", 0, TRUE);

  g_assert_cmpint (make_owner (fixture->store, "Maria Vega", NULL), ==, listed);
  g_assert_nonnull (kh_catalogues_get (kh_store_get_catalogues (fixture->store), KH_CATALOGUE_SALES_REPS, listed));
}

/* Reading */

static void
test_hidden (Office        *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) shown = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (KhCustomer) whole = NULL;
  g_autoptr (GError) error = NULL;

  take (office, KH_GRANT_SALES_VIEW);
  shown = kh_store_test_load (office->base.store, office->number, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (kh_customer_is_hidden (shown, KH_DATAPOINT_MONTHLY_CHARGE));
  g_assert_null (kh_customer_get (shown, KH_DATAPOINT_MONTHLY_CHARGE));
  g_assert_cmpstr (kh_customer_get (shown, KH_DATAPOINT_ACCOUNT_NUMBER), ==, SECRET_ACCOUNT);

  /* Saving what one sees leaves alone what one does not. */
  kh_customer_set (shown, KH_DATAPOINT_SPOUSE, "Rosa");
  saved = kh_store_test_save (office->base.store, shown, &error);
  g_assert_no_error (error);
  g_assert_null (kh_customer_get (saved, KH_DATAPOINT_MONTHLY_CHARGE));
  sign_in (office->base.store, office->owner);
  whole = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_assert_cmpstr (kh_customer_get (whole, KH_DATAPOINT_MONTHLY_CHARGE), ==, SECRET_CHARGE);
  g_assert_cmpstr (kh_customer_get (whole, KH_DATAPOINT_SPOUSE), ==, "Rosa");
}

static guint
count_found (Office     *office,
             const char *query)
{
  g_autoptr (GArray) numbers = kh_store_test_search (office->base.store, query, 0);

  return numbers->len;
}

/* Whole, in part, and as the few characters that the index answers by itself: "z" begins the
 * number, and is in Ruiz, which no word begins with. */
static void
test_search (Office        *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const queries[] = { SECRET_ACCOUNT, "zx", "40417", "0417", "zx40", "z", "ruiz 40417" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    g_assert_cmpuint (count_found (office, queries[i]), ==, 1);

  take (office, KH_GRANT_CENTRAL_STATION_VIEW);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_test_message ("%s", queries[i]);
      g_assert_cmpuint (count_found (office, queries[i]), ==, 0);
    }
  g_assert_cmpuint (count_found (office, "ruiz"), ==, 1);
  g_assert_cmpuint (count_found (office, "ui"), ==, 0);
  g_assert_cmpuint (count_found (office, "uiz"), ==, 1);
  g_assert_cmpuint (count_found (office, ""), ==, 1);

  take (office, KH_GRANT_CUSTOMER_VIEW);
  g_assert_cmpuint (count_found (office, "ruiz"), ==, 0);
  g_assert_cmpuint (count_found (office, ""), ==, 0);
}

static GPtrArray *
load_rows (Office *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (numbers, office->number);
  kh_store_load_rows_async (office->base.store, numbers, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_load_rows_finish (office->base.store, result, NULL);
}

static void
test_list (Office        *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) rows = load_rows (office);
  g_autoptr (GPtrArray) gated = NULL;
  g_autoptr (GPtrArray) none = NULL;
  KhRowTexts *row = g_ptr_array_index (rows, 0);

  g_assert_cmpstr (row->company, ==, "Dynamark");
  g_assert_cmpstr (row->account_number, ==, SECRET_ACCOUNT);

  take (office, KH_GRANT_CENTRAL_STATION_VIEW);
  gated = load_rows (office);
  row = g_ptr_array_index (gated, 0);
  g_assert_cmpstr (row->title, ==, "Ruiz, Ana");
  g_assert_null (row->company);
  g_assert_null (row->account_number);
  g_assert_false (row->linked);
  g_assert_false (row->shows_station);

  take (office, KH_GRANT_CUSTOMER_VIEW);
  none = load_rows (office);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Rows about what may not be viewed are not there: not listed, not counted, not offered. */
static void
test_history (Office        *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  KhHistoryFilter filter = { .customer = office->number };
  g_autoptr (KhCustomer) edited = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) denied = NULL;
  g_autoptr (GError) error = NULL;
  gint64 total = 0;

  kh_customer_set (edited, KH_DATAPOINT_MONTHLY_CHARGE, "5095");
  kh_customer_set (edited, KH_DATAPOINT_SPOUSE, "Rosa");
  saved = kh_store_test_save (office->base.store, edited, &error);
  g_assert_no_error (error);
  all = kh_store_test_history (office->base.store, office->number);
  g_assert_cmpuint (all->len, ==, 3);

  take (office, KH_GRANT_SALES_VIEW);
  kh_store_load_history_async (office->base.store, &filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_history_finish (office->base.store, result, &total, &error);
  g_assert_no_error (error);
  g_assert_cmpint (total, ==, 2);
  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpstr (((const KhHistoryRow *) g_ptr_array_index (rows, i))->datapoint, !=, "monthly-charge");

  take (office, KH_GRANT_HISTORY_VIEW);
  kh_store_load_history_async (office->base.store, &filter, NULL, kh_store_test_keep, &denied);
  kh_store_test_wait_result (&denied);
  none = kh_store_load_history_finish (office->base.store, denied, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* Writing */

static void
expect_denied (Office        *office,
               KhDatapointId  id,
               const char    *value,
               const char    *grant)
{
  g_autoptr (KhCustomer) edited = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (edited, id, value);
  saved = kh_store_test_save (office->base.store, edited, &error);
  g_assert_null (saved);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, grant));
  g_assert_null (strstr (error->message, SECRET_CHARGE));
  g_assert_null (strstr (error->message, SECRET_ACCOUNT));
}

static void
test_save (Office        *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  sign_in (office->base.store, office->owner);
  before = kh_store_test_history (office->base.store, office->number);
  sign_in (office->base.store, office->clerk);

  take (office, KH_GRANT_CUSTOMER_ACCOUNT_CLASS);
  expect_denied (office, KH_DATAPOINT_ACCOUNT_CLASS, "1", "Customer: Modify Account Class");
  take (office, KH_GRANT_SALES_MODIFY);
  expect_denied (office, KH_DATAPOINT_MONTHLY_CHARGE, "100", "Sales Information: Modify");
  /* What one does not see cannot be overwritten blindly, nor guessed at. */
  take (office, KH_GRANT_SALES_VIEW);
  expect_denied (office, KH_DATAPOINT_MONTHLY_CHARGE, "100", "Sales Information: Modify");
  take (office, KH_GRANT_CENTRAL_STATION_MODIFY);
  expect_denied (office, KH_DATAPOINT_ACCOUNT_NUMBER, "OTHER-1", "Central Station: Modify");
  take (office, KH_GRANT_CUSTOMER_MODIFY);
  expect_denied (office, KH_DATAPOINT_LAST_NAME, "Other", "Customer: Modify");

  sign_in (office->base.store, office->owner);
  after = kh_store_test_history (office->base.store, office->number);
  g_assert_cmpuint (after->len, ==, before->len);
}

static void
expect_created (Office      *office,
                gboolean     created,
                const char  *grant)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Bo", "Park");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_SALE_DATE, "2026-01-02");
  kh_customer_set (customer, KH_DATAPOINT_CONTRACT_TERM, "36");
  kept = kh_store_test_create (office->base.store, customer, &error);
  g_assert_cmpint (kept != NULL, ==, created);
  if (created)
    return;
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, grant));
}

static void
test_create (Office        *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  expect_created (office, TRUE, NULL);
  take (office, KH_GRANT_CUSTOMER_CREATE);
  expect_created (office, FALSE, "Customer: Create");
  /* The Sale Date is required of everybody, the Contract Term is not. */
  take (office, KH_GRANT_SALES_MODIFY);
  expect_created (office, FALSE, "Contract Term");
}

/* The message about a number that is taken names nobody to who may not know. */
static void
test_unique (Office        *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Bo", "Park");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, office->company);

  take (office, KH_GRANT_CENTRAL_STATION_VIEW);
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, SECRET_ACCOUNT);
  kept = kh_store_test_create (office->base.store, customer, &error);
  g_assert_null (kept);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_null (strstr (error->message, "Ruiz"));
}

static void
test_settings (Office        *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCompany) company = g_object_new (KH_TYPE_COMPANY, "name", "Evil", "active", TRUE, NULL);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  kh_store_save_company_async (office->base.store, company, NULL, kh_store_test_keep, &saved);
  kh_store_test_wait_result (&saved);
  g_assert_cmpint (kh_store_save_company_finish (office->base.store, saved, &error), ==, 0);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);

  kh_store_add_entry_async (office->base.store, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold", 0, TRUE, NULL,
                            kh_store_test_keep, &added);
  kh_store_test_wait_result (&added);
  g_assert_cmpint (kh_store_add_entry_finish (office->base.store, added, &other), ==, 0);
  g_assert_error (other, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* A grant that is taken away while a save is on its way is taken away from the save. */
static void
test_meanwhile (Office        *office,
                gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhCustomer) edited = kh_store_test_load (store, office->number, NULL, NULL);
  g_autoptr (KhMember) ended = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), office->clerk));
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) ending = NULL;
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  ended->active = FALSE;
  kh_customer_set (edited, KH_DATAPOINT_SPOUSE, "Rosa");
  sign_in (store, office->owner);
  kh_store_save_member_async (store, ended, NULL, kh_store_test_keep, &ending);
  /* As the clerk, whose save was asked for while the owner's was on its way. */
  kh_store_set_member (store, office->clerk);
  kh_store_save_customer_async (store, edited, NULL, NULL, kh_store_test_keep, &saving);
  kh_store_test_wait_result (&saving);
  saved = kh_store_save_customer_finish (store, saving, &error);
  g_assert_null (saved);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  kh_store_test_wait_result (&ending);
  g_assert_cmpint (kh_store_save_member_finish (store, ending, NULL), ==, office->clerk);
}

/* The staff itself */

static void
test_last_owner (Office        *office,
                 gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhMember) owner = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), office->owner));
  g_autoptr (GError) error = NULL;

  sign_in (store, office->owner);
  owner->active = FALSE;
  g_assert_cmpint (save_member (store, owner, &error), ==, 0);
  g_assert_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_LAST_OWNER);
  g_clear_error (&error);
  owner->active = TRUE;
  owner->group = find_group (store, "Office");
  g_assert_cmpint (save_member (store, owner, &error), ==, 0);
  g_assert_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_LAST_OWNER);
  g_assert_true (kh_staff_is_set_up (kh_store_get_staff (store)));
}

static void
test_names (Office        *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhMember) twin = kh_member_new ();
  g_autoptr (KhGroup) group = kh_group_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  sign_in (store, office->owner);
  twin->name = g_strdup ("MARIA");
  g_assert_cmpint (save_member (store, twin, &error), ==, 0);
  g_assert_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME);
  group->name = g_strdup ("Owners");
  g_assert_cmpint (save_group (store, group, &other), ==, 0);
  g_assert_error (other, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME);
}

/* Who keeps the staff cannot make themself an owner, nor give away what they do not have. */
static void
test_reach (Office        *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  KhGrants keeper = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_STAFF_VIEW), KH_GRANT_STAFF_CONTROL);
  g_autoptr (KhMember) clerk = NULL;
  g_autoptr (KhGroup) group = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;
  g_autoptr (GError) third = NULL;

  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), office->clerk));
  clerk->added = keeper;
  g_assert_cmpint (save_member (store, clerk, &error), ==, 0);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);

  set_member (office, office->clerk, keeper, kh_grants_none (), TRUE);
  clerk->group = find_group (store, "Owners");
  g_assert_cmpint (save_member (store, clerk, &second), ==, 0);
  g_assert_error (second, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  group = kh_group_copy (kh_staff_get_group (kh_store_get_staff (store), find_group (store, "Office")));
  group->grants = kh_grants_with (group->grants, KH_GRANT_CONFIDENTIAL_VIEW);
  g_assert_cmpint (save_group (store, group, &third), ==, 0);
  g_assert_error (third, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);

  /* Taking away is not giving. */
  group->grants = kh_grants_without (kh_grants_without (group->grants, KH_GRANT_CONFIDENTIAL_VIEW), KH_GRANT_NOTES_VIEW);
  g_assert_cmpint (save_group (store, group, NULL), ==, group->id);
}

static gboolean
remove_group (KhStore     *store,
              gint64       group,
              gint64       heir,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_remove_group_async (store, group, heir, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_remove_group_finish (store, result, error);
}

static void
test_remove_group (Office        *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  gint64 technicians = find_group (store, "Technicians");
  g_autoptr (GError) error = NULL;

  sign_in (store, office->owner);
  g_assert_false (remove_group (store, find_group (store, "Owners"), technicians, &error));
  g_assert_nonnull (error);
  g_assert_true (kh_staff_is_set_up (kh_store_get_staff (store)));

  g_assert_true (remove_group (store, find_group (store, "Office"), technicians, NULL));
  g_assert_cmpint (kh_staff_get_member (kh_store_get_staff (store), office->clerk)->group, ==, technicians);
  g_assert_cmpuint (kh_staff_get_groups (kh_store_get_staff (store))->len, ==, 3);
}

static gboolean
set_password (KhStore     *store,
              gint64       member,
              const char  *old,
              const char  *password,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) before = old == NULL ? NULL : kh_secret_new (old, -1);
  g_autoptr (KhSecret) after = password == NULL ? NULL : kh_secret_new (password, -1);

  kh_store_set_password_async (store, member, before, after, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_set_password_finish (store, result, error);
}

static void
expect_refused (KhStore      *store,
                gint64        member,
                const char   *password,
                KhStoreError  code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (enter (store, member, password, &error));
  g_assert_error (error, KH_STORE_ERROR, (int) code);
}

static void
test_password (Office        *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (GError) error = NULL;

  g_assert_false (set_password (store, office->clerk, NULL, "short", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD);
  g_clear_error (&error);
  g_assert_true (set_password (store, office->clerk, NULL, "correct horse battery", &error));
  g_assert_true (kh_staff_get_member (kh_store_get_staff (store), office->clerk)->has_password);

  sign_in (store, office->owner);
  expect_refused (store, office->clerk, NULL, KH_STORE_ERROR_PASSWORD);
  expect_refused (store, office->clerk, "correct horse batterx", KH_STORE_ERROR_PASSWORD);
  g_assert_cmpint (kh_store_get_member (store), ==, office->owner);
  g_assert_true (enter (store, office->clerk, "correct horse battery", &error));
  g_assert_cmpint (kh_store_get_member (store), ==, office->clerk);
  g_assert_cmpstr (kh_store_get_author (store), ==, "Lee");

  /* One's own wants the old one; somebody else's the grant. */
  g_assert_false (set_password (store, office->clerk, "wrong old one", "another long one", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD);
  g_clear_error (&error);
  g_assert_false (set_password (store, office->owner, NULL, "taken over now", &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_true (set_password (store, office->clerk, "correct horse battery", NULL, &error));
  sign_in (store, office->clerk);
  sign_in (store, office->owner);
  g_assert_true (set_password (store, office->clerk, NULL, "given by Maria", &error));
  g_assert_true (enter (store, office->clerk, "given by Maria", &error));
}

/* After a few wrong tries the right one has to wait, too; also after a restart. */
static void
test_wait (Office        *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (set_password (office->base.store, office->clerk, NULL, "correct horse battery", &error));
  for (guint i = 0; i < 3; i++)
    expect_refused (office->base.store, office->clerk, "wrong", KH_STORE_ERROR_PASSWORD);
  expect_refused (office->base.store, office->clerk, "correct horse battery", KH_STORE_ERROR_WAIT);

  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, &error);
  g_assert_no_error (error);
  expect_refused (office->base.store, office->clerk, "correct horse battery", KH_STORE_ERROR_WAIT);
  kh_store_test_pause (2100);
  g_assert_true (enter (office->base.store, office->clerk, "correct horse battery", &error));
  g_assert_no_error (error);
}

/* Whoever has left does not come in, with the right password neither. */
static void
test_ended (Office        *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (set_password (office->base.store, office->clerk, NULL, "correct horse battery", &error));
  set_member (office, office->clerk, kh_grants_none (), kh_grants_none (), FALSE);
  kh_store_sign_out (office->base.store);
  expect_refused (office->base.store, office->clerk, "correct horse battery", KH_STORE_ERROR_NOT_FOUND);
  g_assert_true (kh_grants_equal (kh_store_get_grants (office->base.store), kh_grants_none ()));
}

/* No password, and nothing that it could be tried against without Argon2id, is in the file. */
static void
test_file (Office        *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (set_password (office->base.store, office->clerk, NULL, "SENTINEL-PASSWORD-1", NULL));
  kh_store_test_close (g_steal_pointer (&office->base.store));
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_null (memmem (text, length, "SENTINEL", 8));
  g_assert_nonnull (memmem (text, length, "argon2id$", 9));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
}

/* All of it is still so in the file. */
static void
test_again (Office        *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  set_member (office, office->clerk, kh_grants_with (kh_grants_none (), KH_GRANT_CONFIDENTIAL_VIEW),
              kh_grants_with (kh_grants_none (), KH_GRANT_SALES_VIEW), TRUE);
  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, &error);
  g_assert_no_error (error);
  g_assert_true (kh_grants_equal (kh_store_get_grants (office->base.store), kh_grants_none ()));
  sign_in (office->base.store, office->clerk);
  g_assert_true (kh_grants_has (kh_store_get_grants (office->base.store), KH_GRANT_CONFIDENTIAL_VIEW));
  g_assert_false (kh_grants_has (kh_store_get_grants (office->base.store), KH_GRANT_SALES_VIEW));
  g_assert_true (kh_grants_has (kh_store_get_grants (office->base.store), KH_GRANT_LEAD_SOURCE_VIEW));
}

#define ADD(path, func) g_test_add (path, Office, NULL, office_set_up, func, office_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/grants/first-owner", KhStoreFixture, NULL, kh_store_test_set_up, test_first_owner, kh_store_test_tear_down);
  g_test_add ("/grants/listed-owner", KhStoreFixture, NULL, kh_store_test_set_up, test_listed_owner, kh_store_test_tear_down);
  ADD ("/grants/hidden", test_hidden);
  ADD ("/grants/search", test_search);
  ADD ("/grants/list", test_list);
  ADD ("/grants/history", test_history);
  ADD ("/grants/save", test_save);
  ADD ("/grants/create", test_create);
  ADD ("/grants/unique", test_unique);
  ADD ("/grants/settings", test_settings);
  ADD ("/grants/meanwhile", test_meanwhile);
  ADD ("/staff/last-owner", test_last_owner);
  ADD ("/staff/names", test_names);
  ADD ("/staff/reach", test_reach);
  ADD ("/staff/remove-group", test_remove_group);
  ADD ("/staff/again", test_again);
  ADD ("/password/password", test_password);
  ADD ("/password/wait", test_wait);
  ADD ("/password/ended", test_ended);
  ADD ("/password/file", test_file);

  return g_test_run ();
}
