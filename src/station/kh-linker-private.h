/* kh-linker-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-account.h"
#include "kh-link-run.h"
#include "kh-linker.h"

G_BEGIN_DECLS

struct _KhLinker {
  GObject parent_instance;

  /* Owned: what it works with */
  KhStore *store;
  KhStations *stations;
  KhCustomer *customer;
  KhCompany *company;

  /* Owned: what it has found; NULL before */
  KhStation *station;
  KhLookUp *look_up;
  char *chosen;
  KhCapabilities *capabilities;
  KhAccount *account;
  GHashTable *secrets;
  GPtrArray *opened;  /* of KhRows: those with secrets */
  GPtrArray *tables; /* KhRows: ours, before Link */
  KhComparison *comparison;
  KhLinkAttempt *attempt;
  KhLink *link;
  KhAgreed *agreed; /* what a linked account is compared with */
  KhRowSides *rows;
  GError *error;
  GCancellable *cancellable;

  /* How far the present state is */
  KhLinkerState state;
  gboolean loaded;
  gboolean settled;
  gboolean without_receiver;
  gboolean unlinked_here;
  gboolean kept;
  gboolean record_changed;

  gboolean settling; /* whether the customer is linked already */
  guint hidden;      /* how many values are in conflict that the member may not view */
  gboolean changed_meanwhile;
  gboolean pending;
};

gboolean kh_linker_state_leads_to     (KhLinkerState  state,
                                       KhLinkerState  next);

/* The states' work, each beginning with what is still missing. */
void     kh_linker_look_up            (KhLinker      *self);
void     kh_linker_read               (KhLinker      *self);
void     kh_linker_read_again         (KhLinker      *self);
void     kh_linker_try                (KhLinker      *self);
void     kh_linker_write              (KhLinker      *self);
void     kh_linker_take_chosen        (KhLinker      *self,
                                       const char    *account);

/* The rows of the tables of both sides: kh-linker-rows.c. */
void     kh_linker_load_tables        (KhLinker      *self);
void     kh_linker_open_rows          (KhLinker      *self);
void     kh_linker_load_row_secrets   (KhLinker      *self);
void     kh_linker_compare_rows       (KhLinker      *self);
void     kh_linker_see_rows           (KhLinker      *self,
                                       KhShadow      *seen);
void     kh_linker_compare            (KhLinker      *self);

/* What is different where the customer is linked already: kh-linker-settle.c. */
void     kh_linker_load_agreed        (KhLinker      *self);
void     kh_linker_take_agreed        (KhLinker      *self);
void     kh_linker_settle             (KhLinker      *self);

/* What the work is ended with. Goes-on takes the error. */
gboolean kh_linker_goes_on            (KhLinker      *self,
                                       GError        *error);
void     kh_linker_process            (KhLinker      *self);
void     kh_linker_set_state          (KhLinker      *self,
                                       KhLinkerState  state);
void     kh_linker_enter              (KhLinker      *self,
                                       KhLinkerState  state);
void     kh_linker_take_error         (KhLinker      *self,
                                       GError        *error);
void     kh_linker_set_changed        (KhLinker      *self,
                                       gboolean       changed);

G_END_DECLS
