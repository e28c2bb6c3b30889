/* kh-recovery-print.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-recovery-print.h"

#include "kh-recovery-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In points, as is everything on the page. */
#define SPACE 18

#define HEADING_FONT "Sans Bold 18"
#define BODY_FONT "Sans 11"
#define KEY_FONT "Monospace Bold 18"

/* What is printed. */
typedef struct {
  KhSecret *key;
  char *made;
} Page;

static void
page_free (gpointer  data,
           GClosure *closure G_GNUC_UNUSED)
{
  Page *page = data;

  kh_secret_unref (page->key);
  g_free (page->made);
  g_free (page);
}

/* Draws a paragraph and goes below it. */
static void
draw_text (GtkPrintContext *context,
           const char      *text,
           const char      *font)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_size (layout, NULL, &height);
  cairo_rel_move_to (cr, 0, (double) height / PANGO_SCALE + SPACE);
}

/* In two lines: the page may be narrow, and so are eyes. */
static void
draw_key (GtkPrintContext *context,
          KhSecret        *key)
{
  const char *text = kh_secret_get_text (key);
  gsize length = kh_secret_get_length (key);
  gsize half = length / 2;
  g_autofree char *first = g_strndup (text, half);
  g_autofree char *second = g_strndup (text + half + 1, length - half - 1);

  draw_text (context, first, KEY_FONT);
  draw_text (context, second, KEY_FONT);
  explicit_bzero (first, strlen (first));
  explicit_bzero (second, strlen (second));
}

static void
on_draw_page_cb (GtkPrintOperation *operation G_GNUC_UNUSED,
                 GtkPrintContext   *context,
                 int                number G_GNUC_UNUSED,
                 gpointer           data)
{
  const Page *page = data;

  cairo_move_to (gtk_print_context_get_cairo_context (context), 0, 0);
  draw_text (context, _("Recovery key of Keyholder"), HEADING_FONT);
  draw_key (context, page->key);
  draw_text (context, page->made, BODY_FONT);
  draw_text (context, _("Keep this page in a safe. Whoever has it and the records can read every passcode."), BODY_FONT);
  draw_text (context, _("An owner who forgot the password chooses Forgot Password… where Keyholder asks who works at the desk, "
                        "and types this key. Upper and lower case, blanks and dashes do not matter."), BODY_FONT);
  draw_text (context, _("As soon as another recovery key is made, this one opens nothing any more, and the page can be destroyed."),
             BODY_FONT);
}

static char *
dup_made (const char *author)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%x");

  /* Translators: who made the recovery key, and on which day. */
  return g_strdup_printf (_("Made by %s on %s."), author, day);
}

GtkPrintOperation *
kh_recovery_print_new (KhSecret   *key,
                       const char *author)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Page *page = g_new0 (Page, 1);

  page->key = kh_secret_ref (key);
  page->made = dup_made (author);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  /* Shows up in the printer's queue, so it says nothing more. */
  gtk_print_operation_set_job_name (operation, _("Recovery key"));
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page_cb), page, page_free, 0);

  return operation;
}
