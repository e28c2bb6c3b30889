/* kh-value-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-value-type.h"

G_BEGIN_DECLS

/* The most characters looked at of a number, a date, a choice and the like,
 * whose rows in the registry count something else than characters. */
#define KH_VALUE_SHORT 256

/**
 * KhValueClass:
 * @name: what the type is called in files and logs
 * @sql: how it is kept
 * @lines: whether line breaks are allowed in what is typed
 * @kept_lines: whether they are allowed in what is kept
 * @counted: whether the registry's limits count characters
 * @parse: makes a canonical value of clean, non-empty text, or sets an error
 * @check: whether a canonical value is well formed and within its limits
 * @normalise: (nullable): the canonical form of a value; @parse where %NULL
 * @format: (nullable): a canonical value as a person reads it; as it is where %NULL
 * @same: (nullable): whether two different values mean the same; never where %NULL
 *
 * The behaviour of one type of value. None of these sees %NULL or empty values.
 */
typedef struct {
  const char *name;
  KhSqlType sql;
  gboolean lines;
  gboolean kept_lines;
  gboolean counted;
  char     *(* parse)     (const KhDatapoint    *datapoint,
                           const char           *text,
                           const KhValueContext *context,
                           GError              **error);
  gboolean  (* check)     (const KhDatapoint    *datapoint,
                           const char           *value,
                           const KhValueContext *context,
                           GError              **error);
  char     *(* normalise) (const KhDatapoint    *datapoint,
                           const char           *value);
  char     *(* format)    (const KhDatapoint    *datapoint,
                           const char           *value,
                           KhCatalogues         *catalogues);
  gboolean  (* same)      (const KhDatapoint    *datapoint,
                           const char           *a,
                           const char           *b);
} KhValueClass;

extern const KhValueClass kh_value_account;
extern const KhValueClass kh_value_boolean;
extern const KhValueClass kh_value_catalogue;
extern const KhValueClass kh_value_choice;
extern const KhValueClass kh_value_company;
extern const KhValueClass kh_value_date;
extern const KhValueClass kh_value_digits;
extern const KhValueClass kh_value_email;
extern const KhValueClass kh_value_integer;
extern const KhValueClass kh_value_money;
extern const KhValueClass kh_value_multiline;
extern const KhValueClass kh_value_phone;
extern const KhValueClass kh_value_postal;
extern const KhValueClass kh_value_secret;
extern const KhValueClass kh_value_staff;
extern const KhValueClass kh_value_tags;
extern const KhValueClass kh_value_text;
extern const KhValueClass kh_value_zone;

gint64    kh_value_longest      (const KhDatapoint    *datapoint,
                                 const KhValueContext *context);
gboolean  kh_value_check_length (const KhDatapoint    *datapoint,
                                 const char           *value,
                                 const KhValueContext *context,
                                 GError              **error);
char     *kh_value_copy         (const KhDatapoint    *datapoint,
                                 const char           *text,
                                 const KhValueContext *context,
                                 GError              **error);
gboolean  kh_value_fail         (GError              **error,
                                 KhValueError          code,
                                 const char           *message);

G_END_DECLS
