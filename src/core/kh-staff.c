/* kh-staff.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-staff.h"

#include "kh-text.h"

#include <glib/gi18n-lib.h>

#define LONGEST_NAME 60

/* How many of those who have a grant are named. */
#define NAMED_HOLDERS 3

struct _KhStaff
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *groups;
  GPtrArray *members;
};

G_DEFINE_FINAL_TYPE (KhStaff, kh_staff, G_TYPE_OBJECT)

G_DEFINE_QUARK (kh-staff-error-quark, kh_staff_error)

/* The groups of a new file. Owners have everything and need no list. */
static const KhGrant office_grants[] = {
  KH_GRANT_CUSTOMER_VIEW, KH_GRANT_CUSTOMER_CREATE, KH_GRANT_CUSTOMER_MODIFY, KH_GRANT_CUSTOMER_DUPLICATE,
  KH_GRANT_CUSTOMER_ARCHIVE, KH_GRANT_CUSTOMER_UNARCHIVE, KH_GRANT_CUSTOMER_ACCOUNT_CLASS,
  KH_GRANT_LEAD_SOURCE_VIEW, KH_GRANT_LEAD_SOURCE_MODIFY,
  KH_GRANT_SALES_VIEW, KH_GRANT_SALES_MODIFY, KH_GRANT_CENTRAL_STATION_VIEW, KH_GRANT_CENTRAL_STATION_MODIFY,
  KH_GRANT_CENTRAL_STATION_LINK, KH_GRANT_CENTRAL_STATION_TEST, KH_GRANT_CENTRAL_STATION_SHELL,
  KH_GRANT_PASSCODES_REVEAL, KH_GRANT_PASSCODES_MODIFY, KH_GRANT_CONTACTS_VIEW, KH_GRANT_CONTACTS_CREATE,
  KH_GRANT_CONTACTS_MODIFY, KH_GRANT_CONTACTS_DELETE, KH_GRANT_EQUIPMENT_VIEW, KH_GRANT_EQUIPMENT_CREATE,
  KH_GRANT_EQUIPMENT_MODIFY, KH_GRANT_NOTES_VIEW, KH_GRANT_NOTES_CREATE, KH_GRANT_NOTES_MODIFY, KH_GRANT_FILES_VIEW,
  KH_GRANT_FILES_CREATE, KH_GRANT_HISTORY_VIEW, KH_GRANT_DUPLICATE_DEFAULTS_VIEW, KH_GRANT_COMPANIES_VIEW,
  KH_GRANT_CATALOGUES_VIEW,
};

static const KhGrant technician_grants[] = {
  KH_GRANT_CUSTOMER_VIEW, KH_GRANT_CENTRAL_STATION_VIEW, KH_GRANT_CENTRAL_STATION_TEST, KH_GRANT_CONTACTS_VIEW,
  KH_GRANT_EQUIPMENT_VIEW, KH_GRANT_EQUIPMENT_CREATE, KH_GRANT_EQUIPMENT_MODIFY, KH_GRANT_NOTES_VIEW,
  KH_GRANT_NOTES_CREATE, KH_GRANT_FILES_VIEW, KH_GRANT_FILES_CREATE,
};

/**
 * kh_group_new:
 *
 * Returns: (transfer full): a group without a name and without grants
 */
KhGroup *
kh_group_new (void)
{
  return g_new0 (KhGroup, 1);
}

/**
 * kh_group_copy:
 * @group: a group
 *
 * Returns: (transfer full): another one like it
 */
KhGroup *
kh_group_copy (const KhGroup *group)
{
  KhGroup *copy = g_memdup2 (group, sizeof *group);

  copy->name = g_strdup (group->name);

  return copy;
}

/**
 * kh_group_free:
 * @group: (nullable): a group
 */
void
kh_group_free (KhGroup *group)
{
  if (group == NULL)
    return;
  g_free (group->name);
  g_free (group);
}

/**
 * kh_group_get_grants:
 * @group: a group
 *
 * Returns: what it allows its members
 */
KhGrants
kh_group_get_grants (const KhGroup *group)
{
  return group->owners ? kh_grants_all () : group->grants;
}

/**
 * kh_member_new:
 *
 * Returns: (transfer full): an active member without a name, a group and roles
 */
KhMember *
kh_member_new (void)
{
  KhMember *member = g_new0 (KhMember, 1);

  member->active = TRUE;

  return member;
}

/**
 * kh_member_copy:
 * @member: a member
 *
 * Returns: (transfer full): another one like it
 */
KhMember *
kh_member_copy (const KhMember *member)
{
  KhMember *copy = g_memdup2 (member, sizeof *member);

  copy->name = g_strdup (member->name);

  return copy;
}

/**
 * kh_member_free:
 * @member: (nullable): a member
 */
void
kh_member_free (KhMember *member)
{
  if (member == NULL)
    return;
  g_free (member->name);
  g_free (member);
}

static void
kh_staff_finalize (GObject *object)
{
  KhStaff *self = KH_STAFF (object);

  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->members);

  G_OBJECT_CLASS (kh_staff_parent_class)->finalize (object);
}

static void
kh_staff_class_init (KhStaffClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_staff_finalize;
}

static void
kh_staff_init (KhStaff *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_group_free);
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_member_free);
}

/**
 * kh_staff_new:
 *
 * Returns: (transfer full): a staff without anybody
 */
KhStaff *
kh_staff_new (void)
{
  return g_object_new (KH_TYPE_STAFF, NULL);
}

/**
 * kh_staff_take_group:
 * @self: a staff that is being filled
 * @group: (transfer full): a group
 */
void
kh_staff_take_group (KhStaff *self,
                     KhGroup *group)
{
  g_return_if_fail (KH_IS_STAFF (self));

  g_ptr_array_add (self->groups, group);
}

/**
 * kh_staff_take_member:
 * @self: a staff that is being filled
 * @member: (transfer full): a member
 */
void
kh_staff_take_member (KhStaff  *self,
                      KhMember *member)
{
  g_return_if_fail (KH_IS_STAFF (self));

  g_ptr_array_add (self->members, member);
}

/**
 * kh_staff_get_groups:
 * @self: a staff
 *
 * Returns: (transfer none) (element-type KhGroup): the groups in the order they were added
 */
GPtrArray *
kh_staff_get_groups (KhStaff *self)
{
  g_return_val_if_fail (KH_IS_STAFF (self), NULL);

  return self->groups;
}

/**
 * kh_staff_get_members:
 * @self: a staff
 *
 * Returns: (transfer none) (element-type KhMember): the members in the order they were added
 */
GPtrArray *
kh_staff_get_members (KhStaff *self)
{
  g_return_val_if_fail (KH_IS_STAFF (self), NULL);

  return self->members;
}

/**
 * kh_staff_get_group:
 * @self: a staff
 * @id: a group's id
 *
 * Returns: (transfer none) (nullable): the group, or %NULL
 */
const KhGroup *
kh_staff_get_group (KhStaff *self,
                    gint64   id)
{
  g_return_val_if_fail (KH_IS_STAFF (self), NULL);

  for (guint i = 0; i < self->groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (self->groups, i);

      if (group->id == id)
        return group;
    }

  return NULL;
}

/**
 * kh_staff_get_member:
 * @self: a staff
 * @id: a member's id
 *
 * Returns: (transfer none) (nullable): the member, or %NULL
 */
const KhMember *
kh_staff_get_member (KhStaff *self,
                     gint64   id)
{
  g_return_val_if_fail (KH_IS_STAFF (self), NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (self->members, i);

      if (member->id == id)
        return member;
    }

  return NULL;
}

/* Somebody who may sign in. */
static gboolean
is_member (KhStaff        *self,
           const KhMember *member)
{
  return member->active && kh_staff_get_group (self, member->group) != NULL;
}

static gboolean
is_owner (KhStaff        *self,
          const KhMember *member)
{
  return is_member (self, member) && kh_staff_get_group (self, member->group)->owners;
}

/**
 * kh_staff_is_set_up:
 * @self: a staff
 *
 * Returns: whether there is an owner; until then there is nobody to keep anything from
 */
gboolean
kh_staff_is_set_up (KhStaff *self)
{
  g_return_val_if_fail (KH_IS_STAFF (self), FALSE);

  for (guint i = 0; i < self->members->len; i++)
    {
      if (is_owner (self, g_ptr_array_index (self->members, i)))
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_staff_get_only_member:
 * @self: a staff
 *
 * Returns: (transfer none) (nullable): the one who may sign in, or %NULL when there are
 *   several or none
 */
const KhMember *
kh_staff_get_only_member (KhStaff *self)
{
  const KhMember *only = NULL;

  g_return_val_if_fail (KH_IS_STAFF (self), NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (self->members, i);

      if (!is_member (self, member))
        continue;
      if (only != NULL)
        return NULL;
      only = member;
    }

  return only;
}

static KhGrants
get_member_grants (KhStaff        *self,
                   const KhMember *member)
{
  if (!is_member (self, member))
    return kh_grants_none ();
  if (is_owner (self, member))
    return kh_grants_all ();

  return kh_grants_effective (kh_staff_get_group (self, member->group)->grants, member->added, member->taken);
}

/**
 * kh_staff_get_grants:
 * @self: a staff
 * @member: the id of who is signed in, or 0 for nobody
 *
 * Returns: what that member may do; everything while there is no owner yet, and nothing
 *   for nobody, for who has left and for who belongs to no group
 */
KhGrants
kh_staff_get_grants (KhStaff *self,
                     gint64   member)
{
  const KhMember *found;

  g_return_val_if_fail (KH_IS_STAFF (self), kh_grants_none ());

  if (!kh_staff_is_set_up (self))
    return kh_grants_all ();
  found = kh_staff_get_member (self, member);

  return found == NULL ? kh_grants_none () : get_member_grants (self, found);
}

/**
 * kh_staff_waits_for_keys:
 * @self: a staff
 * @member: a member's id
 *
 * Returns: whether the member may see something that is sealed, and waits for somebody to give
 *   the keys to it
 */
gboolean
kh_staff_waits_for_keys (KhStaff *self,
                         gint64   member)
{
  const KhMember *found;
  KhGrants grants;

  g_return_val_if_fail (KH_IS_STAFF (self), FALSE);

  found = kh_staff_get_member (self, member);
  grants = kh_staff_get_grants (self, member);
  for (KhGrant grant = 0; grant < KH_N_GRANTS && found != NULL; grant++)
    if (kh_grants_contain (found->no_keys, grant) && kh_grants_has (grants, grant))
      return TRUE;

  return FALSE;
}

/**
 * kh_staff_list_holders:
 * @self: a staff
 * @grant: a grant
 *
 * Returns: (transfer full): the names of those who have it
 */
char **
kh_staff_list_holders (KhStaff *self,
                       KhGrant  grant)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (KH_IS_STAFF (self), NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (self->members, i);

      if (kh_grants_has (get_member_grants (self, member), grant))
        g_strv_builder_add (names, member->name);
    }

  return g_strv_builder_end (names);
}

/**
 * kh_staff_dup_why:
 * @self: a staff
 * @grant: a grant that whoever asks does not have
 *
 * Returns: (transfer full): which grant is missing and who has it, in the user's language
 */
char *
kh_staff_dup_why (KhStaff *self,
                  KhGrant  grant)
{
  g_auto (GStrv) holders = kh_staff_list_holders (self, grant);
  g_autofree char *name = kh_grant_dup_name (grant);
  g_autofree char *who = NULL;
  guint n = g_strv_length (holders);

  if (n == 0)
    return g_strdup_printf (_("This needs the grant “%s”, and nobody has it."), name);
  if (n > NAMED_HOLDERS)
    g_clear_pointer (&holders[NAMED_HOLDERS], g_free);
  /* The strings behind the cut would be lost. */
  for (guint i = NAMED_HOLDERS + 1; i < n; i++)
    g_free (holders[i]);
  /* Translators: stands between the names of a list. */
  who = g_strjoinv (_(", "), holders);
  if (n > NAMED_HOLDERS)
    return g_strdup_printf (ngettext ("This needs the grant “%s”. %s and %u other member of the staff have it.",
                                      "This needs the grant “%s”. %s and %u other members of the staff have it.",
                                      n - NAMED_HOLDERS), name, who, n - NAMED_HOLDERS);

  /* Translators: the name of a grant, and the names of those who have it. */
  return g_strdup_printf (_("This needs the grant “%s”. Ask %s."), name, who);
}

static gboolean
check_name (const char  *name,
            const char  *what,
            GHashTable  *names,
            GError     **error)
{
  g_autofree char *folded = NULL;

  if (name == NULL || *name == '\0' || g_utf8_strlen (name, -1) > LONGEST_NAME || !kh_text_check (name, KH_TEXT_ONE_LINE, NULL))
    {
      g_set_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME,
                   /* Translators: "A member" or "A group", and a number. */
                   _("%s needs a name of at most %d characters, without line ends."), what, LONGEST_NAME);
      return FALSE;
    }
  folded = g_utf8_casefold (name, -1);
  if (!g_hash_table_add (names, g_steal_pointer (&folded)))
    {
      g_set_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME,
                   _("The name “%s” is taken. Choose another one."), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_groups (KhStaff  *self,
              GError  **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (self->groups, i);

      if (!check_name (group->name, _("A group"), names, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_members (KhStaff  *self,
               GError  **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (self->members, i);

      if (!check_name (member->name, _("A member of the staff"), names, error))
        return FALSE;
      if (member->group != 0 && kh_staff_get_group (self, member->group) == NULL)
        {
          g_set_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_GROUP,
                       _("The group of %s does not exist. Choose another group."), member->name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * kh_staff_check:
 * @self: a staff as it is to be
 * @error: return location for an error of %KH_STAFF_ERROR
 *
 * Whatever was changed, a staff must hold together: names are there and told apart,
 * everybody's group exists, and somebody is an owner.
 *
 * Returns: whether it does
 */
gboolean
kh_staff_check (KhStaff  *self,
                GError  **error)
{
  g_return_val_if_fail (KH_IS_STAFF (self), FALSE);

  if (!check_groups (self, error) || !check_members (self, error))
    return FALSE;
  if (!kh_staff_is_set_up (self))
    {
      g_set_error_literal (error, KH_STAFF_ERROR, KH_STAFF_ERROR_LAST_OWNER,
                           _("Somebody must stay an owner. Make somebody else an owner first."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_taken (GPtrArray  *rows,
          gboolean    members,
          gint64      id,
          const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (guint i = 0; i < rows->len; i++)
    {
      const KhMember *member = members ? g_ptr_array_index (rows, i) : NULL;
      const KhGroup *group = members ? NULL : g_ptr_array_index (rows, i);
      g_autofree char *other = g_utf8_casefold (members ? member->name : group->name, -1);

      if ((members ? member->id : group->id) != id && g_str_equal (other, folded))
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_staff_check_names:
 * @self: a staff as it is
 * @member: (nullable): a member that is about to be added or changed
 * @group: (nullable): a group that is
 * @error: return location for %KH_STAFF_ERROR_NAME
 *
 * Returns: whether the new name is one, and is free
 */
gboolean
kh_staff_check_names (KhStaff         *self,
                      const KhMember  *member,
                      const KhGroup   *group,
                      GError         **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (KH_IS_STAFF (self), FALSE);

  if ((member != NULL && !check_name (member->name, _("A member of the staff"), names, error)) ||
      (group != NULL && !check_name (group->name, _("A group"), names, error)))
    return FALSE;
  if ((member == NULL || !is_taken (self->members, TRUE, member->id, member->name)) &&
      (group == NULL || !is_taken (self->groups, FALSE, group->id, group->name)))
    return TRUE;

  g_set_error (error, KH_STAFF_ERROR, KH_STAFF_ERROR_NAME, _("The name “%s” is taken. Choose another one."),
               member != NULL ? member->name : group->name);
  return FALSE;
}

static KhGroup *
make_group (const char    *name,
            const KhGrant *grants,
            guint          n_grants)
{
  KhGroup *group = kh_group_new ();

  group->name = g_strdup (name);
  for (guint i = 0; i < n_grants; i++)
    group->grants = kh_grants_with (group->grants, grants[i]);

  return group;
}

/**
 * kh_staff_list_first_groups:
 *
 * Returns: (transfer full) (element-type KhGroup): the groups that a new file comes with
 */
GPtrArray *
kh_staff_list_first_groups (void)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_group_free);
  KhGroup *owners = make_group (_("Owners"), NULL, 0);
  KhGroup *managers = make_group (_("Managers"), NULL, 0);

  owners->owners = TRUE;
  managers->grants = kh_grants_without (kh_grants_all (), KH_GRANT_STAFF_CONTROL);
  g_ptr_array_add (groups, owners);
  g_ptr_array_add (groups, managers);
  /* Translators: the group of those who work at the office's desks. */
  g_ptr_array_add (groups, make_group (_("Office"), office_grants, G_N_ELEMENTS (office_grants)));
  g_ptr_array_add (groups, make_group (_("Technicians"), technician_grants, G_N_ELEMENTS (technician_grants)));

  return groups;
}
