/* kh-sender-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-send-run.h"
#include "kh-sender.h"

G_BEGIN_DECLS

struct _KhSender
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  KhStations *stations;
  GCancellable *cancellable;
  GHashTable *accounts;
  GHashTable *companies;

  /* State */
  gboolean started;
  gboolean open; /* what an earlier run left is known */
  guint n_busy;
  double pace;
  KhRandomFunc random;
  gpointer random_data;
  KhClockFunc clock;
  gpointer clock_data;
};

/* One company: how many requests it may have, and whether it is left alone. */
typedef struct {
  KhSender *sender;
  gint64 id;
  GQueue ready;      /* Account */
  guint running;
  gboolean proven;   /* it has answered since it was last left alone */
  KhCapabilities *capabilities; /* NULL until it was asked in this run of the program */
  char *pause;
  gboolean told;     /* that it is left alone */
  KhBreaker breaker;
  gint64 asked;      /* until when it wants to be left alone; time asleep counts */
  guint timer;
} KhSenderCompany;

KhClock          kh_sender_get_clock           (KhSender           *self);
guint            kh_sender_scale               (KhSender           *self,
                                                guint64             milliseconds);
/* Until when a station wants to be left alone. */
gint64           kh_sender_get_asked           (KhSender           *self,
                                                const KhSendResult *result);

KhSenderCompany *kh_sender_get_company         (KhSender           *self,
                                                gint64              id);
void             kh_sender_company_free        (gpointer            data);
void             kh_sender_company_pause       (KhSenderCompany    *company,
                                                const char         *message);
/* It may be another station now, or one that takes something else. */
void             kh_sender_company_forget      (KhSenderCompany    *company);
void             kh_sender_company_resume      (KhSenderCompany    *company);
/* Whether one more request may begin; where the breaker is open, the one that finds out. */
gboolean         kh_sender_company_may_run     (KhSenderCompany    *company);
void             kh_sender_company_take_result (KhSenderCompany    *company,
                                                const KhSendResult *result);
void             kh_sender_company_hurry       (KhSenderCompany    *company,
                                                guint               milliseconds);

/* Begins as many of the company's accounts as may be. */
void             kh_sender_pump                (KhSenderCompany    *company);

G_END_DECLS
