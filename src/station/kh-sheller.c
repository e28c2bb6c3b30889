/* kh-sheller.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sheller.h"

#include "kh-link-run.h"
#include "kh-linker.h"
#include "kh-store-links.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhSheller
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  KhStations *stations;

  /* Owned: what was found, NULL before */
  KhCustomer *customer;
  GPtrArray *tables; /* KhRows, of each that a station has as well */
  KhCompany *company;
  KhStation *station;
  KhCapabilities *capabilities;

  /* Owned: a reservation that may have been made, and is asked for again with the same key */
  char *reserve_block;
  char *reserve_key;

  /* State */
  gint64 number;
  gboolean two_way;
};

G_DEFINE_FINAL_TYPE (KhSheller, kh_sheller, G_TYPE_OBJECT)

static void
forget_station (KhSheller *self)
{
  g_clear_object (&self->customer);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_object (&self->company);
  g_clear_object (&self->station);
  g_clear_object (&self->capabilities);
}

static void
kh_sheller_finalize (GObject *object)
{
  KhSheller *self = KH_SHELLER (object);

  forget_station (self);
  g_free (self->reserve_block);
  g_free (self->reserve_key);
  g_object_unref (self->store);
  g_object_unref (self->stations);

  G_OBJECT_CLASS (kh_sheller_parent_class)->finalize (object);
}

static void
kh_sheller_class_init (KhShellerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_sheller_finalize;
}

static void
kh_sheller_init (KhSheller *self G_GNUC_UNUSED)
{
}

static GTask *
make_task (KhSheller           *self,
           const char          *name,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_name (task, name);

  return task;
}

/* Preparing: what is under way, the record, its tables, the station, what it takes. */

static void
on_station_capabilities_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean creates = FALSE;

  self->capabilities = kh_station_get_capabilities_finish (KH_STATION (source), result, &error);
  if (self->capabilities == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_object_get (self->capabilities, "creates", &creates, NULL);
  if (creates)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_new_error (task, KH_STATION_ERROR, KH_STATION_ERROR_NOT_PERMITTED,
                             /* Translators: a monitoring company, twice. */
                             _("%s does not let accounts be created from here. Ask %s to create it, then choose Link Account."),
                             kh_company_get_name (self->company), kh_company_get_name (self->company));
}

static void
on_stations_get_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->station = kh_stations_get_finish (KH_STATIONS (source), result, &error);
  if (self->station == NULL)
    g_task_return_error (task, error);
  else
    kh_station_get_capabilities_async (self->station, g_task_get_cancellable (task),
                                       on_station_capabilities_cb, g_object_ref (task));
}

static void
on_store_load_tables_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->tables = kh_store_load_tables_finish (KH_STORE (source), result, &error);
  if (self->tables == NULL)
    g_task_return_error (task, error);
  else
    kh_stations_get_async (self->stations, self->company, g_task_get_cancellable (task),
                           on_stations_get_cb, g_object_ref (task));
}

static KhCompany *
find_company (KhSheller *self)
{
  return kh_catalogues_get_company (kh_store_get_catalogues (self->store),
                                    kh_customer_get_entry (self->customer, KH_DATAPOINT_MONITORING_COMPANY));
}

static void
on_store_load_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  KhLink *link = NULL;
  GError *error = NULL;

  self->customer = kh_store_load_whole_finish (KH_STORE (source), result, &link, &error);
  if (self->customer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (link != NULL)
    {
      g_task_return_pointer (task, link, (GDestroyNotify) kh_link_free);
      return;
    }
  g_set_object (&self->company, find_company (self));
  if (self->company == NULL)
    g_task_return_new_error (task, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                             _("Monitored By says where the account is created. Enter it, then choose Shell Account again."));
  else
    kh_store_load_tables_async (self->store, self->number, g_task_get_cancellable (task), on_store_load_tables_cb,
                                g_object_ref (task));
}

/* Takes @task. */
static void
load_record (GTask *task)
{
  KhSheller *self = g_task_get_source_object (task);

  forget_station (self);
  kh_store_load_whole_async (self->store, self->number, g_task_get_cancellable (task), on_store_load_cb, task);
}

static void
on_settle_cb (GObject      *source G_GNUC_UNUSED,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhLinkRunResult) end = kh_link_settle_finish (result);

  if (end->end == KH_LINK_RUN_KEPT)
    g_task_return_error (task, g_steal_pointer (&end->error));
  else
    load_record (g_steal_pointer (&task));
}

static const KhLinkAttempt *
find_attempt (KhSheller *self,
              GPtrArray *attempts)
{
  for (guint i = 0; i < attempts->len; i++)
    {
      const KhLinkAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt->customer == self->number)
        return attempt;
    }

  return NULL;
}

static void
on_store_list_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  const KhLinkAttempt *attempt = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  GError *error = NULL;

  attempts = kh_store_list_attempts_finish (KH_STORE (source), result, &error);
  if (attempts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  attempt = find_attempt (self, attempts);
  if (attempt != NULL)
    kh_link_settle_async (self->store, self->stations, attempt, g_task_get_cancellable (task),
                          on_settle_cb, g_object_ref (task));
  else
    load_record (g_steal_pointer (&task));
}

/* The plan */

static KhShellPlan *
make_plan (KhSheller  *self,
           const char *receiver,
           GHashTable *secrets)
{
  g_autoptr (KhCustomer) customer = kh_customer_copy (self->customer);
  const KhShellSides sides = {
    .customer = customer,
    .contacts = kh_rows_of_table (self->tables, KH_TABLE_CONTACTS),
    .capabilities = self->capabilities,
    .catalogues = kh_store_get_catalogues (self->store),
    .grants = kh_store_get_grants (self->store),
    .secrets = secrets,
  };

  kh_customer_set (customer, KH_DATAPOINT_RECEIVER_NUMBER, kh_text_none_if_empty (receiver));
  if (self->two_way)
    kh_customer_set (customer, KH_DATAPOINT_TWO_WAY_VOICE, "1");

  return kh_shell_plan_new (&sides);
}

/* Creating: our secrets, the attempt, the account and the link. */

typedef struct {
  char *number;
  char *receiver;
  KhLinkAttempt *attempt;
} Creation;

static void
creation_free (Creation *creation)
{
  g_free (creation->number);
  g_free (creation->receiver);
  kh_link_attempt_free (creation->attempt);
  g_free (creation);
}

static GBytes *
encode (KhSheller      *self,
        const Creation *creation,
        KhShellPlan    *plan)
{
  g_autofree char *reference = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  g_autoptr (GPtrArray) tables = kh_sheller_list_tables (self);
  const KhShell shell = {
    .number = creation->number,
    .reference = reference,
    .author = kh_store_get_author (self->store),
    .values = plan->values,
    .tables = tables,
  };

  return kh_station_encode_shell (self->station, &shell);
}

static void
prepare_attempt (KhSheller   *self,
                 Creation    *creation,
                 KhShellPlan *plan)
{
  KhLinkAttempt *attempt = kh_link_attempt_new ();

  attempt->customer = self->number;
  attempt->revision = kh_customer_get_revision (self->customer);
  attempt->company = kh_company_get_id (self->company);
  attempt->number = g_strdup (creation->number);
  attempt->receiver = g_strdup (creation->receiver);
  attempt->two_way = self->two_way;
  attempt->key = g_uuid_string_random ();
  attempt->account = g_strdup (attempt->key);
  attempt->reference_key = g_uuid_string_random ();
  attempt->body = encode (self, creation, plan);
  attempt->state = g_strdup (KH_ATTEMPT_CREATING);
  attempt->author = g_strdup (kh_store_get_author (self->store));
  attempt->started_at = g_get_real_time () / G_USEC_PER_SEC;
  g_ptr_array_unref (attempt->changes);
  attempt->changes = g_ptr_array_ref (plan->values);
  creation->attempt = attempt;
}

static void
on_run_cb (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhLinkRunResult) end = kh_link_run_finish (result);

  if (end->end == KH_LINK_RUN_FINISHED)
    g_task_return_pointer (task, g_steal_pointer (&end->link), (GDestroyNotify) kh_link_free);
  else
    g_task_return_error (task, g_steal_pointer (&end->error));
}

static void
on_store_begin_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  const Creation *creation = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kh_store_begin_attempt_finish (KH_STORE (source), result, &error))
    g_task_return_error (task, error);
  else
    kh_link_run_async (self->store, self->station, creation->attempt, FALSE, NULL, NULL,
                       on_run_cb, g_object_ref (task));
}

static GError *
lack_error (const KhShellLack *lack)
{
  return g_error_new (KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                      /* Translators: a datapoint's name, and what is wrong with it. */
                      _("%s: %s Nothing was sent."), kh_shell_lack_get_label (lack), lack->message);
}

static void
on_store_load_secrets_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  Creation *creation = g_task_get_task_data (task);
  g_autoptr (GHashTable) secrets = NULL;
  g_autoptr (KhShellPlan) plan = NULL;
  GError *error = NULL;

  secrets = kh_store_load_secrets_finish (KH_STORE (source), result, &error);
  if (secrets == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  plan = make_plan (self, creation->receiver, secrets);
  if (plan->lacks->len > 0)
    {
      g_task_return_error (task, lack_error (g_ptr_array_index (plan->lacks, 0)));
      return;
    }
  prepare_attempt (self, creation, plan);
  kh_store_begin_attempt_async (self->store, creation->attempt, NULL, on_store_begin_cb, g_object_ref (task));
}

/**
 * kh_sheller_new:
 * @store: the office's records
 * @stations: the monitoring companies' stations
 * @customer: a customer number
 *
 * Returns: (transfer full): a sheller that knows nothing yet; see kh_sheller_prepare_async()
 */
KhSheller *
kh_sheller_new (KhStore    *store,
                KhStations *stations,
                gint64      customer)
{
  KhSheller *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (KH_IS_STATIONS (stations), NULL);

  self = g_object_new (KH_TYPE_SHELLER, NULL);
  self->store = g_object_ref (store);
  self->stations = g_object_ref (stations);
  self->number = customer;

  return self;
}

/**
 * kh_sheller_prepare_async:
 * @self: a sheller
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is prepared
 * @user_data: for @callback
 *
 * Settles what is under way for the customer, reads the record as it is now, and asks the station
 * what it takes.
 */
void
kh_sheller_prepare_async (KhSheller           *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_SHELLER (self));

  task = make_task (self, "kh_sheller_prepare_async", cancellable, callback, user_data);
  kh_store_list_attempts_async (self->store, on_store_list_cb, task);
}

/**
 * kh_sheller_prepare_finish:
 * @self: a sheller
 * @result: the result
 * @link: (out) (transfer full) (nullable): the link that the customer has by now
 * @error: return location for an error, with a message for the clerk
 *
 * Returns: whether it is prepared, or linked
 */
gboolean
kh_sheller_prepare_finish (KhSheller     *self,
                           GAsyncResult  *result,
                           KhLink       **link,
                           GError       **error)
{
  gboolean failed;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  failed = g_task_had_error (G_TASK (result));
  *link = g_task_propagate_pointer (G_TASK (result), error);

  return !failed;
}

/**
 * kh_sheller_list_tables:
 * @self: a sheller that is prepared
 *
 * Areas and zones go with the account where the company's setting says so; whoever
 * may not view them sends none.
 *
 * Returns: (transfer full) (element-type KhRows): the tables whose rows the account is made with
 */
GPtrArray *
kh_sheller_list_tables (KhSheller *self)
{
  static const KhTableId sent[] = { KH_TABLE_AREAS, KH_TABLE_ZONES };
  GPtrArray *tables = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (KH_IS_SHELLER (self) && self->tables != NULL, tables);

  for (guint i = 0; kh_company_get_sends_zones (self->company) && i < G_N_ELEMENTS (sent); i++)
    {
      KhRows *rows = kh_rows_copy (kh_rows_of_table (self->tables, sent[i]));

      for (guint r = 0; r < kh_rows_get_n (rows); r++)
        kh_row_push_fit (kh_push_terms_get (self->company), kh_rows_get (rows, r), NULL);
      g_ptr_array_add (tables, rows);
    }

  return tables;
}

/**
 * kh_sheller_get_company:
 * @self: a sheller that is prepared
 *
 * Returns: (transfer none): where the account is created
 */
KhCompany *
kh_sheller_get_company (KhSheller *self)
{
  g_return_val_if_fail (KH_IS_SHELLER (self), NULL);

  return self->company;
}

/**
 * kh_sheller_get_number:
 * @self: a sheller that is prepared
 *
 * Returns: (transfer none) (nullable): the account number on the record
 */
const char *
kh_sheller_get_number (KhSheller *self)
{
  g_return_val_if_fail (KH_IS_SHELLER (self), NULL);

  return kh_customer_get (self->customer, KH_DATAPOINT_ACCOUNT_NUMBER);
}

/**
 * kh_sheller_get_receiver:
 * @self: a sheller that is prepared
 *
 * Returns: (transfer none) (nullable): the receiver on the record
 */
const char *
kh_sheller_get_receiver (KhSheller *self)
{
  g_return_val_if_fail (KH_IS_SHELLER (self), NULL);

  return kh_customer_get (self->customer, KH_DATAPOINT_RECEIVER_NUMBER);
}

/**
 * kh_sheller_has_blocks:
 * @self: a sheller that is prepared
 *
 * Returns: whether the station hands out account numbers
 */
gboolean
kh_sheller_has_blocks (KhSheller *self)
{
  gboolean blocks;

  g_return_val_if_fail (KH_IS_SHELLER (self), FALSE);

  g_object_get (self->capabilities, "number-blocks", &blocks, NULL);

  return blocks;
}

/**
 * kh_sheller_check_number:
 * @self: a sheller that is prepared
 * @number: (nullable): what was typed
 * @error: return location for an error of %KH_VALUE_ERROR
 *
 * Returns: whether an account of the station's can have that number
 */
gboolean
kh_sheller_check_number (KhSheller   *self,
                         const char  *number,
                         GError     **error)
{
  g_return_val_if_fail (KH_IS_SHELLER (self), FALSE);

  return kh_shell_plan_check_number (number, self->capabilities, error);
}

/**
 * kh_sheller_set_two_way:
 * @self: a sheller
 * @two_way: whether the account's number is of a block for panels that one can talk through
 *
 * Then the account is made so, and the record says so from then on. A number of another block says
 * nothing, and leaves the record as it is.
 */
void
kh_sheller_set_two_way (KhSheller *self,
                        gboolean   two_way)
{
  g_return_if_fail (KH_IS_SHELLER (self));

  self->two_way = two_way;
}

/**
 * kh_sheller_make_plan:
 * @self: a sheller that is prepared
 * @receiver: (nullable): the receiver that the account is to have
 *
 * Returns: (transfer full): what would be sent, and what is missing
 */
KhShellPlan *
kh_sheller_make_plan (KhSheller  *self,
                      const char *receiver)
{
  g_return_val_if_fail (KH_IS_SHELLER (self), NULL);

  return make_plan (self, receiver, NULL);
}

static void
on_station_blocks_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *blocks = kh_station_list_number_blocks_finish (KH_STATION (source), result, &error);

  if (blocks == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, blocks, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * kh_sheller_list_blocks_async:
 * @self: a sheller that is prepared
 * @cancellable: (nullable): to stop waiting
 * @callback: called with the blocks
 * @user_data: for @callback
 */
void
kh_sheller_list_blocks_async (KhSheller           *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_SHELLER (self));

  task = make_task (self, "kh_sheller_list_blocks_async", cancellable, callback, user_data);
  kh_station_list_number_blocks_async (self->station, cancellable, on_station_blocks_cb, task);
}

/**
 * kh_sheller_list_blocks_finish:
 * @self: a sheller
 * @result: the result
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * Returns: (transfer full) (element-type KhNumberBlock): the blocks of the station
 */
GPtrArray *
kh_sheller_list_blocks_finish (KhSheller     *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_station_reserve_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhSheller *self = g_task_get_source_object (task);
  GError *error = NULL;
  KhReservation *reservation = kh_station_reserve_number_finish (KH_STATION (source), result, &error);

  if (reservation != NULL || kh_station_error_is_certain (error))
    g_clear_pointer (&self->reserve_key, g_free);
  if (reservation == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reservation, (GDestroyNotify) kh_reservation_free);
}

/**
 * kh_sheller_reserve_async:
 * @self: a sheller that is prepared
 * @block: the id of a block of the station's
 * @cancellable: (nullable): to stop waiting
 * @callback: called with the number
 * @user_data: for @callback
 *
 * Takes the block's next number. When the answer was lost, the next call gets the same number.
 */
void
kh_sheller_reserve_async (KhSheller           *self,
                          const char          *block,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_SHELLER (self));

  if (self->reserve_key == NULL || g_strcmp0 (self->reserve_block, block) != 0)
    {
      g_free (self->reserve_key);
      self->reserve_key = g_uuid_string_random ();
      g_free (self->reserve_block);
      self->reserve_block = g_strdup (block);
    }
  task = make_task (self, "kh_sheller_reserve_async", cancellable, callback, user_data);
  kh_station_reserve_number_async (self->station, block, self->reserve_key, cancellable, on_station_reserve_cb, task);
}

/**
 * kh_sheller_reserve_finish:
 * @self: a sheller
 * @result: the result
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * Returns: (transfer full): the number that is ours now
 */
KhReservation *
kh_sheller_reserve_finish (KhSheller     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kh_sheller_create_async:
 * @self: a sheller that is prepared
 * @number: the account number; see kh_sheller_check_number()
 * @receiver: (nullable): where its signals come in
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Keeps the number on the record, makes the account at the station, and links the customer to it.
 */
void
kh_sheller_create_async (KhSheller           *self,
                         const char          *number,
                         const char          *receiver,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  Creation *creation;
  GTask *task;

  g_return_if_fail (KH_IS_SHELLER (self));
  g_return_if_fail (number != NULL);

  creation = g_new0 (Creation, 1);
  creation->number = g_strdup (number);
  creation->receiver = g_strdup (kh_text_none_if_empty (receiver));
  task = make_task (self, "kh_sheller_create_async", NULL, callback, user_data);
  g_task_set_task_data (task, creation, (GDestroyNotify) creation_free);
  kh_store_load_secrets_async (self->store, self->number, NULL, on_store_load_secrets_cb, task);
}

/**
 * kh_sheller_create_finish:
 * @self: a sheller
 * @result: the result
 * @error: return location for an error, with a message for the clerk. With
 *   %KH_LINKER_ERROR_UNFINISHED it is not known yet whether there is an account; with
 *   %KH_STORE_ERROR_CONFLICT the record was changed meanwhile, and nothing was sent
 *
 * Returns: (transfer full): the link
 */
KhLink *
kh_sheller_create_finish (KhSheller     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
