/* kh-value-tags.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_TAGS 64

static char **
split (const char *text)
{
  char **tags = g_strsplit_set (text, ",\n", -1);
  guint i;

  for (i = 0; tags[i] != NULL; i++)
    {
      g_autofree char *raw = tags[i];
      g_autofree char *clean = kh_text_clean (raw, strlen (raw), KH_TEXT_ONE_LINE, NULL);

      tags[i] = clean != NULL ? g_steal_pointer (&clean) : g_strdup ("");
    }

  return tags;
}

/* A tag written twice, in whatever case, counts where it stands first. */
static char *
parse_tags (const KhDatapoint     *datapoint G_GNUC_UNUSED,
            const char            *text,
            const KhValueContext  *context G_GNUC_UNUSED,
            GError               **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  g_auto (GStrv) tags = split (text);
  guint i;

  for (i = 0; tags[i] != NULL; i++)
    {
      if (*tags[i] == '\0' || !g_hash_table_add (seen, kh_text_fold (tags[i])))
        continue;

      if (value->len > 0)
        g_string_append_c (value, '\n');
      g_string_append (value, tags[i]);
    }

  if (value->len == 0)
    {
      kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type tags with commas between them."));
      return NULL;
    }

  return g_strdup (value->str);
}

static gboolean
check_tag (const KhDatapoint  *datapoint,
           const char         *tag,
           GError            **error)
{
  gint64 longest = datapoint->max > 0 ? datapoint->max : KH_VALUE_SHORT;
  glong length = g_utf8_strlen (tag, -1);

  if (length <= longest)
    return TRUE;

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
               _("Use at most %d characters for each tag; one has %ld."), (int) longest, length);

  return FALSE;
}

static gboolean
check_tags (const KhDatapoint     *datapoint,
            const char            *value,
            const KhValueContext  *context G_GNUC_UNUSED,
            GError               **error)
{
  g_auto (GStrv) tags = g_strsplit (value, "\n", -1);
  g_autofree char *canonical = NULL;
  guint i;

  for (i = 0; tags[i] != NULL; i++)
    {
      if (!check_tag (datapoint, tags[i], error))
        return FALSE;
    }

  if (i > MOST_TAGS)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
                   _("Use at most %d tags; there are %u."), MOST_TAGS, i);
      return FALSE;
    }

  canonical = parse_tags (datapoint, value, NULL, error);
  if (canonical == NULL)
    return FALSE;

  return strcmp (canonical, value) == 0
         || kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type each tag only once."));
}

static char *
format_tags (const KhDatapoint *datapoint G_GNUC_UNUSED,
             const char        *value,
             KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  g_auto (GStrv) tags = g_strsplit (value, "\n", -1);

  return g_strjoinv (", ", tags);
}

/* The order of tags means nothing. */
static gboolean
same_tags (const KhDatapoint *datapoint G_GNUC_UNUSED,
           const char        *a,
           const char        *b)
{
  g_autoptr (GHashTable) set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) tags_a = g_strsplit (a, "\n", -1);
  g_auto (GStrv) tags_b = g_strsplit (b, "\n", -1);
  guint i;

  for (i = 0; tags_a[i] != NULL; i++)
    g_hash_table_add (set, kh_text_fold (tags_a[i]));

  if (g_strv_length (tags_b) != g_hash_table_size (set))
    return FALSE;

  for (i = 0; tags_b[i] != NULL; i++)
    {
      g_autofree char *folded = kh_text_fold (tags_b[i]);

      if (!g_hash_table_contains (set, folded))
        return FALSE;
    }

  return TRUE;
}

const KhValueClass kh_value_tags = {
  .name = "tags",
  .sql = KH_SQL_TEXT,
  .lines = TRUE,
  .kept_lines = TRUE,
  .parse = parse_tags,
  .check = check_tags,
  .format = format_tags,
  .same = same_tags,
};
