/* kh-own-grants.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-grant.h"

G_BEGIN_DECLS

/**
 * KhOwnGrants:
 *
 * What one member has besides the group's grants or without them: each grant is as the
 * group's, added or taken away.
 *
 * ::changed (): by the person, not by the calls below.
 */
#define KH_TYPE_OWN_GRANTS (kh_own_grants_get_type ())
G_DECLARE_FINAL_TYPE (KhOwnGrants, kh_own_grants, KH, OWN_GRANTS, GtkWidget)

/* There are many buttons, and most members never need one: they are made when this is called. */
void kh_own_grants_build         (KhOwnGrants *self);

void kh_own_grants_set           (KhOwnGrants *self,
                                  KhGrants     added,
                                  KhGrants     taken);
void kh_own_grants_get           (KhOwnGrants *self,
                                  KhGrants    *added,
                                  KhGrants    *taken);
void kh_own_grants_set_group     (KhOwnGrants *self,
                                  KhGrants     group);
void kh_own_grants_set_read_only (KhOwnGrants *self,
                                  gboolean     read_only);

G_END_DECLS
