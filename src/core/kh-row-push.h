/* kh-row-push.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company.h"
#include "kh-row.h"

G_BEGIN_DECLS

/**
 * KhPushTerms:
 * @type: what kind of monitoring company it is
 * @zones: whether its setting says that zones are sent
 * @zone_digits: with how many digits it wants the number of a zone; 0 for as it is
 *
 * What a company takes of a customer's tables.
 */
typedef struct {
  KhMonitorType type;
  gboolean zones;
  guint zone_digits;
} KhPushTerms;

/* What every company takes, and what some company may. */
extern const KhPushTerms kh_push_terms_least;
extern const KhPushTerms kh_push_terms_most;

KhPushTerms kh_push_terms_get      (KhCompany     *company);

/* What of a customer's tables goes to a station, and to which. @from is the station's row, as far as
 * there is one: what it takes once it does not take again. */
gboolean  kh_row_push_is_followed (KhPushTerms    terms,
                                   KhTableId      table);
char     *kh_row_push_dup_tables  (KhPushTerms    terms) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_row_push_is_moved    (KhRow         *row,
                                   KhRow         *from);
gboolean  kh_row_push_is_secret   (KhTableId      table,
                                   guint          column);
guint     kh_row_push_find_secret (KhTableId      table);
gboolean  kh_row_push_is_written  (KhPushTerms    terms,
                                   KhTableId      table,
                                   guint          column);
gboolean  kh_row_push_is_kept     (KhPushTerms    terms,
                                   KhRow         *from);
gboolean  kh_row_push_is_taken    (KhPushTerms    terms,
                                   KhRow         *row,
                                   KhRow         *from,
                                   guint          column);
KhRow    *kh_row_push_dup_written (KhPushTerms    terms,
                                   KhRow         *row,
                                   KhRow         *from) G_GNUC_WARN_UNUSED_RESULT;
void      kh_row_push_fit         (KhPushTerms    terms,
                                   KhRow         *row,
                                   KhRow         *from);
KhRow    *kh_row_push_dup_asked   (KhPushTerms    terms,
                                   KhRow         *row,
                                   KhRow         *before,
                                   KhRow         *from) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_row_push_is_alike    (KhPushTerms    terms,
                                   KhRow         *a,
                                   KhRow         *b);
gboolean  kh_row_push_is_refused  (KhPushTerms    terms,
                                   KhRow         *row,
                                   KhRow         *before,
                                   KhRow         *from);
gboolean  kh_row_push_find_main   (KhRow         *row,
                                   KhDatapointId *id);
char     *kh_row_push_dup_refusal (const char    *station) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_row_push_dup_place   (KhRow         *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
