/* kh-customer-page-record.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-gate.h"
#include "kh-history-view.h"
#include "kh-station-bar.h"

#include <glib/gi18n-lib.h>

/* The record behind a customer's page: read, saved section by section, read again when
 * somebody else wrote it, and never at the cost of what is being typed. */

static gboolean
is_new (KhCustomerPage *self)
{
  return self->number == 0;
}

static KhStore *
get_store (KhCustomerPage *self)
{
  return kh_services_get_store (self->services);
}

/* Saving */

static KhDatapointRow *
show_problems (KhCustomerPage *self,
               GPtrArray      *problems)
{
  KhDatapointRow *first = NULL;

  for (guint i = 0; i < problems->len; i++)
    {
      const KhProblem *problem = g_ptr_array_index (problems, i);
      KhSection section = kh_datapoint_get (problem->datapoint)->section;
      KhDatapointRow *row = kh_section_card_get_row (self->cards[section], problem->datapoint);

      if (row == NULL)
        continue;
      kh_section_card_set_editing (self->cards[section], TRUE);
      kh_datapoint_row_set_problem (row, problem->message);
      if (first == NULL)
        first = row;
    }

  return first;
}

static gboolean
is_right (KhCustomerPage *self,
          guint           sections)
{
  KhDatapointRow *first = NULL;

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      g_autoptr (GPtrArray) problems = NULL;
      KhDatapointRow *row;

      if ((sections & SECTION_BIT (section)) == 0)
        continue;
      problems = kh_draft_validate (self->draft, section);
      row = show_problems (self, problems);
      if (first == NULL)
        first = row;
    }

  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));

  return first == NULL;
}

gboolean
kh_customer_page_is_ready_to_link (KhCustomerPage *self)
{
  g_autoptr (GPtrArray) problems = kh_draft_missing_to_link (self->draft);
  KhDatapointRow *first = show_problems (self, problems);

  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));

  return problems->len == 0;
}

/* What is being typed in the other sections stays out of the record. */
static KhCustomer *
copy_edited (KhCustomerPage *self,
             guint           sections)
{
  KhCustomer *copy = kh_customer_copy (kh_draft_get_original (self->draft));

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if ((sections & SECTION_BIT (kh_datapoint_get (id)->section)) != 0 && kh_datapoint_is_stored (id) &&
          kh_draft_is_dirty (self->draft, id))
        kh_customer_set (copy, id, kh_customer_get (kh_draft_get_edited (self->draft), id));
    }

  return copy;
}

/* What was typed while the record was being saved keeps its section open. */
static void
close_saved (KhCustomerPage *self,
             guint           sections)
{
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      if ((sections & SECTION_BIT (section)) != 0 && !kh_draft_section_dirty (self->draft, section))
        kh_customer_page_stop_editing (self, section);
    }
}

static void
take_saved (KhCustomerPage *self,
            KhCustomer     *kept,
            guint           sections)
{
  kh_draft_rebase (self->draft, kept);
  kh_draft_settle_secrets (self->draft, self->secrets);
  close_saved (self, sections);
  kh_customer_page_update (self);
  kh_customer_page_notice (self, _("Saved."));
}

static void
take_created (KhCustomerPage *self,
              KhCustomer     *kept)
{
  self->number = kh_customer_get_number (kept);
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    kh_section_card_set_plain (self->cards[section], FALSE);
  kh_customer_page_end_first (self);
  take_saved (self, kept, ALL_SECTIONS);
  kh_customer_page_became (self, self->number);
}

static void
say_in_sections (KhCustomerPage *self,
                 guint           sections,
                 const char     *message)
{
  if (is_new (self))
    {
      kh_customer_page_set_message (self, message);
      return;
    }

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      if ((sections & SECTION_BIT (section)) != 0)
        kh_section_card_set_message (self->cards[section], message);
    }
}

/* Another customer has the account number, or a link holds on to it. */
static void
show_number_refused (KhCustomerPage *self,
                     const GError   *error)
{
  KhDatapointRow *row = kh_section_card_get_row (self->cards[KH_SECTION_CENTRAL_STATION], KH_DATAPOINT_ACCOUNT_NUMBER);

  kh_section_card_set_editing (self->cards[KH_SECTION_CENTRAL_STATION], TRUE);
  kh_datapoint_row_set_problem (row, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
take_failure (KhCustomerPage *self,
              const GError   *error,
              guint           sections)
{
  self->then = KH_THEN_STAY;
  if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT))
    {
      self->conflict = TRUE;
      self->refused = sections;
      self->again = TRUE;
    }
  else if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE))
    show_number_refused (self, error);
  else
    {
      g_autofree char *why = kh_customer_page_dup_why_not (self, error);

      say_in_sections (self, sections & kh_customer_page_get_editing (self), why);
    }
}

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KhCustomerPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  guint sections = self->saving;

  if (is_new (self))
    kept = kh_store_create_customer_finish (KH_STORE (source), result, &error);
  else
    kept = kh_store_save_customer_finish (KH_STORE (source), result, &error);
  self->saving = 0;
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      kh_customer_page_end_closing (self, TRUE);
      return;
    }

  if (kept == NULL)
    take_failure (self, error, sections);
  else if (is_new (self))
    take_created (self, kept);
  else
    take_saved (self, kept, sections);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  kh_customer_page_update_busy (self);
  if (!self->conflict)
    kh_customer_page_end_closing (self, kept != NULL && !kh_draft_get_dirty (self->draft));
  if (self->again)
    kh_customer_page_load (self);
  if (kept != NULL)
    kh_customer_page_follow_up (self);
}

/* A section that nobody edits can only differ because its values followed others, as a
 * dealer number goes with its company; they are saved with what they followed. */
static void
start_saving (KhCustomerPage *self,
              guint           sections,
              GArray         *doubles)
{
  g_autoptr (KhCustomer) edited = NULL;
  GPtrArray *secrets;

  sections |= kh_customer_page_get_unsaved (self) & ~kh_customer_page_get_editing (self);
  edited = copy_edited (self, sections);
  secrets = kh_customer_page_take_secrets (self, sections);
  self->saving = sections;
  g_set_object (&self->base, kh_draft_get_original (self->draft));
  kh_customer_page_set_message (self, NULL);
  say_in_sections (self, sections, NULL);
  if (is_new (self))
    {
      kh_gate_trim (edited, kh_draft_get_catalogues (self->draft), kh_store_get_grants (get_store (self)));
      kh_store_create_anyway_async (get_store (self), edited, secrets, doubles, NULL, on_saved_cb, g_object_ref (self));
    }
  else
    kh_store_save_customer_async (get_store (self), edited, secrets, NULL, on_saved_cb, g_object_ref (self));
  kh_customer_page_update_busy (self);
}

/* @doubles: whom it is not, although it looks so, or NULL. */
void
kh_customer_page_create (KhCustomerPage *self,
                         GArray         *doubles)
{
  start_saving (self, ALL_SECTIONS, doubles);
}

/* Returns whether it is saved or on the way to be. */
gboolean
kh_customer_page_save (KhCustomerPage *self,
                       guint           sections)
{
  if (self->saving != 0 || self->asking || !is_right (self, sections))
    return FALSE;

  if (!is_new (self) && (kh_customer_page_get_unsaved (self) & sections) == 0)
    {
      close_saved (self, sections);
      kh_customer_page_end_closing (self, TRUE);
      return TRUE;
    }

  if (is_new (self))
    kh_customer_page_check_doubles (self);
  else
    start_saving (self, sections, NULL);

  return TRUE;
}

/* Loading */

static char *
list_changes (KhCustomer *before,
              KhCustomer *after,
              KhSection   section)
{
  GString *labels = g_string_new (NULL);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (kh_datapoint_get (id)->section != section ||
          g_strcmp0 (kh_customer_get (before, id), kh_customer_get (after, id)) == 0)
        continue;
      if (labels->len > 0)
        g_string_append (labels, ", ");
      g_string_append (labels, kh_datapoint_get_label (id));
    }

  return g_string_free (labels, FALSE);
}

/* Said where somebody types over it: they must know before they save. */
static void
tell_changes (KhCustomerPage *self,
              KhCustomer     *before,
              KhSection       section)
{
  g_autofree char *labels = list_changes (before, kh_draft_get_original (self->draft), section);
  g_autofree char *sentence = NULL;

  if (*labels != '\0')
    /* Translators: the names of datapoints, with commas between them. */
    sentence = g_strdup_printf (_("Changed elsewhere meanwhile: %s. What you typed is kept; look at it and press Save again."),
                                labels);
  else if (self->conflict)
    sentence = g_strdup (_("This customer was saved elsewhere meanwhile. What you typed is kept; press Save again."));

  if (sentence != NULL)
    kh_section_card_set_message (self->cards[section], sentence);
}

static void
tell_all_changes (KhCustomerPage *self,
                  KhCustomer     *before)
{
  guint sections = kh_customer_page_get_editing (self) & kh_customer_page_get_unsaved (self);

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      if ((sections & SECTION_BIT (section)) != 0)
        tell_changes (self, before, section);
    }
}

static gboolean
looks_same (KhCustomer *before,
            KhCustomer *after)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (kh_customer_is_hidden (before, id) != kh_customer_is_hidden (after, id) ||
          kh_customer_is_sealed (before, id) != kh_customer_is_sealed (after, id) ||
          g_strcmp0 (kh_customer_get (before, id), kh_customer_get (after, id)) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_typed_secret (KhCustomerPage *self,
                  guint           sections)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (!kh_datapoint_is_stored (id) && kh_draft_is_dirty (self->draft, id) &&
          (sections & SECTION_BIT (kh_datapoint_get (id)->section)) != 0)
        return TRUE;
    }

  return FALSE;
}

/* Whoever sees no change is not told of one: it is in what they may not view, and stays as it is
 * when theirs is saved again. A sealed value that was typed might go over one that nobody saw come,
 * so there they are asked. */
static void
settle_conflict (KhCustomerPage *self,
                 KhCustomer     *customer)
{
  guint sections = self->refused;
  gboolean saves = looks_same (self->base, customer) && !has_typed_secret (self, sections);

  if (!saves)
    tell_all_changes (self, self->base);
  self->conflict = FALSE;
  if (!saves || !kh_customer_page_save (self, sections))
    kh_customer_page_end_closing (self, FALSE);
}

/* What was read before a save is older than what the save gave back. */
static gboolean
is_outdated (KhCustomerPage *self,
             KhCustomer     *customer)
{
  return self->draft != NULL &&
         kh_customer_get_revision (customer) < kh_customer_get_revision (kh_draft_get_original (self->draft));
}

/* Once, as the page opens, and without a word where nothing is new. */
static void
compare_account (KhCustomerPage *self)
{
  KhWatcher *watcher = kh_services_get_watcher (self->services);

  if (self->link != NULL && watcher != NULL)
    kh_watcher_look (watcher, self->number);
}

static void
take_loaded (KhCustomerPage *self,
             KhCustomer     *customer,
             KhLink         *link)
{
  g_clear_pointer (&self->link, kh_link_free);
  self->link = link;
  if (self->draft == NULL)
    {
      kh_customer_page_show (self, customer);
      compare_account (self);
    }
  else if (!is_outdated (self, customer))
    {
      g_autoptr (KhCustomer) before = g_object_ref (kh_draft_get_original (self->draft));

      kh_draft_rebase (self->draft, customer);
      /* One that was on its way before the save was refused is not the one to wait for. */
      if (!self->conflict)
        tell_all_changes (self, before);
      else if (!self->again)
        settle_conflict (self, customer);
    }
  kh_customer_page_update (self);
  if (self->wants_compare)
    kh_customer_page_compare (self, FALSE);
}

static void
take_load_failure (KhCustomerPage *self,
                   const GError   *error)
{
  if (self->draft != NULL)
    {
      if (self->conflict)
        kh_customer_page_end_closing (self, FALSE);
      self->conflict = FALSE;
      kh_customer_page_set_message (self, error->message);
      return;
    }

  kh_customer_page_show_failure (self, error->message);
}

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KhCustomerPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  KhLink *link = NULL;

  customer = kh_store_load_customer_finish (KH_STORE (source), result, &link, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&link, kh_link_free);
      kh_customer_page_end_closing (self, TRUE);
      return;
    }

  self->loading = FALSE;
  if (customer != NULL)
    take_loaded (self, customer, link);
  else
    take_load_failure (self, error);
  kh_customer_page_update_busy (self);
  if (self->again)
    kh_customer_page_load (self);
}

/* One at a time, and never into the middle of a save: what comes then is read after it. */
void
kh_customer_page_load (KhCustomerPage *self)
{
  if (self->loading || self->saving != 0)
    {
      self->again = TRUE;
      return;
    }

  self->again = FALSE;
  self->loading = TRUE;
  kh_store_load_customer_async (get_store (self), self->number, self->cancellable, on_loaded_cb, g_object_ref (self));
  kh_customer_page_update_busy (self);
}

/* A draft keeps to the lists it was made with; what was typed moves to a new one. */
void
kh_customer_page_follow_lists (KhCustomerPage *self)
{
  g_autoptr (KhDraft) draft = NULL;

  if (self->draft == NULL)
    return;

  draft = kh_draft_new (kh_draft_get_original (self->draft), kh_store_get_catalogues (get_store (self)));
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (!kh_datapoint_is_stored (id) || !kh_draft_is_dirty (self->draft, id))
        continue;
      if (kh_draft_get_error (self->draft, id) != NULL)
        kh_draft_set_text (draft, id, kh_draft_get_text (self->draft, id));
      else
        kh_draft_set_value (draft, id, kh_customer_get (kh_draft_get_edited (self->draft), id));
    }
  kh_draft_copy_secrets (draft, self->draft);
  kh_customer_page_take_draft (self, draft);
  kh_customer_page_update (self);
}

/* The record, and its history where that is looked at. */
void
kh_customer_page_refresh (KhCustomerPage *self)
{
  g_return_if_fail (KH_IS_CUSTOMER_PAGE (self));

  if (is_new (self))
    return;
  kh_customer_page_load (self);
  if (self->history != NULL && gtk_widget_get_mapped (self->history))
    kh_history_view_refresh (KH_HISTORY_VIEW (self->history));
}

/* What somebody changed at the station is told of by the watcher, also when nobody decides about it
 * now. */
void
kh_customer_page_compare (KhCustomerPage *self,
                          gboolean        quiet)
{
  g_return_if_fail (KH_IS_CUSTOMER_PAGE (self));

  if (is_new (self))
    return;
  self->wants_compare = self->bar == NULL && !quiet;
  if (self->bar == NULL)
    return;
  compare_account (self);
  kh_station_bar_compare (KH_STATION_BAR (self->bar), quiet);
}
