/* kh-walk-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-sender-fixture.h"

G_BEGIN_DECLS

/* The rows of a customer's table on a random walk, and a model of whose the station's are. A contact is known
 * by their telephone, a zone by its number, which no other has; what either side writes is its name. */
typedef enum {
  KH_WALK_CONTACTS,
  KH_WALK_ZONES,

  KH_N_WALKS
} KhWalkTable;

typedef struct _KhWalkRows KhWalkRows;

KhWalkRows *kh_walk_rows_new         (KhWalkTable      table,
                                          KhSenderFixture *fixture,
                                          GRand           *rand) G_GNUC_WARN_UNUSED_RESULT;
void          kh_walk_rows_free        (KhWalkRows    *self);
/* A new walk, after one that both sides agreed at the end of. */
void          kh_walk_rows_begin       (KhWalkRows    *self);

/* One of them is added, renamed, or taken out. */
void          kh_walk_rows_edit_here   (KhWalkRows    *self);
void          kh_walk_rows_edit_there  (KhWalkRows    *self);

/* Takes what the station has now; @operator says that its own people changed it. Returns what should not
 * have happened, or %NULL. */
const char   *kh_walk_rows_look        (KhWalkRows    *self,
                                          KhAccount       *account,
                                          gboolean         operator,
                                          gboolean        *changed);
/* Whether the station's people have changed or taken out what we have. */
gboolean      kh_walk_rows_is_foreign  (KhWalkRows    *self);
/* They give in. */
void          kh_walk_rows_resolve     (KhWalkRows    *self);
/* Whether both sides have the same, but for those that only the station ever had. */
gboolean      kh_walk_rows_agree       (KhWalkRows    *self);
/* Both sides, for a report. */
char         *kh_walk_rows_dup_text    (KhWalkRows    *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
