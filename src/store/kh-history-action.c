/* kh-history-action.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-action.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *key;
  const char *words;
} actions[] = {
  /* A customer */
  { "create", N_("Created") },
  { "import", N_("Imported") },
  { "change", N_("Changed") },
  { "add-row", N_("Added") },
  { "remove-row", N_("Removed") },
  { "reveal", N_("Revealed") },
  { "adopt", N_("Taken from the station") },
  { "compare", N_("Compared with the station") },
  { "send", N_("Sent to the station") },
  { "retry-change", N_("Sending tried again") },
  { "discard-change", N_("Not sent to the station") },
  { "agree", N_("Left as it is at the station") },
  { "settle", N_("Settled: taken from the station") },
  { "insist", N_("Settled: kept against the station’s") },
  { "hold", N_("Held: the station’s account is not as agreed") },
  { "link", N_("Linked") },
  { "link-dropped", N_("Link given up") },
  /* Translators: the new value beside it is the account number. */
  { "shell", N_("Account created at the station") },
  { "shell-dropped", N_("Account not created") },
  { "unlink", N_("Unlinked") },
  { "give-up-change", N_("Given up on its way to the station") },
  { "duplicate", N_("Duplicated") },
  /* Translators: the new value beside it is the number of the other customer. */
  { "duplicated-from", N_("Duplicated from") },
  { "duplicated-to", N_("Duplicated to") },
  { "duplicate-undone", N_("Duplicate taken back") },
  { "save-anyway", N_("Saved anyway") },
  { "archive", N_("Archived") },
  { "unarchive", N_("Taken out of the archive") },
  { "cancel-customer", N_("Cancelled") },
  { "reactivate", N_("Made active again") },
  { "delete", N_("Deleted") },

  /* The office */
  { "add-company", N_("Monitoring company added") },
  { "change-company", N_("Monitoring company changed") },
  { "add-block", N_("Block of account numbers added") },
  { "disable-block", N_("Block of account numbers disabled") },
  { "give-number", N_("Account number given out") },
  { "catalogue-add", N_("Catalogue entry added") },
  { "catalogue-change", N_("Catalogue entry changed") },
  { "default-change", N_("Default changed") },
  { "load-postal-file", N_("Postal file loaded") },
  { "restored", N_("Older records brought back") },
  { "set-lock-minutes", N_("Idle lock changed") },

  /* The staff */
  { "first-owner", N_("First owner made") },
  { "add-member", N_("Staff member added") },
  { "change-member", N_("Staff member changed") },
  { "add-group", N_("Group added") },
  { "change-group", N_("Group changed") },
  { "remove-group", N_("Group removed") },
  { "set-password", N_("Password set") },
  { "remove-password", N_("Password removed") },
  { "make-recovery-key", N_("Recovery key made") },
  { "recover", N_("Recovery key used") },
  { "give-up-passcodes", N_("Lost passcodes given up") },
};

/**
 * kh_history_action_get_count:
 *
 * Returns: how many there are
 */
guint
kh_history_action_get_count (void)
{
  return G_N_ELEMENTS (actions);
}

/**
 * kh_history_action_get_key:
 * @index: from 0
 *
 * Returns: the word that the data file keeps
 */
const char *
kh_history_action_get_key (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (actions), NULL);

  return actions[index].key;
}

/**
 * kh_history_action_get_words:
 * @key: (nullable): the word that the data file keeps
 *
 * Returns: (nullable): what people read in its place
 */
const char *
kh_history_action_get_words (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (g_strcmp0 (actions[i].key, key) == 0)
        return _(actions[i].words);
    }

  return NULL;
}
