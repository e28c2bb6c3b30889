/* kh-two-columns.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-two-columns.h"

#define N_COLUMNS 2
#define SPACING 12
#define ROOM_FOR_TWO 900
#define CHARS_FOR_TWO 100

struct _KhTwoColumns {
  GtkWidget parent_instance;

  GtkWidget *columns[N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (KhTwoColumns, kh_two_columns, GTK_TYPE_WIDGET)

static int
measure_widest (KhTwoColumns *self)
{
  int widest = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int minimum;

      gtk_widget_measure (self->columns[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
    }

  return widest;
}

static int
measure_char (KhTwoColumns *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);

  return PANGO_PIXELS_CEIL (width);
}

/* With large text a label and its value need one column's whole width. */
static gboolean
has_room_for_two (KhTwoColumns *self,
                  int           width)
{
  return width >= MAX (ROOM_FOR_TWO, CHARS_FOR_TWO * measure_char (self)) &&
         width >= N_COLUMNS * measure_widest (self) + SPACING;
}

static int
get_column_width (KhTwoColumns *self,
                  int           width)
{
  return has_room_for_two (self, width) ? (width - SPACING) / N_COLUMNS : width;
}

static int
measure_column_height (KhTwoColumns *self,
                       guint         column,
                       int           width)
{
  int minimum;

  gtk_widget_measure (self->columns[column], GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);

  return minimum;
}

static void
measure_height (KhTwoColumns *self,
                int           width,
                int          *minimum)
{
  gboolean two = has_room_for_two (self, width);
  int column_width = get_column_width (self, width);

  *minimum = two ? 0 : SPACING;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int height = measure_column_height (self, i, column_width);

      *minimum = two ? MAX (*minimum, height) : *minimum + height;
    }
}

static void
kh_two_columns_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline G_GNUC_UNUSED,
                        int            *natural_baseline G_GNUC_UNUSED)
{
  KhTwoColumns *self = KH_TWO_COLUMNS (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_height (self, for_size < 0 ? ROOM_FOR_TWO : for_size, minimum);
      *natural = *minimum;
      return;
    }

  *minimum = measure_widest (self);
  *natural = MAX (*minimum, ROOM_FOR_TWO);
}

static void
allocate_column (KhTwoColumns *self,
                 guint         column,
                 int           x,
                 int           y,
                 int           width,
                 int           height)
{
  GtkAllocation place = { x, y, width, height };

  gtk_widget_size_allocate (self->columns[column], &place, -1);
}

static void
kh_two_columns_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline G_GNUC_UNUSED)
{
  KhTwoColumns *self = KH_TWO_COLUMNS (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column_width = get_column_width (self, width);
  int first_height;

  if (has_room_for_two (self, width))
    {
      allocate_column (self, 0, rtl ? width - column_width : 0, 0, column_width, height);
      allocate_column (self, 1, rtl ? 0 : width - column_width, 0, column_width, height);
      return;
    }

  first_height = measure_column_height (self, 0, width);
  allocate_column (self, 0, 0, 0, width, first_height);
  allocate_column (self, 1, 0, first_height + SPACING, width, MAX (height - first_height - SPACING, 0));
}

static GtkSizeRequestMode
kh_two_columns_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kh_two_columns_dispose (GObject *object)
{
  KhTwoColumns *self = KH_TWO_COLUMNS (object);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_clear_pointer (&self->columns[i], gtk_widget_unparent);

  G_OBJECT_CLASS (kh_two_columns_parent_class)->dispose (object);
}

static void
kh_two_columns_class_init (KhTwoColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_two_columns_dispose;
  widget_class->get_request_mode = kh_two_columns_get_request_mode;
  widget_class->measure = kh_two_columns_measure;
  widget_class->size_allocate = kh_two_columns_size_allocate;
}

static void
kh_two_columns_init (KhTwoColumns *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self->columns[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
      gtk_widget_set_valign (self->columns[i], GTK_ALIGN_START);
      gtk_widget_set_parent (self->columns[i], GTK_WIDGET (self));
    }
}

GtkWidget *
kh_two_columns_new (void)
{
  return g_object_new (KH_TYPE_TWO_COLUMNS, NULL);
}

void
kh_two_columns_append (KhTwoColumns *self,
                       guint         column,
                       GtkWidget    *child)
{
  g_return_if_fail (KH_IS_TWO_COLUMNS (self));
  g_return_if_fail (column < N_COLUMNS);

  gtk_box_append (GTK_BOX (self->columns[column]), child);
}

void
kh_two_columns_remove (KhTwoColumns *self,
                       GtkWidget    *child)
{
  g_return_if_fail (KH_IS_TWO_COLUMNS (self));
  g_return_if_fail (gtk_widget_is_ancestor (child, GTK_WIDGET (self)));

  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (child)), child);
}
