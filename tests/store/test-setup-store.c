/* test-setup-store.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a setup does to the records: all of it, or nothing. */

#include "config.h"

#include "kh-gate.h"
#include "kh-store-test.h"

#include "kh-store-private.h"

#include <string.h>

#define OWNER "[member Maria]\ngroup=Owners\n"

#define DESK \
  "[member Lee]\ngroup=Desk\nroles=sales\n[group Desk]\ngrants=customer.view\n" \
  "[company C]\ntype=none\n[catalogue lead-campaigns: Radio]\nentries=Spring\n" \
  "[catalogue lead-sources]\nentries=Radio\n"

typedef struct {
  guint added;
  guint changed;
  guint kept;
} Counts;

/* The office's history, as an owner reads it. */
static GPtrArray *
load_history (KhStore *store)
{
  GPtrArray *members = kh_staff_get_members (kh_store_get_staff (store));
  GPtrArray *history;

  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (members, i);

      if (g_str_equal (member->name, "Maria"))
        kh_store_set_member (store, member->id);
    }
  history = kh_store_test_history (store, 0);
  kh_store_sign_out (store);

  return history;
}

static gboolean
set_up (KhStore     *store,
        const char  *text,
        const char  *as,
        Counts      *counts,
        GError     **error)
{
  g_autoptr (KhSetup) setup = kh_setup_parse ("desk.ini", text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_set_up_async (store, setup, as, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_set_up_finish (store, result, &counts->added, &counts->changed, &counts->kept, error);
}

static void
assert_counts (KhStore    *store,
               const char *text,
               const char *as,
               guint       added,
               guint       changed,
               guint       kept)
{
  g_autoptr (GError) error = NULL;
  Counts counts;

  g_assert_true (set_up (store, text, as, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.added, ==, added);
  g_assert_cmpuint (counts.changed, ==, changed);
  g_assert_cmpuint (counts.kept, ==, kept);
}

/* Nothing of it is kept, and the message has each of @said (up to two). */
static void
assert_nothing (KhStore    *store,
                const char *text,
                const char *as,
                const char *said,
                const char *also)
{
  guint n_members = kh_staff_get_members (kh_store_get_staff (store))->len;
  g_autoptr (GPtrArray) before = load_history (store);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  Counts counts;

  g_assert_false (set_up (store, text, as, &counts, &error));
  g_assert_nonnull (strstr (error->message, said));
  g_assert_nonnull (strstr (error->message, also));
  after = load_history (store);
  g_assert_cmpuint (after->len, ==, before->len);
  g_assert_cmpuint (kh_staff_get_members (kh_store_get_staff (store))->len, ==, n_members);
  /* What is in the file itself shows later, where the same is added as new. */
  g_assert_null (kh_catalogues_find (kh_store_get_catalogues (store), KH_CATALOGUE_LEAD_SOURCES, "Radio"));
}

static void
test_whole (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;
  g_autoptr (GPtrArray) history = NULL;

  assert_counts (store, OWNER DESK, NULL, 6, 0, 0);
  g_assert_true (kh_staff_is_set_up (kh_store_get_staff (store)));
  g_assert_nonnull (kh_catalogues_find (kh_store_get_catalogues (store), KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring"));
  history = load_history (store);
  /* An entry's name and whether it may be chosen are a row each. */
  g_assert_cmpuint (history->len, ==, 9);
  g_assert_cmpstr (((KhHistoryRow *) g_ptr_array_index (history, 0))->author, ==, "setup");
  assert_counts (store, DESK, "Maria", 0, 0, 5);
  assert_counts (store, "[member Lee]\nroles=technician\n", "Maria", 0, 1, 0);
  g_clear_pointer (&history, g_ptr_array_unref);
  history = load_history (store);
  g_assert_cmpuint (history->len, ==, 10);
}

static void
test_nothing (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;

  assert_nothing (store, DESK, NULL, "no owner yet", "group=Owners");
  assert_nothing (store, OWNER DESK, "Maria", "leave --as out", "");
  assert_nothing (store, OWNER DESK "[member Bob]\ngroup=Nowhere\n[member lee]\n", NULL, "desk.ini:", "");
  assert_nothing (store, OWNER "[group Owners]\ngrants=\n[member Bob]\ngroup=Nowhere\n", NULL,
                  "desk.ini:3: ", "desk.ini:6: ");
  assert_counts (store, OWNER, NULL, 1, 0, 0);
  assert_nothing (store, DESK, NULL, "--as NAME", "window");
  assert_nothing (store, DESK, "Nobody", "no member", "Nobody");
  assert_nothing (store, DESK "[member Maria]\nactive=false\n", "Maria", "owner", "desk.ini: ");
  assert_counts (store, "[member Lee]\ngroup=Managers\n", "Maria", 1, 0, 0);
  assert_nothing (store, DESK, "Lee", "Staff and Groups", "");
  assert_counts (store, "[member Lee]\nadded=staff.full-control\ntaken=customer.delete\n", "Maria", 0, 1, 0);
  assert_nothing (store, "[member Bob]\ngroup=Owners\n", "Lee", "only the grants", "");
  assert_counts (store, DESK "[member Bob]\n", "Maria", 5, 1, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) \
  g_test_add ("/setup-store/" path, KhStoreFixture, NULL, kh_store_test_set_up, test, kh_store_test_tear_down)
  ADD ("whole", test_whole);
  ADD ("nothing", test_nothing);

  return g_test_run ();
}
