/* kh-discrepancy-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancy-tables.h"

#include "kh-accessible.h"
#include "kh-row-push.h"

#include <glib/gi18n.h>

/* What of a table stands together, in this order. */
typedef enum {
  GROUP_BOTH,
  GROUP_ONLY_HERE,
  GROUP_ONLY_THERE,
  GROUP_CANNOT_WRITE,
  GROUP_WRITTEN,
  GROUP_SAME,

  N_GROUPS
} Group;

/* From here on a group is folded away, so that no table pushes the others out of sight. */
#define MOST_SHOWN 30

typedef struct {
  KhDiscrepancyColumns *columns;
  KhTableId table;
  const char *company;
  GPtrArray *groups[N_GROUPS];
} Table;

static Group
find_group (KhRowDiscrepancy *row)
{
  switch (kh_row_discrepancy_get_difference (row))
    {
    case KH_DIFFERENCE_ONLY_HERE:
      return GROUP_ONLY_HERE;
    case KH_DIFFERENCE_ONLY_THERE:
      return GROUP_ONLY_THERE;
    case KH_DIFFERENCE_WRITTEN:
      return GROUP_WRITTEN;
    case KH_DIFFERENCE_SAME:
      return GROUP_SAME;
    case KH_DIFFERENCE_CANNOT_WRITE:
      return kh_row_discrepancy_is_conflict (row) ? GROUP_BOTH : GROUP_CANNOT_WRITE;
    case KH_DIFFERENCE_DIFFERS:
    case KH_DIFFERENCE_CANNOT_COMPARE:
    case KH_N_DIFFERENCES:
      break;
    }

  return GROUP_BOTH;
}

static char *
dup_group_title (const Table *self,
                 Group        group)
{
  const guint n = self->groups[group]->len;

  switch (group)
    {
    case GROUP_BOTH:
      return g_strdup_printf (ngettext ("%u differs", "%u differ", n), n);
    case GROUP_ONLY_HERE:
      return g_strdup_printf (ngettext ("%u only in Keyholder", "%u only in Keyholder", n), n);
    case GROUP_ONLY_THERE:
      /* Translators: a count, the monitoring company. */
      return g_strdup_printf (ngettext ("%u only at %s", "%u only at %s", n), n, self->company);
    case GROUP_CANNOT_WRITE:
      /* Translators: a count, the monitoring company. */
      return g_strdup_printf (ngettext ("%u differs only in what %s does not take", "%u differ only in what %s does not take", n),
                              n, self->company);
    case GROUP_WRITTEN:
      return g_strdup_printf (ngettext ("%u is written differently and means the same",
                                        "%u are written differently and mean the same", n), n);
    case GROUP_SAME:
      return g_strdup_printf (ngettext ("%u is the same", "%u are the same", n), n);
    case N_GROUPS:
      break;
    }

  g_assert_not_reached ();
}

/* One row */

static const char *
get_write_label (KhRowDiscrepancy *row)
{
  if (kh_row_discrepancy_get_theirs (row) == NULL)
    return _("Send to the station");

  return kh_row_discrepancy_get_ours (row) == NULL ? _("Remove at the station") : _("Write Keyholder’s");
}

static const char *
get_take_label (KhRowDiscrepancy *row)
{
  if (kh_row_discrepancy_get_ours (row) == NULL)
    return _("Add to Keyholder");

  return kh_row_discrepancy_get_theirs (row) == NULL ? _("Remove in Keyholder") : _("Use the station’s");
}

static guint
list_allowed (KhRowDiscrepancy *row)
{
  guint allowed = 0;

  for (guint i = KH_RESOLUTION_OURS; i <= KH_RESOLUTION_UNDECIDED; i++)
    allowed |= kh_row_discrepancy_allows (row, (KhResolution) i) ? 1u << i : 0;

  return allowed;
}

/* Where one side has nothing to say of the row but that it is there. */
static char *
dup_side (KhRow *row,
          char  *text)
{
  if (row == NULL || (text != NULL && *text != '\0'))
    return text;
  g_free (text);

  /* Translators: a contact, a zone or the like that has nothing but a name. */
  return g_strdup (_("Is there"));
}

static GtkWidget *
make_line (const Table      *self,
           KhRowDiscrepancy *row)
{
  g_autofree char *name = kh_row_discrepancy_dup_title (row);
  g_autofree char *ours = dup_side (kh_row_discrepancy_get_ours (row), kh_row_discrepancy_dup_ours_text (row));
  g_autofree char *theirs = dup_side (kh_row_discrepancy_get_theirs (row), kh_row_discrepancy_dup_theirs_text (row));
  g_autofree char *agreed = kh_row_discrepancy_dup_agreed_text (row);
  const KhDiscrepancyLine line = {
    .object = G_OBJECT (row),
    .name = name,
    .ours = ours,
    .theirs = theirs,
    .agreed = agreed,
    .agreed_known = kh_row_discrepancy_is_agreed_known (row),
    .reason = kh_row_discrepancy_get_reason (row),
    .difference = kh_row_discrepancy_get_difference (row),
    .allowed = list_allowed (row),
    .write_label = get_write_label (row),
    .take_label = get_take_label (row),
    .conflict = kh_row_discrepancy_is_conflict (row),
  };

  return kh_discrepancy_rows_new_line (self->columns, &line);
}

/* All of a group at once */

static const KhResolution all_choices[] = { KH_RESOLUTION_OURS, KH_RESOLUTION_THEIRS, KH_RESOLUTION_LEAVE };

static gboolean
any_allows (GPtrArray    *rows,
            KhResolution  resolution)
{
  for (guint i = 0; i < rows->len; i++)
    {
      if (kh_row_discrepancy_allows (g_ptr_array_index (rows, i), resolution))
        return TRUE;
    }

  return FALSE;
}

static KhResolution
get_all_choice (GPtrArray *rows,
                guint      position)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_choices); i++)
    {
      if (any_allows (rows, all_choices[i]) && --position == 0)
        return all_choices[i];
    }

  return KH_RESOLUTION_LEAVE;
}

static void
on_all_selected_cb (GtkDropDown *drop_down,
                    GParamSpec  *pspec G_GNUC_UNUSED,
                    gpointer     data)
{
  GPtrArray *rows = data;
  const guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return;
  for (guint i = 0; i < rows->len; i++)
    kh_row_discrepancy_set_resolution (g_ptr_array_index (rows, i), get_all_choice (rows, selected));
}

/* The place of what is chosen for each of them, or of the invitation where that is not the same. */
static guint
find_all_position (GPtrArray *rows)
{
  const KhResolution first = kh_row_discrepancy_get_resolution (g_ptr_array_index (rows, 0));
  guint position = 0;

  for (guint i = 1; i < rows->len; i++)
    {
      if (kh_row_discrepancy_get_resolution (g_ptr_array_index (rows, i)) != first)
        return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (all_choices); i++)
    {
      position += any_allows (rows, all_choices[i]) ? 1 : 0;
      if (all_choices[i] == first)
        return position;
    }

  return 0;
}

static void
on_any_resolution_cb (GtkDropDown *drop_down)
{
  gtk_drop_down_set_selected (drop_down, find_all_position (g_object_get_data (G_OBJECT (drop_down), "kh-rows")));
}

static GtkWidget *
make_all (GPtrArray  *rows,
          KhTableId   table,
          const char *title)
{
  GtkStringList *choices = gtk_string_list_new (NULL);
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (choices), NULL);
  KhRowDiscrepancy *first = g_ptr_array_index (rows, 0);
  /* Translators: a table, such as Contacts, and a group of rows, such as 2 only in Keyholder. */
  g_autofree char *name = g_strdup_printf (_("For all: %s, %s"), kh_table_get_label (table), title);

  gtk_string_list_append (choices, _("For all of these…"));
  if (any_allows (rows, KH_RESOLUTION_OURS))
    gtk_string_list_append (choices, get_write_label (first));
  if (any_allows (rows, KH_RESOLUTION_THEIRS))
    gtk_string_list_append (choices, get_take_label (first));
  gtk_string_list_append (choices, _("Leave both"));
  g_object_set_data_full (G_OBJECT (drop_down), "kh-rows", g_ptr_array_ref (rows), (GDestroyNotify) g_ptr_array_unref);
  on_any_resolution_cb (GTK_DROP_DOWN (drop_down));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (on_all_selected_cb), rows);
  for (guint i = 0; i < rows->len; i++)
    g_signal_connect_object (g_ptr_array_index (rows, i), "notify::resolution", G_CALLBACK (on_any_resolution_cb),
                             drop_down, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  kh_accessible_name_drop_down (GTK_DROP_DOWN (drop_down), name);

  return drop_down;
}

static gboolean
may_choose_for_all (GPtrArray *rows)
{
  return rows->len > 1 && (any_allows (rows, KH_RESOLUTION_OURS) || any_allows (rows, KH_RESOLUTION_THEIRS));
}

/* Groups */

static void
add_lines (const Table *self,
           GtkBox      *box,
           Group        group)
{
  for (guint i = 0; i < self->groups[group]->len; i++)
    gtk_box_append (box, make_line (self, g_ptr_array_index (self->groups[group], i)));
}

static void
add_group (const Table *self,
           GtkBox      *box,
           Group        group)
{
  GPtrArray *rows = self->groups[group];
  g_autofree char *title = dup_group_title (self, group);

  gtk_box_append (box, kh_discrepancy_rows_new_action_row (self->columns, title,
                                                           may_choose_for_all (rows) ? make_all (rows, self->table, title)
                                                                                     : NULL));
  add_lines (self, box, group);
}

static Table *
table_copy (const Table *from)
{
  Table *self = g_new0 (Table, 1);

  *self = *from;
  self->columns = kh_discrepancy_columns_ref (from->columns);
  for (guint i = 0; i < N_GROUPS; i++)
    self->groups[i] = g_ptr_array_ref (from->groups[i]);

  return self;
}

static void
table_clear (Table *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    g_clear_pointer (&self->groups[i], g_ptr_array_unref);
}

static void
table_free (gpointer data)
{
  Table *self = data;

  table_clear (self);
  kh_discrepancy_columns_unref (self->columns);
  g_free (self);
}

/* Two thousand rows are made when somebody wants to see them. */
typedef struct {
  Table *table;
  GArray *groups; /* Group */
  char *note;     /* why none of them is sent; nullable */
} Folded;

static void
folded_free (gpointer data)
{
  Folded *folded = data;

  table_free (folded->table);
  g_array_unref (folded->groups);
  g_free (folded->note);
  g_free (folded);
}

static GtkWidget *
make_note (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
on_expanded_cb (GtkExpander *expander,
                GParamSpec  *pspec G_GNUC_UNUSED,
                gpointer     data)
{
  const Folded *folded = data;
  GtkWidget *box;

  if (!gtk_expander_get_expanded (expander) || gtk_expander_get_child (expander) != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  if (folded->note != NULL)
    gtk_box_append (GTK_BOX (box), make_note (folded->note, "reason"));
  for (guint i = 0; i < folded->groups->len; i++)
    {
      if (folded->note != NULL || may_choose_for_all (folded->table->groups[g_array_index (folded->groups, Group, i)]))
        add_group (folded->table, GTK_BOX (box), g_array_index (folded->groups, Group, i));
      else
        add_lines (folded->table, GTK_BOX (box), g_array_index (folded->groups, Group, i));
    }
  gtk_expander_set_child (expander, box);
}

/* @groups: (transfer full): what is folded away together; @note: (transfer full) (nullable) */
static void
add_folded (const Table *self,
            GtkBox      *box,
            const char  *title,
            GArray      *groups,
            char        *note)
{
  GtkWidget *expander = gtk_expander_new (title);
  Folded *folded = g_new0 (Folded, 1);

  folded->table = table_copy (self);
  folded->groups = groups;
  folded->note = note;
  g_object_set_data_full (G_OBJECT (expander), "kh-folded", folded, folded_free);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (on_expanded_cb), folded);
  gtk_widget_add_css_class (expander, "folded");
  gtk_box_append (box, expander);
}

static void
add_folded_group (const Table *self,
                  GtkBox      *box,
                  Group        group)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_autofree char *title = dup_group_title (self, group);

  g_array_append_val (groups, group);
  add_folded (self, box, title, groups, NULL);
}

/* A table whose rows are sent: what differs stands in front. */
static void
add_followed (const Table *self,
              GtkBox      *box)
{
  gtk_box_append (box, make_note (kh_table_get_label (self->table), "table-heading"));
  for (Group group = GROUP_BOTH; group < N_GROUPS; group++)
    {
      if (self->groups[group]->len == 0)
        continue;
      if (group <= GROUP_ONLY_THERE && self->groups[group]->len <= MOST_SHOWN)
        add_group (self, box, group);
      else
        add_folded_group (self, box, group);
    }
}

/* "Zones: 1 differs, 2 only at Dynamark" */
static char *
dup_table_title (const Table *self)
{
  g_autoptr (GString) counts = g_string_new (NULL);

  for (Group group = GROUP_BOTH; group < N_GROUPS; group++)
    {
      g_autofree char *title = self->groups[group]->len > 0 ? dup_group_title (self, group) : NULL;

      if (title != NULL)
        g_string_append_printf (counts, "%s%s", counts->len > 0 ? ", " : "", title);
    }

  /* Translators: a table, such as Zones, and counts of what is in it. */
  return g_strdup_printf (_("%s, not sent: %s"), kh_table_get_label (self->table), counts->str);
}

/* Why ours do not go there, and what to do. */
static char *
dup_why_not_sent (const Table *self)
{
  if (kh_row_push_is_followed (kh_push_terms_most, self->table))
    /* Translators: a monitoring company, the setting's name, the company again. */
    return g_strdup_printf (_("Zones are not sent to %s, as its “%s” is off in Preferences. Tell %s of changes."),
                            self->company, _("Send Zones"), self->company);

  /* Translators: a monitoring company, twice. */
  return g_strdup_printf (_("%s keeps the systems and areas of an account by what its panel sends, and takes none for an account that is there. Tell %s of changes."),
                          self->company, self->company);
}

/* A table that stays at either side: it is all folded away, and why is said within. */
static void
add_not_followed (const Table *self,
                  GtkBox      *box)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_autofree char *title = dup_table_title (self);

  for (Group group = GROUP_BOTH; group < N_GROUPS; group++)
    {
      if (self->groups[group]->len > 0)
        g_array_append_val (groups, group);
    }
  add_folded (self, box, title, groups, dup_why_not_sent (self));
}

static gboolean
table_init (Table                *self,
            KhDiscrepancyColumns *columns,
            KhRowComparison      *rows,
            KhTableId             table,
            const char           *company)
{
  g_autoptr (GPtrArray) list = kh_row_comparison_list (rows, table);

  *self = (Table) { .columns = columns, .table = table, .company = company };
  for (guint i = 0; i < N_GROUPS; i++)
    self->groups[i] = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < list->len; i++)
    {
      KhRowDiscrepancy *row = g_ptr_array_index (list, i);

      g_ptr_array_add (self->groups[find_group (row)], g_object_ref (row));
    }

  return list->len > 0;
}

void
kh_discrepancy_tables_add (GtkBox               *content,
                           KhDiscrepancyColumns *columns,
                           KhRowComparison      *rows,
                           const char           *company)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      Table table;

      if (table_init (&table, columns, rows, (KhTableId) i, company))
        {
          if (kh_row_comparison_is_followed (rows, (KhTableId) i))
            add_followed (&table, content);
          else
            add_not_followed (&table, content);
        }
      table_clear (&table);
    }
}
