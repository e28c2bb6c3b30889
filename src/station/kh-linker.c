/* kh-linker.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-linker"

#include "config.h"

#include "kh-linker.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-link-run.h"

#include <glib/gi18n-lib.h>

struct _KhLinker {
  GObject parent_instance;

  /* Owned: what it works with */
  KhStore *store;
  KhStations *stations;
  KhCustomer *customer;
  KhCompany *company;

  /* Owned: what it has found; NULL before */
  KhStation *station;
  KhLookUp *look_up;
  char *chosen;
  KhCapabilities *capabilities;
  KhAccount *account;
  KhComparison *comparison;
  KhLinkAttempt *attempt;
  KhLink *link;
  GError *error;
  GCancellable *cancellable;

  /* How far the present state is */
  KhLinkerState state;
  gboolean loaded;
  gboolean settled;
  gboolean without_receiver;
  gboolean unlinked_here;
  gboolean kept;
  gboolean record_changed;

  gboolean changed_meanwhile;
  gboolean pending;
};

G_DEFINE_QUARK (kh-linker-error-quark, kh_linker_error)
G_DEFINE_FINAL_TYPE (KhLinker, kh_linker, G_TYPE_OBJECT)

enum {
  PROP_STATE = 1,
  PROP_BUSY,
  PROP_CHANGED_MEANWHILE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The states. */

#define TO(state) (1u << (state))

/* Where each state may lead. A Link that is given up while nobody waits for a station
 * goes back to idle; one that is given up while somebody does has failed. */
static const guint legal_states[KH_N_LINKER_STATES] = {
  [KH_LINKER_IDLE] = TO (KH_LINKER_LOOKING_UP),
  [KH_LINKER_LOOKING_UP] = TO (KH_LINKER_NOT_FOUND) | TO (KH_LINKER_SEVERAL) | TO (KH_LINKER_READING)
                           | TO (KH_LINKER_LINKED) | TO (KH_LINKER_FAILED),
  [KH_LINKER_NOT_FOUND] = TO (KH_LINKER_LOOKING_UP) | TO (KH_LINKER_IDLE),
  [KH_LINKER_SEVERAL] = TO (KH_LINKER_LOOKING_UP) | TO (KH_LINKER_READING) | TO (KH_LINKER_IDLE),
  [KH_LINKER_READING] = TO (KH_LINKER_COMPARED) | TO (KH_LINKER_FAILED),
  [KH_LINKER_COMPARED] = TO (KH_LINKER_LOOKING_UP) | TO (KH_LINKER_READING_AGAIN) | TO (KH_LINKER_IDLE),
  [KH_LINKER_READING_AGAIN] = TO (KH_LINKER_COMPARED) | TO (KH_LINKER_TRYING) | TO (KH_LINKER_FAILED),
  [KH_LINKER_TRYING] = TO (KH_LINKER_WRITING) | TO (KH_LINKER_READING) | TO (KH_LINKER_FAILED),
  [KH_LINKER_WRITING] = TO (KH_LINKER_REFERRING) | TO (KH_LINKER_READING) | TO (KH_LINKER_FAILED),
  [KH_LINKER_REFERRING] = TO (KH_LINKER_RECORDING) | TO (KH_LINKER_FAILED),
  [KH_LINKER_RECORDING] = TO (KH_LINKER_LINKED) | TO (KH_LINKER_FAILED),
  [KH_LINKER_LINKED] = 0,
  [KH_LINKER_FAILED] = TO (KH_LINKER_LOOKING_UP),
};

static const char *const state_names[KH_N_LINKER_STATES] = {
  [KH_LINKER_IDLE] = "idle",
  [KH_LINKER_LOOKING_UP] = "looking-up",
  [KH_LINKER_NOT_FOUND] = "not-found",
  [KH_LINKER_SEVERAL] = "several",
  [KH_LINKER_READING] = "reading",
  [KH_LINKER_COMPARED] = "compared",
  [KH_LINKER_READING_AGAIN] = "reading-again",
  [KH_LINKER_TRYING] = "trying",
  [KH_LINKER_WRITING] = "writing",
  [KH_LINKER_REFERRING] = "referring",
  [KH_LINKER_RECORDING] = "recording",
  [KH_LINKER_LINKED] = "linked",
  [KH_LINKER_FAILED] = "failed",
};

static void process (KhLinker *self);

static void
set_state (KhLinker      *self,
           KhLinkerState  state)
{
  const gboolean was_busy = !kh_linker_state_waits (self->state);

  g_assert ((legal_states[self->state] & TO (state)) != 0);
  g_debug ("%s → %s", state_names[self->state], state_names[state]);

  self->state = state;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (was_busy == kh_linker_state_waits (state))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Enters a state and begins its work. Whoever is told of the state may have given the
 * Link up by then. */
static void
enter (KhLinker      *self,
       KhLinkerState  state)
{
  set_state (self, state);
  if (self->state == state)
    process (self);
}

/* Takes the error. */
static void
fail (KhLinker *self,
      GError   *error)
{
  g_clear_error (&self->error);
  self->error = error;
  set_state (self, KH_LINKER_FAILED);
}

/* Whether the work goes on after a call; else the Link has failed. Takes the error. */
static gboolean
goes_on (KhLinker *self,
         GError   *error)
{
  if (error == NULL && !g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    return TRUE;

  fail (self, error);

  return FALSE;
}

static void
set_changed_meanwhile (KhLinker *self,
                       gboolean  changed)
{
  if (self->changed_meanwhile == changed)
    return;

  self->changed_meanwhile = changed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED_MEANWHILE]);
}

static const char *
get_number (KhLinker *self)
{
  return kh_customer_get (self->customer, KH_DATAPOINT_ACCOUNT_NUMBER);
}

static const char *
get_receiver (KhLinker *self)
{
  return kh_customer_get (self->customer, KH_DATAPOINT_RECEIVER_NUMBER);
}

/* Looking up: our record, an earlier Link left under way, the station, the number. */

static void
take_link (KhLinker *self,
           KhLink   *link,
           gboolean  pending)
{
  g_clear_pointer (&self->link, kh_link_free);
  self->link = link;
  self->pending = pending;
  set_state (self, KH_LINKER_LINKED);
}

static void
on_store_load_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhLink) link = NULL;
  GError *error = NULL;

  customer = kh_store_load_customer_finish (KH_STORE (source), result, &link, &error);
  if (!goes_on (self, error))
    return;

  self->loaded = TRUE;
  g_set_object (&self->customer, customer);
  if (link != NULL)
    take_link (self, g_steal_pointer (&link), FALSE);
  else
    process (self);
}

static void
on_settle_cb (GObject      *source G_GNUC_UNUSED,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhLinkRunResult) end = kh_link_settle_finish (result);

  switch (end->end)
    {
    case KH_LINK_RUN_FINISHED:
      take_link (self, g_steal_pointer (&end->link), end->pending);
      break;

    case KH_LINK_RUN_DROPPED:
      self->settled = TRUE;
      if (goes_on (self, NULL))
        process (self);
      break;

    case KH_LINK_RUN_KEPT:
      fail (self, g_steal_pointer (&end->error));
      break;
    }
}

static void
on_store_list_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (GPtrArray) attempts = NULL;
  const gint64 number = kh_customer_get_number (self->customer);
  GError *error = NULL;

  attempts = kh_store_list_attempts_finish (KH_STORE (source), result, &error);
  if (!goes_on (self, error))
    return;

  for (guint i = 0; i < attempts->len; i++)
    {
      const KhLinkAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt->customer == number)
        {
          kh_link_settle_async (self->store, self->stations, attempt, self->cancellable,
                                on_settle_cb, g_object_ref (self));
          return;
        }
    }

  self->settled = TRUE;
  process (self);
}

static void
on_stations_get_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_object (&self->station);
  self->station = kh_stations_get_finish (KH_STATIONS (source), result, &error);
  if (goes_on (self, error))
    process (self);
}

static void
get_station (KhLinker *self)
{
  KhCompany *company;

  company = kh_catalogues_get_company (kh_store_get_catalogues (self->store),
                                       kh_customer_get_entry (self->customer, KH_DATAPOINT_MONITORING_COMPANY));
  g_set_object (&self->company, company);
  if (company == NULL || get_number (self) == NULL)
    fail (self, g_error_new_literal (KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                                     _("Monitored By and Account Number say which account to link. "
                                       "Enter both, then choose Link Account again.")));
  else
    kh_stations_get_async (self->stations, company, self->cancellable, on_stations_get_cb, g_object_ref (self));
}

static GError *
wrong_answer_error (KhLinker *self)
{
  const char *name = kh_company_get_name (self->company);

  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_WRONG_ANSWER,
                      _("%s was asked for account %s and answered with another one. Nothing was changed. "
                        "Contact %s."),
                      name, get_number (self), name);
}

/* A station's idea of equal numbers is not ours: the letters' case and leading zeros count. */
static gboolean
has_number (KhLinker  *self,
            KhAccount *account)
{
  return g_strcmp0 (kh_account_get_number (account), get_number (self)) == 0;
}

static gboolean
all_have_number (KhLinker  *self,
                 GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      if (!has_number (self, g_ptr_array_index (accounts, i)))
        return FALSE;
    }

  return TRUE;
}

static void
choose (KhLinker  *self,
        KhAccount *account)
{
  g_free (self->chosen);
  self->chosen = g_strdup (kh_account_get_id (account));
  enter (self, KH_LINKER_READING);
}

static void
on_station_look_up_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_pointer (&self->look_up, kh_look_up_free);
  self->look_up = kh_station_look_up_finish (KH_STATION (source), result, &error);
  if (!goes_on (self, error))
    return;

  if (!all_have_number (self, self->look_up->accounts))
    {
      fail (self, wrong_answer_error (self));
    }
  else if (self->look_up->accounts->len > 1)
    {
      set_state (self, KH_LINKER_SEVERAL);
    }
  else if (self->look_up->accounts->len == 1)
    {
      choose (self, g_ptr_array_index (self->look_up->accounts, 0));
    }
  else if (get_receiver (self) != NULL && !self->without_receiver)
    {
      /* Our receiver may be wrong, or written as the station does not write it. */
      self->without_receiver = TRUE;
      process (self);
    }
  else
    {
      set_state (self, KH_LINKER_NOT_FOUND);
    }
}

static void
look_up (KhLinker *self)
{
  if (!self->loaded)
    kh_store_load_customer_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                                  on_store_load_cb, g_object_ref (self));
  else if (!self->settled)
    kh_store_list_attempts_async (self->store, on_store_list_cb, g_object_ref (self));
  else if (self->station == NULL)
    get_station (self);
  else
    kh_station_look_up_async (self->station, get_number (self), self->without_receiver ? NULL : get_receiver (self),
                              self->cancellable, on_station_look_up_cb, g_object_ref (self));
}

/* Reading: is it free here, what the station can do, the account. */

static void
on_store_find_link_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhLink) link = NULL;
  g_autofree char *name = NULL;
  GError *error = NULL;

  link = kh_store_find_link_finish (KH_STORE (source), result, &name, &error);
  if (!goes_on (self, error))
    return;

  if (link != NULL && link->customer != kh_customer_get_number (self->customer))
    {
      fail (self, g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_HERE,
                               _("Account %s of %s is linked already, to %s (customer %" G_GINT64_FORMAT "). "
                                 "Check the Account Number."),
                               get_number (self), kh_company_get_name (self->company), name, link->customer));
      return;
    }

  self->unlinked_here = TRUE;
  process (self);
}

static void
on_station_capabilities_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_object (&self->capabilities);
  self->capabilities = kh_station_get_capabilities_finish (KH_STATION (source), result, &error);
  if (goes_on (self, error))
    process (self);
}

/* What a clerk would see: the rows and both sides' values, not what was chosen. */
static gboolean
shows_the_same (KhComparison *a,
                KhComparison *b)
{
  const guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (a));

  if (n_rows != g_list_model_get_n_items (G_LIST_MODEL (b)))
    return FALSE;

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (a), i);
      KhDiscrepancy *other = kh_comparison_get (b, kh_discrepancy_get_datapoint (row));

      if (other == NULL
          || kh_discrepancy_get_difference (row) != kh_discrepancy_get_difference (other)
          || g_strcmp0 (kh_discrepancy_get_ours (row), kh_discrepancy_get_ours (other)) != 0
          || g_strcmp0 (kh_discrepancy_get_theirs (row), kh_discrepancy_get_theirs (other)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* An account that we may not have: its number is another, or another customer's. */
static GError *
check_account (KhLinker  *self,
               KhAccount *account)
{
  const char *reference = kh_account_get_external_ref (account);
  const char *name = kh_company_get_name (self->company);
  g_autofree char *ours = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_get_number (self->customer));

  if (!has_number (self, account))
    return wrong_answer_error (self);
  if (reference == NULL || strcmp (reference, ours) == 0)
    return NULL;

  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE,
                      _("%s links account %s to your customer %s. Nothing was changed. Check the Account Number; "
                        "if it is right, ask %s to remove that link, then choose Link Account again."),
                      name, get_number (self), reference, name);
}

static void
compare (KhLinker *self)
{
  g_autoptr (KhComparison) shown = g_steal_pointer (&self->comparison);

  self->comparison = kh_comparison_new (self->customer, self->account, self->capabilities,
                                        kh_store_get_catalogues (self->store));
  if (shown != NULL)
    kh_comparison_keep_choices (self->comparison, shown);

  if (self->state == KH_LINKER_READING_AGAIN && shows_the_same (self->comparison, shown))
    {
      enter (self, KH_LINKER_TRYING);
      return;
    }

  set_changed_meanwhile (self, shown != NULL);
  set_state (self, KH_LINKER_COMPARED);
}

static void
on_station_account_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhAccount) account = NULL;
  gboolean unchanged = FALSE;
  GError *error = NULL;

  account = kh_station_get_account_finish (KH_STATION (source), result, &unchanged, &error);
  if (!goes_on (self, error))
    return;

  if (account != NULL)
    {
      error = check_account (self, account);
      if (!goes_on (self, error))
        return;
      g_set_object (&self->account, account);
    }

  if (unchanged && !self->record_changed)
    enter (self, KH_LINKER_TRYING);
  else
    compare (self);
}

static void
read_account (KhLinker *self)
{
  if (!self->unlinked_here)
    kh_store_find_link_async (self->store, kh_company_get_id (self->company), self->chosen, self->cancellable,
                              on_store_find_link_cb, g_object_ref (self));
  else if (self->capabilities == NULL)
    kh_station_get_capabilities_async (self->station, self->cancellable, on_station_capabilities_cb, g_object_ref (self));
  else
    kh_station_get_account_async (self->station, self->chosen, NULL, self->cancellable,
                                  on_station_account_cb, g_object_ref (self));
}

/* Reading again, after Link was pressed: our record, then the account. */

static gboolean
names_the_same_account (KhCustomer *a,
                        KhCustomer *b)
{
  return kh_customer_get_entry (a, KH_DATAPOINT_MONITORING_COMPANY) == kh_customer_get_entry (b, KH_DATAPOINT_MONITORING_COMPANY)
         && g_strcmp0 (kh_customer_get (a, KH_DATAPOINT_ACCOUNT_NUMBER), kh_customer_get (b, KH_DATAPOINT_ACCOUNT_NUMBER)) == 0;
}

static void
on_store_load_again_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhLink) link = NULL;
  GError *error = NULL;

  customer = kh_store_load_customer_finish (KH_STORE (source), result, &link, &error);
  if (error == NULL && (link != NULL || !names_the_same_account (customer, self->customer)))
    error = g_error_new_literal (KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                                 _("Monitored By, Account Number or the link was changed meanwhile. "
                                   "Nothing was written. Look at the customer, then choose Link Account again."));
  if (!goes_on (self, error))
    return;

  self->loaded = TRUE;
  self->record_changed = kh_customer_get_revision (customer) != kh_customer_get_revision (self->customer);
  g_set_object (&self->customer, customer);
  process (self);
}

static void
read_again (KhLinker *self)
{
  if (!self->loaded)
    kh_store_load_customer_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                                  on_store_load_again_cb, g_object_ref (self));
  else
    kh_station_get_account_async (self->station, self->chosen, kh_account_get_etag (self->account), self->cancellable,
                                  on_station_account_cb, g_object_ref (self));
}

/* Trying, and writing. */

static void
prepare (KhLinker *self)
{
  g_autoptr (GPtrArray) changes = kh_comparison_dup_changes (self->comparison);
  KhLinkAttempt *attempt;

  attempt = kh_link_attempt_new ();
  attempt->customer = kh_customer_get_number (self->customer);
  attempt->revision = kh_customer_get_revision (self->customer);
  attempt->company = kh_company_get_id (self->company);
  attempt->account = g_strdup (self->chosen);
  attempt->number = g_strdup (kh_account_get_number (self->account));
  attempt->receiver = g_strdup (kh_account_get_receiver (self->account));
  attempt->etag = g_strdup (kh_account_get_etag (self->account));
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->state = g_strdup (KH_ATTEMPT_PREPARED);
  attempt->started_at = g_get_real_time () / G_USEC_PER_SEC;
  attempt->author = g_strdup (kh_store_get_author (self->store));
  if (changes->len > 0)
    attempt->body = kh_station_encode_changes (self->station, changes, "link", attempt->author);

  g_ptr_array_unref (attempt->changes);
  attempt->changes = g_steal_pointer (&changes);
  g_ptr_array_unref (attempt->adopted);
  attempt->adopted = kh_comparison_dup_adopted (self->comparison);

  kh_link_attempt_free (self->attempt);
  self->attempt = attempt;
}

/* What was shown is no longer so: it is read anew and shown again. */
static void
show_again (KhLinker *self)
{
  enter (self, KH_LINKER_READING);
}

static void
on_station_try_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhChangeAnswer) answer = NULL;
  GError *error = NULL;

  answer = kh_station_apply_changes_finish (KH_STATION (source), result, &error);
  if (g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_STALE)
      && !g_cancellable_is_cancelled (self->cancellable))
    {
      g_error_free (error);
      show_again (self);
    }
  else if (goes_on (self, error))
    {
      enter (self, KH_LINKER_WRITING);
    }
}

static gboolean
has_dry_run (KhLinker *self)
{
  gboolean dry_run;

  g_object_get (self->capabilities, "dry-run", &dry_run, NULL);

  return dry_run;
}

static void
try_changes (KhLinker *self)
{
  prepare (self);
  if (self->attempt->body == NULL || !has_dry_run (self))
    enter (self, KH_LINKER_WRITING);
  else
    kh_station_apply_changes_async (self->station, self->attempt->account, self->attempt->etag, self->attempt->body,
                                    NULL, TRUE, self->cancellable, on_station_try_cb, g_object_ref (self));
}

static void
on_run_part_cb (KhLinkRunPart part,
                gpointer      user_data)
{
  KhLinker *self = user_data;

  switch (part)
    {
    case KH_LINK_RUN_WRITING:
      break;
    case KH_LINK_RUN_REFERRING:
      if (self->state == KH_LINKER_WRITING)
        set_state (self, KH_LINKER_REFERRING);
      break;
    case KH_LINK_RUN_RECORDING:
      set_state (self, KH_LINKER_RECORDING);
      break;
    }
}

static void
on_run_cb (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  g_autoptr (KhLinkRunResult) end = kh_link_run_finish (result);

  self->kept = FALSE;
  if (end->end == KH_LINK_RUN_FINISHED)
    take_link (self, g_steal_pointer (&end->link), end->pending);
  else if (self->state == KH_LINKER_WRITING && end->end == KH_LINK_RUN_DROPPED
           && g_error_matches (end->error, KH_STATION_ERROR, KH_STATION_ERROR_STALE))
    show_again (self);
  else
    fail (self, g_steal_pointer (&end->error));
}

static void
on_store_begin_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  if (!kh_store_begin_attempt_finish (KH_STORE (source), result, &error))
    {
      fail (self, error);
      return;
    }

  self->kept = TRUE;
  process (self);
}

static void
write_changes (KhLinker *self)
{
  /* From here on nothing is cancelled: what is kept, and may have gone out, is carried to an end. */
  if (!self->kept)
    kh_store_begin_attempt_async (self->store, self->attempt, NULL, on_store_begin_cb, g_object_ref (self));
  else
    kh_link_run_async (self->store, self->station, self->attempt, FALSE, on_run_part_cb, NULL,
                       on_run_cb, g_object_ref (self));
}

static void
process (KhLinker *self)
{
  switch (self->state)
    {
    case KH_LINKER_LOOKING_UP:
      look_up (self);
      break;
    case KH_LINKER_READING:
      read_account (self);
      break;
    case KH_LINKER_READING_AGAIN:
      read_again (self);
      break;
    case KH_LINKER_TRYING:
      try_changes (self);
      break;
    case KH_LINKER_WRITING:
      write_changes (self);
      break;

    /* The first two are led on by the run of the attempt, the others by a person. */
    case KH_LINKER_REFERRING:
    case KH_LINKER_RECORDING:
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
  g_clear_object (&self->comparison);
  g_clear_object (&self->account);
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
  g_clear_object (&self->comparison);
  g_clear_object (&self->account);
  g_clear_object (&self->capabilities);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_pointer (&self->look_up, kh_look_up_free);
  g_clear_object (&self->station);
  self->loaded = FALSE;
  self->settled = FALSE;
  self->without_receiver = FALSE;
  self->unlinked_here = FALSE;
  self->record_changed = FALSE;
  set_changed_meanwhile (self, FALSE);
}

/**
 * kh_linker_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name, for logs and tests
 */
const char *
kh_linker_state_to_string (KhLinkerState state)
{
  g_return_val_if_fail (state < KH_N_LINKER_STATES, NULL);

  return state_names[state];
}

/**
 * kh_linker_state_waits:
 * @state: a state
 *
 * Returns: whether it waits for a person; otherwise it goes on by itself
 */
gboolean
kh_linker_state_waits (KhLinkerState state)
{
  switch (state)
    {
    case KH_LINKER_IDLE:
    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_COMPARED:
    case KH_LINKER_LINKED:
    case KH_LINKER_FAILED:
      return TRUE;

    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
    case KH_LINKER_TRYING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
    case KH_LINKER_RECORDING:
      return FALSE;

    case KH_N_LINKER_STATES:
      break;
    }

  g_return_val_if_reached (TRUE);
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

  if ((legal_states[self->state] & TO (KH_LINKER_LOOKING_UP)) == 0)
    return;

  begin_anew (self);
  enter (self, KH_LINKER_LOOKING_UP);
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
    choose (self, account);
}

/**
 * kh_linker_link:
 * @self: a linker in %KH_LINKER_COMPARED
 *
 * Does what the comparison's resolutions say and makes the link. When the account or
 * our record changed since it was shown, it comes back to %KH_LINKER_COMPARED with
 * `changed-meanwhile` and has written nothing.
 */
void
kh_linker_link (KhLinker *self)
{
  g_return_if_fail (KH_IS_LINKER (self));

  if (self->state != KH_LINKER_COMPARED)
    return;

  self->loaded = FALSE;
  self->record_changed = FALSE;
  set_changed_meanwhile (self, FALSE);
  enter (self, KH_LINKER_READING_AGAIN);
}

/**
 * kh_linker_cancel:
 * @self: a linker
 *
 * Gives the Link up. Where a person is waited for, it is idle then; where a station is
 * waited for, it fails with %G_IO_ERROR_CANCELLED a moment later. Nothing was changed
 * on either side. From %KH_LINKER_WRITING on it does nothing: what may have reached
 * the station is carried to its end.
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
      g_cancellable_cancel (self->cancellable);
      break;

    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_COMPARED:
      set_state (self, KH_LINKER_IDLE);
      break;

    case KH_LINKER_IDLE:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
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
