/* kh-store-output.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store.h"

G_BEGIN_DECLS

/* Files that a person asks for and names: whole or not there, and never in the place of the records. */

void     kh_store_write_file_async    (KhStore              *self,
                                       const char           *path,
                                       GBytes               *bytes,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
char    *kh_store_write_file_finish   (KhStore              *self,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void     kh_store_check_output_async  (KhStore              *self,
                                       const char           *path,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean kh_store_check_output_finish (KhStore              *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
