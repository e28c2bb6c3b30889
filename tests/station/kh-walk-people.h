/* kh-walk-people.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-sender-fixture.h"

G_BEGIN_DECLS

/* The contacts of a customer on a random walk, and a model of whose the station's are. A person is known
 * by their telephone, which nobody else has; what either side writes is their name. */
typedef struct _KhWalkPeople KhWalkPeople;

KhWalkPeople *kh_walk_people_new         (KhSenderFixture *fixture,
                                          GRand           *rand) G_GNUC_WARN_UNUSED_RESULT;
void          kh_walk_people_free        (KhWalkPeople    *self);
/* A new walk, after one that both sides agreed at the end of. */
void          kh_walk_people_begin       (KhWalkPeople    *self);

/* One of them is added, renamed, or taken out. */
void          kh_walk_people_edit_here   (KhWalkPeople    *self);
void          kh_walk_people_edit_there  (KhWalkPeople    *self);

/* Takes what the station has now; @operator says that its own people changed it. Returns what should not
 * have happened, or %NULL. */
const char   *kh_walk_people_look        (KhWalkPeople    *self,
                                          KhAccount       *account,
                                          gboolean         operator,
                                          gboolean        *changed);
/* Whether the station's people have changed or taken out what we have. */
gboolean      kh_walk_people_is_foreign  (KhWalkPeople    *self);
/* They give in. */
void          kh_walk_people_resolve     (KhWalkPeople    *self);
/* Whether both sides have the same people, but for those whom only the station ever had. */
gboolean      kh_walk_people_agree       (KhWalkPeople    *self);
/* Both sides, for a report. */
char         *kh_walk_people_dup_text    (KhWalkPeople    *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
