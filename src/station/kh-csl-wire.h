/* kh-csl-wire.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-table.h"

G_BEGIN_DECLS

/**
 * KhCslWire:
 * @list: (nullable): the path of the list that the value is in an item of
 * @selector: (nullable): which item: its type, its no, or * for the first
 * @member: (nullable): the member of the item; without a list, the whole path
 *
 * A datapoint's place in an account document, read from the registry's notation.
 */
typedef struct {
  char *list;
  char *selector;
  char *member;
} KhCslWire;

gboolean    kh_csl_wire_read    (KhCslWire       *self,
                                 KhDatapointId    id);
void        kh_csl_wire_clear   (KhCslWire       *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhCslWire, kh_csl_wire_clear)

JsonNode   *kh_csl_wire_walk    (JsonObject      *root,
                                 const char      *path);
gboolean    kh_csl_wire_is_duress (const KhCslWire *self);
gboolean    kh_csl_wire_selects (const KhCslWire *self,
                                 JsonObject      *item);
JsonObject *kh_csl_wire_select  (const KhCslWire *self,
                                 JsonArray       *items);
char       *kh_csl_wire_dup_item (const KhCslWire *self,
                                 JsonObject      *item) G_GNUC_WARN_UNUSED_RESULT;

/* The lists of tables: `/systems[*]/zones` is one for each system, `/systems/2/zones` that of the second. */
gboolean    kh_csl_wire_is_each_system (KhTableId    table);
char       *kh_csl_wire_dup_list    (KhTableId       table,
                                     const char     *system) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_csl_wire_dup_table_list (const char  *list,
                                     char          **system) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
