/* kh-customer-page-new.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-accessible.h"
#include "kh-mnemonics.h"
#include "kh-rule.h"
#include "kh-station-bar.h"
#include "kh-two-columns.h"

#include <glib/gi18n-lib.h>

/* A customer who is new: what must be filled in stands above all, once the record is kept it goes
 * back to its section. And what a postal code fills in, of any customer. */

static gboolean
is_wanted_first (KhCustomerPage *self,
                 KhDatapointId   id)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  return datapoint->section == KH_SECTION_PREMISES && (datapoint->required & KH_REQUIRED_BEFORE_LINK) != 0
         ? TRUE : kh_rule_is_required (id, kh_draft_get_edited (self->draft),
                                       kh_draft_get_catalogues (self->draft), FALSE);
}

/* In the registry's order, but the ZIP comes before what it fills in. */
static guint
get_order (GtkWidget *row)
{
  KhDatapointId id = kh_datapoint_row_get_id (KH_DATAPOINT_ROW (row));

  return id == KH_DATAPOINT_ZIP ? 2 * KH_DATAPOINT_CITY - 1 : 2 * id;
}

static void
insert_first (KhCustomerPage *self,
              GtkWidget      *row)
{
  GtkWidget *before = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (self->first); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!KH_IS_DATAPOINT_ROW (child) || get_order (child) < get_order (row))
      before = child;
  gtk_box_insert_child_after (GTK_BOX (self->first), row, before);
}

static void
mark_letters (KhCustomerPage *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_auto (GStrv) letters = NULL;
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->first); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (KH_IS_DATAPOINT_ROW (child))
      g_ptr_array_add (labels, (gpointer) kh_datapoint_get_label (kh_datapoint_row_get_id (KH_DATAPOINT_ROW (child))));
  g_ptr_array_add (labels, NULL);
  letters = kh_mnemonics_assign ((const char * const *) labels->pdata, "");
  for (GtkWidget *child = gtk_widget_get_first_child (self->first); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (KH_IS_DATAPOINT_ROW (child))
      kh_datapoint_row_set_mnemonic (KH_DATAPOINT_ROW (child), letters[n++]);
}

/* What becomes required, as a business's name does, comes here too. Nothing goes away from under
 * the hands of whoever types. */
static void
bring_first (KhCustomerPage *self)
{
  gboolean more = FALSE;

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhSectionCard *card = self->cards[kh_datapoint_get (id)->section];
      GtkWidget *row;

      if (!kh_datapoint_is_editable (id) || !is_wanted_first (self, id))
        continue;
      row = kh_section_card_lend_row (card, id);
      if (row == NULL)
        continue;
      insert_first (self, row);
      g_object_unref (row);
      more = TRUE;
    }
  if (more)
    mark_letters (self);
}

static void
on_new_draft_changed_cb (KhCustomerPage *self,
                         guint           datapoint G_GNUC_UNUSED,
                         KhDraft        *draft)
{
  if (self->first != NULL && draft == self->draft)
    bring_first (self);
}

/* Before the cards of the sections, so that it stands above them. */
void
kh_customer_page_add_first (KhCustomerPage *self)
{
  GtkWidget *title = gtk_label_new (_("Required"));

  self->first = g_object_new (GTK_TYPE_BOX,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                              "orientation", GTK_ORIENTATION_VERTICAL,
                              NULL);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "section-title");
  gtk_widget_add_css_class (title, "section-header");
  gtk_widget_add_css_class (self->first, "card");
  gtk_widget_add_css_class (self->first, "section-card");
  kh_accessible_name_widget (self->first, _("Required"));
  gtk_box_append (GTK_BOX (self->first), title);
  kh_two_columns_append (KH_TWO_COLUMNS (self->columns), 0, self->first);
}

void
kh_customer_page_fill_first (KhCustomerPage *self)
{
  if (self->first == NULL)
    return;
  g_signal_connect_object (self->draft, "changed", G_CALLBACK (on_new_draft_changed_cb), self, G_CONNECT_SWAPPED);
  bring_first (self);
}

/* Returns the section that the focus is to be in, or KH_N_SECTIONS when it is elsewhere. */
static KhSection
find_focused_section (KhCustomerPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  GtkWidget *row = focus == NULL ? NULL : gtk_widget_get_ancestor (focus, KH_TYPE_DATAPOINT_ROW);

  return row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self))
         ? kh_datapoint_get (kh_datapoint_row_get_id (KH_DATAPOINT_ROW (row)))->section : KH_N_SECTIONS;
}

/* The customer is none of the new ones any more. */
void
kh_customer_page_end_first (KhCustomerPage *self)
{
  KhSection focused = find_focused_section (self);

  for (KhSection section = 0; section < KH_N_SECTIONS; section++)
    kh_section_card_take_rows_back (self->cards[section]);
  for (guint i = 0; i < KH_N_POSTAL_ADDRESSES; i++)
    kh_postal_bar_reset (KH_POSTAL_BAR (self->postal[i]));
  kh_two_columns_remove (KH_TWO_COLUMNS (self->columns), self->first);
  self->first = NULL;
  if (focused == KH_N_SECTIONS)
    return;
  self->last = focused;
  kh_section_card_focus (self->cards[focused]);
}

/* Saving it, and then */

void
kh_customer_page_save_and (KhCustomerPage *self,
                           KhThen          then)
{
  if (then == KH_THEN_LINK && !kh_customer_page_is_ready_to_link (self))
    {
      kh_customer_page_set_message (self, _("Before Link, please fill in or correct what is marked. Nothing was saved yet."));
      return;
    }
  self->then = then;
  if (!kh_customer_page_save (self, ALL_SECTIONS))
    self->then = KH_THEN_STAY;
}

static void
link_now (KhCustomerPage *self)
{
  g_autofree char *obstacle = kh_station_bar_dup_obstacle (KH_STATION_BAR (self->bar));

  if (obstacle != NULL)
    kh_customer_page_notice (self, obstacle);
  else
    kh_station_bar_link (KH_STATION_BAR (self->bar));
}

/* The last that is done with the page: for the next customer the window takes it away. */
void
kh_customer_page_follow_up (KhCustomerPage *self)
{
  KhThen then = self->then;

  self->then = KH_THEN_STAY;
  if (then == KH_THEN_LINK)
    link_now (self);
  else if (then == KH_THEN_ANOTHER && !self->dirty)
    g_signal_emit_by_name (self, "another");
}

/* Postal codes */

static KhDatapointRow *
get_row (KhCustomerPage *self,
         KhDatapointId   id)
{
  return kh_section_card_get_row (self->cards[kh_datapoint_get (id)->section], id);
}

/* The row may stand elsewhere than before. */
static void
place_bar (GtkWidget *bar,
           GtkWidget *row)
{
  GtkWidget *parent = gtk_widget_get_parent (row);

  if (gtk_widget_get_parent (bar) == parent && gtk_widget_get_prev_sibling (bar) == row)
    return;
  g_object_ref (bar);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (bar)), bar);
  gtk_box_insert_child_after (GTK_BOX (parent), bar, row);
  g_object_unref (bar);
}

static void
on_postal_updated_cb (KhCustomerPage *self,
                      KhPostalBar    *bar)
{
  KhPostalFill *fill = kh_postal_bar_get_fill (bar);

  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  place_bar (GTK_WIDGET (bar), GTK_WIDGET (get_row (self, kh_postal_fill_get_city (fill))));
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (kh_postal_fill_has_part (fill, id))
      kh_datapoint_row_set_hint (get_row (self, id), kh_postal_fill_is_filled (fill, id) ? _("Filled in from the ZIP") : NULL);
}

void
kh_customer_page_add_postal (KhCustomerPage *self)
{
  for (guint i = 0; i < KH_N_POSTAL_ADDRESSES; i++)
    {
      GtkWidget *bar = kh_postal_bar_new (kh_services_get_store (self->services), (KhPostalAddress) i);
      GtkWidget *row = GTK_WIDGET (get_row (self, kh_postal_fill_get_city (kh_postal_bar_get_fill (KH_POSTAL_BAR (bar)))));

      gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (row)), bar, row);
      g_signal_connect_object (bar, "updated", G_CALLBACK (on_postal_updated_cb), self, G_CONNECT_SWAPPED);
      self->postal[i] = bar;
    }
}

/* What was filled in belongs to the record, or to nothing, once a section is not edited any more. */
void
kh_customer_page_end_postal (KhCustomerPage *self,
                             KhSection       section)
{
  for (guint i = 0; i < KH_N_POSTAL_ADDRESSES; i++)
    {
      KhPostalBar *bar = KH_POSTAL_BAR (self->postal[i]);

      if (kh_datapoint_get (kh_postal_fill_get_code (kh_postal_bar_get_fill (bar)))->section == section)
        kh_postal_bar_reset (bar);
    }
}
