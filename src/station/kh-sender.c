/* kh-sender.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sender-private.h"
#include "kh-store-links.h"

/* How often somebody may change an account just before us until we wait, too. */
#define MOST_MOVES 3u

#define FIRST_REVIEW_MS   (30u * 1000u)
#define LONGEST_REVIEW_MS (10u * 60u * 1000u)
#define FAILED_MS         5000u

/* Over how long those who are due at once are spread. */
#define HURRY_MS 10000.0

/* There is one for each customer of whom something is to be done. */
typedef struct {
  KhSender *sender;
  KhSenderCompany *company; /* NULL until it is known */
  gint64 customer;
  KhOutboxSet *set;  /* while its station is being found */
  gboolean busy;     /* being looked at or worked on */
  gboolean queued;   /* in the company's queue */
  gboolean running;  /* counted as one of the company's */
  gboolean again;    /* something was saved meanwhile */
  gboolean locked;   /* waits for somebody who has the key */
  gboolean reviewed; /* waits for a person at the station */
  gboolean look;     /* to be read and compared */
  gboolean looking;  /* that is under way */
  gboolean looked;   /* the step before has read it */
  guint failures;
  guint moves;
  gint64 asked;      /* until when the station wants to be left alone; time asleep counts */
  guint timer;
} Account;

G_DEFINE_FINAL_TYPE (KhSender, kh_sender, G_TYPE_OBJECT)

enum {
  LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look (Account *account);

static void
account_free (gpointer data)
{
  Account *account = data;

  g_clear_handle_id (&account->timer, g_source_remove);
  g_free (account);
}

static double
get_random (gpointer data G_GNUC_UNUSED)
{
  return g_random_double ();
}

static Account *
get_account (KhSender *self,
             gint64    customer)
{
  Account *account = g_hash_table_lookup (self->accounts, &customer);

  if (account != NULL)
    return account;

  account = g_new0 (Account, 1);
  account->sender = self;
  account->customer = customer;
  g_hash_table_insert (self->accounts, g_memdup2 (&customer, sizeof customer), account);

  return account;
}

static void
forget_account (Account *account)
{
  g_hash_table_remove (account->sender->accounts, &account->customer);
}

static void
set_busy (Account  *account,
          gboolean  busy)
{
  if (account->busy == busy)
    return;
  account->busy = busy;
  account->sender->n_busy += busy ? 1 : -1u;
}

static void
enqueue (Account *account)
{
  if (account->queued)
    return;
  account->queued = TRUE;
  g_queue_push_tail (&account->company->ready, account);
}

/* Waiting */

static gboolean
on_account_timeout_cb (gpointer data)
{
  Account *account = data;

  account->timer = 0;
  if (account->company == NULL)
    look (account);
  else
    {
      enqueue (account);
      kh_sender_pump (account->company);
    }

  return G_SOURCE_REMOVE;
}

static void
wait_for (Account *account,
          guint64  milliseconds)
{
  g_clear_handle_id (&account->timer, g_source_remove);
  account->timer = g_timeout_add (kh_sender_scale (account->sender, milliseconds), on_account_timeout_cb, account);
}

/* One account */

static void
set_running (Account  *account,
             gboolean  running)
{
  if (account->running == running)
    return;
  account->running = running;
  account->company->running += running ? 1 : -1u;
}

typedef struct {
  KhSender *sender;
  gint64 customer;
} Looked;

/* Whoever is told may ask for another look. */
static gboolean
on_looked_idle_cb (gpointer data)
{
  const Looked *looked = data;

  g_signal_emit (looked->sender, signals[LOOKED], 0, looked->customer);

  return G_SOURCE_REMOVE;
}

static void
looked_free (gpointer data)
{
  Looked *looked = data;

  g_object_unref (looked->sender);
  g_free (looked);
}

static void
end_look (Account *account)
{
  Looked *looked;

  if (!account->looking)
    return;
  account->looking = FALSE;
  looked = g_new0 (Looked, 1);
  looked->sender = g_object_ref (account->sender);
  looked->customer = account->customer;
  g_idle_add_full (G_PRIORITY_DEFAULT, on_looked_idle_cb, looked, looked_free);
}

/* The end of a turn: the company's next one may begin. */
static void
leave (Account *account)
{
  KhSenderCompany *company = account->company;

  set_busy (account, FALSE);
  if (company != NULL)
    set_running (account, FALSE);
  end_look (account);
}

static void
take_result (Account            *account,
             const KhSendResult *result)
{
  KhSender *self = account->sender;
  KhSenderCompany *company = account->company;

  kh_sender_company_take_result (company, result);
  account->reviewed = result->end == KH_SEND_REVIEW;
  account->looked = result->looked;
  switch (result->end)
    {
    case KH_SEND_DONE:
      account->failures = 0;
      account->moves = 0;
      look (account);
      break;
    case KH_SEND_MOVED:
      if (++account->moves <= MOST_MOVES)
        look (account);
      else
        wait_for (account, kh_backoff_get_wait (++account->failures, 0, self->random, self->random_data));
      break;
    case KH_SEND_LATER:
      account->failures++;
      account->asked = kh_sender_get_asked (self, result);
      wait_for (account, kh_backoff_get_wait (account->failures, result->retry_after, self->random, self->random_data));
      break;
    case KH_SEND_REVIEW:
      account->failures++;
      wait_for (account, MIN (FIRST_REVIEW_MS * (guint64) account->failures, LONGEST_REVIEW_MS));
      break;
    case KH_SEND_NO_KEY:
      account->locked = TRUE;
      break;
    case KH_SEND_PAUSED:
      kh_sender_company_pause (company, result->message);
      look (account);
      break;
    case KH_SEND_FAILED:
      wait_for (account, FAILED_MS);
      break;
    }
}

static void
on_run_cb (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      user_data)
{
  Account *account = user_data;
  g_autoptr (KhSender) self = account->sender;
  g_autoptr (KhSendResult) ended = kh_send_run_finish (result, NULL);
  KhSenderCompany *company = account->company;

  leave (account);
  if (ended == NULL || !self->started)
    {
      kh_breaker_abstain (&company->breaker);
      return;
    }
  take_result (account, ended);
  kh_sender_pump (company);
}

static KhSendLook
take_look (Account *account)
{
  const gboolean looked = account->looked;

  account->looked = FALSE;
  if (account->looking)
    return KH_SEND_LOOK_FIRST;

  return looked ? KH_SEND_LOOK_DONE : KH_SEND_LOOK_NEEDED;
}

static void
on_stations_get_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  Account *account = user_data;
  g_autoptr (KhOutboxSet) set = g_steal_pointer (&account->set);
  g_autoptr (KhSender) self = account->sender;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStation) station = kh_stations_get_finish (KH_STATIONS (source), result, &error);

  if (station != NULL && self->started)
    {
      kh_send_run_async (self->store, station, g_steal_pointer (&set), account->company->capabilities, take_look (account),
                         kh_sender_get_clock (self).real / G_USEC_PER_SEC, self->cancellable, on_run_cb, account);
      g_steal_pointer (&self);
      return;
    }

  leave (account);
  kh_breaker_abstain (&account->company->breaker);
  if (!self->started)
    return;
  /* There is no token, or the company is set up otherwise. */
  kh_sender_company_pause (account->company, error->message);
  look (account);
}

/* Nothing is to be done, for now. */
static void
rest (Account *account)
{
  KhSenderCompany *company = account->company;

  if (account->running)
    kh_breaker_abstain (&company->breaker);
  leave (account);
  if (account->again)
    look (account);
  else if (!account->locked)
    forget_account (account);
  if (company != NULL)
    kh_sender_pump (company);
}

/* Takes the set. */
static void
work (Account     *account,
      KhOutboxSet *set)
{
  KhSender *self = account->sender;
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->store), account->company->id);

  if (company == NULL)
    {
      kh_outbox_set_free (set);
      rest (account);
      return;
    }
  account->set = set;
  g_object_ref (self);
  kh_stations_get_async (self->stations, company, self->cancellable, on_stations_get_cb, account);
}

static void
take_set (Account     *account,
          KhOutboxSet *set)
{
  account->company = kh_sender_get_company (account->sender, set->link->company);
  account->again = FALSE;
  if (account->running)
    {
      work (account, set);
      return;
    }
  if (account->company->ready.length == 0 && kh_sender_company_may_run (account->company))
    {
      set_running (account, TRUE);
      work (account, set);
      return;
    }
  kh_outbox_set_free (set);
  set_busy (account, FALSE);
  enqueue (account);
}

static void
on_store_take_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Account *account = user_data;
  g_autoptr (KhSender) self = account->sender;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhOutboxSet) set = kh_store_take_due_finish (KH_STORE (source), result, &error);

  if (!self->started)
    {
      leave (account);
      return;
    }
  account->locked = set != NULL && set->locked->len > 0;
  if (set != NULL && (account->looking || set->items->len + set->pending->len > 0 || kh_link_is_unchecked (set->link)))
    {
      take_set (account, g_steal_pointer (&set));
      return;
    }
  if (set == NULL && !g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND))
    {
      g_warning ("The changes that wait could not be read: %s", error->message);
      if (account->running)
        kh_breaker_abstain (&account->company->breaker);
      leave (account);
      wait_for (account, FAILED_MS);
      return;
    }
  rest (account);
}

static void
look (Account *account)
{
  KhSender *self = account->sender;

  set_busy (account, TRUE);
  account->again = FALSE;
  account->looking |= account->look;
  account->look = FALSE;
  if (account->looking)
    kh_store_take_account_async (self->store, account->customer, NULL, on_store_take_cb, account);
  else
    kh_store_take_due_async (self->store, account->customer, NULL, on_store_take_cb, account);
  g_object_ref (self);
}

void
kh_sender_pump (KhSenderCompany *company)
{
  while (company->sender->started && company->ready.length > 0 && kh_sender_company_may_run (company))
    {
      Account *account = g_queue_pop_head (&company->ready);

      account->queued = FALSE;
      set_running (account, TRUE);
      look (account);
    }
}

/* What calls for it */

static void
poke (KhSender *self,
      gint64    customer,
      gboolean  at_once)
{
  Account *account = get_account (self, customer);

  if (account->busy)
    {
      account->again = TRUE;
      return;
    }
  if (account->queued || (account->timer != 0 && !account->reviewed && !at_once))
    return;
  g_clear_handle_id (&account->timer, g_source_remove);
  look (account);
}

static void
on_customer_changed_cb (KhSender *self,
                        gint64    customer)
{
  if (self->open)
    poke (self, customer, FALSE);
}

/* What the sender does itself is told, too, while the account is busy. */
static void
on_outbox_changed_cb (KhSender *self,
                      gint64    customer)
{
  Account *account = g_hash_table_lookup (self->accounts, &customer);

  if (self->open && (account == NULL || !account->busy))
    poke (self, customer, TRUE);
}

static void
on_keys_changed_cb (KhSender *self)
{
  g_autoptr (GArray) locked = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  Account *account;

  if (!self->open || !kh_store_has_keys (self->store))
    return;
  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &account))
    {
      if (account->locked)
        g_array_append_val (locked, account->customer);
    }
  for (guint i = 0; i < locked->len; i++)
    poke (self, g_array_index (locked, gint64, i), TRUE);
}

static void
on_stations_forgotten_cb (KhSender *self,
                          gint64    company)
{
  if (!self->started)
    return;
  kh_sender_company_forget (kh_sender_get_company (self, company));
  kh_sender_company_resume (kh_sender_get_company (self, company));
}

static void
on_catalogues_changed_cb (KhSender *self)
{
  g_autoptr (GList) companies = g_hash_table_get_values (self->companies);

  for (GList *l = companies; self->started && l != NULL; l = l->next)
    {
      kh_sender_company_forget (l->data);
      kh_sender_company_resume (l->data);
    }
}

/* What was asked for too early. */
static void
begin_looks (KhSender *self)
{
  g_autoptr (GList) accounts = g_hash_table_get_values (self->accounts);

  for (GList *l = accounts; l != NULL; l = l->next)
    {
      Account *account = l->data;

      if (account->look && !account->busy && !account->queued)
        look (account);
    }
}

static void
on_store_restart_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (KhSender) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) places = kh_store_restart_outbox_finish (KH_STORE (source), result, &error);

  self->n_busy--;
  self->open = self->started;
  if (places == NULL)
    g_warning ("The changes that wait could not be read: %s", error->message);
  for (guint i = 0; self->started && places != NULL && i < places->len; i++)
    {
      const KhOutboxPlace *place = &g_array_index (places, KhOutboxPlace, i);
      Account *account = get_account (self, place->customer);

      account->company = kh_sender_get_company (self, place->company);
      enqueue (account);
      kh_sender_pump (account->company);
    }
  if (self->open)
    begin_looks (self);
}

static void
kh_sender_finalize (GObject *object)
{
  KhSender *self = KH_SENDER (object);

  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->companies);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->stations);

  G_OBJECT_CLASS (kh_sender_parent_class)->finalize (object);
}

static void
kh_sender_class_init (KhSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_sender_finalize;

  /* kh-sender-company.c knows them by their names. */
  g_signal_new ("paused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_INT64, G_TYPE_STRING);
  g_signal_new ("resumed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT64);
  signals[LOOKED] = g_signal_new ("looked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
kh_sender_init (KhSender *self)
{
  self->cancellable = g_cancellable_new ();
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, account_free);
  self->companies = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, kh_sender_company_free);
  self->pace = 1;
  self->random = get_random;
  self->clock = kh_clock_read;
}

/**
 * kh_sender_new:
 * @store: the office's records
 * @stations: the monitoring companies' stations
 *
 * Returns: (transfer full): a sender that has not started
 */
KhSender *
kh_sender_new (KhStore    *store,
               KhStations *stations)
{
  KhSender *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_STATIONS (stations), NULL);

  self = g_object_new (KH_TYPE_SENDER, NULL);
  self->store = g_object_ref (store);
  self->stations = g_object_ref (stations);

  return self;
}

/**
 * kh_sender_start:
 * @self: a sender, the only one of its store
 *
 * Goes on where an earlier run of the program ended, and from there on sends what is saved.
 */
void
kh_sender_start (KhSender *self)
{
  g_return_if_fail (KH_IS_SENDER (self) && !self->started);

  self->started = TRUE;
  g_signal_connect_object (self->store, "customer-changed", G_CALLBACK (on_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "outbox-changed", G_CALLBACK (on_outbox_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::has-keys", G_CALLBACK (on_keys_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify::catalogues", G_CALLBACK (on_catalogues_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stations, "forgotten", G_CALLBACK (on_stations_forgotten_cb), self, G_CONNECT_SWAPPED);
  self->n_busy++;
  kh_store_restart_outbox_async (self->store, NULL, on_store_restart_cb, g_object_ref (self));
}

/**
 * kh_sender_stop:
 * @self: a sender
 *
 * Nothing more is sent. What is under way is kept as it is, and settled at the next start.
 */
void
kh_sender_stop (KhSender *self)
{
  GHashTableIter iter;
  Account *account;
  KhSenderCompany *company;

  g_return_if_fail (KH_IS_SENDER (self));

  self->started = FALSE;
  self->open = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_signal_handlers_disconnect_by_data (self->stations, self);
  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &account))
    g_clear_handle_id (&account->timer, g_source_remove);
  g_hash_table_iter_init (&iter, self->companies);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &company))
    g_clear_handle_id (&company->timer, g_source_remove);
}

/**
 * kh_sender_look:
 * @self: a sender that has started
 * @customer: a customer number
 *
 * Has the customer's account read and compared with what was last known, in its turn: nothing of
 * the account is written meanwhile, and a company that is left alone is not asked. Where nothing
 * changed since, nothing happens. ::looked tells that it is over, whatever came of it.
 */
void
kh_sender_look (KhSender *self,
                gint64    customer)
{
  Account *account;

  g_return_if_fail (KH_IS_SENDER (self));

  account = get_account (self, customer);
  account->look = TRUE;
  if (self->open)
    poke (self, customer, FALSE);
}

/**
 * kh_sender_hurry:
 * @self: a sender
 *
 * The computer was asleep, or there is another network: what waits because a station did not
 * answer goes out soon, and not all at once.
 */
void
kh_sender_hurry (KhSender *self)
{
  GHashTableIter iter;
  Account *account;
  KhSenderCompany *company;

  g_return_if_fail (KH_IS_SENDER (self));

  if (!self->started)
    return;
  g_hash_table_iter_init (&iter, self->companies);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &company))
    kh_sender_company_hurry (company, kh_sender_scale (self, (guint64) (self->random (self->random_data) * HURRY_MS)));
  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &account))
    {
      if (account->timer != 0 && account->asked <= kh_sender_get_clock (self).boot)
        wait_for (account, (guint64) (self->random (self->random_data) * HURRY_MS));
    }
}

/**
 * kh_sender_is_idle:
 * @self: a sender
 *
 * Returns: whether nothing is under way
 */
gboolean
kh_sender_is_idle (KhSender *self)
{
  g_return_val_if_fail (KH_IS_SENDER (self), TRUE);

  return self->n_busy == 0;
}

/**
 * kh_sender_is_locked:
 * @self: a sender
 * @customer: a customer number
 *
 * Returns: whether a sealed change of theirs waits for somebody who has the key to it
 */
gboolean
kh_sender_is_locked (KhSender *self,
                     gint64    customer)
{
  const Account *account;

  g_return_val_if_fail (KH_IS_SENDER (self), FALSE);

  account = g_hash_table_lookup (self->accounts, &customer);

  return account != NULL && account->locked;
}

/**
 * kh_sender_is_empty:
 * @self: a sender
 *
 * Returns: whether nothing is there that would go out by itself
 */
gboolean
kh_sender_is_empty (KhSender *self)
{
  g_return_val_if_fail (KH_IS_SENDER (self), TRUE);

  return self->n_busy == 0 && g_hash_table_size (self->accounts) == 0;
}

/**
 * kh_sender_set_pace:
 * @self: a sender
 * @pace: what all waits are multiplied by
 * @random: (nullable): where chance comes from
 * @random_data: for @random
 */
void
kh_sender_set_pace (KhSender     *self,
                    double        pace,
                    KhRandomFunc  random,
                    gpointer      random_data)
{
  g_return_if_fail (KH_IS_SENDER (self));

  self->pace = pace;
  if (random != NULL)
    {
      self->random = random;
      self->random_data = random_data;
    }
}

/**
 * kh_sender_set_clock:
 * @self: a sender
 * @clock: what tells the time
 * @clock_data: for @clock
 */
void
kh_sender_set_clock (KhSender    *self,
                     KhClockFunc  clock,
                     gpointer     clock_data)
{
  g_return_if_fail (KH_IS_SENDER (self));

  self->clock = clock;
  self->clock_data = clock_data;
}
