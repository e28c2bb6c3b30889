/* kh-general-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-general-lines.h"

#include "kh-row-pair.h"
#include "kh-text.h"
#include "kh-value-type.h"
#include "tables/kh-table-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

GtkWidget *
kh_general_new_label (const char *text,
                      const char *css_class)
{
  g_autofree char *visible = kh_value_dup_visible (text);
  GtkWidget *label = gtk_label_new (visible);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
add_label (GtkBox     *box,
           const char *text,
           const char *css_class)
{
  gtk_box_append (box, kh_general_new_label (text, css_class));
}

static void
add_heading (GtkBox     *box,
             const char *text)
{
  add_label (box, text, "general-heading");
}

static void
append (GString    *line,
        const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", part);
}

char *
kh_general_dup_phone (const char *number)
{
  const KhDatapoint *phone = kh_datapoint_get (KH_DATAPOINT_PRIMARY_PHONE);
  const KhValueContext context = { NULL };

  if (number == NULL || !kh_value_check (phone, number, &context, NULL))
    return g_strdup (number);

  return kh_value_format (phone, number, NULL);
}

/* The account */

static const char *
get_status_label (const char *status)
{
  static const struct {
    const char *status;
    const char *label;
  } labels[] = {
    /* Translators: of an account at a monitoring company that is not monitored yet. */
    { "pending", N_("Pending") },
    { "active", N_("Active") },
    { "inactive", N_("Inactive") },
    { "deactivated", N_("Deactivated") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (status, labels[i].status) == 0)
      return _(labels[i].label);

  /* A word of the station's own says more than none. */
  return status;
}

static void
show_status (GtkBox               *box,
             const KhGeneralSides *sides)
{
  const char *status = get_status_label (kh_account_get_status (sides->account));
  /* Translators: a monitoring company. */
  g_autofree char *alarm = g_strdup_printf (_("In alarm: %s is working on it right now."), sides->company);

  add_heading (box, _("Status"));
  if (status != NULL)
    add_label (box, status, NULL);
  if (kh_account_get_in_alarm (sides->account))
    add_label (box, alarm, "error-text");
}

/* The customer, as the record has them */

static void
append_value (GString       *line,
              KhCustomer    *customer,
              KhDatapointId  id)
{
  g_autofree char *text = kh_value_format (kh_datapoint_get (id), kh_customer_get (customer, id), NULL);

  append (line, text);
}

static void
show_customer (GtkBox     *box,
               KhCustomer *customer)
{
  static const KhDatapointId address[] = { KH_DATAPOINT_ADDRESS_1, KH_DATAPOINT_ADDRESS_2, KH_DATAPOINT_CITY,
                                           KH_DATAPOINT_STATE, KH_DATAPOINT_ZIP };
  static const KhDatapointId phones[] = { KH_DATAPOINT_PRIMARY_PHONE, KH_DATAPOINT_CELL_PHONE, KH_DATAPOINT_EMAIL };
  g_autofree char *name = kh_customer_dup_name (customer);
  g_autoptr (GString) where = g_string_new (NULL);
  g_autoptr (GString) how = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (address); i++)
    append_value (where, customer, address[i]);
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    append_value (how, customer, phones[i]);
  add_heading (box, _("Customer"));
  add_label (box, name, NULL);
  add_label (box, where->str, NULL);
  add_label (box, how->str, NULL);
}

/* Rows of both sides */

static void
append_cell (GString *line,
             KhRow   *row,
             guint    column)
{
  g_autofree char *text = kh_table_layout_dup_cell (row, column);

  append (line, text);
}

/* Many a station keeps of a person no more than a name and telephone numbers. */
static gboolean
is_told (const KhRowPair *pair,
         KhTableId        table,
         guint            column)
{
  return kh_row_pair_differs (pair, column) &&
         (kh_row_get (pair->theirs, column) != NULL || kh_table_get_column (table, column)->type == KH_VALUE_PHONE);
}

/* What tells the two sides apart. */
static void
append_difference (GString         *line,
                   const KhRowPair *pair,
                   const char      *company)
{
  const KhTableId table = kh_row_get_table (pair->ours != NULL ? pair->ours : pair->theirs);
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (pair->difference == KH_DIFFERENCE_ONLY_HERE)
    text = g_strdup (_("only here"));
  else if (pair->difference == KH_DIFFERENCE_ONLY_THERE)
    text = g_strdup_printf (_("only at %s"), company);
  for (guint i = 0; pair->difference == KH_DIFFERENCE_DIFFERS && i < kh_table_get (table)->n_columns; i++)
    {
      if (is_told (pair, table, i))
        g_string_append_printf (columns, "%s%s", columns->len > 0 ? ", " : "", kh_table_get_column_label (table, i));
    }
  if (columns->len > 0)
    /* Translators: the names of what differs, such as "Phone 1, Email". */
    text = g_strdup_printf (_("differs here: %s"), columns->str);
  append (line, text);
}

typedef char *(*DupLine) (const KhGeneralSides *sides, KhRow *row);

/* Adds a line for each that only we have, or for each of the others. */
static void
show_pairs (GtkBox               *box,
            const KhGeneralSides *sides,
            GPtrArray            *pairs,
            gboolean              only_here,
            DupLine               dup_line)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const KhRowPair *pair = g_ptr_array_index (pairs, i);
      g_autofree char *words = NULL;
      g_autoptr (GString) line = NULL;

      if ((pair->difference == KH_DIFFERENCE_ONLY_HERE) != only_here)
        continue;
      words = dup_line (sides, pair->theirs != NULL ? pair->theirs : pair->ours);
      line = g_string_new (words);
      append_difference (line, pair, sides->company);
      add_label (box, line->str, NULL);
    }
}

/* Whom the station calls */

static char *
dup_contact (const KhGeneralSides *sides G_GNUC_UNUSED,
             KhRow                *row)
{
  static const guint columns[] = { KH_CONTACT_RELATION, KH_CONTACT_PHONE_1, KH_CONTACT_PHONE_2, KH_CONTACT_PHONE_3 };
  g_autoptr (GString) line = g_string_new (kh_row_get (row, KH_CONTACT_NAME));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (line, row, columns[i]);
  append (line, kh_row_get_boolean (row, KH_CONTACT_HAS_KEY) ? _("Has Key") : NULL);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
show_contacts (GtkBox               *box,
               const KhGeneralSides *sides)
{
  g_autoptr (GPtrArray) pairs = kh_row_pairs_make (sides->contacts,
                                                   kh_account_get_rows (sides->account, KH_TABLE_CONTACTS));

  add_heading (box, _("Contacts"));
  show_pairs (box, sides, pairs, FALSE, dup_contact);
  show_pairs (box, sides, pairs, TRUE, dup_contact);
  if (pairs->len == 0)
    add_label (box, _("None, neither here nor there."), "dim");
}

/* Systems and zones */

/* "1 House", or the number alone where the station has no name for the area. */
static void
append_area (GString              *line,
             const KhGeneralSides *sides,
             KhRow                *zone)
{
  KhRows *areas = kh_account_get_rows (sides->account, KH_TABLE_AREAS);
  g_autofree char *text = NULL;

  for (guint i = 0; text == NULL && i < kh_rows_get_n (areas); i++)
    {
      KhRow *area = kh_rows_get (areas, i);

      if (kh_row_get_number (area, KH_AREA_SYSTEM) == kh_row_get_number (zone, KH_ZONE_SYSTEM) &&
          g_strcmp0 (kh_row_get (area, KH_AREA_NUMBER), kh_row_get (zone, KH_ZONE_AREA)) == 0)
        text = g_strjoin (" ", kh_row_get (area, KH_AREA_NUMBER), kh_row_get (area, KH_AREA_DESCRIPTION), NULL);
    }
  append (line, text != NULL ? text : kh_row_get (zone, KH_ZONE_AREA));
}

static char *
dup_zone (const KhGeneralSides *sides,
          KhRow                *row)
{
  static const guint columns[] = { KH_ZONE_NUMBER, KH_ZONE_DESCRIPTION, KH_ZONE_EVENT, KH_ZONE_STATUS };
  g_autoptr (GString) line = g_string_new (NULL);

  append_area (line, sides, row);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (line, row, columns[i]);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

static GPtrArray *
list_of_system (GPtrArray *pairs,
                gint64     number)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      const KhRowPair *pair = g_ptr_array_index (pairs, i);

      if (kh_row_get_number (pair->theirs != NULL ? pair->theirs : pair->ours, KH_ZONE_SYSTEM) == number)
        g_ptr_array_add (some, (gpointer) pair);
    }

  return some;
}

static void
show_system (GtkBox               *box,
             const KhGeneralSides *sides,
             GPtrArray            *zones,
             KhRow                *system)
{
  g_autoptr (GPtrArray) pairs = list_of_system (zones, kh_row_get_number (system, KH_SYSTEM_NUMBER));
  /* Translators: the number of an alarm system. */
  g_autofree char *name = g_strdup_printf (_("Alarm system %s"), kh_row_get (system, KH_SYSTEM_NUMBER));
  g_autoptr (GString) head = g_string_new (name);

  append_cell (head, system, KH_SYSTEM_DESCRIPTION);
  append_cell (head, system, KH_SYSTEM_PANEL);
  add_label (box, head->str, "general-system");
  show_pairs (box, sides, pairs, FALSE, dup_zone);
}

static void
show_systems (GtkBox               *box,
              const KhGeneralSides *sides)
{
  KhRows *systems = kh_account_get_rows (sides->account, KH_TABLE_SYSTEMS);
  g_autoptr (GPtrArray) zones = kh_row_pairs_make (sides->zones, kh_account_get_rows (sides->account, KH_TABLE_ZONES));

  add_heading (box, _("Systems"));
  for (guint i = 0; i < kh_rows_get_n (systems); i++)
    show_system (box, sides, zones, kh_rows_get (systems, i));
  show_pairs (box, sides, zones, TRUE, dup_zone);
}

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

void
kh_general_lines_show_people (GtkBox               *box,
                              const KhGeneralSides *sides)
{
  clear (box);
  if (sides->account != NULL)
    show_status (box, sides);
  if (sides->customer != NULL)
    show_customer (box, sides->customer);
  if (sides->account != NULL && sides->sees_contacts && sides->contacts != NULL)
    show_contacts (box, sides);
}

void
kh_general_lines_show_systems (GtkBox               *box,
                               const KhGeneralSides *sides)
{
  clear (box);
  if (sides->account != NULL && sides->sees_zones && sides->zones != NULL)
    show_systems (box, sides);
}
