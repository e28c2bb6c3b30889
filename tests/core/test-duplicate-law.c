/* test-duplicate-law.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The plan of Duplicate as a law: every row of the registry, with every combination of the
 * grants that guard it, with its switch set on, off or by nobody, for residential and business
 * customers of no company, a Bold one and an ADT one, billed at the premises or elsewhere; what
 * is expected is worked out here from the registry's columns alone. */

#include "config.h"

#include "kh-plan-test.h"

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

/* What is expected, from the registry's columns. */

typedef struct {
  KhDuplicateState state;
  gboolean shown;
  gboolean on;
  gboolean typed;
  gboolean required;
  gboolean left_out;
} Expected;

static gboolean
is_adt_case (const Case *c)
{
  gboolean kept = c->id != KH_DATAPOINT_MONITORING_COMPANY || (c->value == VALUE_GOOD && c->set != SWITCH_OFF);

  return c->company == KH_PLAN_TEST_COMPANY_ADT && kept && kh_grants_has (c->grants, KH_GRANT_CENTRAL_STATION_VIEW) &&
         kh_grants_has (c->grants, KH_GRANT_CENTRAL_STATION_MODIFY);
}

static gboolean
is_billed_elsewhere (const Case *c)
{
  return c->billed_elsewhere && kh_grants_has (c->grants, KH_GRANT_CUSTOMER_VIEW) &&
         (c->id != KH_DATAPOINT_BILLING_SAME || (c->set != SWITCH_OFF && c->value == VALUE_GOOD));
}

/* The Birthdate is copied because it must, and is enough; but not where the SSN is copied. */
static gboolean
has_stand_in (const Case *c)
{
  return c->id == KH_DATAPOINT_SSN_LAST_FOUR && kh_grants_has (c->grants, KH_GRANT_CUSTOMER_VIEW) &&
         kh_grants_has (c->grants, KH_GRANT_CONFIDENTIAL_VIEW) && (c->set != SWITCH_ON || c->value != VALUE_GOOD);
}

static gboolean
is_required (const Case *c)
{
  const KhDatapoint *datapoint = kh_datapoint_get (c->id);
  gboolean business = c->business && kh_grants_has (c->grants, KH_GRANT_CUSTOMER_VIEW) &&
                      !(c->id == KH_DATAPOINT_ACCOUNT_TYPE && c->value != VALUE_GOOD);

  if ((datapoint->required & KH_REQUIRED_SYSTEM) != 0)
    return FALSE;
  if (datapoint->sealed && (!kh_grants_has (c->grants, datapoint->modify) || has_stand_in (c)))
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
         (c->id == KH_DATAPOINT_MONITORING_COMPANY && c->company == KH_PLAN_TEST_COMPANY_ADT);
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
  gboolean may = e.required || (datapoint->modify == KH_GRANT_CUSTOMER_MODIFY && !datapoint->sealed) ||
                 kh_grants_has (c->grants, datapoint->modify);

  e.left_out = !may;
  if (!may)
    e.state = KH_DUPLICATE_STATE_LOCKED_OFF;
  else if (e.required && !datapoint->sealed)
    e.state = c->value == VALUE_GOOD ? KH_DUPLICATE_STATE_LOCKED_ON : KH_DUPLICATE_STATE_TYPED;
  else if (c->value == VALUE_INACTIVE || is_unused_billing (c))
    e.state = KH_DUPLICATE_STATE_LOCKED_OFF;
  e.on = e.state == KH_DUPLICATE_STATE_LOCKED_ON || (e.state == KH_DUPLICATE_STATE_FREE && starts_on (c));
  e.typed = e.state == KH_DUPLICATE_STATE_TYPED || (e.required && !e.on && e.state == KH_DUPLICATE_STATE_FREE);

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
  e.typed = e.state == KH_DUPLICATE_STATE_TYPED;

  return e;
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
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (c->company, c->business, c->billed_elsewhere);
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
    kh_customer_set (original, c->id, KH_PLAN_TEST_INACTIVE);
  plan = kh_plan_test_make (original, c->grants, defaults);
  row = kh_duplicate_plan_get_row (plan, c->id);

  if (kh_duplicate_row_get_state (row) != e.state || kh_duplicate_row_get_on (row) != e.on)
    g_test_message ("%s: set %d, value %d, company %u, business %d, billed elsewhere %d, grants %" G_GINT64_MODIFIER "x",
                    kh_datapoint_get (c->id)->key, (int) c->set, (int) c->value, c->company, c->business,
                    c->billed_elsewhere, c->grants.bits);
  g_assert_cmpint (kh_duplicate_row_get_state (row), ==, e.state);
  g_assert_cmpint (kh_duplicate_row_get_shown (row), ==, e.shown);
  g_assert_cmpint (kh_duplicate_row_get_on (row), ==, e.on);
  g_assert_cmpint (kh_duplicate_row_get_required (row), ==, e.required);
  g_assert_cmpint (kh_plan_test_is_listed (plan, row), ==, e.shown);
  g_assert_cmpint (kh_duplicate_row_get_typed (row), ==, e.typed);
  g_assert_true (!e.shown || (kh_duplicate_row_get_reason (row) == NULL) ==
                             (e.state == KH_DUPLICATE_STATE_FREE && !e.typed));
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
    return c->value == (c->company == KH_PLAN_TEST_COMPANY_NONE ? VALUE_NONE : VALUE_GOOD);
  if (c->id == KH_DATAPOINT_PERMIT_NUMBER)
    return c->set != SWITCH_UNSET;

  /* No customer is without these. */
  return c->value == VALUE_GOOD || (c->id != KH_DATAPOINT_CUSTOMER_NUMBER && c->id != KH_DATAPOINT_STATUS &&
                                    c->id != KH_DATAPOINT_ACCOUNT_TYPE);
}

static void
check_situations (Case *c)
{
  for (guint i = 0; i < KH_PLAN_TEST_N_COMPANIES * 4; i++)
    {
      c->company = i % KH_PLAN_TEST_N_COMPANIES;
      c->business = i / KH_PLAN_TEST_N_COMPANIES % 2 != 0;
      c->billed_elsewhere = i / KH_PLAN_TEST_N_COMPANIES / 2 != 0;
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/duplicate-law/%s", kh_datapoint_get ((KhDatapointId) i)->key);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_law);
    }

  return g_test_run ();
}
