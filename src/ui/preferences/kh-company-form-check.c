/* kh-company-form-check.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-company-form-private.h"

#include "kh-csl-station.h"

#include <glib/gi18n-lib.h>

/* Longer than this and somebody wonders whether anything happens. */
#define PATIENCE_MS 200

/* Check Connection: with what is typed, saved or not. */

static void
end_checking (KhCompanyForm *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_visible (self->stop, FALSE);
  g_clear_object (&self->cancellable);
  kh_company_form_update (self);
  if (gtk_widget_get_mapped (self->check))
    gtk_widget_grab_focus (self->check);
}

static void
show_check_error (KhCompanyForm *self,
                  const GError  *error)
{
  end_checking (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kh_company_form_set_result (self, NULL, NULL);
  else
    kh_company_form_set_result (self, error->message, "error-text");
}

static char *
describe (KhCapabilities *capabilities)
{
  const char *dealer = kh_capabilities_get_dealer (capabilities);

  if (dealer == NULL || *dealer == '\0')
    /* Translators: a monitoring company and the kind of its interface. */
    return g_strdup_printf (_("Connected: %s (%s)."), kh_capabilities_get_name (capabilities),
                            kh_capabilities_get_profile (capabilities));

  /* Translators: a monitoring company, the kind of its interface, and our number there. */
  return g_strdup_printf (_("Connected: %s (%s), dealer %s."), kh_capabilities_get_name (capabilities),
                          kh_capabilities_get_profile (capabilities), dealer);
}

static void
on_capabilities_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhCompanyForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCapabilities) capabilities = NULL;
  g_autofree char *text = NULL;

  capabilities = kh_station_get_capabilities_finish (KH_STATION (source), result, &error);
  if (capabilities == NULL)
    {
      show_check_error (self, error);
      return;
    }
  end_checking (self);
  text = describe (capabilities);
  kh_company_form_set_result (self, text, "result-good");
}

static void
on_checked_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (KhCompanyForm) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_station_check_finish (KH_STATION (source), result, &error))
    {
      show_check_error (self, error);
      return;
    }
  kh_station_get_capabilities_async (KH_STATION (source), self->cancellable,
                                     on_capabilities_cb, g_object_ref (self));
}

static void
check_with (KhCompanyForm *self,
            const char    *token)
{
  g_autoptr (KhCompany) company = kh_company_form_dup_company (self);
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GError) error = NULL;

  station = kh_csl_station_new (company, token, &error);
  if (station == NULL)
    {
      end_checking (self);
      kh_company_form_show_error (self, error);
      return;
    }
  kh_station_check_async (station, self->cancellable, on_checked_cb, g_object_ref (self));
}

static void
on_check_token_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhCompanyForm) self = user_data;
  g_autoptr (GError) error = NULL;
  char *token = kh_keyring_look_up_finish (KH_KEYRING (source), result, &error);

  if (error != NULL)
    show_check_error (self, error);
  else if (token != NULL)
    check_with (self, token);
  else
    {
      end_checking (self);
      kh_company_form_fail (self->token_note, GTK_WIDGET (self->token), _("Type the token that the monitoring company gave you."));
    }
  kh_keyring_free_token (token);
}

static gboolean
on_patience_timeout_cb (gpointer data)
{
  KhCompanyForm *self = data;
  g_autoptr (KhCompany) company = kh_company_form_dup_company (self);
  g_autofree char *text = NULL;

  self->patience_source = 0;
  /* Translators: a monitoring company. */
  text = g_strdup_printf (_("Connecting to %s…"), kh_company_get_name (company));
  kh_company_form_set_result (self, text, "dim");
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  gtk_widget_set_visible (self->stop, TRUE);
  gtk_widget_grab_focus (self->stop);

  return G_SOURCE_REMOVE;
}

void
kh_company_form_start_check (KhCompanyForm *self)
{
  KhKeyring *keyring = kh_stations_get_keyring (kh_services_get_stations (self->services));
  g_autoptr (KhCompany) company = kh_company_form_dup_company (self);

  kh_company_form_set_result (self, NULL, NULL);
  if (!kh_company_form_check (self, company))
    return;

  self->cancellable = g_cancellable_new ();
  self->patience_source = g_timeout_add (PATIENCE_MS, on_patience_timeout_cb, self);
  kh_company_form_update (self);
  if (kh_company_form_has_token (self))
    check_with (self, gtk_editable_get_text (self->token));
  else
    kh_keyring_look_up_async (keyring, kh_company_get_id (self->company), self->cancellable,
                              on_check_token_cb, g_object_ref (self));
}

void
kh_company_form_stop_check (KhCompanyForm *self)
{
  g_cancellable_cancel (self->cancellable);
}
