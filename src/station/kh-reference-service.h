/* kh-reference-service.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"
#include "kh-reference-request.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/**
 * KhReferenceService:
 *
 * The rules of CSL/1 over a book of accounts: takes requests and gives answers,
 * and knows nothing of how they travel.
 */
typedef struct _KhReferenceService KhReferenceService;

KhReferenceService *kh_reference_service_new        (KhReferenceBook     *book,
                                                     KhReferenceProfile   profile,
                                                     const char          *name) G_GNUC_WARN_UNUSED_RESULT;
void                kh_reference_service_free       (KhReferenceService  *self);

void                kh_reference_service_add_token  (KhReferenceService  *self,
                                                     const char          *token,
                                                     const char          *dealer);
KhReferenceAnswer  *kh_reference_service_answer     (KhReferenceService  *self,
                                                     KhReferenceRequest  *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
