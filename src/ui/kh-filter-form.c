/* kh-filter-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-filter-form.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-mnemonics.h"

#include <glib/gi18n-lib.h>

#define N_COLUMNS 2
#define FIELD_WIDTH 190

struct _KhFilterForm
{
  GtkWidget parent_instance;

  /* Owned: children */
  GtkWidget *kept_row;
  GtkWidget *grid;
  GtkWidget *keep_row;
  GtkWidget *result;

  /* Borrowed: of those */
  GtkWidget *kept;
  GtkWidget *labels[KH_N_FILTER_FIELDS];
  GtkWidget *fields[KH_N_FILTER_FIELDS];
  GtkWidget *sort;
  GtkWidget *descending;
  GtkWidget *name;
  GtkWidget *keep;
  GtkWidget *remove;

  /* Owned */
  KhStore *store;
  KhFilter *filter;
  GPtrArray *saved;

  /* State */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (KhFilterForm, kh_filter_form, GTK_TYPE_WIDGET)

static guint changed_signal;

static gboolean
may (KhFilterForm *self,
     KhGrant       grant)
{
  return kh_grants_has (kh_store_get_grants (self->store), grant);
}

static gboolean
is_list (KhFilterField field)
{
  const KhDatapoint *datapoint = kh_filter_field_datapoint (field);

  return kh_filter_field_choices (field) != NULL || (datapoint != NULL && datapoint->catalogue != KH_CATALOGUE_NONE);
}

static void
say (KhFilterForm *self,
     const char   *text)
{
  gtk_label_set_text (GTK_LABEL (self->result), text);
  gtk_widget_set_visible (self->result, *text != '\0');
}

static void
update_buttons (KhFilterForm *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  gtk_widget_set_sensitive (self->keep, name[strspn (name, " ")] != '\0' && !kh_filter_is_plain (self->filter));
  gtk_widget_set_sensitive (self->remove, kh_entry_list_get_chosen (KH_ENTRY_LIST (self->kept)) != NULL);
}

/* What is shown */

static void
show_choices (KhFilterForm  *self,
              KhFilterField  field)
{
  KhEntryList *list = KH_ENTRY_LIST (self->fields[field]);
  const KhChoice *choices = kh_filter_field_choices (field);
  const KhDatapoint *datapoint = kh_filter_field_datapoint (field);
  g_autoptr (GPtrArray) entries = NULL;

  kh_entry_list_begin (list);
  for (guint i = 0; choices != NULL && choices[i].value != NULL; i++)
    kh_entry_list_add (list, choices[i].value, _(choices[i].label));
  if (choices == NULL)
    entries = kh_catalogues_list (kh_store_get_catalogues (self->store), datapoint->catalogue, 0, 0);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

      kh_entry_list_add (list, id, entry->label);
    }
  kh_entry_list_end (list);
}

static void
show_sorts (KhFilterForm *self)
{
  KhEntryList *list = KH_ENTRY_LIST (self->sort);

  kh_entry_list_set_none (list, kh_filter_sort_label (KH_FILTER_BY_NAME));
  kh_entry_list_begin (list);
  for (guint i = KH_FILTER_BY_NAME + 1; i < KH_N_FILTER_SORTS; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i);

      if (may (self, kh_filter_sort_grant ((KhFilterSort) i)))
        kh_entry_list_add (list, value, kh_filter_sort_label ((KhFilterSort) i));
    }
  kh_entry_list_end (list);
}

static void
show_value (KhFilterForm  *self,
            KhFilterField  field)
{
  const char *value = kh_filter_get (self->filter, field);
  GtkWidget *widget = self->fields[field];

  gtk_widget_remove_css_class (widget, "error");
  if (is_list (field))
    kh_entry_list_set_chosen (KH_ENTRY_LIST (widget), value);
  else if (kh_filter_field_is_flag (field))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), value != NULL);
  else
    gtk_editable_set_text (GTK_EDITABLE (widget), value != NULL ? value : "");
}

static void
show_filter (KhFilterForm *self)
{
  g_autofree char *sort = g_strdup_printf ("%u", kh_filter_get_sort (self->filter));

  self->showing = TRUE;
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    show_value (self, (KhFilterField) i);
  kh_entry_list_set_chosen (KH_ENTRY_LIST (self->sort), kh_filter_get_sort (self->filter) == KH_FILTER_BY_NAME ? NULL : sort);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->descending), kh_filter_is_descending (self->filter));
  self->showing = FALSE;
  update_buttons (self);
}

/* Whoever may view less sees fewer fields; what they may not view is no filter any more. */
static void
follow_access (KhFilterForm *self)
{
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    {
      gboolean visible = may (self, kh_filter_field_grant ((KhFilterField) i));

      gtk_widget_set_visible (self->fields[i], visible);
      if (self->labels[i] != NULL)
        gtk_widget_set_visible (self->labels[i], visible);
      if (is_list ((KhFilterField) i))
        show_choices (self, (KhFilterField) i);
    }
  show_sorts (self);
  show_filter (self);
}

/* What is chosen */

static void
tell (KhFilterForm *self)
{
  update_buttons (self);
  g_signal_emit (self, changed_signal, 0);
}

static const char *
get_typed (KhFilterForm  *self,
           KhFilterField  field)
{
  GtkWidget *widget = self->fields[field];

  if (is_list (field))
    return kh_entry_list_get_chosen (KH_ENTRY_LIST (widget));
  if (kh_filter_field_is_flag (field))
    return gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)) ? "1" : NULL;

  return gtk_editable_get_text (GTK_EDITABLE (widget));
}

static void
on_field_changed_cb (KhFilterForm *self,
                     GtkWidget    *widget)
{
  KhFilterField field = (KhFilterField) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "field"));
  g_autoptr (GError) error = NULL;
  gboolean right;

  if (self->showing)
    return;
  right = kh_filter_set (self->filter, field, get_typed (self, field), &error);
  if (right)
    gtk_widget_remove_css_class (widget, "error");
  else
    gtk_widget_add_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  say (self, right ? "" : error->message);
  if (right)
    tell (self);
}

static void
on_sort_changed_cb (KhFilterForm *self)
{
  const char *chosen = kh_entry_list_get_chosen (KH_ENTRY_LIST (self->sort));

  if (self->showing)
    return;
  kh_filter_set_sort (self->filter, chosen != NULL ? (KhFilterSort) g_ascii_strtoull (chosen, NULL, 10) : KH_FILTER_BY_NAME,
                      gtk_check_button_get_active (GTK_CHECK_BUTTON (self->descending)));
  tell (self);
}

/* Filters by name */

static void
show_saved (KhFilterForm *self)
{
  KhEntryList *list = KH_ENTRY_LIST (self->kept);

  kh_entry_list_begin (list);
  for (guint i = 0; self->saved != NULL && i < self->saved->len; i++)
    {
      const KhSavedFilter *saved = g_ptr_array_index (self->saved, i);

      kh_entry_list_add (list, saved->name, saved->name);
    }
  kh_entry_list_end (list);
  gtk_widget_set_visible (self->kept_row, self->saved != NULL && self->saved->len > 0);
  update_buttons (self);
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KhFilterForm) self = user_data;
  g_autoptr (GPtrArray) saved = kh_store_list_filters_finish (KH_STORE (source), result, NULL);

  if (saved == NULL || self->kept_row == NULL)
    return;
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  self->saved = g_steal_pointer (&saved);
  show_saved (self);
}

static void
on_kept_chosen_cb (KhFilterForm *self)
{
  const char *name = kh_entry_list_get_chosen (KH_ENTRY_LIST (self->kept));
  g_autoptr (GError) error = NULL;

  update_buttons (self);
  for (guint i = 0; name != NULL && i < self->saved->len; i++)
    {
      const KhSavedFilter *saved = g_ptr_array_index (self->saved, i);
      g_autoptr (KhFilter) filter = NULL;

      if (!g_str_equal (saved->name, name))
        continue;
      filter = kh_filter_parse (saved->text, &error);
      say (self, filter != NULL ? "" : error->message);
      if (filter == NULL)
        return;
      gtk_editable_set_text (GTK_EDITABLE (self->name), name);
      kh_filter_form_set_filter (self, filter);
      tell (self);
      return;
    }
}

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KhFilterForm) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kh_store_save_filter_finish (KH_STORE (source), result, &error);

  if (self->kept_row == NULL)
    return;
  say (self, saved ? "" : error->message);
  if (saved)
    kh_filter_form_begin (self);
}

static void
keep (KhFilterForm *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (!gtk_widget_get_sensitive (self->keep))
    return;
  kh_store_save_filter_async (self->store, name, self->filter, NULL, on_saved_cb, g_object_ref (self));
}

static void
remove_kept (KhFilterForm *self)
{
  const char *name = kh_entry_list_get_chosen (KH_ENTRY_LIST (self->kept));

  if (name == NULL)
    return;
  kh_store_save_filter_async (self->store, name, NULL, NULL, on_saved_cb, g_object_ref (self));
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
}

/* The fields */

static GtkWidget *
make_label (const char *text,
            GtkWidget  *field,
            const char *name)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), KH_IS_ENTRY_LIST (field)
                                                      ? GTK_WIDGET (kh_entry_list_get_drop_down (KH_ENTRY_LIST (field))) : field);
  if (KH_IS_ENTRY_LIST (field))
    kh_entry_list_set_name (KH_ENTRY_LIST (field), name);
  else
    kh_accessible_name_widget (field, name);

  return label;
}

static GtkWidget *
make_list (KhFilterForm *self,
           GCallback     callback)
{
  GtkWidget *list = kh_entry_list_new ();

  gtk_widget_set_size_request (list, FIELD_WIDTH, -1);
  g_signal_connect_object (list, "chosen", callback, self, G_CONNECT_SWAPPED);

  return list;
}

static GtkWidget *
make_field (KhFilterForm  *self,
            KhFilterField  field,
            const char    *letters)
{
  GtkWidget *widget;

  if (is_list (field))
    widget = make_list (self, G_CALLBACK (on_field_changed_cb));
  else if (kh_filter_field_is_flag (field))
    {
      widget = gtk_check_button_new_with_mnemonic (letters);
      kh_accessible_name_widget (widget, kh_filter_field_label (field));
      g_signal_connect_object (widget, "toggled", G_CALLBACK (on_field_changed_cb), self, G_CONNECT_SWAPPED);
    }
  else
    {
      widget = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (widget), 12);
      if (kh_filter_field_is_date (field))
        gtk_entry_set_placeholder_text (GTK_ENTRY (widget), _("MM/DD/YYYY"));
      g_signal_connect_object (widget, "changed", G_CALLBACK (on_field_changed_cb), self, G_CONNECT_SWAPPED);
    }
  g_object_set_data (G_OBJECT (widget), "field", GUINT_TO_POINTER (field));

  return widget;
}

/* What is a field's own stands in two columns, what is on or off below it. */
static void
attach_fields (KhFilterForm *self,
               char        **letters)
{
  GtkGrid *grid = GTK_GRID (self->grid);
  int n = 0;

  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    {
      self->fields[i] = make_field (self, (KhFilterField) i, letters[i]);
      if (kh_filter_field_is_flag ((KhFilterField) i))
        continue;
      self->labels[i] = make_label (letters[i], self->fields[i], kh_filter_field_label ((KhFilterField) i));
      gtk_grid_attach (grid, self->labels[i], n % N_COLUMNS * 2, n / N_COLUMNS, 1, 1);
      gtk_grid_attach (grid, self->fields[i], n % N_COLUMNS * 2 + 1, n / N_COLUMNS, 1, 1);
      n++;
    }
  n = (n + 1) / N_COLUMNS * N_COLUMNS;
  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    {
      if (!kh_filter_field_is_flag ((KhFilterField) i))
        continue;
      gtk_grid_attach (grid, self->fields[i], n % N_COLUMNS * 2, n / N_COLUMNS, 2, 1);
      n++;
    }
}

static char **
assign_letters (void)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < KH_N_FILTER_FIELDS; i++)
    g_ptr_array_add (labels, (gpointer) kh_filter_field_label ((KhFilterField) i));
  g_ptr_array_add (labels, (gpointer) _("Sort By"));
  g_ptr_array_add (labels, (gpointer) _("Last First"));
  g_ptr_array_add (labels, (gpointer) _("Kept Filter"));
  g_ptr_array_add (labels, (gpointer) _("Keep As"));
  g_ptr_array_add (labels, NULL);

  return kh_mnemonics_assign ((const char * const *) labels->pdata, "");
}

static void
attach_sort (KhFilterForm *self,
             char        **letters)
{
  GtkGrid *grid = GTK_GRID (self->grid);

  self->sort = make_list (self, G_CALLBACK (on_sort_changed_cb));
  self->descending = gtk_check_button_new_with_mnemonic (letters[KH_N_FILTER_FIELDS + 1]);
  kh_accessible_name_widget (self->descending, _("Last First"));
  g_signal_connect_object (self->descending, "toggled", G_CALLBACK (on_sort_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (grid, make_label (letters[KH_N_FILTER_FIELDS], self->sort, _("Sort By")), 0, 100, 1, 1);
  gtk_grid_attach (grid, self->sort, 1, 100, 1, 1);
  gtk_grid_attach (grid, self->descending, 2, 100, 2, 1);
}

static GtkWidget *
make_button (KhFilterForm *self,
             const char   *label,
             GCallback     callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  kh_accessible_name_button (GTK_BUTTON (button));
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static void
make_rows_of_names (KhFilterForm *self,
                    char        **letters)
{
  self->kept = make_list (self, G_CALLBACK (on_kept_chosen_cb));
  gtk_widget_set_hexpand (self->kept, TRUE);
  /* Translators: a filter is not kept any more. */
  self->remove = make_button (self, _("Remove"), G_CALLBACK (remove_kept));
  gtk_box_append (GTK_BOX (self->kept_row), make_label (letters[KH_N_FILTER_FIELDS + 2], self->kept, _("Kept Filter")));
  gtk_box_append (GTK_BOX (self->kept_row), self->kept);
  gtk_box_append (GTK_BOX (self->kept_row), self->remove);

  self->name = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->name), KH_FILTER_LONGEST_NAME);
  gtk_widget_set_hexpand (self->name, TRUE);
  g_signal_connect_object (self->name, "changed", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "activate", G_CALLBACK (keep), self, G_CONNECT_SWAPPED);
  /* Translators: keeps a filter by its name. */
  self->keep = make_button (self, _("Keep"), G_CALLBACK (keep));
  gtk_box_append (GTK_BOX (self->keep_row), make_label (letters[KH_N_FILTER_FIELDS + 3], self->name, _("Keep As")));
  gtk_box_append (GTK_BOX (self->keep_row), self->name);
  gtk_box_append (GTK_BOX (self->keep_row), self->keep);
}

static void
kh_filter_form_dispose (GObject *object)
{
  KhFilterForm *self = KH_FILTER_FORM (object);

  g_clear_pointer (&self->kept_row, gtk_widget_unparent);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->keep_row, gtk_widget_unparent);
  g_clear_pointer (&self->result, gtk_widget_unparent);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_filter_form_parent_class)->dispose (object);
}

static void
kh_filter_form_finalize (GObject *object)
{
  KhFilterForm *self = KH_FILTER_FORM (object);

  kh_filter_free (self->filter);
  g_clear_pointer (&self->saved, g_ptr_array_unref);

  G_OBJECT_CLASS (kh_filter_form_parent_class)->finalize (object);
}

static void
kh_filter_form_class_init (KhFilterFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_filter_form_dispose;
  object_class->finalize = kh_filter_form_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "filter-form");
}

static void
kh_filter_form_init (KhFilterForm *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  g_auto (GStrv) letters = assign_letters ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->filter = kh_filter_new ();
  self->kept_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 12, "row-spacing", 6, NULL);
  self->keep_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->result = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "wrap", TRUE, "xalign", 0.0,
                               "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->result, "error-text");
  attach_fields (self, letters);
  attach_sort (self, letters);
  make_rows_of_names (self, letters);
  gtk_widget_set_parent (self->kept_row, GTK_WIDGET (self));
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gtk_widget_set_parent (self->keep_row, GTK_WIDGET (self));
  gtk_widget_set_parent (self->result, GTK_WIDGET (self));
  gtk_widget_set_visible (self->kept_row, FALSE);
}

GtkWidget *
kh_filter_form_new (void)
{
  return g_object_new (KH_TYPE_FILTER_FORM, NULL);
}

void
kh_filter_form_set_store (KhFilterForm *self,
                          KhStore      *store)
{
  g_return_if_fail (KH_IS_FILTER_FORM (self));
  g_return_if_fail (self->store == NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "notify::catalogues", G_CALLBACK (follow_access), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (follow_access), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (follow_access), self, G_CONNECT_SWAPPED);
  follow_access (self);
}

const KhFilter *
kh_filter_form_get_filter (KhFilterForm *self)
{
  g_return_val_if_fail (KH_IS_FILTER_FORM (self), NULL);

  return self->filter;
}

void
kh_filter_form_set_filter (KhFilterForm   *self,
                           const KhFilter *filter)
{
  KhFilter *copy = kh_filter_copy (filter);

  g_return_if_fail (KH_IS_FILTER_FORM (self));

  kh_filter_free (self->filter);
  self->filter = copy;
  show_filter (self);
}

void
kh_filter_form_begin (KhFilterForm *self)
{
  g_return_if_fail (KH_IS_FILTER_FORM (self));

  kh_store_list_filters_async (self->store, NULL, on_listed_cb, g_object_ref (self));
}
