/* kh-csl-station.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company.h"
#include "kh-station.h"

G_BEGIN_DECLS

/**
 * KhCslStation:
 *
 * A #KhStation that speaks CSL/1 (JSON over HTTPS; see data/csl-1.openapi.json).
 */
#define KH_TYPE_CSL_STATION (kh_csl_station_get_type ())
G_DECLARE_FINAL_TYPE (KhCslStation, kh_csl_station, KH, CSL_STATION, GObject)

/* NULL with KH_STATION_ERROR_ADDRESS, _CERTIFICATE (the CA file cannot be read) or
 * _NO_TOKEN (a token that cannot go into a header) when it cannot be spoken with. */
KhStation *kh_csl_station_new          (KhCompany   *company,
                                        const char  *token,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* For tests and benchmarks: the deadlines of one exchange, in milliseconds. */
void       kh_csl_station_set_deadline (KhCslStation *self,
                                        guint         milliseconds);

/* Whether an address may be a company's: https, or http to a loopback host; no
 * user, query or fragment. The message can be shown under the entry. */
gboolean   kh_csl_station_check_address (const char  *address,
                                         GError     **error);

G_END_DECLS
