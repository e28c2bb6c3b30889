/* test-gate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The gate, for every datapoint with every combination of the grants that guard it, on top of
 * every group that a new file comes with. What is expected is worked out here from the grants
 * alone, not asked of the code that is tested. */

#include "config.h"

#include "kh-gate.h"
#include "kh-staff.h"

#include <string.h>

#define VALUE "1"
#define OTHER "2"

/* The grants that decide about one datapoint. */
typedef struct {
  KhGrant grants[4];
  guint n;
} Guards;

static void
add_guard (Guards  *guards,
           KhGrant  grant)
{
  if (grant == KH_GRANT_NONE)
    return;
  for (guint i = 0; i < guards->n; i++)
    if (guards->grants[i] == grant)
      return;
  guards->grants[guards->n++] = grant;
}

static Guards
get_guards (KhDatapointId id)
{
  Guards guards = { { KH_GRANT_NONE }, 0 };

  add_guard (&guards, KH_GRANT_CUSTOMER_VIEW);
  add_guard (&guards, KH_GRANT_CUSTOMER_CREATE);
  add_guard (&guards, kh_datapoint_get (id)->view);
  add_guard (&guards, kh_datapoint_get (id)->modify);

  return guards;
}

static KhGrants
choose (KhGrants  grants,
        Guards   *guards,
        guint     combination)
{
  for (guint i = 0; i < guards->n; i++)
    grants = (combination >> i & 1) != 0 ? kh_grants_with (grants, guards->grants[i])
                                         : kh_grants_without (grants, guards->grants[i]);

  return grants;
}

static gboolean
is_in (KhGrants grants,
       KhGrant  grant)
{
  return grant != KH_GRANT_NONE && (grants.bits >> grant & 1) != 0;
}

static void
check_change (KhDatapointId id,
              KhGrants      grants,
              gboolean      view,
              gboolean      modify)
{
  g_autoptr (KhCustomer) kept = kh_customer_new ();
  g_autoptr (KhCustomer) shown = NULL;
  g_autoptr (KhCustomer) forced = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (kept, id, VALUE);
  shown = kh_customer_copy (kept);
  kh_gate_hide (shown, grants);
  g_assert_cmpint (kh_customer_is_hidden (shown, id), ==, !view);
  g_assert_cmpstr (kh_customer_get (shown, id), ==, view ? kh_customer_get (kept, id) : NULL);

  /* Saved as it was shown, everything stays. */
  kh_gate_fill (shown, kept);
  g_assert_true (kh_customer_equal (shown, kept));
  g_assert_true (kh_gate_check_change (kept, shown, grants, NULL));

  forced = kh_customer_copy (kept);
  kh_customer_set (forced, id, OTHER);
  g_assert_cmpint (kh_gate_check_change (kept, forced, grants, &error), ==, view && modify);
  if (!(view && modify))
    {
      g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
      g_assert_nonnull (strstr (error->message, kh_datapoint_get_label (id)));
    }
}

static void
check_create (KhDatapointId id,
              KhGrants      grants)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  gboolean create = is_in (grants, KH_GRANT_CUSTOMER_VIEW) && is_in (grants, KH_GRANT_CUSTOMER_CREATE);
  gboolean free_to_type = (datapoint->required & KH_REQUIRED_ALWAYS) != 0 || datapoint->modify == KH_GRANT_CUSTOMER_MODIFY ||
                          (is_in (grants, datapoint->modify) && is_in (grants, kh_grant_get (datapoint->modify)->needs));
  gboolean system = (datapoint->required & KH_REQUIRED_SYSTEM) != 0;

  kh_customer_set (customer, id, OTHER);
  if (!system)
    g_assert_cmpint (kh_gate_check_create (customer, NULL, grants, NULL), ==, create && free_to_type);
}

/* Trimmed, a record can be created by whoever may create one. */
static void
check_trim (KhGrants grants)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if ((kh_datapoint_get ((KhDatapointId) i)->required & KH_REQUIRED_SYSTEM) == 0)
      kh_customer_set (customer, (KhDatapointId) i, OTHER);
  kh_gate_trim (customer, NULL, grants);
  g_assert_cmpint (kh_gate_check_create (customer, NULL, grants, NULL), ==,
                   kh_grants_has (grants, KH_GRANT_CUSTOMER_CREATE));
  if (kh_grants_has (grants, KH_GRANT_CUSTOMER_CREATE))
    g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CITY), ==, OTHER);
}

static void
test_matrix (void)
{
  g_autoptr (GPtrArray) groups = kh_staff_list_first_groups ();
  guint cases = 0;

  for (guint group = 0; group < groups->len; group++)
    for (guint i = 0; i < KH_N_DATAPOINTS; i++)
      {
        KhDatapointId id = (KhDatapointId) i;
        const KhDatapoint *datapoint = kh_datapoint_get (id);
        Guards guards = get_guards (id);

        if (id == KH_DATAPOINT_CUSTOMER_NUMBER || datapoint->sealed)
          continue;
        for (guint combination = 0; combination < 1u << guards.n; combination++)
          {
            KhGrants grants = choose (kh_group_get_grants (g_ptr_array_index (groups, group)), &guards, combination);
            gboolean view = is_in (grants, KH_GRANT_CUSTOMER_VIEW) && is_in (grants, datapoint->view);

            check_change (id, grants, view, is_in (grants, datapoint->modify));
            check_create (id, grants);
            check_trim (grants);
            cases++;
          }
      }
  g_assert_cmpuint (cases, >, 2000);
}

/* What is not given is not allowed. */
static void
test_deny (void)
{
  g_autoptr (KhCustomer) kept = kh_customer_new ();
  g_autoptr (KhCustomer) shown = kh_customer_copy (kept);

  kh_customer_set (shown, KH_DATAPOINT_CUSTOMER_NUMBER, "1001");
  kh_gate_hide (shown, kh_grants_none ());
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_assert_false (kh_gate_may_view (kh_grants_none (), (KhDatapointId) i));
      g_assert_false (kh_gate_may_change (kh_grants_none (), (KhDatapointId) i));
      g_assert_false (kh_gate_may_begin (kh_grants_none (), (KhDatapointId) i, TRUE));
      g_assert_cmpint (kh_customer_is_hidden (shown, (KhDatapointId) i), ==, i != KH_DATAPOINT_CUSTOMER_NUMBER);
    }
  g_assert_cmpint (kh_customer_get_number (shown), ==, 1001);
  for (guint grant = KH_GRANT_NONE; grant < KH_N_GRANTS; grant++)
    g_assert_false (kh_grants_has (kh_grants_none (), (KhGrant) grant));
  g_assert_false (kh_grants_has (kh_grants_all (), KH_GRANT_NONE));
}

/* A key comes with the grants, so the rule that something is required gives nobody a sealed one. */
static void
test_secrets (void)
{
  g_autoptr (GPtrArray) changes = kh_secret_changes_new ();
  KhGrants blind = kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_REVEAL);
  KhGrants reader = kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_MODIFY);
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_gate_check_secrets (NULL, kh_grants_none (), FALSE, NULL));
  kh_secret_changes_add (changes, KH_DATAPOINT_PASSCODE, "RED BARN");
  for (gboolean creating = FALSE; creating <= TRUE; creating++)
    {
      g_assert_true (kh_gate_check_secrets (changes, kh_grants_all (), creating, NULL));
      g_assert_false (kh_gate_check_secrets (changes, blind, creating, NULL));
      g_assert_false (kh_gate_check_secrets (changes, reader, creating, NULL));
    }
  g_assert_false (kh_gate_may_begin (blind, KH_DATAPOINT_PASSCODE, TRUE));
  g_assert_false (kh_gate_check_secrets (changes, blind, FALSE, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, "Passcodes: Reveal"));
}

static void
test_message (void)
{
  g_autoptr (KhCustomer) kept = kh_customer_new ();
  g_autoptr (KhCustomer) edited = kh_customer_copy (kept);
  g_autoptr (GError) error = NULL;

  kh_customer_set (edited, KH_DATAPOINT_ACCOUNT_CLASS, "4");
  g_assert_false (kh_gate_check_change (kept, edited, kh_grants_without (kh_grants_all (), KH_GRANT_CUSTOMER_ACCOUNT_CLASS),
                                        &error));
  g_assert_cmpstr (error->message, ==,
                   "You may not change Account Class, because you do not have the grant “Customer: Modify Account Class”. "
                   "Nothing was saved. Ask somebody who keeps the staff’s grants.");
}

/* The table of grants */

static void
test_table (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      const KhGrantRow *row = kh_grant_get ((KhGrant) i);
      g_autofree char *name = kh_grant_dup_name ((KhGrant) i);

      g_assert_cmpuint (row->id, ==, i);
      g_assert_cmpint (row->resource, <, KH_N_RESOURCES);
      g_assert_cmpstr (row->label, !=, "");
      g_assert_true (g_hash_table_add (keys, (gpointer) row->key));
      g_assert_cmpint (kh_grant_lookup (row->key), ==, i);
      g_assert_true (g_str_has_prefix (name, kh_resource_get_label (row->resource)));
      /* Somewhere it ends. */
      g_assert_true (row->needs == KH_GRANT_NONE || row->needs < i);
      g_assert_true (kh_grants_has (kh_grants_all (), (KhGrant) i));
      /* Alone it has no effect where it needs another. */
      g_assert_cmpint (kh_grants_has (kh_grants_with (kh_grants_none (), (KhGrant) i), (KhGrant) i), ==,
                       row->needs == KH_GRANT_NONE);
    }
  g_assert_cmpint (kh_grants_find_missing (kh_grants_all (), KH_GRANT_SALES_MODIFY), ==, KH_GRANT_NONE);
  g_assert_cmpint (kh_grants_find_missing (kh_grants_without (kh_grants_all (), KH_GRANT_SALES_VIEW), KH_GRANT_SALES_MODIFY),
                   ==, KH_GRANT_SALES_VIEW);
  g_assert_cmpint (kh_grants_find_missing (kh_grants_without (kh_grants_all (), KH_GRANT_SALES_MODIFY), KH_GRANT_SALES_MODIFY),
                   ==, KH_GRANT_SALES_MODIFY);
  g_assert_cmpint (kh_grant_lookup ("customer.fly"), ==, KH_GRANT_NONE);
  g_assert_cmpint (kh_grant_lookup (""), ==, KH_GRANT_NONE);
}

/* The staff */

static KhStaff *
make_staff (void)
{
  KhStaff *staff = kh_staff_new ();
  g_autoptr (GPtrArray) groups = kh_staff_list_first_groups ();

  for (guint i = 0; i < groups->len; i++)
    {
      KhGroup *group = kh_group_copy (g_ptr_array_index (groups, i));

      group->id = i + 1;
      kh_staff_take_group (staff, group);
    }

  return staff;
}

static KhMember *
add_member (KhStaff    *staff,
            gint64      id,
            const char *name,
            gint64      group)
{
  KhMember *member = kh_member_new ();

  member->id = id;
  member->name = g_strdup (name);
  member->group = group;
  kh_staff_take_member (staff, member);

  return member;
}

static void
test_staff (void)
{
  g_autoptr (KhStaff) staff = make_staff ();
  KhMember *clerk = add_member (staff, 2, "Lee", 3);
  KhMember *owner;

  /* Nobody to keep anything from. */
  g_assert_false (kh_staff_is_set_up (staff));
  g_assert_true (kh_grants_equal (kh_staff_get_grants (staff, 0), kh_grants_all ()));

  owner = add_member (staff, 1, "Maria", 1);
  g_assert_true (kh_staff_is_set_up (staff));
  g_assert_null (kh_staff_get_only_member (staff));
  g_assert_true (kh_grants_equal (kh_staff_get_grants (staff, 0), kh_grants_none ()));
  g_assert_true (kh_grants_equal (kh_staff_get_grants (staff, 99), kh_grants_none ()));
  g_assert_true (kh_grants_equal (kh_staff_get_grants (staff, 1), kh_grants_all ()));
  g_assert_true (kh_grants_has (kh_staff_get_grants (staff, 2), KH_GRANT_SALES_MODIFY));
  g_assert_false (kh_grants_has (kh_staff_get_grants (staff, 2), KH_GRANT_CONFIDENTIAL_VIEW));

  clerk->added = kh_grants_with (kh_grants_none (), KH_GRANT_CONFIDENTIAL_VIEW);
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_SALES_VIEW);
  g_assert_true (kh_grants_has (kh_staff_get_grants (staff, 2), KH_GRANT_CONFIDENTIAL_VIEW));
  g_assert_false (kh_grants_has (kh_staff_get_grants (staff, 2), KH_GRANT_SALES_MODIFY));

  clerk->active = FALSE;
  g_assert_true (kh_grants_equal (kh_staff_get_grants (staff, 2), kh_grants_none ()));
  g_assert_true (kh_staff_get_only_member (staff) == owner);

  /* An owner cannot be left without. */
  owner->taken = kh_grants_all ();
  g_assert_true (kh_grants_equal (kh_staff_get_grants (staff, 1), kh_grants_all ()));
}

static void
test_why (void)
{
  g_autoptr (KhStaff) staff = make_staff ();
  g_autofree char *nobody = kh_staff_dup_why (staff, KH_GRANT_SALES_VIEW);
  g_autofree char *one = NULL;
  g_autofree char *many = NULL;

  g_assert_cmpstr (nobody, ==, "This needs the grant “Sales Information: View”, and nobody has it.");
  add_member (staff, 1, "Maria", 1);
  one = kh_staff_dup_why (staff, KH_GRANT_SALES_VIEW);
  g_assert_cmpstr (one, ==, "This needs the grant “Sales Information: View”. Ask Maria.");
  add_member (staff, 2, "Lee", 3);
  add_member (staff, 3, "Omar", 4);
  add_member (staff, 4, "Ines", 2);
  add_member (staff, 5, "Jonas", 2);
  add_member (staff, 6, "Fiona", 2);
  many = kh_staff_dup_why (staff, KH_GRANT_SALES_VIEW);
  g_assert_cmpstr (many, ==, "This needs the grant “Sales Information: View”. "
                             "Maria, Lee, Ines and 2 other members of the staff have it.");
}

static void
expect_wrong (KhStaff      *staff,
              KhStaffError  code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kh_staff_check (staff, &error));
  g_assert_error (error, KH_STAFF_ERROR, (int) code);
}

static void
test_check (void)
{
  static const char * const bad_names[] = { "", "MARIA", "line\nend", "\xe2\x80\xaehidden", NULL };
  g_autoptr (KhStaff) staff = make_staff ();
  KhMember *owner = add_member (staff, 1, "Maria", 1);
  KhMember *clerk = add_member (staff, 2, "Lee", 3);

  g_assert_true (kh_staff_check (staff, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad_names); i++)
    {
      g_free (clerk->name);
      clerk->name = g_strdup (bad_names[i]);
      expect_wrong (staff, KH_STAFF_ERROR_NAME);
    }
  g_free (clerk->name);
  clerk->name = g_strnfill (61, 'x');
  expect_wrong (staff, KH_STAFF_ERROR_NAME);
  clerk->name[60] = '\0';
  g_assert_true (kh_staff_check (staff, NULL));

  clerk->group = 77;
  expect_wrong (staff, KH_STAFF_ERROR_GROUP);
  clerk->group = 3;
  owner->group = 2;
  expect_wrong (staff, KH_STAFF_ERROR_LAST_OWNER);
  owner->group = 1;
  owner->active = FALSE;
  expect_wrong (staff, KH_STAFF_ERROR_LAST_OWNER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/grant/table", test_table);
  g_test_add_func ("/gate/matrix", test_matrix);
  g_test_add_func ("/gate/deny", test_deny);
  g_test_add_func ("/gate/message", test_message);
  g_test_add_func ("/gate/secrets", test_secrets);
  g_test_add_func ("/staff/grants", test_staff);
  g_test_add_func ("/staff/why", test_why);
  g_test_add_func ("/staff/check", test_check);

  return g_test_run ();
}
