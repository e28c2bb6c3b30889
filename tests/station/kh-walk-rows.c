/* kh-walk-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-walk-rows.h"

#include "kh-account.h"
#include "kh-table.h"

#include <string.h>

#define MOST_ROWS 4u

typedef struct {
  KhTableId table;
  guint key;
  guint name;
  const char *path; /* of the list there */
  guint rest[3];    /* what else a new row has */
  const char *values[3];
} Kind;

static const Kind kinds[KH_N_WALKS] = {
  [KH_WALK_CONTACTS] = {
    KH_TABLE_CONTACTS, KH_CONTACT_PHONE_1, KH_CONTACT_NAME, "/contacts",
    { KH_CONTACT_PHONE_1_TYPE, KH_CONTACT_PHONE_1_TYPE, KH_CONTACT_PHONE_1_TYPE }, { "home", "home", "home" },
  },
  [KH_WALK_ZONES] = {
    KH_TABLE_ZONES, KH_ZONE_NUMBER, KH_ZONE_DESCRIPTION, "/systems/1/zones",
    { KH_ZONE_SYSTEM, KH_ZONE_AREA, KH_ZONE_STATUS }, { "1", "1", "installed" },
  },
};

struct _KhWalkRows
{
  const Kind *kind;
  KhSenderFixture *fixture;
  GRand *rand;

  GHashTable *there;     /* name, by key, when the station was last looked at */
  GHashTable *ours;      /* sequence, by the name that we gave one */
  GHashTable *applied;   /* the last of those that came there, by key */
  GHashTable *gone;      /* the keys of those that we have taken out */
  GHashTable *foreign;   /* of those that somebody there has renamed or taken out */
  GHashTable *strangers; /* of those that only the station has */
  guint sequence;
};

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KhWalkRows *
kh_walk_rows_new (KhWalkTable      table,
                  KhSenderFixture *fixture,
                  GRand           *rand)
{
  KhWalkRows *self = g_new0 (KhWalkRows, 1);

  self->kind = &kinds[table];
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
kh_walk_rows_free (KhWalkRows *self)
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
make_key (KhWalkRows *self)
{
  const guint number = 5550000 + self->sequence;

  return self->kind == &kinds[KH_WALK_ZONES] ? g_strdup_printf ("%07u", number)
                                             : g_strdup_printf ("+1801%07u", number);
}

static void
name_ours (KhWalkRows *self,
           KhRow        *row)
{
  g_autofree char *name = g_strdup_printf ("Here %u", ++self->sequence);

  kh_row_set (row, self->kind->name, name);
  g_hash_table_replace (self->ours, g_steal_pointer (&name), GUINT_TO_POINTER (self->sequence));
}

static void
add_here (KhWalkRows *self,
          guint         order)
{
  g_autoptr (KhRow) row = kh_row_new (self->kind->table);
  g_autofree char *place = g_strdup_printf ("%u", order);
  g_autofree char *key = NULL;

  name_ours (self, row);
  key = make_key (self);
  if (kh_table_get (self->kind->table)->ranked)
    kh_row_set (row, kh_table_get (self->kind->table)->order, place);
  for (guint i = 0; i < G_N_ELEMENTS (self->kind->rest); i++)
    kh_row_set (row, self->kind->rest[i], self->kind->values[i]);
  kh_row_set (row, self->kind->key, key);
  kh_sender_fixture_save_row (self->fixture, row, NULL, FALSE);
}

void
kh_walk_rows_edit_here (KhWalkRows *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, self->kind->table);
  const guint n = kh_rows_get_n (rows);
  const gint32 what = g_rand_int_range (self->rand, 0, 4);
  g_autoptr (KhRow) row = NULL;
  KhRow *before;

  if (n == 0 || (what == 0 && n < MOST_ROWS))
    {
      add_here (self, n + 1);
      return;
    }
  before = kh_rows_get (rows, (guint) g_rand_int_range (self->rand, 0, (gint32) n));
  row = kh_row_copy (before);
  if (what == 1)
    g_hash_table_add (self->gone, g_strdup (kh_row_get (row, self->kind->key)));
  else
    name_ours (self, row);
  kh_sender_fixture_save_row (self->fixture, row, before, what == 1);
}

/* The station's side */

static KhRow *
find_there (KhWalkRows *self,
            KhAccount  *account,
            const char *key)
{
  KhRows *rows = kh_account_get_rows (account, self->kind->table);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (kh_row_get (kh_rows_get (rows, i), self->kind->key), key) == 0)
        return kh_rows_get (rows, i);
    }

  return NULL;
}

static void
add_there (KhWalkRows *self,
           const char *key,
           const char *name)
{
  g_autofree char *path = g_strconcat (self->kind->path, "/-", NULL);
  g_autofree char *json = NULL;

  if (self->kind->table == KH_TABLE_ZONES)
    json = g_strdup_printf ("{\"description\":\"%s\",\"zone\":\"%s\",\"area\":1,\"status\":\"installed\"}", name, key);
  else
    json = g_strdup_printf ("{\"name\":\"%s\",\"phones\":[{\"type\":\"home\",\"number\":\"%s\"}]}", name, key);
  kh_sender_fixture_edit_there (self->fixture, path, json);
}

static void
write_there (KhWalkRows *self,
             const char   *key,
             const char   *name)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->fixture->office, KH_SENDER_ANN);
  KhRow *row = find_there (self, account, key);
  g_autofree char *path = NULL;
  g_autofree char *json = NULL;
  const char *member;

  if (row == NULL)
    {
      add_there (self, key, name);
      return;
    }
  member = strrchr (kh_row_get_item (row), '/');
  path = g_strjoin ("/", self->kind->path, member != NULL ? member + 1 : kh_row_get_item (row),
                    name != NULL ? kh_table_get_column (self->kind->table, self->kind->name)->wire : NULL, NULL);
  json = name != NULL ? g_strdup_printf ("\"%s\"", name) : NULL;
  kh_sender_fixture_edit_there (self->fixture, path, json);
}

static const char *
pick_there (KhWalkRows *self)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->there, NULL);
  const guint n = g_hash_table_size (self->there);

  return n > 0 ? keys[g_rand_int_range (self->rand, 0, (gint32) n)] : NULL;
}

void
kh_walk_rows_edit_there (KhWalkRows *self)
{
  const gint32 what = g_rand_int_range (self->rand, 0, 4);
  g_autofree char *key = g_strdup (pick_there (self));
  g_autofree char *name = g_strdup_printf ("There %u", ++self->sequence);

  if (key == NULL || what == 0)
    {
      g_free (key);
      key = make_key (self);
      g_hash_table_add (self->strangers, g_strdup (key));
    }
  else if (!g_hash_table_contains (self->strangers, key))
    {
      g_hash_table_add (self->foreign, g_strdup (key));
    }
  write_there (self, key, what == 1 && g_hash_table_contains (self->there, key) ? NULL : name);
}

/* The model */

static const char *
take_one (KhWalkRows *self,
          const char   *key,
          const char   *name)
{
  const char *before = g_hash_table_lookup (self->there, key);
  const guint sequence = GPOINTER_TO_UINT (g_hash_table_lookup (self->ours, name));

  if (g_strcmp0 (before, name) == 0)
    return NULL;
  if (g_hash_table_contains (self->strangers, key))
    return "a row that only the station has was changed";
  if (g_hash_table_contains (self->foreign, key))
    return "a name that somebody there gave was overwritten";
  if (sequence <= GPOINTER_TO_UINT (g_hash_table_lookup (self->applied, key)))
    return "a row was written twice, or late";
  g_hash_table_replace (self->applied, g_strdup (key), GUINT_TO_POINTER (sequence));

  return NULL;
}

static const char *
miss_one (KhWalkRows *self,
          const char   *key)
{
  if (g_hash_table_contains (self->foreign, key))
    return "a row that somebody there had renamed was taken out";

  return g_hash_table_contains (self->gone, key) ? NULL : "a row was taken out that nobody took out here";
}

static GHashTable *
list_there (KhWalkRows *self,
            KhAccount  *account,
            gboolean   *twice)
{
  KhRows *rows = kh_account_get_rows (account, self->kind->table);
  GHashTable *there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      *twice |= !g_hash_table_insert (there, g_strdup (kh_row_get (row, self->kind->key)),
                                      g_strdup (kh_row_get (row, self->kind->name)));
    }

  return there;
}

static const char *
check (KhWalkRows *self,
       GHashTable   *now)
{
  const char *problem = NULL;
  GHashTableIter iter;
  gpointer key, name;

  g_hash_table_iter_init (&iter, now);
  while (problem == NULL && g_hash_table_iter_next (&iter, &key, &name))
    problem = take_one (self, key, name);
  g_hash_table_iter_init (&iter, self->there);
  while (problem == NULL && g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!g_hash_table_contains (now, key))
        problem = miss_one (self, key);
    }

  return problem;
}

static gboolean
is_same (GHashTable *a,
         GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, name;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &name))
    {
      if (g_strcmp0 (g_hash_table_lookup (b, key), name) != 0)
        return FALSE;
    }

  return g_hash_table_size (a) == g_hash_table_size (b);
}

const char *
kh_walk_rows_look (KhWalkRows *self,
                     KhAccount    *account,
                     gboolean      operator,
                     gboolean     *changed)
{
  gboolean twice = FALSE;
  g_autoptr (GHashTable) now = list_there (self, account, &twice);
  const char *problem = operator ? NULL : check (self, now);

  if (twice)
    problem = "a row was entered twice";
  *changed |= !is_same (self->there, now);
  g_hash_table_unref (self->there);
  self->there = g_steal_pointer (&now);

  return problem;
}

/* The end of a walk */

static KhRow *
find_here (KhWalkRows *self,
           KhRows     *rows,
           const char *key)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (kh_row_get (kh_rows_get (rows, i), self->kind->key), key) == 0)
        return kh_rows_get (rows, i);
    }

  return NULL;
}

gboolean
kh_walk_rows_is_foreign (KhWalkRows *self)
{
  return g_hash_table_size (self->foreign) > 0;
}

void
kh_walk_rows_resolve (KhWalkRows *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, self->kind->table);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->foreign);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      KhRow *ours = find_here (self, rows, key);

      if (ours != NULL || g_hash_table_contains (self->there, key))
        write_there (self, key, ours != NULL ? kh_row_get (ours, self->kind->name) : NULL);
    }
  g_hash_table_remove_all (self->foreign);
}

gboolean
kh_walk_rows_agree (KhWalkRows *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, self->kind->table);
  guint n = 0;
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      if (g_strcmp0 (g_hash_table_lookup (self->there, kh_row_get (row, self->kind->key)),
                     kh_row_get (row, self->kind->name)) != 0)
        return FALSE;
    }
  g_hash_table_iter_init (&iter, self->there);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += g_hash_table_contains (self->strangers, key) ? 0 : 1;

  return n == kh_rows_get_n (rows);
}

char *
kh_walk_rows_dup_text (KhWalkRows *self)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (self->fixture, self->kind->table);
  GString *text = g_string_new ("here");
  GHashTableIter iter;
  gpointer key, name;

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, " #%" G_GINT64_FORMAT " %s %s,", kh_row_get_id (row),
                              kh_row_get (row, self->kind->key), kh_row_get (row, self->kind->name));
    }
  g_string_append (text, " there");
  g_hash_table_iter_init (&iter, self->there);
  while (g_hash_table_iter_next (&iter, &key, &name))
    g_string_append_printf (text, " %s %s%s,", (const char *) key, (const char *) name,
                            g_hash_table_contains (self->foreign, key)     ? " (foreign)"
                            : g_hash_table_contains (self->strangers, key) ? " (only there)"
                                                                             : "");

  return g_string_free (text, FALSE);
}

void
kh_walk_rows_begin (KhWalkRows *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->strangers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_hash_table_contains (self->there, key))
        write_there (self, key, NULL);
    }
  g_hash_table_remove_all (self->strangers);
  g_hash_table_remove_all (self->ours);
  g_hash_table_remove_all (self->applied);
  g_hash_table_remove_all (self->gone);
  g_hash_table_remove_all (self->foreign);
}
