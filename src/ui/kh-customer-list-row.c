/* kh-customer-list-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-list-row.h"

#include "kh-accessible.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhCustomerListRow
{
  GtkWidget parent_instance;

  /* Borrowed: children */
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

/* NULL for an active customer, as nearly all are. */
static char *
dup_status (KhCustomerRow *customer)
{
  const char *status = kh_customer_row_get_status (customer);

  if (!is_set (status) || g_str_equal (status, "active"))
    return NULL;

  return kh_value_format (kh_datapoint_get (KH_DATAPOINT_STATUS), status, NULL);
}

/* All that the row shows, as a screen reader says it. */
static char *
dup_name (KhCustomerListRow *self)
{
  const char *address = kh_customer_row_get_address (self->customer);
  GString *name = g_string_new (kh_customer_row_get_title (self->customer));
  g_autofree char *account = dup_account (self->customer);
  g_autofree char *status = dup_status (self->customer);

  if (status != NULL)
    g_string_append_printf (name, ", %s", status);
  if (kh_customer_row_get_starred (self->customer))
    g_string_append_printf (name, ", %s", _("starred"));
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
  g_autofree char *status = NULL;
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

  status = dup_status (self->customer);
  number = g_strdup_printf ("%s%s%s%" G_GINT64_FORMAT, kh_customer_row_get_starred (self->customer) ? "★ " : "",
                            status != NULL ? status : "", status != NULL ? " · " : "",
                            kh_customer_row_get_number (self->customer));
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
  GtkWidget *child;

  g_clear_signal_handler (&self->loaded_id, self->customer);
  g_clear_object (&self->customer);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_customer_list_row_parent_class)->dispose (object);
}

static void
kh_customer_list_row_class_init (KhCustomerListRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_customer_list_row_dispose;

  widget_class->query_tooltip = kh_customer_list_row_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "customer-row");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_GRID_LAYOUT);
}

/* A list has two hundred of these and makes them anew for each search, so they are made without
 * a template: that takes a quarter less. */
static void
place (KhCustomerListRow *self,
       GtkWidget         *child,
       int                column,
       int                row,
       int                n_columns,
       const char * const *classes)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkGridLayoutChild *cell;

  gtk_widget_set_css_classes (child, (const char **) classes);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  cell = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, child));
  gtk_grid_layout_child_set_column (cell, column);
  gtk_grid_layout_child_set_row (cell, row);
  gtk_grid_layout_child_set_column_span (cell, n_columns);
}

static GtkInscription *
add_text (KhCustomerListRow  *self,
          int                 row,
          int                 n_columns,
          const char * const *classes)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  place (self, text, 0, row, n_columns, classes);

  return GTK_INSCRIPTION (text);
}

static GtkLabel *
add_mark (KhCustomerListRow  *self,
          int                 column,
          int                 row,
          int                 n_columns,
          const char * const *classes)
{
  GtkWidget *mark = gtk_label_new (NULL);

  gtk_widget_set_halign (mark, GTK_ALIGN_END);
  place (self, mark, column, row, n_columns, classes);

  return GTK_LABEL (mark);
}

static void
kh_customer_list_row_init (KhCustomerListRow *self)
{
  static const char * const title[] = { "row-title", NULL };
  static const char * const number[] = { "dim", "small", "numeric", NULL };
  static const char * const address[] = { "dim", "small", NULL };
  static const char * const account[] = { "small", NULL };
  static const char * const chip[] = { "chip", NULL };
  GtkGridLayout *layout = GTK_GRID_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_grid_layout_set_column_spacing (layout, 6);
  gtk_grid_layout_set_row_spacing (layout, 2);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  self->title = add_text (self, 0, 2, title);
  self->number = add_mark (self, 2, 0, 1, number);
  self->address = add_text (self, 1, 3, address);
  self->account = add_text (self, 2, 1, account);
  self->chip = add_mark (self, 1, 2, 2, chip);
  gtk_widget_set_hexpand (GTK_WIDGET (self->account), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->chip), GTK_ALIGN_CENTER);
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
