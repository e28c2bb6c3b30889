/* kh-style.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-style.h"

#include "kh-resources.h"

#define STYLE_PATH "/org/keyholder/Keyholder/ui/style.css"
#define DARK_PATH "/org/keyholder/Keyholder/ui/style-dark.css"

static gboolean
is_dark (GtkSettings *settings)
{
  g_autofree char *theme = NULL;
  gboolean dark = FALSE;

  g_object_get (settings,
                "gtk-theme-name", &theme,
                "gtk-application-prefer-dark-theme", &dark,
                NULL);

  return dark || (theme != NULL && (g_str_has_suffix (theme, ":dark") ||
                                    g_str_has_suffix (theme, "-dark") ||
                                    g_str_has_suffix (theme, "-Dark")));
}

/* The theme's own colours follow it; those of the chips are ours and have two sets. */
static void
on_settings_theme_cb (GtkSettings    *settings,
                      GParamSpec     *pspec G_GNUC_UNUSED,
                      GtkCssProvider *provider)
{
  gtk_css_provider_load_from_resource (provider, is_dark (settings) ? DARK_PATH : STYLE_PATH);
}

void
kh_style_install (GdkDisplay *display)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  GtkSettings *settings = gtk_settings_get_for_display (display);

  g_resources_register (kh_get_resource ());
  on_settings_theme_cb (settings, NULL, provider);
  g_signal_connect_object (settings, "notify::gtk-theme-name",
                           G_CALLBACK (on_settings_theme_cb), provider, 0);
  g_signal_connect_object (settings, "notify::gtk-application-prefer-dark-theme",
                           G_CALLBACK (on_settings_theme_cb), provider, 0);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
