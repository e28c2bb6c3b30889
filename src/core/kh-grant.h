/* kh-grant.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhResource:
 *
 * What a grant is given on, in the order of the grid in Groups.
 */
typedef enum {
  KH_RESOURCE_CUSTOMER,
  KH_RESOURCE_LEAD_SOURCE,
  KH_RESOURCE_SALES,
  KH_RESOURCE_CENTRAL_STATION,
  KH_RESOURCE_PASSCODES,
  KH_RESOURCE_CONFIDENTIAL,
  KH_RESOURCE_CONTACTS,
  KH_RESOURCE_EQUIPMENT,
  KH_RESOURCE_NOTES,
  KH_RESOURCE_FILES,
  KH_RESOURCE_HISTORY,
  KH_RESOURCE_DUPLICATE_DEFAULTS,
  KH_RESOURCE_COMPANIES,
  KH_RESOURCE_CATALOGUES,
  KH_RESOURCE_STAFF,
  KH_RESOURCE_TRANSFER,

  KH_N_RESOURCES
} KhResource;

/**
 * KhGrant:
 *
 * One thing that a member of the staff may be allowed to do. The number is never
 * stored: the key is.
 */
typedef enum {
  KH_GRANT_NONE,
  KH_GRANT_CUSTOMER_VIEW,
  KH_GRANT_CUSTOMER_CREATE,
  KH_GRANT_CUSTOMER_MODIFY,
  KH_GRANT_CUSTOMER_DUPLICATE,
  KH_GRANT_CUSTOMER_ARCHIVE,
  KH_GRANT_CUSTOMER_UNARCHIVE,
  KH_GRANT_CUSTOMER_DELETE,
  KH_GRANT_CUSTOMER_ACCOUNT_CLASS,
  KH_GRANT_LEAD_SOURCE_VIEW,
  KH_GRANT_LEAD_SOURCE_MODIFY,
  KH_GRANT_SALES_VIEW,
  KH_GRANT_SALES_MODIFY,
  KH_GRANT_CENTRAL_STATION_VIEW,
  KH_GRANT_CENTRAL_STATION_MODIFY,
  KH_GRANT_CENTRAL_STATION_LINK,
  KH_GRANT_CENTRAL_STATION_UNLINK,
  KH_GRANT_CENTRAL_STATION_TEST,
  KH_GRANT_CENTRAL_STATION_SHELL,
  KH_GRANT_PASSCODES_REVEAL,
  KH_GRANT_PASSCODES_MODIFY,
  KH_GRANT_CONFIDENTIAL_VIEW,
  KH_GRANT_CONFIDENTIAL_MODIFY,
  KH_GRANT_CONTACTS_VIEW,
  KH_GRANT_CONTACTS_CREATE,
  KH_GRANT_CONTACTS_MODIFY,
  KH_GRANT_CONTACTS_DELETE,
  KH_GRANT_EQUIPMENT_VIEW,
  KH_GRANT_EQUIPMENT_CREATE,
  KH_GRANT_EQUIPMENT_MODIFY,
  KH_GRANT_EQUIPMENT_DELETE,
  KH_GRANT_NOTES_VIEW,
  KH_GRANT_NOTES_CREATE,
  KH_GRANT_NOTES_MODIFY,
  KH_GRANT_NOTES_DELETE,
  KH_GRANT_FILES_VIEW,
  KH_GRANT_FILES_CREATE,
  KH_GRANT_FILES_MODIFY,
  KH_GRANT_FILES_DELETE,
  KH_GRANT_HISTORY_VIEW,
  KH_GRANT_HISTORY_EXPORT,
  KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  KH_GRANT_DUPLICATE_DEFAULTS_MODIFY,
  KH_GRANT_COMPANIES_VIEW,
  KH_GRANT_COMPANIES_CONTROL,
  KH_GRANT_CATALOGUES_VIEW,
  KH_GRANT_CATALOGUES_CONTROL,
  KH_GRANT_STAFF_VIEW,
  KH_GRANT_STAFF_CONTROL,
  KH_GRANT_IMPORT,
  KH_GRANT_EXPORT,

  KH_N_GRANTS
} KhGrant;

/**
 * KhGrantRow:
 * @id: the row's index
 * @resource: what it is given on
 * @key: the word that is stored; never changes
 * @label: the grant's name beside its resource's, marked with N_()
 * @needs: the grant without which this one has no effect, or %KH_GRANT_NONE
 *
 * One row of the table of grants. Whoever may not see a thing may not change it
 * blindly either, so a grant to change needs the one to see.
 */
typedef struct {
  KhGrant id;
  KhResource resource;
  const char *key;
  const char *label;
  KhGrant needs;
} KhGrantRow;

const KhGrantRow *kh_grant_get           (KhGrant      id) G_GNUC_CONST;
KhGrant           kh_grant_lookup        (const char  *key);
const char       *kh_grant_get_label     (KhGrant      id);
char             *kh_grant_dup_name      (KhGrant      id) G_GNUC_WARN_UNUSED_RESULT;
const char       *kh_resource_get_label  (KhResource   resource);

/**
 * KhGrants:
 *
 * A set of grants; a plain value.
 */
typedef struct {
  guint64 bits;
} KhGrants;

KhGrants          kh_grants_none         (void) G_GNUC_CONST;
KhGrants          kh_grants_all          (void) G_GNUC_CONST;
KhGrants          kh_grants_with         (KhGrants     grants,
                                          KhGrant      grant) G_GNUC_CONST;
KhGrants          kh_grants_without      (KhGrants     grants,
                                          KhGrant      grant) G_GNUC_CONST;
KhGrants          kh_grants_effective    (KhGrants     group,
                                          KhGrants     added,
                                          KhGrants     taken) G_GNUC_CONST;
gboolean          kh_grants_contain      (KhGrants     grants,
                                          KhGrant      grant) G_GNUC_CONST;
gboolean          kh_grants_has          (KhGrants     grants,
                                          KhGrant      grant) G_GNUC_CONST;
KhGrant           kh_grants_find_missing (KhGrants     grants,
                                          KhGrant      grant) G_GNUC_CONST;
gboolean          kh_grants_equal        (KhGrants     a,
                                          KhGrants     b) G_GNUC_CONST;

G_END_DECLS
