/* test-reading.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-customer.h"
#include "kh-reading.h"

#define NONE KH_N_OUTBOX_STATES
#define NO_STEP KH_N_OUTBOX_EVENTS

/* One account, of which one datapoint is looked at: what was agreed on, what the station has, what
 * the record has, and what is on its way of it. */
typedef struct {
  const char *name;
  const char *agreed;
  const char *theirs;
  const char *ours;
  const char *hold;        /* of the link before */
  const char *etag;        /* the station's; ours is "7" */
  KhOutboxState item;      /* or NONE */
  const char *reason;
  KhOutboxEvent event;     /* what comes of it */
  KhOutboxEvent step;      /* for the item, or NO_STEP */
  const char *seen;
} Row;

static const Row rows[] = {
  { "same", "Provo", "Provo", "Provo", NULL, "\"7\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "touched", "Provo", "Provo", "Provo", NULL, "\"8\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "spelled", "Provo", "PROVO ", "Provo", NULL, "\"8\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "ours-there", "Provo", "Ogden", "Ogden", NULL, "\"8\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "foreign", "Provo", "Logan", "Provo", NULL, "\"8\"", NONE, NULL, KH_OUTBOX_FOREIGN, NO_STEP, "Logan" },
  { "cleared", "Provo", NULL, "Provo", NULL, "\"8\"", NONE, NULL, KH_OUTBOX_FOREIGN, NO_STEP, NULL },
  { "older", "Provo", "Logan", "Provo", NULL, "\"6\"", NONE, NULL, KH_OUTBOX_OLDER, NO_STEP, "Logan" },
  { "older-same", "Provo", "Provo", "Provo", NULL, "\"6\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "no-number", "Provo", "Logan", "Provo", NULL, "\"x\"", NONE, NULL, KH_OUTBOX_FOREIGN, NO_STEP, "Logan" },
  /* Left both as they were at Link: nobody changed anything. */
  { "left-both", "Orem", "Orem", "Provo", NULL, "\"8\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "untouched", "Provo", "Provo", "Ogden", NULL, "\"8\"", KH_OUTBOX_QUEUED, NULL,
    KH_OUTBOX_FOUND, KH_OUTBOX_UNTOUCHED, NULL },
  { "found", "Provo", "Ogden", "Ogden", NULL, "\"8\"", KH_OUTBOX_WAITING, NULL, KH_OUTBOX_FOUND, KH_OUTBOX_FOUND, NULL },
  { "conflict", "Provo", "Logan", "Ogden", NULL, "\"8\"", KH_OUTBOX_QUEUED, NULL,
    KH_OUTBOX_FOREIGN, KH_OUTBOX_FOREIGN, "Logan" },
  { "let-go", "Provo", "Provo", "Ogden", "foreign", "\"8\"", KH_OUTBOX_HELD, "foreign",
    KH_OUTBOX_FOUND, KH_OUTBOX_UNTOUCHED, NULL },
  { "held-with-others", "Provo", "Provo", "Ogden", "foreign", "\"8\"", KH_OUTBOX_HELD, NULL,
    KH_OUTBOX_FOUND, KH_OUTBOX_UNTOUCHED, NULL },
  { "refused", "Provo", "Provo", "Ogden", NULL, "\"8\"", KH_OUTBOX_HELD, "not-permitted",
    KH_OUTBOX_FOUND, NO_STEP, NULL },
  { "refused-there", "Provo", "Ogden", "Ogden", NULL, "\"8\"", KH_OUTBOX_HELD, "not-permitted",
    KH_OUTBOX_FOUND, KH_OUTBOX_FOUND, NULL },
  /* One version, as of another time: it is the values that count. */
  { "unchecked", "Provo", "Logan", "Provo", KH_LINK_UNCHECKED, "\"7\"", NONE, NULL, KH_OUTBOX_FOREIGN, NO_STEP, "Logan" },
  { "unchecked-same", "Provo", "Provo", "Provo", KH_LINK_UNCHECKED, "\"7\"", NONE, NULL, KH_OUTBOX_FOUND, NO_STEP, NULL },
};

static KhLink *
make_link (const char *hold)
{
  KhLink *link = kh_link_new ();

  link->customer = 1001;
  link->account = g_strdup ("A1");
  link->number = g_strdup ("1042");
  link->etag = g_strdup ("\"7\"");
  link->hold = g_strdup (hold);

  return link;
}

static KhAccount *
make_account (const char *etag,
              const char *city)
{
  KhAccount *account = kh_account_new ();

  g_object_set (account, "id", "A1", "number", "1042", "etag", etag, NULL);
  kh_account_set_value (account, KH_DATAPOINT_CITY, KH_ACCOUNT_CLEAR, city, NULL);

  return account;
}

typedef struct {
  KhLink *link;
  KhShadow *shadow;
  KhCustomer *customer;
  GPtrArray *arrays[3];
  GHashTable *secrets;
  KhReadingSides sides;
} Sides;

static void
sides_init (Sides      *self,
            const char *hold)
{
  self->link = make_link (hold);
  self->shadow = kh_shadow_new ();
  self->customer = kh_customer_new ();
  self->secrets = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->arrays); i++)
    self->arrays[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  self->sides = (KhReadingSides) {
    .link = self->link,
    .shadow = self->shadow,
    .customer = self->customer,
    .items = self->arrays[0],
    .held = self->arrays[1],
    .pending = self->arrays[2],
    .secrets = self->secrets,
  };
}

static void
sides_clear (Sides *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->arrays); i++)
    g_ptr_array_unref (self->arrays[i]);
  g_hash_table_unref (self->secrets);
  g_object_unref (self->customer);
  kh_shadow_free (self->shadow);
  kh_link_free (self->link);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sides, sides_clear)

static void
add_item (Sides      *sides,
          const Row  *row)
{
  KhOutboxItem *item = kh_outbox_item_new ();

  item->id = 5;
  item->datapoint = KH_DATAPOINT_CITY;
  item->value = g_strdup (row->ours);
  item->before = g_strdup (row->agreed);
  item->state = row->item;
  item->reason = g_strdup (row->reason);
  g_ptr_array_add (sides->arrays[row->item == KH_OUTBOX_HELD ? 1 : 0], item);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (Sides) sides = { 0 };
  g_autoptr (KhAccount) account = make_account (row->etag, row->theirs);
  g_autoptr (KhReading) reading = NULL;
  const gboolean found = row->event == KH_OUTBOX_FOUND;

  sides_init (&sides, row->hold);
  kh_shadow_set (sides.shadow, KH_DATAPOINT_CITY, TRUE, row->agreed, NULL);
  kh_customer_set (sides.customer, KH_DATAPOINT_CITY, row->ours);
  if (row->item != NONE)
    add_item (&sides, row);
  reading = kh_reading_new (&sides.sides, account);
  g_assert_cmpstr (kh_outbox_event_to_string (reading->event), ==, kh_outbox_event_to_string (row->event));
  g_assert_cmpuint (reading->steps->len, ==, row->step != NO_STEP);
  if (row->step != NO_STEP)
    g_assert_cmpint (g_array_index (reading->steps, KhOutboxStep, 0).event, ==, row->step);
  g_assert_cmpint (reading->shadow->entries[KH_DATAPOINT_CITY].seen_set, ==, !found);
  g_assert_cmpstr (reading->shadow->entries[KH_DATAPOINT_CITY].seen, ==, row->seen);
  /* Nothing moves on before it is settled. */
  g_assert_cmpstr (reading->shadow->entries[KH_DATAPOINT_CITY].value, ==, found ? row->theirs : row->agreed);
  g_assert_cmpstr (reading->etag, ==, found ? row->etag : "\"7\"");
}

/* What is about another account is not looked at. */
static void
test_wrong_account (void)
{
  static const struct {
    const char *id, *number, *reference;
    KhOutboxEvent event;
  } answers[] = {
    { "A1", "1042", NULL, KH_OUTBOX_FOUND },
    { "A1", "1042", "1001", KH_OUTBOX_FOUND },
    { "A2", "1042", NULL, KH_OUTBOX_WRONG_ACCOUNT },
    { "A1", "1043", NULL, KH_OUTBOX_WRONG_ACCOUNT },
    { "A1", NULL, "1001", KH_OUTBOX_WRONG_ACCOUNT },
    { "A1", "1042", "1002", KH_OUTBOX_NOT_YOURS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_auto (Sides) sides = { 0 };
      g_autoptr (KhAccount) account = make_account ("\"8\"", "Provo");
      g_autoptr (KhReading) reading = NULL;

      sides_init (&sides, NULL);
      g_object_set (account, "id", answers[i].id, "number", answers[i].number, "external-ref", answers[i].reference, NULL);
      reading = kh_reading_new (&sides.sides, account);
      g_assert_cmpint (reading->event, ==, answers[i].event);
      g_assert_cmpint (reading->shadow != NULL, ==, answers[i].event == KH_OUTBOX_FOUND);
    }
}

static void
test_renamed (void)
{
  static const struct {
    const char *name;
    gboolean renamed;
  } names[] = {
    { "Ann Lee", FALSE }, { "LEE, ANN", FALSE }, { "Anna Lee", FALSE }, { "Lee Family", FALSE },
    { "Robert Zane", TRUE }, { "Summit Alarm", TRUE }, { "", FALSE }, { "A. B.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (Sides) sides = { 0 };
      g_autoptr (KhAccount) account = make_account ("\"8\"", "Logan");
      g_autoptr (KhReading) reading = NULL;

      sides_init (&sides, NULL);
      kh_shadow_set (sides.shadow, KH_DATAPOINT_CITY, TRUE, "Provo", NULL);
      kh_customer_set (sides.customer, KH_DATAPOINT_FIRST_NAME, "Ann");
      kh_customer_set (sides.customer, KH_DATAPOINT_LAST_NAME, "Lee");
      g_object_set (account, "name", names[i].name, NULL);
      reading = kh_reading_new (&sides.sides, account);
      g_test_message ("%s", names[i].name);
      g_assert_cmpint (reading->event, ==, KH_OUTBOX_FOREIGN);
      g_assert_cmpint (reading->renamed, ==, names[i].renamed);
    }
}

/* Linked in that name, and somebody has changed the city since. */
static void
test_renamed_before (void)
{
  static const KhDatapointId ids[] = { KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME, KH_DATAPOINT_BUSINESS_NAME };
  static const char *const names[] = { "Robert", "Zane", NULL };

  for (guint later = 0; later < 2; later++)
    {
      g_auto (Sides) sides = { 0 };
      g_autoptr (KhAccount) account = make_account ("\"8\"", "Logan");
      g_autoptr (KhReading) reading = NULL;

      sides_init (&sides, NULL);
      kh_shadow_set (sides.shadow, KH_DATAPOINT_CITY, TRUE, "Provo", NULL);
      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        {
          kh_account_set_value (account, ids[i], KH_ACCOUNT_CLEAR, names[i], NULL);
          kh_shadow_set (sides.shadow, ids[i], TRUE, later && i == 1 ? "Moss" : names[i], NULL);
        }
      kh_customer_set (sides.customer, KH_DATAPOINT_FIRST_NAME, "Ann");
      kh_customer_set (sides.customer, KH_DATAPOINT_LAST_NAME, "Lee");
      g_object_set (account, "name", "Robert Zane", NULL);
      reading = kh_reading_new (&sides.sides, account);
      g_assert_cmpint (reading->event, ==, KH_OUTBOX_FOREIGN);
      g_assert_cmpint (reading->renamed, ==, later);
    }
}

static void
test_older (void)
{
  static const struct {
    const char *etag, *known;
    gboolean older;
  } pairs[] = {
    { "\"6\"", "\"7\"", TRUE }, { "\"7\"", "\"7\"", FALSE }, { "\"8\"", "\"7\"", FALSE }, { "\"9\"", "\"10\"", TRUE },
    { NULL, "\"7\"", FALSE }, { "\"6\"", NULL, FALSE }, { "\"\"", "\"7\"", FALSE }, { "6", "\"7\"", FALSE },
    { "\"6", "\"7\"", FALSE }, { "\"a6\"", "\"7\"", FALSE }, { "\"-6\"", "\"7\"", FALSE },
    { "\"99999999999999999999\"", "\"7\"", FALSE }, { "\"6\"", "\"x\"", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpint (kh_reading_is_older (pairs[i].etag, pairs[i].known), ==, pairs[i].older);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/reading/row/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/reading/wrong-account", test_wrong_account);
  g_test_add_func ("/reading/renamed", test_renamed);
  g_test_add_func ("/reading/renamed-before", test_renamed_before);
  g_test_add_func ("/reading/older", test_older);

  return g_test_run ();
}
