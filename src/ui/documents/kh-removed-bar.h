/* kh-removed-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-document.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhRemovedBar:
 *
 * Says which file was removed, and brings it back, for as long as it is shown. After that what was
 * in the file is gone.
 *
 * ::notice (char *text): a sentence for the window's status bar.
 */
#define KH_TYPE_REMOVED_BAR (kh_removed_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhRemovedBar, kh_removed_bar, KH, REMOVED_BAR, GtkWidget)

void kh_removed_bar_set_store    (KhRemovedBar *self,
                                  KhStore      *store);
/* The file that was removed last, or NULL for none; one that was shown before is forgotten. */
void kh_removed_bar_set_document (KhRemovedBar *self,
                                  KhDocument   *document);
void kh_removed_bar_undo         (KhRemovedBar *self);

G_END_DECLS
