/* kh-name-field.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-datapoint.h"
#include "kh-draft.h"

G_BEGIN_DECLS

/**
 * KhNameField:
 *
 * A datapoint to be typed that stands by itself: its name with the red dot of what is required,
 * its editor below, and what is wrong with it below that. Enter goes on to what comes next.
 */
#define KH_TYPE_NAME_FIELD (kh_name_field_get_type ())
G_DECLARE_FINAL_TYPE (KhNameField, kh_name_field, KH, NAME_FIELD, GtkWidget)

/* @label: the datapoint's name with its mnemonic. */
void kh_name_field_set_datapoint (KhNameField   *self,
                                  KhDatapointId  id,
                                  const char    *label);
void kh_name_field_set_draft     (KhNameField   *self,
                                  KhDraft       *draft);
void kh_name_field_set_required  (KhNameField   *self,
                                  gboolean       required);
/* What is wrong, or NULL. It stays until another value is typed. */
void kh_name_field_set_problem   (KhNameField   *self,
                                  const char    *message);

G_END_DECLS
