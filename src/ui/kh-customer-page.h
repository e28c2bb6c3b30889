/* kh-customer-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhCustomerPage:
 *
 * One customer's page: the header, and the Customer tab with the registry's sections.
 *
 * Properties: title (the tab's: the name, or "New Customer"), dirty (something typed is not
 * saved), busy (loading or saving), number (0 for a new customer until it is saved).
 * Actions in group "page": edit, save, cancel, link, duplicate, duplicate-several; enabled as the
 * page's state allows.
 * ::another (): the new customer is saved, and somebody wants to begin another in its place.
 * ::created (gint64 number): a new customer was saved; the page now shows it.
 * ::deleted (): the customer is no more; the page has nothing to show.
 * ::notice (char *text): a sentence for the window's status bar.
 * ::duplicate (KhCustomer *customer): somebody wants a duplicate of the record as it is kept.
 * ::open-customer (gint64 number): somebody wants to look at another customer.
 * ::duplicate-several (KhCustomer *customer): the same, and many of them.
 */
#define KH_TYPE_CUSTOMER_PAGE (kh_customer_page_get_type ())
G_DECLARE_FINAL_TYPE (KhCustomerPage, kh_customer_page, KH, CUSTOMER_PAGE, GtkWidget)

GtkWidget  *kh_customer_page_new          (KhServices          *services,
                                           gint64               number);

gint64      kh_customer_page_get_number   (KhCustomerPage      *self);
const char *kh_customer_page_get_title    (KhCustomerPage      *self);
gboolean    kh_customer_page_get_dirty    (KhCustomerPage      *self);

/* Reads the record again (F5), and keeps what is being typed. */
void        kh_customer_page_refresh      (KhCustomerPage      *self);
/* Compares the account of a linked customer, as soon as the page is there. @quiet: asks only where
 * somebody has to decide. */
void        kh_customer_page_compare      (KhCustomerPage      *self,
                                           gboolean             quiet);

/* Its notes, at the first one, as soon as they are there. */
void        kh_customer_page_show_notes   (KhCustomerPage      *self);

/* Between the header and the tabs, in place of the one before; NULL for none. */
void        kh_customer_page_set_bar      (KhCustomerPage      *self,
                                           GtkWidget           *bar);

/* The guard: asks when something typed is not saved (Save, Discard, Cancel) and saves if asked to;
 * asks when the account is known to be on test still (Close, Open Tests, Cancel); and ends with
 * TRUE when the page may be closed. */
gboolean    kh_customer_page_is_asked_about   (KhCustomerPage      *self);
void        kh_customer_page_may_close_async  (KhCustomerPage      *self,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean    kh_customer_page_may_close_finish (KhCustomerPage      *self,
                                               GAsyncResult        *result);

G_END_DECLS
