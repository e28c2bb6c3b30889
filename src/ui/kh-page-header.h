/* kh-page-header.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-customer.h"
#include "kh-link.h"

G_BEGIN_DECLS

/**
 * KhPageHeader:
 *
 * Who a customer's page is about: the name, chips for the status and the link, one line with
 * number, address and phone, and a message about the whole page.
 */
#define KH_TYPE_PAGE_HEADER (kh_page_header_get_type ())
G_DECLARE_FINAL_TYPE (KhPageHeader, kh_page_header, KH, PAGE_HEADER, GtkWidget)

/* The record as kept, or a new one without a number. */
void        kh_page_header_set_customer (KhPageHeader *self,
                                         KhCustomer   *customer,
                                         KhCatalogues *catalogues,
                                         const KhLink *link);
const char *kh_page_header_get_title    (KhPageHeader *self);

void        kh_page_header_set_message  (KhPageHeader *self,
                                         const char   *message);
void        kh_page_header_set_waiting  (KhPageHeader *self,
                                         gboolean      waiting);

G_END_DECLS
