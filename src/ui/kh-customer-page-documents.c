/* kh-customer-page-documents.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "documents/kh-documents-view.h"
#include "kh-accessible.h"
#include "kh-store-documents.h"

#include <glib/gi18n-lib.h>

/* The tab with the customer's files. They are read when they are looked at first; how many there are
 * stands in the tab before that. */

static KhDocumentsView *
get_view (KhCustomerPage *self)
{
  GtkWidget *view = self->documents_place != NULL ? gtk_widget_get_first_child (self->documents_place) : NULL;

  return view != NULL ? KH_DOCUMENTS_VIEW (view) : NULL;
}

static void
show_count (KhCustomerPage *self,
            guint           n_documents)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (n_documents == 0)
    {
      gtk_label_set_text (GTK_LABEL (self->documents_tab), _("Files"));
      kh_accessible_name_tab (self->documents_tab, _("Files"));
      return;
    }
  /* Translators: the name of a tab, and how many files there are. */
  text = g_strdup_printf (_("Files (%u)"), n_documents);
  name = g_strdup_printf (ngettext ("Files, %u file", "Files, %u files", n_documents), n_documents);
  gtk_label_set_text (GTK_LABEL (self->documents_tab), text);
  kh_accessible_name_tab (self->documents_tab, name);
}

/* Who may not view them is not told how many there are. */
static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhCustomerPage) self = data;
  guint n_documents = 0;

  kh_store_count_documents_finish (KH_STORE (source), result, &n_documents, NULL);
  if (!g_cancellable_is_cancelled (self->cancellable))
    show_count (self, n_documents);
}

/* A customer who is not kept yet has no files. */
void
kh_customer_page_offer_documents (KhCustomerPage *self)
{
  KhStore *store = kh_services_get_store (self->services);

  gtk_widget_set_visible (self->documents_place, self->number != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.add-files",
                                 self->number != 0 && kh_grants_has (kh_store_get_grants (store), KH_GRANT_FILES_CREATE));
  if (self->number != 0)
    kh_store_count_documents_async (store, self->number, self->cancellable, on_counted_cb, g_object_ref (self));
}

void
kh_customer_page_make_documents (KhCustomerPage *self)
{
  GtkWidget *view;

  if (get_view (self) != NULL || self->number == 0)
    return;
  view = kh_documents_view_new (self->services, self->number);
  g_signal_connect_object (view, "notice", G_CALLBACK (kh_customer_page_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::dirty", G_CALLBACK (kh_customer_page_update_dirty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "saved", G_CALLBACK (kh_customer_page_go_on_closing), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->documents_place), view);
}

static void
on_add_files_activated_cb (GtkWidget  *widget,
                           const char *action G_GNUC_UNUSED,
                           GVariant   *target G_GNUC_UNUSED)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);

  if (self->draft == NULL || self->number == 0)
    return;
  kh_customer_page_make_documents (self);
  kh_customer_page_bring_front (self, self->documents_place);
  kh_documents_view_add (get_view (self));
}

void
kh_customer_page_install_documents (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.add-files", NULL, on_add_files_activated_cb);
}

gboolean
kh_customer_page_is_at_documents (KhCustomerPage *self)
{
  return get_view (self) != NULL && kh_customer_page_get_front (self) == self->documents_place;
}

gboolean
kh_customer_page_has_typed_document (KhCustomerPage *self)
{
  KhDocumentsView *view = get_view (self);

  return view != NULL && kh_documents_view_get_dirty (view);
}

void
kh_customer_page_hand_to_documents (KhCustomerPage *self,
                                    const char     *action)
{
  KhDocumentsView *view = get_view (self);

  if (g_str_equal (action, "page.edit"))
    kh_documents_view_edit (view);
  else if (g_str_equal (action, "page.save"))
    kh_documents_view_save (view);
  else if (g_str_equal (action, "page.cancel"))
    kh_documents_view_cancel (view);
}

void
kh_customer_page_save_document (KhCustomerPage *self)
{
  kh_customer_page_bring_front (self, self->documents_place);
  kh_documents_view_save (get_view (self));
}
