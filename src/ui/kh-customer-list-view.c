/* kh-customer-list-view.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-list-view.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-customer-list-row.h"
#include "kh-customer-list.h"
#include "kh-filter-bar.h"
#include "kh-focus.h"
#include "kh-one-stop.h"

#include <glib/gi18n-lib.h>

/* How long the typing has to pause before it is asked for; the first key is not held up. */
#define PAUSE_MS 60

/* Longer than this and somebody wonders whether anything happens. */
#define PATIENCE_MS 200

/* What the empty state's button does. */
typedef enum {
  REMEDY_NONE,
  REMEDY_NEW_CUSTOMER,
  REMEDY_CLEAR_SEARCH,
  REMEDY_CLEAR_FILTER,
  REMEDY_TRY_AGAIN,
} Remedy;

struct _KhCustomerListView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *count;
  GtkLabel *empty_body;
  GtkButton *empty_button;
  GtkImage *empty_image;
  GtkLabel *empty_title;
  KhFilterBar *filter_bar;
  GtkListView *list;
  GtkSpinner *spinner;
  GtkStack *stack;
  GtkWidget *waiting;

  /* Owned */
  KhStore *store;
  KhCustomerList *customers;
  GtkSingleSelection *selection;
  char *query;

  /* State */
  gint64 asked_at;
  gint64 selected;
  guint pause_source;
  guint patience_source;
  Remedy remedy;
  gboolean answered;
  gboolean archived;
  gboolean open_first;
};

G_DEFINE_FINAL_TYPE (KhCustomerListView, kh_customer_list_view, GTK_TYPE_WIDGET)

enum {
  SIGNAL_OPEN_CUSTOMER,
  SIGNAL_CLEAR_SEARCH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
count_customers (KhCustomerListView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->customers));
}

static gboolean
is_searching (KhCustomerListView *self)
{
  const char *query = kh_customer_list_get_query (self->customers);

  return *query != '\0';
}

static gboolean
is_filtered (KhCustomerListView *self)
{
  return !kh_filter_is_empty (kh_customer_list_get_filter (self->customers));
}

static void
open_customer (KhCustomerListView *self,
               KhCustomerRow      *customer)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_CUSTOMER], 0, kh_customer_row_get_number (customer));
}

static void
open_position (KhCustomerListView *self,
               guint               position)
{
  g_autoptr (KhCustomerRow) customer = g_list_model_get_item (G_LIST_MODEL (self->customers), position);

  if (customer != NULL)
    open_customer (self, customer);
}

static void
show_selected (KhCustomerListView *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->selected == 0 || !kh_customer_list_find (self->customers, self->selected, &position))
    position = GTK_INVALID_LIST_POSITION;
  gtk_single_selection_set_selected (self->selection, position);
}

/* What is shown in place of the list. */

static void
show_empty (KhCustomerListView *self,
            const char         *icon,
            const char         *title,
            const char         *body,
            const char         *button,
            Remedy              remedy)
{
  gtk_image_set_from_icon_name (self->empty_image, icon);
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_button_set_label (self->empty_button, button);
  kh_accessible_name_button (self->empty_button);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), remedy != REMEDY_NONE);
  self->remedy = remedy;
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show_nothing_found (KhCustomerListView *self)
{
  g_autofree char *body = NULL;

  /* Translators: what was typed into the search entry. */
  body = g_strdup_printf (_("No customer or contact has “%s” as a name, phone, address or number. Try fewer letters or digits."),
                          kh_customer_list_get_query (self->customers));
  show_empty (self, "system-search-symbolic", _("Nothing found"), body, _("Clear Search"), REMEDY_CLEAR_SEARCH);
}

static void
show_denied (KhCustomerListView *self)
{
  g_autofree char *why = kh_staff_dup_why (kh_store_get_staff (self->store), KH_GRANT_CUSTOMER_VIEW);

  show_empty (self, "system-lock-screen-symbolic", _("You may not view customers"), why, "", REMEDY_NONE);
}

/* What was looked for in vain is not kept behind the list: it may have been a passcode. */
static void
show_list (KhCustomerListView *self)
{
  gtk_label_set_text (self->empty_body, "");
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
update_count (KhCustomerListView *self)
{
  guint n = count_customers (self);
  g_autofree char *number = kh_count_format (n);
  g_autofree char *text = NULL;

  if (kh_customer_list_get_capped (self->customers))
    text = g_strdup_printf (_("More than %s found: type more to narrow it down"), number);
  else if (is_searching (self) || is_filtered (self))
    /* Translators: how many customers the search found. */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s customer found", "%s customers found", n), number);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s customer", "%s customers", n), number);
  gtk_label_set_text (self->count, text);
}

static void
update (KhCustomerListView *self)
{
  g_autofree char *error = NULL;

  g_object_get (self->customers, "error", &error, NULL);
  update_count (self);
  gtk_widget_set_visible (GTK_WIDGET (self->count), error == NULL && count_customers (self) > 0);
  if (!kh_grants_has (kh_store_get_grants (self->store), KH_GRANT_CUSTOMER_VIEW))
    show_denied (self);
  else if (error != NULL)
    show_empty (self, "dialog-warning-symbolic", _("The customers could not be read"), error,
                _("Try Again"), REMEDY_TRY_AGAIN);
  else if (count_customers (self) > 0)
    show_list (self);
  else if (is_filtered (self))
    show_empty (self, "system-search-symbolic", _("Nobody is like that"),
                _("No customer passes the filter. Clear it, or ask for less."), _("Clear Filter"), REMEDY_CLEAR_FILTER);
  else if (is_searching (self))
    show_nothing_found (self);
  else
    show_empty (self, "avatar-default-symbolic", _("No customers yet"),
                _("Enter the first one, and it stands here."), _("New Customer"), REMEDY_NEW_CUSTOMER);
}

/* Asking */

static void
ask (KhCustomerListView *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  if (self->customers == NULL)
    return;

  self->asked_at = g_get_monotonic_time ();
  self->answered = FALSE;
  kh_customer_list_set_query (self->customers, self->query);
}

static gboolean
is_answered (KhCustomerListView *self)
{
  return self->answered && self->pause_source == 0;
}

static void
on_filter_changed_cb (KhCustomerListView *self)
{
  if (self->customers == NULL)
    return;
  self->answered = FALSE;
  kh_customer_list_set_filter (self->customers, kh_filter_bar_get_filter (self->filter_bar));
}

static gboolean
on_pause_timeout_cb (gpointer data)
{
  KhCustomerListView *self = data;

  self->pause_source = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_patience_timeout_cb (gpointer data)
{
  KhCustomerListView *self = data;

  self->patience_source = 0;
  gtk_widget_set_visible (self->waiting, TRUE);
  gtk_stack_set_visible_child (self->stack, self->waiting);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void
stop_waiting (KhCustomerListView *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
}

/* That they cannot be read is an answer, too. */
static void
on_customers_error_cb (KhCustomerListView *self)
{
  stop_waiting (self);
  update (self);
}

static void
on_customers_refreshed_cb (KhCustomerListView *self)
{
  stop_waiting (self);
  self->answered = TRUE;
  update (self);
  show_selected (self);

  if (self->open_first && is_answered (self))
    kh_customer_list_view_open_first (self);
}

/* The first customers are there before the last are found, and nobody has to wait for those. */
static void
on_customers_items_changed_cb (KhCustomerListView *self,
                               guint               position G_GNUC_UNUSED,
                               guint               removed G_GNUC_UNUSED,
                               guint               added)
{
  if (added == 0)
    return;
  g_clear_handle_id (&self->patience_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  show_list (self);
}

/* Rows */

static void
on_row_released_cb (GtkGestureClick *gesture,
                    int              n_press,
                    double           x G_GNUC_UNUSED,
                    double           y G_GNUC_UNUSED,
                    gpointer         data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  KhCustomerRow *customer = kh_customer_list_row_get_customer (KH_CUSTOMER_LIST_ROW (row));

  if (n_press == 1 && customer != NULL)
    open_customer (KH_CUSTOMER_LIST_VIEW (data), customer);
}

static void
on_factory_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                     GtkListItem              *item,
                     gpointer                  data)
{
  GtkWidget *row = kh_customer_list_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (on_row_released_cb), data, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (item, row);
}

static void
on_factory_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                    GtkListItem              *item)
{
  kh_customer_list_row_set_customer (KH_CUSTOMER_LIST_ROW (gtk_list_item_get_child (item)),
                                     gtk_list_item_get_item (item));
}

static void
on_factory_unbind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                      GtkListItem              *item)
{
  kh_customer_list_row_set_customer (KH_CUSTOMER_LIST_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_list_activate_cb (KhCustomerListView *self,
                     guint               position)
{
  open_position (self, position);
}

static void
on_empty_clicked_cb (KhCustomerListView *self)
{
  switch (self->remedy)
    {
    case REMEDY_NONE:
      break;
    case REMEDY_NEW_CUSTOMER:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.new-customer", NULL);
      break;
    case REMEDY_CLEAR_SEARCH:
      g_signal_emit (self, signals[SIGNAL_CLEAR_SEARCH], 0);
      break;
    case REMEDY_CLEAR_FILTER:
      kh_filter_bar_clear (self->filter_bar);
      break;
    case REMEDY_TRY_AGAIN:
      kh_customer_list_view_refresh (self);
      break;
    }
}

/* From the search entry into the list, and to what can be done when it is empty. */
static gboolean
kh_customer_list_view_grab_focus (GtkWidget *widget)
{
  KhCustomerListView *self = KH_CUSTOMER_LIST_VIEW (widget);
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);

  return child != NULL && gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

static void
kh_customer_list_view_dispose (GObject *object)
{
  KhCustomerListView *self = KH_CUSTOMER_LIST_VIEW (object);

  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (self->customers != NULL)
    g_signal_handlers_disconnect_by_data (self->customers, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_CUSTOMER_LIST_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->customers);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_customer_list_view_parent_class)->dispose (object);
}

static void
kh_customer_list_view_finalize (GObject *object)
{
  KhCustomerListView *self = KH_CUSTOMER_LIST_VIEW (object);

  g_free (self->query);

  G_OBJECT_CLASS (kh_customer_list_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_FILTER_BAR);
  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-customer-list-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, count);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, empty_button);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, empty_image);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, list);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, stack);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListView, waiting);
  gtk_widget_class_bind_template_callback (widget_class, on_empty_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
}

static void
kh_customer_list_view_class_init (KhCustomerListViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_customer_list_view_dispose;
  object_class->finalize = kh_customer_list_view_finalize;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_customer_list_view_grab_focus;

  signals[SIGNAL_OPEN_CUSTOMER] = g_signal_new ("open-customer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_CLEAR_SEARCH] = g_signal_new ("clear-search", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
}

/* Nothing turns before PATIENCE_MS: most data files are read sooner. */
static void
kh_customer_list_view_init (KhCustomerListView *self)
{
  self->query = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->waiting, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->count), FALSE);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Customers"));
  self->patience_source = g_timeout_add (PATIENCE_MS, on_patience_timeout_cb, self);
}

void
kh_customer_list_view_set_store (KhCustomerListView *self,
                                 KhStore            *store)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));
  g_return_if_fail (KH_IS_STORE (store));
  g_return_if_fail (self->customers == NULL);

  self->store = g_object_ref (store);
  self->customers = kh_customer_list_new (store);
  kh_customer_list_set_archived (self->customers, self->archived);
  kh_filter_bar_set_store (self->filter_bar, store);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->customers)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->customers, "items-changed", G_CALLBACK (on_customers_items_changed_cb), self);
  g_signal_connect_swapped (self->customers, "refreshed", G_CALLBACK (on_customers_refreshed_cb), self);
  g_signal_connect_swapped (self->customers, "notify::error", G_CALLBACK (on_customers_error_cb), self);
  ask (self);
}

void
kh_customer_list_view_set_archived (KhCustomerListView *self,
                                    gboolean            archived)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));

  self->archived = archived;
  if (self->customers != NULL)
    kh_customer_list_set_archived (self->customers, archived);
}

void
kh_customer_list_view_set_query (KhCustomerListView *self,
                                 const char         *query)
{
  gint64 since = g_get_monotonic_time () - self->asked_at;

  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));

  g_free (self->query);
  self->query = g_strdup (query);
  self->open_first = FALSE;

  g_clear_handle_id (&self->pause_source, g_source_remove);
  if (since > PAUSE_MS * G_TIME_SPAN_MILLISECOND)
    ask (self);
  else
    self->pause_source = g_timeout_add (PAUSE_MS, on_pause_timeout_cb, self);
}

void
kh_customer_list_view_refresh (KhCustomerListView *self)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));

  if (self->customers != NULL)
    kh_customer_list_refresh (self->customers);
}

void
kh_customer_list_view_open_first (KhCustomerListView *self)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));

  if (self->pause_source != 0)
    ask (self);
  self->open_first = !is_answered (self);
  if (!self->open_first && self->customers != NULL)
    open_position (self, 0);
}

void
kh_customer_list_view_select (KhCustomerListView *self,
                              gint64              number)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));

  self->selected = number;
  if (self->customers != NULL)
    show_selected (self);
}

void
kh_customer_list_view_open_filter (KhCustomerListView *self)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self));

  kh_filter_bar_open (self->filter_bar);
}

const KhFilter *
kh_customer_list_view_get_filter (KhCustomerListView *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self), NULL);

  return kh_filter_bar_get_filter (self->filter_bar);
}

gint64
kh_customer_list_view_get_focused (KhCustomerListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  KhCustomerRow *customer;

  g_return_val_if_fail (KH_IS_CUSTOMER_LIST_VIEW (self), 0);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)) ||
      !KH_IS_CUSTOMER_LIST_ROW (gtk_widget_get_first_child (focus)))
    return 0;
  customer = kh_customer_list_row_get_customer (KH_CUSTOMER_LIST_ROW (gtk_widget_get_first_child (focus)));

  return customer == NULL ? 0 : kh_customer_row_get_number (customer);
}
