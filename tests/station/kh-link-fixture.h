/* kh-link-fixture.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-linker.h"
#include "kh-reference-station.h"

G_BEGIN_DECLS

#define KH_LINK_TOKEN "summit-token-0001"

/* Dealer SUMMIT: 1042 (Ann Lee, 4 Elm St), AB-77, 3000 on receivers 1 and 9, 6000, which
 * the station links to our customer 999, and 7000, which has our record's values. Dealer
 * OTHER: 5000. */
extern const char kh_link_accounts[];

/* A data file with the company Dynamark, and its station: in this process, or elsewhere. */
typedef struct {
  char *folder;
  KhStore *store;
  KhStations *stations;
  KhReferenceStation *station;
  gint64 company;
} KhLinkFixture;

void        kh_link_fixture_init         (KhLinkFixture *self);
/* With a station somewhere else. */
void        kh_link_fixture_init_at      (KhLinkFixture *self,
                                          const char    *address,
                                          const char    *ca_file);
/* The company has another address from now on, and its station is left as it is. */
void        kh_link_fixture_move         (KhLinkFixture *self,
                                          const char    *address,
                                          const char    *ca_file);
/* The company has another station from now on. */
void        kh_link_fixture_replace_station (KhLinkFixture *self,
                                             const char    *accounts);
/* Another kind of station, too. */
void        kh_link_fixture_replace_station_by (KhLinkFixture      *self,
                                                KhReferenceProfile  profile,
                                                const char         *accounts);
/* The setting of the company. */
void        kh_link_fixture_set_sends_zones (KhLinkFixture *self,
                                             gboolean       sends);
void        kh_link_fixture_set_zone_digits (KhLinkFixture *self,
                                             guint          digits);
void        kh_link_fixture_clear        (KhLinkFixture *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhLinkFixture, kh_link_fixture_clear)

/* Opens a data file that an earlier fixture, perhaps of another process, has made. */
void        kh_link_fixture_open         (KhLinkFixture *self,
                                          const char    *folder);
void        kh_link_fixture_close        (KhLinkFixture *self);

/* Maria Vega becomes the owner, and is signed in with the keys to what is sealed. Sign-in is for
 * a data file that has her already. */
#define KH_LINK_PASSWORD "four words of Maria Vega"
void        kh_link_fixture_make_owner   (KhLinkFixture *self);
void        kh_link_fixture_sign_in      (KhLinkFixture *self);
void        kh_link_fixture_set_secret   (KhLinkFixture *self,
                                          gint64         customer,
                                          KhDatapointId  id,
                                          const char    *text);
/* Whether @text stands anywhere in the data file, or in what is beside it. */
gboolean    kh_link_fixture_file_has     (KhLinkFixture *self,
                                          const char    *text);

/* Adds Ann Lee of 12 Oak Avenue with that account number. */
gint64      kh_link_fixture_add_customer (KhLinkFixture *self,
                                          const char    *number,
                                          const char    *receiver);
/* The owner gives the customer all that Shell Account asks for, but the number: a passcode, a
 * contact with a phone, and what else is required. */
#define KH_LINK_PASSCODE "ROSEBUD7"
void        kh_link_fixture_make_ready   (KhLinkFixture *self,
                                          gint64         customer);
KhCustomer *kh_link_fixture_load         (KhLinkFixture *self,
                                          gint64         customer,
                                          KhLink       **link) G_GNUC_WARN_UNUSED_RESULT;
guint       kh_link_fixture_count_attempts (KhLinkFixture *self);
void        kh_link_fixture_fault        (KhLinkFixture *self,
                                          const char    *spec);
void        kh_link_fixture_set_deadline (KhLinkFixture *self,
                                          guint          milliseconds);
/* The station's account, as it is kept there. */
KhAccount  *kh_link_fixture_read_account (KhLinkFixture *self,
                                          const char    *account) G_GNUC_WARN_UNUSED_RESULT;

/* The keys of the requests in a station's log with that end of the path and that many query names,
 * and how many different ones there are. */
GPtrArray  *kh_link_read_log             (const char    *path,
                                          const char    *end,
                                          guint          n_names) G_GNUC_WARN_UNUSED_RESULT;
guint       kh_link_count_keys           (GPtrArray     *keys);

KhLinker   *kh_link_fixture_new_linker   (KhLinkFixture *self,
                                          gint64         customer) G_GNUC_WARN_UNUSED_RESULT;
/* A linker that was started and now waits for a person. */
KhLinker   *kh_link_fixture_start        (KhLinkFixture *self,
                                          gint64         customer) G_GNUC_WARN_UNUSED_RESULT;
KhRecovery *kh_link_fixture_recover      (KhLinkFixture *self) G_GNUC_WARN_UNUSED_RESULT;

void        kh_link_wait                 (KhLinker      *linker);
void        kh_link_wait_for             (KhLinker      *linker,
                                          KhLinkerState  state);
void        kh_link_press                (KhLinker      *linker);
void        kh_assert_link_state         (KhLinker      *linker,
                                          KhLinkerState  state);

G_END_DECLS
