/* kh-reference-events.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"
#include "kh-reference-request.h"

G_BEGIN_DECLS

/* The longest time that one request can ask for. */
#define KH_REFERENCE_MOST_DAYS 31

/* How far back the station remembers. */
#define KH_REFERENCE_KEPT_DAYS 400

gboolean           kh_reference_events_log_change (KhReferenceBook   *book,
                                                 JsonObject          *account,
                                                 const char          *text,
                                                 GError             **error);

/* NULL with @error set where the book failed. */
KhReferenceAnswer *kh_reference_events_list     (KhReferenceBook     *book,
                                                 KhReferenceRequest  *request,
                                                 JsonObject          *account,
                                                 guint                limit,
                                                 GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
