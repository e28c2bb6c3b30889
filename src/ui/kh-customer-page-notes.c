/* kh-customer-page-notes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-accessible.h"
#include "notes/kh-notes-view.h"

#include <glib/gi18n-lib.h>

/* The tab with the customer's notes. They are read when they are looked at first; how many tickets
 * are open stands in the tab before that. */

static KhNotesView *
get_view (KhCustomerPage *self)
{
  GtkWidget *view = self->notes_place != NULL ? gtk_widget_get_first_child (self->notes_place) : NULL;

  return view != NULL ? KH_NOTES_VIEW (view) : NULL;
}

static void
show_count (KhCustomerPage *self,
            guint           n_open)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (n_open == 0)
    {
      gtk_label_set_text (GTK_LABEL (self->notes_tab), _("Notes"));
      kh_accessible_name_tab (self->notes_tab, _("Notes"));
      return;
    }
  /* Translators: the name of a tab, and how many tickets are open. */
  text = g_strdup_printf (_("Notes (%u)"), n_open);
  name = g_strdup_printf (ngettext ("Notes, %u open ticket", "Notes, %u open tickets", n_open), n_open);
  gtk_label_set_text (GTK_LABEL (self->notes_tab), text);
  kh_accessible_name_tab (self->notes_tab, name);
}

/* Who may not view them is not told how many there are. */
static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhCustomerPage) self = data;
  guint n_open = 0;

  kh_store_count_tickets_finish (KH_STORE (source), result, &n_open, NULL);
  if (!g_cancellable_is_cancelled (self->cancellable))
    show_count (self, n_open);
}

/* A customer who is not kept yet has no notes. */
void
kh_customer_page_offer_notes (KhCustomerPage *self)
{
  gtk_widget_set_visible (self->notes_place, self->number != 0);
  if (self->number != 0)
    kh_store_count_tickets_async (kh_services_get_store (self->services), self->number, self->cancellable,
                                  on_counted_cb, g_object_ref (self));
}

void
kh_customer_page_make_notes (KhCustomerPage *self)
{
  GtkWidget *view;

  if (get_view (self) != NULL || self->number == 0)
    return;
  view = kh_notes_view_new (kh_services_get_store (self->services), self->number);
  g_signal_connect_object (view, "notice", G_CALLBACK (kh_customer_page_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::dirty", G_CALLBACK (kh_customer_page_update_dirty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "saved", G_CALLBACK (kh_customer_page_go_on_closing), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->notes_place), view);
}

gboolean
kh_customer_page_is_at_notes (KhCustomerPage *self)
{
  return get_view (self) != NULL && kh_customer_page_get_front (self) == self->notes_place;
}

gboolean
kh_customer_page_has_typed_note (KhCustomerPage *self)
{
  KhNotesView *view = get_view (self);

  return view != NULL && kh_notes_view_get_dirty (view);
}

void
kh_customer_page_hand_to_notes (KhCustomerPage *self,
                                const char     *action)
{
  KhNotesView *view = get_view (self);

  if (g_str_equal (action, "page.edit"))
    kh_notes_view_edit (view);
  else if (g_str_equal (action, "page.save"))
    kh_notes_view_save (view);
  else if (g_str_equal (action, "page.cancel"))
    kh_notes_view_cancel (view);
}

void
kh_customer_page_save_note (KhCustomerPage *self)
{
  kh_customer_page_bring_front (self, self->notes_place);
  kh_notes_view_save (get_view (self));
}

void
kh_customer_page_show_notes (KhCustomerPage *self)
{
  g_return_if_fail (KH_IS_CUSTOMER_PAGE (self));

  self->wants_notes = self->draft == NULL;
  if (self->draft == NULL || self->number == 0)
    return;
  kh_customer_page_make_notes (self);
  kh_customer_page_bring_front (self, self->notes_place);
  kh_notes_view_focus_list (get_view (self));
}
