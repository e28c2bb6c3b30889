/* kh-link-failure.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-failure.h"

#include "kh-dialogs.h"
#include "kh-store-links.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *bar;
  KhStore *store;
  gint64 customer;
  char *company;
  char *message;
} Failure;

static void
failure_free (Failure *failure)
{
  g_object_unref (failure->bar);
  g_object_unref (failure->store);
  g_free (failure->company);
  g_free (failure->message);
  g_free (failure);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Failure, failure_free)

static GtkWindow *
get_window (const Failure *failure)
{
  GtkRoot *root = gtk_widget_get_root (failure->bar);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
on_given_up_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Failure) failure = data;
  g_autoptr (GError) error = NULL;

  if (kh_store_drop_attempt_finish (KH_STORE (source), result, &error))
    g_signal_emit_by_name (failure->bar, "notice", _("The unfinished Link was given up."));
  else
    g_signal_emit_by_name (failure->bar, "notice", error->message);
}

static void
on_give_up_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (Failure) failure = data;
  KhStore *store = failure->store;
  const gint64 customer = failure->customer;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && get_window (failure) != NULL)
    kh_store_drop_attempt_async (store, customer, "given-up", on_given_up_cb, g_steal_pointer (&failure));
}

static gboolean
is_under_way (const Failure *failure,
              GPtrArray     *attempts)
{
  for (guint i = 0; attempts != NULL && i < attempts->len; i++)
    {
      const KhLinkAttempt *attempt = g_ptr_array_index (attempts, i);

      if (attempt->customer == failure->customer)
        return TRUE;
    }

  return FALSE;
}

/* Takes the failure. */
static void
ask_to_give_up (Failure *failure)
{
  /* Translators: a sentence that says what happened, and the monitoring company. */
  g_autofree char *body = g_strdup_printf (_("%s\n\nIf you give the Link up, Monitored By and Account Number can be changed again. "
                                             "What %s may have taken already stays there."),
                                           failure->message, failure->company);

  kh_dialogs_ask_async (get_window (failure), _("Not Linked"), body, NULL, _("_Close"), NULL, _("_Give Up This Link"),
                        KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL, NULL, on_give_up_answered_cb, failure);
}

static void
on_attempts_listed_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (Failure) failure = data;
  g_autoptr (GPtrArray) attempts = kh_store_list_attempts_finish (KH_STORE (source), result, NULL);

  if (get_window (failure) == NULL)
    return;
  if (!is_under_way (failure, attempts))
    {
      kh_dialogs_tell (get_window (failure), _("Not Linked"), failure->message, NULL);
      return;
    }
  gtk_widget_activate_action (failure->bar, "app.settle-links", NULL);
  ask_to_give_up (g_steal_pointer (&failure));
}

void
kh_link_failure_tell (GtkWidget  *bar,
                      KhStore    *store,
                      gint64      customer,
                      const char *company,
                      const char *message)
{
  Failure *failure;

  g_return_if_fail (GTK_IS_WIDGET (bar));
  g_return_if_fail (KH_IS_STORE (store));

  failure = g_new0 (Failure, 1);
  failure->bar = g_object_ref (bar);
  failure->store = g_object_ref (store);
  failure->customer = customer;
  failure->company = g_strdup (company);
  failure->message = g_strdup (message);
  kh_store_list_attempts_async (store, on_attempts_listed_cb, failure);
}
