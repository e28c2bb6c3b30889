/* kh-staff-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhStaffPage:
 *
 * The preferences' pages of the staff's members and of their groups: the list of them, and the
 * form of the one that is chosen. It is not visible to those who may not see the staff, and
 * read-only with the reason for those who may not change it.
 */
#define KH_TYPE_STAFF_PAGE (kh_staff_page_get_type ())
G_DECLARE_FINAL_TYPE (KhStaffPage, kh_staff_page, KH, STAFF_PAGE, GtkWidget)

GtkWidget *kh_staff_page_new_members (KhServices *services);
GtkWidget *kh_staff_page_new_groups  (KhServices *services);

G_END_DECLS
