/* kh-tables-tab.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-tables-tab.h"

#include "kh-focus.h"
#include "kh-table-page.h"

struct _KhTablesTab
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkStack *stack;

  /* State */
  gboolean dirty;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (KhTablesTab, kh_tables_tab, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_NOTICE,
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KhTablePage *
find_dirty (KhTablesTab *self)
{
  GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  for (; page != NULL; page = gtk_widget_get_next_sibling (page))
    {
      if (kh_table_page_get_dirty (KH_TABLE_PAGE (page)))
        return KH_TABLE_PAGE (page);
    }

  return NULL;
}

static void
on_dirty_cb (KhTablesTab *self)
{
  gboolean dirty = find_dirty (self) != NULL;

  if (self->dirty == dirty)
    return;
  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static void
on_notice_cb (KhTablesTab *self,
              const char  *text)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

static void
save_next (KhTablesTab *self)
{
  KhTablePage *page = find_dirty (self);

  if (page == NULL)
    {
      self->saving = FALSE;
      g_signal_emit (self, signals[SIGNAL_SAVED], 0, TRUE);
      return;
    }
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  kh_table_page_save (page);
}

static void
on_saved_cb (KhTablesTab *self,
             gboolean     well)
{
  if (!self->saving)
    return;
  if (well)
    {
      save_next (self);
      return;
    }
  self->saving = FALSE;
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, FALSE);
}

static gboolean
kh_tables_tab_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_stack_get_visible_child (KH_TABLES_TAB (widget)->stack));
}

static void
kh_tables_tab_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, KH_TABLES_TAB (object)->dirty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_tables_tab_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_tables_tab_parent_class)->dispose (object);
}

static void
kh_tables_tab_class_init (KhTablesTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_tables_tab_dispose;
  object_class->get_property = kh_tables_tab_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_tables_tab_grab_focus;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
kh_tables_tab_init (KhTablesTab *self)
{
  GtkWidget *switcher = gtk_stack_switcher_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_widget_add_css_class (switcher, "table-switcher");
  gtk_widget_set_parent (switcher, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
}

GtkWidget *
kh_tables_tab_new (KhServices      *services,
                   gint64           customer,
                   const KhTableId *tables,
                   guint            n_tables)
{
  KhTablesTab *self = g_object_new (KH_TYPE_TABLES_TAB, NULL);

  for (guint i = 0; i < n_tables; i++)
    {
      GtkWidget *page = kh_table_page_new (services, customer, tables[i]);

      g_signal_connect_object (page, "notify::dirty", G_CALLBACK (on_dirty_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "notice", G_CALLBACK (on_notice_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_titled (self->stack, page, kh_table_get (tables[i])->key, kh_table_get_label (tables[i]));
    }

  return GTK_WIDGET (self);
}

gboolean
kh_tables_tab_get_dirty (KhTablesTab *self)
{
  g_return_val_if_fail (KH_IS_TABLES_TAB (self), FALSE);

  return self->dirty;
}

void
kh_tables_tab_set_company (KhTablesTab *self,
                           KhCompany   *company)
{
  GtkWidget *page;

  g_return_if_fail (KH_IS_TABLES_TAB (self));

  for (page = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); page != NULL; page = gtk_widget_get_next_sibling (page))
    kh_table_page_set_company (KH_TABLE_PAGE (page), company);
}

static KhTablePage *
get_shown (KhTablesTab *self)
{
  return KH_TABLE_PAGE (gtk_stack_get_visible_child (self->stack));
}

void
kh_tables_tab_edit (KhTablesTab *self)
{
  g_return_if_fail (KH_IS_TABLES_TAB (self));

  kh_table_page_edit (get_shown (self));
}

void
kh_tables_tab_save_shown (KhTablesTab *self)
{
  g_return_if_fail (KH_IS_TABLES_TAB (self));

  kh_table_page_save (get_shown (self));
}

void
kh_tables_tab_cancel (KhTablesTab *self)
{
  g_return_if_fail (KH_IS_TABLES_TAB (self));

  kh_table_page_cancel (get_shown (self));
}

void
kh_tables_tab_save (KhTablesTab *self)
{
  g_return_if_fail (KH_IS_TABLES_TAB (self));

  self->saving = TRUE;
  save_next (self);
}
