/* kh-postal-counts.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhPostalCounts:
 * @n_places: how many places of a postal file are kept
 * @n_left_out: how many of its lines were of other countries, or in no state
 *
 * What came of a postal file.
 */
typedef struct {
  guint n_places;
  guint n_left_out;
} KhPostalCounts;

G_END_DECLS
