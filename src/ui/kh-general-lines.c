/* kh-general-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-general-lines.h"

#include "kh-account-part.h"
#include "kh-agency.h"
#include "kh-text.h"
#include "kh-value-type.h"
#include "tables/kh-table-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
add_label (GtkBox     *box,
           const char *text,
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
  gtk_box_append (box, label);
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

/* As it is written elsewhere in the program, where it is such a number. */
static char *
dup_phone (const char *number)
{
  const KhDatapoint *phone = kh_datapoint_get (KH_DATAPOINT_PRIMARY_PHONE);
  const KhValueContext context = { NULL };

  if (number == NULL || !kh_value_check (phone, number, &context, NULL))
    return g_strdup (number);

  return kh_value_format (phone, number, NULL);
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

/* Whom the station calls */

static char *
dup_digits (const char *phone)
{
  GString *digits = g_string_new (NULL);

  for (; *phone != '\0' && *phone != 'x'; phone++)
    {
      if (g_ascii_isdigit (*phone))
        g_string_append_c (digits, *phone);
    }

  return g_string_free (digits, FALSE);
}

static gboolean
has_phone (KhRow      *row,
           const char *number)
{
  static const guint columns[] = { KH_CONTACT_PHONE_1, KH_CONTACT_PHONE_2, KH_CONTACT_PHONE_3 };
  g_autofree char *wanted = dup_digits (number);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *value = kh_row_get (row, columns[i]);
      g_autofree char *digits = value != NULL ? dup_digits (value) : NULL;

      if (*wanted != '\0' && g_strcmp0 (digits, wanted) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_same_name (const char *a,
              const char *b)
{
  g_autofree char *folded_a = a != NULL ? kh_text_fold (a) : NULL;
  g_autofree char *folded_b = b != NULL ? kh_text_fold (b) : NULL;

  return folded_a != NULL && g_strcmp0 (folded_a, folded_b) == 0;
}

/* By a phone, else by the name. */
static gboolean
is_contact (KhRow                  *row,
            const KhAccountContact *contact)
{
  for (guint i = 0; i < contact->phones->len; i++)
    {
      if (has_phone (row, g_ptr_array_index (contact->phones, i)))
        return TRUE;
    }

  return is_same_name (kh_row_get (row, KH_CONTACT_NAME), contact->name);
}

static gboolean
is_contact_here (KhRows                 *rows,
                 const KhAccountContact *contact)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (is_contact (kh_rows_get (rows, i), contact))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_contact_there (KhAccount *account,
                  KhRow     *row)
{
  GPtrArray *contacts = kh_account_get_contact_list (account);

  for (guint i = 0; i < contacts->len; i++)
    {
      if (is_contact (row, g_ptr_array_index (contacts, i)))
        return TRUE;
    }

  return FALSE;
}

static void
append_only (GString    *line,
             const char *where)
{
  g_autofree char *text = where != NULL ? g_strdup_printf (_("only at %s"), where) : g_strdup (_("only here"));

  append (line, text);
}

static void
show_contacts (GtkBox               *box,
               const KhGeneralSides *sides)
{
  GPtrArray *contacts = kh_account_get_contact_list (sides->account);
  guint n = 0;

  add_heading (box, _("Contacts"));
  for (guint i = 0; i < contacts->len; i++, n++)
    {
      const KhAccountContact *contact = g_ptr_array_index (contacts, i);
      g_autoptr (GString) line = g_string_new (contact->name);

      append (line, contact->relation);
      for (guint p = 0; p < contact->phones->len; p++)
        {
          g_autofree char *phone = dup_phone (g_ptr_array_index (contact->phones, p));

          append (line, phone);
        }
      append (line, contact->has_key ? _("Has Key") : NULL);
      if (!is_contact_here (sides->contacts, contact))
        append_only (line, sides->company);
      add_label (box, line->str, NULL);
    }
  for (guint i = 0; i < kh_rows_get_n (sides->contacts); i++)
    {
      KhRow *row = kh_rows_get (sides->contacts, i);
      g_autofree char *phone = kh_table_layout_dup_cell (row, KH_CONTACT_PHONE_1);
      g_autoptr (GString) line = g_string_new (kh_row_get (row, KH_CONTACT_NAME));

      if (is_contact_there (sides->account, row))
        continue;
      append (line, phone);
      append_only (line, NULL);
      add_label (box, line->str, NULL);
      n++;
    }
  if (n == 0)
    add_label (box, _("None, neither here nor there."), "dim");
}

/* Agencies */

static void
show_agencies (GtkBox               *box,
               const KhGeneralSides *sides)
{
  GPtrArray *agencies = kh_account_get_agencies (sides->account);

  add_heading (box, _("Agencies"));
  for (guint i = 0; i < agencies->len; i++)
    {
      KhAgency *agency = g_ptr_array_index (agencies, i);
      g_autofree char *phone = dup_phone (kh_agency_get_phone (agency));
      g_autoptr (GString) line = g_string_new (kh_agency_type_get_label (kh_agency_get_agency_type (agency)));

      append (line, kh_agency_get_name (agency));
      append (line, phone);
      append (line, kh_agency_get_frozen (agency) ? _("cannot be changed any more") : NULL);
      add_label (box, line->str, NULL);
    }
  if (agencies->len == 0)
    {
      /* Translators: a monitoring company. */
      g_autofree char *text = g_strdup_printf (_("%s has none for this account."), sides->company);

      add_label (box, text, "dim");
    }
}

/* Systems and zones */

static gboolean
is_zone (KhRow               *row,
         gint64               system,
         const KhAccountZone *zone)
{
  return kh_row_get_number (row, KH_ZONE_SYSTEM) == system &&
         (zone->area == NULL ||
          kh_row_get_number (row, KH_ZONE_AREA) == g_ascii_strtoll (zone->area, NULL, 10)) &&
         g_strcmp0 (kh_row_get (row, KH_ZONE_NUMBER), zone->zone) == 0;
}

static gboolean
is_zone_here (KhRows              *rows,
              gint64               system,
              const KhAccountZone *zone)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (is_zone (kh_rows_get (rows, i), system, zone))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_zone_there (KhAccount *account,
               KhRow     *row)
{
  GPtrArray *systems = kh_account_get_systems (account);

  for (guint i = 0; i < systems->len; i++)
    {
      const KhAccountSystem *system = g_ptr_array_index (systems, i);

      for (guint z = 0; z < system->zones->len; z++)
        if (is_zone (row, system->number, g_ptr_array_index (system->zones, z)))
          return TRUE;
    }

  return FALSE;
}

static void
show_system (GtkBox                *box,
             const KhGeneralSides  *sides,
             const KhAccountSystem *system)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, system->number);
  /* Translators: the number of an alarm system. */
  g_autofree char *name = g_strdup_printf (_("Alarm system %s"), number);
  g_autoptr (GString) head = g_string_new (name);

  append (head, system->description);
  append (head, system->panel);
  add_label (box, head->str, "general-system");
  for (guint i = 0; i < system->zones->len; i++)
    {
      const KhAccountZone *zone = g_ptr_array_index (system->zones, i);
      g_autoptr (GString) line = g_string_new (NULL);

      append (line, zone->area);
      append (line, zone->zone);
      append (line, zone->description);
      append (line, zone->event);
      append (line, zone->status);
      if (!is_zone_here (sides->zones, system->number, zone))
        append_only (line, sides->company);
      add_label (box, line->str, NULL);
    }
}

static void
show_zones_here (GtkBox               *box,
                 const KhGeneralSides *sides)
{
  for (guint i = 0; i < kh_rows_get_n (sides->zones); i++)
    {
      KhRow *row = kh_rows_get (sides->zones, i);
      g_autoptr (GString) line = g_string_new (NULL);

      if (is_zone_there (sides->account, row))
        continue;
      append (line, kh_row_get (row, KH_ZONE_AREA));
      append (line, kh_row_get (row, KH_ZONE_NUMBER));
      append (line, kh_row_get (row, KH_ZONE_DESCRIPTION));
      append_only (line, NULL);
      add_label (box, line->str, NULL);
    }
}

static void
show_systems (GtkBox               *box,
              const KhGeneralSides *sides)
{
  GPtrArray *systems = kh_account_get_systems (sides->account);

  add_heading (box, _("Systems"));
  for (guint i = 0; i < systems->len; i++)
    show_system (box, sides, g_ptr_array_index (systems, i));
  show_zones_here (box, sides);
}

void
kh_general_lines_show (GtkBox               *box,
                       const KhGeneralSides *sides)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  if (sides->customer != NULL)
    show_customer (box, sides->customer);
  if (sides->account == NULL)
    return;
  if (sides->sees_contacts && sides->contacts != NULL)
    show_contacts (box, sides);
  show_agencies (box, sides);
  if (sides->sees_zones && sides->zones != NULL)
    show_systems (box, sides);
}
