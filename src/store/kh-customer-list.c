/* kh-customer-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-customer-list.h"

#include "kh-customer-row-private.h"

#include <string.h>

/* What fills the screen comes first, the rest of a long list behind it. */
#define FIRST_ROWS 200
#define PAGE_ROWS 200
#define KEPT_ROWS (16 * PAGE_ROWS)

/* A search that finds more than these is one that should be narrowed down. */
#define SEARCH_LIMIT 1000

struct _KhCustomerList
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  char *query;
  char *error;
  GArray *numbers;
  GHashTable *rows;     /* number to KhCustomerRow, not referenced: a row leaves when it ends */
  GQueue kept;          /* rows read last, referenced */
  GHashTable *pages;    /* numbers of the pages being read */
  GCancellable *cancellable;

  /* State */
  gboolean loading;
  gboolean capped;
};

enum {
  PROP_0,
  PROP_LOADING,
  PROP_ERROR,
  PROP_CAPPED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  REFRESHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void kh_customer_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhCustomerList, kh_customer_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, kh_customer_list_model_init))

/* Rows: placeholders at once, filled a page at a time. */

static void
on_row_gone_cb (gpointer  data,
                GObject  *row G_GNUC_UNUSED)
{
  gint64 *number = data;
  KhCustomerList *self = *(KhCustomerList **) (number + 1);

  g_hash_table_remove (self->rows, number);
  g_free (number);
}

/* The number and the list, in one block that the weak reference owns. */
static gint64 *
make_row_key (KhCustomerList *self,
              gint64          number)
{
  gint64 *key = g_malloc (sizeof (gint64) + sizeof (KhCustomerList *));

  *key = number;
  memcpy (key + 1, &self, sizeof self);

  return key;
}

static KhCustomerRow *
get_row (KhCustomerList *self,
         gint64          number)
{
  KhCustomerRow *row = g_hash_table_lookup (self->rows, &number);
  gint64 *key;

  if (row != NULL)
    return g_object_ref (row);

  row = kh_customer_row_new (number);
  key = make_row_key (self, number);
  g_hash_table_insert (self->rows, key, row);
  g_object_weak_ref (G_OBJECT (row), on_row_gone_cb, key);

  return row;
}

static void
keep_row (KhCustomerList *self,
          KhCustomerRow  *row)
{
  g_queue_push_tail (&self->kept, row);
  if (g_queue_get_length (&self->kept) > KEPT_ROWS)
    g_object_unref (g_queue_pop_head (&self->kept));
}

static void
forget_rows (KhCustomerList *self)
{
  GHashTableIter iter;
  gpointer key, row;

  g_queue_clear_full (&self->kept, g_object_unref);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      g_object_weak_unref (row, on_row_gone_cb, key);
      g_free (key);
      g_hash_table_iter_remove (&iter);
    }
}

static void
set_error (KhCustomerList *self,
           const GError   *error)
{
  const char *message = error != NULL ? error->message : NULL;

  if (g_strcmp0 (self->error, message) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

typedef struct {
  KhCustomerList *list;
  guint page;
} PageRead;

static void
take_rows (KhCustomerList *self,
           GPtrArray      *texts)
{
  for (guint i = 0; i < texts->len; i++)
    {
      KhRowTexts *row_texts = g_ptr_array_index (texts, i);
      KhCustomerRow *row = get_row (self, row_texts->number);

      kh_customer_row_fill (row, row_texts);
      keep_row (self, row);
    }
  g_ptr_array_set_free_func (texts, NULL);
}

static void
on_page_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  PageRead *read = data;
  g_autoptr (KhCustomerList) self = read->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = kh_store_load_rows_finish (KH_STORE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_hash_table_remove (self->pages, GUINT_TO_POINTER (read->page));
      set_error (self, error);
    }
  if (texts != NULL)
    take_rows (self, texts);
  g_free (read);
}

static void
read_page (KhCustomerList *self,
           guint           page)
{
  guint start = page * PAGE_ROWS;
  guint n = MIN (PAGE_ROWS, self->numbers->len - start);
  GArray *numbers;
  PageRead *read;

  if (!g_hash_table_add (self->pages, GUINT_TO_POINTER (page)))
    return;

  numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_array_append_vals (numbers, &g_array_index (self->numbers, gint64, start), n);
  read = g_new0 (PageRead, 1);
  read->list = g_object_ref (self);
  read->page = page;
  kh_store_load_rows_async (self->store, numbers, self->cancellable, on_page_read_cb, read);
}

/* The list model */

static GType
kh_customer_list_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_CUSTOMER_ROW;
}

static guint
kh_customer_list_get_n_items (GListModel *model)
{
  return KH_CUSTOMER_LIST (model)->numbers->len;
}

static gpointer
kh_customer_list_get_item (GListModel *model,
                           guint       position)
{
  KhCustomerList *self = KH_CUSTOMER_LIST (model);
  KhCustomerRow *row;

  if (position >= self->numbers->len)
    return NULL;

  row = get_row (self, g_array_index (self->numbers, gint64, position));
  if (!kh_customer_row_get_loaded (row))
    read_page (self, position / PAGE_ROWS);

  return row;
}

static void
kh_customer_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_customer_list_get_item_type;
  iface->get_n_items = kh_customer_list_get_n_items;
  iface->get_item = kh_customer_list_get_item;
}

/* New numbers in the place of the old */

static guint
count_same_start (GArray *a,
                  GArray *b)
{
  guint n = MIN (a->len, b->len);
  guint i = 0;

  while (i < n && g_array_index (a, gint64, i) == g_array_index (b, gint64, i))
    i++;

  return i;
}

static guint
count_same_end (GArray *a,
                GArray *b,
                guint   start)
{
  guint n = MIN (a->len, b->len) - start;
  guint i = 0;

  while (i < n && g_array_index (a, gint64, a->len - 1 - i) == g_array_index (b, gint64, b->len - 1 - i))
    i++;

  return i;
}

static void
swap_numbers (KhCustomerList *self,
              GArray         *numbers)
{
  g_array_unref (self->numbers);
  self->numbers = g_array_ref (numbers);
  /* Pages are known by their place in the list, which has changed. */
  g_hash_table_remove_all (self->pages);
}

/* A selection that loses its row looks for it among all that were added in the same
 * signal, and so reads a million rows. When much changes, everything goes in one signal and
 * comes in another. */
static void
replace_numbers (KhCustomerList *self,
                 GArray         *numbers)
{
  guint start = count_same_start (self->numbers, numbers);
  guint end = count_same_end (self->numbers, numbers, start);
  guint removed = self->numbers->len - start - end;
  guint added = numbers->len - start - end;
  g_autoptr (GArray) none = NULL;

  if (removed == 0 && added == 0)
    return;
  if (removed == 0 || (removed <= PAGE_ROWS && added <= PAGE_ROWS))
    {
      swap_numbers (self, numbers);
      g_list_model_items_changed (G_LIST_MODEL (self), start, removed, added);
      return;
    }

  none = g_array_new (FALSE, FALSE, sizeof (gint64));
  removed = self->numbers->len;
  swap_numbers (self, none);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, 0);
  swap_numbers (self, numbers);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, numbers->len);
}

static void
set_loading (KhCustomerList *self,
             gboolean        loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_capped (KhCustomerList *self,
            gboolean        capped)
{
  if (self->capped == capped)
    return;
  self->capped = capped;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAPPED]);
}

static gboolean
is_search (KhCustomerList *self)
{
  return self->query[strspn (self->query, " \t\n")] != '\0';
}

static void on_rest_found_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
end_search (KhCustomerList *self,
            GArray         *numbers)
{
  gboolean capped = is_search (self) && numbers->len > SEARCH_LIMIT;

  if (capped)
    g_array_set_size (numbers, SEARCH_LIMIT);
  replace_numbers (self, numbers);
  set_capped (self, capped);
  set_error (self, NULL);
  set_loading (self, FALSE);
  g_signal_emit (self, signals[REFRESHED], 0);
}

static GArray *
finish_search (KhCustomerList *self,
               GObject        *source,
               GAsyncResult   *result)
{
  g_autoptr (GError) error = NULL;
  GArray *numbers = kh_store_search_finish (KH_STORE (source), result, &error);

  if (numbers != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return numbers;

  set_error (self, error);
  set_loading (self, FALSE);

  return NULL;
}

static void
on_first_found_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (KhCustomerList) self = data;
  g_autoptr (GArray) numbers = finish_search (self, source, result);

  if (numbers == NULL)
    return;
  if (is_search (self) || numbers->len < FIRST_ROWS)
    {
      end_search (self, numbers);
      return;
    }

  /* On a refresh the whole list is there already, and stays until the new one is. */
  if (self->numbers->len <= FIRST_ROWS)
    replace_numbers (self, numbers);
  kh_store_search_async (self->store, self->query, 0, self->cancellable, on_rest_found_cb, g_object_ref (self));
}

static void
on_rest_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (KhCustomerList) self = data;
  g_autoptr (GArray) numbers = finish_search (self, source, result);

  if (numbers != NULL)
    end_search (self, numbers);
}

static void
start_search (KhCustomerList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (self->pages);
  set_loading (self, TRUE);
  kh_store_search_async (self->store, self->query, is_search (self) ? SEARCH_LIMIT + 1 : FIRST_ROWS,
                         self->cancellable, on_first_found_cb, g_object_ref (self));
}

/* The store's news */

static void
on_changed_row_read_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (KhCustomerList) self = data;
  g_autoptr (GPtrArray) texts = kh_store_load_rows_finish (KH_STORE (source), result, NULL);
  KhCustomerRow *row = NULL;
  gboolean moved = TRUE;

  if (texts == NULL || texts->len == 0)
    return;

  row = g_hash_table_lookup (self->rows, &((KhRowTexts *) g_ptr_array_index (texts, 0))->number);
  if (row != NULL)
    moved = g_strcmp0 (kh_customer_row_get_title (row), ((KhRowTexts *) g_ptr_array_index (texts, 0))->title) != 0;
  take_rows (self, texts);
  /* Another name is another place in the list; another anything may be found or not any more. */
  if (moved || is_search (self))
    start_search (self);
}

static void
on_store_customer_changed_cb (KhCustomerList *self,
                              gint64          number)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (numbers, number);
  kh_store_load_rows_async (self->store, numbers, NULL, on_changed_row_read_cb, g_object_ref (self));
}

static void
kh_customer_list_dispose (GObject *object)
{
  KhCustomerList *self = KH_CUSTOMER_LIST (object);

  g_cancellable_cancel (self->cancellable);
  forget_rows (self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_customer_list_parent_class)->dispose (object);
}

static void
kh_customer_list_finalize (GObject *object)
{
  KhCustomerList *self = KH_CUSTOMER_LIST (object);

  g_free (self->query);
  g_free (self->error);
  g_array_unref (self->numbers);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->pages);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (kh_customer_list_parent_class)->finalize (object);
}

static void
kh_customer_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KhCustomerList *self = KH_CUSTOMER_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_CAPPED:
      g_value_set_boolean (value, self->capped);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kh_customer_list_class_init (KhCustomerListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kh_customer_list_dispose;
  object_class->finalize = kh_customer_list_finalize;
  object_class->get_property = kh_customer_list_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_CAPPED] = g_param_spec_boolean ("capped", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REFRESHED] = g_signal_new ("refreshed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_customer_list_init (KhCustomerList *self)
{
  self->query = g_strdup ("");
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->pages = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->kept);
}

/**
 * kh_customer_list_new:
 * @store: an open store
 *
 * Returns: (transfer full): a list of every customer, which is being read
 */
KhCustomerList *
kh_customer_list_new (KhStore *store)
{
  KhCustomerList *self = g_object_new (KH_TYPE_CUSTOMER_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_store_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "customers-changed", G_CALLBACK (kh_customer_list_refresh), self, G_CONNECT_SWAPPED);
  start_search (self);

  return self;
}

/**
 * kh_customer_list_get_query:
 * @self: a list
 *
 * Returns: (transfer none): what is searched for, "" for everybody
 */
const char *
kh_customer_list_get_query (KhCustomerList *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST (self), NULL);

  return self->query;
}

/**
 * kh_customer_list_set_query:
 * @self: a list
 * @query: (nullable): what to search for, "" or %NULL for everybody
 *
 * Searches; what was found before stays until the answer is there. The answer to an
 * earlier query is never shown after this.
 */
void
kh_customer_list_set_query (KhCustomerList *self,
                            const char     *query)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST (self));

  query = query != NULL ? query : "";
  if (g_str_equal (self->query, query))
    return;

  g_free (self->query);
  self->query = g_strdup (query);
  start_search (self);
}

/**
 * kh_customer_list_refresh:
 * @self: a list
 *
 * Searches for the same again.
 */
void
kh_customer_list_refresh (KhCustomerList *self)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST (self));

  start_search (self);
}

/**
 * kh_customer_list_get_loading:
 * @self: a list
 *
 * Returns: whether the items are not yet those of the query
 */
gboolean
kh_customer_list_get_loading (KhCustomerList *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST (self), FALSE);

  return self->loading;
}

/**
 * kh_customer_list_get_capped:
 * @self: a list
 *
 * Returns: whether more customers match than are listed
 */
gboolean
kh_customer_list_get_capped (KhCustomerList *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST (self), FALSE);

  return self->capped;
}

/**
 * kh_customer_list_find:
 * @self: a list
 * @number: a customer number
 * @position: (out) (optional): where it is
 *
 * Returns: whether the customer is listed
 */
gboolean
kh_customer_list_find (KhCustomerList *self,
                       gint64          number,
                       guint          *position)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST (self), FALSE);

  for (guint i = 0; i < self->numbers->len; i++)
    {
      if (g_array_index (self->numbers, gint64, i) != number)
        continue;
      if (position != NULL)
        *position = i;
      return TRUE;
    }

  return FALSE;
}
