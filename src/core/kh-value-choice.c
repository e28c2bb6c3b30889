/* kh-value-choice.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include "kh-catalogues.h"
#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const KhChoice *
find_choice (const KhDatapoint *datapoint,
             const char        *value)
{
  const KhChoice *choice;

  for (choice = datapoint->choices; choice != NULL && choice->value != NULL; choice++)
    {
      if (strcmp (choice->value, value) == 0)
        return choice;
    }

  return NULL;
}

static gboolean
names_choice (const KhChoice *choice,
              const char     *folded)
{
  g_autofree char *value = kh_text_fold (choice->value);
  g_autofree char *label = kh_text_fold (choice->label);
  g_autofree char *translated = kh_text_fold (_(choice->label));

  return strcmp (folded, value) == 0
         || strcmp (folded, label) == 0
         || strcmp (folded, translated) == 0;
}

static char *
parse_choice (const KhDatapoint     *datapoint,
              const char            *text,
              const KhValueContext  *context G_GNUC_UNUSED,
              GError               **error)
{
  g_autofree char *folded = NULL;
  const KhChoice *choice;

  /* Translating and folding all that could be meant takes far longer than what is mostly there. */
  if (find_choice (datapoint, text) != NULL)
    return g_strdup (text);
  for (choice = datapoint->choices; choice != NULL && choice->value != NULL; choice++)
    {
      if (strcmp (text, _(choice->label)) == 0)
        return g_strdup (choice->value);
    }

  folded = kh_text_fold (text);
  for (choice = datapoint->choices; choice != NULL && choice->value != NULL; choice++)
    {
      if (names_choice (choice, folded))
        return g_strdup (choice->value);
    }

  kh_value_fail (error, KH_VALUE_ERROR_UNKNOWN, _("Choose one from the list."));

  return NULL;
}

static gboolean
check_choice (const KhDatapoint     *datapoint,
              const char            *value,
              const KhValueContext  *context G_GNUC_UNUSED,
              GError               **error)
{
  return find_choice (datapoint, value) != NULL
         || kh_value_fail (error, KH_VALUE_ERROR_UNKNOWN, _("Choose one from the list."));
}

static char *
format_choice (const KhDatapoint *datapoint,
               const char        *value,
               KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  const KhChoice *choice = find_choice (datapoint, value);

  return g_strdup (choice != NULL ? _(choice->label) : value);
}

static gboolean
read_entry (const char *text,
            gint64     *id)
{
  return g_ascii_isdigit (*text) && *text != '0'
         && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
}

static const KhCatalogueEntry *
get_entry (const KhDatapoint *datapoint,
           const char        *value,
           KhCatalogues      *catalogues)
{
  gint64 id;

  if (catalogues == NULL || !read_entry (value, &id))
    return NULL;

  return kh_catalogues_get (catalogues, datapoint->catalogue, id);
}

/* A label first: the labels of dealer numbers are digits, too. */
static char *
parse_entry (const KhDatapoint     *datapoint,
             const char            *text,
             const KhValueContext  *context,
             GError               **error)
{
  KhCatalogues *catalogues = context != NULL ? context->catalogues : NULL;
  const KhCatalogueEntry *entry = NULL;
  gint64 id;

  if (catalogues != NULL)
    entry = kh_catalogues_find (catalogues, datapoint->catalogue, text);

  if (entry != NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

  if (read_entry (text, &id))
    return g_strdup (text);

  kh_value_fail (error, KH_VALUE_ERROR_UNKNOWN, _("Choose one from the list."));

  return NULL;
}

static gboolean
check_entry (const KhDatapoint     *datapoint,
             const char            *value,
             const KhValueContext  *context,
             GError               **error)
{
  KhCatalogues *catalogues = context != NULL ? context->catalogues : NULL;
  const KhCatalogueEntry *entry = get_entry (datapoint, value, catalogues);
  gint64 id;

  if (!read_entry (value, &id) || (catalogues != NULL && entry == NULL))
    return kh_value_fail (error, KH_VALUE_ERROR_UNKNOWN, _("Choose one from the list."));

  /* What went out of use stays on the records that have it. */
  if (entry != NULL && !entry->active && !context->inactive && g_strcmp0 (value, context->current) != 0)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_INACTIVE,
                   /* Translators: %s is an entry of a list that the office keeps */
                   _("“%s” is no longer in use. Choose another."), entry->label);
      return FALSE;
    }

  return TRUE;
}

/* An entry that is gone is shown by its number, which is better than nothing. */
static char *
format_entry (const KhDatapoint *datapoint,
              const char        *value,
              KhCatalogues      *catalogues)
{
  const KhCatalogueEntry *entry = get_entry (datapoint, value, catalogues);

  return g_strdup (entry != NULL ? entry->label : value);
}

const KhValueClass kh_value_choice = {
  .name = "choice",
  .sql = KH_SQL_TEXT,
  .parse = parse_choice,
  .check = check_choice,
  .format = format_choice,
};

const KhValueClass kh_value_catalogue = {
  .name = "catalogue",
  .sql = KH_SQL_INTEGER,
  .parse = parse_entry,
  .check = check_entry,
  .format = format_entry,
};

const KhValueClass kh_value_staff = {
  .name = "staff",
  .sql = KH_SQL_INTEGER,
  .parse = parse_entry,
  .check = check_entry,
  .format = format_entry,
};

const KhValueClass kh_value_company = {
  .name = "company",
  .sql = KH_SQL_INTEGER,
  .parse = parse_entry,
  .check = check_entry,
  .format = format_entry,
};
