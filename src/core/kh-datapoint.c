/* kh-datapoint.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint.h"
#include "kh-datapoint-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *key;
  const char *label;
} Name;

static const Name sections[] = {
  [KH_SECTION_IDENTITY] = { "identity", N_("Identity") },
  /* Translators: the building that the alarm protects. */
  [KH_SECTION_PREMISES] = { "premises", N_("Premises") },
  [KH_SECTION_CONTACT] = { "contact", N_("Contact") },
  [KH_SECTION_BILLING] = { "billing", N_("Billing") },
  /* Translators: the company that watches the customer's alarm. */
  [KH_SECTION_CENTRAL_STATION] = { "central-station", N_("Central Station") },
  [KH_SECTION_PASSCODES] = { "passcodes", N_("Passcodes") },
  [KH_SECTION_LEAD_SOURCE] = { "lead-source", N_("Lead Source") },
  [KH_SECTION_SALES] = { "sales", N_("Sales Information") },
  [KH_SECTION_INSTALLATION] = { "installation", N_("Installation") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (sections) == KH_N_SECTIONS);

/* These words are stored; they never change. */
static const char *const catalogues[] = {
  [KH_CATALOGUE_NONE] = "none",
  [KH_CATALOGUE_ACCOUNT_CLASSES] = "account-classes",
  [KH_CATALOGUE_OFFICE_LOCATIONS] = "office-locations",
  [KH_CATALOGUE_LEAD_SOURCES] = "lead-sources",
  [KH_CATALOGUE_LEAD_CAMPAIGNS] = "lead-campaigns",
  [KH_CATALOGUE_DEALER_NUMBERS] = "dealer-numbers",
  [KH_CATALOGUE_MONITORING_PLANS] = "monitoring-plans",
  [KH_CATALOGUE_CANCEL_REASONS] = "cancel-reasons",
  [KH_CATALOGUE_NOTE_TYPES] = "note-types",
  [KH_CATALOGUE_PACKAGES] = "packages",
  [KH_CATALOGUE_PACKAGE_ITEMS] = "package-items",
  [KH_CATALOGUE_SALES_REPS] = "sales-reps",
  [KH_CATALOGUE_TECHNICIANS] = "technicians",
  [KH_CATALOGUE_STAFF] = "staff",
  [KH_CATALOGUE_COMPANIES] = "companies",
};

G_STATIC_ASSERT (G_N_ELEMENTS (catalogues) == KH_N_CATALOGUES);

/**
 * kh_datapoint_get:
 * @id: a datapoint
 *
 * Returns: (transfer none): its row of the registry
 */
const KhDatapoint *
kh_datapoint_get (KhDatapointId id)
{
  g_return_val_if_fail ((guint) id < KH_N_DATAPOINTS, NULL);

  return &kh_datapoint_table[id];
}

/**
 * kh_datapoint_lookup:
 * @key: a key such as "first-name"
 *
 * Returns: (transfer none) (nullable): the row with that key, or %NULL
 */
const KhDatapoint *
kh_datapoint_lookup (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (g_str_equal (kh_datapoint_table[i].key, key))
        return &kh_datapoint_table[i];
    }

  return NULL;
}

/**
 * kh_datapoint_get_label:
 * @id: a datapoint
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_datapoint_get_label (KhDatapointId id)
{
  return _(kh_datapoint_get (id)->label);
}

/**
 * kh_datapoint_dup_column:
 * @id: a datapoint
 *
 * Returns: (transfer full): the name of its SQL column: the key with underscores
 */
char *
kh_datapoint_dup_column (KhDatapointId id)
{
  return g_strdelimit (g_strdup (kh_datapoint_get (id)->key), "-", '_');
}

/**
 * kh_datapoint_is_stored:
 * @id: a datapoint
 *
 * Sealed datapoints may only be kept encrypted, and have no column.
 *
 * Returns: whether the data file has a plain column for it
 */
gboolean
kh_datapoint_is_stored (KhDatapointId id)
{
  return !kh_datapoint_get (id)->sealed;
}

/**
 * kh_datapoint_is_editable:
 * @id: a datapoint
 *
 * Returns: whether a person can type it at all, grants aside
 */
gboolean
kh_datapoint_is_editable (KhDatapointId id)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  return datapoint->modify != KH_GRANT_NONE && (datapoint->required & KH_REQUIRED_SYSTEM) == 0;
}

/**
 * kh_section_get_label:
 * @section: a section
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_section_get_label (KhSection section)
{
  g_return_val_if_fail ((guint) section < KH_N_SECTIONS, NULL);

  return _(sections[section].label);
}

/**
 * kh_section_get_key:
 * @section: a section
 *
 * Returns: (transfer none): its name for settings and style classes
 */
const char *
kh_section_get_key (KhSection section)
{
  g_return_val_if_fail ((guint) section < KH_N_SECTIONS, NULL);

  return sections[section].key;
}

/* Whose entries belong each to one of another catalogue. */
static const struct {
  KhCatalogueId child;
  KhCatalogueId parent;
} families[] = {
  { KH_CATALOGUE_LEAD_CAMPAIGNS, KH_CATALOGUE_LEAD_SOURCES },
  { KH_CATALOGUE_PACKAGE_ITEMS, KH_CATALOGUE_PACKAGES },
};

/**
 * kh_catalogue_id_get_parent:
 * @id: a catalogue
 *
 * Returns: the catalogue whose entries its entries belong to, each to one, or %KH_CATALOGUE_NONE
 */
KhCatalogueId
kh_catalogue_id_get_parent (KhCatalogueId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (families[i].child == id)
      return families[i].parent;

  return KH_CATALOGUE_NONE;
}

/**
 * kh_catalogue_id_get_child:
 * @id: a catalogue
 *
 * Returns: the catalogue whose entries belong to its entries, or %KH_CATALOGUE_NONE
 */
KhCatalogueId
kh_catalogue_id_get_child (KhCatalogueId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (families[i].parent == id)
      return families[i].child;

  return KH_CATALOGUE_NONE;
}

/**
 * kh_catalogue_id_to_string:
 * @id: a catalogue
 *
 * Returns: (transfer none): the word that it is stored as
 */
const char *
kh_catalogue_id_to_string (KhCatalogueId id)
{
  g_return_val_if_fail ((guint) id < KH_N_CATALOGUES, NULL);

  return catalogues[id];
}

/**
 * kh_catalogue_id_from_string:
 * @text: a stored word
 *
 * Returns: the catalogue, or %KH_CATALOGUE_NONE when there is no such one
 */
KhCatalogueId
kh_catalogue_id_from_string (const char *text)
{
  for (guint i = KH_CATALOGUE_NONE; i < KH_N_CATALOGUES; i++)
    {
      if (g_strcmp0 (catalogues[i], text) == 0)
        return (KhCatalogueId) i;
    }

  return KH_CATALOGUE_NONE;
}
