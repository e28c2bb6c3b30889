/* kh-postal-place.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhPostalPlace:
 * @city: (nullable): its name; %NULL where the code only tells the state
 * @county: (nullable): the county it is in
 * @state: its state, as in the datapoint
 *
 * A place that a postal code may mean.
 */
typedef struct {
  char *city;
  char *county;
  char *state;
} KhPostalPlace;

KhPostalPlace *kh_postal_place_new     (const char          *city,
                                        const char          *county,
                                        const char          *state) G_GNUC_WARN_UNUSED_RESULT;
void           kh_postal_place_free    (KhPostalPlace       *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhPostalPlace, kh_postal_place_free)

char          *kh_postal_dup_zip       (const char          *code) G_GNUC_WARN_UNUSED_RESULT;
const char    *kh_postal_get_state     (const char          *code);
gboolean       kh_postal_is_state      (const char          *state);

void           kh_postal_places_add    (GPtrArray           *places,
                                        const char          *city,
                                        const char          *county,
                                        const char          *state);

G_END_DECLS
