/* kh-demo-book.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-demo-book.h"

#include "kh-csl-wire.h"

#include <string.h>

/* The member @path of @root, its objects made as they are missing. */
static JsonObject *
get_parent (JsonObject *root,
            const char *path,
            char      **member)
{
  g_auto (GStrv) names = g_strsplit (path + 1, "/", -1);
  guint last = g_strv_length (names) - 1;

  for (guint i = 0; i < last; i++)
    {
      if (!json_object_has_member (root, names[i]))
        json_object_set_object_member (root, names[i], json_object_new ());
      root = json_object_get_object_member (root, names[i]);
    }
  *member = g_strdup (names[last]);

  return root;
}

static JsonArray *
get_list (JsonObject *root,
          const char *path)
{
  g_autofree char *member = NULL;
  JsonObject *parent = get_parent (root, path, &member);

  if (!json_object_has_member (parent, member))
    json_object_set_array_member (parent, member, json_array_new ());

  return json_object_get_array_member (parent, member);
}

static JsonObject *
get_item (const KhCslWire *wire,
          JsonObject      *root)
{
  JsonArray *list = get_list (root, wire->list);
  JsonObject *item = kh_csl_wire_select (wire, list);

  if (item != NULL)
    return item;

  item = json_object_new ();
  if (g_ascii_isdigit (*wire->selector))
    json_object_set_int_member (item, "no", g_ascii_strtoll (wire->selector, NULL, 10));
  else if (!g_str_equal (wire->selector, "*"))
    json_object_set_string_member (item, "type", wire->selector);
  json_array_add_object_element (list, item);

  return item;
}

static void
set_phone (JsonObject *item,
           const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "x", 2);

  json_object_set_string_member (item, "number", parts[0]);
  if (parts[1] != NULL)
    json_object_set_string_member (item, "ext", parts[1]);
}

static void
set_value (JsonObject        *object,
           const char        *member,
           const KhDatapoint *datapoint,
           const char        *value,
           KhCatalogues      *catalogues)
{
  const KhCatalogueEntry *entry;

  if (datapoint->type == KH_VALUE_BOOLEAN)
    json_object_set_boolean_member (object, member, *value == '1');
  else if (datapoint->type == KH_VALUE_CATALOGUE)
    {
      entry = kh_catalogues_get (catalogues, datapoint->catalogue, g_ascii_strtoll (value, NULL, 10));
      if (entry != NULL)
        json_object_set_string_member (object, member, entry->label);
    }
  else
    json_object_set_string_member (object, member, value);
}

static void
put_value (JsonObject    *root,
           KhDatapointId  id,
           const char    *value,
           KhCatalogues  *catalogues)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  g_auto (KhCslWire) wire = { 0 };
  g_autofree char *member = NULL;
  JsonObject *target;

  if (value == NULL || datapoint->sealed || !kh_csl_wire_read (&wire, id))
    return;

  target = wire.list != NULL ? get_item (&wire, root) : get_parent (root, wire.member, &member);
  if (datapoint->type == KH_VALUE_PHONE)
    set_phone (target, value);
  else if (datapoint->type == KH_VALUE_EMAIL)
    json_object_set_string_member (target, "address", value);
  else
    set_value (target, member != NULL ? member : wire.member, datapoint, value, catalogues);
}

static void
add_passcode (JsonObject *root)
{
  JsonObject *passcode = json_object_new ();
  JsonObject *value = json_object_new ();

  json_object_set_string_member (value, "state", "clear");
  json_object_set_string_member (value, "text", KH_DEMO_PASSCODE);
  json_object_set_object_member (passcode, "value", value);
  json_object_set_boolean_member (passcode, "duress", FALSE);
  json_array_add_object_element (get_list (root, "/passcodes"), passcode);
}

static void
add_contact (JsonObject *root,
             const char *name,
             const char *phone)
{
  JsonObject *contact = json_object_new ();
  JsonObject *number = json_object_new ();
  JsonArray *phones = json_array_new ();

  json_object_set_string_member (number, "type", "cell");
  json_object_set_string_member (number, "number", phone);
  json_array_add_object_element (phones, number);
  json_object_set_string_member (contact, "name", name);
  json_object_set_array_member (contact, "phones", phones);
  json_array_add_object_element (get_list (root, "/contacts"), contact);
}

/**
 * kh_demo_book_make_account:
 * @customer: whose values it holds
 * @catalogues: for the catalogues' labels
 * @number: the account number
 * @dealer: whose account it is
 *
 * Returns: (transfer full): an account as a station's accounts file has it
 */
JsonObject *
kh_demo_book_make_account (KhCustomer   *customer,
                           KhCatalogues *catalogues,
                           const char   *number,
                           const char   *dealer)
{
  JsonObject *root = json_object_new ();
  g_autofree char *name = kh_customer_dup_name (customer);

  json_object_set_string_member (root, "number", number);
  json_object_set_string_member (root, "dealer", dealer);
  json_object_set_string_member (root, "status", "active");
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    put_value (root, (KhDatapointId) i, kh_customer_get (customer, (KhDatapointId) i), catalogues);
  add_passcode (root);
  add_contact (root, name, kh_customer_get (customer, KH_DATAPOINT_PRIMARY_PHONE));

  return root;
}

/* The ways to differ */

static char *
other_house (const char *value,
             GRand      *random)
{
  const char *street = value != NULL ? strchr (value, ' ') : NULL;

  return g_strdup_printf ("%d%s", g_rand_int_range (random, 1, 999), street != NULL ? street : " Main Street");
}

static char *
short_street (const char *value,
              GRand      *random G_GNUC_UNUSED)
{
  g_autoptr (GString) text = g_string_new (value);

  g_string_replace (text, " Street", " ST", 1);
  g_string_replace (text, " Avenue", " AVE", 1);
  g_string_replace (text, " Court", " Ct.", 1);

  return g_strdup (text->str);
}

static char *
other_phone (const char *value,
             GRand      *random)
{
  return value != NULL ? g_strdup_printf ("%.8s01%02d", value, g_rand_int_range (random, 0, 100)) : NULL;
}

static char *
no_value (const char *value G_GNUC_UNUSED,
          GRand      *random G_GNUC_UNUSED)
{
  return NULL;
}

static char *
upper (const char *value,
       GRand      *random G_GNUC_UNUSED)
{
  return value != NULL ? g_utf8_strup (value, -1) : NULL;
}

static char *
longer_zip (const char *value,
            GRand      *random)
{
  return value != NULL && strlen (value) == 5 ? g_strdup_printf ("%s-%04d", value, g_rand_int_range (random, 1000, 9999)) : g_strdup (value);
}

static char *
cross_street (const char *value G_GNUC_UNUSED,
              GRand      *random)
{
  static const char *const streets[] = { "Oak Ave", "2nd St", "Harbor View Dr", "Maple Ln" };

  return g_strdup (streets[g_rand_int_range (random, 0, G_N_ELEMENTS (streets))]);
}

static char *
dispatch_note (const char *value G_GNUC_UNUSED,
               GRand      *random)
{
  static const char *const notes[] = { "Dog in the yard.", "Use the side gate.", "Call the neighbour first." };

  return g_strdup (notes[g_rand_int_range (random, 0, G_N_ELEMENTS (notes))]);
}

static char *
old_permit (const char *value G_GNUC_UNUSED,
            GRand      *random)
{
  return g_strdup_printf ("88-%04d", g_rand_int_range (random, 1000, 2000));
}

static const struct {
  KhDatapointId id;
  char *(*change) (const char *value, GRand *random);
} changes[] = {
  { KH_DATAPOINT_ADDRESS_1, other_house },
  { KH_DATAPOINT_ADDRESS_1, short_street },
  { KH_DATAPOINT_PRIMARY_PHONE, other_phone },
  { KH_DATAPOINT_CELL_PHONE, other_phone },
  { KH_DATAPOINT_WORK_PHONE, no_value },
  { KH_DATAPOINT_EMAIL, no_value },
  { KH_DATAPOINT_EMAIL, upper },
  { KH_DATAPOINT_CITY, upper },
  { KH_DATAPOINT_ZIP, longer_zip },
  { KH_DATAPOINT_CROSS_STREET, cross_street },
  { KH_DATAPOINT_DISPATCH_NOTES, dispatch_note },
  { KH_DATAPOINT_PERMIT_NUMBER, old_permit },
  { KH_DATAPOINT_COUNTY, no_value },
  { KH_DATAPOINT_LAST_NAME, upper },
  { KH_DATAPOINT_PANEL_LOCATION, no_value },
};

void
kh_demo_book_make_differ (KhCustomer *customer,
                          GRand      *random,
                          guint       n)
{
  guint start = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (changes));

  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (changes)); i++)
    {
      guint way = (start + i) % G_N_ELEMENTS (changes);
      g_autofree char *value = changes[way].change (kh_customer_get (customer, changes[way].id), random);

      kh_customer_set (customer, changes[way].id, value);
    }
}
