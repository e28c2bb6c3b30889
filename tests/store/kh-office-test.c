/* kh-office-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-office-test.h"

#include "kh-schema.h"
#include "kh-store-private.h"

/* Calls that wait */

gboolean
kh_office_test_enter (KhOfficeTest  *office,
                      gint64         member,
                      const char    *password,
                      GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = password == NULL ? NULL : kh_secret_new (password, -1);

  kh_store_sign_in_async (office->base.store, member, secret, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_sign_in_finish (office->base.store, result, error);
}

void
kh_office_test_sign_in (KhOfficeTest *office,
                        gint64        member,
                        const char   *password)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_office_test_enter (office, member, password, &error));
  g_assert_no_error (error);
}

gboolean
kh_office_test_set_password (KhOfficeTest  *office,
                             gint64         member,
                             const char    *old,
                             const char    *password,
                             GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) before = old == NULL ? NULL : kh_secret_new (old, -1);
  g_autoptr (KhSecret) after = password == NULL ? NULL : kh_secret_new (password, -1);

  kh_store_set_password_async (office->base.store, member, before, after, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_set_password_finish (office->base.store, result, error);
}

KhSecret *
kh_office_test_reveal (KhOfficeTest   *office,
                       gint64          number,
                       KhDatapointId   id,
                       GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_reveal_async (office->base.store, number, id, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_reveal_finish (office->base.store, result, error);
}

gint64
kh_office_test_get_revision (KhOfficeTest *office)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);

  return kh_customer_get_revision (customer);
}

KhCustomer *
kh_office_test_set_at (KhOfficeTest   *office,
                       gint64          revision,
                       KhDatapointId   id,
                       const char     *text,
                       GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = text == NULL ? NULL : kh_secret_new (text, -1);

  kh_store_set_secret_async (office->base.store, office->number, revision, id, secret, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_set_secret_finish (office->base.store, result, error);
}

void
kh_office_test_set (KhOfficeTest  *office,
                    KhDatapointId  id,
                    const char    *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) saved = kh_office_test_set_at (office, kh_office_test_get_revision (office), id, text, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_is_sealed (saved, id), ==, text != NULL);
  g_assert_null (kh_customer_get (saved, id));
}

void
kh_office_test_expect (KhOfficeTest  *office,
                       KhDatapointId  id,
                       const char    *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = kh_office_test_reveal (office, office->number, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (secret), ==, text);
}

void
kh_office_test_expect_refused (KhOfficeTest  *office,
                               gint64         number,
                               KhDatapointId  id,
                               GQuark         domain,
                               int            code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = kh_office_test_reveal (office, number, id, &error);

  g_assert_null (secret);
  g_assert_error (error, domain, code);
}

void
kh_office_test_expect_no_key (KhOfficeTest *office)
{
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);
}

gint64
kh_office_test_save_member (KhOfficeTest   *office,
                            const KhMember *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_member_async (office->base.store, member, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_save_member_finish (office->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

/* By whoever is signed in. */
void
kh_office_test_let_clerk_reveal (KhOfficeTest *office,
                                 gboolean      may)
{
  g_autoptr (KhMember) clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  KhGrants both = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_PASSCODES_REVEAL), KH_GRANT_PASSCODES_MODIFY);

  clerk->added = may ? both : kh_grants_none ();
  clerk->taken = may ? kh_grants_none () : kh_grants_with (both, KH_GRANT_CONFIDENTIAL_VIEW);
  kh_office_test_save_member (office, clerk);
}

static gint64
find_group (KhOfficeTest *office,
            gboolean      owners)
{
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (office->base.store));

  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (owners ? group->owners : g_str_equal (group->name, "Office"))
        return group->id;
    }
  g_assert_not_reached ();
}

gint64
kh_office_test_add_member (KhOfficeTest *office,
                           const char   *name,
                           gboolean      owner)
{
  g_autoptr (KhMember) member = kh_member_new ();

  member->name = g_strdup (name);
  member->group = find_group (office, owner);

  return kh_office_test_save_member (office, member);
}

/* What something else does to the file while Keyholder is closed. */

gint64
kh_office_test_tamper (KhOfficeTest *office,
                       const char   *sql,
                       GBytes       *bytes)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection;
  KhStatement *statement;
  gboolean row = FALSE;
  gint64 number = 0;

  kh_store_test_close (g_steal_pointer (&office->base.store));
  connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  statement = kh_connection_prepare (connection, sql, &error);
  g_assert_no_error (error);
  if (bytes != NULL)
    kh_statement_bind_bytes (statement, 1, bytes);
  g_assert_true (kh_statement_step (statement, &row, &error));
  g_assert_no_error (error);
  if (row)
    number = kh_statement_get_int64 (statement, 0);
  kh_statement_release (statement);
  kh_connection_close (connection);
  office->base.store = kh_store_test_open (office->base.folder, &error);
  g_assert_no_error (error);

  return number;
}

guint32
kh_office_test_get_current_key (KhOfficeTest *office)
{
  return kh_vault_get_current_key_id (kh_safe_get_vault (kh_store_get_safe (office->base.store), KH_RING_PASSCODES));
}

/* Maria, the first owner, is signed in without a password; @desk keeps her key, if there is one. */
void
kh_office_test_begin (KhOfficeTest *office,
                      KhSecret     *desk)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_test_set_up (&office->base, NULL);
  kh_store_set_desk_key (office->base.store, desk);
  kh_store_make_owner_async (office->base.store, "Maria", NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  office->owner = kh_store_make_owner_finish (office->base.store, result, &error);
  g_assert_no_error (error);
  kh_office_test_sign_in (office, office->owner, NULL);
  kept = kh_store_test_create (office->base.store, customer, &error);
  g_assert_no_error (error);
  office->number = kh_customer_get_number (kept);
}

/* Maria has a password and is signed in; Lee has one too, and may not reveal. */
void
kh_office_test_set_up (KhOfficeTest  *office,
                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  kh_office_test_begin (office, NULL);
  office->clerk = kh_office_test_add_member (office, "Lee", FALSE);
  kh_office_test_let_clerk_reveal (office, FALSE);
  kh_office_test_expect_no_key (office);
  g_assert_true (kh_office_test_set_password (office, office->owner, NULL, KH_OFFICE_OWNER_PASSWORD, &error));
  g_assert_no_error (error);
  g_assert_true (kh_office_test_set_password (office, office->clerk, NULL, KH_OFFICE_CLERK_PASSWORD, &error));
  g_assert_no_error (error);
}

void
kh_office_test_tear_down (KhOfficeTest  *office,
                          gconstpointer  data)
{
  kh_store_test_tear_down (&office->base, data);
}

KhSecret *
kh_office_test_make_recovery_key (KhOfficeTest  *office,
                                  GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_make_recovery_key_async (office->base.store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_make_recovery_key_finish (office->base.store, result, error);
}
