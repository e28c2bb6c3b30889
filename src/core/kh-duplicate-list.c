/* kh-duplicate-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-list.h"

#include "kh-duplicate-tables.h"

struct _KhDuplicateList
{
  GObject parent_instance;

  /* Owned */
  KhDuplicatePlan *plan;
  GPtrArray *items;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhDuplicateList, kh_duplicate_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
kh_duplicate_list_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return G_TYPE_OBJECT;
}

static guint
kh_duplicate_list_get_n_items (GListModel *model)
{
  return KH_DUPLICATE_LIST (model)->items->len;
}

static gpointer
kh_duplicate_list_get_item (GListModel *model,
                            guint       position)
{
  KhDuplicateList *self = KH_DUPLICATE_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_duplicate_list_get_item_type;
  iface->get_n_items = kh_duplicate_list_get_n_items;
  iface->get_item = kh_duplicate_list_get_item;
}

static void
add_rows (KhDuplicateList *self,
          KhSection        section,
          GPtrArray       *items)
{
  GListModel *rows = G_LIST_MODEL (self->plan);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (KhDuplicateRow) row = g_list_model_get_item (rows, i);

      if (kh_duplicate_row_get_section (row) == section)
        g_ptr_array_add (items, g_steal_pointer (&row));
    }
}

static void
add_lines (KhDuplicateList *self,
           KhSection        section,
           GPtrArray       *items)
{
  GPtrArray *lines = kh_duplicate_tables_get_lines (kh_duplicate_plan_get_tables (self->plan));

  for (guint i = 0; i < lines->len; i++)
    {
      KhDuplicateTableLine *line = g_ptr_array_index (lines, i);

      if (kh_duplicate_table_line_get_shown (line) && kh_duplicate_table_line_get_section (line) == section)
        g_ptr_array_add (items, g_object_ref (line));
    }
}

/* What is the same before and after stays, so that whoever is on it does. */
static void
rebuild (KhDuplicateList *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->items);
  guint first = 0;
  guint last = 0;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < KH_N_SECTIONS; i++)
    {
      add_rows (self, (KhSection) i, self->items);
      add_lines (self, (KhSection) i, self->items);
    }
  while (first < MIN (before->len, self->items->len) &&
         g_ptr_array_index (before, first) == g_ptr_array_index (self->items, first))
    first++;
  while (last < MIN (before->len, self->items->len) - first &&
         g_ptr_array_index (before, before->len - 1 - last) ==
         g_ptr_array_index (self->items, self->items->len - 1 - last))
    last++;
  if (before->len != self->items->len || first < before->len)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                self->items->len - first - last);
}

static void
kh_duplicate_list_dispose (GObject *object)
{
  KhDuplicateList *self = KH_DUPLICATE_LIST (object);

  if (self->plan != NULL)
    g_signal_handlers_disconnect_by_data (self->plan, self);
  g_clear_object (&self->plan);

  G_OBJECT_CLASS (kh_duplicate_list_parent_class)->dispose (object);
}

static void
kh_duplicate_list_finalize (GObject *object)
{
  g_ptr_array_unref (KH_DUPLICATE_LIST (object)->items);

  G_OBJECT_CLASS (kh_duplicate_list_parent_class)->finalize (object);
}

static void
kh_duplicate_list_class_init (KhDuplicateListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_duplicate_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_duplicate_list_finalize;
}

static void
kh_duplicate_list_init (KhDuplicateList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kh_duplicate_list_new:
 * @plan: a plan
 *
 * Returns: (transfer full): what it shows
 */
KhDuplicateList *
kh_duplicate_list_new (KhDuplicatePlan *plan)
{
  KhDuplicateList *self = NULL;

  g_return_val_if_fail (KH_IS_DUPLICATE_PLAN (plan), NULL);

  self = g_object_new (KH_TYPE_DUPLICATE_LIST, NULL);
  self->plan = g_object_ref (plan);
  g_signal_connect_swapped (plan, "items-changed", G_CALLBACK (rebuild), self);
  g_signal_connect_swapped (plan, "changed", G_CALLBACK (rebuild), self);
  rebuild (self);

  return self;
}

/**
 * kh_duplicate_list_get_plan:
 * @self: a list
 *
 * Returns: (transfer none): the plan
 */
KhDuplicatePlan *
kh_duplicate_list_get_plan (KhDuplicateList *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_LIST (self), NULL);

  return self->plan;
}
