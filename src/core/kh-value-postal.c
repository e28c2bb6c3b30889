/* kh-value-postal.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ZIP_DIGITS 5
#define ZIP_PLUS_FOUR_DIGITS 9
#define CANADIAN_CHARACTERS 6

/* Canada Post leaves out what is taken for another character when read by a
 * machine, and has no district W or Z. */
static gboolean
is_canadian_letter (char     c,
                    gboolean first)
{
  return c >= 'A' && c <= 'Z' && strchr (first ? "DFIOQUWZ" : "DFIOQU", c) == NULL;
}

static gboolean
is_canadian (const char *code)
{
  guint i;

  if (strlen (code) != CANADIAN_CHARACTERS)
    return FALSE;

  for (i = 0; i < CANADIAN_CHARACTERS; i++)
    {
      if (i % 2 == 0 ? !is_canadian_letter (code[i], i == 0) : !g_ascii_isdigit (code[i]))
        return FALSE;
    }

  return TRUE;
}

/* Without blanks and hyphens, in upper case. A separator may stand in one place. */
static char *
compact (const char *text)
{
  GString *code = g_string_new (NULL);
  gsize length = strlen (text);
  const char *separator = strpbrk (text, " -");
  const char *p;

  for (p = text; *p != '\0'; p++)
    {
      gboolean in_place = p == separator
                          && (p - text == ZIP_DIGITS || (p - text == 3 && length == CANADIAN_CHARACTERS + 1));

      if (!in_place)
        g_string_append_c (code, g_ascii_toupper (*p));
    }

  return g_string_free (code, FALSE);
}

static char *
parse_postal (const KhDatapoint     *datapoint G_GNUC_UNUSED,
              const char            *text,
              const KhValueContext  *context G_GNUC_UNUSED,
              GError               **error)
{
  g_autofree char *code = compact (text);
  gsize length = strlen (code);
  gboolean digits = strspn (code, "0123456789") == length;

  if (digits && length == ZIP_DIGITS && strlen (text) == ZIP_DIGITS)
    return g_steal_pointer (&code);

  if (digits && length == ZIP_PLUS_FOUR_DIGITS)
    return g_strdup_printf ("%.5s-%s", code, code + ZIP_DIGITS);

  if (is_canadian (code))
    return g_strdup_printf ("%.3s %s", code, code + 3);

  kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                 _("Type a ZIP code such as 84101 or 84101-1234, or a Canadian one such as K1A 0B1."));

  return NULL;
}

static gboolean
check_postal (const KhDatapoint     *datapoint,
              const char            *value,
              const KhValueContext  *context,
              GError               **error)
{
  g_autofree char *canonical = parse_postal (datapoint, value, context, error);

  if (canonical == NULL)
    return FALSE;

  return strcmp (canonical, value) == 0
         || kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type the ZIP code anew."));
}

/* Half of all records lack the last four digits, which say more of the same. */
static gboolean
same_postal (const KhDatapoint *datapoint G_GNUC_UNUSED,
             const char        *a,
             const char        *b)
{
  gboolean either_short = strlen (a) == ZIP_DIGITS || strlen (b) == ZIP_DIGITS;

  return either_short && g_ascii_isdigit (*a) && strncmp (a, b, ZIP_DIGITS) == 0;
}

const KhValueClass kh_value_postal = {
  .name = "postal",
  .sql = KH_SQL_TEXT,
  .parse = parse_postal,
  .check = check_postal,
  .same = same_postal,
};
