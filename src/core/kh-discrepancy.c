/* kh-discrepancy.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancy-private.h"

#include "kh-outbox-item.h"

struct _KhDiscrepancy
{
  GObject parent_instance;

  /* Owned */
  KhFinding finding;
};

G_DEFINE_FINAL_TYPE (KhDiscrepancy, kh_discrepancy, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DATAPOINT,
  PROP_DIFFERENCE,
  PROP_RESOLUTION,
  PROP_OURS_TEXT,
  PROP_THEIRS_TEXT,
  PROP_AGREED_TEXT,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kh_discrepancy_finalize (GObject *object)
{
  kh_finding_clear (&KH_DISCREPANCY (object)->finding);

  G_OBJECT_CLASS (kh_discrepancy_parent_class)->finalize (object);
}

static void
kh_discrepancy_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  const KhFinding *finding = &KH_DISCREPANCY (object)->finding;

  switch (prop_id)
    {
    case PROP_DATAPOINT:
      g_value_set_uint (value, finding->datapoint);
      break;

    case PROP_DIFFERENCE:
      g_value_set_uint (value, finding->difference);
      break;

    case PROP_RESOLUTION:
      g_value_set_uint (value, finding->resolution);
      break;

    case PROP_OURS_TEXT:
      g_value_set_string (value, finding->ours_text);
      break;

    case PROP_THEIRS_TEXT:
      g_value_set_string (value, finding->theirs_text);
      break;

    case PROP_AGREED_TEXT:
      g_value_set_string (value, finding->agreed_text);
      break;

    case PROP_REASON:
      g_value_set_string (value, finding->reason);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_discrepancy_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  KhDiscrepancy *self = KH_DISCREPANCY (object);

  switch (prop_id)
    {
    case PROP_RESOLUTION:
      kh_discrepancy_set_resolution (self, (KhResolution) g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_discrepancy_class_init (KhDiscrepancyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kh_discrepancy_finalize;
  object_class->get_property = kh_discrepancy_get_property;
  object_class->set_property = kh_discrepancy_set_property;

  properties[PROP_DATAPOINT] =
    g_param_spec_uint ("datapoint", NULL, NULL, 0, KH_N_DATAPOINTS - 1, 0, flags);
  properties[PROP_DIFFERENCE] =
    g_param_spec_uint ("difference", NULL, NULL, 0, KH_N_DIFFERENCES - 1, 0, flags);
  properties[PROP_RESOLUTION] =
    g_param_spec_uint ("resolution", NULL, NULL, 0, KH_RESOLUTION_UNDECIDED, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OURS_TEXT] = g_param_spec_string ("ours-text", NULL, NULL, NULL, flags);
  properties[PROP_THEIRS_TEXT] = g_param_spec_string ("theirs-text", NULL, NULL, NULL, flags);
  properties[PROP_AGREED_TEXT] = g_param_spec_string ("agreed-text", NULL, NULL, NULL, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_discrepancy_init (KhDiscrepancy *self G_GNUC_UNUSED)
{
}

/*< private >
 * kh_discrepancy_new:
 * @finding: what was found; emptied, as the discrepancy takes it over
 *
 * Returns: (transfer full): a discrepancy
 */
KhDiscrepancy *
kh_discrepancy_new (KhFinding *finding)
{
  KhDiscrepancy *self = g_object_new (KH_TYPE_DISCREPANCY, NULL);

  self->finding = *finding;
  *finding = (KhFinding) { .datapoint = finding->datapoint };

  return self;
}

/*< private >
 * kh_discrepancy_get_finding:
 * @self: a discrepancy
 *
 * Returns: (transfer none): what was found
 */
const KhFinding *
kh_discrepancy_get_finding (KhDiscrepancy *self)
{
  g_assert (KH_IS_DISCREPANCY (self));

  return &self->finding;
}

/* What Link would write is written after it only where a change of the record would be. */
static KhResolution
find_start (const KhFinding *finding,
            gboolean         waiting)
{
  const guint leave = 1u << KH_RESOLUTION_LEAVE;

  /* Where nothing else is possible, nobody needs to be asked. */
  if (finding->conflict && finding->allowed != leave)
    return KH_RESOLUTION_UNDECIDED;

  return waiting && (finding->allowed & (1u << KH_RESOLUTION_OURS)) != 0 ? KH_RESOLUTION_OURS : KH_RESOLUTION_LEAVE;
}

/*< private >
 * kh_discrepancy_take_clearing:
 * @self: a discrepancy that nobody has seen, of a value that the station has cleared
 * @obstacle: (nullable): why our record cannot do without a value, translated
 *
 * Lets the station's emptiness be chosen like a value of its, or says why not.
 */
void
kh_discrepancy_take_clearing (KhDiscrepancy *self,
                              const char    *obstacle)
{
  KhFinding *finding = &self->finding;

  if (obstacle == NULL)
    finding->allowed |= 1u << KH_RESOLUTION_THEIRS;
  else if (finding->reason == NULL)
    finding->reason = g_strdup (obstacle);
}

/*< private >
 * kh_discrepancy_take_agreed:
 * @self: a discrepancy that nobody has seen
 * @known: whether it is known what was last agreed on
 * @text: (nullable) (transfer full): that as shown
 * @conflict: whether the station's value is neither that nor ours
 * @waiting: whether our value is on its way to the station
 *
 * Says what was last agreed on, and what is done with it unless told otherwise.
 */
void
kh_discrepancy_take_agreed (KhDiscrepancy *self,
                            gboolean       known,
                            char          *text,
                            gboolean       conflict,
                            gboolean       waiting)
{
  KhFinding *finding = &self->finding;

  g_free (finding->agreed_text);
  finding->agreed_set = TRUE;
  finding->agreed_known = known;
  finding->agreed_text = text;
  finding->conflict = conflict;
  if (!kh_outbox_is_sent (finding->datapoint))
    finding->allowed &= ~(1u << KH_RESOLUTION_OURS);
  finding->resolution = find_start (finding, waiting);
  if (finding->resolution == KH_RESOLUTION_UNDECIDED)
    finding->allowed |= 1u << KH_RESOLUTION_UNDECIDED;
}

/**
 * kh_discrepancy_get_datapoint:
 * @self: a discrepancy
 *
 * Returns: the datapoint that was compared
 */
KhDatapointId
kh_discrepancy_get_datapoint (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), KH_DATAPOINT_NONE);

  return self->finding.datapoint;
}

/**
 * kh_discrepancy_get_difference:
 * @self: a discrepancy
 *
 * Returns: how our value and the station's stand to each other
 */
KhDifference
kh_discrepancy_get_difference (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), KH_DIFFERENCE_CANNOT_COMPARE);

  return self->finding.difference;
}

/**
 * kh_discrepancy_get_ours:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): our canonical value; of a secret always %NULL
 */
const char *
kh_discrepancy_get_ours (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), NULL);

  return self->finding.ours;
}

/**
 * kh_discrepancy_get_theirs:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): the station's value as its account has it;
 *   of a catalogue its label, of a secret always %NULL
 */
const char *
kh_discrepancy_get_theirs (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), NULL);

  return self->finding.theirs;
}

/**
 * kh_discrepancy_has_ours:
 * @self: a discrepancy
 *
 * Returns: whether we have a value, also one that is sealed
 */
gboolean
kh_discrepancy_has_ours (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), FALSE);

  return self->finding.ours_set;
}

/**
 * kh_discrepancy_equal:
 * @self: a discrepancy
 * @other: (nullable): what was found of the same datapoint at another time
 *
 * What was chosen is not looked at.
 *
 * Returns: whether both sides' values are the same in both, and what was last agreed on
 */
gboolean
kh_discrepancy_equal (KhDiscrepancy *self,
                      KhDiscrepancy *other)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), FALSE);

  return other != NULL
         && self->finding.datapoint == other->finding.datapoint
         && self->finding.difference == other->finding.difference
         && self->finding.ours_set == other->finding.ours_set
         && self->finding.conflict == other->finding.conflict
         && self->finding.agreed_known == other->finding.agreed_known
         && g_strcmp0 (self->finding.agreed_text, other->finding.agreed_text) == 0
         && g_strcmp0 (self->finding.ours, other->finding.ours) == 0
         && g_strcmp0 (self->finding.theirs, other->finding.theirs) == 0
         && kh_secret_equal (self->finding.our_secret, other->finding.our_secret)
         && kh_secret_equal (self->finding.their_secret, other->finding.their_secret);
}

/**
 * kh_discrepancy_get_ours_text:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): our value for people to read
 */
const char *
kh_discrepancy_get_ours_text (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), NULL);

  return self->finding.ours_text;
}

/**
 * kh_discrepancy_get_theirs_text:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): the station's value for people to read,
 *   with what would deceive them made visible
 */
const char *
kh_discrepancy_get_theirs_text (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), NULL);

  return self->finding.theirs_text;
}

/**
 * kh_discrepancy_get_agreed_text:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): what was last agreed on, for people to read
 */
const char *
kh_discrepancy_get_agreed_text (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), NULL);

  return self->finding.agreed_text;
}

/**
 * kh_discrepancy_is_agreed_known:
 * @self: a discrepancy
 *
 * Returns: whether it is known what was last agreed on; if so, and there is no text of it, it was
 *   that there is no value
 */
gboolean
kh_discrepancy_is_agreed_known (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), FALSE);

  return self->finding.agreed_known;
}

/**
 * kh_discrepancy_is_conflict:
 * @self: a discrepancy
 *
 * Returns: whether the station's value is neither ours nor what was last agreed on, so that
 *   somebody has to say what becomes of it
 */
gboolean
kh_discrepancy_is_conflict (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), FALSE);

  return self->finding.conflict;
}

/**
 * kh_discrepancy_get_reason:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): why it cannot be compared or written,
 *   translated
 */
const char *
kh_discrepancy_get_reason (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), NULL);

  return self->finding.reason;
}

/**
 * kh_discrepancy_allows:
 * @self: a discrepancy
 * @resolution: what Link could do with it
 *
 * Returns: whether that may be chosen
 */
gboolean
kh_discrepancy_allows (KhDiscrepancy *self,
                       KhResolution   resolution)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), FALSE);

  return (self->finding.allowed & (1u << resolution)) != 0;
}

/**
 * kh_discrepancy_get_resolution:
 * @self: a discrepancy
 *
 * Returns: what Link does with it
 */
KhResolution
kh_discrepancy_get_resolution (KhDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_DISCREPANCY (self), KH_RESOLUTION_LEAVE);

  return self->finding.resolution;
}

/**
 * kh_discrepancy_set_resolution:
 * @self: a discrepancy
 * @resolution: what Link is to do with it
 *
 * Chooses a resolution. One that is not allowed changes nothing.
 */
void
kh_discrepancy_set_resolution (KhDiscrepancy *self,
                               KhResolution   resolution)
{
  g_return_if_fail (KH_IS_DISCREPANCY (self));

  if (self->finding.resolution == resolution || !kh_discrepancy_allows (self, resolution))
    return;

  self->finding.resolution = resolution;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESOLUTION]);
}
