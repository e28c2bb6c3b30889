/* kh-table-draft.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-draft.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-row-rules.h"

#include <string.h>

/* A row that was taken out, and where it stood. */
typedef struct {
  KhRowDraft *row;
  guint position;
} Removed;

struct _KhTableDraft
{
  GObject parent_instance;

  /* Owned */
  KhRows *original;
  KhCatalogues *catalogues;
  GPtrArray *rows;
  GArray *removed;

  /* State */
  gboolean adt;
  guint zone_digits;
  gboolean appends;
  gboolean dirty;
};

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_ROW_DRAFT;
}

static guint
get_n_items (GListModel *model)
{
  return KH_TABLE_DRAFT (model)->rows->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  KhTableDraft *self = KH_TABLE_DRAFT (model);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KhTableDraft, kh_table_draft, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
clear_removed (gpointer data)
{
  g_clear_object (&((Removed *) data)->row);
}

static void
kh_table_draft_finalize (GObject *object)
{
  KhTableDraft *self = KH_TABLE_DRAFT (object);

  g_clear_object (&self->original);
  g_clear_object (&self->catalogues);
  g_ptr_array_unref (self->rows);
  g_array_unref (self->removed);

  G_OBJECT_CLASS (kh_table_draft_parent_class)->finalize (object);
}

static void
kh_table_draft_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, KH_TABLE_DRAFT (object)->dirty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_table_draft_class_init (KhTableDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kh_table_draft_finalize;
  object_class->get_property = kh_table_draft_get_property;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_table_draft_init (KhTableDraft *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->removed = g_array_new (FALSE, FALSE, sizeof (Removed));
  g_array_set_clear_func (self->removed, clear_removed);
}

static KhRowDraft *
get_row (KhTableDraft *self,
         guint         position)
{
  return g_ptr_array_index (self->rows, position);
}

static KhValueContext
make_context (KhTableDraft *self,
              KhRowDraft   *row,
              guint         column)
{
  KhRow *original = row != NULL ? kh_row_draft_get_original (row) : NULL;

  return (KhValueContext) {
    .catalogues = self->catalogues,
    .adt = self->adt,
    .zone_digits = self->zone_digits,
    .current = original != NULL ? kh_row_get (original, column) : NULL,
  };
}

static gboolean
has_moved (KhTableDraft *self)
{
  guint next = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      KhRow *original = kh_row_draft_get_original (get_row (self, i));

      if (original != NULL && original != kh_rows_get (self->original, next++))
        return TRUE;
    }

  return FALSE;
}

static gboolean
takes_rows_out (KhTableDraft *self)
{
  for (guint i = 0; i < self->removed->len; i++)
    {
      if (kh_row_draft_get_original (g_array_index (self->removed, Removed, i).row) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
find_dirty (KhTableDraft *self)
{
  if (takes_rows_out (self) || has_moved (self))
    return TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (kh_row_draft_is_dirty (get_row (self, i)))
        return TRUE;
    }

  return FALSE;
}

static void
update_dirty (KhTableDraft *self)
{
  gboolean dirty = find_dirty (self);

  if (self->dirty == dirty)
    return;
  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static guint
count_filled (KhTableDraft *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += !kh_row_draft_is_blank (get_row (self, i));

  return n;
}

/* Places count from 1. Rows that were not touched keep the numbers they have as long as these
 * say the same, so that looking at a table changes nothing. */
static void
rank (KhTableDraft *self)
{
  const KhTable *table = kh_table_get (kh_rows_get_table (self->original));
  gint64 last = 0;

  for (guint i = 0; table->ranked && i < self->rows->len; i++)
    {
      KhRowDraft *row = get_row (self, i);
      gint64 place = kh_row_get_number (kh_row_draft_get_edited (row), table->order);
      g_autofree char *value = NULL;

      if (kh_row_draft_is_blank (row))
        continue;
      if (place <= last)
        {
          value = g_strdup_printf ("%" G_GINT64_FORMAT, last + 1);
          kh_row_draft_set_value (row, table->order, value);
          place = last + 1;
        }
      last = place;
    }
}

static gboolean
ends_blank (KhTableDraft *self)
{
  return self->rows->len > 0 && kh_row_draft_is_blank (get_row (self, self->rows->len - 1));
}

static void
add_blank (KhTableDraft *self)
{
  KhTableId table = kh_rows_get_table (self->original);

  if (!self->appends || ends_blank (self) || self->rows->len >= kh_table_get (table)->max_rows)
    return;
  g_ptr_array_add (self->rows, kh_row_draft_new (table, NULL));
  g_list_model_items_changed (G_LIST_MODEL (self), self->rows->len - 1, 0, 1);
}

static void
finish (KhTableDraft *self)
{
  add_blank (self);
  update_dirty (self);
}

static void
fill (KhTableDraft *self)
{
  guint before = self->rows->len;

  g_ptr_array_set_size (self->rows, 0);
  g_array_set_size (self->removed, 0);
  for (guint i = 0; i < kh_rows_get_n (self->original); i++)
    g_ptr_array_add (self->rows, kh_row_draft_new (kh_rows_get_table (self->original),
                                                   kh_rows_get (self->original, i)));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->rows->len);
  finish (self);
}

/**
 * kh_table_draft_new:
 * @original: (transfer none): the rows as they are kept; they are not changed
 * @catalogues: (nullable): the entries that values name
 *
 * Returns: (transfer full): a draft that changes nothing yet
 */
KhTableDraft *
kh_table_draft_new (KhRows       *original,
                    KhCatalogues *catalogues)
{
  KhTableDraft *self = g_object_new (KH_TYPE_TABLE_DRAFT, NULL);

  self->original = g_object_ref (original);
  self->catalogues = catalogues != NULL ? g_object_ref (catalogues) : NULL;
  fill (self);

  return self;
}

/**
 * kh_table_draft_get_table:
 * @self: a draft
 *
 * Returns: whose rows these are
 */
KhTableId
kh_table_draft_get_table (KhTableDraft *self)
{
  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), KH_TABLE_CONTACTS);

  return kh_rows_get_table (self->original);
}

/**
 * kh_table_draft_get_original:
 * @self: a draft
 *
 * Returns: (transfer none): the rows as they are kept
 */
KhRows *
kh_table_draft_get_original (KhTableDraft *self)
{
  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), NULL);

  return self->original;
}

/**
 * kh_table_draft_set_company:
 * @self: a draft
 * @company: (nullable): the customer's monitoring company, by whose limits values are typed from now on
 */
void
kh_table_draft_set_company (KhTableDraft *self,
                            KhCompany    *company)
{
  g_return_if_fail (KH_IS_TABLE_DRAFT (self));
  g_return_if_fail (company == NULL || KH_IS_COMPANY (company));

  self->adt = company != NULL && kh_company_get_monitor_type (company) == KH_MONITOR_ADT;
  self->zone_digits = company != NULL ? kh_company_get_zone_digits (company) : 0;
}

/**
 * kh_table_draft_set_appends:
 * @self: a draft
 * @appends: whether a blank row stands under the last
 */
void
kh_table_draft_set_appends (KhTableDraft *self,
                            gboolean      appends)
{
  g_return_if_fail (KH_IS_TABLE_DRAFT (self));

  self->appends = appends;
  if (!appends && ends_blank (self))
    {
      g_ptr_array_remove_index (self->rows, self->rows->len - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), self->rows->len, 1, 0);
    }
  finish (self);
}

/**
 * kh_table_draft_get_n:
 * @self: a draft
 *
 * Returns: how many rows it shows, the blank one too
 */
guint
kh_table_draft_get_n (KhTableDraft *self)
{
  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), 0);

  return self->rows->len;
}

/**
 * kh_table_draft_get:
 * @self: a draft
 * @position: less than kh_table_draft_get_n()
 *
 * Returns: (transfer none): the row there
 */
KhRowDraft *
kh_table_draft_get (KhTableDraft *self,
                    guint         position)
{
  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), NULL);
  g_return_val_if_fail (position < self->rows->len, NULL);

  return get_row (self, position);
}

static gboolean
set_cell (KhTableDraft *self,
          guint         position,
          guint         column,
          const char   *text)
{
  const KhValueContext context = make_context (self, get_row (self, position), column);

  return kh_row_draft_set_text (get_row (self, position), column, text, &context);
}

/**
 * kh_table_draft_set_text:
 * @self: a draft
 * @position: a row
 * @column: a column of the table
 * @text: what was typed
 *
 * Returns: whether the text is a value, or empty
 */
gboolean
kh_table_draft_set_text (KhTableDraft *self,
                         guint         position,
                         guint         column,
                         const char   *text)
{
  gboolean right;

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), FALSE);
  g_return_val_if_fail (position < self->rows->len, FALSE);

  right = set_cell (self, position, column, text);
  rank (self);
  finish (self);

  return right;
}

/**
 * kh_table_draft_remove:
 * @self: a draft
 * @position: a row
 *
 * Takes it out; kh_table_draft_undo() brings it back.
 */
void
kh_table_draft_remove (KhTableDraft *self,
                       guint         position)
{
  Removed removed = { NULL, position };

  g_return_if_fail (KH_IS_TABLE_DRAFT (self));
  g_return_if_fail (position < self->rows->len);

  if (kh_row_draft_is_blank (get_row (self, position)))
    return;
  removed.row = g_ptr_array_steal_index (self->rows, position);
  g_array_append_val (self->removed, removed);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  finish (self);
}

/**
 * kh_table_draft_can_undo:
 * @self: a draft
 *
 * Returns: whether a row was taken out that can come back
 */
gboolean
kh_table_draft_can_undo (KhTableDraft *self)
{
  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), FALSE);

  return self->removed->len > 0;
}

/**
 * kh_table_draft_undo:
 * @self: a draft
 *
 * Brings back the row that was taken out last.
 *
 * Returns: where it stands now, or %KH_COLUMN_NONE when there was none
 */
guint
kh_table_draft_undo (KhTableDraft *self)
{
  Removed *last;
  guint position;

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), KH_COLUMN_NONE);

  if (self->removed->len == 0)
    return KH_COLUMN_NONE;
  last = &g_array_index (self->removed, Removed, self->removed->len - 1);
  position = MIN (last->position, count_filled (self));
  g_ptr_array_insert (self->rows, (int) position, g_steal_pointer (&last->row));
  g_array_set_size (self->removed, self->removed->len - 1);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  rank (self);
  finish (self);

  return position;
}

/* The places stay where they are, and the rows change them. */
static void
swap (KhTableDraft *self,
      guint         position,
      guint         other)
{
  const KhTable *table = kh_table_get (kh_rows_get_table (self->original));
  g_autofree char *here = g_strdup (kh_row_get (kh_row_draft_get_edited (get_row (self, position)), table->order));
  g_autofree char *there = g_strdup (kh_row_get (kh_row_draft_get_edited (get_row (self, other)), table->order));
  gpointer row = self->rows->pdata[position];

  self->rows->pdata[position] = self->rows->pdata[other];
  self->rows->pdata[other] = row;
  kh_row_draft_set_value (get_row (self, position), table->order, here);
  kh_row_draft_set_value (get_row (self, other), table->order, there);
  g_list_model_items_changed (G_LIST_MODEL (self), MIN (position, other), 2, 2);
}

/**
 * kh_table_draft_move:
 * @self: a draft of a table whose order is a rank
 * @position: a row
 * @by: 1 for down, -1 for up
 *
 * Returns: whether it moved
 */
gboolean
kh_table_draft_move (KhTableDraft *self,
                     guint         position,
                     int           by)
{
  gint64 other = (gint64) position + by;

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), FALSE);
  g_return_val_if_fail (position < self->rows->len, FALSE);
  g_return_val_if_fail (by == 1 || by == -1, FALSE);

  if (!kh_table_get (kh_rows_get_table (self->original))->ranked || other < 0 || other >= self->rows->len ||
      kh_row_draft_is_blank (get_row (self, position)) || kh_row_draft_is_blank (get_row (self, (guint) other)))
    return FALSE;
  swap (self, position, (guint) other);
  finish (self);

  return TRUE;
}

/* All rows are looked at once for a whole text, and not for each of its cells. */
static void
paste_line (KhTableDraft *self,
            guint         position,
            guint         column,
            const char   *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);
  guint n_columns = kh_table_get (kh_rows_get_table (self->original))->n_columns;

  for (guint i = 0; cells[i] != NULL && column + i < n_columns; i++)
    set_cell (self, position, column + i, g_strstrip (cells[i]));
  add_blank (self);
}

/**
 * kh_table_draft_paste:
 * @self: a draft that appends
 * @position: the row of the first cell
 * @column: its column
 * @text: cells out of a spreadsheet: lines of cells with tabs between them
 *
 * Every cell is taken as if it was typed; a wrong one has its error, and the others are taken all
 * the same. What stands right of the last column, or under the last row that may be, is left out.
 *
 * Returns: how many rows were written to
 */
guint
kh_table_draft_paste (KhTableDraft *self,
                      guint         position,
                      guint         column,
                      const char   *text)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *clean = NULL;
  guint n = 0;

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), 0);
  g_return_val_if_fail (text != NULL, 0);

  clean = g_utf8_make_valid (text, -1);
  lines = g_strsplit (g_strdelimit (clean, "\r", '\n'), "\n", -1);
  for (guint i = 0; lines[i] != NULL && position + n < self->rows->len; i++)
    {
      if (*lines[i] != '\0')
        paste_line (self, position + n++, column, lines[i]);
    }
  rank (self);
  finish (self);

  return n;
}

/**
 * kh_table_draft_get_dirty:
 * @self: a draft
 *
 * Returns: whether keeping it would change anything
 */
gboolean
kh_table_draft_get_dirty (KhTableDraft *self)
{
  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), FALSE);

  return self->dirty;
}

/**
 * kh_table_draft_revert:
 * @self: a draft
 *
 * Makes it what is kept.
 */
void
kh_table_draft_revert (KhTableDraft *self)
{
  g_return_if_fail (KH_IS_TABLE_DRAFT (self));

  fill (self);
}

/**
 * kh_table_draft_dup_rows:
 * @self: a draft
 *
 * Returns: (transfer full) (element-type KhRow): the rows as they would be kept, without blank ones
 */
GPtrArray *
kh_table_draft_dup_rows (KhTableDraft *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), rows);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!kh_row_draft_is_blank (get_row (self, i)))
        g_ptr_array_add (rows, g_object_ref (kh_row_draft_get_edited (get_row (self, i))));
    }

  return rows;
}

/* Blank rows can stand between others, after everything in one was deleted. */
static guint
find_nth_filled (KhTableDraft *self,
                 guint         n)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!kh_row_draft_is_blank (get_row (self, i)) && n-- == 0)
        return i;
    }

  return self->rows->len > 0 ? self->rows->len - 1 : 0;
}

static void
clear_notes (KhTableDraft *self)
{
  guint n_columns = kh_table_get (kh_rows_get_table (self->original))->n_columns;

  for (guint i = 0; i < self->rows->len; i++)
    for (guint column = 0; column < n_columns; column++)
      kh_row_draft_note (get_row (self, i), column, NULL);
}

static void
add_typed_errors (KhTableDraft *self,
                  GPtrArray    *problems)
{
  guint n_columns = kh_table_get (kh_rows_get_table (self->original))->n_columns;

  for (guint i = 0; i < self->rows->len; i++)
    for (guint column = 0; column < n_columns; column++)
      {
        const char *error = kh_row_draft_get_error (get_row (self, i), column);

        if (error != NULL)
          kh_row_problems_add (problems, i, column, error);
      }
}

/**
 * kh_table_draft_validate:
 * @self: a draft
 *
 * Each problem of a cell is noted in its row too, and older notes go.
 *
 * Returns: (transfer full) (element-type KhRowProblem): everything that is wrong with what would
 *   be kept, by position in this list; first what was typed wrong
 */
GPtrArray *
kh_table_draft_validate (KhTableDraft *self)
{
  GPtrArray *problems = kh_row_problems_new ();
  g_autoptr (GPtrArray) found = kh_row_problems_new ();
  g_autoptr (GPtrArray) rows = NULL;
  KhValueContext context;

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), problems);

  rows = kh_table_draft_dup_rows (self);
  context = make_context (self, NULL, 0);
  clear_notes (self);
  add_typed_errors (self, problems);
  kh_row_rules_check (kh_rows_get_table (self->original), rows, &context, found);
  for (guint i = 0; i < found->len; i++)
    {
      const KhRowProblem *problem = g_ptr_array_index (found, i);
      guint position = find_nth_filled (self, problem->position);

      if (problem->column == KH_COLUMN_NONE ||
          kh_row_draft_get_error (get_row (self, position), problem->column) == NULL)
        kh_row_problems_add (problems, position, problem->column, problem->message);
      if (problem->column != KH_COLUMN_NONE)
        kh_row_draft_note (get_row (self, position), problem->column, problem->message);
    }

  return problems;
}

static KhRowChange *
make_change (KhRowDraft *draft)
{
  KhRow *edited = kh_row_draft_get_edited (draft);
  KhRowChange *change = kh_row_change_new (edited, kh_row_draft_get_original (draft), FALSE);

  for (guint i = 0; i < kh_table_get (kh_row_get_table (edited))->n_columns; i++)
    {
      if (kh_row_draft_get_secret (draft, i) != NULL)
        kh_row_change_set_secret (change, i, kh_row_draft_get_secret (draft, i));
      else if (kh_row_draft_get_removes (draft, i))
        kh_row_change_set_secret (change, i, NULL);
    }

  return change;
}

/**
 * kh_table_draft_dup_changes:
 * @self: a draft without problems
 *
 * Returns: (transfer full) (element-type KhRowChange): what the store is to do; rows that go come
 *   first, so that what they had can be taken by others
 */
GPtrArray *
kh_table_draft_dup_changes (KhTableDraft *self)
{
  GPtrArray *changes = kh_row_changes_new ();

  g_return_val_if_fail (KH_IS_TABLE_DRAFT (self), changes);

  for (guint i = 0; i < self->removed->len; i++)
    {
      KhRow *original = kh_row_draft_get_original (g_array_index (self->removed, Removed, i).row);

      if (original != NULL)
        g_ptr_array_add (changes, kh_row_change_new (original, original, TRUE));
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (kh_row_draft_is_dirty (get_row (self, i)))
        g_ptr_array_add (changes, make_change (get_row (self, i)));
    }

  return changes;
}
