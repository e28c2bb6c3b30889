/* kh-group-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-staff-form.h"

G_BEGIN_DECLS

/**
 * KhGroupForm:
 *
 * One group of the staff: its name, and what its members may do.
 */
#define KH_TYPE_GROUP_FORM (kh_group_form_get_type ())
G_DECLARE_FINAL_TYPE (KhGroupForm, kh_group_form, KH, GROUP_FORM, GtkWidget)

GtkWidget *kh_group_form_new (KhServices *services);

G_END_DECLS
