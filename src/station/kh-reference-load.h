/* kh-reference-load.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-reference-rules.h"

G_BEGIN_DECLS

GPtrArray *kh_reference_load_file (const char          *path,
                                   const char          *dealer,
                                   KhReferenceProfile   profile,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_reference_load_text (const char          *text,
                                   gsize                length,
                                   gboolean             csv,
                                   const char          *dealer,
                                   KhReferenceProfile   profile,
                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
