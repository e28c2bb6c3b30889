/* kh-walk-people.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-walk-people.h"

#include "kh-account.h"
#include "kh-table.h"

#define MOST_PEOPLE 4u

struct _KhWalkPeople
{
  KhSenderFixture *fixture;
  GRand *rand;

  GHashTable *there;     /* name, by telephone, when the station was last looked at */
  GHashTable *ours;      /* sequence, by the name that we gave somebody */
  GHashTable *applied;   /* the last of those that came there, by telephone */
  GHashTable *gone;      /* the telephones of those whom we have taken out */
  GHashTable *foreign;   /* of those whom somebody there has renamed or taken out */
  GHashTable *strangers; /* of those whom only the station has */
  guint sequence;
};

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KhWalkPeople *
kh_walk_people_new (KhSenderFixture *fixture,
                    GRand           *rand)
{
  KhWalkPeople *self = g_new0 (KhWalkPeople, 1);

  self->fixture = fixture;
  self->rand = rand;
  self->there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ours = set_new ();
  self->applied = set_new ();
  self->gone = set_new ();
  self->foreign = set_new ();
  self->strangers = set_new ();

  return self;
}

void
kh_walk_people_free (KhWalkPeople *self)
{
  g_hash_table_unref (self->there);
  g_hash_table_unref (self->ours);
  g_hash_table_unref (self->applied);
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->foreign);
  g_hash_table_unref (self->strangers);
  g_free (self);
}

/* Our side */

static char *
make_phone (KhWalkPeople *self)
{
  return g_strdup_printf ("+1801%07u", 5550000 + self->sequence);
}

static void
name_ours (KhWalkPeople *self,
           KhRow        *row)
{
  g_autofree char *name = g_strdup_printf ("Here %u", ++self->sequence);

  kh_row_set (row, KH_CONTACT_NAME, name);
  g_hash_table_replace (self->ours, g_steal_pointer (&name), GUINT_TO_POINTER (self->sequence));
}

static void
add_here (KhWalkPeople *self,
          guint         order)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);
  g_autofree char *place = g_strdup_printf ("%u", order);
  g_autofree char *phone = NULL;

  name_ours (self, row);
  phone = make_phone (self);
  kh_row_set (row, KH_CONTACT_ORDER, place);
  kh_row_set (row, KH_CONTACT_PHONE_1_TYPE, "home");
  kh_row_set (row, KH_CONTACT_PHONE_1, phone);
  kh_sender_fixture_save_row (self->fixture, row, NULL, FALSE);
}

void
kh_walk_people_edit_here (KhWalkPeople *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, KH_TABLE_CONTACTS);
  const guint n = kh_rows_get_n (rows);
  const gint32 what = g_rand_int_range (self->rand, 0, 4);
  g_autoptr (KhRow) row = NULL;
  KhRow *before;

  if (n == 0 || (what == 0 && n < MOST_PEOPLE))
    {
      add_here (self, n + 1);
      return;
    }
  before = kh_rows_get (rows, (guint) g_rand_int_range (self->rand, 0, (gint32) n));
  row = kh_row_copy (before);
  if (what == 1)
    g_hash_table_add (self->gone, g_strdup (kh_row_get (row, KH_CONTACT_PHONE_1)));
  else
    name_ours (self, row);
  kh_sender_fixture_save_row (self->fixture, row, before, what == 1);
}

/* The station's side */

static KhRow *
find_there (KhAccount  *account,
            const char *phone)
{
  KhRows *rows = kh_account_get_rows (account, KH_TABLE_CONTACTS);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (kh_row_get (kh_rows_get (rows, i), KH_CONTACT_PHONE_1), phone) == 0)
        return kh_rows_get (rows, i);
    }

  return NULL;
}

static void
write_there (KhWalkPeople *self,
             const char   *phone,
             const char   *name)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->fixture->office, KH_SENDER_ANN);
  KhRow *row = find_there (account, phone);
  g_autofree char *path = NULL;
  g_autofree char *json = NULL;

  if (row == NULL)
    {
      json = g_strdup_printf ("{\"name\":\"%s\",\"phones\":[{\"type\":\"home\",\"number\":\"%s\"}]}", name, phone);
      kh_sender_fixture_edit_there (self->fixture, "/contacts/-", json);
      return;
    }
  path = g_strdup_printf ("/contacts/%s%s", kh_row_get_item (row), name != NULL ? "/name" : "");
  json = name != NULL ? g_strdup_printf ("\"%s\"", name) : NULL;
  kh_sender_fixture_edit_there (self->fixture, path, json);
}

static const char *
pick_there (KhWalkPeople *self)
{
  g_autofree gpointer *phones = g_hash_table_get_keys_as_array (self->there, NULL);
  const guint n = g_hash_table_size (self->there);

  return n > 0 ? phones[g_rand_int_range (self->rand, 0, (gint32) n)] : NULL;
}

void
kh_walk_people_edit_there (KhWalkPeople *self)
{
  const gint32 what = g_rand_int_range (self->rand, 0, 4);
  g_autofree char *phone = g_strdup (pick_there (self));
  g_autofree char *name = g_strdup_printf ("There %u", ++self->sequence);

  if (phone == NULL || what == 0)
    {
      g_free (phone);
      phone = make_phone (self);
      g_hash_table_add (self->strangers, g_strdup (phone));
    }
  else if (!g_hash_table_contains (self->strangers, phone))
    {
      g_hash_table_add (self->foreign, g_strdup (phone));
    }
  write_there (self, phone, what == 1 && g_hash_table_contains (self->there, phone) ? NULL : name);
}

/* The model */

static const char *
take_one (KhWalkPeople *self,
          const char   *phone,
          const char   *name)
{
  const char *before = g_hash_table_lookup (self->there, phone);
  const guint sequence = GPOINTER_TO_UINT (g_hash_table_lookup (self->ours, name));

  if (g_strcmp0 (before, name) == 0)
    return NULL;
  if (g_hash_table_contains (self->strangers, phone))
    return "somebody whom only the station has was changed";
  if (g_hash_table_contains (self->foreign, phone))
    return "a name that somebody there gave was overwritten";
  if (sequence <= GPOINTER_TO_UINT (g_hash_table_lookup (self->applied, phone)))
    return "a contact was written twice, or late";
  g_hash_table_replace (self->applied, g_strdup (phone), GUINT_TO_POINTER (sequence));

  return NULL;
}

static const char *
miss_one (KhWalkPeople *self,
          const char   *phone)
{
  if (g_hash_table_contains (self->foreign, phone))
    return "a contact that somebody there had renamed was taken out";

  return g_hash_table_contains (self->gone, phone) ? NULL : "somebody was taken out whom nobody took out here";
}

static GHashTable *
list_there (KhAccount  *account,
            gboolean   *twice)
{
  KhRows *rows = kh_account_get_rows (account, KH_TABLE_CONTACTS);
  GHashTable *there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      *twice |= !g_hash_table_insert (there, g_strdup (kh_row_get (row, KH_CONTACT_PHONE_1)),
                                      g_strdup (kh_row_get (row, KH_CONTACT_NAME)));
    }

  return there;
}

static const char *
check (KhWalkPeople *self,
       GHashTable   *now)
{
  const char *problem = NULL;
  GHashTableIter iter;
  gpointer phone, name;

  g_hash_table_iter_init (&iter, now);
  while (problem == NULL && g_hash_table_iter_next (&iter, &phone, &name))
    problem = take_one (self, phone, name);
  g_hash_table_iter_init (&iter, self->there);
  while (problem == NULL && g_hash_table_iter_next (&iter, &phone, NULL))
    {
      if (!g_hash_table_contains (now, phone))
        problem = miss_one (self, phone);
    }

  return problem;
}

static gboolean
is_same (GHashTable *a,
         GHashTable *b)
{
  GHashTableIter iter;
  gpointer phone, name;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &phone, &name))
    {
      if (g_strcmp0 (g_hash_table_lookup (b, phone), name) != 0)
        return FALSE;
    }

  return g_hash_table_size (a) == g_hash_table_size (b);
}

const char *
kh_walk_people_look (KhWalkPeople *self,
                     KhAccount    *account,
                     gboolean      operator,
                     gboolean     *changed)
{
  gboolean twice = FALSE;
  g_autoptr (GHashTable) now = list_there (account, &twice);
  const char *problem = operator ? NULL : check (self, now);

  if (twice)
    problem = "somebody was entered twice";
  *changed |= !is_same (self->there, now);
  g_hash_table_unref (self->there);
  self->there = g_steal_pointer (&now);

  return problem;
}

/* The end of a walk */

static KhRow *
find_here (KhRows     *rows,
           const char *phone)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (kh_row_get (kh_rows_get (rows, i), KH_CONTACT_PHONE_1), phone) == 0)
        return kh_rows_get (rows, i);
    }

  return NULL;
}

gboolean
kh_walk_people_is_foreign (KhWalkPeople *self)
{
  return g_hash_table_size (self->foreign) > 0;
}

void
kh_walk_people_resolve (KhWalkPeople *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, KH_TABLE_CONTACTS);
  GHashTableIter iter;
  gpointer phone;

  g_hash_table_iter_init (&iter, self->foreign);
  while (g_hash_table_iter_next (&iter, &phone, NULL))
    {
      KhRow *ours = find_here (rows, phone);

      if (ours != NULL || g_hash_table_contains (self->there, phone))
        write_there (self, phone, ours != NULL ? kh_row_get (ours, KH_CONTACT_NAME) : NULL);
    }
  g_hash_table_remove_all (self->foreign);
}

gboolean
kh_walk_people_agree (KhWalkPeople *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, KH_TABLE_CONTACTS);
  guint n = 0;
  GHashTableIter iter;
  gpointer phone;

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      if (g_strcmp0 (g_hash_table_lookup (self->there, kh_row_get (row, KH_CONTACT_PHONE_1)),
                     kh_row_get (row, KH_CONTACT_NAME)) != 0)
        return FALSE;
    }
  g_hash_table_iter_init (&iter, self->there);
  while (g_hash_table_iter_next (&iter, &phone, NULL))
    n += g_hash_table_contains (self->strangers, phone) ? 0 : 1;

  return n == kh_rows_get_n (rows);
}

char *
kh_walk_people_dup_text (KhWalkPeople *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, KH_TABLE_CONTACTS);
  GString *text = g_string_new ("here");
  GHashTableIter iter;
  gpointer phone, name;

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, " #%" G_GINT64_FORMAT " %s %s,", kh_row_get_id (row),
                              kh_row_get (row, KH_CONTACT_PHONE_1), kh_row_get (row, KH_CONTACT_NAME));
    }
  g_string_append (text, " there");
  g_hash_table_iter_init (&iter, self->there);
  while (g_hash_table_iter_next (&iter, &phone, &name))
    g_string_append_printf (text, " %s %s%s,", (const char *) phone, (const char *) name,
                            g_hash_table_contains (self->foreign, phone)     ? " (foreign)"
                            : g_hash_table_contains (self->strangers, phone) ? " (only there)"
                                                                             : "");

  return g_string_free (text, FALSE);
}

void
kh_walk_people_begin (KhWalkPeople *self)
{
  GHashTableIter iter;
  gpointer phone;

  g_hash_table_iter_init (&iter, self->strangers);
  while (g_hash_table_iter_next (&iter, &phone, NULL))
    {
      if (g_hash_table_contains (self->there, phone))
        write_there (self, phone, NULL);
    }
  g_hash_table_remove_all (self->strangers);
  g_hash_table_remove_all (self->ours);
  g_hash_table_remove_all (self->applied);
  g_hash_table_remove_all (self->gone);
  g_hash_table_remove_all (self->foreign);
}
