/* kh-notifier.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-notifier.h"

#include "kh-notice-limit.h"
#include "kh-store-links.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* What mends itself sooner is nobody's business. */
#define DELAY_MS 2000

/* What is known of one company. */
typedef struct {
  guint needing;
  gboolean paused;
  gboolean told;
} Known;

struct _KhNotifier
{
  GObject parent_instance;

  /* Borrowed */
  GApplication *application;

  /* Owned */
  KhStore *store;
  KhNoticeLimit *limit;
  GHashTable *companies;

  /* State */
  guint source;
};

G_DEFINE_FINAL_TYPE (KhNotifier, kh_notifier, G_TYPE_OBJECT)

static Known *
get_known (KhNotifier *self,
           gint64      company)
{
  Known *known = g_hash_table_lookup (self->companies, &company);

  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      g_hash_table_insert (self->companies, g_memdup2 (&company, sizeof company), known);
    }

  return known;
}

static char *
dup_id (gint64 company)
{
  return g_strdup_printf ("company-%" G_GINT64_FORMAT, company);
}

static void
send (KhNotifier *self,
      gint64      company,
      Known      *known)
{
  KhCompany *found = kh_catalogues_get_company (kh_store_get_catalogues (self->store), company);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *id = dup_id (company);
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;

  if (found == NULL || !kh_notice_limit_take (self->limit, company, g_get_monotonic_time ()))
    return;
  name = kh_value_dup_visible (kh_company_get_name (found));
  notification = g_notification_new (name);
  if (known->paused)
    /* Translators: a monitoring company. */
    body = g_strdup_printf (_("Nothing is sent to %s until you have looked at it."), name);
  else
    body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change needs you.", "%u changes need you.", known->needing),
                            known->needing);
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.waiting", "x", company);
  g_application_send_notification (self->application, id, notification);
  known->told = TRUE;
}

static void
settle (KhNotifier *self,
        gint64      company,
        Known      *known)
{
  g_autofree char *id = dup_id (company);

  if (!known->told || known->needing > 0 || known->paused)
    return;
  g_application_withdraw_notification (self->application, id);
  known->told = FALSE;
}

static void
take_counts (KhNotifier *self,
             GArray     *counts)
{
  GHashTableIter iter;
  gpointer company, known;
  g_autoptr (GHashTable) now = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < counts->len; i++)
    {
      const KhOutboxCount *count = &g_array_index (counts, KhOutboxCount, i);
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (now, &count->company));

      if (count->state == KH_OUTBOX_HELD || count->state == KH_OUTBOX_REJECTED)
        g_hash_table_replace (now, g_memdup2 (&count->company, sizeof count->company), GUINT_TO_POINTER (before + count->n));
      get_known (self, count->company);
    }
  g_hash_table_iter_init (&iter, self->companies);
  while (g_hash_table_iter_next (&iter, &company, &known))
    {
      guint needing = GPOINTER_TO_UINT (g_hash_table_lookup (now, company));
      gboolean more = needing > ((Known *) known)->needing;

      ((Known *) known)->needing = needing;
      if (more)
        send (self, *(gint64 *) company, known);
      else
        settle (self, *(gint64 *) company, known);
    }
}

/* Whoever is signed in: with nobody there is nothing to be told of, and nobody to tell. */
static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhNotifier) self = data;
  g_autoptr (GArray) counts = kh_store_count_outbox_finish (KH_STORE (source), result, NULL);

  if (counts != NULL && self->application != NULL)
    take_counts (self, counts);
}

static gboolean
on_timeout_cb (gpointer data)
{
  KhNotifier *self = data;

  self->source = 0;
  kh_store_count_outbox_async (self->store, 0, NULL, on_counted_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
on_changed_cb (KhNotifier *self)
{
  if (self->source == 0 && self->application != NULL)
    self->source = g_timeout_add (DELAY_MS, on_timeout_cb, self);
}

static void
on_paused_cb (KhNotifier *self,
              gint64      company)
{
  Known *known = get_known (self, company);

  known->paused = TRUE;
  if (self->application != NULL)
    send (self, company, known);
}

static void
on_resumed_cb (KhNotifier *self,
               gint64      company)
{
  Known *known = get_known (self, company);

  known->paused = FALSE;
  if (self->application != NULL)
    settle (self, company, known);
}

static void
kh_notifier_finalize (GObject *object)
{
  KhNotifier *self = KH_NOTIFIER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->store);
  kh_notice_limit_free (self->limit);
  g_hash_table_unref (self->companies);

  G_OBJECT_CLASS (kh_notifier_parent_class)->finalize (object);
}

static void
kh_notifier_class_init (KhNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_notifier_finalize;
}

static void
kh_notifier_init (KhNotifier *self)
{
  self->limit = kh_notice_limit_new ();
  self->companies = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

KhNotifier *
kh_notifier_new (GApplication *application,
                 KhStore      *store,
                 KhSender     *sender)
{
  KhNotifier *self = g_object_new (KH_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "outbox-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sender, "paused", G_CALLBACK (on_paused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sender, "resumed", G_CALLBACK (on_resumed_cb), self, G_CONNECT_SWAPPED);
  on_changed_cb (self);

  return self;
}

void
kh_notifier_stop (KhNotifier *self)
{
  GHashTableIter iter;
  gpointer company, known;

  g_return_if_fail (KH_IS_NOTIFIER (self));

  g_clear_handle_id (&self->source, g_source_remove);
  g_hash_table_iter_init (&iter, self->companies);
  while (self->application != NULL && g_hash_table_iter_next (&iter, &company, &known))
    {
      g_autofree char *id = dup_id (*(gint64 *) company);

      if (((Known *) known)->told)
        g_application_withdraw_notification (self->application, id);
    }
  self->application = NULL;
}
