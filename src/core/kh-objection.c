/* kh-objection.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-objection.h"

#include <glib/gi18n-lib.h>

static gboolean
is_taken_once (KhCapabilities *capabilities,
               KhDatapointId   id)
{
  return kh_datapoint_get (id)->sent == KH_SENT_ONCE ||
         (kh_capabilities_get_ability (capabilities, id) & KH_ABILITY_ONCE) != 0;
}

static char *
find_length_objection (KhCapabilities *capabilities,
                       KhDatapointId   id,
                       const char     *sent,
                       const char     *station)
{
  guint longest = kh_capabilities_get_longest (capabilities, id);
  glong length = g_utf8_strlen (sent, -1);

  if (longest == 0 || length <= (glong) longest)
    return NULL;

  /* How long a secret is says something of it. */
  if (kh_datapoint_get (id)->sealed)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%s takes at most %u character; this has more.",
                                         "%s takes at most %u characters; this has more.", longest),
                            station, longest);

  /* Translators: the monitoring company and two counts */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%s takes at most %u character; this has %ld.",
                                       "%s takes at most %u characters; this has %ld.", longest),
                          station, longest, length);
}

/**
 * kh_objection_dup:
 * @capabilities: what a station says of itself
 * @id: a datapoint
 * @there: whether the account has a value of it already
 * @sent: (nullable): what would be sent; %NULL to clear it
 * @station: the station's name
 *
 * Returns: (transfer full) (nullable): a sentence of why the station does not take it, whatever the
 *   value means
 */
char *
kh_objection_dup (KhCapabilities *capabilities,
                  KhDatapointId   id,
                  gboolean        there,
                  const char     *sent,
                  const char     *station)
{
  if ((kh_capabilities_get_ability (capabilities, id) & (KH_ABILITY_WRITE | KH_ABILITY_ONCE)) == 0)
    return g_strdup_printf (_("%s does not let this one be changed from here."), station);

  if (there && is_taken_once (capabilities, id))
    return g_strdup_printf (_("%s accepts this only once, and has a value."), station);

  return sent != NULL ? find_length_objection (capabilities, id, sent, station) : NULL;
}
