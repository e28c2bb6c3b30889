/* kh-code.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"

G_BEGIN_DECLS

/**
 * KhCode:
 *
 * One code of a list that a monitoring company keeps, and what it means.
 */
#define KH_TYPE_CODE (kh_code_get_type ())
G_DECLARE_FINAL_TYPE (KhCode, kh_code, KH, CODE, GObject)

KhCode     *kh_code_new              (const char       *code,
                                      const char       *label);

const char *kh_code_get_code         (KhCode           *self);
const char *kh_code_get_label        (KhCode           *self);
gboolean    kh_code_matches          (KhCode           *self,
                                      const char       *typed);

/* In an array of them. */
KhCode     *kh_codes_find            (GPtrArray        *codes,
                                      const char       *code);
gboolean    kh_codes_have_beginning  (GPtrArray        *codes,
                                      const char       *typed);

char       *kh_code_list_dup_unknown (const KhCodeList *list,
                                      const char       *company,
                                      const char       *code) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
