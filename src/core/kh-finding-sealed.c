/* kh-finding-sealed.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancy-private.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-customer.h"
#include "kh-gate.h"
#include "kh-rule.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

static gboolean
is_kept (const KhSides     *sides,
         const KhFinding   *finding)
{
  return finding->our_secret != NULL || kh_customer_is_sealed (sides->customer, finding->datapoint);
}

/* Why the two cannot be held against each other, or %NULL. Where one side has none, nothing
 * needs to be shown to see that. */
static char *
find_obstacle (const KhSides   *sides,
               const KhFinding *finding)
{
  KhAccountState state = kh_account_get_state (sides->account, finding->datapoint);

  if (state == KH_ACCOUNT_ABSENT)
    return g_strdup_printf (_("%s does not say what it has."), sides->station);

  if (state == KH_ACCOUNT_UNREADABLE)
    return g_strdup_printf (_("Keyholder cannot read what %s has."), sides->station);

  if (finding->ours_set && finding->our_secret == NULL)
    return g_strdup (_("Keyholder keeps this one encrypted, and you have no key to it. Sign in again, then compare again."));

  if (finding->ours_set && state == KH_ACCOUNT_MASKED)
    return g_strdup_printf (_("%s has a value and does not show it."), sides->station);

  return NULL;
}

static KhDifference
compare_secrets (const KhSides   *sides,
                 const KhFinding *finding)
{
  gboolean there = kh_finding_is_there (sides, finding->datapoint);

  if (!finding->ours_set)
    return there ? KH_DIFFERENCE_ONLY_THERE : KH_DIFFERENCE_SAME;

  if (!there)
    return KH_DIFFERENCE_ONLY_HERE;

  return kh_secret_equal (finding->our_secret, finding->their_secret) ? KH_DIFFERENCE_SAME : KH_DIFFERENCE_DIFFERS;
}

/* Neither side has, or knows, anything. */
static gboolean
is_moot (const KhSides   *sides,
         const KhFinding *finding)
{
  return !finding->ours_set
         && kh_account_get_state (sides->account, finding->datapoint) == KH_ACCOUNT_ABSENT
         && kh_capabilities_get_ability (sides->capabilities, finding->datapoint) == KH_ABILITY_NONE;
}

/* Whether the station's secret could be one of ours. */
static gboolean
may_be_taken (const KhSides     *sides,
              const KhDatapoint *datapoint,
              KhSecret          *theirs)
{
  const KhValueContext context = {
    .catalogues = sides->catalogues,
    .adt = kh_rule_is_adt (sides->customer, sides->catalogues),
  };

  return theirs != NULL && kh_secret_is_trimmed (theirs) && kh_gate_may_change (sides->grants, datapoint->id)
         && kh_value_check (datapoint, kh_secret_get_text (theirs), &context, NULL);
}

static guint
find_allowed (const KhSides     *sides,
              const KhDatapoint *datapoint,
              const KhFinding   *finding,
              gboolean           objection)
{
  guint allowed = 1u << KH_RESOLUTION_LEAVE;
  gboolean clears = !finding->ours_set && kh_finding_may_be_cleared (datapoint)
                    && kh_finding_is_there (sides, datapoint->id);

  if (finding->difference == KH_DIFFERENCE_SAME)
    return allowed;

  if (!objection && (finding->our_secret != NULL || clears))
    allowed |= 1u << KH_RESOLUTION_OURS;

  if (may_be_taken (sides, datapoint, finding->their_secret))
    allowed |= 1u << KH_RESOLUTION_THEIRS;

  return allowed;
}

/* Ours is what the customer says to an operator, so it is written also over one that the
 * station does not show. */
static gboolean
is_to_be_written (const KhSides   *sides,
                  const KhFinding *finding)
{
  return finding->difference == KH_DIFFERENCE_DIFFERS || finding->difference == KH_DIFFERENCE_ONLY_HERE
         || (finding->difference == KH_DIFFERENCE_CANNOT_COMPARE && finding->our_secret != NULL
             && kh_account_get_state (sides->account, finding->datapoint) == KH_ACCOUNT_MASKED);
}

static void
resolve (const KhSides *sides,
         KhFinding     *finding,
         const char    *obstacle,
         const char    *objection)
{
  gboolean written = is_to_be_written (sides, finding);

  finding->resolution = written && objection == NULL ? KH_RESOLUTION_OURS : KH_RESOLUTION_LEAVE;
  if (obstacle != NULL)
    finding->reason = written && objection != NULL ? g_strjoin (" ", obstacle, objection, NULL) : g_strdup (obstacle);
  else if (written && objection != NULL)
    {
      finding->difference = KH_DIFFERENCE_CANNOT_WRITE;
      finding->reason = g_strdup (objection);
    }
  /* Both are shown as dots, so a word must say it. */
  else if (finding->difference == KH_DIFFERENCE_DIFFERS)
    finding->reason = g_strdup (_("The two differ. Neither is shown here."));
}

/*< private >
 * kh_finding_make_sealed:
 * @sides: both sides
 * @datapoint: a sealed row of the registry that is compared
 *
 * Holds our secret against the station's. The finding has both, but no text of them.
 *
 * Returns: what was found, to be cleared with kh_finding_clear()
 */
KhFinding
kh_finding_make_sealed (const KhSides     *sides,
                        const KhDatapoint *datapoint)
{
  KhFinding finding = { .datapoint = datapoint->id };
  KhSecret *theirs = kh_account_get_secret (sides->account, datapoint->id);
  g_autofree char *obstacle = NULL;
  g_autofree char *objection = NULL;
  KhSecret *ours = sides->secrets == NULL
                     ? NULL
                     : g_hash_table_lookup (sides->secrets, GUINT_TO_POINTER (datapoint->id));

  finding.our_secret = ours != NULL ? kh_secret_ref (ours) : NULL;
  finding.their_secret = theirs != NULL ? kh_secret_ref (theirs) : NULL;
  finding.ours_set = is_kept (sides, &finding);
  finding.ours_text = finding.ours_set ? g_strdup (KH_DOTS) : NULL;
  finding.theirs_text = kh_finding_is_there (sides, datapoint->id) ? g_strdup (KH_DOTS) : NULL;
  obstacle = find_obstacle (sides, &finding);
  objection = kh_finding_find_objection (sides, datapoint, ours != NULL ? kh_secret_get_text (ours) : NULL,
                                         ours != NULL ? kh_secret_get_text (ours) : NULL);

  if (is_moot (sides, &finding))
    {
      g_clear_pointer (&obstacle, g_free);
      finding.difference = KH_DIFFERENCE_SAME;
    }
  else
    finding.difference = obstacle != NULL ? KH_DIFFERENCE_CANNOT_COMPARE : compare_secrets (sides, &finding);

  finding.allowed = find_allowed (sides, datapoint, &finding, objection != NULL);
  resolve (sides, &finding, obstacle, objection);

  return finding;
}
