/* kh-ui-find.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-ui-test.h"

#include <string.h>

typedef gboolean (* MatchFunc) (GtkWidget  *widget,
                                const char *text);

static GtkWidget *
find (GtkWidget  *root,
      MatchFunc   match,
      const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (match (root, text))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* As it is read: without the mnemonic's mark. */
static gboolean
reads_as (const char *label,
          const char *text)
{
  g_autofree char *plain = NULL;

  if (label == NULL)
    return FALSE;
  if (g_str_equal (label, text))
    return TRUE;
  plain = g_strdup (label);
  for (char *from = plain, *to = plain; ; from++)
    {
      if (*from == '_' && from[1] != '\0')
        from++;
      *to++ = *from;
      if (*from == '\0')
        break;
    }

  return g_str_equal (plain, text);
}

/* A tooltip may name the button's key after its words: "Edit Premises (F2)". */
static gboolean
tells (const char *tooltip,
       const char *text)
{
  gsize length = strlen (text);

  return tooltip != NULL && strncmp (tooltip, text, length) == 0 &&
         (tooltip[length] == '\0' || g_str_has_prefix (tooltip + length, " ("));
}

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (GTK_IS_TEXT (widget))
    return gtk_editable_get_text (GTK_EDITABLE (widget));

  return NULL;
}

static gboolean
match_text (GtkWidget  *widget,
            const char *text)
{
  return g_strcmp0 (get_text (widget), text) == 0;
}

static gboolean
match_part (GtkWidget  *widget,
            const char *text)
{
  const char *shown = get_text (widget);

  return shown != NULL && strstr (shown, text) != NULL;
}

static gboolean
match_button (GtkWidget  *widget,
              const char *text)
{
  const char *label = NULL;

  if (GTK_IS_BUTTON (widget))
    label = gtk_button_get_label (GTK_BUTTON (widget));
  else if (GTK_IS_CHECK_BUTTON (widget))
    label = gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  else if (GTK_IS_MENU_BUTTON (widget))
    label = gtk_menu_button_get_label (GTK_MENU_BUTTON (widget));
  else
    return FALSE;

  return reads_as (label, text) || tells (gtk_widget_get_tooltip_text (widget), text) ||
         (label == NULL && find (widget, match_text, text) != NULL);
}

static gboolean
match_field_label (GtkWidget  *widget,
                   const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_label_get_mnemonic_widget (GTK_LABEL (widget)) != NULL &&
         match_text (widget, text);
}

static gboolean
match_type (GtkWidget  *widget,
            const char *name)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), g_type_from_name (name));
}

static GtkWidget *
await (GtkWidget  *root,
       MatchFunc   match,
       const char *kind,
       const char *text)
{
  gint64 end = g_get_monotonic_time () + KH_UI_PATIENCE;
  g_autofree char *awaited = g_strdup_printf ("the %s “%s”", kind, text);
  GtkWidget *found;

  while ((found = find (root, match, text)) == NULL)
    kh_ui_step (end, G_STRLOC, awaited);

  return found;
}

GtkWidget *
kh_ui_find_text (GtkWidget  *root,
                 const char *text)
{
  return find (root, match_text, text);
}

GtkWidget *
kh_ui_find_part (GtkWidget  *root,
                 const char *text)
{
  return find (root, match_part, text);
}

GtkWidget *
kh_ui_find_button (GtkWidget  *root,
                   const char *label)
{
  return find (root, match_button, label);
}

GtkWidget *
kh_ui_find_field (GtkWidget  *root,
                  const char *label)
{
  GtkWidget *found = find (root, match_field_label, label);

  return found == NULL ? NULL : gtk_label_get_mnemonic_widget (GTK_LABEL (found));
}

GtkWidget *
kh_ui_find_type (GtkWidget *root,
                 GType      type)
{
  return find (root, match_type, g_type_name (type));
}

GtkWidget *
kh_ui_wait_text (GtkWidget  *root,
                 const char *text)
{
  return await (root, match_text, "text", text);
}

GtkWidget *
kh_ui_wait_part (GtkWidget  *root,
                 const char *text)
{
  return await (root, match_part, "text that contains", text);
}

GtkWidget *
kh_ui_wait_button (GtkWidget  *root,
                   const char *label)
{
  return await (root, match_button, "button", label);
}

GtkWidget *
kh_ui_wait_field (GtkWidget  *root,
                  const char *label)
{
  GtkWidget *found = await (root, match_field_label, "field", label);

  return gtk_label_get_mnemonic_widget (GTK_LABEL (found));
}

/* A button that a key presses stays down for a moment before it acts. */
static void
on_button_clicked_cb (gboolean *clicked)
{
  *clicked = TRUE;
}

void
kh_ui_click (GtkWidget  *root,
             const char *label)
{
  g_autoptr (GtkWidget) button = g_object_ref (kh_ui_wait_button (root, label));
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_ancestor (button, GTK_TYPE_WINDOW));
  gboolean clicked = FALSE;
  gulong id;

  kh_ui_wait_active (window);
  KH_UI_WAIT (gtk_widget_is_sensitive (button));
  gtk_widget_grab_focus (button);
  kh_ui_wait_focus (window, button);
  if (!GTK_IS_BUTTON (button))
    {
      kh_ui_press (GDK_KEY_space, 0);
      return;
    }
  id = g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_button_clicked_cb), &clicked);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (clicked);
  g_signal_handler_disconnect (button, id);
}

/* Drop-downs */

static char *
get_item_text (GtkDropDown *drop_down,
               guint        position)
{
  g_autoptr (GObject) item = g_list_model_get_item (gtk_drop_down_get_model (drop_down), position);
  GtkExpression *expression = gtk_drop_down_get_expression (drop_down);
  g_auto (GValue) value = G_VALUE_INIT;

  if (expression != NULL && gtk_expression_evaluate (expression, item, &value))
    return g_value_dup_string (&value);

  return GTK_IS_STRING_OBJECT (item) ? g_strdup (gtk_string_object_get_string (GTK_STRING_OBJECT (item))) : NULL;
}

static guint
find_item (GtkDropDown *drop_down,
           const char  *text)
{
  guint n = g_list_model_get_n_items (gtk_drop_down_get_model (drop_down));

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *item = get_item_text (drop_down, i);

      if (g_strcmp0 (item, text) == 0)
        return i;
    }
  g_error ("There is no “%s” in the drop-down", text);
}

void
kh_ui_choose (GtkWidget  *field,
              const char *item)
{
  GtkWidget *drop_down = kh_ui_find_type (field, GTK_TYPE_DROP_DOWN);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_ancestor (field, GTK_TYPE_WINDOW));
  guint position;

  g_assert_nonnull (drop_down);
  position = find_item (GTK_DROP_DOWN (drop_down), item);
  kh_ui_wait_active (window);
  gtk_widget_grab_focus (drop_down);
  kh_ui_wait_focus (window, drop_down);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (kh_ui_find_type (drop_down, GTK_TYPE_POPOVER) != NULL);
  kh_ui_wait_focus (window, kh_ui_find_type (drop_down, GTK_TYPE_POPOVER));
  kh_ui_press (GDK_KEY_Home, 0);
  for (guint i = 0; i < position; i++)
    kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)) == position &&
              kh_ui_find_type (drop_down, GTK_TYPE_POPOVER) == NULL);
}

static void
dump (GtkWidget *widget,
      GString   *texts)
{
  const char *text = get_text (widget);

  if (!gtk_widget_get_mapped (widget))
    return;
  if (text != NULL && *text != '\0')
    g_string_append_printf (texts, "  %s%s\n", text, gtk_widget_is_sensitive (widget) ? "" : " (insensitive)");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    dump (child, texts);
}

char *
kh_ui_dump (GtkWidget *root)
{
  GString *texts = g_string_new (NULL);

  if (GTK_IS_WINDOW (root))
    g_string_append_printf (texts, "%s\n", gtk_window_get_title (GTK_WINDOW (root)));
  dump (root, texts);

  return g_string_free (texts, FALSE);
}

void
kh_ui_expect_untold (GtkWidget  *root,
                     const char *text)
{
  static const GtkAccessibleProperty spoken[] = {
    GTK_ACCESSIBLE_PROPERTY_LABEL, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
    GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
  };

  for (guint i = 0; i < G_N_ELEMENTS (spoken); i++)
    {
      g_autofree char *other = NULL;

      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (root), spoken[i]))
        continue;
      other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), spoken[i], text);
      g_assert_nonnull (other);
      g_assert_null (strstr (other, text));
    }
  if (GTK_IS_LABEL (root) || GTK_IS_INSCRIPTION (root))
    g_assert_null (strstr (get_text (root), text));
  if (GTK_IS_TEXT (root) && strstr (get_text (root), text) != NULL)
    g_assert_false (gtk_text_get_visibility (GTK_TEXT (root)));
  if (gtk_widget_get_tooltip_text (root) != NULL)
    g_assert_null (strstr (gtk_widget_get_tooltip_text (root), text));
  if (GTK_IS_WINDOW (root) && gtk_window_get_title (GTK_WINDOW (root)) != NULL)
    g_assert_null (strstr (gtk_window_get_title (GTK_WINDOW (root)), text));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    kh_ui_expect_untold (child, text);
}
