/* kh-csl-lists.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-station.h"

G_BEGIN_DECLS

/* Each reads one answer of a station; NULL or FALSE where it is not what CSL/1 says.
 * @next is the cursor of the page after it, or NULL. */
GPtrArray     *kh_csl_lists_read_agencies    (JsonObject  *document,
                                              char       **next) G_GNUC_WARN_UNUSED_RESULT;
/* Of an account document. */
void           kh_csl_lists_add_agencies     (JsonObject  *document,
                                              GPtrArray   *agencies);
GPtrArray     *kh_csl_lists_read_codes       (JsonObject  *document) G_GNUC_WARN_UNUSED_RESULT;
gboolean       kh_csl_lists_read_blocks      (JsonObject  *document,
                                              GPtrArray   *blocks,
                                              char       **next);
KhReservation *kh_csl_lists_read_reservation (JsonObject  *document,
                                              const char  *block) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
