/* kh-cancel-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhCancelDialog:
 *
 * Cancel Customer: the day on which a customer leaves, why, and what is worth noting. It says what
 * does not happen by it: the station is told nothing.
 *
 * ::cancelled (): the customer is.
 */
#define KH_TYPE_CANCEL_DIALOG (kh_cancel_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhCancelDialog, kh_cancel_dialog, KH, CANCEL_DIALOG, GtkWindow)

/* @warning: what goes on although the customer is cancelled, or NULL. */
GtkWindow *kh_cancel_dialog_new (GtkWindow   *parent,
                                 KhStore     *store,
                                 KhCustomer  *customer,
                                 const char  *warning);

G_END_DECLS
