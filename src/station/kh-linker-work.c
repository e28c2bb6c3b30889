/* kh-linker-work.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-linker-private.h"

#include "kh-capabilities.h"
#include "kh-row-comparison.h"
#include "kh-store-links.h"

#include <glib/gi18n-lib.h>

/* Whether the work goes on after a call; else the Link has failed. */
gboolean
kh_linker_goes_on (KhLinker *self,
                   GError   *error)
{
  if (error == NULL && !g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    return TRUE;

  kh_linker_take_error (self, error);

  return FALSE;
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
  /* What was sent is needed no more, and may have been a passcode. */
  g_clear_pointer (&self->attempt, kh_link_attempt_free);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  g_clear_pointer (&self->link, kh_link_free);
  self->link = link;
  self->pending = pending;
  kh_linker_set_state (self, KH_LINKER_LINKED);
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

  customer = kh_store_load_whole_finish (KH_STORE (source), result, &link, &error);
  if (!kh_linker_goes_on (self, error))
    return;

  self->loaded = TRUE;
  g_set_object (&self->customer, customer);
  if (link != NULL)
    take_link (self, g_steal_pointer (&link), FALSE);
  else
    kh_linker_process (self);
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
      if (kh_linker_goes_on (self, NULL))
        kh_linker_process (self);
      break;

    case KH_LINK_RUN_KEPT:
      kh_linker_take_error (self, g_steal_pointer (&end->error));
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
  if (!kh_linker_goes_on (self, error))
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
  kh_linker_process (self);
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
  if (kh_linker_goes_on (self, error))
    kh_linker_process (self);
}

static void
get_station (KhLinker *self)
{
  KhCompany *company;

  company = kh_catalogues_get_company (kh_store_get_catalogues (self->store),
                                       kh_customer_get_entry (self->customer, KH_DATAPOINT_MONITORING_COMPANY));
  g_set_object (&self->company, company);
  if (company == NULL || get_number (self) == NULL)
    kh_linker_take_error (self,
                          g_error_new_literal (KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
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

void
kh_linker_take_chosen (KhLinker   *self,
                       const char *account)
{
  g_free (self->chosen);
  self->chosen = g_strdup (account);
  kh_linker_enter (self, KH_LINKER_READING);
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
  if (!kh_linker_goes_on (self, error))
    return;

  if (!all_have_number (self, self->look_up->accounts))
    {
      kh_linker_take_error (self, wrong_answer_error (self));
    }
  else if (self->look_up->accounts->len > 1)
    {
      kh_linker_set_state (self, KH_LINKER_SEVERAL);
    }
  else if (self->look_up->accounts->len == 1)
    {
      kh_linker_take_chosen (self, kh_account_get_id (g_ptr_array_index (self->look_up->accounts, 0)));
    }
  else if (get_receiver (self) != NULL && !self->without_receiver)
    {
      /* Our receiver may be wrong, or written as the station does not write it. */
      self->without_receiver = TRUE;
      kh_linker_process (self);
    }
  else
    {
      kh_linker_set_state (self, KH_LINKER_NOT_FOUND);
    }
}

void
kh_linker_look_up (KhLinker *self)
{
  if (!self->loaded && self->settling)
    kh_linker_load_agreed (self);
  else if (!self->loaded)
    kh_store_load_whole_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                                  on_store_load_cb, g_object_ref (self));
  else if (!self->settled)
    kh_store_list_attempts_async (self->store, on_store_list_cb, g_object_ref (self));
  else if (self->station == NULL)
    get_station (self);
  else if (self->settling)
    kh_linker_take_chosen (self, self->agreed->link->account);
  else
    kh_station_look_up_async (self->station, get_number (self), self->without_receiver ? NULL : get_receiver (self),
                              self->cancellable, on_station_look_up_cb, g_object_ref (self));
}

/* Reading: is it free here, what the station can do, the account, our secrets. */

static GError *
linked_here_error (KhLinker   *self,
                   gint64      customer,
                   const char *name)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, customer);

  /* Translators: an account number, a monitoring company, a customer, the customer's number. */
  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_HERE,
                      _("Account %s of %s is linked already, to %s (customer %s). Nothing was changed. "
                        "Check the Account Number."),
                      get_number (self), kh_company_get_name (self->company), name, number);
}

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
  if (!kh_linker_goes_on (self, error))
    return;

  if (link != NULL && link->customer != kh_customer_get_number (self->customer))
    {
      kh_linker_take_error (self, linked_here_error (self, link->customer, name));
      return;
    }

  self->unlinked_here = TRUE;
  kh_linker_process (self);
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
  if (kh_linker_goes_on (self, error))
    kh_linker_process (self);
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

      if (!kh_discrepancy_equal (row, other))
        return FALSE;
    }

  return kh_row_comparison_equal (kh_comparison_get_rows (a), kh_comparison_get_rows (b));
}

/* An account that we may not have: its number is another, or another customer's. */
static GError *
check_account (KhLinker  *self,
               KhAccount *account)
{
  const char *reference = kh_account_get_external_ref (account);
  const char *name = kh_company_get_name (self->company);
  g_autofree char *ours = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_get_number (self->customer));

  if (!has_number (self, account) || g_strcmp0 (kh_account_get_id (account), self->chosen) != 0)
    return wrong_answer_error (self);
  if (reference == NULL || strcmp (reference, ours) == 0)
    return NULL;
  if (self->settling)
    return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE,
                        /* Translators: a monitoring company, an account number, a customer number, the company. */
                        _("%s links account %s to your customer %s now, so there is nothing to compare. Ask %s whose "
                          "account it is, then choose Retry."),
                        name, get_number (self), reference, name);

  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE,
                      _("%s links account %s to your customer %s. Nothing was changed. Check the Account Number; "
                        "if it is right, ask %s to remove that link, then choose Link Account again."),
                      name, get_number (self), reference, name);
}

/* What was shown is still so. */
static void
go_on (KhLinker *self)
{
  kh_linker_enter (self, self->settling ? KH_LINKER_RECORDING : KH_LINKER_TRYING);
}

void
kh_linker_compare (KhLinker *self)
{
  g_autoptr (KhComparison) shown = g_steal_pointer (&self->comparison);

  self->comparison = kh_comparison_new_with_secrets (self->customer, self->account, self->capabilities,
                                                     kh_store_get_catalogues (self->store),
                                                     kh_store_get_grants (self->store), self->secrets);
  kh_linker_open_rows (self);
  if (self->settling)
    kh_linker_take_agreed (self);
  kh_linker_compare_rows (self);
  if (shown != NULL)
    kh_comparison_keep_choices (self->comparison, shown);

  if (self->state == KH_LINKER_READING_AGAIN && shows_the_same (self->comparison, shown))
    {
      go_on (self);
      return;
    }

  kh_linker_set_changed (self, shown != NULL);
  kh_linker_set_state (self, KH_LINKER_COMPARED);
}

static void
on_store_load_secrets_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  g_clear_pointer (&self->secrets, g_hash_table_unref);
  self->secrets = kh_store_load_secrets_finish (KH_STORE (source), result, &error);
  if (!kh_linker_goes_on (self, error))
    return;

  if (self->settling)
    kh_linker_load_row_secrets (self);
  else
    kh_linker_load_tables (self);
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
  if (!kh_linker_goes_on (self, error))
    return;

  if (account != NULL)
    {
      error = check_account (self, account);
      if (!kh_linker_goes_on (self, error))
        return;
      g_set_object (&self->account, account);
    }

  if (unchanged && !self->record_changed)
    go_on (self);
  else if (self->secrets != NULL && !self->record_changed)
    kh_linker_compare (self);
  else
    kh_store_load_secrets_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
                                 on_store_load_secrets_cb, g_object_ref (self));
}

void
kh_linker_read (KhLinker *self)
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

  customer = kh_store_load_whole_finish (KH_STORE (source), result, &link, &error);
  if (error == NULL && (link != NULL || !names_the_same_account (customer, self->customer)))
    error = g_error_new_literal (KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                                 _("Monitored By, Account Number or the link was changed meanwhile. "
                                   "Nothing was written. Look at the customer, then choose Link Account again."));
  if (!kh_linker_goes_on (self, error))
    return;

  self->loaded = TRUE;
  self->record_changed = kh_customer_get_revision (customer) != kh_customer_get_revision (self->customer);
  g_set_object (&self->customer, customer);
  kh_linker_process (self);
}

void
kh_linker_read_again (KhLinker *self)
{
  if (!self->loaded && self->settling)
    kh_linker_load_agreed (self);
  else if (!self->loaded)
    kh_store_load_whole_async (self->store, kh_customer_get_number (self->customer), self->cancellable,
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
  attempt->seen = kh_shadow_new_from_account (self->account);
  kh_linker_see_rows (self, attempt->seen);
  attempt->state = g_strdup (KH_ATTEMPT_PREPARED);
  attempt->started_at = g_get_real_time () / G_USEC_PER_SEC;
  attempt->author = g_strdup (kh_store_get_author (self->store));
  g_ptr_array_unref (attempt->rows);
  attempt->rows = kh_row_comparison_dup_sends (kh_comparison_get_rows (self->comparison));
  g_ptr_array_unref (attempt->takes);
  attempt->takes = kh_row_comparison_dup_takes (kh_comparison_get_rows (self->comparison));
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
  kh_linker_enter (self, KH_LINKER_READING);
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
  else if (kh_linker_goes_on (self, error))
    {
      kh_linker_enter (self, KH_LINKER_WRITING);
    }
}

static gboolean
has_dry_run (KhLinker *self)
{
  gboolean dry_run;

  g_object_get (self->capabilities, "dry-run", &dry_run, NULL);

  return dry_run;
}

void
kh_linker_try (KhLinker *self)
{
  GError *error = NULL;

  if (!kh_comparison_check_codes (self->comparison, &error))
    {
      kh_linker_take_error (self, error);
      return;
    }

  prepare (self);
  if (self->attempt->body == NULL || !has_dry_run (self))
    kh_linker_enter (self, KH_LINKER_WRITING);
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
        kh_linker_set_state (self, KH_LINKER_REFERRING);
      break;
    case KH_LINK_RUN_RECORDING:
      kh_linker_set_state (self, KH_LINKER_RECORDING);
      break;
    }
}

static GError *
stopped_error (KhLinker *self)
{
  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                      _("You stopped waiting before %s had answered, so it is not known yet whether it took the values. "
                        "Keyholder asks again by itself, or choose Link Account again."),
                      kh_company_get_name (self->company));
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
  else if (end->end == KH_LINK_RUN_KEPT && g_error_matches (end->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kh_linker_take_error (self, stopped_error (self));
  else
    kh_linker_take_error (self, g_steal_pointer (&end->error));
}

static void
on_store_begin_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhLinker) self = user_data;
  GError *error = NULL;

  if (kh_store_begin_attempt_finish (KH_STORE (source), result, &error))
    {
      self->kept = TRUE;
      kh_linker_process (self);
    }
  else if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT))
    {
      /* Somebody saved the record since it was read again. */
      g_error_free (error);
      self->loaded = FALSE;
      kh_linker_enter (self, KH_LINKER_READING_AGAIN);
    }
  else
    {
      kh_linker_take_error (self, error);
    }
}

void
kh_linker_write (KhLinker *self)
{
  /* From here on nothing is taken back: whoever cancels stops waiting, and what is kept is carried to
   * an end later. */
  if (!self->kept)
    kh_store_begin_attempt_async (self->store, self->attempt, NULL, on_store_begin_cb, g_object_ref (self));
  else
    kh_link_run_async (self->store, self->station, self->attempt, FALSE, on_run_part_cb, self->cancellable,
                       on_run_cb, g_object_ref (self));
}
