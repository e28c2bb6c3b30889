/* kh-switch-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-switch-list.h"

#include "kh-focus.h"
#include "kh-switch-heading.h"
#include "kh-switch-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As many rows as can be seen when the list appears, and as many as are built at a time after
 * that: a row costs about a millisecond until it is on the screen. */
#define FIRST_ROWS 16
#define NEXT_ROWS 8

/* What is typed within this time of one another is one word. */
#define WORD_PAUSE (800 * G_TIME_SPAN_MILLISECOND)

struct _KhSwitchList
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants; the headings are owned */
  GtkWidget *scroller;
  GtkListBox *list;
  GtkWidget *last;
  GtkWidget *headings[KH_N_SECTIONS];

  /* Owned */
  GListModel *model;
  KhDraft *draft;
  GHashTable *rows;
  GString *word;
  char *filter;

  /* State */
  const KhSwitchModel *functions;
  gint64 word_at;
  guint limit;
  guint build_source;
};

G_DEFINE_FINAL_TYPE (KhSwitchList, kh_switch_list, GTK_TYPE_WIDGET)

enum {
  LOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KhSection
get_section (GObject *item)
{
  guint section;

  g_object_get (item, "section", &section, NULL);

  return (KhSection) section;
}

static gboolean
is_filtered (KhSwitchList *self)
{
  return *self->filter != '\0';
}

/* Headings */

/* What stands below another line counts with that. */
static void
count_rows (KhSwitchList *self,
            KhSection     section,
            guint        *n_rows,
            guint        *n_on)
{
  *n_rows = *n_on = 0;
  for (guint i = 0; i < g_list_model_get_n_items (self->model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);
      gboolean on;

      if (get_section (item) != section || kh_switch_row_find_level (item) > 0)
        continue;
      g_object_get (item, "on", &on, NULL);
      (*n_rows)++;
      *n_on += on ? 1 : 0;
    }
}

/* A check for all would move what the filter hides, so there is none while it does. */
static void
update_heading (KhSwitchList *self,
                KhSection     section)
{
  g_autofree char *count = NULL;
  guint n_rows, n_on, n, n_free_on;

  if (self->headings[section] == NULL)
    return;
  count_rows (self, section, &n_rows, &n_on);
  count = self->functions->dup_count (n_on, n_rows);
  n = self->functions->count_free (self->model, section, &n_free_on);
  kh_switch_heading_update (KH_SWITCH_HEADING (self->headings[section]), count, n, n_free_on, !is_filtered (self));
}

static void
update_headings (KhSwitchList *self)
{
  for (guint i = 0; i < KH_N_SECTIONS; i++)
    update_heading (self, (KhSection) i);
}

static GtkWidget *
ensure_heading (KhSwitchList *self,
                KhSection     section)
{
  if (self->headings[section] == NULL)
    self->headings[section] = g_object_ref_sink (kh_switch_heading_new (section));

  return self->headings[section];
}

static void
press_heading (KhSwitchList *self,
               KhSection     section)
{
  guint n_on;
  guint n = self->functions->count_free (self->model, section, &n_on);

  if (n > 0 && !is_filtered (self))
    self->functions->set_section (self->model, section, n_on < n);
}

/* Rows */

static void
on_item_notify_cb (KhSwitchList *self,
                   GParamSpec   *pspec G_GNUC_UNUSED,
                   GObject      *item)
{
  if (kh_switch_row_find_level (item) == 0)
    update_heading (self, get_section (item));
}

static GtkWidget *
ensure_row (KhSwitchList *self,
            GObject      *item)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, item);

  if (row != NULL)
    return row;
  row = kh_switch_row_new (item);
  if (self->draft != NULL)
    kh_switch_row_set_draft (KH_SWITCH_ROW (row), self->draft);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_item_notify_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->rows, g_object_ref (item), g_object_ref_sink (row));

  return row;
}

static void
put_at (KhSwitchList *self,
        GtkWidget    *row,
        int           position)
{
  if (gtk_widget_get_parent (row) == NULL)
    gtk_list_box_insert (self->list, row, position);
}

static void
drop_row (KhSwitchList *self,
          GtkWidget    *row)
{
  if (gtk_widget_get_parent (row) != NULL)
    gtk_list_box_remove (self->list, row);
}

/* Rows that are gone from the model go from the list; they come back as they were. */
static void
drop_stale (KhSwitchList *self)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (NULL, NULL);
  gboolean used[KH_N_SECTIONS] = { FALSE };
  GHashTableIter iter;
  gpointer item;
  gpointer row;

  for (guint i = 0; self->model != NULL && i < g_list_model_get_n_items (self->model); i++)
    {
      g_autoptr (GObject) shown = g_list_model_get_item (self->model, i);

      g_hash_table_add (listed, shown);
      used[get_section (shown)] = TRUE;
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &item, &row))
    if (!g_hash_table_contains (listed, item))
      drop_row (self, row);
  for (guint i = 0; i < KH_N_SECTIONS; i++)
    if (!used[i] && self->headings[i] != NULL)
      drop_row (self, self->headings[i]);
}

static void
fill (KhSwitchList *self)
{
  KhSection last = KH_N_SECTIONS;
  int position = 0;

  drop_stale (self);
  for (guint i = 0; i < MIN (self->limit, g_list_model_get_n_items (self->model)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);
      KhSection section = get_section (item);

      if (section != last)
        {
          put_at (self, ensure_heading (self, section), position++);
          last = section;
        }
      put_at (self, ensure_row (self, item), position++);
    }
  update_headings (self);
}

/* The headings are there for what is there. */
static gboolean
on_build_cb (gpointer data)
{
  KhSwitchList *self = data;

  self->limit += NEXT_ROWS;
  fill (self);
  if (is_filtered (self))
    gtk_list_box_invalidate_filter (self->list);
  if (self->limit < g_list_model_get_n_items (self->model))
    return G_SOURCE_CONTINUE;
  self->limit = G_MAXUINT;
  self->build_source = 0;

  return G_SOURCE_REMOVE;
}

/* Whoever looks for a row looks at all of them. */
static void
build_all (KhSwitchList *self)
{
  if (self->limit == G_MAXUINT || self->model == NULL)
    return;
  g_clear_handle_id (&self->build_source, g_source_remove);
  self->limit = G_MAXUINT;
  fill (self);
}

/* Two hundred rows that are unfolded are built as those of a new list are: what can be seen, and then
 * the rest. */
static void
on_items_changed_cb (KhSwitchList *self,
                     guint         position,
                     guint         removed G_GNUC_UNUSED,
                     guint         added)
{
  if (added > FIRST_ROWS && self->limit == G_MAXUINT && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->limit = position + FIRST_ROWS;
      self->build_source = g_idle_add (on_build_cb, self);
    }
  fill (self);
  if (is_filtered (self))
    gtk_list_box_invalidate_filter (self->list);
}

static gboolean
on_first_frame_cb (GtkWidget     *widget,
                   GdkFrameClock *clock G_GNUC_UNUSED,
                   gpointer       data G_GNUC_UNUSED)
{
  KhSwitchList *self = KH_SWITCH_LIST (widget);

  if (self->limit != G_MAXUINT && self->build_source == 0)
    self->build_source = g_idle_add (on_build_cb, self);

  return G_SOURCE_REMOVE;
}

/* The filter */

static gboolean
matches (KhSwitchList *self,
         GtkWidget    *row)
{
  g_autofree char *title = NULL;

  if (kh_switch_row_matches (KH_SWITCH_ROW (row), self->filter))
    return TRUE;
  title = g_utf8_casefold (kh_section_get_label (get_section (kh_switch_row_get_item (KH_SWITCH_ROW (row)))), -1);

  return strstr (title, self->filter) != NULL;
}

static gboolean
has_match (KhSwitchList *self,
           KhSection     section)
{
  GHashTableIter iter;
  gpointer item;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &item, &row))
    if (get_section (item) == section && gtk_widget_get_parent (row) != NULL && matches (self, row))
      return TRUE;

  return FALSE;
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       data)
{
  KhSwitchList *self = data;

  if (!is_filtered (self))
    return TRUE;
  if (KH_IS_SWITCH_HEADING (row))
    return has_match (self, kh_switch_heading_get_section (KH_SWITCH_HEADING (row)));

  return matches (self, GTK_WIDGET (row));
}

/* Keys */

static GtkWidget *
get_focus (KhSwitchList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ? focus : NULL;
}

static GtkWidget *
get_row_at (KhSwitchList *self,
            int           position)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, position));
}

/* Folding */

/* The line that this one stands below. */
static GtkWidget *
find_above (KhSwitchList *self,
            GtkWidget    *row)
{
  guint level = kh_switch_row_find_level (kh_switch_row_get_item (KH_SWITCH_ROW (row)));

  for (int i = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) - 1; level > 0 && i >= 0; i--)
    {
      GtkWidget *above = get_row_at (self, i);

      if (KH_IS_SWITCH_ROW (above) && gtk_widget_get_child_visible (above) &&
          kh_switch_row_find_level (kh_switch_row_get_item (KH_SWITCH_ROW (above))) < level)
        return above;
    }

  return NULL;
}

/* As in a tree: one way unfolds, the other folds, or goes to what can be folded. */
static gboolean
press_arrow (KhSwitchList *self,
             GtkWidget    *row,
             gboolean      unfold)
{
  GtkWidget *above;

  if (kh_switch_row_fold (KH_SWITCH_ROW (row), !unfold))
    return GDK_EVENT_STOP;
  above = unfold ? NULL : find_above (self, row);

  return above != NULL && gtk_widget_grab_focus (above);
}

static gboolean
is_arrow (guint     keyval,
          gboolean *right)
{
  *right = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;

  return *right || keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
}

/* The row begins so, or one of its words does. */
static gboolean
begins (GtkWidget  *row,
        const char *word)
{
  g_autofree char *label = NULL;

  if (!KH_IS_SWITCH_ROW (row) || !gtk_widget_get_child_visible (row))
    return FALSE;
  label = g_utf8_casefold (kh_switch_row_get_label (KH_SWITCH_ROW (row)), -1);
  for (const char *at = label; at != NULL; at = strchr (at, ' '))
    {
      if (*at == ' ')
        at++;
      if (g_str_has_prefix (at, word))
        return TRUE;
    }

  return FALSE;
}

/* From the row that has the focus on, and around. A word that grows may stay where it is. */
static void
find_word (KhSwitchList *self,
           int           start)
{
  int n = 0;

  build_all (self);
  while (get_row_at (self, n) != NULL)
    n++;
  for (int i = 0; i < n; i++)
    {
      GtkWidget *row = get_row_at (self, (start + i) % n);

      if (!begins (row, self->word->str))
        continue;
      gtk_widget_grab_focus (row);
      /* One that was built just now has no place yet. */
      kh_focus_show_whole (row);
      return;
    }
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                   guint                  keyval,
                   guint                  keycode G_GNUC_UNUSED,
                   GdkModifierType        state,
                   KhSwitchList          *self)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  GtkWidget *focus = get_focus (self);
  gint64 now = g_get_monotonic_time ();
  gboolean right;
  int start;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_META_MASK | GDK_SUPER_MASK)) != 0 || !GTK_IS_LIST_BOX_ROW (focus))
    return GDK_EVENT_PROPAGATE;
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && KH_IS_SWITCH_ROW (focus))
    return kh_switch_row_enter (KH_SWITCH_ROW (focus));
  if (is_arrow (keyval, &right) && KH_IS_SWITCH_ROW (focus))
    return press_arrow (self, focus, right == (gtk_widget_get_direction (focus) != GTK_TEXT_DIR_RTL));
  if (!g_unichar_isgraph (letter))
    return GDK_EVENT_PROPAGATE;
  if (now - self->word_at > WORD_PAUSE)
    g_string_truncate (self->word, 0);
  self->word_at = now;
  start = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) + (self->word->len == 0 ? 1 : 0);
  g_string_append_unichar (self->word, g_unichar_tolower (letter));
  find_word (self, start);

  return GDK_EVENT_STOP;
}

static void
on_row_activated_cb (KhSwitchList  *self,
                     GtkListBoxRow *row)
{
  KhSwitchRow *pressed;

  g_string_truncate (self->word, 0);
  if (KH_IS_SWITCH_HEADING (row))
    {
      press_heading (self, kh_switch_heading_get_section (KH_SWITCH_HEADING (row)));
      return;
    }
  pressed = KH_SWITCH_ROW (row);
  if (!kh_switch_row_toggle (pressed) && !kh_switch_row_enter (pressed) && kh_switch_row_get_reason (pressed) != NULL)
    g_signal_emit (self, signals[LOCKED], 0, kh_switch_row_get_reason (pressed));
}

/* Tab: into the list to the row that was left, on to each editor, and out. */

static GPtrArray *
list_editors (KhSwitchList *self)
{
  GPtrArray *editors = g_ptr_array_new ();
  GtkWidget *row;

  for (int i = 0; (row = get_row_at (self, i)) != NULL; i++)
    {
      GtkWidget *editor = KH_IS_SWITCH_ROW (row) ? kh_switch_row_get_editor (KH_SWITCH_ROW (row)) : NULL;

      if (editor != NULL && gtk_widget_get_child_visible (row))
        g_ptr_array_add (editors, editor);
    }

  return editors;
}

static gboolean
focus_row (KhSwitchList *self)
{
  GtkWidget *row;

  g_string_truncate (self->word, 0);
  if (self->last != NULL && gtk_widget_get_parent (self->last) == GTK_WIDGET (self->list) &&
      gtk_widget_get_child_visible (self->last))
    return gtk_widget_grab_focus (self->last);
  for (int i = 0; (row = get_row_at (self, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (row))
      return gtk_widget_grab_focus (row);

  return FALSE;
}

/* Where the focus is among the editors: -1 on a row, behind the last one outside of the list. */
static int
find_place (GPtrArray *editors,
            GtkWidget *focus)
{
  if (focus == NULL)
    return (int) editors->len;
  for (guint i = 0; i < editors->len; i++)
    if (gtk_widget_is_ancestor (focus, g_ptr_array_index (editors, i)))
      return (int) i;

  return -1;
}

static gboolean
kh_switch_list_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  KhSwitchList *self = KH_SWITCH_LIST (widget);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  g_autoptr (GPtrArray) editors = NULL;
  GtkWidget *focus = get_focus (self);
  int place;

  if (!forward && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (self->scroller, direction);
  if (focus == NULL && forward)
    return focus_row (self);

  build_all (self);
  editors = list_editors (self);
  place = find_place (editors, focus);
  if (place < 0)
    g_set_weak_pointer (&self->last, gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW));
  if (place < 0 && !forward)
    return FALSE;
  place += forward ? 1 : -1;
  if (place >= (int) editors->len)
    return FALSE;

  return place < 0 ? focus_row (self) : gtk_widget_grab_focus (g_ptr_array_index (editors, (guint) place));
}

static gboolean
kh_switch_list_grab_focus (GtkWidget *widget)
{
  return focus_row (KH_SWITCH_LIST (widget));
}

/* Life */

static void
kh_switch_list_dispose (GObject *object)
{
  KhSwitchList *self = KH_SWITCH_LIST (object);

  g_clear_handle_id (&self->build_source, g_source_remove);
  g_clear_weak_pointer (&self->last);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_hash_table_remove_all (self->rows);
  for (guint i = 0; i < KH_N_SECTIONS; i++)
    g_clear_object (&self->headings[i]);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (kh_switch_list_parent_class)->dispose (object);
}

static void
kh_switch_list_finalize (GObject *object)
{
  KhSwitchList *self = KH_SWITCH_LIST (object);

  g_hash_table_unref (self->rows);
  g_string_free (self->word, TRUE);
  g_free (self->filter);

  G_OBJECT_CLASS (kh_switch_list_parent_class)->finalize (object);
}

static void
kh_switch_list_class_init (KhSwitchListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_switch_list_dispose;
  object_class->finalize = kh_switch_list_finalize;
  widget_class->focus = kh_switch_list_focus;
  widget_class->grab_focus = kh_switch_list_grab_focus;

  signals[LOCKED] = g_signal_new ("locked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_placeholder (void)
{
  GtkWidget *label = gtk_label_new (_("Nothing of this customer is called so. Empty the filter to see all."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim");
  gtk_widget_add_css_class (label, "empty-state");

  return label;
}

static void
kh_switch_list_init (KhSwitchList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->rows = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->word = g_string_new (NULL);
  self->filter = g_strdup ("");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_placeholder (self->list, make_placeholder ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "switch-list");
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (on_row_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

void
kh_switch_list_set_model (KhSwitchList        *self,
                          GListModel          *model,
                          const KhSwitchModel *functions,
                          KhDraft             *draft)
{
  g_return_if_fail (KH_IS_SWITCH_LIST (self));
  g_return_if_fail (G_IS_LIST_MODEL (model));
  g_return_if_fail (functions != NULL);
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  self->functions = functions;
  g_set_object (&self->draft, draft);
  self->limit = FIRST_ROWS;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  fill (self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_first_frame_cb, NULL, NULL);
}

void
kh_switch_list_set_draft (KhSwitchList *self,
                          KhDraft      *draft)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (KH_IS_SWITCH_LIST (self));

  g_set_object (&self->draft, draft);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    kh_switch_row_set_draft (row, draft);
}

void
kh_switch_list_set_filter (KhSwitchList *self,
                           const char   *text)
{
  g_autofree char *filter = NULL;

  g_return_if_fail (KH_IS_SWITCH_LIST (self));
  g_return_if_fail (text != NULL);

  filter = g_utf8_casefold (text, -1);
  g_strstrip (filter);
  if (g_str_equal (filter, self->filter))
    return;
  build_all (self);
  g_free (self->filter);
  self->filter = g_steal_pointer (&filter);
  gtk_list_box_invalidate_filter (self->list);
  update_headings (self);
}

static KhSwitchRow *
find_row (KhSwitchList *self,
          GObject      *item)
{
  build_all (self);

  return g_hash_table_lookup (self->rows, item);
}

void
kh_switch_list_set_problem (KhSwitchList *self,
                            GObject      *item,
                            const char   *message)
{
  KhSwitchRow *row;

  g_return_if_fail (KH_IS_SWITCH_LIST (self));

  row = find_row (self, item);
  if (row != NULL)
    kh_switch_row_set_problem (row, message);
}

void
kh_switch_list_clear_problems (KhSwitchList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (KH_IS_SWITCH_LIST (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      kh_switch_row_set_problem (row, NULL);
      gtk_widget_remove_css_class (row, "changed");
    }
}

void
kh_switch_list_mark_changed (KhSwitchList *self,
                             GObject      *item)
{
  KhSwitchRow *row;

  g_return_if_fail (KH_IS_SWITCH_LIST (self));

  row = find_row (self, item);
  if (row != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "changed");
}

void
kh_switch_list_focus_item (KhSwitchList *self,
                           GObject      *item)
{
  KhSwitchRow *row;

  g_return_if_fail (KH_IS_SWITCH_LIST (self));

  row = find_row (self, item);
  if (row == NULL || gtk_widget_get_parent (GTK_WIDGET (row)) == NULL)
    return;
  if (!kh_switch_row_enter (row))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  kh_focus_show_whole (GTK_WIDGET (row));
}
