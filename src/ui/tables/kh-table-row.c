/* kh-table-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-row.h"

#include "kh-accessible.h"
#include "kh-reveal-button.h"
#include "kh-table-cell.h"
#include "kh-table-layout.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define NUMBER_CHARS 3
#define LINES 3

struct _KhTableRow
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants; the lines of cells are there while the row is edited */
  GtkWidget *head;
  GtkWidget *number;
  GPtrArray *texts;
  GtkWidget *rest;
  GtkWidget *sealed;
  KhRevealButton *reveal; /* in a table that keeps something encrypted */
  GtkWidget *problem;
  GtkWidget *note;
  GtkWidget *lines[LINES];
  GPtrArray *cells;

  /* Owned */
  KhRowDraft *draft;
  KhCodeSource *codes; /* nullable */

  /* State */
  KhTableId table;
  guint position;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (KhTableRow, kh_table_row, GTK_TYPE_WIDGET)

enum {
  SIGNAL_TYPED,
  SIGNAL_LEFT,
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gboolean
kh_table_row_is_edited (KhTableRow *self)
{
  g_return_val_if_fail (KH_IS_TABLE_ROW (self), FALSE);

  return self->cells->len > 0;
}

/* What is shown */

static void
set_line (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static char *
dup_problem (KhTableRow *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kh_table_get (self->table)->n_columns; i++)
    {
      const char *error = kh_row_draft_get_error (self->draft, i);

      if (error == NULL)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: a datapoint's name, and what is wrong with it. */
      g_string_append_printf (text, _("%s: %s"), kh_table_get_column_label (self->table, i), error);
    }

  return g_string_free (text, FALSE);
}

static KhTableCell *
find_cell (KhTableRow *self,
           guint       column)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      if (kh_table_cell_get_column (g_ptr_array_index (self->cells, i)) == column)
        return g_ptr_array_index (self->cells, i);
    }

  return NULL;
}

/* What was kept is noted where it is edited only: of a whole table of old codes nobody wants to hear. */
static gboolean
is_noted (KhTableRow *self,
          guint       column)
{
  KhRow *kept = kh_row_draft_get_original (self->draft);
  KhTableCell *cell = find_cell (self, column);

  if (kh_row_draft_get_error (self->draft, column) != NULL)
    return FALSE;
  if (cell != NULL)
    return !kh_table_cell_is_begun (cell);

  return kept == NULL ||
         g_strcmp0 (kh_row_get (kept, column), kh_row_get (kh_row_draft_get_edited (self->draft), column)) != 0;
}

static char *
dup_note (KhTableRow *self,
          guint       column)
{
  const KhCodeList *list = kh_table_get_column (self->table, column)->codes;

  return self->codes != NULL && list != NULL && is_noted (self, column)
           ? kh_code_source_dup_note (self->codes, list, kh_row_get (kh_row_draft_get_edited (self->draft), column)) : NULL;
}

static char *
dup_notes (KhTableRow *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; self->codes != NULL && i < kh_table_get (self->table)->n_columns; i++)
    {
      g_autofree char *note = dup_note (self, i);

      if (note != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", note);
    }

  return g_string_free (text, FALSE);
}

/* What stands in a row in which nothing was typed yet. */
static void
show_blank (KhTableRow *self)
{
  for (guint i = 0; i < self->texts->len; i++)
    gtk_inscription_set_text (GTK_INSCRIPTION (g_ptr_array_index (self->texts, i)), i == 0 ? _("New row") : "");
  set_line (self->rest, NULL);
}

static void
update_texts (KhTableRow *self)
{
  KhRow *row = kh_row_draft_get_edited (self->draft);
  guint n;
  const KhTableField *head = kh_table_layout_get_head (self->table, &n);
  g_autofree char *rest = kh_table_layout_dup_rest (row);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *cell = kh_table_layout_dup_cell (row, head[i].column);

      gtk_inscription_set_text (GTK_INSCRIPTION (g_ptr_array_index (self->texts, i)), cell);
      gtk_widget_set_tooltip_text (g_ptr_array_index (self->texts, i),
                                   g_utf8_strlen (cell, -1) > (glong) head[i].chars ? cell : NULL);
    }
  set_line (self->rest, kh_table_row_is_edited (self) ? NULL : rest);
}

static void
update_name (KhTableRow *self,
             const char *problem,
             const char *note)
{
  g_autofree char *title = kh_row_dup_title (kh_row_draft_get_edited (self->draft));
  g_autofree char *rest = kh_table_layout_dup_rest (kh_row_draft_get_edited (self->draft));
  g_autoptr (GString) name = g_string_new (title);

  for (guint i = 0; i < self->texts->len; i++)
    g_string_append_printf (name, ", %s", gtk_inscription_get_text (g_ptr_array_index (self->texts, i)));
  g_string_append_printf (name, ". %s %s %s", rest, problem, note);
  kh_accessible_name_list_row (GTK_WIDGET (self),
                               kh_row_draft_is_blank (self->draft) ? _("New row") : name->str);
}

static void update_sealed (KhTableRow *self);

static void
update_cells (KhTableRow *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      KhTableCell *cell = g_ptr_array_index (self->cells, i);
      g_autofree char *note = dup_note (self, kh_table_cell_get_column (cell));

      kh_table_cell_show (cell, self->draft, note);
    }
}

static void
update (KhTableRow *self)
{
  g_autofree char *problem = NULL;
  g_autofree char *note = NULL;
  g_autofree char *number = NULL;

  if (self->draft == NULL)
    return;
  problem = dup_problem (self);
  note = dup_notes (self);
  if (!kh_row_draft_is_blank (self->draft))
    number = g_strdup_printf ("%u", self->position + 1);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->number), number != NULL ? number : "");
  if (kh_row_draft_is_blank (self->draft))
    show_blank (self);
  else
    update_texts (self);
  if (kh_row_draft_is_blank (self->draft))
    gtk_widget_add_css_class (self->head, "dim");
  else
    gtk_widget_remove_css_class (self->head, "dim");
  set_line (self->problem, problem);
  set_line (self->note, note);
  update_cells (self);
  if (self->reveal != NULL)
    update_sealed (self);
  update_name (self, problem, note);
}

/* What is sealed */

static void
update_sealed (KhTableRow *self)
{
  const guint column = kh_table_layout_get_sealed (self->table);
  KhRow *kept = kh_row_draft_get_original (self->draft);
  const gboolean shown = kept != NULL && kh_row_is_sealed (kept, column) && !kh_table_row_is_edited (self);

  kh_reveal_button_set_action (self->reveal, "table-page.reveal",
                               g_variant_new ("(xu)", kept != NULL ? kh_row_get_id (kept) : 0, column));
  gtk_widget_set_visible (self->sealed, shown);
}

static void
build_sealed (KhTableRow *self)
{
  const char *name = kh_table_get_column_label (self->table, kh_table_layout_get_sealed (self->table));
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *value = gtk_label_new (NULL);
  GtkWidget *reveal = kh_reveal_button_new (name, GTK_LABEL (value));

  self->reveal = KH_REVEAL_BUTTON (reveal);
  /* A list's row that has something to focus in it never is focused itself; Ctrl+R does for it. */
  gtk_widget_set_focusable (reveal, FALSE);
  self->sealed = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  gtk_widget_add_css_class (label, "reason");
  gtk_widget_add_css_class (value, "sealed");
  gtk_box_append (GTK_BOX (self->sealed), label);
  gtk_box_append (GTK_BOX (self->sealed), value);
  gtk_box_append (GTK_BOX (self->sealed), reveal);
  gtk_widget_add_css_class (self->sealed, "table-line");
  gtk_widget_add_css_class (self->sealed, "sealed-line");
  gtk_widget_set_visible (self->sealed, FALSE);
  gtk_widget_insert_before (self->sealed, GTK_WIDGET (self), self->problem);
  kh_reveal_button_conceal (self->reveal);
}

void
kh_table_row_ask_reveal (KhTableRow *self)
{
  g_return_if_fail (KH_IS_TABLE_ROW (self));

  if (self->reveal != NULL && gtk_widget_get_mapped (self->sealed))
    g_signal_emit_by_name (self->reveal, "clicked");
}

gboolean
kh_table_row_reveal (KhTableRow *self,
                     gint64      id,
                     KhSecret   *secret,
                     guint       milliseconds)
{
  g_return_val_if_fail (KH_IS_TABLE_ROW (self), FALSE);

  if (self->draft == NULL || kh_table_row_is_edited (self) || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      kh_row_get_id (kh_row_draft_get_edited (self->draft)) != id)
    return FALSE;
  kh_reveal_button_show (self->reveal, secret, milliseconds);

  return TRUE;
}

/* Editing */

static guint
find_focused (KhTableRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  for (guint i = 0; i < self->cells->len; i++)
    {
      if (focus != NULL && gtk_widget_is_ancestor (focus, g_ptr_array_index (self->cells, i)))
        return i;
    }

  return 0;
}

guint
kh_table_row_get_column (KhTableRow *self)
{
  g_return_val_if_fail (KH_IS_TABLE_ROW (self), 0);

  return self->cells->len > 0 ? kh_table_cell_get_column (g_ptr_array_index (self->cells, find_focused (self))) : 0;
}

static void
on_cell_edited_cb (KhTableRow  *self,
                   KhTableCell *cell)
{
  g_autofree char *text = kh_table_cell_dup_text (cell);

  g_signal_emit (self, signals[SIGNAL_TYPED], 0, kh_table_cell_get_column (cell), text);
}

static void
on_cell_refused_cb (KhTableRow *self,
                    const char *message)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, message);
}

static void
on_cell_emptied_cb (KhTableRow  *self,
                    KhTableCell *cell)
{
  kh_row_draft_remove_secret (self->draft, kh_table_cell_get_column (cell));
  gtk_widget_grab_focus (GTK_WIDGET (cell));
}

/* What may not be seen may not be typed over either. */
static void
add_cells (KhTableRow *self)
{
  guint n;
  const KhTableField *fields = kh_table_layout_get_fields (self->table, &n);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *cell;

      if (kh_row_is_hidden (kh_row_draft_get_edited (self->draft), fields[i].column))
        continue;
      cell = kh_table_cell_new (self->table, fields[i].column, fields[i].chars, self->codes);
      g_signal_connect_object (cell, "edited", G_CALLBACK (on_cell_edited_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (cell, "emptied", G_CALLBACK (on_cell_emptied_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (cell, "left", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (cell, "refused", G_CALLBACK (on_cell_refused_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->lines[fields[i].line]), cell);
      gtk_widget_set_visible (self->lines[fields[i].line], TRUE);
      g_ptr_array_add (self->cells, cell);
    }
}

void
kh_table_row_edit (KhTableRow *self,
                   guint       column)
{
  KhTableCell *cell;

  g_return_if_fail (KH_IS_TABLE_ROW (self));
  g_return_if_fail (self->draft != NULL);

  if (!kh_table_row_is_edited (self))
    {
      add_cells (self);
      gtk_widget_set_visible (self->head, FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self), "edited");
      update (self);
    }
  cell = find_cell (self, column);
  if (cell != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (cell));
}

void
kh_table_row_end_edit (KhTableRow *self)
{
  g_autoptr (GPtrArray) cells = NULL;
  GtkRoot *root;
  GtkWidget *focus;
  gboolean inside;

  g_return_if_fail (KH_IS_TABLE_ROW (self));

  if (!kh_table_row_is_edited (self))
    return;
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root == NULL ? NULL : gtk_root_get_focus (root);
  inside = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  /* The list's row, which is what is focused while nothing in it can be. */
  if (inside && gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
  /* None is asked for any more while one after the other goes. */
  cells = g_steal_pointer (&self->cells);
  self->cells = g_ptr_array_new ();
  for (guint i = 0; i < cells->len; i++)
    {
      GtkWidget *cell = g_ptr_array_index (cells, i);

      gtk_box_remove (GTK_BOX (gtk_widget_get_parent (cell)), cell);
    }
  for (guint i = 0; i < LINES; i++)
    gtk_widget_set_visible (self->lines[i], FALSE);
  gtk_widget_set_visible (self->head, TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "edited");
  update (self);
}

static void
leave (KhTableRow *self,
       int         rows,
       guint       column)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, rows, column);
}

static guint
get_end_column (KhTableRow *self,
                gboolean    last)
{
  return kh_table_cell_get_column (g_ptr_array_index (self->cells, last ? self->cells->len - 1 : 0));
}

static gboolean
move (KhTableRow *self,
      int         by)
{
  gint64 next = (gint64) find_focused (self) + by;

  if (next < 0)
    leave (self, -1, get_end_column (self, TRUE));
  else if (next >= self->cells->len)
    leave (self, 1, get_end_column (self, FALSE));
  else
    gtk_widget_grab_focus (g_ptr_array_index (self->cells, (guint) next));

  return GDK_EVENT_STOP;
}

/* Drop-downs and check buttons have their own use of these keys. */
static gboolean
is_text_focused (KhTableRow *self)
{
  GtkWidget *field = kh_table_cell_get_field (g_ptr_array_index (self->cells, find_focused (self)));

  return GTK_IS_EDITABLE (field);
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                   guint                  keyval,
                   guint                  keycode G_GNUC_UNUSED,
                   GdkModifierType        state,
                   KhTableRow            *self)
{
  if (!kh_table_row_is_edited (self))
    return GDK_EVENT_PROPAGATE;
  if (kh_table_cell_press (g_ptr_array_index (self->cells, find_focused (self)), keyval, state))
    return GDK_EVENT_STOP;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return move (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1);
    case GDK_KEY_ISO_Left_Tab:
      return move (self, -1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (!is_text_focused (self))
        return GDK_EVENT_PROPAGATE;
      leave (self, keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up ? -1 : 1, kh_table_row_get_column (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (!is_text_focused (self))
        return GDK_EVENT_PROPAGATE;
      kh_table_row_end_edit (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      kh_table_row_end_edit (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static GtkWidget *
make_text (guint chars)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* All rows shrink alike. */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), chars * 2 / 3);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), chars);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (text), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), 1);

  return text;
}

static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "table-line");
  gtk_widget_set_visible (label, FALSE);

  return label;
}

static void
kh_table_row_dispose (GObject *object)
{
  KhTableRow *self = KH_TABLE_ROW (object);
  GtkWidget *child;

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
  g_clear_object (&self->codes);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_table_row_parent_class)->dispose (object);
}

static void
kh_table_row_finalize (GObject *object)
{
  KhTableRow *self = KH_TABLE_ROW (object);

  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->cells);

  G_OBJECT_CLASS (kh_table_row_parent_class)->finalize (object);
}

static void
kh_table_row_class_init (KhTableRowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_table_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_table_row_finalize;

  signals[SIGNAL_TYPED] = g_signal_new ("typed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                        G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_INT, G_TYPE_UINT);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
kh_table_row_init (KhTableRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (widget)), GTK_ORIENTATION_VERTICAL);
  self->texts = g_ptr_array_new ();
  self->cells = g_ptr_array_new ();
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_valign (self->head, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (self->head, TRUE);
  gtk_widget_set_parent (self->head, widget);
  for (guint i = 0; i < LINES; i++)
    {
      self->lines[i] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      gtk_widget_set_visible (self->lines[i], FALSE);
      gtk_widget_set_parent (self->lines[i], widget);
    }
  self->rest = make_line ("reason");
  gtk_widget_set_parent (self->rest, widget);
  self->problem = make_line ("error-text");
  gtk_widget_set_parent (self->problem, widget);
  self->note = make_line ("unwise-text");
  gtk_widget_set_parent (self->note, widget);
  gtk_widget_add_css_class (widget, "table-row");
}

static KhTableRow *
make (KhTableId table)
{
  KhTableRow *self = g_object_new (KH_TYPE_TABLE_ROW, NULL);
  guint n;
  const KhTableField *head = kh_table_layout_get_head (table, &n);

  self->table = table;
  self->number = make_text (NUMBER_CHARS);
  gtk_widget_add_css_class (self->number, "dim");
  gtk_widget_set_visible (self->number, kh_table_get (table)->ranked);
  gtk_box_append (GTK_BOX (self->head), self->number);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *text = make_text (head[i].chars);

      gtk_widget_set_hexpand (text, i + 1 == n);
      gtk_box_append (GTK_BOX (self->head), text);
      g_ptr_array_add (self->texts, text);
    }

  return self;
}

GtkWidget *
kh_table_row_new (KhTableId     table,
                  KhCodeSource *codes)
{
  KhTableRow *self = make (table);
  GtkEventController *keys = gtk_event_controller_key_new ();

  if (codes != NULL)
    {
      self->codes = g_object_ref (codes);
      g_signal_connect_object (codes, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  if (kh_table_layout_get_sealed (table) != KH_COLUMN_NONE)
    build_sealed (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  return GTK_WIDGET (self);
}

GtkWidget *
kh_table_row_new_head (KhTableId table)
{
  KhTableRow *self = make (table);
  guint n;
  const KhTableField *head = kh_table_layout_get_head (table, &n);

  /* Translators: the heading of the numbers in which contacts are called. */
  gtk_inscription_set_text (GTK_INSCRIPTION (self->number), _("No."));
  for (guint i = 0; i < n; i++)
    gtk_inscription_set_text (GTK_INSCRIPTION (g_ptr_array_index (self->texts, i)),
                              kh_table_get_column_label (table, head[i].column));
  gtk_widget_add_css_class (GTK_WIDGET (self), "table-head");

  return GTK_WIDGET (self);
}

KhRowDraft *
kh_table_row_get_draft (KhTableRow *self)
{
  g_return_val_if_fail (KH_IS_TABLE_ROW (self), NULL);

  return self->draft;
}

void
kh_table_row_set_draft (KhTableRow *self,
                        KhRowDraft *draft,
                        guint       position)
{
  g_return_if_fail (KH_IS_TABLE_ROW (self));

  self->position = position;
  if (self->draft != draft)
    {
      kh_table_row_end_edit (self);
      /* Another row takes this one's place as the list scrolls. */
      if (self->reveal != NULL)
        kh_reveal_button_conceal (self->reveal);
      if (self->draft != NULL)
        g_clear_signal_handler (&self->changed_id, self->draft);
      g_set_object (&self->draft, draft);
      if (draft != NULL)
        self->changed_id = g_signal_connect_object (draft, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}
