/* kh-switch-heading.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-switch-heading.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

struct _KhSwitchHeading
{
  GtkListBoxRow parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *title;
  GtkWidget *count;
  GtkWidget *check;

  /* State */
  KhSection section;
};

G_DEFINE_FINAL_TYPE (KhSwitchHeading, kh_switch_heading, GTK_TYPE_LIST_BOX_ROW)

static void
kh_switch_heading_class_init (KhSwitchHeadingClass *klass G_GNUC_UNUSED)
{
}

static void
kh_switch_heading_init (KhSwitchHeading *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "section-title");
  gtk_box_append (GTK_BOX (box), self->title);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "reason");
  gtk_box_append (GTK_BOX (box), self->count);
  self->check = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                              "can-focus", FALSE, "can-target", FALSE, NULL);
  gtk_box_append (GTK_BOX (box), self->check);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "switch-heading");
}

GtkWidget *
kh_switch_heading_new (KhSection section)
{
  KhSwitchHeading *self = g_object_new (KH_TYPE_SWITCH_HEADING, "accessible-role", GTK_ACCESSIBLE_ROLE_CHECKBOX, NULL);

  self->section = section;
  gtk_label_set_text (GTK_LABEL (self->title), kh_section_get_label (section));

  return GTK_WIDGET (self);
}

KhSection
kh_switch_heading_get_section (KhSwitchHeading *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_HEADING (self), KH_SECTION_IDENTITY);

  return self->section;
}

/* The place of the check stays, so that the counts stand below each other. */
static void
update_check (KhSwitchHeading *self,
              guint            n,
              guint            n_on,
              gboolean         movable)
{
  gboolean mixed = n_on > 0 && n_on < n;

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), n > 0 && n_on == n);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (self->check), mixed);
  gtk_widget_set_opacity (self->check, n > 0 && movable ? 1 : 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_CHECKED, mixed ? GTK_ACCESSIBLE_TRISTATE_MIXED
                                                             : n > 0 && n_on == n ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                             : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               GTK_ACCESSIBLE_STATE_DISABLED, n == 0 || !movable, -1);
}

void
kh_switch_heading_update (KhSwitchHeading *self,
                          const char      *count,
                          guint            n,
                          guint            n_on,
                          gboolean         movable)
{
  g_autofree char *name = NULL;

  g_return_if_fail (KH_IS_SWITCH_HEADING (self));

  gtk_label_set_text (GTK_LABEL (self->count), count);
  update_check (self, n, n_on, movable);
  /* Translators: for a screen reader: a section, and how many of its switches are on. */
  name = g_strdup_printf (_("All of %s, %s"), kh_section_get_label (self->section), count);
  kh_accessible_name_widget (GTK_WIDGET (self), name);
}
