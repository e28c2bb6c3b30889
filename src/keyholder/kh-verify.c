/* kh-verify.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-verify.h"

#include "kh-history.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

/* What is shown of a head. */
#define HEAD_DIGITS 16

#define EXIT_WHOLE  0
#define EXIT_BROKEN 1
#define EXIT_UNSEEN 2

static char *
dup_folder (GVariantDict *options)
{
  g_autoptr (GVariant) folder = g_variant_dict_lookup_value (options, "data-dir", G_VARIANT_TYPE_BYTESTRING);

  if (folder != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_bytestring (folder));

      return g_file_get_path (file);
    }

  return g_build_filename (g_get_user_data_dir (), "keyholder", NULL);
}

static char *
dup_number (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static void
say_broken (const KhHistoryReport *report)
{
  g_autofree char *number = dup_number (report->broken);

  switch (report->fault)
    {
    case KH_HISTORY_WHOLE:
      break;
    case KH_HISTORY_CHANGED:
      g_print (_("The history is broken at row %s: the row was changed after it was written.\n"), number);
      break;
    case KH_HISTORY_MISSING:
      g_print (_("The history is broken at row %s: the row was taken out.\n"), number);
      break;
    case KH_HISTORY_MISPLACED:
      g_print (_("The history is broken at row %s: the row does not follow the one before it.\n"), number);
      break;
    }
}

static void
say_whole (const KhHistoryReport *report)
{
  g_autofree char *number = dup_number (report->n_rows);
  g_autofree char *head = g_strndup (report->head, HEAD_DIGITS);

  /* Translators: the head is a check sum of everything in the history. */
  g_print (ngettext ("The history is whole: %s row, head %s\n",
                     "The history is whole: %s rows, head %s\n", (gulong) report->n_rows),
           number, head);
}

/* Rows missing at the end leave a chain that is as good as before. */
static int
say_noted (const KhHistoryReport *report,
           const char            *noted)
{
  g_autofree char *number = dup_number (report->noted_sequence);

  if (noted == NULL)
    {
      g_print ("%s\n", _("Whether rows are missing at its end shows only with a head that was noted elsewhere: "
                         "give it with --history-head."));
      return EXIT_WHOLE;
    }
  if (report->noted)
    {
      g_print (_("The head you noted is that of row %s.\n"), number);
      return EXIT_WHOLE;
    }

  g_print ("%s\n", _("The head you noted is not in this history: rows at its end were taken out, "
                     "or it is the head of other records."));

  return EXIT_BROKEN;
}

int
kh_verify_history (GVariantDict *options)
{
  g_autofree char *folder = dup_folder (options);
  g_autoptr (KhHistoryReport) report = NULL;
  g_autoptr (GError) error = NULL;
  const char *noted = NULL;

  g_variant_dict_lookup (options, "history-head", "&s", &noted);
  if (noted != NULL && !kh_history_is_head (noted))
    {
      g_printerr ("%s\n", _("keyholder: a head is 16 to 64 of the digits 0 to 9 and a to f."));
      return EXIT_UNSEEN;
    }
  report = kh_history_verify (folder, noted, &error);
  if (report == NULL)
    {
      g_printerr ("keyholder: %s\n", error->message);
      return EXIT_UNSEEN;
    }
  if (report->fault != KH_HISTORY_WHOLE)
    {
      say_broken (report);
      return EXIT_BROKEN;
    }

  say_whole (report);

  return say_noted (report, noted);
}
