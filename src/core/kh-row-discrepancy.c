/* kh-row-discrepancy.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-discrepancy-private.h"

#include "kh-row-text.h"
#include "kh-value-type.h"

struct _KhRowDiscrepancy
{
  GObject parent_instance;

  /* Owned */
  KhRowFinding finding;
};

G_DEFINE_FINAL_TYPE (KhRowDiscrepancy, kh_row_discrepancy, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_RESOLUTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kh_row_discrepancy_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RESOLUTION:
      g_value_set_uint (value, KH_ROW_DISCREPANCY (object)->finding.resolution);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_row_discrepancy_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_RESOLUTION:
      kh_row_discrepancy_set_resolution (KH_ROW_DISCREPANCY (object), (KhResolution) g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_row_discrepancy_finalize (GObject *object)
{
  kh_row_finding_clear (&KH_ROW_DISCREPANCY (object)->finding);

  G_OBJECT_CLASS (kh_row_discrepancy_parent_class)->finalize (object);
}

static void
kh_row_discrepancy_class_init (KhRowDiscrepancyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kh_row_discrepancy_finalize;
  object_class->get_property = kh_row_discrepancy_get_property;
  object_class->set_property = kh_row_discrepancy_set_property;

  properties[PROP_RESOLUTION] =
    g_param_spec_uint ("resolution", NULL, NULL, 0, KH_RESOLUTION_UNDECIDED, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_row_discrepancy_init (KhRowDiscrepancy *self G_GNUC_UNUSED)
{
}

/*< private >
 * kh_row_discrepancy_new:
 * @finding: what was found; emptied, as the discrepancy takes it over
 *
 * Returns: (transfer full): a discrepancy
 */
KhRowDiscrepancy *
kh_row_discrepancy_new (KhRowFinding *finding)
{
  KhRowDiscrepancy *self = g_object_new (KH_TYPE_ROW_DISCREPANCY, NULL);

  self->finding = *finding;
  *finding = (KhRowFinding) { .table = finding->table };

  return self;
}

/**
 * kh_row_discrepancy_get_table:
 * @self: a discrepancy
 *
 * Returns: whose row it is
 */
KhTableId
kh_row_discrepancy_get_table (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), KH_N_TABLES);

  return self->finding.table;
}

/**
 * kh_row_discrepancy_get_difference:
 * @self: a discrepancy
 *
 * Returns: how our row and the station's stand to each other
 */
KhDifference
kh_row_discrepancy_get_difference (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), KH_DIFFERENCE_CANNOT_COMPARE);

  return self->finding.difference;
}

/**
 * kh_row_discrepancy_get_ours:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): our row, without what the member may not view
 */
KhRow *
kh_row_discrepancy_get_ours (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return self->finding.ours;
}

/**
 * kh_row_discrepancy_get_theirs:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): the station's row
 */
KhRow *
kh_row_discrepancy_get_theirs (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return self->finding.theirs;
}

/**
 * kh_row_discrepancy_get_place:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): the place of our row, also where we have taken it out;
 *   %NULL where we never had it
 */
const char *
kh_row_discrepancy_get_place (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return self->finding.place;
}

/**
 * kh_row_discrepancy_differs:
 * @self: a discrepancy
 * @column: a column of its table
 *
 * Returns: whether both rows are there and have another value in it, or write it differently
 */
gboolean
kh_row_discrepancy_differs (KhRowDiscrepancy *self,
                            guint             column)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), FALSE);

  return (self->finding.columns & ((guint32) 1 << column)) != 0;
}

/**
 * kh_row_discrepancy_is_written:
 * @self: a discrepancy
 * @column: a column of its table
 *
 * Returns: whether it differs, and the station takes ours
 */
gboolean
kh_row_discrepancy_is_written (KhRowDiscrepancy *self,
                               guint             column)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), FALSE);

  return (self->finding.written & ((guint32) 1 << column)) != 0;
}

static gboolean
is_same_row (KhRow *a,
             KhRow *b)
{
  g_autofree char *text = a != NULL ? kh_row_dup_text (a) : NULL;
  g_autofree char *other = b != NULL ? kh_row_dup_text (b) : NULL;

  return g_strcmp0 (text, other) == 0 &&
         (a == NULL || b == NULL || g_strcmp0 (kh_row_get_item (a), kh_row_get_item (b)) == 0);
}

/**
 * kh_row_discrepancy_equal:
 * @self: a discrepancy
 * @other: (nullable): another, of another time
 *
 * What was chosen is not looked at.
 *
 * Returns: whether it is the same row, with the same values on both sides and last agreed on
 */
gboolean
kh_row_discrepancy_equal (KhRowDiscrepancy *self,
                          KhRowDiscrepancy *other)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), FALSE);

  return other != NULL && self->finding.table == other->finding.table &&
         self->finding.difference == other->finding.difference &&
         self->finding.conflict == other->finding.conflict &&
         g_strcmp0 (self->finding.place, other->finding.place) == 0 &&
         is_same_row (self->finding.ours, other->finding.ours) &&
         is_same_row (self->finding.theirs, other->finding.theirs) &&
         is_same_row (self->finding.agreed, other->finding.agreed);
}

/**
 * kh_row_discrepancy_dup_title:
 * @self: a discrepancy
 *
 * Returns: (transfer full): what to call the row, with what would deceive a reader made visible
 */
char *
kh_row_discrepancy_dup_title (KhRowDiscrepancy *self)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  title = kh_row_dup_title (self->finding.ours != NULL ? self->finding.ours : self->finding.theirs);

  return kh_value_dup_visible (title);
}

/* Where both are there, what differs; else all that the row tells. */
static char *
dup_side_text (KhRowDiscrepancy *self,
               KhRow            *row)
{
  if (row == NULL)
    return NULL;

  return self->finding.columns != 0 ? kh_row_dup_column_text (row, self->finding.columns) : kh_row_dup_summary (row);
}

/**
 * kh_row_discrepancy_dup_ours_text:
 * @self: a discrepancy
 *
 * Returns: (transfer full) (nullable): our row for people to read: where both are there, what differs
 */
char *
kh_row_discrepancy_dup_ours_text (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return dup_side_text (self, self->finding.ours);
}

/**
 * kh_row_discrepancy_dup_theirs_text:
 * @self: a discrepancy
 *
 * Returns: (transfer full) (nullable): the station's row for people to read, likewise
 */
char *
kh_row_discrepancy_dup_theirs_text (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return dup_side_text (self, self->finding.theirs);
}

/**
 * kh_row_discrepancy_dup_agreed_text:
 * @self: a discrepancy
 *
 * Returns: (transfer full) (nullable): what was last agreed on for people to read, likewise
 */
char *
kh_row_discrepancy_dup_agreed_text (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return dup_side_text (self, self->finding.agreed);
}

/**
 * kh_row_discrepancy_is_agreed_known:
 * @self: a discrepancy
 *
 * Returns: whether both sides are known to have had the row
 */
gboolean
kh_row_discrepancy_is_agreed_known (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), FALSE);

  return self->finding.agreed != NULL;
}

/**
 * kh_row_discrepancy_is_conflict:
 * @self: a discrepancy
 *
 * Returns: whether the row was changed on both sides, so that somebody has to say what becomes of it
 */
gboolean
kh_row_discrepancy_is_conflict (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), FALSE);

  return self->finding.conflict;
}

/**
 * kh_row_discrepancy_get_reason:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): what of ours the station does not take, or why we cannot take
 *   theirs, translated
 */
const char *
kh_row_discrepancy_get_reason (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return self->finding.reason;
}

/**
 * kh_row_discrepancy_get_take:
 * @self: a discrepancy
 *
 * Returns: (transfer none) (nullable): what our record takes where the station's is chosen
 */
const KhRowTake *
kh_row_discrepancy_get_take (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), NULL);

  return self->finding.take;
}

/**
 * kh_row_discrepancy_allows:
 * @self: a discrepancy
 * @resolution: what could be done with it
 *
 * Returns: whether that may be chosen
 */
gboolean
kh_row_discrepancy_allows (KhRowDiscrepancy *self,
                           KhResolution      resolution)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), FALSE);

  return (self->finding.allowed & (1u << resolution)) != 0;
}

/**
 * kh_row_discrepancy_get_resolution:
 * @self: a discrepancy
 *
 * Returns: what is done with it
 */
KhResolution
kh_row_discrepancy_get_resolution (KhRowDiscrepancy *self)
{
  g_return_val_if_fail (KH_IS_ROW_DISCREPANCY (self), KH_RESOLUTION_LEAVE);

  return self->finding.resolution;
}

/**
 * kh_row_discrepancy_set_resolution:
 * @self: a discrepancy
 * @resolution: what is to be done with it
 *
 * Chooses a resolution. One that is not allowed changes nothing.
 */
void
kh_row_discrepancy_set_resolution (KhRowDiscrepancy *self,
                                   KhResolution      resolution)
{
  g_return_if_fail (KH_IS_ROW_DISCREPANCY (self));

  if (self->finding.resolution == resolution || !kh_row_discrepancy_allows (self, resolution))
    return;

  self->finding.resolution = resolution;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESOLUTION]);
}
