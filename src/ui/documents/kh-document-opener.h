/* kh-document-opener.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-document.h"
#include "kh-services.h"

G_BEGIN_DECLS

/* Shows a copy of a file with the application that the desktop has for it. Programs are never
 * started. The error is a sentence to be shown. */
void     kh_document_opener_open_async  (KhServices           *services,
                                         KhDocument           *document,
                                         GtkWidget            *widget,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean kh_document_opener_open_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
