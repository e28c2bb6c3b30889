/* kh-blob-folder.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-document.h"
#include "kh-progress.h"

G_BEGIN_DECLS

/* The folder's name beside the data file. */
#define KH_BLOB_FOLDER "files"

/**
 * KhBlob:
 * @hash: the SHA-256 of a content, in lower-case hexadecimal
 * @size: how many bytes it has
 *
 * A content in the folder beside the data file that holds the contents of the customers' files. It
 * is called by its hash, in a folder of the hash's first two digits, so that the same content is
 * there once, however often it was added, and one that was changed is seen. What somebody named a
 * file never becomes the name of anything here. The folder belongs to the data file: whoever copies
 * that, copies both.
 *
 * None of these calls needs the data file, and each may run on any thread.
 */
typedef struct {
  char hash[65];
  gint64 size;
} KhBlob;

char            *kh_blob_folder_dup_path  (const char    *data_file) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_blob_folder_reserve   (const char    *folder,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_blob_folder_take_in   (const char    *folder,
                                           const char    *source,
                                           const char    *temporary,
                                           KhBlob        *blob,
                                           KhProgress    *progress,
                                           GCancellable  *cancellable,
                                           GError       **error);
gboolean         kh_blob_folder_publish   (const char    *folder,
                                           const char    *temporary,
                                           const char    *hash,
                                           GError       **error);
KhDocumentState  kh_blob_folder_look      (const char    *folder,
                                           const KhBlob  *blob);
gboolean         kh_blob_folder_is_program (const char   *folder,
                                           const KhBlob  *blob,
                                           const char    *name);
gboolean         kh_blob_folder_give_out  (const char    *folder,
                                           const KhBlob  *blob,
                                           const char    *path,
                                           GCancellable  *cancellable,
                                           GError       **error);
gboolean         kh_blob_folder_remove    (const char    *folder,
                                           const char    *hash);
void             kh_blob_folder_sweep     (const char    *folder);

G_END_DECLS
