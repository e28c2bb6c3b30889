/* test-equipment.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-equipment.h"
#include "kh-table.h"

static void
test_package (void)
{
  static const char *const expected[] = { "Panel", "Door Contact", "Door Contact", "Door Contact", "2x4 Box", "101 x Cable" };
  g_autoptr (KhCatalogues) catalogues = kh_catalogues_new ();
  g_autoptr (GPtrArray) items = NULL;

  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGES, 1, "Apartment", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, 2, "Panel", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, 3, "3 x Door Contact", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, 4, "2x4 Box", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, 5, "101 x Cable", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, 6, "Old Siren", 1, FALSE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_PACKAGE_ITEMS, 7, "Camera", 9, TRUE);
  items = kh_equipment_dup_package (catalogues, 1);
  g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < items->len; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (expected); j++)
        found |= g_str_equal (g_ptr_array_index (items, i), expected[j]);
      g_assert_true (found);
    }
}

static void
add_piece (KhRows     *equipment,
           const char *item,
           const char *location,
           const char *area,
           const char *zone)
{
  KhRow *row = kh_row_new (KH_TABLE_EQUIPMENT);

  kh_row_set (row, KH_EQUIPMENT_ITEM, item);
  kh_row_set (row, KH_EQUIPMENT_LOCATION, location);
  kh_row_set (row, KH_EQUIPMENT_ZONE_AREA, area);
  kh_row_set (row, KH_EQUIPMENT_ZONE_NUMBER, zone);
  kh_rows_append (equipment, row);
  g_object_unref (row);
}

/* Each zone once, and none that is there. */
static void
test_zones (void)
{
  g_autoptr (KhRows) equipment = kh_rows_new (KH_TABLE_EQUIPMENT);
  g_autoptr (KhRows) zones = kh_rows_new (KH_TABLE_ZONES);
  g_autoptr (KhRow) known = kh_row_new (KH_TABLE_ZONES);
  g_autoptr (GPtrArray) missing = NULL;
  KhRow *zone;

  kh_row_set (known, KH_ZONE_SYSTEM, "1");
  kh_row_set (known, KH_ZONE_AREA, "1");
  kh_row_set (known, KH_ZONE_NUMBER, "001");
  kh_rows_append (zones, known);
  add_piece (equipment, "Panel", NULL, NULL, NULL);
  add_piece (equipment, "Door Contact", "Front Door", NULL, "1");
  add_piece (equipment, "Door Contact", "Back Door", NULL, "02");
  add_piece (equipment, "Shock Sensor", "Back Door", "1", "2");
  add_piece (equipment, "Motion", NULL, "2", "2");
  missing = kh_equipment_dup_zones (equipment, zones);
  g_assert_cmpuint (missing->len, ==, 2);
  zone = g_ptr_array_index (missing, 0);
  g_assert_cmpstr (kh_row_get (zone, KH_ZONE_SYSTEM), ==, "1");
  g_assert_cmpstr (kh_row_get (zone, KH_ZONE_AREA), ==, "1");
  g_assert_cmpstr (kh_row_get (zone, KH_ZONE_NUMBER), ==, "02");
  g_assert_cmpstr (kh_row_get (zone, KH_ZONE_DESCRIPTION), ==, "Door Contact, Back Door");
  zone = g_ptr_array_index (missing, 1);
  g_assert_cmpstr (kh_row_get (zone, KH_ZONE_AREA), ==, "2");
  g_assert_cmpstr (kh_row_get (zone, KH_ZONE_DESCRIPTION), ==, "Motion");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/equipment/package", test_package);
  g_test_add_func ("/equipment/zones", test_zones);

  return g_test_run ();
}
