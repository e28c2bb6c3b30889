/* kh-test-memory.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-test-entry.h"

G_BEGIN_DECLS

/**
 * KhTestMemory:
 *
 * What was on test when the stations were asked last, by customer: so that nobody leaves a
 * customer on test unawares, and no station has to be asked for that. It is of this session.
 */
#define KH_TYPE_TEST_MEMORY (kh_test_memory_get_type ())
G_DECLARE_FINAL_TYPE (KhTestMemory, kh_test_memory, KH, TEST_MEMORY, GObject)

KhTestMemory *kh_test_memory_new      (void) G_GNUC_WARN_UNUSED_RESULT;

/* All that is on test now: of KhTestEntry, or NULL for nothing. */
void          kh_test_memory_set      (KhTestMemory *self,
                                       gint64        customer,
                                       GPtrArray    *tests);
void          kh_test_memory_add      (KhTestMemory *self,
                                       gint64        customer,
                                       KhTestEntry  *test);
void          kh_test_memory_remove   (KhTestMemory *self,
                                       gint64        customer,
                                       const char   *id);

/* The one of those that still go on which ends last, or NULL. */
KhTestEntry  *kh_test_memory_get_last (KhTestMemory *self,
                                       gint64        customer,
                                       gint64        clock);

G_END_DECLS
