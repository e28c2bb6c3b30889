/* kh-comparison-csv.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csv.h"
#include "kh-discrepancy-private.h"
#include "kh-row-comparison.h"

#include <glib/gi18n-lib.h>

static const char *
get_difference_label (KhDifference difference)
{
  switch (difference)
    {
    case KH_DIFFERENCE_SAME:
      return _("Same");

    case KH_DIFFERENCE_WRITTEN:
      return _("Written differently");

    case KH_DIFFERENCE_DIFFERS:
      return _("Differs");

    case KH_DIFFERENCE_ONLY_HERE:
      return _("Only in Keyholder");

    case KH_DIFFERENCE_ONLY_THERE:
      return _("Only at the station");

    case KH_DIFFERENCE_CANNOT_COMPARE:
      return _("Cannot be compared");

    case KH_DIFFERENCE_CANNOT_WRITE:
      return _("Cannot be written");

    case KH_N_DIFFERENCES:
      break;
    }

  g_assert_not_reached ();
}

static const char *
get_outcome_label (const KhFinding *finding)
{
  switch (finding->resolution)
    {
    case KH_RESOLUTION_OURS:
      return finding->ours_set ? _("Writes Keyholder’s value") : _("Clears the station’s value");

    case KH_RESOLUTION_THEIRS:
      return _("Takes the station’s value");

    case KH_RESOLUTION_UNDECIDED:
      return _("Not decided yet");

    case KH_RESOLUTION_LEAVE:
      return finding->reason != NULL && finding->difference != KH_DIFFERENCE_DIFFERS
               ? finding->reason
               : _("Leaves both as they are");
    }

  g_assert_not_reached ();
}

static const char *
get_cell (const KhFinding *finding,
          const char      *text)
{
  if (!kh_datapoint_get (finding->datapoint)->sealed)
    return text;

  /* Translators: whether there is a passcode, in place of it. */
  return text != NULL ? _("kept") : _("none");
}

static void
append_headings (GString    *csv,
                 const char *company,
                 gboolean    agreed)
{
  kh_csv_append_cell (csv, _("Datapoint Name"), FALSE);
  kh_csv_append_cell (csv, _("Keyholder"), FALSE);
  kh_csv_append_cell (csv, company, FALSE);
  if (agreed)
    kh_csv_append_cell (csv, _("Last Agreed"), FALSE);
  kh_csv_append_cell (csv, _("Difference"), FALSE);
  kh_csv_append_cell (csv, agreed ? _("When you press Apply") : _("When you press Link"), TRUE);
}

static void
append_finding (GString         *csv,
                const KhFinding *finding,
                gboolean         agreed)
{
  kh_csv_append_cell (csv, kh_datapoint_get_label (finding->datapoint), FALSE);
  kh_csv_append_cell (csv, get_cell (finding, finding->ours_text), FALSE);
  kh_csv_append_cell (csv, get_cell (finding, finding->theirs_text), FALSE);
  if (agreed)
    kh_csv_append_cell (csv, finding->agreed_known ? get_cell (finding, finding->agreed_text) : _("not known"), FALSE);
  kh_csv_append_cell (csv, get_difference_label (finding->difference), FALSE);
  kh_csv_append_cell (csv, get_outcome_label (finding), TRUE);
}

static const char *
get_row_outcome_label (KhRowDiscrepancy *row)
{
  switch (kh_row_discrepancy_get_resolution (row))
    {
    case KH_RESOLUTION_OURS:
      return kh_row_discrepancy_get_ours (row) != NULL ? _("Writes Keyholder’s row") : _("Takes it out at the station");

    case KH_RESOLUTION_THEIRS:
      return kh_row_discrepancy_get_theirs (row) != NULL ? _("Takes the station’s row") : _("Takes it out in Keyholder");

    case KH_RESOLUTION_UNDECIDED:
      return _("Not decided yet");

    case KH_RESOLUTION_LEAVE:
      return _("Leaves both as they are");
    }

  g_assert_not_reached ();
}

static void
append_row (GString          *csv,
            KhRowDiscrepancy *row,
            gboolean          agreed)
{
  g_autofree char *title = kh_row_discrepancy_dup_title (row);
  g_autofree char *ours = kh_row_discrepancy_dup_ours_text (row);
  g_autofree char *theirs = kh_row_discrepancy_dup_theirs_text (row);
  g_autofree char *before = kh_row_discrepancy_dup_agreed_text (row);
  /* Translators: a table, such as Contacts, and the name of one of its rows. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), kh_table_get_label (kh_row_discrepancy_get_table (row)), title);

  kh_csv_append_cell (csv, name, FALSE);
  kh_csv_append_cell (csv, ours, FALSE);
  kh_csv_append_cell (csv, theirs, FALSE);
  if (agreed)
    kh_csv_append_cell (csv, before != NULL ? before : _("not known"), FALSE);
  kh_csv_append_cell (csv, get_difference_label (kh_row_discrepancy_get_difference (row)), FALSE);
  kh_csv_append_cell (csv, get_row_outcome_label (row), TRUE);
}

static void
append_rows (GString         *csv,
             KhRowComparison *rows,
             gboolean         agreed)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (KhRowDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (kh_row_discrepancy_get_difference (row) != KH_DIFFERENCE_SAME)
        append_row (csv, row, agreed);
    }
}

/**
 * kh_comparison_dup_csv:
 * @self: a comparison
 * @company: the monitoring company's name
 *
 * Writes the page as a CSV file in UTF-8: every datapoint, and every row of a table, that is not the same
 * on both sides, and what Link does with it. Of a secret it says whether there is one.
 *
 * Returns: (transfer full): the file's text
 */
char *
kh_comparison_dup_csv (KhComparison *self,
                       const char   *company)
{
  GString *csv = NULL;
  gboolean agreed;

  g_return_val_if_fail (KH_IS_COMPARISON (self), NULL);

  csv = g_string_new (NULL);
  agreed = kh_comparison_has_agreed (self);
  append_headings (csv, company, agreed);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (self), i);
      const KhFinding *finding = kh_discrepancy_get_finding (row);

      if (finding->difference != KH_DIFFERENCE_SAME)
        append_finding (csv, finding, agreed);
    }
  if (kh_comparison_get_rows (self) != NULL)
    append_rows (csv, kh_comparison_get_rows (self), agreed);

  return g_string_free (csv, FALSE);
}
