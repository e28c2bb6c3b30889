/* kh-code-entry.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-code-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhCodeEntry:
 *
 * An entry for a code of a monitoring company, or for anything else. Where the company can be asked, F4,
 * Alt+Down or the arrow offers its list: what is typed narrows it, the arrow keys choose, Enter takes, and
 * Escape leaves all as it was.
 *
 * ::left (): the focus came or went, so that what is typed is whole or not yet.
 * ::notice (char *message): what a person who asked for the list should hear of; "" when that is over.
 */
#define KH_TYPE_CODE_ENTRY (kh_code_entry_get_type ())
G_DECLARE_FINAL_TYPE (KhCodeEntry, kh_code_entry, KH, CODE_ENTRY, GtkWidget)

GtkWidget *kh_code_entry_new       (const KhCodeList *list,
                                    KhCodeSource     *source);

GtkWidget *kh_code_entry_get_entry (KhCodeEntry      *self);
/* Whether what stands there may still become a code of the list. */
gboolean   kh_code_entry_is_begun  (KhCodeEntry      *self);
/* For a key that is the entry's own before it is anybody else's. */
gboolean   kh_code_entry_press     (KhCodeEntry      *self,
                                    guint             keyval,
                                    GdkModifierType   state);

G_END_DECLS
