/* kh-dossier.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"
#include "kh-row.h"

G_BEGIN_DECLS

/**
 * KhDossier:
 * @customer: the record
 * @rows: (element-type KhRow): the rows of each table, in their order
 *
 * A customer with the rows of all their tables, as one line of a file has them.
 */
typedef struct {
  KhCustomer *customer;
  GPtrArray *rows[KH_N_TABLES];
} KhDossier;

KhDossier *kh_dossier_new   (KhCustomer    *customer) G_GNUC_WARN_UNUSED_RESULT;
void       kh_dossier_free  (KhDossier     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhDossier, kh_dossier_free)

G_END_DECLS
