/* kh-copy-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-duplicate-plan.h"
#include "kh-duplicate-tables.h"
#include "kh-office-test.h"

G_BEGIN_DECLS

/* The office, with a customer worth duplicating. Calls wait, and fail the test where they have no
 * @error. */
void                kh_copy_test_set_up             (KhOfficeTest     *office,
                                                     gconstpointer     data);
void                kh_copy_test_save_original      (KhOfficeTest     *office,
                                                     KhDatapointId     id,
                                                     const char       *value);
char               *kh_copy_test_add_entry          (KhOfficeTest     *office,
                                                     KhCatalogueId     catalogue,
                                                     const char       *label);
/* Lee may do everything but @taken. Written by Maria; who was signed in is again afterwards. */
void                kh_copy_test_take               (KhOfficeTest     *office,
                                                     KhGrant           taken);

/* A plan with the names typed, which knows the customer's rows. */
KhDuplicatePlan    *kh_copy_test_open_plan          (KhOfficeTest     *office);
KhCustomer         *kh_copy_test_duplicate_customer (KhOfficeTest     *office,
                                                     gint64            revision,
                                                     KhCustomer       *copy,
                                                     GPtrArray        *secrets,
                                                     GError          **error);
KhCustomer         *kh_copy_test_duplicate          (KhOfficeTest     *office,
                                                     KhDuplicatePlan  *plan,
                                                     GError          **error);
KhCustomer         *kh_copy_test_duplicate_well     (KhOfficeTest     *office);
/* @words: what the message says, or NULL. */
void                kh_copy_test_expect_refused     (KhOfficeTest     *office,
                                                     KhDuplicatePlan  *plan,
                                                     GQuark            domain,
                                                     int               code,
                                                     const char       *words);
gboolean            kh_copy_test_undo               (KhOfficeTest     *office,
                                                     gint64            original,
                                                     gint64            copy,
                                                     GError          **error);

/* How many customers are in the file, whoever is signed in. */
guint               kh_copy_test_count              (KhOfficeTest     *office);
const KhHistoryRow *kh_copy_test_find_history       (GPtrArray        *rows,
                                                     const char       *action,
                                                     const char       *datapoint);

G_END_DECLS
