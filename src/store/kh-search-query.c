/* kh-search-query.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-search-private.h"

#include <string.h>

#define MAX_CHUNKS    24
#define MAX_GRAMS     16
#define PHONE_DIGITS  7
#define LONGEST_PLAIN 256

/* One piece of a query between blanks: its words, and all of it without punctuation. */
typedef struct {
  char **words;
  char *squeezed;
} Chunk;

struct _KhSearch {
  GPtrArray *chunks;
  Chunk *phone;
  gboolean impossible;
  gboolean needs_check;
  char *prefixes;
  char *substrings;
  char *phone_match;
};

static void
chunk_free (gpointer data)
{
  Chunk *chunk = data;

  if (chunk == NULL)
    return;
  g_strfreev (chunk->words);
  g_free (chunk->squeezed);
  g_free (chunk);
}

static Chunk *
chunk_new (const char *folded)
{
  g_autofree char *cleaned = kh_search_dup_clean (folded, FALSE);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  Chunk *chunk = g_new0 (Chunk, 1);
  char *state = NULL;

  for (char *word = strtok_r (cleaned, " ", &state); word != NULL; word = strtok_r (NULL, " ", &state))
    g_strv_builder_add (words, word);
  chunk->words = g_strv_builder_end (words);
  chunk->squeezed = kh_search_dup_clean (folded, TRUE);
  return chunk;
}

static void
append_term (GString    *match,
             const char *mark,
             const char *text,
             gsize       length,
             gboolean    prefix)
{
  /* Folded words hold letters and digits only, so there is no quote to double. */
  g_string_append_printf (match, "\"%s%.*s\"%s", mark, (int) length, text, prefix ? "*" : "");
}

static void
append_prefix (GString    *match,
               const char *word)
{
  gboolean kept = kh_search_is_start (word);

  append_term (match, kept ? KH_SEARCH_PREFIX_MARK : "", word, strlen (word), !kept);
}

static void
append_chunk_prefixes (GString *match,
                       Chunk   *chunk)
{
  for (guint i = 0; chunk->words[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (match, " AND ");
      append_prefix (match, chunk->words[i]);
    }
}

static gboolean
has_grams (Chunk *chunk)
{
  return g_utf8_strlen (chunk->squeezed, -1) >= KH_SEARCH_GRAM;
}

static void
append_chunk_grams (GString *match,
                    Chunk   *chunk)
{
  const char *start = chunk->squeezed;
  const char *end = g_utf8_offset_to_pointer (start, KH_SEARCH_GRAM);

  for (guint i = 0; i < MAX_GRAMS; i++)
    {
      if (i > 0)
        g_string_append (match, " AND ");
      append_term (match, KH_SEARCH_GRAM_MARK, start, (gsize) (end - start), FALSE);
      if (*end == '\0')
        break;
      start = g_utf8_next_char (start);
      end = g_utf8_next_char (end);
    }
}

static char *
build_match (KhSearch *self,
             gboolean  substrings)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->chunks->len, MAX_CHUNKS); i++)
    {
      Chunk *chunk = g_ptr_array_index (self->chunks, i);

      g_string_append (match, i > 0 ? " AND ((" : "((");
      append_chunk_prefixes (match, chunk);
      if (substrings && has_grams (chunk))
        {
          g_string_append (match, ") OR (");
          append_chunk_grams (match, chunk);
        }
      g_string_append (match, "))");
    }
  return g_string_free (match, FALSE);
}

static void
build_phone (KhSearch   *self,
             const char *folded)
{
  g_autofree char *digits = kh_search_dup_clean (folded, TRUE);
  GString *match;

  if (self->chunks->len < 2 || !kh_search_is_digits (digits) || strlen (digits) < PHONE_DIGITS)
    return;
  self->phone = chunk_new (digits);
  match = g_string_new (NULL);
  append_chunk_grams (match, self->phone);
  self->phone_match = g_string_free (match, FALSE);
}

/**
 * kh_search_new:
 * @query: what was typed
 *
 * Takes a query apart: at blanks into pieces that must all be found, each by the
 * start of words or inside a name, phone, account number or e-mail address. What
 * looks like one phone number typed with blanks is looked for as that too.
 *
 * Returns: (transfer full): the search
 */
KhSearch *
kh_search_new (const char *query)
{
  KhSearch *self = g_new0 (KhSearch, 1);
  g_autofree char *folded = NULL;
  g_auto (GStrv) pieces = NULL;
  gboolean long_pieces = FALSE;

  self->chunks = g_ptr_array_new_with_free_func (chunk_free);
  self->impossible = query != NULL && strlen (query) > KH_SEARCH_LONGEST_QUERY;
  folded = kh_search_fold (self->impossible ? NULL : query);
  pieces = g_strsplit_set (folded, KH_SEARCH_BLANKS, -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      Chunk *chunk = chunk_new (pieces[i]);

      if (*chunk->squeezed == '\0')
        {
          chunk_free (chunk);
          continue;
        }
      long_pieces = long_pieces || g_utf8_strlen (chunk->squeezed, -1) > KH_SEARCH_GRAM;
      g_ptr_array_add (self->chunks, chunk);
    }
  self->needs_check = long_pieces || self->chunks->len > MAX_CHUNKS;
  /* Of more pieces the index is asked for the first only, and the rest is looked at. */
  if (self->chunks->len <= MAX_CHUNKS)
    self->prefixes = build_match (self, FALSE);
  self->substrings = build_match (self, TRUE);
  build_phone (self, folded);
  return self;
}

/**
 * kh_search_free:
 * @self: (nullable): a search
 */
void
kh_search_free (KhSearch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->chunks);
  chunk_free (self->phone);
  g_free (self->prefixes);
  g_free (self->substrings);
  g_free (self->phone_match);
  g_free (self);
}

/**
 * kh_search_is_empty:
 * @self: a search
 *
 * Returns: whether nothing was asked, so that everybody matches
 */
gboolean
kh_search_is_empty (KhSearch *self)
{
  return self->chunks->len == 0 && !self->impossible;
}

/**
 * kh_search_is_impossible:
 * @self: a search
 *
 * Returns: whether the query is longer than anything that it could find
 */
gboolean
kh_search_is_impossible (KhSearch *self)
{
  return self->impossible;
}

/**
 * kh_search_get_prefixes:
 * @self: a search that is not empty
 *
 * Returns: (nullable): an exact full-text expression for those where every piece starts a
 *   word, or %NULL when there are more pieces than anybody types
 */
const char *
kh_search_get_prefixes (KhSearch *self)
{
  return self->prefixes;
}

/**
 * kh_search_get_substrings:
 * @self: a search that is not empty
 *
 * Returns: an expression for all that can match, and a few that do not: see
 *   kh_search_needs_check()
 */
const char *
kh_search_get_substrings (KhSearch *self)
{
  return self->substrings;
}

/**
 * kh_search_get_phone:
 * @self: a search
 *
 * Returns: (nullable): an expression for the query taken as one phone number
 */
const char *
kh_search_get_phone (KhSearch *self)
{
  return self->phone_match;
}

/**
 * kh_search_needs_check:
 * @self: a search
 *
 * Returns: whether what kh_search_get_substrings() finds must pass kh_search_matches()
 */
gboolean
kh_search_needs_check (KhSearch *self)
{
  return self->needs_check;
}

static gboolean
starts_word (const char *cleaned,
             const char *word)
{
  gsize length = strlen (word);

  for (const char *p = cleaned; p != NULL; p = strchr (p, ' '))
    {
      p += strspn (p, " ");
      if (strncmp (p, word, length) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
contains (const char *const *pieces,
          const char        *squeezed)
{
  for (guint i = 0; pieces[i] != NULL; i++)
    if (strstr (pieces[i], squeezed) != NULL)
      return TRUE;
  return FALSE;
}

/* A record as its words, its words that count as a whole only, and the pieces that substrings are
 * looked for in. */
typedef struct {
  GString *words;
  GString *wholes;
  GStrvBuilder *builder;
  GStrv pieces;
} Record;

static void
record_clear (Record *record)
{
  g_string_free (record->words, TRUE);
  g_string_free (record->wholes, TRUE);
  g_strv_builder_unref (record->builder);
  g_strfreev (record->pieces);
}

static void
add_to_record (Record             *record,
               const KhSearchText *text)
{
  gboolean phone = kh_search_is_phone (text->datapoint);
  g_autofree char *folded = kh_search_fold (text->text);
  g_autofree char *cleaned = kh_search_dup_clean (folded, phone);
  GString *words = !phone && text->datapoint->searched == KH_SEARCHED_WHOLE ? record->wholes : record->words;
  g_auto (GStrv) split = NULL;

  g_string_append_c (words, ' ');
  g_string_append (words, phone ? kh_search_skip_country (cleaned) : cleaned);
  if (!phone && text->datapoint->searched != KH_SEARCHED_ANYWHERE)
    return;
  split = phone ? g_strsplit (cleaned, " ", -1) : kh_search_split (folded);
  g_strv_builder_addv (record->builder, (const char **) split);
}

static void
open_record (const KhSearchText *texts,
             guint               n_texts,
             Record             *record)
{
  record->words = g_string_new (NULL);
  record->wholes = g_string_new (NULL);
  record->builder = g_strv_builder_new ();
  for (guint i = 0; i < n_texts; i++)
    if (texts[i].text != NULL)
      add_to_record (record, &texts[i]);
  g_string_append_c (record->wholes, ' ');
  record->pieces = g_strv_builder_end (record->builder);
}

/* A long word is looked for by its start in what counts as a whole, too: the index has it no other
 * way. */
static gboolean
is_whole (const char *wholes,
          const char *word)
{
  g_autofree char *sought = g_strconcat (" ", word, kh_search_is_start (word) ? " " : "", NULL);

  return strstr (wholes, sought) != NULL;
}

static gboolean
chunk_starts (Chunk        *chunk,
              const Record *record)
{
  for (guint i = 0; chunk->words[i] != NULL; i++)
    if (!starts_word (record->words->str, chunk->words[i]) && !is_whole (record->wholes->str, chunk->words[i]))
      return FALSE;
  return TRUE;
}

static gboolean
chunk_matches (Chunk        *chunk,
               const Record *record)
{
  return (has_grams (chunk) && contains ((const char *const *) record->pieces, chunk->squeezed)) ||
         chunk_starts (chunk, record);
}

/* Most texts are short and plain: whether @squeezed is in one of its pieces can be seen without
 * making any of them. %FALSE says that the thorough look is to be taken. */
static gboolean
contains_plainly (const KhSearchText *text,
                  const char         *squeezed)
{
  char plain[LONGEST_PLAIN];
  gsize n = 0;

  if (text->text == NULL || (!kh_search_is_phone (text->datapoint) && text->datapoint->searched != KH_SEARCHED_ANYWHERE))
    return FALSE;
  for (const char *p = text->text; *p != '\0'; p++)
    {
      if ((guchar) *p >= 0x80 || n + 1 == sizeof plain)
        return FALSE;
      if (g_ascii_isalnum (*p))
        plain[n++] = g_ascii_tolower (*p);
      else if (!kh_search_is_phone (text->datapoint) && strchr (KH_SEARCH_BLANKS, *p) != NULL)
        plain[n++] = ' ';
    }
  plain[n] = '\0';

  return strstr (plain, squeezed) != NULL;
}

static gboolean
all_plainly (KhSearch           *self,
             const KhSearchText *texts,
             guint               n_texts)
{
  for (guint i = 0; i < self->chunks->len; i++)
    {
      Chunk *chunk = g_ptr_array_index (self->chunks, i);
      gboolean there = FALSE;

      for (guint n = 0; n < n_texts && !there && has_grams (chunk); n++)
        there = contains_plainly (&texts[n], chunk->squeezed);
      if (!there)
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_search_matches:
 * @self: a search
 * @way: how the customer may match
 * @texts: (array length=n_texts): values of what is searched, of the customer and of their rows
 * @n_texts: how many there are
 *
 * With more texts a customer that matches still does.
 *
 * Returns: whether the customer is what was asked for
 */
gboolean
kh_search_matches (KhSearch           *self,
                   KhSearchWay         way,
                   const KhSearchText *texts,
                   guint               n_texts)
{
  Record record;
  gboolean all = TRUE;

  if (self->impossible)
    return FALSE;
  if (way != KH_SEARCH_BY_STARTS && all_plainly (self, texts, n_texts))
    return TRUE;
  open_record (texts, n_texts, &record);
  for (guint i = 0; i < self->chunks->len && all; i++)
    {
      Chunk *chunk = g_ptr_array_index (self->chunks, i);

      all = way == KH_SEARCH_BY_STARTS ? chunk_starts (chunk, &record) : chunk_matches (chunk, &record);
    }

  all = all || (way == KH_SEARCH_BY_ANYTHING && self->phone != NULL &&
                contains ((const char *const *) record.pieces, self->phone->squeezed));
  record_clear (&record);

  return all;
}
