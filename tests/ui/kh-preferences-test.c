/* kh-preferences-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-preferences-test.h"

#include "kh-window.h"

#include <string.h>

GtkWidget *
preferences_root (PreferencesTest *self)
{
  return GTK_WIDGET (self->preferences);
}

GtkWidget *
preferences_field (PreferencesTest *self,
                   const char      *label)
{
  return kh_ui_wait_field (preferences_root (self), label);
}

/* The staff */

void
preferences_sign_in (PreferencesTest *self,
                     gint64           member)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_sign_in_async (self->office.store, member, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_sign_in_finish (self->office.store, result, NULL));
}

gint64
preferences_save_member (PreferencesTest *self,
                         const KhMember  *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_member_async (self->office.store, member, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_member_finish (self->office.store, result, &error);
  g_assert_no_error (error);

  return id;
}

void
preferences_set_up_staff (PreferencesTest *self)
{
  GPtrArray *groups;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhMember) clerk = kh_member_new ();

  kh_store_make_owner_async (self->office.store, "Maria Vega", NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  self->owner = kh_store_make_owner_finish (self->office.store, result, NULL);
  preferences_sign_in (self, self->owner);
  clerk->name = g_strdup ("Dana Okafor");
  groups = kh_staff_get_groups (kh_store_get_staff (self->office.store));
  clerk->group = ((const KhGroup *) g_ptr_array_index (groups, 2))->id;
  self->clerk = preferences_save_member (self, clerk);
}

/* The catalogues */

gint64
preferences_save_entry (PreferencesTest        *self,
                        KhCatalogueId           catalogue,
                        const KhCatalogueEntry *entry)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_entry_async (self->office.store, catalogue, entry, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_entry_finish (self->office.store, result, &error);
  g_assert_no_error (error);

  return id;
}

gint64
preferences_add_entry (PreferencesTest *self,
                       KhCatalogueId    catalogue,
                       const char      *label,
                       gint64           parent)
{
  g_autofree char *copy = g_strdup (label);
  const KhCatalogueEntry entry = { .label = copy, .parent = parent, .active = TRUE };

  return preferences_save_entry (self, catalogue, &entry);
}

const KhCatalogueEntry *
preferences_find (PreferencesTest *self,
                  KhCatalogueId    catalogue,
                  const char      *label)
{
  return kh_catalogues_find (kh_store_get_catalogues (self->office.store), catalogue, label);
}

/* The windows */

void
preferences_show_tab (PreferencesTest *self,
                      const char      *title)
{
  GtkNotebook *notebook = GTK_NOTEBOOK (kh_ui_find_type (preferences_root (self), GTK_TYPE_NOTEBOOK));

  kh_ui_wait_active (self->preferences);
  for (int i = 0; i < gtk_notebook_get_n_pages (notebook); i++)
    {
      GtkWidget *page = gtk_notebook_get_nth_page (notebook, i);

      if (!g_str_equal (gtk_label_get_text (GTK_LABEL (gtk_notebook_get_tab_label (notebook, page))), title))
        continue;
      g_assert_true (gtk_widget_get_visible (page));
      /* As a click on the tab does. */
      gtk_notebook_set_current_page (notebook, i);
      KH_UI_WAIT (gtk_widget_get_mapped (page));
      return;
    }
  g_assert_not_reached ();
}

void
preferences_open (PreferencesTest *self,
                  const char      *tab)
{
  kh_ui_wait_active (self->window);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  self->preferences = kh_ui_wait_window ("Preferences");
  preferences_show_tab (self, tab);
}

void
preferences_close (PreferencesTest *self)
{
  kh_ui_wait_active (self->preferences);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Preferences");
  kh_ui_wait_active (self->window);
}

void
preferences_show_window (PreferencesTest *self,
                         const char      *tab)
{
  self->window = GTK_WINDOW (kh_window_new (self->office.application, self->office.services));
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  preferences_open (self, tab);
}

void
preferences_start (PreferencesTest *self,
                   const char      *tab)
{
  kh_ui_fixture_init (&self->office);
  preferences_set_up_staff (self);
  preferences_add_entry (self, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring Mailing",
                         preferences_add_entry (self, KH_CATALOGUE_LEAD_SOURCES, "Mail", 0));
  preferences_add_entry (self, KH_CATALOGUE_ACCOUNT_CLASSES, "Residential", 0);
  preferences_add_entry (self, KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial", 0);
  preferences_show_window (self, tab);
}

void
preferences_choose (PreferencesTest *self,
                    const char      *label,
                    const char      *item)
{
  kh_ui_choose (preferences_field (self, label), item);
  kh_ui_settle (self->preferences);
}

void
preferences_save (PreferencesTest *self)
{
  kh_ui_wait_active (self->preferences);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
}

gboolean
preferences_may_save (PreferencesTest *self)
{
  return gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (self), "Save"));
}

static GtkDropDown *
get_drop_down (GtkWidget *widget)
{
  return GTK_DROP_DOWN (kh_ui_find_type (widget, GTK_TYPE_DROP_DOWN));
}

gboolean
preferences_has_item (GtkWidget  *widget,
                      const char *label)
{
  GtkStringList *items = GTK_STRING_LIST (gtk_drop_down_get_model (get_drop_down (widget)));
  const char *item;

  for (guint i = 0; (item = gtk_string_list_get_string (items, i)) != NULL; i++)
    if (g_str_equal (item, label))
      return TRUE;

  return FALSE;
}

gboolean
preferences_has_chosen (GtkWidget  *widget,
                        const char *label)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (get_drop_down (widget));

  return g_str_equal (gtk_string_object_get_string (chosen), label);
}

static void
collect_mnemonics (GtkWidget *widget,
                   GString   *letters)
{
  guint keyval = GTK_IS_LABEL (widget) ? gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) : GDK_KEY_VoidSymbol;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (keyval != GDK_KEY_VoidSymbol)
    {
      g_assert_null (strchr (letters->str, (int) keyval));
      g_string_append_c (letters, (char) keyval);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_mnemonics (child, letters);
}

void
preferences_assert_mnemonics (PreferencesTest *self,
                              gsize            n)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  kh_ui_settle (self->preferences);
  collect_mnemonics (preferences_root (self), letters);
  g_assert_cmpuint (letters->len, ==, n);
}

void
preferences_end (PreferencesTest *self)
{
  kh_ui_fixture_clear (&self->office);
}
