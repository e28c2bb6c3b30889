/* kh-datapoint-row.h
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
 * KhDatapointRow:
 *
 * One datapoint on a customer's page: its label, and its value or, while the section is
 * edited, its editor in the same place, with what is wrong written under it.
 */
#define KH_TYPE_DATAPOINT_ROW (kh_datapoint_row_get_type ())
G_DECLARE_FINAL_TYPE (KhDatapointRow, kh_datapoint_row, KH, DATAPOINT_ROW, GtkWidget)

GtkWidget     *kh_datapoint_row_new           (KhDatapointId   id);

KhDatapointId  kh_datapoint_row_get_id        (KhDatapointRow *self);
GtkLabel      *kh_datapoint_row_get_label     (KhDatapointRow *self);

/* What takes the focus, or NULL while the row is not edited. */
GtkWidget     *kh_datapoint_row_get_field     (KhDatapointRow *self);

void           kh_datapoint_row_set_draft     (KhDatapointRow *self,
                                               KhDraft        *draft);
void           kh_datapoint_row_set_editing   (KhDatapointRow *self,
                                               gboolean        editing,
                                               const char     *mnemonic);

/* Where the record is no customer, nothing is required. */
void           kh_datapoint_row_set_optional  (KhDatapointRow *self,
                                               gboolean        optional);

/* Why the value cannot be edited now, as a whole sentence, or NULL. */
void           kh_datapoint_row_set_locked    (KhDatapointRow *self,
                                               const char     *reason);
void           kh_datapoint_row_set_denied    (KhDatapointRow *self,
                                               const char     *reason);

/* Shows the sealed value that is kept, for that time at most. */
void           kh_datapoint_row_reveal        (KhDatapointRow *self,
                                               KhSecret       *secret,
                                               guint           milliseconds);

/* The sealed value that is shown just now, or NULL. */
const char    *kh_datapoint_row_get_revealed  (KhDatapointRow *self);

/* Shows what the draft holds. */
void           kh_datapoint_row_update        (KhDatapointRow *self);

/* What Save found wrong here. It stays until something else is typed. */
void           kh_datapoint_row_set_problem   (KhDatapointRow *self,
                                               const char     *message);

/* Where a value comes from that nobody typed, or NULL. */
void           kh_datapoint_row_set_hint      (KhDatapointRow *self,
                                               const char     *hint);
/* Another letter than that of kh_datapoint_row_set_editing(), while it is edited. */
void           kh_datapoint_row_set_mnemonic  (KhDatapointRow *self,
                                               const char     *mnemonic);

G_END_DECLS
