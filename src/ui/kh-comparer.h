/* kh-comparer.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhComparer:
 *
 * Compares the account of a linked customer with what was last agreed on, and has somebody decide
 * about what was changed there, on the Discrepancies page.
 *
 * Property busy: a comparison is under way, or on the screen. ::notice (char *text): what came of it.
 */
#define KH_TYPE_COMPARER (kh_comparer_get_type ())
G_DECLARE_FINAL_TYPE (KhComparer, kh_comparer, KH, COMPARER, GObject)

KhComparer *kh_comparer_new      (KhServices *services);

/* @quiet: the page is shown only where somebody has to decide, and what does not work is a notice. */
void        kh_comparer_start    (KhComparer *self,
                                  GtkWindow  *parent,
                                  KhCustomer *customer,
                                  gboolean    quiet);
void        kh_comparer_cancel   (KhComparer *self);
gboolean    kh_comparer_get_busy (KhComparer *self);

G_END_DECLS
