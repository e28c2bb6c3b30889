/* kh-agency-chooser.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-agency-chooser.h"

#include "kh-accessible.h"
#include "kh-general-lines.h"
#include "kh-one-stop.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n.h>

/* Long enough to type the next digit. */
#define PATIENCE 300

#define KH_TYPE_AGENCY_CHOOSER (kh_agency_chooser_get_type ())
G_DECLARE_FINAL_TYPE (KhAgencyChooser, kh_agency_chooser, KH, AGENCY_CHOOSER, GtkWindow)

struct _KhAgencyChooser
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *cancel_button;
  GtkButton *choose_button;
  GtkLabel *kept;
  GtkListView *list;
  GtkScrolledWindow *scroller;
  GtkLabel *state;
  GtkDropDown *types;
  GtkLabel *types_label;
  GtkEntry *zip;
  GtkLabel *zip_label;

  /* Owned */
  KhStation *station;
  GListStore *agencies;
  GtkSingleSelection *selection;
  GArray *offered;   /* of KhAgencyType */
  GTask *task;
  GCancellable *cancellable;
  char *next;
  char *asked;       /* what the list is about */

  /* State */
  gboolean loading;
  guint patience;
  guint check;
};

G_DEFINE_FINAL_TYPE (KhAgencyChooser, kh_agency_chooser, GTK_TYPE_WINDOW)

static void ask (KhAgencyChooser *self);

static KhAgencyType
get_agency_type (KhAgencyChooser *self)
{
  return g_array_index (self->offered, KhAgencyType, gtk_drop_down_get_selected (self->types));
}

/* What is typed, or NULL where nothing is; FALSE while it is no ZIP code yet. */
static gboolean
read_zip (KhAgencyChooser  *self,
          const char      **zip)
{
  const KhValueContext context = { NULL };

  *zip = kh_text_none_if_empty (gtk_editable_get_text (GTK_EDITABLE (self->zip)));

  return *zip == NULL || kh_value_check (kh_datapoint_get (KH_DATAPOINT_ZIP), *zip, &context, NULL);
}

/* What is shown */

static char *
dup_none (KhAgencyChooser *self)
{
  const char *type = kh_agency_type_get_label (get_agency_type (self));
  const char *company = kh_station_get_name (self->station);
  const char *zip;

  if (!read_zip (self, &zip))
    return g_strdup (_("Type the five digits of a ZIP code, or none for all agencies."));
  if (zip == NULL)
    /* Translators: a monitoring company, a type of agency such as Police. */
    return g_strdup_printf (_("%s lists no agency of the type %s. Ask them to add it."), company, type);

  /* Translators: a monitoring company, a type of agency such as Police, a ZIP code. */
  return g_strdup_printf (_("%s lists no agency of the type %s for %s. Try a ZIP code near by, or none for all."),
                          company, type, zip);
}

static void
show_state (KhAgencyChooser *self,
            const char      *failure)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->agencies));
  g_autofree char *text = NULL;

  if (failure != NULL)
    text = g_strdup (failure);
  else if (self->loading)
    text = g_strdup (_("Asking the station…"));
  else if (n == 0)
    text = dup_none (self);
  else
    text = g_strdup_printf (ngettext ("%u agency", "%u agencies", n), n);
  gtk_label_set_text (self->state, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose_button), n > 0);
}

/* Looking up */

static gboolean
on_check_cb (gpointer data)
{
  KhAgencyChooser *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  double left = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  self->check = 0;
  if (left < 2 * page && self->next != NULL && !self->loading)
    ask (self);

  return G_SOURCE_REMOVE;
}

/* Once the rows have their places. */
static void
check_soon (KhAgencyChooser *self)
{
  if (self->task != NULL && self->check == 0 && self->next != NULL && !self->loading)
    self->check = g_idle_add_full (G_PRIORITY_LOW, on_check_cb, self, NULL);
}

static void
on_page_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (KhAgencyChooser) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhAgencyPage) page = kh_station_list_agencies_finish (KH_STATION (source), result, &error);
  guint n;

  /* What was asked for before is no part of this list. */
  if (self->task == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  self->loading = FALSE;
  g_clear_pointer (&self->next, g_free);
  if (page != NULL)
    {
      n = g_list_model_get_n_items (G_LIST_MODEL (self->agencies));
      g_list_store_splice (self->agencies, n, 0, page->agencies->pdata, page->agencies->len);
      self->next = g_strdup (page->next);
    }
  else
    /* Nothing is the answer to what is typed; it can be asked for again. */
    g_clear_pointer (&self->asked, g_free);
  show_state (self, page == NULL ? error->message : NULL);
  check_soon (self);
}

/* The first page, or the next. */
static void
ask (KhAgencyChooser *self)
{
  const char *zip;

  if (!read_zip (self, &zip))
    return;
  self->loading = TRUE;
  show_state (self, NULL);
  kh_station_list_agencies_async (self->station, get_agency_type (self), zip, self->next, self->cancellable,
                                  on_page_cb, g_object_ref (self));
}

static char *
dup_wish (KhAgencyChooser *self)
{
  return g_strdup_printf ("%u %s", (guint) get_agency_type (self), gtk_editable_get_text (GTK_EDITABLE (self->zip)));
}

static gboolean
is_asked (KhAgencyChooser *self)
{
  g_autofree char *wish = dup_wish (self);

  return g_strcmp0 (self->asked, wish) == 0;
}

static void
look_up (KhAgencyChooser *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_list_store_remove_all (self->agencies);
  g_clear_pointer (&self->next, g_free);
  g_free (self->asked);
  self->asked = dup_wish (self);
  self->loading = FALSE;
  show_state (self, NULL);
  ask (self);
}

static gboolean
on_patience_cb (gpointer data)
{
  KhAgencyChooser *self = data;

  self->patience = 0;
  if (!is_asked (self))
    look_up (self);

  return G_SOURCE_REMOVE;
}

/* Choosing */

static void
answer (KhAgencyChooser *self,
        KhAgency        *agency)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_pointer (task, agency != NULL ? g_object_ref (agency) : NULL, g_object_unref);
}

static void
choose (KhAgencyChooser *self)
{
  KhAgency *agency = gtk_single_selection_get_selected_item (self->selection);

  if (agency == NULL || !is_asked (self))
    return;
  answer (self, agency);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_choose_clicked_cb (KhAgencyChooser *self)
{
  choose (self);
}

static void
on_list_activate_cb (KhAgencyChooser *self)
{
  choose (self);
}

/* What Enter is about is what stands in the list by then. */
static void
on_zip_activate_cb (KhAgencyChooser *self)
{
  if (!is_asked (self))
    look_up (self);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->agencies)) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_zip_changed_cb (KhAgencyChooser *self)
{
  if (self->task == NULL || self->station == NULL)
    return;
  g_clear_handle_id (&self->patience, g_source_remove);
  self->patience = g_timeout_add (PATIENCE, on_patience_cb, self);
}

static void
on_type_changed_cb (KhAgencyChooser *self)
{
  if (self->task != NULL)
    look_up (self);
}

/* Rows */

static void
on_factory_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                     GtkListItem              *item)
{
  static const guint widths[] = { 34, 15, 20 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *text = gtk_inscription_new (NULL);

      gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), i == 1 ? 15 : 10);
      gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), widths[i]);
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
      gtk_widget_set_hexpand (text, i == 0);
      gtk_widget_add_css_class (text, i == 0 ? "event-what" : i == 1 ? "numeric" : "dim");
      gtk_box_append (GTK_BOX (box), text);
    }
  gtk_list_item_set_child (item, box);
}

static char *
dup_place (KhAgency *agency)
{
  const char *city = kh_agency_get_city (agency);
  const char *state = kh_agency_get_state (agency);

  if (city == NULL || state == NULL)
    return g_strdup (city != NULL ? city : state != NULL ? state : "");

  /* Translators: a city, a state. */
  return g_strdup_printf (_("%s, %s"), city, state);
}

static void
on_factory_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                    GtkListItem              *item)
{
  KhAgency *agency = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *name = gtk_widget_get_first_child (box);
  GtkWidget *phone = gtk_widget_get_next_sibling (name);
  GtkWidget *place = gtk_widget_get_next_sibling (phone);
  g_autofree char *phone_text = kh_general_dup_phone (kh_agency_get_phone (agency));
  g_autofree char *place_text = dup_place (agency);
  g_autofree char *all = g_strdup_printf ("%s, %s, %s", kh_agency_get_name (agency),
                                          phone_text != NULL ? phone_text : "", place_text);

  gtk_inscription_set_text (GTK_INSCRIPTION (name), kh_agency_get_name (agency));
  gtk_inscription_set_text (GTK_INSCRIPTION (phone), phone_text);
  gtk_inscription_set_text (GTK_INSCRIPTION (place), place_text);
  gtk_widget_set_tooltip_text (box, all);
  kh_accessible_name_list_row (box, all);
}

/* GObject overrides */

static void
kh_agency_chooser_dispose (GObject *object)
{
  KhAgencyChooser *self = KH_AGENCY_CHOOSER (object);

  answer (self, NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->check, g_source_remove);
  g_clear_object (&self->station);
  g_clear_pointer (&self->offered, g_array_unref);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->asked, g_free);

  G_OBJECT_CLASS (kh_agency_chooser_parent_class)->dispose (object);
}

static void
kh_agency_chooser_finalize (GObject *object)
{
  KhAgencyChooser *self = KH_AGENCY_CHOOSER (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->agencies);

  G_OBJECT_CLASS (kh_agency_chooser_parent_class)->finalize (object);
}

static void
kh_agency_chooser_class_init (KhAgencyChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_agency_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_agency_chooser_finalize;

  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-agency-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, choose_button);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, kept);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, list);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, scroller);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, state);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, types);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, types_label);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, zip);
  gtk_widget_class_bind_template_child (widget_class, KhAgencyChooser, zip_label);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_zip_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_zip_changed_cb);
}

static void
kh_agency_chooser_init (KhAgencyChooser *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->agencies = g_list_store_new (KH_TYPE_AGENCY);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->agencies)));
  self->offered = g_array_new (FALSE, FALSE, sizeof (KhAgencyType));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (check_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (check_soon), self, G_CONNECT_SWAPPED);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Agencies"));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->choose_button);
  kh_accessible_label_for (self->zip_label, GTK_WIDGET (self->zip));
  kh_accessible_label_for (self->types_label, GTK_WIDGET (self->types));
}

static void
offer_types (KhAgencyChooser *self,
             guint            types)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < KH_N_AGENCY_TYPES; i++)
    {
      KhAgencyType type = (KhAgencyType) i;

      if ((types & KH_AGENCY_TYPE_BIT (type)) == 0)
        continue;
      g_array_append_val (self->offered, type);
      gtk_string_list_append (labels, kh_agency_type_get_label (type));
    }
  gtk_drop_down_set_model (self->types, G_LIST_MODEL (labels));
  gtk_widget_set_sensitive (GTK_WIDGET (self->types), self->offered->len > 1);
  g_signal_connect_object (self->types, "notify::selected", G_CALLBACK (on_type_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
say_kept (KhAgencyChooser *self,
          gboolean         keeps)
{
  /* Translators: a monitoring company. */
  g_autofree char *text = g_strdup_printf (_("%s keeps an agency for good: once it is set, it can be neither changed "
                                             "nor removed."), kh_station_get_name (self->station));

  gtk_label_set_text (self->kept, text);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), keeps);
}

void
kh_agency_chooser_async (GtkWindow           *parent,
                         KhStation           *station,
                         guint                types,
                         const char          *zip,
                         gboolean             keeps,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  KhAgencyChooser *self;

  g_return_if_fail (types != 0 && types < KH_AGENCY_TYPE_BIT (KH_N_AGENCY_TYPES));

  self = g_object_new (KH_TYPE_AGENCY_CHOOSER, "transient-for", parent, NULL);
  self->station = g_object_ref (station);
  offer_types (self, types);
  gtk_editable_set_text (GTK_EDITABLE (self->zip), zip != NULL ? zip : "");
  say_kept (self, keeps);
  self->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_name (self->task, "kh_agency_chooser_async");
  look_up (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->offered->len > 1 ? GTK_WIDGET (self->types) : GTK_WIDGET (self->zip));
}

KhAgency *
kh_agency_chooser_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
