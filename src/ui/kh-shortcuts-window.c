/* kh-shortcuts-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shortcuts-window.h"

#include <glib/gi18n-lib.h>

struct _KhShortcutsWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkBox *left;
  GtkBox *right;
};

G_DEFINE_FINAL_TYPE (KhShortcutsWindow, kh_shortcuts_window, GTK_TYPE_WINDOW)

/* A row without keys is a heading. */
typedef struct {
  const char *text;
  const char *keys[3];
} Row;

static const Row left_rows[] = {
  { .text = N_("Customers") },
  { N_("New customer"), { "<Control>n" } },
  { N_("Find a customer"), { "<Control>f", "<Control>k" } },
  { N_("Filter and sort the list"), { "<Control><Shift>f" } },
  { N_("Star the customer, or not"), { "<Control>b" } },
  { N_("Open the first customer found"), { "Return" } },
  { N_("From the search into the list"), { "Down" } },
  { N_("Empty the search"), { "Escape" } },
  { .text = N_("A customer") },
  { N_("Edit a section"), { "F2" } },
  { N_("Save"), { "<Control>s" } },
  { N_("Save a new customer, and begin another"), { "<Control><Shift>Return" } },
  { N_("Cancel editing"), { "Escape" } },
  { N_("Link Account"), { "<Control>l" } },
  { N_("Duplicate"), { "<Control>d" } },
  { N_("Duplicate for several"), { "<Control><Shift>d" } },
  { N_("Print"), { "<Control>p" } },
  { N_("Read again"), { "F5" } },
  { N_("Save a note"), { "<Control>Return" } },
  { N_("Add files"), { "<Control><Shift>a" } },
  { N_("Open a file"), { "Return" } },
  { N_("Rename a file"), { "F2" } },
  { N_("Remove a file"), { "Delete" } },
};

static const Row right_rows[] = {
  { .text = N_("Tabs") },
  { N_("Next tab"), { "<Control>Tab" } },
  { N_("Previous tab"), { "<Control><Shift>Tab" } },
  { N_("Tab by its place"), { "<Alt>1", "<Alt>9" } },
  { N_("Close the tab"), { "<Control>w" } },
  { N_("Next of the customer’s own tabs"), { "<Control>Page_Down" } },
  { N_("Previous of the customer’s own tabs"), { "<Control>Page_Up" } },
  { .text = N_("Contacts and systems") },
  { N_("Edit the table"), { "F2" } },
  { N_("Next cell"), { "Tab" } },
  { N_("Choose from the company’s list"), { "F4", "<Alt>Down" } },
  { N_("Earlier or later in the call order"), { "<Alt>Up", "<Alt>Down" } },
  { N_("Take a row out"), { "<Control>Delete" } },
  { N_("Bring it back"), { "<Control>z" } },
  { N_("Reveal a PIN"), { "<Control>r" } },
  { .text = N_("Keyholder") },
  { N_("Menu"), { "F10" } },
  { N_("Preferences"), { "<Control>comma" } },
  { N_("Waiting changes"), { "<Control>o" } },
  { N_("Tickets"), { "<Control>t" } },
  { N_("Keyboard shortcuts"), { "<Control>question" } },
  { N_("Lock"), { "<Control><Shift>l" } },
  { N_("Quit"), { "<Control>q" } },
};

static void
add_heading (GtkBox     *column,
             const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "section-title");
  if (gtk_widget_get_first_child (GTK_WIDGET (column)) != NULL)
    gtk_widget_set_margin_top (label, 12);
  gtk_box_append (column, label);
}

static void
add_key (GtkWidget  *box,
         const char *accel)
{
  guint keyval;
  GdkModifierType modifiers;
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (!gtk_accelerator_parse (accel, &keyval, &modifiers))
    g_assert_not_reached ();
  text = gtk_accelerator_get_label (keyval, modifiers);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "key");
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_row (GtkBox    *column,
         const Row *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_(row->text));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_margin_end (label, 24);
  gtk_box_append (GTK_BOX (box), label);
  for (guint i = 0; row->keys[i] != NULL; i++)
    add_key (box, row->keys[i]);
  gtk_box_append (column, box);
}

static void
fill (GtkBox    *column,
      const Row *rows,
      guint      n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      if (rows[i].keys[0] == NULL)
        add_heading (column, _(rows[i].text));
      else
        add_row (column, &rows[i]);
    }
}

static void
kh_shortcuts_window_class_init (KhShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-shortcuts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhShortcutsWindow, left);
  gtk_widget_class_bind_template_child (widget_class, KhShortcutsWindow, right);
}

static void
kh_shortcuts_window_init (KhShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self->left, left_rows, G_N_ELEMENTS (left_rows));
  fill (self->right, right_rows, G_N_ELEMENTS (right_rows));
}

GtkWindow *
kh_shortcuts_window_new (void)
{
  return g_object_new (KH_TYPE_SHORTCUTS_WINDOW, NULL);
}
