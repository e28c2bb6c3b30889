/* kh-memory.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mark to use as a secret, and how many copies of it this process has in its memory. */
#define KH_MEMORY_MARK_LENGTH ((gsize) 20)

void  kh_memory_write_mark  (guint8 *where);
guint kh_memory_count_marks (void);

G_END_DECLS
