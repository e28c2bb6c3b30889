/* kh-mnemonics.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-mnemonics.h"

#include <string.h>

#define NOBODY G_MAXUINT

/* Each label's letters in the order it would like them, and who holds which. This is
 * a matching in a bipartite graph, found by augmenting paths: a label whose letters are all
 * taken asks their holders to move over, so that a label is left without only when
 * there is no way to serve all. */
typedef struct {
  guint n_labels;
  GArray **wishes;
  GHashTable *holders;
} Matching;

static gboolean
starts_word (const char *label,
             const char *at)
{
  return at == label || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

static void
add_wishes (GArray     *wishes,
            const char *label,
            const char *reserved,
            gboolean    initials)
{
  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_unichar_tolower (g_utf8_get_char (at));

      if (g_unichar_isalnum (letter) && starts_word (label, at) == initials &&
          g_utf8_strchr (reserved, -1, letter) == NULL)
        g_array_append_val (wishes, letter);
    }
}

static guint
get_holder (Matching *matching,
            gunichar  letter)
{
  gpointer holder;

  if (!g_hash_table_lookup_extended (matching->holders, GUINT_TO_POINTER (letter), NULL, &holder))
    return NOBODY;

  return GPOINTER_TO_UINT (holder);
}

static gboolean
find_letter (Matching   *matching,
             guint       label,
             GHashTable *tried)
{
  GArray *wishes = matching->wishes[label];

  for (guint i = 0; i < wishes->len; i++)
    {
      gunichar letter = g_array_index (wishes, gunichar, i);
      guint holder = get_holder (matching, letter);

      if (!g_hash_table_add (tried, GUINT_TO_POINTER (letter)))
        continue;
      if (holder == NOBODY || find_letter (matching, holder, tried))
        {
          g_hash_table_insert (matching->holders, GUINT_TO_POINTER (letter), GUINT_TO_POINTER (label));
          return TRUE;
        }
    }

  return FALSE;
}

static gunichar
get_letter (Matching *matching,
            guint     label)
{
  GArray *wishes = matching->wishes[label];

  for (guint i = 0; i < wishes->len; i++)
    {
      gunichar letter = g_array_index (wishes, gunichar, i);

      if (get_holder (matching, letter) == label)
        return letter;
    }

  return 0;
}

static const char *
find_place (const char *label,
            gunichar    letter,
            gboolean    initials)
{
  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_tolower (g_utf8_get_char (at)) == letter && starts_word (label, at) == initials)
        return at;
    }

  return NULL;
}

static char *
mark (const char *label,
      gunichar    letter)
{
  GString *marked = g_string_new (NULL);
  const char *place = NULL;

  if (letter != 0)
    place = find_place (label, letter, TRUE);
  if (letter != 0 && place == NULL)
    place = find_place (label, letter, FALSE);

  for (const char *at = label; *at != '\0'; at++)
    {
      if (at == place || *at == '_')
        g_string_append_c (marked, '_');
      g_string_append_c (marked, *at);
    }

  return g_string_free (marked, FALSE);
}

static void
match (Matching *matching)
{
  for (guint i = 0; i < matching->n_labels; i++)
    {
      g_autoptr (GHashTable) tried = g_hash_table_new (NULL, NULL);

      find_letter (matching, i, tried);
    }
}

char **
kh_mnemonics_assign (const char * const *labels,
                     const char         *reserved)
{
  g_autoptr (GHashTable) holders = g_hash_table_new (NULL, NULL);
  guint n_labels = g_strv_length ((char **) labels);
  g_autofree GArray **wishes = g_new0 (GArray *, n_labels + 1);
  Matching matching = { n_labels, wishes, holders };
  char **marked = g_new0 (char *, n_labels + 1);

  for (guint i = 0; i < n_labels; i++)
    {
      wishes[i] = g_array_new (FALSE, FALSE, sizeof (gunichar));
      add_wishes (wishes[i], labels[i], reserved, TRUE);
      add_wishes (wishes[i], labels[i], reserved, FALSE);
    }
  match (&matching);
  for (guint i = 0; i < n_labels; i++)
    marked[i] = mark (labels[i], get_letter (&matching, i));
  for (guint i = 0; i < n_labels; i++)
    g_array_unref (wishes[i]);

  return marked;
}

char *
kh_mnemonics_dup_taken (const char * const *labels)
{
  GString *letters = g_string_new (NULL);

  for (; *labels != NULL; labels++)
    {
      const char *underline = strchr (*labels, '_');

      if (underline != NULL && underline[1] != '\0')
        g_string_append_unichar (letters, g_unichar_tolower (g_utf8_get_char (underline + 1)));
    }

  return g_string_free (letters, FALSE);
}
