/* kh-csl-parts.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-csl-parts"

#include "config.h"

#include "kh-csl-codec.h"
#include "kh-csl-parts.h"

#include "kh-account-part.h"
#include "kh-json.h"

/* More of them nobody looks through here; how many there are is counted anyway. */
#define MAX_CONTACTS 200
#define MAX_PHONES 10
#define MAX_SYSTEMS 50
#define MAX_ZONES 500

static guint
count_items (JsonArray *items,
             guint      most)
{
  return items != NULL ? MIN (most, json_array_get_length (items)) : 0;
}

static JsonObject *
get_item (JsonArray *items,
          guint      index)
{
  JsonNode *node = json_array_get_element (items, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
add_phones (JsonObject *item,
            GPtrArray  *phones)
{
  JsonArray *items = kh_json_get_array (item, "phones");

  for (guint i = 0; i < count_items (items, MAX_PHONES); i++)
    {
      JsonObject *phone = get_item (items, i);
      g_autofree char *number = kh_csl_codec_dup_shown (phone, "number");
      g_autofree char *extension = kh_csl_codec_dup_shown (phone, "ext");

      if (number != NULL)
        g_ptr_array_add (phones, extension != NULL ? g_strconcat (number, "x", extension, NULL)
                                                   : g_steal_pointer (&number));
    }
}

/**
 * kh_csl_parts_add_contacts:
 * @document: an account document
 * @contacts: (element-type KhAccountContact): takes its contacts
 *
 * In the station's order, which is the one it calls them in. Passcodes stay where they are.
 */
void
kh_csl_parts_add_contacts (JsonObject *document,
                           GPtrArray  *contacts)
{
  JsonArray *items = kh_json_get_array (document, "contacts");

  for (guint i = 0; i < count_items (items, MAX_CONTACTS); i++)
    {
      JsonObject *item = get_item (items, i);
      KhAccountContact *contact;

      if (item == NULL)
        continue;
      contact = kh_account_contact_new ();
      contact->name = kh_csl_codec_dup_shown (item, "name");
      contact->relation = kh_csl_codec_dup_shown (item, "relation");
      contact->email = kh_csl_codec_dup_shown (item, "email");
      contact->has_key = kh_json_get_boolean (item, "has_key", FALSE);
      add_phones (item, contact->phones);
      g_ptr_array_add (contacts, contact);
    }
}

/* "1 House", or the number alone where the area has no name. */
static char *
dup_area (JsonArray *areas,
          gint64     number)
{
  for (guint i = 0; i < count_items (areas, MAX_ZONES); i++)
    {
      JsonObject *area = get_item (areas, i);
      g_autofree char *name = kh_csl_codec_dup_shown (area, "name");

      if (area != NULL && name != NULL && kh_json_get_int (area, "no", -1) == number)
        return g_strdup_printf ("%" G_GINT64_FORMAT " %s", number, name);
    }

  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static void
add_zones (JsonObject *system,
           GPtrArray  *zones)
{
  JsonArray *items = kh_json_get_array (system, "zones");
  JsonArray *areas = kh_json_get_array (system, "areas");

  for (guint i = 0; i < count_items (items, MAX_ZONES); i++)
    {
      JsonObject *item = get_item (items, i);
      gint64 area = item != NULL ? kh_json_get_int (item, "area", -1) : -1;
      KhAccountZone *zone;

      if (item == NULL)
        continue;
      zone = g_new0 (KhAccountZone, 1);
      zone->area = area >= 0 ? dup_area (areas, area) : NULL;
      zone->zone = kh_csl_codec_dup_shown (item, "zone");
      zone->description = kh_csl_codec_dup_shown (item, "description");
      zone->event = kh_csl_codec_dup_shown (item, "event");
      zone->status = kh_csl_codec_dup_shown (item, "status");
      g_ptr_array_add (zones, zone);
    }
}

/**
 * kh_csl_parts_add_systems:
 * @document: an account document
 * @systems: (element-type KhAccountSystem): takes its systems
 */
void
kh_csl_parts_add_systems (JsonObject *document,
                          GPtrArray  *systems)
{
  JsonArray *items = kh_json_get_array (document, "systems");

  for (guint i = 0; i < count_items (items, MAX_SYSTEMS); i++)
    {
      JsonObject *item = get_item (items, i);
      KhAccountSystem *system;

      if (item == NULL)
        continue;
      system = kh_account_system_new ();
      system->number = kh_json_get_int (item, "no", 0);
      system->description = kh_csl_codec_dup_shown (item, "description");
      system->panel = kh_csl_codec_dup_shown (item, "panel");
      add_zones (item, system->zones);
      g_ptr_array_add (systems, system);
    }
}
