/* test-blocks.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-office-test.h"
#include "kh-store-links.h"
#include "kh-value-type.h"

typedef struct {
  KhStoreFixture base;
  gint64 company;
} Office;

static void
set_up (Office        *self,
        gconstpointer  data)
{
  kh_store_test_set_up (&self->base, data);
  self->company = kh_store_test_add_company (self->base.store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example");
}

static void
tear_down (Office        *self,
           gconstpointer  data)
{
  kh_store_test_tear_down (&self->base, data);
}

static GPtrArray *
list (Office *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *blocks;

  kh_store_list_blocks_async (self->base.store, self->company, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  blocks = kh_store_list_blocks_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return blocks;
}

static gboolean
add (Office      *self,
     const char  *begin,
     const char  *end,
     GError     **error)
{
  g_autoptr (KhNumberBlock) block = kh_number_block_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_object_set (block, "begin", begin, "end", end, "receiver", "7", "two-way", TRUE, NULL);
  kh_store_add_block_async (self->base.store, self->company, block, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_add_block_finish (self->base.store, result, error);
}

static void
add_well (Office     *self,
          const char *begin,
          const char *end)
{
  g_autoptr (GError) error = NULL;

  add (self, begin, end, &error);
  g_assert_no_error (error);
}

static KhGivenNumber *
take (Office  *self,
      gint64   block,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_take_number_async (self->base.store, block, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_take_number_finish (self->base.store, result, error);
}

static void
assert_takes (Office     *self,
              const char *number,
              gint64      left)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhGivenNumber) given = take (self, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (given->number, ==, number);
  g_assert_cmpstr (given->receiver, ==, "7");
  g_assert_true (given->two_way);
  g_assert_cmpint (given->left, ==, left);
}

static void
assert_gives_none (Office *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhGivenNumber) given = take (self, 1, &error);

  g_assert_null (given);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

static gboolean
try_to_disable (Office  *self,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_disable_block_async (self->base.store, 1, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_disable_block_finish (self->base.store, result, error);
}

static void
disable (Office *self)
{
  g_autoptr (GError) error = NULL;

  try_to_disable (self, &error);
  g_assert_no_error (error);
}

static void
reopen (Office *self)
{
  g_autoptr (GError) error = NULL;

  kh_store_test_close (g_steal_pointer (&self->base.store));
  self->base.store = kh_store_test_open (self->base.folder, &error);
  g_assert_no_error (error);
}

static void
give_customer (Office     *self,
               const char *number)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ann", "Lee");
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, self->company);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, number);
  kept = kh_store_test_create (self->base.store, customer, &error);
  g_assert_no_error (error);
}

/* One after the other, each once, past those that a customer has, also after the program was closed. */
static void
test_never_again (Office        *self,
                  gconstpointer  data G_GNUC_UNUSED)
{
  add_well (self, "DY-098", "DY-103");
  give_customer (self, "DY-100");
  assert_takes (self, "DY-098", 5);
  reopen (self);
  assert_takes (self, "DY-099", 4);
  assert_takes (self, "DY-101", 2);
  reopen (self);
  assert_takes (self, "DY-102", 1);
  assert_takes (self, "DY-103", 0);
  assert_gives_none (self);
  reopen (self);
  assert_gives_none (self);
}

/* What is shown before is what comes. */
static void
test_list (Office        *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  KhNumberBlock *block;

  add_well (self, "1000", "1011");
  give_customer (self, "1000");
  before = list (self);
  g_assert_cmpuint (before->len, ==, 1);
  block = g_ptr_array_index (before, 0);
  g_assert_cmpstr (kh_number_block_get_next (block), ==, "1001");
  g_assert_cmpint (kh_number_block_get_left (block), ==, 11);
  g_assert_false (kh_number_block_is_near_end (block));
  assert_takes (self, "1001", 10);
  after = list (self);
  block = g_ptr_array_index (after, 0);
  g_assert_cmpstr (kh_number_block_get_next (block), ==, "1002");
  g_assert_true (kh_number_block_is_near_end (block));
}

static void
test_disable (Office        *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GError) error = NULL;

  add_well (self, "1000", "1011");
  assert_takes (self, "1000", 11);
  disable (self);
  assert_gives_none (self);
  reopen (self);
  assert_gives_none (self);
  blocks = list (self);
  g_assert_false (kh_number_block_get_enabled (g_ptr_array_index (blocks, 0)));
  g_assert_null (kh_number_block_get_next (g_ptr_array_index (blocks, 0)));

  /* Not by the back door either. */
  g_assert_false (add (self, "1000", "1011", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
}

typedef struct {
  const char *begin;
  const char *end;
  gboolean overlaps;
} Range;

static void
test_add (Office        *self,
          gconstpointer  data G_GNUC_UNUSED)
{
  static const Range ranges[] = {
    { "2000", "1000", FALSE }, { "A1", "B2", FALSE }, { "10", "100", FALSE }, { "", "", FALSE },
    { "1011", "1020", TRUE }, { "0990", "1000", TRUE }, { "1003", "1004", TRUE }, { "0001", "9999", TRUE },
  };

  add_well (self, "1000", "1011");
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (add (self, ranges[i].begin, ranges[i].end, &error));
      if (ranges[i].overlaps)
        g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
      else
        g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
    }
  add_well (self, "1012", "1012");
  add_well (self, "A1000", "A1011");
}

/* The owner takes grants from Lee, and Lee signs in. */
static void
become_clerk (KhOfficeTest *office,
              KhGrants      taken)
{
  g_autoptr (KhMember) clerk = NULL;

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  clerk->taken = taken;
  kh_office_test_save_member (office, clerk);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
}

static void
assert_lists (Office   *self,
              gboolean  lists)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_blocks_async (self->base.store, self->company, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  blocks = kh_store_list_blocks_finish (self->base.store, result, &error);
  g_assert_cmpint (blocks != NULL, ==, lists);
  if (!lists)
    g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

static void
assert_takes_none (Office *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhGivenNumber) given = take (self, 1, &error);

  g_assert_null (given);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

static void
assert_keeps_none (Office *self)
{
  g_autoptr (GError) added = NULL;
  g_autoptr (GError) disabled = NULL;

  g_assert_false (add (self, "2000", "2009", &added));
  g_assert_error (added, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_false (try_to_disable (self, &disabled));
  g_assert_error (disabled, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* Who keeps the companies keeps their blocks, and who may create accounts takes numbers; whoever may
 * neither does not see them, and costs no number. */
static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  const KhGrants shell = kh_grants_with (kh_grants_none (), KH_GRANT_CENTRAL_STATION_SHELL);
  const KhGrants view = kh_grants_with (kh_grants_none (), KH_GRANT_COMPANIES_VIEW);
  Office self = { .base = office->base };

  self.company = kh_store_test_add_company (office->base.store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example");
  add_well (&self, "1000", "1009");

  become_clerk (office, kh_grants_none ());
  assert_lists (&self, TRUE);
  assert_takes (&self, "1000", 9);
  assert_keeps_none (&self);

  become_clerk (office, view);
  assert_lists (&self, TRUE);
  assert_takes (&self, "1001", 8);
  assert_keeps_none (&self);

  become_clerk (office, shell);
  assert_lists (&self, TRUE);
  assert_takes_none (&self);
  assert_keeps_none (&self);

  become_clerk (office, kh_grants_with (shell, KH_GRANT_COMPANIES_VIEW));
  assert_lists (&self, FALSE);
  assert_takes_none (&self);
  assert_keeps_none (&self);

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  assert_takes (&self, "1002", 7);
  disable (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/blocks/" name, Office, NULL, set_up, func, tear_down)
  ADD ("never-again", test_never_again);
  ADD ("list", test_list);
  ADD ("disable", test_disable);
  ADD ("add", test_add);
#undef ADD
  g_test_add ("/blocks/grants", KhOfficeTest, NULL, kh_office_test_set_up, test_grants, kh_office_test_tear_down);

  return g_test_run ();
}
