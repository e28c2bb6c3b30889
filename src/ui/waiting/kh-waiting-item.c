/* kh-waiting-item.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-waiting-item.h"

struct _KhWaitingItem
{
  GObject parent_instance;

  /* Owned */
  KhWaiting *waiting;
};

G_DEFINE_FINAL_TYPE (KhWaitingItem, kh_waiting_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
kh_waiting_item_finalize (GObject *object)
{
  kh_waiting_free (KH_WAITING_ITEM (object)->waiting);

  G_OBJECT_CLASS (kh_waiting_item_parent_class)->finalize (object);
}

static void
kh_waiting_item_class_init (KhWaitingItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_waiting_item_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
kh_waiting_item_init (KhWaitingItem *self G_GNUC_UNUSED)
{
}

KhWaitingItem *
kh_waiting_item_new (KhWaiting *waiting)
{
  KhWaitingItem *self = g_object_new (KH_TYPE_WAITING_ITEM, NULL);

  self->waiting = waiting;

  return self;
}

const KhWaiting *
kh_waiting_item_get (KhWaitingItem *self)
{
  g_return_val_if_fail (KH_IS_WAITING_ITEM (self), NULL);

  return self->waiting;
}

static gboolean
is_same (const KhWaiting *a,
         const KhWaiting *b)
{
  if (g_strcmp0 (a->name, b->name) != 0 || a->company != b->company ||
      g_strcmp0 (a->hold, b->hold) != 0 || g_strcmp0 (a->hold_message, b->hold_message) != 0)
    return FALSE;

  return a->item == NULL || b->item == NULL ||
         (a->item->state == b->item->state && g_strcmp0 (a->item->reason, b->item->reason) == 0 &&
          g_strcmp0 (a->item->message, b->item->message) == 0);
}

static void
take (KhWaitingItem *self,
      KhWaiting     *waiting)
{
  gboolean same = is_same (self->waiting, waiting);

  kh_waiting_free (self->waiting);
  self->waiting = waiting;
  if (!same)
    g_signal_emit (self, changed_signal, 0);
}

/* How many items from @position on come before @key: they are not there any more. */
static guint
count_gone (GListModel *list,
            guint       position,
            gint64      key)
{
  guint n = 0;

  while (position + n < g_list_model_get_n_items (list))
    {
      g_autoptr (KhWaitingItem) item = g_list_model_get_item (list, position + n);

      if (item->waiting->key >= key)
        break;
      n++;
    }

  return n;
}

static gboolean
is_there (GListModel *list,
          guint       position,
          gint64      key)
{
  g_autoptr (KhWaitingItem) item = g_list_model_get_item (list, position);

  return item != NULL && item->waiting->key == key;
}

/* Those that come, up to the next one that is there already. */
static guint
insert_new (GListStore *list,
            guint       position,
            GPtrArray  *waiting,
            guint       first)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KhWaitingItem) next = g_list_model_get_item (G_LIST_MODEL (list), position);

  for (guint i = first; i < waiting->len; i++)
    {
      KhWaiting *one = waiting->pdata[i];

      if (next != NULL && one->key >= next->waiting->key)
        break;
      waiting->pdata[i] = NULL;
      g_ptr_array_add (items, kh_waiting_item_new (one));
    }
  g_list_store_splice (list, position, 0, items->pdata, items->len);

  return items->len;
}

void
kh_waiting_items_update (GListStore *list,
                         GPtrArray  *waiting)
{
  guint position = 0;
  guint i = 0;

  while (i < waiting->len)
    {
      gint64 key = ((const KhWaiting *) waiting->pdata[i])->key;
      guint gone = count_gone (G_LIST_MODEL (list), position, key);

      if (gone > 0)
        g_list_store_splice (list, position, gone, NULL, 0);
      if (is_there (G_LIST_MODEL (list), position, key))
        {
          g_autoptr (KhWaitingItem) item = g_list_model_get_item (G_LIST_MODEL (list), position++);

          take (item, g_steal_pointer (&waiting->pdata[i]));
          i++;
        }
      else
        {
          guint n = insert_new (list, position, waiting, i);

          position += n;
          i += n;
        }
    }
  if (position < g_list_model_get_n_items (G_LIST_MODEL (list)))
    g_list_store_splice (list, position, g_list_model_get_n_items (G_LIST_MODEL (list)) - position, NULL, 0);
}
