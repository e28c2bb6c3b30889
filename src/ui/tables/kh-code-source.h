/* kh-code-source.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-code.h"
#include "kh-company.h"
#include "kh-stations.h"

G_BEGIN_DECLS

/**
 * KhCodeSource:
 *
 * The lists of codes of one customer's monitoring company, as far as they could be read. Nobody waits
 * for them, and nothing is said when they do not come.
 *
 * ::changed (): a list came, changed or went.
 * ::failed (): a list that was asked for does not come.
 */
#define KH_TYPE_CODE_SOURCE (kh_code_source_get_type ())
G_DECLARE_FINAL_TYPE (KhCodeSource, kh_code_source, KH, CODE_SOURCE, GObject)

KhCodeSource *kh_code_source_new         (KhStations       *stations) G_GNUC_WARN_UNUSED_RESULT;

void          kh_code_source_set_company (KhCodeSource     *self,
                                          KhCompany        *company);
/* NULL where there is none that can be asked. */
const char   *kh_code_source_get_name    (KhCodeSource     *self);

/* Once more, where it was read before: the station says whether it changed. */
void          kh_code_source_ask         (KhCodeSource     *self,
                                          const KhCodeList *list);
/* Of KhCode; NULL while there is none. */
GPtrArray    *kh_code_source_get         (KhCodeSource     *self,
                                          const KhCodeList *list);
/* A sentence about a code that the list does not have; NULL where it has it, or is not here. */
char         *kh_code_source_dup_note    (KhCodeSource     *self,
                                          const KhCodeList *list,
                                          const char       *code) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
