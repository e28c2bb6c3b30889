/* kh-other-name.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-other-name.h"

#include "kh-text.h"

#include <string.h>

#define BETWEEN_WORDS " ,.&-"

static GStrv
list_words (const char *name)
{
  g_autofree char *plain = kh_text_plain (name);

  return g_strsplit_set (plain, BETWEEN_WORDS, -1);
}

/* Of a business the person counts as well: a station may know either. */
static GStrv
list_ours (KhCustomer *customer)
{
  static const KhDatapointId ids[] = { KH_DATAPOINT_BUSINESS_NAME, KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME };
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const char *name = kh_customer_get (customer, ids[i]);

      if (name != NULL)
        g_string_append_printf (names, "%s ", name);
    }

  return list_words (names->str);
}

/**
 * kh_other_name_is:
 * @customer: our record
 * @account: what a station has of the same customer
 *
 * An account that is in somebody else's name is likely to be somebody else's: help would go to
 * another door. A name that is spelled, ordered or shortened differently is no other name, and an
 * initial or no name at all says nothing.
 *
 * Returns: whether the two names have no word in common, as no two spellings of one name do
 */
gboolean
kh_other_name_is (KhCustomer *customer,
                  KhAccount  *account)
{
  const char *name = kh_account_get_name (account);
  g_auto (GStrv) ours = list_ours (customer);
  g_auto (GStrv) theirs = name != NULL ? list_words (name) : NULL;
  gboolean any = FALSE;

  for (guint i = 0; theirs != NULL && theirs[i] != NULL; i++)
    {
      if (strlen (theirs[i]) < 2)
        continue;
      any = TRUE;
      if (g_strv_contains ((const char *const *) ours, theirs[i]))
        return FALSE;
    }

  return any;
}
