/* kh-window-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-list-view.h"
#include "kh-window.h"
#include "waiting/kh-waiting-button.h"

G_BEGIN_DECLS

struct _KhWindow
{
  GtkApplicationWindow parent_instance;

  /* Template children */
  GtkLabel *author;
  GtkWidget *content;
  KhCustomerListView *customers;
  GtkImage *emblem;
  GtkHeaderBar *header;
  GMenuModel *menu;
  GtkMenuButton *menu_button;
  GtkNotebook *notebook;
  GtkLabel *notice;
  GtkEditable *search;
  GtkStack *stack;
  KhWaitingButton *waiting_button;
  GtkWidget *welcome;

  /* Borrowed, and NULL while it is not there */
  GtkWindow *doubles;
  GtkWindow *duplicate;
  GtkWindow *import;
  GtkWindow *preferences;
  GtkWindow *shortcuts;
  GtkWindow *tickets;
  GtkWindow *waiting;

  /* Owned */
  KhServices *services;
  GHashTable *duplicates;
  GCancellable *opening_duplicate;

  /* State */
  gboolean closing;
  gboolean locked;
  gboolean notice_of_page;
  gboolean show_archived;
  gulong dress_handler;
  guint slow_source; /* until the records are there, or slow to come */
  gboolean slow;
};

/* kh-window-actions.c */
void kh_window_install_actions    (GtkWidgetClass *widget_class);
void kh_window_install_shortcuts  (GtkApplication *application);
void kh_window_update_actions     (KhWindow       *self);

/* kh-window-duplicate.c */
void kh_window_duplicate          (KhWindow       *self,
                                   KhCustomer     *customer);
void kh_window_duplicate_several  (KhWindow       *self,
                                   KhCustomer     *customer);
void kh_window_add_duplicate_bar  (KhWindow       *self,
                                   KhCustomerPage *page);
void kh_window_stop_duplicate     (KhWindow       *self);
void kh_window_forget_duplicates  (KhWindow       *self);

/* kh-window-transfer.c */
void kh_window_import             (KhWindow       *self);
void kh_window_export             (KhWindow       *self);
void kh_window_export_list        (KhWindow       *self);

/* kh-window.c */
void kh_window_new_customer       (KhWindow       *self);
void kh_window_close_tab          (KhWindow       *self,
                                   KhCustomerPage *page);
void kh_window_remove_page        (KhWindow       *self,
                                   KhCustomerPage *page);
/* Shows a sentence about the customer who is shown, until another one is looked at. */
void kh_window_notice_of_page     (KhWindow       *self,
                                   const char     *text);

G_END_DECLS
