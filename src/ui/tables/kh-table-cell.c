/* kh-table-cell.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-cell.h"

#include "kh-accessible.h"
#include "kh-code-entry.h"
#include "kh-entry-list.h"
#include "kh-guard.h"

#include <glib/gi18n-lib.h>

/* The most characters of a type whose row of the registry does not count characters. */
#define SHORT_TEXT 256

/* The average letter and a drop-down's arrow with what is around it, in pixels. */
#define LETTER 7
#define ARROW 34

/* In place of a sealed value. */
#define DOTS "•••••"

struct _KhTableCell
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *caption;
  GtkWidget *child;
  GtkWidget *field;
  GtkWidget *remove; /* where something sealed may be kept */

  /* State */
  KhTableId table;
  guint column;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KhTableCell, kh_table_cell, GTK_TYPE_WIDGET)

enum {
  SIGNAL_EDITED,
  SIGNAL_EMPTIED,
  SIGNAL_LEFT,
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const KhDatapoint *
get_described (KhTableCell *self)
{
  return kh_table_get_column (self->table, self->column);
}

static void
on_edited_cb (KhTableCell *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_refused_cb (const char *message,
               gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_REFUSED], 0, message);
}

/* Four times what is allowed may stand there, to be shortened by hand. */
static guint
get_longest (KhTableCell *self)
{
  const KhDatapoint *described = get_described (self);

  if (described->type == KH_VALUE_TEXT || described->type == KH_VALUE_EMAIL || described->type == KH_VALUE_SECRET)
    return (guint) CLAMP (described->max, 1, SHORT_TEXT);

  return SHORT_TEXT;
}

static void
on_left_cb (KhTableCell *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
on_notice_cb (KhTableCell *self,
              const char  *message)
{
  on_refused_cb (message, self);
}

/* What a monitoring company keeps a list of is typed, or chosen from that. */
static void
make_entry (KhTableCell  *self,
            KhCodeSource *codes)
{
  const KhCodeList *list = get_described (self)->codes;

  if (codes == NULL || list == NULL)
    {
      self->field = gtk_entry_new ();
      self->child = self->field;
      return;
    }
  self->child = kh_code_entry_new (list, codes);
  self->field = kh_code_entry_get_entry (KH_CODE_ENTRY (self->child));
  g_signal_connect_object (self->child, "left", G_CALLBACK (on_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "notice", G_CALLBACK (on_notice_cb), self, G_CONNECT_SWAPPED);
}

static void
build_entry (KhTableCell  *self,
             guint         chars,
             KhCodeSource *codes)
{
  make_entry (self, codes);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->field), (int) chars * 2 / 3);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->field), (int) chars);
  gtk_entry_set_input_hints (GTK_ENTRY (self->field), GTK_INPUT_HINT_NO_EMOJI);
  if (get_described (self)->type == KH_VALUE_DATE)
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->field), _("MM/DD/YYYY"));
  kh_guard_editable (GTK_EDITABLE (self->field), get_longest (self), on_refused_cb, self);
  g_signal_connect_object (self->field, "changed", G_CALLBACK (on_edited_cb), self, G_CONNECT_SWAPPED);
}

static void
build_list (KhTableCell *self,
            guint        chars)
{
  KhEntryList *list = KH_ENTRY_LIST (kh_entry_list_new ());

  self->child = GTK_WIDGET (list);
  self->field = GTK_WIDGET (kh_entry_list_get_drop_down (list));
  gtk_widget_set_size_request (self->child, (int) chars * LETTER + ARROW, -1);
  kh_entry_list_begin (list);
  for (const KhChoice *choice = get_described (self)->choices; choice->value != NULL; choice++)
    kh_entry_list_add (list, choice->value, _(choice->label));
  kh_entry_list_end (list);
  kh_entry_list_set_name (list, kh_table_get_column_label (self->table, self->column));
  g_signal_connect_object (list, "chosen", G_CALLBACK (on_edited_cb), self, G_CONNECT_SWAPPED);
}

static void
build_check (KhTableCell *self)
{
  self->field = gtk_check_button_new_with_label (kh_table_get_column_label (self->table, self->column));
  self->child = self->field;
  g_signal_connect_object (self->field, "toggled", G_CALLBACK (on_edited_cb), self, G_CONNECT_SWAPPED);
}

static void
on_remove_clicked_cb (KhTableCell *self)
{
  g_signal_emit (self, signals[SIGNAL_EMPTIED], 0);
}

/* In the field of one that is kept, nothing more is left to delete than what is kept. */
static gboolean
on_secret_key_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                  guint                  keyval,
                  guint                  keycode G_GNUC_UNUSED,
                  GdkModifierType        state,
                  KhTableCell           *self)
{
  const gboolean deletes = keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace;

  if (!deletes || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || !gtk_widget_get_visible (self->remove) ||
      *gtk_editable_get_text (GTK_EDITABLE (self->field)) != '\0')
    return GDK_EVENT_PROPAGATE;
  on_remove_clicked_cb (self);

  return GDK_EVENT_STOP;
}

static void
build_secret (KhTableCell *self,
              guint        chars)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  /* Translators: takes a PIN or passcode away, whose name follows; Save makes it last. */
  g_autofree char *name = g_strdup_printf (_("Remove %s"), kh_table_get_column_label (self->table, self->column));

  self->remove = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_tooltip_text (self->remove, name);
  kh_accessible_name_widget (self->remove, name);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_secret_key_cb), self, 0);
  self->field = gtk_password_entry_new ();
  gtk_widget_add_controller (self->field, keys);
  self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->child, "linked");
  gtk_box_append (GTK_BOX (self->child), self->field);
  gtk_box_append (GTK_BOX (self->child), self->remove);
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (on_remove_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->field), TRUE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->field), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->field), (int) chars);
  kh_guard_editable (GTK_EDITABLE (self->field), get_longest (self), on_refused_cb, self);
  g_signal_connect_object (self->field, "changed", G_CALLBACK (on_edited_cb), self, G_CONNECT_SWAPPED);
}

static void
build (KhTableCell  *self,
       guint         chars,
       KhCodeSource *codes)
{
  const KhDatapoint *described = get_described (self);

  if (described->type == KH_VALUE_CHOICE)
    build_list (self, chars);
  else if (described->type == KH_VALUE_BOOLEAN)
    build_check (self);
  else if (described->sealed)
    build_secret (self, chars);
  else
    build_entry (self, chars, codes);
}

static gboolean
kh_table_cell_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KH_TABLE_CELL (widget)->field);
}

static void
kh_table_cell_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_table_cell_parent_class)->dispose (object);
}

static void
kh_table_cell_class_init (KhTableCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_table_cell_dispose;
  widget_class->grab_focus = kh_table_cell_grab_focus;

  signals[SIGNAL_EDITED] = g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EMPTIED] = g_signal_new ("emptied", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
kh_table_cell_init (KhTableCell *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
kh_table_cell_new (KhTableId     table,
                   guint         column,
                   guint         chars,
                   KhCodeSource *codes)
{
  KhTableCell *self = g_object_new (KH_TYPE_TABLE_CELL, NULL);
  const char *label = kh_table_get_column_label (table, column);

  self->table = table;
  self->column = column;
  build (self, chars, codes);
  if (get_described (self)->type != KH_VALUE_BOOLEAN)
    {
      self->caption = gtk_label_new (label);
      gtk_label_set_xalign (GTK_LABEL (self->caption), 0);
      gtk_label_set_ellipsize (GTK_LABEL (self->caption), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (self->caption, "column-heading");
      gtk_widget_set_parent (self->caption, GTK_WIDGET (self));
      kh_accessible_label_for (GTK_LABEL (self->caption), self->field);
    }
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

guint
kh_table_cell_get_column (KhTableCell *self)
{
  g_return_val_if_fail (KH_IS_TABLE_CELL (self), 0);

  return self->column;
}

GtkWidget *
kh_table_cell_get_field (KhTableCell *self)
{
  g_return_val_if_fail (KH_IS_TABLE_CELL (self), NULL);

  return self->field;
}

/* As it would be typed: a choice by its label. */
char *
kh_table_cell_dup_text (KhTableCell *self)
{
  const KhDatapoint *described;
  const char *chosen;

  g_return_val_if_fail (KH_IS_TABLE_CELL (self), NULL);

  described = get_described (self);
  if (described->type == KH_VALUE_BOOLEAN)
    return kh_value_format (described, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->field)) ? "1" : "0", NULL);
  if (described->type != KH_VALUE_CHOICE)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->field)));
  chosen = kh_entry_list_get_chosen (KH_ENTRY_LIST (self->child));

  return kh_value_format (described, chosen, NULL);
}

/* What is kept is never typed into: dots say that there is something. */
static void
show_sealed (KhTableCell *self,
             KhRowDraft  *row)
{
  KhRow *kept = kh_row_draft_get_original (row);
  const gboolean removes = kh_row_draft_get_removes (row, self->column);
  const gboolean sealed = kept != NULL && kh_row_is_sealed (kept, self->column);

  if (kh_row_draft_get_secret (row, self->column) == NULL && kh_row_draft_get_error (row, self->column) == NULL &&
      *gtk_editable_get_text (GTK_EDITABLE (self->field)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->field), "");
  /* Translators: what stands in the field of a PIN that was taken away. */
  g_object_set (self->field, "placeholder-text", removes ? _("Goes on Save") : sealed ? DOTS : NULL, NULL);
  gtk_widget_set_visible (self->remove, sealed && !removes);
}

static void
show_value (KhTableCell *self,
            KhRowDraft  *row)
{
  const KhDatapoint *described = get_described (self);
  const char *value = kh_row_get (kh_row_draft_get_edited (row), self->column);

  if (described->type == KH_VALUE_CHOICE)
    kh_entry_list_set_chosen (KH_ENTRY_LIST (self->child), value);
  else if (described->type == KH_VALUE_BOOLEAN)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->field), g_strcmp0 (value, "1") == 0);
  else if (described->sealed)
    show_sealed (self, row);
  else if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->field)), kh_row_draft_get_text (row, self->column)) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->field), kh_row_draft_get_text (row, self->column));
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

void
kh_table_cell_show (KhTableCell *self,
                    KhRowDraft  *row,
                    const char  *note)
{
  const char *error;

  g_return_if_fail (KH_IS_TABLE_CELL (self));
  g_return_if_fail (KH_IS_ROW_DRAFT (row));

  self->updating = TRUE;
  show_value (self, row);
  self->updating = FALSE;
  error = kh_row_draft_get_error (row, self->column);
  set_class (self->field, "error", error != NULL);
  set_class (self->field, "noted", error == NULL && note != NULL);
  gtk_widget_set_tooltip_text (self->field, error != NULL ? error : note);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

gboolean
kh_table_cell_is_begun (KhTableCell *self)
{
  g_return_val_if_fail (KH_IS_TABLE_CELL (self), FALSE);

  return KH_IS_CODE_ENTRY (self->child) && kh_code_entry_is_begun (KH_CODE_ENTRY (self->child));
}

gboolean
kh_table_cell_press (KhTableCell     *self,
                     guint            keyval,
                     GdkModifierType  state)
{
  g_return_val_if_fail (KH_IS_TABLE_CELL (self), GDK_EVENT_PROPAGATE);

  return KH_IS_CODE_ENTRY (self->child) ? kh_code_entry_press (KH_CODE_ENTRY (self->child), keyval, state)
                                        : GDK_EVENT_PROPAGATE;
}
