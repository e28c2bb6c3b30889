/* kh-sheller-refused.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sheller.h"

#include <glib/gi18n-lib.h>

static char *
dup_refusal (KhSheller       *self,
             const KhRefusal *refusal)
{
  if (refusal->detail == NULL)
    /* Translators: a monitoring company. */
    return g_strdup_printf (_("%s does not take this value. Correct it, or leave it out."),
                            kh_company_get_name (kh_sheller_get_company (self)));

  /* Translators: a monitoring company, and what it says of a value. */
  return g_strdup_printf (_("%s says: %s."), kh_company_get_name (kh_sheller_get_company (self)), refusal->detail);
}

/**
 * kh_sheller_list_refused:
 * @self: a sheller that is prepared
 * @error: what kh_sheller_create_finish() gave
 *
 * What the station refuses stands in the way as what is missing does, and is shown at its field.
 *
 * Returns: (transfer full) (element-type KhShellLack): the values that the station named; none
 *   where @error is about something else
 */
GPtrArray *
kh_sheller_list_refused (KhSheller    *self,
                         const GError *error)
{
  GPtrArray *refusals = kh_station_error_get_refusals (error);
  GPtrArray *lacks = kh_shell_lacks_new ();

  g_return_val_if_fail (KH_IS_SHELLER (self), lacks);

  for (guint i = 0; refusals != NULL && i < refusals->len; i++)
    {
      const KhRefusal *refusal = g_ptr_array_index (refusals, i);
      g_autofree char *message = dup_refusal (self, refusal);

      kh_shell_lacks_add (lacks, refusal->datapoint, message);
    }

  return lacks;
}
