/* kh-defaults.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-customer.h"
#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhDefaults:
 *
 * The Customer Defaults: what a new customer starts with. Filled once, by whoever
 * made it, and not changed after that.
 */
#define KH_TYPE_DEFAULTS (kh_defaults_get_type ())
G_DECLARE_FINAL_TYPE (KhDefaults, kh_defaults, KH, DEFAULTS, GObject)

KhDefaults *kh_defaults_new     (void);

gboolean    kh_defaults_may_set (KhDatapointId  id);
const char *kh_defaults_get     (KhDefaults    *self,
                                 KhDatapointId  id);
void        kh_defaults_set     (KhDefaults    *self,
                                 KhDatapointId  id,
                                 const char    *value);
void        kh_defaults_apply   (KhDefaults    *self,
                                 KhCustomer    *customer,
                                 KhCatalogues  *catalogues);

G_END_DECLS
