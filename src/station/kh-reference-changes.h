/* kh-reference-changes.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-rules.h"

G_BEGIN_DECLS

#define KH_REFERENCE_MOST_OPERATIONS 200

/**
 * KhReferenceOutcome:
 *
 * What became of a change set.
 *
 * @KH_REFERENCE_APPLIED: all of it is in the account
 * @KH_REFERENCE_MALFORMED: it is no change set
 * @KH_REFERENCE_CHANGED: a value is not what its guard says
 * @KH_REFERENCE_INVALID: a value or a path is refused
 * @KH_REFERENCE_READ_ONLY: a field cannot be written
 * @KH_REFERENCE_UNKNOWN_CODE: a code is none of the station's
 */
typedef enum {
  KH_REFERENCE_APPLIED,
  KH_REFERENCE_MALFORMED,
  KH_REFERENCE_CHANGED,
  KH_REFERENCE_INVALID,
  KH_REFERENCE_READ_ONLY,
  KH_REFERENCE_UNKNOWN_CODE,
} KhReferenceOutcome;

KhReferenceOutcome kh_reference_changes_apply (JsonObject          *document,
                                               JsonObject          *set,
                                               KhReferenceProfile   profile,
                                               gint64               version,
                                               GPtrArray           *items,
                                               GPtrArray           *mistakes);

G_END_DECLS
