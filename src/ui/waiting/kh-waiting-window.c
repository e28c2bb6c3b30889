/* kh-waiting-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-waiting-window.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-dialogs.h"
#include "kh-entry-list.h"
#include "kh-one-stop.h"
#include "kh-outbox-text.h"
#include "kh-store-links.h"
#include "kh-waiting-row.h"

#include <glib/gi18n-lib.h>

/* Rows that are read at a time, and what is looked at anew while changes go out. */
#define PAGE 200
#define DELAY_MS 250
#define AGE_SECONDS 20

/* From so many on it is worth to say how far it is. */
#define MANY 10

struct _KhWaitingWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkWidget *card;
  KhEntryList *company;
  GtkLabel *company_label;
  GtkLabel *count;
  GtkButton *compare_button;
  GtkButton *discard_button;
  GtkLabel *empty_body;
  GtkLabel *empty_title;
  GtkListView *list;
  GtkProgressBar *progress;
  GtkButton *retry_button;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  KhEntryList *state;
  GtkLabel *state_label;

  /* Owned */
  KhServices *services;
  GCancellable *cancellable;
  GListStore *items;
  GtkMultiSelection *selection;
  GArray *asked; /* the customers of the question that is open */

  /* State */
  guint limit;
  guint most;
  guint source;
  guint ages;
  gboolean looking;
  gboolean again;
  gboolean more;
};

G_DEFINE_FINAL_TYPE (KhWaitingWindow, kh_waiting_window, GTK_TYPE_WINDOW)

static guint open_customer_signal;
static guint compare_customer_signal;

static void look (KhWaitingWindow *self);

static KhStore *
get_store (KhWaitingWindow *self)
{
  return kh_services_get_store (self->services);
}

/* The filters */

static const KhOutboxState states[] = {
  KH_OUTBOX_WAITING, KH_OUTBOX_SENDING, KH_OUTBOX_HELD, KH_OUTBOX_PENDING, KH_OUTBOX_REJECTED,
};

static KhWaitingFilter
make_filter (KhWaitingWindow *self)
{
  const char *company = kh_entry_list_get_chosen (self->company);
  const char *state = kh_entry_list_get_chosen (self->state);
  KhWaitingFilter filter = { .state = KH_N_OUTBOX_STATES, .limit = self->limit };

  filter.company = company != NULL ? g_ascii_strtoll (company, NULL, 10) : 0;
  if (state != NULL)
    kh_outbox_state_from_string (state, &filter.state);

  return filter;
}

static gboolean
is_narrowed (KhWaitingWindow *self)
{
  return kh_entry_list_get_chosen (self->company) != NULL || kh_entry_list_get_chosen (self->state) != NULL;
}

static void
fill_companies (KhWaitingWindow *self)
{
  g_autoptr (GPtrArray) entries
    = kh_catalogues_list (kh_store_get_catalogues (get_store (self)), KH_CATALOGUE_COMPANIES, 0, 0);

  kh_entry_list_begin (self->company);
  for (guint i = 0; i < entries->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

      kh_entry_list_add (self->company, value, entry->label);
    }
  kh_entry_list_end (self->company);
}

static void
fill_states (KhWaitingWindow *self)
{
  kh_entry_list_begin (self->state);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    kh_entry_list_add (self->state, kh_outbox_state_to_string (states[i]), kh_outbox_text_get_state (states[i]));
  kh_entry_list_end (self->state);
}

static void
on_filter_chosen_cb (KhWaitingWindow *self)
{
  self->limit = PAGE;
  g_list_store_remove_all (self->items);
  look (self);
}

/* What is shown */

static GArray *list_chosen (KhWaitingWindow *self);

static void
update_buttons (KhWaitingWindow *self)
{
  g_autoptr (GArray) customers = list_chosen (self);
  gboolean may = customers->len > 0 &&
                 kh_grants_has (kh_store_get_grants (get_store (self)), KH_GRANT_CENTRAL_STATION_LINK);

  gtk_widget_set_sensitive (GTK_WIDGET (self->retry_button), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->discard_button), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->compare_button), may && customers->len == 1);
}

static void
show_empty (KhWaitingWindow *self,
            const char      *title,
            const char      *body)
{
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show_list (KhWaitingWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (is_narrowed (self))
    show_empty (self, _("Nothing found"), _("Choose another company or state."));
  else
    show_empty (self, _("Everything is in step"), _("Each change has reached its monitoring company."));
  update_buttons (self);
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhWaitingWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = kh_store_list_waiting_finish (KH_STORE (source), result, &error);

  self->looking = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (waiting == NULL)
    show_empty (self, _("Nothing to show"), error->message);
  else
    {
      self->more = waiting->len == self->limit;
      kh_waiting_items_update (self->items, waiting);
      show_list (self);
    }
  if (self->again)
    look (self);
}

/* How far it is since the most that waited: how much of that has gone out. */
static void
show_progress (KhWaitingWindow *self,
               guint            waiting)
{
  g_autofree char *sent = NULL;
  g_autofree char *most = NULL;
  g_autofree char *text = NULL;

  self->most = waiting == 0 ? 0 : MAX (self->most, waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), self->most >= MANY);
  if (self->most < MANY)
    return;
  sent = kh_count_format (self->most - waiting);
  most = kh_count_format (self->most);
  /* Translators: how many changes have gone out, of how many. */
  text = g_strdup_printf (_("%s of %s sent"), sent, most);
  gtk_progress_bar_set_fraction (self->progress, (double) (self->most - waiting) / self->most);
  gtk_progress_bar_set_text (self->progress, text);
}

static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhWaitingWindow) self = data;
  g_autoptr (GArray) counts = kh_store_count_outbox_finish (KH_STORE (source), result, NULL);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  guint total = 0, waiting = 0;

  if (counts == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; i < counts->len; i++)
    {
      const KhOutboxCount *count = &g_array_index (counts, KhOutboxCount, i);

      total += count->n;
      if (count->state == KH_OUTBOX_QUEUED || count->state == KH_OUTBOX_WAITING || count->state == KH_OUTBOX_SENDING)
        waiting += count->n;
    }
  number = kh_count_format (total);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s change", "%s changes", total), number);
  gtk_label_set_text (self->count, text);
  show_progress (self, waiting);
}

static void
look (KhWaitingWindow *self)
{
  KhWaitingFilter filter = make_filter (self);

  self->again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  kh_store_list_waiting_async (get_store (self), &filter, self->cancellable, on_listed_cb, g_object_ref (self));
  kh_store_count_outbox_async (get_store (self), 0, self->cancellable, on_counted_cb, g_object_ref (self));
}

static gboolean
on_timeout_cb (gpointer data)
{
  KhWaitingWindow *self = data;

  self->source = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

/* Many changes at once are looked at once. */
static void
on_changed_cb (KhWaitingWindow *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, on_timeout_cb, self);
}

static void
on_adjustment_changed_cb (KhWaitingWindow *self,
                          GtkAdjustment   *adjustment)
{
  double page = gtk_adjustment_get_page_size (adjustment);
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  if (!self->more || left > page || self->looking)
    return;
  self->more = FALSE;
  self->limit += PAGE;
  on_changed_cb (self);
}

static gboolean
on_age_timeout_cb (gpointer data)
{
  KhWaitingWindow *self = data;
  GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  for (; item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (row != NULL)
        kh_waiting_row_update (KH_WAITING_ROW (row));
    }

  return G_SOURCE_CONTINUE;
}

/* The list */

static void
on_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
             GtkListItem              *item,
             gpointer                  data G_GNUC_UNUSED)
{
  gtk_list_item_set_child (item, kh_waiting_row_new ());
}

static void
on_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
            GtkListItem              *item,
            KhWaitingWindow          *self)
{
  kh_waiting_row_set_item (KH_WAITING_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
                           kh_store_get_catalogues (get_store (self)));
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
              GtkListItem              *item,
              gpointer                  data G_GNUC_UNUSED)
{
  kh_waiting_row_set_item (KH_WAITING_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
on_list_activate_cb (KhWaitingWindow *self,
                     guint            position)
{
  g_autoptr (KhWaitingItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item != NULL)
    g_signal_emit (self, open_customer_signal, 0, kh_waiting_item_get (item)->customer);
}

/* Decisions. They are for an account as a whole: what waits behind a held change waits with it. */

static GArray *
list_chosen (KhWaitingWindow *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  GArray *customers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) gtk_bitset_get_size (chosen));

  for (guint i = 0; i < gtk_bitset_get_size (chosen); i++)
    {
      g_autoptr (KhWaitingItem) item
        = g_list_model_get_item (G_LIST_MODEL (self->items), gtk_bitset_get_nth (chosen, i));
      gint64 customer = item != NULL ? kh_waiting_item_get (item)->customer : 0;

      if (customer == 0 || g_hash_table_contains (seen, &customer))
        continue;
      g_array_append_val (customers, customer);
      g_hash_table_add (seen, &g_array_index (customers, gint64, customers->len - 1));
    }

  return customers;
}

/* One decision over many accounts, told once however many could not be decided. */
typedef struct {
  KhWaitingWindow *window;
  GError *error;
  guint n_left;
} Decision;

static void
decision_end (Decision *decision)
{
  KhWaitingWindow *self = decision->window;

  if (decision->error != NULL && !g_cancellable_is_cancelled (self->cancellable))
    kh_dialogs_tell (GTK_WINDOW (self), _("Not Everything Was Changed"), decision->error->message, NULL);
  g_clear_error (&decision->error);
  g_object_unref (self);
  g_free (decision);
}

static void
on_decided_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Decision *decision = data;

  kh_store_decide_outbox_finish (KH_STORE (source), result, decision->error == NULL ? &decision->error : NULL);
  if (--decision->n_left == 0)
    decision_end (decision);
}

static void
decide (KhWaitingWindow *self,
        GArray          *customers,
        KhOutboxEvent    event)
{
  Decision *decision;

  if (customers->len == 0)
    return;
  decision = g_new0 (Decision, 1);
  decision->window = g_object_ref (self);
  decision->n_left = customers->len;
  for (guint i = 0; i < customers->len; i++)
    kh_store_decide_outbox_async (get_store (self), g_array_index (customers, gint64, i), event, on_decided_cb, decision);
}

static void
on_retry_clicked_cb (KhWaitingWindow *self)
{
  g_autoptr (GArray) customers = list_chosen (self);

  decide (self, customers, KH_OUTBOX_RETRIED);
}

/* One account at a time can be looked at. */
static void
on_compare_clicked_cb (KhWaitingWindow *self)
{
  g_autoptr (GArray) customers = list_chosen (self);

  if (customers->len == 1)
    g_signal_emit (self, compare_customer_signal, 0, g_array_index (customers, gint64, 0));
}

/* Of those that the question was about, whatever the list shows by now. */
static void
on_discard_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhWaitingWindow) self = data;
  g_autoptr (GArray) customers = g_steal_pointer (&self->asked);

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !g_cancellable_is_cancelled (self->cancellable))
    decide (self, customers, KH_OUTBOX_DISCARDED);
}

static void
on_discard_clicked_cb (KhWaitingWindow *self)
{
  g_autofree char *body = NULL;

  if (self->asked != NULL)
    return;
  self->asked = list_chosen (self);
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Nothing of what waits for %u customer is sent then. The record stays as it is, and "
                                       "the monitoring company keeps what it has. The history says that you decided so.",
                                       "Nothing of what waits for %u customers is sent then. The records stay as they are, "
                                       "and the monitoring companies keep what they have. The history says that you decided so.",
                                       self->asked->len), self->asked->len);
  kh_dialogs_ask_async (GTK_WINDOW (self), _("Discard the Changes?"), body, NULL, _("_Cancel"), NULL, _("_Discard"),
                        KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL, self->cancellable, on_discard_answered_cb,
                        g_object_ref (self));
}

static void
kh_waiting_window_dispose (GObject *object)
{
  KhWaitingWindow *self = KH_WAITING_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->ages, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (kh_waiting_window_parent_class)->dispose (object);
}

static void
kh_waiting_window_finalize (GObject *object)
{
  KhWaitingWindow *self = KH_WAITING_WINDOW (object);

  g_clear_pointer (&self->asked, g_array_unref);
  g_clear_object (&self->items);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_waiting_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-waiting-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, card);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, company);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, company_label);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, compare_button);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, count);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, discard_button);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, state);
  gtk_widget_class_bind_template_child (widget_class, KhWaitingWindow, state_label);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_compare_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_discard_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind_cb);
}

static void
kh_waiting_window_class_init (KhWaitingWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_waiting_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_waiting_window_finalize;

  open_customer_signal = g_signal_new ("open-customer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT64);
  compare_customer_signal = g_signal_new ("compare-customer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  g_type_ensure (KH_TYPE_ENTRY_LIST);
  g_type_ensure (KH_TYPE_ONE_STOP);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
name_list (KhEntryList *list,
           GtkLabel    *label,
           const char  *none)
{
  kh_entry_list_set_none (list, none);
  kh_entry_list_set_name (list, gtk_label_get_text (label));
  kh_accessible_label_for (label, GTK_WIDGET (list));
}

static void
kh_waiting_window_init (KhWaitingWindow *self)
{
  GtkAdjustment *adjustment;

  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (KH_TYPE_WAITING_ITEM);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  self->limit = PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_prepend (GTK_BOX (self->card), kh_waiting_row_new_head ());
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Waiting changes"));
  kh_accessible_name_widget (GTK_WIDGET (self->progress), _("Sent"));
  kh_accessible_name_button (self->compare_button);
  kh_accessible_name_button (self->retry_button);
  kh_accessible_name_button (self->discard_button);
  self->ages = g_timeout_add_seconds (AGE_SECONDS, on_age_timeout_cb, self);
}

GtkWindow *
kh_waiting_window_new (KhServices *services)
{
  KhWaitingWindow *self = g_object_new (KH_TYPE_WAITING_WINDOW, NULL);

  self->services = g_object_ref (services);
  name_list (self->company, self->company_label, _("All companies"));
  name_list (self->state, self->state_label, _("All states"));
  fill_companies (self);
  fill_states (self);
  g_signal_connect_object (get_store (self), "outbox-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (self), "customer-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (self), "notify::member", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  look (self);

  return GTK_WINDOW (self);
}

void
kh_waiting_window_show_company (KhWaitingWindow *self,
                                gint64           company)
{
  g_autofree char *value = NULL;

  g_return_if_fail (KH_IS_WAITING_WINDOW (self));

  if (company != 0)
    value = g_strdup_printf ("%" G_GINT64_FORMAT, company);
  kh_entry_list_set_chosen (self->company, value);
  kh_entry_list_set_chosen (self->state, NULL);
  on_filter_chosen_cb (self);
}
