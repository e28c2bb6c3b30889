/* kh-value-email.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-value-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* RFC 5321, 4.5.3.1, and RFC 1035, 2.3.4. */
#define MOST_LOCAL 64
#define MOST_DOMAIN 255
#define MOST_DOMAIN_LABEL 63

/* The dot-atom of RFC 5322, 3.2.3. Quoted local parts exist on paper only, and
 * are how a list of addresses is smuggled into one. */
static gboolean
is_local_part (const char *local)
{
  gsize length = strlen (local);
  gsize i;

  if (length == 0 || length > MOST_LOCAL || local[0] == '.' || local[length - 1] == '.')
    return FALSE;

  for (i = 0; i < length; i++)
    {
      if (local[i] == '.' && local[i + 1] == '.')
        return FALSE;

      if (!g_ascii_isalnum (local[i]) && strchr (".!#$%&'*+-/=?^_`{|}~", local[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_domain_label (const char *label)
{
  gsize length = strlen (label);
  gsize i;

  if (length == 0 || length > MOST_DOMAIN_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;

  for (i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (label[i]) && label[i] != '-')
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n_labels = g_strv_length (labels);
  guint i;

  if (n_labels < 2 || strlen (domain) > MOST_DOMAIN)
    return FALSE;

  for (i = 0; i < n_labels; i++)
    {
      if (!is_domain_label (labels[i]))
        return FALSE;
    }

  /* 10.0.0.1 is no domain. */
  return g_ascii_isalpha (*labels[n_labels - 1]);
}

static char *
lower_domain (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *domain = NULL;

  if (at == NULL)
    return g_strdup (address);

  domain = g_ascii_strdown (at, -1);

  return g_strdup_printf ("%.*s%s", (int) (at - address), address, domain);
}

static char *
parse_email (const KhDatapoint     *datapoint G_GNUC_UNUSED,
             const char            *text,
             const KhValueContext  *context G_GNUC_UNUSED,
             GError               **error G_GNUC_UNUSED)
{
  return lower_domain (text);
}

static gboolean
check_email (const KhDatapoint     *datapoint,
             const char            *value,
             const KhValueContext  *context,
             GError               **error)
{
  const char *at = strchr (value, '@');
  g_autofree char *local = NULL;
  g_autofree char *canonical = lower_domain (value);

  if (!kh_value_check_length (datapoint, value, context, error))
    return FALSE;

  if (!g_str_is_ascii (value))
    return kh_value_fail (error, KH_VALUE_ERROR_CHARACTER,
                          _("Use only plain letters (ASCII) in an e-mail address."));

  local = at != NULL ? g_strndup (value, (gsize) (at - value)) : g_strdup ("");

  if (at == NULL || !is_local_part (local) || !is_domain (at + 1) || strcmp (canonical, value) != 0)
    return kh_value_fail (error, KH_VALUE_ERROR_FORMAT,
                          _("Type one e-mail address, such as name@example.com."));

  return TRUE;
}

static gboolean
same_email (const KhDatapoint *datapoint G_GNUC_UNUSED,
            const char        *a,
            const char        *b)
{
  return g_ascii_strcasecmp (a, b) == 0;
}

const KhValueClass kh_value_email = {
  .name = "email",
  .sql = KH_SQL_TEXT,
  .counted = TRUE,
  .parse = parse_email,
  .check = check_email,
  .same = same_email,
};
