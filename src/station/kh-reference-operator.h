/* kh-reference-operator.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "kh-reference-book.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/**
 * KhReferenceOperator:
 *
 * A page of HTML for a person at the station: to look at accounts, to decide on changes
 * that wait, and to edit values by hand. It is there for browsers on this machine only.
 */
typedef struct _KhReferenceOperator KhReferenceOperator;

KhReferenceOperator *kh_reference_operator_new    (KhReferenceBook      *book,
                                                   KhReferenceProfile    profile,
                                                   const char           *name) G_GNUC_WARN_UNUSED_RESULT;
void                 kh_reference_operator_free   (KhReferenceOperator  *self);

gboolean             kh_reference_operator_is_for (const char           *path);
void                 kh_reference_operator_answer (KhReferenceOperator  *self,
                                                   SoupServerMessage    *message,
                                                   const char           *path,
                                                   GHashTable           *query);

G_END_DECLS
