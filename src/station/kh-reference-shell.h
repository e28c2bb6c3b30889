/* kh-reference-shell.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"
#include "kh-reference-request.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/* Makes an account from a whole document. */
KhReferenceAnswer *kh_reference_shell_write (KhReferenceBook     *book,
                                             KhReferenceProfile   profile,
                                             KhReferenceRequest  *request,
                                             JsonObject          *body,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
