/* kh-company.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhMonitorType:
 *
 * How a monitoring company is spoken with. ADT, Bold and Generic all speak
 * CSL/1 and differ in what they require and take; None is data only.
 */
typedef enum {
  KH_MONITOR_NONE,
  KH_MONITOR_GENERIC,
  KH_MONITOR_BOLD,
  KH_MONITOR_ADT,

  KH_N_MONITOR_TYPES
} KhMonitorType;

const char    *kh_monitor_type_to_string   (KhMonitorType  type);
KhMonitorType  kh_monitor_type_from_string (const char    *text);
const char    *kh_monitor_type_get_label   (KhMonitorType  type);

/* As many as the registry lets the number of a zone have. */
#define KH_COMPANY_MOST_ZONE_DIGITS 10

#define KH_TYPE_COMPANY (kh_company_get_type ())
G_DECLARE_FINAL_TYPE (KhCompany, kh_company, KH, COMPANY, GObject)

/* Properties: id (gint64, 0 until saved), name, monitor-type (int), address (the
 * base URL), dealer-number, ca-file (absolute path or NULL), active, sends-zones,
 * zone-digits (guint, 0 for as typed). Its token is
 * kept by the desktop's keyring and is never here. */
KhCompany     *kh_company_new               (void);
KhCompany     *kh_company_copy              (KhCompany     *self) G_GNUC_WARN_UNUSED_RESULT;

gint64         kh_company_get_id            (KhCompany     *self);
const char    *kh_company_get_name          (KhCompany     *self);
KhMonitorType  kh_company_get_monitor_type  (KhCompany     *self);
const char    *kh_company_get_address       (KhCompany     *self);
const char    *kh_company_get_dealer_number (KhCompany     *self);
const char    *kh_company_get_ca_file       (KhCompany     *self);
gboolean       kh_company_get_active        (KhCompany     *self);
gboolean       kh_company_get_sends_zones   (KhCompany     *self);
guint          kh_company_get_zone_digits   (KhCompany     *self);
gboolean       kh_company_is_integrated     (KhCompany     *self);

G_END_DECLS
