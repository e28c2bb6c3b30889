/* kh-discrepancies-text.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancies-text.h"

#include "kh-row-comparison.h"

#include <glib/gi18n.h>

static gboolean
writes_anything (KhComparison *comparison)
{
  g_autoptr (GPtrArray) changes = kh_comparison_dup_changes (comparison);

  return changes->len > 0;
}

static char *
dup_datapoint_summary (KhComparison *shown,
                       const char   *company)
{
  guint rows = kh_comparison_count_rows (shown);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (shown));

  if (rows == 0 && writes_anything (shown))
    return g_strdup_printf (_("No datapoint is known to differ. Link writes Keyholder’s value where %s does not show its own, unless you choose otherwise."),
                            company);
  if (rows == 0 && kh_comparison_count_hidden (shown) > 0)
    return g_strdup_printf (_("No datapoint that you may view differs. Link only records that this customer and the account at %s are the same."),
                            company);
  if (rows == 0)
    return g_strdup_printf (_("No datapoint differs. Link only records that this customer and the account at %s are the same."),
                            company);

  /* What only the station has, or does not take, is left alone. */
  if (!writes_anything (shown))
    /* Translators: two counts. */
    return g_strdup_printf (ngettext ("%u of %u datapoints differs. Link leaves it as it is on both sides, unless you choose otherwise.",
                                      "%u of %u datapoints differ. Link leaves them as they are on both sides, except where you choose otherwise.",
                                      rows),
                            rows, all);

  /* Translators: two counts, then the monitoring company. */
  return g_strdup_printf (ngettext ("%u of %u datapoints differs. Link writes Keyholder’s value over %s’s, unless you choose otherwise.",
                                    "%u of %u datapoints differ. Link writes Keyholder’s values over %s’s, except where you choose otherwise.",
                                    rows),
                          rows, all, company);
}

/* Rows of tables are told of apart from datapoints. */
static char *
dup_link_summary (KhComparison *shown,
                  const char   *company)
{
  const guint rows = kh_row_comparison_count_rows (kh_comparison_get_rows (shown));
  g_autofree char *datapoints = NULL;
  g_autofree char *tables = NULL;

  if (rows == 0)
    return dup_datapoint_summary (shown, company);
  tables = g_strdup_printf (ngettext ("%u row of the lists below is not the same on both sides: choose for it.",
                                      "%u rows of the lists below are not the same on both sides: choose for each.", rows), rows);
  if (kh_comparison_count_rows (shown) == 0 && !writes_anything (shown))
    datapoints = g_strdup (_("No datapoint differs."));
  else
    datapoints = dup_datapoint_summary (shown, company);

  /* Translators: what is to be said of datapoints, and of rows; both whole sentences. */
  return g_strdup_printf (_("%s %s"), datapoints, tables);
}

static char *
dup_settle_summary (KhComparison *shown,
                    const char   *company)
{
  guint conflicts = kh_comparison_count_conflicts (shown);
  guint rows = kh_comparison_count_rows (shown) + kh_row_comparison_count_rows (kh_comparison_get_rows (shown));

  if (conflicts > 0)
    /* Translators: a count, then the monitoring company. */
    return g_strdup_printf (ngettext ("%u value was changed at %s since both sides last agreed. Choose what is to become of it, then press Apply.",
                                      "%u values were changed at %s since both sides last agreed. Choose what is to become of each, then press Apply.",
                                      conflicts),
                            conflicts, company);
  if (rows > 0)
    /* Translators: the monitoring company, then a count. */
    return g_strdup_printf (ngettext ("Nothing was changed at %s since both sides last agreed. %u value differs, which is known.",
                                      "Nothing was changed at %s since both sides last agreed. %u values differ, which is known.",
                                      rows),
                            company, rows);

  /* Translators: the monitoring company. */
  return g_strdup_printf (_("Nothing that you may view differs from what %s has."), company);
}

char *
kh_discrepancies_text_dup_summary (KhLinker     *linker,
                                   KhComparison *shown)
{
  const char *company = kh_company_get_name (kh_linker_get_company (linker));
  const gboolean settling = kh_linker_is_settling (linker);

  if (kh_linker_get_changed_meanwhile (linker) && settling)
    return g_strdup (_("Something changed while you were looking. Check the rows once more before you press Apply; the choices you made are kept."));
  if (kh_linker_get_changed_meanwhile (linker))
    return g_strdup_printf (_("Something changed while you were looking. Check the rows once more before you press Link; the choices you made are kept. %u of %u datapoints differ."),
                            kh_comparison_count_rows (shown), g_list_model_get_n_items (G_LIST_MODEL (shown)));

  return settling ? dup_settle_summary (shown, company) : dup_link_summary (shown, company);
}

char *
kh_discrepancies_text_dup_folded (const char   *company,
                                  KhDifference  difference,
                                  guint         n)
{
  switch (difference)
    {
    case KH_DIFFERENCE_WRITTEN:
      return g_strdup_printf (ngettext ("%u is written differently and means the same",
                                        "%u are written differently and mean the same", n), n);
    case KH_DIFFERENCE_CANNOT_WRITE:
      return g_strdup_printf (ngettext ("%u differs that %s does not take",
                                        "%u differ that %s does not take", n), n, company);
    case KH_DIFFERENCE_CANNOT_COMPARE:
      return g_strdup_printf (ngettext ("%u cannot be compared with %s",
                                        "%u cannot be compared with %s", n), n, company);
    case KH_DIFFERENCE_SAME:
      return g_strdup_printf (ngettext ("%u is the same", "%u are the same", n), n);
    case KH_DIFFERENCE_DIFFERS:
    case KH_DIFFERENCE_ONLY_HERE:
    case KH_DIFFERENCE_ONLY_THERE:
    case KH_N_DIFFERENCES:
      break;
    }

  g_assert_not_reached ();
}

static char *
dup_settle_hidden (guint       hidden,
                   guint       conflicts,
                   const char *company)
{
  if (conflicts > 0)
    /* Translators: a count, then the monitoring company. */
    return g_strdup_printf (ngettext ("%u value that you may not view was changed at %s as well. Nothing is sent before somebody who may view it has compared, too.",
                                      "%u values that you may not view were changed at %s as well. Nothing is sent before somebody who may view them has compared, too.",
                                      conflicts), conflicts, company);

  return g_strdup_printf (ngettext ("%u value that you may not view differs, or cannot be compared. Apply leaves it as it is on both sides.",
                                    "%u values that you may not view differ, or cannot be compared. Apply leaves them as they are on both sides.",
                                    hidden), hidden);
}

char *
kh_discrepancies_text_dup_hidden (KhLinker     *linker,
                                  KhComparison *shown)
{
  const guint hidden = kh_comparison_count_hidden (shown);
  const guint conflicts = kh_linker_count_hidden_conflicts (linker);

  if (hidden + conflicts == 0)
    return NULL;
  if (kh_linker_is_settling (linker))
    return dup_settle_hidden (hidden, conflicts, kh_company_get_name (kh_linker_get_company (linker)));

  return g_strdup_printf (ngettext ("%u value that you may not view differs, or cannot be compared. Link leaves it as it is on both sides.",
                                    "%u values that you may not view differ, or cannot be compared. Link leaves them as they are on both sides.",
                                    hidden), hidden);
}

char *
kh_discrepancies_text_dup_other_name (KhLinker     *linker,
                                      KhComparison *shown)
{
  const char *company = kh_company_get_name (kh_linker_get_company (linker));
  g_autofree char *ours = kh_customer_dup_name (kh_linker_get_customer (linker));

  if (!kh_comparison_has_other_name (shown))
    return NULL;

  /* Translators: the monitoring company, a name there, our customer's name. */
  return g_strdup_printf (_("%s has this account in the name of %s, and your customer is %s. Make sure that it is this customer’s account."),
                          company, kh_account_get_name (kh_comparison_get_account (shown)), ours);
}

void
kh_discrepancies_text_add_names (KhLinker     *linker,
                                 KhComparison *shown,
                                 GPtrArray    *lines)
{
  const char *company = kh_company_get_name (kh_linker_get_company (linker));
  g_autofree char *ours = kh_customer_dup_name (kh_linker_get_customer (linker));

  /* Translators: the customer's name on our record. */
  g_ptr_array_add (lines, g_strdup_printf (_("Name in Keyholder: %s"), ours));
  /* Translators: the monitoring company, the name that the account has there. */
  g_ptr_array_add (lines, g_strdup_printf (_("Name at %s: %s"), company,
                                           kh_account_get_name (kh_comparison_get_account (shown))));
}

char *
kh_discrepancies_text_dup_ask_name (KhLinker   *linker,
                                    guint       changes,
                                    const char *cleared)
{
  const char *company = kh_company_get_name (kh_linker_get_company (linker));
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: the monitoring company. */
  g_string_append_printf (text, _("%s has the account in another name. If it is somebody else’s account, help is sent to the wrong door. Compare both names, and type the account number if it is this customer’s account."),
                          company);
  if (changes == 0)
    return g_string_free (g_steal_pointer (&text), FALSE);

  /* Translators: the monitoring company. What is changed follows as a list. */
  g_string_append_printf (text, _("\n\nOperators at %s go by the values that are changed there when an alarm comes in."), company);
  if (cleared != NULL)
    /* Translators: Passcode or Duress Code. */
    g_string_append_printf (text, _(" After this they have no %s for the customer."), cleared);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
