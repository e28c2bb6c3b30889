/* kh-page-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-customer.h"
#include "kh-datapoint-row.h"
#include "kh-section-card.h"
#include "kh-ui-test.h"

G_BEGIN_DECLS

/* What the tests of the customer's page share, besides the driver: a window around one widget,
 * what stands in a row, and a customer with something in every section. */

GtkWindow    *page_test_show       (GtkWidget      *child,
                                    int             width,
                                    int             height);

GtkWidget    *page_test_find       (GtkWidget      *root,
                                    GType           type,
                                    const char     *css_class);
const char   *page_test_get_note   (KhDatapointRow *row);
const char   *page_test_get_shown  (KhDatapointRow *row);

KhCatalogues *page_test_catalogues (void);
KhCustomer   *page_test_customer   (void);

G_END_DECLS
