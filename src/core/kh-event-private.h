/* kh-event-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-event.h"

G_BEGIN_DECLS

/**
 * KhEventCode:
 * @code: as stations send it
 * @kind: what it is about
 * @label: what it means, marked with N_()
 *
 * One row of the table of codes.
 */
typedef struct {
  const char *code;
  KhEventKind kind;
  const char *label;
} KhEventCode;

extern const KhEventCode kh_event_codes[];
extern const gsize kh_n_event_codes;

G_END_DECLS
