/* kh-guard.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-guard.h"

#include <glib/gi18n-lib.h>

/* How much more than fits is taken for its writer to shorten. */
#define ROOM_TO_SHORTEN 1000
#define MOST_BYTES_A_CHARACTER 4

/* Belongs to the field that it guards. */
typedef struct {
  GtkWidget *field;
  guint longest;
  KhGuardFunc refused;
  gpointer user_data;
} Guard;

static void
refuse (Guard  *guard,
        gsize   characters)
{
  g_autofree char *message = NULL;

  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "Not taken: it has %lu characters, and at most %u character fits here.",
                                          "Not taken: it has %lu characters, and at most %u characters fit here.",
                                          guard->longest),
                             (gulong) characters, guard->longest);
  guard->refused (message, guard->user_data);
}

/* Bytes are looked at first, so that a flood is not even counted twice. */
static gboolean
is_flood (Guard      *guard,
          gsize       present,
          const char *text,
          gsize       length)
{
  gsize most = (gsize) guard->longest + ROOM_TO_SHORTEN;

  if (length <= most && present + length <= most)
    return FALSE;

  return length > most * MOST_BYTES_A_CHARACTER ||
         present + (gsize) g_utf8_strlen (text, (gssize) length) > most;
}

static void
on_editable_insert_text_cb (GtkEditable *delegate,
                            const char  *text,
                            int          length,
                            int         *position G_GNUC_UNUSED,
                            Guard       *guard)
{
  gsize present = (gsize) g_utf8_strlen (gtk_editable_get_text (delegate), -1);
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;

  if (!is_flood (guard, present, text, bytes))
    return;

  g_signal_stop_emission_by_name (delegate, "insert-text");
  refuse (guard, (gsize) g_utf8_strlen (text, (gssize) bytes));
}

static void
on_buffer_insert_text_cb (GtkTextBuffer *buffer,
                          GtkTextIter   *place G_GNUC_UNUSED,
                          const char    *text,
                          int            length,
                          Guard         *guard)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;

  if (!is_flood (guard, (gsize) gtk_text_buffer_get_char_count (buffer), text, bytes))
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  refuse (guard, (gsize) g_utf8_strlen (text, (gssize) bytes));
}

static void
paste_editable (GtkEditable *editable,
                const char  *text)
{
  int position;

  gtk_editable_delete_selection (editable);
  position = gtk_editable_get_position (editable);
  gtk_editable_insert_text (editable, text, -1, &position);
  gtk_editable_set_position (editable, position);
}

static void
paste_text_view (GtkTextView *view,
                 const char  *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
}

/* The last line end of a copied line or cell is no part of it. */
static void
drop_last_line_end (char *text)
{
  gsize length = strlen (text);

  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
    text[--length] = '\0';
}

static void
on_clipboard_read_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GtkWidget) field = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  Guard *guard = g_object_get_data (G_OBJECT (field), "kh-guard");

  if (text == NULL || gtk_widget_get_root (field) == NULL)
    return;
  if (is_flood (guard, 0, text, strlen (text)))
    {
      refuse (guard, (gsize) g_utf8_strlen (text, -1));
      return;
    }

  if (GTK_IS_TEXT_VIEW (field))
    {
      paste_text_view (GTK_TEXT_VIEW (field), text);
      return;
    }
  drop_last_line_end (text);
  paste_editable (GTK_EDITABLE (field), text);
}

/* GTK would take the selected text away before it asks whether the new one may come. */
static void
on_field_paste_clipboard_cb (GtkWidget *field)
{
  g_signal_stop_emission_by_name (field, "paste-clipboard");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (field), NULL, on_clipboard_read_cb, g_object_ref (field));
}

static Guard *
add_guard (GtkWidget   *field,
           guint        longest,
           KhGuardFunc  refused,
           gpointer     user_data)
{
  Guard *guard = g_new0 (Guard, 1);

  guard->field = field;
  guard->longest = longest;
  guard->refused = refused;
  guard->user_data = user_data;
  g_object_set_data_full (G_OBJECT (field), "kh-guard", guard, g_free);
  g_signal_connect (field, "paste-clipboard", G_CALLBACK (on_field_paste_clipboard_cb), NULL);

  return guard;
}

void
kh_guard_editable (GtkEditable *editable,
                   guint        longest,
                   KhGuardFunc  refused,
                   gpointer     user_data)
{
  GtkEditable *delegate = gtk_editable_get_delegate (editable);
  Guard *guard = add_guard (GTK_WIDGET (delegate), longest, refused, user_data);

  g_signal_connect (delegate, "insert-text", G_CALLBACK (on_editable_insert_text_cb), guard);
}

void
kh_guard_text_view (GtkTextView *view,
                    guint        longest,
                    KhGuardFunc  refused,
                    gpointer     user_data)
{
  Guard *guard = add_guard (GTK_WIDGET (view), longest, refused, user_data);

  g_signal_connect (gtk_text_view_get_buffer (view), "insert-text", G_CALLBACK (on_buffer_insert_text_cb), guard);
}
