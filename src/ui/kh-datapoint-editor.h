/* kh-datapoint-editor.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-datapoint.h"
#include "kh-draft.h"

G_BEGIN_DECLS

/**
 * KhDatapointEditor:
 *
 * The widget in which a datapoint's value is typed or chosen, by its type: an entry, a
 * text view, a drop-down or a check button. It shows what the draft holds and tells the
 * draft what was typed.
 *
 * ::left (): the focus left it.
 * ::refused (char *message): what was pasted is far too long and was not taken.
 */
#define KH_TYPE_DATAPOINT_EDITOR (kh_datapoint_editor_get_type ())
G_DECLARE_FINAL_TYPE (KhDatapointEditor, kh_datapoint_editor, KH, DATAPOINT_EDITOR, GtkWidget)

GtkWidget *kh_datapoint_editor_new          (const KhDatapoint *datapoint);

/* What takes the focus, and what is named and described to a screen reader. */
GtkWidget *kh_datapoint_editor_get_field    (KhDatapointEditor *self);
void       kh_datapoint_editor_set_label    (KhDatapointEditor *self,
                                             GtkLabel          *label);

void       kh_datapoint_editor_set_draft    (KhDatapointEditor *self,
                                             KhDraft           *draft);
void       kh_datapoint_editor_update       (KhDatapointEditor *self);
void       kh_datapoint_editor_set_required (KhDatapointEditor *self,
                                             gboolean           required);
void       kh_datapoint_editor_set_error    (KhDatapointEditor *self,
                                             const char        *message);

/* The labels of the entries of a catalogue, as lists and read-only rows show them: an
 * entry that is not in use any more says so. */
char      *kh_datapoint_editor_dup_label    (const KhCatalogueEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
char      *kh_datapoint_editor_dup_entry    (const KhDatapoint *datapoint,
                                             KhDraft           *draft) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
