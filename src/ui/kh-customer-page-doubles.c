/* kh-customer-page-doubles.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-doubles-dialog.h"

/* Before a new customer is saved: whether it is here already, and what is to be done then. */

/* A page that goes away takes its question along, so the question does not keep it. */
typedef struct {
  GWeakRef page;
  GPtrArray *doubles;
} Question;

static void
question_free (Question *question)
{
  g_weak_ref_clear (&question->page);
  g_ptr_array_unref (question->doubles);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_doubles_chosen_cb (GObject      *source G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GArray) numbers = kh_doubles_dialog_list_numbers (question->doubles);
  g_autoptr (KhCustomerPage) self = g_weak_ref_get (&question->page);
  gint64 number = 0;
  KhDoublesAnswer answer = kh_doubles_dialog_choose_finish (result, &number);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->asking = FALSE;

  switch (answer)
    {
    case KH_DOUBLES_CANCEL:
      self->then = KH_THEN_STAY;
      kh_customer_page_end_closing (self, FALSE);
      break;
    case KH_DOUBLES_OPEN:
      self->then = KH_THEN_STAY;
      kh_customer_page_end_closing (self, FALSE);
      g_signal_emit_by_name (self, "open-customer", number);
      break;
    case KH_DOUBLES_SAVE:
      kh_customer_page_create (self, numbers);
      break;
    }
}

static void
ask (KhCustomerPage *self,
     GPtrArray      *doubles)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->page, self);
  question->doubles = g_ptr_array_ref (doubles);
  self->asking = TRUE;
  kh_doubles_dialog_choose_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, doubles, self->cancellable,
                                  on_doubles_chosen_cb, question);
}

static void
on_doubles_found_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (KhCustomerPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) doubles = kh_store_find_doubles_of_finish (KH_STORE (source), result, &error);

  self->saving = 0;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (doubles != NULL && doubles->len == 0)
    {
      kh_customer_page_create (self, NULL);
      return;
    }
  if (doubles != NULL)
    ask (self, doubles);
  else
    {
      self->then = KH_THEN_STAY;
      kh_customer_page_set_message (self, error->message);
      kh_customer_page_end_closing (self, FALSE);
    }
  kh_customer_page_update_busy (self);
}

void
kh_customer_page_check_doubles (KhCustomerPage *self)
{
  self->saving = ALL_SECTIONS;
  kh_customer_page_set_message (self, NULL);
  kh_store_find_doubles_of_async (kh_services_get_store (self->services), kh_draft_get_edited (self->draft), 0,
                                  self->cancellable, on_doubles_found_cb, g_object_ref (self));
  kh_customer_page_update_busy (self);
}
