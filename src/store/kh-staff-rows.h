/* kh-staff-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-staff.h"

G_BEGIN_DECLS

/* The staff and its groups, read and written on the thread that owns the connection. */
gboolean  kh_staff_rows_create       (KhConnection    *connection,
                                      GError         **error);
KhStaff  *kh_staff_rows_load         (KhConnection    *connection,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gint64    kh_staff_rows_save_group   (KhConnection    *connection,
                                      const KhGroup   *group,
                                      GError         **error);
gboolean  kh_staff_rows_remove_group (KhConnection    *connection,
                                      gint64           group,
                                      gint64           heir,
                                      GError         **error);
gint64    kh_staff_rows_save_member  (KhConnection    *connection,
                                      const KhMember  *member,
                                      GError         **error);

G_END_DECLS
