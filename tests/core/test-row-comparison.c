/* test-row-comparison.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer's tables beside a station's, row by row: what may be chosen, and what is sent and taken. */

#include "config.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-customer.h"
#include "kh-row-comparison.h"
#include "kh-row-push.h"
#include "kh-row-text.h"

#include <string.h>

#define ANN "+18015550101"
#define BOB "+18015550102"

typedef struct {
  GPtrArray *ours;
  KhRows *contacts;
  KhAccount *account;
  KhRowComparisonSides sides;
  KhShadow *shadow;
  GPtrArray *waiting;
  KhRowSides *rows;
  KhRowComparison *comparison;
} Desk;

static void
desk_init (Desk         *desk,
           KhMonitorType type)
{
  *desk = (Desk) { .ours = g_ptr_array_new_with_free_func (g_object_unref) };
  desk->account = kh_account_new ();
  desk->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  desk->sides = (KhRowComparisonSides) {
    .account = desk->account, .terms = { type, FALSE, 0 }, .station = "Dynamark", .grants = kh_grants_all (),
  };
  for (guint i = 0; i < KH_N_TABLES; i++)
    g_ptr_array_add (desk->ours, kh_rows_new ((KhTableId) i));
  desk->contacts = g_ptr_array_index (desk->ours, KH_TABLE_CONTACTS);
}

static void
desk_clear (Desk *desk)
{
  g_clear_object (&desk->comparison);
  g_clear_pointer (&desk->rows, kh_row_sides_free);
  g_clear_pointer (&desk->shadow, kh_shadow_free);
  g_clear_pointer (&desk->waiting, g_ptr_array_unref);
  g_clear_object (&desk->account);
  g_clear_pointer (&desk->ours, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static KhRow *
add (KhRows     *rows,
     gint64      id,
     const char *item,
     const char *name,
     const char *phone)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);

  kh_row_set_id (row, id);
  kh_row_set_item (row, item);
  kh_row_set (row, KH_CONTACT_ORDER, "1");
  kh_row_set (row, KH_CONTACT_NAME, name);
  kh_row_set (row, KH_CONTACT_PHONE_1_TYPE, phone != NULL ? "home" : NULL);
  kh_row_set (row, KH_CONTACT_PHONE_1, phone);
  kh_rows_append (rows, row);

  return row;
}

static KhRow *
add_there (Desk       *desk,
           const char *item,
           const char *name,
           const char *phone)
{
  return add (kh_account_get_rows (desk->account, KH_TABLE_CONTACTS), 0, item, name, phone);
}

static KhRow *
add_here (Desk       *desk,
          gint64      id,
          const char *name,
          const char *phone)
{
  return add (desk->contacts, id, NULL, name, phone);
}

static void
compare (Desk *desk)
{
  g_clear_object (&desk->comparison);
  desk->comparison = kh_row_comparison_new (desk->ours, &desk->sides);
}

/* Linked: what the station has now was agreed on, and whoever changes it from here on is somebody else. */
static void
agree (Desk *desk)
{
  desk->shadow = kh_shadow_new ();
  desk->rows = kh_row_sides_new (desk->shadow, desk->ours, desk->account, desk->sides.terms, FALSE);
  kh_row_sides_agree (desk->rows, desk->shadow);
}

static void
compare_linked (Desk *desk)
{
  g_clear_pointer (&desk->rows, kh_row_sides_free);
  desk->rows = kh_row_sides_new (desk->shadow, desk->ours, desk->account, desk->sides.terms, FALSE);
  desk->sides.shadow = desk->shadow;
  desk->sides.rows = desk->rows;
  desk->sides.waiting = desk->waiting;
  compare (desk);
}

static void
wait_for (Desk       *desk,
          KhRow      *before,
          KhRow      *after)
{
  KhOutboxItem *item = kh_outbox_item_new ();

  item->place = kh_row_push_dup_place (before != NULL ? before : after);
  item->table = KH_TABLE_CONTACTS;
  item->value = after != NULL ? kh_row_dup_text (after) : NULL;
  item->before = before != NULL ? kh_row_dup_text (before) : NULL;
  item->state = KH_OUTBOX_HELD;
  g_ptr_array_add (desk->waiting, item);
}

static KhRowDiscrepancy *
get (Desk  *desk,
     guint  position)
{
  g_autoptr (KhRowDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (desk->comparison), position);

  g_assert_nonnull (row);

  return row;
}

static void
assert_row (Desk        *desk,
            guint        position,
            KhDifference difference,
            KhResolution resolution,
            const char  *allowed)
{
  static const char letters[] = "OTLU";
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_cmpint (kh_row_discrepancy_get_difference (get (desk, position)), ==, difference);
  g_assert_cmpint (kh_row_discrepancy_get_resolution (get (desk, position)), ==, resolution);
  for (guint i = 0; i < strlen (letters); i++)
    {
      if (kh_row_discrepancy_allows (get (desk, position), (KhResolution) i))
        g_string_append_c (found, letters[i]);
    }
  g_assert_cmpstr (found->str, ==, allowed);
}

static void
choose (Desk         *desk,
        guint         position,
        KhResolution  resolution)
{
  kh_row_discrepancy_set_resolution (get (desk, position), resolution);
  g_assert_cmpint (kh_row_discrepancy_get_resolution (get (desk, position)), ==, resolution);
}

/* Before Link: ours goes where nothing is lost there, and nobody is taken for somebody else. */
static void
test_link (void)
{
  g_auto (Desk) desk = { 0 };

  desk_init (&desk, KH_MONITOR_GENERIC);
  add_here (&desk, 1, "Ann Lee", ANN);
  kh_row_set (add_there (&desk, "c1", "Ann Lee", ANN), KH_CONTACT_RELATION, "aunt");
  kh_row_set (kh_rows_get (desk.contacts, 0), KH_CONTACT_RELATION, "daughter");
  add_here (&desk, 2, "Bob Lee", BOB);
  kh_row_set (add_there (&desk, "c2", "Bob Lee", BOB), KH_CONTACT_EMAIL, "bob@example.com");
  add_here (&desk, 3, "Cid Lee", "+18015550103");
  add_there (&desk, "c3", "Cyd Wu", "+18015550103");
  add_here (&desk, 4, "Dee Lee", NULL);
  add_there (&desk, "c5", "Eve Lee", NULL);
  compare (&desk);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.comparison)), ==, 5);
  assert_row (&desk, 0, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, "OTL");
  assert_row (&desk, 1, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_LEAVE, "OTL");
  assert_row (&desk, 2, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_LEAVE, "OTL");
  assert_row (&desk, 3, KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, "OL");
  assert_row (&desk, 4, KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, "TL");
  g_assert_cmpuint (kh_row_comparison_count_rows (desk.comparison), ==, 5);
  g_assert_cmpuint (kh_row_comparison_count_undecided (desk.comparison), ==, 0);
}

/* What differs is told for both sides by its name; who is on one side only by all that is known. */
static void
test_texts (void)
{
  g_auto (Desk) desk = { 0 };
  g_autofree char *title = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *only = NULL;

  desk_init (&desk, KH_MONITOR_GENERIC);
  kh_row_set (add_here (&desk, 1, "Ann Lee", ANN), KH_CONTACT_RELATION, "daughter");
  add_there (&desk, "c1", "Ann Lee", ANN);
  kh_row_set (add_there (&desk, "c2", "Bob Lee", BOB), KH_CONTACT_HAS_KEY, "1");
  compare (&desk);

  title = kh_row_discrepancy_dup_title (get (&desk, 0));
  ours = kh_row_discrepancy_dup_ours_text (get (&desk, 0));
  theirs = kh_row_discrepancy_dup_theirs_text (get (&desk, 0));
  only = kh_row_discrepancy_dup_theirs_text (get (&desk, 1));
  g_assert_cmpstr (title, ==, "Ann Lee");
  g_assert_cmpstr (ours, ==, "Relation: daughter");
  g_assert_cmpstr (theirs, ==, "Relation: none");
  g_assert_nonnull (strstr (only, "(801) 555-0102"));
  g_assert_nonnull (strstr (only, "Has Key"));
  g_assert_null (kh_row_discrepancy_dup_ours_text (get (&desk, 1)));
}

/* A change for each row of ours that is chosen, and a take for each of theirs. */
static void
test_sends_and_takes (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GPtrArray) sends = NULL;
  g_autoptr (GPtrArray) takes = NULL;
  g_autoptr (KhShadow) seen = kh_shadow_new ();
  const KhChange *change;
  const KhRowTake *take;

  desk_init (&desk, KH_MONITOR_GENERIC);
  kh_row_set (add_here (&desk, 1, "Ann Lee", ANN), KH_CONTACT_RELATION, "daughter");
  kh_row_set (add_there (&desk, "c1", "Ann Lee", ANN), KH_CONTACT_RELATION, "aunt");
  kh_row_set_sealed (add_here (&desk, 2, "Bob Lee", BOB), KH_CONTACT_PIN, TRUE);
  kh_row_set (add_there (&desk, "c2", "Bob Lee", BOB), KH_CONTACT_EMAIL, "bob@example.com");
  add_there (&desk, "c3", "Cid Lee", NULL);
  compare (&desk);
  choose (&desk, 1, KH_RESOLUTION_THEIRS);
  choose (&desk, 2, KH_RESOLUTION_THEIRS);

  sends = kh_row_comparison_dup_sends (desk.comparison);
  g_assert_cmpuint (sends->len, ==, 1);
  change = g_ptr_array_index (sends, 0);
  g_assert_cmpstr (kh_row_get (change->row, KH_CONTACT_RELATION), ==, "daughter");
  g_assert_cmpstr (kh_row_get (change->row_from, KH_CONTACT_RELATION), ==, "aunt");
  g_assert_cmpint (kh_row_get_id (change->row_from), ==, 1);
  g_assert_cmpstr (kh_row_get_item (change->row_from), ==, "c1");

  takes = kh_row_comparison_dup_takes (desk.comparison);
  g_assert_cmpuint (takes->len, ==, 2);
  take = g_ptr_array_index (takes, 0);
  g_assert_cmpstr (take->place, ==, "contacts#2");
  g_assert_cmpstr (kh_row_get (take->change->row, KH_CONTACT_EMAIL), ==, "bob@example.com");
  g_assert_true (kh_row_is_sealed (take->change->row, KH_CONTACT_PIN));
  take = g_ptr_array_index (takes, 1);
  g_assert_true (kh_row_take_is_new (take));
  g_assert_cmpstr (kh_row_get (take->change->row, KH_CONTACT_NAME), ==, "Cid Lee");

  kh_row_comparison_add_seen (desk.comparison, seen);
  g_assert_cmpstr (kh_shadow_get_row (seen, take->place)->item, ==, "c3");
}

/* What the profile does not take is said, and is no choice. */
static void
test_bold (void)
{
  g_auto (Desk) desk = { 0 };

  desk_init (&desk, KH_MONITOR_BOLD);
  kh_row_set (add_here (&desk, 1, "Ann Lee", ANN), KH_CONTACT_RELATION, "daughter");
  kh_row_set (add_there (&desk, "c1", "Ann Lee", ANN), KH_CONTACT_RELATION, "aunt");
  kh_row_set (add_here (&desk, 2, "Bob Lee", BOB), KH_CONTACT_RELATION, "son");
  kh_row_set (add_there (&desk, "c2", "Bob Lee", "+18015550199"), KH_CONTACT_RELATION, "uncle");
  compare (&desk);

  assert_row (&desk, 0, KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, "TL");
  g_assert_cmpstr (kh_row_discrepancy_get_reason (get (&desk, 0)), ==, "Dynamark does not take this from Keyholder: Relation");
  assert_row (&desk, 1, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, "OTL");
  g_assert_cmpstr (kh_row_discrepancy_get_reason (get (&desk, 1)), ==, "Dynamark does not take this from Keyholder: Relation");
}

/* Nor is it a difference that the station has none of it. */
static void
test_bold_has_none (void)
{
  g_auto (Desk) desk = { 0 };
  KhRow *ann;

  desk_init (&desk, KH_MONITOR_BOLD);
  kh_row_set (add_here (&desk, 1, "Ann Lee", ANN), KH_CONTACT_RELATION, "daughter");
  ann = add_there (&desk, "c1", "Ann Lee", ANN);
  kh_row_set (ann, KH_CONTACT_ORDER, NULL);
  kh_row_set (ann, KH_CONTACT_KIND, NULL);
  kh_row_set (add_here (&desk, 2, "Bob Lee", BOB), KH_CONTACT_RELATION, "son");
  compare (&desk);

  assert_row (&desk, 0, KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, "L");
  g_assert_cmpstr (kh_row_discrepancy_get_reason (get (&desk, 0)), ==, "Dynamark does not take this from Keyholder: Relation");
  assert_row (&desk, 1, KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, "OL");
  g_assert_cmpstr (kh_row_discrepancy_get_reason (get (&desk, 1)), ==, "Dynamark does not take this from Keyholder: Relation");
}

/* Nobody sees, sends or takes what they may not. */
static void
test_grants (void)
{
  g_auto (Desk) desk = { 0 };

  desk_init (&desk, KH_MONITOR_GENERIC);
  kh_row_set (add_here (&desk, 1, "Ann Lee", ANN), KH_CONTACT_RELATION, "daughter");
  add_there (&desk, "c1", "Ann Lee", ANN);
  add_there (&desk, "c2", "Bob Lee", BOB);
  desk.sides.grants = kh_grants_without (kh_grants_all (), KH_GRANT_CONTACTS_CREATE);
  compare (&desk);
  assert_row (&desk, 0, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, "OTL");
  assert_row (&desk, 1, KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, "L");
  desk.sides.grants = kh_grants_without (kh_grants_all (), KH_GRANT_CONTACTS_MODIFY);
  compare (&desk);
  assert_row (&desk, 0, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, "OL");
  desk.sides.grants = kh_grants_without (kh_grants_all (), KH_GRANT_CONTACTS_VIEW);
  compare (&desk);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.comparison)), ==, 0);
  g_assert_cmpuint (kh_rows_get_n (desk.contacts), ==, 1);
}

/* A row that would break a rule of ours cannot be taken. */
static void
test_invalid (void)
{
  g_auto (Desk) desk = { 0 };

  desk_init (&desk, KH_MONITOR_GENERIC);
  add_there (&desk, "c1", NULL, ANN);
  compare (&desk);
  assert_row (&desk, 0, KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, "L");
  g_assert_cmpstr (kh_row_discrepancy_get_reason (get (&desk, 0)), ==,
                   "Keyholder cannot take it. Name: This is required.");
}

/* Linked: what waits goes on; what only they changed is to be decided; what nobody did is known to differ. */
static void
test_linked (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (KhRow) before = NULL;
  KhRow *ann, *bob_there;

  desk_init (&desk, KH_MONITOR_GENERIC);
  ann = add_here (&desk, 1, "Ann Lee", ANN);
  add_there (&desk, "c1", "Ann Lee", ANN);
  add_here (&desk, 2, "Bob Lee", BOB);
  bob_there = add_there (&desk, "c2", "Bob Lee", BOB);
  add_here (&desk, 3, "Cid Lee", NULL);
  agree (&desk);
  before = kh_row_copy (ann);
  kh_row_set (ann, KH_CONTACT_RELATION, "daughter");
  wait_for (&desk, before, ann);
  kh_row_set (bob_there, KH_CONTACT_NAME, "Robert Lee");
  compare_linked (&desk);

  assert_row (&desk, 0, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, "OTL");
  assert_row (&desk, 1, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_UNDECIDED, "OTLU");
  assert_row (&desk, 2, KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_LEAVE, "OL");
  g_assert_true (kh_row_discrepancy_is_agreed_known (get (&desk, 1)));
  g_assert_false (kh_row_discrepancy_is_agreed_known (get (&desk, 2)));
  g_assert_cmpuint (kh_row_comparison_count_conflicts (desk.comparison), ==, 1);
}

/* Both changed the same row, or one changed what the other took out: somebody has to say. */
static void
test_conflicts (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (KhRow) before = NULL;
  g_autoptr (KhRow) gone = NULL;
  g_autoptr (KhRows) kept = kh_rows_new (KH_TABLE_CONTACTS);
  KhRow *ann, *there, *cid_there;
  g_autofree char *agreed = NULL;

  desk_init (&desk, KH_MONITOR_GENERIC);
  ann = add_here (&desk, 1, "Ann Lee", ANN);
  there = add_there (&desk, "c1", "Ann Lee", ANN);
  gone = g_object_ref (add_here (&desk, 3, "Cid Lee", NULL));
  cid_there = add_there (&desk, "c3", "Cid Lee", NULL);
  agree (&desk);
  before = kh_row_copy (ann);
  kh_row_set (ann, KH_CONTACT_RELATION, "daughter");
  kh_row_set (there, KH_CONTACT_RELATION, "aunt");
  kh_row_set (cid_there, KH_CONTACT_RELATION, "uncle");
  wait_for (&desk, before, ann);
  wait_for (&desk, gone, NULL);
  kh_rows_append (kept, ann);
  g_object_unref (g_ptr_array_index (desk.ours, KH_TABLE_CONTACTS));
  g_ptr_array_index (desk.ours, KH_TABLE_CONTACTS) = g_object_ref (kept);
  compare_linked (&desk);

  g_assert_cmpuint (kh_row_comparison_count_conflicts (desk.comparison), ==, 2);
  g_assert_cmpuint (kh_row_comparison_count_undecided (desk.comparison), ==, 2);
  assert_row (&desk, 0, KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_UNDECIDED, "OTLU");
  assert_row (&desk, 1, KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_UNDECIDED, "OTLU");
  g_assert_cmpstr (kh_row_discrepancy_get_place (get (&desk, 0)), ==, "contacts#3");
  agreed = kh_row_discrepancy_dup_agreed_text (get (&desk, 1));
  g_assert_cmpstr (agreed, ==, "Relation: none");
}

/* The station took out what was agreed on: ours may go as well, or be entered there again. */
static void
test_taken_out_there (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (KhRow) before = NULL;
  g_autoptr (GPtrArray) takes = NULL;
  KhRow *ann;

  desk_init (&desk, KH_MONITOR_GENERIC);
  ann = add_here (&desk, 1, "Ann Lee", ANN);
  add_there (&desk, "c1", "Ann Lee", ANN);
  agree (&desk);
  g_object_unref (desk.account);
  desk.sides.account = desk.account = kh_account_new ();
  before = kh_row_copy (ann);
  kh_row_set (ann, KH_CONTACT_RELATION, "daughter");
  wait_for (&desk, before, ann);
  compare_linked (&desk);

  assert_row (&desk, 0, KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_UNDECIDED, "OTLU");
  choose (&desk, 0, KH_RESOLUTION_THEIRS);
  takes = kh_row_comparison_dup_takes (desk.comparison);
  g_assert_true (((const KhRowTake *) g_ptr_array_index (takes, 0))->change->removed);
}

/* What was chosen stays chosen when nothing of that row has changed. */
static void
test_keep_choices (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (KhRowComparison) earlier = NULL;

  desk_init (&desk, KH_MONITOR_GENERIC);
  add_here (&desk, 1, "Ann Lee", ANN);
  add_here (&desk, 2, "Bob Lee", BOB);
  add_there (&desk, "c3", "Cid Lee", NULL);
  compare (&desk);
  choose (&desk, 0, KH_RESOLUTION_LEAVE);
  choose (&desk, 1, KH_RESOLUTION_LEAVE);
  choose (&desk, 2, KH_RESOLUTION_THEIRS);
  earlier = g_object_ref (desk.comparison);
  compare (&desk);
  g_assert_true (kh_row_comparison_equal (desk.comparison, earlier));
  kh_row_set (kh_rows_get (desk.contacts, 1), KH_CONTACT_RELATION, "son");
  compare (&desk);
  g_assert_false (kh_row_comparison_equal (desk.comparison, earlier));
  kh_row_comparison_keep_choices (desk.comparison, earlier);
  assert_row (&desk, 0, KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_LEAVE, "OL");
  assert_row (&desk, 1, KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, "OL");
  assert_row (&desk, 2, KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_THEIRS, "TL");
}

/* The saved page has the rows as well. */
static void
test_csv (void)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (KhCustomer) customer = g_object_new (KH_TYPE_CUSTOMER, NULL);
  g_autoptr (KhCapabilities) capabilities = kh_capabilities_new ();
  g_autoptr (KhComparison) comparison = NULL;
  g_autofree char *csv = NULL;

  desk_init (&desk, KH_MONITOR_GENERIC);
  kh_row_set (add_here (&desk, 1, "Ann Lee", ANN), KH_CONTACT_RELATION, "daughter");
  add_there (&desk, "c1", "Ann Lee", ANN);
  compare (&desk);
  comparison = kh_comparison_new (customer, desk.account, capabilities, NULL, kh_grants_all ());
  kh_comparison_set_rows (comparison, desk.comparison);
  csv = kh_comparison_dup_csv (comparison, "Dynamark");
  g_assert_nonnull (strstr (csv, "Contacts: Ann Lee,Relation: daughter,Relation: none,Differs,Writes Keyholder’s row"));
}

/* The law over every table: a row that both have is the same; one value more there is one row that
 * differs in it, and can be sent just where its table is sent and the kind of company takes it. */
static void
check_column (KhTableId   table,
              guint       column,
              KhPushTerms terms)
{
  const KhDatapoint *described = kh_table_get_column (table, column);
  g_auto (Desk) desk = { 0 };
  g_autoptr (KhRow) ours = kh_row_new (table);
  g_autoptr (KhRow) theirs = kh_row_new (table);

  desk_init (&desk, terms.type);
  desk.sides.terms = terms;
  kh_row_set_id (ours, 7);
  kh_row_set_item (ours, "i1");
  kh_row_set_item (theirs, "i1");
  if (kh_table_is_annexed (table, column))
    {
      kh_row_set (ours, kh_table_get (table)->annex->key, "K");
      kh_row_set (theirs, kh_table_get (table)->annex->key, "K");
    }
  kh_row_set (ours, column, "1");
  kh_row_set (theirs, column, "1");
  kh_rows_append (g_ptr_array_index (desk.ours, table), ours);
  kh_rows_append (kh_account_get_rows (desk.account, table), theirs);
  compare (&desk);
  if (kh_table_get (table)->wire == NULL)
    {
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.comparison)), ==, 0);
      return;
    }
  g_assert_cmpint (kh_row_discrepancy_get_difference (get (&desk, 0)), ==, KH_DIFFERENCE_SAME);

  kh_row_set (theirs, column, described->type == KH_VALUE_BOOLEAN ? "0" : "2");
  compare (&desk);
  g_assert_cmpint (kh_row_discrepancy_differs (get (&desk, 0), column), ==, described->wire != NULL && described->compared);
  g_assert_cmpint (kh_row_discrepancy_allows (get (&desk, 0), KH_RESOLUTION_OURS), ==,
                   kh_row_push_is_written (terms, table, column) && described->compared &&
                     !(terms.type == KH_MONITOR_BOLD && described->bold == KH_BOLD_ONCE));

  /* Any company may say of a row that it keeps it as it is. */
  kh_row_set_fixed (theirs, TRUE);
  compare (&desk);
  g_assert_cmpint (kh_row_discrepancy_allows (get (&desk, 0), KH_RESOLUTION_OURS), ==,
                   kh_row_push_is_written (terms, table, column) && described->compared &&
                     described->bold != KH_BOLD_ONCE);
}

static void
test_law (void)
{
  static const KhPushTerms terms[] = {
    { KH_MONITOR_BOLD, FALSE, 0 }, { KH_MONITOR_BOLD, TRUE, 3 }, { KH_MONITOR_GENERIC, FALSE, 0 }, { KH_MONITOR_GENERIC, TRUE, 3 },
  };

  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      for (guint c = 0; c < kh_table_get ((KhTableId) t)->n_columns; c++)
        {
          if (kh_table_get_column ((KhTableId) t, c)->sealed)
            continue;
          for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
            check_column ((KhTableId) t, c, terms[i]);
        }
    }
}

/* Thirty contacts do not keep anybody waiting; how long exactly is for bench-rows. */
static void
test_speed (void)
{
  g_auto (Desk) desk = { 0 };
  gint64 begin;

  desk_init (&desk, KH_MONITOR_GENERIC);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("Contact %u", i);
      g_autofree char *phone = g_strdup_printf ("+180155501%02u", i);
      g_autofree char *item = g_strdup_printf ("c%u", i);

      add_here (&desk, i + 1, name, phone);
      kh_row_set (add_there (&desk, item, name, phone), KH_CONTACT_RELATION, "aunt");
    }
  begin = g_get_monotonic_time ();
  compare (&desk);
  g_test_message ("30 contacts: %.1f ms", (double) (g_get_monotonic_time () - begin) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 200 * G_TIME_SPAN_MILLISECOND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row-comparison/link", test_link);
  g_test_add_func ("/row-comparison/texts", test_texts);
  g_test_add_func ("/row-comparison/sends-and-takes", test_sends_and_takes);
  g_test_add_func ("/row-comparison/bold", test_bold);
  g_test_add_func ("/row-comparison/bold/has-none", test_bold_has_none);
  g_test_add_func ("/row-comparison/grants", test_grants);
  g_test_add_func ("/row-comparison/invalid", test_invalid);
  g_test_add_func ("/row-comparison/linked", test_linked);
  g_test_add_func ("/row-comparison/conflicts", test_conflicts);
  g_test_add_func ("/row-comparison/taken-out-there", test_taken_out_there);
  g_test_add_func ("/row-comparison/keep-choices", test_keep_choices);
  g_test_add_func ("/row-comparison/csv", test_csv);
  g_test_add_func ("/row-comparison/law", test_law);
  g_test_add_func ("/row-comparison/speed", test_speed);

  return g_test_run ();
}
