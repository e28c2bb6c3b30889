/* kh-reference-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-reference-book.h"

G_BEGIN_DECLS

extern const char kh_reference_page_style[];

/**
 * KhReferencePage:
 *
 * A page of HTML that is being written. Every text goes through the one function that
 * makes it harmless; tags come from literals only.
 */
typedef struct {
  GString *html;
  const char *token; /* for its forms */
} KhReferencePage;

void   kh_reference_page_begin  (KhReferencePage    *self,
                                 const char         *title,
                                 const char         *token);
char  *kh_reference_page_end    (KhReferencePage    *self) G_GNUC_WARN_UNUSED_RESULT;

void   kh_reference_page_raw    (KhReferencePage    *self,
                                 const char         *literal);
void   kh_reference_page_text   (KhReferencePage    *self,
                                 const char         *text);
void   kh_reference_page_say    (KhReferencePage    *self,
                                 const char         *tag,
                                 const char         *text);

/* A form that posts to @action; the fields are pairs of name and value. */
void   kh_reference_page_form   (KhReferencePage    *self,
                                 const char         *action,
                                 const char * const *fields);
void   kh_reference_page_button (KhReferencePage    *self,
                                 const char         *name,
                                 const char         *value,
                                 const char         *label);

/* The pages. NULL with an error when the book fails or has no such account. */
char  *kh_reference_page_home    (KhReferenceBook   *book,
                                  const char        *name,
                                  const char        *token,
                                  const char        *after,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char  *kh_reference_page_account (KhReferenceBook   *book,
                                  const char        *token,
                                  const char        *account,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char  *kh_reference_page_message (const char        *title,
                                  const char        *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
