/* kh-data-file.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What stands on the disk before SQLite is let near it. */
char    *kh_data_file_resolve        (const char  *path,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kh_data_file_exists         (const char  *path);
gboolean kh_data_file_check          (const char  *path,
                                      gint32       application_id,
                                      GError     **error);
gboolean kh_data_file_check_folder   (const char  *path,
                                      GError     **error);
gboolean kh_data_file_is_network     (guint64      type);
int      kh_data_file_read_version   (const char  *path,
                                      gint32       application_id);
char    *kh_data_file_reserve        (const char  *path,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kh_data_file_publish        (const char  *temporary,
                                      const char  *path,
                                      gboolean     replace,
                                      GError     **error);

G_END_DECLS
