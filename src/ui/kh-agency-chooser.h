/* kh-agency-chooser.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-station.h"

G_BEGIN_DECLS

#define KH_AGENCY_TYPE_BIT(type) (1U << (type))

/* Looks agencies up at a station, by type and ZIP code, until one of them is chosen. @types: the
 * KH_AGENCY_TYPE_BIT() of those to choose from, at least one; @zip: (nullable): where to look
 * first; @keeps: whether the station keeps for good what is chosen, which is said. NULL when the
 * person cancelled. */
void      kh_agency_chooser_async  (GtkWindow           *parent,
                                    KhStation           *station,
                                    guint                types,
                                    const char          *zip,
                                    gboolean             keeps,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
KhAgency *kh_agency_chooser_finish (GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
