/* kh-output-file.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhOutputFile:
 *
 * A file that gets its name only when it is whole. Whatever ends before that, be it the machine,
 * leaves nothing under the name.
 */
typedef struct _KhOutputFile KhOutputFile;

KhOutputFile *kh_output_file_new    (const char     *path,
                                     const char     *data_file,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
KhOutputFile *kh_output_file_new_rejected (const char *path,
                                     const char     *suffix,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
KhOutputFile *kh_output_file_new_standard (void) G_GNUC_WARN_UNUSED_RESULT;
void          kh_output_file_free   (KhOutputFile   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhOutputFile, kh_output_file_free)

GString      *kh_output_file_get_buffer (KhOutputFile *self);
gboolean      kh_output_file_flush  (KhOutputFile   *self,
                                     gsize           more_than,
                                     GError        **error);
gboolean      kh_output_file_commit (KhOutputFile   *self,
                                     GError        **error);
const char   *kh_output_file_get_path (KhOutputFile *self);
void          kh_output_file_remove (KhOutputFile   *self);

G_END_DECLS
