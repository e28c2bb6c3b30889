/* kh-station-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-station-bar.h"

#include "kh-account-chooser.h"
#include "kh-accessible.h"
#include "kh-comparer.h"
#include "kh-dialogs.h"
#include "kh-discrepancies-dialog.h"
#include "kh-draft.h"
#include "kh-link-failure.h"
#include "kh-link-hint.h"
#include "kh-manage-window.h"
#include "kh-manage.h"
#include "kh-outbox-bar.h"
#include "kh-shell-window.h"

#include <glib/gi18n.h>

/* A wait that is over before this is not worth a spinner. */
#define SPINNER_DELAY_MS 200

struct _KhStationBar
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *buttons;
  GtkButton *cancel_button;
  GtkLabel *hint;
  GtkWidget *linked_buttons;
  GtkWidget *linked_menu_button;
  GtkWidget *manage_button;
  GtkWidget *menu_button;
  KhOutboxBar *outbox;
  GtkWidget *shell_button;
  GtkSpinner *spinner;
  GtkWidget *waiting;
  GtkLabel *waiting_label;

  /* Owned */
  KhServices *services;
  KhCustomer *customer;
  KhLink *link;
  KhLinker *linker;
  KhComparer *comparer;

  /* Borrowed: closes before the linker goes */
  GtkWindow *dialog;

  /* Weak: Manage Account and Shell Account, which close with the customer */
  GtkWindow *manager;
  GtkWindow *sheller;

  /* State */
  gboolean editing;
  guint spinner_source;
};

G_DEFINE_FINAL_TYPE (KhStationBar, kh_station_bar, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  JUMP,
  NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void on_linker_state_cb (KhStationBar *self);
static const char *get_save_first (void);

static KhCatalogues *
get_catalogues (KhStationBar *self)
{
  return kh_store_get_catalogues (kh_services_get_store (self->services));
}

static KhStationState
get_state (KhStationBar *self)
{
  if (self->customer == NULL)
    return KH_STATION_NO_COMPANY;

  return kh_station_state (self->customer, get_catalogues (self), self->link);
}

static char *
dup_company_name (KhStationBar *self)
{
  KhCompany *company = NULL;

  if (self->customer != NULL)
    company = kh_catalogues_get_company (get_catalogues (self),
                                         kh_customer_get_entry (self->customer, KH_DATAPOINT_MONITORING_COMPANY));

  return g_strdup (company != NULL ? kh_company_get_name (company) : _("the monitoring company"));
}

static gboolean
may_link (KhStationBar *self)
{
  return kh_grants_has (kh_store_get_grants (kh_services_get_store (self->services)), KH_GRANT_CENTRAL_STATION_LINK);
}

static gboolean
may_shell (KhStationBar *self)
{
  return kh_grants_has (kh_store_get_grants (kh_services_get_store (self->services)), KH_GRANT_CENTRAL_STATION_SHELL);
}

static gboolean
can_shell (KhStationBar *self)
{
  KhStationState state = get_state (self);

  return self->linker == NULL && !self->editing && may_shell (self) &&
         (state == KH_STATION_READY || state == KH_STATION_NO_NUMBER);
}

/* Why Shell Account cannot be pressed, or what it does. */
static char *
dup_shell_tooltip (KhStationBar *self)
{
  g_autofree char *company = dup_company_name (self);

  if (!may_shell (self))
    return kh_staff_dup_why (kh_store_get_staff (kh_services_get_store (self->services)),
                             KH_GRANT_CENTRAL_STATION_SHELL);
  if (self->editing)
    return g_strdup (get_save_first ());

  /* Translators: a monitoring company. */
  return g_strdup_printf (_("Create an account at %s"), company);
}

static gboolean
may_manage (KhStationBar *self)
{
  return kh_manage_check (kh_store_get_grants (kh_services_get_store (self->services)), self->link,
                          KH_MANAGE_VIEW, NULL);
}

static const char *
get_save_first (void)
{
  return _("Save this section before you link.");
}

static char *
dup_hint (KhStationBar *self)
{
  g_autofree char *company = dup_company_name (self);

  switch (get_state (self))
    {
    case KH_STATION_NO_COMPANY:
      return g_strdup (_("Nobody monitors this customer yet. Choose Edit, then Monitored By."));
    case KH_STATION_DATA_ONLY:
      return g_strdup_printf (_("Keyholder has no connection to %s. What you enter here is kept on the record only."), company);
    case KH_STATION_NO_NUMBER:
      return g_strdup_printf (_("To link this customer to an account at %s, enter its Account Number and save."), company);
    case KH_STATION_READY:
      if (!may_link (self))
        return kh_staff_dup_why (kh_store_get_staff (kh_services_get_store (self->services)),
                                 KH_GRANT_CENTRAL_STATION_LINK);
      return g_strdup_printf (_("Not linked. What changes here does not reach %s."), company);
    case KH_STATION_LINKED:
      return kh_link_hint_dup (self->link, company);
    }

  g_assert_not_reached ();
}

static gboolean
is_busy (KhStationBar *self)
{
  return self->linker != NULL || (self->comparer != NULL && kh_comparer_get_busy (self->comparer));
}

static gboolean
can_compare (KhStationBar *self)
{
  return !is_busy (self) && get_state (self) == KH_STATION_LINKED && may_link (self);
}

static void
update_linked (KhStationBar *self)
{
  const gboolean linked = get_state (self) == KH_STATION_LINKED;

  gtk_widget_set_visible (self->manage_button, may_manage (self));
  gtk_widget_set_visible (self->linked_menu_button, may_link (self));
  gtk_widget_set_visible (self->linked_buttons, linked && (may_manage (self) || may_link (self)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.manage", linked && may_manage (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.compare", can_compare (self));
}

static void
update (KhStationBar *self)
{
  g_autofree char *text = NULL;
  g_autofree char *tooltip = dup_shell_tooltip (self);
  gboolean busy = self->linker != NULL;
  KhStationState state = get_state (self);

  text = self->editing && state != KH_STATION_LINKED ? g_strdup (get_save_first ()) : dup_hint (self);
  gtk_label_set_text (self->hint, text);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !busy);
  gtk_widget_set_visible (self->buttons, !busy && (state == KH_STATION_READY || state == KH_STATION_NO_NUMBER));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.link", kh_station_bar_can_link (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "station.shell", can_shell (self));
  gtk_widget_set_tooltip_text (self->shell_button, tooltip);
  update_linked (self);
}

/* The linker: what it waits for, and what it ended with. */

static void
stop_waiting (KhStationBar *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (self->waiting, FALSE);
}

static gboolean
on_spinner_delay_cb (gpointer data)
{
  KhStationBar *self = data;

  self->spinner_source = 0;
  gtk_widget_set_visible (self->waiting, TRUE);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void
start_waiting (KhStationBar *self)
{
  g_autofree char *company = dup_company_name (self);
  g_autofree char *text = NULL;

  /* Translators: a monitoring company, an account number. */
  text = g_strdup_printf (_("Asking %s for account %s…"), company,
                          kh_customer_get (self->customer, KH_DATAPOINT_ACCOUNT_NUMBER));
  gtk_label_set_text (self->waiting_label, text);
  if (self->spinner_source == 0 && !gtk_widget_get_visible (self->waiting))
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_delay_cb, self);
}

static void
finish (KhStationBar *self)
{
  stop_waiting (self);
  if (self->linker != NULL)
    g_signal_handlers_disconnect_by_data (self->linker, self);
  g_clear_object (&self->linker);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static GtkWindow *
get_window (KhStationBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
tell_not_found (KhStationBar *self)
{
  g_autofree char *company = dup_company_name (self);
  g_autofree char *body = NULL;
  g_autoptr (GPtrArray) details = g_ptr_array_new_with_free_func (g_free);
  const char *const *near = kh_linker_get_near (self->linker);

  /* Translators: a monitoring company, an account number, a monitoring company. */
  body = g_strdup_printf (_("%s has no account with the number %s. Check the Account Number, or contact %s. Nothing was changed."),
                          company, kh_customer_get (self->customer, KH_DATAPOINT_ACCOUNT_NUMBER), company);
  for (guint i = 0; near != NULL && near[i] != NULL; i++)
    /* Translators: a monitoring company, an account number much like the one looked for. */
    g_ptr_array_add (details, g_strdup_printf (_("%s has a number much like it: %s"), company, near[i]));
  g_ptr_array_add (details, NULL);

  kh_dialogs_tell (get_window (self), _("No Such Account"), body, (const char *const *) details->pdata);
}

/* A step may end the Link at once, and with it the bar's hold on the linker: what is called
 * is kept until it returns. */
static void
choose (KhStationBar *self,
        KhAccount    *account)
{
  g_autoptr (KhLinker) linker = g_object_ref (self->linker);

  kh_linker_choose (linker, account);
}

static void
on_account_chosen_cb (GObject      *source G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr (KhStationBar) self = data;
  g_autoptr (KhAccount) account = kh_account_chooser_finish (result);

  if (self->linker == NULL)
    return;
  if (account != NULL)
    choose (self, account);
  else
    finish (self);
}

static void
choose_account (KhStationBar *self)
{
  g_autofree char *company = dup_company_name (self);

  stop_waiting (self);
  kh_account_chooser_async (get_window (self), company, kh_linker_get_accounts (self->linker),
                            on_account_chosen_cb, g_object_ref (self));
}

static void
tell_linked (KhStationBar *self)
{
  g_autofree char *name = kh_customer_dup_name (self->customer);
  g_autofree char *company = dup_company_name (self);
  const KhLink *link = kh_linker_get_link (self->linker);
  g_autofree char *text = NULL;

  if (kh_linker_get_pending (self->linker))
    /* Translators: a customer, an account number, a monitoring company, the same company. */
    text = g_strdup_printf (_("%s is linked to account %s at %s. %s still has to approve some of the values."),
                            name, link->number, company, company);
  else
    /* Translators: a customer, an account number, a monitoring company. */
    text = g_strdup_printf (_("%s is linked to account %s at %s."), name, link->number, company);
  g_signal_emit (self, signals[NOTICE], 0, text);
}

static void
tell_failed (KhStationBar *self,
             const GError *error)
{
  g_autofree char *company = dup_company_name (self);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kh_link_failure_tell (GTK_WIDGET (self), kh_services_get_store (self->services),
                          kh_customer_get_number (self->customer), company, error->message);
}

static void
on_dialog_done_cb (KhStationBar *self,
                   gboolean      linked)
{
  self->dialog = NULL;
  if (linked)
    tell_linked (self);
  else if (kh_linker_get_state (self->linker) == KH_LINKER_FAILED)
    tell_failed (self, kh_linker_get_error (self->linker));
  finish (self);
}

static void
show_discrepancies (KhStationBar *self)
{
  stop_waiting (self);
  if (self->dialog != NULL)
    return;

  self->dialog = kh_discrepancies_dialog_new (get_window (self), self->linker);
  g_signal_connect_object (self->dialog, "done", G_CALLBACK (on_dialog_done_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (self->dialog);
}

static void
on_linker_state_cb (KhStationBar *self)
{
  /* Once the Discrepancies are on screen, they follow the linker to its end. */
  if (self->dialog != NULL)
    return;

  switch (kh_linker_get_state (self->linker))
    {
    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
    case KH_LINKER_TRYING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
    case KH_LINKER_RECORDING:
      start_waiting (self);
      break;
    case KH_LINKER_NOT_FOUND:
      tell_not_found (self);
      finish (self);
      break;
    case KH_LINKER_SEVERAL:
      choose_account (self);
      break;
    case KH_LINKER_COMPARED:
      show_discrepancies (self);
      break;
    case KH_LINKER_LINKED:
      tell_linked (self);
      finish (self);
      break;
    case KH_LINKER_FAILED:
      tell_failed (self, kh_linker_get_error (self->linker));
      finish (self);
      break;
    case KH_LINKER_IDLE:
      finish (self);
      break;
    case KH_N_LINKER_STATES:
      g_assert_not_reached ();
    }
}

/* Callbacks */

static void
on_cancel_clicked_cb (KhStationBar *self)
{
  g_autoptr (KhLinker) linker = self->linker != NULL ? g_object_ref (self->linker) : NULL;

  if (linker != NULL)
    kh_linker_cancel (linker);
  if (self->comparer != NULL)
    kh_comparer_cancel (self->comparer);
}

static void
on_comparer_notice_cb (KhStationBar *self,
                       const char   *text)
{
  g_signal_emit (self, signals[NOTICE], 0, text);
}

static void
on_comparer_busy_cb (KhStationBar *self)
{
  if (kh_comparer_get_busy (self->comparer))
    start_waiting (self);
  else
    stop_waiting (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
station_compare (GtkWidget  *widget,
                 const char *action G_GNUC_UNUSED,
                 GVariant   *parameter G_GNUC_UNUSED)
{
  kh_station_bar_compare (KH_STATION_BAR (widget), FALSE);
}

static void
station_link (GtkWidget  *widget,
              const char *action G_GNUC_UNUSED,
              GVariant   *parameter G_GNUC_UNUSED)
{
  kh_station_bar_link (KH_STATION_BAR (widget));
}

static void
manage (KhStationBar *self)
{
  KhCompany *company;

  if (self->link == NULL)
    return;
  company = kh_catalogues_get_company (get_catalogues (self), self->link->company);
  if (self->manager == NULL && company != NULL)
    {
      g_set_weak_pointer (&self->manager, kh_manage_window_new (self->services, company, self->link));
      gtk_window_set_transient_for (self->manager, get_window (self));
    }
  if (self->manager != NULL)
    gtk_window_present (self->manager);
}

static void
station_manage (GtkWidget  *widget,
                const char *action G_GNUC_UNUSED,
                GVariant   *parameter G_GNUC_UNUSED)
{
  manage (KH_STATION_BAR (widget));
}

static void
on_sheller_jump_cb (KhStationBar *self,
                    guint         datapoint,
                    guint         table)
{
  g_signal_emit (self, signals[JUMP], 0, datapoint, table);
}

static void
on_sheller_linked_cb (KhStationBar *self,
                      const char   *text)
{
  g_signal_emit (self, signals[NOTICE], 0, text);
}

static void
station_shell (GtkWidget  *widget,
               const char *action G_GNUC_UNUSED,
               GVariant   *parameter G_GNUC_UNUSED)
{
  KhStationBar *self = KH_STATION_BAR (widget);
  g_autofree char *company = dup_company_name (self);

  if (self->sheller == NULL)
    {
      g_set_weak_pointer (&self->sheller, kh_shell_window_new (get_window (self), self->services,
                                                               kh_customer_get_number (self->customer), company));
      g_signal_connect_object (self->sheller, "jump", G_CALLBACK (on_sheller_jump_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->sheller, "linked", G_CALLBACK (on_sheller_linked_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->sheller);
}

/* Takes the window, which may be none. */
static void
close_window (GtkWindow **place)
{
  GtkWindow *window = *place;

  g_clear_weak_pointer (place);
  if (window != NULL)
    gtk_window_destroy (window);
}

/* GObject overrides */

static void
kh_station_bar_dispose (GObject *object)
{
  KhStationBar *self = KH_STATION_BAR (object);

  close_window (&self->manager);
  close_window (&self->sheller);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (self->linker != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->linker, self);
      kh_linker_cancel (self->linker);
    }
  g_clear_object (&self->linker);
  if (self->comparer != NULL)
    g_signal_handlers_disconnect_by_data (self->comparer, self);
  g_clear_object (&self->comparer);
  g_clear_object (&self->services);
  g_clear_object (&self->customer);
  g_clear_pointer (&self->link, kh_link_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_STATION_BAR);

  G_OBJECT_CLASS (kh_station_bar_parent_class)->dispose (object);
}

static void
kh_station_bar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  KhStationBar *self = KH_STATION_BAR (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, is_busy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_station_bar_class_init (KhStationBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_station_bar_dispose;
  object_class->get_property = kh_station_bar_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[JUMP] = g_signal_new ("jump", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KH_TYPE_OUTBOX_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-station-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, hint);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, linked_buttons);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, linked_menu_button);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, manage_button);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, outbox);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, shell_button);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, waiting);
  gtk_widget_class_bind_template_child (widget_class, KhStationBar, waiting_label);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_install_action (widget_class, "station.compare", NULL, station_compare);
  gtk_widget_class_install_action (widget_class, "station.link", NULL, station_link);
  gtk_widget_class_install_action (widget_class, "station.manage", NULL, station_manage);
  gtk_widget_class_install_action (widget_class, "station.shell", NULL, station_shell);
}

static void
kh_station_bar_init (KhStationBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_widget (self->menu_button, _("More for this account"));
  kh_accessible_name_widget (self->linked_menu_button, _("More for this account"));
}

static void
show_outbox (KhStationBar *self)
{
  g_autofree char *company = dup_company_name (self);

  if (self->link != NULL)
    kh_outbox_bar_show_customer (self->outbox, self->services, self->link->customer, company);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->outbox), FALSE);
}

GtkWidget *
kh_station_bar_new (KhServices *services)
{
  KhStationBar *self = g_object_new (KH_TYPE_STATION_BAR, NULL);

  self->services = g_object_ref (services);
  self->comparer = kh_comparer_new (services);
  g_signal_connect_object (self->comparer, "notice", G_CALLBACK (on_comparer_notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comparer, "notify::busy", G_CALLBACK (on_comparer_busy_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
kh_station_bar_set_customer (KhStationBar *self,
                             KhCustomer   *customer,
                             const KhLink *link,
                             gboolean      editing)
{
  g_return_if_fail (KH_IS_STATION_BAR (self));

  g_set_object (&self->customer, customer);
  g_clear_pointer (&self->link, kh_link_free);
  self->link = kh_link_copy (link);
  self->editing = editing;
  if (link == NULL)
    close_window (&self->manager);
  update (self);
  show_outbox (self);
}

gboolean
kh_station_bar_can_link (KhStationBar *self)
{
  g_return_val_if_fail (KH_IS_STATION_BAR (self), FALSE);

  return self->linker == NULL && !self->editing && get_state (self) == KH_STATION_READY && may_link (self);
}

char *
kh_station_bar_dup_obstacle (KhStationBar *self)
{
  g_autofree char *company = NULL;

  g_return_val_if_fail (KH_IS_STATION_BAR (self), NULL);

  if (kh_station_bar_can_link (self))
    return NULL;
  if (get_state (self) == KH_STATION_LINKED)
    {
      company = dup_company_name (self);
      /* Translators: an account number, a monitoring company. */
      return g_strdup_printf (_("This customer is linked to account %s at %s already."), self->link->number, company);
    }
  if (self->linker != NULL)
    return g_strdup (_("This customer is being linked already."));

  return self->editing ? g_strdup (get_save_first ()) : dup_hint (self);
}

/* A station's operator must find the door: nothing is linked without what the registry
 * asks for before Link. */
static gboolean
tell_missing (KhStationBar *self)
{
  g_autoptr (KhDraft) draft = kh_draft_new (self->customer, get_catalogues (self));
  g_autoptr (GPtrArray) missing = kh_draft_missing_to_link (draft);
  g_autoptr (GPtrArray) details = g_ptr_array_new ();

  if (missing->len == 0)
    return FALSE;

  for (guint i = 0; i < missing->len; i++)
    {
      KhProblem *problem = g_ptr_array_index (missing, i);

      g_ptr_array_add (details, (gpointer) kh_datapoint_get_label (problem->datapoint));
    }
  g_ptr_array_add (details, NULL);
  kh_dialogs_tell (get_window (self), _("Not Ready to Link"),
                   _("The station needs these before the customer can be linked. Enter and save them, then link again."),
                   (const char *const *) details->pdata);

  return TRUE;
}

void
kh_station_bar_link (KhStationBar *self)
{
  g_autoptr (KhLinker) linker = NULL;

  g_return_if_fail (KH_IS_STATION_BAR (self));

  if (!kh_station_bar_can_link (self) || tell_missing (self))
    return;

  linker = kh_linker_new (kh_services_get_store (self->services),
                          kh_services_get_stations (self->services), self->customer);
  self->linker = g_object_ref (linker);
  g_signal_connect_object (self->linker, "notify::state", G_CALLBACK (on_linker_state_cb), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  kh_linker_start (linker);
}

void
kh_station_bar_show_tests (KhStationBar *self)
{
  g_return_if_fail (KH_IS_STATION_BAR (self));

  manage (self);
  if (self->manager != NULL)
    kh_manage_window_show_tests (KH_MANAGE_WINDOW (self->manager));
}

void
kh_station_bar_compare (KhStationBar *self,
                        gboolean      quiet)
{
  g_return_if_fail (KH_IS_STATION_BAR (self));

  if (can_compare (self))
    kh_comparer_start (self->comparer, get_window (self), self->customer, quiet);
}
