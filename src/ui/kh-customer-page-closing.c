/* kh-customer-page-closing.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-dialogs.h"
#include "kh-station-bar.h"

#include <glib/gi18n-lib.h>

#define CLOSES 1

/* Whether a page may go: what was typed into it is saved, discarded, or kept on the page. */

/* What is known to be on test, without asking the company. */
static KhTestEntry *
get_test (KhCustomerPage *self)
{
  if (self->link == NULL)
    return NULL;

  return kh_test_memory_get_last (kh_services_get_tests (self->services), self->number, kh_test_clock_now ());
}

static void
on_test_answered_cb (GObject      *source G_GNUC_UNUSED,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhCustomerPage *self = g_task_get_source_object (task);
  KhDialogAnswer answer = kh_dialogs_ask_finish (result);

  if (answer == KH_DIALOG_OTHER && self->bar != NULL)
    kh_station_bar_show_tests (KH_STATION_BAR (self->bar));
  g_task_return_boolean (task, answer == KH_DIALOG_ACCEPT);
}

static void
ask_about_test (KhCustomerPage *self,
                GTask          *task,
                KhTestEntry    *test)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GDateTime) until = g_date_time_to_local (kh_test_entry_get_until (test));
  g_autofree char *time = g_date_time_format (until, "%m/%d/%Y %H:%M");
  g_autofree char *scope = kh_test_entry_dup_scope (test);
  /* Translators: the customer's name, a date and time, what is on test. */
  g_autofree char *body = g_strdup_printf (_("%s is still on test until %s (%s). The station does not act on these signals "
                                             "until then."), self->title, time, scope);

  kh_dialogs_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Leave It on Test?"), body, NULL,
                        _("_Cancel"), _("Open _Tests"), _("C_lose"), KH_DIALOG_DEFAULT_CANCEL, self->cancellable,
                        on_test_answered_cb, task);
}

/* Takes @task. Nobody is kept from duplicating by a test. */
static void
let_go (KhCustomerPage *self,
        GTask          *task)
{
  g_autoptr (GTask) owned = task;
  KhTestEntry *test = get_test (self);

  if (test != NULL && GPOINTER_TO_INT (g_task_get_task_data (task)) == CLOSES)
    ask_about_test (self, g_steal_pointer (&owned), test);
  else
    g_task_return_boolean (task, TRUE);
}

void
kh_customer_page_end_closing (KhCustomerPage *self,
                              gboolean        may_close)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  if (task != NULL && may_close && !g_cancellable_is_cancelled (self->cancellable))
    let_go (self, g_steal_pointer (&task));
  else if (task != NULL)
    g_task_return_boolean (task, may_close);
}

static void
on_close_answered_cb (GObject      *source G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhCustomerPage *self = g_task_get_source_object (task);

  switch (kh_dialogs_ask_finish (result))
    {
    case KH_DIALOG_CANCEL:
      g_task_return_boolean (task, FALSE);
      break;
    case KH_DIALOG_OTHER:
      let_go (self, g_steal_pointer (&task));
      break;
    case KH_DIALOG_ACCEPT:
      g_set_object (&self->closing, task);
      if (kh_customer_page_has_typed_rows (self))
        kh_customer_page_save_tables (self);
      else if (!kh_customer_page_save (self, kh_customer_page_get_number (self) == 0 ? ALL_SECTIONS : kh_customer_page_get_unsaved (self)))
        kh_customer_page_end_closing (self, FALSE);
      break;
    }
}

static void
ask_to_save (KhCustomerPage *self,
             GTask          *task,
             const char     *title,
             const char     *body,
             const char     *other)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  kh_dialogs_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, body, NULL,
                        _("_Cancel"), other, _("_Save"),
                        KH_DIALOG_NONE, self->cancellable, on_close_answered_cb, task);
}

void
kh_customer_page_may_close_async (KhCustomerPage      *self,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (KH_IS_CUSTOMER_PAGE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_customer_page_may_close_async");
  g_task_set_task_data (task, GINT_TO_POINTER (CLOSES), NULL);
  /* Translators: the customer's name, or "New Customer". */
  body = g_strdup_printf (_("What you typed for %s is not saved yet."), self->title);
  if (self->dirty)
    ask_to_save (self, g_steal_pointer (&task), _("Save changes?"), body, _("_Discard"));
  else
    let_go (self, g_steal_pointer (&task));
}

gboolean
kh_customer_page_is_asked_about (KhCustomerPage *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_PAGE (self), FALSE);

  return self->dirty || get_test (self) != NULL;
}

void
kh_customer_page_may_duplicate_async (KhCustomerPage      *self,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *body = NULL;

  g_task_set_name (task, "kh_customer_page_may_duplicate_async");
  /* Translators: the customer's name. */
  body = g_strdup_printf (_("Duplicate copies what is saved. What you typed for %s is not saved yet."), self->title);
  if (self->dirty)
    ask_to_save (self, g_steal_pointer (&task), _("Save before you duplicate?"), body, _("_Duplicate Without It"));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
kh_customer_page_may_close_finish (KhCustomerPage *self,
                                   GAsyncResult   *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
