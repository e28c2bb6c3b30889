/* kh-text-source.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhTextSource:
 *
 * A file of any size that is read as text, a piece at a time. UTF-16 comes out as UTF-8, and a
 * byte-order mark is taken off. That the rest is text is for the reader to check, who can say
 * in which line it is not.
 */
#define KH_TYPE_TEXT_SOURCE (kh_text_source_get_type ())
G_DECLARE_FINAL_TYPE (KhTextSource, kh_text_source, KH, TEXT_SOURCE, GObject)

KhTextSource *kh_text_source_open         (const char    *path,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
const char   *kh_text_source_peek         (KhTextSource  *self,
                                           gsize         *length,
                                           gboolean      *is_last);
gboolean      kh_text_source_more         (KhTextSource  *self,
                                           GError       **error);
void          kh_text_source_skip         (KhTextSource  *self,
                                           gsize          length);
goffset       kh_text_source_get_position (KhTextSource  *self);
goffset       kh_text_source_get_size     (KhTextSource  *self);

G_END_DECLS
