/* kh-value-phone.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ITU-T E.164: a country code and a number of at most 15 digits together. */
#define FEWEST_DIGITS 8
#define MOST_DIGITS 15
#define NANP_DIGITS 10
#define MOST_EXTENSION_DIGITS 8

/* How an extension is announced; of two that begin alike, the longer one first. */
static const char * const extension_marks[] = { "extension", "ext", "x", "#" };

/* Country codes are one digit (1, 7), two, or three; these are the ones of two. */
static const char two_digit_codes[] =
  "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
  "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

typedef struct {
  gboolean plus;
  GString *digits;
  GString *extension;
} Number;

static void
number_clear (Number *number)
{
  g_string_free (number->digits, TRUE);
  g_string_free (number->extension, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Number, number_clear)

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c)
         || (c < 0x80 && strchr ("()-./", (int) c) != NULL)
         || (c >= 0x2010 && c <= 0x2015);
}

/* The length of the extension mark that stands at @text, with what follows it. */
static gsize
match_extension_mark (const char *text)
{
  guint i;

  /* None begins with a digit, as most of a number does. */
  if (g_ascii_isdigit (*text))
    return 0;

  for (i = 0; i < G_N_ELEMENTS (extension_marks); i++)
    {
      gsize length = strlen (extension_marks[i]);

      if (g_ascii_strncasecmp (text, extension_marks[i], length) == 0)
        return length + strspn (text + length, ".: ");
    }

  return 0;
}

static gboolean
read_extension (const char *text,
                Number     *number)
{
  gsize length = strspn (text, "0123456789");

  g_string_append (number->extension, text);

  return length > 0 && length <= MOST_EXTENSION_DIGITS && text[length] == '\0';
}

static gboolean
read_number (const char *text,
             Number     *number)
{
  const char *p = text;

  if (*p == '+')
    {
      number->plus = TRUE;
      p++;
    }

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize mark = match_extension_mark (p);

      if (mark > 0)
        return number->digits->len > 0 && read_extension (p + mark, number);

      if (g_ascii_isdigit (*p))
        g_string_append_c (number->digits, *p);
      else if (!is_separator (g_utf8_get_char (p)))
        return FALSE;
    }

  return number->digits->len > 0;
}

/* Area codes and exchanges of the North American Numbering Plan: [2-9][0-8][0-9]
 * and [2-9][0-9][0-9], neither ending in 11, which are 411, 911 and the like. */
static gboolean
check_nanp (const char  *digits,
            GError     **error)
{
  if (digits[0] < '2' || digits[1] == '9' || strncmp (digits + 1, "11", 2) == 0)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
                   _("There is no area code %.3s. Check the number."), digits);
      return FALSE;
    }

  if (digits[3] < '2' || strncmp (digits + 4, "11", 2) == 0)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
                   _("No number goes on with %.3s after its area code. Check the number."),
                   digits + 3);
      return FALSE;
    }

  return TRUE;
}

static gboolean
set_digits_error (const Number  *number,
                  GError       **error)
{
  if (number->plus && number->digits->str[0] != '1')
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                   _("After the +, type the country code and the number: %d to %d digits."),
                   FEWEST_DIGITS, MOST_DIGITS);
      return FALSE;
    }

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               g_dngettext (GETTEXT_PACKAGE,
                            "Type 10 digits with the area code; this has %d digit.",
                            "Type 10 digits with the area code; this has %d digits.",
                            (gulong) number->digits->len),
               (int) number->digits->len);

  return FALSE;
}

/* Leaves the digits of an E.164 number, country code first. */
static gboolean
complete (Number  *number,
          GError **error)
{
  GString *digits = number->digits;

  if (!number->plus && digits->len == NANP_DIGITS && digits->str[0] != '1')
    g_string_prepend_c (digits, '1');

  if (digits->str[0] == '1' && digits->len == NANP_DIGITS + 1)
    return check_nanp (digits->str + 1, error);

  if (!number->plus || digits->str[0] == '1')
    return set_digits_error (number, error);

  if (digits->str[0] == '0' || digits->len < FEWEST_DIGITS || digits->len > MOST_DIGITS)
    return set_digits_error (number, error);

  return TRUE;
}

static char *
parse_phone (const KhDatapoint     *datapoint G_GNUC_UNUSED,
             const char            *text,
             const KhValueContext  *context G_GNUC_UNUSED,
             GError               **error)
{
  g_auto (Number) number = { FALSE, g_string_new (NULL), g_string_new (NULL) };

  if (!read_number (text, &number))
    {
      kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                     _("Type a phone number such as (801) 555-0142, or with ext. 12 after it."));
      return NULL;
    }

  if (!complete (&number, error))
    return NULL;

  return g_strconcat ("+", number.digits->str, number.extension->len > 0 ? "x" : "", number.extension->str, NULL);
}

static gboolean
check_phone (const KhDatapoint     *datapoint,
             const char            *value,
             const KhValueContext  *context,
             GError               **error)
{
  g_autofree char *canonical = parse_phone (datapoint, value, context, error);

  if (canonical == NULL)
    return FALSE;

  return strcmp (canonical, value) == 0
         || kh_value_fail (error, KH_VALUE_ERROR_FORMAT, _("Type the phone number anew."));
}

static gsize
country_code_length (const char *digits)
{
  char two[3] = { digits[0], digits[1], '\0' };

  if (digits[0] == '1' || digits[0] == '7')
    return 1;

  return strstr (two_digit_codes, two) != NULL ? 2 : 3;
}

/* Groups of three with two to four digits at the end: right for few countries,
 * readable in all. */
static void
append_international (GString    *text,
                      const char *digits,
                      gsize       length)
{
  gsize code = country_code_length (digits);

  g_string_append_printf (text, "+%.*s", (int) code, digits);
  digits += code;
  length -= code;

  while (length > 0)
    {
      gsize group = length > 4 ? 3 : length;

      g_string_append_printf (text, " %.*s", (int) group, digits);
      digits += group;
      length -= group;
    }
}

static char *
format_phone (const KhDatapoint *datapoint G_GNUC_UNUSED,
              const char        *value,
              KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  GString *text = NULL;
  const char *digits = value + 1;
  gsize length = strspn (digits, "0123456789");

  /* What is not canonical is shown as it is. */
  if (*value != '+' || length < FEWEST_DIGITS)
    return g_strdup (value);

  text = g_string_new (NULL);

  if (*digits == '1' && length == NANP_DIGITS + 1)
    g_string_append_printf (text, "(%.3s) %.3s-%.4s", digits + 1, digits + 4, digits + 7);
  else
    append_international (text, digits, length);

  /* Not translated, so that what is shown can be typed everywhere. */
  if (digits[length] == 'x')
    g_string_append_printf (text, " ext. %s", digits + length + 1);

  return g_string_free (text, FALSE);
}

/* Reached only where one of the two is not canonical, as a station may give it. */
static gboolean
same_phone (const KhDatapoint *datapoint,
            const char        *a,
            const char        *b)
{
  g_autofree char *canonical_a = parse_phone (datapoint, a, NULL, NULL);
  g_autofree char *canonical_b = parse_phone (datapoint, b, NULL, NULL);

  return canonical_a != NULL && g_strcmp0 (canonical_a, canonical_b) == 0;
}

const KhValueClass kh_value_phone = {
  .name = "phone",
  .sql = KH_SQL_TEXT,
  .parse = parse_phone,
  .check = check_phone,
  .format = format_phone,
  .same = same_phone,
};
