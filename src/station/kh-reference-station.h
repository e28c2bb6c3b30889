/* kh-reference-station.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-reference-request.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/**
 * KhReferenceStation:
 *
 * A monitoring company that speaks CSL/1 (see data/csl-1.openapi.json): for trying
 * the program before going live, for the demo and for tests. It serves in the
 * thread's main context, can keep its accounts in a file, and misbehaves when told to.
 * The signal "received" (SoupServerMessage) tells of each request before it is answered.
 */
#define KH_TYPE_REFERENCE_STATION (kh_reference_station_get_type ())
G_DECLARE_FINAL_TYPE (KhReferenceStation, kh_reference_station, KH, REFERENCE_STATION, GObject)

/* @path is the data file, or NULL to keep all in memory. */
KhReferenceStation *kh_reference_station_new              (KhReferenceProfile   profile,
                                                           const char          *name,
                                                           const char          *path,
                                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;

void                kh_reference_station_add_token        (KhReferenceStation  *self,
                                                           const char          *token,
                                                           const char          *dealer);
gboolean            kh_reference_station_read_tokens      (KhReferenceStation  *self,
                                                           const char          *path,
                                                           GError             **error);

/* Only into an empty book; @loaded tells whether it was. @dealer is for accounts
 * that name none. */
gboolean            kh_reference_station_load_file        (KhReferenceStation  *self,
                                                           const char          *path,
                                                           const char          *dealer,
                                                           gboolean            *loaded,
                                                           GError             **error);
gboolean            kh_reference_station_load_json        (KhReferenceStation  *self,
                                                           const char          *text,
                                                           const char          *dealer,
                                                           GError             **error);

/* Account numbers to hand out: BEGIN:END[:RECEIVER[:two-way]]. */
gboolean            kh_reference_station_add_block        (KhReferenceStation  *self,
                                                           const char          *dealer,
                                                           const char          *spec,
                                                           GError             **error);
/* What the operator has to approve: a path such as /passcodes, or an account's id. */
gboolean            kh_reference_station_add_review       (KhReferenceStation  *self,
                                                           const char          *what,
                                                           GError             **error);

gboolean            kh_reference_station_open_log         (KhReferenceStation  *self,
                                                           const char          *path,
                                                           GError             **error);

/* @where is HOST:PORT; port 0 picks one. Without a certificate the host must be
 * a loopback address. */
gboolean            kh_reference_station_listen           (KhReferenceStation  *self,
                                                           const char          *where,
                                                           GTlsCertificate     *certificate,
                                                           GError             **error);
const char         *kh_reference_station_get_url          (KhReferenceStation  *self);
void                kh_reference_station_stop             (KhReferenceStation  *self);

/* KIND[:ARGUMENT]@RESOURCE[*COUNT][+SKIP]; see kh-reference-fault.h for the kinds. */
gboolean            kh_reference_station_add_fault        (KhReferenceStation  *self,
                                                           const char          *spec,
                                                           GError             **error);
void                kh_reference_station_clear_faults     (KhReferenceStation  *self);

/* The station's clock goes so many seconds ahead of the machine's, or behind. */
void                kh_reference_station_set_clock        (KhReferenceStation  *self,
                                                           gint64               ahead);

/* How many requests came for it; KH_REFERENCE_ANYWHERE for all. */
guint               kh_reference_station_count            (KhReferenceStation  *self,
                                                           KhReferenceResource  resource);
/* How often it has written an account, whoever had it do so. */
guint               kh_reference_station_count_saves      (KhReferenceStation  *self);

/* What an operator at the station does: the account gets a new version. @value is
 * JSON; NULL removes a list's item. The path is one of a change set. */
gboolean            kh_reference_station_edit             (KhReferenceStation  *self,
                                                           const char          *account,
                                                           const char          *path,
                                                           const char          *value,
                                                           GError             **error);
char               *kh_reference_station_dup_account      (KhReferenceStation  *self,
                                                           const char          *account,
                                                           GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* The account is as the text has it: its values, its dealer, and its version. */
gboolean            kh_reference_station_put_back         (KhReferenceStation  *self,
                                                           const char          *account,
                                                           GError             **error);

G_END_DECLS
