/* kh-import-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-import-lines.h"

#include <glib/gi18n-lib.h>

/* What is told of an import: first its problems, then who is likely to be there already. */
struct _KhImportLines
{
  GObject parent_instance;

  /* Owned */
  KhImportReport *report;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhImportLines, kh_import_lines, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static char *
dup_double_text (const KhImportDouble *found)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, found->line);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_double_get_number (found->other));
  g_autofree char *reason = kh_double_dup_reason (found->other);

  /* Translators: the number of a line, two customers' names, the number of the second, and why, a sentence. */
  return g_strdup_printf (_("Line %s: %s is likely to be %s (customer %s). %s"), line, found->name,
                          kh_double_get_name (found->other), number, reason);
}

static GType
kh_import_lines_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
kh_import_lines_get_n_items (GListModel *model)
{
  const KhImportReport *report = KH_IMPORT_LINES (model)->report;

  return report->problems->len + report->doubles->len;
}

/* There may be thousands, of which a few are looked at: each is worded when it is. */
static gpointer
kh_import_lines_get_item (GListModel *model,
                          guint       position)
{
  const KhImportReport *report = KH_IMPORT_LINES (model)->report;
  const guint n_problems = report->problems->len;
  g_autofree char *text = NULL;

  if (position >= n_problems + report->doubles->len)
    return NULL;
  if (position < n_problems)
    text = kh_import_problem_dup_text (g_ptr_array_index (report->problems, position));
  else
    text = dup_double_text (g_ptr_array_index (report->doubles, position - n_problems));

  return gtk_string_object_new (text);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_import_lines_get_item_type;
  iface->get_n_items = kh_import_lines_get_n_items;
  iface->get_item = kh_import_lines_get_item;
}

static void
kh_import_lines_finalize (GObject *object)
{
  kh_import_report_free (KH_IMPORT_LINES (object)->report);

  G_OBJECT_CLASS (kh_import_lines_parent_class)->finalize (object);
}

static void
kh_import_lines_class_init (KhImportLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_import_lines_finalize;
}

static void
kh_import_lines_init (KhImportLines *self G_GNUC_UNUSED)
{
}

/**
 * kh_import_lines_new:
 * @report: (transfer full): how an import went, or would go
 *
 * Returns: (transfer full): a #GListModel of #GtkStringObject, a line for each problem and each
 *   likely double that @report tells of
 */
KhImportLines *
kh_import_lines_new (KhImportReport *report)
{
  KhImportLines *self;

  g_return_val_if_fail (report != NULL, NULL);

  self = g_object_new (KH_TYPE_IMPORT_LINES, NULL);
  self->report = report;

  return self;
}
