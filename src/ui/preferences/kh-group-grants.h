/* kh-group-grants.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-grant.h"

G_BEGIN_DECLS

/**
 * KhGroupGrants:
 *
 * A check button for every grant, a row for each resource. One whose need is not ticked has
 * no effect, so it is shown unticked and insensitive until that one is.
 *
 * ::changed (): by the person, not by the calls below.
 */
#define KH_TYPE_GROUP_GRANTS (kh_group_grants_get_type ())
G_DECLARE_FINAL_TYPE (KhGroupGrants, kh_group_grants, KH, GROUP_GRANTS, GtkWidget)

void     kh_group_grants_set           (KhGroupGrants *self,
                                        KhGrants       grants);
/* What is ticked. */
KhGrants kh_group_grants_get           (KhGroupGrants *self);
void     kh_group_grants_set_read_only (KhGroupGrants *self,
                                        gboolean       read_only);

/* The grants of @grants whose needs are among them too. */
KhGrants kh_group_grants_filter        (KhGrants       grants);

G_END_DECLS
