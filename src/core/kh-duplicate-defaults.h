/* kh-duplicate-defaults.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhDuplicateDefaults:
 *
 * The Customer Duplicate Defaults: how the switches of Duplicate stand when it opens. A
 * switch that nobody set stands as the registry says. The office keeps one set, and each
 * member may keep a set of their own over it; the switches of a duplicate that was just
 * made are one as well. Filled once, by whoever made it, and not changed after that.
 */
#define KH_TYPE_DUPLICATE_DEFAULTS (kh_duplicate_defaults_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateDefaults, kh_duplicate_defaults, KH, DUPLICATE_DEFAULTS, GObject)

KhDuplicateDefaults *kh_duplicate_defaults_new     (void);
KhDuplicateDefaults *kh_duplicate_defaults_copy    (KhDuplicateDefaults *self) G_GNUC_WARN_UNUSED_RESULT;
KhDuplicateDefaults *kh_duplicate_defaults_overlay (KhDuplicateDefaults *self,
                                                    KhDuplicateDefaults *own) G_GNUC_WARN_UNUSED_RESULT;

gboolean             kh_duplicate_defaults_may_set (KhDatapointId        id);
const char          *kh_duplicate_defaults_get_reason (KhDatapointId     id);
gboolean             kh_duplicate_defaults_get     (KhDuplicateDefaults *self,
                                                    KhDatapointId        id);
gboolean             kh_duplicate_defaults_is_set  (KhDuplicateDefaults *self,
                                                    KhDatapointId        id);
void                 kh_duplicate_defaults_set     (KhDuplicateDefaults *self,
                                                    KhDatapointId        id,
                                                    gboolean             on);
void                 kh_duplicate_defaults_unset   (KhDuplicateDefaults *self,
                                                    KhDatapointId        id);

/* The same of a group of rows; see kh-duplicate-group.h. */
gboolean             kh_duplicate_defaults_get_group (KhDuplicateDefaults *self,
                                                      guint                group);
gboolean             kh_duplicate_defaults_is_group_set (KhDuplicateDefaults *self,
                                                      guint                group);
void                 kh_duplicate_defaults_set_group (KhDuplicateDefaults *self,
                                                      guint                group,
                                                      gboolean             on);

gboolean             kh_duplicate_defaults_equal   (KhDuplicateDefaults *self,
                                                    KhDuplicateDefaults *other);

G_END_DECLS
