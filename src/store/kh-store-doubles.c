/* kh-store-doubles.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double-rows.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* All customers are gone through in so many jobs, so that whoever searches meanwhile gets their
 * turn between two of them, and Cancel waits for one at the most. */
#define N_PARTS 64

/* The doubles of one customer */

typedef struct {
  KhCustomer *customer;
  gint64 except;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->customer);
  g_free (question);
}

static gpointer
find_doubles (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  Question *question = data;

  return kh_double_rows_find (connection, question->customer, question->except, KH_MOST_DOUBLES, error);
}

static const KhStoreCall find_call = { find_doubles, question_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_find_doubles_of_async:
 * @self: a store
 * @customer: a record, kept already or not
 * @except: a customer who is none, such as the one that @customer was made from, or 0
 * @cancellable: (nullable): ends it
 * @callback: called with the doubles
 * @user_data: for @callback
 */
void
kh_store_find_doubles_of_async (KhStore             *self,
                                KhCustomer          *customer,
                                gint64               except,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Question *question = g_new0 (Question, 1);

  question->customer = kh_customer_copy (customer);
  question->except = except;
  kh_store_run (self, &find_call, question, cancellable, callback, user_data);
}

/**
 * kh_store_find_doubles_of_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhDouble): who is likely to be the customer already
 */
GPtrArray *
kh_store_find_doubles_of_finish (KhStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return kh_store_finish (self, result, &find_call, error);
}

/* All doubles */

typedef struct {
  guint part;
  guint limit;
} Part;

/* @by_members: the groups by their customers' numbers, so that one that is found by its phone and
 * by its address is one group. */
typedef struct {
  KhDoublesProgress progress;
  gpointer progress_data;
  GPtrArray *groups;
  GHashTable *by_members;
  gint64 member;
  guint part;
  gboolean more;
} Round;

static void next_part (GTask *task);

static void
round_free (gpointer data)
{
  Round *round = data;

  g_ptr_array_unref (round->groups);
  g_hash_table_unref (round->by_members);
  g_free (round);
}

static gpointer
list_part (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Part *part = data;

  return kh_double_rows_list (connection, part->part, N_PARTS, part->limit, error);
}

static const KhStoreCall part_call = { list_part, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

static char *
dup_members (KhDoubleGroup *group)
{
  GString *members = g_string_new (NULL);

  for (guint i = 0; i < group->doubles->len; i++)
    g_string_append_printf (members, "%" G_GINT64_FORMAT " ",
                            kh_double_get_number (g_ptr_array_index (group->doubles, i)));
  g_string_append_printf (members, "+%u", group->n_more);

  return g_string_free (members, FALSE);
}

/* Takes @group. */
static void
take_group (Round         *round,
            KhDoubleGroup *group)
{
  g_autofree char *members = dup_members (group);
  KhDoubleGroup *known = g_hash_table_lookup (round->by_members, members);

  if (known != NULL)
    {
      known->reasons |= group->reasons;
      kh_double_group_free (group);
      return;
    }
  if (round->groups->len == KH_MOST_DOUBLE_GROUPS)
    {
      round->more = TRUE;
      kh_double_group_free (group);
      return;
    }
  g_ptr_array_add (round->groups, group);
  g_hash_table_insert (round->by_members, g_steal_pointer (&members), group);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const KhDoubleGroup *one = *(KhDoubleGroup * const *) a;
  const KhDoubleGroup *other = *(KhDoubleGroup * const *) b;
  gint64 first = kh_double_get_number (g_ptr_array_index (one->doubles, 0));
  gint64 second = kh_double_get_number (g_ptr_array_index (other->doubles, 0));

  if (first != second)
    return first > second ? 1 : -1;

  return (one->doubles->len < other->doubles->len) - (one->doubles->len > other->doubles->len);
}

static void
end_round (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  g_ptr_array_sort (round->groups, compare_groups);
  g_task_return_pointer (task, g_ptr_array_ref (round->groups), (GDestroyNotify) g_ptr_array_unref);
}

/* What one member was shown is not handed on to the next one at the desk. */
static GPtrArray *
finish_part (KhStore       *self,
             GAsyncResult  *result,
             Round         *round,
             GError       **error)
{
  if (round->member == kh_store_get_member (self))
    return kh_store_finish (self, result, &part_call, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       _("Somebody else works here now. Look for the doubles again."));
  return NULL;
}

static void
on_part_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GPtrArray) groups = NULL;
  KhStore *self = KH_STORE (source);
  Round *round = g_task_get_task_data (task);
  GError *error = NULL;

  groups = finish_part (self, result, round, &error);
  if (groups == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  while (groups->len > 0)
    take_group (round, g_ptr_array_steal_index (groups, 0));
  round->part++;
  if (round->progress != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    round->progress ((double) round->part / N_PARTS, round->progress_data);
  if (round->part == N_PARTS || round->more)
    end_round (task);
  else
    next_part (g_steal_pointer (&task));
}

/* Takes @task. */
static void
next_part (GTask *task)
{
  KhStore *self = g_task_get_source_object (task);
  Round *round = g_task_get_task_data (task);
  Part *part = g_new0 (Part, 1);

  part->part = round->part;
  /* One more than fits says that there are more. */
  part->limit = KH_MOST_DOUBLE_GROUPS + 1 - MIN (round->groups->len, KH_MOST_DOUBLE_GROUPS);
  kh_store_run (self, &part_call, part, g_task_get_cancellable (task), on_part_listed_cb, task);
}

/**
 * kh_store_find_all_doubles_async:
 * @self: a store
 * @progress: (nullable): called now and then with how much is done, from 0 to 1
 * @progress_data: for @progress
 * @cancellable: (nullable): ends it soon
 * @callback: called with the groups
 * @user_data: for @callback
 */
void
kh_store_find_all_doubles_async (KhStore             *self,
                                 KhDoublesProgress    progress,
                                 gpointer             progress_data,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Round *round = g_new0 (Round, 1);

  g_task_set_name (task, "kh_store_find_all_doubles");
  round->progress = progress;
  round->progress_data = progress_data;
  round->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_double_group_free);
  round->by_members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  round->member = kh_store_get_member (self);
  g_task_set_task_data (task, round, round_free);
  next_part (task);
}

/**
 * kh_store_find_all_doubles_finish:
 * @self: a store
 * @result: what the callback got
 * @more: (out) (optional): whether there are more than %KH_MOST_DOUBLE_GROUPS
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhDoubleGroup): the customers who are likely to be one,
 *   in the order of their numbers
 */
GPtrArray *
kh_store_find_all_doubles_finish (KhStore       *self,
                                  GAsyncResult  *result,
                                  gboolean      *more,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (more != NULL)
    *more = ((Round *) g_task_get_task_data (G_TASK (result)))->more;

  return g_task_propagate_pointer (G_TASK (result), error);
}
