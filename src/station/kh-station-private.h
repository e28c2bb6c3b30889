/* kh-station-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-station.h"

G_BEGIN_DECLS

/**
 * KhCertainty:
 *
 * Whether a request that failed can have had an effect at the station.
 *
 * @KH_CERTAINTY_BY_CODE: as the error's code says by itself
 * @KH_CERTAINTY_NO_EFFECT: it certainly had none
 * @KH_CERTAINTY_UNKNOWN: it may have been applied
 */
typedef enum {
  KH_CERTAINTY_BY_CODE,
  KH_CERTAINTY_NO_EFFECT,
  KH_CERTAINTY_UNKNOWN,
} KhCertainty;

GError *kh_station_error_new (KhStationError  code,
                              KhCertainty     certainty,
                              guint           retry_after,
                              const char     *format,
                              ...) G_GNUC_PRINTF (4, 5) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *kh_refusals_new                (void) G_GNUC_WARN_UNUSED_RESULT;
void       kh_refusals_add                (GPtrArray     *refusals,
                                           KhDatapointId  datapoint,
                                           const char    *detail);
void       kh_station_error_set_refusals  (GError        *error,
                                           GPtrArray     *refusals);

G_END_DECLS
