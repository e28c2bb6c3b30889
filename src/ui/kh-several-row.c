/* kh-several-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-several-row.h"

#include "kh-accessible.h"
#include "kh-guard.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Many times what any of the cells may hold. */
#define LONGEST_CELL 1000

/* In the average letter. */
static const struct {
  const char *title;
  guint chars;
} columns[KH_N_DUPLICATE_COLUMNS] = {
  { N_("First Name"), 14 },
  { N_("Last Name"), 14 },
  { N_("Address 1"), 20 },
  { N_("Unit"), 8 },
};

#define NUMBER_CHARS  4
#define PROBLEM_CHARS 24

struct _KhSeveralRow
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants; the entries are there while the row is edited, each over its text */
  GtkWidget *number;
  GtkWidget *texts[KH_N_DUPLICATE_COLUMNS];
  GtkWidget *entries[KH_N_DUPLICATE_COLUMNS];
  GtkWidget *problem;

  /* Owned */
  KhSeveralLine *line;

  /* State */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (KhSeveralRow, kh_several_row, GTK_TYPE_WIDGET)

enum {
  EDITED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_edited (KhSeveralRow *self)
{
  return self->entries[0] != NULL;
}

/* What is shown */

static void
set_text (GtkWidget  *inscription,
          const char *text)
{
  g_autofree char *visible = kh_value_dup_visible (text);

  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), visible);
}

static void
update_cell (KhSeveralRow          *self,
             const KhDuplicateLine *line,
             guint                  column)
{
  const char *fallback = kh_several_line_get_fallback (self->line, column);
  gboolean falls_back = line->values[column] == NULL && fallback != NULL && *line->cells[column] == '\0';
  const char *cell = falls_back ? fallback : line->cells[column];

  if (falls_back)
    gtk_widget_add_css_class (self->texts[column], "dim");
  else
    gtk_widget_remove_css_class (self->texts[column], "dim");
  set_text (self->texts[column], cell);
  gtk_widget_set_tooltip_text (self->texts[column],
                               g_utf8_strlen (cell, -1) > (glong) columns[column].chars ? cell : NULL);
  if (line->problem != NULL && line->column == column)
    gtk_widget_add_css_class (self->texts[column], "wrong");
  else
    gtk_widget_remove_css_class (self->texts[column], "wrong");
}

static void
update_problem (KhSeveralRow          *self,
                const KhDuplicateLine *line)
{
  const char *text = line->problem != NULL ? line->problem : kh_several_line_get_note (self->line);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->problem), text == NULL ? "" : text);
  gtk_widget_set_tooltip_text (self->problem, text);
  gtk_widget_remove_css_class (self->problem, line->problem != NULL ? "reason" : "error-text");
  gtk_widget_add_css_class (self->problem, line->problem != NULL ? "error-text" : "reason");
}

static void
update_name (KhSeveralRow          *self,
             const KhDuplicateLine *line)
{
  const char *text = line->problem != NULL ? line->problem : kh_several_line_get_note (self->line);
  g_autofree char *cells = g_strjoinv (", ", (char *[]) { line->cells[0], line->cells[1], line->cells[2],
                                                          line->cells[3], NULL });
  g_autofree char *visible = kh_value_dup_visible (cells);
  g_autofree char *name = NULL;

  /* Translators: for a screen reader: a line's number, what stands in it, and what is wrong with it. */
  name = g_strdup_printf (_("Line %u: %s. %s"), line->number, visible, text == NULL ? "" : text);
  kh_accessible_name_list_row (GTK_WIDGET (self), name);
}

static void
update (KhSeveralRow *self)
{
  const KhDuplicateLine *line = self->line == NULL ? NULL : kh_several_line_get (self->line);
  g_autofree char *number = NULL;

  if (line == NULL)
    return;
  number = g_strdup_printf ("%u", line->number);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->number), number);
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    update_cell (self, line, i);
  update_problem (self, line);
  update_name (self, line);
}

/* Editing */

/* In place of @old, which is to stay alive. */
static void
put_in_place (KhSeveralRow *self,
              GtkWidget    *old,
              GtkWidget    *new)
{
  GtkWidget *before = gtk_widget_get_prev_sibling (old);

  gtk_widget_unparent (old);
  gtk_widget_insert_after (new, GTK_WIDGET (self), before);
}

/* The text stays below its entry, so that no column moves. */
static void
lay_over (KhSeveralRow *self,
          guint         column,
          GtkWidget    *entry)
{
  g_autoptr (GtkWidget) text = g_object_ref (self->texts[column]);
  GtkWidget *overlay = gtk_overlay_new ();

  put_in_place (self, text, overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), text);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), entry);
  gtk_widget_set_opacity (text, 0);
}

static void
take_off (KhSeveralRow *self,
          guint         column)
{
  g_autoptr (GtkWidget) text = g_object_ref (self->texts[column]);
  g_autoptr (GtkWidget) overlay = g_object_ref (gtk_widget_get_parent (text));

  gtk_overlay_set_child (GTK_OVERLAY (overlay), NULL);
  put_in_place (self, overlay, text);
  gtk_widget_set_opacity (text, 1);
}

static void
remove_entries (KhSeveralRow *self)
{
  /* The one with the focus tells that it leaves, which is no news. */
  memset (self->entries, 0, sizeof self->entries);
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    take_off (self, i);
}

static void
end_edit (KhSeveralRow *self,
          gboolean      take)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  gboolean inside = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  if (!is_edited (self))
    return;
  if (take)
    g_signal_emit (self, signals[EDITED], 0);
  remove_entries (self);
  /* The list's row, which is what is focused while nothing in it can be. */
  if (inside)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
}

static guint
find_focused (KhSeveralRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, self->entries[i]))
      return i;

  return 0;
}

static void
leave (KhSeveralRow *self,
       int           rows,
       guint         column)
{
  end_edit (self, TRUE);
  g_signal_emit (self, signals[LEFT], 0, rows, column);
}

static void
move (KhSeveralRow *self,
      int           columns_on)
{
  int column = (int) find_focused (self) + columns_on;

  if (column < 0)
    leave (self, -1, KH_N_DUPLICATE_COLUMNS - 1);
  else if (column >= KH_N_DUPLICATE_COLUMNS)
    leave (self, 1, 0);
  else
    gtk_widget_grab_focus (self->entries[column]);
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                   guint                  keyval,
                   guint                  keycode G_GNUC_UNUSED,
                   GdkModifierType        state,
                   KhSeveralRow          *self)
{
  if (!is_edited (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      move (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_ISO_Left_Tab:
      move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      leave (self, -1, find_focused (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      leave (self, 1, find_focused (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      end_edit (self, TRUE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      end_edit (self, FALSE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_focus_leave_cb (KhSeveralRow *self)
{
  end_edit (self, TRUE);
}

static void
on_refused_cb (const char *message,
               gpointer    user_data)
{
  KhSeveralRow *self = user_data;

  gtk_inscription_set_text (GTK_INSCRIPTION (self->problem), message);
}

static GtkWidget *
make_entry (KhSeveralRow *self,
            guint         column,
            const char   *text)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), kh_several_line_get_fallback (self->line, column));
  kh_guard_editable (GTK_EDITABLE (entry), LONGEST_CELL, on_refused_cb, self);
  kh_accessible_name_widget (entry, _(columns[column].title));
  if (gtk_widget_has_css_class (self->texts[column], "wrong"))
    gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);

  return entry;
}

/* Columns */

static GtkWidget *
make_text (guint chars,
           guint lines)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* All rows shrink alike. */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), chars * 2 / 3);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), chars);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (text), lines);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), lines);
  gtk_inscription_set_wrap_mode (GTK_INSCRIPTION (text), PANGO_WRAP_WORD_CHAR);

  return text;
}

static void
kh_several_row_dispose (GObject *object)
{
  KhSeveralRow *self = KH_SEVERAL_ROW (object);
  GtkWidget *child;

  kh_several_row_set_line (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_several_row_parent_class)->dispose (object);
}

static void
kh_several_row_class_init (KhSeveralRowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_several_row_dispose;

  signals[EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_INT, G_TYPE_UINT);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
kh_several_row_init (KhSeveralRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)), 12);
  self->number = make_text (NUMBER_CHARS, 1);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->number), NUMBER_CHARS);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->number), 1);
  gtk_widget_add_css_class (self->number, "dim");
  gtk_widget_set_parent (self->number, widget);
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    {
      self->texts[i] = make_text (columns[i].chars, 1);
      gtk_widget_add_css_class (self->texts[i], "several-cell");
      gtk_widget_set_parent (self->texts[i], widget);
    }
  self->problem = make_text (PROBLEM_CHARS, 2);
  gtk_widget_set_hexpand (self->problem, TRUE);
  gtk_widget_set_parent (self->problem, widget);
  gtk_widget_add_css_class (widget, "several-row");
}

static void
add_controllers (KhSeveralRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
kh_several_row_new (void)
{
  KhSeveralRow *self = g_object_new (KH_TYPE_SEVERAL_ROW, NULL);

  add_controllers (self);

  return GTK_WIDGET (self);
}

GtkWidget *
kh_several_row_new_heading (void)
{
  KhSeveralRow *self = g_object_new (KH_TYPE_SEVERAL_ROW, NULL);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->number), _("Line"));
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (self->texts[i]), _(columns[i].title));
      gtk_widget_add_css_class (self->texts[i], "dim");
    }
  gtk_inscription_set_text (GTK_INSCRIPTION (self->problem), _("What to Check"));
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (self->problem), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (self->problem), 1);
  /* In the rows' letters, so that the columns are the same. */
  gtk_widget_add_css_class (self->problem, "reason");
  gtk_widget_add_css_class (GTK_WIDGET (self), "several-heading");

  return GTK_WIDGET (self);
}

KhSeveralLine *
kh_several_row_get_line (KhSeveralRow *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_ROW (self), NULL);

  return self->line;
}

void
kh_several_row_set_line (KhSeveralRow  *self,
                         KhSeveralLine *line)
{
  g_return_if_fail (KH_IS_SEVERAL_ROW (self));

  if (self->line == line)
    return;
  /* It is another line's row from here on. */
  if (is_edited (self))
    end_edit (self, TRUE);
  if (self->line != NULL)
    g_clear_signal_handler (&self->changed_id, self->line);
  g_set_object (&self->line, line);
  if (line != NULL)
    self->changed_id = g_signal_connect_object (line, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
kh_several_row_edit (KhSeveralRow *self,
                     guint         column)
{
  const KhDuplicateLine *line;

  g_return_if_fail (KH_IS_SEVERAL_ROW (self));
  g_return_if_fail (self->line != NULL);
  g_return_if_fail (column < KH_N_DUPLICATE_COLUMNS);

  line = kh_several_line_get (self->line);
  if (!is_edited (self))
    for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
      {
        self->entries[i] = make_entry (self, i, line->cells[i]);
        lay_over (self, i, self->entries[i]);
      }
  gtk_widget_grab_focus (self->entries[column]);
}

void
kh_several_row_end_edit (KhSeveralRow *self)
{
  g_return_if_fail (KH_IS_SEVERAL_ROW (self));

  end_edit (self, TRUE);
}

char **
kh_several_row_dup_cells (KhSeveralRow *self)
{
  char **cells = NULL;

  g_return_val_if_fail (KH_IS_SEVERAL_ROW (self), NULL);
  g_return_val_if_fail (is_edited (self), NULL);

  cells = g_new0 (char *, KH_N_DUPLICATE_COLUMNS + 1);
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    cells[i] = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entries[i])));

  return cells;
}
