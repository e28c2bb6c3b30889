/* kh-sender.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-backoff.h"
#include "kh-pulse.h"
#include "kh-stations.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhSender:
 *
 * Takes the changes that wait to their stations, whoever is signed in: one account's in order,
 * one write at a time, and up to four requests at a time for a company. What a station cannot
 * take now goes out later by itself; a company whose token does not do is left alone until it
 * has another.
 * ::paused (gint64 company, const char *message): a company is left alone; said once.
 * ::resumed (gint64 company): it answers again.
 * ::looked (gint64 customer): the account was to be compared, and was, or could not be now.
 */
#define KH_TYPE_SENDER (kh_sender_get_type ())
G_DECLARE_FINAL_TYPE (KhSender, kh_sender, KH, SENDER, GObject)

KhSender   *kh_sender_new           (KhStore      *store,
                                     KhStations   *stations) G_GNUC_WARN_UNUSED_RESULT;
void        kh_sender_start         (KhSender     *self);
void        kh_sender_stop          (KhSender     *self);

/* Compares one account in its turn; everything that waits for its time is due soon. */
void        kh_sender_look          (KhSender     *self,
                                     gint64        customer);
void        kh_sender_hurry         (KhSender     *self);

/* Why a company is left alone, or NULL. */
const char *kh_sender_get_pause     (KhSender     *self,
                                     gint64        company);
/* Whether a sealed change waits for somebody who has the key. */
gboolean    kh_sender_is_locked     (KhSender     *self,
                                     gint64        customer);
/* Whether nothing is under way or about to be; what waits for its time is not. */
gboolean    kh_sender_is_idle       (KhSender     *self);
/* Whether nothing is there that would go out by itself. */
gboolean    kh_sender_is_empty      (KhSender     *self);

/* For tests: chance, by how much all waits are shorter, and the time. */
void        kh_sender_set_pace      (KhSender     *self,
                                     double        pace,
                                     KhRandomFunc  random,
                                     gpointer      random_data);
void        kh_sender_set_clock     (KhSender     *self,
                                     KhClockFunc   clock,
                                     gpointer      clock_data);

G_END_DECLS
