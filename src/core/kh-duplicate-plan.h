/* kh-duplicate-plan.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-customer.h"
#include "kh-draft.h"
#include "kh-duplicate-defaults.h"
#include "kh-grant.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhDuplicateState:
 *
 * What can be done with a row of Duplicate.
 *
 * @KH_DUPLICATE_STATE_FREE: its switch can be moved; while it is off and the row is required,
 *   which only what is sealed can be, it is typed as well
 * @KH_DUPLICATE_STATE_LOCKED_ON: it is required, so it is copied
 * @KH_DUPLICATE_STATE_LOCKED_OFF: it cannot be copied; the row's reason says why
 * @KH_DUPLICATE_STATE_TYPED: it is required and there is nothing that may be copied, so it
 *   is typed for the new customer, into the plan's draft
 */
typedef enum {
  KH_DUPLICATE_STATE_FREE,
  KH_DUPLICATE_STATE_LOCKED_ON,
  KH_DUPLICATE_STATE_LOCKED_OFF,
  KH_DUPLICATE_STATE_TYPED,

  KH_N_DUPLICATE_STATES
} KhDuplicateState;

/**
 * KhDuplicateRow:
 *
 * One row of Duplicate, which says all that is shown of it: whoever shows rows need not ask
 * what they are rows of. The records of a customer (contacts, zones) have lines of the same
 * properties, see #KhDuplicateTables.
 *
 * Properties: label, section (guint), state (guint), on (settable; stays as it is unless the
 * row is free), required (a red dot), value-text (formatted; dots for what is sealed; empty
 * where it is typed), reason (why the switch is locked or the value must be typed,
 * translated, or %NULL).
 */
#define KH_TYPE_DUPLICATE_ROW (kh_duplicate_row_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateRow, kh_duplicate_row, KH, DUPLICATE_ROW, GObject)

KhDatapointId     kh_duplicate_row_get_datapoint  (KhDuplicateRow *self);
const char       *kh_duplicate_row_get_label      (KhDuplicateRow *self);
KhSection         kh_duplicate_row_get_section    (KhDuplicateRow *self);
KhDuplicateState  kh_duplicate_row_get_state      (KhDuplicateRow *self);
gboolean          kh_duplicate_row_get_on         (KhDuplicateRow *self);
gboolean          kh_duplicate_row_set_on         (KhDuplicateRow *self,
                                                   gboolean        on);
gboolean          kh_duplicate_row_get_typed      (KhDuplicateRow *self);
gboolean          kh_duplicate_row_get_required   (KhDuplicateRow *self);
gboolean          kh_duplicate_row_get_shown      (KhDuplicateRow *self);
const char       *kh_duplicate_row_get_value_text (KhDuplicateRow *self);
const char       *kh_duplicate_row_get_reason     (KhDuplicateRow *self);

/**
 * KhDuplicatePlan:
 *
 * What Duplicate does: from a customer as the member may see it, the member's grants, the
 * Customer Duplicate Defaults and the registry, a #GListModel of the #KhDuplicateRow that
 * are shown, in the order of the customer's page.
 *
 * Shown is every value that the member may see, be it only to say why it is not copied, and
 * every value that the new customer must have. What the original does not have, what the
 * member may not see, the Customer ID and the status of an active customer have no row. The
 * names have none either: they are typed.
 *
 * What is required is so for the new customer as it would be made right now: turning on
 * Monitored By of an ADT company turns on what ADT requires, and so on. The new customer is
 * always active, and gets nothing but what a row says: no other default, and no charge that
 * an account class would bring along.
 *
 * What is sealed, such as a passcode, belongs to people. It is never copied because it must:
 * where it is required it is typed anew, unless somebody chooses to copy it. Of whoever may
 * not set it nothing is asked. A new customer has no duress code, so that no passcode can be
 * the same; the store looks again.
 *
 * ::changed (): a switch, what is typed, or what a row shows is another.
 */
#define KH_TYPE_DUPLICATE_PLAN (kh_duplicate_plan_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicatePlan, kh_duplicate_plan, KH, DUPLICATE_PLAN, GObject)

KhDuplicatePlan     *kh_duplicate_plan_new           (KhCustomer          *original,
                                                      KhGrants             grants,
                                                      KhDuplicateDefaults *defaults,
                                                      KhCatalogues        *catalogues);
KhGrant              kh_duplicate_plan_find_missing  (KhGrants             grants) G_GNUC_CONST;
gboolean             kh_duplicate_plan_check_grants  (KhGrants             grants,
                                                      GError             **error);

KhCustomer          *kh_duplicate_plan_get_original  (KhDuplicatePlan     *self);
KhDraft             *kh_duplicate_plan_get_draft     (KhDuplicatePlan     *self);
KhDuplicateTables   *kh_duplicate_plan_get_tables    (KhDuplicatePlan     *self);
KhDuplicateRow      *kh_duplicate_plan_get_row       (KhDuplicatePlan     *self,
                                                      KhDatapointId        id);
GArray              *kh_duplicate_plan_refresh       (KhDuplicatePlan     *self,
                                                      KhCustomer          *original,
                                                      KhGrants             grants,
                                                      KhCatalogues        *catalogues) G_GNUC_WARN_UNUSED_RESULT;

guint                kh_duplicate_plan_set_section   (KhDuplicatePlan     *self,
                                                      KhSection            section,
                                                      gboolean             on);
guint                kh_duplicate_plan_count_free    (KhDuplicatePlan     *self,
                                                      KhSection            section,
                                                      guint               *n_on);
void                 kh_duplicate_plan_reset         (KhDuplicatePlan     *self);
KhDuplicateDefaults *kh_duplicate_plan_dup_switches  (KhDuplicatePlan     *self) G_GNUC_WARN_UNUSED_RESULT;

void                 kh_duplicate_plan_fill_names    (KhDuplicatePlan     *self);
void                 kh_duplicate_plan_clear_names   (KhDuplicatePlan     *self);
void                 kh_duplicate_plan_clear_secrets (KhDuplicatePlan     *self);
gboolean             kh_duplicate_plan_is_typed      (KhDuplicatePlan     *self);

guint                kh_duplicate_plan_count_copied   (KhDuplicatePlan    *self);
char                *kh_duplicate_plan_dup_rows_text  (KhDuplicatePlan    *self) G_GNUC_WARN_UNUSED_RESULT;
guint                kh_duplicate_plan_count_left_out (KhDuplicatePlan    *self);
char                *kh_duplicate_plan_dup_left_out   (KhDuplicatePlan    *self) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray           *kh_duplicate_plan_validate      (KhDuplicatePlan     *self) G_GNUC_WARN_UNUSED_RESULT;
KhCustomer          *kh_duplicate_plan_make_customer (KhDuplicatePlan     *self) G_GNUC_WARN_UNUSED_RESULT;
GArray              *kh_duplicate_plan_list_secrets  (KhDuplicatePlan     *self) G_GNUC_WARN_UNUSED_RESULT;
char                *kh_duplicate_plan_dup_secret_labels (KhDuplicatePlan *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *kh_duplicate_plan_dup_secrets   (KhDuplicatePlan     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
