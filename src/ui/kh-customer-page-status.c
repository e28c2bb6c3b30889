/* kh-customer-page-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-cancel-dialog.h"
#include "kh-dialogs.h"

#include <glib/gi18n-lib.h>

/* Archive, Unarchive, Cancel Customer, Reactivate and Delete. None of them tells a station. */

#define DELETE "page.delete"

static const struct {
  const char *action;
  const char *done;
} steps[KH_N_STATUS_STEPS] = {
  [KH_STATUS_ARCHIVE] = { "page.archive", N_("The customer is archived. Searching finds them still.") },
  [KH_STATUS_UNARCHIVE] = { "page.unarchive", N_("The customer is out of the archive.") },
  [KH_STATUS_CANCEL] = { "page.cancel-customer", N_("The customer is cancelled.") },
  [KH_STATUS_REACTIVATE] = { "page.reactivate", N_("The customer is active again.") },
};

static KhStore *
get_store (KhCustomerPage *self)
{
  return kh_services_get_store (self->services);
}

static GtkWindow *
get_window (KhCustomerPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Whose accounts a member may not view is not told. */
static char *
dup_warning (KhCustomerPage *self)
{
  KhCompany *company;

  if (self->link == NULL)
    return NULL;
  company = kh_catalogues_get_company (kh_store_get_catalogues (get_store (self)), self->link->company);

  /* Translators: an account number, and twice the name of a monitoring company. */
  return g_strdup_printf (_("This customer is linked to the account %s at %s. Monitoring goes on until you tell %s: "
                            "Keyholder sends nothing about it."),
                          self->link->number, company != NULL ? kh_company_get_name (company) : "",
                          company != NULL ? kh_company_get_name (company) : "");
}

/* A step */

typedef struct {
  KhCustomerPage *page;
  KhStatusStep step;
} Step;

static Step *
step_new (KhCustomerPage *self,
          KhStatusStep    step)
{
  Step *data = g_new0 (Step, 1);

  data->page = g_object_ref (self);
  data->step = step;

  return data;
}

static void
step_free (Step *step)
{
  g_object_unref (step->page);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static void
on_stepped_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Step) step = data;
  g_autoptr (GError) error = NULL;

  if (kh_store_set_status_finish (KH_STORE (source), result, &error))
    kh_customer_page_notice (step->page, _(steps[step->step].done));
  else if (!g_cancellable_is_cancelled (step->page->cancellable))
    kh_dialogs_tell (get_window (step->page), _("Nothing Was Changed"), error->message, NULL);
}

static void
take_step (KhCustomerPage *self,
           KhStatusStep    step)
{
  KhCustomer *customer = kh_draft_get_original (self->draft);

  kh_store_set_status_async (get_store (self), self->number, kh_customer_get_revision (customer), step, NULL, NULL, NULL,
                             on_stepped_cb, step_new (self, step));
}

static void
on_archive_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhCustomerPage) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !g_cancellable_is_cancelled (self->cancellable))
    take_step (self, KH_STATUS_ARCHIVE);
}

static void
on_cancelled_cb (KhCustomerPage *self)
{
  kh_customer_page_notice (self, self->link == NULL ? _(steps[KH_STATUS_CANCEL].done)
                                                    : _("The customer is cancelled. Tell the monitoring company."));
}

static void
begin_step (KhCustomerPage *self,
            KhStatusStep    step)
{
  g_autofree char *warning = dup_warning (self);
  GtkWindow *dialog;

  if (step == KH_STATUS_CANCEL)
    {
      dialog = kh_cancel_dialog_new (get_window (self), get_store (self), kh_draft_get_original (self->draft), warning);
      g_signal_connect_object (dialog, "cancelled", G_CALLBACK (on_cancelled_cb), self, G_CONNECT_SWAPPED);
      gtk_window_present (dialog);
    }
  else if (step == KH_STATUS_ARCHIVE && warning != NULL)
    kh_dialogs_ask_async (get_window (self), _("Archive a Linked Customer?"), warning, NULL, _("_Cancel"), NULL, _("_Archive"),
                          KH_DIALOG_DEFAULT_CANCEL, self->cancellable, on_archive_answered_cb, g_object_ref (self));
  else
    take_step (self, step);
}

/* Delete */

static void
on_deleted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhCustomerPage) self = data;
  g_autoptr (GError) error = NULL;

  if (kh_store_delete_customer_finish (KH_STORE (source), result, &error))
    g_signal_emit_by_name (self, "deleted");
  else if (!g_cancellable_is_cancelled (self->cancellable))
    kh_dialogs_tell (get_window (self), _("The Customer Was Not Deleted"), error->message, NULL);
}

static void
on_delete_answered_cb (GObject      *source G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (KhCustomerPage) self = data;

  if (kh_dialogs_ask_finish (result) != KH_DIALOG_ACCEPT || g_cancellable_is_cancelled (self->cancellable))
    return;
  kh_store_delete_customer_async (get_store (self), self->number,
                                  kh_customer_get_revision (kh_draft_get_original (self->draft)), on_deleted_cb,
                                  g_object_ref (self));
}

static void
ask_delete (KhCustomerPage *self)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  g_autofree char *body = NULL;

  /* Translators: a customer's name, and their number. */
  body = g_strdup_printf (_("The record of %s goes, and nothing brings it back. Only a customer to whom nothing has happened "
                            "since they were created can be deleted. Type the customer’s number, %s, if that is right."),
                          self->title, number);
  kh_dialogs_ask_typed_async (get_window (self), _("Delete the Customer?"), body, NULL, _("Customer _Number"), number,
                              _("_Delete"), on_delete_answered_cb, g_object_ref (self));
}

/* What keeps the member from it, or NULL. */
static char *
dup_obstacle (KhCustomerPage *self,
              guint           step)
{
  KhGrants grants = kh_store_get_grants (get_store (self));
  g_autoptr (GError) error = NULL;
  KhGrant missing = step < KH_N_STATUS_STEPS ? kh_status_step_find_missing ((KhStatusStep) step, grants)
                                             : kh_grants_find_missing (grants, KH_GRANT_CUSTOMER_DELETE);

  if (missing != KH_GRANT_NONE)
    return kh_staff_dup_why (kh_store_get_staff (get_store (self)), missing);
  if (self->dirty)
    return g_strdup (_("Save or cancel what you are typing first."));
  if (step < KH_N_STATUS_STEPS &&
      !kh_status_step_is_open ((KhStatusStep) step, kh_draft_get_original (self->draft), &error))
    return g_strdup (error->message);

  return NULL;
}

static void
on_status_activated_cb (GtkWidget  *widget,
                        const char *action,
                        GVariant   *target G_GNUC_UNUSED)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);
  g_autofree char *obstacle = NULL;
  guint step = 0;

  if (self->draft == NULL || self->number == 0 || self->saving != 0)
    return;
  while (step < KH_N_STATUS_STEPS && !g_str_equal (steps[step].action, action))
    step++;
  obstacle = dup_obstacle (self, step);
  if (obstacle != NULL)
    kh_customer_page_notice (self, obstacle);
  else if (step < KH_N_STATUS_STEPS)
    begin_step (self, (KhStatusStep) step);
  else
    ask_delete (self);
}

void
kh_customer_page_install_status (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < KH_N_STATUS_STEPS; i++)
    gtk_widget_class_install_action (widget_class, steps[i].action, NULL, on_status_activated_cb);
  gtk_widget_class_install_action (widget_class, DELETE, NULL, on_status_activated_cb);
}
