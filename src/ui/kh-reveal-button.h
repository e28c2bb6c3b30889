/* kh-reveal-button.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-secret.h"

G_BEGIN_DECLS

/**
 * KhRevealButton:
 *
 * The button beside a sealed value. It asks for the value with an action, shows it
 * in the row's label for a while, and takes it away again: when the time is over, when it is
 * pressed once more, and when it is not on the screen any longer.
 */
#define KH_TYPE_REVEAL_BUTTON (kh_reveal_button_get_type ())
G_DECLARE_FINAL_TYPE (KhRevealButton, kh_reveal_button, KH, REVEAL_BUTTON, GtkButton)

/* @name is the sealed datapoint's, translated; @label stands beside it for as long as it lives. */
GtkWidget *kh_reveal_button_new       (const char     *name,
                                       GtkLabel       *label);
/* What it asks for the value with; takes @target if that is floating. */
void       kh_reveal_button_set_action (KhRevealButton *self,
                                       const char     *action,
                                       GVariant       *target);

/* That a value is kept: dots, always as many. Takes one away that is shown. */
void       kh_reveal_button_conceal   (KhRevealButton *self);
void       kh_reveal_button_show      (KhRevealButton *self,
                                       KhSecret       *secret,
                                       guint           milliseconds);
gboolean   kh_reveal_button_get_shown (KhRevealButton *self);

G_END_DECLS
