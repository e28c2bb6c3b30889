/* kh-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the forms of the preferences have in common: fields in a grid, each with its label before it
 * and a note below. */

/* NULL takes the note back. */
void kh_form_set_note    (GtkLabel   *note,
                          const char *text);
/* Says what is wrong with the field, and leads there. */
void kh_form_fail        (GtkLabel   *note,
                          GtkWidget  *field,
                          const char *text);
void kh_form_name_fields (GtkWidget  *grid);

G_END_DECLS
