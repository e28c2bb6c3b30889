/* kh-catalogue-form.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhCatalogueForm:
 *
 * One entry of a catalogue, with Save and Cancel: its name, and what only the entries of some
 * catalogues have.
 *
 * ::saved (gint64 id): what was typed is kept, as that one.
 */
#define KH_TYPE_CATALOGUE_FORM (kh_catalogue_form_get_type ())
G_DECLARE_FINAL_TYPE (KhCatalogueForm, kh_catalogue_form, KH, CATALOGUE_FORM, GtkWidget)

void        kh_catalogue_form_set_services (KhCatalogueForm        *self,
                                            KhServices             *services);

/* @entry: the one to show; with id 0, what a new one begins with. @title: of a new one. */
void        kh_catalogue_form_show         (KhCatalogueForm        *self,
                                            KhCatalogueId           catalogue,
                                            const KhCatalogueEntry *entry,
                                            const char             *title);
/* To the name. */
void        kh_catalogue_form_focus        (KhCatalogueForm        *self);
/* The catalogues are others: what is typed stays. */
void        kh_catalogue_form_refresh      (KhCatalogueForm        *self);
gboolean    kh_catalogue_form_get_dirty    (KhCatalogueForm        *self);

/* Ends with TRUE when it was saved; else the reason stands in the form. */
void        kh_catalogue_form_save_async   (KhCatalogueForm        *self,
                                            GAsyncReadyCallback     callback,
                                            gpointer                user_data);
gboolean    kh_catalogue_form_save_finish  (KhCatalogueForm        *self,
                                            GAsyncResult           *result);

/* A cancel reason's category as it is shown, or NULL. */
const char *kh_catalogue_form_get_category (const KhCatalogueEntry *entry);

G_END_DECLS
