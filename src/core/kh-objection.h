/* kh-objection.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-capabilities.h"

G_BEGIN_DECLS

char *kh_objection_dup (KhCapabilities *capabilities,
                        KhDatapointId   id,
                        gboolean        there,
                        const char     *sent,
                        const char     *station) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
