/* kh-demo-people.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-customer.h"

G_BEGIN_DECLS

#define KH_DEMO_COMPANIES 5

/* The dealer that the demo's office is to all of its stations. */
#define KH_DEMO_DEALER "D1001"

/**
 * KhDemoCompany:
 *
 * One of the demo's monitoring companies: its name, its kind, and how its account numbers
 * begin.
 */
typedef struct {
  const char *name;
  KhMonitorType monitor_type;
  const char *prefix;
} KhDemoCompany;

extern const KhDemoCompany kh_demo_companies[KH_DEMO_COMPANIES];

/**
 * KhDemoPerson:
 * @customer: the record
 * @company: which of the companies, or -1
 * @accounts: (element-type JsonObject): what that station has for it
 */
typedef struct {
  KhCustomer *customer;
  int company;
  JsonArray *accounts;
} KhDemoPerson;

GPtrArray *kh_demo_people_make (KhCatalogues *catalogues,
                                guint         customers,
                                guint32       seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
