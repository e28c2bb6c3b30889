/* kh-discrepancies-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-discrepancies-dialog.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"
#include "kh-discrepancies-text.h"
#include "kh-discrepancy-rows.h"
#include "kh-discrepancy-tables.h"
#include "kh-sheet-print.h"
#include "kh-store-output.h"

#include <glib/gi18n.h>

#define SPINNER_DELAY_MS 200

/* For one column more. */
#define SETTLING_WIDTH 1100
#define SETTLING_HEIGHT 580

struct _KhDiscrepanciesDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *cancel_button;
  GtkBox *content;
  GtkButton *link_button;
  GtkButton *print_button;
  GtkLabel *progress;
  GtkButton *save_button;
  GtkSpinner *spinner;
  GtkLabel *subtitle;
  GtkLabel *summary;

  /* Owned */
  KhLinker *linker;
  KhComparison *shown;

  /* State */
  guint spinner_source;
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (KhDiscrepanciesDialog, kh_discrepancies_dialog, GTK_TYPE_WINDOW)

static void update_actions (KhDiscrepanciesDialog *self);

enum {
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_company_name (KhDiscrepanciesDialog *self)
{
  return kh_company_get_name (kh_linker_get_company (self->linker));
}

/* What the page says */

static GtkWidget *
make_note (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

/* What differs, and what Link may write without anybody knowing whether it differs. */
static gboolean
is_in_front (KhDiscrepancy *discrepancy)
{
  if (kh_discrepancy_is_conflict (discrepancy))
    return TRUE;

  switch (kh_discrepancy_get_difference (discrepancy))
    {
    case KH_DIFFERENCE_DIFFERS:
    case KH_DIFFERENCE_ONLY_HERE:
    case KH_DIFFERENCE_ONLY_THERE:
      return TRUE;
    case KH_DIFFERENCE_CANNOT_COMPARE:
      return kh_datapoint_get (kh_discrepancy_get_datapoint (discrepancy))->sealed &&
             kh_discrepancy_allows (discrepancy, KH_RESOLUTION_OURS);
    case KH_DIFFERENCE_SAME:
    case KH_DIFFERENCE_WRITTEN:
    case KH_DIFFERENCE_CANNOT_WRITE:
    case KH_N_DIFFERENCES:
      break;
    }

  return FALSE;
}

static GPtrArray *
list_folded (KhDiscrepanciesDialog *self,
             KhDifference           difference)
{
  GPtrArray *list = kh_comparison_list (self->shown, difference);

  for (guint i = list->len; i > 0; i--)
    {
      if (is_in_front (g_ptr_array_index (list, i - 1)))
        g_ptr_array_remove_index (list, i - 1);
    }

  return list;
}

static void
add_folded (KhDiscrepanciesDialog *self,
            KhDiscrepancyColumns  *columns,
            KhDifference           difference)
{
  g_autoptr (GPtrArray) list = list_folded (self, difference);
  g_autofree char *title = NULL;
  GtkWidget *expander;

  if (list->len == 0)
    return;

  title = kh_discrepancies_text_dup_folded (get_company_name (self), difference, list->len);
  expander = gtk_expander_new (title);
  gtk_expander_set_child (GTK_EXPANDER (expander), kh_discrepancy_rows_new (columns, list));
  gtk_widget_add_css_class (expander, "folded");
  gtk_box_append (self->content, expander);
}

/* That there is something is said, so that nobody believes both sides to agree. */
static void
add_hidden (KhDiscrepanciesDialog *self)
{
  g_autofree char *text = kh_discrepancies_text_dup_hidden (self->linker, self->shown);

  if (text != NULL)
    gtk_box_append (self->content, make_note (text));
}

static void
add_warning (KhDiscrepanciesDialog *self,
             const char            *text)
{
  GtkWidget *note = make_note (text);

  gtk_widget_remove_css_class (note, "dim-label");
  gtk_widget_add_css_class (note, "warning-note");
  gtk_box_append (self->content, note);
}

static void
add_warnings (KhDiscrepanciesDialog *self)
{
  KhAccount *account = kh_comparison_get_account (self->shown);
  const char *status = kh_account_get_status (account);
  g_autofree char *name = kh_discrepancies_text_dup_other_name (self->linker, self->shown);
  g_autoptr (GPtrArray) warnings = kh_linker_dup_warnings (self->linker);
  g_autofree char *text = NULL;

  if (name != NULL)
    add_warning (self, name);
  if (kh_account_get_in_alarm (account))
    text = g_strdup_printf (_("%s is working on an alarm at this account right now."), get_company_name (self));
  else if (g_strcmp0 (status, "inactive") == 0 || g_strcmp0 (status, "deactivated") == 0)
    text = g_strdup_printf (_("%s does not monitor this account at present. Contact %s if it should."),
                            get_company_name (self), get_company_name (self));
  if (text != NULL)
    add_warning (self, text);
  /* Such as that the account is in somebody else's name now. */
  if (kh_linker_get_hold_message (self->linker) != NULL)
    add_warning (self, kh_linker_get_hold_message (self->linker));
  for (guint i = 0; i < warnings->len; i++)
    add_warning (self, g_ptr_array_index (warnings, i));
}

static void
follow (KhDiscrepanciesDialog *self,
        GListModel            *model)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (model, i);

      g_signal_connect_object (row, "notify::resolution", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
    }
}

static void
add_rows (KhDiscrepanciesDialog *self,
          KhDiscrepancyColumns  *columns)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  /* In the registry's order, as the record's page shows them. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    {
      g_autoptr (KhDiscrepancy) discrepancy = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      if (is_in_front (discrepancy))
        g_ptr_array_add (rows, discrepancy);
    }
  if (rows->len + kh_row_comparison_count_rows (kh_comparison_get_rows (self->shown)) == 0)
    return;

  gtk_box_append (self->content, kh_discrepancy_rows_new_headings (columns, get_company_name (self)));
  gtk_box_append (self->content, kh_discrepancy_rows_new (columns, rows));
}

static void
show_comparison (KhDiscrepanciesDialog *self)
{
  g_autoptr (KhDiscrepancyColumns) columns = kh_discrepancy_columns_new (kh_linker_is_settling (self->linker));
  g_autofree char *summary = NULL;
  GtkWidget *child;

  g_set_object (&self->shown, kh_linker_get_comparison (self->linker));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->content))) != NULL)
    gtk_box_remove (self->content, child);

  summary = kh_discrepancies_text_dup_summary (self->linker, self->shown);
  gtk_label_set_text (self->summary, summary);
  if (kh_linker_get_changed_meanwhile (self->linker))
    gtk_widget_add_css_class (GTK_WIDGET (self->summary), "warning");

  add_warnings (self);
  add_rows (self, columns);
  add_folded (self, columns, KH_DIFFERENCE_WRITTEN);
  add_folded (self, columns, KH_DIFFERENCE_CANNOT_WRITE);
  add_folded (self, columns, KH_DIFFERENCE_CANNOT_COMPARE);
  add_folded (self, columns, KH_DIFFERENCE_SAME);
  kh_discrepancy_tables_add (self->content, columns, kh_comparison_get_rows (self->shown), get_company_name (self));
  add_hidden (self);
  follow (self, G_LIST_MODEL (self->shown));
  follow (self, G_LIST_MODEL (kh_comparison_get_rows (self->shown)));
}

/* Following the linker */

static void
stop_progress (KhDiscrepanciesDialog *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_label_set_text (self->progress, "");
}

static gboolean
on_spinner_delay_cb (gpointer data)
{
  KhDiscrepanciesDialog *self = data;

  self->spinner_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void start_progress (KhDiscrepanciesDialog *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
start_progress (KhDiscrepanciesDialog *self,
                const char            *format,
                ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  gtk_label_set_text (self->progress, text);
  if (self->spinner_source == 0 && !gtk_widget_get_visible (GTK_WIDGET (self->spinner)))
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_delay_cb, self);
}

/* Whether something may already have reached the station. Then the page stays until it is
 * known how far it came. */
static gboolean
is_writing (KhDiscrepanciesDialog *self)
{
  KhLinkerState state = kh_linker_get_state (self->linker);

  return state == KH_LINKER_WRITING || state == KH_LINKER_REFERRING || state == KH_LINKER_RECORDING;
}

static void
end (KhDiscrepanciesDialog *self,
     gboolean               linked)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  stop_progress (self);
  g_signal_emit (self, signals[DONE], 0, linked);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* What is left to be decided is said where the eye is when Apply cannot be pressed. */
static void
show_undecided (KhDiscrepanciesDialog *self,
                guint                  undecided)
{
  g_autofree char *text = NULL;

  if (!kh_linker_is_settling (self->linker))
    return;
  if (undecided > 0)
    text = g_strdup_printf (ngettext ("%u value is still to be decided.", "%u values are still to be decided.", undecided),
                            undecided);
  gtk_label_set_text (self->progress, text != NULL ? text : "");
}

static void
update_actions (KhDiscrepanciesDialog *self)
{
  const gboolean waits = kh_linker_get_state (self->linker) == KH_LINKER_COMPARED;
  const guint undecided = kh_comparison_count_undecided (self->shown);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "discrepancies.link", waits && undecided == 0);
  if (waits)
    show_undecided (self, undecided);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "discrepancies.save-page", waits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "discrepancies.print", waits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "discrepancies.cancel",
                                 kh_linker_get_state (self->linker) != KH_LINKER_RECORDING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->content), waits);
}

static void
on_linker_state_cb (KhDiscrepanciesDialog *self)
{
  if (self->ended)
    return;

  switch (kh_linker_get_state (self->linker))
    {
    case KH_LINKER_COMPARED:
      stop_progress (self);
      show_comparison (self);
      break;
    case KH_LINKER_READING:
    case KH_LINKER_READING_AGAIN:
      start_progress (self, _("Asking %s whether anything changed…"), get_company_name (self));
      break;
    case KH_LINKER_TRYING:
      start_progress (self, _("%s is checking the values…"), get_company_name (self));
      break;
    case KH_LINKER_RECORDING:
    case KH_LINKER_WRITING:
    case KH_LINKER_REFERRING:
      if (!kh_linker_is_settling (self->linker))
        start_progress (self, _("Writing to %s…"), get_company_name (self));
      break;
    case KH_LINKER_LINKED:
      end (self, TRUE);
      return;
    case KH_LINKER_IDLE:
    case KH_LINKER_LOOKING_UP:
    case KH_LINKER_NOT_FOUND:
    case KH_LINKER_SEVERAL:
    case KH_LINKER_FAILED:
      end (self, FALSE);
      return;
    case KH_N_LINKER_STATES:
      g_assert_not_reached ();
    }
  update_actions (self);
}

/* Actions */

/* A step may end the Link at once, and the page with it: both are kept until it returns. */
static void
press_link (KhDiscrepanciesDialog *self)
{
  g_autoptr (KhLinker) linker = g_object_ref (self->linker);
  g_autoptr (KhDiscrepanciesDialog) page = g_object_ref (self);

  kh_linker_link (linker);
}

static void
on_confirmed_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (KhDiscrepanciesDialog) self = data;

  if (kh_dialogs_ask_finish (result) == KH_DIALOG_ACCEPT && !self->ended)
    press_link (self);
}

/* A secret is named, and in words what becomes of it. */
static char *
dup_sealed_line (KhDiscrepanciesDialog *self,
                 KhDiscrepancy         *discrepancy)
{
  const char *label = kh_datapoint_get_label (kh_discrepancy_get_datapoint (discrepancy));

  if (!kh_discrepancy_has_ours (discrepancy))
    /* Translators: Passcode or Duress Code, the monitoring company. */
    return g_strdup_printf (_("%s: removed at %s, as Keyholder has none"), label, get_company_name (self));
  if (kh_discrepancy_get_theirs_text (discrepancy) == NULL)
    return g_strdup_printf (_("%s: Keyholder’s is added at %s, which has none"), label, get_company_name (self));
  if (kh_discrepancy_get_difference (discrepancy) == KH_DIFFERENCE_CANNOT_COMPARE)
    return g_strdup_printf (_("%s: Keyholder’s is written over the one that %s does not show"), label, get_company_name (self));

  return g_strdup_printf (_("%s: Keyholder’s is written over a different one at %s"), label, get_company_name (self));
}

static char *
dup_confirm_line (KhDiscrepanciesDialog *self,
                  KhDatapointId          id)
{
  KhDiscrepancy *discrepancy = kh_comparison_get (self->shown, id);
  const char *ours = kh_discrepancy_get_ours_text (discrepancy);
  const char *theirs = kh_discrepancy_get_theirs_text (discrepancy);

  if (kh_datapoint_get (id)->sealed)
    return dup_sealed_line (self, discrepancy);

  /* Translators: a datapoint, the value that is there, the value that it becomes. */
  return g_strdup_printf (_("%s: %s → %s"), kh_datapoint_get_label (id),
                          theirs != NULL ? theirs : "—", ours != NULL ? ours : "—");
}

static const char *
get_confirm_label (KhDiscrepanciesDialog *self)
{
  return kh_linker_is_settling (self->linker) ? _("C_hange and Apply") : _("C_hange and Link");
}

static void
ask (KhDiscrepanciesDialog *self,
     GPtrArray             *details)
{
  g_autofree char *body = NULL;

  body = g_strdup_printf (_("Operators at %s go by these when an alarm comes in. Check them against the customer before you change them there."),
                          get_company_name (self));
  kh_dialogs_ask_async (GTK_WINDOW (self), _("Change These at the Station?"), body,
                        (const char *const *) details->pdata,
                        _("_Cancel"), NULL, get_confirm_label (self), KH_DIALOG_NONE, NULL,
                        on_confirmed_cb, g_object_ref (self));
}

/* Without a code, an operator has nothing to tell a call for help by, so this is not answered in haste. */
static void
ask_typed (KhDiscrepanciesDialog *self,
           GArray                *cleared,
           GPtrArray             *details)
{
  const char *label = kh_datapoint_get_label (g_array_index (cleared, KhDatapointId, 0));
  g_autofree char *body = NULL;

  /* Translators: the monitoring company, Passcode or Duress Code. */
  body = g_strdup_printf (_("Operators at %s go by these when an alarm comes in, and after this they have no %s for the customer. Type the account number if that is right."),
                          get_company_name (self), label);
  kh_dialogs_ask_typed_async (GTK_WINDOW (self), _("Change These at the Station?"), body,
                              (const char *const *) details->pdata, _("_Account Number"),
                              kh_account_get_number (kh_comparison_get_account (self->shown)),
                              get_confirm_label (self), on_confirmed_cb, g_object_ref (self));
}

/* A Link of somebody else's account is not noticed before an alarm. */
static void
ask_name (KhDiscrepanciesDialog *self,
          GArray                *cleared,
          GPtrArray             *details,
          guint                  changes)
{
  const char *label = cleared->len > 0 ? kh_datapoint_get_label (g_array_index (cleared, KhDatapointId, 0)) : NULL;
  g_autofree char *body = kh_discrepancies_text_dup_ask_name (self->linker, changes, label);

  kh_dialogs_ask_typed_async (GTK_WINDOW (self), _("Is This the Customer’s Account?"), body,
                              (const char *const *) details->pdata, _("_Account Number"),
                              kh_account_get_number (kh_comparison_get_account (self->shown)),
                              changes > 0 ? get_confirm_label (self) : gtk_button_get_label (self->link_button),
                              on_confirmed_cb, g_object_ref (self));
}

/* What sends the police to another door, or opens it to another word, is named once more
 * before it goes out. */
static void
confirm (KhDiscrepanciesDialog *self,
         GArray                *ids)
{
  g_autoptr (GPtrArray) details = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) cleared = kh_comparison_dup_cleared (self->shown);
  const gboolean other_name = kh_comparison_has_other_name (self->shown);

  if (other_name)
    kh_discrepancies_text_add_names (self->linker, self->shown, details);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (details, dup_confirm_line (self, g_array_index (ids, KhDatapointId, i)));
  g_ptr_array_add (details, NULL);

  if (other_name)
    ask_name (self, cleared, details, ids->len);
  else if (cleared->len > 0)
    ask_typed (self, cleared, details);
  else
    ask (self, details);
}

static void
discrepancies_link (GtkWidget  *widget,
                    const char *action G_GNUC_UNUSED,
                    GVariant   *parameter G_GNUC_UNUSED)
{
  KhDiscrepanciesDialog *self = KH_DISCREPANCIES_DIALOG (widget);
  g_autoptr (GArray) ids = kh_comparison_dup_confirm (self->shown);
  g_autoptr (GError) error = NULL;

  if (!kh_comparison_check_codes (self->shown, &error))
    kh_dialogs_tell (GTK_WINDOW (self), _("The Codes Would Be the Same"), error->message, NULL);
  else if (ids->len > 0 || kh_comparison_has_other_name (self->shown))
    confirm (self, ids);
  else
    press_link (self);
}

static void
discrepancies_cancel (GtkWidget  *widget,
                      const char *action G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  g_autoptr (KhDiscrepanciesDialog) self = g_object_ref (KH_DISCREPANCIES_DIALOG (widget));
  g_autoptr (KhLinker) linker = g_object_ref (self->linker);
  gboolean writing = is_writing (self);

  kh_linker_cancel (linker);
  if (!writing)
    end (self, FALSE);
}

static void
on_page_written_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (KhDiscrepanciesDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = kh_store_write_file_finish (KH_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (self->ended)
    return;
  if (name == NULL)
    {
      kh_dialogs_tell (GTK_WINDOW (self), _("The Page Was Not Saved"), error->message, NULL);
      return;
    }

  text = g_strdup_printf (_("Saved as %s."), name);
  gtk_label_set_text (self->progress, text);
}

static void
on_page_file_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (KhDiscrepanciesDialog) self = data;
  g_autoptr (GFile) file = kh_dialogs_save_finish (result);
  g_autofree char *csv = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL || g_file_peek_path (file) == NULL || self->ended)
    return;

  csv = kh_comparison_dup_csv (self->shown, get_company_name (self));
  bytes = g_bytes_new (csv, strlen (csv));
  kh_store_write_file_async (kh_linker_get_store (self->linker), g_file_peek_path (file), bytes, NULL,
                             on_page_written_cb, g_object_ref (self));
}

static void
discrepancies_save_page (GtkWidget  *widget,
                         const char *action G_GNUC_UNUSED,
                         GVariant   *parameter G_GNUC_UNUSED)
{
  KhDiscrepanciesDialog *self = KH_DISCREPANCIES_DIALOG (widget);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = NULL;

  /* An account number is letters, digits and hyphens only, so it can stand in a file name. */
  name = g_strdup_printf ("discrepancies-%s-%s.csv",
                          kh_account_get_number (kh_comparison_get_account (self->shown)), day);
  kh_dialogs_save_async (GTK_WINDOW (self), _("Save Page"), name, on_page_file_cb, g_object_ref (self));
}

static void
discrepancies_print (GtkWidget  *widget,
                     const char *action G_GNUC_UNUSED,
                     GVariant   *parameter G_GNUC_UNUSED)
{
  KhDiscrepanciesDialog *self = KH_DISCREPANCIES_DIALOG (widget);
  /* Translators: an account number, a monitoring company. */
  g_autofree char *subtitle = g_strdup_printf (_("Account %s at %s"), kh_account_get_number (kh_comparison_get_account (self->shown)),
                                               get_company_name (self));
  g_autoptr (KhSheet) sheet = kh_sheet_new (_("Discrepancies"), subtitle);

  kh_sheet_add_comparison (sheet, self->shown, get_company_name (self));
  kh_sheet_print_run (sheet, kh_store_get_author (kh_linker_get_store (self->linker)), NULL, GTK_WINDOW (self));
}

static gboolean
kh_discrepancies_dialog_close_request (GtkWindow *window)
{
  KhDiscrepanciesDialog *self = KH_DISCREPANCIES_DIALOG (window);

  discrepancies_cancel (GTK_WIDGET (self), NULL, NULL);

  return TRUE;
}

static void
kh_discrepancies_dialog_dispose (GObject *object)
{
  KhDiscrepanciesDialog *self = KH_DISCREPANCIES_DIALOG (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (self->linker != NULL)
    g_signal_handlers_disconnect_by_data (self->linker, self);
  g_clear_object (&self->linker);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (kh_discrepancies_dialog_parent_class)->dispose (object);
}

static void
kh_discrepancies_dialog_class_init (KhDiscrepanciesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_discrepancies_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kh_discrepancies_dialog_close_request;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-discrepancies-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, content);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, link_button);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, print_button);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, subtitle);
  gtk_widget_class_bind_template_child (widget_class, KhDiscrepanciesDialog, summary);
  gtk_widget_class_install_action (widget_class, "discrepancies.link", NULL, discrepancies_link);
  gtk_widget_class_install_action (widget_class, "discrepancies.cancel", NULL, discrepancies_cancel);
  gtk_widget_class_install_action (widget_class, "discrepancies.print", NULL, discrepancies_print);
  gtk_widget_class_install_action (widget_class, "discrepancies.save-page", NULL, discrepancies_save_page);
}

static void
kh_discrepancies_dialog_init (KhDiscrepanciesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->print_button);
  kh_accessible_name_button (self->save_button);
}

/* What is linked already is not linked: there is another column, and another word on the button. */
static void
take_role (KhDiscrepanciesDialog *self)
{
  if (!kh_linker_is_settling (self->linker))
    return;
  gtk_button_set_label (self->link_button, _("_Apply"));
  gtk_window_set_default_size (GTK_WINDOW (self), SETTLING_WIDTH, SETTLING_HEIGHT);
}

/* In the first row that is in conflict. */
static GtkWidget *
find_drop_down (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_DROP_DOWN (child) && gtk_widget_has_css_class (root, "in-conflict") ? child
                                                                                                    : find_drop_down (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Where something is to be decided, that comes first; else the button. */
static void
focus_first (KhDiscrepanciesDialog *self)
{
  GtkWidget *drop_down = kh_comparison_count_undecided (self->shown) > 0 ? find_drop_down (GTK_WIDGET (self->content)) : NULL;

  gtk_widget_grab_focus (drop_down != NULL ? drop_down : GTK_WIDGET (self->link_button));
}

GtkWindow *
kh_discrepancies_dialog_new (GtkWindow *parent,
                             KhLinker  *linker)
{
  KhDiscrepanciesDialog *self = g_object_new (KH_TYPE_DISCREPANCIES_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = NULL;
  g_autofree char *subtitle = NULL;

  self->linker = g_object_ref (linker);
  g_signal_connect_object (linker, "notify::state", G_CALLBACK (on_linker_state_cb), self, G_CONNECT_SWAPPED);

  name = kh_customer_dup_name (kh_linker_get_customer (linker));
  /* Translators: a customer, an account number, a monitoring company. */
  subtitle = g_strdup_printf (_("%s and account %s at %s"), name,
                              kh_account_get_number (kh_comparison_get_account (kh_linker_get_comparison (linker))),
                              get_company_name (self));
  gtk_label_set_text (self->subtitle, subtitle);
  take_role (self);
  kh_accessible_name_button (self->link_button);
  show_comparison (self);
  update_actions (self);
  focus_first (self);

  return GTK_WINDOW (self);
}
