/* kh-test-memory.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-test-memory.h"

struct _KhTestMemory
{
  GObject parent_instance;

  /* Owned: an array of KhTestEntry for each customer's number */
  GHashTable *customers;
};

G_DEFINE_FINAL_TYPE (KhTestMemory, kh_test_memory, G_TYPE_OBJECT)

static void
kh_test_memory_finalize (GObject *object)
{
  KhTestMemory *self = KH_TEST_MEMORY (object);

  g_hash_table_unref (self->customers);

  G_OBJECT_CLASS (kh_test_memory_parent_class)->finalize (object);
}

static void
kh_test_memory_class_init (KhTestMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_test_memory_finalize;
}

static void
kh_test_memory_init (KhTestMemory *self)
{
  self->customers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * kh_test_memory_new:
 *
 * Returns: (transfer full): a memory of nothing
 */
KhTestMemory *
kh_test_memory_new (void)
{
  return g_object_new (KH_TYPE_TEST_MEMORY, NULL);
}

static GPtrArray *
get_tests (KhTestMemory *self,
           gint64        customer)
{
  return g_hash_table_lookup (self->customers, &customer);
}

static GPtrArray *
make_tests (KhTestMemory *self,
            gint64        customer)
{
  GPtrArray *tests = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 *key = g_new (gint64, 1);

  *key = customer;
  g_hash_table_replace (self->customers, key, tests);

  return tests;
}

/**
 * kh_test_memory_set:
 * @self: a memory
 * @customer: a customer's number
 * @tests: (nullable) (element-type KhTestEntry): all that is on test; %NULL for nothing, or
 *   when it is not known any more
 *
 * Replaces what was known.
 */
void
kh_test_memory_set (KhTestMemory *self,
                    gint64        customer,
                    GPtrArray    *tests)
{
  GPtrArray *kept;

  g_return_if_fail (KH_IS_TEST_MEMORY (self));

  kept = make_tests (self, customer);
  for (guint i = 0; tests != NULL && i < tests->len; i++)
    g_ptr_array_add (kept, g_object_ref (g_ptr_array_index (tests, i)));
}

/**
 * kh_test_memory_add:
 * @self: a memory
 * @customer: a customer's number
 * @test: a test that was just put on
 *
 * It is known at once, whether or not all of them can be read after it.
 */
void
kh_test_memory_add (KhTestMemory *self,
                    gint64        customer,
                    KhTestEntry  *test)
{
  GPtrArray *tests;

  g_return_if_fail (KH_IS_TEST_MEMORY (self));
  g_return_if_fail (KH_IS_TEST_ENTRY (test));

  kh_test_memory_remove (self, customer, kh_test_entry_get_id (test));
  tests = get_tests (self, customer);
  if (tests == NULL)
    tests = make_tests (self, customer);
  g_ptr_array_add (tests, g_object_ref (test));
}

/**
 * kh_test_memory_remove:
 * @self: a memory
 * @customer: a customer's number
 * @id: a test's id; none need be known by it
 *
 * Forgets a test that was cleared.
 */
void
kh_test_memory_remove (KhTestMemory *self,
                       gint64        customer,
                       const char   *id)
{
  GPtrArray *tests;

  g_return_if_fail (KH_IS_TEST_MEMORY (self));

  tests = get_tests (self, customer);
  for (guint i = tests != NULL ? tests->len : 0; i > 0; i--)
    if (g_strcmp0 (kh_test_entry_get_id (g_ptr_array_index (tests, i - 1)), id) == 0)
      g_ptr_array_remove_index (tests, i - 1);
}

/**
 * kh_test_memory_get_last:
 * @self: a memory
 * @customer: a customer's number
 * @clock: what kh_test_clock_now() gives
 *
 * Returns: (transfer none) (nullable): the test that ends last; %NULL when nothing is known to be
 *   on test any more
 */
KhTestEntry *
kh_test_memory_get_last (KhTestMemory *self,
                         gint64        customer,
                         gint64        clock)
{
  GPtrArray *tests;
  KhTestEntry *last = NULL;
  gint64 most = 0;

  g_return_val_if_fail (KH_IS_TEST_MEMORY (self), NULL);

  tests = get_tests (self, customer);
  for (guint i = 0; tests != NULL && i < tests->len; i++)
    {
      KhTestEntry *test = g_ptr_array_index (tests, i);
      gint64 left = kh_test_entry_get_seconds_left (test, clock);

      if (left <= most)
        continue;
      most = left;
      last = test;
    }

  return last;
}
