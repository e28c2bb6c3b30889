/* kh-sheet-print.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sheet-print.h"

#include "kh-dialogs.h"

#include <glib/gi18n-lib.h>

/* In points, as is everything on the page. */
#define GAP        3
#define SPACE      10
#define FOOT       24
#define COLUMN_GAP 8

/* Of two cells, the first is a label. */
#define LABEL_PART 0.32

#define TITLE_FONT   "Sans Bold 16"
#define HEADING_FONT "Sans Bold 11"
#define HEAD_FONT    "Sans Bold 9"
#define BODY_FONT    "Sans 9"

/* A sheet on its way to the paper: where each page begins. */
typedef struct {
  KhSheet *sheet;
  char *foot;
  GArray *starts;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->sheet);
  g_free (job->foot);
  g_array_unref (job->starts);
  g_free (job);
}

static PangoLayout *
make_layout (GtkPrintContext *context,
             const char      *text,
             const char      *font,
             double           width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/* Draws the text unless it is only measured; returns how high it is. */
static double
put_text (GtkPrintContext *context,
          const char      *text,
          const char      *font,
          double           x,
          double           y,
          double           width,
          gboolean         draws)
{
  g_autoptr (PangoLayout) layout = make_layout (context, text, font, width);
  int height;

  if (draws)
    {
      cairo_move_to (gtk_print_context_get_cairo_context (context), x, y);
      pango_cairo_show_layout (gtk_print_context_get_cairo_context (context), layout);
    }
  pango_layout_get_size (layout, NULL, &height);

  return (double) height / PANGO_SCALE;
}

static double
get_cell_width (const KhSheetLine *line,
                guint              cell,
                double             width)
{
  double part = 1.0 / line->n_cells;

  if (line->n_cells == 2)
    part = cell == 0 ? LABEL_PART : 1 - LABEL_PART;

  return width * part;
}

static double
put_line (GtkPrintContext   *context,
          const KhSheetLine *line,
          double             y,
          gboolean           draws)
{
  const char *font = line->kind == KH_SHEET_HEADING ? HEADING_FONT : line->kind == KH_SHEET_TITLES ? HEAD_FONT : BODY_FONT;
  double above = line->kind == KH_SHEET_HEADING ? SPACE : 0;
  double page_width = gtk_print_context_get_width (context);
  double highest = 0;
  double x = 0;

  for (guint i = 0; i < line->n_cells; i++)
    {
      double width = get_cell_width (line, i, page_width);
      double height = put_text (context, line->cells[i], font, x, y + above, width - COLUMN_GAP, draws);

      highest = MAX (highest, height);
      x += width;
    }

  return above + highest + GAP;
}

static double
put_top (Job             *job,
         GtkPrintContext *context,
         gboolean         draws)
{
  double width = gtk_print_context_get_width (context);
  double height = put_text (context, kh_sheet_get_title (job->sheet), TITLE_FONT, 0, 0, width, draws);

  height += GAP;

  return height + put_text (context, kh_sheet_get_subtitle (job->sheet), BODY_FONT, 0, height, width, draws) + SPACE;
}

/* A heading stays with what it is about. */
static double
measure_with_next (Job             *job,
                   GtkPrintContext *context,
                   guint            index)
{
  double height = put_line (context, kh_sheet_get_line (job->sheet, index), 0, FALSE);

  if (kh_sheet_get_line (job->sheet, index)->kind != KH_SHEET_CELLS && index + 1 < kh_sheet_get_n_lines (job->sheet))
    height += put_line (context, kh_sheet_get_line (job->sheet, index + 1), 0, FALSE);

  return height;
}

static void
on_begin_print_cb (GtkPrintOperation *operation,
                   GtkPrintContext   *context,
                   gpointer           data)
{
  Job *job = data;
  double room = gtk_print_context_get_height (context) - FOOT;
  double y = put_top (job, context, FALSE);
  guint start = 0;

  g_array_set_size (job->starts, 0);
  g_array_append_val (job->starts, start);
  for (guint i = 0; i < kh_sheet_get_n_lines (job->sheet); i++)
    {
      if (y > 0 && y + measure_with_next (job, context, i) > room)
        {
          g_array_append_val (job->starts, i);
          y = 0;
        }
      y += put_line (context, kh_sheet_get_line (job->sheet, i), y, FALSE);
    }
  gtk_print_operation_set_n_pages (operation, (int) job->starts->len);
}

static void
put_foot (Job             *job,
          GtkPrintContext *context,
          guint            number)
{
  /* Translators: who printed it and when, the page, how many pages there are. */
  g_autofree char *text = g_strdup_printf (_("%s · Page %u of %u"), job->foot, number + 1, job->starts->len);

  put_text (context, text, BODY_FONT, 0, gtk_print_context_get_height (context) - FOOT + SPACE,
            gtk_print_context_get_width (context), TRUE);
}

static void
on_draw_page_cb (GtkPrintOperation *operation G_GNUC_UNUSED,
                 GtkPrintContext   *context,
                 int                page,
                 gpointer           data)
{
  Job *job = data;
  guint number = (guint) page;
  guint end = number + 1 < job->starts->len ? g_array_index (job->starts, guint, number + 1) : kh_sheet_get_n_lines (job->sheet);
  double y = number == 0 ? put_top (job, context, TRUE) : 0;

  for (guint i = g_array_index (job->starts, guint, number); i < end; i++)
    y += put_line (context, kh_sheet_get_line (job->sheet, i), y, TRUE);
  put_foot (job, context, number);
}

static char *
dup_foot (const char *author)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%x %H:%M");

  /* Translators: who printed a page, and when. */
  return g_strdup_printf (_("Printed by %s, %s"), author, time);
}

GtkPrintOperation *
kh_sheet_print_new (KhSheet    *sheet,
                    const char *author)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Job *job = g_new0 (Job, 1);

  job->sheet = g_object_ref (sheet);
  job->foot = dup_foot (author);
  job->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  /* Shows up in the printer's queue, so it says nothing of a customer. */
  gtk_print_operation_set_job_name (operation, "Keyholder");
  g_object_set_data_full (G_OBJECT (operation), "job", job, job_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page_cb), job);

  return operation;
}

static void
say_not_printed (GtkWindow *parent)
{
  kh_dialogs_tell (parent, _("Not Printed"),
                   _("It cannot be printed on this computer. Look whether the printer is set up, or save it as a PDF."), NULL);
}

static void
on_done_cb (GtkWindow               *parent,
            GtkPrintOperationResult  result)
{
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    say_not_printed (parent);
}

void
kh_sheet_print_run (KhSheet    *sheet,
                    const char *author,
                    const char *pdf,
                    GtkWindow  *parent)
{
  g_autoptr (GtkPrintOperation) operation = kh_sheet_print_new (sheet, author);
  g_autoptr (GError) error = NULL;
  gulong done;

  if (pdf != NULL)
    gtk_print_operation_set_export_filename (operation, pdf);
  done = g_signal_connect_object (operation, "done", G_CALLBACK (on_done_cb), parent, G_CONNECT_SWAPPED);
  if (gtk_print_operation_run (operation, pdf != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               parent, &error) != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  g_clear_signal_handler (&done, operation);
  g_debug ("It cannot be printed: %s", error != NULL ? error->message : "no reason given");
  say_not_printed (parent);
}
