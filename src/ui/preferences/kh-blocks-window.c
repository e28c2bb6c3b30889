/* kh-blocks-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-blocks-window.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-store-links.h"

#include <glib/gi18n-lib.h>

#define BUTTON_BLOCK "kh-block"

struct _KhBlocksWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *add_button;
  GtkEntry *begin;
  GtkLabel *begin_label;
  GtkLabel *body;
  GtkButton *close_button;
  GtkEntry *end;
  GtkLabel *end_label;
  GtkLabel *error_label;
  GtkListBox *list;
  GtkEntry *receiver;
  GtkLabel *receiver_label;
  GtkCheckButton *two_way;

  /* Owned */
  KhServices *services;
  KhCompany *company;
  KhNumberBlock *ending; /* nullable: the one that is asked about */
};

G_DEFINE_FINAL_TYPE (KhBlocksWindow, kh_blocks_window, GTK_TYPE_WINDOW)

static void load (KhBlocksWindow *self);

static KhStore *
get_store (KhBlocksWindow *self)
{
  return kh_services_get_store (self->services);
}

static gboolean
is_closed (KhBlocksWindow *self)
{
  return self->services == NULL;
}

static void
set_error (KhBlocksWindow *self,
           const GError   *error)
{
  gtk_label_set_text (self->error_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
}

/* The list */

static char *
dup_range (KhNumberBlock *block)
{
  return g_strdup_printf ("%s–%s", kh_number_block_get_begin (block), kh_number_block_get_end (block));
}

static char *
dup_state (KhNumberBlock *block)
{
  GString *text = g_string_new (NULL);

  if (!kh_number_block_get_enabled (block))
    g_string_append (text, _("Disabled"));
  else if (kh_number_block_get_next (block) == NULL)
    g_string_append (text, _("No number left"));
  else
    /* Translators: the next account number of a block, and how many it has left. */
    g_string_append_printf (text, ngettext ("Next %s, %u left", "Next %s, %u left", (guint) kh_number_block_get_left (block)),
                            kh_number_block_get_next (block), (guint) kh_number_block_get_left (block));
  if (kh_number_block_get_receiver (block) != NULL)
    {
      g_autofree char *receiver = g_strdup_printf (_("Receiver %s"), kh_number_block_get_receiver (block));

      g_string_append_printf (text, " · %s", receiver);
    }
  if (kh_number_block_get_two_way (block))
    g_string_append_printf (text, " · %s", _("Two-way voice"));

  return g_string_free (text, FALSE);
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
on_disabled_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KhBlocksWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  kh_store_disable_block_finish (KH_STORE (source), result, &error);
  if (is_closed (self))
    return;
  set_error (self, error);
  load (self);
}

static void
on_disable_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KhBlocksWindow) self = user_data;
  g_autoptr (KhNumberBlock) block = g_steal_pointer (&self->ending);

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !is_closed (self) && block != NULL)
    kh_store_disable_block_async (get_store (self), g_ascii_strtoll (kh_number_block_get_id (block), NULL, 10),
                                  on_disabled_cb, g_object_ref (self));
}

static void
on_disable_clicked_cb (KhBlocksWindow *self,
                       GtkButton      *button)
{
  KhNumberBlock *block = g_object_get_data (G_OBJECT (button), BUTTON_BLOCK);
  g_autofree char *range = dup_range (block);
  g_autofree char *body = NULL;

  g_set_object (&self->ending, block);
  /* Translators: the first and the last account number of a block. */
  body = g_strdup_printf (_("No number of the block %s is given out any more. This is final: it cannot be enabled again."), range);
  kh_dialogs_ask_async (GTK_WINDOW (self), _("Disable This Block?"), body, NULL, _("_Cancel"), NULL, _("_Disable for Good"),
                        KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL, NULL, on_disable_answered_cb, g_object_ref (self));
}

static GtkWidget *
make_disable_button (KhBlocksWindow *self,
                     KhNumberBlock  *block)
{
  GtkWidget *button = gtk_button_new_with_label (_("Disable…"));
  g_autofree char *range = dup_range (block);
  /* Translators: the first and the last account number of a block. */
  g_autofree char *name = g_strdup_printf (_("Disable the block %s"), range);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  kh_accessible_name_widget (button, name);
  g_object_set_data_full (G_OBJECT (button), BUTTON_BLOCK, g_object_ref (block), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_disable_clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
append_block (KhBlocksWindow *self,
              KhNumberBlock  *block)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *range = dup_range (block);
  g_autofree char *state = dup_state (block);
  g_autofree char *name = g_strdup_printf ("%s, %s", range, state);

  gtk_box_append (GTK_BOX (texts), make_label (range, "differing"));
  gtk_box_append (GTK_BOX (texts), make_label (state, "dim-label"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (row), texts);
  if (kh_number_block_get_enabled (block))
    gtk_box_append (GTK_BOX (row), make_disable_button (self, block));
  gtk_list_box_append (self->list, row);
  kh_accessible_name_list_row (row, name);
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KhBlocksWindow) self = user_data;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GError) error = NULL;
  GtkListBoxRow *row;

  blocks = kh_store_list_blocks_finish (KH_STORE (source), result, &error);
  if (is_closed (self))
    return;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    append_block (self, g_ptr_array_index (blocks, i));
  if (blocks == NULL)
    set_error (self, error);
}

static void
load (KhBlocksWindow *self)
{
  kh_store_list_blocks_async (get_store (self), kh_company_get_id (self->company), on_listed_cb, g_object_ref (self));
}

/* One more */

static void
on_added_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KhBlocksWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean added = kh_store_add_block_finish (KH_STORE (source), result, &error);

  if (is_closed (self))
    return;
  set_error (self, error);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
  if (added)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->begin), "");
      gtk_editable_set_text (GTK_EDITABLE (self->end), "");
      load (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->begin));
}

static char *
dup_typed (GtkEntry *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static void
on_add_clicked_cb (KhBlocksWindow *self)
{
  g_autoptr (KhNumberBlock) block = kh_number_block_new ();
  g_autofree char *begin = dup_typed (self->begin);
  g_autofree char *end = dup_typed (self->end);
  g_autofree char *receiver = dup_typed (self->receiver);

  g_object_set (block, "begin", begin, "end", end, "receiver", receiver,
                "two-way", gtk_check_button_get_active (self->two_way), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  kh_store_add_block_async (get_store (self), kh_company_get_id (self->company), block, on_added_cb, g_object_ref (self));
}

/* GObject overrides */

static void
kh_blocks_window_dispose (GObject *object)
{
  KhBlocksWindow *self = KH_BLOCKS_WINDOW (object);

  g_clear_object (&self->services);
  g_clear_object (&self->company);
  g_clear_object (&self->ending);

  G_OBJECT_CLASS (kh_blocks_window_parent_class)->dispose (object);
}

static void
kh_blocks_window_class_init (KhBlocksWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_blocks_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-blocks-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, begin);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, begin_label);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, body);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, end);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, end_label);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, receiver);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, receiver_label);
  gtk_widget_class_bind_template_child (widget_class, KhBlocksWindow, two_way);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
}

static void
kh_blocks_window_init (KhBlocksWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->add_button);
  kh_accessible_name_button (self->close_button);
  kh_accessible_name_check (self->two_way, _("For two-way voice panels"));
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Account Number Blocks"));
  kh_accessible_label_for (self->begin_label, GTK_WIDGET (self->begin));
  kh_accessible_label_for (self->end_label, GTK_WIDGET (self->end));
  kh_accessible_label_for (self->receiver_label, GTK_WIDGET (self->receiver));
}

GtkWindow *
kh_blocks_window_new (GtkWindow  *parent,
                      KhServices *services,
                      KhCompany  *company)
{
  KhBlocksWindow *self = g_object_new (KH_TYPE_BLOCKS_WINDOW, "transient-for", parent, NULL);
  g_autofree char *text = NULL;

  self->services = g_object_ref (services);
  self->company = g_object_ref (company);
  /* Translators: a monitoring company. */
  text = g_strdup_printf (_("These account numbers %s gave your office. Shell Account gives each of them out once."),
                          kh_company_get_name (company));
  gtk_label_set_text (self->body, text);
  load (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->begin));

  return GTK_WINDOW (self);
}
