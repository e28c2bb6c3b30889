/* kh-link-hint.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-link.h"

G_BEGIN_DECLS

/* What stands under the Central Station section of a linked customer. */
char *kh_link_hint_dup (const KhLink *link,
                        const char   *company) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
