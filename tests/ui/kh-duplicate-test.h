/* kh-duplicate-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-ui-fixture.h"
#include "kh-window.h"

G_BEGIN_DECLS

/* An office for Duplicate: Maria, who owns it, Lee, who may do everything that was not taken from
 * Lee, a Bold and an ADT company, and one customer with nearly everything that there is. Maria
 * is signed in. */
typedef struct {
  KhUiFixture base;
  KhWindow *window;
  GtkWindow *dialog;
  gint64 owner;
  gint64 clerk;
  gint64 bold;
  gint64 adt;
  gint64 number;
} KhDuplicateTest;

#define KH_DUPLICATE_TEST_PASSCODE "RED BARN"

/* Of the first contact. */
#define KH_DUPLICATE_TEST_PIN "471183"

/* @adt: whether the ADT company monitors the customer. */
void        kh_duplicate_test_start    (KhDuplicateTest *self,
                                        gboolean         adt);
void        kh_duplicate_test_end      (KhDuplicateTest *self);
/* Lee works here from now on, without @taken. */
void        kh_duplicate_test_be_clerk (KhDuplicateTest *self,
                                        KhGrant          taken);
/* Takes a grant from Lee, who goes on working. */
void        kh_duplicate_test_take     (KhDuplicateTest *self,
                                        KhGrant          taken);
/* Saves another value of the customer, behind the window's back. */
void        kh_duplicate_test_change   (KhDuplicateTest *self,
                                        KhDatapointId    id,
                                        const char      *value);
KhCustomer *kh_duplicate_test_load     (KhDuplicateTest *self,
                                        gint64           number) G_GNUC_WARN_UNUSED_RESULT;

/* Contacts (Bo Lindqvist, Cy Marsh, Dee Okafor and others), zones of the two systems House and Barn, an
 * area and an agency. */
void        kh_duplicate_test_add_rows (KhDuplicateTest *self,
                                        guint            n_contacts,
                                        guint            n_zones);
void        kh_duplicate_test_add_row  (KhDuplicateTest *self,
                                        KhRow           *row,
                                        const char      *pin);

/* The window with the customer's page; open presses Ctrl+D as well. */
void        kh_duplicate_test_show     (KhDuplicateTest *self);
void        kh_duplicate_test_open     (KhDuplicateTest *self);
void        kh_duplicate_test_type_names (KhDuplicateTest *self,
                                        const char      *first,
                                        const char      *last);
/* A row that can be seen, by what it is called; NULL for none. */
GtkWidget  *kh_duplicate_test_find     (KhDuplicateTest *self,
                                        const char      *label);
/* The row of a datapoint, and whether it is on. */
GtkWidget  *kh_duplicate_test_row      (KhDuplicateTest *self,
                                        KhDatapointId    id);
gboolean    kh_duplicate_test_is_on    (KhDuplicateTest *self,
                                        KhDatapointId    id);

G_END_DECLS
