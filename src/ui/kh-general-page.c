/* kh-general-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-general-page.h"

#include "kh-accessible.h"
#include "kh-agencies-box.h"
#include "kh-dialogs.h"
#include "kh-general-lines.h"
#include "kh-manage.h"
#include "kh-store-links.h"
#include "kh-unlinker.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhGeneralPage
{
  GtkWidget parent_instance;

  /* Template children */
  KhAgenciesBox *agencies;
  GtkLabel *as_of;
  GtkButton *edit_button;
  GtkLabel *failure;
  GtkBox *people;
  GtkButton *refresh_button;
  GtkBox *systems;
  GtkButton *unlink_button;

  /* Owned */
  KhServices *services;
  KhStation *station;
  KhLink *link;
  KhCustomer *customer;
  KhRows *contacts;
  KhRows *zones;
  KhAccount *account;
  GCancellable *cancellable;
  char *company;

  /* State */
  guint n_reading;    /* parts of the record that are on their way */
  guint n_waiting;
  gboolean sent;
  KhUnlinkLoss asked; /* what the question said would be given up */
  gboolean unlinking;
};

G_DEFINE_FINAL_TYPE (KhGeneralPage, kh_general_page, GTK_TYPE_WIDGET)

enum {
  SIGNAL_EDIT,
  SIGNAL_UNLINKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KhStore *
get_store (KhGeneralPage *self)
{
  return kh_services_get_store (self->services);
}

static gboolean
is_gone (KhGeneralPage *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static GtkWindow *
get_window (KhGeneralPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* What is shown */

static void
show_failure (KhGeneralPage *self,
              const char    *text)
{
  gtk_label_set_text (self->failure, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
}

static void
update_unlink (KhGeneralPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlink_button), !self->unlinking &&
                            kh_grants_has (kh_store_get_grants (get_store (self)), KH_GRANT_CENTRAL_STATION_UNLINK));
}

/* All of it at once: while a side is not known, who is on the other only cannot be told. */
static void
show_lines (KhGeneralPage *self)
{
  KhGrants grants = kh_store_get_grants (get_store (self));
  KhGeneralSides sides = {
    .customer = self->customer, .contacts = self->contacts, .zones = self->zones, .account = self->account,
    .company = self->company,
    .sees_contacts = kh_table_may_view (grants, KH_TABLE_CONTACTS),
    .sees_zones = kh_table_may_view (grants, KH_TABLE_ZONES),
  };

  if (self->n_reading > 0)
    return;
  kh_general_lines_show_people (self->people, &sides);
  kh_general_lines_show_systems (self->systems, &sides);
  if (self->account != NULL)
    kh_agencies_box_show (self->agencies, self->account,
                          self->customer != NULL ? kh_customer_get (self->customer, KH_DATAPOINT_ZIP) : NULL);
  update_unlink (self);
}

static void
show_as_of (KhGeneralPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  /* Translators: a time of day. */
  g_autofree char *text = g_strdup_printf (_("As of %s"), time);

  gtk_label_set_text (self->as_of, text);
}

/* Reading */

static void
on_account_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhGeneralPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhAccount) account = kh_station_get_account_finish (KH_STATION (source), result, NULL, &error);

  if (is_gone (self))
    return;
  if (account == NULL)
    show_failure (self, error->message);
  else
    {
      g_set_object (&self->account, account);
      show_failure (self, NULL);
      show_as_of (self);
    }
  show_lines (self);
}

static void
end_reading (KhGeneralPage *self)
{
  self->n_reading--;
  if (!is_gone (self))
    show_lines (self);
}

static void
on_customer_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (KhGeneralPage) self = data;
  g_autoptr (KhCustomer) customer = kh_store_load_customer_finish (KH_STORE (source), result, NULL, NULL);

  if (customer != NULL)
    g_set_object (&self->customer, customer);
  end_reading (self);
}

static void
on_table_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhGeneralPage) self = data;
  g_autoptr (KhRows) rows = kh_store_load_table_finish (KH_STORE (source), result, NULL);

  if (rows != NULL)
    g_set_object (kh_rows_get_table (rows) == KH_TABLE_CONTACTS ? &self->contacts : &self->zones, rows);
  end_reading (self);
}

static void
on_waiting_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhGeneralPage) self = data;
  g_autoptr (GPtrArray) items = kh_store_list_outbox_finish (KH_STORE (source), result, NULL);

  if (is_gone (self) || items == NULL)
    return;
  self->n_waiting = 0;
  self->sent = FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      self->n_waiting += !kh_outbox_state_is_final (item->state);
      self->sent |= item->frozen || item->state == KH_OUTBOX_SENDING || item->state == KH_OUTBOX_PENDING;
    }
}

static void
read_record (KhGeneralPage *self)
{
  KhStore *store = get_store (self);
  gint64 number = self->link->customer;

  self->n_reading += 3;
  kh_store_load_customer_async (store, number, self->cancellable, on_customer_cb, g_object_ref (self));
  kh_store_load_table_async (store, number, KH_TABLE_CONTACTS, self->cancellable, on_table_cb, g_object_ref (self));
  kh_store_load_table_async (store, number, KH_TABLE_ZONES, self->cancellable, on_table_cb, g_object_ref (self));
  kh_store_list_outbox_async (store, number, self->cancellable, on_waiting_cb, g_object_ref (self));
}

void
kh_general_page_refresh (KhGeneralPage *self)
{
  g_return_if_fail (KH_IS_GENERAL_PAGE (self));

  if (self->services == NULL)
    return;
  read_record (self);
  if (self->station != NULL)
    kh_station_get_account_async (self->station, self->link->account, NULL, self->cancellable, on_account_cb,
                                  g_object_ref (self));
}

static void
on_record_changed_cb (KhGeneralPage *self,
                      gint64         customer)
{
  if (customer == self->link->customer && !is_gone (self))
    read_record (self);
}

/* Unlinking */

static void
on_told_cb (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) told = kh_unlinker_tell_finish (result, &error);

  /* It is told in one of the application's next rounds instead. */
  if (told == NULL)
    g_debug ("The station was not told yet: %s", error->message);
}

static void
on_unlinked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (KhGeneralPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) given_up = kh_store_unlink_finish (KH_STORE (source), result, &error);

  self->unlinking = FALSE;
  if (given_up != NULL)
    {
      kh_test_memory_set (kh_services_get_tests (self->services), self->link->customer, NULL);
      kh_unlinker_tell_async (get_store (self), kh_services_get_stations (self->services), NULL, on_told_cb, NULL);
    }
  if (is_gone (self))
    return;
  if (given_up != NULL)
    g_signal_emit (self, signals[SIGNAL_UNLINKED], 0);
  else
    {
      kh_dialogs_tell (get_window (self), _("The Account Is Still Linked"), error->message, NULL);
      kh_general_page_refresh (self);
    }
}

/* What came after the question was not asked about: the store refuses to give that up. */
static void
on_unlink_answered_cb (GObject      *source G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (KhGeneralPage) self = data;

  if (kh_dialogs_ask_finish (result) != KH_DIALOG_ACCEPT || is_gone (self))
    return;
  self->unlinking = TRUE;
  update_unlink (self);
  kh_store_unlink_async (get_store (self), self->link->customer, self->asked, NULL, on_unlinked_cb, g_object_ref (self));
}

static KhUnlinkLoss
get_loss (KhGeneralPage *self)
{
  if (self->n_waiting == 0)
    return KH_UNLINK_LOSE_NOTHING;

  return self->sent ? KH_UNLINK_LOSE_SENT : KH_UNLINK_LOSE_WAITING;
}

static char *
dup_question (KhGeneralPage *self)
{
  g_autofree char *base = NULL;
  g_autofree char *waiting = NULL;

  /* Translators: an account number, a monitoring company, twice. */
  base = g_strdup_printf (_("Account %s stays at %s as it is, and so does the record here. What is changed here from then "
                            "on does not reach %s any more. Monitoring goes on until %s is told."),
                          self->link->number, self->company, self->company, self->company);
  if (self->n_waiting == 0)
    return g_steal_pointer (&base);
  if (self->sent)
    /* Translators: a monitoring company. */
    waiting = g_strdup_printf (_("Changes are on their way to %s: it may still apply them, and nobody would hear of it. "
                                 "Cancel to wait for them."), self->company);
  else
    waiting = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                            "%u change that waits would be given up. Cancel to have it sent first.",
                                            "%u changes that wait would be given up. Cancel to have them sent first.",
                                            self->n_waiting), self->n_waiting);

  return g_strdup_printf ("%s\n\n%s", base, waiting);
}

/* Asks first. */
void
kh_general_page_unlink (KhGeneralPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (KH_IS_GENERAL_PAGE (self));

  if (!kh_manage_check (kh_store_get_grants (get_store (self)), self->link, KH_MANAGE_UNLINK, &error))
    {
      kh_dialogs_tell (get_window (self), _("The Account Is Still Linked"), error->message, NULL);
      return;
    }
  self->asked = get_loss (self);
  body = dup_question (self);
  kh_dialogs_ask_async (get_window (self), _("Unlink the Account?"), body, NULL, _("_Cancel"), NULL,
                        self->n_waiting > 0 ? _("Give Up and _Unlink") : _("_Unlink"),
                        KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL, self->cancellable, on_unlink_answered_cb,
                        g_object_ref (self));
}

static void
on_unlink_clicked_cb (KhGeneralPage *self)
{
  kh_general_page_unlink (self);
}

static void
on_edit_clicked_cb (KhGeneralPage *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0);
}

static void
on_refresh_clicked_cb (KhGeneralPage *self)
{
  kh_general_page_refresh (self);
}

static void
kh_general_page_dispose (GObject *object)
{
  KhGeneralPage *self = KH_GENERAL_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_general_page_parent_class)->dispose (object);
}

static void
kh_general_page_finalize (GObject *object)
{
  KhGeneralPage *self = KH_GENERAL_PAGE (object);

  g_clear_object (&self->services);
  g_clear_object (&self->station);
  g_clear_object (&self->customer);
  g_clear_object (&self->contacts);
  g_clear_object (&self->zones);
  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->link, kh_link_free);
  g_free (self->company);

  G_OBJECT_CLASS (kh_general_page_parent_class)->finalize (object);
}

static void
kh_general_page_class_init (KhGeneralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_general_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_general_page_finalize;

  signals[SIGNAL_EDIT] = g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UNLINKED] = g_signal_new ("unlinked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KH_TYPE_AGENCIES_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, agencies);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, as_of);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, failure);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, people);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, systems);
  gtk_widget_class_bind_template_child (widget_class, KhGeneralPage, unlink_button);
  gtk_widget_class_bind_template_callback (widget_class, kh_general_page_refresh);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unlink_clicked_cb);
}

static void
kh_general_page_init (KhGeneralPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->edit_button);
  kh_accessible_name_button (self->refresh_button);
  kh_accessible_name_button (self->unlink_button);
}

void
kh_general_page_set_account (KhGeneralPage *self,
                             KhServices    *services,
                             const KhLink  *link,
                             const char    *company)
{
  g_return_if_fail (KH_IS_GENERAL_PAGE (self));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  self->link = kh_link_copy (link);
  self->company = g_strdup (company);
  kh_agencies_box_set_account (self->agencies, services, link, company);
  g_signal_connect_object (get_store (self), "customer-changed", G_CALLBACK (on_record_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (self), "outbox-changed", G_CALLBACK (on_record_changed_cb), self, G_CONNECT_SWAPPED);
  read_record (self);
}

void
kh_general_page_set_station (KhGeneralPage  *self,
                             KhStation      *station,
                             KhCapabilities *capabilities)
{
  g_return_if_fail (KH_IS_GENERAL_PAGE (self));

  g_set_object (&self->station, station);
  kh_agencies_box_set_station (self->agencies, station, capabilities);
  kh_general_page_refresh (self);
}
