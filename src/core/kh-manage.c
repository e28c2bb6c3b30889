/* kh-manage.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-manage.h"

#include "kh-gate.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (kh-manage-error-quark, kh_manage_error)

/**
 * kh_manage_get_grant:
 * @action: what is to be done
 *
 * Returns: what one needs to be granted for it
 */
KhGrant
kh_manage_get_grant (KhManageAction action)
{
  switch (action)
    {
    case KH_MANAGE_VIEW:
      return KH_GRANT_CENTRAL_STATION_VIEW;
    case KH_MANAGE_TEST:
      return KH_GRANT_CENTRAL_STATION_TEST;
    case KH_MANAGE_AGENCIES:
      return KH_GRANT_CENTRAL_STATION_MODIFY;
    case KH_MANAGE_UNLINK:
      return KH_GRANT_CENTRAL_STATION_UNLINK;
    }

  g_assert_not_reached ();
}

/**
 * kh_manage_check:
 * @grants: what the member may do now
 * @link: (nullable): the customer's link
 * @action: what is to be done with the account
 * @error: return location for an error of %KH_GATE_ERROR or %KH_MANAGE_ERROR
 *
 * To be asked before each thing that is sent, with the grants of that moment: they can be
 * taken while a window is open.
 *
 * Returns: whether it may be done
 */
gboolean
kh_manage_check (KhGrants        grants,
                 const KhLink   *link,
                 KhManageAction  action,
                 GError        **error)
{
  if (!kh_gate_check (grants, kh_manage_get_grant (action), error))
    return FALSE;
  if (link != NULL)
    return TRUE;

  g_set_error_literal (error, KH_MANAGE_ERROR, KH_MANAGE_ERROR_NOT_LINKED,
                       _("This customer is not linked to an account. Link it first."));

  return FALSE;
}
