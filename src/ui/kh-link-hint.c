/* kh-link-hint.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-hint.h"

#include <glib/gi18n-lib.h>

char *
kh_link_hint_dup (const KhLink *link,
                  const char   *company)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (link->linked_at);
  g_autofree char *day = g_date_time_format (when, "%m/%d/%Y");
  g_autofree char *text = NULL;

  /* Translators: an account number, a monitoring company, a date, a person. */
  text = g_strdup_printf (_("Linked to account %s at %s on %s by %s. What you save here reaches the station by itself."),
                          link->number, company, day, link->linked_by);
  if (!kh_link_is_unguarded (link))
    return g_steal_pointer (&text);

  /* Translators: sentences, and a monitoring company. */
  return g_strdup_printf (_("%s Without protection: %s does not tell when somebody there changes the account, so it is "
                            "read before each change."), text, company);
}
