/* kh-events-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-events-page.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-csv.h"
#include "kh-dialogs.h"
#include "kh-manage.h"
#include "kh-one-stop.h"
#include "kh-store-output.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAGE_EVENTS 100

/* Stations forget, and nobody scrolls through more. */
#define OLDEST_DAYS 366

struct _KhEventsPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *as_of;
  GtkWidget *card;
  GtkLabel *count;
  GtkButton *export_button;
  GtkLabel *failure;
  GtkWidget *foot;
  GtkWidget *head;
  GtkDropDown *kinds;
  GtkLabel *kinds_label;
  GtkListView *list;
  GtkButton *refresh_button;
  GtkScrolledWindow *scroller;

  /* Owned */
  KhStore *store;
  KhLink *link;
  KhStation *station;
  GListStore *events;
  GtkFilterListModel *shown;
  GCancellable *cancellable;
  KhEventQuery *query;
  GDateTime *oldest;

  /* State */
  gboolean loading;
  gboolean more;
  guint check;
};

G_DEFINE_FINAL_TYPE (KhEventsPage, kh_events_page, GTK_TYPE_WIDGET)

static void load_more (KhEventsPage *self);

/* Texts */

static char *
dup_time (KhEvent *event)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (kh_event_get_at (event));

  return g_date_time_format (local, "%m/%d/%Y %H:%M:%S");
}

static char *
dup_what (KhEvent *event)
{
  g_autofree char *what = kh_event_dup_what (event);

  if (!kh_event_get_on_test (event))
    return g_steal_pointer (&what);

  /* Translators: a signal that came while the account was on test. */
  return g_strdup_printf (_("%s (on test)"), what);
}

static char *
dup_where_and_who (KhEvent *event)
{
  g_autofree char *where = kh_event_dup_where (event);
  const char *by = kh_event_get_by (event);

  if (where == NULL || by == NULL)
    return g_strdup (where != NULL ? where : by != NULL ? by : "");

  /* Translators: an area and zone, a person. */
  return g_strdup_printf (_("%s, by %s"), where, by);
}

/* What is shown */

static gboolean
may_export (KhEventsPage *self)
{
  return self->store != NULL && kh_grants_has (kh_store_get_grants (self->store), KH_GRANT_HISTORY_EXPORT);
}

static void
update (KhEventsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  g_autofree char *number = kh_count_format (n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s event", "%s events", n), number);

  if (self->loading)
    gtk_label_set_text (self->count, _("Asking the station…"));
  else
    gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), n > 0 && may_export (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->refresh_button), self->station != NULL);
}

static void
show_failure (KhEventsPage *self,
              const char   *text)
{
  gtk_label_set_text (self->failure, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
}

static void
show_as_of (KhEventsPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
  /* Translators: a time of day. */
  g_autofree char *text = g_strdup_printf (_("As of %s"), time);

  gtk_label_set_text (self->as_of, text);
}

static gboolean
is_shown (gpointer item,
          gpointer data)
{
  KhEventsPage *self = data;
  guint selected = gtk_drop_down_get_selected (self->kinds);

  /* The first choice is all of them, and the kinds stand in their order after it. */
  return selected == 0 || (guint) kh_event_get_kind (item) + 1 == selected;
}

/* Loading */

static gboolean
on_check_cb (gpointer data)
{
  KhEventsPage *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  self->check = 0;
  if (left < 2 * page)
    load_more (self);

  return G_SOURCE_REMOVE;
}

/* Once the rows have their places: a page of which the filter leaves nothing moves no scroll bar. */
static void
check_soon (KhEventsPage *self)
{
  if (self->station != NULL && self->check == 0 && self->more && !self->loading)
    self->check = g_idle_add_full (G_PRIORITY_LOW, on_check_cb, self, NULL);
}

static void
on_page_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (KhEventsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhEventPage) page = kh_station_list_events_finish (KH_STATION (source), result, &error);
  guint n;

  /* One that was asked for before the last Refresh is no part of what is read now. */
  if (self->station == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  self->loading = FALSE;
  if (page == NULL)
    {
      self->more = FALSE;
      show_failure (self, error->message);
      update (self);
      return;
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (self->events));
  g_list_store_splice (self->events, n, 0, page->events->pdata, page->events->len);
  self->more = kh_event_query_advance (self->query, page, self->oldest);
  update (self);
  check_soon (self);
}

static void
load_more (KhEventsPage *self)
{
  g_autoptr (GError) error = NULL;

  if (self->station == NULL || self->loading || !self->more)
    return;
  if (!kh_manage_check (kh_store_get_grants (self->store), self->link, KH_MANAGE_VIEW, &error))
    {
      self->more = FALSE;
      show_failure (self, error->message);
      return;
    }
  self->loading = TRUE;
  update (self);
  kh_station_list_events_async (self->station, self->link->account, self->query, self->cancellable,
                                on_page_cb, g_object_ref (self));
}

void
kh_events_page_refresh (KhEventsPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) to = g_date_time_add_days (now, 1);

  g_return_if_fail (KH_IS_EVENTS_PAGE (self));

  if (self->station == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_list_store_remove_all (self->events);
  g_clear_pointer (&self->query, kh_event_query_free);
  g_clear_pointer (&self->oldest, g_date_time_unref);
  /* The station's clock may be ahead of ours. */
  self->query = kh_event_query_new (to, PAGE_EVENTS);
  self->oldest = g_date_time_add_days (now, -OLDEST_DAYS);
  self->loading = FALSE;
  self->more = TRUE;
  show_failure (self, NULL);
  show_as_of (self);
  load_more (self);
}

/* Export */

static char *
dup_csv (GListModel *events)
{
  const char *const titles[] = { _("Time"), _("Code"), _("Event"), _("Place"), _("By") };
  GString *csv = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    kh_csv_append_cell (csv, titles[i], i + 1 == G_N_ELEMENTS (titles));
  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (KhEvent) event = g_list_model_get_item (events, i);
      g_autofree char *time = dup_time (event);
      g_autofree char *what = dup_what (event);
      g_autofree char *where = kh_event_dup_where (event);

      kh_csv_append_cell (csv, time, FALSE);
      kh_csv_append_cell (csv, kh_event_get_code (event), FALSE);
      kh_csv_append_cell (csv, what, FALSE);
      kh_csv_append_cell (csv, where != NULL ? where : "", FALSE);
      kh_csv_append_cell (csv, kh_event_get_by (event) != NULL ? kh_event_get_by (event) : "", TRUE);
    }

  return g_string_free (csv, FALSE);
}

static GtkWindow *
get_window (KhEventsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhEventsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = kh_store_write_file_finish (KH_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->station == NULL)
    return;
  if (shown == NULL)
    {
      kh_dialogs_tell (get_window (self), _("The Events Were Not Exported"), error->message, NULL);
      return;
    }

  text = g_strdup_printf (_("The events that are listed are saved as %s."), shown);
  gtk_label_set_text (self->count, text);
}

static void
on_export_file_cb (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (KhEventsPage) self = data;
  g_autoptr (GFile) file = kh_dialogs_save_finish (result);
  g_autoptr (GBytes) bytes = NULL;
  char *csv;

  if (file == NULL || g_file_peek_path (file) == NULL || self->station == NULL || !may_export (self))
    return;
  csv = dup_csv (G_LIST_MODEL (self->shown));
  bytes = g_bytes_new_take (csv, strlen (csv));
  kh_store_write_file_async (self->store, g_file_peek_path (file), bytes, NULL, on_written_cb, g_object_ref (self));
}

static void
on_export_clicked_cb (KhEventsPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = g_strdup_printf ("events-%" G_GINT64_FORMAT "-%s.csv", self->link->customer, day);

  kh_dialogs_save_async (get_window (self), _("Export Events"), name, on_export_file_cb, g_object_ref (self));
}

/* Rows */

static void
on_factory_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                     GtkListItem              *item)
{
  static const guint widths[] = { 19, 30, 34 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *text = gtk_inscription_new (NULL);

      gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), i == 0 ? 19 : 10);
      gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), widths[i]);
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
      gtk_widget_set_hexpand (text, i == 1);
      gtk_widget_add_css_class (text, i == 0 ? "numeric" : i == 2 ? "dim" : "event-what");
      gtk_box_append (GTK_BOX (box), text);
    }
  gtk_list_item_set_child (item, box);
}

static void
on_factory_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                    GtkListItem              *item)
{
  KhEvent *event = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *time = gtk_widget_get_first_child (box);
  GtkWidget *what = gtk_widget_get_next_sibling (time);
  GtkWidget *where = gtk_widget_get_next_sibling (what);
  g_autofree char *time_text = dup_time (event);
  g_autofree char *what_text = dup_what (event);
  g_autofree char *where_text = dup_where_and_who (event);
  g_autofree char *name = g_strdup_printf ("%s, %s, %s", time_text, what_text, where_text);

  gtk_inscription_set_text (GTK_INSCRIPTION (time), time_text);
  gtk_inscription_set_text (GTK_INSCRIPTION (what), what_text);
  gtk_inscription_set_text (GTK_INSCRIPTION (where), where_text);
  gtk_widget_set_tooltip_text (box, name);
  kh_accessible_name_list_row (box, name);
}

/* Callbacks */

static void
on_adjustment_changed_cb (KhEventsPage *self)
{
  check_soon (self);
}

static void
on_kind_changed_cb (KhEventsPage *self)
{
  /* What is taken apart changes, too. */
  if (self->station == NULL)
    return;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
  check_soon (self);
}

static void
on_refresh_clicked_cb (KhEventsPage *self)
{
  kh_events_page_refresh (self);
}

static void
kh_events_page_dispose (GObject *object)
{
  KhEventsPage *self = KH_EVENTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->check, g_source_remove);
  g_clear_object (&self->station);
  g_clear_object (&self->store);
  g_clear_pointer (&self->link, kh_link_free);
  g_clear_pointer (&self->query, kh_event_query_free);
  g_clear_pointer (&self->oldest, g_date_time_unref);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->events);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_EVENTS_PAGE);

  G_OBJECT_CLASS (kh_events_page_parent_class)->dispose (object);
}

static void
kh_events_page_class_init (KhEventsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_events_page_dispose;

  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-events-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, as_of);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, card);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, count);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, failure);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, foot);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, head);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, kinds_label);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, list);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, KhEventsPage, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_refresh_clicked_cb);
}

static void
fill_kinds (KhEventsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All Events"));
  for (guint i = 0; i < KH_N_EVENT_KINDS; i++)
    gtk_string_list_append (names, kh_event_kind_get_label ((KhEventKind) i));
  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (names));
}

static void
kh_events_page_init (KhEventsPage *self)
{
  GtkAdjustment *adjustment;
  GtkFilter *filter;
  GtkSingleSelection *selection;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->events = g_list_store_new (KH_TYPE_EVENT);
  filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->events)), filter);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  fill_kinds (self);
  g_signal_connect_object (self->kinds, "notify::selected", G_CALLBACK (on_kind_changed_cb), self, G_CONNECT_SWAPPED);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Event History"));
  kh_accessible_name_button (self->export_button);
  kh_accessible_name_button (self->refresh_button);
  kh_accessible_label_for (self->kinds_label, GTK_WIDGET (self->kinds));
  update (self);
}

void
kh_events_page_set_station (KhEventsPage *self,
                            KhStore      *store,
                            const KhLink *link,
                            KhStation    *station)
{
  g_return_if_fail (KH_IS_EVENTS_PAGE (self));

  g_set_object (&self->store, store);
  g_set_object (&self->station, station);
  g_clear_pointer (&self->link, kh_link_free);
  self->link = kh_link_copy (link);
  kh_events_page_refresh (self);
}
