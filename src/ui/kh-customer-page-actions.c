/* kh-customer-page-actions.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-station-bar.h"

/* What can be done with a page, and by which keys. */

/* What an action is about: the section that it names, or the one that a key means. */
static KhSection
find_target (KhCustomerPage *self,
             GVariant       *target,
             gboolean        editing)
{
  return target != NULL ? (KhSection) g_variant_get_uint32 (target) : kh_customer_page_find_section (self, editing);
}

static void
on_edit_activated_cb (GtkWidget  *widget,
                      const char *action,
                      GVariant   *target)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);

  if (self->draft == NULL || kh_customer_page_hand_to_table (self, action))
    return;

  kh_customer_page_edit_section (self, find_target (self, target, FALSE));
}

static void
on_save_activated_cb (GtkWidget  *widget,
                      const char *action,
                      GVariant   *target)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);
  KhSection section;

  if (self->draft == NULL || kh_customer_page_hand_to_table (self, action))
    return;
  if (self->number == 0)
    {
      kh_customer_page_save_and (self, KH_THEN_STAY);
      return;
    }

  section = find_target (self, target, TRUE);
  if (section < KH_N_SECTIONS)
    kh_customer_page_save (self, SECTION_BIT (section));
}

static void
on_cancel_activated_cb (GtkWidget  *widget,
                        const char *action,
                        GVariant   *target)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);

  if (self->draft != NULL && self->number != 0 && !kh_customer_page_hand_to_table (self, action))
    kh_customer_page_cancel_section (self, find_target (self, target, TRUE));
}

static void
on_link_activated_cb (GtkWidget  *widget,
                      const char *action G_GNUC_UNUSED,
                      GVariant   *target G_GNUC_UNUSED)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);

  g_autofree char *obstacle = NULL;

  if (self->bar == NULL)
    return;
  if (self->number == 0)
    {
      kh_customer_page_save_and (self, KH_THEN_LINK);
      return;
    }
  obstacle = kh_station_bar_dup_obstacle (KH_STATION_BAR (self->bar));
  if (obstacle != NULL)
    kh_customer_page_notice (self, obstacle);
  else
    kh_station_bar_link (KH_STATION_BAR (self->bar));
}

static void
on_save_and_activated_cb (GtkWidget  *widget,
                          const char *action,
                          GVariant   *target G_GNUC_UNUSED)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);

  if (self->draft != NULL && self->number == 0)
    kh_customer_page_save_and (self, g_str_equal (action, "page.save-and-new") ? KH_THEN_ANOTHER : KH_THEN_LINK);
}

static void
on_reveal_activated_cb (GtkWidget  *widget,
                        const char *action G_GNUC_UNUSED,
                        GVariant   *target)
{
  kh_customer_page_reveal (KH_CUSTOMER_PAGE (widget), (KhDatapointId) g_variant_get_uint32 (target));
}

void
kh_customer_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.edit", NULL, on_edit_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.save", NULL, on_save_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.save-and-new", NULL, on_save_and_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.save-and-link", NULL, on_save_and_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.cancel", NULL, on_cancel_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.link", NULL, on_link_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.reveal", "u", on_reveal_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.duplicate", NULL, kh_customer_page_duplicate);
  gtk_widget_class_install_action (widget_class, "page.duplicate-several", NULL, kh_customer_page_duplicate);
  gtk_widget_class_install_action (widget_class, "page.edit-section", "u", on_edit_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.save-section", "u", on_save_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.cancel-section", "u", on_cancel_activated_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "page.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "page.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "page.save-and-new", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "page.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "page.link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "page.duplicate", NULL);
}
