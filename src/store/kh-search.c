/* kh-search.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-search-private.h"

#include "kh-text.h"
#include "kh-value-type.h"

#include <string.h>

/* One full-text table answers everything, so that SQLite itself walks the shortest
 * list first when a query has several words. It holds three kinds of tokens:
 *
 *   word          every word, folded
 *   PREFIX start  its first 1 to 6 characters (digits: 8), so that a short start
 *                 is one look-up and not a walk over all words that begin so
 *   GRAM abc      each three characters in a row of what is found by substring
 *
 * It has one entry for each customer, with the values of the rows of their tables, so that
 * a contact's name and the street find them together.
 *
 * Three characters and fewer are answered exactly. A longer substring is looked
 * up by its threes and the few candidates are checked against the record.
 */

#define PREFIX_CHARS  6
#define PREFIX_DIGITS 8

/* More tokens of one customer than SQLite takes as one text are left out, always the same ones. */
#define MOST_TOKENS 900000

/* Datapoints of a customer that are searched, in the registry's order. */
typedef struct {
  KhDatapointId ids[KH_N_DATAPOINTS];
  guint n;
} Fields;

/**
 * kh_search_fold:
 * @text: (nullable): UTF-8 text
 *
 * Returns: (transfer full): the text as it is looked for, see kh_text_plain()
 */
char *
kh_search_fold (const char *text)
{
  return kh_text_plain (text);
}

static gboolean
is_word_char (gunichar letter)
{
  /* The marks of our own tokens are in the private-use area and are no letters. */
  if (letter < 0x80)
    return g_ascii_isalnum ((char) letter);
  return g_unichar_isalnum (letter);
}

/*< private >
 * kh_search_dup_clean:
 * @folded: a folded text
 * @squeeze: whether nothing is to be between its words
 *
 * Returns: (transfer full): its letters and digits; what is neither becomes a blank, or nothing
 */
char *
kh_search_dup_clean (const char *folded,
                     gboolean    squeeze)
{
  char *result = g_malloc (strlen (folded) + 1);
  char *end = result;

  for (const char *p = folded; *p != '\0';)
    {
      const char *next = g_utf8_next_char (p);

      if (is_word_char (g_utf8_get_char (p)))
        end = (char *) memcpy (end, p, (gsize) (next - p)) + (next - p);
      else if (!squeeze)
        *end++ = ' ';
      p = next;
    }
  *end = '\0';

  return result;
}

/*< private >
 * kh_search_is_digits:
 * @text: a folded text
 *
 * Returns: whether it is digits, and nothing else
 */
gboolean
kh_search_is_digits (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

static glong
get_longest_start (const char *word)
{
  return kh_search_is_digits (word) ? PREFIX_DIGITS : PREFIX_CHARS;
}

/*< private >
 * kh_search_is_start:
 * @word: a word that is looked for
 *
 * Returns: whether the index has it as a start of words; longer ones are looked for among the words
 */
gboolean
kh_search_is_start (const char *word)
{
  return g_utf8_strlen (word, -1) <= get_longest_start (word);
}

static void
append_token (GString    *tokens,
              const char *mark,
              const char *text,
              gsize       length)
{
  gsize start = tokens->len;
  gsize mark_length = strlen (mark);
  gsize blank = start > 0 ? 1 : 0;

  /* Once for the three of them: a customer has hundreds of tokens. */
  g_string_set_size (tokens, start + blank + mark_length + length);
  if (blank > 0)
    tokens->str[start] = ' ';
  memcpy (tokens->str + start + blank, mark, mark_length);
  memcpy (tokens->str + start + blank + mark_length, text, length);
}

static void
append_word (GString    *tokens,
             const char *word)
{
  glong longest = get_longest_start (word);
  const char *end = word;

  if (*word == '\0')
    return;
  append_token (tokens, "", word, strlen (word));
  for (glong i = 0; i < longest && *end != '\0'; i++)
    {
      end = g_utf8_next_char (end);
      append_token (tokens, KH_SEARCH_PREFIX_MARK, word, (gsize) (end - word));
    }
}

static void
append_words (GString    *tokens,
              const char *folded)
{
  g_autofree char *cleaned = kh_search_dup_clean (folded, FALSE);
  char *state = NULL;

  for (char *word = strtok_r (cleaned, " ", &state); word != NULL; word = strtok_r (NULL, " ", &state))
    append_word (tokens, word);
}

static void
append_grams (GString    *tokens,
              const char *squeezed)
{
  const char *end = squeezed;

  for (guint i = 0; i < KH_SEARCH_GRAM; i++)
    {
      if (*end == '\0')
        return;
      end = g_utf8_next_char (end);
    }
  while (TRUE)
    {
      append_token (tokens, KH_SEARCH_GRAM_MARK, squeezed, (gsize) (end - squeezed));
      if (*end == '\0')
        return;
      squeezed = g_utf8_next_char (squeezed);
      end = g_utf8_next_char (end);
    }
}

/*< private >
 * kh_search_split:
 * @folded: a folded text
 *
 * Returns: (transfer full): the pieces that a substring may be in: each run without blanks, with
 *   its punctuation left out, so that "DY-1001" holds "dy1001" and "O'Neil" "oneil"
 */
char **
kh_search_split (const char *folded)
{
  char **pieces = g_strsplit_set (folded, KH_SEARCH_BLANKS, -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      char *squeezed = kh_search_dup_clean (pieces[i], TRUE);

      g_free (pieces[i]);
      pieces[i] = squeezed;
    }
  return pieces;
}

/*< private >
 * kh_search_skip_country:
 * @digits: a phone number
 *
 * Returns: (transfer none): it as it is said
 */
const char *
kh_search_skip_country (const char *digits)
{
  /* North American numbers are said without their 1. */
  return digits[0] == '1' && strlen (digits) >= 11 ? digits + 1 : digits;
}

/* A whole word is looked for like a start that is as long as it is. */
static void
append_whole (GString    *tokens,
              const char *word)
{
  append_token (tokens, kh_search_is_start (word) ? KH_SEARCH_PREFIX_MARK : "", word, strlen (word));
}

static void
append_wholes (GString    *tokens,
               const char *folded)
{
  g_autofree char *cleaned = kh_search_dup_clean (folded, FALSE);
  char *state = NULL;

  for (char *word = strtok_r (cleaned, " ", &state); word != NULL; word = strtok_r (NULL, " ", &state))
    append_whole (tokens, word);
}

static void
append_phone (GString    *tokens,
              const char *folded)
{
  g_autofree char *digits = kh_search_dup_clean (folded, TRUE);

  append_word (tokens, kh_search_skip_country (digits));
  append_grams (tokens, digits);
}

static void
append_pieces (GString    *tokens,
               const char *folded)
{
  g_auto (GStrv) pieces = kh_search_split (folded);

  for (guint i = 0; pieces[i] != NULL; i++)
    append_grams (tokens, pieces[i]);
}

/*< private >
 * kh_search_is_phone:
 * @datapoint: a datapoint or a column
 *
 * Returns: whether it is looked for as the digits of a phone number
 */
gboolean
kh_search_is_phone (const KhDatapoint *datapoint)
{
  return datapoint->type == KH_VALUE_PHONE;
}

static Fields *
list_fields (void)
{
  Fields *fields = g_new0 (Fields, 1);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (kh_datapoint_get (id)->searched != KH_SEARCHED_NOT)
      fields->ids[fields->n++] = id;

  return fields;
}

/* The registry does not change while the program runs, so the list is made once. */
static const Fields *
get_fields (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) list_fields ());

  return (const Fields *) once;
}

/**
 * kh_search_n_fields:
 *
 * Returns: how many datapoints of a customer are searched
 */
guint
kh_search_n_fields (void)
{
  return get_fields ()->n;
}

/**
 * kh_search_get_field:
 * @index: which one
 *
 * Returns: the datapoint
 */
KhDatapointId
kh_search_get_field (guint index)
{
  g_assert (index < get_fields ()->n);

  return get_fields ()->ids[index];
}

/**
 * kh_search_has_table:
 * @table: a table
 *
 * Returns: whether any of its columns is searched
 */
gboolean
kh_search_has_table (KhTableId table)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    if (kh_table_get_column (table, i)->searched != KH_SEARCHED_NOT)
      return TRUE;

  return FALSE;
}

/**
 * kh_search_append_tokens:
 * @tokens: what a customer is found by, with blanks between
 * @datapoint: a datapoint or a column, of those that are searched or not
 * @text: (nullable): the customer's value
 *
 * The same texts always give the same tokens: a customer is taken out of the index
 * by the tokens that they were put in with.
 */
void
kh_search_append_tokens (GString           *tokens,
                         const KhDatapoint *datapoint,
                         const char        *text)
{
  g_autofree char *folded = NULL;
  gsize before = tokens->len;

  if (text == NULL || datapoint->searched == KH_SEARCHED_NOT)
    return;
  folded = kh_search_fold (text);
  if (kh_search_is_phone (datapoint))
    append_phone (tokens, folded);
  else if (datapoint->searched == KH_SEARCHED_WHOLE)
    append_wholes (tokens, folded);
  else
    append_words (tokens, folded);
  if (!kh_search_is_phone (datapoint) && datapoint->searched == KH_SEARCHED_ANYWHERE)
    append_pieces (tokens, folded);
  if (tokens->len > MOST_TOKENS)
    g_string_truncate (tokens, before);
}
