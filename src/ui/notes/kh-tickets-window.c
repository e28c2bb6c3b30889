/* kh-tickets-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-tickets-window.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-entry-list.h"
#include "kh-note.h"
#include "kh-one-stop.h"
#include "kh-ticket-row.h"

#include <glib/gi18n-lib.h>

/* Rows that are read at a time, and how long many changes are gathered. */
#define PAGE 200
#define DELAY_MS 250

#define MINE         "mine"
#define OVERDUE      "overdue"
#define MINE_OVERDUE "mine-overdue"

struct _KhTicketsWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkWidget *card;
  GtkLabel *count;
  GtkLabel *empty_body;
  GtkLabel *empty_title;
  GtkListView *list;
  KhEntryList *priority;
  GtkLabel *priority_label;
  GtkScrolledWindow *scroller;
  KhEntryList *show;
  GtkLabel *show_label;
  GtkStack *stack;

  /* Owned */
  KhServices *services;
  GCancellable *cancellable;
  GListStore *items;

  /* State */
  guint limit;
  guint source;
  gboolean looking;
  gboolean again;
  gboolean more;
};

G_DEFINE_FINAL_TYPE (KhTicketsWindow, kh_tickets_window, GTK_TYPE_WINDOW)

static guint open_customer_signal;

static void look (KhTicketsWindow *self);

static KhStore *
get_store (KhTicketsWindow *self)
{
  return kh_services_get_store (self->services);
}

/* The filters */

static KhTicketFilter
make_filter (KhTicketsWindow *self)
{
  const char *show = kh_entry_list_get_chosen (self->show);
  KhTicketFilter filter = { .limit = self->limit, .priority = kh_entry_list_get_chosen (self->priority) };

  if (g_strcmp0 (show, MINE) == 0 || g_strcmp0 (show, MINE_OVERDUE) == 0)
    filter.assignee = kh_store_get_member (get_store (self));
  filter.overdue = g_strcmp0 (show, OVERDUE) == 0 || g_strcmp0 (show, MINE_OVERDUE) == 0;

  return filter;
}

static gboolean
is_narrowed (KhTicketsWindow *self)
{
  return kh_entry_list_get_chosen (self->show) != NULL || kh_entry_list_get_chosen (self->priority) != NULL;
}

/* Nobody in particular has no tickets of their own. */
static void
fill_show (KhTicketsWindow *self)
{
  gboolean somebody = kh_store_get_member (get_store (self)) != 0;

  kh_entry_list_begin (self->show);
  if (somebody)
    kh_entry_list_add (self->show, MINE, _("My tickets"));
  kh_entry_list_add (self->show, OVERDUE, _("Overdue tickets"));
  if (somebody)
    kh_entry_list_add (self->show, MINE_OVERDUE, _("My overdue tickets"));
  kh_entry_list_end (self->show);
}

static void
fill_priorities (KhTicketsWindow *self)
{
  const KhChoice *choice = kh_note_field_get (KH_NOTE_PRIORITY)->choices;

  kh_entry_list_begin (self->priority);
  for (; choice->value != NULL; choice++)
    kh_entry_list_add (self->priority, choice->value, _(choice->label));
  kh_entry_list_end (self->priority);
}

static void
on_filter_chosen_cb (KhTicketsWindow *self)
{
  self->limit = PAGE;
  look (self);
}

/* What is shown */

static void
show_empty (KhTicketsWindow *self,
            const char      *title,
            const char      *body)
{
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show_count (KhTicketsWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autofree char *number = kh_count_format (n);
  g_autofree char *text = NULL;

  if (self->more)
    /* Translators: a number of tickets, of which there are more. */
    text = g_strdup_printf (_("The first %s tickets"), number);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s open ticket", "%s open tickets", n), number);
  gtk_label_set_text (self->count, text);
}

static void
show_list (KhTicketsWindow *self)
{
  show_count (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (is_narrowed (self))
    show_empty (self, _("Nothing found"), _("Choose other tickets or another priority."));
  else
    show_empty (self, _("Nothing to do"), _("A ticket is a note of a customer that has Ticket turned on."));
}

static gboolean
is_same (KhTicketsWindow *self,
         guint            position,
         KhNote          *note)
{
  g_autoptr (KhNote) there = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return there != NULL && kh_note_get_origin (there)->id == kh_note_get_origin (note)->id &&
         kh_note_get_origin (there)->revision == kh_note_get_origin (note)->revision &&
         g_strcmp0 (kh_note_get_origin (there)->customer_name, kh_note_get_origin (note)->customer_name) == 0;
}

/* Only what is another one: the rest keeps the focus and its place. */
static void
take_notes (KhTicketsWindow *self,
            GPtrArray       *notes)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint start = 0, end = 0;

  while (start < MIN (n, notes->len) && is_same (self, start, g_ptr_array_index (notes, start)))
    start++;
  while (end < MIN (n, notes->len) - start && is_same (self, n - 1 - end, g_ptr_array_index (notes, notes->len - 1 - end)))
    end++;
  if (start + end < MAX (n, notes->len))
    g_list_store_splice (self->items, start, n - start - end, notes->pdata + start, notes->len - start - end);
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhTicketsWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = kh_store_list_tickets_finish (KH_STORE (source), result, &error);

  self->looking = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (notes == NULL)
    {
      g_list_store_remove_all (self->items);
      gtk_label_set_text (self->count, "");
      show_empty (self, _("Nothing to show"), error->message);
    }
  else
    {
      self->more = notes->len == self->limit;
      take_notes (self, notes);
      show_list (self);
    }
  if (self->again)
    look (self);
}

static void
look (KhTicketsWindow *self)
{
  KhTicketFilter filter = make_filter (self);

  self->again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  kh_store_list_tickets_async (get_store (self), &filter, self->cancellable, on_listed_cb, g_object_ref (self));
}

static gboolean
on_timeout_cb (gpointer data)
{
  KhTicketsWindow *self = data;

  self->source = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

/* Many changes at once are looked at once. */
static void
on_changed_cb (KhTicketsWindow *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, on_timeout_cb, self);
}

static void
on_member_changed_cb (KhTicketsWindow *self)
{
  fill_show (self);
  on_changed_cb (self);
}

static void
on_adjustment_changed_cb (KhTicketsWindow *self,
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

/* The list */

static void
on_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
             GtkListItem              *item,
             gpointer                  data G_GNUC_UNUSED)
{
  gtk_list_item_set_child (item, kh_ticket_row_new ());
}

static void
on_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
            GtkListItem              *item,
            KhTicketsWindow          *self)
{
  kh_ticket_row_set_note (KH_TICKET_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
                          kh_store_get_catalogues (get_store (self)));
}

static void
on_list_activate_cb (KhTicketsWindow *self,
                     guint            position)
{
  g_autoptr (KhNote) note = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (note != NULL)
    g_signal_emit (self, open_customer_signal, 0, kh_note_get_origin (note)->customer);
}

static void
kh_tickets_window_dispose (GObject *object)
{
  KhTicketsWindow *self = KH_TICKETS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;

  G_OBJECT_CLASS (kh_tickets_window_parent_class)->dispose (object);
}

static void
kh_tickets_window_finalize (GObject *object)
{
  KhTicketsWindow *self = KH_TICKETS_WINDOW (object);

  g_clear_object (&self->items);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_tickets_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-tickets-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, card);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, count);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, priority);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, priority_label);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, show);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, show_label);
  gtk_widget_class_bind_template_child (widget_class, KhTicketsWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_setup_cb);
}

static void
kh_tickets_window_class_init (KhTicketsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_tickets_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_tickets_window_finalize;

  open_customer_signal = g_signal_new ("open-customer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT64);
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
kh_tickets_window_init (KhTicketsWindow *self)
{
  g_autoptr (GtkSingleSelection) selection = NULL;
  GtkAdjustment *adjustment;

  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (KH_TYPE_NOTE);
  self->limit = PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_prepend (GTK_BOX (self->card), kh_ticket_row_new_head ());
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Tickets"));
}

GtkWindow *
kh_tickets_window_new (KhServices *services)
{
  KhTicketsWindow *self = g_object_new (KH_TYPE_TICKETS_WINDOW, NULL);

  self->services = g_object_ref (services);
  name_list (self->show, self->show_label, _("All tickets"));
  name_list (self->priority, self->priority_label, _("All priorities"));
  fill_show (self);
  fill_priorities (self);
  g_signal_connect_object (get_store (self), "notes-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (self), "customer-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (self), "notify::member", G_CALLBACK (on_member_changed_cb), self, G_CONNECT_SWAPPED);
  look (self);

  return GTK_WINDOW (self);
}
