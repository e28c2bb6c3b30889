/* kh-customer-page-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-duplicate-plan.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

/* The Duplicate button of a customer's page: whether it can be pressed, and what comes first. */

static char *
dup_duplicate_obstacle (KhCustomerPage *self)
{
  KhStore *store = kh_services_get_store (self->services);
  KhGrant missing = kh_duplicate_plan_find_missing (kh_store_get_grants (store));

  if (missing != KH_GRANT_NONE)
    return kh_staff_dup_why (kh_store_get_staff (store), missing);
  if (self->number == 0)
    return g_strdup (_("Save the new customer first. Then you can duplicate it."));

  return NULL;
}

/* A locked button says why, as a locked section does. */
void
kh_customer_page_update_duplicate (KhCustomerPage *self)
{
  g_autofree char *obstacle = self->draft == NULL ? NULL : dup_duplicate_obstacle (self);

  if (obstacle != NULL && self->why == NULL)
    {
      self->why = kh_why_new (_("Duplicate"));
      gtk_box_prepend (GTK_BOX (self->duplicate_box), self->why);
    }
  if (obstacle != NULL)
    kh_why_set_reason (self->why, obstacle);
  if (self->why != NULL)
    gtk_widget_set_visible (self->why, obstacle != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.duplicate",
                                 self->draft != NULL && self->saving == 0 && obstacle == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.duplicate-several",
                                 self->draft != NULL && self->saving == 0 && obstacle == NULL);
}

static void
on_may_duplicate_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (source);
  const char *signal_name = user_data;

  if (kh_customer_page_may_close_finish (self, result) && self->draft != NULL)
    g_signal_emit_by_name (self, signal_name, kh_draft_get_original (self->draft));
}

void
kh_customer_page_duplicate (GtkWidget  *widget,
                            const char *action,
                            GVariant   *target G_GNUC_UNUSED)
{
  const char *signal_name = g_str_equal (action, "page.duplicate-several") ? "duplicate-several" : "duplicate";

  kh_customer_page_may_duplicate_async (KH_CUSTOMER_PAGE (widget), on_may_duplicate_cb, (gpointer) signal_name);
}

/* It is the customer's values that are copied, so it stands where they do. */
void
kh_customer_page_show_duplicate (KhCustomerPage *self)
{
  if (self->duplicate_box != NULL)
    gtk_widget_set_visible (self->duplicate_box, gtk_notebook_get_current_page (GTK_NOTEBOOK (self->tabs)) == 0);
}

/* What a duplicate says of itself. */
void
kh_customer_page_set_bar (KhCustomerPage *self,
                          GtkWidget      *bar)
{
  GtkWidget *box;

  g_return_if_fail (KH_IS_CUSTOMER_PAGE (self));

  box = gtk_widget_get_parent (self->header);
  if (self->top_bar != NULL)
    gtk_box_remove (GTK_BOX (box), self->top_bar);
  self->top_bar = bar;
  if (bar != NULL)
    gtk_box_insert_child_after (GTK_BOX (box), bar, self->header);
}
