/* kh-discrepancy-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancy-rows.h"

#include "kh-accessible.h"
#include "kh-datapoint.h"

#include <glib/gi18n.h>

enum {
  COLUMN_NAME,
  COLUMN_OURS,
  COLUMN_THEIRS,
  COLUMN_AGREED,
  COLUMN_ACTION,
  N_COLUMNS
};

/* Wide enough for an address line and for the longest label; what is longer wraps. */
#define VALUE_CHARS 26
#define NAME_CHARS 17

/* Three of them stand beside each other, and what is chosen does not move them. */
#define AGREED_VALUE_CHARS 20
#define ACTION_CHARS 21

struct _KhDiscrepancyColumns
{
  GtkSizeGroup *groups[N_COLUMNS];
  gboolean agreed;
};

/* In the order in which the drop-down has them. */
static const KhResolution resolutions[] = {
  KH_RESOLUTION_UNDECIDED,
  KH_RESOLUTION_OURS,
  KH_RESOLUTION_THEIRS,
  KH_RESOLUTION_LEAVE,
};

KhDiscrepancyColumns *
kh_discrepancy_columns_new (gboolean agreed)
{
  KhDiscrepancyColumns *columns = g_new0 (KhDiscrepancyColumns, 1);

  columns->agreed = agreed;
  for (guint i = 0; i < N_COLUMNS; i++)
    columns->groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  return columns;
}

void
kh_discrepancy_columns_free (KhDiscrepancyColumns *columns)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_object_unref (columns->groups[i]);
  g_free (columns);
}

static gboolean
is_value (guint column)
{
  return column == COLUMN_OURS || column == COLUMN_THEIRS || column == COLUMN_AGREED;
}

static GtkWidget *
add_label (KhDiscrepancyColumns *columns,
           GtkWidget            *row,
           guint                 column,
           const char           *text,
           const char           *style)
{
  GtkWidget *label = gtk_label_new (text);
  const int value_chars = columns->agreed ? AGREED_VALUE_CHARS : VALUE_CHARS;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, is_value (column));
  if (is_value (column))
    {
      gtk_label_set_width_chars (GTK_LABEL (label), value_chars);
      gtk_label_set_max_width_chars (GTK_LABEL (label), value_chars);
    }
  else if (column == COLUMN_NAME)
    gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARS);
  else if (columns->agreed)
    gtk_label_set_width_chars (GTK_LABEL (label), ACTION_CHARS);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_size_group_add_widget (columns->groups[column], label);
  gtk_box_append (GTK_BOX (row), label);

  return label;
}

static void
add_value (KhDiscrepancyColumns *columns,
           GtkWidget            *row,
           guint                 column,
           const char           *text,
           gboolean              bold,
           gboolean              sealed)
{
  GtkWidget *label = add_label (columns, row, column, text != NULL ? text : "—",
                                text != NULL && bold ? "differing" : "dim-label");

  /* The dash and the dots are signs for the eye; they are to be spoken as what they mean. */
  if (text == NULL)
    kh_accessible_name_widget (label, _("No value"));
  else if (sealed)
    kh_accessible_name_widget (label, _("A value that is not shown"));
}

/* What was last agreed on stands there to be held against the other two. */
static void
add_agreed (KhDiscrepancyColumns *columns,
            GtkWidget            *row,
            KhDiscrepancy        *discrepancy)
{
  const char *text = kh_discrepancy_get_agreed_text (discrepancy);

  if (!columns->agreed)
    return;
  if (kh_discrepancy_is_agreed_known (discrepancy))
    add_value (columns, row, COLUMN_AGREED, text, FALSE,
               kh_datapoint_get (kh_discrepancy_get_datapoint (discrepancy))->sealed);
  else
    /* Translators: what both sides last agreed on. */
    add_label (columns, row, COLUMN_AGREED, _("Not known"), "dim-label");
}

static const char *
get_resolution_label (KhDiscrepancy *discrepancy,
                      KhResolution   resolution)
{
  switch (resolution)
    {
    case KH_RESOLUTION_OURS:
      return kh_discrepancy_has_ours (discrepancy) ? _("Write Keyholder’s") : _("Clear the station’s");
    case KH_RESOLUTION_THEIRS:
      return _("Use the station’s");
    case KH_RESOLUTION_LEAVE:
      return _("Leave both");
    case KH_RESOLUTION_UNDECIDED:
      return _("Choose…");
    }

  g_assert_not_reached ();
}

/* The drop-down lists only what is allowed; its strings' places are kept beside it. */
static KhResolution
get_allowed (KhDiscrepancy *discrepancy,
             guint          position)
{
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      if (kh_discrepancy_allows (discrepancy, resolutions[i]) && position-- == 0)
        return resolutions[i];
    }

  return KH_RESOLUTION_LEAVE;
}

static void
on_drop_down_selected_cb (GtkDropDown *drop_down,
                          GParamSpec  *pspec G_GNUC_UNUSED,
                          gpointer     data)
{
  KhDiscrepancy *discrepancy = data;
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected != GTK_INVALID_LIST_POSITION)
    kh_discrepancy_set_resolution (discrepancy, get_allowed (discrepancy, selected));
}

/* What a screen reader says of it: that it is to be decided, in place of a colour. */
static char *
dup_drop_down_name (KhDiscrepancyColumns *columns,
                    KhDiscrepancy        *discrepancy)
{
  const char *label = kh_datapoint_get_label (kh_discrepancy_get_datapoint (discrepancy));

  if (kh_discrepancy_is_conflict (discrepancy))
    /* Translators: a datapoint, such as Address 1. */
    return g_strdup_printf (_("To be decided: %s"), label);
  if (columns->agreed)
    /* Translators: a datapoint, such as Address 1. */
    return g_strdup_printf (_("When you press Apply: %s"), label);

  /* Translators: a datapoint, such as Address 1. */
  return g_strdup_printf (_("When you press Link: %s"), label);
}

static GtkWidget *
make_drop_down (KhDiscrepancyColumns *columns,
                KhDiscrepancy        *discrepancy)
{
  GtkStringList *choices = gtk_string_list_new (NULL);
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (choices), NULL);
  g_autofree char *name = dup_drop_down_name (columns, discrepancy);

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      if (!kh_discrepancy_allows (discrepancy, resolutions[i]))
        continue;
      gtk_string_list_append (choices, get_resolution_label (discrepancy, resolutions[i]));
      if (kh_discrepancy_get_resolution (discrepancy) == resolutions[i])
        gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), g_list_model_get_n_items (G_LIST_MODEL (choices)) - 1);
    }
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_drop_down_selected_cb), discrepancy, 0);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  kh_accessible_name_drop_down (GTK_DROP_DOWN (drop_down), name);

  return drop_down;
}

static guint
count_allowed (KhDiscrepancy *discrepancy)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    n += kh_discrepancy_allows (discrepancy, resolutions[i]) ? 1 : 0;

  return n;
}

static void
add_action (KhDiscrepancyColumns *columns,
            GtkWidget            *row,
            GtkWidget            *name,
            KhDiscrepancy        *discrepancy)
{
  GtkWidget *action;

  if (kh_discrepancy_get_difference (discrepancy) != KH_DIFFERENCE_SAME && count_allowed (discrepancy) > 1)
    {
      action = make_drop_down (columns, discrepancy);
      gtk_label_set_mnemonic_widget (GTK_LABEL (name), action);
      gtk_size_group_add_widget (columns->groups[COLUMN_ACTION], action);
      gtk_box_append (GTK_BOX (row), action);
      return;
    }

  action = add_label (columns, row, COLUMN_ACTION,
                      kh_discrepancy_get_difference (discrepancy) == KH_DIFFERENCE_SAME ? _("Nothing to do") : _("Leave both"),
                      "dim-label");
  gtk_widget_set_margin_start (action, 10);
}

static GtkWidget *
make_row_box (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (row, "discrepancy");

  return row;
}

static GtkWidget *
make_row (KhDiscrepancyColumns *columns,
          KhDiscrepancy        *discrepancy)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = make_row_box ();
  KhDifference difference = kh_discrepancy_get_difference (discrepancy);
  gboolean bold = difference == KH_DIFFERENCE_DIFFERS || difference == KH_DIFFERENCE_ONLY_HERE ||
                  difference == KH_DIFFERENCE_ONLY_THERE;
  gboolean sealed = kh_datapoint_get (kh_discrepancy_get_datapoint (discrepancy))->sealed;
  const char *reason = kh_discrepancy_get_reason (discrepancy);
  GtkWidget *name;

  name = add_label (columns, row, COLUMN_NAME, kh_datapoint_get_label (kh_discrepancy_get_datapoint (discrepancy)), NULL);
  add_value (columns, row, COLUMN_OURS, kh_discrepancy_get_ours_text (discrepancy), bold, sealed);
  add_value (columns, row, COLUMN_THEIRS, kh_discrepancy_get_theirs_text (discrepancy), bold, sealed);
  add_agreed (columns, row, discrepancy);
  add_action (columns, row, name, discrepancy);
  gtk_box_append (GTK_BOX (column), row);
  if (kh_discrepancy_is_conflict (discrepancy))
    gtk_widget_add_css_class (row, "in-conflict");

  if (reason != NULL)
    {
      GtkWidget *label = gtk_label_new (reason);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "reason");
      gtk_box_append (GTK_BOX (column), label);
    }

  return column;
}

GtkWidget *
kh_discrepancy_rows_new_headings (KhDiscrepancyColumns *columns,
                                  const char           *company)
{
  GtkWidget *row = make_row_box ();

  add_label (columns, row, COLUMN_NAME, _("Datapoint Name"), "column-heading");
  add_label (columns, row, COLUMN_OURS, _("Keyholder"), "column-heading");
  add_label (columns, row, COLUMN_THEIRS, company, "column-heading");
  if (columns->agreed)
    add_label (columns, row, COLUMN_AGREED, _("Last Agreed"), "column-heading");
  add_label (columns, row, COLUMN_ACTION, columns->agreed ? _("When you press Apply") : _("When you press Link"),
             "column-heading");

  return row;
}

GtkWidget *
kh_discrepancy_rows_new (KhDiscrepancyColumns *columns,
                         GPtrArray            *discrepancies)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < discrepancies->len; i++)
    gtk_box_append (GTK_BOX (rows), make_row (columns, g_ptr_array_index (discrepancies, i)));

  return rows;
}
