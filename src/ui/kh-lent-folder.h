/* kh-lent-folder.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhLentFolder:
 *
 * Where the copies of customers' files are while other applications show them: a folder that only
 * this member of the desktop may look into. It goes away with this object, and what a Keyholder
 * left that was killed goes when the next one is made.
 */
#define KH_TYPE_LENT_FOLDER (kh_lent_folder_get_type ())
G_DECLARE_FINAL_TYPE (KhLentFolder, kh_lent_folder, KH, LENT_FOLDER, GObject)

KhLentFolder *kh_lent_folder_new       (void);
/* A new folder in it, so that two files of one name do not meet. NULL with an error of
 * %KH_STORE_ERROR_IO when there can be none. */
char         *kh_lent_folder_dup_place (KhLentFolder  *self,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
