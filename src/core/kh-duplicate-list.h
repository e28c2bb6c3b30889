/* kh-duplicate-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhDuplicateList:
 *
 * Everything that Duplicate shows, as a #GListModel in the order of the sections: the rows of a plan, and
 * after them, section by section, the lines of its tables.
 */
#define KH_TYPE_DUPLICATE_LIST (kh_duplicate_list_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateList, kh_duplicate_list, KH, DUPLICATE_LIST, GObject)

KhDuplicateList *kh_duplicate_list_new      (KhDuplicatePlan *plan) G_GNUC_WARN_UNUSED_RESULT;
KhDuplicatePlan *kh_duplicate_list_get_plan (KhDuplicateList *self);

G_END_DECLS
