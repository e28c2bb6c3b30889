/* test-data-keys.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Who has the keys to what is sealed, and what becomes of a file that somebody else put keys in. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-cipher.h"
#include "kh-gate.h"
#include "kh-keypair.h"
#include "kh-schema.h"
#include "kh-store-private.h"
#include "kh-value-type.h"

#include <string.h>

/* Who has them */

static void
test_rotation (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_let_clerk_reveal (office, FALSE);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
  kh_office_test_set (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");

  /* Nothing changed, so nothing is made new. */
  kh_office_test_let_clerk_reveal (office, FALSE);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");

  /* Whoever writes the grant back into the file has no key all the same. */
  kh_office_test_tamper (office, "UPDATE staff_grant SET given = 1", NULL);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_true (kh_grants_has (kh_store_get_grants (office->base.store), KH_GRANT_PASSCODES_REVEAL));
  kh_office_test_expect_no_key (office);
}

/* Whoever may see what is confidential and no passcodes has no key to passcodes, whatever the file
 * says by then, and the other way round; taking one right away renews the keys of that one only. */
static void
test_rings (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  KhSafe *safe;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_set (office, KH_DATAPOINT_SSN_LAST_FOUR, "4711");
  clerk->added = kh_grants_with (kh_grants_none (), KH_GRANT_CONFIDENTIAL_VIEW);
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_PASSCODES_REVEAL);
  kh_office_test_save_member (office, clerk);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_SSN_LAST_FOUR, "4711");
  kh_office_test_tamper (office, "UPDATE staff_grant SET given = 1", NULL);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_true (kh_grants_has (kh_store_get_grants (office->base.store), KH_GRANT_PASSCODES_REVEAL));
  kh_office_test_expect_no_key (office);
  kh_office_test_expect (office, KH_DATAPOINT_SSN_LAST_FOUR, "4711");

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  clerk->added = kh_grants_with (kh_grants_none (), KH_GRANT_PASSCODES_REVEAL);
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CONFIDENTIAL_VIEW);
  kh_office_test_save_member (office, clerk);
  safe = kh_store_get_safe (office->base.store);
  g_assert_cmpuint (kh_vault_get_current_key_id (kh_safe_get_vault (safe, KH_RING_PASSCODES)), ==, 1);
  g_assert_cmpuint (kh_vault_get_current_key_id (kh_safe_get_vault (safe, KH_RING_CONFIDENTIAL)), ==, 2);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_SSN_LAST_FOUR, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* Of each sealed datapoint it is known whose keys seal it. */
static void
test_every_ring (void)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (kh_datapoint_get (id)->sealed)
      g_assert_cmpint (kh_ring_get_grant (kh_ring_of (id)), ==, kh_datapoint_get (id)->view);
}

static gint64
count_sealed_with (KhOfficeTest *office,
                   const char   *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM customer_secret WHERE substr (sealed, 2, 4) = x'%s'", id);

  return kh_office_test_tamper (office, sql, NULL);
}

/* What the old key sealed is sealed anew, but for what nobody can open any more, also where there is
 * more of it than fits into one batch. */
static void
test_reseal (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_let_clerk_reveal (office, TRUE);
  for (guint i = 0; i < 450; i++)
    {
      g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
      g_autoptr (KhCustomer) kept = kh_store_test_create (office->base.store, customer, &error);

      g_assert_no_error (error);
      office->number = kh_customer_get_number (kept);
    }
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_set (office, KH_DATAPOINT_SSN_LAST_FOUR, "4711");
  sql = g_strdup_printf ("INSERT INTO customer_secret SELECT customer_number, 'passcode', x'010000000199' "
                         "FROM customer WHERE customer_number <> %" G_GINT64_FORMAT, office->number);
  kh_office_test_tamper (office, sql, NULL);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_let_clerk_reveal (office, FALSE);
  while (kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN"), count_sealed_with (office, "00000002") == 0)
    kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_cmpint (count_sealed_with (office, "00000002"), ==, 1);
  g_assert_cmpint (kh_office_test_tamper (office, "SELECT count (*) FROM meta WHERE key LIKE 'reseal-%'", NULL), ==, 0);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_expect (office, KH_DATAPOINT_SSN_LAST_FOUR, "4711");
}

static void
let_office_reveal (KhOfficeTest *office,
                   gboolean      may)
{
  KhStaff *staff = kh_store_get_staff (office->base.store);
  gint64 id = kh_staff_get_member (staff, office->clerk)->group;
  g_autoptr (KhGroup) group = kh_group_copy (kh_staff_get_group (staff, id));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  group->grants = may ? kh_grants_with (group->grants, KH_GRANT_PASSCODES_REVEAL)
                      : kh_grants_without (group->grants, KH_GRANT_PASSCODES_REVEAL);
  kh_store_save_group_async (office->base.store, group, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_cmpint (kh_store_save_group_finish (office->base.store, result, &error), ==, id);
  g_assert_no_error (error);
}

/* What the group gives and takes counts the same, and so does leaving. */
static void
test_group (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));

  clerk->added = clerk->taken = kh_grants_none ();
  let_office_reveal (office, FALSE);
  kh_office_test_save_member (office, clerk);
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  let_office_reveal (office, TRUE);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 1);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  let_office_reveal (office, FALSE);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
  let_office_reveal (office, TRUE);
  clerk->active = FALSE;
  kh_office_test_save_member (office, clerk);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 3);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
}

/* An owner without a password has no key, and takes the right away all the same: the new key comes
 * with the next who can make it. */
static void
test_due (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  gint64 bo = kh_office_test_add_member (office, "Bo", TRUE);

  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, bo, NULL);
  kh_office_test_expect_no_key (office);
  kh_office_test_let_clerk_reveal (office, FALSE);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
}

static void
test_passwords (KhOfficeTest  *office,
                gconstpointer  data G_GNUC_UNUSED)
{
  gint64 bo = kh_office_test_add_member (office, "Bo", TRUE);
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_let_clerk_reveal (office, TRUE);

  /* One's own, and by somebody who has the keys. */
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_true (kh_office_test_set_password (office, office->clerk, KH_OFFICE_CLERK_PASSWORD, "other words of Lee", NULL));
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, office->clerk, "other words of Lee");
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_true (kh_office_test_set_password (office, office->clerk, NULL, "third words of Lee", NULL));
  kh_office_test_sign_in (office, office->clerk, "third words of Lee");
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");

  /* By somebody who has none: until Maria saves Lee once more. */
  kh_office_test_sign_in (office, bo, NULL);
  g_assert_true (kh_office_test_set_password (office, office->clerk, NULL, KH_OFFICE_CLERK_PASSWORD, NULL));
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect_no_key (office);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");

  /* The last who has the keys does not throw them away. */
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_let_clerk_reveal (office, FALSE);
  g_assert_false (kh_office_test_set_password (office, office->owner, KH_OFFICE_OWNER_PASSWORD, NULL, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
}

static void
test_desk (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  gint64 bo = kh_office_test_add_member (office, "Bo", TRUE);
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);
  g_autoptr (KhSecret) other_desk = kh_cipher_new_key (NULL);
  g_autoptr (KhMember) copy = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_set_desk_key (office->base.store, desk);
  kh_office_test_sign_in (office, bo, NULL);
  kh_office_test_expect_no_key (office);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  copy = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), bo));
  kh_office_test_save_member (office, copy);
  kh_office_test_sign_in (office, bo, NULL);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");

  /* On another desk, and on none, the same file says nothing. */
  kh_store_set_desk_key (office->base.store, other_desk);
  kh_office_test_sign_in (office, bo, NULL);
  kh_office_test_expect_no_key (office);
  kh_store_set_desk_key (office->base.store, NULL);
  kh_office_test_sign_in (office, bo, NULL);
  kh_office_test_expect_no_key (office);

  /* A first password keeps what the desk kept until now, and a removed one gives it back. */
  kh_store_set_desk_key (office->base.store, desk);
  kh_office_test_sign_in (office, bo, NULL);
  g_assert_true (kh_office_test_set_password (office, bo, NULL, "four words of Bo", NULL));
  kh_store_set_desk_key (office->base.store, NULL);
  kh_office_test_sign_in (office, bo, "four words of Bo");
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_set_desk_key (office->base.store, desk);
  g_assert_true (kh_office_test_set_password (office, bo, "four words of Bo", NULL, NULL));
  kh_office_test_sign_in (office, bo, NULL);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
}

/* A desk alone, without any password: the first sign-in makes the first key. */
static void
test_desk_alone (void)
{
  KhOfficeTest office = { 0 };
  g_autoptr (KhSecret) desk = kh_cipher_new_key (NULL);

  kh_office_test_begin (&office, desk);
  g_assert_cmpuint (kh_office_test_get_current_key (&office), ==, 1);
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_test_close (g_steal_pointer (&office.base.store));
  office.base.store = kh_store_test_open (office.base.folder, NULL);
  kh_office_test_sign_in (&office, office.owner, NULL);
  kh_office_test_expect_no_key (&office);
  kh_store_set_desk_key (office.base.store, desk);
  kh_office_test_sign_in (&office, office.owner, NULL);
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_tear_down (&office, NULL);
}

/* What somebody else wrote */

static GBytes *
load_bytes (KhOfficeTest *office,
            const char   *sql)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autoptr (KhConnection) connection = kh_connection_open (path, KH_CONNECTION_READ_ONLY, KH_SCHEMA_APPLICATION_ID, NULL);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, NULL);
  gboolean row = FALSE;
  GBytes *bytes;

  kh_statement_bind_int64 (statement, 1, office->owner);
  g_assert_true (kh_statement_step (statement, &row, NULL));
  g_assert_true (row);
  bytes = kh_statement_dup_bytes (statement, 0);
  kh_statement_release (g_steal_pointer (&statement));

  return bytes;
}

static GBytes *
load_public_key (KhOfficeTest *office)
{
  return load_bytes (office, "SELECT public_key FROM staff WHERE id = ?1");
}

static GBytes *
load_wrap (KhOfficeTest *office,
           guint         id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT wrapped FROM data_key_wrap WHERE ring = 'passcodes' AND data_key = %u AND holder = ?1", id);

  return load_bytes (office, sql);
}

static void
put_wrap (KhOfficeTest *office,
          guint         id,
          GBytes       *wrapped)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE data_key_wrap SET wrapped = ?1 WHERE ring = 'passcodes' "
                                          "AND data_key = %u AND holder = %" G_GINT64_FORMAT, id, office->owner);

  kh_office_test_tamper (office, sql, wrapped);
}

/* Somebody who can write the file wraps a key of their own for Maria, with the next number: what
 * she types from then on would be theirs to read. */
static void
test_slipped_in (KhOfficeTest  *office,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GBytes) public_key = load_public_key (office);
  g_autoptr (KhSecret) theirs = kh_cipher_new_key (NULL);
  g_autofree char *place = g_strdup_printf ("data_key|passcodes|2|%" G_GINT64_FORMAT "|wrapped", office->owner);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO data_key_wrap VALUES ('passcodes', 2, %" G_GINT64_FORMAT ", ?1, x'00')", office->owner);
  g_autoptr (GBytes) wrapped = kh_keypair_wrap (public_key, theirs, place, NULL);
  g_autoptr (GBytes) proof = kh_cipher_seal (theirs, theirs, "data_key|passcodes|2|0|proof", NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_tamper (office, "INSERT INTO data_key VALUES ('passcodes', 2, ?1, 0)", proof);
  kh_office_test_tamper (office, sql, wrapped);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 0);
  kh_office_test_expect_no_key (office);
  saved = kh_office_test_set_at (office, kh_office_test_get_revision (office), KH_DATAPOINT_PASSCODE, "FOR THEM", &error);
  g_assert_null (saved);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);

  kh_office_test_tamper (office, "DELETE FROM data_key WHERE ring = 'passcodes' AND id = 2", NULL);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
}

/* Nor in the place of one that is vouched for, or that vouches. */
static void
test_replaced (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GBytes) public_key = load_public_key (office);
  g_autoptr (KhSecret) theirs = kh_cipher_new_key (NULL);

  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_let_clerk_reveal (office, FALSE);
  for (guint id = 2; id > 0; id--)
    {
      g_autofree char *place = g_strdup_printf ("data_key|passcodes|%u|%" G_GINT64_FORMAT "|wrapped", id, office->owner);
      g_autoptr (GBytes) wrapped = kh_keypair_wrap (public_key, theirs, place, NULL);
      g_autoptr (GBytes) right = load_wrap (office, id);

      kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
      g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
      put_wrap (office, id, wrapped);
      kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
      g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 0);
      kh_office_test_expect_no_key (office);
      put_wrap (office, id, right);
    }
}

/* A public key that was exchanged does not get the next data key. */
static void
test_exchanged (KhOfficeTest  *office,
                gconstpointer  data G_GNUC_UNUSED)
{
  gint64 bo = kh_office_test_add_member (office, "Bo", TRUE);
  g_autoptr (KhSecret) theirs = kh_cipher_new_key (NULL);
  g_autoptr (GBytes) their_public = kh_keypair_dup_public_key (theirs, NULL);
  g_autofree char *sql = g_strdup_printf ("UPDATE staff SET public_key = ?1 WHERE id = %" G_GINT64_FORMAT, bo);

  g_assert_true (kh_office_test_set_password (office, bo, NULL, "four words of Bo", NULL));
  kh_office_test_let_clerk_reveal (office, TRUE);
  kh_office_test_tamper (office, sql, their_public);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_let_clerk_reveal (office, FALSE);
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, bo, "four words of Bo");
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 2);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
}

#define ADD(path, func) \
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, func, kh_office_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/data-keys/rotation", test_rotation);
  ADD ("/data-keys/rings", test_rings);
  g_test_add_func ("/data-keys/every-ring", test_every_ring);
  ADD ("/data-keys/reseal", test_reseal);
  ADD ("/data-keys/group", test_group);
  ADD ("/data-keys/due", test_due);
  ADD ("/data-keys/passwords", test_passwords);
  ADD ("/data-keys/desk", test_desk);
  g_test_add_func ("/data-keys/desk-alone", test_desk_alone);
  ADD ("/data-keys/slipped-in", test_slipped_in);
  ADD ("/data-keys/replaced", test_replaced);
  ADD ("/data-keys/exchanged", test_exchanged);

  return g_test_run ();
}
