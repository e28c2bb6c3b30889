/* kh-grant-table.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-grant-private.h"

#include <glib/gi18n-lib.h>

/* Who may do what is told in these words and no others: a grant is a row here, and
 * whatever has no row cannot be allowed. Everything about a customer needs the
 * grant to view customers. */
const KhGrantRow kh_grant_table[] = {
  [KH_GRANT_NONE] = {
    .id = KH_GRANT_NONE, .resource = KH_N_RESOURCES, .key = "", .label = "", .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_CUSTOMER_VIEW] = {
    .id = KH_GRANT_CUSTOMER_VIEW, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.view", .label = N_("View"), .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_CUSTOMER_CREATE] = {
    .id = KH_GRANT_CUSTOMER_CREATE, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.create", .label = N_("Create"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CUSTOMER_MODIFY] = {
    .id = KH_GRANT_CUSTOMER_MODIFY, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.modify", .label = N_("Modify"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CUSTOMER_DUPLICATE] = {
    .id = KH_GRANT_CUSTOMER_DUPLICATE, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.duplicate", .label = N_("Duplicate Customer"), .needs = KH_GRANT_CUSTOMER_CREATE,
  },
  [KH_GRANT_CUSTOMER_ARCHIVE] = {
    .id = KH_GRANT_CUSTOMER_ARCHIVE, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.archive", .label = N_("Archive"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CUSTOMER_UNARCHIVE] = {
    .id = KH_GRANT_CUSTOMER_UNARCHIVE, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.unarchive", .label = N_("Unarchive"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CUSTOMER_DELETE] = {
    .id = KH_GRANT_CUSTOMER_DELETE, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.delete", .label = N_("Delete"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CUSTOMER_ACCOUNT_CLASS] = {
    .id = KH_GRANT_CUSTOMER_ACCOUNT_CLASS, .resource = KH_RESOURCE_CUSTOMER,
    .key = "customer.modify-account-class", .label = N_("Modify Account Class"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_LEAD_SOURCE_VIEW] = {
    .id = KH_GRANT_LEAD_SOURCE_VIEW, .resource = KH_RESOURCE_LEAD_SOURCE,
    .key = "lead-source.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_LEAD_SOURCE_MODIFY] = {
    .id = KH_GRANT_LEAD_SOURCE_MODIFY, .resource = KH_RESOURCE_LEAD_SOURCE,
    .key = "lead-source.modify", .label = N_("Modify"), .needs = KH_GRANT_LEAD_SOURCE_VIEW,
  },
  [KH_GRANT_SALES_VIEW] = {
    .id = KH_GRANT_SALES_VIEW, .resource = KH_RESOURCE_SALES,
    .key = "sales.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_SALES_MODIFY] = {
    .id = KH_GRANT_SALES_MODIFY, .resource = KH_RESOURCE_SALES,
    .key = "sales.modify", .label = N_("Modify"), .needs = KH_GRANT_SALES_VIEW,
  },
  [KH_GRANT_CENTRAL_STATION_VIEW] = {
    .id = KH_GRANT_CENTRAL_STATION_VIEW, .resource = KH_RESOURCE_CENTRAL_STATION,
    .key = "central-station.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CENTRAL_STATION_MODIFY] = {
    .id = KH_GRANT_CENTRAL_STATION_MODIFY, .resource = KH_RESOURCE_CENTRAL_STATION,
    .key = "central-station.modify", .label = N_("Modify"), .needs = KH_GRANT_CENTRAL_STATION_VIEW,
  },
  [KH_GRANT_CENTRAL_STATION_LINK] = {
    .id = KH_GRANT_CENTRAL_STATION_LINK, .resource = KH_RESOURCE_CENTRAL_STATION,
    .key = "central-station.link", .label = N_("Link"), .needs = KH_GRANT_CENTRAL_STATION_VIEW,
  },
  [KH_GRANT_CENTRAL_STATION_UNLINK] = {
    .id = KH_GRANT_CENTRAL_STATION_UNLINK, .resource = KH_RESOURCE_CENTRAL_STATION,
    .key = "central-station.unlink", .label = N_("Unlink"), .needs = KH_GRANT_CENTRAL_STATION_VIEW,
  },
  [KH_GRANT_CENTRAL_STATION_TEST] = {
    .id = KH_GRANT_CENTRAL_STATION_TEST, .resource = KH_RESOURCE_CENTRAL_STATION,
    .key = "central-station.place-on-test", .label = N_("Place On Test"), .needs = KH_GRANT_CENTRAL_STATION_VIEW,
  },
  [KH_GRANT_CENTRAL_STATION_SHELL] = {
    .id = KH_GRANT_CENTRAL_STATION_SHELL, .resource = KH_RESOURCE_CENTRAL_STATION,
    .key = "central-station.create-shell", .label = N_("Create Shell"), .needs = KH_GRANT_CENTRAL_STATION_VIEW,
  },
  [KH_GRANT_PASSCODES_REVEAL] = {
    .id = KH_GRANT_PASSCODES_REVEAL, .resource = KH_RESOURCE_PASSCODES,
    .key = "passcodes.reveal", .label = N_("Reveal"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_PASSCODES_MODIFY] = {
    .id = KH_GRANT_PASSCODES_MODIFY, .resource = KH_RESOURCE_PASSCODES,
    .key = "passcodes.modify", .label = N_("Modify"), .needs = KH_GRANT_PASSCODES_REVEAL,
  },
  [KH_GRANT_CONFIDENTIAL_VIEW] = {
    .id = KH_GRANT_CONFIDENTIAL_VIEW, .resource = KH_RESOURCE_CONFIDENTIAL,
    .key = "confidential.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CONFIDENTIAL_MODIFY] = {
    .id = KH_GRANT_CONFIDENTIAL_MODIFY, .resource = KH_RESOURCE_CONFIDENTIAL,
    .key = "confidential.modify", .label = N_("Modify"), .needs = KH_GRANT_CONFIDENTIAL_VIEW,
  },
  [KH_GRANT_CONTACTS_VIEW] = {
    .id = KH_GRANT_CONTACTS_VIEW, .resource = KH_RESOURCE_CONTACTS,
    .key = "contacts.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_CONTACTS_CREATE] = {
    .id = KH_GRANT_CONTACTS_CREATE, .resource = KH_RESOURCE_CONTACTS,
    .key = "contacts.create", .label = N_("Create"), .needs = KH_GRANT_CONTACTS_VIEW,
  },
  [KH_GRANT_CONTACTS_MODIFY] = {
    .id = KH_GRANT_CONTACTS_MODIFY, .resource = KH_RESOURCE_CONTACTS,
    .key = "contacts.modify", .label = N_("Modify"), .needs = KH_GRANT_CONTACTS_VIEW,
  },
  [KH_GRANT_CONTACTS_DELETE] = {
    .id = KH_GRANT_CONTACTS_DELETE, .resource = KH_RESOURCE_CONTACTS,
    .key = "contacts.delete", .label = N_("Delete"), .needs = KH_GRANT_CONTACTS_VIEW,
  },
  [KH_GRANT_EQUIPMENT_VIEW] = {
    .id = KH_GRANT_EQUIPMENT_VIEW, .resource = KH_RESOURCE_EQUIPMENT,
    .key = "equipment.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_EQUIPMENT_CREATE] = {
    .id = KH_GRANT_EQUIPMENT_CREATE, .resource = KH_RESOURCE_EQUIPMENT,
    .key = "equipment.create", .label = N_("Create"), .needs = KH_GRANT_EQUIPMENT_VIEW,
  },
  [KH_GRANT_EQUIPMENT_MODIFY] = {
    .id = KH_GRANT_EQUIPMENT_MODIFY, .resource = KH_RESOURCE_EQUIPMENT,
    .key = "equipment.modify", .label = N_("Modify"), .needs = KH_GRANT_EQUIPMENT_VIEW,
  },
  [KH_GRANT_EQUIPMENT_DELETE] = {
    .id = KH_GRANT_EQUIPMENT_DELETE, .resource = KH_RESOURCE_EQUIPMENT,
    .key = "equipment.delete", .label = N_("Delete"), .needs = KH_GRANT_EQUIPMENT_VIEW,
  },
  [KH_GRANT_NOTES_VIEW] = {
    .id = KH_GRANT_NOTES_VIEW, .resource = KH_RESOURCE_NOTES,
    .key = "notes.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_NOTES_CREATE] = {
    .id = KH_GRANT_NOTES_CREATE, .resource = KH_RESOURCE_NOTES,
    .key = "notes.create", .label = N_("Create"), .needs = KH_GRANT_NOTES_VIEW,
  },
  [KH_GRANT_NOTES_MODIFY] = {
    .id = KH_GRANT_NOTES_MODIFY, .resource = KH_RESOURCE_NOTES,
    .key = "notes.modify", .label = N_("Modify"), .needs = KH_GRANT_NOTES_VIEW,
  },
  [KH_GRANT_NOTES_DELETE] = {
    .id = KH_GRANT_NOTES_DELETE, .resource = KH_RESOURCE_NOTES,
    .key = "notes.delete", .label = N_("Delete"), .needs = KH_GRANT_NOTES_VIEW,
  },
  [KH_GRANT_FILES_VIEW] = {
    .id = KH_GRANT_FILES_VIEW, .resource = KH_RESOURCE_FILES,
    .key = "files.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_FILES_CREATE] = {
    .id = KH_GRANT_FILES_CREATE, .resource = KH_RESOURCE_FILES,
    .key = "files.create", .label = N_("Create"), .needs = KH_GRANT_FILES_VIEW,
  },
  [KH_GRANT_FILES_MODIFY] = {
    .id = KH_GRANT_FILES_MODIFY, .resource = KH_RESOURCE_FILES,
    .key = "files.modify", .label = N_("Modify"), .needs = KH_GRANT_FILES_VIEW,
  },
  [KH_GRANT_FILES_DELETE] = {
    .id = KH_GRANT_FILES_DELETE, .resource = KH_RESOURCE_FILES,
    .key = "files.delete", .label = N_("Delete"), .needs = KH_GRANT_FILES_VIEW,
  },
  [KH_GRANT_HISTORY_VIEW] = {
    .id = KH_GRANT_HISTORY_VIEW, .resource = KH_RESOURCE_HISTORY,
    .key = "history.view", .label = N_("View"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
  [KH_GRANT_HISTORY_EXPORT] = {
    .id = KH_GRANT_HISTORY_EXPORT, .resource = KH_RESOURCE_HISTORY,
    .key = "history.export", .label = N_("Export"), .needs = KH_GRANT_HISTORY_VIEW,
  },
  [KH_GRANT_DUPLICATE_DEFAULTS_VIEW] = {
    .id = KH_GRANT_DUPLICATE_DEFAULTS_VIEW, .resource = KH_RESOURCE_DUPLICATE_DEFAULTS,
    .key = "duplicate-defaults.view", .label = N_("View"), .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_DUPLICATE_DEFAULTS_MODIFY] = {
    .id = KH_GRANT_DUPLICATE_DEFAULTS_MODIFY, .resource = KH_RESOURCE_DUPLICATE_DEFAULTS,
    .key = "duplicate-defaults.modify", .label = N_("Modify"), .needs = KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  },
  [KH_GRANT_COMPANIES_VIEW] = {
    .id = KH_GRANT_COMPANIES_VIEW, .resource = KH_RESOURCE_COMPANIES,
    .key = "companies.view", .label = N_("View"), .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_COMPANIES_CONTROL] = {
    .id = KH_GRANT_COMPANIES_CONTROL, .resource = KH_RESOURCE_COMPANIES,
    .key = "companies.full-control", .label = N_("Full Control"), .needs = KH_GRANT_COMPANIES_VIEW,
  },
  [KH_GRANT_CATALOGUES_VIEW] = {
    .id = KH_GRANT_CATALOGUES_VIEW, .resource = KH_RESOURCE_CATALOGUES,
    .key = "catalogues.view", .label = N_("View"), .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_CATALOGUES_CONTROL] = {
    .id = KH_GRANT_CATALOGUES_CONTROL, .resource = KH_RESOURCE_CATALOGUES,
    .key = "catalogues.full-control", .label = N_("Full Control"), .needs = KH_GRANT_CATALOGUES_VIEW,
  },
  [KH_GRANT_STAFF_VIEW] = {
    .id = KH_GRANT_STAFF_VIEW, .resource = KH_RESOURCE_STAFF,
    .key = "staff.view", .label = N_("View"), .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_STAFF_CONTROL] = {
    .id = KH_GRANT_STAFF_CONTROL, .resource = KH_RESOURCE_STAFF,
    .key = "staff.full-control", .label = N_("Full Control"), .needs = KH_GRANT_STAFF_VIEW,
  },
  [KH_GRANT_IMPORT] = {
    .id = KH_GRANT_IMPORT, .resource = KH_RESOURCE_TRANSFER,
    .key = "transfer.import", .label = N_("Import"), .needs = KH_GRANT_NONE,
  },
  [KH_GRANT_EXPORT] = {
    .id = KH_GRANT_EXPORT, .resource = KH_RESOURCE_TRANSFER,
    .key = "transfer.export", .label = N_("Export"), .needs = KH_GRANT_CUSTOMER_VIEW,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kh_grant_table) == KH_N_GRANTS);
/* A set of grants is a word of 64 bits. */
G_STATIC_ASSERT (KH_N_GRANTS <= 64);

const char *const kh_resource_labels[] = {
  [KH_RESOURCE_CUSTOMER] = N_("Customer"),
  [KH_RESOURCE_LEAD_SOURCE] = N_("Lead Source Information"),
  [KH_RESOURCE_SALES] = N_("Sales Information"),
  [KH_RESOURCE_CENTRAL_STATION] = N_("Central Station"),
  [KH_RESOURCE_PASSCODES] = N_("Passcodes"),
  /* Translators: Social Security Number, birthdate and credit. */
  [KH_RESOURCE_CONFIDENTIAL] = N_("Confidential"),
  [KH_RESOURCE_CONTACTS] = N_("Contacts"),
  [KH_RESOURCE_EQUIPMENT] = N_("Equipment"),
  [KH_RESOURCE_NOTES] = N_("Notes"),
  [KH_RESOURCE_FILES] = N_("Files"),
  [KH_RESOURCE_HISTORY] = N_("History"),
  [KH_RESOURCE_DUPLICATE_DEFAULTS] = N_("Customer Duplicate Defaults"),
  [KH_RESOURCE_COMPANIES] = N_("Monitoring Companies"),
  [KH_RESOURCE_CATALOGUES] = N_("Catalogues"),
  [KH_RESOURCE_STAFF] = N_("Staff and Groups"),
  [KH_RESOURCE_TRANSFER] = N_("Import and Export"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (kh_resource_labels) == KH_N_RESOURCES);
