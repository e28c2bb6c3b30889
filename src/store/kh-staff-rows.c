/* kh-staff-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-staff-rows.h"

#include "kh-safe.h"

#include <glib/gi18n-lib.h>

/* Grants are kept by their words: one that a newer program knows and this one does not
 * has no effect here, and is not lost by being read. */
static const char tables[] =
  "CREATE TABLE staff_group ("
  "  id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE,"
  "  owners INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE group_grant ("
  "  staff_group INTEGER NOT NULL REFERENCES staff_group (id) ON DELETE CASCADE,"
  "  grant_key TEXT NOT NULL,"
  "  PRIMARY KEY (staff_group, grant_key)"
  ") STRICT, WITHOUT ROWID;"
  "ALTER TABLE staff ADD COLUMN staff_group INTEGER REFERENCES staff_group (id);"
  /* How the password becomes a key, and the member's own key, sealed with that one. */
  "ALTER TABLE staff ADD COLUMN password TEXT;"
  "ALTER TABLE staff ADD COLUMN own_key BLOB;"
  "ALTER TABLE staff ADD COLUMN wrong_tries INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE staff ADD COLUMN tried_at INTEGER;"
  /* Given is 1 for what a member has besides the group's, 0 for what is taken away. */
  "CREATE TABLE staff_grant ("
  "  staff INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,"
  "  grant_key TEXT NOT NULL,"
  "  given INTEGER NOT NULL,"
  "  PRIMARY KEY (staff, grant_key)"
  ") STRICT, WITHOUT ROWID;";

#define SQL_GROUPS        "SELECT id, name, owners FROM staff_group ORDER BY id"
#define SQL_GROUP_GRANTS  "SELECT grant_key, 1 FROM group_grant WHERE staff_group = ?1"
#define SQL_MEMBERS \
  "SELECT id, name, staff_group, sales, technician, active, password IS NOT NULL, " \
  "  (SELECT group_concat (DISTINCT k.ring) FROM data_key AS k " \
  "   WHERE staff.public_key IS NOT NULL AND NOT EXISTS " \
  "     (SELECT 1 FROM data_key_wrap AS w WHERE w.ring = k.ring AND w.holder = staff.id)) " \
  "FROM staff ORDER BY name"
#define SQL_MEMBER_GRANTS "SELECT grant_key, given FROM staff_grant WHERE staff = ?1"

#define SQL_ADD_GROUP    "INSERT INTO staff_group (name, owners) VALUES (?1, ?2)"
#define SQL_RENAME_GROUP "UPDATE staff_group SET name = ?1 WHERE id = ?2"
#define SQL_REMOVE_GROUP "DELETE FROM staff_group WHERE id = ?1 AND owners = 0"
#define SQL_HAND_OVER    "UPDATE staff SET staff_group = ?1 WHERE staff_group = ?2"

#define SQL_ADD_MEMBER \
  "INSERT INTO staff (name, staff_group, sales, technician, active) VALUES (?1, ?2, ?3, ?4, ?5)"
#define SQL_SAVE_MEMBER \
  "UPDATE staff SET name = ?1, staff_group = ?2, sales = ?3, technician = ?4, active = ?5 WHERE id = ?6"

/* Grants of this program only: what it does not know stays. */
#define SQL_CLEAR_GROUP_GRANT  "DELETE FROM group_grant WHERE staff_group = ?1 AND grant_key = ?2"
#define SQL_ADD_GROUP_GRANT    "INSERT INTO group_grant (staff_group, grant_key) VALUES (?1, ?2)"
#define SQL_CLEAR_MEMBER_GRANT "DELETE FROM staff_grant WHERE staff = ?1 AND grant_key = ?2"
#define SQL_ADD_MEMBER_GRANT   "INSERT INTO staff_grant (staff, grant_key, given) VALUES (?1, ?2, ?3)"

/**
 * kh_staff_rows_create:
 * @connection: the connection of the migration
 * @error: return location for an error
 *
 * Makes the tables, and the groups that a new file comes with. Whoever was listed for the
 * drop-downs stays so, and belongs to no group yet.
 *
 * Returns: whether they are made
 */
gboolean
kh_staff_rows_create (KhConnection  *connection,
                      GError       **error)
{
  g_autoptr (GPtrArray) groups = kh_staff_list_first_groups ();

  if (!kh_connection_execute (connection, tables, error))
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    if (kh_staff_rows_save_group (connection, g_ptr_array_index (groups, i), error) == 0)
      return FALSE;

  return TRUE;
}

static gboolean
load_grants (KhConnection  *connection,
             const char    *sql,
             gint64         owner,
             KhGrants      *given,
             KhGrants      *taken,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, owner);
  while (kh_statement_step (statement, &row, error))
    {
      KhGrant grant;
      KhGrants *grants;

      if (!row)
        return TRUE;
      grant = kh_grant_lookup (kh_statement_get_text (statement, 0));
      grants = kh_statement_get_int64 (statement, 1) != 0 ? given : taken;
      if (grant != KH_GRANT_NONE)
        *grants = kh_grants_with (*grants, grant);
    }

  return FALSE;
}

static gboolean
load_groups (KhConnection  *connection,
             KhStaff       *staff,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_GROUPS, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (kh_statement_step (statement, &row, error))
    {
      KhGroup *group;

      if (!row)
        return TRUE;
      group = kh_group_new ();
      group->id = kh_statement_get_int64 (statement, 0);
      group->name = g_strdup (kh_statement_get_text (statement, 1));
      group->owners = kh_statement_get_int64 (statement, 2) != 0;
      kh_staff_take_group (staff, group);
      if (!load_grants (connection, SQL_GROUP_GRANTS, group->id, &group->grants, NULL, error))
        return FALSE;
    }

  return FALSE;
}

/* The grants of the rings in a text with commas, which may be NULL. */
static KhGrants
read_rings (const char *text)
{
  g_auto (GStrv) keys = g_strsplit (text != NULL ? text : "", ",", -1);
  KhGrants grants = kh_grants_none ();

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (g_strv_contains ((const char * const *) keys, kh_ring_get_key (ring)))
      grants = kh_grants_with (grants, kh_ring_get_grant (ring));

  return grants;
}

static gboolean
load_members (KhConnection  *connection,
              KhStaff       *staff,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_MEMBERS, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (kh_statement_step (statement, &row, error))
    {
      KhMember *member;

      if (!row)
        return TRUE;
      member = kh_member_new ();
      member->id = kh_statement_get_int64 (statement, 0);
      member->name = g_strdup (kh_statement_get_text (statement, 1));
      member->group = kh_statement_get_int64 (statement, 2);
      member->sales = kh_statement_get_int64 (statement, 3) != 0;
      member->technician = kh_statement_get_int64 (statement, 4) != 0;
      member->active = kh_statement_get_int64 (statement, 5) != 0;
      member->has_password = kh_statement_get_int64 (statement, 6) != 0;
      member->no_keys = read_rings (kh_statement_get_text (statement, 7));
      kh_staff_take_member (staff, member);
      if (!load_grants (connection, SQL_MEMBER_GRANTS, member->id, &member->added, &member->taken, error))
        return FALSE;
    }

  return FALSE;
}

/**
 * kh_staff_rows_load:
 * @connection: a connection
 * @error: return location for an error
 *
 * Returns: (transfer full): every group and member, or %NULL
 */
KhStaff *
kh_staff_rows_load (KhConnection  *connection,
                    GError       **error)
{
  g_autoptr (KhStaff) staff = kh_staff_new ();

  if (!load_groups (connection, staff, error) || !load_members (connection, staff, error))
    return NULL;

  return g_steal_pointer (&staff);
}

static gboolean
write_grant (KhConnection  *connection,
             const char    *clear,
             const char    *add,
             gint64         owner,
             KhGrant        grant,
             int            given,
             GError       **error)
{
  g_autoptr (KhStatement) cleared = kh_connection_prepare (connection, clear, error);
  g_autoptr (KhStatement) added = NULL;

  if (cleared == NULL)
    return FALSE;
  kh_statement_bind_int64 (cleared, 1, owner);
  kh_statement_bind_text (cleared, 2, kh_grant_get (grant)->key);
  if (!kh_statement_run (cleared, error))
    return FALSE;
  if (given < 0)
    return TRUE;
  added = kh_connection_prepare (connection, add, error);
  if (added == NULL)
    return FALSE;
  kh_statement_bind_int64 (added, 1, owner);
  kh_statement_bind_text (added, 2, kh_grant_get (grant)->key);
  if (g_str_equal (add, SQL_ADD_MEMBER_GRANT))
    kh_statement_bind_int64 (added, 3, given);

  return kh_statement_run (added, error);
}

static gboolean
is_given (KhGrants grants,
          KhGrant  grant)
{
  return !kh_grants_equal (grants, kh_grants_without (grants, grant));
}

/**
 * kh_staff_rows_save_group:
 * @connection: the connection that writes, in a transaction
 * @group: a group; with id 0 it is a new one
 * @error: return location for an error
 *
 * The one group of owners has every grant by being it, and stays it.
 *
 * Returns: its id, or 0
 */
gint64
kh_staff_rows_save_group (KhConnection   *connection,
                          const KhGroup  *group,
                          GError        **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gint64 id = group->id;

  statement = kh_connection_prepare (connection, id == 0 ? SQL_ADD_GROUP : SQL_RENAME_GROUP, error);
  if (statement == NULL)
    return 0;
  kh_statement_bind_text (statement, 1, group->name);
  kh_statement_bind_int64 (statement, 2, id == 0 ? group->owners : id);
  if (!kh_statement_run (statement, error))
    return 0;
  if (id == 0)
    id = kh_connection_get_last_rowid (connection);
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    if (!write_grant (connection, SQL_CLEAR_GROUP_GRANT, SQL_ADD_GROUP_GRANT, id, (KhGrant) i,
                      is_given (group->grants, (KhGrant) i) ? 1 : -1, error))
      return 0;

  return id;
}

/**
 * kh_staff_rows_remove_group:
 * @connection: the connection that writes, in a transaction
 * @group: a group's id
 * @heir: the group that its members go to
 * @error: return location for an error
 *
 * Returns: whether it is removed; the group of owners never is
 */
gboolean
kh_staff_rows_remove_group (KhConnection  *connection,
                            gint64         group,
                            gint64         heir,
                            GError       **error)
{
  g_autoptr (KhStatement) moved = kh_connection_prepare (connection, SQL_HAND_OVER, error);
  g_autoptr (KhStatement) removed = NULL;

  if (moved == NULL)
    return FALSE;
  kh_statement_bind_int64 (moved, 1, heir);
  kh_statement_bind_int64 (moved, 2, group);
  if (!kh_statement_run (moved, error))
    return FALSE;
  removed = kh_connection_prepare (connection, SQL_REMOVE_GROUP, error);
  if (removed == NULL)
    return FALSE;
  kh_statement_bind_int64 (removed, 1, group);
  if (!kh_statement_run (removed, error))
    return FALSE;
  if (kh_connection_get_changes (connection) == 1)
    return TRUE;

  g_set_error_literal (error, KH_STAFF_ERROR, KH_STAFF_ERROR_GROUP,
                       _("The group of the owners stays. Remove another group."));
  return FALSE;
}

static gboolean
write_member_grants (KhConnection    *connection,
                     const KhMember  *member,
                     gint64           id,
                     GError         **error)
{
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      KhGrant grant = (KhGrant) i;
      int given = is_given (member->taken, grant) ? 0 : is_given (member->added, grant) ? 1 : -1;

      if (!write_grant (connection, SQL_CLEAR_MEMBER_GRANT, SQL_ADD_MEMBER_GRANT, id, grant, given, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_staff_rows_save_member:
 * @connection: the connection that writes, in a transaction
 * @member: a member; with id 0 it is a new one
 * @error: return location for an error
 *
 * Returns: the member's id, or 0
 */
gint64
kh_staff_rows_save_member (KhConnection    *connection,
                           const KhMember  *member,
                           GError         **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gint64 id = member->id;

  statement = kh_connection_prepare (connection, id == 0 ? SQL_ADD_MEMBER : SQL_SAVE_MEMBER, error);
  if (statement == NULL)
    return 0;
  kh_statement_bind_text (statement, 1, member->name);
  if (member->group != 0)
    kh_statement_bind_int64 (statement, 2, member->group);
  kh_statement_bind_int64 (statement, 3, member->sales);
  kh_statement_bind_int64 (statement, 4, member->technician);
  kh_statement_bind_int64 (statement, 5, member->active);
  if (id != 0)
    kh_statement_bind_int64 (statement, 6, id);
  if (!kh_statement_run (statement, error))
    return 0;
  if (id == 0)
    id = kh_connection_get_last_rowid (connection);

  return write_member_grants (connection, member, id, error) ? id : 0;
}
