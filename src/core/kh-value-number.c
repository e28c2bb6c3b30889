/* kh-value-number.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CENTS 100
#define MOST_WHOLE_DIGITS 15

/* Decimal, with no sign but a minus, no leading zeros and no blanks. */
static gboolean
read_integer (const char *text,
              gint64     *number)
{
  const char *digits = *text == '-' ? text + 1 : text;
  gsize length = strlen (digits);

  if (length == 0 || strspn (digits, "0123456789") != length)
    return FALSE;

  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, number, NULL);
}

static char *
normalise_integer (const KhDatapoint *datapoint G_GNUC_UNUSED,
                   const char        *value)
{
  gint64 number;

  if (!read_integer (value, &number))
    return NULL;

  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* As normalise_integer() writes it, without writing it. */
static gboolean
read_canonical (const char *value,
                gint64     *number)
{
  const char *digits = *value == '-' ? value + 1 : value;

  return (*digits != '0' || g_str_equal (value, "0")) && read_integer (value, number);
}

/* Digits that are no gint64 are too many of them. */
static gboolean
is_overflow (const char *text)
{
  const char *digits = *text == '-' ? text + 1 : text;

  return *digits != '\0' && strspn (digits, "0123456789") == strlen (digits);
}

static gboolean
set_integer_range_error (const KhDatapoint  *datapoint,
                         GError            **error)
{
  g_autofree char *min = g_strdup_printf ("%" G_GINT64_FORMAT, datapoint->min);
  g_autofree char *max = g_strdup_printf ("%" G_GINT64_FORMAT, datapoint->max);

  if (datapoint->max == G_MAXINT64)
    g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE, _("Type a whole number from %s up."), min);
  else
    g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE, _("Type a whole number from %s to %s."), min, max);

  return FALSE;
}

static char *
parse_integer (const KhDatapoint     *datapoint,
               const char            *text,
               const KhValueContext  *context G_GNUC_UNUSED,
               GError               **error)
{
  const char *digits = *text == '+' && g_ascii_isdigit (text[1]) ? text + 1 : text;
  char *value = normalise_integer (datapoint, digits);

  if (value != NULL)
    return value;

  if (is_overflow (digits))
    set_integer_range_error (datapoint, error);
  else
    kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                   _("Type a whole number with digits only."));

  return NULL;
}

static gboolean
check_integer (const KhDatapoint     *datapoint,
               const char            *value,
               const KhValueContext  *context G_GNUC_UNUSED,
               GError               **error)
{
  gint64 number;

  if (!read_canonical (value, &number))
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Type a whole number with digits only."));

  if (number < datapoint->min || number > datapoint->max)
    return set_integer_range_error (datapoint, error);

  return TRUE;
}

static void
append_grouped (GString *text,
                guint64  whole)
{
  if (whole < 1000)
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT, whole);
      return;
    }

  append_grouped (text, whole / 1000);
  g_string_append_printf (text, ",%03u", (guint) (whole % 1000));
}

/* As it is written in the United States, whatever the language: a comma that
 * is a decimal point for one clerk and a separator for the next costs money. */
static char *
format_cents (gint64 cents)
{
  GString *text = g_string_new (cents < 0 ? "-$" : "$");
  guint64 amount = cents < 0 ? (guint64) -(cents + 1) + 1 : (guint64) cents;

  append_grouped (text, amount / CENTS);
  g_string_append_printf (text, ".%02u", (guint) (amount % CENTS));

  return g_string_free (text, FALSE);
}

/* Digits with commas before every third from the right, or without any. */
static gboolean
read_whole (const char *text,
            gsize       length,
            GString    *digits)
{
  gboolean grouped = memchr (text, ',', length) != NULL;
  gsize i;

  for (i = 0; i < length; i++)
    {
      gboolean comma_place = grouped && i > 0 && (length - i) % 4 == 0;

      if (comma_place != (text[i] == ','))
        return FALSE;

      if (text[i] == ',')
        continue;

      if (!g_ascii_isdigit (text[i]))
        return FALSE;

      g_string_append_c (digits, text[i]);
    }

  return digits->len <= MOST_WHOLE_DIGITS;
}

static const char *
skip_sign_and_dollar (const char *text,
                      gboolean   *negative)
{
  *negative = *text == '-';
  text += *negative;

  if (*text == '$')
    text++;
  while (*text == ' ')
    text++;

  return text;
}

static gboolean
set_money_error (GError     **error,
                 const char  *point)
{
  if (point != NULL && strlen (point) > 3 && strspn (point + 1, "0123456789") == strlen (point + 1))
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Use at most two digits after the point."));

  return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                        _("Type an amount of dollars such as 49.99 or 1,234.50."));
}

static char *
parse_money (const KhDatapoint     *datapoint G_GNUC_UNUSED,
             const char            *text,
             const KhValueContext  *context G_GNUC_UNUSED,
             GError               **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean negative;
  const char *amount = skip_sign_and_dollar (text, &negative);
  const char *point = strchr (amount, '.');
  gsize whole = point != NULL ? (gsize) (point - amount) : strlen (amount);
  const char *decimals = point != NULL ? point + 1 : "";
  gint64 cents;

  if (!read_whole (amount, whole, digits) || strlen (decimals) > 2
      || strspn (decimals, "0123456789") != strlen (decimals)
      || digits->len + strlen (decimals) == 0)
    {
      set_money_error (error, point);
      return NULL;
    }

  g_string_append (digits, decimals);
  g_string_append (digits, "00" + strlen (decimals));
  cents = g_ascii_strtoll (digits->str, NULL, 10);

  return g_strdup_printf ("%" G_GINT64_FORMAT, negative ? -cents : cents);
}

static gboolean
check_money (const KhDatapoint     *datapoint,
             const char            *value,
             const KhValueContext  *context G_GNUC_UNUSED,
             GError               **error)
{
  gint64 cents;

  if (!read_canonical (value, &cents))
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type the amount anew."));

  if (cents < datapoint->min || cents > datapoint->max)
    {
      g_autofree char *least = format_cents (datapoint->min);
      g_autofree char *most = format_cents (datapoint->max);

      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
                   /* Translators: two amounts of money */
                   _("Type an amount from %s to %s."), least, most);
      return FALSE;
    }

  return TRUE;
}

static char *
format_money (const KhDatapoint *datapoint G_GNUC_UNUSED,
              const char        *value,
              KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  gint64 cents;

  return read_integer (value, &cents) ? format_cents (cents) : g_strdup (value);
}

static char *
parse_boolean (const KhDatapoint     *datapoint G_GNUC_UNUSED,
               const char            *text,
               const KhValueContext  *context G_GNUC_UNUSED,
               GError               **error)
{
  static const char * const yes[] = { "1", "yes", "y", "true", "on", NULL };
  static const char * const no[] = { "0", "no", "n", "false", "off", NULL };
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *local_yes = g_utf8_strdown (_("Yes"), -1);
  g_autofree char *local_no = g_utf8_strdown (_("No"), -1);

  if (g_strv_contains (yes, lower) || strcmp (lower, local_yes) == 0)
    return g_strdup ("1");

  if (g_strv_contains (no, lower) || strcmp (lower, local_no) == 0)
    return g_strdup ("0");

  kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type yes or no."));

  return NULL;
}

static gboolean
check_boolean (const KhDatapoint     *datapoint G_GNUC_UNUSED,
               const char            *value,
               const KhValueContext  *context G_GNUC_UNUSED,
               GError               **error)
{
  return strcmp (value, "0") == 0 || strcmp (value, "1") == 0
         || kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type yes or no."));
}

static char *
format_boolean (const KhDatapoint *datapoint G_GNUC_UNUSED,
                const char        *value,
                KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  return g_strdup (strcmp (value, "1") == 0 ? _("Yes") : _("No"));
}

const KhValueClass kh_value_integer = {
  .name = "integer",
  .sql = KH_SQL_INTEGER,
  .parse = parse_integer,
  .check = check_integer,
  .normalise = normalise_integer,
};

const KhValueClass kh_value_money = {
  .name = "money",
  .sql = KH_SQL_INTEGER,
  .parse = parse_money,
  .check = check_money,
  .normalise = normalise_integer,
  .format = format_money,
};

const KhValueClass kh_value_boolean = {
  .name = "boolean",
  .sql = KH_SQL_INTEGER,
  .parse = parse_boolean,
  .check = check_boolean,
  .format = format_boolean,
};
