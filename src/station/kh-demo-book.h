/* kh-demo-book.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-catalogues.h"
#include "kh-customer.h"

G_BEGIN_DECLS

/* What every customer of the demo says, here and at the stations. */
#define KH_DEMO_PASSCODE "ROSEBUD"

/* An account document that holds the customer's values at the registry's places. */
JsonObject *kh_demo_book_make_account (KhCustomer   *customer,
                                       KhCatalogues *catalogues,
                                       const char   *number,
                                       const char   *dealer) G_GNUC_WARN_UNUSED_RESULT;

/* Makes @n datapoints of @customer differ, as they do after years of telephone calls. */
void        kh_demo_book_make_differ  (KhCustomer   *customer,
                                       GRand        *random,
                                       guint         n);

G_END_DECLS
