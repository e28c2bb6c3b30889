/* kh-several-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-several-lines.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A line */

struct _KhSeveralLine
{
  GObject parent_instance;

  /* Borrowed, and NULL once it is out of the table */
  KhSeveralLines *table;
  KhDuplicateLine *line;

  /* Owned */
  char *known;

  /* State */
  gboolean asked;
};

G_DEFINE_FINAL_TYPE (KhSeveralLine, kh_several_line, G_TYPE_OBJECT)

enum {
  LINE_CHANGED,
  TABLE_CHANGED,
  TABLE_NOTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kh_several_line_finalize (GObject *object)
{
  g_free (KH_SEVERAL_LINE (object)->known);

  G_OBJECT_CLASS (kh_several_line_parent_class)->finalize (object);
}

static void
kh_several_line_class_init (KhSeveralLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_several_line_finalize;

  signals[LINE_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_several_line_init (KhSeveralLine *self G_GNUC_UNUSED)
{
}

const KhDuplicateLine *
kh_several_line_get (KhSeveralLine *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINE (self), NULL);

  return self->line;
}

const char *
kh_several_line_get_note (KhSeveralLine *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINE (self), NULL);

  if (self->line == NULL || self->line->problem != NULL)
    return NULL;

  return self->line->note != NULL ? self->line->note : self->known;
}

/* It is another customer from here on. */
static void
forget (KhSeveralLine *self)
{
  g_clear_pointer (&self->known, g_free);
  self->asked = FALSE;
}

/* The table */

struct _KhSeveralLines
{
  GObject parent_instance;

  /* Owned: the same lines in both */
  GPtrArray *lines;
  GPtrArray *items;
  char *address;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhSeveralLines, kh_several_lines, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
kh_several_lines_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_SEVERAL_LINE;
}

static guint
kh_several_lines_get_n_items (GListModel *model)
{
  return KH_SEVERAL_LINES (model)->items->len;
}

static gpointer
kh_several_lines_get_item (GListModel *model,
                           guint       position)
{
  KhSeveralLines *self = KH_SEVERAL_LINES (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_several_lines_get_item_type;
  iface->get_n_items = kh_several_lines_get_n_items;
  iface->get_item = kh_several_lines_get_item;
}

const char *
kh_several_line_get_fallback (KhSeveralLine *self,
                              guint          column)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINE (self), NULL);

  if (self->table == NULL || kh_duplicate_lines_get_datapoint (column) != KH_DATAPOINT_ADDRESS_1)
    return NULL;

  return self->table->address;
}

static void
append (KhSeveralLines  *self,
        KhDuplicateLine *line)
{
  KhSeveralLine *item = g_object_new (KH_TYPE_SEVERAL_LINE, NULL);

  item->table = self;
  item->line = line;
  g_ptr_array_add (self->lines, line);
  g_ptr_array_add (self->items, item);
}

static void
leave (KhSeveralLine *item)
{
  item->table = NULL;
  item->line = NULL;
}

/* One line may be another's double, so all are looked at; each tells only whoever shows it. The
 * last @n_added are shown by nobody yet. */
static void
check (KhSeveralLines *self,
       guint           n_added)
{
  guint n = self->items->len - n_added;

  kh_duplicate_lines_check (self->lines);
  for (guint i = 0; i < n; i++)
    g_signal_emit (g_ptr_array_index (self->items, i), signals[LINE_CHANGED], 0);
  if (n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), n, 0, n_added);
  g_signal_emit (self, signals[TABLE_CHANGED], 0);
}

static guint
get_last_number (KhSeveralLines *self)
{
  if (self->lines->len == 0)
    return 0;

  return ((const KhDuplicateLine *) g_ptr_array_index (self->lines, self->lines->len - 1))->number;
}

static void
kh_several_lines_dispose (GObject *object)
{
  KhSeveralLines *self = KH_SEVERAL_LINES (object);

  /* Whoever still has one of them has an empty line. */
  for (guint i = 0; i < self->items->len; i++)
    leave (g_ptr_array_index (self->items, i));
  g_ptr_array_set_size (self->items, 0);
  g_ptr_array_set_size (self->lines, 0);

  G_OBJECT_CLASS (kh_several_lines_parent_class)->dispose (object);
}

static void
kh_several_lines_finalize (GObject *object)
{
  KhSeveralLines *self = KH_SEVERAL_LINES (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->lines);
  g_free (self->address);

  G_OBJECT_CLASS (kh_several_lines_parent_class)->finalize (object);
}

static void
kh_several_lines_class_init (KhSeveralLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_several_lines_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_several_lines_finalize;

  signals[TABLE_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TABLE_NOTED] = g_signal_new ("noted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_several_lines_init (KhSeveralLines *self)
{
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_duplicate_line_free);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

KhSeveralLines *
kh_several_lines_new (void)
{
  return g_object_new (KH_TYPE_SEVERAL_LINES, NULL);
}

void
kh_several_lines_set_address (KhSeveralLines *self,
                              const char     *address)
{
  g_return_if_fail (KH_IS_SEVERAL_LINES (self));

  if (g_strcmp0 (address, self->address) == 0)
    return;
  g_free (self->address);
  self->address = g_strdup (address);
  for (guint i = 0; i < self->items->len; i++)
    {
      forget (g_ptr_array_index (self->items, i));
      g_signal_emit (g_ptr_array_index (self->items, i), signals[LINE_CHANGED], 0);
    }
}

static gboolean
check_room (KhSeveralLines  *self,
            guint            n,
            GError         **error)
{
  if (self->lines->len + n <= KH_DUPLICATE_MOST_LINES)
    return TRUE;
  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
               _("With these there would be %u lines, and %d can be made in one go. Paste fewer."),
               self->lines->len + n, KH_DUPLICATE_MOST_LINES);
  return FALSE;
}

gboolean
kh_several_lines_paste (KhSeveralLines  *self,
                        const char      *text,
                        GError         **error)
{
  g_autoptr (GPtrArray) pasted = NULL;
  guint number;

  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), FALSE);

  pasted = kh_duplicate_lines_parse (text, strlen (text), error);
  if (pasted == NULL || !check_room (self, pasted->len, error))
    return FALSE;
  if (pasted->len == 0)
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_SHORT,
                           _("There is no line in what you copied. Copy the lines in the spreadsheet, then paste again."));
      return FALSE;
    }

  number = get_last_number (self);
  for (guint i = 0; i < pasted->len; i++)
    {
      KhDuplicateLine *line = kh_duplicate_line_copy (g_ptr_array_index (pasted, i));

      /* Those of the sheet, as long as there is only one. */
      line->number += number;
      append (self, line);
    }
  check (self, pasted->len);

  return TRUE;
}

gboolean
kh_several_lines_add (KhSeveralLines *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), FALSE);

  if (!check_room (self, 1, NULL))
    return FALSE;
  append (self, kh_duplicate_line_new (get_last_number (self) + 1));
  check (self, 1);

  return TRUE;
}

void
kh_several_lines_remove (KhSeveralLines *self,
                         guint           position)
{
  KhSeveralLine *item;

  g_return_if_fail (KH_IS_SEVERAL_LINES (self));
  g_return_if_fail (position < self->items->len);

  /* The list that shows it lets go of it only when it is told. */
  item = g_object_ref (g_ptr_array_index (self->items, position));
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  leave (item);
  g_object_unref (item);
  g_ptr_array_remove_index (self->lines, position);
  check (self, 0);
}

void
kh_several_lines_set_cells (KhSeveralLines  *self,
                            KhSeveralLine   *line,
                            char           **cells)
{
  gboolean changed = FALSE;

  g_return_if_fail (KH_IS_SEVERAL_LINES (self));
  g_return_if_fail (KH_IS_SEVERAL_LINE (line));

  if (line->line == NULL)
    return;
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    {
      if (g_str_equal (cells[i], line->line->cells[i]))
        continue;
      kh_duplicate_line_set_cell (line->line, i, cells[i]);
      changed = TRUE;
    }
  if (!changed)
    return;
  forget (line);
  check (self, 0);
}

KhSeveralLine *
kh_several_lines_find_unknown (KhSeveralLines *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      KhSeveralLine *item = g_ptr_array_index (self->items, i);

      if (!item->asked && item->line->problem == NULL)
        return item;
    }

  return NULL;
}

void
kh_several_lines_mark_asked (KhSeveralLines *self,
                             KhSeveralLine  *line)
{
  g_return_if_fail (KH_IS_SEVERAL_LINES (self));
  g_return_if_fail (KH_IS_SEVERAL_LINE (line));

  line->asked = TRUE;
}

/* The answer to what stood there when it was asked for. */
void
kh_several_lines_set_known (KhSeveralLines *self,
                            KhSeveralLine  *line,
                            const char     *text)
{
  g_return_if_fail (KH_IS_SEVERAL_LINES (self));
  g_return_if_fail (KH_IS_SEVERAL_LINE (line));

  if (text == NULL || line->line == NULL || !line->asked)
    return;
  g_free (line->known);
  line->known = g_strdup (text);
  g_signal_emit (line, signals[LINE_CHANGED], 0);
  g_signal_emit (self, signals[TABLE_NOTED], 0);
}

GPtrArray *
kh_several_lines_get_lines (KhSeveralLines *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), NULL);

  return self->lines;
}

guint
kh_several_lines_count (KhSeveralLines *self,
                        guint          *n_bad,
                        guint          *n_noted)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), 0);

  *n_bad = kh_duplicate_lines_count_bad (self->lines);
  *n_noted = 0;
  for (guint i = 0; i < self->lines->len; i++)
    *n_noted += kh_several_line_get_note (g_ptr_array_index (self->items, i)) != NULL ? 1 : 0;

  return self->lines->len;
}

guint
kh_several_lines_find_bad (KhSeveralLines *self)
{
  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), G_MAXUINT);

  for (guint i = 0; i < self->lines->len; i++)
    if (((const KhDuplicateLine *) g_ptr_array_index (self->lines, i))->problem != NULL)
      return i;

  return G_MAXUINT;
}

guint
kh_several_lines_find (KhSeveralLines *self,
                       KhSeveralLine  *line)
{
  guint position;

  g_return_val_if_fail (KH_IS_SEVERAL_LINES (self), G_MAXUINT);

  return g_ptr_array_find (self->items, line, &position) ? position : G_MAXUINT;
}
