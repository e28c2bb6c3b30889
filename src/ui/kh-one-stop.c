/* kh-one-stop.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-one-stop.h"

struct _KhOneStop
{
  GtkWidget parent_instance;

  /* Owned by being the only child */
  GtkWidget *child;
};

G_DEFINE_FINAL_TYPE (KhOneStop, kh_one_stop, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_CHILD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_focus_within (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* A Tab that is already inside leaves; the arrow keys still move between rows. */
static gboolean
kh_one_stop_focus (GtkWidget        *widget,
                   GtkDirectionType  direction)
{
  KhOneStop *self = KH_ONE_STOP (widget);
  gboolean tabs = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (self->child == NULL || (tabs && has_focus_within (widget)))
    return FALSE;

  return gtk_widget_child_focus (self->child, direction);
}

static void
kh_one_stop_dispose (GObject *object)
{
  kh_one_stop_set_child (KH_ONE_STOP (object), NULL);

  G_OBJECT_CLASS (kh_one_stop_parent_class)->dispose (object);
}

static void
kh_one_stop_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  KhOneStop *self = KH_ONE_STOP (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_one_stop_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  KhOneStop *self = KH_ONE_STOP (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      kh_one_stop_set_child (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_one_stop_class_init (KhOneStopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_one_stop_dispose;
  object_class->get_property = kh_one_stop_get_property;
  object_class->set_property = kh_one_stop_set_property;
  widget_class->focus = kh_one_stop_focus;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
kh_one_stop_init (KhOneStop *self G_GNUC_UNUSED)
{
}

GtkWidget *
kh_one_stop_new (GtkWidget *child)
{
  return g_object_new (KH_TYPE_ONE_STOP, "child", child, NULL);
}

void
kh_one_stop_set_child (KhOneStop *self,
                       GtkWidget *child)
{
  g_return_if_fail (KH_IS_ONE_STOP (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (self->child == child)
    return;

  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}
