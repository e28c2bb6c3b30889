/* kh-company-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-company-form-private.h"

#include "kh-accessible.h"
#include "kh-csl-station.h"
#include "kh-dialogs.h"
#include "kh-guard.h"
#include "kh-text.h"

#include <glib/gi18n-lib.h>

#define LONGEST_NAME 100
#define LONGEST_ADDRESS 500
#define LONGEST_DEALER 50
#define LONGEST_TOKEN 200

G_DEFINE_FINAL_TYPE (KhCompanyForm, kh_company_form, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The types in the order of the drop-down: what an office has most often comes first. */
static const KhMonitorType types[] = {
  KH_MONITOR_BOLD,
  KH_MONITOR_ADT,
  KH_MONITOR_GENERIC,
  KH_MONITOR_NONE,
};

static guint
get_type_position (KhMonitorType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i] == type)
      return i;

  return 0;
}

static KhMonitorType
get_type (KhCompanyForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->type);

  return selected < G_N_ELEMENTS (types) ? types[selected] : KH_MONITOR_NONE;
}

static gboolean
is_new (KhCompanyForm *self)
{
  return kh_company_get_id (self->company) == 0;
}

gboolean
kh_company_form_has_token (KhCompanyForm *self)
{
  return *gtk_editable_get_text (self->token) != '\0';
}

static gboolean
is_checking (KhCompanyForm *self)
{
  return self->cancellable != NULL;
}

/* Notes under the fields */

static void
set_note (GtkLabel   *note,
          const char *text,
          gboolean    error)
{
  gtk_label_set_text (note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (note), text != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (note),
                              error ? (const char *[]) { "error-text", NULL }
                                    : (const char *[]) { "dim", "small", NULL });
}

gboolean
kh_company_form_fail (GtkLabel   *note,
                      GtkWidget  *field,
                      const char *text)
{
  set_note (note, text, TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_grab_focus (field);

  return FALSE;
}

static void
clear_notes (KhCompanyForm *self)
{
  GtkLabel *notes[] = { self->name_note, self->address_note, self->dealer_note, self->ca_note, self->token_note };
  GtkEditable *fields[] = { self->name, self->address, self->dealer, self->token };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    set_note (notes[i], NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_accessible_reset_state (GTK_ACCESSIBLE (fields[i]), GTK_ACCESSIBLE_STATE_INVALID);
}

void
kh_company_form_set_result (KhCompanyForm *self,
                            const char    *text,
                            const char    *style)
{
  gtk_label_set_text (self->result, text != NULL ? text : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->result), (const char *[]) { style, NULL });
}

/* What is typed */

static char *
dup_text (GtkEditable *editable)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  if (*text != '\0')
    return text;
  g_free (text);

  return NULL;
}

KhCompany *
kh_company_form_dup_company (KhCompanyForm *self)
{
  KhCompany *company = kh_company_copy (self->company);
  g_autofree char *name = dup_text (self->name);
  g_autofree char *address = dup_text (self->address);
  g_autofree char *dealer = dup_text (self->dealer);

  g_object_set (company,
                "name", name,
                "monitor-type", (int) get_type (self),
                "address", address,
                "dealer-number", dealer,
                "ca-file", self->ca_file,
                "active", gtk_switch_get_active (self->active),
                "sends-zones", gtk_switch_get_active (self->sends_zones),
                "zone-digits", gtk_drop_down_get_selected (self->zone_digits),
                NULL);

  return company;
}

static gboolean
companies_equal (KhCompany *a,
                 KhCompany *b)
{
  return g_strcmp0 (kh_company_get_name (a), kh_company_get_name (b)) == 0 &&
         g_strcmp0 (kh_company_get_address (a), kh_company_get_address (b)) == 0 &&
         g_strcmp0 (kh_company_get_dealer_number (a), kh_company_get_dealer_number (b)) == 0 &&
         g_strcmp0 (kh_company_get_ca_file (a), kh_company_get_ca_file (b)) == 0 &&
         kh_company_get_monitor_type (a) == kh_company_get_monitor_type (b) &&
         kh_company_get_active (a) == kh_company_get_active (b) &&
         kh_company_get_sends_zones (a) == kh_company_get_sends_zones (b) &&
         kh_company_get_zone_digits (a) == kh_company_get_zone_digits (b);
}

static void
update_token_hint (KhCompanyForm *self)
{
  g_object_set (self->token, "placeholder-text",
                self->token_known ? _("Kept; type a new one to replace it") : "", NULL);
}

/* The one place that decides what can be done now. */
void
kh_company_form_update (KhCompanyForm *self)
{
  g_autoptr (KhCompany) typed = kh_company_form_dup_company (self);
  gboolean dirty = kh_company_form_has_token (self) || !companies_equal (typed, self->company);
  gboolean spoken_with = get_type (self) != KH_MONITOR_NONE;
  gboolean idle = !self->saving && !is_checking (self);
  GtkEditable *fields[] = { self->address, self->dealer, self->token };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_widget_set_sensitive (GTK_WIDGET (fields[i]), spoken_with);
  gtk_widget_set_sensitive (self->ca_choose, spoken_with);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sends_zones), spoken_with);
  gtk_widget_set_sensitive (self->ca_clear, spoken_with && self->ca_file != NULL);
  gtk_label_set_text (self->ca_path, self->ca_file != NULL ? self->ca_file : _("The system’s own certificates"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->ca_path), self->ca_file);
  gtk_widget_set_sensitive (self->check, idle && spoken_with);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "company.save", idle && (dirty || is_new (self)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "company.cancel", idle && dirty);
  if (dirty == self->dirty)
    return;
  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static void
on_token_known_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhCompanyForm) self = user_data;
  char *token = kh_keyring_look_up_finish (KH_KEYRING (source), result, NULL);

  self->token_known = token != NULL;
  kh_keyring_free_token (token);
  update_token_hint (self);
}

static void
fill (KhCompanyForm *self)
{
  const struct {
    GtkEditable *field;
    const char *text;
  } texts[] = {
    { self->name, kh_company_get_name (self->company) },
    { self->address, kh_company_get_address (self->company) },
    { self->dealer, kh_company_get_dealer_number (self->company) },
    { self->token, NULL },
  };

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    gtk_editable_set_text (texts[i].field, texts[i].text != NULL ? texts[i].text : "");
  gtk_drop_down_set_selected (self->type, get_type_position (kh_company_get_monitor_type (self->company)));
  gtk_switch_set_active (self->active, kh_company_get_active (self->company));
  gtk_switch_set_active (self->sends_zones, kh_company_get_sends_zones (self->company));
  gtk_drop_down_set_selected (self->zone_digits, kh_company_get_zone_digits (self->company));
  g_free (self->ca_file);
  self->ca_file = g_strdup (kh_company_get_ca_file (self->company));
  gtk_label_set_text (self->title, is_new (self) ? _("New Company") : kh_company_get_name (self->company));
  self->filling = FALSE;
  clear_notes (self);
  kh_company_form_set_result (self, NULL, NULL);
  kh_company_form_update (self);
}

/* Whether it can be kept: the first thing that is wrong gets the focus and its reason. */

static gboolean
check_text (GtkEditable *field,
            GtkLabel    *note,
            glong        longest)
{
  g_autofree char *text = dup_text (field);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return TRUE;
  if (!kh_text_check (text, KH_TEXT_ONE_LINE, &error))
    return kh_company_form_fail (note, GTK_WIDGET (field), error->message);
  if (g_utf8_strlen (text, -1) <= longest)
    return TRUE;
  message = g_strdup_printf (_("Shorten this to %ld characters; it has %ld."), longest, g_utf8_strlen (text, -1));

  return kh_company_form_fail (note, GTK_WIDGET (field), message);
}

gboolean
kh_company_form_show_error (KhCompanyForm *self,
                            const GError  *error)
{
  if (g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_CERTIFICATE))
    return kh_company_form_fail (self->ca_note, self->ca_choose, error->message);
  if (g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NO_TOKEN))
    return kh_company_form_fail (self->token_note, GTK_WIDGET (self->token), error->message);

  return kh_company_form_fail (self->address_note, GTK_WIDGET (self->address), error->message);
}

static gboolean
check_station (KhCompanyForm *self,
               KhCompany     *company)
{
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GError) error = NULL;

  if (kh_company_get_monitor_type (company) == KH_MONITOR_NONE)
    return TRUE;
  if (kh_company_get_address (company) == NULL)
    return kh_company_form_fail (self->address_note, GTK_WIDGET (self->address),
                                 _("Type the address that the monitoring company gave you. It begins with https://"));
  if (!kh_csl_station_check_address (kh_company_get_address (company), &error))
    return kh_company_form_fail (self->address_note, GTK_WIDGET (self->address), error->message);
  if (!kh_company_form_has_token (self))
    return TRUE;
  station = kh_csl_station_new (company, gtk_editable_get_text (self->token), &error);

  return station != NULL || kh_company_form_show_error (self, error);
}

gboolean
kh_company_form_check (KhCompanyForm *self,
                       KhCompany     *company)
{
  clear_notes (self);
  if (kh_company_get_name (company) == NULL)
    return kh_company_form_fail (self->name_note, GTK_WIDGET (self->name),
                                 _("Type the company’s name, as your office calls it."));

  return check_text (self->name, self->name_note, LONGEST_NAME) &&
         check_text (self->address, self->address_note, LONGEST_ADDRESS) &&
         check_text (self->dealer, self->dealer_note, LONGEST_DEALER) &&
         check_text (self->token, self->token_note, LONGEST_TOKEN) &&
         check_station (self, company);
}

/* Saving: the record first, for a new one has no number to keep a token by. */

/* As it was when Save was pressed: a save can take seconds, and whose token the field holds by
 * its end is not known. */
typedef struct {
  KhCompany *company;
  char *token;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->company);
  kh_keyring_free_token (saving->token);
  g_free (saving);
}

/* Save is not sensitive while it saves, and has nothing to save afterwards: the focus goes on to
 * what one does next. */
static void
focus_after_save (KhCompanyForm *self,
                  gboolean       saved)
{
  if (!self->save_had_focus || !gtk_widget_get_mapped (self->save))
    return;
  if (!saved || !gtk_widget_grab_focus (self->check))
    gtk_widget_grab_focus (saved ? GTK_WIDGET (self->name) : self->save);
}

static void
end_saving (GTask   *task,
            gint64   id,
            gboolean saved)
{
  KhCompanyForm *self = g_task_get_source_object (task);
  KhCompany *company = ((Saving *) g_task_get_task_data (task))->company;

  self->saving = FALSE;
  if (saved)
    {
      g_object_set (company, "id", id, NULL);
      kh_stations_forget (kh_services_get_stations (self->services), id);
      g_set_object (&self->company, company);
      fill (self);
    }
  kh_company_form_update (self);
  focus_after_save (self, saved);
  g_task_return_boolean (task, saved);
}

static void
on_token_stored_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhCompanyForm *self = g_task_get_source_object (task);
  gboolean kept = FALSE;
  g_autoptr (GError) error = NULL;
  gint64 id = kh_company_get_id (((Saving *) g_task_get_task_data (task))->company);

  if (!kh_keyring_store_finish (KH_KEYRING (source), result, &kept, &error))
    {
      set_note (self->token_note, error->message, TRUE);
      end_saving (task, id, FALSE);
      return;
    }

  self->token_known = TRUE;
  update_token_hint (self);
  end_saving (task, id, TRUE);
  if (!kept)
    set_note (self->token_note, _("There is no keyring on this desktop: the token is kept for this run only."), FALSE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, id);
}

static void
show_save_error (KhCompanyForm *self,
                 const GError  *error)
{
  if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE))
    kh_company_form_fail (self->name_note, GTK_WIDGET (self->name), error->message);
  else
    kh_company_form_set_result (self, error->message, "error-text");
}

static void
on_company_saved_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhCompanyForm *self = g_task_get_source_object (task);
  const Saving *saving = g_task_get_task_data (task);
  KhKeyring *keyring = kh_stations_get_keyring (kh_services_get_stations (self->services));
  g_autoptr (GError) error = NULL;
  gint64 id = kh_store_save_company_finish (KH_STORE (source), result, &error);

  if (error != NULL)
    {
      end_saving (task, 0, FALSE);
      show_save_error (self, error);
      return;
    }

  g_object_set (saving->company, "id", id, NULL);
  if (saving->token != NULL)
    {
      /* Should the keyring fail, what is shown is no longer new. */
      g_set_object (&self->company, saving->company);
      kh_keyring_store_async (keyring, id, kh_company_get_name (saving->company), saving->token, NULL,
                              on_token_stored_cb, g_steal_pointer (&task));
      return;
    }
  end_saving (task, id, TRUE);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, id);
}

/* The form */

static void
on_field_changed_cb (KhCompanyForm *self)
{
  if (self->filling || self->company == NULL)
    return;
  /* An answer about something else than what is shown would mislead. */
  g_cancellable_cancel (self->cancellable);
  clear_notes (self);
  kh_company_form_set_result (self, NULL, NULL);
  kh_company_form_update (self);
}

static void
on_ca_chosen_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KhCompanyForm) self = user_data;
  g_autoptr (GFile) file = kh_dialogs_open_finish (result);

  if (file == NULL)
    return;
  g_free (self->ca_file);
  self->ca_file = g_file_get_path (file);
  on_field_changed_cb (self);
}

static void
on_ca_choose_clicked_cb (KhCompanyForm *self)
{
  kh_dialogs_open_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Choose the CA File"),
                         on_ca_chosen_cb, g_object_ref (self));
}

static void
on_ca_clear_clicked_cb (KhCompanyForm *self)
{
  g_clear_pointer (&self->ca_file, g_free);
  on_field_changed_cb (self);
  gtk_widget_grab_focus (self->ca_choose);
}

static void
save_activated (GtkWidget  *widget,
                const char *name G_GNUC_UNUSED,
                GVariant   *parameter G_GNUC_UNUSED)
{
  kh_company_form_save_async (KH_COMPANY_FORM (widget), NULL, NULL);
}

static void
cancel_activated (GtkWidget  *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant   *parameter G_GNUC_UNUSED)
{
  fill (KH_COMPANY_FORM (widget));
}

static void
on_field_refused_cb (const char *message,
                     gpointer    note)
{
  set_note (note, message, TRUE);
}

static void
kh_company_form_dispose (GObject *object)
{
  KhCompanyForm *self = KH_COMPANY_FORM (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_COMPANY_FORM);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->company);
  g_clear_object (&self->services);
  g_clear_pointer (&self->ca_file, g_free);

  G_OBJECT_CLASS (kh_company_form_parent_class)->dispose (object);
}

static void
kh_company_form_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DIRTY:
      g_value_set_boolean (value, KH_COMPANY_FORM (object)->dirty);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-company-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, active);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, address);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, address_note);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, ca_choose);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, cancel);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, ca_clear);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, ca_note);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, ca_path);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, check);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, dealer);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, dealer_note);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, grid);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, name);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, name_note);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, result);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, save);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, sends_zones);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, stop);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, title);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, token);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, token_note);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, type);
  gtk_widget_class_bind_template_child (widget_class, KhCompanyForm, zone_digits);
  gtk_widget_class_bind_template_callback (widget_class, on_ca_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ca_clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, kh_company_form_start_check);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kh_company_form_stop_check);
}

static void
kh_company_form_class_init (KhCompanyFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_company_form_dispose;
  object_class->get_property = kh_company_form_get_property;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_install_action (widget_class, "company.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "company.cancel", NULL, cancel_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "company.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "company.cancel", NULL);
  bind_template (widget_class);
}

static void
name_fields (KhCompanyForm *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->grid);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *field = GTK_IS_LABEL (child) ? gtk_label_get_mnemonic_widget (GTK_LABEL (child)) : NULL;

      if (field != NULL)
        kh_accessible_label_for (GTK_LABEL (child), field);
    }
}

static void
name_buttons (KhCompanyForm *self)
{
  GtkWidget *buttons[] = { self->ca_choose, self->ca_clear, self->check, self->cancel, self->save, self->stop };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    kh_accessible_name_button (GTK_BUTTON (buttons[i]));
}

static void
guard_fields (KhCompanyForm *self)
{
  kh_guard_editable (self->name, LONGEST_NAME, on_field_refused_cb, self->name_note);
  kh_guard_editable (self->address, LONGEST_ADDRESS, on_field_refused_cb, self->address_note);
  kh_guard_editable (self->dealer, LONGEST_DEALER, on_field_refused_cb, self->dealer_note);
  kh_guard_editable (self->token, LONGEST_TOKEN, on_field_refused_cb, self->token_note);
}

/* Each at the place of its number. */
static void
list_zone_digits (KhCompanyForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  /* Translators: the number of a zone stays as somebody typed it. */
  gtk_string_list_append (labels, _("As typed"));
  for (guint i = 1; i <= KH_COMPANY_MOST_ZONE_DIGITS; i++)
    {
      g_autofree char *label = g_strdup_printf (ngettext ("%u digit", "%u digits", i), i);

      gtk_string_list_append (labels, label);
    }
  gtk_drop_down_set_model (self->zone_digits, G_LIST_MODEL (labels));
}

static void
kh_company_form_init (KhCompanyForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_string_list_append (labels, kh_monitor_type_get_label (types[i]));
  gtk_drop_down_set_model (self->type, G_LIST_MODEL (labels));
  list_zone_digits (self);
  name_buttons (self);
  name_fields (self);
  guard_fields (self);
}

void
kh_company_form_set_services (KhCompanyForm *self,
                              KhServices    *services)
{
  g_return_if_fail (KH_IS_COMPANY_FORM (self));

  g_set_object (&self->services, services);
}

/* An integrated company is what one is added for, so a new one begins as that. */
static KhCompany *
make_company (void)
{
  return g_object_new (KH_TYPE_COMPANY, "monitor-type", (int) types[0], NULL);
}

void
kh_company_form_set_company (KhCompanyForm *self,
                             KhCompany     *company)
{
  KhKeyring *keyring;

  g_return_if_fail (KH_IS_COMPANY_FORM (self));
  g_return_if_fail (self->services != NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->company);
  self->company = company != NULL ? kh_company_copy (company) : make_company ();
  self->token_known = FALSE;
  update_token_hint (self);
  fill (self);
  if (company == NULL)
    return;
  keyring = kh_stations_get_keyring (kh_services_get_stations (self->services));
  kh_keyring_look_up_async (keyring, kh_company_get_id (company), NULL, on_token_known_cb, g_object_ref (self));
}

gboolean
kh_company_form_get_dirty (KhCompanyForm *self)
{
  g_return_val_if_fail (KH_IS_COMPANY_FORM (self), FALSE);

  return self->dirty;
}

void
kh_company_form_save_async (KhCompanyForm       *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (KH_IS_COMPANY_FORM (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_company_form_save_async");
  if (self->saving)
    {
      /* Whoever asks again, such as the question on closing, must get an answer. */
      g_task_return_boolean (task, FALSE);
      return;
    }

  saving = g_new0 (Saving, 1);
  saving->company = kh_company_form_dup_company (self);
  saving->token = kh_company_form_has_token (self) ? g_strdup (gtk_editable_get_text (self->token)) : NULL;
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  kh_company_form_set_result (self, NULL, NULL);
  if (!kh_company_form_check (self, saving->company))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  self->save_had_focus = gtk_widget_is_focus (self->save);
  self->saving = TRUE;
  kh_company_form_update (self);
  kh_store_save_company_async (kh_services_get_store (self->services), saving->company, NULL,
                               on_company_saved_cb, g_steal_pointer (&task));
}

gboolean
kh_company_form_save_finish (KhCompanyForm *self,
                             GAsyncResult  *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
