/* kh-station.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-station.h"
#include "kh-station-private.h"

/* The getter that G_DEFINE_EXTENDED_ERROR() makes gives NULL for another domain's error,
 * and the compiler cannot see that we never ask it for one. */
#pragma GCC diagnostic ignored "-Wnull-dereference"

/* A wait longer than this tells a clerk nothing. */
#define LONGEST_WAIT_SECONDS 3600

typedef struct {
  KhCertainty certainty;
  guint retry_after;
  GPtrArray *refusals;
} KhStationErrorPrivate;

static void
kh_station_error_private_init (KhStationErrorPrivate *priv)
{
  priv->certainty = KH_CERTAINTY_BY_CODE;
  priv->retry_after = 0;
  priv->refusals = NULL;
}

static void
kh_station_error_private_copy (const KhStationErrorPrivate *from,
                               KhStationErrorPrivate       *to)
{
  *to = *from;
  if (to->refusals != NULL)
    g_ptr_array_ref (to->refusals);
}

static void
kh_station_error_private_clear (KhStationErrorPrivate *priv)
{
  g_clear_pointer (&priv->refusals, g_ptr_array_unref);
}

G_DEFINE_EXTENDED_ERROR (KhStationError, kh_station_error)

G_DEFINE_INTERFACE (KhStation, kh_station, G_TYPE_OBJECT)

static void
kh_station_default_init (KhStationInterface *iface G_GNUC_UNUSED)
{
}

/* What a code means for a write, where nothing more is known. */
static gboolean
is_certain_by_code (KhStationError code)
{
  switch (code)
    {
    case KH_STATION_ERROR_ADDRESS:
    case KH_STATION_ERROR_UNREACHABLE:
    case KH_STATION_ERROR_CERTIFICATE:
    case KH_STATION_ERROR_UNAUTHORIZED:
    case KH_STATION_ERROR_NOT_OURS:
    case KH_STATION_ERROR_NOT_PERMITTED:
    case KH_STATION_ERROR_NOT_FOUND:
    case KH_STATION_ERROR_ALREADY_LINKED:
    case KH_STATION_ERROR_IN_ALARM:
    case KH_STATION_ERROR_DUPLICATE:
    case KH_STATION_ERROR_NO_NUMBER:
    case KH_STATION_ERROR_STALE:
    case KH_STATION_ERROR_INVALID:
    case KH_STATION_ERROR_LOCKED:
    case KH_STATION_ERROR_BUG:
    case KH_STATION_ERROR_NO_TOKEN:
      return TRUE;

    case KH_STATION_ERROR_WRONG_ACCOUNT:
    case KH_STATION_ERROR_TIMED_OUT:
    case KH_STATION_ERROR_PROTOCOL:
    case KH_STATION_ERROR_TOO_LARGE:
    case KH_STATION_ERROR_BUSY:
    case KH_STATION_ERROR_UNAVAILABLE:
      return FALSE;
    }

  return FALSE;
}

/*< private >
 * kh_station_error_new:
 * @code: what happened
 * @certainty: whether the request can have had an effect
 * @retry_after: seconds to wait, at most an hour is kept; 0 when the station named none
 * @format: the message, translated, for a person
 * @...: its arguments
 *
 * Returns: (transfer full): an error of %KH_STATION_ERROR
 */
GError *
kh_station_error_new (KhStationError  code,
                      KhCertainty     certainty,
                      guint           retry_after,
                      const char     *format,
                      ...)
{
  KhStationErrorPrivate *priv;
  GError *error;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (KH_STATION_ERROR, (int) code, format, args);
  va_end (args);

  priv = kh_station_error_get_private (error);
  priv->certainty = certainty;
  priv->retry_after = MIN (retry_after, LONGEST_WAIT_SECONDS);

  return error;
}

/**
 * kh_station_error_retry_after:
 * @error: an error
 *
 * Returns: the seconds that the station asked us to wait (at most 3600), or 0 when it
 *   named no time
 */
guint
kh_station_error_retry_after (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  if (error->domain != KH_STATION_ERROR)
    return 0;

  return kh_station_error_get_private (error)->retry_after;
}

/**
 * kh_station_error_is_certain:
 * @error: an error of a call of #KhStation
 *
 * A write whose answer never came, came broken or could not be read may have been
 * applied; so may one that was cancelled. Such a write is asked about, or sent again
 * with the same key, and never taken for undone.
 *
 * Returns: whether the request certainly had no effect at the station
 */
gboolean
kh_station_error_is_certain (const GError *error)
{
  KhStationErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain != KH_STATION_ERROR)
    return FALSE;

  priv = kh_station_error_get_private (error);
  if (priv->certainty != KH_CERTAINTY_BY_CODE)
    return priv->certainty == KH_CERTAINTY_NO_EFFECT;

  return is_certain_by_code ((KhStationError) error->code);
}

static void
refusal_free (KhRefusal *refusal)
{
  g_free (refusal->detail);
  g_free (refusal);
}

/*< private >
 * kh_refusals_new:
 *
 * Returns: (transfer full) (element-type KhRefusal): a list of none
 */
GPtrArray *
kh_refusals_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) refusal_free);
}

/*< private >
 * kh_refusals_add:
 * @refusals: (element-type KhRefusal): a list that no error has yet
 * @datapoint: whose value is refused
 * @detail: (nullable): why, harmless
 */
void
kh_refusals_add (GPtrArray     *refusals,
                 KhDatapointId  datapoint,
                 const char    *detail)
{
  KhRefusal *refusal = g_new0 (KhRefusal, 1);

  refusal->datapoint = datapoint;
  refusal->detail = g_strdup (detail);
  g_ptr_array_add (refusals, refusal);
}

/*< private >
 * kh_station_error_set_refusals:
 * @error: an error of %KH_STATION_ERROR
 * @refusals: (element-type KhRefusal): what is refused; not to be changed from now on
 */
void
kh_station_error_set_refusals (GError    *error,
                               GPtrArray *refusals)
{
  KhStationErrorPrivate *priv = kh_station_error_get_private (error);

  g_clear_pointer (&priv->refusals, g_ptr_array_unref);
  priv->refusals = g_ptr_array_ref (refusals);
}

/**
 * kh_station_error_get_refusals:
 * @error: an error
 *
 * Which of the values that were sent the station named as refused, so that each can be shown at
 * its field; the message tells the same for people.
 *
 * Returns: (transfer none) (nullable) (element-type KhRefusal): them; %NULL where it named none
 */
GPtrArray *
kh_station_error_get_refusals (const GError *error)
{
  GPtrArray *refusals;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != KH_STATION_ERROR)
    return NULL;

  refusals = kh_station_error_get_private (error)->refusals;

  return refusals != NULL && refusals->len > 0 ? refusals : NULL;
}

/**
 * kh_look_up_free:
 * @look_up: (nullable): a look-up's answer
 */
void
kh_look_up_free (KhLookUp *look_up)
{
  if (look_up == NULL)
    return;

  g_clear_pointer (&look_up->accounts, g_ptr_array_unref);
  g_strfreev (look_up->near);
  g_free (look_up);
}

static void
added_item_free (gpointer data)
{
  KhAddedItem *item = data;

  g_free (item->list);
  g_free (item->item);
  g_free (item);
}

/**
 * kh_added_items_new:
 *
 * Returns: (transfer full) (element-type KhAddedItem): no items
 */
GPtrArray *
kh_added_items_new (void)
{
  return g_ptr_array_new_with_free_func (added_item_free);
}

/**
 * kh_added_items_add:
 * @items: (element-type KhAddedItem): items
 * @list: the list that it is in
 * @item: (nullable): the station's id of it
 */
void
kh_added_items_add (GPtrArray  *items,
                    const char *list,
                    const char *item)
{
  KhAddedItem *added = g_new0 (KhAddedItem, 1);

  added->list = g_strdup (list);
  added->item = g_strdup (item);
  g_ptr_array_add (items, added);
}

/**
 * kh_change_answer_free:
 * @answer: (nullable): the answer to a change set
 */
void
kh_change_answer_free (KhChangeAnswer *answer)
{
  if (answer == NULL)
    return;

  g_free (answer->change);
  g_free (answer->etag);
  g_free (answer->detail);
  g_clear_pointer (&answer->waiting, g_array_unref);
  g_clear_pointer (&answer->added, g_ptr_array_unref);
  g_free (answer);
}

/**
 * kh_change_answer_waits:
 * @answer: the answer to a change set
 * @change: a change of it
 *
 * Returns: whether a person at the station looks at it before it is made, or may
 */
gboolean
kh_change_answer_waits (const KhChangeAnswer *answer,
                        const KhChange       *change)
{
  /* The answer says it of datapoints only. */
  if (!answer->pending || answer->waiting == NULL || kh_change_is_row (change))
    return answer->pending;
  for (guint i = 0; i < answer->waiting->len; i++)
    if (g_array_index (answer->waiting, KhDatapointId, i) == change->datapoint)
      return TRUE;

  return FALSE;
}

/**
 * kh_station_get_name:
 * @self: a station
 *
 * Returns: (transfer none): the monitoring company's name as the office typed it
 */
const char *
kh_station_get_name (KhStation *self)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->get_name (self);
}

/**
 * kh_station_check_async:
 * @self: a station
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks whether the address answers, its certificate is good and the token works.
 */
void
kh_station_check_async (KhStation          *self,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));

  KH_STATION_GET_IFACE (self)->check_async (self, cancellable, callback, user_data);
}

/**
 * kh_station_check_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether all of that is so
 */
gboolean
kh_station_check_finish (KhStation    *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), FALSE);

  return KH_STATION_GET_IFACE (self)->check_finish (self, result, error);
}

/**
 * kh_station_get_capabilities_async:
 * @self: a station
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks what the station is, and what it can compare and write.
 */
void
kh_station_get_capabilities_async (KhStation          *self,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));

  KH_STATION_GET_IFACE (self)->get_capabilities_async (self, cancellable, callback, user_data);
}

/**
 * kh_station_get_capabilities_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): its capabilities
 */
KhCapabilities *
kh_station_get_capabilities_finish (KhStation    *self,
                                    GAsyncResult *result,
                                    GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->get_capabilities_finish (self, result, error);
}

/**
 * kh_station_look_up_async:
 * @self: a station
 * @number: an account number, compared exactly
 * @receiver: (nullable): only the account on this receiver
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds accounts by their number.
 */
void
kh_station_look_up_async (KhStation          *self,
                          const char         *number,
                          const char         *receiver,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (number != NULL);

  KH_STATION_GET_IFACE (self)->look_up_async (self, number, receiver,
                                              cancellable, callback, user_data);
}

/**
 * kh_station_look_up_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what was found; no account at all is no error
 */
KhLookUp *
kh_station_look_up_finish (KhStation    *self,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->look_up_finish (self, result, error);
}

/**
 * kh_station_get_account_async:
 * @self: a station
 * @account: the station's id of the account
 * @etag: (nullable): the version that we have
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads one account.
 */
void
kh_station_get_account_async (KhStation          *self,
                              const char         *account,
                              const char         *etag,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);

  KH_STATION_GET_IFACE (self)->get_account_async (self, account, etag,
                                                  cancellable, callback, user_data);
}

/**
 * kh_station_get_account_finish:
 * @self: a station
 * @result: as given to the callback
 * @unchanged: (out) (optional): whether it still is the version that we have
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account; %NULL with @unchanged %TRUE, or on error
 */
KhAccount *
kh_station_get_account_finish (KhStation    *self,
                               GAsyncResult *result,
                               gboolean     *unchanged,
                               GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->get_account_finish (self, result, unchanged, error);
}

/**
 * kh_station_encode_changes:
 * @self: a station
 * @changes: (element-type KhChange): what is to change
 * @reason: link, edit or manual
 * @author: who wants it
 *
 * Writes a change set down as the bytes that will be sent. They are kept before the
 * first try, so that every try sends the same.
 *
 * Returns: (transfer full): the bytes, the same for the same arguments
 */
GBytes *
kh_station_encode_changes (KhStation  *self,
                           GPtrArray  *changes,
                           const char *reason,
                           const char *author)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);
  g_return_val_if_fail (changes != NULL && reason != NULL && author != NULL, NULL);

  return KH_STATION_GET_IFACE (self)->encode_changes (self, changes, reason, author);
}

/**
 * kh_station_apply_changes_async:
 * @self: a station
 * @account: the station's id of the account
 * @etag: the version that the changes were made for
 * @body: what kh_station_encode_changes() gave
 * @key: (nullable): the key of this write, the same at every try; none for a dry run
 * @dry_run: whether the station only checks it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Applies a change set, all or nothing, if the account still is version @etag.
 */
void
kh_station_apply_changes_async (KhStation          *self,
                                const char         *account,
                                const char         *etag,
                                GBytes             *body,
                                const char         *key,
                                gboolean            dry_run,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (etag != NULL);
  g_return_if_fail (body != NULL);

  KH_STATION_GET_IFACE (self)->apply_changes_async (self, account, etag, body, key, dry_run,
                                                    cancellable, callback, user_data);
}

/**
 * kh_station_apply_changes_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what the station says
 */
KhChangeAnswer *
kh_station_apply_changes_finish (KhStation    *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->apply_changes_finish (self, result, error);
}

/**
 * kh_station_set_reference_async:
 * @self: a station
 * @account: the station's id of the account
 * @reference: our customer number
 * @key: the key of this write, the same at every try
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Has the station keep our customer number at the account.
 */
void
kh_station_set_reference_async (KhStation          *self,
                                const char         *account,
                                const char         *reference,
                                const char         *key,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (reference != NULL);
  g_return_if_fail (key != NULL);

  KH_STATION_GET_IFACE (self)->set_reference_async (self, account, reference, key,
                                                    cancellable, callback, user_data);
}

/**
 * kh_station_set_reference_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it does
 */
gboolean
kh_station_set_reference_finish (KhStation    *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), FALSE);

  return KH_STATION_GET_IFACE (self)->set_reference_finish (self, result, error);
}

/**
 * kh_station_clear_reference_async:
 * @self: a station
 * @account: the station's id of the account
 * @key: the key of this write, the same at every try
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Takes our customer number away from the account again, and touches nothing else.
 */
void
kh_station_clear_reference_async (KhStation          *self,
                                  const char         *account,
                                  const char         *key,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (key != NULL);

  KH_STATION_GET_IFACE (self)->clear_reference_async (self, account, key,
                                                      cancellable, callback, user_data);
}

/**
 * kh_station_clear_reference_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there is none now
 */
gboolean
kh_station_clear_reference_finish (KhStation    *self,
                                   GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), FALSE);

  return KH_STATION_GET_IFACE (self)->clear_reference_finish (self, result, error);
}
