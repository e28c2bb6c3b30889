/* kh-equipment.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-equipment.h"

#include "kh-table.h"
#include "kh-value-type.h"

#include <string.h>

/* As many of one thing as stand in a package; more is a slip of the hand. */
#define MOST_OF_ONE 100

/* Of a piece that says nothing of them: the first system, and its first area. */
#define FIRST "1"

/* "3 x Door Contact" are three of them, each with a row of its own, as each has its place and its zone. */
static guint
read_item (const char  *label,
           const char **item)
{
  const char *rest = label;
  guint n = 0;

  while (g_ascii_isdigit (*rest) && n <= MOST_OF_ONE)
    n = n * 10 + (guint) g_ascii_digit_value (*rest++);
  while (*rest == ' ')
    rest++;
  if (n > 0 && n <= MOST_OF_ONE && (g_str_has_prefix (rest, "x ") || g_str_has_prefix (rest, "× ")))
    {
      rest = strchr (rest, ' ');
      while (*rest == ' ')
        rest++;
      *item = rest;
      return n;
    }
  *item = label;

  return 1;
}

/**
 * kh_equipment_dup_package:
 * @catalogues: what the office keeps
 * @package: an entry of %KH_CATALOGUE_PACKAGES
 *
 * Returns: (transfer full) (element-type utf8): the items of the package, each as often as it is in it
 */
GPtrArray *
kh_equipment_dup_package (KhCatalogues *catalogues,
                          gint64        package)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) entries = kh_catalogues_list (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, package, 0);

  for (guint i = 0; i < entries->len; i++)
    {
      const char *item;
      const guint n = read_item (((const KhCatalogueEntry *) g_ptr_array_index (entries, i))->label, &item);

      for (guint j = 0; j < n; j++)
        g_ptr_array_add (items, g_strdup (item));
    }

  return g_steal_pointer (&items);
}

static char *
dup_place (const char *system,
           const char *area,
           const char *zone)
{
  g_autofree char *number = kh_value_normalise (kh_table_get_column (KH_TABLE_ZONES, KH_ZONE_NUMBER), zone);

  return g_strdup_printf ("%s %s %s", system != NULL ? system : FIRST, area != NULL ? area : FIRST, number);
}

static char *
dup_description (KhRow *piece)
{
  const char *item = kh_row_get (piece, KH_EQUIPMENT_ITEM);
  const char *location = kh_row_get (piece, KH_EQUIPMENT_LOCATION);
  g_autofree char *text = location != NULL ? g_strdup_printf ("%s, %s", item, location) : g_strdup (item);

  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), kh_table_get (KH_TABLE_ZONES)->columns[KH_ZONE_DESCRIPTION].max));
}

static KhRow *
make_zone (KhRow *piece)
{
  KhRow *zone = kh_row_new (KH_TABLE_ZONES);
  const char *system = kh_row_get (piece, KH_EQUIPMENT_ZONE_SYSTEM);
  const char *area = kh_row_get (piece, KH_EQUIPMENT_ZONE_AREA);
  g_autofree char *description = dup_description (piece);

  for (guint i = 0; i < KH_N_ZONE_COLUMNS; i++)
    kh_row_set (zone, i, kh_table_get (KH_TABLE_ZONES)->columns[i].fallback);
  kh_row_set (zone, KH_ZONE_SYSTEM, system != NULL ? system : FIRST);
  kh_row_set (zone, KH_ZONE_AREA, area != NULL ? area : FIRST);
  kh_row_set (zone, KH_ZONE_NUMBER, kh_row_get (piece, KH_EQUIPMENT_ZONE_NUMBER));
  kh_row_set (zone, KH_ZONE_DESCRIPTION, description);

  return zone;
}

/**
 * kh_equipment_dup_zones:
 * @equipment: the equipment of a customer
 * @zones: the customer's zones
 *
 * A piece of equipment that is tied to a zone is where the zone comes from: it says what the zone is called.
 *
 * Returns: (transfer full) (element-type KhRow): the zones that pieces are tied to and that are not there yet, each
 *   once, named after the first of its pieces
 */
GPtrArray *
kh_equipment_dup_zones (KhRows *equipment,
                        KhRows *zones)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (KH_IS_ROWS (equipment) && KH_IS_ROWS (zones), NULL);

  for (guint i = 0; i < kh_rows_get_n (zones); i++)
    {
      KhRow *zone = kh_rows_get (zones, i);

      g_hash_table_add (known, dup_place (kh_row_get (zone, KH_ZONE_SYSTEM), kh_row_get (zone, KH_ZONE_AREA),
                                          kh_row_get (zone, KH_ZONE_NUMBER)));
    }
  for (guint i = 0; i < kh_rows_get_n (equipment); i++)
    {
      KhRow *piece = kh_rows_get (equipment, i);
      const char *number = kh_row_get (piece, KH_EQUIPMENT_ZONE_NUMBER);

      if (number != NULL && g_hash_table_add (known, dup_place (kh_row_get (piece, KH_EQUIPMENT_ZONE_SYSTEM),
                                                                kh_row_get (piece, KH_EQUIPMENT_ZONE_AREA), number)))
        g_ptr_array_add (missing, make_zone (piece));
    }

  return g_steal_pointer (&missing);
}
