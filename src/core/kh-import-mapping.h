/* kh-import-mapping.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-file-field.h"

G_BEGIN_DECLS

/**
 * KhImportMapping:
 *
 * Which column of a file goes to which value of a customer. A column may also be left out.
 */
typedef struct _KhImportMapping KhImportMapping;

KhImportMapping *kh_import_mapping_new       (GPtrArray              *columns) G_GNUC_WARN_UNUSED_RESULT;
KhImportMapping *kh_import_mapping_copy      (const KhImportMapping  *self) G_GNUC_WARN_UNUSED_RESULT;
void             kh_import_mapping_free      (KhImportMapping        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhImportMapping, kh_import_mapping_free)

void             kh_import_mapping_extend    (KhImportMapping        *self,
                                              GPtrArray              *columns);
guint            kh_import_mapping_get_n     (const KhImportMapping  *self);
const char      *kh_import_mapping_get_name  (const KhImportMapping  *self,
                                              guint                   column);
KhFileField      kh_import_mapping_get_field (const KhImportMapping  *self,
                                              guint                   column);
void             kh_import_mapping_set_field (KhImportMapping        *self,
                                              guint                   column,
                                              KhFileField             field);
guint            kh_import_mapping_find      (const KhImportMapping  *self,
                                              KhFileField             field);
gboolean         kh_import_mapping_check     (const KhImportMapping  *self,
                                              GError                **error);

char            *kh_import_mapping_to_text   (const KhImportMapping  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_import_mapping_apply     (KhImportMapping        *self,
                                              const char             *text,
                                              gsize                   length,
                                              GError                **error);
gboolean         kh_import_mapping_remember  (const KhImportMapping  *self,
                                              const char             *folder,
                                              GError                **error);
void             kh_import_mapping_recall    (KhImportMapping        *self,
                                              const char             *folder);

G_END_DECLS
