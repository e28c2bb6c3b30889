/* kh-several-doubles.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-several-doubles.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhSeveralDoubles
{
  GObject parent_instance;

  /* Owned; the line is there while its answer is awaited */
  KhStore *store;
  KhSeveralLines *lines;
  KhCustomer *copy;
  KhSeveralLine *line;
  GCancellable *cancellable;

  /* State */
  gint64 original;
};

G_DEFINE_FINAL_TYPE (KhSeveralDoubles, kh_several_doubles, G_TYPE_OBJECT)

static void look_up_next (KhSeveralDoubles *self);

static char *
dup_text (GPtrArray *doubles)
{
  for (guint i = 0; i < doubles->len; i++)
    {
      KhDouble *found = g_ptr_array_index (doubles, i);
      g_autofree char *visible = NULL;
      g_autofree char *number = NULL;

      if ((kh_double_get_reasons (found) & KH_DOUBLE_ADDRESS) == 0)
        continue;
      visible = kh_value_dup_visible (kh_double_get_name (found));
      number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_double_get_number (found));

      /* Translators: a customer's name and number. */
      return g_strdup_printf (_("%s at this address is customer %s already. Take the line out if it is the same."),
                              visible, number);
    }

  return NULL;
}

/* What cannot be looked up is not held against anybody. */
static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (KhSeveralDoubles) self = data;
  g_autoptr (KhSeveralLine) line = g_steal_pointer (&self->line);
  g_autoptr (GPtrArray) doubles = kh_store_find_doubles_of_finish (KH_STORE (source), result, NULL);
  g_autofree char *text = doubles == NULL ? NULL : dup_text (doubles);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  kh_several_lines_set_known (self->lines, line, text);
  look_up_next (self);
}

static KhCustomer *
make_customer (KhSeveralDoubles *self,
               KhSeveralLine    *line)
{
  KhCustomer *customer = kh_customer_copy (self->copy);

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    if (kh_datapoint_get (id)->type == KH_VALUE_PHONE)
      kh_customer_set (customer, id, NULL);
  kh_duplicate_line_apply (kh_several_line_get (line), customer);

  return customer;
}

static void
look_up_next (KhSeveralDoubles *self)
{
  KhSeveralLine *line = kh_several_lines_find_unknown (self->lines);
  g_autoptr (KhCustomer) customer = NULL;

  if (line == NULL || self->line != NULL || self->copy == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->line = g_object_ref (line);
  kh_several_lines_mark_asked (self->lines, line);
  customer = make_customer (self, line);
  kh_store_find_doubles_of_async (self->store, customer, self->original, self->cancellable, on_found_cb,
                                  g_object_ref (self));
}

static void
kh_several_doubles_finalize (GObject *object)
{
  KhSeveralDoubles *self = KH_SEVERAL_DOUBLES (object);

  g_object_unref (self->store);
  g_object_unref (self->lines);
  g_object_unref (self->cancellable);
  g_clear_object (&self->copy);
  g_clear_object (&self->line);

  G_OBJECT_CLASS (kh_several_doubles_parent_class)->finalize (object);
}

static void
kh_several_doubles_class_init (KhSeveralDoublesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_several_doubles_finalize;
}

static void
kh_several_doubles_init (KhSeveralDoubles *self)
{
  self->cancellable = g_cancellable_new ();
}

KhSeveralDoubles *
kh_several_doubles_new (KhStore        *store,
                        KhSeveralLines *lines)
{
  KhSeveralDoubles *self = g_object_new (KH_TYPE_SEVERAL_DOUBLES, NULL);

  self->store = g_object_ref (store);
  self->lines = g_object_ref (lines);
  g_signal_connect_object (lines, "changed", G_CALLBACK (look_up_next), self, G_CONNECT_SWAPPED);

  return self;
}

void
kh_several_doubles_set_copy (KhSeveralDoubles *self,
                             KhCustomer       *copy,
                             gint64            original)
{
  g_return_if_fail (KH_IS_SEVERAL_DOUBLES (self));
  g_return_if_fail (KH_IS_CUSTOMER (copy));

  g_set_object (&self->copy, copy);
  self->original = original;
  look_up_next (self);
}

void
kh_several_doubles_stop (KhSeveralDoubles *self)
{
  g_return_if_fail (KH_IS_SEVERAL_DOUBLES (self));

  g_cancellable_cancel (self->cancellable);
}
