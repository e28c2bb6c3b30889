/* kh-manage-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhManageWindow:
 *
 * Manage Account: a linked customer's account at the monitoring company, with what is on test
 * there and what happened.
 */
#define KH_TYPE_MANAGE_WINDOW (kh_manage_window_get_type ())
G_DECLARE_FINAL_TYPE (KhManageWindow, kh_manage_window, KH, MANAGE_WINDOW, GtkWindow)

GtkWindow *kh_manage_window_new (KhServices   *services,
                                 KhCompany    *company,
                                 const KhLink *link);
/* What is on test, in place of General. */
void       kh_manage_window_show_tests (KhManageWindow *self);

G_END_DECLS
