/* kh-import-feed.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-import-feed.h"

/* Records that change hands at once, and how many such lots may wait. */
#define LOT_SIZE  32
#define MOST_LOTS 8

struct _KhImportFeed
{
  /* Owned, and the thread's while it runs */
  KhRecordReader *reader;
  KhImportChecker *checker;
  GThread *thread;

  /* Whoever takes */
  GPtrArray *lot;
  guint next;

  /* Guarded by the lock */
  GMutex lock;
  GCond changed;
  GQueue lots;
  GQueue used;
  GError *error;
  gboolean ended;
  gboolean stopped;
};

static void
free_item (gpointer data)
{
  KhImportItem *item = data;

  kh_record_free (item->record);
  kh_dossier_free (item->dossier);
  kh_customer_index_free (item->index);
  g_ptr_array_unref (item->problems);
  g_free (item);
}

static KhCustomerIndex *
make_index (KhDossier *dossier)
{
  KhCustomerIndex *index = kh_customer_index_new (dossier->customer);

  for (guint i = 0; i < KH_N_TABLES; i++)
    for (guint j = 0; j < dossier->rows[i]->len; j++)
      kh_customer_index_add_row (index, g_ptr_array_index (dossier->rows[i], j));

  return index;
}

static KhImportItem *
make_item (KhImportFeed *self,
           KhRecord     *record)
{
  KhImportItem *item = g_new0 (KhImportItem, 1);

  item->problems = kh_import_problems_new ();
  item->dossier = kh_import_checker_check (self->checker, kh_record_reader_get_columns (self->reader), record,
                                           item->problems);
  item->record = kh_record_copy (record);
  if (item->dossier != NULL)
    item->index = make_index (item->dossier);

  return item;
}

/* The next records, as many as change hands at once; fewer at the end. */
static GPtrArray *
read_lot (KhImportFeed  *self,
          KhRecord      *record,
          GError       **error)
{
  GPtrArray *lot = g_ptr_array_new_with_free_func (free_item);

  while (lot->len < LOT_SIZE && kh_record_reader_next (self->reader, record, error))
    g_ptr_array_add (lot, make_item (self, record));

  return lot;
}

/* Takes the lot and the error, and gives back the lots that were used. Returns: whether more is wanted. */
static gboolean
hand_over (KhImportFeed *self,
           GPtrArray    *lot,
           GError       *error,
           GQueue       *used)
{
  gboolean more;

  g_mutex_lock (&self->lock);
  while (g_queue_get_length (&self->lots) >= MOST_LOTS && !self->stopped)
    g_cond_wait (&self->changed, &self->lock);
  self->ended = lot->len < LOT_SIZE || error != NULL;
  self->error = error;
  g_queue_push_tail (&self->lots, lot);
  *used = self->used;
  g_queue_init (&self->used);
  more = !self->ended && !self->stopped;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  return more;
}

static void
free_lots (GQueue *lots)
{
  GPtrArray *lot;

  while ((lot = g_queue_pop_head (lots)) != NULL)
    g_ptr_array_unref (lot);
}

/* Whoever takes the records has enough to do with keeping them, so they are freed here too. */
static gpointer
work (gpointer data)
{
  KhImportFeed *self = data;
  g_autoptr (KhRecord) record = kh_record_new ();
  gboolean more = TRUE;

  while (more)
    {
      GError *error = NULL;
      GPtrArray *lot = read_lot (self, record, &error);
      GQueue used = G_QUEUE_INIT;

      more = hand_over (self, lot, error, &used);
      free_lots (&used);
    }

  return NULL;
}

/**
 * kh_import_feed_new:
 * @reader: a file; nobody else reads it meanwhile
 * @checker: (transfer full): what makes customers of its records
 *
 * Returns: (transfer full): the feed, at work
 */
KhImportFeed *
kh_import_feed_new (KhRecordReader  *reader,
                    KhImportChecker *checker)
{
  KhImportFeed *self = g_new0 (KhImportFeed, 1);

  self->reader = g_object_ref (reader);
  self->checker = checker;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->lots);
  g_queue_init (&self->used);
  self->thread = g_thread_new ("kh-import", work, self);

  return self;
}

/**
 * kh_import_feed_free:
 * @self: (nullable) (transfer full): a feed; it stops
 */
void
kh_import_feed_free (KhImportFeed *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  free_lots (&self->lots);
  free_lots (&self->used);
  g_clear_pointer (&self->lot, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  kh_import_checker_free (self->checker);
  g_object_unref (self->reader);
  g_free (self);
}

/* Gives back the lot that is used up, and takes the next. */
static GPtrArray *
take_lot (KhImportFeed  *self,
          GPtrArray     *done,
          GError       **error)
{
  GPtrArray *lot;

  g_mutex_lock (&self->lock);
  if (done != NULL)
    g_queue_push_tail (&self->used, done);
  while (g_queue_is_empty (&self->lots) && !self->ended)
    g_cond_wait (&self->changed, &self->lock);
  lot = g_queue_pop_head (&self->lots);
  if ((lot == NULL || lot->len == 0) && self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  return lot;
}

/**
 * kh_import_feed_next:
 * @self: a feed
 * @error: return location for an error after which nothing more can be read
 *
 * Returns: (transfer none) (nullable): the next record, which stays until the one after it is
 *   asked for; or %NULL at the end
 */
KhImportItem *
kh_import_feed_next (KhImportFeed  *self,
                     GError       **error)
{
  if (self->lot == NULL || self->next >= self->lot->len)
    {
      self->lot = take_lot (self, self->lot, error);
      self->next = 0;
    }
  if (self->lot == NULL || self->lot->len == 0)
    return NULL;

  return g_ptr_array_index (self->lot, self->next++);
}
