/* kh-link.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhLink:
 * @customer: the customer number
 * @company: the monitoring company's entry
 * @account: the station's own id of the account
 * @number: the account number at the time of linking
 * @receiver: (nullable): the receiver
 * @etag: (nullable): the account's version that we last agreed on; a made-up one begins with
 *   %KH_LINK_MADE_UP
 * @linked_at: seconds since 1970, UTC
 * @linked_by: who pressed Link
 * @hold: (nullable): why nothing goes out for the account, whether a change waits or not: the name
 *   of the #KhOutboxEvent that said so, or %KH_LINK_UNCHECKED
 * @hold_message: (nullable): the same for a person, in a whole sentence
 *
 * That a customer and a station's account are the same thing. There is at most
 * one for a customer, and at most one for an account.
 */
struct _KhLink {
  gint64 customer;
  gint64 company;
  char *account;
  char *number;
  char *receiver;
  char *etag;
  gint64 linked_at;
  char *linked_by;
  char *hold;
  char *hold_message;
};

/* The account is to be read and compared before anything goes out, as after the data file was
 * brought back from a backup. */
#define KH_LINK_UNCHECKED "unchecked"

/* What a version begins with that the station did not give: it is a digest of the account. Such a one tells whether
 * the account is as it was, and guards no write. */
#define KH_LINK_MADE_UP "="

KhLink *kh_link_new  (void) G_GNUC_WARN_UNUSED_RESULT;
KhLink *kh_link_copy (const KhLink *link) G_GNUC_WARN_UNUSED_RESULT;
void    kh_link_free (KhLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhLink, kh_link_free)

gboolean kh_link_is_unchecked (const KhLink *link);
gboolean kh_link_is_held      (const KhLink *link);
gboolean kh_link_is_unguarded (const KhLink *link);

/**
 * KhStationState:
 *
 * What a customer's Central Station section is in. It decides which buttons
 * stand there; kh_station_state() finds it.
 */
typedef enum {
  KH_STATION_NO_COMPANY,
  KH_STATION_DATA_ONLY,
  KH_STATION_NO_NUMBER,
  KH_STATION_READY,
  KH_STATION_LINKED,
} KhStationState;

KhStationState kh_station_state (KhCustomer   *customer,
                                 KhCatalogues *catalogues,
                                 const KhLink *link);

G_END_DECLS
