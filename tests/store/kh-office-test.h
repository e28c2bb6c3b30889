/* kh-office-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-secret.h"
#include "kh-store-test.h"

G_BEGIN_DECLS

#define KH_OFFICE_OWNER_PASSWORD "four words of Maria"
#define KH_OFFICE_CLERK_PASSWORD "four words of Lee"

/* An office for the tests of what is sealed: Maria, an owner with a password, is signed in; Lee
 * has one too, and may not reveal. Calls wait, and fail the test where they have no @error. */
typedef struct {
  KhStoreFixture base;
  gint64 owner;
  gint64 clerk;
  gint64 number;
} KhOfficeTest;

gboolean    kh_office_test_enter             (KhOfficeTest  *office,
                                              gint64         member,
                                              const char    *password,
                                              GError       **error);
void        kh_office_test_sign_in           (KhOfficeTest *office,
                                              gint64        member,
                                              const char   *password);
gboolean    kh_office_test_set_password      (KhOfficeTest  *office,
                                              gint64         member,
                                              const char    *old,
                                              const char    *password,
                                              GError       **error);
KhSecret   *kh_office_test_reveal            (KhOfficeTest   *office,
                                              gint64          number,
                                              KhDatapointId   id,
                                              GError        **error);
gint64      kh_office_test_get_revision      (KhOfficeTest *office);
KhCustomer *kh_office_test_set_at            (KhOfficeTest   *office,
                                              gint64          revision,
                                              KhDatapointId   id,
                                              const char     *text,
                                              GError        **error);
void        kh_office_test_set               (KhOfficeTest  *office,
                                              KhDatapointId  id,
                                              const char    *text);
void        kh_office_test_expect            (KhOfficeTest  *office,
                                              KhDatapointId  id,
                                              const char    *text);
void        kh_office_test_expect_refused    (KhOfficeTest  *office,
                                              gint64         number,
                                              KhDatapointId  id,
                                              GQuark         domain,
                                              int            code);
void        kh_office_test_expect_no_key     (KhOfficeTest *office);
void        kh_office_test_let_clerk_reveal  (KhOfficeTest *office,
                                              gboolean      may);
gint64      kh_office_test_save_member       (KhOfficeTest   *office,
                                              const KhMember *member);
gint64      kh_office_test_add_member        (KhOfficeTest *office,
                                              const char   *name,
                                              gboolean      owner);
gint64      kh_office_test_tamper            (KhOfficeTest *office,
                                              const char   *sql,
                                              GBytes       *bytes);
guint32     kh_office_test_get_current_key   (KhOfficeTest *office);
void        kh_office_test_begin             (KhOfficeTest *office,
                                              KhSecret     *desk);
void        kh_office_test_set_up            (KhOfficeTest  *office,
                                              gconstpointer  data);
void        kh_office_test_tear_down         (KhOfficeTest  *office,
                                              gconstpointer  data);
KhSecret   *kh_office_test_make_recovery_key (KhOfficeTest  *office,
                                              GError       **error);

G_END_DECLS
