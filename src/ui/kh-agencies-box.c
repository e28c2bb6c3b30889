/* kh-agencies-box.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-agencies-box.h"

#include "kh-accessible.h"
#include "kh-agency-chooser.h"
#include "kh-dialogs.h"
#include "kh-focus.h"
#include "kh-general-lines.h"
#include "kh-manage.h"
#include "kh-store-agencies.h"

#include <glib/gi18n.h>

#define ROW_AGENCY "kh-agency"

struct _KhAgenciesBox
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *add_button;
  GtkLabel *failure;
  GtkBox *rows;
  GtkLabel *state;

  /* Owned */
  KhServices *services;
  KhLink *link;
  KhStation *station;
  KhCapabilities *capabilities;
  KhAccount *account;
  KhAgency *old;        /* which goes, and */
  KhAgency *agency;     /* which comes, with what is being done */
  GPtrArray *waiting;   /* of KhAgencyChange: what a person at the station has to accept first */
  GCancellable *cancellable;
  char *company;
  char *zip;

  /* State */
  guint refusals;
  guint followed;       /* the types of what was done, until the record has it */
  gboolean busy;
  gboolean unsure;      /* the answer was lost, and the account not read since */
};

G_DEFINE_FINAL_TYPE (KhAgenciesBox, kh_agencies_box, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_gone (KhAgenciesBox *self)
{
  return self->services == NULL;
}

static GtkWindow *
get_window (KhAgenciesBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static gboolean
may_change (KhAgenciesBox  *self,
            GError        **error)
{
  KhGrants grants = kh_store_get_grants (kh_services_get_store (self->services));

  return kh_manage_check (grants, self->link, KH_MANAGE_AGENCIES, error);
}

/* What waits for its acceptance takes a place already. */
static guint
get_free_types (KhAgenciesBox *self)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();
  guint types = 0;

  g_ptr_array_extend (taken, kh_account_get_agencies (self->account), NULL, NULL);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const KhAgencyChange *waiting = g_ptr_array_index (self->waiting, i);

      if (waiting->old == NULL)
        g_ptr_array_add (taken, waiting->agency);
    }
  for (guint i = 0; i < KH_N_AGENCY_TYPES; i++)
    if (kh_agency_type_has_room ((KhAgencyType) i, taken))
      types |= KH_AGENCY_TYPE_BIT (i);

  return types;
}

/* What is shown */

static void
show_state (KhAgenciesBox *self,
            char          *text)
{
  g_autofree char *owned = text;

  gtk_label_set_text (self->state, owned != NULL ? owned : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), owned != NULL);
}

static void
show_failure (KhAgenciesBox *self,
              const char    *text)
{
  gtk_label_set_text (self->failure, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
}

static char *
dup_line (KhAgency   *agency,
          const char *remark)
{
  g_autofree char *phone = kh_general_dup_phone (kh_agency_get_phone (agency));
  const char *parts[] = { kh_agency_get_name (agency), phone, remark };
  GString *line = g_string_new (kh_agency_type_get_label (kh_agency_get_agency_type (agency)));

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (line, " · %s", parts[i]);

  return g_string_free (line, FALSE);
}

/* One that has no name is called by its type. */
static const char *
get_name (KhAgency *agency)
{
  const char *name = kh_agency_get_name (agency);

  return name != NULL ? name : kh_agency_type_get_label (kh_agency_get_agency_type (agency));
}

static void on_replace_clicked_cb (KhAgenciesBox *self, GtkButton *button);
static void on_remove_clicked_cb (KhAgenciesBox *self, GtkButton *button);

/* @name: what the button does, and with which of them. */
static void
add_button (KhAgenciesBox *self,
            GtkWidget     *row,
            KhAgency      *agency,
            const char    *label,
            char          *name,
            GCallback      callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *owned = name;

  g_object_set_data_full (G_OBJECT (button), ROW_AGENCY, g_object_ref (agency), g_object_unref);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, owned);
  kh_accessible_name_widget (button, owned);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), button);
}

static void
add_agency (KhAgenciesBox *self,
            KhAgency      *agency)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gboolean frozen = kh_agency_get_frozen (agency);
  g_autofree char *line = dup_line (agency, frozen ? _("cannot be changed any more") : NULL);
  GtkWidget *label = kh_general_new_label (line, NULL);
  gboolean agencies;

  g_object_get (self->capabilities, "agencies", &agencies, NULL);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (self->rows, row);
  if (!agencies || frozen || kh_capabilities_keeps_agencies (self->capabilities) || kh_agency_get_id (agency) == NULL
      || !may_change (self, NULL))
    return;
  /* Translators: an agency. */
  add_button (self, row, agency, _("Replace…"), g_strdup_printf (_("Replace %s"), get_name (agency)),
              G_CALLBACK (on_replace_clicked_cb));
  add_button (self, row, agency, _("Remove…"), g_strdup_printf (_("Remove %s"), get_name (agency)),
              G_CALLBACK (on_remove_clicked_cb));
}

static void
add_waiting (KhAgenciesBox *self,
             const KhAgencyChange *waiting)
{
  g_autofree char *line = NULL;

  if (waiting->agency != NULL)
    line = dup_line (waiting->agency, _("not accepted by the station yet"));
  else
    line = dup_line (waiting->old, _("removal not accepted by the station yet"));
  gtk_box_append (self->rows, kh_general_new_label (line, "dim"));
}

static void
update (KhAgenciesBox *self)
{
  gboolean had_focus = kh_focus_is_within (GTK_WIDGET (self->rows));
  GPtrArray *agencies = kh_account_get_agencies (self->account);
  g_autofree char *none = NULL;
  GtkWidget *child;
  gboolean listed;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < agencies->len; i++)
    add_agency (self, g_ptr_array_index (agencies, i));
  for (guint i = 0; i < self->waiting->len; i++)
    add_waiting (self, g_ptr_array_index (self->waiting, i));
  /* Translators: a monitoring company. */
  none = g_strdup_printf (_("%s has none for this account."), self->company);
  if (agencies->len + self->waiting->len == 0)
    gtk_box_append (self->rows, kh_general_new_label (none, "dim"));
  g_object_get (self->capabilities, "agencies", &listed, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), listed && get_free_types (self) != 0 && may_change (self, NULL));
  /* What had the focus is gone. */
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
}

/* What became of it */

static char *
dup_outcome (KhAgenciesBox *self,
             KhAgency      *old,
             KhAgency      *agency)
{
  if (agency == NULL)
    /* Translators: an agency, an account number. */
    return g_strdup_printf (_("%s is not called for account %s any more."), get_name (old), self->link->number);

  /* Translators: an agency, an account number. */
  return g_strdup_printf (_("%s is called for account %s from now on."), get_name (agency), self->link->number);
}

static gboolean
is_in_account (KhAgenciesBox *self)
{
  GPtrArray *agencies = kh_account_get_agencies (self->account);

  for (guint i = 0; i < agencies->len; i++)
    {
      KhAgency *agency = g_ptr_array_index (agencies, i);

      if (self->agency == NULL && g_strcmp0 (kh_agency_get_id (agency), kh_agency_get_id (self->old)) == 0)
        return TRUE;
      if (self->agency != NULL && g_strcmp0 (kh_agency_get_code (agency), kh_agency_get_code (self->agency)) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The record has it as well, once the account was read. */

static void
note_done (KhAgenciesBox *self,
           KhAgency      *old,
           KhAgency      *agency)
{
  self->followed |= KH_AGENCY_TYPE_BIT (kh_agency_get_agency_type (agency != NULL ? agency : old));
}

static void
on_followed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  /* The Discrepancies show it then. */
  if (!kh_store_follow_agency_finish (KH_STORE (source), result, &error))
    g_message ("The record did not take an agency that was set: %s", error->message);
}

static void
follow (KhAgenciesBox *self)
{
  for (guint i = 0; i < KH_N_AGENCY_TYPES; i++)
    {
      if ((self->followed & KH_AGENCY_TYPE_BIT (i)) != 0)
        kh_store_follow_agency_async (kh_services_get_store (self->services), self->link->customer, self->account,
                                      (KhAgencyType) i, on_followed_cb, NULL);
    }
  self->followed = 0;
}

/* The answer was lost, and the account that was read since says what it would have said. */
static void
settle (KhAgenciesBox *self)
{
  self->unsure = FALSE;
  if (is_in_account (self) != (self->agency != NULL))
    return;
  note_done (self, self->old, self->agency);
  show_failure (self, NULL);
  show_state (self, dup_outcome (self, self->old, self->agency));
}

/* It outlives the window, so that whoever opens it next is told as well. */

static void
on_kept_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  if (!kh_store_keep_agency_change_finish (KH_STORE (source), result, &error))
    g_warning ("That an agency waits for the station could not be kept: %s", error->message);
}

static void
on_forgotten_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  if (!kh_store_forget_agency_change_finish (KH_STORE (source), result, &error))
    g_warning ("That an agency waits no more could not be kept: %s", error->message);
}

static void
forget (KhAgenciesBox        *self,
        const KhAgencyChange *waiting)
{
  kh_store_forget_agency_change_async (kh_services_get_store (self->services), self->link->customer,
                                       waiting->change_set, on_forgotten_cb, NULL);
}

static void
end_waiting (KhAgenciesBox        *self,
             KhAgencyChange       *waiting,
             const KhChangeAnswer *answer)
{
  g_autofree char *refused = NULL;

  if (answer->rejected)
    {
      self->refusals++;
      /* Translators: a monitoring company, an agency. */
      refused = g_strdup_printf (_("%s has not accepted this: %s. Ask them why."), self->company,
                                 get_name (waiting->agency != NULL ? waiting->agency : waiting->old));
    }
  else
    note_done (self, waiting->old, waiting->agency);
  forget (self, waiting);
  show_failure (self, refused);
  show_state (self, answer->rejected ? NULL : dup_outcome (self, waiting->old, waiting->agency));
  g_ptr_array_remove (self->waiting, waiting);
  update (self);
  if (!answer->rejected)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static KhAgencyChange *
find_waiting (KhAgenciesBox *self,
              const char    *change)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      KhAgencyChange *waiting = g_ptr_array_index (self->waiting, i);

      if (g_strcmp0 (waiting->change_set, change) == 0)
        return waiting;
    }

  return NULL;
}

/* One of those that wait, asked after. */
typedef struct {
  KhAgenciesBox *box;
  char *change_set;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->box);
  g_free (question->change_set);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* A station keeps a decided change for a while only. */
static void
lose_waiting (KhAgenciesBox  *self,
              KhAgencyChange *waiting)
{
  g_autofree char *text = NULL;

  /* Translators: a monitoring company, an agency. */
  text = g_strdup_printf (_("%s knows nothing of this change any more: %s. If the list does not show it as you want it, "
                            "change it again."), self->company,
                          get_name (waiting->agency != NULL ? waiting->agency : waiting->old));
  forget (self, waiting);
  g_ptr_array_remove (self->waiting, waiting);
  show_failure (self, text);
  update (self);
}

static void
on_change_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhChangeAnswer) answer = kh_station_get_change_finish (KH_STATION (source), result, &error);
  KhAgenciesBox *self = question->box;
  KhAgencyChange *waiting = is_gone (self) ? NULL : find_waiting (self, question->change_set);

  if (waiting == NULL)
    return;
  if (g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND))
    lose_waiting (self, waiting);
  /* Without an answer it is asked for again with the account. */
  else if (answer != NULL && !answer->pending)
    end_waiting (self, waiting, answer);
}

static void
ask_for_waiting (KhAgenciesBox *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      const KhAgencyChange *waiting = g_ptr_array_index (self->waiting, i);
      Question *question = g_new0 (Question, 1);

      question->box = g_object_ref (self);
      question->change_set = g_strdup (waiting->change_set);
      kh_station_get_change_async (self->station, self->link->account, waiting->change_set, self->cancellable, on_change_cb,
                                   question);
    }
}

/* What somebody else, or an earlier window, has left there. */
static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhAgenciesBox) self = data;
  g_autoptr (GPtrArray) kept = kh_store_list_agency_changes_finish (KH_STORE (source), result, NULL);
  const guint before = self->waiting->len;

  if (is_gone (self) || kept == NULL)
    return;
  for (guint i = 0; i < kept->len; i++)
    {
      const KhAgencyChange *change = g_ptr_array_index (kept, i);

      if (find_waiting (self, change->change_set) == NULL)
        g_ptr_array_add (self->waiting, kh_agency_change_new (change->change_set, change->old, change->agency));
    }
  ask_for_waiting (self);
  if (self->waiting->len > before)
    update (self);
}

/* Changing */

static void
add_to_waiting (KhAgenciesBox        *self,
                const KhChangeAnswer *answer)
{
  KhAgencyChange *waiting;

  /* Who asks for the same once more gets the answer that was given. */
  if (find_waiting (self, answer->change) == NULL)
    {
      waiting = kh_agency_change_new (answer->change, self->old, self->agency);
      g_ptr_array_add (self->waiting, waiting);
      kh_store_keep_agency_change_async (kh_services_get_store (self->services), self->link->customer, waiting,
                                         on_kept_cb, NULL);
    }
  /* Translators: a monitoring company. */
  show_state (self, g_strdup_printf (_("Somebody at %s has to accept this first. Refresh to see whether they have."),
                                     self->company));
}

static char *
dup_why (KhAgenciesBox *self,
         const GError  *error)
{
  if (!g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_STALE))
    return g_strdup (error->message);

  /* Translators: a monitoring company. */
  return g_strdup_printf (_("The account was changed at %s meanwhile, and nothing was written. What it has now is shown "
                            "here: choose again."), self->company);
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhAgenciesBox) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhChangeAnswer) answer = kh_station_apply_changes_finish (KH_STATION (source), result, &error);
  g_autofree char *why = NULL;

  if (is_gone (self))
    return;
  self->busy = FALSE;
  self->unsure = answer == NULL && !kh_station_error_is_certain (error);
  why = answer == NULL ? dup_why (self, error) : NULL;
  show_failure (self, why);
  if (answer == NULL)
    show_state (self, NULL);
  else if (answer->pending)
    add_to_waiting (self, answer);
  else
    {
      note_done (self, self->old, self->agency);
      show_state (self, dup_outcome (self, self->old, self->agency));
    }
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* However often this is done with an account of one version, it is done once there. */
static void
write_change (KhAgenciesBox *self)
{
  const char *etag = kh_account_get_etag (self->account);
  const char *author = kh_store_get_author (kh_services_get_store (self->services));
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  if (!may_change (self, &error))
    {
      show_failure (self, error->message);
      update (self);
      return;
    }
  self->busy = TRUE;
  show_failure (self, NULL);
  show_state (self, g_strdup (_("Asking the station…")));
  body = kh_station_encode_agency (self->station, self->old, self->agency, author);
  key = kh_station_dup_agency_key (self->link->account, etag, body, self->refusals);
  kh_station_apply_changes_async (self->station, self->link->account, etag, body, key, FALSE, self->cancellable,
                                  on_written_cb, g_object_ref (self));
}

static void
on_confirmed_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (KhAgenciesBox) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !is_gone (self) && !self->busy)
    write_change (self);
}

static char *
dup_question (KhAgenciesBox *self)
{
  g_autofree char *line = dup_line (self->agency != NULL ? self->agency : self->old, NULL);
  g_autofree char *base = NULL;

  if (self->agency == NULL)
    /* Translators: a monitoring company, an account number, an agency. */
    return g_strdup_printf (_("%s does not call it for account %s any more:\n%s"), self->company, self->link->number, line);
  if (self->old != NULL)
    /* Translators: a monitoring company, an account number, an agency, another agency. */
    return g_strdup_printf (_("%s calls this agency for account %s:\n%s\n\nIt is called in place of %s."), self->company,
                            self->link->number, line, get_name (self->old));
  /* Translators: a monitoring company, an account number, an agency. */
  base = g_strdup_printf (_("%s calls this agency for account %s:\n%s"), self->company, self->link->number, line);
  if (!kh_capabilities_keeps_agencies (self->capabilities))
    return g_steal_pointer (&base);

  /* Translators: what is asked, a monitoring company. */
  return g_strdup_printf (_("%s\n\n%s keeps it for good: once it is set, it can be neither changed nor removed. Check its "
                            "name and phone first."), base, self->company);
}

static void
confirm (KhAgenciesBox *self)
{
  g_autofree char *body = dup_question (self);
  gboolean removes = self->agency == NULL;
  gboolean replaces = !removes && self->old != NULL;

  kh_dialogs_ask_async (get_window (self),
                        removes ? _("Remove the Agency?") : replaces ? _("Replace the Agency?") : _("Set the Agency?"),
                        body, NULL, _("_Cancel"), NULL,
                        removes ? _("_Remove Agency") : replaces ? _("_Replace Agency") : _("_Set Agency"),
                        removes ? KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL : KH_DIALOG_DEFAULT_CANCEL,
                        self->cancellable, on_confirmed_cb, g_object_ref (self));
}

static void
on_chosen_cb (GObject      *source G_GNUC_UNUSED,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (KhAgenciesBox) self = data;
  g_autoptr (KhAgency) agency = kh_agency_chooser_finish (result);

  if (agency == NULL || is_gone (self) || self->busy)
    return;
  g_set_object (&self->agency, agency);
  confirm (self);
}

/* The grant may have been taken since the buttons were shown. */
static gboolean
begin (KhAgenciesBox *self,
       KhAgency      *old)
{
  g_autoptr (GError) error = NULL;

  if (self->busy || self->account == NULL)
    return FALSE;
  show_state (self, NULL);
  show_failure (self, NULL);
  if (!may_change (self, &error))
    {
      show_failure (self, error->message);
      update (self);
      return FALSE;
    }
  self->unsure = FALSE;
  g_set_object (&self->old, old);
  g_clear_object (&self->agency);

  return TRUE;
}

static void
choose (KhAgenciesBox *self,
        guint          types)
{
  kh_agency_chooser_async (get_window (self), self->station, types, self->zip,
                           kh_capabilities_keeps_agencies (self->capabilities), on_chosen_cb, g_object_ref (self));
}

static void
on_add_clicked_cb (KhAgenciesBox *self)
{
  if (begin (self, NULL))
    choose (self, get_free_types (self));
}

static void
on_replace_clicked_cb (KhAgenciesBox *self,
                       GtkButton     *button)
{
  KhAgency *old = g_object_get_data (G_OBJECT (button), ROW_AGENCY);

  if (begin (self, old))
    choose (self, KH_AGENCY_TYPE_BIT (kh_agency_get_agency_type (old)));
}

static void
on_remove_clicked_cb (KhAgenciesBox *self,
                      GtkButton     *button)
{
  if (begin (self, g_object_get_data (G_OBJECT (button), ROW_AGENCY)))
    confirm (self);
}

/* GObject overrides */

static void
kh_agencies_box_dispose (GObject *object)
{
  KhAgenciesBox *self = KH_AGENCIES_BOX (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->services);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kh_agencies_box_parent_class)->dispose (object);
}

static void
kh_agencies_box_finalize (GObject *object)
{
  KhAgenciesBox *self = KH_AGENCIES_BOX (object);

  g_clear_object (&self->station);
  g_clear_object (&self->capabilities);
  g_clear_object (&self->account);
  g_clear_object (&self->old);
  g_clear_object (&self->agency);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->link, kh_link_free);
  g_free (self->company);
  g_free (self->zip);

  G_OBJECT_CLASS (kh_agencies_box_parent_class)->finalize (object);
}

static void
kh_agencies_box_class_init (KhAgenciesBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_agencies_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_agencies_box_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-agencies-box.ui");
  gtk_widget_class_bind_template_child (widget_class, KhAgenciesBox, add_button);
  gtk_widget_class_bind_template_child (widget_class, KhAgenciesBox, failure);
  gtk_widget_class_bind_template_child (widget_class, KhAgenciesBox, rows);
  gtk_widget_class_bind_template_child (widget_class, KhAgenciesBox, state);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
}

static void
kh_agencies_box_init (KhAgenciesBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_agency_change_free);
  kh_accessible_name_button (self->add_button);
}

void
kh_agencies_box_set_account (KhAgenciesBox *self,
                             KhServices    *services,
                             const KhLink  *link,
                             const char    *company)
{
  g_return_if_fail (KH_IS_AGENCIES_BOX (self));
  g_return_if_fail (self->services == NULL);

  self->services = g_object_ref (services);
  self->link = kh_link_copy (link);
  self->company = g_strdup (company);
}

void
kh_agencies_box_set_station (KhAgenciesBox  *self,
                             KhStation      *station,
                             KhCapabilities *capabilities)
{
  g_return_if_fail (KH_IS_AGENCIES_BOX (self));

  g_set_object (&self->station, station);
  g_set_object (&self->capabilities, capabilities);
}

void
kh_agencies_box_show (KhAgenciesBox *self,
                      KhAccount     *account,
                      const char    *zip)
{
  gboolean again;

  g_return_if_fail (KH_IS_AGENCIES_BOX (self));
  g_return_if_fail (self->station != NULL);

  again = g_set_object (&self->account, account);
  g_free (self->zip);
  self->zip = g_strdup (zip);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (again && self->unsure)
    settle (self);
  if (again)
    follow (self);
  /* With each account, as another desk may have set one. */
  if (again)
    kh_store_list_agency_changes_async (kh_services_get_store (self->services), self->link->customer, on_listed_cb,
                                        g_object_ref (self));
  update (self);
}
