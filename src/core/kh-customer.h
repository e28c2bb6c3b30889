/* kh-customer.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhCustomer:
 *
 * One customer's record: a canonical value for each datapoint, and the revision
 * that the data file gave it. Each datapoint is also a string property named by
 * its key. A sealed datapoint has its property and is always %NULL: the record knows only
 * whether one is kept, see kh_customer_is_sealed().
 */
#define KH_TYPE_CUSTOMER (kh_customer_get_type ())
G_DECLARE_FINAL_TYPE (KhCustomer, kh_customer, KH, CUSTOMER, GObject)

KhCustomer *kh_customer_new           (void);
KhCustomer *kh_customer_copy          (KhCustomer    *self) G_GNUC_WARN_UNUSED_RESULT;

const char *kh_customer_get           (KhCustomer    *self,
                                       KhDatapointId  id);
void        kh_customer_set           (KhCustomer    *self,
                                       KhDatapointId  id,
                                       const char    *value);
void        kh_customer_hide          (KhCustomer    *self,
                                       KhDatapointId  id);
gboolean    kh_customer_is_hidden     (KhCustomer    *self,
                                       KhDatapointId  id);

gboolean    kh_customer_is_sealed     (KhCustomer    *self,
                                       KhDatapointId  id);
void        kh_customer_set_sealed    (KhCustomer    *self,
                                       KhDatapointId  id,
                                       gboolean       sealed);
gboolean    kh_customer_has           (KhCustomer    *self,
                                       KhDatapointId  id);

gint64      kh_customer_get_number    (KhCustomer    *self);
gint64      kh_customer_get_revision  (KhCustomer    *self);
void        kh_customer_set_revision  (KhCustomer    *self,
                                       gint64         revision);

gint64      kh_customer_get_entry     (KhCustomer    *self,
                                       KhDatapointId  id);
gboolean    kh_customer_get_boolean   (KhCustomer    *self,
                                       KhDatapointId  id);
char       *kh_customer_dup_name      (KhCustomer    *self) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_customer_dup_sort_name (KhCustomer    *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_customer_equal         (KhCustomer    *self,
                                       KhCustomer    *other);

G_END_DECLS
