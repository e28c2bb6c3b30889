/* kh-find-doubles-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-find-doubles-window.h"

#include "kh-accessible.h"
#include "kh-count.h"
#include "kh-double-row.h"
#include "kh-one-stop.h"

#include <glib/gi18n-lib.h>

#define ROW_HEADING "kh-heading"

struct _KhFindDoublesWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *again_button;
  GtkButton *cancel_button;
  GtkButton *close_button;
  GtkListBox *list;
  GtkProgressBar *progress;
  GtkStack *stack;
  GtkLabel *stopped_label;
  GtkLabel *summary;

  /* Owned */
  KhStore *store;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KhFindDoublesWindow, kh_find_doubles_window, GTK_TYPE_WINDOW)

static guint open_customer_signal;

static void
show_state (KhFindDoublesWindow *self,
            const char          *name)
{
  gboolean searching = g_str_equal (name, "searching");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), searching);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), !searching);
  if (searching)
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  else if (g_str_equal (name, "groups"))
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

/* The groups */

/* The reason stands above the first row of each group. */
static void
set_header (GtkListBoxRow *row,
            GtkListBoxRow *before G_GNUC_UNUSED,
            gpointer       user_data G_GNUC_UNUSED)
{
  const char *text = g_object_get_data (G_OBJECT (row), ROW_HEADING);
  GtkWidget *heading;

  if (text == NULL || gtk_list_box_row_get_header (row) != NULL)
    return;
  heading = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_add_css_class (heading, "double-group");
  gtk_list_box_row_set_header (row, heading);
}

static GtkWidget *
new_more_row (guint n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *count = kh_count_format (n);
  /* Translators: how many customers there are besides those that are listed. */
  g_autofree char *text = g_strdup_printf (ngettext ("And %s more.", "And %s more.", n), count);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  kh_accessible_name_widget (row, text);

  return row;
}

static void
add_group (KhFindDoublesWindow *self,
           const KhDoubleGroup *group)
{
  g_autofree char *reason = kh_double_reasons_to_text (group->reasons);

  for (guint i = 0; i < group->doubles->len; i++)
    {
      GtkWidget *row = kh_double_row_new (g_ptr_array_index (group->doubles, i), NULL);

      if (i == 0)
        g_object_set_data_full (G_OBJECT (row), ROW_HEADING, g_strdup (reason), g_free);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
      gtk_list_box_append (self->list, row);
    }
  if (group->n_more > 0)
    gtk_list_box_append (self->list, new_more_row (group->n_more));
}

static void
clear_list (KhFindDoublesWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static char *
dup_summary (guint    n,
             gboolean more)
{
  g_autofree char *count = kh_count_format (n);

  if (more)
    return g_strdup_printf (_("These are the first %s groups of customers who are likely to be one. "
                              "There are more: look again when you are through."), count);

  return g_strdup_printf (ngettext ("%s group of customers is likely to be one customer. Open them and compare.",
                                    "%s groups of customers are each likely to be one customer. Open them and compare.", n),
                          count);
}

static void
show_groups (KhFindDoublesWindow *self,
             GPtrArray           *groups,
             gboolean             more)
{
  g_autofree char *summary = dup_summary (groups->len, more);

  if (groups->len == 0)
    {
      show_state (self, "none");
      return;
    }
  for (guint i = 0; i < groups->len; i++)
    add_group (self, g_ptr_array_index (groups, i));
  gtk_label_set_text (self->summary, summary);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  show_state (self, "groups");
}

/* Looking */

static void
on_progress_cb (double   fraction,
                gpointer user_data)
{
  KhFindDoublesWindow *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KhFindDoublesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  gboolean stopped = g_cancellable_is_cancelled (self->cancellable);
  gboolean more = FALSE;

  groups = kh_store_find_all_doubles_finish (KH_STORE (source), result, &more, &error);
  g_clear_object (&self->cancellable);
  /* The window was closed meanwhile. */
  if (self->store == NULL)
    return;

  if (groups != NULL)
    {
      show_groups (self, groups, more);
      return;
    }
  gtk_label_set_text (self->stopped_label, stopped ? _("You stopped the search.") : error->message);
  show_state (self, "stopped");
}

static void
look (KhFindDoublesWindow *self)
{
  if (self->cancellable != NULL)
    return;

  clear_list (self);
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_state (self, "searching");
  self->cancellable = g_cancellable_new ();
  kh_store_find_all_doubles_async (self->store, on_progress_cb, self, self->cancellable,
                                   on_found_cb, g_object_ref (self));
}

static void
on_cancel_clicked_cb (KhFindDoublesWindow *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_again_clicked_cb (KhFindDoublesWindow *self)
{
  look (self);
}

static void
on_list_row_activated_cb (KhFindDoublesWindow *self,
                          GtkListBoxRow       *row)
{
  g_signal_emit (self, open_customer_signal, 0, kh_double_row_get_number (row));
}

static void
kh_find_doubles_window_dispose (GObject *object)
{
  KhFindDoublesWindow *self = KH_FIND_DOUBLES_WINDOW (object);

  /* The search keeps the window until it has ended, and says nothing once it is cancelled. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_find_doubles_window_parent_class)->dispose (object);
}

static void
kh_find_doubles_window_class_init (KhFindDoublesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_find_doubles_window_dispose;
  open_customer_signal = g_signal_new ("open-customer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-find-doubles-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, stopped_label);
  gtk_widget_class_bind_template_child (widget_class, KhFindDoublesWindow, summary);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_row_activated_cb);
}

static void
kh_find_doubles_window_init (KhFindDoublesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, set_header, NULL, NULL);
  kh_accessible_name_button (self->again_button);
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->close_button);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Likely doubles"));
  kh_accessible_name_widget (GTK_WIDGET (self->progress), _("Looking for doubles"));
}

GtkWindow *
kh_find_doubles_window_new (KhStore *store)
{
  KhFindDoublesWindow *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);

  self = g_object_new (KH_TYPE_FIND_DOUBLES_WINDOW, NULL);
  self->store = g_object_ref (store);
  look (self);

  return GTK_WINDOW (self);
}
