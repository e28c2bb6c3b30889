/* kh-row-sides.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-sides.h"

#include "kh-place.h"
#include "kh-row-pair.h"
#include "kh-row-text.h"

struct _KhRowSides
{
  /* Owned */
  KhShadow *shadow;
  GHashTable *theirs; /* KhRow, by the place of our row */
  GHashTable *ours;   /* KhRow, likewise */
  GHashTable *kept;   /* the places that the record still has; of what was taken out here it is known who is whom, too */

  char *etag;

  /* State */
  KhPushTerms terms;
  gboolean same_version;
  gboolean compared;
};

/* What we have taken out is still there until the station is told. It is nobody else's meanwhile,
 * who may have the same name. */
static void
add_removed (const KhShadow *self,
             KhRows         *known,
             GHashTable     *places)
{
  GHashTableIter iter;
  gpointer place, entry;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &place, &entry))
    {
      const KhShadowEntry *shadow = entry;
      g_auto (KhPlace) parsed = { 0 };
      g_autoptr (KhRow) row = NULL;

      if (!shadow->known || g_hash_table_contains (places, place) || !kh_place_parse (place, &parsed) ||
          parsed.table != kh_rows_get_table (known))
        continue;
      row = kh_row_new_from_text (parsed.table, shadow->value);
      kh_row_set_id (row, parsed.row);
      kh_row_set_item (row, shadow->item);
      kh_rows_append (known, row);
    }
}

/* Our rows, and those that were ours, as the shadow knows them at the station. */
static KhRows *
name_ours (const KhShadow *self,
           KhRows         *ours)
{
  KhRows *known = kh_rows_new (kh_rows_get_table (ours));
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < kh_rows_get_n (ours); i++)
    g_hash_table_add (places, kh_row_push_dup_place (kh_rows_get (ours, i)));
  add_removed (self, known, places);
  for (guint i = 0; i < kh_rows_get_n (ours); i++)
    {
      g_autoptr (KhRow) row = kh_row_copy (kh_rows_get (ours, i));
      g_autofree char *place = kh_row_push_dup_place (row);
      const KhShadowEntry *entry = kh_shadow_get_row (self, place);

      kh_row_set_item (row, entry != NULL ? entry->item : NULL);
      kh_rows_append (known, row);
    }

  return known;
}

/**
 * kh_row_sides_make_pairs:
 * @shadow: (nullable): what was last known, by which the station's rows of ours are known; %NULL
 *   before Link
 * @ours: our rows of one table
 * @account: what the station has
 *
 * Like kh_row_pairs_make(). A row that we have taken out, and the station has not, is still ours
 * there, though @ours has none with its id.
 *
 * Returns: (transfer full) (element-type KhRowPair): who is whom
 */
GPtrArray *
kh_row_sides_make_pairs (const KhShadow *shadow,
                         KhRows         *ours,
                         KhAccount      *account)
{
  g_autoptr (KhRows) named = shadow != NULL ? name_ours (shadow, ours) : g_object_ref (ours);

  return kh_row_pairs_make (named, kh_account_get_rows (account, kh_rows_get_table (ours)));
}

static void
add_table (KhRowSides *self,
           KhRows     *rows,
           KhAccount  *account)
{
  g_autoptr (GPtrArray) pairs = kh_row_sides_make_pairs (self->shadow, rows, account);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    g_hash_table_add (self->kept, kh_row_push_dup_place (kh_rows_get (rows, i)));
  for (guint i = 0; i < pairs->len; i++)
    {
      const KhRowPair *pair = g_ptr_array_index (pairs, i);

      if (pair->ours != NULL)
        g_hash_table_insert (self->ours, kh_row_push_dup_place (pair->ours), g_object_ref (pair->ours));
      if (pair->ours != NULL && pair->theirs != NULL)
        g_hash_table_insert (self->theirs, kh_row_push_dup_place (pair->ours), g_object_ref (pair->theirs));
    }
}

/**
 * kh_row_sides_new:
 * @shadow: what was last known
 * @ours: (nullable) (element-type KhRows): our rows of each table that goes to a station; those of
 *   others are passed over
 * @account: what the station has now
 * @terms: what the company takes
 * @same_version: whether @account is still the version that was last known
 *
 * Returns: (transfer full): who is whom, freed with kh_row_sides_free()
 */
KhRowSides *
kh_row_sides_new (const KhShadow *shadow,
                  GPtrArray      *ours,
                  KhAccount      *account,
                  KhPushTerms     terms,
                  gboolean        same_version)
{
  KhRowSides *self = g_new0 (KhRowSides, 1);

  self->shadow = kh_shadow_copy (shadow);
  self->theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->etag = g_strdup (kh_account_get_etag (account));
  self->terms = terms;
  self->same_version = same_version;
  self->compared = ours != NULL;
  for (guint i = 0; ours != NULL && i < ours->len; i++)
    {
      if (kh_row_push_is_followed (terms, kh_rows_get_table (g_ptr_array_index (ours, i))))
        add_table (self, g_ptr_array_index (ours, i), account);
    }

  return self;
}

/**
 * kh_row_sides_free:
 * @self: (nullable): both sides
 */
void
kh_row_sides_free (KhRowSides *self)
{
  if (self == NULL)
    return;

  kh_shadow_free (self->shadow);
  g_hash_table_unref (self->theirs);
  g_hash_table_unref (self->ours);
  g_hash_table_unref (self->kept);
  g_free (self->etag);
  g_free (self);
}

/* Where the shadow knows nothing, what was changed here counts as what both had. */
static gboolean
is_agreed (KhRowSides          *self,
           const KhOutboxItem  *item,
           const KhShadowEntry *entry,
           KhRow               *theirs)
{
  const gboolean known = entry != NULL && entry->known;
  const char *text = known ? entry->value : item->before;
  g_autoptr (KhRow) agreed = NULL;

  if (known && self->same_version)
    return TRUE;
  if (text == NULL)
    return FALSE;
  agreed = kh_row_new_from_text (item->table, text);
  /* Its text may be that of what was sent then. */
  kh_row_clear_renewed (agreed);

  return kh_row_push_is_alike (self->terms, agreed, theirs);
}

/* A row that has no secret says so. */
static gboolean
is_shown (KhRow *theirs,
          guint  column)
{
  return kh_row_get_secret (theirs, column) != NULL || !kh_row_is_sealed (theirs, column);
}

/* Without a key it stays what it was found to be; see kh_row_sides_dup_theirs(). */
static gboolean
was_seen (const KhShadowEntry *entry,
          KhTableId            table,
          guint                column)
{
  g_autoptr (KhRow) seen = entry->seen_set && entry->seen != NULL ? kh_row_new_from_text (table, entry->seen) : NULL;

  return seen != NULL && kh_row_is_renewed (seen, column);
}

/* Like kh_shadow_is_foreign_secret(), for the secret of a row. Whoever looks without what was last known of
 * it, and has ours, takes any other one in another version for a new one. */
static gboolean
has_foreign_secret (KhRowSides *self,
                    const char *place)
{
  const KhShadowSecret *known = kh_shadow_get_row_secret (self->shadow, place);
  const KhShadowEntry *entry = kh_shadow_get_row (self->shadow, place);
  KhRow *theirs = g_hash_table_lookup (self->theirs, place);
  KhRow *ours = g_hash_table_contains (self->kept, place) ? g_hash_table_lookup (self->ours, place) : NULL;
  const guint column = theirs != NULL ? kh_row_push_find_secret (kh_row_get_table (theirs)) : KH_COLUMN_NONE;
  KhSecret *mine, *secret;

  if (column == KH_COLUMN_NONE || entry == NULL || !is_shown (theirs, column))
    return FALSE;
  mine = ours != NULL ? kh_row_get_secret (ours, column) : NULL;
  secret = kh_row_get_secret (theirs, column);
  if (known == NULL && mine == NULL)
    return was_seen (entry, kh_row_get_table (theirs), column);
  if (known == NULL)
    return (!self->same_version || was_seen (entry, kh_row_get_table (theirs), column)) && !kh_secret_equal (mine, secret);

  return known->known && !kh_secret_equal (known->secret, secret) && (mine == NULL || !kh_secret_equal (mine, secret));
}

/* Whether the station has a secret there that may be another one than ours, and than what it had. */
static gboolean
is_other_secret (KhRowSides *self,
                 const char *place,
                 KhRow      *ours,
                 KhRow      *theirs,
                 guint       column)
{
  const KhShadowSecret *known = kh_shadow_get_row_secret (self->shadow, place);
  KhSecret *mine = kh_row_get_secret (ours, column);
  KhSecret *secret = kh_row_get_secret (theirs, column);

  if (known != NULL && known->known && is_shown (theirs, column))
    return !kh_secret_equal (known->secret, secret) && (mine == NULL || !kh_secret_equal (mine, secret));
  if (self->same_version)
    return FALSE;

  return secret != NULL ? mine == NULL || !kh_secret_equal (mine, secret) : kh_row_is_sealed (theirs, column);
}

/* Where it is not known what a secret was before, any other version of the account may have another one of
 * those that it does not show, or shows and are not ours: as kh_shadow_judge() has it of the customer's own. */
static gboolean
is_secret_doubtful (KhRowSides *self,
                    const char *place,
                    KhRow      *ours,
                    KhRow      *theirs)
{
  for (guint i = 0; i < kh_table_get (kh_row_get_table (theirs))->n_columns; i++)
    {
      if (kh_row_is_renewed (ours, i) && is_other_secret (self, place, ours, theirs, i))
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_row_sides_judge:
 * @self: both sides
 * @item: a change of a row
 *
 * The rules are those of kh_shadow_judge(), for a row as a whole: what somebody else has changed,
 * taken out, or entered before us, is not written over unseen. Of a table that the company takes no more nothing
 * is known.
 *
 * Returns: whether the station has it already, has what it had, or has something else
 */
KhOutboxEvent
kh_row_sides_judge (KhRowSides         *self,
                    const KhOutboxItem *item)
{
  const KhShadowEntry *entry = kh_shadow_get_row (self->shadow, item->place);
  KhRow *theirs = g_hash_table_lookup (self->theirs, item->place);
  KhRow *kept = g_hash_table_lookup (self->ours, item->place);
  g_autoptr (KhRow) before = item->before != NULL ? kh_row_new_from_text (item->table, item->before) : NULL;
  g_autoptr (KhRow) wanted = item->value != NULL ? kh_row_new_from_text (item->table, item->value) : NULL;
  g_autoptr (KhRow) ours = NULL;

  if (!kh_row_push_is_followed (self->terms, item->table))
    return KH_OUTBOX_UNTOUCHED;
  if (wanted != NULL && kept != NULL)
    kh_row_take_renewed (wanted, kept);
  ours = wanted != NULL ? kh_row_push_dup_asked (self->terms, wanted, before, theirs) : NULL;
  if (theirs == NULL && ours == NULL)
    return KH_OUTBOX_FOUND;
  if (theirs == NULL)
    return entry == NULL || entry->item == NULL || self->same_version ? KH_OUTBOX_UNTOUCHED : KH_OUTBOX_FOREIGN;
  /* What nobody has changed of it here is not looked at by what is on its way. */
  if ((ours == NULL || !kh_row_is_any_renewed (ours)) && has_foreign_secret (self, item->place))
    return KH_OUTBOX_FOREIGN;
  if (ours != NULL && kh_row_push_is_alike (self->terms, ours, theirs))
    return KH_OUTBOX_FOUND;
  if (ours != NULL && is_secret_doubtful (self, item->place, ours, theirs))
    return KH_OUTBOX_FOREIGN;

  return is_agreed (self, item, entry, theirs) ? KH_OUTBOX_UNTOUCHED : KH_OUTBOX_FOREIGN;
}

/**
 * kh_row_sides_is_foreign:
 * @self: both sides
 * @place: the place of a row of ours, of which no change waits
 *
 * Like kh_shadow_is_foreign(), for a row as a whole. What a company of that kind does not take of ours is not
 * looked at: it cannot be written over, and what the station made of it when ours was added is not known. A
 * row that only the station has is nobody's here. A secret counts where there is a key to it, whatever
 * the version is, as it may not have been compared at it.
 *
 * Returns: whether the station has a row there that is neither what it had nor ours, or has taken it out
 */
gboolean
kh_row_sides_is_foreign (KhRowSides *self,
                         const char *place)
{
  const KhShadowEntry *entry = kh_shadow_get_row (self->shadow, place);
  KhRow *theirs = g_hash_table_lookup (self->theirs, place);
  g_autoptr (KhRow) agreed = NULL;
  gboolean kept;

  if (entry == NULL || !entry->known)
    return FALSE;
  if (has_foreign_secret (self, place))
    return TRUE;
  kept = g_hash_table_contains (self->kept, place);
  if (self->same_version)
    return FALSE;
  if (theirs == NULL)
    return kept;
  agreed = kh_row_new_from_text (kh_row_get_table (theirs), entry->value);
  kh_row_clear_renewed (agreed);

  return !kh_row_push_is_alike (self->terms, agreed, theirs) &&
         (!kept || !kh_row_push_is_alike (self->terms, g_hash_table_lookup (self->ours, place), theirs));
}

/**
 * kh_row_sides_list:
 * @self: both sides
 *
 * Returns: (transfer container) (element-type utf8): the places of all rows of ours that are compared,
 *   those that were taken out here among them
 */
GPtrArray *
kh_row_sides_list (KhRowSides *self)
{
  GPtrArray *places = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, self->ours);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    g_ptr_array_add (places, place);

  return places;
}

/**
 * kh_row_sides_dup_theirs:
 * @self: both sides
 * @place: the place of a row of ours
 *
 * Returns: (transfer full) (nullable): the station's row of it as a text, which says as well where its
 *   secret was found to be another one than it had
 */
char *
kh_row_sides_dup_theirs (KhRowSides *self,
                         const char *place)
{
  KhRow *theirs = g_hash_table_lookup (self->theirs, place);
  g_autoptr (KhRow) marked = theirs != NULL ? kh_row_copy (theirs) : NULL;

  if (marked != NULL && has_foreign_secret (self, place))
    kh_row_set_renewed (marked, kh_row_push_find_secret (kh_row_get_table (theirs)), TRUE);

  return marked != NULL ? kh_row_dup_text (marked) : NULL;
}

static void
agree_secret (KhRowSides *self,
              const char *place,
              KhRow      *theirs,
              KhShadow   *shadow)
{
  const guint column = kh_row_push_find_secret (kh_row_get_table (theirs));

  if (column != KH_COLUMN_NONE)
    kh_shadow_set_row_secret (shadow, place, is_shown (theirs, column), kh_row_get_secret (theirs, column), self->etag);
}

/**
 * kh_row_sides_agree:
 * @self: both sides
 * @shadow: takes the station's rows as what is agreed on, with what they show of their secrets
 */
void
kh_row_sides_agree (KhRowSides *self,
                    KhShadow   *shadow)
{
  GHashTableIter iter;
  gpointer place, row;

  g_hash_table_remove_all (shadow->rows);
  g_hash_table_remove_all (shadow->row_secrets);
  g_hash_table_iter_init (&iter, self->theirs);
  while (g_hash_table_iter_next (&iter, &place, &row))
    {
      g_autofree char *text = kh_row_dup_text (row);

      kh_shadow_set_row (shadow, place, text, kh_row_get_item (row));
      agree_secret (self, place, row, shadow);
    }
  shadow->rows_known = self->compared;
}
