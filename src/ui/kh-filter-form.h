/* kh-filter-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-filter.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhFilterForm:
 *
 * What the customers are filtered and sorted by, one field each as far as whoever is signed in may
 * view it, and the filters that they kept by name.
 *
 * ::changed (): the filter is another; what is typed and is no value leaves it as it was.
 */
#define KH_TYPE_FILTER_FORM (kh_filter_form_get_type ())
G_DECLARE_FINAL_TYPE (KhFilterForm, kh_filter_form, KH, FILTER_FORM, GtkWidget)

GtkWidget      *kh_filter_form_new        (void);

void            kh_filter_form_set_store  (KhFilterForm   *self,
                                           KhStore        *store);
const KhFilter *kh_filter_form_get_filter (KhFilterForm   *self);
void            kh_filter_form_set_filter (KhFilterForm   *self,
                                           const KhFilter *filter);
/* What is kept may be another since the form was seen last. */
void            kh_filter_form_begin      (KhFilterForm   *self);

G_END_DECLS
