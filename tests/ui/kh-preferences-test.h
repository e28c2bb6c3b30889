/* kh-preferences-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-ui-fixture.h"

G_BEGIN_DECLS

/**
 * PreferencesTest:
 *
 * An office with its owner Maria Vega signed in, and with the preferences open. The clerk
 * Dana Okafor of the group Office may see the catalogues and not change them. There are the
 * account classes Commercial and Residential, and the lead source Mail with a campaign.
 */
typedef struct {
  KhUiFixture office;
  GtkWindow *window;
  GtkWindow *preferences;
  gint64 owner;
  gint64 clerk;
} PreferencesTest;

void       preferences_start            (PreferencesTest        *self,
                                         const char             *tab);
/* The staff alone, or the windows alone, in an office that is made otherwise. */
void       preferences_set_up_staff     (PreferencesTest        *self);
void       preferences_show_window      (PreferencesTest        *self,
                                         const char             *tab);
void       preferences_end              (PreferencesTest        *self);

void       preferences_sign_in          (PreferencesTest        *self,
                                         gint64                  member);
gint64     preferences_save_member      (PreferencesTest        *self,
                                         const KhMember         *member);

/* Entries, past the window. */
gint64     preferences_save_entry       (PreferencesTest        *self,
                                         KhCatalogueId           catalogue,
                                         const KhCatalogueEntry *entry);
gint64     preferences_add_entry        (PreferencesTest        *self,
                                         KhCatalogueId           catalogue,
                                         const char             *label,
                                         gint64                  parent);
const KhCatalogueEntry *
           preferences_find             (PreferencesTest        *self,
                                         KhCatalogueId           catalogue,
                                         const char             *label);

/* The window, by keys. */
void       preferences_open             (PreferencesTest        *self,
                                         const char             *tab);
void       preferences_close            (PreferencesTest        *self);
void       preferences_show_tab         (PreferencesTest        *self,
                                         const char             *title);
GtkWidget *preferences_root             (PreferencesTest        *self);
GtkWidget *preferences_field            (PreferencesTest        *self,
                                         const char             *label);
void       preferences_choose           (PreferencesTest        *self,
                                         const char             *label,
                                         const char             *item);
void       preferences_save             (PreferencesTest        *self);
gboolean   preferences_may_save         (PreferencesTest        *self);

/* A drop-down, by its labels. */
gboolean   preferences_has_item         (GtkWidget              *drop_down,
                                         const char             *label);
gboolean   preferences_has_chosen       (GtkWidget              *drop_down,
                                         const char             *label);

/* Alt and a letter mean one thing only; @n: how many letters there are. */
void       preferences_assert_mnemonics (PreferencesTest        *self,
                                         gsize                   n);

G_END_DECLS
