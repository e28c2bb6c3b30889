/* kh-code-source.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-code-source.h"

struct _KhCodeSource
{
  GObject parent_instance;

  /* Owned */
  KhStations *stations;
  KhCompany *company;
  GHashTable *lists; /* of KhCode, by name */
  GHashTable *asked; /* names that an answer is awaited for */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KhCodeSource, kh_code_source, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct {
  KhCodeSource *source;
  GCancellable *cancellable;
  const char *list;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->source);
  g_object_unref (call->cancellable);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* What another company, or the same at another address, said is of no use any more. */
static void
forget (KhCodeSource *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (self->asked);
  g_hash_table_remove_all (self->lists);
}

static void
fail (KhCodeSource *self,
      const Call   *call,
      const GError *error)
{
  g_debug ("The list %s was not read: %s", call->list, error->message);
  g_hash_table_remove (self->asked, call->list);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0);
}

static void
on_codes_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (Call) call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) codes = kh_station_list_codes_finish (KH_STATION (source), result, &error);
  KhCodeSource *self = call->source;

  if (g_cancellable_is_cancelled (call->cancellable))
    return;
  if (codes == NULL)
    {
      fail (self, call, error);
      return;
    }
  g_hash_table_remove (self->asked, call->list);
  g_hash_table_replace (self->lists, (gpointer) call->list, g_steal_pointer (&codes));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_station_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Call) call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStation) station = kh_stations_get_finish (KH_STATIONS (source), result, &error);
  GCancellable *cancellable = call->cancellable;
  const char *list = call->list;

  if (g_cancellable_is_cancelled (cancellable))
    return;
  if (station == NULL)
    fail (call->source, call, error);
  else
    kh_station_list_codes_async (station, list, cancellable, on_codes_cb, g_steal_pointer (&call));
}

static void
kh_code_source_dispose (GObject *object)
{
  KhCodeSource *self = KH_CODE_SOURCE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->company);
  g_clear_object (&self->stations);

  G_OBJECT_CLASS (kh_code_source_parent_class)->dispose (object);
}

static void
kh_code_source_finalize (GObject *object)
{
  KhCodeSource *self = KH_CODE_SOURCE (object);

  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->asked);

  G_OBJECT_CLASS (kh_code_source_parent_class)->finalize (object);
}

static void
kh_code_source_class_init (KhCodeSourceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_code_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_code_source_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* The names are the registry's, and stay. */
static void
kh_code_source_init (KhCodeSource *self)
{
  self->cancellable = g_cancellable_new ();
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->asked = g_hash_table_new (g_str_hash, g_str_equal);
}

KhCodeSource *
kh_code_source_new (KhStations *stations)
{
  KhCodeSource *self = g_object_new (KH_TYPE_CODE_SOURCE, NULL);

  self->stations = g_object_ref (stations);

  return self;
}

static gboolean
is_same (KhCompany *a,
         KhCompany *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return kh_company_get_id (a) == kh_company_get_id (b) &&
         kh_company_is_integrated (a) == kh_company_is_integrated (b) &&
         g_strcmp0 (kh_company_get_name (a), kh_company_get_name (b)) == 0 &&
         g_strcmp0 (kh_company_get_address (a), kh_company_get_address (b)) == 0;
}

void
kh_code_source_set_company (KhCodeSource *self,
                            KhCompany    *company)
{
  gboolean same;

  g_return_if_fail (KH_IS_CODE_SOURCE (self));

  same = is_same (self->company, company);
  g_set_object (&self->company, company);
  if (same)
    return;
  forget (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const char *
kh_code_source_get_name (KhCodeSource *self)
{
  g_return_val_if_fail (KH_IS_CODE_SOURCE (self), NULL);

  return self->company != NULL && kh_company_is_integrated (self->company) ? kh_company_get_name (self->company) : NULL;
}

void
kh_code_source_ask (KhCodeSource     *self,
                    const KhCodeList *list)
{
  Call *call;

  g_return_if_fail (KH_IS_CODE_SOURCE (self));
  g_return_if_fail (list != NULL);

  if (kh_code_source_get_name (self) == NULL || !g_hash_table_add (self->asked, (gpointer) list->key))
    return;
  call = g_new0 (Call, 1);
  call->source = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  call->list = list->key;
  kh_stations_get_async (self->stations, self->company, self->cancellable, on_station_cb, call);
}

GPtrArray *
kh_code_source_get (KhCodeSource     *self,
                    const KhCodeList *list)
{
  g_return_val_if_fail (KH_IS_CODE_SOURCE (self), NULL);
  g_return_val_if_fail (list != NULL, NULL);

  return g_hash_table_lookup (self->lists, list->key);
}

char *
kh_code_source_dup_note (KhCodeSource     *self,
                         const KhCodeList *list,
                         const char       *code)
{
  GPtrArray *codes = kh_code_source_get (self, list);

  if (codes == NULL || code == NULL || *code == '\0' || kh_codes_find (codes, code) != NULL)
    return NULL;

  return kh_code_list_dup_unknown (list, kh_code_source_get_name (self), code);
}
