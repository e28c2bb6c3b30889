/* kh-reference-directory.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-answer.h"
#include "kh-reference-request.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/* What is the same at every reference station: the agencies by ZIP code, and the
 * lists of codes. */
KhReferenceAnswer *kh_reference_directory_answer_agencies (KhReferenceRequest *request) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_directory_answer_codes    (KhReferenceRequest *request) G_GNUC_WARN_UNUSED_RESULT;
gboolean           kh_reference_directory_has_code        (const char         *list,
                                                           const char         *code);

/* An account's agency that names one of the directory gets its name and phone. */
void               kh_reference_directory_settle          (JsonObject         *item,
                                                           const char         *pointer,
                                                           GPtrArray          *mistakes);

G_END_DECLS
