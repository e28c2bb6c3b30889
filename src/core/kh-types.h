/* kh-types.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every object of the core, so that headers need include next to nothing. */
typedef struct _KhAccount      KhAccount;
typedef struct _KhCapabilities KhCapabilities;
typedef struct _KhCatalogues   KhCatalogues;
typedef struct _KhChange       KhChange;
typedef struct _KhCompany      KhCompany;
typedef struct _KhComparison   KhComparison;
typedef struct _KhCustomer     KhCustomer;
typedef struct _KhDiscrepancy  KhDiscrepancy;
typedef struct _KhDraft        KhDraft;
typedef struct _KhDuplicateChoice KhDuplicateChoice;
typedef struct _KhDuplicateDefaults KhDuplicateDefaults;
typedef struct _KhDuplicatePlan KhDuplicatePlan;
typedef struct _KhDuplicateRow KhDuplicateRow;
typedef struct _KhDuplicateTableLine KhDuplicateTableLine;
typedef struct _KhDuplicateTables KhDuplicateTables;
typedef struct _KhLink         KhLink;
typedef struct _KhRowComparison KhRowComparison;
typedef struct _KhSetup        KhSetup;
typedef struct _KhStaff        KhStaff;

G_END_DECLS
