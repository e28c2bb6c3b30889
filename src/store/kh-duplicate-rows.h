/* kh-duplicate-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-catalogues.h"
#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-duplicate-choice.h"
#include "kh-grant.h"
#include "kh-safe.h"

G_BEGIN_DECLS

/**
 * KhDuplication:
 * @number: the original's customer number
 * @revision: the revision of it that the copy was made from
 * @safe: the keys of whoever duplicates
 * @author: who the history says did it
 * @secrets: (nullable) (element-type KhSecretChange): what is sealed and was typed for the copy
 * @choice: (nullable): which rows of the original's tables the copy gets
 * @grants: what they may do; read in the transaction
 * @catalogues: (nullable): read in the transaction
 * @original: (nullable): the whole original; read in the transaction, and never given out
 * @rows: (nullable) (element-type KhRowChange): the copy's rows, with what is sealed and goes with
 *   them, in the order of the tables; read in the transaction
 * @places: (nullable): where what is sealed and goes with them stands in the original
 *
 * Duplicating one customer, once or often, in one transaction.
 */
typedef struct {
  gint64 number;
  gint64 revision;
  KhSafe *safe;
  char *author;
  GPtrArray *secrets;
  KhDuplicateChoice *choice;
  KhGrants grants;
  KhCatalogues *catalogues;
  KhCustomer *original;
  GPtrArray *rows;
  GPtrArray *places;
} KhDuplication;

void     kh_duplication_clear        (KhDuplication  *self);

gboolean kh_duplicate_rows_begin     (KhConnection   *connection,
                                      KhDuplication  *duplication,
                                      GError        **error);
gboolean kh_duplicate_rows_check_sealed (const KhDuplication  *duplication,
                                         const KhDatapoint    *described,
                                         GError              **error);
gboolean kh_duplicate_rows_check_many (KhDuplication  *duplication,
                                      KhCustomer     *copy,
                                      GError        **error);
gboolean kh_duplicate_rows_insert    (KhConnection   *connection,
                                      KhDuplication  *duplication,
                                      KhCustomer     *copy,
                                      GError        **error);
gboolean kh_duplicate_rows_note      (KhConnection   *connection,
                                      KhDuplication  *duplication,
                                      KhCustomer     *copy,
                                      gint64          first,
                                      gint64          last,
                                      GError        **error);
gboolean kh_duplicate_rows_save_secrets (KhConnection   *connection,
                                         KhDuplication  *duplication,
                                         KhCustomer     *copy,
                                         GError        **error);
gboolean kh_duplicate_rows_take_back (KhConnection   *connection,
                                      gint64          original,
                                      gint64          number,
                                      KhGrants        grants,
                                      const char     *author,
                                      GError        **error);

G_END_DECLS
