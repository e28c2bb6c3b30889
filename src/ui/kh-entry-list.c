/* kh-entry-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-entry-list.h"

#include "kh-accessible.h"
#include "kh-focus.h"

#include <glib/gi18n-lib.h>

/* A list that does not fit a screen is searched. */
#define SHORT_LIST 20
#define TYPE_AHEAD_PAUSE (G_USEC_PER_SEC * 3 / 2)

struct _KhEntryList {
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *drop_down;
  GPtrArray *values;
  GPtrArray *coming_values;
  GPtrArray *coming_labels;
  char *name;
  char *none;
  GString *typed;

  /* state */
  gint64 typed_at;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KhEntryList, kh_entry_list, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_label (KhEntryList *self,
           guint        position)
{
  GtkStringList *labels = GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->drop_down)));

  return gtk_string_list_get_string (labels, position);
}

/* What a screen reader says stands on the button, where the focus goes. */
static void
update_name (KhEntryList *self)
{
  GtkWidget *button = gtk_widget_get_first_child (self->drop_down);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  g_autofree char *spoken = NULL;

  if (self->name == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  /* Translators: the name of a field and the entry chosen for it. */
  spoken = g_strdup_printf (_("%s: %s"), self->name,
                            selected == 0 && self->none == NULL ? _("none") : get_label (self, selected));
  kh_accessible_name_widget (self->drop_down, self->name);
  kh_accessible_name_widget (button, spoken);
}

static gboolean
begins_with (const char *label,
             const char *typed)
{
  g_autofree char *folded = g_utf8_casefold (label, -1);

  return g_str_has_prefix (folded, typed);
}

/* Who fills in addresses all day types TX, not Texas; entries that have a number are known by
 * their names only. */
static gboolean
is_code (const char *value,
         const char *typed)
{
  return value != NULL && g_ascii_isalpha (typed[0]) && typed[1] != '\0' && g_ascii_strcasecmp (value, typed) == 0;
}

static guint
find_typed (KhEntryList *self,
            const char  *typed,
            guint        start)
{
  for (guint i = 1; i < self->values->len; i++)
    if (is_code (self->values->pdata[i], typed))
      return i;

  for (guint i = 0; i < self->values->len; i++)
    {
      guint position = (start + i) % self->values->len;

      if (position != 0 && begins_with (get_label (self, position), typed))
        return position;
    }

  return GTK_INVALID_LIST_POSITION;
}

/* The same letter again goes on to the next entry, as in every list. */
static void
choose_typed (KhEntryList *self)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (self->drop_down);
  g_autofree char *folded = g_utf8_casefold (self->typed->str, -1);
  guint position = gtk_drop_down_get_selected (drop_down);

  if (position == GTK_INVALID_LIST_POSITION)
    position = 0;
  if (g_utf8_strlen (folded, -1) == 1)
    position++;

  position = find_typed (self, folded, position);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_drop_down_set_selected (drop_down, position);
}

static gboolean
on_button_key_pressed_cb (KhEntryList     *self,
                          guint            keyval,
                          guint            keycode G_GNUC_UNUSED,
                          GdkModifierType  state)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  gint64 now = g_get_monotonic_time ();

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (now - self->typed_at > TYPE_AHEAD_PAUSE)
    g_string_truncate (self->typed, 0);
  if (letter == 0 || !g_unichar_isprint (letter) || (letter == ' ' && self->typed->len == 0))
    return GDK_EVENT_PROPAGATE;

  self->typed_at = now;
  g_string_append_unichar (self->typed, letter);
  choose_typed (self);

  return GDK_EVENT_STOP;
}

static void
on_button_focus_leave_cb (KhEntryList *self)
{
  g_string_truncate (self->typed, 0);
}

static void
on_drop_down_selected_cb (KhEntryList *self)
{
  update_name (self);
  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static GtkWidget *
find_child (GtkWidget *widget,
            GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* GTK 4.8 opens the list at its first row. People expect it at the chosen one, and where
 * there is a search entry, to type into it at once. */
static void
on_popover_map_cb (KhEntryList *self,
                   GtkWidget   *popover)
{
  GtkWidget *search = find_child (popover, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *list = find_child (popover, GTK_TYPE_LIST_VIEW);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  if (list != NULL && selected != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", selected);
  if (search != NULL && gtk_drop_down_get_enable_search (GTK_DROP_DOWN (self->drop_down)))
    gtk_widget_grab_focus (search);
}

static GtkWidget *
make_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);

  return label;
}

static void
on_button_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                    GtkListItem              *item)
{
  gtk_list_item_set_child (item, make_label ());
}

static void
on_button_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                   GtkListItem              *item)
{
  GtkStringObject *entry = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (entry));
}

static void
make_row (GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = make_label ();

  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, box);
}

static void
mark_chosen (KhEntryList *self,
             GtkListItem *item)
{
  GtkWidget *mark = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  gpointer chosen = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->drop_down));

  gtk_widget_set_opacity (mark, chosen == gtk_list_item_get_item (item) ? 1 : 0);
}

static void
on_row_bind_cb (KhEntryList *self,
                GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), text);
  mark_chosen (self, item);
  kh_accessible_name_list_row (box, text);
}

/* The rows are bound while the list is closed; the check mark is set when it opens. */
static void
on_row_map_cb (GtkListItem *item,
               GtkWidget   *box)
{
  GtkWidget *list = gtk_widget_get_ancestor (box, KH_TYPE_ENTRY_LIST);

  if (list != NULL)
    mark_chosen (KH_ENTRY_LIST (list), item);
}

static void
on_row_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
                 GtkListItem              *item)
{
  make_row (item);
  g_signal_connect_object (gtk_list_item_get_child (item), "map", G_CALLBACK (on_row_map_cb), item, G_CONNECT_SWAPPED);
}

static void
set_factories (KhEntryList *self)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) row = gtk_signal_list_item_factory_new ();

  g_signal_connect (button, "setup", G_CALLBACK (on_button_setup_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (on_button_bind_cb), NULL);
  g_signal_connect (row, "setup", G_CALLBACK (on_row_setup_cb), NULL);
  g_signal_connect_swapped (row, "bind", G_CALLBACK (on_row_bind_cb), self);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->drop_down), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (self->drop_down), row);
}

static gboolean
kh_entry_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KH_ENTRY_LIST (widget)->drop_down);
}

static void
kh_entry_list_dispose (GObject *object)
{
  KhEntryList *self = KH_ENTRY_LIST (object);

  self->updating = TRUE;
  g_clear_pointer (&self->drop_down, gtk_widget_unparent);

  G_OBJECT_CLASS (kh_entry_list_parent_class)->dispose (object);
}

static void
kh_entry_list_finalize (GObject *object)
{
  KhEntryList *self = KH_ENTRY_LIST (object);

  g_ptr_array_unref (self->values);
  g_clear_pointer (&self->coming_values, g_ptr_array_unref);
  g_clear_pointer (&self->coming_labels, g_ptr_array_unref);
  g_free (self->name);
  g_free (self->none);
  g_string_free (self->typed, TRUE);

  G_OBJECT_CLASS (kh_entry_list_parent_class)->finalize (object);
}

static void
kh_entry_list_class_init (KhEntryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_entry_list_dispose;
  object_class->finalize = kh_entry_list_finalize;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_entry_list_grab_focus;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kh_entry_list_init (KhEntryList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkExpression *label = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  const char *none[] = { "—", NULL };
  GtkWidget *popover;

  self->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->values, NULL);
  self->typed = g_string_new (NULL);
  self->drop_down = gtk_drop_down_new (G_LIST_MODEL (gtk_string_list_new (none)), label);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  set_factories (self);
  g_signal_connect_object (self->drop_down, "notify::selected",
                           G_CALLBACK (on_drop_down_selected_cb), self, G_CONNECT_SWAPPED);

  popover = find_child (self->drop_down, GTK_TYPE_POPOVER);
  if (popover != NULL)
    g_signal_connect_object (popover, "map", G_CALLBACK (on_popover_map_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_button_key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (gtk_widget_get_first_child (self->drop_down), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_button_focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (gtk_widget_get_first_child (self->drop_down), focus);
}

GtkWidget *
kh_entry_list_new (void)
{
  return g_object_new (KH_TYPE_ENTRY_LIST, NULL);
}

GtkDropDown *
kh_entry_list_get_drop_down (KhEntryList *self)
{
  g_return_val_if_fail (KH_IS_ENTRY_LIST (self), NULL);

  return GTK_DROP_DOWN (self->drop_down);
}

const char *
kh_entry_list_get_chosen (KhEntryList *self)
{
  guint selected;

  g_return_val_if_fail (KH_IS_ENTRY_LIST (self), NULL);

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  return selected < self->values->len ? g_ptr_array_index (self->values, selected) : NULL;
}

void
kh_entry_list_set_chosen (KhEntryList *self,
                          const char  *value)
{
  guint position = 0;

  g_return_if_fail (KH_IS_ENTRY_LIST (self));

  for (guint i = 0; i < self->values->len; i++)
    {
      if (g_strcmp0 (g_ptr_array_index (self->values, i), value) == 0)
        position = i;
    }

  self->updating = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), position);
  self->updating = FALSE;
}

void
kh_entry_list_set_name (KhEntryList *self,
                        const char  *name)
{
  g_return_if_fail (KH_IS_ENTRY_LIST (self));

  g_free (self->name);
  self->name = g_strdup (name);
  update_name (self);
}

void
kh_entry_list_set_none (KhEntryList *self,
                        const char  *none)
{
  g_return_if_fail (KH_IS_ENTRY_LIST (self));

  g_free (self->none);
  self->none = g_strdup (none);
}

void
kh_entry_list_begin (KhEntryList *self)
{
  g_return_if_fail (KH_IS_ENTRY_LIST (self));

  g_clear_pointer (&self->coming_values, g_ptr_array_unref);
  g_clear_pointer (&self->coming_labels, g_ptr_array_unref);
  self->coming_values = g_ptr_array_new_with_free_func (g_free);
  self->coming_labels = g_ptr_array_new_with_free_func (g_free);
  kh_entry_list_add (self, NULL, self->none != NULL ? self->none : "—");
}

void
kh_entry_list_add (KhEntryList *self,
                   const char  *value,
                   const char  *label)
{
  g_return_if_fail (KH_IS_ENTRY_LIST (self));
  g_return_if_fail (self->coming_values != NULL);

  g_ptr_array_add (self->coming_values, g_strdup (value));
  g_ptr_array_add (self->coming_labels, g_strdup (label));
}

static gboolean
is_as_before (KhEntryList *self)
{
  if (self->coming_values->len != self->values->len)
    return FALSE;

  for (guint i = 0; i < self->values->len; i++)
    {
      if (g_strcmp0 (g_ptr_array_index (self->values, i), g_ptr_array_index (self->coming_values, i)) != 0 ||
          g_strcmp0 (get_label (self, i), g_ptr_array_index (self->coming_labels, i)) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
take_entries (KhEntryList *self)
{
  g_autoptr (GtkStringList) labels = NULL;
  g_autofree char *chosen = g_strdup (kh_entry_list_get_chosen (self));

  g_ptr_array_add (self->coming_labels, NULL);
  labels = gtk_string_list_new ((const char * const *) self->coming_labels->pdata);

  self->updating = TRUE;
  g_clear_pointer (&self->values, g_ptr_array_unref);
  self->values = g_steal_pointer (&self->coming_values);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (labels));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), self->values->len > SHORT_LIST);
  kh_entry_list_set_chosen (self, chosen);
  update_name (self);
}

void
kh_entry_list_end (KhEntryList *self)
{
  g_return_if_fail (KH_IS_ENTRY_LIST (self));
  g_return_if_fail (self->coming_values != NULL);

  if (!is_as_before (self))
    take_entries (self);
  g_clear_pointer (&self->coming_values, g_ptr_array_unref);
  g_clear_pointer (&self->coming_labels, g_ptr_array_unref);
}
