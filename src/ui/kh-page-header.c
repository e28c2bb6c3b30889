/* kh-page-header.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-page-header.h"

#include "kh-accessible.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhPageHeader {
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *link_chip;
  GtkWidget *message_label;
  GtkWidget *name_label;
  GtkWidget *new_buttons;
  GtkWidget *row;
  GtkWidget *save_and_link_button;
  GtkWidget *save_and_new_button;
  GtkWidget *save_button;
  GtkWidget *spinner;
  GtkWidget *status_chip;
  GtkWidget *subtitle_label;

  /* owned */
  KhCustomer *customer;
  KhCatalogues *catalogues;

  /* state */
  gboolean is_new;
};

G_DEFINE_FINAL_TYPE (KhPageHeader, kh_page_header, GTK_TYPE_WIDGET)

static char *
dup_formatted (KhPageHeader *self,
               KhDatapointId   id)
{
  KhCustomer *customer = self->customer;
  g_autofree char *text = kh_value_format (kh_datapoint_get (id), kh_customer_get (customer, id),
                                           self->catalogues);

  return kh_value_dup_visible (text);
}

static void
append_with (GString    *line,
             const char *separator,
             const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  if (line->len > 0)
    g_string_append (line, separator);
  g_string_append (line, text);
}

/* "4 Elm Street, Ogden UT 84401" */
static char *
dup_address (KhPageHeader *self)
{
  KhCustomer *customer = self->customer;
  g_autofree char *street = dup_formatted (self, KH_DATAPOINT_ADDRESS_1);
  g_autofree char *city = dup_formatted (self, KH_DATAPOINT_CITY);
  g_autofree char *zip = dup_formatted (self, KH_DATAPOINT_ZIP);
  g_autoptr (GString) place = g_string_new (city);
  GString *address = g_string_new (street);

  append_with (place, " ", kh_customer_get (customer, KH_DATAPOINT_STATE));
  append_with (place, " ", zip);
  append_with (address, ", ", place->str);

  return g_string_free (address, FALSE);
}

static void
update_subtitle (KhPageHeader *self)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_get_number (self->customer));
  g_autofree char *number = g_strdup_printf (_("Customer %s"), digits);
  g_autofree char *address = dup_address (self);
  g_autofree char *phone = dup_formatted (self, KH_DATAPOINT_PRIMARY_PHONE);
  g_autoptr (GString) line = g_string_new (number);

  append_with (line, " · ", address);
  append_with (line, " · ", phone);
  if (self->is_new)
    g_string_assign (line, _("What has a red dot must be filled in."));
  gtk_label_set_text (GTK_LABEL (self->subtitle_label), line->str);
  gtk_widget_set_tooltip_text (self->subtitle_label, line->str);
}

static void
set_chip (GtkWidget  *chip,
          const char *text,
          const char *style)
{
  const char *styles[] = { "chip", style, NULL };

  gtk_label_set_text (GTK_LABEL (chip), text);
  gtk_widget_set_css_classes (chip, styles);
}

static void
update_chips (KhPageHeader *self,
              const KhLink *link)
{
  KhCustomer *customer = self->customer;
  gboolean active = g_strcmp0 (kh_customer_get (customer, KH_DATAPOINT_STATUS), "active") == 0;
  g_autofree char *status = dup_formatted (self, KH_DATAPOINT_STATUS);

  set_chip (self->status_chip, status, active ? NULL : "wait");
  switch (kh_station_state (customer, self->catalogues, link))
    {
    case KH_STATION_LINKED:
      set_chip (self->link_chip, _("Linked"), "good");
      break;
    case KH_STATION_NO_COMPANY:
      set_chip (self->link_chip, _("Not monitored"), NULL);
      break;
    case KH_STATION_DATA_ONLY:
    case KH_STATION_NO_NUMBER:
    case KH_STATION_READY:
      set_chip (self->link_chip, _("Not linked"), NULL);
      break;
    }
  gtk_widget_set_visible (self->status_chip, !self->is_new);
  gtk_widget_set_visible (self->link_chip,
                          !self->is_new && !kh_customer_is_hidden (customer, KH_DATAPOINT_MONITORING_COMPANY));
}

static void
kh_page_header_dispose (GObject *object)
{
  KhPageHeader *self = KH_PAGE_HEADER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_PAGE_HEADER);
  g_clear_object (&self->customer);
  g_clear_object (&self->catalogues);

  G_OBJECT_CLASS (kh_page_header_parent_class)->dispose (object);
}

static void
kh_page_header_class_init (KhPageHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_page_header_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-page-header.ui");
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, link_chip);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, message_label);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, name_label);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, new_buttons);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, row);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, save_and_link_button);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, save_and_new_button);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, save_button);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, status_chip);
  gtk_widget_class_bind_template_child (widget_class, KhPageHeader, subtitle_label);
}

static void
kh_page_header_init (KhPageHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (GTK_BUTTON (self->save_and_link_button));
  kh_accessible_name_button (GTK_BUTTON (self->save_and_new_button));
  kh_accessible_name_button (GTK_BUTTON (self->save_button));
}

void
kh_page_header_set_customer (KhPageHeader *self,
                             KhCustomer   *customer,
                             KhCatalogues *catalogues,
                             const KhLink *link)
{
  g_autofree char *name = NULL;
  g_autofree char *visible = NULL;
  const char *title;

  g_return_if_fail (KH_IS_PAGE_HEADER (self));

  g_set_object (&self->customer, customer);
  g_set_object (&self->catalogues, catalogues);
  self->is_new = kh_customer_get_number (customer) == 0;
  name = kh_customer_dup_name (customer);
  visible = kh_value_dup_visible (name);
  title = self->is_new ? _("New Customer") : visible;
  gtk_label_set_text (GTK_LABEL (self->name_label), title);
  gtk_widget_set_tooltip_text (self->name_label, title);
  gtk_widget_set_visible (self->new_buttons, self->is_new);
  gtk_widget_set_visible (self->save_button, self->is_new);
  update_subtitle (self);
  update_chips (self, link);
}

const char *
kh_page_header_get_title (KhPageHeader *self)
{
  g_return_val_if_fail (KH_IS_PAGE_HEADER (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->name_label));
}

void
kh_page_header_set_message (KhPageHeader *self,
                            const char   *message)
{
  g_return_if_fail (KH_IS_PAGE_HEADER (self));

  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->message_label), message);
  gtk_widget_set_visible (self->message_label, message != NULL);
}

void
kh_page_header_set_waiting (KhPageHeader *self,
                            gboolean      waiting)
{
  g_return_if_fail (KH_IS_PAGE_HEADER (self));

  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waiting);
  gtk_widget_set_visible (self->spinner, waiting);
}
