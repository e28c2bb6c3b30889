/* kh-catalogues.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-company.h"

struct _KhCatalogues
{
  GObject parent_instance;

  /* Owned: KhCatalogueEntry in the order added, and the same by id. */
  GPtrArray *entries[KH_N_CATALOGUES];
  GHashTable *by_id[KH_N_CATALOGUES];
  GPtrArray *companies;
};

G_DEFINE_FINAL_TYPE (KhCatalogues, kh_catalogues, G_TYPE_OBJECT)

/**
 * kh_catalogue_entry_copy:
 * @entry: an entry
 *
 * Returns: (transfer full): another one like it
 */
KhCatalogueEntry *
kh_catalogue_entry_copy (const KhCatalogueEntry *entry)
{
  KhCatalogueEntry *copy;

  g_return_val_if_fail (entry != NULL, NULL);

  copy = g_memdup2 (entry, sizeof *entry);
  copy->label = g_strdup (entry->label);
  copy->monthly_charge = g_strdup (entry->monthly_charge);
  copy->contract_term = g_strdup (entry->contract_term);
  copy->category = g_strdup (entry->category);

  return copy;
}

/**
 * kh_catalogue_entry_free:
 * @entry: an entry from kh_catalogue_entry_copy()
 */
void
kh_catalogue_entry_free (KhCatalogueEntry *entry)
{
  g_free (entry->label);
  g_free (entry->monthly_charge);
  g_free (entry->contract_term);
  g_free (entry->category);
  g_free (entry);
}

static void
kh_catalogues_finalize (GObject *object)
{
  KhCatalogues *self = KH_CATALOGUES (object);

  for (guint i = 0; i < KH_N_CATALOGUES; i++)
    {
      g_hash_table_unref (self->by_id[i]);
      g_ptr_array_unref (self->entries[i]);
    }
  g_ptr_array_unref (self->companies);

  G_OBJECT_CLASS (kh_catalogues_parent_class)->finalize (object);
}

static void
kh_catalogues_class_init (KhCataloguesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_catalogues_finalize;
}

static void
kh_catalogues_init (KhCatalogues *self)
{
  for (guint i = 0; i < KH_N_CATALOGUES; i++)
    {
      self->entries[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_catalogue_entry_free);
      self->by_id[i] = g_hash_table_new (g_int64_hash, g_int64_equal);
    }
  self->companies = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kh_catalogues_new:
 *
 * Returns: (transfer full): catalogues without an entry. They are filled once, by
 *   whoever made them, and not changed after that
 */
KhCatalogues *
kh_catalogues_new (void)
{
  return g_object_new (KH_TYPE_CATALOGUES, NULL);
}

/**
 * kh_catalogues_add:
 * @self: catalogues
 * @catalogue: which one
 * @id: the entry's id, above 0 and not used in that catalogue yet
 * @label: what the office calls it
 * @parent: the entry of another catalogue that it belongs to, or 0
 * @active: whether it may be chosen anew
 */
void
kh_catalogues_add (KhCatalogues  *self,
                   KhCatalogueId  catalogue,
                   gint64         id,
                   const char    *label,
                   gint64         parent,
                   gboolean       active)
{
  g_autofree char *copy = g_strdup (label);
  KhCatalogueEntry entry = { .id = id, .label = copy, .parent = parent, .active = active };

  kh_catalogues_add_entry (self, catalogue, &entry);
}

/**
 * kh_catalogues_add_entry:
 * @self: catalogues
 * @catalogue: which one
 * @entry: an entry with an id above 0 that is not used in that catalogue yet
 *
 * Adds a copy of it.
 */
void
kh_catalogues_add_entry (KhCatalogues           *self,
                         KhCatalogueId           catalogue,
                         const KhCatalogueEntry *entry)
{
  KhCatalogueEntry *copy;

  g_return_if_fail (KH_IS_CATALOGUES (self));
  g_return_if_fail ((guint) catalogue < KH_N_CATALOGUES);
  g_return_if_fail (entry != NULL && entry->id > 0 && entry->label != NULL);
  g_return_if_fail (!g_hash_table_contains (self->by_id[catalogue], &entry->id));

  copy = kh_catalogue_entry_copy (entry);
  g_ptr_array_add (self->entries[catalogue], copy);
  g_hash_table_insert (self->by_id[catalogue], &copy->id, copy);
}

/**
 * kh_catalogues_add_company:
 * @self: catalogues
 * @company: a saved monitoring company
 *
 * Adds it, and its entry of %KH_CATALOGUE_COMPANIES.
 */
void
kh_catalogues_add_company (KhCatalogues *self,
                           KhCompany    *company)
{
  g_return_if_fail (KH_IS_CATALOGUES (self));
  g_return_if_fail (KH_IS_COMPANY (company));

  g_ptr_array_add (self->companies, g_object_ref (company));
  kh_catalogues_add (self, KH_CATALOGUE_COMPANIES, kh_company_get_id (company),
                     kh_company_get_name (company), 0, kh_company_get_active (company));
}

/**
 * kh_catalogues_get:
 * @self: (nullable): catalogues
 * @catalogue: which one
 * @id: an entry's id
 *
 * Returns: (transfer none) (nullable): the entry, active or not
 */
const KhCatalogueEntry *
kh_catalogues_get (KhCatalogues  *self,
                   KhCatalogueId  catalogue,
                   gint64         id)
{
  g_return_val_if_fail ((guint) catalogue < KH_N_CATALOGUES, NULL);

  if (self == NULL)
    return NULL;

  return g_hash_table_lookup (self->by_id[catalogue], &id);
}

/**
 * kh_catalogues_find:
 * @self: (nullable): catalogues
 * @catalogue: which one
 * @label: a label, exactly
 *
 * Returns: (transfer none) (nullable): the first entry with it, active ones first
 */
const KhCatalogueEntry *
kh_catalogues_find (KhCatalogues  *self,
                    KhCatalogueId  catalogue,
                    const char    *label)
{
  const KhCatalogueEntry *found = NULL;

  g_return_val_if_fail ((guint) catalogue < KH_N_CATALOGUES, NULL);

  if (self == NULL || label == NULL)
    return NULL;

  for (guint i = 0; i < self->entries[catalogue]->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (self->entries[catalogue], i);

      if (g_str_equal (entry->label, label) && (found == NULL || (!found->active && entry->active)))
        found = entry;
    }

  return found;
}

/**
 * kh_catalogues_list:
 * @self: (nullable): catalogues
 * @catalogue: which one
 * @parent: list only the entries of this parent, or 0 for any
 * @keep: list this entry although it is inactive, or 0
 *
 * Returns: (transfer container): #KhCatalogueEntry that may be chosen, in the order added;
 *   they live as long as @self
 */
GPtrArray *
kh_catalogues_list (KhCatalogues  *self,
                    KhCatalogueId  catalogue,
                    gint64         parent,
                    gint64         keep)
{
  GPtrArray *list = g_ptr_array_new ();

  g_return_val_if_fail ((guint) catalogue < KH_N_CATALOGUES, list);

  if (self == NULL)
    return list;

  for (guint i = 0; i < self->entries[catalogue]->len; i++)
    {
      KhCatalogueEntry *entry = g_ptr_array_index (self->entries[catalogue], i);

      if ((entry->active || entry->id == keep) && (parent == 0 || entry->parent == 0 || entry->parent == parent))
        g_ptr_array_add (list, entry);
    }

  return list;
}

/**
 * kh_catalogues_get_entries:
 * @self: catalogues
 * @catalogue: which one
 *
 * Returns: (transfer none): every #KhCatalogueEntry, active or not, in the order added
 */
GPtrArray *
kh_catalogues_get_entries (KhCatalogues  *self,
                           KhCatalogueId  catalogue)
{
  g_return_val_if_fail (KH_IS_CATALOGUES (self), NULL);
  g_return_val_if_fail ((guint) catalogue < KH_N_CATALOGUES, NULL);

  return self->entries[catalogue];
}

/**
 * kh_catalogues_get_company:
 * @self: (nullable): catalogues
 * @id: a monitoring company's entry
 *
 * Returns: (transfer none) (nullable): the monitoring company
 */
KhCompany *
kh_catalogues_get_company (KhCatalogues *self,
                           gint64        id)
{
  if (self == NULL)
    return NULL;

  for (guint i = 0; i < self->companies->len; i++)
    {
      KhCompany *company = g_ptr_array_index (self->companies, i);

      if (kh_company_get_id (company) == id)
        return company;
    }

  return NULL;
}

/**
 * kh_catalogues_get_companies:
 * @self: catalogues
 *
 * Returns: (transfer none): every #KhCompany, active or not, in the order added
 */
GPtrArray *
kh_catalogues_get_companies (KhCatalogues *self)
{
  g_return_val_if_fail (KH_IS_CATALOGUES (self), NULL);

  return self->companies;
}
