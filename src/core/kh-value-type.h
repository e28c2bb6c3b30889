/* kh-value-type.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"
#include "kh-secret.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KH_VALUE_ERROR:
 *
 * Why a typed value was refused. The message is translated, names no
 * datapoint, and can be shown under the entry as it is.
 */
#define KH_VALUE_ERROR (kh_value_error_quark ())

typedef enum {
  KH_VALUE_ERROR_ENCODING,
  KH_VALUE_ERROR_CHARACTER,
  KH_VALUE_ERROR_TOO_SHORT,
  KH_VALUE_ERROR_TOO_LONG,
  KH_VALUE_ERROR_FORMAT,
  KH_VALUE_ERROR_RANGE,
  KH_VALUE_ERROR_UNKNOWN,
  KH_VALUE_ERROR_INACTIVE,
} KhValueError;

GQuark kh_value_error_quark (void);

/**
 * KhValueContext:
 * @catalogues: (nullable): the entries that catalogue, staff and company values name
 * @adt: whether the limits of ADT companies hold
 * @zone_digits: how many digits the number of a zone gets; 0 for as many as are typed
 * @today: (nullable): the day that date limits count from; %NULL for the clock's
 * @current: (nullable): the value kept now; an inactive entry stays allowed if it is this one
 * @inactive: whether all inactive entries are allowed, as for old records that come from elsewhere
 *
 * What a value's check needs to know besides the value.
 */
typedef struct {
  KhCatalogues *catalogues;
  gboolean adt;
  guint zone_digits;
  GDateTime *today;
  const char *current;
  gboolean inactive;
} KhValueContext;

/**
 * KhSqlType:
 *
 * How a canonical value is kept in the data file.
 */
typedef enum {
  KH_SQL_TEXT,
  KH_SQL_INTEGER,
} KhSqlType;

/* A value is canonical UTF-8 text, or NULL for none. Every function below takes
 * and gives values in that form; only parse takes what a person typed, and only
 * format gives what a person reads. Canonical forms:
 *
 *   text, multiline   trimmed, line ends as \n, Unicode as typed
 *   choice            the choice's value
 *   catalogue, staff, company   the entry's id in decimal
 *   integer           decimal      money   whole cents in decimal
 *   date              YYYY-MM-DD   boolean "1" or "0"
 *   phone             E.164, then "x" and the extension if there is one
 *   email             as typed, domain in lower case
 *   postal            12345, 12345-6789 or A1A 1A1
 *   account, digits, secret   as typed, trimmed
 *   tags              sorted by first mention, one a line
 */
char       *kh_value_parse      (const KhDatapoint    *datapoint,
                                 const char           *text,
                                 gssize                length,
                                 const KhValueContext *context,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_value_check      (const KhDatapoint    *datapoint,
                                 const char           *value,
                                 const KhValueContext *context,
                                 GError              **error);
gboolean    kh_value_check_secret (const KhDatapoint  *datapoint,
                                 KhSecret             *secret,
                                 const KhValueContext *context,
                                 GError              **error);
char       *kh_value_normalise  (const KhDatapoint    *datapoint,
                                 const char           *value) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_value_format     (const KhDatapoint    *datapoint,
                                 const char           *value,
                                 KhCatalogues         *catalogues) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_value_equal      (const KhDatapoint    *datapoint,
                                 const char           *a,
                                 const char           *b);
gboolean    kh_value_same       (const KhDatapoint    *datapoint,
                                 const char           *a,
                                 const char           *b);
KhSqlType   kh_value_sql_type   (const KhDatapoint    *datapoint);
const char *kh_value_type_name  (KhValueType              type);
char       *kh_value_dup_visible (const char          *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
