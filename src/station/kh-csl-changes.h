/* kh-csl-changes.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-station.h"

G_BEGIN_DECLS

GBytes   *kh_csl_changes_write (GPtrArray      *changes,
                                const char     *reason,
                                const char     *author) G_GNUC_WARN_UNUSED_RESULT;
guint     kh_csl_changes_count (GBytes         *body);
GStrv     kh_csl_changes_list_added (GBytes    *body) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_csl_changes_list_datapoints (GBytes *body) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_csl_changes_find  (GBytes         *body,
                                const char     *pointer,
                                KhDatapointId  *id);
gboolean  kh_csl_changes_reveals (GBytes        *body,
                                  const char    *text);

/* Bytes of a text; one that holds a secret is kept where secrets are. Takes the text. */
GBytes   *kh_csl_changes_take_text (char        *text,
                                    gboolean     secret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
