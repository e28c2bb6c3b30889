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

G_BEGIN_DECLS

/* What the tests of the customer's page share: a window under a real X server, real key
 * events, and a customer with something in every section. */
#define PAGE_TEST_WAIT_FOR(condition)                                                   \
  G_STMT_START {                                                                        \
    gint64 end_ = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;                         \
    while (!(condition) && g_get_monotonic_time () < end_)                              \
      {                                                                                 \
        if (!g_main_context_iteration (NULL, FALSE))                                    \
          g_usleep (500);                                                               \
      }                                                                                 \
    g_assert_true (condition);                                                          \
  } G_STMT_END

void          page_test_init           (int              *argc,
                                        char           ***argv);

GtkWindow    *page_test_show           (GtkWidget        *child,
                                        int               width,
                                        int               height);
/* What a window manager does when the window in front closes. */
void          page_test_focus          (GtkWindow        *window);
void          page_test_settle         (GtkWindow        *window);
void          page_test_press          (guint             keyval,
                                        GdkModifierType   modifiers);
void          page_test_type           (const char       *text);
void          page_test_wait_for_focus (GtkWindow        *window,
                                        GtkWidget        *widget);

GtkWidget    *page_test_find           (GtkWidget        *root,
                                        GType             type,
                                        const char       *css_class);
const char   *page_test_get_note       (KhDatapointRow   *row);
const char   *page_test_get_shown      (KhDatapointRow   *row);

KhCatalogues *page_test_catalogues     (void);
KhCustomer   *page_test_customer       (void);

G_END_DECLS
