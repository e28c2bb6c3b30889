/* kh-outbox-text.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

const char *
kh_outbox_text_get_state (KhOutboxState state)
{
  switch (state)
    {
    case KH_OUTBOX_QUEUED:
    case KH_OUTBOX_WAITING:
      /* Translators: a change that is sent later by itself. */
      return _("Waiting");
    case KH_OUTBOX_SENDING:
      return _("Sending");
    case KH_OUTBOX_HELD:
      /* Translators: a change that is not sent before somebody has looked at it. */
      return _("Held");
    case KH_OUTBOX_PENDING:
      /* Translators: somebody at the station looks at it. */
      return _("Pending review");
    case KH_OUTBOX_REJECTED:
      return _("Not taken");
    case KH_OUTBOX_APPLIED:
      return _("Sent");
    case KH_OUTBOX_SUPERSEDED:
      return _("Not sent");
    case KH_N_OUTBOX_STATES:
      break;
    }

  g_return_val_if_reached ("");
}

/* In seconds since 1970. A clock that was put back makes nothing younger than now. */
char *
kh_outbox_text_dup_age (gint64 since,
                        gint64 now)
{
  gint64 seconds = MAX (now - since, 0);
  guint n;

  if (seconds < MINUTE)
    return g_strdup (_("just now"));
  if (seconds < HOUR)
    {
      n = (guint) (seconds / MINUTE);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute", "%u minutes", n), n);
    }
  if (seconds < DAY)
    {
      n = (guint) (seconds / HOUR);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u hour", "%u hours", n), n);
    }
  n = (guint) MIN (seconds / DAY, G_MAXUINT);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day", "%u days", n), n);
}

char *
kh_outbox_text_dup_held (const char *company,
                         const char *why,
                         const char *message,
                         gboolean    ours)
{
  const char *reason = why != NULL ? why : "";

  if (strcmp (reason, "foreign") == 0 && message != NULL)
    return g_strdup (message);
  if (strcmp (reason, "foreign") == 0 && !ours)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("Somebody changed this account at %s, so nothing is sent until that is settled. Choose "
                              "Compare to see both sides, or Discard to leave it as %s has it."), company, company);
  if (strcmp (reason, "foreign") == 0)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("Somebody changed this account at %s, so nothing is sent until that is settled. Choose "
                              "Compare to see both sides, or Discard to leave what %s has and send nothing."), company, company);
  if (strcmp (reason, "not-found") == 0)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("%s no longer has this account. The changes are kept. Contact %s, then choose Retry."),
                            company, company);
  if (strcmp (reason, "not-your-account") == 0)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("At %s this account belongs to another customer or dealer now. The changes are kept. "
                              "Contact %s."), company, company);
  if (message != NULL)
    return g_strdup (message);

  /* Translators: a monitoring company. */
  return g_strdup_printf (_("The changes for %s are held. Choose Retry to try again."), company);
}

char *
kh_outbox_text_dup_rejected (const char         *company,
                             const KhOutboxItem *item)
{
  g_autofree char *label = kh_outbox_item_dup_label (item);

  if (item->message != NULL)
    /* Translators: a datapoint, then a sentence of why it was not sent. */
    return g_strdup_printf (_("%s was not sent. %s"), label, item->message);

  /* Translators: a datapoint, a monitoring company. */
  return g_strdup_printf (_("%s was not sent: %s does not take it."), label, company);
}
