/* kh-desk.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-keyring.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhDeskState:
 * @KH_DESK_ASKING: the keyring is being asked, and there was no time yet to answer
 * @KH_DESK_SILENT: it is being asked, and takes its time: it may be asking the person in turn
 * @KH_DESK_ABSENT: the desktop has no keyring
 * @KH_DESK_LOCKED: it has one that is locked
 * @KH_DESK_READY: the store has the desk's key
 */
typedef enum {
  KH_DESK_ASKING,
  KH_DESK_SILENT,
  KH_DESK_ABSENT,
  KH_DESK_LOCKED,
  KH_DESK_READY,
} KhDeskState;

/**
 * KhDesk:
 *
 * Brings the key of this desk from the desktop's keyring to the store, for members without a
 * password. Nobody waits for it: whoever came in before gets their keys when it is there.
 *
 * ::changed (): another state, or somebody got their keys or has none.
 */
#define KH_TYPE_DESK (kh_desk_get_type ())
G_DECLARE_FINAL_TYPE (KhDesk, kh_desk, KH, DESK, GObject)

KhDesk      *kh_desk_new       (KhStore   *store,
                                KhKeyring *keyring);
/* Asks the keyring, also once more; stopping no longer waits for its answer. */
void         kh_desk_ask       (KhDesk    *self);
void         kh_desk_stop      (KhDesk    *self);
KhDeskState  kh_desk_get_state (KhDesk    *self);

/* The one sentence on why whoever is signed in can neither see nor change what is sealed, and what
 * to do; NULL where they can, or may not anyway, or it is not known yet. */
char        *kh_desk_dup_why   (KhDesk    *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
