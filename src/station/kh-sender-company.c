/* kh-sender-company.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sender-private.h"

#define MOST_REQUESTS 4u

#define PAUSE_MS (10u * 60u * 1000u)

KhClock
kh_sender_get_clock (KhSender *self)
{
  return self->clock (self->clock_data);
}

guint
kh_sender_scale (KhSender *self,
                 guint64   milliseconds)
{
  return (guint) ((double) milliseconds * self->pace);
}

void
kh_sender_company_free (gpointer data)
{
  KhSenderCompany *company = data;

  g_clear_handle_id (&company->timer, g_source_remove);
  g_queue_clear (&company->ready);
  g_free (company->pause);
  g_clear_object (&company->capabilities);
  g_free (company);
}

KhSenderCompany *
kh_sender_get_company (KhSender *self,
                       gint64    id)
{
  KhSenderCompany *company = g_hash_table_lookup (self->companies, &id);

  if (company != NULL)
    return company;

  company = g_new0 (KhSenderCompany, 1);
  company->sender = self;
  company->id = id;
  g_queue_init (&company->ready);
  g_hash_table_insert (self->companies, g_memdup2 (&id, sizeof id), company);

  return company;
}

static gboolean
on_company_timeout_cb (gpointer data)
{
  KhSenderCompany *company = data;

  company->timer = 0;
  g_clear_pointer (&company->pause, g_free);
  kh_sender_pump (company);

  return G_SOURCE_REMOVE;
}

static void
kh_sender_company_wait (KhSenderCompany *company,
                        guint            milliseconds)
{
  if (company->timer == 0)
    company->timer = g_timeout_add (milliseconds, on_company_timeout_cb, company);
}

/* Leaving it alone */

void
kh_sender_company_pause (KhSenderCompany *company,
                         const char      *message)
{
  KhSender *self = company->sender;

  company->proven = FALSE;
  if (company->pause != NULL)
    return;
  company->pause = g_strdup (message != NULL ? message : "");
  /* Perhaps the station has mended it; that costs one request. */
  kh_sender_company_wait (company, kh_sender_scale (self, PAUSE_MS));
  if (!company->told)
    g_signal_emit_by_name (self, "paused", company->id, company->pause);
  company->told = TRUE;
}

void
kh_sender_company_forget (KhSenderCompany *company)
{
  g_clear_object (&company->capabilities);
}

void
kh_sender_company_resume (KhSenderCompany *company)
{
  if (company->pause == NULL)
    return;
  g_clear_pointer (&company->pause, g_free);
  g_clear_handle_id (&company->timer, g_source_remove);
  kh_sender_pump (company);
}

/**
 * kh_sender_get_pause:
 * @self: a sender
 * @company: a monitoring company's entry
 *
 * Returns: (transfer none) (nullable): why it is left alone, or %NULL
 */
const char *
kh_sender_get_pause (KhSender *self,
                     gint64    company)
{
  KhSenderCompany *found;

  g_return_val_if_fail (KH_IS_SENDER (self), NULL);

  found = g_hash_table_lookup (self->companies, &company);

  return found != NULL ? found->pause : NULL;
}

/* Sparing it */

gboolean
kh_sender_company_may_run (KhSenderCompany *company)
{
  const gint64 now = g_get_monotonic_time ();

  if (company->pause != NULL || company->running >= (company->proven ? MOST_REQUESTS : 1))
    return FALSE;
  if (kh_breaker_begin (&company->breaker, now))
    return TRUE;
  if (!company->breaker.probing)
    kh_sender_company_wait (company, (guint) ((company->breaker.until - now) / G_TIME_SPAN_MILLISECOND + 1));

  return FALSE;
}

gint64
kh_sender_get_asked (KhSender           *self,
                     const KhSendResult *result)
{
  const guint wait = kh_sender_scale (self, (guint64) result->retry_after * 1000);

  return kh_sender_get_clock (self).boot + (gint64) wait * G_TIME_SPAN_MILLISECOND;
}

void
kh_sender_company_take_result (KhSenderCompany    *company,
                               const KhSendResult *result)
{
  KhSender *self = company->sender;
  const gint64 now = g_get_monotonic_time ();

  if (result->capabilities != NULL)
    g_set_object (&company->capabilities, result->capabilities);
  if (result->refused)
    kh_sender_company_forget (company);
  if (result->failed)
    {
      company->asked = kh_sender_get_asked (self, result);
      kh_breaker_fail (&company->breaker, now, result->retry_after, self->random, self->random_data);
      if (kh_breaker_is_open (&company->breaker))
        company->breaker.until = now + (gint64) ((double) (company->breaker.until - now) * self->pace);
    }
  else if (result->answered)
    {
      kh_breaker_succeed (&company->breaker);
      company->proven = TRUE;
      if (company->told)
        g_signal_emit_by_name (self, "resumed", company->id);
      company->told = FALSE;
    }
  else
    kh_breaker_abstain (&company->breaker);
}

static gboolean
is_waiting (const KhBreaker *breaker,
            gint64           until)
{
  return kh_breaker_is_open (breaker) && !breaker->probing && breaker->until > until;
}

void
kh_sender_company_hurry (KhSenderCompany *company,
                         guint            milliseconds)
{
  const gint64 until = g_get_monotonic_time () + (gint64) milliseconds * G_TIME_SPAN_MILLISECOND;

  /* A token that does not do is not mended by waiting less, and a station that asked for time
   * has it. */
  if (company->pause != NULL || !is_waiting (&company->breaker, until) ||
      company->asked > kh_sender_get_clock (company->sender).boot)
    return;
  company->breaker.until = until;
  g_clear_handle_id (&company->timer, g_source_remove);
  kh_sender_company_wait (company, milliseconds + 1);
}
