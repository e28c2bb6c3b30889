/* kh-csl-history-codec.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-station.h"

G_BEGIN_DECLS

/* Each reads one answer of a station; NULL where it is not what CSL/1 says. @clock is when it
 * came, by kh_test_clock_now(). */
GPtrArray   *kh_csl_history_codec_read_tests  (JsonObject         *document,
                                               gint64              clock) G_GNUC_WARN_UNUSED_RESULT;
KhTestEntry *kh_csl_history_codec_read_test   (JsonObject         *document,
                                               gint64              clock) G_GNUC_WARN_UNUSED_RESULT;
KhEventPage *kh_csl_history_codec_read_events (JsonObject         *document,
                                               const KhEventQuery *query) G_GNUC_WARN_UNUSED_RESULT;

GBytes      *kh_csl_history_codec_write_order (const KhTestOrder  *order) G_GNUC_WARN_UNUSED_RESULT;
char        *kh_csl_history_codec_dup_time    (GDateTime          *time) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
