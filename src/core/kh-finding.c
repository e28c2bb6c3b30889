/* kh-finding.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancy-private.h"
#include "kh-gate.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-catalogues.h"
#include "kh-customer.h"
#include "kh-objection.h"
#include "kh-rule.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A station knows the entries of our catalogues by their labels only. */
static gboolean
is_entry (const KhDatapoint *datapoint)
{
  return datapoint->type == KH_VALUE_CATALOGUE
         || datapoint->type == KH_VALUE_STAFF
         || datapoint->type == KH_VALUE_COMPANY;
}

/*< private >
 * kh_finding_is_equal:
 * @datapoint: a row of the registry
 * @sent: (nullable): our value as the station is sent it
 * @theirs: (nullable): the station's
 *
 * Returns: whether they are equal
 */
gboolean
kh_finding_is_equal (const KhDatapoint *datapoint,
                     const char        *sent,
                     const char        *theirs)
{
  return is_entry (datapoint) ? kh_text_equal (sent, theirs)
                              : kh_value_equal (datapoint, sent, theirs);
}

/*< private >
 * kh_finding_is_same:
 * @datapoint: a row of the registry
 * @sent: (nullable): our value as the station is sent it
 * @theirs: (nullable): the station's
 *
 * Returns: whether they are the same, but perhaps for the spelling; both are values
 */
gboolean
kh_finding_is_same (const KhDatapoint *datapoint,
                    const char        *sent,
                    const char        *theirs)
{
  g_autofree char *folded_sent = NULL;
  g_autofree char *folded_theirs = NULL;

  if (!is_entry (datapoint))
    return kh_value_same (datapoint, sent, theirs);

  folded_sent = kh_text_fold (sent);
  folded_theirs = kh_text_fold (theirs);

  return strcmp (folded_sent, folded_theirs) == 0;
}

static KhDifference
compare_values (const KhDatapoint *datapoint,
                const char        *sent,
                const char        *theirs)
{
  if (kh_finding_is_equal (datapoint, sent, theirs))
    return KH_DIFFERENCE_SAME;

  if (kh_text_none_if_empty (sent) == NULL)
    return KH_DIFFERENCE_ONLY_THERE;

  if (kh_text_none_if_empty (theirs) == NULL)
    return KH_DIFFERENCE_ONLY_HERE;

  return kh_finding_is_same (datapoint, sent, theirs) ? KH_DIFFERENCE_WRITTEN : KH_DIFFERENCE_DIFFERS;
}

/* Why the two values cannot be held against each other, or %NULL. */
static char *
find_obstacle (const KhSides     *sides,
               const KhDatapoint *datapoint)
{
  KhAbility ability = kh_capabilities_get_ability (sides->capabilities, datapoint->id);

  switch (kh_account_get_state (sides->account, datapoint->id))
    {
    case KH_ACCOUNT_MASKED:
      return g_strdup_printf (_("%s has a value and does not show it."), sides->station);

    case KH_ACCOUNT_ABSENT:
      return g_strdup_printf (_("%s does not say what it has."), sides->station);

    case KH_ACCOUNT_UNREADABLE:
      return g_strdup_printf (_("Keyholder cannot read what %s has."), sides->station);

    case KH_ACCOUNT_CLEAR:
      break;
    }

  /* A datapoint that is taken once is compared to see whether it is still to be sent. */
  if ((ability & (KH_ABILITY_COMPARE | KH_ABILITY_ONCE)) == 0)
    return g_strdup_printf (_("%s does not let this one be compared."), sides->station);

  return NULL;
}

/*< private >
 * kh_finding_is_there:
 * @sides: both sides
 * @id: a datapoint
 *
 * Returns: whether the station has a value of it, shown or not
 */
gboolean
kh_finding_is_there (const KhSides *sides,
                     KhDatapointId  id)
{
  return kh_account_get_state (sides->account, id) == KH_ACCOUNT_MASKED
         || kh_account_get_secret (sides->account, id) != NULL
         || kh_text_none_if_empty (kh_account_get_value (sides->account, id)) != NULL;
}

static char *
find_value_objection (const KhSides     *sides,
                      const KhDatapoint *datapoint,
                      const char        *ours)
{
  const KhValueContext context = {
    .catalogues = sides->catalogues,
    .adt = kh_rule_is_adt (sides->customer, sides->catalogues),
    .current = ours,
  };
  g_autoptr (GError) error = NULL;

  if (kh_value_check (datapoint, ours, &context, &error))
    return NULL;

  /* Translators: the monitoring company, and what is wrong with our value */
  return g_strdup_printf (_("%s does not take our value. %s"), sides->station, error->message);
}

/*< private >
 * kh_finding_find_objection:
 * @sides: both sides
 * @datapoint: a row of the registry
 * @ours: (nullable): our canonical value
 * @sent: (nullable): the same as the station is sent it
 *
 * Returns: (transfer full) (nullable): why the station does not take our value in place of its own
 */
char *
kh_finding_find_objection (const KhSides     *sides,
                           const KhDatapoint *datapoint,
                           const char        *ours,
                           const char        *sent)
{
  char *objection = kh_objection_dup (sides->capabilities, datapoint->id,
                                      kh_finding_is_there (sides, datapoint->id), sent, sides->station);

  if (objection != NULL || sent == NULL)
    return objection;

  return find_value_objection (sides, datapoint, ours);
}

/*< private >
 * kh_finding_may_be_cleared:
 * @datapoint: a row of the registry
 *
 * Returns: whether an account can do without a value of it
 */
gboolean
kh_finding_may_be_cleared (const KhDatapoint *datapoint)
{
  return (datapoint->required & (KH_REQUIRED_ALWAYS | KH_REQUIRED_BEFORE_LINK)) == 0;
}

/* The station's value as one of ours, or %NULL if it is none. */
static char *
dup_adopted (const KhSides     *sides,
             const KhDatapoint *datapoint,
             const char        *theirs)
{
  const KhValueContext context = {
    .catalogues = sides->catalogues,
    .adt = kh_rule_is_adt (sides->customer, sides->catalogues),
  };
  g_autofree char *normal = NULL;

  if (kh_text_none_if_empty (theirs) == NULL
      || kh_account_get_state (sides->account, datapoint->id) != KH_ACCOUNT_CLEAR)
    return NULL;

  if (is_entry (datapoint))
    {
      const KhCatalogueEntry *entry = kh_catalogues_find (sides->catalogues, datapoint->catalogue, theirs);

      return entry != NULL && entry->active ? g_strdup_printf ("%" G_GINT64_FORMAT, entry->id) : NULL;
    }

  normal = kh_value_normalise (datapoint, theirs);

  return kh_value_check (datapoint, normal, &context, NULL) ? g_steal_pointer (&normal) : NULL;
}

static char *
dup_text (const KhSides     *sides,
          const KhDatapoint *datapoint,
          const char        *value,
          gboolean           canonical)
{
  g_autofree char *normal = NULL;
  g_autofree char *formatted = NULL;

  if (kh_text_none_if_empty (value) == NULL)
    return NULL;

  if (!canonical)
    return kh_value_dup_visible (value);

  normal = kh_value_normalise (datapoint, value);
  formatted = kh_value_format (datapoint, normal, sides->catalogues);

  return *formatted != '\0' ? kh_value_dup_visible (formatted) : NULL;
}

/* What may be chosen. Ours is always something to write, or an emptiness that
 * the account can do with; the station's is always something to take. */
static guint
find_allowed (const KhDatapoint *datapoint,
              const KhFinding   *finding,
              KhGrants           grants,
              gboolean           objection)
{
  guint allowed = 1u << KH_RESOLUTION_LEAVE;
  gboolean ours = finding->ours != NULL
                  || (finding->theirs != NULL && kh_finding_may_be_cleared (datapoint));

  if (finding->difference == KH_DIFFERENCE_SAME)
    return allowed;

  if (!objection && ours)
    allowed |= 1u << KH_RESOLUTION_OURS;

  /* Taking the station's value is a change of the record like any other. */
  if (finding->adopted != NULL && kh_datapoint_is_editable (datapoint->id) &&
      kh_gate_may_change (grants, datapoint->id))
    allowed |= 1u << KH_RESOLUTION_THEIRS;

  return allowed;
}

/* Only a plain difference is resolved without being asked. */
static KhResolution
find_resolution (const KhFinding *finding)
{
  gboolean plain = finding->difference == KH_DIFFERENCE_DIFFERS
                   || finding->difference == KH_DIFFERENCE_ONLY_HERE;

  return plain ? KH_RESOLUTION_OURS : KH_RESOLUTION_LEAVE;
}

static void
fill_values (const KhSides     *sides,
             const KhDatapoint *datapoint,
             KhFinding         *finding)
{
  const char *theirs = kh_account_get_value (sides->account, datapoint->id);
  KhAccountState state = kh_account_get_state (sides->account, datapoint->id);
  gboolean canonical = state == KH_ACCOUNT_CLEAR && !is_entry (datapoint);

  if (state == KH_ACCOUNT_MASKED)
    theirs = NULL;

  finding->ours = g_strdup (kh_customer_get (sides->customer, datapoint->id));
  finding->ours_set = finding->ours != NULL;
  finding->theirs = g_strdup (kh_text_none_if_empty (theirs));
  finding->adopted = dup_adopted (sides, datapoint, theirs);
  finding->ours_text = dup_text (sides, datapoint, finding->ours, TRUE);
  finding->theirs_text = dup_text (sides, datapoint, theirs, canonical);

  if (state == KH_ACCOUNT_MASKED)
    finding->theirs_text = g_strdup (KH_DOTS);
}

/* Neither side has, or knows, anything. */
static gboolean
is_moot (const KhSides     *sides,
         const KhDatapoint *datapoint,
         const char        *ours)
{
  return ours == NULL
         && kh_account_get_state (sides->account, datapoint->id) == KH_ACCOUNT_ABSENT
         && kh_capabilities_get_ability (sides->capabilities, datapoint->id) == KH_ABILITY_NONE;
}

/*< private >
 * kh_finding_dup_agreed_text:
 * @sides: both sides, of which only the catalogues are looked at
 * @datapoint: a row of the registry that is not sealed
 * @agreed: (nullable): what the station had when both sides last agreed
 *
 * Returns: (transfer full) (nullable): the same for people to read
 */
char *
kh_finding_dup_agreed_text (const KhSides     *sides,
                            const KhDatapoint *datapoint,
                            const char        *agreed)
{
  return dup_text (sides, datapoint, agreed, !is_entry (datapoint));
}

/*< private >
 * kh_finding_clear:
 * @finding: a finding
 *
 * Frees what it holds.
 */
void
kh_finding_clear (KhFinding *finding)
{
  g_clear_pointer (&finding->ours, g_free);
  g_clear_pointer (&finding->theirs, g_free);
  g_clear_pointer (&finding->adopted, g_free);
  g_clear_pointer (&finding->ours_text, g_free);
  g_clear_pointer (&finding->theirs_text, g_free);
  g_clear_pointer (&finding->agreed_text, g_free);
  g_clear_pointer (&finding->reason, g_free);
  g_clear_pointer (&finding->our_secret, kh_secret_unref);
  g_clear_pointer (&finding->their_secret, kh_secret_unref);
}

/*< private >
 * kh_finding_dup_sent:
 * @sides: both sides
 * @datapoint: a row of the registry
 * @ours: (nullable): our canonical value
 *
 * Returns: (transfer full) (nullable): our value as the station is sent it
 */
char *
kh_finding_dup_sent (const KhSides     *sides,
                     const KhDatapoint *datapoint,
                     const char        *ours)
{
  if (ours == NULL || !is_entry (datapoint))
    return g_strdup (ours);

  return kh_value_format (datapoint, ours, sides->catalogues);
}

/*< private >
 * kh_finding_make:
 * @sides: both sides
 * @datapoint: a row of the registry that is compared
 *
 * Holds our value of a datapoint against the station's.
 *
 * Returns: what was found, to be cleared with kh_finding_clear()
 */
KhFinding
kh_finding_make (const KhSides     *sides,
                 const KhDatapoint *datapoint)
{
  KhFinding finding = { .datapoint = datapoint->id };
  g_autofree char *sent = NULL;
  g_autofree char *obstacle = NULL;
  g_autofree char *objection = NULL;

  if (datapoint->sealed)
    return kh_finding_make_sealed (sides, datapoint);

  fill_values (sides, datapoint, &finding);
  sent = kh_finding_dup_sent (sides, datapoint, finding.ours);
  obstacle = find_obstacle (sides, datapoint);
  objection = kh_finding_find_objection (sides, datapoint, finding.ours, sent);

  if (is_moot (sides, datapoint, finding.ours))
    finding.difference = KH_DIFFERENCE_SAME;
  else if (obstacle != NULL)
    finding.difference = KH_DIFFERENCE_CANNOT_COMPARE;
  else
    finding.difference = compare_values (datapoint, sent, finding.theirs);

  finding.resolution = find_resolution (&finding);

  if (finding.difference == KH_DIFFERENCE_CANNOT_COMPARE)
    finding.reason = g_steal_pointer (&obstacle);
  else if (finding.resolution == KH_RESOLUTION_OURS && objection != NULL)
    {
      finding.difference = KH_DIFFERENCE_CANNOT_WRITE;
      finding.resolution = KH_RESOLUTION_LEAVE;
      finding.reason = g_strdup (objection);
    }

  finding.allowed = find_allowed (datapoint, &finding, sides->grants, objection != NULL);

  return finding;
}
