/* kh-services.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-desk.h"
#include "kh-lent-folder.h"
#include "kh-sender.h"
#include "kh-stations.h"
#include "kh-store.h"
#include "kh-test-memory.h"
#include "kh-watcher.h"

G_BEGIN_DECLS

/**
 * KhServices:
 *
 * What every window works with, passed down from the application and never
 * global: the records, and the way to the monitoring companies.
 */
#define KH_TYPE_SERVICES (kh_services_get_type ())
G_DECLARE_FINAL_TYPE (KhServices, kh_services, KH, SERVICES, GObject)

KhServices *kh_services_new          (KhStore    *store,
                                      KhStations *stations);
KhStore    *kh_services_get_store    (KhServices *self);
KhStations *kh_services_get_stations (KhServices *self);

/* What is known to be on test. */
KhTestMemory *kh_services_get_tests  (KhServices *self);

/* Where copies of files are while other applications show them. */
KhLentFolder *kh_services_get_lent   (KhServices *self);

/* For how long a passcode that was revealed stays on the screen, in milliseconds. */
guint       kh_services_get_reveal_time (KhServices *self);
void        kh_services_set_reveal_time (KhServices *self,
                                      guint       milliseconds);

/* NULL where no keyring is asked, as in the demo. */
KhDesk     *kh_services_get_desk     (KhServices *self);
void        kh_services_set_desk     (KhServices *self,
                                      KhDesk     *desk);

/* NULL where nothing is sent by itself. */
KhSender   *kh_services_get_sender   (KhServices *self);
void        kh_services_set_sender   (KhServices *self,
                                      KhSender   *sender);

/* NULL where accounts are not compared by themselves. */
KhWatcher  *kh_services_get_watcher  (KhServices *self);
void        kh_services_set_watcher  (KhServices *self,
                                      KhWatcher  *watcher);

G_END_DECLS
