/* test-lost-keys.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Who lost their keys, or never had them: the recovery key, a keyring that comes late or not at all,
 * and keys that somebody else has to give. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-cipher.h"
#include "kh-gate.h"
#include "kh-keypair.h"
#include "kh-schema.h"
#include "kh-store-private.h"
#include "kh-value-type.h"

#include <string.h>

static void
count (guint *n)
{
  *n += 1;
}

/* Recovery */

static gboolean
recover (KhOfficeTest  *office,
         gint64         member,
         KhSecret      *text,
         const char    *password,
         GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = kh_secret_new (password, -1);

  kh_store_recover_async (office->base.store, member, text, secret, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_recover_finish (office->base.store, result, error);
}

static void
expect_not_recovered (KhOfficeTest *office,
                      gint64        member,
                      KhSecret     *text,
                      GQuark        domain,
                      int           code,
                      const char   *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (recover (office, member, text, "new words of Maria", &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_recovery (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhSecret) text = NULL;
  g_autoptr (KhSecret) first = NULL;
  g_autoptr (KhSecret) slip = NULL;
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  first = kh_office_test_make_recovery_key (office, &error);
  g_assert_no_error (error);
  text = kh_office_test_make_recovery_key (office, &error);
  g_assert_no_error (error);

  /* It opens what comes later, too. */
  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_let_clerk_reveal (office, FALSE);
  kh_office_test_set (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");

  kh_store_sign_out (office->base.store);
  typed = g_strdup (kh_secret_get_text (text));
  typed[14] = typed[14] == '7' ? '8' : '7';
  slip = kh_secret_new (typed, -1);
  expect_not_recovered (office, office->owner, slip, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT, "third");
  expect_not_recovered (office, office->owner, first, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD, "printed last");
  expect_not_recovered (office, office->clerk, text, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, "owner");
  g_assert_false (recover (office, office->owner, text, "short", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_store_sign_out (office->base.store);

  g_clear_error (&error);
  g_assert_true (recover (office, office->owner, text, "new words of Maria", &error));
  g_assert_no_error (error);
  g_assert_cmpint (kh_store_get_member (office->base.store), ==, 0);
  g_assert_false (kh_office_test_enter (office, office->owner, KH_OFFICE_OWNER_PASSWORD, NULL));
  kh_office_test_sign_in (office, office->owner, "new words of Maria");
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
}

static void
test_recovery_wants (KhOfficeTest  *office,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhSecret) none = NULL;
  g_autoptr (KhSecret) text = kh_office_test_make_recovery_key (office, NULL);
  g_autoptr (GError) error = NULL;

  kh_office_test_tamper (office, "DELETE FROM data_key_wrap WHERE holder = 0", NULL);
  expect_not_recovered (office, office->owner, text, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, "No recovery key");
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  none = kh_office_test_make_recovery_key (office, &error);
  g_assert_null (none);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_clear_error (&error);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_sign_in (office, kh_office_test_add_member (office, "Bo", TRUE), NULL);
  none = kh_office_test_make_recovery_key (office, &error);
  g_assert_null (none);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);
}

/* Somebody who tries keys waits longer and longer, also for the right one; a slip is no try. */
static void
test_recovery_tries (KhOfficeTest  *office,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhSecret) first = kh_office_test_make_recovery_key (office, NULL);
  g_autoptr (KhSecret) text = kh_office_test_make_recovery_key (office, NULL);
  g_autoptr (KhSecret) slip = kh_secret_new ("12345", -1);
  g_autoptr (GError) error = NULL;

  kh_store_sign_out (office->base.store);
  for (guint i = 0; i < 5; i++)
    expect_not_recovered (office, office->owner, slip, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_SHORT, "5");
  for (guint i = 0; i < 3; i++)
    expect_not_recovered (office, office->owner, first, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD, "printed last");
  expect_not_recovered (office, office->owner, text, KH_STORE_ERROR, KH_STORE_ERROR_WAIT, "wait");
  /* Another start does not help, and neither does another owner's name. */
  kh_office_test_tamper (office, "SELECT 1", NULL);
  expect_not_recovered (office, office->owner, text, KH_STORE_ERROR, KH_STORE_ERROR_WAIT, "wait");
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_store_sign_out (office->base.store);

  kh_office_test_tamper (office, "UPDATE meta SET value = '0' WHERE key = 'recovery-tried-at'", NULL);
  g_assert_true (recover (office, office->owner, text, "new words of Maria", &error));
  g_assert_no_error (error);
  expect_not_recovered (office, office->owner, first, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD, "printed last");
}

static gboolean
wants_recovery_key (KhOfficeTest *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean wants;

  kh_store_wants_recovery_key_async (office->base.store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  wants = kh_store_wants_recovery_key_finish (office->base.store, result, &error);
  g_assert_no_error (error);

  return wants;
}

static void
test_recovery_wanted (KhOfficeTest  *office,
                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhSecret) text = NULL;

  g_assert_true (wants_recovery_key (office));
  text = kh_office_test_make_recovery_key (office, NULL);
  g_assert_false (wants_recovery_key (office));
}

/* With nothing to lose there is nothing to bring back. */
static void
test_recovery_not_wanted (void)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  KhOfficeTest office = { 0 };

  kh_office_test_begin (&office, desk);
  g_assert_false (wants_recovery_key (&office));
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_true (wants_recovery_key (&office));
  kh_office_test_tear_down (&office, NULL);
}

static void
use_desk_key (KhOfficeTest *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_use_desk_key_async (office->base.store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_use_desk_key_finish (office->base.store, result, &error));
  g_assert_no_error (error);
}

/* A keyring that opens after somebody came in. */
static void
test_late_desk (void)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  KhOfficeTest office = { 0 };
  guint n_told = 0;

  kh_office_test_begin (&office, NULL);
  g_signal_connect_swapped (office.base.store, "notify::has-keys", G_CALLBACK (count), &n_told);
  g_assert_true (kh_store_lacks_keys (office.base.store));
  use_desk_key (&office);
  g_assert_true (kh_store_lacks_keys (office.base.store));
  g_assert_cmpuint (n_told, ==, 0);
  kh_store_set_desk_key (office.base.store, desk);
  use_desk_key (&office);
  g_assert_true (kh_store_has_keys (office.base.store));
  g_assert_false (kh_store_lacks_keys (office.base.store));
  g_assert_cmpuint (n_told, ==, 1);
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  use_desk_key (&office);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_sign_out (office.base.store);
  g_assert_false (kh_store_has_keys (office.base.store));
  g_assert_false (kh_store_lacks_keys (office.base.store));
  g_assert_cmpuint (n_told, ==, 2);
  /* With nobody there it opens nothing. */
  use_desk_key (&office);
  g_assert_false (kh_store_has_keys (office.base.store));
  kh_office_test_tear_down (&office, NULL);
}

/* It is no way around a password. */
static void
test_late_desk_password (KhOfficeTest  *office,
                         gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);

  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_store_set_desk_key (office->base.store, desk);
  for (guint i = 0; i < 5; i++)
    use_desk_key (office);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_true (kh_store_has_keys (office->base.store));
}

static gboolean
waits (KhOfficeTest *office,
       gint64        member)
{
  return kh_staff_waits_for_keys (kh_store_get_staff (office->base.store), member);
}

/* Whose password was set by somebody without the keys waits, until somebody who has them saves. */
static void
test_waits (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  gint64 bo = kh_office_test_add_member (office, "Bo", TRUE);
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  g_autoptr (KhMember) clerk = NULL;

  kh_office_test_let_clerk_reveal (office, TRUE);
  g_assert_false (waits (office, office->clerk));
  /* Without an own key there is nothing to wait with. */
  kh_office_test_sign_in (office, bo, NULL);
  g_assert_false (waits (office, bo));
  kh_store_set_desk_key (office->base.store, desk);
  kh_office_test_sign_in (office, bo, NULL);
  g_assert_true (waits (office, bo));
  g_assert_true (kh_office_test_set_password (office, office->clerk, NULL, "other words of Lee", NULL));
  g_assert_true (waits (office, office->clerk));
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  kh_office_test_save_member (office, clerk);
  g_assert_false (waits (office, office->clerk));
  kh_office_test_sign_in (office, office->clerk, "other words of Lee");
  g_assert_true (kh_store_has_keys (office->base.store));
}

/* The keys to passcodes are not those to what is confidential: each is waited for. */
static void
test_waits_for_one (KhOfficeTest  *office,
                    gconstpointer  data G_GNUC_UNUSED)
{
  gint64 bo = kh_office_test_add_member (office, "Bo", TRUE);
  g_autoptr (KhMember) clerk = NULL;

  kh_office_test_let_clerk_reveal (office, TRUE);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CONFIDENTIAL_VIEW);
  kh_office_test_save_member (office, clerk);
  g_assert_false (waits (office, office->clerk));

  /* Bo is an owner without any keys. */
  kh_office_test_sign_in (office, bo, NULL);
  clerk->added = kh_grants_with (clerk->added, KH_GRANT_CONFIDENTIAL_VIEW);
  clerk->taken = kh_grants_none ();
  kh_office_test_save_member (office, clerk);
  g_assert_true (waits (office, office->clerk));
  g_assert_false (kh_store_can_give_keys (office->base.store, office->clerk));

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_true (waits (office, office->clerk));
  g_assert_true (kh_store_can_give_keys (office->base.store, office->clerk));
  kh_office_test_save_member (office, clerk);
  g_assert_false (waits (office, office->clerk));
  g_assert_false (kh_store_can_give_keys (office->base.store, office->clerk));
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_false (kh_store_lacks_keys (office->base.store));
}

/* Whose password was set stands there by name, as everywhere in the history. */
static void
test_password_history (KhOfficeTest  *office,
                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) history = NULL;
  const KhHistoryRow *row;

  g_assert_true (kh_office_test_set_password (office, office->clerk, NULL, "other words of Lee", NULL));
  history = kh_store_test_history (office->base.store, 0);
  row = g_ptr_array_index (history, 0);
  g_assert_cmpstr (row->action, ==, "set-password");
  g_assert_cmpstr (row->new_value, ==, "Lee");
}

/* A keyring that is locked for now: the only key to what is sealed is not thrown away. */
static void
test_locked_desk (void)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  KhOfficeTest office = { 0 };
  g_autoptr (GError) error = NULL;

  kh_office_test_begin (&office, desk);
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_set_desk_key (office.base.store, NULL);
  kh_office_test_sign_in (&office, office.owner, NULL);
  g_assert_true (kh_store_lacks_keys (office.base.store));
  g_assert_false (kh_office_test_set_password (&office, office.owner, NULL, KH_OFFICE_OWNER_PASSWORD, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);

  kh_store_set_desk_key (office.base.store, desk);
  use_desk_key (&office);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_clear_error (&error);
  g_assert_true (kh_office_test_set_password (&office, office.owner, NULL, KH_OFFICE_OWNER_PASSWORD, &error));
  g_assert_no_error (error);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_tear_down (&office, NULL);
}

static gboolean
give_up (KhOfficeTest  *office,
         GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) password = kh_secret_new (KH_OFFICE_OWNER_PASSWORD, -1);

  kh_store_give_up_keys_async (office->base.store, password, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_set_password_finish (office->base.store, result, error);
}

/* One that is lost for good: the office can go on, without what was sealed. */
static void
test_give_up (void)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  KhOfficeTest office = { 0 };
  g_autoptr (GError) error = NULL;

  kh_office_test_begin (&office, desk);
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_set_desk_key (office.base.store, NULL);
  kh_office_test_sign_in (&office, office.owner, NULL);
  g_assert_true (give_up (&office, &error));
  g_assert_no_error (error);
  g_assert_true (kh_store_has_keys (office.base.store));
  kh_office_test_expect_refused (&office, office.number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  kh_office_test_sign_in (&office, office.owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  kh_office_test_tear_down (&office, NULL);
}

/* Nothing is given up that somebody can still open. */
static void
test_give_up_nothing (void)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  KhOfficeTest office = { 0 };
  g_autoptr (GError) error = NULL;

  kh_office_test_begin (&office, desk);
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_true (give_up (&office, &error));
  g_assert_no_error (error);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_tear_down (&office, NULL);
}

/* One that is lost before anything was sealed: with a password it all begins anew. */
static void
test_lost_desk (void)
{
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  g_autoptr (KhSecret) other = kh_cipher_new_key (NULL);
  KhOfficeTest office = { 0 };
  g_autoptr (GError) error = NULL;

  kh_office_test_begin (&office, desk);
  kh_store_set_desk_key (office.base.store, other);
  kh_office_test_sign_in (&office, office.owner, NULL);
  g_assert_true (kh_store_lacks_keys (office.base.store));
  g_assert_true (kh_office_test_set_password (&office, office.owner, NULL, KH_OFFICE_OWNER_PASSWORD, &error));
  g_assert_no_error (error);
  g_assert_true (kh_store_has_keys (office.base.store));
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (&office, office.owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_tear_down (&office, NULL);
}

#define ADD(path, func) \
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, func, kh_office_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/lost-keys/recovery", test_recovery);
  ADD ("/lost-keys/recovery-wants", test_recovery_wants);
  ADD ("/lost-keys/recovery-tries", test_recovery_tries);
  ADD ("/lost-keys/recovery-wanted", test_recovery_wanted);
  g_test_add_func ("/lost-keys/recovery-not-wanted", test_recovery_not_wanted);
  g_test_add_func ("/lost-keys/late-desk", test_late_desk);
  g_test_add_func ("/lost-keys/locked-desk", test_locked_desk);
  g_test_add_func ("/lost-keys/give-up", test_give_up);
  g_test_add_func ("/lost-keys/give-up-nothing", test_give_up_nothing);
  g_test_add_func ("/lost-keys/lost-desk", test_lost_desk);
  ADD ("/lost-keys/late-desk-password", test_late_desk_password);
  ADD ("/lost-keys/waits", test_waits);
  ADD ("/lost-keys/password-history", test_password_history);
  ADD ("/lost-keys/waits-for-one", test_waits_for_one);

  return g_test_run ();
}
