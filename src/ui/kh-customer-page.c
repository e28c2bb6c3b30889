/* kh-customer-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-accessible.h"
#include "kh-focus.h"
#include "kh-history-view.h"
#include "kh-missing-bar.h"
#include "kh-page-header.h"
#include "kh-rule.h"
#include "kh-station-bar.h"
#include "kh-two-columns.h"

#include <glib/gi18n-lib.h>

/* Longer than this and somebody wonders whether anything happens. */
#define PATIENCE_MS 200

G_DEFINE_FINAL_TYPE (KhCustomerPage, kh_customer_page, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_TITLE,
  PROP_DIRTY,
  PROP_BUSY,
  PROP_NUMBER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_ANOTHER,
  SIGNAL_CREATED,
  SIGNAL_DELETED,
  SIGNAL_DUPLICATE,
  SIGNAL_DUPLICATE_SEVERAL,
  SIGNAL_NOTICE,
  SIGNAL_OPEN_CUSTOMER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KhStore *
get_store (KhCustomerPage *self)
{
  return kh_services_get_store (self->services);
}

static gboolean
is_new (KhCustomerPage *self)
{
  return self->number == 0;
}

void
kh_customer_page_notice (KhCustomerPage *self,
                         const char     *text)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

/* Which sections */

static KhSectionCard *
get_focused_card (KhCustomerPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  GtkWidget *card = focus == NULL ? NULL : gtk_widget_get_ancestor (focus, KH_TYPE_SECTION_CARD);

  return card != NULL && gtk_widget_is_ancestor (card, GTK_WIDGET (self)) ? KH_SECTION_CARD (card) : NULL;
}

guint
kh_customer_page_get_editing (KhCustomerPage *self)
{
  guint sections = 0;

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      if (self->cards[section] != NULL && kh_section_card_get_editing (self->cards[section]))
        sections |= SECTION_BIT (section);
    }

  return sections;
}

guint
kh_customer_page_get_unsaved (KhCustomerPage *self)
{
  guint sections = 0;

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      if (kh_draft_section_dirty (self->draft, section))
        sections |= SECTION_BIT (section);
    }

  return sections;
}

/* The section that a key without a target means, or KH_N_SECTIONS for none: the one with
 * the focus, else the one edited last, else the first. */
KhSection
kh_customer_page_find_section (KhCustomerPage *self,
                               gboolean        editing)
{
  KhSectionCard *focused = get_focused_card (self);

  if (focused != NULL && kh_section_card_get_editing (focused) == editing && kh_section_card_is_editable (focused))
    return kh_section_card_get_section (focused);
  if (focused != NULL && !editing)
    return KH_N_SECTIONS;
  if (self->cards[self->last] != NULL && kh_section_card_get_editing (self->cards[self->last]) == editing)
    return self->last;

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      if (self->cards[section] != NULL && kh_section_card_is_editable (self->cards[section]) &&
          kh_section_card_get_editing (self->cards[section]) == editing)
        return section;
    }

  return KH_N_SECTIONS;
}

/* What is shown */

static gboolean
may_link (KhCustomerPage *self)
{
  return kh_grants_has (kh_store_get_grants (get_store (self)), KH_GRANT_CENTRAL_STATION_LINK);
}

static void
update_actions (KhCustomerPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean idle = self->draft != NULL && self->saving == 0;
  gboolean editing = self->draft != NULL && (kh_customer_page_get_editing (self) != 0 || kh_customer_page_is_at_table (self));

  gtk_widget_action_set_enabled (widget, "page.edit", idle && !is_new (self));
  gtk_widget_action_set_enabled (widget, "page.save", idle && editing);
  gtk_widget_action_set_enabled (widget, "page.cancel", idle && editing && !is_new (self));
  gtk_widget_action_set_enabled (widget, "page.link", self->bar != NULL && (!is_new (self) || idle));
  gtk_widget_action_set_enabled (widget, "page.save-and-new", idle && is_new (self));
  gtk_widget_action_set_enabled (widget, "page.save-and-link", idle && is_new (self) && may_link (self));
  kh_customer_page_update_duplicate (self);
}

static gboolean
on_patience_over_cb (gpointer data)
{
  KhCustomerPage *self = data;

  self->patience = 0;
  gtk_widget_set_visible (self->loading_label, TRUE);
  gtk_widget_set_visible (self->loading_spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->loading_spinner));
  kh_page_header_set_waiting (KH_PAGE_HEADER (self->header), TRUE);

  return G_SOURCE_REMOVE;
}

static void
update_waiting (KhCustomerPage *self)
{
  gboolean waiting = self->loading || self->saving != 0;

  if (waiting && self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
  if (waiting)
    return;

  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->loading_spinner));
  kh_page_header_set_waiting (KH_PAGE_HEADER (self->header), FALSE);
}

static gboolean
is_bar_busy (KhCustomerPage *self)
{
  gboolean busy = FALSE;

  if (self->bar != NULL)
    g_object_get (self->bar, "busy", &busy, NULL);

  return busy;
}

void
kh_customer_page_update_busy (KhCustomerPage *self)
{
  gboolean busy = self->loading || self->saving != 0 || is_bar_busy (self);

  /* The last words of children that go away. */
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;

  update_waiting (self);
  update_actions (self);
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
kh_customer_page_update_dirty (KhCustomerPage *self)
{
  gboolean dirty = self->draft != NULL && (kh_draft_get_dirty (self->draft) || kh_customer_page_has_typed_rows (self));

  if (self->dirty == dirty)
    return;

  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static void
set_title (KhCustomerPage *self,
           const char     *title)
{
  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
update_header (KhCustomerPage *self)
{
  kh_page_header_set_customer (KH_PAGE_HEADER (self->header), kh_draft_get_original (self->draft),
                               kh_draft_get_catalogues (self->draft), self->link);
  set_title (self, kh_page_header_get_title (KH_PAGE_HEADER (self->header)));
}

static gboolean
may_ever_link (KhCustomerPage *self)
{
  switch (kh_station_state (kh_draft_get_original (self->draft), kh_draft_get_catalogues (self->draft), self->link))
    {
    case KH_STATION_NO_NUMBER:
    case KH_STATION_READY:
      return TRUE;
    case KH_STATION_NO_COMPANY:
    case KH_STATION_DATA_ONLY:
    case KH_STATION_LINKED:
      return FALSE;
    }

  g_return_val_if_reached (FALSE);
}

static void
update_station (KhCustomerPage *self)
{
  gboolean editing = kh_section_card_get_editing (self->cards[KH_SECTION_CENTRAL_STATION]);
  g_autoptr (GPtrArray) problems = NULL;

  if (!is_new (self) && may_ever_link (self))
    problems = kh_draft_missing_to_link (self->draft);
  kh_missing_bar_set_problems (KH_MISSING_BAR (self->missing), problems);
  kh_station_bar_set_customer (KH_STATION_BAR (self->bar), kh_draft_get_original (self->draft), self->link, editing);
  gtk_widget_set_visible (self->bar, !is_new (self) &&
                          kh_grants_has (kh_store_get_grants (get_store (self)), KH_GRANT_CENTRAL_STATION_VIEW));
}

static void
set_access (KhCustomerPage *self)
{
  KhStore *store = get_store (self);

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    kh_section_card_set_access (self->cards[section], kh_store_get_staff (store), kh_store_get_grants (store), is_new (self));
}

void
kh_customer_page_update (KhCustomerPage *self)
{
  set_access (self);
  kh_section_card_set_linked (self->cards[KH_SECTION_CENTRAL_STATION], self->link != NULL);
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    kh_section_card_update (self->cards[section]);
  update_header (self);
  update_station (self);
  kh_customer_page_update_dirty (self);
  kh_customer_page_update_busy (self);
}

/* Who is signed in, or what they may do, has changed: the record is read again for them. */
static void
on_store_access_changed_cb (KhCustomerPage *self)
{
  if (self->draft == NULL)
    return;
  kh_customer_page_update (self);
  kh_customer_page_offer_notes (self);
  kh_customer_page_offer_documents (self);
  kh_customer_page_refresh (self);
}

/* Editing */

void
kh_customer_page_edit_section (KhCustomerPage *self,
                               KhSection       section)
{
  if (section >= KH_N_SECTIONS || !kh_section_card_is_editable (self->cards[section]))
    return;

  self->last = section;
  gtk_notebook_set_current_page (GTK_NOTEBOOK (self->tabs), 0);
  kh_section_card_set_editing (self->cards[section], TRUE);
  kh_section_card_focus (self->cards[section]);
  if (section == KH_SECTION_CENTRAL_STATION)
    update_station (self);
  update_actions (self);
}

void
kh_customer_page_stop_editing (KhCustomerPage *self,
                               KhSection       section)
{
  kh_section_card_set_editing (self->cards[section], FALSE);
  kh_customer_page_end_postal (self, section);
  if (section == KH_SECTION_CENTRAL_STATION)
    update_station (self);
  update_actions (self);
}

void
kh_customer_page_cancel_section (KhCustomerPage *self,
                                 KhSection       section)
{
  if (section >= KH_N_SECTIONS || (self->saving & SECTION_BIT (section)) != 0)
    return;

  kh_customer_page_stop_editing (self, section);
  kh_draft_revert_section (self->draft, section);
  kh_section_card_update (self->cards[section]);
  kh_customer_page_update_dirty (self);
}

static void
jump_to (KhCustomerPage *self,
         KhDatapointId   id)
{
  KhSection section = kh_datapoint_get (id)->section;
  KhDatapointRow *row = kh_section_card_get_row (self->cards[section], id);

  kh_customer_page_edit_section (self, section);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
on_missing_jump_cb (KhCustomerPage *self,
                    guint           datapoint)
{
  jump_to (self, (KhDatapointId) datapoint);
}

static void
on_bar_jump_cb (KhCustomerPage *self,
                guint           datapoint,
                guint           table)
{
  if (table < KH_N_TABLES)
    kh_customer_page_go_to_contacts (self);
  else
    jump_to (self, (KhDatapointId) datapoint);
}

void
kh_customer_page_set_message (KhCustomerPage *self,
                              const char     *message)
{
  kh_page_header_set_message (KH_PAGE_HEADER (self->header), message);
}

void
kh_customer_page_show_failure (KhCustomerPage *self,
                               const char     *message)
{
  gtk_label_set_text (GTK_LABEL (self->failed_label), message);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
}

void
kh_customer_page_became (KhCustomerPage *self,
                         gint64          number)
{
  self->number = number;
  gtk_widget_set_visible (self->history_place, TRUE);
  kh_customer_page_offer_tables (self);
  kh_customer_page_offer_notes (self);
  kh_customer_page_offer_documents (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
  g_signal_emit (self, signals[SIGNAL_CREATED], 0, number);
}

static KhSectionCard *
make_card (KhCustomerPage *self,
           KhSection       section)
{
  GtkWidget *card = kh_section_card_new (section);

  if (section != KH_SECTION_CENTRAL_STATION)
    return KH_SECTION_CARD (card);

  self->missing = kh_missing_bar_new ();
  self->bar = kh_station_bar_new (self->services);
  g_signal_connect_object (self->missing, "jump", G_CALLBACK (on_missing_jump_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bar, "jump", G_CALLBACK (on_bar_jump_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bar, "notice", G_CALLBACK (kh_customer_page_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bar, "notify::busy", G_CALLBACK (kh_customer_page_update_busy), self, G_CONNECT_SWAPPED);
  kh_section_card_set_foot (KH_SECTION_CARD (card), self->missing);
  kh_section_card_set_foot (KH_SECTION_CARD (card), self->bar);

  return KH_SECTION_CARD (card);
}

/* The first column ends where it holds half of the rows. */
static void
build_cards (KhCustomerPage *self)
{
  guint before = 0;

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      self->cards[section] = make_card (self, section);
      kh_two_columns_append (KH_TWO_COLUMNS (self->columns), before < KH_N_DATAPOINTS / 2 ? 0 : 1,
                             GTK_WIDGET (self->cards[section]));
      before += kh_section_card_get_n_rows (self->cards[section]);
    }
}

void
kh_customer_page_take_draft (KhCustomerPage *self,
                             KhDraft        *draft)
{
  if (self->draft != NULL)
    g_clear_signal_handler (&self->dirty_id, self->draft);
  g_set_object (&self->draft, draft);
  self->dirty_id = g_signal_connect_object (draft, "notify::dirty", G_CALLBACK (kh_customer_page_update_dirty), self, G_CONNECT_SWAPPED);
  set_access (self);
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    kh_section_card_set_draft (self->cards[section], draft);
  for (guint i = 0; i < KH_N_POSTAL_ADDRESSES; i++)
    kh_postal_bar_set_draft (KH_POSTAL_BAR (self->postal[i]), draft);
  kh_customer_page_fill_first (self);
  kh_customer_page_tell_tables (self);
}

void
kh_customer_page_show (KhCustomerPage *self,
                       KhCustomer     *customer)
{
  g_autoptr (KhDraft) draft = kh_draft_new (customer, kh_store_get_catalogues (get_store (self)));

  if (is_new (self))
    kh_customer_page_add_first (self);
  build_cards (self);
  kh_customer_page_add_postal (self);
  kh_customer_page_take_draft (self, draft);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "customer");
  kh_accessible_name_tab (self->customer_tab, gtk_label_get_text (GTK_LABEL (self->customer_tab)));
  kh_accessible_name_tab (self->history_tab, gtk_label_get_text (GTK_LABEL (self->history_tab)));
  if (self->wants_notes)
    kh_customer_page_show_notes (self);
  else if (self->wants_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_new_customer (KhCustomerPage *self)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  KhStore *store = kh_services_get_store (self->services);

  kh_defaults_apply (kh_store_get_defaults (store), customer, kh_store_get_catalogues (store));
  kh_rule_choose_only (customer, kh_store_get_catalogues (store));
  kh_customer_page_hide_secrets (self, customer);
  kh_customer_page_show (self, customer);
  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    {
      kh_section_card_set_plain (self->cards[section], TRUE);
      kh_section_card_set_editing (self->cards[section], TRUE);
    }
  kh_customer_page_update (self);
}

static void
on_store_customer_changed_cb (KhCustomerPage *self,
                              gint64          number)
{
  if (number == self->number && self->draft != NULL && !is_new (self))
    kh_customer_page_load (self);
}

/* Tabs */

static void
on_again_button_clicked_cb (KhCustomerPage *self)
{
  kh_customer_page_load (self);
}

/* Most pages are opened and closed without a look at their history. */
static void
on_history_place_map_cb (KhCustomerPage *self)
{
  if (self->history != NULL)
    return;

  self->history = kh_history_view_new (get_store (self), self->number);
  g_signal_connect_object (self->history, "notice", G_CALLBACK (kh_customer_page_notice), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->history_place), self->history);
}

static gboolean
kh_customer_page_grab_focus (GtkWidget *widget)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);
  KhDatapointRow *first;

  self->wants_focus = self->draft == NULL;
  if (self->draft == NULL)
    return gtk_widget_grab_focus (self->again_button);
  if (gtk_notebook_get_current_page (GTK_NOTEBOOK (self->tabs)) > 0)
    return kh_customer_page_focus_front (self);
  if (!is_new (self))
    {
      kh_section_card_focus (self->cards[self->last]);
      return TRUE;
    }

  first = kh_section_card_get_row (self->cards[KH_SECTION_IDENTITY], KH_DATAPOINT_FIRST_NAME);

  return gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
kh_customer_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DIRTY:
      g_value_set_boolean (value, self->dirty);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_NUMBER:
      g_value_set_int64 (value, self->number);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_customer_page_dispose (GObject *object)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  kh_customer_page_end_closing (self, TRUE);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_CUSTOMER_PAGE);
  self->bar = NULL;
  self->first = NULL;
  memset (self->postal, 0, sizeof self->postal);
  self->history = NULL;
  self->missing = NULL;
  self->top_bar = NULL;
  self->why = NULL;
  memset (self->cards, 0, sizeof self->cards);
  g_clear_object (&self->draft);
  g_clear_object (&self->base);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_customer_page_parent_class)->dispose (object);
}

static void
kh_customer_page_finalize (GObject *object)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->link, kh_link_free);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  g_free (self->title);

  G_OBJECT_CLASS (kh_customer_page_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NUMBER] = g_param_spec_int64 ("number", NULL, NULL, 0, G_MAXINT64, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_signals (GObjectClass *object_class)
{
  signals[SIGNAL_ANOTHER] = g_signal_new ("another", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DUPLICATE] = g_signal_new ("duplicate", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, KH_TYPE_CUSTOMER);
  signals[SIGNAL_DUPLICATE_SEVERAL] = g_signal_new ("duplicate-several", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, KH_TYPE_CUSTOMER);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OPEN_CUSTOMER] = g_signal_new ("open-customer", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
kh_customer_page_class_init (KhCustomerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_customer_page_dispose;
  object_class->finalize = kh_customer_page_finalize;
  object_class->get_property = kh_customer_page_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_customer_page_grab_focus;

  install_properties (object_class);
  kh_customer_page_install_actions (widget_class);
  kh_customer_page_install_status (widget_class);
  kh_customer_page_install_print (widget_class);
  kh_customer_page_install_documents (widget_class);
  install_signals (object_class);

  g_type_ensure (KH_TYPE_PAGE_HEADER);
  g_type_ensure (KH_TYPE_TWO_COLUMNS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-customer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, columns);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, contacts_place);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, contacts_tab);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, customer_tab);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, documents_place);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, documents_tab);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, duplicate_box);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, duplicate_button);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, failed_label);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, header);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, history_place);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, history_tab);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, loading_spinner);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, notes_place);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, notes_tab);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, systems_place);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, systems_tab);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerPage, tabs);
  gtk_widget_class_bind_template_callback (widget_class, on_again_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_history_place_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, kh_customer_page_make_documents);
  gtk_widget_class_bind_template_callback (widget_class, kh_customer_page_make_notes);
  gtk_widget_class_bind_template_callback (widget_class, kh_customer_page_show_duplicate);
  gtk_widget_class_bind_template_callback (widget_class, kh_customer_page_show_tables);
  gtk_widget_class_bind_template_callback (widget_class, kh_customer_page_update_busy);
}

static void
kh_customer_page_init (KhCustomerPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (GTK_BUTTON (self->again_button));
  kh_accessible_name_button (GTK_BUTTON (self->duplicate_button));
  update_actions (self);
}

GtkWidget *
kh_customer_page_new (KhServices *services,
                      gint64      number)
{
  KhCustomerPage *self = g_object_new (KH_TYPE_CUSTOMER_PAGE, NULL);
  KhStore *store = kh_services_get_store (services);

  self->services = g_object_ref (services);
  self->number = number;
  gtk_widget_set_visible (self->history_place, number != 0);
  kh_customer_page_offer_tables (self);
  kh_customer_page_offer_notes (self);
  kh_customer_page_offer_documents (self);
  g_signal_connect_object (store, "customer-changed",
                           G_CALLBACK (on_store_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::catalogues",
                           G_CALLBACK (kh_customer_page_follow_lists), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff",
                           G_CALLBACK (on_store_access_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notes-changed", G_CALLBACK (kh_customer_page_offer_notes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "documents-changed", G_CALLBACK (kh_customer_page_offer_documents), self,
                           G_CONNECT_SWAPPED);
  if (number == 0)
    show_new_customer (self);
  else
    kh_customer_page_load (self);

  return GTK_WIDGET (self);
}

gint64
kh_customer_page_get_number (KhCustomerPage *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_PAGE (self), 0);

  return self->number;
}

const char *
kh_customer_page_get_title (KhCustomerPage *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_PAGE (self), NULL);

  return self->title;
}

gboolean
kh_customer_page_get_dirty (KhCustomerPage *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_PAGE (self), FALSE);

  return self->dirty;
}
