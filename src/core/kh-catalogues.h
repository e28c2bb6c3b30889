/* kh-catalogues.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhCatalogueEntry:
 * @id: its row in the data file, from 1
 * @label: what the office calls it
 * @parent: the entry of another catalogue it belongs to, or 0
 * @active: %FALSE keeps it on old records and out of the drop-downs
 * @monthly_charge: (nullable): of an account class, the canonical Monthly Charge it brings along
 * @contract_term: (nullable): of an account class, the canonical Contract Term it brings along
 * @category: (nullable): of a cancel reason, "voluntary", "involuntary" or "other"
 */
typedef struct {
  gint64 id;
  char *label;
  gint64 parent;
  gboolean active;
  char *monthly_charge;
  char *contract_term;
  char *category;
} KhCatalogueEntry;

KhCatalogueEntry *kh_catalogue_entry_copy (const KhCatalogueEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
void              kh_catalogue_entry_free (KhCatalogueEntry       *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhCatalogueEntry, kh_catalogue_entry_free)

#define KH_TYPE_CATALOGUES (kh_catalogues_get_type ())
G_DECLARE_FINAL_TYPE (KhCatalogues, kh_catalogues, KH, CATALOGUES, GObject)

KhCatalogues           *kh_catalogues_new         (void);

void                    kh_catalogues_add         (KhCatalogues *self,
                                                   KhCatalogueId catalogue,
                                                   gint64        id,
                                                   const char   *label,
                                                   gint64        parent,
                                                   gboolean      active);
void                    kh_catalogues_add_entry   (KhCatalogues *self,
                                                   KhCatalogueId catalogue,
                                                   const KhCatalogueEntry *entry);
void                    kh_catalogues_add_company (KhCatalogues *self,
                                                   KhCompany    *company);

const KhCatalogueEntry *kh_catalogues_get         (KhCatalogues *self,
                                                   KhCatalogueId catalogue,
                                                   gint64        id);
const KhCatalogueEntry *kh_catalogues_find        (KhCatalogues *self,
                                                   KhCatalogueId catalogue,
                                                   const char   *label);
GPtrArray              *kh_catalogues_list        (KhCatalogues *self,
                                                   KhCatalogueId catalogue,
                                                   gint64        parent,
                                                   gint64        keep) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray              *kh_catalogues_get_entries (KhCatalogues *self,
                                                   KhCatalogueId catalogue);
KhCompany              *kh_catalogues_get_company (KhCatalogues *self,
                                                   gint64        id);
GPtrArray              *kh_catalogues_get_companies (KhCatalogues *self);

G_END_DECLS
