/* kh-notifier.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-sender.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhNotifier:
 *
 * Tells the desktop when a change for a station needs a person: at most once a company an hour,
 * with the company's name and a count, and nothing of a customer, as it may stand on a locked
 * screen. What was settled is withdrawn. Clicking it activates app.waiting with the company.
 */
#define KH_TYPE_NOTIFIER (kh_notifier_get_type ())
G_DECLARE_FINAL_TYPE (KhNotifier, kh_notifier, KH, NOTIFIER, GObject)

KhNotifier *kh_notifier_new  (GApplication *application,
                              KhStore      *store,
                              KhSender     *sender) G_GNUC_WARN_UNUSED_RESULT;
/* Withdraws what it told, and tells no more. */
void        kh_notifier_stop (KhNotifier   *self);

G_END_DECLS
