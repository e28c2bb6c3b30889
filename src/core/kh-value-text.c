/* kh-value-text.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include "kh-address.h"
#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
consists_of (const char *value,
             const char *others)
{
  const char *p;

  for (p = value; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr (others, *p) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* The name also becomes part of a path in the time-zone database, so its form
 * is looked at before anything is opened. */
static gboolean
is_time_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GTimeZone) known = NULL;

  if (!g_ascii_isalpha (*name) || !consists_of (name, "_+-/"))
    return FALSE;

  if (strcmp (name, "UTC") != 0 && strchr (name, '/') == NULL)
    return FALSE;

  zone = g_time_zone_new_identifier (name);
  if (zone != NULL)
    return TRUE;

  /* A machine without the database knows no zone at all. */
  known = g_time_zone_new_identifier ("America/New_York");

  return known == NULL;
}

static gboolean
check_text (const KhDatapoint     *datapoint,
            const char            *value,
            const KhValueContext  *context,
            GError               **error)
{
  if (!kh_value_check_length (datapoint, value, context, error))
    return FALSE;

  if (datapoint->form == KH_TEXT_TIME_ZONE && !is_time_zone (value))
    return kh_value_fail (error, KH_VALUE_ERROR_UNKNOWN,
                          _("Type the name of a time zone, such as America/Denver."));

  return TRUE;
}

static gboolean
same_text (const KhDatapoint *datapoint,
           const char        *a,
           const char        *b)
{
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (datapoint->form == KH_TEXT_STREET)
    return kh_address_same (a, b);

  folded_a = kh_text_fold (a);
  folded_b = kh_text_fold (b);

  return strcmp (folded_a, folded_b) == 0;
}

static gboolean
check_account (const KhDatapoint     *datapoint,
               const char            *value,
               const KhValueContext  *context,
               GError               **error)
{
  if (strpbrk (value, " \u00a0") != NULL)
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Type the account number without spaces."));

  if (!consists_of (value, "-"))
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Use only letters A to Z, digits and hyphens."));

  return kh_value_check_length (datapoint, value, context, error);
}

static gboolean
check_digits (const KhDatapoint     *datapoint,
              const char            *value,
              const KhValueContext  *context G_GNUC_UNUSED,
              GError               **error)
{
  gsize length = strlen (value);

  if (strspn (value, "0123456789") == length
      && length >= (gsize) datapoint->min && length <= (gsize) datapoint->max)
    return TRUE;

  if (datapoint->min != datapoint->max)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                   /* Translators: two numbers, the fewest and the most digits */
                   _("Type %d to %d digits."), (int) datapoint->min, (int) datapoint->max);
      return FALSE;
    }

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               g_dngettext (GETTEXT_PACKAGE, "Type exactly %d digit.", "Type exactly %d digits.",
                            (gulong) datapoint->max),
               (int) datapoint->max);

  return FALSE;
}

/* What a station's operator can hear and type: no accents, nothing unseen. */
static gboolean
check_secret (const KhDatapoint     *datapoint,
              const char            *value,
              const KhValueContext  *context,
              GError               **error)
{
  if (!g_str_is_ascii (value))
    return kh_value_fail (error, KH_VALUE_ERROR_CHARACTER,
                          _("Use only plain letters, digits and signs, without accents."));

  return kh_value_check_length (datapoint, value, context, error);
}

static char *
format_secret (const KhDatapoint *datapoint G_GNUC_UNUSED,
               const char        *value G_GNUC_UNUSED,
               KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  /* Always as many, so that the length says nothing. */
  return g_strdup ("••••••");
}

const KhValueClass kh_value_text = {
  .name = "text",
  .sql = KH_SQL_TEXT,
  .counted = TRUE,
  .parse = kh_value_copy,
  .check = check_text,
  .same = same_text,
};

const KhValueClass kh_value_multiline = {
  .name = "multiline",
  .sql = KH_SQL_TEXT,
  .lines = TRUE,
  .kept_lines = TRUE,
  .counted = TRUE,
  .parse = kh_value_copy,
  .check = kh_value_check_length,
  .same = same_text,
};

const KhValueClass kh_value_account = {
  .name = "account",
  .sql = KH_SQL_TEXT,
  .counted = TRUE,
  .parse = kh_value_copy,
  .check = check_account,
};

const KhValueClass kh_value_secret = {
  .name = "secret",
  .sql = KH_SQL_TEXT,
  .counted = TRUE,
  .parse = kh_value_copy,
  .check = check_secret,
  .format = format_secret,
};

const KhValueClass kh_value_digits = {
  .name = "digits",
  .sql = KH_SQL_TEXT,
  .parse = kh_value_copy,
  .check = check_digits,
};

/* Zones: a station may want each number with as many digits, and 1 and 001 are one zone. */

static const char *
skip_zeros (const char *number)
{
  while (*number == '0' && number[1] != '\0')
    number++;

  return number;
}

static char *
parse_zone (const KhDatapoint     *datapoint G_GNUC_UNUSED,
            const char            *text,
            const KhValueContext  *context,
            GError               **error)
{
  const int digits = context != NULL ? (int) context->zone_digits : 0;
  const char *number = skip_zeros (text);

  if (digits == 0 || strspn (text, "0123456789") != strlen (text))
    return g_strdup (text);
  if ((int) strlen (number) > digits)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
                   g_dngettext (GETTEXT_PACKAGE, "The monitoring company takes zone numbers of %d digit.",
                                "The monitoring company takes zone numbers of %d digits.", (gulong) digits), digits);
      return NULL;
    }

  return g_strdup_printf ("%.*s%s", digits - (int) strlen (number), "0000000000", number);
}

static char *
normalise_zone (const KhDatapoint *datapoint G_GNUC_UNUSED,
                const char        *value)
{
  return g_strdup (skip_zeros (value));
}

static gboolean
same_zone (const KhDatapoint *datapoint G_GNUC_UNUSED,
           const char        *a,
           const char        *b)
{
  return strcmp (skip_zeros (a), skip_zeros (b)) == 0;
}

const KhValueClass kh_value_zone = {
  .name = "zone",
  .sql = KH_SQL_TEXT,
  .parse = parse_zone,
  .check = check_digits,
  .normalise = normalise_zone,
  .same = same_zone,
};
