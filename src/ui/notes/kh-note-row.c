/* kh-note-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-note-row.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* A note that is longer than this is read where it is edited. */
#define LINES 12

struct _KhNoteRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *state;
  GtkWidget *kind;
  GtkWidget *details;
  GtkWidget *origin;
  GtkWidget *text;

  /* Owned */
  KhNote *note;
};

G_DEFINE_FINAL_TYPE (KhNoteRow, kh_note_row, GTK_TYPE_LIST_BOX_ROW)

static const char *const styles[] = { "good", "wait", "bad" };

char *
kh_note_row_dup_time (gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (time);

  return moment == NULL ? g_strdup ("") : g_date_time_format (moment, "%m/%d/%Y %H:%M");
}

char *
kh_note_row_dup_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

const char *
kh_note_row_get_state (KhNote      *note,
                       const char **style)
{
  g_autofree char *today = kh_note_row_dup_today ();

  if (kh_note_is_overdue (note, today))
    {
      *style = "bad";
      /* Translators: a ticket that should be done by now. */
      return _("Overdue");
    }
  *style = kh_note_is_open (note) ? "good" : NULL;

  return kh_note_is_open (note) ? _("Open") : _("Closed");
}

static char *
dup_value (KhNote       *note,
           KhNoteField   field,
           KhCatalogues *catalogues)
{
  g_autofree char *text = kh_value_format (kh_note_field_get (field), kh_note_get (note, field), catalogues);

  return text != NULL && *text != '\0' ? kh_value_dup_visible (text) : NULL;
}

/* Takes @detail. */
static void
append_detail (GString *details,
               char    *detail)
{
  g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", detail);
  g_free (detail);
}

static char *
dup_details (KhNote       *note,
             KhCatalogues *catalogues)
{
  GString *details = g_string_new (NULL);
  g_autofree char *assignee = dup_value (note, KH_NOTE_ASSIGNEE, catalogues);
  g_autofree char *due = dup_value (note, KH_NOTE_DUE, catalogues);
  g_autofree char *priority = dup_value (note, KH_NOTE_PRIORITY, catalogues);

  if (assignee != NULL)
    /* Translators: a member of the staff. */
    append_detail (details, g_strdup_printf (_("Assigned to %s"), assignee));
  if (due != NULL)
    /* Translators: a date. */
    append_detail (details, g_strdup_printf (_("Due %s"), due));
  if (priority != NULL && g_strcmp0 (kh_note_get (note, KH_NOTE_PRIORITY), "normal") != 0)
    /* Translators: such as High or Low. */
    append_detail (details, g_strdup_printf (_("Priority: %s"), priority));

  return g_string_free (details, FALSE);
}

static char *
dup_origin (KhNote *note)
{
  const KhNoteOrigin *origin = kh_note_get_origin (note);
  g_autofree char *author = kh_value_dup_visible (origin->author);
  g_autofree char *created = kh_note_row_dup_time (origin->created_at);
  g_autofree char *changed = kh_note_row_dup_time (origin->changed_at);
  gboolean named = author != NULL && *author != '\0';

  if (origin->revision <= 1)
    return named ? g_strdup_printf ("%s · %s", author, created) : g_strdup (created);

  /* Translators: when a note was changed last. */
  return named ? g_strdup_printf (_("%s · %s, changed %s"), author, created, changed)
               : g_strdup_printf (_("%s, changed %s"), created, changed);
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
show_state (KhNoteRow *self)
{
  const char *style = NULL;
  const char *state = kh_note_is_ticket (self->note) ? kh_note_row_get_state (self->note, &style) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (self->state, styles[i]);
  if (style != NULL)
    gtk_widget_add_css_class (self->state, style);
  set_text (self->state, state);
}

/* A label's text is read aloud in the order in which it stands. */
static void
update_name (KhNoteRow *self)
{
  GtkWidget *labels[] = { self->state, self->kind, self->text, self->details, self->origin };
  GString *name = g_string_new (kh_note_is_ticket (self->note) ? _("Ticket") : _("Note"));

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const char *text = gtk_label_get_text (GTK_LABEL (labels[i]));

      if (*text != '\0')
        g_string_append_printf (name, ", %s", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
  g_string_free (name, TRUE);
}

static void
kh_note_row_dispose (GObject *object)
{
  g_clear_object (&KH_NOTE_ROW (object)->note);

  G_OBJECT_CLASS (kh_note_row_parent_class)->dispose (object);
}

static void
kh_note_row_class_init (KhNoteRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_note_row_dispose;
}

static GtkWidget *
make_label (GtkWidget  *box,
            const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
kh_note_row_init (KhNoteRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (box), head);
  self->state = make_label (head, "chip");
  self->kind = make_label (head, "chip");
  self->details = make_label (head, "note-details");
  self->origin = make_label (head, "dim");
  gtk_widget_set_hexpand (self->origin, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->origin), 1);
  self->text = make_label (box, "note-body");
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->text), LINES);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
kh_note_row_new (void)
{
  return g_object_new (KH_TYPE_NOTE_ROW, NULL);
}

KhNote *
kh_note_row_get_note (KhNoteRow *self)
{
  g_return_val_if_fail (KH_IS_NOTE_ROW (self), NULL);

  return self->note;
}

/* Line breaks stay: each line is made visible by itself. */
static char *
dup_body (KhNote *note)
{
  const char *text = kh_note_get (note, KH_NOTE_TEXT);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *visible = kh_value_dup_visible (lines[i]);

      g_free (lines[i]);
      lines[i] = visible;
    }

  return g_strjoinv ("\n", lines);
}

void
kh_note_row_set_note (KhNoteRow    *self,
                      KhNote       *note,
                      KhCatalogues *catalogues)
{
  g_autofree char *body = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *details = NULL;
  g_autofree char *origin = NULL;

  g_return_if_fail (KH_IS_NOTE_ROW (self));
  g_return_if_fail (KH_IS_NOTE (note));

  g_set_object (&self->note, note);
  body = dup_body (note);
  kind = dup_value (note, KH_NOTE_KIND, catalogues);
  details = dup_details (note, catalogues);
  origin = dup_origin (note);
  show_state (self);
  set_text (self->kind, kind);
  set_text (self->details, details);
  set_text (self->origin, origin);
  set_text (self->text, body);
  update_name (self);
}
