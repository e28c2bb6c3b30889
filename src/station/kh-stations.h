/* kh-stations.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company.h"
#include "kh-keyring.h"
#include "kh-station.h"

G_BEGIN_DECLS

/**
 * KhStations:
 *
 * Makes, and keeps, the #KhStation of each monitoring company: the one place
 * that knows which monitor type speaks what.
 * ::forgotten (gint64 company): its token may be another now.
 */
#define KH_TYPE_STATIONS (kh_stations_get_type ())
G_DECLARE_FINAL_TYPE (KhStations, kh_stations, KH, STATIONS, GObject)

KhStations *kh_stations_new        (KhKeyring            *keyring);
KhKeyring  *kh_stations_get_keyring (KhStations          *self);

/* The station of @company as it is now (its address, CA file or token may have changed
 * since the last call). KH_STATION_ERROR_NO_TOKEN when there is none. */
void        kh_stations_get_async  (KhStations           *self,
                                    KhCompany            *company,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
KhStation  *kh_stations_get_finish (KhStations           *self,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets what was made for the company, after its token changed. */
void        kh_stations_forget     (KhStations           *self,
                                    gint64                company);

G_END_DECLS
