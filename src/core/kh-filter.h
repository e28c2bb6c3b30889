/* kh-filter.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-grant.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhFilterField:
 * @KH_FILTER_STATUS: the standing with the office
 * @KH_FILTER_COMPANY: who monitors
 * @KH_FILTER_LINK: "linked", "unlinked": monitored but not linked, or "held": linked, and nothing
 *   goes out before a person looked
 * @KH_FILTER_CLASS: the account class
 * @KH_FILTER_SOURCE: the lead source
 * @KH_FILTER_CITY: how the city begins
 * @KH_FILTER_ZIP: how the postal code begins
 * @KH_FILTER_PERMITS: a permit is over within that many days, or already
 * @KH_FILTER_SOLD_FROM: sold on that day or later
 * @KH_FILTER_SOLD_UNTIL: sold on that day or earlier
 * @KH_FILTER_INSTALLED_FROM: installed on that day or later
 * @KH_FILTER_INSTALLED_UNTIL: installed on that day or earlier
 * @KH_FILTER_WAITING: something waits for the station
 * @KH_FILTER_STARRED: starred by whoever asks
 * @KH_FILTER_VIEWED: opened lately by whoever asks
 *
 * What customers can be filtered by, in the order of the form: two to a line, so that a first and a last day
 * stand side by side.
 */
typedef enum {
  KH_FILTER_STATUS,
  KH_FILTER_COMPANY,
  KH_FILTER_LINK,
  KH_FILTER_CLASS,
  KH_FILTER_SOURCE,
  KH_FILTER_CITY,
  KH_FILTER_ZIP,
  KH_FILTER_PERMITS,
  KH_FILTER_SOLD_FROM,
  KH_FILTER_SOLD_UNTIL,
  KH_FILTER_INSTALLED_FROM,
  KH_FILTER_INSTALLED_UNTIL,
  KH_FILTER_WAITING,
  KH_FILTER_STARRED,
  KH_FILTER_VIEWED,

  KH_N_FILTER_FIELDS
} KhFilterField;

/**
 * KhFilterSort:
 * @KH_FILTER_BY_NAME: as the whole list is; customers who were opened lately come by when that was
 *
 * What customers can be sorted by.
 */
typedef enum {
  KH_FILTER_BY_NAME,
  KH_FILTER_BY_NUMBER,
  KH_FILTER_BY_CITY,
  KH_FILTER_BY_ZIP,
  KH_FILTER_BY_STATUS,
  KH_FILTER_BY_COMPANY,
  KH_FILTER_BY_ACCOUNT,
  KH_FILTER_BY_SALE_DATE,

  KH_N_FILTER_SORTS
} KhFilterSort;

#define KH_FILTER_LONGEST_NAME 60
#define KH_FILTER_MOST_DAYS 3650

/**
 * KhFilter:
 *
 * Which customers are asked for, and in which order: a value of its own, which can be kept as text.
 */
typedef struct _KhFilter KhFilter;

KhFilter          *kh_filter_new           (void) G_GNUC_WARN_UNUSED_RESULT;
KhFilter          *kh_filter_copy          (const KhFilter  *self) G_GNUC_WARN_UNUSED_RESULT;
void               kh_filter_free          (KhFilter        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhFilter, kh_filter_free)

const char        *kh_filter_field_label   (KhFilterField    field);
const KhDatapoint *kh_filter_field_datapoint (KhFilterField  field);
const KhChoice    *kh_filter_field_choices (KhFilterField    field);
gboolean           kh_filter_field_is_flag (KhFilterField    field);
gboolean           kh_filter_field_is_date (KhFilterField    field);
KhGrant            kh_filter_field_grant   (KhFilterField    field);
const char        *kh_filter_sort_label    (KhFilterSort     sort);
KhGrant            kh_filter_sort_grant    (KhFilterSort     sort);

const char        *kh_filter_get           (const KhFilter  *self,
                                            KhFilterField    field);
gboolean           kh_filter_set           (KhFilter        *self,
                                            KhFilterField    field,
                                            const char      *text,
                                            GError         **error);
KhFilterSort       kh_filter_get_sort      (const KhFilter  *self);
gboolean           kh_filter_is_descending (const KhFilter  *self);
void               kh_filter_set_sort      (KhFilter        *self,
                                            KhFilterSort     sort,
                                            gboolean         descending);

gboolean           kh_filter_is_empty      (const KhFilter  *self);
gboolean           kh_filter_is_plain      (const KhFilter  *self);
gboolean           kh_filter_equal         (const KhFilter  *self,
                                            const KhFilter  *other);
KhGrant            kh_filter_find_missing  (const KhFilter  *self,
                                            KhGrants         grants);

char              *kh_filter_dup_text      (const KhFilter  *self) G_GNUC_WARN_UNUSED_RESULT;
KhFilter          *kh_filter_parse         (const char      *text,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char              *kh_filter_dup_words     (const KhFilter  *self,
                                            KhCatalogues    *catalogues) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
