/* kh-customer-page-print.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-dialogs.h"
#include "kh-sheet-print.h"
#include "kh-store-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The customer's sheet: the record as it is kept, and the rows of its tables. */

typedef struct {
  KhCustomerPage *page;
  KhSheet *sheet;
  KhTableId next;
  gboolean to_pdf;
  char *pdf;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->page);
  g_object_unref (run->sheet);
  g_free (run->pdf);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static KhStore *
get_store (KhCustomerPage *self)
{
  return kh_services_get_store (self->services);
}

static GtkWindow *
get_window (KhCustomerPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
print (Run *run)
{
  kh_sheet_print_run (run->sheet, kh_store_get_author (get_store (run->page)), run->pdf, get_window (run->page));
}

static void load_next (Run *new_run);

static void
on_table_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  KhCustomerPage *self = run->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) rows = kh_store_load_table_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable) || get_window (self) == NULL)
    return;
  if (rows == NULL)
    {
      kh_customer_page_notice (self, error->message);
      return;
    }
  kh_sheet_add_rows (run->sheet, rows, kh_store_get_catalogues (KH_STORE (source)));
  run->next++;
  load_next (g_steal_pointer (&run));
}

/* One table after the other, as far as they may be viewed. */
static void
load_next (Run *new_run)
{
  g_autoptr (Run) run = new_run;
  KhCustomerPage *self = run->page;

  while (run->next < KH_N_TABLES && !kh_table_may_view (kh_store_get_grants (get_store (self)), run->next))
    run->next++;
  if (run->next == KH_N_TABLES)
    {
      print (run);
      return;
    }
  kh_store_load_table_async (get_store (self), self->number, run->next, self->cancellable, on_table_loaded_cb, run);
  g_steal_pointer (&run);
}

static void
on_checked_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = kh_store_check_output_finish (KH_STORE (source), result, &error);

  if (g_cancellable_is_cancelled (run->page->cancellable) || get_window (run->page) == NULL)
    return;
  if (!good)
    kh_customer_page_notice (run->page, error->message);
  else
    load_next (g_steal_pointer (&run));
}

static void
on_file_chosen_cb (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GFile) file = kh_dialogs_save_finish (result);

  if (file == NULL || g_file_peek_path (file) == NULL || g_cancellable_is_cancelled (run->page->cancellable))
    return;
  run->pdf = g_file_get_path (file);
  /* Printing writes into whatever file it is given. */
  kh_store_check_output_async (get_store (run->page), run->pdf, run->page->cancellable, on_checked_cb, run);
  g_steal_pointer (&run);
}

/* Passcodes that are on the screen now. */
static GHashTable *
list_revealed (KhCustomerPage *self)
{
  GHashTable *secrets = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      KhDatapointRow *row = kh_section_card_get_row (self->cards[kh_datapoint_get (id)->section], id);
      const char *text = row == NULL ? NULL : kh_datapoint_row_get_revealed (row);

      if (text != NULL)
        g_hash_table_insert (secrets, GUINT_TO_POINTER (id), g_strdup (text));
    }

  return secrets;
}

static void
forget_revealed (GHashTable *secrets)
{
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, NULL, &text))
    explicit_bzero (text, strlen (text));
  g_hash_table_unref (secrets);
}

static void
start (KhCustomerPage *self,
       gboolean        to_pdf,
       GHashTable     *secrets)
{
  KhCustomer *customer = kh_draft_get_original (self->draft);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  g_autofree char *subtitle = g_strdup_printf (_("Customer %s"), number);
  g_autofree char *name = g_strdup_printf ("customer-%" G_GINT64_FORMAT ".pdf", self->number);
  Run *run = g_new0 (Run, 1);

  run->page = g_object_ref (self);
  run->sheet = kh_sheet_new (self->title, subtitle);
  kh_sheet_add_customer (run->sheet, customer, kh_draft_get_catalogues (self->draft), secrets);
  if (to_pdf)
    kh_dialogs_save_async (get_window (self), _("Save as PDF"), name, on_file_chosen_cb, run);
  else
    load_next (run);
}

/* The page, until the question is answered, and what is wanted. */
typedef struct {
  KhCustomerPage *page;
  GHashTable *secrets;
  gboolean to_pdf;
} Question;

static void
on_answered_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      user_data)
{
  Question *question = user_data;
  KhDialogAnswer answer = kh_dialogs_ask_finish (result);

  if (answer != KH_DIALOG_CANCEL && !g_cancellable_is_cancelled (question->page->cancellable))
    start (question->page, question->to_pdf, answer == KH_DIALOG_OTHER ? question->secrets : NULL);
  forget_revealed (question->secrets);
  g_object_unref (question->page);
  g_free (question);
}

/* A passcode comes onto paper only if it is on the screen already, and somebody says so once more. */
static void
on_print_activated_cb (GtkWidget  *widget,
                       const char *action,
                       GVariant   *target G_GNUC_UNUSED)
{
  KhCustomerPage *self = KH_CUSTOMER_PAGE (widget);
  gboolean to_pdf = g_str_equal (action, "page.save-pdf");
  GHashTable *secrets;
  Question *question;

  if (self->draft == NULL || self->number == 0)
    return;
  secrets = list_revealed (self);
  if (g_hash_table_size (secrets) == 0)
    {
      start (self, to_pdf, NULL);
      g_hash_table_unref (secrets);
      return;
    }
  question = g_new0 (Question, 1);
  question->page = g_object_ref (self);
  question->secrets = secrets;
  question->to_pdf = to_pdf;
  kh_dialogs_ask_async (get_window (self), _("Print the passcodes, too?"),
                        _("A passcode is shown on the page just now. On paper it can be read by whoever finds it."), NULL,
                        _("_Cancel"), _("Print _With Passcodes"), _("Print With_out"), KH_DIALOG_NONE, self->cancellable,
                        on_answered_cb, question);
}

void
kh_customer_page_install_print (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.print", NULL, on_print_activated_cb);
  gtk_widget_class_install_action (widget_class, "page.save-pdf", NULL, on_print_activated_cb);
}
