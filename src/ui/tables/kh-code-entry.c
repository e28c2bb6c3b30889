/* kh-code-entry.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-code-entry.h"

#include "kh-code-popover.h"

#include <glib/gi18n-lib.h>

/* Rows of the list that Page Up and Page Down go over. */
#define PAGE 8

struct _KhCodeEntry
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *entry;
  GtkWidget *popover;
  GtkEventControllerFocus *focus; /* the entry's */

  /* Owned */
  KhCodeSource *source;
  char *before; /* what stood there when the list opened */

  /* State */
  const KhCodeList *list;
  gboolean wanted; /* the list, as soon as it comes */
  gboolean taking;
};

G_DEFINE_FINAL_TYPE (KhCodeEntry, kh_code_entry, GTK_TYPE_WIDGET)

enum {
  SIGNAL_LEFT,
  SIGNAL_NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_open (KhCodeEntry *self)
{
  return gtk_widget_get_visible (self->popover);
}

static const char *
get_text (KhCodeEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
set_text (KhCodeEntry *self,
          const char  *text)
{
  self->taking = TRUE;
  if (!g_str_equal (get_text (self), text))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->taking = FALSE;
}

/* The arrow is there for whoever can be asked, also while the list is not here yet: nothing moves when it
 * comes. */
static void
update_arrow (KhCodeEntry *self)
{
  const char *name = kh_code_source_get_name (self->source);
  /* Translators: a monitoring company. */
  g_autofree char *tooltip = name != NULL ? g_strdup_printf (_("Choose from the list of %s (F4)"), name) : NULL;

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                     name != NULL ? "pan-down-symbolic" : NULL);
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, name != NULL, -1);
}

/* What a screen reader hears of the list while the focus stays in the entry. */
static void
tell_selected (KhCodeEntry *self)
{
  KhCode *code = is_open (self) ? kh_code_popover_get_selected (KH_CODE_POPOVER (self->popover)) : NULL;
  g_autofree char *text = NULL;

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, is_open (self), -1);
  if (code == NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  text = g_strdup_printf ("%s, %s", kh_code_get_code (code), kh_code_get_label (code));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
notice (KhCodeEntry *self,
        const char  *message)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, message);
}

/* Opening and closing */

static void
end_wish (KhCodeEntry *self)
{
  if (self->wanted)
    notice (self, "");
  self->wanted = FALSE;
}

static void
close_list (KhCodeEntry *self)
{
  end_wish (self);
  if (!is_open (self))
    return;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_clear_pointer (&self->before, g_free);
  tell_selected (self);
}

static void
open_list (KhCodeEntry *self,
           GPtrArray   *codes)
{
  end_wish (self);
  g_free (self->before);
  self->before = g_strdup (get_text (self));
  /* Typing looks for another one then. */
  if (kh_code_popover_open (KH_CODE_POPOVER (self->popover), codes, self->before))
    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  tell_selected (self);
}

static void
want_list (KhCodeEntry *self)
{
  GPtrArray *codes = kh_code_source_get (self->source, self->list);
  g_autofree char *message = NULL;

  if (codes != NULL)
    {
      open_list (self, codes);
      return;
    }
  self->wanted = TRUE;
  /* Translators: a monitoring company. */
  message = g_strdup_printf (_("Asking %s for its list…"), kh_code_source_get_name (self->source));
  notice (self, message);
  kh_code_source_ask (self->source, self->list);
}

static void
toggle (KhCodeEntry *self)
{
  if (is_open (self))
    close_list (self);
  else
    want_list (self);
}

static void
take (KhCodeEntry *self,
      KhCode      *code)
{
  g_autofree char *text = g_strdup (kh_code_get_code (code));

  close_list (self);
  set_text (self, text);
}

static void
leave_as_it_was (KhCodeEntry *self)
{
  g_autofree char *before = g_steal_pointer (&self->before);

  close_list (self);
  if (before != NULL)
    set_text (self, before);
}

/* Callbacks */

static void
on_changed_cb (KhCodeEntry *self)
{
  end_wish (self);
  if (!is_open (self) || self->taking)
    return;
  kh_code_popover_filter (KH_CODE_POPOVER (self->popover), get_text (self));
  tell_selected (self);
}

static void
on_chosen_cb (KhCodeEntry *self,
              KhCode      *code)
{
  take (self, code);
}

static void
on_icon_press_cb (KhCodeEntry *self)
{
  if (!gtk_event_controller_focus_contains_focus (self->focus))
    gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->entry));
  toggle (self);
}

static void
on_focus_cb (KhCodeEntry *self)
{
  if (!gtk_event_controller_focus_contains_focus (self->focus))
    close_list (self);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
on_source_changed_cb (KhCodeEntry *self)
{
  GPtrArray *codes = kh_code_source_get (self->source, self->list);

  update_arrow (self);
  if (codes == NULL)
    close_list (self);
  else if (self->wanted)
    open_list (self, codes);
}

static void
on_source_failed_cb (KhCodeEntry *self)
{
  const char *name = kh_code_source_get_name (self->source);
  g_autofree char *message = NULL;

  if (!self->wanted || name == NULL)
    return;
  self->wanted = FALSE;
  /* Translators: a monitoring company. */
  message = g_strdup_printf (_("%s does not give its list now. Type what you know, or press F4 to ask again."), name);
  notice (self, message);
}

/* GObject */

static gboolean
kh_code_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KH_CODE_ENTRY (widget)->entry);
}

static void
kh_code_entry_dispose (GObject *object)
{
  KhCodeEntry *self = KH_CODE_ENTRY (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->focus = NULL;
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_object (&self->source);
  g_clear_pointer (&self->before, g_free);

  G_OBJECT_CLASS (kh_code_entry_parent_class)->dispose (object);
}

static void
kh_code_entry_class_init (KhCodeEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_code_entry_dispose;
  widget_class->grab_focus = kh_code_entry_grab_focus;

  signals[SIGNAL_LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kh_code_entry_init (KhCodeEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  self->popover = kh_code_popover_new ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  self->focus = GTK_EVENT_CONTROLLER_FOCUS (focus);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_object (focus, "notify::contains-focus", G_CALLBACK (on_focus_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "icon-press", G_CALLBACK (on_icon_press_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "chosen", G_CALLBACK (on_chosen_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
kh_code_entry_new (const KhCodeList *list,
                   KhCodeSource     *source)
{
  KhCodeEntry *self = g_object_new (KH_TYPE_CODE_ENTRY, NULL);

  self->list = list;
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "changed", G_CALLBACK (on_source_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "failed", G_CALLBACK (on_source_failed_cb), self, G_CONNECT_SWAPPED);
  update_arrow (self);

  return GTK_WIDGET (self);
}

GtkWidget *
kh_code_entry_get_entry (KhCodeEntry *self)
{
  g_return_val_if_fail (KH_IS_CODE_ENTRY (self), NULL);

  return self->entry;
}

gboolean
kh_code_entry_is_begun (KhCodeEntry *self)
{
  GPtrArray *codes;

  g_return_val_if_fail (KH_IS_CODE_ENTRY (self), FALSE);

  codes = kh_code_source_get (self->source, self->list);

  return is_open (self) || (codes != NULL && gtk_event_controller_focus_contains_focus (self->focus) &&
                            kh_codes_have_beginning (codes, get_text (self)));
}

static gboolean
press_in_list (KhCodeEntry *self,
               guint        keyval)
{
  KhCodePopover *popover = KH_CODE_POPOVER (self->popover);
  KhCode *selected = kh_code_popover_get_selected (popover);

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      kh_code_popover_move (popover, -1);
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      kh_code_popover_move (popover, 1);
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      kh_code_popover_move (popover, -PAGE);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      kh_code_popover_move (popover, PAGE);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (selected != NULL)
        take (self, selected);
      else
        close_list (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      leave_as_it_was (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  tell_selected (self);

  return GDK_EVENT_STOP;
}

gboolean
kh_code_entry_press (KhCodeEntry     *self,
                     guint            keyval,
                     GdkModifierType  state)
{
  const GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK);
  gboolean down, up;

  g_return_val_if_fail (KH_IS_CODE_ENTRY (self), GDK_EVENT_PROPAGATE);

  down = modifiers == GDK_ALT_MASK && (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down);
  up = modifiers == GDK_ALT_MASK && (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up);
  if (kh_code_source_get_name (self->source) == NULL)
    return GDK_EVENT_PROPAGATE;
  if (down || (modifiers == 0 && keyval == GDK_KEY_F4))
    toggle (self);
  else if (up && is_open (self))
    close_list (self);
  else if (modifiers == 0 && is_open (self))
    return press_in_list (self, keyval);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}
