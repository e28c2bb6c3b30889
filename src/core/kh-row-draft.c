/* kh-row-draft.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-draft.h"

/* A text that is no value has an error, and the edited row keeps the original's value in its
 * place. What a rule over all rows found is noted beside it. Of a sealed cell there is no text,
 * but the secret that was typed, or that the kept one goes. */
typedef struct {
  char *text;
  char *error;
  char *noted;
  KhSecret *secret;
  gboolean removes;
} Cell;

struct _KhRowDraft
{
  GObject parent_instance;

  /* Owned */
  KhRow *original;
  KhRow *edited;
  Cell *cells;

  /* State */
  KhTableId table;
  guint n_columns;
};

enum {
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (KhRowDraft, kh_row_draft, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
kh_row_draft_finalize (GObject *object)
{
  KhRowDraft *self = KH_ROW_DRAFT (object);

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_free (self->cells[i].text);
      g_free (self->cells[i].error);
      g_free (self->cells[i].noted);
      kh_secret_unref (self->cells[i].secret);
    }
  g_free (self->cells);
  g_clear_object (&self->original);
  g_clear_object (&self->edited);

  G_OBJECT_CLASS (kh_row_draft_parent_class)->finalize (object);
}

static void
kh_row_draft_class_init (KhRowDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_row_draft_finalize;

  signals[CHANGED] = g_signal_new ("changed", KH_TYPE_ROW_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kh_row_draft_init (KhRowDraft *self G_GNUC_UNUSED)
{
}

static void
emit_changed (KhRowDraft *self,
              guint       column)
{
  g_signal_emit (self, signals[CHANGED], 0, column);
}

static gboolean
replace (char       **place,
         const char  *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);

  return TRUE;
}

/**
 * kh_row_draft_new:
 * @table: whose row
 * @original: (nullable) (transfer none): the row as it is kept, or %NULL for a new one
 *
 * Returns: (transfer full): a draft that changes nothing yet
 */
KhRowDraft *
kh_row_draft_new (KhTableId  table,
                  KhRow     *original)
{
  KhRowDraft *self = g_object_new (KH_TYPE_ROW_DRAFT, NULL);

  self->table = table;
  self->n_columns = kh_table_get (table)->n_columns;
  self->original = original != NULL ? g_object_ref (original) : NULL;
  self->edited = original != NULL ? kh_row_copy (original) : kh_row_new (table);
  self->cells = g_new0 (Cell, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    self->cells[i].text = kh_value_format (kh_table_get_column (table, i), kh_row_get (self->edited, i), NULL);

  return self;
}

/**
 * kh_row_draft_get_original:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): the row as it is kept, %NULL for a new one
 */
KhRow *
kh_row_draft_get_original (KhRowDraft *self)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), NULL);

  return self->original;
}

/**
 * kh_row_draft_get_edited:
 * @self: a draft
 *
 * Returns: (transfer none): the row as it would be kept
 */
KhRow *
kh_row_draft_get_edited (KhRowDraft *self)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), NULL);

  return self->edited;
}

/**
 * kh_row_draft_get_text:
 * @self: a draft
 * @column: a column of its table
 *
 * Returns: (transfer none): what the cell shows; "" for a sealed one
 */
const char *
kh_row_draft_get_text (KhRowDraft *self,
                       guint       column)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), "");
  g_return_val_if_fail (column < self->n_columns, "");

  return self->cells[column].text;
}

/**
 * kh_row_draft_get_error:
 * @self: a draft
 * @column: a column of its table
 *
 * Returns: (transfer none) (nullable): what is wrong with the cell, or %NULL
 */
const char *
kh_row_draft_get_error (KhRowDraft *self,
                        guint       column)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), NULL);
  g_return_val_if_fail (column < self->n_columns, NULL);

  return self->cells[column].error != NULL ? self->cells[column].error : self->cells[column].noted;
}

static gboolean
was_sealed (KhRowDraft *self,
            guint       column)
{
  return self->original != NULL && kh_row_is_sealed (self->original, column);
}

static gboolean
put_secret (KhRowDraft *self,
            guint       column,
            KhSecret   *secret,
            gboolean    removes,
            const char *error)
{
  Cell *cell = &self->cells[column];
  KhSecret *before = cell->secret;
  gboolean changed = before != secret || cell->removes != removes;

  cell->secret = secret != NULL ? kh_secret_ref (secret) : NULL;
  kh_secret_unref (before);
  cell->removes = removes;
  kh_row_set_sealed (self->edited, column, secret != NULL || (was_sealed (self, column) && !removes));
  changed |= replace (&cell->noted, NULL);

  return replace (&cell->error, error) || changed;
}

static gboolean
set_secret_text (KhRowDraft           *self,
                 guint                 column,
                 const char           *text,
                 const KhValueContext *context)
{
  g_autoptr (KhSecret) secret = *text != '\0' ? kh_secret_new (text, -1) : NULL;
  g_autoptr (GError) error = NULL;

  if (secret != NULL)
    kh_value_check_secret (kh_table_get_column (self->table, column), secret, context, &error);

  return put_secret (self, column, secret, FALSE, error != NULL ? error->message : NULL);
}

/**
 * kh_row_draft_set_text:
 * @self: a draft
 * @column: a column of its table
 * @text: what was typed
 * @context: what its check needs to know
 *
 * An empty text in a sealed cell leaves the kept secret as it is.
 *
 * Returns: whether the text is a value, or empty
 */
gboolean
kh_row_draft_set_text (KhRowDraft           *self,
                       guint                 column,
                       const char           *text,
                       const KhValueContext *context)
{
  const KhDatapoint *described;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed;

  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), FALSE);
  g_return_val_if_fail (column < self->n_columns, FALSE);

  described = kh_table_get_column (self->table, column);
  if (described->sealed)
    changed = set_secret_text (self, column, text, context);
  else
    {
      value = kh_value_parse (described, text, -1, context, &error);
      kh_row_set (self->edited, column,
                  error == NULL ? value : self->original != NULL ? kh_row_get (self->original, column) : NULL);
      changed = replace (&self->cells[column].text, text);
      changed |= replace (&self->cells[column].error, error != NULL ? error->message : NULL);
      changed |= replace (&self->cells[column].noted, NULL);
    }
  if (changed)
    emit_changed (self, column);

  return self->cells[column].error == NULL;
}

/**
 * kh_row_draft_set_value:
 * @self: a draft
 * @column: a column that is not sealed
 * @value: (nullable): a canonical value
 *
 * For what is chosen or counted rather than typed.
 */
void
kh_row_draft_set_value (KhRowDraft *self,
                        guint       column,
                        const char *value)
{
  g_autofree char *text = NULL;
  gboolean changed;

  g_return_if_fail (KH_IS_ROW_DRAFT (self));
  g_return_if_fail (column < self->n_columns);

  text = kh_value_format (kh_table_get_column (self->table, column), value, NULL);
  kh_row_set (self->edited, column, value);
  changed = replace (&self->cells[column].text, text);
  changed |= replace (&self->cells[column].error, NULL);
  changed |= replace (&self->cells[column].noted, NULL);
  if (changed)
    emit_changed (self, column);
}

/**
 * kh_row_draft_note:
 * @self: a draft
 * @column: a column of its table
 * @error: (nullable): what a rule over all rows found wrong with the cell
 *
 * It stays until the cell is typed in, or another note takes its place.
 */
void
kh_row_draft_note (KhRowDraft *self,
                   guint       column,
                   const char *error)
{
  g_return_if_fail (KH_IS_ROW_DRAFT (self));
  g_return_if_fail (column < self->n_columns);

  if (replace (&self->cells[column].noted, error))
    emit_changed (self, column);
}

/**
 * kh_row_draft_get_secret:
 * @self: a draft
 * @column: a sealed column
 *
 * Returns: (transfer none) (nullable): what was typed to be kept sealed, or %NULL
 */
KhSecret *
kh_row_draft_get_secret (KhRowDraft *self,
                         guint       column)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), NULL);
  g_return_val_if_fail (column < self->n_columns, NULL);

  return self->cells[column].secret;
}

/**
 * kh_row_draft_get_removes:
 * @self: a draft
 * @column: a sealed column
 *
 * Returns: whether the kept secret is to go
 */
gboolean
kh_row_draft_get_removes (KhRowDraft *self,
                          guint       column)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), FALSE);
  g_return_val_if_fail (column < self->n_columns, FALSE);

  return self->cells[column].removes;
}

/**
 * kh_row_draft_remove_secret:
 * @self: a draft
 * @column: a sealed column
 *
 * Takes back what was typed, and has the kept secret go.
 */
void
kh_row_draft_remove_secret (KhRowDraft *self,
                            guint       column)
{
  g_return_if_fail (KH_IS_ROW_DRAFT (self));
  g_return_if_fail (column < self->n_columns);

  if (put_secret (self, column, NULL, was_sealed (self, column), NULL))
    emit_changed (self, column);
}

/**
 * kh_row_draft_is_blank:
 * @self: a draft
 *
 * Returns: whether it is a new row in which nothing was typed or chosen
 */
gboolean
kh_row_draft_is_blank (KhRowDraft *self)
{
  g_autoptr (KhRow) untouched = NULL;
  const KhTable *table;

  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), FALSE);

  if (self->original != NULL)
    return FALSE;
  table = kh_table_get (self->table);
  untouched = kh_row_new (self->table);
  for (guint i = 0; i < self->n_columns; i++)
    {
      gboolean counted = table->ranked && i == table->order;

      if (self->cells[i].error != NULL || self->cells[i].secret != NULL ||
          (!counted && g_strcmp0 (kh_row_get (self->edited, i), kh_row_get (untouched, i)) != 0))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_row_draft_is_dirty:
 * @self: a draft
 *
 * Returns: whether keeping it would change anything, or something in it is wrong
 */
gboolean
kh_row_draft_is_dirty (KhRowDraft *self)
{
  g_return_val_if_fail (KH_IS_ROW_DRAFT (self), FALSE);

  if (self->original == NULL)
    return !kh_row_draft_is_blank (self);
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (self->cells[i].error != NULL || self->cells[i].secret != NULL || self->cells[i].removes)
        return TRUE;
    }

  return !kh_row_equal (self->original, self->edited);
}
