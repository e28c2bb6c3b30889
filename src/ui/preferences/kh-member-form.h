/* kh-member-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-staff-form.h"

G_BEGIN_DECLS

/**
 * KhMemberForm:
 *
 * One member of the staff: name, group, roles, and grants of their own.
 */
#define KH_TYPE_MEMBER_FORM (kh_member_form_get_type ())
G_DECLARE_FINAL_TYPE (KhMemberForm, kh_member_form, KH, MEMBER_FORM, GtkWidget)

GtkWidget *kh_member_form_new (KhServices *services);

G_END_DECLS
