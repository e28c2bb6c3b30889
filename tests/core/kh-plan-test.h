/* kh-plan-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-catalogues.h"
#include "kh-duplicate-plan.h"

G_BEGIN_DECLS

/* Customers to duplicate, of no company, a Bold one and an ADT one, and plans for them. */

enum {
  KH_PLAN_TEST_COMPANY_NONE,
  KH_PLAN_TEST_COMPANY_BOLD,
  KH_PLAN_TEST_COMPANY_ADT,
  KH_PLAN_TEST_N_COMPANIES
};

/* Of every list: the entry that is in use, and the one that no longer is. */
#define KH_PLAN_TEST_ACTIVE   "1"
#define KH_PLAN_TEST_INACTIVE "2"

KhCatalogues    *kh_plan_test_make_catalogues (void);
/* A customer with a value of everything. */
KhCustomer      *kh_plan_test_make_full       (guint                company,
                                               gboolean             business,
                                               gboolean             billed_elsewhere);
/* @customer passes the gate first; @defaults may be NULL. */
KhDuplicatePlan *kh_plan_test_make            (KhCustomer          *customer,
                                               KhGrants             grants,
                                               KhDuplicateDefaults *defaults);

gboolean         kh_plan_test_is_listed       (KhDuplicatePlan     *plan,
                                               KhDuplicateRow      *row);
const char      *kh_plan_test_get_problem     (KhDuplicatePlan     *plan,
                                               KhDatapointId        id);
void             kh_plan_test_assert_ready    (KhDuplicatePlan     *plan);

G_END_DECLS
