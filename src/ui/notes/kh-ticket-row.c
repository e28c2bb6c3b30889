/* kh-ticket-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-ticket-row.h"

#include "kh-accessible.h"
#include "kh-note-row.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

enum {
  DUE,
  PRIORITY,
  CUSTOMER,
  TEXT,
  ASSIGNEE,
  N_TEXTS
};

/* In the average letter. */
static const struct {
  const char *title;
  guint chars;
} columns[N_TEXTS] = {
  { N_("Due"), 10 },
  { N_("Priority"), 9 },
  { N_("Customer"), 20 },
  { N_("Ticket"), 34 },
  { N_("Assigned To"), 16 },
};

struct _KhTicketRow
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *texts[N_TEXTS];
};

G_DEFINE_FINAL_TYPE (KhTicketRow, kh_ticket_row, GTK_TYPE_WIDGET)

/* Takes @text, which may be NULL. */
static void
set_text (KhTicketRow *self,
          guint        column,
          char        *text)
{
  g_autofree char *visible = text != NULL ? kh_value_dup_visible (text) : g_strdup ("");

  gtk_inscription_set_text (GTK_INSCRIPTION (self->texts[column]), visible);
  gtk_widget_set_tooltip_text (self->texts[column],
                               g_utf8_strlen (visible, -1) > (glong) columns[column].chars ? visible : NULL);
  g_free (text);
}

static void
update_name (KhTicketRow *self,
             const char  *state)
{
  GString *name = g_string_new (state);

  for (guint i = 0; i < N_TEXTS; i++)
    {
      const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (self->texts[i]));

      if (text != NULL && *text != '\0')
        g_string_append_printf (name, ", %s", text);
    }
  kh_accessible_name_list_row (GTK_WIDGET (self), name->str);
  g_string_free (name, TRUE);
}

static void
kh_ticket_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_ticket_row_parent_class)->dispose (object);
}

static void
kh_ticket_row_class_init (KhTicketRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_ticket_row_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
kh_ticket_row_init (KhTicketRow *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  for (guint i = 0; i < N_TEXTS; i++)
    {
      GtkWidget *text = gtk_inscription_new (NULL);

      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
      /* All rows shrink alike. */
      gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), i <= PRIORITY ? columns[i].chars : columns[i].chars * 2 / 3);
      gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), columns[i].chars);
      gtk_inscription_set_min_lines (GTK_INSCRIPTION (text), 1);
      gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), 1);
      gtk_widget_set_hexpand (text, i == TEXT);
      gtk_widget_set_parent (text, GTK_WIDGET (self));
      self->texts[i] = text;
    }
}

GtkWidget *
kh_ticket_row_new (void)
{
  return g_object_new (KH_TYPE_TICKET_ROW, NULL);
}

GtkWidget *
kh_ticket_row_new_head (void)
{
  KhTicketRow *self = g_object_new (KH_TYPE_TICKET_ROW, NULL);

  for (guint i = 0; i < N_TEXTS; i++)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->texts[i]), _(columns[i].title));
  gtk_widget_add_css_class (GTK_WIDGET (self), "table-head");

  return GTK_WIDGET (self);
}

static char *
dup_value (KhNote       *note,
           KhNoteField   field,
           KhCatalogues *catalogues)
{
  return kh_value_format (kh_note_field_get (field), kh_note_get (note, field), catalogues);
}

void
kh_ticket_row_set_note (KhTicketRow  *self,
                        KhNote       *note,
                        KhCatalogues *catalogues)
{
  const char *style = NULL;
  const char *state;

  g_return_if_fail (KH_IS_TICKET_ROW (self));

  if (note == NULL)
    return;
  state = kh_note_row_get_state (note, &style);
  set_text (self, DUE, dup_value (note, KH_NOTE_DUE, catalogues));
  set_text (self, PRIORITY, dup_value (note, KH_NOTE_PRIORITY, catalogues));
  set_text (self, CUSTOMER, g_strdup (kh_note_get_origin (note)->customer_name));
  set_text (self, TEXT, kh_note_dup_title (note));
  set_text (self, ASSIGNEE, dup_value (note, KH_NOTE_ASSIGNEE, catalogues));
  if (g_strcmp0 (style, "bad") == 0)
    gtk_widget_add_css_class (self->texts[DUE], "overdue");
  else
    gtk_widget_remove_css_class (self->texts[DUE], "overdue");
  update_name (self, state);
}
