/* kh-customer-list-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-customer-list-row"

#include "config.h"

#include "kh-customer-list-row.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

struct _KhCustomerListRow
{
  GtkWidget parent_instance;

  /* Template children */
  GtkInscription *account;
  GtkInscription *address;
  GtkLabel *chip;
  GtkLabel *number;
  GtkInscription *title;

  /* Owned */
  KhCustomerRow *customer;
  gulong loaded_id;
};

G_DEFINE_FINAL_TYPE (KhCustomerListRow, kh_customer_list_row, GTK_TYPE_WIDGET)

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
dup_account (KhCustomerRow *customer)
{
  const char *company = kh_customer_row_get_company (customer);
  const char *number = kh_customer_row_get_account_number (customer);

  if (!kh_customer_row_get_shows_station (customer))
    return g_strdup ("");
  if (is_set (company) && is_set (number))
    return g_strdup_printf ("%s · %s", company, number);
  if (!is_set (company) && !is_set (number))
    return g_strdup (_("Not monitored"));

  return g_strdup (is_set (company) ? company : number);
}

/* All that the row shows, as a screen reader says it. */
static char *
dup_name (KhCustomerListRow *self)
{
  const char *address = kh_customer_row_get_address (self->customer);
  GString *name = g_string_new (kh_customer_row_get_title (self->customer));
  g_autofree char *account = dup_account (self->customer);

  if (is_set (address))
    g_string_append_printf (name, ", %s", address);
  if (*account != '\0')
    g_string_append_printf (name, ", %s", account);
  if (gtk_widget_get_visible (GTK_WIDGET (self->chip)))
    g_string_append_printf (name, ", %s", gtk_label_get_text (self->chip));

  return g_string_free (name, FALSE);
}

static void
update_chip (KhCustomerListRow *self)
{
  gboolean linked = kh_customer_row_get_linked (self->customer);

  gtk_widget_set_visible (GTK_WIDGET (self->chip),
                          linked || is_set (kh_customer_row_get_account_number (self->customer)));
  gtk_label_set_text (self->chip, linked ? _("Linked") : _("Not linked"));
  if (linked)
    gtk_widget_add_css_class (GTK_WIDGET (self->chip), "good");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->chip), "good");
}

/* Everything anew each time: the row showed another customer before. */
static void
update (KhCustomerListRow *self)
{
  gboolean loaded = self->customer != NULL && kh_customer_row_get_loaded (self->customer);
  g_autofree char *number = NULL;
  g_autofree char *account = NULL;
  g_autofree char *name = NULL;

  if (!loaded)
    {
      gtk_inscription_set_text (self->title, NULL);
      gtk_inscription_set_text (self->address, NULL);
      gtk_inscription_set_text (self->account, NULL);
      gtk_label_set_text (self->number, "");
      gtk_widget_set_visible (GTK_WIDGET (self->chip), FALSE);
      return;
    }

  number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_customer_row_get_number (self->customer));
  account = dup_account (self->customer);
  gtk_inscription_set_text (self->title, kh_customer_row_get_title (self->customer));
  gtk_inscription_set_text (self->address, kh_customer_row_get_address (self->customer));
  gtk_inscription_set_text (self->account, account);
  gtk_label_set_text (self->number, number);
  update_chip (self);
  name = dup_name (self);
  kh_accessible_name_list_row (GTK_WIDGET (self), name);
}

/* When it is asked for: to set a tooltip asks the X server where the pointer is, and that
 * for each of two hundred rows took longer than all else about them. */
static gboolean
kh_customer_list_row_query_tooltip (GtkWidget  *widget,
                                    int         x G_GNUC_UNUSED,
                                    int         y G_GNUC_UNUSED,
                                    gboolean    keyboard G_GNUC_UNUSED,
                                    GtkTooltip *tooltip)
{
  KhCustomerListRow *self = KH_CUSTOMER_LIST_ROW (widget);
  g_autofree char *text = NULL;

  if (self->customer == NULL || !kh_customer_row_get_loaded (self->customer))
    return FALSE;
  text = dup_name (self);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
kh_customer_list_row_dispose (GObject *object)
{
  KhCustomerListRow *self = KH_CUSTOMER_LIST_ROW (object);

  g_clear_signal_handler (&self->loaded_id, self->customer);
  g_clear_object (&self->customer);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_CUSTOMER_LIST_ROW);

  G_OBJECT_CLASS (kh_customer_list_row_parent_class)->dispose (object);
}

static void
kh_customer_list_row_class_init (KhCustomerListRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_customer_list_row_dispose;

  widget_class->query_tooltip = kh_customer_list_row_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "customer-row");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-customer-list-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListRow, account);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListRow, address);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListRow, chip);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListRow, number);
  gtk_widget_class_bind_template_child (widget_class, KhCustomerListRow, title);
}

static void
kh_customer_list_row_init (KhCustomerListRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kh_customer_list_row_new (void)
{
  return g_object_new (KH_TYPE_CUSTOMER_LIST_ROW, NULL);
}

KhCustomerRow *
kh_customer_list_row_get_customer (KhCustomerListRow *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST_ROW (self), NULL);

  return self->customer;
}

/* @customer may be NULL: the row waits to be used again. */
void
kh_customer_list_row_set_customer (KhCustomerListRow *self,
                                   KhCustomerRow     *customer)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST_ROW (self));

  g_clear_signal_handler (&self->loaded_id, self->customer);
  g_set_object (&self->customer, customer);
  if (customer != NULL)
    self->loaded_id = g_signal_connect_swapped (customer, "notify::loaded", G_CALLBACK (update), self);
  update (self);
}
