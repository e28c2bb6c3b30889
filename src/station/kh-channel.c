/* kh-channel.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-channel.h"
#include "kh-station-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#define CONNECT_MILLISECONDS (10 * 1000)
#define TOTAL_MILLISECONDS (30 * 1000)
#define IDLE_SECONDS 30
#define MAX_CONNECTIONS 4
#define MAX_ADDRESS_BYTES 2048
#define MAX_TOKEN_BYTES 4096
#define MAX_CA_FILE_BYTES (4 * 1024 * 1024)

struct _KhChannel
{
  GObject parent_instance;

  /* Owned */
  char *name;
  char *base;
  char *token;
  SoupSession *session;

  /* State */
  guint deadline;
};

G_DEFINE_FINAL_TYPE (KhChannel, kh_channel, G_TYPE_OBJECT)

/* Helpers */

static gboolean
set_address_error (GError     **error,
                   const char  *message)
{
  if (error != NULL)
    *error = kh_station_error_new (KH_STATION_ERROR_ADDRESS, KH_CERTAINTY_NO_EFFECT, 0,
                                   "%s", message);

  return FALSE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  /* GLib resolves this name by itself and never asks a name server. */
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
has_only_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p <= ' ' || *p > '~')
      return FALSE;

  return TRUE;
}

/* The address as it was typed: a parsed one has lost its dots. */
static gboolean
has_odd_path (const char *address)
{
  g_auto (GStrv) segments = g_strsplit (address, "/", -1);

  for (guint i = 0; segments[i] != NULL; i++)
    if (strcmp (segments[i], ".") == 0 || strcmp (segments[i], "..") == 0)
      return TRUE;

  return strpbrk (address, "%\\") != NULL;
}

static gboolean
check_parts (GUri    *uri,
             GError **error)
{
  const char *host = g_uri_get_host (uri);
  const char *scheme = g_uri_get_scheme (uri);

  if (host == NULL || *host == '\0')
    return set_address_error (error, _("Type the whole address, such as https://station.example.com."));
  if (g_uri_get_userinfo (uri) != NULL)
    return set_address_error (error, _("Leave out the user name and password: "
                                       "the token stands in for them."));
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return set_address_error (error, _("Leave out “?” and “#” and what follows them."));
  if (strcmp (scheme, "https") == 0 || (strcmp (scheme, "http") == 0 && is_loopback (host)))
    return TRUE;

  return set_address_error (error, _("The address must begin with https://, so that nobody "
                                     "can read along."));
}

/* A file that is not a plain one of a sensible size could keep us reading for ever. */
static GTlsDatabase *
open_ca_file (const char  *path,
              const char  *name,
              GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  GTlsDatabase *database = NULL;
  struct stat st;

  if (!g_path_is_absolute (path))
    g_set_error_literal (&local_error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                         _("its path does not begin with a slash"));
  else if (stat (path, &st) != 0)
    g_set_error_literal (&local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT, g_strerror (errno));
  else if (!S_ISREG (st.st_mode) || st.st_size > MAX_CA_FILE_BYTES)
    g_set_error_literal (&local_error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                         _("it is not a certificate file"));
  else
    database = g_tls_file_database_new (path, &local_error);

  if (database == NULL && error != NULL)
    *error = kh_station_error_new (KH_STATION_ERROR_CERTIFICATE, KH_CERTAINTY_NO_EFFECT, 0,
                                   /* Translators: a company, then the reason. */
                                   _("The CA file of %s cannot be used: %s. Choose another one under "
                                     "Preferences, Monitoring Companies."),
                                   name, local_error->message);

  return database;
}

/* Whatever a session may have that follows, remembers, decodes, guesses, prints or asks. */
static void
remove_features (SoupSession *session)
{
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_SNIFFER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CACHE);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_HSTS_ENFORCER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_LOGGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
}

static SoupSession *
make_session (gboolean is_local)
{
  SoupSession *session;

  session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                           "max-conns-per-host", MAX_CONNECTIONS,
                                           "idle-timeout", IDLE_SECONDS,
                                           "timeout", 0,
                                           "user-agent", "Keyholder/" KH_VERSION,
                                           NULL);
  remove_features (session);
  /* What is plain text must not leave this machine by way of a proxy. */
  if (is_local)
    soup_session_set_proxy_resolver (session, NULL);

  return session;
}

/* GObject */

static void
kh_channel_finalize (GObject *object)
{
  KhChannel *self = KH_CHANNEL (object);

  g_clear_object (&self->session);
  if (self->token != NULL)
    explicit_bzero (self->token, strlen (self->token));
  g_free (self->token);
  g_free (self->base);
  g_free (self->name);

  G_OBJECT_CLASS (kh_channel_parent_class)->finalize (object);
}

static void
kh_channel_class_init (KhChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_channel_finalize;
}

static void
kh_channel_init (KhChannel *self)
{
  self->deadline = TOTAL_MILLISECONDS;
}

/**
 * kh_channel_check_address:
 * @address: what somebody typed
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * A company's address begins with https, or with http where its host is this machine; it
 * has no user, query or fragment. The message can be shown under the entry.
 *
 * Returns: whether @address may be a company's
 */
gboolean
kh_channel_check_address (const char  *address,
                          GError     **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (address != NULL, FALSE);

  if (strlen (address) > MAX_ADDRESS_BYTES)
    return set_address_error (error, _("The address is too long."));
  if (!has_only_printable (address))
    return set_address_error (error, _("The address has a blank or a letter that no address has."));

  if (has_odd_path (address))
    return set_address_error (error, _("The part of the address after the name cannot be used."));

  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return set_address_error (error, _("Type the whole address, such as https://station.example.com."));

  return check_parts (uri, error);
}

/**
 * kh_channel_check_token:
 * @token: a token
 *
 * libsoup drops a header whose value has a line break, and would send the request
 * without it.
 *
 * Returns: whether @token can go into a header as it is
 */
gboolean
kh_channel_check_token (const char *token)
{
  g_return_val_if_fail (token != NULL, FALSE);

  return *token != '\0' && strnlen (token, MAX_TOKEN_BYTES + 1) <= MAX_TOKEN_BYTES
         && has_only_printable (token);
}

static gboolean
check_company (KhCompany   *company,
               const char  *token,
               GError     **error)
{
  const char *name = kh_company_get_name (company);
  const char *address = kh_company_get_address (company);

  if (token == NULL || !kh_channel_check_token (token))
    {
      if (error != NULL)
        *error = kh_station_error_new (KH_STATION_ERROR_NO_TOKEN, KH_CERTAINTY_NO_EFFECT, 0,
                                       _("The token of %s is empty, too long or has blanks in it. Enter it "
                                         "again under Preferences, Monitoring Companies."), name);
      return FALSE;
    }

  return kh_channel_check_address (address != NULL ? address : "", error);
}

/**
 * kh_channel_new:
 * @company: a monitoring company
 * @token: its token, copied
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * Returns: (transfer full) (nullable): a way to @company as it is now
 */
KhChannel *
kh_channel_new (KhCompany   *company,
                const char  *token,
                GError     **error)
{
  g_autoptr (GTlsDatabase) database = NULL;
  const char *ca_file;
  KhChannel *self;

  g_return_val_if_fail (KH_IS_COMPANY (company), NULL);

  ca_file = kh_company_get_ca_file (company);
  if (!check_company (company, token, error))
    return NULL;
  if (ca_file != NULL && *ca_file != '\0')
    {
      database = open_ca_file (ca_file, kh_company_get_name (company), error);
      if (database == NULL)
        return NULL;
    }

  self = g_object_new (KH_TYPE_CHANNEL, NULL);
  self->name = g_strdup (kh_company_get_name (company));
  self->base = g_strdup (kh_company_get_address (company));
  self->token = g_strdup (token);
  for (gsize i = strlen (self->base); i > 0 && self->base[i - 1] == '/'; i--)
    self->base[i - 1] = '\0';
  self->session = make_session (g_ascii_strncasecmp (self->base, "https:", 6) != 0);
  if (database != NULL)
    soup_session_set_tls_database (self->session, database);

  return self;
}

/**
 * kh_channel_get_name:
 * @self: a channel
 *
 * Returns: (transfer none): the company's name, for messages
 */
const char *
kh_channel_get_name (KhChannel *self)
{
  g_return_val_if_fail (KH_IS_CHANNEL (self), NULL);

  return self->name;
}

/**
 * kh_channel_get_session:
 * @self: a channel
 *
 * Returns: (transfer none): its HTTP session
 */
SoupSession *
kh_channel_get_session (KhChannel *self)
{
  g_return_val_if_fail (KH_IS_CHANNEL (self), NULL);

  return self->session;
}

/**
 * kh_channel_get_deadline:
 * @self: a channel
 *
 * Returns: the milliseconds that an exchange may take in all
 */
guint
kh_channel_get_deadline (KhChannel *self)
{
  g_return_val_if_fail (KH_IS_CHANNEL (self), 0);

  return self->deadline;
}

/**
 * kh_channel_get_connect_deadline:
 * @self: a channel
 *
 * Returns: the milliseconds until the first byte must be on its way
 */
guint
kh_channel_get_connect_deadline (KhChannel *self)
{
  g_return_val_if_fail (KH_IS_CHANNEL (self), 0);

  return MIN (self->deadline, CONNECT_MILLISECONDS);
}

/**
 * kh_channel_set_deadline:
 * @self: a channel
 * @milliseconds: what an exchange may take in all
 */
void
kh_channel_set_deadline (KhChannel *self,
                         guint      milliseconds)
{
  g_return_if_fail (KH_IS_CHANNEL (self));

  self->deadline = milliseconds;
}

static void
add_headers (KhChannel   *self,
             SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  char *authorization = g_strconcat ("Bearer ", self->token, NULL);

  soup_message_headers_replace (headers, "Authorization", authorization);
  soup_message_headers_replace (headers, "Accept", "application/json, application/problem+json");
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");

  explicit_bzero (authorization, strlen (authorization));
  g_free (authorization);
}

/**
 * kh_channel_make_message:
 * @self: a channel
 * @method: GET, POST, PUT or DELETE
 * @path: what follows the base address, with a leading slash; escaped
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * A write gets a connection of its own: libsoup repeats a request on a connection that
 * was closed under it, and repeats it without its body.
 *
 * Returns: (transfer full) (nullable): a request that carries the token and follows nowhere
 */
SoupMessage *
kh_channel_make_message (KhChannel   *self,
                         const char  *method,
                         const char  *path,
                         GError     **error)
{
  g_autofree char *address = NULL;
  SoupMessage *message;
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE;

  g_return_val_if_fail (KH_IS_CHANNEL (self), NULL);

  address = g_strconcat (self->base, path, NULL);
  message = soup_message_new (method, address);
  if (message == NULL)
    {
      set_address_error (error, _("The address of the monitoring company cannot be used. Check it under "
                                  "Preferences, Monitoring Companies."));
      return NULL;
    }

  if (strcmp (method, "GET") != 0)
    flags |= SOUP_MESSAGE_NEW_CONNECTION;
  soup_message_set_flags (message, flags);
  add_headers (self, message);

  return message;
}
