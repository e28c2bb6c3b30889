/* kh-value-date.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A day outside of these years is a slip of the finger in this trade. */
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

/* A registry row that allows days further ahead than this sets no limit. */
#define MOST_DAYS_AHEAD (366 * 100)

/* Two-digit years below this one are of this century. */
#define CENTURY_PIVOT 70

typedef struct {
  int year;
  int month;
  int day;
} Day;

static gboolean
is_day (const Day *day)
{
  return day->year >= FIRST_YEAR && day->year <= LAST_YEAR
         && day->month >= 1 && day->day >= 1
         && g_date_valid_dmy ((GDateDay) MIN (day->day, 32), (GDateMonth) MIN (day->month, 13),
                              (GDateYear) day->year);
}

static int
as_number (const Day *day)
{
  return (day->year * 100 + day->month) * 100 + day->day;
}

/* Reads one to @most digits. */
static gboolean
read_digits (const char **text,
             gsize        fewest,
             gsize        most,
             int         *number)
{
  gsize length = strspn (*text, "0123456789");
  gsize i;

  if (length < fewest || length > most)
    return FALSE;

  *number = 0;
  for (i = 0; i < length; i++)
    *number = *number * 10 + g_ascii_digit_value ((*text)[i]);
  *text += length;

  return TRUE;
}

static gboolean
read_separator (const char **text,
                char         separator)
{
  if (**text != separator)
    return FALSE;

  (*text)++;

  return TRUE;
}

static gboolean
read_iso (const char *text,
          Day        *day)
{
  return read_digits (&text, 4, 4, &day->year)
         && read_separator (&text, '-')
         && read_digits (&text, 2, 2, &day->month)
         && read_separator (&text, '-')
         && read_digits (&text, 2, 2, &day->day)
         && *text == '\0';
}

static gboolean
read_american (const char *text,
               Day        *day,
               gboolean   *short_year)
{
  char separator = text[strcspn (text, "/-")];
  gsize year_length = 0;

  if (separator == '\0'
      || !read_digits (&text, 1, 2, &day->month)
      || !read_separator (&text, separator)
      || !read_digits (&text, 1, 2, &day->day)
      || !read_separator (&text, separator))
    return FALSE;

  year_length = strlen (text);
  *short_year = year_length == 2;

  return (year_length == 2 || year_length == 4)
         && read_digits (&text, year_length, year_length, &day->year);
}

static Day
latest_day (const KhDatapoint    *datapoint,
            const KhValueContext *context)
{
  g_autoptr (GDateTime) today = NULL;
  g_autoptr (GDateTime) latest = NULL;
  Day day = { LAST_YEAR, 12, 31 };

  if (datapoint->max > MOST_DAYS_AHEAD)
    return day;

  today = context != NULL && context->today != NULL ? g_date_time_ref (context->today)
                                                    : g_date_time_new_now_local ();
  latest = g_date_time_add_days (today, (int) datapoint->max);
  g_date_time_get_ymd (latest, &day.year, &day.month, &day.day);

  return day;
}

/* 68 is 2068 for a permit and 1968 for a birthdate, which is never to come. */
static void
choose_century (Day       *day,
                const Day *latest)
{
  day->year += day->year < CENTURY_PIVOT ? 2000 : 1900;

  if (as_number (day) > as_number (latest))
    day->year -= 100;
}

static char *
write_american (const Day *day)
{
  return g_strdup_printf ("%02d/%02d/%04d", day->month, day->day, day->year);
}

static char *
parse_date (const KhDatapoint     *datapoint,
            const char            *text,
            const KhValueContext  *context,
            GError               **error)
{
  Day day = { 0, 0, 0 };
  gboolean short_year = FALSE;

  if (!read_iso (text, &day) && !read_american (text, &day, &short_year))
    {
      kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                     _("Type a date as month, day and year, such as 03/31/2025."));
      return NULL;
    }

  if (short_year)
    {
      Day latest = latest_day (datapoint, context);

      choose_century (&day, &latest);
    }

  if (!is_day (&day))
    {
      kh_value_fail (error, KH_VALUE_ERROR_RANGE, _("There is no such day. Check the date."));
      return NULL;
    }

  return g_strdup_printf ("%04d-%02d-%02d", day.year, day.month, day.day);
}

static gboolean
check_date (const KhDatapoint     *datapoint,
            const char            *value,
            const KhValueContext  *context,
            GError               **error)
{
  Day day = { 0, 0, 0 };
  Day latest = latest_day (datapoint, context);

  if (!read_iso (value, &day) || !is_day (&day))
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Type a date as month, day and year, such as 03/31/2025."));

  if (as_number (&day) > as_number (&latest))
    {
      g_autofree char *limit = write_american (&latest);

      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
                   /* Translators: %s is a date */
                   _("Type a date no later than %s."), limit);
      return FALSE;
    }

  if (as_number (&day) < datapoint->min)
    {
      Day earliest = { (int) (datapoint->min / 10000), (int) (datapoint->min / 100 % 100),
                       (int) (datapoint->min % 100) };
      g_autofree char *limit = write_american (&earliest);

      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
                   /* Translators: %s is a date */
                   _("Type a date no earlier than %s."), limit);
      return FALSE;
    }

  return TRUE;
}

static char *
format_date (const KhDatapoint *datapoint G_GNUC_UNUSED,
             const char        *value,
             KhCatalogues      *catalogues G_GNUC_UNUSED)
{
  Day day = { 0, 0, 0 };

  return read_iso (value, &day) ? write_american (&day) : g_strdup (value);
}

const KhValueClass kh_value_date = {
  .name = "date",
  .sql = KH_SQL_TEXT,
  .parse = parse_date,
  .check = check_date,
  .format = format_date,
};
