/* test-duplicate-plan.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The plan of Duplicate. First as a law: every row of the registry, with every combination of
 * the grants that guard it, with its switch set on, off or by nobody, for residential and
 * business customers of no company, a Bold one and an ADT one, billed at the premises or
 * elsewhere; what is expected is worked out here from the registry's columns alone. Then case
 * by case what the law does not reach. */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-duplicate-plan.h"
#include "kh-gate.h"

#include <string.h>

#define ACTIVE "1"
#define INACTIVE "2"

enum {
  COMPANY_NONE,
  COMPANY_BOLD,
  COMPANY_ADT,
  N_COMPANIES
};

typedef enum {
  SWITCH_UNSET,
  SWITCH_OFF,
  SWITCH_ON,
  N_SWITCHES
} Switch;

typedef enum {
  VALUE_GOOD,
  VALUE_NONE,
  VALUE_INACTIVE,
  N_VALUES
} Value;

typedef struct {
  KhDatapointId id;
  KhGrants grants;
  Switch set;
  Value value;
  guint company;
  gboolean business;
  gboolean billed_elsewhere;
} Case;

static KhCompany *
make_company (gint64         id,
              const char    *name,
              KhMonitorType  type)
{
  KhCompany *company = kh_company_new ();

  g_object_set (company, "id", id, "name", name, "monitor-type", (int) type, "active", TRUE, NULL);

  return company;
}

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();
  g_autoptr (KhCompany) bold = make_company (COMPANY_BOLD, "Alarm Central", KH_MONITOR_BOLD);
  g_autoptr (KhCompany) adt = make_company (COMPANY_ADT, "ADT", KH_MONITOR_ADT);

  for (guint i = KH_CATALOGUE_NONE + 1; i < KH_N_CATALOGUES; i++)
    if (i != KH_CATALOGUE_COMPANIES)
      {
        kh_catalogues_add (catalogues, (KhCatalogueId) i, 1, "North", 0, TRUE);
        kh_catalogues_add (catalogues, (KhCatalogueId) i, 2, "Gone", 0, FALSE);
      }
  kh_catalogues_add_company (catalogues, bold);
  kh_catalogues_add_company (catalogues, adt);

  return catalogues;
}

static const char *
get_sample (const KhDatapoint *datapoint)
{
  switch (datapoint->type)
    {
    case KH_VALUE_CHOICE:
      return datapoint->choices[0].value;
    case KH_VALUE_CATALOGUE:
    case KH_VALUE_STAFF:
      return ACTIVE;
    case KH_VALUE_INTEGER:
      return datapoint->id == KH_DATAPOINT_CREDIT_SCORE ? "700" : "36";
    case KH_VALUE_MONEY:
      return "3995";
    case KH_VALUE_DATE:
      return "2020-02-03";
    case KH_VALUE_BOOLEAN:
      return "1";
    case KH_VALUE_PHONE:
      return "+18015550142";
    case KH_VALUE_EMAIL:
      return "ann@example.com";
    case KH_VALUE_POSTAL:
      return "84101";
    case KH_VALUE_ACCOUNT:
      return "A-1";
    case KH_VALUE_TEXT:
      return datapoint->id == KH_DATAPOINT_TIME_ZONE ? "America/Denver" : "Sample";
    case KH_VALUE_MULTILINE:
    case KH_VALUE_TAGS:
      return "Sample";
    case KH_VALUE_SECRET:
    case KH_VALUE_DIGITS:
    case KH_VALUE_COMPANY:
    case KH_N_VALUE_TYPES:
    default:
      return NULL;
    }
}

/* A customer with a value of everything. */
static KhCustomer *
make_full (guint    company,
           gboolean business,
           gboolean billed_elsewhere)
{
  KhCustomer *customer = kh_customer_new ();
  g_autofree char *entry = company == COMPANY_NONE ? NULL : g_strdup_printf ("%u", company);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      kh_customer_set (customer, datapoint->id, get_sample (datapoint));
      kh_customer_set_sealed (customer, datapoint->id, datapoint->sealed);
    }
  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, "1001");
  kh_customer_set (customer, KH_DATAPOINT_STATUS, "active");
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_BILLING_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, business ? "business" : "residential");
  kh_customer_set (customer, KH_DATAPOINT_BILLING_SAME, billed_elsewhere ? "0" : "1");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, entry);
  kh_customer_set_revision (customer, 7);

  return customer;
}

static KhDuplicatePlan *
make_plan (KhCustomer          *customer,
           KhGrants             grants,
           KhDuplicateDefaults *defaults)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhDuplicateDefaults) none = kh_duplicate_defaults_new ();
  g_autoptr (KhCustomer) seen = kh_customer_copy (customer);

  kh_gate_hide (seen, grants);

  return kh_duplicate_plan_new (seen, grants, defaults != NULL ? defaults : none, catalogues);
}

/* What is expected, from the registry's columns. */

typedef struct {
  KhDuplicateState state;
  gboolean shown;
  gboolean on;
  gboolean required;
  gboolean left_out;
} Expected;

static gboolean
is_adt_case (const Case *c)
{
  gboolean kept = c->id != KH_DATAPOINT_MONITORING_COMPANY || (c->value == VALUE_GOOD && c->set != SWITCH_OFF);

  return c->company == COMPANY_ADT && kept && kh_grants_has (c->grants, KH_GRANT_CENTRAL_STATION_VIEW) &&
         kh_grants_has (c->grants, KH_GRANT_CENTRAL_STATION_MODIFY);
}

static gboolean
is_billed_elsewhere (const Case *c)
{
  return c->billed_elsewhere && kh_grants_has (c->grants, KH_GRANT_CUSTOMER_VIEW) &&
         (c->id != KH_DATAPOINT_BILLING_SAME || (c->set != SWITCH_OFF && c->value == VALUE_GOOD));
}

static gboolean
is_required (const Case *c)
{
  const KhDatapoint *datapoint = kh_datapoint_get (c->id);
  gboolean business = c->business && kh_grants_has (c->grants, KH_GRANT_CUSTOMER_VIEW) &&
                      !(c->id == KH_DATAPOINT_ACCOUNT_TYPE && c->value != VALUE_GOOD);

  if (datapoint->sealed || (datapoint->required & KH_REQUIRED_SYSTEM) != 0)
    return FALSE;

  return (datapoint->required & KH_REQUIRED_ALWAYS) != 0 ||
         (business && (datapoint->required & KH_REQUIRED_BUSINESS) != 0) ||
         (is_adt_case (c) && (datapoint->required & KH_REQUIRED_ADT) != 0) ||
         (is_billed_elsewhere (c) && (datapoint->required & KH_REQUIRED_BILLING_DIFFERS) != 0);
}

static gboolean
starts_on (const Case *c)
{
  if (c->set != SWITCH_UNSET)
    return c->set == SWITCH_ON;

  return kh_datapoint_get (c->id)->duplicate == KH_DUPLICATE_ON ||
         (c->id == KH_DATAPOINT_MONITORING_COMPANY && c->company == COMPANY_ADT);
}

static gboolean
is_unused_billing (const Case *c)
{
  return !is_billed_elsewhere (c) &&
         ((kh_datapoint_get (c->id)->required & KH_REQUIRED_BILLING_DIFFERS) != 0 ||
          c->id == KH_DATAPOINT_BILLING_ADDRESS_2);
}

static Expected
expect_value (const Case *c)
{
  const KhDatapoint *datapoint = kh_datapoint_get (c->id);
  Expected e = { .shown = TRUE, .required = is_required (c) };
  gboolean may = e.required || datapoint->modify == KH_GRANT_CUSTOMER_MODIFY ||
                 kh_grants_has (c->grants, datapoint->modify);

  e.left_out = !may;
  if (!may)
    e.state = KH_DUPLICATE_STATE_LOCKED_OFF;
  else if (e.required)
    e.state = c->value == VALUE_GOOD ? KH_DUPLICATE_STATE_LOCKED_ON : KH_DUPLICATE_STATE_TYPED;
  else if (c->value == VALUE_INACTIVE || is_unused_billing (c))
    e.state = KH_DUPLICATE_STATE_LOCKED_OFF;
  e.on = e.state == KH_DUPLICATE_STATE_LOCKED_ON || (e.state == KH_DUPLICATE_STATE_FREE && starts_on (c));

  return e;
}

static Expected
expect (const Case *c)
{
  const KhDatapoint *datapoint = kh_datapoint_get (c->id);
  gboolean sees = kh_grants_has (c->grants, KH_GRANT_CUSTOMER_VIEW) && kh_grants_has (c->grants, datapoint->view);
  Expected e = { .state = KH_DUPLICATE_STATE_FREE, .required = is_required (c) };

  if (datapoint->duplicate == KH_DUPLICATE_TYPED_ANEW)
    e.state = KH_DUPLICATE_STATE_TYPED;
  else if (!sees || (c->value == VALUE_NONE && datapoint->duplicate != KH_DUPLICATE_NEVER))
    {
      e.state = e.required ? KH_DUPLICATE_STATE_TYPED : KH_DUPLICATE_STATE_FREE;
      e.shown = e.required;
      e.left_out = !sees && !e.required && datapoint->duplicate != KH_DUPLICATE_NEVER;
    }
  else if (datapoint->duplicate == KH_DUPLICATE_NEVER)
    {
      e.shown = c->value != VALUE_NONE && c->id != KH_DATAPOINT_CUSTOMER_NUMBER && c->id != KH_DATAPOINT_STATUS;
      e.state = e.shown ? KH_DUPLICATE_STATE_LOCKED_OFF : KH_DUPLICATE_STATE_FREE;
    }
  else
    return expect_value (c);

  return e;
}

static gboolean
is_listed (KhDuplicatePlan *plan,
           KhDuplicateRow  *row)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (plan)); i++)
    {
      g_autoptr (KhDuplicateRow) other = g_list_model_get_item (G_LIST_MODEL (plan), i);

      if (other == row)
        return TRUE;
    }

  return FALSE;
}

/* What the new customer gets of the original: the value when the row is on, and else what
 * every new customer has. */
static void
check_copy (const Case      *c,
            KhDuplicatePlan *plan,
            KhCustomer      *original,
            gboolean         on)
{
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  const KhDatapoint *datapoint = kh_datapoint_get (c->id);

  g_assert_cmpstr (kh_customer_get (copy, c->id), ==, on ? kh_customer_get (original, c->id) : datapoint->fallback);
  g_assert_cmpint (kh_customer_is_sealed (copy, c->id), ==, on && datapoint->sealed);
  g_assert_cmpint (kh_customer_get_number (copy), ==, 0);
  g_assert_cmpint (kh_customer_get_revision (copy), ==, 0);
}

static void
check_switch (KhDuplicateRow *row,
              const Expected *e)
{
  gboolean moves = e->shown && e->state == KH_DUPLICATE_STATE_FREE;

  g_assert_cmpint (kh_duplicate_row_set_on (row, !e->on), ==, moves);
  g_assert_cmpint (kh_duplicate_row_get_on (row), ==, moves ? !e->on : e->on);
}

static void
check_case (const Case *c)
{
  g_autoptr (KhCustomer) original = make_full (c->company, c->business, c->billed_elsewhere);
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicatePlan) plan = NULL;
  const Expected e = expect (c);
  KhDuplicateRow *row;

  kh_duplicate_defaults_set (defaults, KH_DATAPOINT_PERMIT_NUMBER, TRUE);
  if (c->set != SWITCH_UNSET)
    kh_duplicate_defaults_set (defaults, c->id, c->set == SWITCH_ON);
  if (c->value == VALUE_NONE)
    {
      kh_customer_set (original, c->id, NULL);
      kh_customer_set_sealed (original, c->id, FALSE);
    }
  else if (c->value == VALUE_INACTIVE)
    kh_customer_set (original, c->id, INACTIVE);
  plan = make_plan (original, c->grants, defaults);
  row = kh_duplicate_plan_get_row (plan, c->id);

  if (kh_duplicate_row_get_state (row) != e.state || kh_duplicate_row_get_on (row) != e.on)
    g_test_message ("%s: set %d, value %d, company %u, business %d, billed elsewhere %d, grants %" G_GINT64_MODIFIER "x",
                    kh_datapoint_get (c->id)->key, (int) c->set, (int) c->value, c->company, c->business,
                    c->billed_elsewhere, c->grants.bits);
  g_assert_cmpint (kh_duplicate_row_get_state (row), ==, e.state);
  g_assert_cmpint (kh_duplicate_row_get_shown (row), ==, e.shown);
  g_assert_cmpint (kh_duplicate_row_get_on (row), ==, e.on);
  g_assert_cmpint (kh_duplicate_row_get_required (row), ==, e.required);
  g_assert_cmpint (is_listed (plan, row), ==, e.shown);
  g_assert_true (!e.shown || (kh_duplicate_row_get_reason (row) == NULL) == (e.state == KH_DUPLICATE_STATE_FREE));
  check_copy (c, plan, original, e.on);
  check_switch (row, &e);
}

static gboolean
has_inactive (KhDatapointId id)
{
  KhValueType type = kh_datapoint_get (id)->type;

  return (type == KH_VALUE_CATALOGUE || type == KH_VALUE_STAFF) &&
         kh_datapoint_get (id)->duplicate != KH_DUPLICATE_NEVER;
}

static gboolean
exists (const Case *c)
{
  if (c->set != SWITCH_UNSET && !kh_duplicate_defaults_may_set (c->id))
    return FALSE;
  if (c->value == VALUE_INACTIVE && !has_inactive (c->id))
    return FALSE;
  if (c->id == KH_DATAPOINT_MONITORING_COMPANY)
    return c->value == (c->company == COMPANY_NONE ? VALUE_NONE : VALUE_GOOD);
  if (c->id == KH_DATAPOINT_PERMIT_NUMBER)
    return c->set != SWITCH_UNSET;

  /* No customer is without these. */
  return c->value == VALUE_GOOD || (c->id != KH_DATAPOINT_CUSTOMER_NUMBER && c->id != KH_DATAPOINT_STATUS &&
                                    c->id != KH_DATAPOINT_ACCOUNT_TYPE);
}

static void
check_situations (Case *c)
{
  for (guint i = 0; i < N_COMPANIES * 4; i++)
    {
      c->company = i % N_COMPANIES;
      c->business = i / N_COMPANIES % 2 != 0;
      c->billed_elsewhere = i / N_COMPANIES / 2 != 0;
      for (guint value = 0; value < N_VALUES; value++)
        {
          c->value = (Value) value;
          if (exists (c))
            check_case (c);
        }
    }
}

/* Each grant that guards the datapoint, taken away or not, alone and with the other. */
static void
test_law (gconstpointer data)
{
  Case c = { .id = (KhDatapointId) GPOINTER_TO_UINT (data) };
  const KhDatapoint *datapoint = kh_datapoint_get (c.id);

  for (guint taken = 0; taken < 4; taken++)
    {
      c.grants = kh_grants_all ();
      if ((taken & 1) != 0)
        c.grants = kh_grants_without (c.grants, datapoint->view);
      if ((taken & 2) != 0)
        c.grants = kh_grants_without (c.grants, datapoint->modify);
      for (guint set = 0; set < N_SWITCHES; set++)
        {
          c.set = (Switch) set;
          check_situations (&c);
        }
    }
}

/* Case by case. */

static KhDuplicateRow *
get_row (KhDuplicatePlan *plan,
         KhDatapointId    id)
{
  return kh_duplicate_plan_get_row (plan, id);
}

static void
assert_state (KhDuplicatePlan  *plan,
              KhDatapointId     id,
              KhDuplicateState  state)
{
  g_assert_cmpint (kh_duplicate_row_get_state (get_row (plan, id)), ==, state);
}

static const char *
get_problem (KhDuplicatePlan *plan,
             KhDatapointId    id)
{
  g_autoptr (GPtrArray) problems = kh_duplicate_plan_validate (plan);

  for (guint i = 0; i < problems->len; i++)
    {
      KhProblem *problem = g_ptr_array_index (problems, i);

      if (problem->datapoint == id)
        return g_intern_string (problem->message);
    }

  return NULL;
}

static void
type (KhDuplicatePlan *plan,
      KhDatapointId    id,
      const char      *text)
{
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), id, text);
}

static void
assert_ready (KhDuplicatePlan *plan)
{
  g_autoptr (GPtrArray) problems = kh_duplicate_plan_validate (plan);

  for (guint i = 0; i < problems->len; i++)
    {
      KhProblem *problem = g_ptr_array_index (problems, i);

      g_test_message ("%s: %s", kh_datapoint_get (problem->datapoint)->key, problem->message);
    }
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
test_names (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  g_autofree char *longest = g_strnfill (100, 'n');
  g_autofree char *longer = g_strnfill (101, 'n');

  kh_customer_set (original, KH_DATAPOINT_FIRST_NAME, "Ann");
  kh_customer_set (original, KH_DATAPOINT_LAST_NAME, "Lee");
  plan = make_plan (original, kh_grants_all (), NULL);
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_FIRST_NAME));
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_LAST_NAME));
  g_assert_false (kh_duplicate_plan_is_typed (plan));

  type (plan, KH_DATAPOINT_FIRST_NAME, longest);
  type (plan, KH_DATAPOINT_LAST_NAME, "O’Neil");
  assert_ready (plan);
  g_assert_true (kh_duplicate_plan_is_typed (plan));

  type (plan, KH_DATAPOINT_FIRST_NAME, longer);
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_FIRST_NAME));
  type (plan, KH_DATAPOINT_FIRST_NAME, "Bell\a");
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_FIRST_NAME));
  type (plan, KH_DATAPOINT_FIRST_NAME, "   ");
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_FIRST_NAME));

  kh_duplicate_plan_fill_names (plan);
  assert_ready (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_FIRST_NAME), ==, "Ann");
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_LAST_NAME), ==, "Lee");

  kh_duplicate_plan_clear_names (plan);
  g_assert_false (kh_duplicate_plan_is_typed (plan));
}

static guint
count_required (KhDuplicatePlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    n += kh_duplicate_row_get_required (get_row (plan, (KhDatapointId) i)) ? 1 : 0;

  return n;
}

/* ADT has more required datapoints than others, from the start, and no longer once the
 * company is not copied. */
static void
test_adt (void)
{
  g_autoptr (KhCustomer) adt = make_full (COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhCustomer) bold = make_full (COMPANY_BOLD, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) of_adt = make_plan (adt, kh_grants_all (), NULL);
  g_autoptr (KhDuplicatePlan) of_bold = make_plan (bold, kh_grants_all (), NULL);

  g_assert_cmpuint (count_required (of_bold), ==, 8);
  g_assert_cmpuint (count_required (of_adt), ==, 17);
  assert_state (of_adt, KH_DATAPOINT_EMAIL, KH_DUPLICATE_STATE_LOCKED_ON);
  g_assert_false (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_EMAIL), FALSE));

  g_assert_true (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_MONITORING_COMPANY), FALSE));
  g_assert_cmpuint (count_required (of_adt), ==, 8);
  g_assert_true (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_EMAIL), FALSE));
  g_assert_true (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_MONITORING_COMPANY), TRUE));
  g_assert_true (kh_duplicate_row_get_on (get_row (of_adt, KH_DATAPOINT_EMAIL)));
}

/* A switch that was moved is remembered while its row is locked. */
static void
test_chosen (void)
{
  g_autoptr (KhCustomer) adt = make_full (COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_plan (adt, kh_grants_all (), NULL);
  g_autoptr (KhDuplicateDefaults) switches = NULL;

  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE);
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_EMAIL), FALSE);
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), TRUE);
  assert_state (plan, KH_DATAPOINT_EMAIL, KH_DUPLICATE_STATE_LOCKED_ON);
  switches = kh_duplicate_plan_dup_switches (plan);
  g_assert_true (kh_duplicate_defaults_is_set (switches, KH_DATAPOINT_EMAIL));
  g_assert_false (kh_duplicate_defaults_get (switches, KH_DATAPOINT_EMAIL));

  /* Of this one nobody said anything. */
  g_assert_false (kh_duplicate_defaults_is_set (switches, KH_DATAPOINT_CONTRACT_TERM));
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE);
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_EMAIL)));
}

/* A record that did not pass the gate is no way around it. */
static void
test_not_gated (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;

  plan = kh_duplicate_plan_new (original, kh_grants_without (kh_grants_all (), KH_GRANT_SALES_VIEW), defaults, catalogues);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_MONTHLY_CHARGE));
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_SALE_DATE));
  g_assert_false (is_listed (plan, get_row (plan, KH_DATAPOINT_MONTHLY_CHARGE)));
}

/* Birthdate or SSN Last Four: one of them is enough for ADT. */
static void
test_stand_in (void)
{
  g_autoptr (KhCustomer) adt = make_full (COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_plan (adt, kh_grants_all (), NULL);
  g_autoptr (GArray) secrets = NULL;

  assert_state (plan, KH_DATAPOINT_BIRTHDATE, KH_DUPLICATE_STATE_LOCKED_ON);
  assert_state (plan, KH_DATAPOINT_SSN_LAST_FOUR, KH_DUPLICATE_STATE_FREE);
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_row (plan, KH_DATAPOINT_SSN_LAST_FOUR)), ==, "••••••");
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_SSN_LAST_FOUR), TRUE));
  assert_state (plan, KH_DATAPOINT_BIRTHDATE, KH_DUPLICATE_STATE_FREE);
  secrets = kh_duplicate_plan_list_secrets (plan);
  g_assert_cmpuint (secrets->len, ==, 1);
  g_assert_cmpint (g_array_index (secrets, KhDatapointId, 0), ==, KH_DATAPOINT_SSN_LAST_FOUR);
}

/* The help page's lists, one by one: what is needed to duplicate at all. */
static void
test_needed_grants (void)
{
  static const KhGrant needed[] = {
    KH_GRANT_CUSTOMER_VIEW, KH_GRANT_CUSTOMER_CREATE, KH_GRANT_CUSTOMER_DUPLICATE,
    KH_GRANT_LEAD_SOURCE_VIEW, KH_GRANT_LEAD_SOURCE_MODIFY, KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  };
  KhGrants grants = kh_grants_none ();

  g_assert_true (kh_duplicate_plan_check_grants (kh_grants_all (), NULL));
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *name = kh_grant_dup_name (needed[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (kh_duplicate_plan_check_grants (kh_grants_without (kh_grants_all (), needed[i]), &error));
      g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
      g_assert_nonnull (strstr (error->message, name));
      grants = kh_grants_with (grants, needed[i]);
    }
  /* And nothing else is. */
  g_assert_true (kh_duplicate_plan_check_grants (grants, NULL));
}

static void
test_account_class (void)
{
  const KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_CUSTOMER_ACCOUNT_CLASS);
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_plan (original, grants, NULL);
  KhDuplicateRow *row = get_row (plan, KH_DATAPOINT_ACCOUNT_CLASS);
  g_autofree char *left_out = kh_duplicate_plan_dup_left_out (plan);

  g_assert_cmpstr (kh_duplicate_row_get_value_text (row), ==, "North");
  assert_state (plan, KH_DATAPOINT_ACCOUNT_CLASS, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_nonnull (strstr (kh_duplicate_row_get_reason (row), "Customer: Modify Account Class"));
  g_assert_cmpuint (kh_duplicate_plan_count_left_out (plan), ==, 1);
  g_assert_nonnull (strstr (left_out, "1 datapoint "));
}

static void
test_sales_hidden (void)
{
  const KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_SALES_VIEW);
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_plan (original, grants, NULL);
  g_autoptr (KhCustomer) copy = NULL;

  /* The sale date is required: it is typed, and the original's is not to be found. */
  assert_state (plan, KH_DATAPOINT_SALE_DATE, KH_DUPLICATE_STATE_TYPED);
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_row (plan, KH_DATAPOINT_SALE_DATE)), ==, "");
  g_assert_cmpuint (kh_duplicate_plan_count_left_out (plan), ==, 8);
  kh_duplicate_plan_fill_names (plan);
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_SALE_DATE));
  type (plan, KH_DATAPOINT_SALE_DATE, "not a day");
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_SALE_DATE));
  type (plan, KH_DATAPOINT_SALE_DATE, "03/04/2026");
  assert_ready (plan);

  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_SALE_DATE), ==, "2026-03-04");
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_datapoint_get ((KhDatapointId) i)->section == KH_SECTION_SALES && i != KH_DATAPOINT_SALE_DATE)
      g_assert_null (kh_customer_get (copy, (KhDatapointId) i));
}

static void
test_office_inactive (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  KhDuplicateRow *row;

  kh_customer_set (original, KH_DATAPOINT_OFFICE_LOCATION, INACTIVE);
  plan = make_plan (original, kh_grants_all (), NULL);
  row = get_row (plan, KH_DATAPOINT_OFFICE_LOCATION);
  g_assert_cmpint (kh_duplicate_row_get_state (row), ==, KH_DUPLICATE_STATE_TYPED);
  g_assert_nonnull (strstr (kh_duplicate_row_get_reason (row), "Gone"));
  kh_duplicate_plan_fill_names (plan);
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_OFFICE_LOCATION));
  g_assert_false (kh_draft_set_value (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_OFFICE_LOCATION, INACTIVE));
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_OFFICE_LOCATION));
  kh_draft_set_value (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_OFFICE_LOCATION, ACTIVE);
  assert_ready (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_OFFICE_LOCATION), ==, ACTIVE);
}

static KhDuplicatePlan *
make_campaign_plan (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();

  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 5, "Spring", 1, TRUE);
  kh_customer_set (original, KH_DATAPOINT_LEAD_CAMPAIGN, "5");

  return kh_duplicate_plan_new (original, kh_grants_all (), defaults, catalogues);
}

/* A campaign goes with its lead source, and comes back with it. */
static void
test_campaign (void)
{
  g_autoptr (KhDuplicatePlan) plan = make_campaign_plan ();
  KhDuplicateRow *campaign = get_row (plan, KH_DATAPOINT_LEAD_CAMPAIGN);
  g_autoptr (KhCustomer) copy = NULL;

  g_assert_true (kh_duplicate_row_get_on (campaign));
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_LEAD_SOURCE), FALSE));
  assert_state (plan, KH_DATAPOINT_LEAD_CAMPAIGN, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_nonnull (strstr (kh_duplicate_row_get_reason (campaign), "Lead Source"));
  g_assert_false (kh_duplicate_row_set_on (campaign, TRUE));
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_LEAD_CAMPAIGN));

  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_LEAD_SOURCE), TRUE));
  g_assert_true (kh_duplicate_row_get_on (campaign));
}

static void
test_section (void)
{
  g_autoptr (KhDuplicatePlan) plan = make_campaign_plan ();
  guint on = 0;

  /* Promo Code and Partner Reference start off. */
  g_assert_cmpuint (kh_duplicate_plan_count_free (plan, KH_SECTION_LEAD_SOURCE, &on), ==, 4);
  g_assert_cmpuint (on, ==, 2);
  g_assert_cmpuint (kh_duplicate_plan_set_section (plan, KH_SECTION_LEAD_SOURCE, FALSE), ==, 2);
  assert_state (plan, KH_DATAPOINT_LEAD_CAMPAIGN, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_cmpuint (kh_duplicate_plan_set_section (plan, KH_SECTION_LEAD_SOURCE, TRUE), ==, 4);
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_LEAD_CAMPAIGN)));

  /* Locked rows stay, and nobody copies a passcode in passing. */
  kh_duplicate_plan_set_section (plan, KH_N_SECTIONS, FALSE);
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_CITY)));
  kh_duplicate_plan_set_section (plan, KH_N_SECTIONS, TRUE);
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_PASSCODE)));
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_ACCOUNT_NUMBER)));
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_SPOUSE)));
  g_assert_cmpuint (kh_duplicate_plan_count_free (plan, KH_SECTION_PASSCODES, NULL), ==, 0);

  kh_duplicate_plan_reset (plan);
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_SPOUSE)));
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_LEAD_CAMPAIGN)));
}

/* A cancelled customer's duplicate is an active one. */
static void
test_cancelled (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;

  kh_customer_set (original, KH_DATAPOINT_STATUS, "cancelled");
  plan = make_plan (original, kh_grants_all (), NULL);
  assert_state (plan, KH_DATAPOINT_STATUS, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_true (is_listed (plan, get_row (plan, KH_DATAPOINT_STATUS)));
  g_assert_nonnull (kh_duplicate_row_get_reason (get_row (plan, KH_DATAPOINT_STATUS)));
  kh_duplicate_plan_fill_names (plan);
  assert_ready (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_STATUS), ==, "active");
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_CANCEL_DATE));
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_CANCEL_REASON));
}

/* A class brings nothing along: what is off stays away. */
static void
test_class_charge (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  KhCatalogueEntry entry = { .id = 7, .label = (char *) "Gold", .active = TRUE, .monthly_charge = (char *) "5000" };

  kh_catalogues_add_entry (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, &entry);
  kh_customer_set (original, KH_DATAPOINT_ACCOUNT_CLASS, "7");
  kh_duplicate_defaults_set (defaults, KH_DATAPOINT_MONTHLY_CHARGE, FALSE);
  plan = kh_duplicate_plan_new (original, kh_grants_all (), defaults, catalogues);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_ACCOUNT_CLASS), ==, "7");
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_MONTHLY_CHARGE));
}

/* Save and Duplicate Another: another plan with the same switches, and a refreshed one. */
static void
test_switches_kept (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_BOLD, FALSE, FALSE);
  g_autoptr (KhCustomer) newer = kh_customer_copy (original);
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhDuplicatePlan) plan = make_plan (original, kh_grants_all (), NULL);
  g_autoptr (KhDuplicatePlan) again = NULL;
  g_autoptr (KhDuplicateDefaults) switches = NULL;
  g_autoptr (GArray) changed = NULL;

  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_SPOUSE), TRUE);
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_ZIP), FALSE);
  switches = kh_duplicate_plan_dup_switches (plan);
  again = make_plan (original, kh_grants_all (), switches);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpint (kh_duplicate_row_get_on (get_row (plan, (KhDatapointId) i)), ==,
                     kh_duplicate_row_get_on (get_row (again, (KhDatapointId) i)));

  type (plan, KH_DATAPOINT_FIRST_NAME, "Ben");
  kh_customer_set (newer, KH_DATAPOINT_COUNTY, NULL);
  kh_customer_set (newer, KH_DATAPOINT_SPOUSE, "Kim");
  kh_customer_set_revision (newer, 8);
  changed = kh_duplicate_plan_refresh (plan, newer, kh_grants_all (), catalogues);
  g_assert_cmpuint (changed->len, ==, 2);
  g_assert_cmpint (g_array_index (changed, KhDatapointId, 0), ==, KH_DATAPOINT_SPOUSE);
  g_assert_cmpint (g_array_index (changed, KhDatapointId, 1), ==, KH_DATAPOINT_COUNTY);
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_row (plan, KH_DATAPOINT_SPOUSE)), ==, "Kim");
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_SPOUSE)));
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_ZIP)));
  g_assert_false (is_listed (plan, get_row (plan, KH_DATAPOINT_COUNTY)));
  g_assert_cmpstr (kh_draft_get_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_FIRST_NAME), ==, "Ben");
  g_assert_cmpint (kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), ==, 8);
}

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     GPtrArray  *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

/* Whoever listens to the list knows it; it is in the order of the page. */
static void
test_list (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_ADT, FALSE, FALSE);
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  KhDuplicateRow *monitored_by;

  kh_customer_set (original, KH_DATAPOINT_EMAIL, NULL);
  kh_customer_set (original, KH_DATAPOINT_CONTRACT_TERM, NULL);
  plan = make_plan (original, kh_grants_all (), NULL);
  monitored_by = get_row (plan, KH_DATAPOINT_MONITORING_COMPANY);
  on_items_changed_cb (G_LIST_MODEL (plan), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (plan)), mirror);
  g_signal_connect (plan, "items-changed", G_CALLBACK (on_items_changed_cb), mirror);

  for (guint round = 0; round < 3; round++)
    {
      gboolean adt = kh_duplicate_row_get_on (monitored_by);

      g_assert_cmpint (is_listed (plan, get_row (plan, KH_DATAPOINT_EMAIL)), ==, adt);
      g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (G_LIST_MODEL (plan)));
      for (guint i = 0; i < mirror->len; i++)
        {
          g_autoptr (KhDuplicateRow) row = g_list_model_get_item (G_LIST_MODEL (plan), i);

          g_assert_true (row == g_ptr_array_index (mirror, i));
          g_assert_true (i == 0 || kh_duplicate_row_get_section (row) >=
                         kh_duplicate_row_get_section (g_ptr_array_index (mirror, i - 1)));
        }
      kh_duplicate_row_set_on (monitored_by, !adt);
    }
}

static void
turn_off_cb (KhDuplicateRow *row G_GNUC_UNUSED,
             GParamSpec     *pspec G_GNUC_UNUSED,
             KhDuplicateRow *other)
{
  kh_duplicate_row_set_on (other, FALSE);
}

/* Whoever listens to one row may move another. */
static void
test_listener (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_plan (original, kh_grants_all (), NULL);
  g_autoptr (KhCustomer) copy = NULL;

  g_signal_connect (get_row (plan, KH_DATAPOINT_SPOUSE), "notify::on", G_CALLBACK (turn_off_cb),
                    get_row (plan, KH_DATAPOINT_ZIP));
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_SPOUSE), TRUE));
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_ZIP)));
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_nonnull (kh_customer_get (copy, KH_DATAPOINT_SPOUSE));
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_ZIP));
}

/* A business whose name is longer than ADT takes has it typed, for as long as it is ADT's. */
static void
test_adt_limit (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_ADT, TRUE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;

  kh_customer_set (original, KH_DATAPOINT_BUSINESS_NAME, "Fisher and Daughters Hardware");
  plan = make_plan (original, kh_grants_all (), NULL);
  assert_state (plan, KH_DATAPOINT_BUSINESS_NAME, KH_DUPLICATE_STATE_TYPED);
  kh_duplicate_plan_fill_names (plan);
  g_assert_nonnull (get_problem (plan, KH_DATAPOINT_BUSINESS_NAME));
  type (plan, KH_DATAPOINT_BUSINESS_NAME, "Fisher and Daughters, Hardware");
  g_assert_nonnull (strstr (get_problem (plan, KH_DATAPOINT_BUSINESS_NAME), "28"));
  type (plan, KH_DATAPOINT_BUSINESS_NAME, "Fisher Hardware");
  assert_ready (plan);
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE));
  assert_state (plan, KH_DATAPOINT_BUSINESS_NAME, KH_DUPLICATE_STATE_LOCKED_ON);
}

/* A row outlives its plan, and moves no more. */
static void
test_row_alone (void)
{
  g_autoptr (KhCustomer) original = make_full (COMPANY_NONE, FALSE, FALSE);
  KhDuplicatePlan *plan = make_plan (original, kh_grants_all (), NULL);
  g_autoptr (KhDuplicateRow) row = g_object_ref (get_row (plan, KH_DATAPOINT_ZIP));

  g_assert_finalize_object (plan);
  g_assert_false (kh_duplicate_row_set_on (row, FALSE));
  g_assert_true (kh_duplicate_row_get_on (row));
}

static void
test_defaults (void)
{
  g_autoptr (KhDuplicateDefaults) office = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) own = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) over = NULL;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpint (kh_duplicate_defaults_get (office, (KhDatapointId) i), ==,
                     kh_datapoint_get ((KhDatapointId) i)->duplicate == KH_DUPLICATE_ON);
  kh_duplicate_defaults_set (office, KH_DATAPOINT_SPOUSE, TRUE);
  kh_duplicate_defaults_set (office, KH_DATAPOINT_ZIP, FALSE);
  kh_duplicate_defaults_set (own, KH_DATAPOINT_ZIP, TRUE);
  over = kh_duplicate_defaults_overlay (office, own);
  g_assert_true (kh_duplicate_defaults_get (over, KH_DATAPOINT_SPOUSE));
  g_assert_true (kh_duplicate_defaults_get (over, KH_DATAPOINT_ZIP));
  kh_duplicate_defaults_unset (own, KH_DATAPOINT_ZIP);
  g_clear_object (&over);
  over = kh_duplicate_defaults_overlay (office, own);
  g_assert_false (kh_duplicate_defaults_get (over, KH_DATAPOINT_ZIP));
  g_assert_true (kh_duplicate_defaults_equal (over, office));
  g_assert_false (kh_duplicate_defaults_may_set (KH_DATAPOINT_CITY));
  g_assert_false (kh_duplicate_defaults_may_set (KH_DATAPOINT_DURESS_CODE));
}

/* Whoever looks at the defaults reads of each row either how it starts or why it cannot be set. */
static void
test_default_reasons (void)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      const char *reason = kh_duplicate_defaults_may_set (id) ? "" : kh_duplicate_defaults_get_reason (id);

      g_assert_nonnull (reason);
      g_assert_true (kh_duplicate_defaults_may_set (id) || g_str_has_suffix (reason, "."));
    }
  g_assert_cmpstr (kh_duplicate_defaults_get_reason (KH_DATAPOINT_FIRST_NAME), ==,
                   "This is typed for each new customer.");
  g_assert_cmpstr (kh_duplicate_defaults_get_reason (KH_DATAPOINT_ACCOUNT_NUMBER), ==,
                   "An account belongs to one customer only.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/duplicate-plan/law/%s", kh_datapoint_get ((KhDatapointId) i)->key);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_law);
    }
  g_test_add_func ("/duplicate-plan/names", test_names);
  g_test_add_func ("/duplicate-plan/adt", test_adt);
  g_test_add_func ("/duplicate-plan/chosen", test_chosen);
  g_test_add_func ("/duplicate-plan/not-gated", test_not_gated);
  g_test_add_func ("/duplicate-plan/stand-in", test_stand_in);
  g_test_add_func ("/duplicate-plan/needed-grants", test_needed_grants);
  g_test_add_func ("/duplicate-plan/account-class", test_account_class);
  g_test_add_func ("/duplicate-plan/sales-hidden", test_sales_hidden);
  g_test_add_func ("/duplicate-plan/office-inactive", test_office_inactive);
  g_test_add_func ("/duplicate-plan/campaign", test_campaign);
  g_test_add_func ("/duplicate-plan/section", test_section);
  g_test_add_func ("/duplicate-plan/cancelled", test_cancelled);
  g_test_add_func ("/duplicate-plan/class-charge", test_class_charge);
  g_test_add_func ("/duplicate-plan/switches-kept", test_switches_kept);
  g_test_add_func ("/duplicate-plan/list", test_list);
  g_test_add_func ("/duplicate-plan/listener", test_listener);
  g_test_add_func ("/duplicate-plan/adt-limit", test_adt_limit);
  g_test_add_func ("/duplicate-plan/row-alone", test_row_alone);
  g_test_add_func ("/duplicate-plan/defaults", test_defaults);
  g_test_add_func ("/duplicate-plan/default-reasons", test_default_reasons);

  return g_test_run ();
}
