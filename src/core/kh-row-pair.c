/* kh-row-pair.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-pair.h"

#include "kh-row-push.h"
#include "kh-text.h"
#include "kh-value-type.h"

/* What says that two rows are of one person or thing, the surest first. A contact's place in the call order says
 * nothing about who it is, so that a ranked table goes by telephone numbers and names; the
 * others go by what no two rows may share, and where one side leaves out a part of that (as a
 * station without areas does), by the rest. */
typedef enum {
  BY_ITEM,
  BY_IDENTITY,
  BY_SECRET,
  BY_PHONE_AND_TITLE, /* a couple may share a telephone */
  BY_PHONE,
  BY_TITLE,
  BY_REST,

  N_WAYS
} Way;

typedef struct {
  KhRows *ours;
  KhRows *theirs;
  const KhTable *table;
  KhRow **found;   /* the station's row of each of ours */
  gboolean *taken; /* by the station's rows */
} Matcher;

G_STATIC_ASSERT (KH_N_CONTACT_COLUMNS <= 32);

/* The values of the columns of the table's identity; NULL where one is missing. */
static char *
dup_identity (KhRow         *row,
              const KhTable *table)
{
  return table->ranked ? NULL : kh_row_dup_identity (row);
}

/* The first and the last of them, between which parts may be missing. */
static char *
dup_rest (KhRow         *row,
          const KhTable *table)
{
  const guint end = table->identity[MAX (table->n_identity, 1) - 1];
  const char *first, *last;
  g_autofree char *number = NULL;

  if (table->n_identity < 3)
    return NULL;
  first = kh_row_get (row, table->identity[0]);
  last = kh_row_get (row, end);
  if (first == NULL || last == NULL)
    return NULL;
  number = kh_value_normalise (&table->columns[end], last);

  return g_strconcat (first, "\n", number, NULL);
}

static gboolean
lacks_a_part (KhRow         *row,
              const KhTable *table)
{
  for (guint i = 0; i < table->n_identity; i++)
    {
      if (kh_row_get (row, table->identity[i]) == NULL)
        return TRUE;
    }

  return FALSE;
}

static char *
dup_title (KhRow         *row,
           const KhTable *table)
{
  const char *title = kh_row_get (row, table->title);

  return title != NULL && (table->ranked || table->n_identity == 0) ? kh_text_fold (title) : NULL;
}

static void
add_phones (GPtrArray     *keys,
            KhRow         *row,
            const KhTable *table,
            const char    *title)
{
  for (guint i = 0; table->ranked && i < table->n_columns; i++)
    {
      const char *value = table->columns[i].type == KH_VALUE_PHONE ? kh_row_get (row, i) : NULL;
      g_autofree char *phone = value != NULL ? kh_value_normalise (&table->columns[i], value) : NULL;

      if (phone != NULL)
        g_ptr_array_add (keys, g_strconcat (phone, "\n", title, NULL));
    }
}

static GPtrArray *
list_keys (const Matcher *self,
           KhRow         *row,
           Way            way)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = dup_title (row, self->table);
  char *key = NULL;

  switch (way)
    {
    case BY_ITEM:
      key = g_strdup (kh_row_get_item (row));
      break;

    case BY_IDENTITY:
      key = dup_identity (row, self->table);
      break;

    case BY_PHONE_AND_TITLE:
      if (title != NULL)
        add_phones (keys, row, self->table, title);
      break;

    case BY_PHONE:
      add_phones (keys, row, self->table, NULL);
      break;

    case BY_TITLE:
      key = g_steal_pointer (&title);
      break;

    /* A secret is no text. */
    case BY_SECRET:
      break;

    case BY_REST:
      key = dup_rest (row, self->table);
      break;

    case N_WAYS:
      g_assert_not_reached ();
    }
  if (key != NULL)
    g_ptr_array_add (keys, key);

  return keys;
}

/* Of those that have no row of ours yet: by key, the first with it. */
static GHashTable *
index_theirs (const Matcher *self,
              Way            way)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = kh_rows_get_n (self->theirs); i-- > 0;)
    {
      g_autoptr (GPtrArray) keys = NULL;

      if (self->taken[i])
        continue;
      keys = list_keys (self, kh_rows_get (self->theirs, i), way);
      for (guint k = 0; k < keys->len; k++)
        g_hash_table_replace (index, g_strdup (g_ptr_array_index (keys, k)), GUINT_TO_POINTER (i + 1));
    }

  return index;
}

static gboolean
may_match (const Matcher *self,
           KhRow         *ours,
           guint          theirs,
           Way            way)
{
  if (self->taken[theirs])
    return FALSE;

  return way != BY_REST || lacks_a_part (ours, self->table) ||
         lacks_a_part (kh_rows_get (self->theirs, theirs), self->table);
}

static void
match_row (Matcher    *self,
           guint       position,
           GHashTable *index,
           Way         way)
{
  KhRow *ours = kh_rows_get (self->ours, position);
  g_autoptr (GPtrArray) keys = list_keys (self, ours, way);

  for (guint k = 0; self->found[position] == NULL && k < keys->len; k++)
    {
      const guint theirs = GPOINTER_TO_UINT (g_hash_table_lookup (index, g_ptr_array_index (keys, k)));

      if (theirs == 0 || !may_match (self, ours, theirs - 1, way))
        continue;
      self->taken[theirs - 1] = TRUE;
      self->found[position] = kh_rows_get (self->theirs, theirs - 1);
    }
}

static gboolean
is_same_secret (const KhTable *table,
                KhRow         *ours,
                KhRow         *theirs)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      KhSecret *secret = kh_row_get_secret (ours, i);
      KhSecret *other = kh_row_get_secret (theirs, i);

      if (secret != NULL && other != NULL && kh_secret_equal (secret, other))
        return TRUE;
    }

  return FALSE;
}

/* There are few such rows. */
static void
match_secrets (Matcher *self)
{
  for (guint i = 0; !self->table->ranked && i < kh_rows_get_n (self->ours); i++)
    {
      for (guint k = 0; self->found[i] == NULL && k < kh_rows_get_n (self->theirs); k++)
        {
          if (self->taken[k] ||
              !is_same_secret (self->table, kh_rows_get (self->ours, i), kh_rows_get (self->theirs, k)))
            continue;
          self->taken[k] = TRUE;
          self->found[i] = kh_rows_get (self->theirs, k);
        }
    }
}

static void
match (Matcher *self,
       Way      way)
{
  g_autoptr (GHashTable) index = NULL;

  if (way == BY_SECRET)
    {
      match_secrets (self);
      return;
    }
  index = index_theirs (self, way);
  for (guint i = 0; i < kh_rows_get_n (self->ours); i++)
    {
      if (self->found[i] == NULL)
        match_row (self, i, index, way);
    }
}

/* Whether the station can be held against us there. What it does not mention is hidden in its
 * row, and what the member may not view is hidden in ours. */
static gboolean
is_compared (const KhRowPair   *pair,
             const KhDatapoint *column,
             guint              index)
{
  return column->wire != NULL && column->compared && !column->sealed && !kh_row_is_hidden (pair->ours, index) &&
         !kh_row_is_hidden (pair->theirs, index);
}

/* A flag that nobody set is the same as one that says no. */
static const char *
get_compared (KhRow             *row,
              const KhDatapoint *column,
              guint              index)
{
  const char *value = kh_row_get (row, index);

  return value == NULL && column->type == KH_VALUE_BOOLEAN ? "0" : value;
}

/* Whether both sides are known to have another secret, or only one has any. */
static gboolean
is_other_secret (const KhRowPair *pair,
                 const KhTable   *table,
                 guint            column)
{
  KhSecret *ours = kh_row_get_secret (pair->ours, column);
  KhSecret *theirs = kh_row_get_secret (pair->theirs, column);

  if (!kh_row_push_is_secret (table->id, column) || !table->columns[column].compared ||
      kh_row_is_hidden (pair->ours, column) || kh_row_is_hidden (pair->theirs, column))
    return FALSE;
  if (kh_row_is_sealed (pair->ours, column) != kh_row_is_sealed (pair->theirs, column))
    return TRUE;

  return ours != NULL && theirs != NULL && !kh_secret_equal (ours, theirs);
}

static void
compare (KhRowPair     *pair,
         const KhTable *table)
{
  gboolean differs = FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const KhDatapoint *column = &table->columns[i];
      const char *ours = get_compared (pair->ours, column, i);
      const char *theirs = get_compared (pair->theirs, column, i);

      if (is_other_secret (pair, table, i))
        {
          pair->columns |= (guint32) 1 << i;
          differs = TRUE;
        }
      if (!is_compared (pair, column, i) || kh_value_equal (column, ours, theirs))
        continue;
      pair->columns |= (guint32) 1 << i;
      differs |= ours == NULL || theirs == NULL || !kh_value_same (column, ours, theirs);
    }
  if (pair->columns != 0)
    pair->difference = differs ? KH_DIFFERENCE_DIFFERS : KH_DIFFERENCE_WRITTEN;
}

static void
add_pair (GPtrArray     *pairs,
          const KhTable *table,
          KhRow         *ours,
          KhRow         *theirs)
{
  KhRowPair *pair = g_new0 (KhRowPair, 1);

  pair->ours = ours != NULL ? g_object_ref (ours) : NULL;
  pair->theirs = theirs != NULL ? g_object_ref (theirs) : NULL;
  pair->difference = theirs == NULL ? KH_DIFFERENCE_ONLY_HERE
                     : ours == NULL ? KH_DIFFERENCE_ONLY_THERE
                                    : KH_DIFFERENCE_SAME;
  if (ours != NULL && theirs != NULL)
    compare (pair, table);
  g_ptr_array_add (pairs, pair);
}

/**
 * kh_row_pair_free:
 * @self: (nullable): a pair
 */
void
kh_row_pair_free (KhRowPair *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
  g_free (self);
}

/**
 * kh_row_pair_differs:
 * @self: a pair
 * @column: a column of its table
 *
 * Returns: whether the two have another value there, or write it differently
 */
gboolean
kh_row_pair_differs (const KhRowPair *self,
                     guint            column)
{
  return (self->columns & ((guint32) 1 << column)) != 0;
}

/**
 * kh_row_pairs_make:
 * @ours: the rows of one table of a customer
 * @theirs: the station's rows of the same table
 *
 * Finds for each of our rows the station's row of the same person or thing: by the station's id
 * where one is kept, else a contact by one of their telephone numbers, else by name; what has
 * a number by its number; and a passcode by its value, where both are at hand. Each row is in one pair. Takes time in proportion to the rows.
 *
 * Returns: (transfer full) (element-type KhRowPair): ours in their order, then what only the
 *   station has in its order
 */
GPtrArray *
kh_row_pairs_make (KhRows *ours,
                   KhRows *theirs)
{
  g_autofree KhRow **found = NULL;
  g_autofree gboolean *taken = NULL;
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_row_pair_free);
  Matcher matcher;

  g_return_val_if_fail (KH_IS_ROWS (ours), NULL);
  g_return_val_if_fail (KH_IS_ROWS (theirs), NULL);
  g_return_val_if_fail (kh_rows_get_table (ours) == kh_rows_get_table (theirs), NULL);

  found = g_new0 (KhRow *, kh_rows_get_n (ours) + 1);
  taken = g_new0 (gboolean, kh_rows_get_n (theirs) + 1);
  matcher = (Matcher) { ours, theirs, kh_table_get (kh_rows_get_table (ours)), found, taken };
  for (Way way = BY_ITEM; way < N_WAYS; way++)
    match (&matcher, way);

  for (guint i = 0; i < kh_rows_get_n (ours); i++)
    add_pair (pairs, matcher.table, kh_rows_get (ours, i), found[i]);
  for (guint i = 0; i < kh_rows_get_n (theirs); i++)
    {
      if (!taken[i])
        add_pair (pairs, matcher.table, NULL, kh_rows_get (theirs, i));
    }

  return pairs;
}
