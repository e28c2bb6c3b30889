/* kh-import-checker.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-dossier.h"
#include "kh-import-mapping.h"
#include "kh-record.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhImportProblem:
 * @line: the line of the file
 * @column: the column, from 0, or %KH_COLUMN_NONE for the record as a whole, or for a value that
 *   the file has no column for
 * @name: (nullable): what the file calls the column, or what the value is called
 * @message: what is wrong and what to do, translated
 *
 * One reason why a record is not imported.
 */
typedef struct {
  guint64 line;
  guint column;
  char *name;
  char *message;
} KhImportProblem;

GPtrArray *kh_import_problems_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       kh_import_problems_add      (GPtrArray             *problems,
                                        guint64                line,
                                        guint                  column,
                                        const char            *name,
                                        const char            *message);
char      *kh_import_problem_dup_text  (const KhImportProblem *problem) G_GNUC_WARN_UNUSED_RESULT;
char      *kh_import_problems_dup_text (GPtrArray             *problems) G_GNUC_WARN_UNUSED_RESULT;

/**
 * KhImportChecker:
 *
 * Makes customers of records, or says all that is wrong with one. It looks at nothing but the
 * record: whether there is such a customer already is the store's to say.
 */
typedef struct _KhImportChecker KhImportChecker;

KhImportChecker *kh_import_checker_new   (KhImportMapping  *mapping,
                                          KhCustomer       *base,
                                          KhCatalogues     *catalogues,
                                          KhGrants          grants) G_GNUC_WARN_UNUSED_RESULT;
void             kh_import_checker_free  (KhImportChecker  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhImportChecker, kh_import_checker_free)

KhDossier       *kh_import_checker_check (KhImportChecker  *self,
                                          GPtrArray        *columns,
                                          KhRecord         *record,
                                          GPtrArray        *problems) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
