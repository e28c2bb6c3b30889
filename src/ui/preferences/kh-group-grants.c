/* kh-group-grants.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-group-grants.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define CHECKS_IN_LINE 3

struct _KhGroupGrants
{
  GtkWidget parent_instance;

  /* Owned by the grid */
  GtkWidget *checks[KH_N_GRANTS];

  /* State: also what waits for its need to be ticked again. */
  KhGrants grants;
  gboolean read_only;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (KhGroupGrants, kh_group_grants, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_check (KhGroupGrants *self,
              KhGrant        grant)
{
  GtkWidget *check = self->checks[grant];
  KhGrant needs = kh_grant_get (grant)->needs;
  gboolean met = needs == KH_GRANT_NONE || kh_grants_has (self->grants, needs);
  g_autofree char *needed = met ? NULL : kh_grant_dup_name (needs);
  g_autofree char *tip = NULL;

  if (!met)
    /* Translators: the name of a grant, such as "Customer: View". */
    tip = g_strdup_printf (_("This has no effect without “%s”. Tick that first."), needed);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), kh_grants_has (self->grants, grant));
  gtk_widget_set_sensitive (check, met && !self->read_only);
  gtk_widget_set_tooltip_text (check, tip);
  if (tip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
update (KhGroupGrants *self)
{
  self->filling = TRUE;
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    update_check (self, (KhGrant) i);
  self->filling = FALSE;
}

static void
on_check_toggled_cb (GtkCheckButton *check,
                     gpointer        user_data)
{
  KhGroupGrants *self = KH_GROUP_GRANTS (gtk_widget_get_ancestor (GTK_WIDGET (check), KH_TYPE_GROUP_GRANTS));
  KhGrant grant = (KhGrant) GPOINTER_TO_UINT (user_data);

  if (self->filling)
    return;
  self->grants = gtk_check_button_get_active (check) ? kh_grants_with (self->grants, grant)
                                                     : kh_grants_without (self->grants, grant);
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_check (KhGroupGrants *self,
           GtkGrid       *grid,
           KhGrant        grant,
           int            column,
           int            row)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (kh_grant_get_label (grant));
  g_autofree char *name = kh_grant_dup_name (grant);

  /* The button's own label does not wrap, and large letters need that. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  /* "View" alone would be read out sixteen times. */
  kh_accessible_name_check (GTK_CHECK_BUTTON (check), name);
  g_signal_connect (check, "toggled", G_CALLBACK (on_check_toggled_cb), GUINT_TO_POINTER (grant));
  gtk_widget_set_halign (check, GTK_ALIGN_START);
  gtk_grid_attach (grid, check, column, row, 1, 1);
  self->checks[grant] = check;
}

/* The result is the next free row. */
static int
add_resource (KhGroupGrants *self,
              GtkGrid       *grid,
              KhResource     resource,
              int            row)
{
  GtkWidget *label = gtk_label_new (kh_resource_get_label (resource));
  int n = 0;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_add_css_class (label, "resource");
  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    if (kh_grant_get ((KhGrant) i)->resource == resource)
      {
        add_check (self, grid, (KhGrant) i, 1 + n % CHECKS_IN_LINE, row + n / CHECKS_IN_LINE);
        n++;
      }
  n = (n + CHECKS_IN_LINE - 1) / CHECKS_IN_LINE;
  gtk_grid_attach (grid, label, 0, row, 1, n);

  return row + n;
}

static void
kh_group_grants_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_group_grants_parent_class)->dispose (object);
}

static void
kh_group_grants_class_init (KhGroupGrantsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_group_grants_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kh_group_grants_init (KhGroupGrants *self)
{
  GtkWidget *grid = gtk_grid_new ();
  int row = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_widget_add_css_class (grid, "grants");
  for (guint i = 0; i < KH_N_RESOURCES; i++)
    {
      GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

      gtk_grid_attach (GTK_GRID (grid), separator, 0, row, 1 + CHECKS_IN_LINE, 1);
      row = add_resource (self, GTK_GRID (grid), (KhResource) i, row + 1);
    }
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
  update (self);
}

void
kh_group_grants_set (KhGroupGrants *self,
                     KhGrants       grants)
{
  g_return_if_fail (KH_IS_GROUP_GRANTS (self));

  self->grants = grants;
  update (self);
}

KhGrants
kh_group_grants_get (KhGroupGrants *self)
{
  g_return_val_if_fail (KH_IS_GROUP_GRANTS (self), kh_grants_none ());

  return kh_group_grants_filter (self->grants);
}

void
kh_group_grants_set_read_only (KhGroupGrants *self,
                               gboolean       read_only)
{
  g_return_if_fail (KH_IS_GROUP_GRANTS (self));

  self->read_only = read_only;
  update (self);
}

KhGrants
kh_group_grants_filter (KhGrants grants)
{
  KhGrants met = kh_grants_none ();

  for (guint i = KH_GRANT_NONE + 1; i < KH_N_GRANTS; i++)
    if (kh_grants_has (grants, (KhGrant) i))
      met = kh_grants_with (met, (KhGrant) i);

  return met;
}
