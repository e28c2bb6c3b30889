/* kh-section-card.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-datapoint-row.h"
#include "kh-draft.h"
#include "kh-staff.h"

G_BEGIN_DECLS

/**
 * KhSectionCard:
 *
 * One section of the registry as a card: its title, a row for each of its datapoints, and
 * the pencil, or Cancel and Save while it is edited. The buttons activate the page's
 * actions edit-section, cancel-section and save-section with the section as target.
 */
#define KH_TYPE_SECTION_CARD (kh_section_card_get_type ())
G_DECLARE_FINAL_TYPE (KhSectionCard, kh_section_card, KH, SECTION_CARD, GtkWidget)

GtkWidget      *kh_section_card_new         (KhSection       section);

KhSection       kh_section_card_get_section (KhSectionCard  *self);
guint           kh_section_card_get_n_rows  (KhSectionCard  *self);
KhDatapointRow *kh_section_card_get_row     (KhSectionCard  *self,
                                             KhDatapointId   id);
GtkWidget      *kh_section_card_lend_row    (KhSectionCard  *self,
                                             KhDatapointId   id) G_GNUC_WARN_UNUSED_RESULT;
void            kh_section_card_take_rows_back (KhSectionCard *self);
gboolean        kh_section_card_is_editable (KhSectionCard  *self);

gboolean        kh_section_card_get_editing (KhSectionCard  *self);
void            kh_section_card_set_editing (KhSectionCard  *self,
                                             gboolean        editing);

/* A new customer's card: always edited, and saved with the page. */
void            kh_section_card_set_plain   (KhSectionCard  *self,
                                             gboolean        plain);
void            kh_section_card_set_access  (KhSectionCard  *self,
                                             KhStaff        *staff,
                                             KhGrants        grants,
                                             gboolean        creating);
void            kh_section_card_set_linked  (KhSectionCard  *self,
                                             gboolean        linked);
void            kh_section_card_set_draft   (KhSectionCard  *self,
                                             KhDraft        *draft);
void            kh_section_card_set_foot    (KhSectionCard  *self,
                                             GtkWidget      *foot);

/* A sentence above the rows: why the section was not saved, or what else changed. */
void            kh_section_card_set_message (KhSectionCard  *self,
                                             const char     *message);

void            kh_section_card_update      (KhSectionCard  *self);

/* Where the focus goes: the first field, or the pencil. */
void            kh_section_card_focus       (KhSectionCard  *self);

G_END_DECLS
