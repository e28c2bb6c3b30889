/* kh-setup-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-setup.h"

G_BEGIN_DECLS

KhSetup     *kh_setup_new      (const char  *name) G_GNUC_WARN_UNUSED_RESULT;
KhSetupItem *kh_setup_add_item (KhSetup     *self,
                                KhSetupKind  kind,
                                guint        line,
                                const char  *name);

G_END_DECLS
