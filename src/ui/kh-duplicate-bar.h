/* kh-duplicate-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhDuplicateBar:
 *
 * On the page of a customer who was just made by Duplicate: what was copied, Open Original and
 * Undo.
 *
 * ::open-original (), ::undo (), ::closed (): somebody pressed that.
 */
#define KH_TYPE_DUPLICATE_BAR (kh_duplicate_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateBar, kh_duplicate_bar, KH, DUPLICATE_BAR, GtkWidget)

GtkWidget *kh_duplicate_bar_new         (const char     *text);

void       kh_duplicate_bar_set_text    (KhDuplicateBar *self,
                                         const char     *text);
void       kh_duplicate_bar_set_undoing (KhDuplicateBar *self,
                                         gboolean        undoing);
/* There is nothing to undo any more. */
void       kh_duplicate_bar_end_undo    (KhDuplicateBar *self);

G_END_DECLS
