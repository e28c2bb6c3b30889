/* kh-station-accounts.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-station.h"

/* The calls that make accounts, look after numbers, agencies and codes, and ask what became of
 * a change. */

/**
 * kh_agency_page_free:
 * @page: (nullable): a page of agencies
 */
void
kh_agency_page_free (KhAgencyPage *page)
{
  if (page == NULL)
    return;

  g_ptr_array_unref (page->agencies);
  g_free (page->next);
  g_free (page);
}

/**
 * kh_reservation_free:
 * @reservation: (nullable): a number that was reserved
 */
void
kh_reservation_free (KhReservation *reservation)
{
  if (reservation == NULL)
    return;

  g_free (reservation->number);
  g_free (reservation->receiver);
  g_free (reservation);
}

/**
 * kh_station_encode_shell:
 * @self: a station
 * @shell: what the account is made from
 *
 * Writes down what kh_station_create_account_async() sends.
 *
 * Returns: (transfer full): the bytes, to be kept before the first try
 */
GBytes *
kh_station_encode_shell (KhStation     *self,
                         const KhShell *shell)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);
  g_return_val_if_fail (shell != NULL && shell->values != NULL && shell->author != NULL, NULL);

  return KH_STATION_GET_IFACE (self)->encode_shell (self, shell);
}

/**
 * kh_station_encode_agency:
 * @self: a station
 * @old: (nullable): an agency of an account, which goes
 * @agency: (nullable): one of the station's agencies, which comes
 * @author: who wants it
 *
 * Writes down a change set that changes an account's agencies, for
 * kh_station_apply_changes_async().
 *
 * Returns: (transfer full): the bytes, to be kept before the first try
 */
GBytes *
kh_station_encode_agency (KhStation  *self,
                          KhAgency   *old,
                          KhAgency   *agency,
                          const char *author)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);
  g_return_val_if_fail (old != NULL || agency != NULL, NULL);
  g_return_val_if_fail (old == NULL || kh_agency_get_id (old) != NULL, NULL);
  g_return_val_if_fail (author != NULL, NULL);

  return KH_STATION_GET_IFACE (self)->encode_agency (self, old, agency, author);
}

/**
 * kh_station_dup_agency_key:
 * @account: the station's id of the account
 * @etag: the version of the account that is to be changed
 * @body: what kh_station_encode_agency() gave
 * @refusals: how often a person at the station refused just that
 *
 * The idempotency key is made of what is asked for, so that nothing has to be kept: whoever
 * asks for the same of the same version once more, after a lost answer or a crash, sends the
 * same key, and the station does it once. What it did changed the version.
 *
 * Returns: (transfer full): the key, a UUID
 */
char *
kh_station_dup_agency_key (const char *account,
                           const char *etag,
                           GBytes     *body,
                           guint       refusals)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *what = NULL;
  const char *digest;

  g_return_val_if_fail (account != NULL && etag != NULL && body != NULL, NULL);

  what = g_strdup_printf ("%s %s %u ", account, etag, refusals);
  g_checksum_update (checksum, (const guchar *) what, -1);
  g_checksum_update (checksum, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  digest = g_checksum_get_string (checksum);

  /* Version 8: made of what its maker likes (RFC 9562). */
  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", digest, digest + 8, digest + 12, digest + 15, digest + 18);
}

/**
 * kh_station_create_account_async:
 * @self: a station
 * @body: what kh_station_encode_shell() gave
 * @key: the idempotency key, kept before the first try and used again by every retry
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Makes an account. However often it is sent with the same key, there is one.
 */
void
kh_station_create_account_async (KhStation           *self,
                                 GBytes              *body,
                                 const char          *key,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (body != NULL && key != NULL);

  KH_STATION_GET_IFACE (self)->create_account_async (self, body, key, cancellable, callback, user_data);
}

/**
 * kh_station_create_account_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the account as the station has it now
 */
KhAccount *
kh_station_create_account_finish (KhStation     *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->create_account_finish (self, result, error);
}

/**
 * kh_station_get_change_async:
 * @self: a station
 * @account: the station's id of the account
 * @change: the station's id of the change set
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks what became of a change set that waited for a person at the station.
 */
void
kh_station_get_change_async (KhStation           *self,
                             const char          *account,
                             const char          *change,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL && change != NULL);

  KH_STATION_GET_IFACE (self)->get_change_async (self, account, change,
                                                 cancellable, callback, user_data);
}

/**
 * kh_station_get_change_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what became of it; without a version
 */
KhChangeAnswer *
kh_station_get_change_finish (KhStation     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->get_change_finish (self, result, error);
}

/**
 * kh_station_list_agencies_async:
 * @self: a station
 * @type: of which type; %KH_N_AGENCY_TYPES for all
 * @zip: (nullable): where; %NULL for everywhere
 * @next: (nullable): as the page before tells
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks agencies up. A page that was read before is read again only if it changed.
 */
void
kh_station_list_agencies_async (KhStation           *self,
                                KhAgencyType         type,
                                const char          *zip,
                                const char          *next,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));

  KH_STATION_GET_IFACE (self)->list_agencies_async (self, type, zip, next,
                                                    cancellable, callback, user_data);
}

/**
 * kh_station_list_agencies_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): a page of them
 */
KhAgencyPage *
kh_station_list_agencies_finish (KhStation     *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->list_agencies_finish (self, result, error);
}

/**
 * kh_station_list_codes_async:
 * @self: a station
 * @list: the list's name, such as zone-events
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for the codes that a field takes. A list that was read before is read again only if it
 * changed.
 */
void
kh_station_list_codes_async (KhStation           *self,
                             const char          *list,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (list != NULL);

  KH_STATION_GET_IFACE (self)->list_codes_async (self, list, cancellable, callback, user_data);
}

/**
 * kh_station_list_codes_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type KhCode): the codes, in the station's order; not to be
 *   changed
 */
GPtrArray *
kh_station_list_codes_finish (KhStation     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->list_codes_finish (self, result, error);
}

/**
 * kh_station_list_number_blocks_async:
 * @self: a station
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for all blocks of account numbers that the station hands out to us.
 */
void
kh_station_list_number_blocks_async (KhStation           *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));

  KH_STATION_GET_IFACE (self)->list_number_blocks_async (self, cancellable, callback, user_data);
}

/**
 * kh_station_list_number_blocks_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type KhNumberBlock): the blocks
 */
GPtrArray *
kh_station_list_number_blocks_finish (KhStation     *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->list_number_blocks_finish (self, result, error);
}

/**
 * kh_station_reserve_number_async:
 * @self: a station
 * @block: a block's id
 * @key: the idempotency key, kept before the first try and used again by every retry
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Takes a block's next number. The station never hands it out again.
 */
void
kh_station_reserve_number_async (KhStation           *self,
                                 const char          *block,
                                 const char          *key,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (block != NULL && key != NULL);

  KH_STATION_GET_IFACE (self)->reserve_number_async (self, block, key,
                                                     cancellable, callback, user_data);
}

/**
 * kh_station_reserve_number_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the number that is ours now
 */
KhReservation *
kh_station_reserve_number_finish (KhStation     *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->reserve_number_finish (self, result, error);
}
