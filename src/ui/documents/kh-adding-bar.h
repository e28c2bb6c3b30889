/* kh-adding-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-document-adder.h"

G_BEGIN_DECLS

/**
 * KhAddingBar:
 *
 * Which file is being added, how many are left, and a button to stop that. It is not there while
 * none is.
 */
#define KH_TYPE_ADDING_BAR (kh_adding_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhAddingBar, kh_adding_bar, KH, ADDING_BAR, GtkWidget)

void kh_adding_bar_set_adder (KhAddingBar     *self,
                              KhDocumentAdder *adder);

G_END_DECLS
