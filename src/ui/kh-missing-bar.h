/* kh-missing-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-datapoint.h"

G_BEGIN_DECLS

/**
 * KhMissingBar:
 *
 * What a customer still lacks before an account can be linked, and what an ADT company
 * asks for besides: a calm line for each, and in it a button for each datapoint.
 *
 * ::jump (guint datapoint): somebody wants to fill it in.
 */
#define KH_TYPE_MISSING_BAR (kh_missing_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhMissingBar, kh_missing_bar, KH, MISSING_BAR, GtkWidget)

GtkWidget *kh_missing_bar_new          (void);

/* An array of KhProblem, as kh_draft_missing_to_link() gives it. */
void       kh_missing_bar_set_problems (KhMissingBar *self,
                                        GPtrArray    *problems);

G_END_DECLS
