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
  KhDiscrepancyColumns *columns = g_rc_box_new0 (KhDiscrepancyColumns);

  columns->agreed = agreed;
  for (guint i = 0; i < N_COLUMNS; i++)
    columns->groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  return columns;
}

KhDiscrepancyColumns *
kh_discrepancy_columns_ref (KhDiscrepancyColumns *columns)
{
  return g_rc_box_acquire (columns);
}

static void
clear (gpointer data)
{
  KhDiscrepancyColumns *columns = data;

  for (guint i = 0; i < N_COLUMNS; i++)
    g_object_unref (columns->groups[i]);
}

void
kh_discrepancy_columns_unref (KhDiscrepancyColumns *columns)
{
  g_rc_box_release_full (columns, clear);
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
add_agreed (KhDiscrepancyColumns    *columns,
            GtkWidget               *row,
            const KhDiscrepancyLine *line)
{
  if (!columns->agreed)
    return;
  if (line->agreed_known)
    add_value (columns, row, COLUMN_AGREED, line->agreed, FALSE, line->sealed);
  else
    /* Translators: what both sides last agreed on. */
    add_label (columns, row, COLUMN_AGREED, _("Not known"), "dim-label");
}

/* Choosing */

typedef struct {
  GObject *object;
  guint allowed;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->object);
  g_free (choice);
}

static KhResolution
get_resolution (GObject *object)
{
  guint resolution;

  g_object_get (object, "resolution", &resolution, NULL);

  return (KhResolution) resolution;
}

static const char *
get_resolution_label (const KhDiscrepancyLine *line,
                      KhResolution             resolution)
{
  switch (resolution)
    {
    case KH_RESOLUTION_OURS:
      return line->write_label;
    case KH_RESOLUTION_THEIRS:
      return line->take_label;
    case KH_RESOLUTION_LEAVE:
      return _("Leave both");
    case KH_RESOLUTION_UNDECIDED:
      return _("Choose…");
    }

  g_assert_not_reached ();
}

/* The drop-down lists only what is allowed; its strings' places are kept beside it. */
static KhResolution
get_allowed (const Choice *choice,
             guint         position)
{
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      if ((choice->allowed & (1u << resolutions[i])) != 0 && position-- == 0)
        return resolutions[i];
    }

  return KH_RESOLUTION_LEAVE;
}

static guint
find_position (const Choice *choice,
               KhResolution  resolution)
{
  guint position = 0;

  for (guint i = 0; i < G_N_ELEMENTS (resolutions) && resolutions[i] != resolution; i++)
    position += (choice->allowed & (1u << resolutions[i])) != 0 ? 1 : 0;

  return position;
}

static void
on_drop_down_selected_cb (GtkDropDown *drop_down,
                          GParamSpec  *pspec G_GNUC_UNUSED,
                          gpointer     data)
{
  const Choice *choice = data;
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected != GTK_INVALID_LIST_POSITION)
    g_object_set (choice->object, "resolution", (guint) get_allowed (choice, selected), NULL);
}

/* As when it was chosen for several at once. */
static void
on_resolution_cb (GtkDropDown *drop_down,
                  GParamSpec  *pspec G_GNUC_UNUSED,
                  GObject     *object)
{
  const Choice *choice = g_object_get_data (G_OBJECT (drop_down), "kh-choice");

  gtk_drop_down_set_selected (drop_down, find_position (choice, get_resolution (object)));
}

/* What a screen reader says of it: that it is to be decided, in place of a colour. */
static char *
dup_drop_down_name (KhDiscrepancyColumns    *columns,
                    const KhDiscrepancyLine *line)
{
  if (line->conflict)
    /* Translators: a datapoint, such as Address 1. */
    return g_strdup_printf (_("To be decided: %s"), line->name);
  if (columns->agreed)
    /* Translators: a datapoint, such as Address 1. */
    return g_strdup_printf (_("When you press Apply: %s"), line->name);

  /* Translators: a datapoint, such as Address 1. */
  return g_strdup_printf (_("When you press Link: %s"), line->name);
}

static GtkWidget *
make_drop_down (KhDiscrepancyColumns    *columns,
                const KhDiscrepancyLine *line)
{
  GtkStringList *choices = gtk_string_list_new (NULL);
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (choices), NULL);
  g_autofree char *name = dup_drop_down_name (columns, line);
  Choice *choice = g_new0 (Choice, 1);

  choice->object = g_object_ref (line->object);
  choice->allowed = line->allowed;
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      if ((line->allowed & (1u << resolutions[i])) != 0)
        gtk_string_list_append (choices, get_resolution_label (line, resolutions[i]));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), find_position (choice, get_resolution (line->object)));
  g_object_set_data_full (G_OBJECT (drop_down), "kh-choice", choice, choice_free);
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (on_drop_down_selected_cb), choice);
  g_signal_connect_object (line->object, "notify::resolution", G_CALLBACK (on_resolution_cb), drop_down,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  kh_accessible_name_drop_down (GTK_DROP_DOWN (drop_down), name);

  return drop_down;
}

static guint
count_allowed (const KhDiscrepancyLine *line)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    n += (line->allowed & (1u << resolutions[i])) != 0 ? 1 : 0;

  return n;
}

static void
add_action (KhDiscrepancyColumns    *columns,
            GtkWidget               *row,
            GtkWidget               *name,
            const KhDiscrepancyLine *line)
{
  GtkWidget *action;

  if (line->difference != KH_DIFFERENCE_SAME && count_allowed (line) > 1)
    {
      action = make_drop_down (columns, line);
      gtk_label_set_mnemonic_widget (GTK_LABEL (name), action);
      gtk_size_group_add_widget (columns->groups[COLUMN_ACTION], action);
      gtk_box_append (GTK_BOX (row), action);
      return;
    }

  action = add_label (columns, row, COLUMN_ACTION,
                      line->difference == KH_DIFFERENCE_SAME ? _("Nothing to do") : _("Leave both"), "dim-label");
  gtk_widget_set_margin_start (action, 10);
}

static GtkWidget *
make_row_box (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (row, "discrepancy");

  return row;
}

GtkWidget *
kh_discrepancy_rows_new_line (KhDiscrepancyColumns    *columns,
                              const KhDiscrepancyLine *line)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = make_row_box ();
  gboolean bold = line->difference == KH_DIFFERENCE_DIFFERS || line->difference == KH_DIFFERENCE_ONLY_HERE ||
                  line->difference == KH_DIFFERENCE_ONLY_THERE;
  GtkWidget *name;

  name = add_label (columns, row, COLUMN_NAME, line->name, NULL);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  add_value (columns, row, COLUMN_OURS, line->ours, bold, line->sealed);
  add_value (columns, row, COLUMN_THEIRS, line->theirs, bold, line->sealed);
  add_agreed (columns, row, line);
  add_action (columns, row, name, line);
  gtk_box_append (GTK_BOX (column), row);
  if (line->conflict)
    gtk_widget_add_css_class (row, "in-conflict");

  if (line->reason != NULL)
    {
      GtkWidget *label = gtk_label_new (line->reason);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "reason");
      gtk_box_append (GTK_BOX (column), label);
    }

  return column;
}

GtkWidget *
kh_discrepancy_rows_new_action_row (KhDiscrepancyColumns *columns,
                                    const char           *text,
                                    GtkWidget            *action)
{
  GtkWidget *row = make_row_box ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "row-group");
  gtk_box_append (GTK_BOX (row), label);
  if (action == NULL)
    return row;
  gtk_size_group_add_widget (columns->groups[COLUMN_ACTION], action);
  gtk_box_append (GTK_BOX (row), action);

  return row;
}

static guint
list_allowed (KhDiscrepancy *discrepancy)
{
  guint allowed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    allowed |= kh_discrepancy_allows (discrepancy, resolutions[i]) ? 1u << resolutions[i] : 0;

  return allowed;
}

static GtkWidget *
make_row (KhDiscrepancyColumns *columns,
          KhDiscrepancy        *discrepancy)
{
  const KhDatapointId id = kh_discrepancy_get_datapoint (discrepancy);
  const KhDiscrepancyLine line = {
    .object = G_OBJECT (discrepancy),
    .name = kh_datapoint_get_label (id),
    .ours = kh_discrepancy_get_ours_text (discrepancy),
    .theirs = kh_discrepancy_get_theirs_text (discrepancy),
    .agreed = kh_discrepancy_get_agreed_text (discrepancy),
    .agreed_known = kh_discrepancy_is_agreed_known (discrepancy),
    .reason = kh_discrepancy_get_reason (discrepancy),
    .difference = kh_discrepancy_get_difference (discrepancy),
    .allowed = list_allowed (discrepancy),
    .write_label = kh_discrepancy_has_ours (discrepancy) ? _("Write Keyholder’s") : _("Clear the station’s"),
    .take_label = _("Use the station’s"),
    .conflict = kh_discrepancy_is_conflict (discrepancy),
    .sealed = kh_datapoint_get (id)->sealed,
  };

  return kh_discrepancy_rows_new_line (columns, &line);
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
