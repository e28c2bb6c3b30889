/* kh-rights-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-rights-window.h"

#include "kh-accessible.h"
#include "kh-one-stop.h"

#include <glib/gi18n-lib.h>

#define ROW_GRANT "kh-grant"

#define KH_TYPE_RIGHTS_WINDOW (kh_rights_window_get_type ())
G_DECLARE_FINAL_TYPE (KhRightsWindow, kh_rights_window, KH, RIGHTS_WINDOW, GtkWindow)

struct _KhRightsWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *close_button;
  GtkListBox *list;
  GtkSizeGroup *names;
  GtkLabel *summary;
};

G_DEFINE_FINAL_TYPE (KhRightsWindow, kh_rights_window, GTK_TYPE_WINDOW)

static gboolean
is_given (KhGrants grants,
          KhGrant  grant)
{
  return !kh_grants_equal (grants, kh_grants_without (grants, grant));
}

/* Somebody for whom no list of grants counts. */
static char *
dup_whole_reason (const KhMember *member,
                  const KhGroup  *group)
{
  if (!member->active)
    return g_strdup_printf (_("%s has left and may do nothing."), member->name);
  if (group == NULL)
    return g_strdup_printf (_("%s belongs to no group, is only listed in drop-downs, and may do nothing."), member->name);
  if (group->owners)
    return g_strdup_printf (_("%s belongs to “%s”: owners may do everything."), member->name, group->name);

  return NULL;
}

static char *
dup_given_source (const KhMember *member,
                  const KhGroup  *group,
                  KhGrant         grant)
{
  if (is_given (member->taken, grant))
    return g_strdup (_("Taken away"));
  if (is_given (group->grants, grant))
    return g_strdup_printf (_("From the group “%s”"), group->name);
  if (is_given (member->added, grant))
    return g_strdup (_("Added"));

  return g_strdup_printf (_("Not in the group “%s”"), group->name);
}

static char *
dup_source (KhStaff        *staff,
            const KhMember *member,
            KhGrant         grant)
{
  const KhGroup *group = kh_staff_get_group (staff, member->group);
  KhGrants grants = kh_staff_get_grants (staff, member->id);
  KhGrant needs = kh_grant_get (grant)->needs;
  g_autofree char *source = NULL;
  g_autofree char *needed = NULL;

  if (!member->active)
    return g_strdup (_("Has left"));
  if (group == NULL)
    return g_strdup (_("Belongs to no group"));
  if (group->owners)
    return g_strdup_printf (_("From the group “%s”"), group->name);
  source = dup_given_source (member, group, grant);
  if (!is_given (grants, grant) || needs == KH_GRANT_NONE || kh_grants_has (grants, needs))
    return g_steal_pointer (&source);
  needed = kh_grant_dup_name (needs);

  /* Translators: where a grant comes from, and the name of another one. */
  return g_strdup_printf (_("%s, but without effect: needs “%s”"), source, needed);
}

static GtkWidget *
new_row (KhRightsWindow *self,
         KhGrant         grant,
         gboolean        yes,
         const char     *source)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (kh_grant_get_label (grant));
  GtkWidget *answer = gtk_label_new (yes ? _("Yes") : _("No"));
  GtkWidget *from = gtk_label_new (source);
  g_autofree char *whole = kh_grant_dup_name (grant);
  /* Translators: the name of a grant, "Yes" or "No", and where that comes from. */
  g_autofree char *spoken = g_strdup_printf (_("%s: %s. %s"), whole, yes ? _("Yes") : _("No"), source);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_size_group_add_widget (self->names, name);
  gtk_label_set_width_chars (GTK_LABEL (answer), 4);
  gtk_widget_set_valign (answer, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (answer, "chip");
  if (yes)
    gtk_widget_add_css_class (answer, "good");
  gtk_label_set_xalign (GTK_LABEL (from), 0);
  gtk_label_set_wrap (GTK_LABEL (from), TRUE);
  gtk_widget_set_hexpand (from, TRUE);
  gtk_widget_add_css_class (from, "dim");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), answer);
  gtk_box_append (GTK_BOX (box), from);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  kh_accessible_name_widget (row, spoken);
  g_object_set_data (G_OBJECT (row), ROW_GRANT, GUINT_TO_POINTER (grant));

  return row;
}

static KhResource
get_resource (GtkListBoxRow *row)
{
  return kh_grant_get ((KhGrant) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), ROW_GRANT)))->resource;
}

static void
set_header (GtkListBoxRow *row,
            GtkListBoxRow *before,
            gpointer       user_data G_GNUC_UNUSED)
{
  GtkWidget *heading;

  if (before != NULL && get_resource (before) == get_resource (row))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (kh_resource_get_label (get_resource (row)));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "resource");
  gtk_list_box_row_set_header (row, heading);
}

static void
fill (KhRightsWindow *self,
      KhStaff        *staff,
      const KhMember *member)
{
  KhGrants grants = kh_staff_get_grants (staff, member->id);
  g_autofree char *summary = dup_whole_reason (member, kh_staff_get_group (staff, member->group));
  guint n = 0;

  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    {
      gboolean yes = kh_grants_has (grants, (KhGrant) i);
      g_autofree char *source = dup_source (staff, member, (KhGrant) i);

      n += yes ? 1 : 0;
      gtk_list_box_append (self->list, new_row (self, (KhGrant) i, yes, source));
    }
  if (summary == NULL)
    summary = g_strdup_printf (ngettext ("%s may do %u of %u things.", "%s may do %u of %u things.", n),
                               member->name, n, (guint) KH_N_GRANTS - 1);
  gtk_label_set_text (self->summary, summary);
}

static void
kh_rights_window_class_init (KhRightsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-rights-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhRightsWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhRightsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KhRightsWindow, names);
  gtk_widget_class_bind_template_child (widget_class, KhRightsWindow, summary);
}

static void
kh_rights_window_init (KhRightsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, set_header, NULL, NULL);
  kh_accessible_name_button (self->close_button);
}

void
kh_rights_window_present (GtkWindow *parent,
                          KhStaff   *staff,
                          gint64     member)
{
  const KhMember *found = kh_staff_get_member (staff, member);
  KhRightsWindow *self;
  g_autofree char *title = NULL;

  g_return_if_fail (found != NULL);

  self = g_object_new (KH_TYPE_RIGHTS_WINDOW, "transient-for", parent, NULL);
  title = g_strdup_printf (_("What May %s Do?"), found->name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  kh_accessible_name_widget (GTK_WIDGET (self->list), title);
  fill (self, staff, found);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}
