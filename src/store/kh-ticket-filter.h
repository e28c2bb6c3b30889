/* kh-ticket-filter.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhTicketFilter:
 * @assignee: only those of that member of the staff, or 0
 * @priority: (nullable): only those with that priority
 * @overdue: only those that should have been done by yesterday
 * @limit: how many at the most
 *
 * Which of the open tickets of all customers are asked for.
 */
typedef struct {
  gint64 assignee;
  const char *priority;
  gboolean overdue;
  guint limit;
} KhTicketFilter;

G_END_DECLS
