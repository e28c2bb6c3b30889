/* kh-lock-setting.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhLockSetting:
 *
 * After how many minutes without a touch a desk locks itself. It is kept as soon as it is set.
 */
#define KH_TYPE_LOCK_SETTING (kh_lock_setting_get_type ())
G_DECLARE_FINAL_TYPE (KhLockSetting, kh_lock_setting, KH, LOCK_SETTING, GtkWidget)

GtkWidget *kh_lock_setting_new (KhStore *store);

G_END_DECLS
