/* kh-demo.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-stations.h"
#include "kh-store.h"

G_BEGIN_DECLS

/* The first customers of every demo, whose accounts are what the name says. The rest is made
 * from the seed. */
#define KH_DEMO_DIFFERS     1001 /* Ana Ruiz, Dynamark DY-10421: four datapoints differ */
#define KH_DEMO_SAME        1002 /* Grace Abernathy, Security Partners: nothing differs */
#define KH_DEMO_NEAR_MISS   1003 /* Daniel Okafor, Alarm Central: the number lacks its hyphen there */
#define KH_DEMO_SEVERAL     1004 /* Linh Nguyen, Legacy Security Services: on two receivers */
#define KH_DEMO_NOT_OURS    1005 /* Marisol Delgado, Dynamark: another dealer's account */
#define KH_DEMO_ADT         1006 /* Smith & Sons Hardware, ADT: a business */
#define KH_DEMO_UNMONITORED 1007 /* Min-jun Park: nobody monitors her yet */
#define KH_DEMO_CLOSED      1008 /* Rosa Whitaker, Alarm Central: of an office location that is not active any more */

#define KH_DEMO_CUSTOMERS 2000

/**
 * KhDemo:
 *
 * An office to try Keyholder with: made-up customers in a folder, and five monitoring
 * companies, each a reference station in a process of its own. The processes end with
 * the object, and with the process that made it.
 */
#define KH_TYPE_DEMO (kh_demo_get_type ())
G_DECLARE_FINAL_TYPE (KhDemo, kh_demo, KH, DEMO, GObject)

/* @folder is empty or not there yet; @station_program is the path of keyholder-station. */
KhDemo     *kh_demo_new          (const char           *folder,
                                  const char           *station_program,
                                  guint                 customers,
                                  guint32               seed);

void        kh_demo_start_async  (KhDemo               *self,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean    kh_demo_start_finish (KhDemo               *self,
                                  GAsyncResult         *result,
                                  GError              **error);

/* NULL until it has started. */
KhStore    *kh_demo_get_store    (KhDemo               *self);
KhStations *kh_demo_get_stations (KhDemo               *self);

/* An outage of one of the kh_demo_companies, and its end. */
char       *kh_demo_dup_address  (KhDemo               *self,
                                  guint                 index) G_GNUC_WARN_UNUSED_RESULT;
void        kh_demo_stop_station (KhDemo               *self,
                                  guint                 index);
void        kh_demo_restart_station_async (KhDemo              *self,
                                           guint                index,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);

G_END_DECLS
