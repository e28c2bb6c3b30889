/* kh-table.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-datapoint.h"

G_BEGIN_DECLS

/**
 * KhTableId:
 *
 * The tables that belong to a customer. The number is never stored or sent: the key is.
 *
 * @KH_TABLE_CONTACTS: who is called, in call order
 * @KH_TABLE_PASSCODES: further passcodes of the premises
 * @KH_TABLE_AGENCIES: police, fire, medical and guard, with the permit of each
 * @KH_TABLE_SYSTEMS: the alarm systems
 * @KH_TABLE_AREAS: the areas of a system
 * @KH_TABLE_ZONES: the zones of an area
 * @KH_TABLE_EQUIPMENT: what is installed
 */
typedef enum {
  KH_TABLE_CONTACTS,
  KH_TABLE_PASSCODES,
  KH_TABLE_AGENCIES,
  KH_TABLE_SYSTEMS,
  KH_TABLE_AREAS,
  KH_TABLE_ZONES,
  KH_TABLE_EQUIPMENT,

  KH_N_TABLES
} KhTableId;

/* The columns that rules name, each by its place in its table. */
enum {
  KH_CONTACT_ORDER,
  KH_CONTACT_NAME,
  KH_CONTACT_RELATION,
  KH_CONTACT_KIND,
  KH_CONTACT_PHONE_1_TYPE,
  KH_CONTACT_PHONE_1,
  KH_CONTACT_PHONE_2_TYPE,
  KH_CONTACT_PHONE_2,
  KH_CONTACT_PHONE_3_TYPE,
  KH_CONTACT_PHONE_3,
  KH_CONTACT_EMAIL,
  KH_CONTACT_LANGUAGE,
  KH_CONTACT_PIN,
  KH_CONTACT_HAS_KEY,
  KH_CONTACT_MAY_CANCEL,
  KH_CONTACT_TWO_CALL,
  KH_CONTACT_DURESS,
  KH_CONTACT_FROM,
  KH_CONTACT_UNTIL,
  KH_N_CONTACT_COLUMNS
};

enum {
  KH_PASSCODE_VALUE,
  KH_PASSCODE_NOTE,
  KH_PASSCODE_DURESS,
  KH_N_PASSCODE_COLUMNS
};

enum {
  KH_AGENCY_TYPE,
  KH_AGENCY_NAME,
  KH_AGENCY_PHONE,
  KH_AGENCY_CITY,
  KH_AGENCY_STATION_ID,
  KH_AGENCY_PERMIT_NUMBER,
  KH_AGENCY_PERMIT_EFFECTIVE,
  KH_AGENCY_PERMIT_EXPIRES,
  KH_N_AGENCY_COLUMNS
};

enum {
  KH_SYSTEM_NUMBER,
  KH_SYSTEM_DESCRIPTION,
  KH_SYSTEM_TYPE,
  KH_SYSTEM_PANEL,
  KH_SYSTEM_COMMUNICATOR,
  KH_SYSTEM_TRANSMITTER,
  KH_SYSTEM_RECEIVER,
  KH_SYSTEM_FORMAT,
  KH_SYSTEM_TEST_INTERVAL,
  KH_N_SYSTEM_COLUMNS
};

enum {
  KH_AREA_SYSTEM,
  KH_AREA_NUMBER,
  KH_AREA_DESCRIPTION,
  KH_N_AREA_COLUMNS
};

enum {
  KH_ZONE_SYSTEM,
  KH_ZONE_AREA,
  KH_ZONE_NUMBER,
  KH_ZONE_DESCRIPTION,
  KH_ZONE_EVENT,
  KH_ZONE_STATUS,
  KH_N_ZONE_COLUMNS
};

enum {
  KH_EQUIPMENT_ITEM,
  KH_EQUIPMENT_MAKE,
  KH_EQUIPMENT_SERIAL,
  KH_EQUIPMENT_LOCATION,
  KH_EQUIPMENT_ZONE_SYSTEM,
  KH_EQUIPMENT_ZONE_AREA,
  KH_EQUIPMENT_ZONE_NUMBER,
  KH_EQUIPMENT_QUANTITY,
  KH_EQUIPMENT_WARRANTY,
  KH_EQUIPMENT_STATUS,
  KH_N_EQUIPMENT_COLUMNS
};

#define KH_TABLE_MAX_IDENTITY 3

/* The wire of the column that says in the list of which system an item is. */
#define KH_WIRE_SYSTEM "../no"

/* Where a table has no column of a kind. */
#define KH_COLUMN_NONE G_MAXUINT

/**
 * KhTableAnnex:
 * @prefix: what the wires of its columns begin with
 * @wire: the list in a station's account document
 * @member: the member of its items that says whose each is, and
 * @key: the column of the row that has the same; a row without has no item there
 *
 * Another list, in which a row has an item of its own.
 */
typedef struct {
  const char *prefix;
  const char *wire;
  const char *member;
  guint key;
} KhTableAnnex;

/**
 * KhFollowed:
 * @KH_FOLLOWED_NEVER: a table of ours only, or one that the station keeps by itself
 * @KH_FOLLOWED_ALWAYS: a change of a row goes to the station by itself, item by item
 * @KH_FOLLOWED_WITH_ZONES: it does where the company's setting says that zones are sent
 *
 * Whether a table follows what is saved here.
 */
typedef enum {
  KH_FOLLOWED_NEVER,
  KH_FOLLOWED_ALWAYS,
  KH_FOLLOWED_WITH_ZONES,
} KhFollowed;

/**
 * KhTable:
 * @id: the row's index
 * @key: settings key and, with dashes as underscores, SQL table; never changes
 * @label: the shown name, marked with N_()
 * @row_label: what one row is called, marked with N_()
 * @columns: how each column's value is written, checked, kept and compared. In a column the
 *   datapoint's id is its place here, and its section says nothing
 * @n_columns: how many there are
 * @order: the column by which the rows are sorted, or %KH_COLUMN_NONE
 * @ranked: whether @order says only who comes first, so that rows which move are numbered anew
 * @title: the column that a row is called by
 * @identity: the columns that no two rows of a customer may share all of
 * @n_identity: how many there are; 0 where two rows may be alike
 * @max_rows: the most rows that a customer has of it
 * @wire: the list in a station's account document, or %NULL; `*` stands for each system
 * @followed: whether a change of a row goes to the station by itself
 * @fixed: the member that says of an item whether it stays as it is there, or %NULL
 * @annex: where columns are that are not in the item itself, or %NULL
 * @section: where on the Customer tab its rows would stand, for Duplicate
 * @duplicate: what Duplicate does with the table when nobody chose otherwise
 * @parent: the table on whose rows its rows hang, or %KH_N_TABLES
 * @hangs: the columns that say on which one, as the parent's identity does
 * @loose: whether a row does without the one that it hangs on, and only loses those columns
 * @view: the grant to see it
 * @create: the grant to add a row
 * @modify: the grant to change one
 * @remove: the grant to take one out
 *
 * One table of a customer: a row of the registry whose columns are rows like those of
 * #KhDatapoint. A column's own grants come on top of the table's.
 *
 * A column's @wire is its place in the list's item, with `name[#n]` for the n-th item of a list
 * within it; %KH_WIRE_SYSTEM is no member of it. @required is %KH_REQUIRED_ALWAYS for what every row must have.
 */
typedef struct {
  KhTableId id;
  const char *key;
  const char *label;
  const char *row_label;
  const KhDatapoint *columns;
  guint n_columns;
  guint order;
  gboolean ranked;
  guint title;
  guint identity[KH_TABLE_MAX_IDENTITY];
  guint n_identity;
  guint max_rows;
  const char *wire;
  KhFollowed followed;
  const char *fixed;
  const KhTableAnnex *annex;
  KhSection section;
  KhDuplicateRule duplicate;
  KhTableId parent;
  guint hangs[KH_TABLE_MAX_IDENTITY];
  gboolean loose;
  KhGrant view;
  KhGrant create;
  KhGrant modify;
  KhGrant remove;
} KhTable;

const KhTable     *kh_table_get           (KhTableId      id) G_GNUC_CONST;
const KhTable     *kh_table_lookup        (const char    *key);
const char        *kh_table_get_label     (KhTableId      id);
const char        *kh_table_get_row_label (KhTableId      id);
char              *kh_table_dup_sql     (KhTableId      id) G_GNUC_WARN_UNUSED_RESULT;

const KhDatapoint *kh_table_get_column       (KhTableId      id,
                                              guint          column);
const KhDatapoint *kh_table_lookup_column    (KhTableId      id,
                                              const char    *key);
gboolean           kh_table_is_annexed       (KhTableId      id,
                                              guint          column) G_GNUC_CONST;
const char        *kh_table_get_column_label (KhTableId      id,
                                              guint          column);
char              *kh_table_dup_column       (KhTableId      id,
                                              guint          column) G_GNUC_WARN_UNUSED_RESULT;

gboolean           kh_table_may_view         (KhGrants       grants,
                                              KhTableId      id) G_GNUC_CONST;
gboolean           kh_table_may_view_column  (KhGrants       grants,
                                              KhTableId      id,
                                              guint          column) G_GNUC_CONST;
gboolean           kh_table_may_change_column (KhGrants      grants,
                                              KhTableId      id,
                                              guint          column,
                                              gboolean       row_is_new) G_GNUC_CONST;

G_END_DECLS
