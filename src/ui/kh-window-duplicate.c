/* kh-window-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-window-private.h"

#include "kh-duplicate-bar.h"
#include "kh-duplicate-dialog.h"
#include "kh-duplicate-original.h"
#include "kh-duplicate-several-dialog.h"
#include "kh-duplicate-tables.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* Duplicates that were made here since the program began, by their numbers: until it ends they
 * say where they come from, and can be taken back. */
typedef struct {
  gint64 original;
  GArray *copies;
  char *text;
} Duplicate;

static void
duplicate_free (gpointer data)
{
  Duplicate *duplicate = data;

  g_array_unref (duplicate->copies);
  g_free (duplicate->text);
  g_free (duplicate);
}

/* The bar */

/* One press on Undo: the page, or even the window, may be gone when it ends. */
typedef struct {
  GWeakRef window;
  GWeakRef page;
  GWeakRef bar;
  gint64 number;
  guint n;
} Undo;

static Undo *
undo_new (KhWindow       *self,
          KhCustomerPage *page,
          KhDuplicateBar *bar,
          guint           n)
{
  Undo *undo = g_new0 (Undo, 1);

  g_weak_ref_init (&undo->window, self);
  g_weak_ref_init (&undo->page, page);
  g_weak_ref_init (&undo->bar, bar);
  undo->number = kh_customer_page_get_number (page);
  undo->n = n;

  return undo;
}

static void
undo_free (Undo *undo)
{
  g_weak_ref_clear (&undo->window);
  g_weak_ref_clear (&undo->page);
  g_weak_ref_clear (&undo->bar);
  g_free (undo);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Undo, undo_free)

static void
on_undone_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Undo) undo = data;
  g_autoptr (KhWindow) self = g_weak_ref_get (&undo->window);
  g_autoptr (KhCustomerPage) page = g_weak_ref_get (&undo->page);
  g_autoptr (KhDuplicateBar) bar = g_weak_ref_get (&undo->bar);
  g_autofree char *text = g_strdup_printf (ngettext ("The duplicate was taken back.",
                                                     "The %u duplicates were taken back.", undo->n), undo->n);
  g_autoptr (GError) error = NULL;

  if (!kh_store_undo_duplicate_finish (KH_STORE (source), result, &error))
    {
      if (bar == NULL)
        return;
      kh_duplicate_bar_set_text (bar, error->message);
      kh_duplicate_bar_set_undoing (bar, FALSE);
      if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT) ||
          g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND))
        kh_duplicate_bar_end_undo (bar);
      return;
    }

  if (self == NULL || self->duplicates == NULL)
    return;
  g_hash_table_remove (self->duplicates, &undo->number);
  if (page != NULL)
    kh_window_remove_page (self, page);
  kh_window_notice (self, text);
}

static KhCustomerPage *
get_page_of (KhDuplicateBar *bar)
{
  return KH_CUSTOMER_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (bar), KH_TYPE_CUSTOMER_PAGE));
}

static void
on_bar_undo_cb (KhDuplicateBar *bar,
                KhWindow       *self)
{
  KhCustomerPage *page = get_page_of (bar);
  gint64 number = kh_customer_page_get_number (page);
  const Duplicate *duplicate = g_hash_table_lookup (self->duplicates, &number);

  if (duplicate == NULL)
    return;
  if (kh_customer_page_get_dirty (page))
    {
      kh_duplicate_bar_set_text (bar, _("Save or cancel what you are typing, then press Undo again."));
      return;
    }
  kh_duplicate_bar_set_undoing (bar, TRUE);
  kh_store_undo_duplicate_async (kh_services_get_store (self->services), duplicate->original, duplicate->copies, NULL,
                                 on_undone_cb, undo_new (self, page, bar, duplicate->copies->len));
}

static void
on_bar_open_original_cb (KhDuplicateBar *bar,
                         KhWindow       *self)
{
  gint64 number = kh_customer_page_get_number (get_page_of (bar));
  const Duplicate *duplicate = g_hash_table_lookup (self->duplicates, &number);

  if (duplicate != NULL)
    kh_window_open_customer (self, duplicate->original);
}

/* Hidden is hidden: it does not come back with the next tab of the same customer. */
static void
on_bar_closed_cb (KhDuplicateBar *bar,
                  KhWindow       *self)
{
  KhCustomerPage *page = get_page_of (bar);
  gint64 number = kh_customer_page_get_number (page);

  g_hash_table_remove (self->duplicates, &number);
  kh_customer_page_set_bar (page, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

/* A page of a customer who was made here says so. */
void
kh_window_add_duplicate_bar (KhWindow       *self,
                             KhCustomerPage *page)
{
  gint64 number = kh_customer_page_get_number (page);
  const Duplicate *duplicate = self->duplicates == NULL ? NULL : g_hash_table_lookup (self->duplicates, &number);
  GtkWidget *bar;

  if (duplicate == NULL)
    return;
  bar = kh_duplicate_bar_new (duplicate->text);
  g_signal_connect_object (bar, "open-original", G_CALLBACK (on_bar_open_original_cb), self, 0);
  g_signal_connect_object (bar, "undo", G_CALLBACK (on_bar_undo_cb), self, 0);
  g_signal_connect_object (bar, "closed", G_CALLBACK (on_bar_closed_cb), self, 0);
  kh_customer_page_set_bar (page, bar);
}

/* The dialog */

typedef struct {
  gint64 number;
  char *name;
} Original;

static void
original_free (gpointer  data,
               GClosure *closure G_GNUC_UNUSED)
{
  Original *original = data;

  g_free (original->name);
  g_free (original);
}

/* Takes @text. Of several copies, the page of the first speaks for all. */
static void
remember (KhWindow *self,
          gint64    original,
          GArray   *copies,
          char     *text)
{
  Duplicate *duplicate = g_new0 (Duplicate, 1);

  duplicate->original = original;
  duplicate->copies = g_array_copy (copies);
  duplicate->text = text;
  if (self->duplicates == NULL)
    self->duplicates = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, duplicate_free);
  g_hash_table_insert (self->duplicates, g_memdup2 (copies->data, sizeof (gint64)), duplicate);
}

static void
open_remembered (KhWindow *self,
                 gint64    number)
{
  kh_window_open_customer (self, number);
  kh_window_notice_of_page (self, ((Duplicate *) g_hash_table_lookup (self->duplicates, &number))->text);
}

static char *
dup_copied_text (guint       n_copied,
                 guint       n_rows,
                 const char *name)
{
  g_autofree char *values = g_strdup_printf (ngettext ("%u value", "%u values", n_copied), n_copied);
  /* Translators: of contacts, systems, zones and so on. */
  g_autofree char *rows = g_strdup_printf (ngettext ("%u row", "%u rows", n_rows), n_rows);

  if (n_rows == 0)
    /* Translators: how many values, and the name of the customer they are of. */
    return g_strdup_printf (ngettext ("%u value copied from %s.", "%u values copied from %s.", n_copied), n_copied,
                            name);

  /* Translators: such as 12 values and 3 rows, and the name of the customer they are of. */
  return g_strdup_printf (_("%s and %s copied from %s."), values, rows, name);
}

/* To take down a dialog’s rows takes as long as a frame does: first comes the page that was opened
 * from it. */
typedef struct {
  GtkWindow *dialog;
  gboolean drawn;
} Remains;

static void
remains_free (gpointer data)
{
  Remains *remains = data;

  g_object_unref (remains->dialog);
  g_free (remains);
}

static gboolean
on_page_frame_cb (GtkWidget     *page,
                  GdkFrameClock *clock G_GNUC_UNUSED,
                  gpointer       data)
{
  Remains *remains = data;
  gboolean drawn = remains->drawn;

  remains->drawn = kh_customer_page_get_title (KH_CUSTOMER_PAGE (page)) != NULL;

  return drawn ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
keep_until_drawn (KhWindow  *self,
                  GtkWindow *dialog)
{
  Remains *remains = g_new0 (Remains, 1);

  g_clear_weak_pointer (&self->duplicate);
  remains->dialog = g_object_ref (dialog);
  gtk_widget_add_tick_callback (GTK_WIDGET (kh_window_get_page (self)), on_page_frame_cb, remains, remains_free);
}

static void
on_duplicated_cb (GtkWindow  *dialog,
                  KhCustomer *copy,
                  guint       n_copied,
                  guint       n_rows,
                  gboolean    another,
                  Original   *original)
{
  KhWindow *self = KH_WINDOW (gtk_window_get_transient_for (dialog));
  gint64 number = kh_customer_get_number (copy);
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (copies, number);
  remember (self, original->number, copies, dup_copied_text (n_copied, n_rows, original->name));
  if (another)
    return;
  open_remembered (self, number);
  keep_until_drawn (self, dialog);
}

static void
on_open_customer_cb (KhWindow *self,
                     gint64    number)
{
  kh_window_open_customer (self, number);
  gtk_window_present (GTK_WINDOW (self));
}

/* Several */

static void
on_several_made_cb (GtkWindow  *dialog,
                    KhCustomer *original,
                    GArray     *numbers)
{
  KhWindow *self = KH_WINDOW (gtk_window_get_transient_for (dialog));

  remember (self, kh_customer_get_number (original), numbers,
            kh_duplicate_several_dup_sentence (original, numbers->len));
  open_remembered (self, g_array_index (numbers, gint64, 0));
}

static void
show_several (KhWindow        *self,
              KhDuplicatePlan *plan)
{
  GtkWindow *dialog = kh_duplicate_several_dialog_new (GTK_WINDOW (self), kh_services_get_store (self->services), plan);

  g_set_weak_pointer (&self->duplicate, dialog);
  g_signal_connect (dialog, "made", G_CALLBACK (on_several_made_cb), NULL);
  gtk_window_present (dialog);
}

static void
on_several_wanted_cb (GtkWindow       *dialog,
                      KhDuplicatePlan *plan)
{
  show_several (KH_WINDOW (gtk_window_get_transient_for (dialog)), plan);
}

static void
open_several (KhWindow   *self,
              KhCustomer *customer,
              GPtrArray  *rows)
{
  KhStore *store = kh_services_get_store (self->services);
  g_autoptr (KhDuplicateDefaults) switches = kh_store_dup_duplicate_switches (store);
  g_autoptr (KhDuplicatePlan) plan = kh_duplicate_plan_new (customer, kh_store_get_grants (store), switches,
                                                            kh_store_get_catalogues (store));

  kh_duplicate_tables_take_rows (kh_duplicate_plan_get_tables (plan), rows, kh_store_get_grants (store));
  show_several (self, plan);
}

/* One */

static void
open_one (KhWindow   *self,
          KhCustomer *customer,
          GPtrArray  *rows)
{
  g_autofree char *name = kh_customer_dup_name (customer);
  Original *original = g_new0 (Original, 1);
  GtkWindow *dialog;

  original->number = kh_customer_get_number (customer);
  original->name = kh_value_dup_visible (name);
  dialog = kh_duplicate_dialog_new (GTK_WINDOW (self), kh_services_get_store (self->services), customer, rows);
  g_set_weak_pointer (&self->duplicate, dialog);
  g_signal_connect (dialog, "several", G_CALLBACK (on_several_wanted_cb), NULL);
  g_signal_connect_data (dialog, "duplicated", G_CALLBACK (on_duplicated_cb), original, original_free, 0);
  g_signal_connect_object (dialog, "open-customer", G_CALLBACK (on_open_customer_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* Opening either, with the rows of the customer's tables */

typedef void (* OpenFunc) (KhWindow   *self,
                           KhCustomer *customer,
                           GPtrArray  *rows);

typedef struct {
  KhWindow *window;
  OpenFunc open;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->window);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
on_original_loaded_cb (GObject      *source G_GNUC_UNUSED,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_duplicate_original_load_finish (result, &rows, &error);
  KhWindow *self = opening->window;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening_duplicate);
  if (customer == NULL)
    kh_window_notice (self, error->message);
  else if (!self->locked)
    opening->open (self, customer, rows);
}

static void
begin_opening (KhWindow   *self,
               KhCustomer *customer,
               OpenFunc    open)
{
  Opening *opening;

  if (self->duplicate != NULL)
    gtk_window_present (self->duplicate);
  if (self->duplicate != NULL || self->opening_duplicate != NULL)
    return;
  self->opening_duplicate = g_cancellable_new ();
  opening = g_new0 (Opening, 1);
  opening->window = g_object_ref (self);
  opening->open = open;
  kh_duplicate_original_load_async (kh_services_get_store (self->services), kh_customer_get_number (customer),
                                    self->opening_duplicate, on_original_loaded_cb, opening);
}

/* For the signal of a page: @customer is the record as it is kept. */
void
kh_window_duplicate (KhWindow   *self,
                     KhCustomer *customer)
{
  begin_opening (self, customer, open_one);
}

/* Likewise. */
void
kh_window_duplicate_several (KhWindow   *self,
                             KhCustomer *customer)
{
  begin_opening (self, customer, open_several);
}

/* What is being opened is not any more. */
void
kh_window_stop_duplicate (KhWindow *self)
{
  g_cancellable_cancel (self->opening_duplicate);
  g_clear_object (&self->opening_duplicate);
}

/* Somebody else works here now. */
void
kh_window_forget_duplicates (KhWindow *self)
{
  GtkWindow *dialog = self->duplicate;

  kh_window_stop_duplicate (self);
  g_clear_weak_pointer (&self->duplicate);
  if (dialog != NULL)
    gtk_window_destroy (dialog);
  g_clear_pointer (&self->duplicates, g_hash_table_unref);
}
