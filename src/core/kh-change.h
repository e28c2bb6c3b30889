/* kh-change.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-row.h"
#include "kh-secret.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhChange:
 * @datapoint: what is to change at the station
 * @value: (nullable): the canonical value to write; %NULL clears it
 * @from: (nullable): the canonical value that the station had when we looked
 * @item: (nullable): the station's id of the list item that holds it, if it is in a list
 * @secret: (nullable): the value to write where @datapoint is sealed; then @value and @from are %NULL
 * @row: (nullable): the row that is to be there, and @row_from the one that is, with its item, in place
 *   of all these; what is hidden in either is not written. Without @row_from it is added, and
 *   without @row taken out
 * @row_from: (nullable): see @row
 *
 * One line of a change set, in the registry's terms. The station's own
 * paths and shapes are the codec's business. For the station, a catalogue's value is
 * its label; in what is adopted from it, our entry's id.
 */
struct _KhChange {
  KhDatapointId datapoint;
  char *value;
  char *from;
  char *item;
  KhSecret *secret;
  KhRow *row;
  KhRow *row_from;
};

KhChange *kh_change_new  (KhDatapointId   datapoint,
                          const char     *value,
                          const char     *from,
                          const char     *item) G_GNUC_WARN_UNUSED_RESULT;
KhChange *kh_change_new_sealed (KhDatapointId   datapoint,
                                KhSecret       *secret,
                                const char     *item) G_GNUC_WARN_UNUSED_RESULT;
KhChange *kh_change_new_row    (KhRow          *row,
                                KhRow          *from) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_change_is_row     (const KhChange *change);
KhChange *kh_change_copy (const KhChange *change) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_change_moves_item (const KhChange *change);
void      kh_change_free (KhChange       *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhChange, kh_change_free)

G_END_DECLS
