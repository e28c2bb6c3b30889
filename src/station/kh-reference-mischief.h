/* kh-reference-mischief.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-answer.h"
#include "kh-reference-fault.h"

G_BEGIN_DECLS

/* Whether libsoup cannot be made to answer so. */
gboolean kh_reference_mischief_is_needed (KhReferenceFaultKind     kind);

/* What is answered in the service's place, or NULL. */
KhReferenceAnswer *kh_reference_mischief_answer (const KhReferencePlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the answer about one account one about another. */
void     kh_reference_mischief_bend      (KhReferenceAnswer       *answer,
                                          const KhReferencePlan   *plan);

/* Takes the connection away from libsoup and answers by hand. */
void     kh_reference_mischief_send      (SoupServerMessage       *message,
                                          const KhReferencePlan   *plan,
                                          const KhReferenceAnswer *answer);

G_END_DECLS
