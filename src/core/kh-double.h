/* kh-double.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"

G_BEGIN_DECLS

/**
 * KhDoubleReasons:
 * @KH_DOUBLE_PHONE: one number in any of the phone datapoints
 * @KH_DOUBLE_ADDRESS: the same person at the same door
 * @KH_DOUBLE_BUSINESS: the same business in the same ZIP code
 *
 * Why two records are likely to be one customer. None of it is proof: whoever knows the
 * customers decides.
 */
typedef enum {
  KH_DOUBLE_NONE     = 0,
  KH_DOUBLE_PHONE    = 1 << 0,
  KH_DOUBLE_ADDRESS  = 1 << 1,
  KH_DOUBLE_BUSINESS = 1 << 2,
} KhDoubleReasons;

/* What a record is found by among many: a number (gint64) for each of its phones, its name and
 * door, and its business. The numbers are kept in files, and so may never come out otherwise. */
GArray          *kh_double_list_keys       (KhCustomer      *customer) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_double_is_key          (KhDatapointId    id);
/* Whether the records themselves say so. What is hidden in one of them is never a reason. */
KhDoubleReasons  kh_double_compare         (KhCustomer      *customer,
                                            KhCustomer      *other,
                                            KhDatapointId   *phone);
char            *kh_double_reasons_to_text (KhDoubleReasons  reasons) G_GNUC_WARN_UNUSED_RESULT;

/**
 * KhDouble:
 *
 * A customer who is likely to be another one as well: what is shown of them.
 */
#define KH_TYPE_DOUBLE (kh_double_get_type ())
G_DECLARE_FINAL_TYPE (KhDouble, kh_double, KH, DOUBLE, GObject)

KhDouble        *kh_double_new             (KhCustomer      *customer,
                                            KhDoubleReasons  reasons,
                                            KhDatapointId    phone);
gint64           kh_double_get_number      (KhDouble        *self);
const char      *kh_double_get_name        (KhDouble        *self);
const char      *kh_double_get_address     (KhDouble        *self);
const char      *kh_double_get_status      (KhDouble        *self);
KhDoubleReasons  kh_double_get_reasons     (KhDouble        *self);
char            *kh_double_dup_reason      (KhDouble        *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * KhDoubleGroup:
 * @reasons: why they belong together
 * @doubles: (element-type KhDouble): in the order of their numbers
 * @n_more: how many there are besides @doubles
 *
 * Customers who are likely to be one.
 */
typedef struct {
  KhDoubleReasons reasons;
  GPtrArray *doubles;
  guint n_more;
} KhDoubleGroup;

KhDoubleGroup   *kh_double_group_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void             kh_double_group_free      (KhDoubleGroup   *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhDoubleGroup, kh_double_group_free)

G_END_DECLS
