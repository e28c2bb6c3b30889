/* kh-customer-list-view.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhCustomerListView:
 *
 * The left column: the customers that the search finds, how many they are, and what to do
 * when there are none.
 *
 * ::open-customer (gint64 number): a row was chosen.
 * ::clear-search (): the button for that was pressed.
 */
#define KH_TYPE_CUSTOMER_LIST_VIEW (kh_customer_list_view_get_type ())
G_DECLARE_FINAL_TYPE (KhCustomerListView, kh_customer_list_view, KH, CUSTOMER_LIST_VIEW, GtkWidget)

void     kh_customer_list_view_set_store  (KhCustomerListView *self,
                                           KhStore            *store);
/* What is typed; asked for when the typing pauses. */
void     kh_customer_list_view_set_query  (KhCustomerListView *self,
                                           const char         *query);
/* Whether the list of everybody has those who are archived; a search finds them always. */
void     kh_customer_list_view_set_archived (KhCustomerListView *self,
                                           gboolean            archived);
void     kh_customer_list_view_refresh    (KhCustomerListView *self);

/* Opens the first customer found, as soon as what was typed is answered. */
void     kh_customer_list_view_open_first (KhCustomerListView *self);
/* Shows which customer the window is at, when it is in the list; 0 for none. */
void     kh_customer_list_view_select     (KhCustomerListView *self,
                                           gint64              number);

/* What the list is filtered by, and in which order it is. */
void     kh_customer_list_view_open_filter (KhCustomerListView *self);
const KhFilter *kh_customer_list_view_get_filter (KhCustomerListView *self);
/* The customer whose row has the focus, or 0. */
gint64   kh_customer_list_view_get_focused (KhCustomerListView *self);

G_END_DECLS
