/* kh-store-staff.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-key-rows.h"
#include "kh-session.h"
#include "kh-staff-rows.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* What a change of the staff is given: a member, a group, or a group to remove. */
typedef struct {
  KhMember *member;
  KhGroup *group;
  gint64 removed;
  gint64 heir;
  gboolean first;
  char *author;
  KhSafe *safe;
  KhSafe *newer;
  gint64 id;
} Change;

typedef struct {
  gint64 id;
  KhStaff *staff;
  KhCatalogues *catalogues;
} Changed;

static void
change_free (gpointer data)
{
  Change *change = data;

  kh_member_free (change->member);
  kh_group_free (change->group);
  g_free (change->author);
  g_object_unref (change->safe);
  g_object_unref (change->newer);
  g_free (change);
}

static void
changed_free (gpointer data)
{
  Changed *changed = data;

  g_clear_object (&changed->staff);
  g_clear_object (&changed->catalogues);
  g_free (changed);
}

static Change *
change_new (KhStore *self)
{
  Change *change = g_new0 (Change, 1);

  change->author = g_strdup (kh_store_get_author (self));
  change->safe = g_object_ref (kh_store_get_safe (self));
  change->newer = kh_safe_new ();

  return change;
}

static gint64
find_owners (KhStaff *staff)
{
  GPtrArray *groups = kh_staff_get_groups (staff);

  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (group->owners)
        return group->id;
    }

  return 0;
}

/* The member as the first owner; whoever is listed under that name already becomes it. */
static gboolean
make_first_owner (KhStaff   *staff,
                  KhMember  *member,
                  GError   **error)
{
  GPtrArray *members = kh_staff_get_members (staff);

  if (kh_staff_is_set_up (staff))
    {
      g_set_error_literal (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
                           _("These records have an owner already. Start Keyholder again and sign in."));
      return FALSE;
    }
  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *listed = g_ptr_array_index (members, i);

      if (g_strcmp0 (listed->name, member->name) != 0)
        continue;
      member->id = listed->id;
      member->sales = listed->sales;
      member->technician = listed->technician;
    }
  member->group = find_owners (staff);

  return TRUE;
}

/* Whoever keeps the staff may not hand out more than they have: else the grant to keep the
 * staff would be every grant. */
gboolean
kh_store_check_reach (KhStaff   *before,
                      KhStaff   *after,
                      gint64     member,
                      GError   **error)
{
  KhGrants own = kh_staff_get_grants (before, member);
  GPtrArray *members = kh_staff_get_members (after);

  for (guint i = 0; i < members->len; i++)
    {
      gint64 id = ((const KhMember *) g_ptr_array_index (members, i))->id;
      guint64 had = kh_staff_get_grants (before, id).bits;
      guint64 has = kh_staff_get_grants (after, id).bits;

      if ((has & ~had & ~own.bits) == 0)
        continue;
      g_set_error_literal (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
                           _("You can give others only the grants that you have yourself. Ask an owner."));
      return FALSE;
    }

  return TRUE;
}

/* The data keys follow the grants: whoever may see what a ring seals from now on gets its keys, if
 * whoever says so has them; who is saved although nothing changed as well, as that is how somebody
 * with a new own key gets them again. Whoever may not any more loses them, and a new one is made
 * for the others. */
static gboolean
hand_ring (KhConnection  *connection,
           Change        *change,
           KhRing         ring,
           KhStaff       *before,
           KhStaff       *after,
           GError       **error)
{
  GPtrArray *members = kh_staff_get_members (after);
  KhVault *vault = kh_safe_get_vault (change->safe, ring);

  for (guint i = 0; i < members->len; i++)
    {
      gint64 id = ((const KhMember *) g_ptr_array_index (members, i))->id;
      gboolean had = kh_key_rows_may_hold (before, id, ring);
      gboolean saved = change->member != NULL && change->id == id;

      if (!kh_key_rows_may_hold (after, id, ring))
        {
          if (had && !kh_key_rows_withdraw (connection, ring, id, error))
            return FALSE;
        }
      else if ((!had || saved) && !kh_key_rows_share (connection, ring, id, vault, error))
        return FALSE;
    }

  return kh_key_rows_renew (connection, ring, after, vault, kh_safe_get_vault (change->newer, ring), error);
}

static gboolean
hand_keys (KhConnection  *connection,
           Change        *change,
           KhStaff       *before,
           KhStaff       *after,
           GError       **error)
{
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!hand_ring (connection, change, ring, before, after, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_change (KhConnection  *connection,
              Change        *change,
              GError       **error)
{
  if (change->member != NULL)
    change->id = kh_staff_rows_save_member (connection, change->member, error);
  else if (change->group != NULL)
    change->id = kh_staff_rows_save_group (connection, change->group, error);
  else
    change->id = kh_staff_rows_remove_group (connection, change->removed, change->heir, error) ? change->removed : 0;

  return change->id != 0;
}

static const char *
get_action (const Change *change)
{
  if (change->first)
    return "first-owner";
  if (change->member != NULL)
    return change->member->id == 0 ? "add-member" : "change-member";
  if (change->group != NULL)
    return change->group->id == 0 ? "add-group" : "change-group";

  return "remove-group";
}

/* Names must be told apart before SQLite says so in its own words, and all the rest after. */
static gboolean
change_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Change *change = data;
  g_autoptr (KhStaff) before = kh_staff_rows_load (connection, error);
  g_autoptr (KhStaff) after = NULL;
  const char *action;

  if (before == NULL)
    return FALSE;
  if (change->first && !make_first_owner (before, change->member, error))
    return FALSE;
  if (!change->first && !kh_session_check (connection, KH_GRANT_STAFF_CONTROL, error))
    return FALSE;
  action = get_action (change);
  if (!kh_staff_check_names (before, change->member, change->group, error) || !write_change (connection, change, error))
    return FALSE;
  after = kh_staff_rows_load (connection, error);

  return after != NULL && kh_staff_check (after, error) &&
         (change->first || kh_store_check_reach (before, after, kh_session_get_member (connection), error)) &&
         hand_keys (connection, change, before, after, error) &&
         kh_history_rows_write (connection, change->author, action, 0, 0, NULL, NULL,
                                  change->member != NULL ? change->member->name
                                  : change->group != NULL ? change->group->name : NULL, error);
}

static gpointer
change_staff (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  Change *change = data;
  Changed *changed;

  if (!kh_connection_transact (connection, change_in_transaction, change, error))
    return NULL;
  kh_safe_take_next (change->safe, change->newer);
  changed = g_new0 (Changed, 1);
  changed->id = change->id;
  changed->staff = kh_staff_rows_load (connection, error);
  if (changed->staff != NULL)
    changed->catalogues = kh_catalogue_rows_load (connection, error);
  if (changed->catalogues == NULL)
    g_clear_pointer (&changed, changed_free);

  return changed;
}

static void
after_change (KhStore  *self,
              gpointer  result)
{
  Changed *changed = result;

  kh_store_set_staff (self, changed->staff);
  kh_store_set_catalogues (self, changed->catalogues);
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!kh_key_rows_may_hold (changed->staff, kh_store_get_member (self), ring))
      kh_store_lock_ring (self, ring);
  kh_store_reseal (self);
}

static const KhStoreCall change_call = { change_staff, change_free, changed_free, TRUE, after_change };

static gint64
finish_change (KhStore       *self,
               GAsyncResult  *result,
               GError       **error)
{
  Changed *changed = kh_store_finish (self, result, &change_call, error);
  gint64 id;

  if (changed == NULL)
    return 0;
  id = changed->id;
  changed_free (changed);

  return id;
}

/**
 * kh_store_make_owner_async:
 * @self: a store whose staff is not set up
 * @name: the first owner's name
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * From here on everybody may do what their grants say, and nobody else anything.
 */
void
kh_store_make_owner_async (KhStore             *self,
                           const char          *name,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Change *change = change_new (self);

  change->first = TRUE;
  change->member = kh_member_new ();
  change->member->name = g_strstrip (g_strdup (name));
  g_free (change->author);
  change->author = g_strdup (change->member->name);
  kh_store_run (self, &change_call, change, cancellable, callback, user_data);
}

/**
 * kh_store_make_owner_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR or %KH_STAFF_ERROR
 *
 * Returns: the owner's id, or 0
 */
gint64
kh_store_make_owner_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_change (self, result, error);
}

/**
 * kh_store_save_member_async:
 * @self: a store
 * @member: a member of the staff; with id 0 it is a new one
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Whoever may see what is sealed gets the keys to it from whoever is signed in, if they have them,
 * and whoever may not any more loses them. A member whose password was set by somebody without the
 * keys gets them by being saved once more, unchanged.
 */
void
kh_store_save_member_async (KhStore             *self,
                            const KhMember      *member,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Change *change = change_new (self);

  change->member = kh_member_copy (member);
  kh_store_run (self, &change_call, change, cancellable, callback, user_data);
}

/**
 * kh_store_save_member_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR, %KH_STAFF_ERROR or %KH_GATE_ERROR
 *
 * Returns: the member's id, or 0
 */
gint64
kh_store_save_member_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish_change (self, result, error);
}

/**
 * kh_store_save_group_async:
 * @self: a store
 * @group: a group; with id 0 it is a new one
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_save_group_async (KhStore             *self,
                           const KhGroup       *group,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Change *change = change_new (self);

  change->group = kh_group_copy (group);
  kh_store_run (self, &change_call, change, cancellable, callback, user_data);
}

/**
 * kh_store_save_group_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR, %KH_STAFF_ERROR or %KH_GATE_ERROR
 *
 * Returns: the group's id, or 0
 */
gint64
kh_store_save_group_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish_change (self, result, error);
}

/**
 * kh_store_remove_group_async:
 * @self: a store
 * @group: a group's id
 * @heir: the group that its members go to
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
kh_store_remove_group_async (KhStore             *self,
                             gint64               group,
                             gint64               heir,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Change *change = change_new (self);

  change->removed = group;
  change->heir = heir;
  kh_store_run (self, &change_call, change, cancellable, callback, user_data);
}

/**
 * kh_store_remove_group_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR, %KH_STAFF_ERROR or %KH_GATE_ERROR
 *
 * Returns: whether it is removed
 */
gboolean
kh_store_remove_group_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_change (self, result, error) != 0;
}
