/* kh-reference-log.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-request.h"

G_BEGIN_DECLS

/**
 * KhReferenceLog:
 *
 * A file with one JSON line for each request. It names what was asked and
 * changed, and holds no value, no token and no passcode.
 */
typedef struct _KhReferenceLog KhReferenceLog;

KhReferenceLog *kh_reference_log_open  (const char          *path,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void            kh_reference_log_close (KhReferenceLog      *self);
void            kh_reference_log_write (KhReferenceLog      *self,
                                        KhReferenceRequest  *request,
                                        guint                status,
                                        const char          *fault);

G_END_DECLS
