/* kh-count.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-count.h"

#include <locale.h>
#include <string.h>

/* The C locale has no mark; long numbers want one all the same. */
static const char *
get_mark (void)
{
  const char *mark = localeconv ()->thousands_sep;

  return *mark != '\0' && g_utf8_validate (mark, -1, NULL) ? mark : ",";
}

char *
kh_count_format (guint n)
{
  g_autofree char *digits = g_strdup_printf ("%u", n);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, get_mark ());
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}
