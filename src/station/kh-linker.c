/* kh-linker.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-linker-private.h"

G_DEFINE_QUARK (kh-linker-error-quark, kh_linker_error)
G_DEFINE_FINAL_TYPE (KhLinker, kh_linker, G_TYPE_OBJECT)

enum {
  PROP_STATE = 1,
  PROP_BUSY,
  PROP_CHANGED_MEANWHILE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

void
kh_linker_set_state (KhLinker      *self,
                     KhLinkerState  state)
{
  const gboolean was_busy = !kh_linker_state_waits (self->state);

  g_assert (kh_linker_state_leads_to (self->state, state));
  g_debug ("%s → %s", kh_linker_state_to_string (self->state), kh_linker_state_to_string (state));

  self->state = state;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (was_busy == kh_linker_state_waits (state))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Enters a state and begins its work. Whoever is told of the state may have given the
 * Link up by then. */
void
kh_linker_enter (KhLinker      *self,
                 KhLinkerState  state)
{
  kh_linker_set_state (self, state);
  if (self->state == state)
    kh_linker_process (self);
}

/* Takes the error. */
void
kh_linker_take_error (KhLinker *self,
                      GError   *error)
{
  g_clear_error (&self->error);
  self->error = error;
  kh_linker_set_state (self, KH_LINKER_FAILED);
}

void
kh_linker_set_changed (KhLinker *self,
                       gboolean  changed)
{
  if (self->changed_meanwhile == changed)
    return;

  self->changed_meanwhile = changed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED_MEANWHILE]);
}

/* Begins what is to be done next in the present state. */
void
kh_linker_process (KhLinker *self)
{
  switch (self->state)
    {
    case KH_LINKER_LOOKING_UP:
      kh_linker_look_up (self);
      break;
    case KH_LINKER_READING:
      kh_linker_read (self);
      break;
    case KH_LINKER_READING_AGAIN:
      kh_linker_read_again (self);
      break;
    case KH_LINKER_TRYING:
      kh_linker_try (self);
      break;
    case KH_LINKER_WRITING:
      kh_linker_write (self);
      break;

    case KH_LINKER_RECORDING:
      if (self->settling)
        kh_linker_settle (self);
      break;

    /* The first is led on by the run of the attempt, as is recording it; the others by a person. */
    case KH_LINKER_REFERRING:
    case KH_LINKER_IDLE:
    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_COMPARED:
    case KH_LINKER_LINKED:
    case KH_LINKER_FAILED:
      break;

    case KH_N_LINKER_STATES:
      g_assert_not_reached ();
    }
}

static void
kh_linker_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  KhLinker *self = KH_LINKER (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, !kh_linker_state_waits (self->state));
      break;
    case PROP_CHANGED_MEANWHILE:
      g_value_set_boolean (value, self->changed_meanwhile);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_linker_finalize (GObject *object)
{
  KhLinker *self = KH_LINKER (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->link, kh_link_free);
  g_clear_pointer (&self->attempt, kh_link_attempt_free);
  g_clear_pointer (&self->agreed, kh_agreed_free);
  g_clear_pointer (&self->rows, kh_row_sides_free);
  g_clear_object (&self->comparison);
  g_clear_object (&self->account);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_object (&self->capabilities);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_pointer (&self->look_up, kh_look_up_free);
  g_clear_object (&self->station);
  g_clear_object (&self->company);
  g_clear_object (&self->customer);
  g_clear_object (&self->stations);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_linker_parent_class)->finalize (object);
}

static void
kh_linker_class_init (KhLinkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kh_linker_get_property;
  object_class->finalize = kh_linker_finalize;

  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, KH_N_LINKER_STATES - 1, KH_LINKER_IDLE,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHANGED_MEANWHILE] =
    g_param_spec_boolean ("changed-meanwhile", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kh_linker_init (KhLinker *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Forgets what an earlier try has found. */
static void
begin_anew (KhLinker *self)
{
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_error (&self->error);
  g_clear_pointer (&self->agreed, kh_agreed_free);
  g_clear_pointer (&self->rows, kh_row_sides_free);
  g_clear_object (&self->comparison);
  g_clear_object (&self->account);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_object (&self->capabilities);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_pointer (&self->look_up, kh_look_up_free);
  g_clear_object (&self->station);
  self->loaded = FALSE;
  self->settled = FALSE;
  self->without_receiver = FALSE;
  self->unlinked_here = FALSE;
  self->record_changed = FALSE;
  kh_linker_set_changed (self, FALSE);
}

/**
 * kh_linker_new:
 * @store: the office's records
 * @stations: the monitoring companies' stations
 * @customer: a kept record
 *
 * Returns: (transfer full): a linker for @customer, idle
 */
KhLinker *
kh_linker_new (KhStore    *store,
               KhStations *stations,
               KhCustomer *customer)
{
  KhLinker *self;
  KhCompany *company;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_STATIONS (stations), NULL);
  g_return_val_if_fail (KH_IS_CUSTOMER (customer), NULL);

  self = g_object_new (KH_TYPE_LINKER, NULL);
  self->store = g_object_ref (store);
  self->stations = g_object_ref (stations);
  self->customer = g_object_ref (customer);
  company = kh_catalogues_get_company (kh_store_get_catalogues (store),
                                       kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY));
  g_set_object (&self->company, company);

  return self;
}

/**
 * kh_linker_new_settling:
 * @store: the office's records
 * @stations: the monitoring companies' stations
 * @customer: a kept record that is linked
 *
 * One that compares the linked account with what was last agreed on, so that somebody can decide
 * what becomes of what was changed there. kh_linker_start() reads the account; kh_linker_link()
 * keeps what was decided, and writes nothing at the station: what is to be written is queued, and
 * sent by #KhSender like any change.
 *
 * Returns: (transfer full): a linker for @customer, idle
 */
KhLinker *
kh_linker_new_settling (KhStore    *store,
                        KhStations *stations,
                        KhCustomer *customer)
{
  KhLinker *self = kh_linker_new (store, stations, customer);

  if (self != NULL)
    self->settling = TRUE;

  return self;
}

/**
 * kh_linker_start:
 * @self: a linker that waits for a person
 *
 * Looks the customer's account number up at its monitoring company. A Link of the
 * customer that is still under way from earlier is settled first, and that may be
 * all. Called again, it begins anew.
 */
void
kh_linker_start (KhLinker *self)
{
  g_return_if_fail (KH_IS_LINKER (self));

  if (!kh_linker_state_leads_to (self->state, KH_LINKER_LOOKING_UP))
    return;

  begin_anew (self);
  kh_linker_enter (self, KH_LINKER_LOOKING_UP);
}

/**
 * kh_linker_choose:
 * @self: a linker in %KH_LINKER_SEVERAL
 * @account: one of kh_linker_get_accounts()
 *
 * Goes on with that account.
 */
void
kh_linker_choose (KhLinker  *self,
                  KhAccount *account)
{
  g_return_if_fail (KH_IS_LINKER (self));
  g_return_if_fail (KH_IS_ACCOUNT (account));

  if (self->state == KH_LINKER_SEVERAL)
    kh_linker_take_chosen (self, kh_account_get_id (account));
}

/**
 * kh_linker_link:
 * @self: a linker in %KH_LINKER_COMPARED
 *
 * Does what the comparison's resolutions say and makes the link. When the account or
 * our record changed since it was shown, it comes back to %KH_LINKER_COMPARED with
 * `changed-meanwhile` and has written nothing. Where somebody has yet to decide about a row, nothing
 * happens.
 */
void
kh_linker_link (KhLinker *self)
{
  g_return_if_fail (KH_IS_LINKER (self));

  if (self->state != KH_LINKER_COMPARED || kh_comparison_count_undecided (self->comparison) > 0)
    return;

  self->loaded = FALSE;
  self->record_changed = FALSE;
  kh_linker_set_changed (self, FALSE);
  kh_linker_enter (self, KH_LINKER_READING_AGAIN);
}

/**
 * kh_linker_cancel:
 * @self: a linker
 *
 * Gives the Link up. Where a person is waited for, it is idle then; where a station is
 * waited for, it fails with %G_IO_ERROR_CANCELLED a moment later, and nothing was changed
 * on either side. From %KH_LINKER_WRITING on it stops waiting: it fails with
 * %KH_LINKER_ERROR_UNFINISHED, and what may have reached the station is settled by
 * kh_linker_recover_async() or by the next Link. A link that is being recorded is not
 * given up.
 */
void
kh_linker_cancel (KhLinker *self)
{
  g_return_if_fail (KH_IS_LINKER (self));

  switch (self->state)
    {
    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
    case KH_LINKER_TRYING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
      g_cancellable_cancel (self->cancellable);
      break;

    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_COMPARED:
      kh_linker_set_state (self, KH_LINKER_IDLE);
      break;

    case KH_LINKER_IDLE:
    case KH_LINKER_RECORDING:
    case KH_LINKER_LINKED:
    case KH_LINKER_FAILED:
      break;

    case KH_N_LINKER_STATES:
      g_assert_not_reached ();
    }
}

/**
 * kh_linker_get_state:
 * @self: a linker
 *
 * Returns: where it is
 */
KhLinkerState
kh_linker_get_state (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), KH_LINKER_IDLE);

  return self->state;
}

/**
 * kh_linker_is_settling:
 * @self: a linker
 *
 * Returns: whether it is of kh_linker_new_settling()
 */
gboolean
kh_linker_is_settling (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), FALSE);

  return self->settling;
}

/**
 * kh_linker_count_hidden_conflicts:
 * @self: a linker
 *
 * Returns: how many values were changed at the station that the member may not view, so that
 *   somebody else has to decide about them
 */
guint
kh_linker_count_hidden_conflicts (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), 0);

  return self->hidden;
}

/**
 * kh_linker_get_hold_message:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable): why nothing goes out for the account, where there is more to
 *   say of it than that it was changed at the station
 */
const char *
kh_linker_get_hold_message (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->agreed != NULL ? self->agreed->link->hold_message : NULL;
}

/**
 * kh_linker_get_customer:
 * @self: a linker
 *
 * Returns: (transfer none): the record, as it was last read
 */
KhCustomer *
kh_linker_get_customer (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->customer;
}

/**
 * kh_linker_get_company:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable): the customer's monitoring company
 */
KhCompany *
kh_linker_get_company (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->company;
}

/**
 * kh_linker_get_store:
 * @self: a linker
 *
 * Returns: (transfer none): the records that it links a customer of
 */
KhStore *
kh_linker_get_store (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->store;
}

/**
 * kh_linker_get_accounts:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable) (element-type KhAccount): the accounts that have
 *   the number, once it was looked up
 */
GPtrArray *
kh_linker_get_accounts (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->look_up != NULL ? self->look_up->accounts : NULL;
}

/**
 * kh_linker_get_near:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable): the near misses, once the number was looked up
 */
const char * const *
kh_linker_get_near (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->look_up != NULL ? (const char * const *) self->look_up->near : NULL;
}

/**
 * kh_linker_get_comparison:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable): the Discrepancies, from %KH_LINKER_COMPARED on
 */
KhComparison *
kh_linker_get_comparison (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->comparison;
}

/**
 * kh_linker_get_changed_meanwhile:
 * @self: a linker
 *
 * Returns: whether the comparison is another one than was shown before
 */
gboolean
kh_linker_get_changed_meanwhile (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), FALSE);

  return self->changed_meanwhile;
}

/**
 * kh_linker_get_pending:
 * @self: a linker
 *
 * Returns: whether the station has yet to approve some of the values
 */
gboolean
kh_linker_get_pending (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), FALSE);

  return self->pending;
}

/**
 * kh_linker_get_error:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable): why it is in %KH_LINKER_FAILED, with a message for the clerk
 */
const GError *
kh_linker_get_error (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->error;
}

/**
 * kh_linker_get_link:
 * @self: a linker
 *
 * Returns: (transfer none) (nullable): the link, in %KH_LINKER_LINKED
 */
const KhLink *
kh_linker_get_link (KhLinker *self)
{
  g_return_val_if_fail (KH_IS_LINKER (self), NULL);

  return self->link;
}
