/* kh-outbox-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhOutboxBar:
 *
 * What of one customer has not reached the station yet, with the reason, Retry, Compare and
 * Discard. It is not there when there is nothing to say.
 */
#define KH_TYPE_OUTBOX_BAR (kh_outbox_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhOutboxBar, kh_outbox_bar, KH, OUTBOX_BAR, GtkWidget)

void kh_outbox_bar_show_customer (KhOutboxBar *self,
                                  KhServices  *services,
                                  gint64       customer,
                                  const char  *company);

G_END_DECLS
