/* kh-duplicate-original.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-original.h"

static void
on_rows_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *rows = kh_store_load_offered_tables_finish (KH_STORE (source), result, &error);

  if (rows == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

/* The rows come second: when they are newer than the customer, the store finds that out. */
static void
on_customer_loaded_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhCustomer *customer = NULL;
  GError *error = NULL;
  KhLink *link = NULL;

  customer = kh_store_load_customer_finish (KH_STORE (source), result, &link, &error);
  g_clear_pointer (&link, kh_link_free);
  if (customer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, customer, g_object_unref);
  kh_store_load_offered_tables_async (KH_STORE (source), kh_customer_get_number (customer),
                                      g_task_get_cancellable (task), on_rows_loaded_cb, g_object_ref (task));
}

void
kh_duplicate_original_load_async (KhStore             *store,
                                  gint64               number,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_STORE (store));

  task = g_task_new (store, cancellable, callback, user_data);
  kh_store_load_customer_async (store, number, cancellable, on_customer_loaded_cb, task);
}

KhCustomer *
kh_duplicate_original_load_finish (GAsyncResult  *result,
                                   GPtrArray    **rows,
                                   GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  *rows = g_task_propagate_pointer (G_TASK (result), error);

  return *rows == NULL ? NULL : g_object_ref (g_task_get_task_data (G_TASK (result)));
}
