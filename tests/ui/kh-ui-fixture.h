/* kh-ui-fixture.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-company.h"
#include "kh-services.h"
#include "kh-ui-test.h"

G_BEGIN_DECLS

/**
 * KhUiFixture:
 *
 * A data file in a folder of its own, the reference stations that were started for it, and
 * the application to show windows with. All of it is gone after kh_ui_fixture_clear().
 */
typedef struct {
  char *folder;
  GtkApplication *application;
  KhStore *store;
  KhStations *stations;
  KhServices *services;
  GPtrArray *processes;
  KhSecret *desk;
  gint64 owner;
} KhUiFixture;

void   kh_ui_fixture_init          (KhUiFixture          *self);
void   kh_ui_fixture_clear         (KhUiFixture          *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhUiFixture, kh_ui_fixture_clear)

/* Makes Maria Vega the owner, without a password, on a desk that keeps her key, and signs her in:
 * what is sealed wants a key. The result is her number. */
gint64 kh_ui_fixture_own           (KhUiFixture          *self);

/* Closes the data file and opens it again, as the next start of the program does. */
void   kh_ui_fixture_restart       (KhUiFixture          *self);

/**
 * KhUiStation:
 * @name: what the station calls itself
 * @profile: "bold", "adt" or "generic"
 * @dealer: whose accounts the token shows
 * @token: the token it knows
 * @accounts: (nullable): accounts to begin with, as a JSON array
 * @data: (nullable): the file it keeps them in; without one, in memory
 * @tls: whether it is spoken with by https; see kh_ui_fixture_get_ca_file()
 * @faults: (nullable): what it does wrong, each as --fault takes it
 */
typedef struct {
  const char *name;
  const char *profile;
  const char *dealer;
  const char *token;
  const char *accounts;
  const char *data;
  gboolean tls;
  const char * const *faults;
} KhUiStation;

/* Starts keyholder-station as a program of its own; the result is its address. The requests
 * that it got are in the file that kh_ui_fixture_get_log() names. */
char  *kh_ui_fixture_start_station (KhUiFixture          *self,
                                    const KhUiStation    *station) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the one that was started last, as kill -9 does. */
void   kh_ui_fixture_kill_station  (KhUiFixture          *self);
char  *kh_ui_fixture_get_log       (KhUiFixture          *self) G_GNUC_WARN_UNUSED_RESULT;
char  *kh_ui_fixture_get_ca_file   (KhUiFixture          *self) G_GNUC_WARN_UNUSED_RESULT;

/* The result is the company's or the customer's number. @token may be NULL. */
gint64 kh_ui_fixture_add_company   (KhUiFixture          *self,
                                    const char           *name,
                                    KhMonitorType         type,
                                    const char           *address,
                                    const char           *ca_file,
                                    const char           *token);
gint64 kh_ui_fixture_add_customer  (KhUiFixture          *self,
                                    KhCustomer           *customer);
gint64 kh_ui_fixture_add_sealed    (KhUiFixture          *self,
                                    KhCustomer           *customer,
                                    const char           *passcode);
KhCustomer *kh_ui_fixture_load     (KhUiFixture          *self,
                                    gint64                number,
                                    KhLink              **link) G_GNUC_WARN_UNUSED_RESULT;

/* Writes into the data file past the program, as another desk would: nobody is told. */
void   kh_ui_fixture_write_sql     (KhUiFixture          *self,
                                    const char           *sql);

void   kh_ui_fixture_write_file    (const char           *folder,
                                    const char           *sql);

/* A customer of a few words: the name's parts may be NULL. */
KhCustomer *kh_ui_customer_new     (const char           *first,
                                    const char           *last,
                                    const char           *business,
                                    const char           *address,
                                    const char           *city,
                                    const char           *state) G_GNUC_WARN_UNUSED_RESULT;

/* For the store's calls in tests: kh_ui_take() as callback with a GAsyncResult * as user
 * data, and then waiting for that. */
void   kh_ui_take                  (GObject              *source,
                                    GAsyncResult         *result,
                                    gpointer              place);

G_END_DECLS
