/* kh-watcher.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-watcher.h"
#include "kh-store-links.h"

/* How old a comparison may be before the account is due again; a round takes half of it at most. */
#define ROUND_SECONDS (8 * 60 * 60)

#define LONGEST_GAP_MS 10000u
#define RELIST_MS      (5u * 60u * 1000u)
#define FAILED_MS      30000u

/* How many of a company are known at a time. */
#define MOST_LOOKS 200u

/* Whoever opens a customer again so soon sees what was found. */
#define FRESH_US (3 * G_TIME_SPAN_SECOND)

/* One company's round. */
typedef struct {
  KhWatcher *watcher;
  GQueue looks;      /* KhLook */
  gboolean more;     /* than are in it */
  gint64 under_way;  /* customer number, or 0 */
  guint timer;
} Round;

struct _KhWatcher
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  KhSender *sender;
  KhPulse *pulse;
  GCancellable *cancellable;
  GHashTable *rounds;
  GHashTable *looked; /* when, by customer */

  /* State */
  gboolean started;
  gboolean listing;
  guint source;
  double pace;
};

G_DEFINE_FINAL_TYPE (KhWatcher, kh_watcher, G_TYPE_OBJECT)

static void list (KhWatcher *self);
static void plan (Round *round);

static void
round_free (gpointer data)
{
  Round *round = data;

  g_clear_handle_id (&round->timer, g_source_remove);
  g_queue_clear_full (&round->looks, g_free);
  g_free (round);
}

static Round *
get_round (KhWatcher *self,
           gint64     company)
{
  Round *round = g_hash_table_lookup (self->rounds, &company);

  if (round != NULL)
    return round;

  round = g_new0 (Round, 1);
  round->watcher = self;
  g_queue_init (&round->looks);
  g_hash_table_insert (self->rounds, g_memdup2 (&company, sizeof company), round);

  return round;
}

static guint
scale (KhWatcher *self,
       guint64    milliseconds)
{
  return (guint) ((double) milliseconds * self->pace);
}

/* The round */

static gboolean
on_list_timeout_cb (gpointer data)
{
  KhWatcher *self = data;

  self->source = 0;
  list (self);

  return G_SOURCE_REMOVE;
}

static void
plan_list (KhWatcher *self,
           guint      milliseconds)
{
  if (self->started && self->source == 0 && !self->listing)
    self->source = g_timeout_add (scale (self, milliseconds), on_list_timeout_cb, self);
}

static gboolean
on_round_timeout_cb (gpointer data)
{
  Round *round = data;
  g_autofree KhLook *look = g_queue_pop_head (&round->looks);

  round->timer = 0;
  if (look != NULL)
    {
      round->under_way = look->customer;
      kh_sender_look (round->watcher->sender, look->customer);
    }

  return G_SOURCE_REMOVE;
}

/* Spread out, so that a round takes half of the time that it may; what nothing goes out for
 * before it is compared does not wait. */
static guint
get_gap (const KhLook *look)
{
  return look->unchecked ? 0 : MIN (LONGEST_GAP_MS, ROUND_SECONDS / 2 * 1000u / MAX (look->n_links, 1));
}

static void
plan (Round *round)
{
  KhWatcher *self = round->watcher;
  const KhLook *next = g_queue_peek_head (&round->looks);

  if (!self->started || round->under_way != 0 || round->timer != 0)
    return;
  if (next != NULL)
    round->timer = g_timeout_add (scale (self, get_gap (next)), on_round_timeout_cb, round);
}

static void
on_looked_cb (KhWatcher *self,
              gint64     customer)
{
  GHashTableIter iter;
  Round *round;

  g_hash_table_iter_init (&iter, self->rounds);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &round))
    {
      if (round->under_way != customer)
        continue;
      round->under_way = 0;
      plan (round);
      if (round->looks.length == 0 && round->more)
        list (self);
    }
}

static void
take_looks (KhWatcher *self,
            GArray    *looks)
{
  GHashTableIter iter;
  Round *round;

  g_hash_table_iter_init (&iter, self->rounds);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &round))
    {
      g_queue_clear_full (&round->looks, g_free);
      round->more = FALSE;
    }
  for (guint i = 0; i < looks->len; i++)
    {
      const KhLook *look = &g_array_index (looks, KhLook, i);

      round = get_round (self, look->company);
      if (look->customer != round->under_way)
        g_queue_push_tail (&round->looks, g_memdup2 (look, sizeof *look));
      round->more = round->looks.length >= MOST_LOOKS - 1;
    }
  g_hash_table_iter_init (&iter, self->rounds);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &round))
    plan (round);
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhWatcher) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) looks = kh_store_list_looks_finish (KH_STORE (source), result, &error);

  self->listing = FALSE;
  if (!self->started)
    return;
  if (looks == NULL)
    {
      g_warning ("The accounts to compare could not be read: %s", error->message);
      plan_list (self, FAILED_MS);
      return;
    }
  take_looks (self, looks);
  plan_list (self, RELIST_MS);
}

static void
list (KhWatcher *self)
{
  if (self->listing || !self->started)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  self->listing = TRUE;
  kh_store_list_looks_async (self->store, ROUND_SECONDS, MOST_LOOKS, self->cancellable, on_listed_cb,
                             g_object_ref (self));
}

/* The clock and the network */

static void
on_woke_cb (KhWatcher *self)
{
  kh_sender_hurry (self->sender);
  list (self);
}

static void
on_doubted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  if (!kh_store_doubt_keys_finish (KH_STORE (source), result, &error))
    g_warning ("That the clock was put back could not be kept: %s", error->message);
}

static void
on_stepped_cb (KhWatcher *self,
               gint64     seconds)
{
  if (seconds < 0)
    kh_store_doubt_keys_async (self->store, on_doubted_cb, NULL);
  list (self);
}

static void
kh_watcher_finalize (GObject *object)
{
  KhWatcher *self = KH_WATCHER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_hash_table_unref (self->rounds);
  g_hash_table_unref (self->looked);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->pulse);
  g_clear_object (&self->sender);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_watcher_parent_class)->finalize (object);
}

static void
kh_watcher_class_init (KhWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_watcher_finalize;
}

static void
kh_watcher_init (KhWatcher *self)
{
  self->cancellable = g_cancellable_new ();
  self->rounds = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, round_free);
  self->looked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->pace = 1;
}

/**
 * kh_watcher_new:
 * @store: the office's records
 * @sender: what empties their outbox
 * @pulse: what tells of a sleep, another network and a clock that was set
 *
 * Returns: (transfer full): a watcher that has not started
 */
KhWatcher *
kh_watcher_new (KhStore  *store,
                KhSender *sender,
                KhPulse  *pulse)
{
  KhWatcher *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_SENDER (sender), NULL);
  g_return_val_if_fail (KH_IS_PULSE (pulse), NULL);

  self = g_object_new (KH_TYPE_WATCHER, NULL);
  self->store = g_object_ref (store);
  self->sender = g_object_ref (sender);
  self->pulse = g_object_ref (pulse);

  return self;
}

/**
 * kh_watcher_start:
 * @self: a watcher, the only one of its sender
 *
 * Begins with the accounts that nothing goes out for before they are compared, and then those
 * that were compared longest ago.
 */
void
kh_watcher_start (KhWatcher *self)
{
  g_return_if_fail (KH_IS_WATCHER (self) && !self->started);

  self->started = TRUE;
  g_signal_connect_object (self->sender, "looked", G_CALLBACK (on_looked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pulse, "woke", G_CALLBACK (on_woke_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pulse, "stepped", G_CALLBACK (on_stepped_cb), self, G_CONNECT_SWAPPED);
  list (self);
}

/**
 * kh_watcher_stop:
 * @self: a watcher
 *
 * Nothing more is asked for.
 */
void
kh_watcher_stop (KhWatcher *self)
{
  g_return_if_fail (KH_IS_WATCHER (self));

  self->started = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->sender, self);
  g_signal_handlers_disconnect_by_data (self->pulse, self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_hash_table_remove_all (self->rounds);
}

/* Whether it was asked for just now already. */
static gboolean
is_fresh (KhWatcher *self,
          gint64     customer)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 *before = g_hash_table_lookup (self->looked, &customer);

  if (before != NULL && now - *before < FRESH_US)
    return TRUE;
  if (g_hash_table_size (self->looked) >= MOST_LOOKS)
    g_hash_table_remove_all (self->looked);
  g_hash_table_insert (self->looked, g_memdup2 (&customer, sizeof customer), g_memdup2 (&now, sizeof now));

  return FALSE;
}

/**
 * kh_watcher_look:
 * @self: a watcher
 * @customer: a customer number
 *
 * Somebody looks at the customer: the account is compared soon, if there is one. What comes of it
 * is told by the store; where nothing is new, nothing is.
 */
void
kh_watcher_look (KhWatcher *self,
                 gint64     customer)
{
  g_return_if_fail (KH_IS_WATCHER (self));

  if (self->started && !is_fresh (self, customer))
    kh_sender_look (self->sender, customer);
}

/**
 * kh_watcher_set_pace:
 * @self: a watcher
 * @pace: what all waits are multiplied by
 */
void
kh_watcher_set_pace (KhWatcher *self,
                     double     pace)
{
  g_return_if_fail (KH_IS_WATCHER (self));

  self->pace = pace;
}
