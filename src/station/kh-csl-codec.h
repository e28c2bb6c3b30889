/* kh-csl-codec.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-station.h"

G_BEGIN_DECLS

/* Each reads one answer of a station; NULL where it is not what CSL/1 says. */
KhAccount      *kh_csl_codec_read_account      (JsonObject *document,
                                                const char *etag) G_GNUC_WARN_UNUSED_RESULT;
KhAccount      *kh_csl_codec_read_summary      (JsonObject *document) G_GNUC_WARN_UNUSED_RESULT;
KhLookUp       *kh_csl_codec_read_look_up      (JsonObject *document,
                                                const char *number,
                                                const char *receiver) G_GNUC_WARN_UNUSED_RESULT;
KhCapabilities *kh_csl_codec_read_capabilities (JsonObject *document) G_GNUC_WARN_UNUSED_RESULT;
KhChangeAnswer *kh_csl_codec_read_changes      (JsonObject *document,
                                                guint       operations,
                                                gboolean    dry_run) G_GNUC_WARN_UNUSED_RESULT;
/* What became of one, asked for by its id. */
GPtrArray      *kh_csl_codec_read_added        (JsonObject *document,
                                                const char * const *lists) G_GNUC_WARN_UNUSED_RESULT;
GArray         *kh_csl_codec_read_waiting      (JsonObject *document,
                                                GPtrArray  *datapoints) G_GNUC_WARN_UNUSED_RESULT;
KhChangeAnswer *kh_csl_codec_read_change       (JsonObject *document,
                                                const char *change) G_GNUC_WARN_UNUSED_RESULT;

/* A station's text as it may be shown on one line, or NULL. */
gboolean        kh_csl_codec_is_secret         (const char *text);
char           *kh_csl_codec_dup_shown         (JsonObject *object,
                                                const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
