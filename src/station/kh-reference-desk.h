/* kh-reference-desk.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"
#include "kh-reference-rules.h"

G_BEGIN_DECLS

/* What people at the station do with the book, without asking the dealer. */
gboolean kh_reference_desk_edit        (KhReferenceBook     *book,
                                        const char          *account,
                                        const char          *path,
                                        const char          *value,
                                        GError             **error);
gboolean kh_reference_desk_touch       (KhReferenceBook     *book,
                                        const char          *account,
                                        GError             **error);
char    *kh_reference_desk_dup_account (KhReferenceBook     *book,
                                        const char          *account,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kh_reference_desk_put_back    (KhReferenceBook     *book,
                                        const char          *account,
                                        GError             **error);
gboolean kh_reference_desk_take_in     (KhReferenceBook     *book,
                                        GPtrArray           *accounts,
                                        KhReferenceProfile   profile,
                                        GError             **error);

/* Gives an account that is being made an id that no other one has. */
gboolean  kh_reference_desk_give_id     (KhReferenceBook     *book,
                                         JsonObject          *account,
                                         KhReferenceProfile   profile,
                                         GError             **error);

G_END_DECLS
