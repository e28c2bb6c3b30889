/* kh-history-view.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-view.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-dialogs.h"
#include "kh-focus.h"
#include "kh-gate.h"
#include "kh-history-filter-bar.h"
#include "kh-history-line.h"
#include "kh-one-stop.h"
#include "kh-store-output.h"

#include <glib/gi18n-lib.h>

#define PAGE_ROWS 200

/* What is shown of the head, and what --history-head takes. */
#define HEAD_DIGITS 16

/* Longer than this and somebody wonders whether anything happens. */
#define PATIENCE_MS 200

struct _KhHistoryView
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *count;
  GtkLabel *empty_body;
  GtkButton *empty_button;
  GtkLabel *empty_title;
  GtkButton *export_button;
  KhHistoryFilterBar *filter_bar;
  GtkWidget *foot;
  GtkLabel *head;
  GtkListView *list;
  GtkScrolledWindow *scroller;
  GtkSpinner *spinner;
  GtkStack *stack;
  GtkWidget *waiting;

  /* Owned */
  KhStore *store;
  GListStore *items;
  GCancellable *cancellable;

  /* State */
  gint64 number;
  guint patience;
  gboolean loading;
  gboolean more;
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (KhHistoryView, kh_history_view, GTK_TYPE_WIDGET)

enum {
  SIGNAL_NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KhHistoryFilter *
new_filter (KhHistoryView *self)
{
  KhHistoryFilter *filter = g_new0 (KhHistoryFilter, 1);

  filter->customer = self->number;
  kh_history_filter_bar_apply (self->filter_bar, filter);

  return filter;
}

static GListStore *
new_items (KhHistoryView *self,
           GPtrArray     *rows)
{
  GListStore *items = g_list_store_new (KH_TYPE_HISTORY_ITEM);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (KhHistoryItem) item = NULL;

      item = kh_history_item_new (g_ptr_array_index (rows, i), kh_store_get_catalogues (self->store));
      g_list_store_append (items, item);
    }

  return items;
}

/* What is shown */

static gboolean
on_patience_over_cb (gpointer data)
{
  KhHistoryView *self = data;

  self->patience = 0;
  gtk_widget_set_visible (self->waiting, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void
stop_waiting (KhHistoryView *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_spinner_stop (self->spinner);
}

static void
show_empty (KhHistoryView *self,
            const char    *title,
            const char    *body,
            const char    *button)
{
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_body, body);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (self->empty_button, button);
      kh_accessible_name_button (self->empty_button);
    }
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static gboolean
may_export (KhHistoryView *self)
{
  return kh_grants_has (kh_store_get_grants (self->store), KH_GRANT_HISTORY_EXPORT);
}

static void
show_count (KhHistoryView *self,
            gint64         total)
{
  guint n = (guint) MIN (total, G_MAXUINT);
  g_autofree char *number = kh_count_format (n);
  g_autofree char *text = NULL;

  if (kh_history_filter_bar_is_narrowed (self->filter_bar))
    /* Translators: how many rows of the history the filters leave. */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s entry found", "%s entries found", n), number);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s entry", "%s entries", n), number);
  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), n > 0 && may_export (self));
  if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (kh_history_filter_bar_is_narrowed (self->filter_bar))
    show_empty (self, _("Nothing found"), _("Choose another datapoint, member or day."), _("Clear Filters"));
  else
    show_empty (self, _("No history yet"), _("What is changed from now on stands here."), NULL);
}

static void
show_denied (KhHistoryView *self)
{
  g_autofree char *why = kh_staff_dup_why (kh_store_get_staff (self->store), KH_GRANT_HISTORY_VIEW);

  gtk_label_set_text (self->count, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), FALSE);
  show_empty (self, _("You may not view the history"), why, NULL);
}

static void
show_failure (KhHistoryView *self,
              const GError  *error)
{
  if (g_error_matches (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED))
    {
      show_denied (self);
      return;
    }
  self->failed = TRUE;
  gtk_label_set_text (self->count, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), FALSE);
  show_empty (self, _("The history could not be read"), error->message, _("Try Again"));
}

/* Loading */

static void
take_rows (KhHistoryView *self,
           GPtrArray     *rows,
           gboolean       first)
{
  g_autoptr (GListStore) fresh = new_items (self, rows);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (fresh), i));
  self->loading = FALSE;
  self->more = rows->len == PAGE_ROWS;
  g_list_store_splice (self->items, first ? 0 : n, first ? n : 0, items->pdata, items->len);
}

static void
on_first_page_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (KhHistoryView) self = data;
  g_autoptr (GError) error = NULL;
  gint64 total = 0;
  g_autoptr (GPtrArray) rows = kh_store_load_history_finish (KH_STORE (source), result, &total, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_waiting (self);
  self->loading = FALSE;
  if (rows == NULL)
    {
      show_failure (self, error);
      return;
    }

  take_rows (self, rows, TRUE);
  show_count (self, total);
}

static void
on_next_page_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (KhHistoryView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = kh_store_load_history_finish (KH_STORE (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows != NULL)
    {
      take_rows (self, rows, FALSE);
      return;
    }
  self->loading = FALSE;
  self->more = FALSE;
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
}

static void
on_terms_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhHistoryView) self = data;
  g_autoptr (KhHistoryTerms) terms = kh_store_load_history_terms_finish (KH_STORE (source), result, NULL);

  if (terms != NULL && self->items != NULL)
    kh_history_filter_bar_set_terms (self->filter_bar, terms);
}

static void
on_head_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (KhHistoryView) self = data;
  g_autofree char *head = kh_store_load_history_head_finish (KH_STORE (source), result, NULL, NULL);
  g_autofree char *text = NULL;

  if (head == NULL || self->items == NULL)
    return;
  head[HEAD_DIGITS] = '\0';
  /* Translators: a check sum of everything in the history. */
  text = g_strdup_printf (_("Head of the history: %s"), head);
  gtk_label_set_text (self->head, text);
}

/* The rows again from the first, for what the filters say now. */
static void
load_rows (KhHistoryView *self)
{
  g_autoptr (KhHistoryFilter) filter = new_filter (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  self->failed = FALSE;
  if (self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
  filter->limit = PAGE_ROWS;
  kh_store_load_history_async (self->store, filter, self->cancellable, on_first_page_cb, g_object_ref (self));
}

static void
load (KhHistoryView *self)
{
  KhHistoryFilter filter = { .customer = self->number };

  load_rows (self);
  /* These are the same whatever the filters say, which end the reading of rows. */
  kh_store_load_history_terms_async (self->store, &filter, NULL, on_terms_cb, g_object_ref (self));
  kh_store_load_history_head_async (self->store, NULL, on_head_cb, g_object_ref (self));
}

static void
load_more (KhHistoryView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (KhHistoryItem) last = n == 0 ? NULL : g_list_model_get_item (G_LIST_MODEL (self->items), n - 1);
  g_autoptr (KhHistoryFilter) filter = NULL;

  if (self->loading || !self->more || last == NULL)
    return;
  filter = new_filter (self);
  filter->before = kh_history_item_get_sequence (last);
  filter->limit = PAGE_ROWS;
  self->loading = TRUE;
  kh_store_load_history_async (self->store, filter, self->cancellable, on_next_page_cb, g_object_ref (self));
}

/* The next page comes while the last one is still being read. */
static void
on_adjustment_changed_cb (KhHistoryView *self,
                          GtkAdjustment *adjustment)
{
  double page = gtk_adjustment_get_page_size (adjustment);
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  if (left < 2 * page)
    load_more (self);
}

static void
on_store_customer_changed_cb (KhHistoryView *self,
                              gint64         number)
{
  if (number == self->number && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
on_filter_changed_cb (KhHistoryView *self)
{
  if (self->store != NULL)
    load_rows (self);
}

static void
on_empty_clicked_cb (KhHistoryView *self)
{
  if (self->failed)
    load (self);
  else
    kh_history_filter_bar_clear (self->filter_bar);
}

/* Export */

static GtkWindow *
get_window (KhHistoryView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhHistoryView) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = kh_store_write_file_finish (KH_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->items == NULL)
    return;
  if (shown == NULL)
    {
      kh_dialogs_tell (get_window (self), _("The History Was Not Exported"), error->message, NULL);
      return;
    }

  text = g_strdup_printf (_("The history is saved as %s."), shown);
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

typedef struct {
  KhHistoryView *view;
  char *path;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->view);
  g_free (export->path);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
on_export_rows_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (Export) export = data;
  KhHistoryView *self = export->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = kh_store_load_history_finish (KH_STORE (source), result, NULL, &error);
  g_autoptr (GListStore) items = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *csv;

  if (self->items == NULL)
    return;
  if (rows == NULL)
    {
      kh_dialogs_tell (get_window (self), _("The History Was Not Exported"), error->message, NULL);
      return;
    }

  items = new_items (self, rows);
  csv = kh_history_item_dup_csv (G_LIST_MODEL (items));
  bytes = g_bytes_new_take (csv, strlen (csv));
  kh_store_write_file_async (self->store, export->path, bytes, NULL, on_written_cb, g_object_ref (self));
}

static void
on_export_file_cb (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (KhHistoryView) self = data;
  g_autoptr (GFile) file = kh_dialogs_save_finish (result);
  g_autoptr (KhHistoryFilter) filter = NULL;
  Export *export;

  if (file == NULL || g_file_peek_path (file) == NULL || self->items == NULL)
    return;
  export = g_new0 (Export, 1);
  export->view = g_object_ref (self);
  export->path = g_file_get_path (file);
  filter = new_filter (self);
  kh_store_load_history_async (self->store, filter, NULL, on_export_rows_cb, export);
}

static void
on_export_clicked_cb (KhHistoryView *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = g_strdup_printf ("history-%" G_GINT64_FORMAT "-%s.csv", self->number, day);

  kh_dialogs_save_async (get_window (self), _("Export History"), name, on_export_file_cb, g_object_ref (self));
}

/* Rows */

static void
on_factory_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                     GtkListItem              *item)
{
  gtk_list_item_set_child (item, kh_history_line_new ());
}

static void
on_factory_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                    GtkListItem              *item)
{
  kh_history_line_set_item (KH_HISTORY_LINE (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_factory_unbind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                      GtkListItem              *item)
{
  kh_history_line_set_item (KH_HISTORY_LINE (gtk_list_item_get_child (item)), NULL);
}

/* A look at the customer, such as Reveal, writes the history and changes nothing else that would
 * tell of it, so it is read whenever it comes into view. */
static void
kh_history_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kh_history_view_parent_class)->map (widget);

  load (KH_HISTORY_VIEW (widget));
}

static gboolean
kh_history_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KH_HISTORY_VIEW (widget)->filter_bar));
}

static void
kh_history_view_dispose (GObject *object)
{
  KhHistoryView *self = KH_HISTORY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_HISTORY_VIEW);
  g_clear_object (&self->items);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_history_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_HISTORY_FILTER_BAR);
  g_type_ensure (KH_TYPE_HISTORY_LINE);
  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, count);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, empty_body);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, empty_button);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, empty_title);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, export_button);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, foot);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, head);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, list);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, scroller);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryView, waiting);
  gtk_widget_class_bind_template_callback (widget_class, on_empty_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
}

static void
kh_history_view_class_init (KhHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_history_view_dispose;

  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_history_view_grab_focus;
  widget_class->map = kh_history_view_map;

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  bind_template (widget_class);
}

static void
kh_history_view_init (KhHistoryView *self)
{
  GtkSingleSelection *selection;
  GtkAdjustment *adjustment;

  self->items = g_list_store_new (KH_TYPE_HISTORY_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->waiting, FALSE);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("History"));
  kh_accessible_name_button (self->export_button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_widget_get_tooltip_text (GTK_WIDGET (self->head)), -1);

  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
kh_history_view_new (KhStore *store,
                     gint64   number)
{
  KhHistoryView *self = g_object_new (KH_TYPE_HISTORY_VIEW, NULL);

  self->store = g_object_ref (store);
  self->number = number;
  g_signal_connect_object (store, "notes-changed", G_CALLBACK (on_store_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "documents-changed", G_CALLBACK (on_store_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_store_customer_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
kh_history_view_refresh (KhHistoryView *self)
{
  g_return_if_fail (KH_IS_HISTORY_VIEW (self));

  load (self);
}
