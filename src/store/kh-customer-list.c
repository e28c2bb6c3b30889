/* kh-customer-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-list.h"

#include "kh-row-cache.h"
#include "kh-store-private.h"

#include <string.h>

/* A view makes widgets for some 200 rows when they are there, which takes it longer than a frame
 * may. So what fills the screen comes first, as many rows again come behind it at a time, and when
 * the view has all that it makes widgets for, the rest. */
#define FIRST_ROWS 32
#define VIEW_ROWS 205
#define PAGE_ROWS 200

/* A search that finds more than these is one that should be narrowed down. */
#define SEARCH_LIMIT 1000

struct _KhCustomerList
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  char *query;
  KhFilter *filter;
  char *error;
  GArray *numbers;
  GArray *coming;       /* what the numbers are growing to; NULL when they are all there */
  KhRowCache *rows;
  GCancellable *cancellable;

  /* State */
  guint more_source;
  gboolean outdated;    /* the items are those of another query */
  gboolean loading;
  gboolean capped;
  gboolean archived;    /* whether the list of everybody has them, too */
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

/* What a call of the store comes back to: the list, if it is still there, and for rows which
 * they are and when they were asked for. */
typedef struct {
  GWeakRef list;
  GArray *numbers;
  guint time;
} Call;

static Call *
call_new (KhCustomerList *self,
          GArray         *numbers)
{
  Call *call = g_new0 (Call, 1);

  g_weak_ref_init (&call->list, self);
  call->numbers = numbers != NULL ? g_array_ref (numbers) : NULL;
  if (numbers != NULL)
    call->time = kh_row_cache_begin_read (self->rows, numbers);

  return call;
}

static void
call_free (Call *call)
{
  g_weak_ref_clear (&call->list);
  g_clear_pointer (&call->numbers, g_array_unref);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* Rows: placeholders at once, filled a page at a time. */

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

static void
on_rows_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (Call) call = data;
  g_autoptr (KhCustomerList) self = g_weak_ref_get (&call->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = kh_store_load_rows_finish (KH_STORE (source), result, &error);

  if (self == NULL)
    return;
  kh_row_cache_end_read (self->rows, call->time, call->numbers, texts);
  set_error (self, error);
}

/* Takes @numbers. A search that starts meanwhile does not end this: its rows may be among
 * those that stay. */
static void
read_rows (KhCustomerList      *self,
           GArray              *numbers,
           GAsyncReadyCallback  callback)
{
  kh_store_load_rows_async (self->store, numbers, NULL, callback, call_new (self, numbers));
}

static void
read_page (KhCustomerList *self,
           guint           position)
{
  guint start = position - position % PAGE_ROWS;
  guint end = MIN (start + PAGE_ROWS, self->numbers->len);
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), PAGE_ROWS);

  for (guint i = start; i < end; i++)
    {
      gint64 number = g_array_index (self->numbers, gint64, i);

      if (kh_row_cache_wants (self->rows, number))
        g_array_append_val (numbers, number);
    }
  read_rows (self, numbers, on_rows_read_cb);
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

  row = kh_row_cache_get (self->rows, g_array_index (self->numbers, gint64, position));
  if (kh_row_cache_wants (self->rows, kh_customer_row_get_number (row)))
    read_page (self, position);

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
}

/* A customer with a new name goes from one place to another, and nothing else moves. */
static gboolean
move_one (KhCustomerList *self,
          GArray         *numbers,
          guint           start,
          guint           n)
{
  const gint64 *before = &g_array_index (self->numbers, gint64, start);
  const gint64 *after = &g_array_index (numbers, gint64, start);
  guint from = start, to = start + n - 1;

  if (memcmp (before, after + 1, (n - 1) * sizeof (gint64)) == 0)
    {
      from = to;
      to = start;
    }
  else if (memcmp (before + 1, after, (n - 1) * sizeof (gint64)) != 0)
    return FALSE;

  g_array_remove_index (self->numbers, from);
  g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
  swap_numbers (self, numbers);
  g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);

  return TRUE;
}

/* The next rows of those that are coming. */
static void
show_more (KhCustomerList *self)
{
  guint shown = self->numbers->len;
  guint added = self->coming->len - shown;

  if (shown < VIEW_ROWS && added > FIRST_ROWS)
    {
      added = FIRST_ROWS;
      g_array_append_vals (self->numbers, &g_array_index (self->coming, gint64, shown), added);
    }
  else
    {
      swap_numbers (self, self->coming);
      g_clear_pointer (&self->coming, g_array_unref);
    }
  if (added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), shown, 0, added);
}

static void
show_from_start (KhCustomerList *self,
                 GArray         *numbers)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint removed = self->numbers->len;

  swap_numbers (self, none);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, 0);
  self->coming = g_array_ref (numbers);
  show_more (self);
}

/* A selection that loses its row looks for it among all that were added in the same
 * signal, and so reads a million rows. When much changes, everything goes in one signal and
 * comes in others. */
static void
replace_numbers (KhCustomerList *self,
                 GArray         *numbers)
{
  guint start = count_same_start (self->numbers, numbers);
  guint end = count_same_end (self->numbers, numbers, start);
  guint removed = self->numbers->len - start - end;
  guint added = numbers->len - start - end;
  guint few = self->outdated ? FIRST_ROWS : PAGE_ROWS;

  if (removed == 0 && added == 0)
    return;
  if (removed == added && removed > 1 && move_one (self, numbers, start, removed))
    return;
  if (removed == 0 && end == 0)
    {
      self->coming = g_array_ref (numbers);
      show_more (self);
    }
  else if (removed == 0 || (removed <= few && added <= few))
    {
      swap_numbers (self, numbers);
      g_list_model_items_changed (G_LIST_MODEL (self), start, removed, added);
    }
  else
    show_from_start (self, numbers);
}

static void
stop_coming (KhCustomerList *self)
{
  g_clear_handle_id (&self->more_source, g_source_remove);
  g_clear_pointer (&self->coming, g_array_unref);
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
end_search (KhCustomerList *self)
{
  set_error (self, NULL);
  set_loading (self, FALSE);
  g_signal_emit (self, signals[REFRESHED], 0);
}

static gboolean
on_more_idle_cb (gpointer data)
{
  KhCustomerList *self = data;

  show_more (self);
  if (self->coming != NULL)
    return G_SOURCE_CONTINUE;

  self->more_source = 0;
  end_search (self);

  return G_SOURCE_REMOVE;
}

static void
take_answer (KhCustomerList *self,
             GArray         *numbers)
{
  gboolean capped = is_search (self) && numbers->len > SEARCH_LIMIT;

  if (capped)
    g_array_set_size (numbers, SEARCH_LIMIT);
  set_capped (self, capped);
  replace_numbers (self, numbers);
  self->outdated = FALSE;
  if (self->coming != NULL)
    self->more_source = g_idle_add (on_more_idle_cb, self);
  else
    end_search (self);
}

static GArray *
finish_search (KhCustomerList *self,
               GObject        *source,
               GAsyncResult   *result)
{
  g_autoptr (GError) error = NULL;
  GArray *numbers = kh_store_search_finish (KH_STORE (source), result, &error);

  if (self == NULL)
    g_clear_pointer (&numbers, g_array_unref);
  if (self == NULL || numbers != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
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
  g_autoptr (Call) call = data;
  g_autoptr (KhCustomerList) self = g_weak_ref_get (&call->list);
  g_autoptr (GArray) numbers = finish_search (self, source, result);

  if (numbers == NULL)
    return;
  if (is_search (self) || numbers->len < FIRST_ROWS)
    {
      take_answer (self, numbers);
      return;
    }

  /* On a refresh the whole list is there already, and stays until the new one is. */
  if (self->outdated || self->numbers->len <= FIRST_ROWS)
    {
      replace_numbers (self, numbers);
      self->outdated = FALSE;
    }
  kh_store_filter_customers_async (self->store, "", self->filter, self->archived, 0, self->cancellable, on_rest_found_cb,
                                   call_new (self, NULL));
}

static void
on_rest_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (Call) call = data;
  g_autoptr (KhCustomerList) self = g_weak_ref_get (&call->list);
  g_autoptr (GArray) numbers = finish_search (self, source, result);

  if (numbers != NULL)
    take_answer (self, numbers);
}

static void
start_search (KhCustomerList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  stop_coming (self);
  set_loading (self, TRUE);
  /* Whoever looks for somebody finds them also in the archive. */
  kh_store_filter_customers_async (self->store, is_search (self) ? self->query : "", self->filter, self->archived,
                                   is_search (self) ? SEARCH_LIMIT + 1 : FIRST_ROWS, self->cancellable, on_first_found_cb,
                                   call_new (self, NULL));
}

/* The store's news */

static gboolean
is_renamed (KhCustomerList *self,
            GPtrArray      *texts)
{
  const KhRowTexts *row_texts = texts->len > 0 ? g_ptr_array_index (texts, 0) : NULL;
  KhCustomerRow *row = row_texts != NULL ? kh_row_cache_lookup (self->rows, row_texts->number) : NULL;

  /* Of a row that is not there nobody knows what it was. */
  return row == NULL || g_strcmp0 (kh_customer_row_get_title (row), row_texts->title) != 0;
}

static void
on_changed_row_read_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (Call) call = data;
  g_autoptr (KhCustomerList) self = g_weak_ref_get (&call->list);
  g_autoptr (GPtrArray) texts = kh_store_load_rows_finish (KH_STORE (source), result, NULL);
  gboolean renamed = TRUE;

  if (self == NULL)
    return;
  if (texts != NULL)
    renamed = is_renamed (self, texts);
  kh_row_cache_end_read (self->rows, call->time, call->numbers, texts);
  /* Another name is another place in the list; another anything may be found or not any more. */
  if (renamed || is_search (self) || !kh_filter_is_plain (self->filter))
    start_search (self);
}

static void
on_store_customer_changed_cb (KhCustomerList *self,
                              gint64          number)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  kh_row_cache_note_change (self->rows, number);
  g_array_append_val (numbers, number);
  read_rows (self, numbers, on_changed_row_read_cb);
}

/* A monitoring company may have another name now, which rows show. */
static void
on_store_catalogues_changed_cb (KhCustomerList *self)
{
  read_rows (self, kh_row_cache_note_all (self->rows), on_rows_read_cb);
}

/* Another reader may see more, or less. */
static void
on_store_access_changed_cb (KhCustomerList *self)
{
  on_store_catalogues_changed_cb (self);
  kh_customer_list_refresh (self);
}

static void
kh_customer_list_dispose (GObject *object)
{
  KhCustomerList *self = KH_CUSTOMER_LIST (object);

  g_cancellable_cancel (self->cancellable);
  stop_coming (self);
  g_array_set_size (self->numbers, 0);
  kh_row_cache_clear (self->rows);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_customer_list_parent_class)->dispose (object);
}

static void
kh_customer_list_finalize (GObject *object)
{
  KhCustomerList *self = KH_CUSTOMER_LIST (object);

  g_free (self->query);
  kh_filter_free (self->filter);
  g_free (self->error);
  g_array_unref (self->numbers);
  kh_row_cache_free (self->rows);
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
  self->filter = kh_filter_new ();
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = kh_row_cache_new ();
  self->cancellable = g_cancellable_new ();
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
  g_signal_connect_object (store, "notify::catalogues", G_CALLBACK (on_store_catalogues_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_store_access_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_store_access_changed_cb), self, G_CONNECT_SWAPPED);
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
  self->outdated = TRUE;
  start_search (self);
}

/**
 * kh_customer_list_get_filter:
 * @self: a list
 *
 * Returns: (transfer none): which customers are listed, and in which order
 */
const KhFilter *
kh_customer_list_get_filter (KhCustomerList *self)
{
  g_return_val_if_fail (KH_IS_CUSTOMER_LIST (self), NULL);

  return self->filter;
}

/**
 * kh_customer_list_set_filter:
 * @self: a list
 * @filter: which customers, and in which order
 *
 * As kh_customer_list_set_query(), for what is not typed.
 */
void
kh_customer_list_set_filter (KhCustomerList *self,
                             const KhFilter *filter)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST (self));
  g_return_if_fail (filter != NULL);

  if (kh_filter_equal (self->filter, filter))
    return;

  kh_filter_free (self->filter);
  self->filter = kh_filter_copy (filter);
  self->outdated = TRUE;
  start_search (self);
}

/**
 * kh_customer_list_set_archived:
 * @self: a list
 * @archived: whether the list of everybody has those who are archived
 *
 * A search finds them always. They are not in the list until this is called.
 */
void
kh_customer_list_set_archived (KhCustomerList *self,
                               gboolean        archived)
{
  g_return_if_fail (KH_IS_CUSTOMER_LIST (self));

  if (self->archived == archived)
    return;
  self->archived = archived;
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
