/* kh-own-grants.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-own-grants.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

typedef enum {
  STATE_AS_GROUP,
  STATE_ADDED,
  STATE_TAKEN,

  N_STATES
} State;

struct _KhOwnGrants
{
  GtkWidget parent_instance;

  /* Owned by being the only child, once it is built */
  GtkWidget *grid;
  /* Owned by the grid */
  GtkWidget *choices[KH_N_GRANTS][N_STATES];

  /* State */
  KhGrants added;
  KhGrants taken;
  KhGrants group;
  gboolean read_only;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (KhOwnGrants, kh_own_grants, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_given (KhGrants grants,
          KhGrant  grant)
{
  return !kh_grants_equal (grants, kh_grants_without (grants, grant));
}

static State
get_state (KhOwnGrants *self,
           KhGrant      grant)
{
  if (is_given (self->taken, grant))
    return STATE_TAKEN;

  return is_given (self->added, grant) ? STATE_ADDED : STATE_AS_GROUP;
}

static const char *
get_state_label (KhOwnGrants *self,
                 KhGrant      grant,
                 State        state)
{
  switch (state)
    {
    case STATE_AS_GROUP:
      return kh_grants_has (self->group, grant) ? _("As the group: yes") : _("As the group: no");
    case STATE_ADDED:
      return _("Added");
    case STATE_TAKEN:
      return _("Taken away");
    case N_STATES:
      break;
    }

  g_return_val_if_reached ("");
}

static void
update_grant (KhOwnGrants *self,
              KhGrant      grant)
{
  g_autofree char *name = kh_grant_dup_name (grant);

  for (guint i = 0; i < N_STATES; i++)
    {
      GtkCheckButton *choice = GTK_CHECK_BUTTON (self->choices[grant][i]);
      const char *label = get_state_label (self, grant, (State) i);
      /* Translators: the name of a grant, and one of "Added", "Taken away" and "As the group: yes". */
      g_autofree char *spoken = g_strdup_printf (_("%s, %s"), name, label);

      gtk_check_button_set_label (choice, label);
      kh_accessible_name_check (choice, spoken);
      gtk_widget_set_sensitive (GTK_WIDGET (choice), !self->read_only);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->choices[grant][get_state (self, grant)]), TRUE);
}

static void
update (KhOwnGrants *self)
{
  if (self->grid == NULL)
    return;
  self->filling = TRUE;
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    update_grant (self, (KhGrant) i);
  self->filling = FALSE;
}

static void
on_choice_toggled_cb (GtkCheckButton *choice,
                      gpointer        user_data)
{
  KhOwnGrants *self = KH_OWN_GRANTS (gtk_widget_get_ancestor (GTK_WIDGET (choice), KH_TYPE_OWN_GRANTS));
  KhGrant grant = (KhGrant) GPOINTER_TO_UINT (user_data);

  if (self->filling || !gtk_check_button_get_active (choice))
    return;
  self->added = kh_grants_without (self->added, grant);
  self->taken = kh_grants_without (self->taken, grant);
  if (GTK_WIDGET (choice) == self->choices[grant][STATE_ADDED])
    self->added = kh_grants_with (self->added, grant);
  if (GTK_WIDGET (choice) == self->choices[grant][STATE_TAKEN])
    self->taken = kh_grants_with (self->taken, grant);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_grant (KhOwnGrants *self,
           KhGrant      grant,
           int          row)
{
  GtkWidget *label = gtk_label_new (kh_grant_get_label (grant));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row, 1, 1);
  for (guint i = 0; i < N_STATES; i++)
    {
      GtkWidget *choice = gtk_check_button_new ();

      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), GTK_CHECK_BUTTON (self->choices[grant][0]));
      g_signal_connect (choice, "toggled", G_CALLBACK (on_choice_toggled_cb), GUINT_TO_POINTER (grant));
      gtk_widget_set_halign (choice, GTK_ALIGN_START);
      gtk_grid_attach (GTK_GRID (self->grid), choice, (int) i + 1, row, 1, 1);
      self->choices[grant][i] = choice;
    }
}

static void
kh_own_grants_dispose (GObject *object)
{
  g_clear_pointer (&KH_OWN_GRANTS (object)->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (kh_own_grants_parent_class)->dispose (object);
}

static void
kh_own_grants_class_init (KhOwnGrantsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_own_grants_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kh_own_grants_init (KhOwnGrants *self G_GNUC_UNUSED)
{
}

void
kh_own_grants_build (KhOwnGrants *self)
{
  int row = 0;

  g_return_if_fail (KH_IS_OWN_GRANTS (self));

  if (self->grid != NULL)
    return;
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_widget_add_css_class (self->grid, "grants");
  for (guint i = 0; i < KH_N_RESOURCES; i++)
    {
      GtkWidget *heading = gtk_label_new (kh_resource_get_label ((KhResource) i));

      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "resource");
      gtk_grid_attach (GTK_GRID (self->grid), heading, 0, row++, 1 + N_STATES, 1);
      for (guint j = KH_GRANT_NONE + 1; j < KH_N_GRANTS; j++)
        if (kh_grant_get ((KhGrant) j)->resource == (KhResource) i)
          add_grant (self, (KhGrant) j, row++);
    }
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  update (self);
}

void
kh_own_grants_set (KhOwnGrants *self,
                   KhGrants     added,
                   KhGrants     taken)
{
  g_return_if_fail (KH_IS_OWN_GRANTS (self));

  self->added = added;
  self->taken = taken;
  update (self);
}

void
kh_own_grants_get (KhOwnGrants *self,
                   KhGrants    *added,
                   KhGrants    *taken)
{
  g_return_if_fail (KH_IS_OWN_GRANTS (self));

  *added = self->added;
  *taken = self->taken;
}

void
kh_own_grants_set_group (KhOwnGrants *self,
                         KhGrants     group)
{
  g_return_if_fail (KH_IS_OWN_GRANTS (self));

  if (kh_grants_equal (self->group, group))
    return;
  self->group = group;
  update (self);
}

void
kh_own_grants_set_read_only (KhOwnGrants *self,
                             gboolean     read_only)
{
  g_return_if_fail (KH_IS_OWN_GRANTS (self));

  if (self->read_only == read_only)
    return;
  self->read_only = read_only;
  update (self);
}
