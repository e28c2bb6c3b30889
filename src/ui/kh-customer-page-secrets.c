/* kh-customer-page-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-gate.h"

/* What is sealed, on a customer's page: revealed for a while, and saved with the rest. */

/* What was asked for, and when. */
typedef struct {
  KhCustomerPage *page;
  KhDatapointId id;
  gint64 revision;
  gint64 member;
} Reveal;

static void
reveal_free (Reveal *reveal)
{
  g_object_unref (reveal->page);
  g_free (reveal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reveal, reveal_free)

static KhStore *
get_store (KhCustomerPage *self)
{
  return kh_services_get_store (self->services);
}

static gint64
get_revision (KhCustomerPage *self)
{
  return kh_customer_get_revision (kh_draft_get_original (self->draft));
}

/* Whoever asked is still there, and looks at the record that was asked about. */
static gboolean
is_still_wanted (const Reveal   *reveal,
                 KhDatapointRow *row)
{
  KhCustomerPage *self = reveal->page;

  return gtk_widget_get_mapped (GTK_WIDGET (row)) && reveal->revision == get_revision (self) &&
         reveal->member == kh_store_get_member (get_store (self));
}

/* Why something sealed could not be read or kept: where the desk is the reason, as the bar at the
 * window's top says it. */
char *
kh_customer_page_dup_why_not (KhCustomerPage *self,
                              const GError   *error)
{
  KhDesk *desk = kh_services_get_desk (self->services);
  char *why = NULL;

  if (desk != NULL && g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY))
    why = kh_desk_dup_why (desk);

  return why != NULL ? why : g_strdup (error->message);
}

static void
on_revealed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Reveal) reveal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = kh_store_reveal_finish (KH_STORE (source), result, &error);
  KhCustomerPage *self = reveal->page;
  KhSectionCard *card;
  KhDatapointRow *row;
  g_autofree char *why = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  card = self->cards[kh_datapoint_get (reveal->id)->section];
  row = kh_section_card_get_row (card, reveal->id);
  if (!is_still_wanted (reveal, row))
    return;
  why = error == NULL ? NULL : kh_customer_page_dup_why_not (self, error);
  kh_section_card_set_message (card, why);
  if (secret != NULL)
    kh_datapoint_row_reveal (row, secret, kh_services_get_reveal_time (self->services));
}

void
kh_customer_page_reveal (KhCustomerPage *self,
                         KhDatapointId   id)
{
  Reveal *reveal;

  if (self->draft == NULL || self->number == 0 || !kh_customer_is_sealed (kh_draft_get_original (self->draft), id))
    return;

  reveal = g_new0 (Reveal, 1);
  reveal->page = g_object_ref (self);
  reveal->id = id;
  reveal->revision = get_revision (self);
  reveal->member = kh_store_get_member (get_store (self));
  kh_store_reveal_async (get_store (self), self->number, id, self->cancellable, on_revealed_cb, reveal);
}

/* What a member may not give a new record is not asked of them. */
void
kh_customer_page_hide_secrets (KhCustomerPage *self,
                               KhCustomer     *customer)
{
  KhGrants grants = kh_store_get_grants (get_store (self));

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (!kh_datapoint_is_stored (id) && !kh_gate_may_begin (grants, id, FALSE))
        kh_customer_hide (customer, id);
    }
}

/* Remembers what goes to the store, to forget it once it is kept. */
GPtrArray *
kh_customer_page_take_secrets (KhCustomerPage *self,
                               guint           sections)
{
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  self->secrets = kh_secret_changes_new ();
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhSecretChange *change = NULL;

      if ((sections & SECTION_BIT (kh_datapoint_get (id)->section)) != 0)
        change = kh_draft_dup_secret (self->draft, id);
      if (change != NULL)
        g_ptr_array_add (self->secrets, change);
    }

  return self->secrets;
}
