/* kh-key-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-safe.h"
#include "kh-staff.h"

G_BEGIN_DECLS

/* The data keys, which seal the customers' secrets, and who has them. Those of a ring are numbered
 * from 1 without a gap; whoever has one of a ring has them all. None is in the file but wrapped for the public
 * key of somebody who may see what they seal.
 *
 * Whoever can write the file can wrap a key of his own for anybody. So a key is believed only if
 * the key before it vouches for it, from the first on: a later one cannot be slipped in, nor an
 * earlier one exchanged. And a new key goes to the public keys that the key before it vouches
 * for, not to what the staff's rows say by now. The first key, and the public key of somebody who
 * is given the right to see, are taken on trust; with another first key nothing opens that was
 * sealed before. */

/* Stands for the recovery key where a member's id does for a member. */
#define KH_KEY_ROWS_RECOVERY 0

gboolean  kh_key_rows_create       (KhConnection  *connection,
                                    GError       **error);
gboolean  kh_key_rows_create_rings (KhConnection  *connection,
                                    GError       **error);
gboolean  kh_key_rows_may_hold     (KhStaff       *staff,
                                    gint64         member,
                                    KhRing         ring);
gboolean  kh_key_rows_set_own      (KhConnection  *connection,
                                    gint64         member,
                                    KhSecret      *own_key,
                                    GError       **error);

gboolean  kh_key_rows_open         (KhConnection  *connection,
                                    KhRing         ring,
                                    gint64         holder,
                                    KhSecret      *private_key,
                                    KhVault       *vault,
                                    GError       **error);
gboolean  kh_key_rows_begin        (KhConnection  *connection,
                                    KhRing         ring,
                                    KhStaff       *staff,
                                    KhVault       *vault,
                                    GError       **error);
gboolean  kh_key_rows_share        (KhConnection  *connection,
                                    KhRing         ring,
                                    gint64         member,
                                    KhVault       *vault,
                                    GError       **error);
gboolean  kh_key_rows_is_last      (KhConnection  *connection,
                                    KhRing         ring,
                                    gint64         member,
                                    gboolean      *last,
                                    GError       **error);
gboolean  kh_key_rows_withdraw     (KhConnection  *connection,
                                    KhRing         ring,
                                    gint64         member,
                                    GError       **error);
gboolean  kh_key_rows_renew        (KhConnection  *connection,
                                    KhRing         ring,
                                    KhStaff       *staff,
                                    KhVault       *vault,
                                    KhVault       *newer,
                                    GError       **error);

gboolean  kh_key_rows_has_recovery (KhConnection  *connection,
                                    gboolean      *has,
                                    GError       **error);
gboolean  kh_key_rows_set_recovery (KhConnection  *connection,
                                    KhRing         ring,
                                    KhSecret      *private_key,
                                    KhVault       *vault,
                                    GError       **error);

G_END_DECLS
