/* kh-row-cache.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-cache.h"

#include "kh-customer-row-private.h"

#include <string.h>

/* Sixteen pages of a list. */
#define KEPT_ROWS 3200

struct _KhRowCache {
  GHashTable *rows;     /* number to KhCustomerRow, not referenced: a row leaves when it ends */
  GQueue kept;          /* rows read last, referenced */
  GHashTable *reading;  /* numbers that are being read */
  GHashTable *changed;  /* number to the time of its last change, while any is being read */
  guint time;
  guint n_reads;
};

static void
on_row_gone_cb (gpointer  data,
                GObject  *row G_GNUC_UNUSED)
{
  gint64 *number = data;
  KhRowCache *self = *(KhRowCache **) (number + 1);

  g_hash_table_remove (self->rows, number);
  g_free (number);
}

/* The number and the cache, in one block that the weak reference owns. */
static gint64 *
make_row_key (KhRowCache *self,
              gint64      number)
{
  gint64 *key = g_malloc (sizeof (gint64) + sizeof (KhRowCache *));

  *key = number;
  memcpy (key + 1, &self, sizeof self);

  return key;
}

static void
keep_row (KhRowCache    *self,
          KhCustomerRow *row)
{
  g_queue_push_tail (&self->kept, row);
  if (g_queue_get_length (&self->kept) > KEPT_ROWS)
    g_object_unref (g_queue_pop_head (&self->kept));
}

/* What was read before a change of its customer is not the row any more. */
static gboolean
is_current (KhRowCache *self,
            gint64      number,
            guint       time)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->changed, &number)) <= time;
}

static void
take_texts (KhRowCache *self,
            guint       time,
            KhRowTexts *texts)
{
  KhCustomerRow *row;

  if (!is_current (self, texts->number, time))
    {
      kh_row_texts_free (texts);
      return;
    }
  row = kh_row_cache_get (self, texts->number);
  kh_customer_row_fill (row, texts);
  keep_row (self, row);
}

KhRowCache *
kh_row_cache_new (void)
{
  KhRowCache *self = g_new0 (KhRowCache, 1);

  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->reading = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&self->kept);

  return self;
}

/* Lets go of every row; those that somebody holds go on without the cache. */
void
kh_row_cache_clear (KhRowCache *self)
{
  GHashTableIter iter;
  gpointer key, row;

  g_queue_clear_full (&self->kept, g_object_unref);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      g_object_weak_unref (row, on_row_gone_cb, key);
      g_hash_table_iter_remove (&iter);
      g_free (key);
    }
}

void
kh_row_cache_free (KhRowCache *self)
{
  kh_row_cache_clear (self);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->reading);
  g_hash_table_unref (self->changed);
  g_free (self);
}

/* The row, or a placeholder for it. */
KhCustomerRow *
kh_row_cache_get (KhRowCache *self,
                  gint64      number)
{
  KhCustomerRow *row = kh_row_cache_lookup (self, number);
  gint64 *key;

  if (row != NULL)
    return g_object_ref (row);

  row = kh_customer_row_new (number);
  key = make_row_key (self, number);
  g_hash_table_insert (self->rows, key, row);
  g_object_weak_ref (G_OBJECT (row), on_row_gone_cb, key);

  return row;
}

KhCustomerRow *
kh_row_cache_lookup (KhRowCache *self,
                     gint64      number)
{
  return g_hash_table_lookup (self->rows, &number);
}

/* Whether the row is neither filled nor being read. */
gboolean
kh_row_cache_wants (KhRowCache *self,
                    gint64      number)
{
  KhCustomerRow *row = kh_row_cache_lookup (self, number);

  return (row == NULL || !kh_customer_row_get_loaded (row)) && !g_hash_table_contains (self->reading, &number);
}

guint
kh_row_cache_begin_read (KhRowCache *self,
                         GArray     *numbers)
{
  for (guint i = 0; i < numbers->len; i++)
    g_hash_table_add (self->reading, g_memdup2 (&g_array_index (numbers, gint64, i), sizeof (gint64)));
  self->n_reads++;

  return self->time;
}

/* Takes the KhRowTexts out of @texts, which is %NULL after an error. */
void
kh_row_cache_end_read (KhRowCache *self,
                       guint       time,
                       GArray     *numbers,
                       GPtrArray  *texts)
{
  for (guint i = 0; i < numbers->len; i++)
    g_hash_table_remove (self->reading, &g_array_index (numbers, gint64, i));
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    take_texts (self, time, g_ptr_array_index (texts, i));
  if (texts != NULL)
    g_ptr_array_set_free_func (texts, NULL);
  if (--self->n_reads == 0)
    g_hash_table_remove_all (self->changed);
}

/* To be called before the read of what changed begins. */
void
kh_row_cache_note_change (KhRowCache *self,
                          gint64      number)
{
  self->time++;
  g_hash_table_insert (self->changed, g_memdup2 (&number, sizeof number), GUINT_TO_POINTER (self->time));
}

/* Returns: (transfer full): the number of every row there is, all of them noted as changed */
GArray *
kh_row_cache_note_all (KhRowCache *self)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer number;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    {
      g_array_append_vals (numbers, number, 1);
      kh_row_cache_note_change (self, *(gint64 *) number);
    }

  return numbers;
}
