/* kh-window-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-list-view.h"
#include "kh-outbox-bar.h"
#include "kh-window.h"

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
  KhOutboxBar *outbox;
  GtkEditable *search;
  GtkStack *stack;
  GtkWidget *welcome;

  /* Borrowed, and NULL while it is not there */
  GtkWindow *doubles;
  GtkWindow *preferences;
  GtkWindow *shortcuts;

  /* Owned */
  KhServices *services;

  /* State */
  gboolean closing;
  gboolean locked;
  gboolean notice_of_page;
  gulong dress_handler;
};

/* kh-window-actions.c */
void kh_window_install_actions    (GtkWidgetClass *widget_class);
void kh_window_install_shortcuts  (GtkApplication *application);
void kh_window_update_actions     (KhWindow       *self);

/* kh-window.c */
void kh_window_new_customer       (KhWindow       *self);
void kh_window_close_tab          (KhWindow       *self,
                                   KhCustomerPage *page);

G_END_DECLS
