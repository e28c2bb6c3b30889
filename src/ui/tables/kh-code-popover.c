/* kh-code-popover.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-code-popover.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define CODE_CHARS 4
#define LABEL_CHARS 24
#define MOST_LABEL_CHARS 48
#define MOST_HEIGHT 280

struct _KhCodePopover
{
  GtkPopover parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *list;
  GtkWidget *none;
  GtkWidget *scroller;

  /* Owned */
  GListStore *codes;
  GtkFilter *filter;
  GtkSingleSelection *selection;
  char *typed;
};

G_DEFINE_FINAL_TYPE (KhCodePopover, kh_code_popover, GTK_TYPE_POPOVER)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
fits (gpointer item,
      gpointer data)
{
  const KhCodePopover *self = data;

  return self->typed == NULL || kh_code_matches (item, self->typed);
}

static guint
count_shown (KhCodePopover *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static void
select_at (KhCodePopover *self,
           guint          position)
{
  if (position >= count_shown (self))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
}

static void
set_typed (KhCodePopover *self,
           const char    *typed)
{
  gboolean any;

  g_free (self->typed);
  self->typed = g_strdup (typed);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  any = count_shown (self) > 0;
  gtk_widget_set_visible (self->scroller, any);
  gtk_widget_set_visible (self->none, !any);
  select_at (self, 0);
}

/* Rows */

static void
on_factory_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                     GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *code = gtk_label_new (NULL);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (code), 0);
  gtk_label_set_width_chars (GTK_LABEL (code), CODE_CHARS);
  gtk_widget_add_css_class (code, "code");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), LABEL_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_LABEL_CHARS);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), code);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
on_factory_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                    GtkListItem              *item)
{
  KhCode *code = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  g_autofree char *name = g_strdup_printf ("%s, %s", kh_code_get_code (code), kh_code_get_label (code));

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), kh_code_get_code (code));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), kh_code_get_label (code));
  kh_accessible_name_list_row (box, name);
}

static void
on_list_activate_cb (KhCodePopover *self,
                     guint          position)
{
  g_autoptr (KhCode) code = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (code != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, code);
}

/* Before it is there, GTK cannot scroll. */
static void
on_map_cb (KhCodePopover *self)
{
  select_at (self, gtk_single_selection_get_selected (self->selection));
}

static void
kh_code_popover_dispose (GObject *object)
{
  KhCodePopover *self = KH_CODE_POPOVER (object);

  if (self->list != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list), NULL);
  self->list = NULL;

  G_OBJECT_CLASS (kh_code_popover_parent_class)->dispose (object);
}

static void
kh_code_popover_finalize (GObject *object)
{
  KhCodePopover *self = KH_CODE_POPOVER (object);

  g_object_unref (self->selection);
  g_object_unref (self->filter);
  g_object_unref (self->codes);
  g_free (self->typed);

  G_OBJECT_CLASS (kh_code_popover_parent_class)->finalize (object);
}

static void
kh_code_popover_class_init (KhCodePopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_code_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_code_popover_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, KH_TYPE_CODE);
}

static void
build_model (KhCodePopover *self)
{
  GtkFilterListModel *filtered;

  self->codes = g_list_store_new (KH_TYPE_CODE);
  self->filter = GTK_FILTER (gtk_custom_filter_new (fits, self, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->codes)), g_object_ref (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
}

static void
build_list (KhCodePopover *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_factory_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_factory_bind_cb), NULL);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_list_activate_cb), self, G_CONNECT_SWAPPED);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
}

/* It takes no focus, and so does not close by itself when something else is clicked. */
static void
kh_code_popover_init (KhCodePopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  build_model (self);
  build_list (self);
  self->none = gtk_label_new (_("Nothing in the list fits."));
  gtk_widget_add_css_class (self->none, "dim");
  gtk_widget_set_visible (self->none, FALSE);
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), self->none);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "codes");
  g_signal_connect_after (self, "map", G_CALLBACK (on_map_cb), NULL);
}

GtkWidget *
kh_code_popover_new (void)
{
  return g_object_new (KH_TYPE_CODE_POPOVER, NULL);
}

static guint
find (KhCodePopover *self,
      KhCode        *code)
{
  for (guint i = 0; i < count_shown (self); i++)
    {
      g_autoptr (KhCode) shown = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (shown == code)
        return i;
    }

  return 0;
}

gboolean
kh_code_popover_open (KhCodePopover *self,
                      GPtrArray     *codes,
                      const char    *typed)
{
  KhCode *there;
  gboolean all;

  g_return_val_if_fail (KH_IS_CODE_POPOVER (self), FALSE);
  g_return_val_if_fail (codes != NULL && typed != NULL, FALSE);

  there = kh_codes_find (codes, typed);
  g_list_store_splice (self->codes, 0, g_list_model_get_n_items (G_LIST_MODEL (self->codes)), codes->pdata, codes->len);
  set_typed (self, there != NULL ? NULL : typed);
  all = there != NULL || *typed == '\0' || count_shown (self) == 0;
  if (all)
    set_typed (self, NULL);
  if (there != NULL)
    select_at (self, find (self, there));
  gtk_popover_popup (GTK_POPOVER (self));

  return all;
}

void
kh_code_popover_filter (KhCodePopover *self,
                        const char    *typed)
{
  g_return_if_fail (KH_IS_CODE_POPOVER (self));

  set_typed (self, typed);
}

void
kh_code_popover_move (KhCodePopover *self,
                      int            by)
{
  const gint64 n = count_shown (self);
  gint64 position;

  g_return_if_fail (KH_IS_CODE_POPOVER (self));

  if (n == 0)
    return;
  position = (gint64) gtk_single_selection_get_selected (self->selection) + by;
  select_at (self, (guint) CLAMP (position, 0, n - 1));
}

KhCode *
kh_code_popover_get_selected (KhCodePopover *self)
{
  g_return_val_if_fail (KH_IS_CODE_POPOVER (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}
