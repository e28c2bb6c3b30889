/* kh-link-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-account.h"
#include "kh-ui-fixture.h"
#include "kh-watcher.h"

G_BEGIN_DECLS

/* An office with one customer, and a monitoring company in a process of its own. */
typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  gint64 company;
  gint64 number;
} KhLinkTest;

#define KH_LINK_TEST_TOKEN "dynamark-token-1"
#define KH_LINK_TEST_NUMBER "DY-10421"
#define KH_LINK_TEST_ACCOUNT "D1001DY-10421"

/* DY-10421 differs from the customer in four datapoints. */
extern const char kh_link_test_account[];

/* @accounts: a JSON array; @faults: as the station's --fault takes them, or NULL. */
void     kh_link_test_start          (KhLinkTest         *self,
                                      const char         *accounts,
                                      const char * const *faults,
                                      gboolean            tls);
/* @profile: as the station's --profile takes it. */
void     kh_link_test_start_as       (KhLinkTest         *self,
                                      const char         *profile,
                                      const char         *accounts,
                                      const char * const *faults,
                                      gboolean            tls);
void     kh_link_test_end            (KhLinkTest         *self);

/* Maria Vega becomes the owner, and is signed in with the keys to what is sealed. */
void     kh_link_test_set_secret     (KhLinkTest         *self,
                                      KhDatapointId       id,
                                      const char         *text);
/* What the station says of an account. */
KhAccount *kh_link_test_ask_account  (KhLinkTest         *self,
                                      const char         *account) G_GNUC_WARN_UNUSED_RESULT;

/* Gives the customer the office location that every customer has. */
void     kh_link_test_set_office     (KhLinkTest         *self,
                                      KhCustomer         *customer);

/* The company takes zones. */
void     kh_link_test_set_sends_zones (KhLinkTest        *self);

/* Opens the customer; ask presses Ctrl+L as well. */
void     kh_link_test_open           (KhLinkTest         *self);
void     kh_link_test_ask            (KhLinkTest         *self);

/* Opens the customer, links with one key, where nothing differs, and presses Manage Account;
 * the result is that window. */
GtkWidget *kh_link_test_manage       (KhLinkTest         *self);
/* Lee Novak of the office signs in, who may do what an office member may, but not @taken. */
void     kh_link_test_sign_in_clerk  (KhLinkTest         *self,
                                      KhGrant             taken);

/* What came of it: by the data file, by a message that is closed again, and by the
 * station's log of requests that hold a word. */
gboolean kh_link_test_is_linked      (KhLinkTest         *self);
void     kh_link_test_assert_told    (KhLinkTest         *self,
                                      const char         *title,
                                      const char * const *parts);
guint    kh_link_test_count_requests (KhLinkTest         *self,
                                      const char         *part);

/* The customer linked, in a window, with a sender that hurries; and a watcher, where it is looked
 * at who else changes the account. */
KhSender  *kh_link_test_start_linked (KhLinkTest         *self,
                                      const char * const *faults) G_GNUC_WARN_UNUSED_RESULT;
void       kh_link_test_end_linked   (KhLinkTest         *self,
                                      KhSender           *sender);
KhWatcher *kh_link_test_watch        (KhLinkTest         *self,
                                      KhSender           *sender) G_GNUC_WARN_UNUSED_RESULT;
void       kh_link_test_unwatch      (KhLinkTest         *self,
                                      KhWatcher          *watcher);

/* What a clerk at another desk, or this one, saves; and what another program of the office writes
 * at the station, which Keyholder does not know of. */
void       kh_link_test_save         (KhLinkTest         *self,
                                      KhDatapointId       id,
                                      const char         *value);
void       kh_link_test_edit_there   (KhLinkTest         *self,
                                      KhDatapointId       id,
                                      const char         *value);
void       kh_link_test_change_there (KhLinkTest         *self,
                                      KhChange           *change);
void       kh_link_test_save_row     (KhLinkTest         *self,
                                      KhRow              *row,
                                      KhRow              *before);
KhRows    *kh_link_test_load_rows    (KhLinkTest         *self,
                                      KhTableId           table);
void       kh_link_test_assert_there (KhLinkTest         *self,
                                      KhDatapointId       id,
                                      const char         *value);

/* As somebody does who comes back to the customer later. */
void       kh_link_test_open_again   (KhLinkTest         *self);

G_END_DECLS
