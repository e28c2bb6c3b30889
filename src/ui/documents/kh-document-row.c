/* kh-document-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-row.h"

#include "notes/kh-note-row.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhDocumentRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *icon;
  GtkWidget *name;
  GtkWidget *category;
  GtkWidget *size;
  GtkWidget *origin;
  GtkWidget *state;       /* with an icon, for who does not see colours */
  GtkWidget *state_label;

  /* Owned */
  KhDocument *document;
};

G_DEFINE_FINAL_TYPE (KhDocumentRow, kh_document_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_state_text (KhDocument *document)
{
  switch (kh_document_get_origin (document)->state)
    {
    case KH_DOCUMENT_LOST:
      return _("Lost: what was in this file is not in the folder of the records any more. Add the file again, or bring "
               "back a backup.");
    case KH_DOCUMENT_CHANGED:
      return _("Changed: what is in the folder of the records is not what was added. Add the file again, or bring back "
               "a backup.");
    case KH_DOCUMENT_THERE:
    default:
      return "";
    }
}

static void
show_icon (KhDocumentRow *self)
{
  const char *name = kh_document_get (self->document, KH_DOCUMENT_NAME);
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (type);

  gtk_image_set_from_gicon (GTK_IMAGE (self->icon), icon);
}

static char *
dup_origin (KhDocument *document)
{
  const KhDocumentOrigin *origin = kh_document_get_origin (document);
  g_autofree char *author = kh_value_dup_visible (origin->author);
  g_autofree char *added = kh_note_row_dup_time (origin->added_at);

  return author != NULL && *author != '\0' ? g_strdup_printf ("%s · %s", author, added) : g_strdup (added);
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, *text != '\0');
}

/* A label's text is read aloud in the order in which it stands. */
static void
update_name (KhDocumentRow *self)
{
  GtkWidget *labels[] = { self->name, self->category, self->state_label, self->size, self->origin };
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const char *text = gtk_label_get_text (GTK_LABEL (labels[i]));

      if (*text != '\0')
        g_string_append_printf (name, "%s%s", i > 0 ? ", " : "", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
  g_string_free (name, TRUE);
}

static void
kh_document_row_dispose (GObject *object)
{
  g_clear_object (&KH_DOCUMENT_ROW (object)->document);

  G_OBJECT_CLASS (kh_document_row_parent_class)->dispose (object);
}

static void
kh_document_row_class_init (KhDocumentRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_document_row_dispose;
}

static GtkWidget *
make_label (GtkWidget  *box,
            const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
add_state (KhDocumentRow *self,
           GtkWidget     *box)
{
  self->state = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->state), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_widget_add_css_class (self->state, "document-state");
  self->state_label = make_label (self->state, "error-text");
  gtk_label_set_wrap (GTK_LABEL (self->state_label), TRUE);
  gtk_widget_set_hexpand (self->state_label, TRUE);
  gtk_box_append (GTK_BOX (box), self->state);
}

static void
kh_document_row_init (KhDocumentRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (box), head);
  self->icon = gtk_image_new ();
  gtk_box_append (GTK_BOX (head), self->icon);
  self->name = make_label (head, "document-name");
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_MIDDLE);
  self->category = make_label (head, "chip");
  self->size = make_label (head, "dim");
  self->origin = make_label (head, "dim");
  gtk_widget_set_hexpand (self->origin, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->origin), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->origin), PANGO_ELLIPSIZE_END);
  add_state (self, box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
kh_document_row_new (void)
{
  return g_object_new (KH_TYPE_DOCUMENT_ROW, NULL);
}

KhDocument *
kh_document_row_get_document (KhDocumentRow *self)
{
  g_return_val_if_fail (KH_IS_DOCUMENT_ROW (self), NULL);

  return self->document;
}

void
kh_document_row_set_document (KhDocumentRow *self,
                              KhDocument    *document)
{
  g_autofree char *name = NULL;
  g_autofree char *category = NULL;
  g_autofree char *size = NULL;
  g_autofree char *origin = NULL;
  const char *state;

  g_return_if_fail (KH_IS_DOCUMENT_ROW (self));
  g_return_if_fail (KH_IS_DOCUMENT (document));

  g_set_object (&self->document, document);
  name = kh_value_dup_visible (kh_document_get (document, KH_DOCUMENT_NAME));
  category = kh_value_format (kh_document_field_get (KH_DOCUMENT_CATEGORY),
                              kh_document_get (document, KH_DOCUMENT_CATEGORY), NULL);
  size = g_format_size ((guint64) kh_document_get_origin (document)->size);
  origin = dup_origin (document);
  state = get_state_text (document);
  show_icon (self);
  set_text (self->name, name);
  gtk_widget_set_tooltip_text (self->name, name);
  set_text (self->category, category != NULL ? category : "");
  set_text (self->size, size);
  set_text (self->origin, origin);
  set_text (self->state_label, state);
  gtk_widget_set_visible (self->state, *state != '\0');
  update_name (self);
}
