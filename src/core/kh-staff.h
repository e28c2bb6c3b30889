/* kh-staff.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-grant.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhGroup:
 * @id: its row in the data file, from 1; 0 for one that is not kept yet
 * @name: what the office calls it
 * @owners: whether it has every grant, also those that come with a newer program
 * @grants: what its members may do
 */
typedef struct {
  gint64 id;
  char *name;
  gboolean owners;
  KhGrants grants;
} KhGroup;

KhGroup  *kh_group_new        (void) G_GNUC_WARN_UNUSED_RESULT;
KhGroup  *kh_group_copy       (const KhGroup *group) G_GNUC_WARN_UNUSED_RESULT;
void      kh_group_free       (KhGroup       *group);
KhGrants  kh_group_get_grants (const KhGroup *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhGroup, kh_group_free)

/**
 * KhMember:
 * @id: the row in the data file, from 1; 0 for one that is not kept yet
 * @name: as it stands in the history
 * @group: the group the member belongs to, or 0 for somebody who is only listed in
 *   drop-downs and may do nothing
 * @added: grants besides the group's
 * @taken: grants of the group that the member does not have
 * @sales: whether the member stands in drop-downs as a Sales Representative
 * @technician: whether the member stands in drop-downs as a Technician
 * @active: %FALSE keeps the name on old records; such a member may do nothing
 * @has_password: whether signing in wants one
 * @no_keys: the grants to see what is sealed whose keys wait for somebody who has them to save the
 *   member once more: the member has a key of their own by now, and not these. Only those that
 *   the member has as well matter; see kh_staff_waits_for_keys()
 *
 * One member of the office's staff.
 */
typedef struct {
  gint64 id;
  char *name;
  gint64 group;
  KhGrants added;
  KhGrants taken;
  gboolean sales;
  gboolean technician;
  gboolean active;
  gboolean has_password;
  KhGrants no_keys;
} KhMember;

KhMember *kh_member_new       (void) G_GNUC_WARN_UNUSED_RESULT;
KhMember *kh_member_copy      (const KhMember *member) G_GNUC_WARN_UNUSED_RESULT;
void      kh_member_free      (KhMember       *member);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhMember, kh_member_free)

/**
 * KH_STAFF_ERROR:
 *
 * Why a staff cannot be like that. Messages are translated whole sentences.
 */
#define KH_STAFF_ERROR (kh_staff_error_quark ())

typedef enum {
  KH_STAFF_ERROR_NAME,
  KH_STAFF_ERROR_GROUP,
  KH_STAFF_ERROR_LAST_OWNER,
} KhStaffError;

GQuark          kh_staff_error_quark     (void);

/**
 * KhStaff:
 *
 * All groups and members, as read at one moment; it does not change once it is filled.
 */
#define KH_TYPE_STAFF (kh_staff_get_type ())
G_DECLARE_FINAL_TYPE (KhStaff, kh_staff, KH, STAFF, GObject)

KhStaff        *kh_staff_new             (void);
void            kh_staff_take_group      (KhStaff        *self,
                                          KhGroup        *group);
void            kh_staff_take_member     (KhStaff        *self,
                                          KhMember       *member);

GPtrArray      *kh_staff_get_groups      (KhStaff        *self);
GPtrArray      *kh_staff_get_members     (KhStaff        *self);
const KhGroup  *kh_staff_get_group       (KhStaff        *self,
                                          gint64          id);
const KhMember *kh_staff_get_member      (KhStaff        *self,
                                          gint64          id);

gboolean        kh_staff_is_set_up       (KhStaff        *self);
const KhMember *kh_staff_get_only_member (KhStaff        *self);
KhGrants        kh_staff_get_grants      (KhStaff        *self,
                                          gint64          member);
gboolean        kh_staff_waits_for_keys  (KhStaff        *self,
                                          gint64          member);
char          **kh_staff_list_holders    (KhStaff        *self,
                                          KhGrant         grant) G_GNUC_WARN_UNUSED_RESULT;
char           *kh_staff_dup_why         (KhStaff        *self,
                                          KhGrant         grant) G_GNUC_WARN_UNUSED_RESULT;
gboolean        kh_staff_check           (KhStaff        *self,
                                          GError        **error);
gboolean        kh_staff_check_names     (KhStaff        *self,
                                          const KhMember *member,
                                          const KhGroup  *group,
                                          GError        **error);

GPtrArray      *kh_staff_list_first_groups (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
