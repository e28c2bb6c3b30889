/* kh-reference-book-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-reference-book.h"

G_BEGIN_DECLS

/* For the files that keep tables of their own in the book. */
struct _KhReferenceBook {
  KhConnection *connection;
  guint transactions;
};

gint64 kh_reference_book_get_now (void);

G_END_DECLS
