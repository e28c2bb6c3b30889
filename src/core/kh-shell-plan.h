/* kh-shell-plan.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "kh-datapoint.h"
#include "kh-rows.h"
#include "kh-table.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhShellSides:
 * @customer: our whole record, with the account number and the receiver that the account is to have
 * @contacts: its contacts, hidden when the member may not view them
 * @capabilities: what the station takes
 * @catalogues: (nullable): the entries that our values name
 * @grants: what the member who asks may do
 * @secrets: (nullable) (element-type KhDatapointId KhSecret): our sealed values; %NULL as long as the
 *   plan is only looked at
 *
 * What a plan is made from.
 */
typedef struct {
  KhCustomer *customer;
  KhRows *contacts;
  KhCapabilities *capabilities;
  KhCatalogues *catalogues;
  KhGrants grants;
  GHashTable *secrets;
} KhShellSides;

/**
 * KhShellLack:
 * @datapoint: where; %KH_DATAPOINT_NONE when it is about @table
 * @table: which table, or %KH_N_TABLES
 * @message: what is missing or wrong and what to do, translated, without the datapoint's name
 */
typedef struct {
  KhDatapointId datapoint;
  KhTableId table;
  char *message;
} KhShellLack;

GPtrArray  *kh_shell_lacks_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void        kh_shell_lacks_add      (GPtrArray         *lacks,
                                     KhDatapointId      datapoint,
                                     const char        *message);
const char *kh_shell_lack_get_label (const KhShellLack *lack);

/**
 * KhShellLine:
 * @datapoint: what is sent
 * @text: the value for people to read; what is sealed is dots
 */
typedef struct {
  KhDatapointId datapoint;
  char *text;
} KhShellLine;

/**
 * KhShellPlan:
 * @lacks: (element-type KhShellLack): what stands in the way, without the account number
 * @lines: (element-type KhShellLine): what is sent, in the registry's order
 * @values: (element-type KhChange): the same for the station; what is sealed is there only when the
 *   plan was made with secrets
 *
 * What Shell Account would send, and what it still lacks. What the member may not view is not
 * sent; where a station cannot do without it, that is a lack.
 */
typedef struct {
  GPtrArray *lacks;
  GPtrArray *lines;
  GPtrArray *values;
} KhShellPlan;

KhShellPlan *kh_shell_plan_new          (const KhShellSides *sides) G_GNUC_WARN_UNUSED_RESULT;
void         kh_shell_plan_free         (KhShellPlan        *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhShellPlan, kh_shell_plan_free)

gboolean     kh_shell_plan_check_number (const char         *number,
                                         KhCapabilities     *capabilities,
                                         GError            **error);

G_END_DECLS
