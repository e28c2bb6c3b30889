/* kh-setup.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-company.h"
#include "kh-datapoint.h"
#include "kh-grant.h"
#include "kh-types.h"

G_BEGIN_DECLS

/* More than any office has to say; what is larger is some other file. */
#define KH_SETUP_LARGEST_FILE (1024 * 1024)

/* For what the file does not say: it stays as it is. */
#define KH_SETUP_UNSAID (-1)

typedef enum {
  KH_SETUP_GROUP,
  KH_SETUP_COMPANY,
  KH_SETUP_ENTRY,
  KH_SETUP_MEMBER,

  KH_N_SETUP_KINDS
} KhSetupKind;

/**
 * KhSetupItem:
 * @kind: what it is
 * @line: where the file says so, from 1
 * @name: the name, or an entry's label
 * @active: %TRUE, %FALSE or %KH_SETUP_UNSAID
 * @sends_zones: a company's, likewise
 * @zone_digits: a company's, or %KH_SETUP_UNSAID
 * @type: a company's type
 * @address: (nullable): a company's address
 * @address_line: where it stands, or 0
 * @dealer_number: (nullable): our number at the company, %NULL when not said
 * @ca_file: (nullable): the company's certificate, %NULL when not said
 * @catalogue: an entry's catalogue
 * @parent: (nullable): the label of the lead source that a campaign belongs to
 * @group: (nullable): a member's group, %NULL when not said and "" for none
 * @group_line: where it stands, or 0
 * @sales: whether a member is a Sales Representative, or %KH_SETUP_UNSAID
 * @technician: whether a member is a Technician, or %KH_SETUP_UNSAID
 * @says_added: whether @added is said
 * @says_taken: whether @taken is said
 * @added: a member's grants besides the group's
 * @taken: the grants that a member does not have
 * @grants: a group's grants
 *
 * One thing that is to be there.
 */
typedef struct {
  KhSetupKind kind;
  guint line;
  char *name;
  int active;
  int sends_zones;
  int zone_digits;
  KhMonitorType type;
  char *address;
  guint address_line;
  char *dealer_number;
  char *ca_file;
  KhCatalogueId catalogue;
  char *parent;
  char *group;
  guint group_line;
  int sales;
  int technician;
  gboolean says_added;
  gboolean says_taken;
  KhGrants added;
  KhGrants taken;
  KhGrants grants;
} KhSetupItem;

/**
 * KH_SETUP_ERROR:
 *
 * Why a setup cannot be used. The message is one line for each mistake, with the file's name
 * and the line where there is one.
 */
#define KH_SETUP_ERROR (kh_setup_error_quark ())

typedef enum {
  KH_SETUP_ERROR_FILE,
  KH_SETUP_ERROR_MISTAKES,
  KH_SETUP_ERROR_NOT_ALLOWED,
} KhSetupError;

GQuark     kh_setup_error_quark (void);

/**
 * KhSetup:
 *
 * What a file says that is to be in the records: companies, entries of catalogues, groups and
 * members of the staff; and the mistakes that were found in it.
 */
#define KH_TYPE_SETUP (kh_setup_get_type ())
G_DECLARE_FINAL_TYPE (KhSetup, kh_setup, KH, SETUP, GObject)

KhSetup   *kh_setup_parse       (const char   *name,
                                 const char   *text,
                                 gsize         length) G_GNUC_WARN_UNUSED_RESULT;
KhSetup   *kh_setup_load        (const char   *path,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *kh_setup_get_items   (KhSetup      *self);
void       kh_setup_complain    (KhSetup      *self,
                                 guint         line,
                                 const char   *message);
gboolean   kh_setup_is_wrong    (KhSetup      *self);
gboolean   kh_setup_check       (KhSetup      *self,
                                 GError      **error);

G_END_DECLS
