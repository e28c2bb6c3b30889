/* kh-saved-filter.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhSavedFilter:
 * @name: what the member calls it
 * @text: the filter, for kh_filter_parse()
 *
 * A filter that a member of the staff kept.
 */
typedef struct {
  char *name;
  char *text;
} KhSavedFilter;

void kh_saved_filter_free (KhSavedFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSavedFilter, kh_saved_filter_free)

G_END_DECLS
