/* kh-sender-fixture.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-link-fixture.h"
#include "kh-row-change.h"
#include "kh-row-comparison.h"
#include "kh-rows.h"
#include "kh-sender.h"

G_BEGIN_DECLS

#define KH_SENDER_ANN "SUMMIT1042"

/* Ann Lee's record, linked, and a sender that hurries. */
typedef struct {
  KhLinkFixture office;
  KhSender *sender;
  gint64 customer;
} KhSenderFixture;

void        kh_sender_fixture_init       (KhSenderFixture *self);
/* With another kind of station than Bold. */
void        kh_sender_fixture_init_by    (KhSenderFixture *self,
                                          KhReferenceProfile profile);
void        kh_sender_fixture_clear      (KhSenderFixture *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhSenderFixture, kh_sender_fixture_clear)

/* Links the customer as a clerk would. */
void        kh_sender_fixture_link       (KhSenderFixture *self);
/* As the program starts and ends; stop leaves the data file open. */
void        kh_sender_fixture_start      (KhSenderFixture *self);
void        kh_sender_fixture_stop       (KhSenderFixture *self);

void        kh_sender_fixture_edit       (KhSenderFixture *self,
                                          KhDatapointId    id,
                                          const char      *value);
/* What a person at the station does. */
void        kh_sender_fixture_edit_there (KhSenderFixture *self,
                                          const char      *path,
                                          const char      *value);
/* The record's rows of a table, and a change of one of them. */
KhRows     *kh_sender_fixture_load_table (KhSenderFixture *self,
                                          KhTableId        table) G_GNUC_WARN_UNUSED_RESULT;
void        kh_sender_fixture_save_row   (KhSenderFixture *self,
                                          KhRow           *row,
                                          KhRow           *before,
                                          gboolean         removed);
void        kh_sender_fixture_save_change (KhSenderFixture *self,
                                          KhTableId        table,
                                          KhRowChange     *change);
/* Compares the linked account again, as a clerk would. */
KhLinker   *kh_sender_fixture_compare    (KhSenderFixture *self) G_GNUC_WARN_UNUSED_RESULT;
/* The one row that a comparison has of a table. */
KhRowDiscrepancy *kh_sender_fixture_find_row (KhLinker    *linker,
                                          KhTableId        table) G_GNUC_WARN_UNUSED_RESULT;
void        kh_sender_fixture_decide     (KhSenderFixture *self,
                                          KhOutboxEvent    event);

/* Until everything is sent, or until nothing happens by itself any more. */
void        kh_sender_fixture_wait       (KhSenderFixture *self);
void        kh_sender_fixture_wait_for   (KhSenderFixture *self,
                                          const char      *items);

/* The items that are not over, as "city held foreign, zip queued". */
char       *kh_sender_fixture_dup_items  (KhSenderFixture *self) G_GNUC_WARN_UNUSED_RESULT;
/* What the station says of the first of those that has a message. */
char       *kh_sender_fixture_dup_message (KhSenderFixture *self) G_GNUC_WARN_UNUSED_RESULT;
void        kh_assert_items              (KhSenderFixture *self,
                                          const char      *items);
void        kh_assert_there              (KhSenderFixture *self,
                                          KhDatapointId    id,
                                          const char      *value);
gint64      kh_sender_fixture_get_version (KhSenderFixture *self);

G_END_DECLS
