/* kh-reference-station.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-station.h"

#include "kh-reference-blocks.h"
#include "kh-reference-desk.h"
#include "kh-reference-fault.h"
#include "kh-reference-load.h"
#include "kh-reference-log.h"
#include "kh-reference-mischief.h"
#include "kh-reference-operator.h"
#include "kh-reference-review.h"
#include "kh-reference-service.h"

#include <string.h>

struct _KhReferenceStation {
  GObject parent_instance;

  /* owned */
  SoupServer *server;
  KhReferenceBook *book;
  KhReferenceService *service;
  KhReferenceOperator *operator;
  KhReferenceLog *log;
  GPtrArray *faults;
  char *url;

  /* state */
  KhReferenceProfile profile;
  guint counts[KH_REFERENCE_N_RESOURCES];
};

G_DEFINE_FINAL_TYPE (KhReferenceStation, kh_reference_station, G_TYPE_OBJECT)

enum {
  RECEIVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A request that is not answered yet. */
typedef struct {
  KhReferenceStation *station;
  SoupServerMessage *message;
  KhReferenceRequest *request;
  KhReferencePlan *plan;
  KhReferenceAnswer *answer;
  gulong handler;
  gboolean gone; /* nobody is there any more to take the answer */
} Exchange;

static void
exchange_free (Exchange *self)
{
  g_object_unref (self->station);
  g_clear_signal_handler (&self->handler, self->message);
  g_object_unref (self->message);
  g_clear_pointer (&self->request, kh_reference_request_free);
  kh_reference_plan_free (self->plan);
  g_clear_pointer (&self->answer, kh_reference_answer_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

static void
on_message_finished_cb (SoupServerMessage *message G_GNUC_UNUSED,
                        gpointer           user_data)
{
  Exchange *self = user_data;

  self->gone = TRUE;
}

static Exchange *
exchange_new (KhReferenceStation *station,
              SoupServerMessage  *message)
{
  Exchange *self = g_new0 (Exchange, 1);

  self->station = g_object_ref (station);
  self->message = g_object_ref (message);
  self->handler = g_signal_connect (message, "finished", G_CALLBACK (on_message_finished_cb), self);
  return self;
}

static void
set_headers (SoupMessageHeaders      *headers,
             const KhReferenceAnswer *answer)
{
  g_autofree char *etag = g_strdup_printf ("%s\"%" G_GINT64_FORMAT "\"", answer->weak ? "W/" : "", answer->version);
  g_autofree char *seconds = g_strdup_printf ("%u", answer->retry_after);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (answer->version != 0)
    soup_message_headers_replace (headers, "ETag", etag);
  if (answer->retry_after != 0)
    soup_message_headers_replace (headers, "Retry-After", seconds);
  if (answer->allow != NULL)
    soup_message_headers_replace (headers, "Allow", answer->allow);
  if (answer->status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer realm=\"CSL/1\"");
}

static void
send_answer (SoupServerMessage       *message,
             const KhReferenceAnswer *answer)
{
  const char *type = answer->status < 400 ? "application/json" : "application/problem+json";

  set_headers (soup_server_message_get_response_headers (message), answer);
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->body != NULL)
    soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, answer->body,
                                      strlen (answer->body));
}

static void
touch (KhReferenceStation *self,
       KhReferenceRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (request->account != NULL
      && !kh_reference_desk_touch (self->book, request->account, &error))
    g_debug ("Nothing to touch: %s", error->message);
}

static void
log_exchange (Exchange *self)
{
  if (self->station->log != NULL)
    kh_reference_log_write (self->station->log, self->request, self->answer->status,
                            kh_reference_fault_to_name (self->plan->kind));
}

static void
work_out_answer (Exchange *self)
{
  KhReferenceStation *station = self->station;

  self->answer = kh_reference_mischief_answer (self->plan);
  if (self->answer == NULL)
    {
      if (self->plan->stale)
        touch (station, self->request);
      self->request->pending = self->plan->pending;
      self->request->unversioned = self->plan->unversioned;
      self->answer = kh_reference_service_answer (station->service, self->request);
      kh_reference_mischief_bend (self->answer, self->plan);
    }
  if (self->plan->touch)
    touch (station, self->request);
  log_exchange (self);
}

/* libsoup waits: first the effect, then the answer. */
static void
on_exchange_due_cb (gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;

  /* A station that stopped does nothing; one whose client went away does. */
  if (self->station->server != NULL)
    work_out_answer (self);
  if (self->gone || self->answer == NULL)
    return;
  if (kh_reference_mischief_is_needed (self->plan->kind))
    kh_reference_mischief_send (self->message, self->plan, self->answer);
  else
    {
      send_answer (self->message, self->answer);
      soup_server_message_unpause (self->message);
    }
}

/* Faults are for those who speak CSL/1; the operator sees a station that works. */
static void
answer_operator (KhReferenceStation *self,
                 SoupServerMessage  *message,
                 const char         *path,
                 GHashTable         *query)
{
  g_autoptr (KhReferenceRequest) request = kh_reference_request_new (message, path, query);

  kh_reference_operator_answer (self->operator, message, path, query);
  if (self->log != NULL)
    kh_reference_log_write (self->log, request, soup_server_message_get_status (message), NULL);
}

static void
on_server_request_cb (SoupServer        *server G_GNUC_UNUSED,
                      SoupServerMessage *message,
                      const char        *path,
                      GHashTable        *query,
                      gpointer           user_data)
{
  KhReferenceStation *station = user_data;
  Exchange *self;

  if (kh_reference_operator_is_for (path))
    {
      answer_operator (station, message, path, query);
      return;
    }
  self = exchange_new (station, message);
  self->request = kh_reference_request_new (message, path, query);
  self->plan = kh_reference_plan_new (station->faults, self->request->resource);
  station->counts[self->request->resource]++;
  station->counts[KH_REFERENCE_ANYWHERE]++;
  g_signal_emit (station, signals[RECEIVED], 0, message);
  if (self->plan->delay == 0 && !kh_reference_mischief_is_needed (self->plan->kind))
    {
      work_out_answer (self);
      send_answer (message, self->answer);
      exchange_free (self);
      return;
    }
  soup_server_message_pause (message);
  g_timeout_add_once (self->plan->delay, on_exchange_due_cb, self);
}

static void
on_refusal_due_cb (gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;

  log_exchange (self);
  if (!self->gone)
    kh_reference_mischief_send (self->message, self->plan, self->answer);
}

/* Before the body is read: libsoup would keep all of it in memory, so it has to
 * say how long it is. libsoup would also read to its end before it answers. */
static void
on_server_early_cb (SoupServer        *server G_GNUC_UNUSED,
                    SoupServerMessage *message,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);
  g_autoptr (KhReferenceAnswer) answer = NULL;
  Exchange *self;

  if (encoding == SOUP_ENCODING_CHUNKED)
    answer = kh_reference_answer_new_problem (400, "bad-request", "Content-Length is missing.");
  else if (soup_message_headers_get_content_length (headers) > KH_REFERENCE_LARGEST_BODY)
    answer = kh_reference_answer_new_problem (413, "too-large", NULL);
  if (answer == NULL)
    return;
  self = exchange_new (user_data, message);
  self->request = kh_reference_request_new (message, path, query);
  self->plan = g_new0 (KhReferencePlan, 1);
  self->answer = g_steal_pointer (&answer);
  soup_server_message_pause (message);
  g_timeout_add_once (0, on_refusal_due_cb, self);
}

static void
kh_reference_station_dispose (GObject *object)
{
  KhReferenceStation *self = KH_REFERENCE_STATION (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  G_OBJECT_CLASS (kh_reference_station_parent_class)->dispose (object);
}

static void
kh_reference_station_finalize (GObject *object)
{
  KhReferenceStation *self = KH_REFERENCE_STATION (object);

  g_clear_pointer (&self->operator, kh_reference_operator_free);
  g_clear_pointer (&self->service, kh_reference_service_free);
  g_clear_pointer (&self->book, kh_reference_book_close);
  g_clear_pointer (&self->log, kh_reference_log_close);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->url, g_free);
  G_OBJECT_CLASS (kh_reference_station_parent_class)->finalize (object);
}

static void
kh_reference_station_class_init (KhReferenceStationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kh_reference_station_dispose;
  object_class->finalize = kh_reference_station_finalize;

  /**
   * KhReferenceStation::received:
   * @self: a station
   * @message: a request, read whole and not answered yet
   *
   * Tells who wants to see what clients really send.
   */
  signals[RECEIVED] = g_signal_new ("received", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, SOUP_TYPE_SERVER_MESSAGE);
}

static void
kh_reference_station_init (KhReferenceStation *self)
{
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_fault_free);
}

/**
 * kh_reference_station_new:
 * @profile: whose habits it has
 * @name: the station's name
 * @path: (nullable): the data file, made when it is not there; %NULL to keep all in memory
 * @error: return location for an error
 *
 * Returns: (transfer full): the station, which does not listen yet; to be used by this thread
 */
KhReferenceStation *
kh_reference_station_new (KhReferenceProfile   profile,
                          const char          *name,
                          const char          *path,
                          GError             **error)
{
  g_autoptr (KhReferenceStation) self = g_object_new (KH_TYPE_REFERENCE_STATION, NULL);

  self->book = kh_reference_book_open (path, error);
  if (self->book == NULL)
    return NULL;
  self->profile = profile;
  self->service = kh_reference_service_new (self->book, profile, name);
  self->operator = kh_reference_operator_new (self->book, profile, name);
  return g_steal_pointer (&self);
}

/**
 * kh_reference_station_add_token:
 * @self: a station
 * @token: a token
 * @dealer: whose accounts it opens
 */
void
kh_reference_station_add_token (KhReferenceStation *self,
                                const char         *token,
                                const char         *dealer)
{
  kh_reference_service_add_token (self->service, token, dealer);
}

static gboolean
read_token (KhReferenceStation *self,
            const char         *line)
{
  g_autoptr (GRegex) regex = g_regex_new ("^([!-~]{8,200})[ \\t]+([A-Za-z0-9_-]{1,32})$",
                                          G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *token = NULL;
  g_autofree char *dealer = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    return FALSE;
  token = g_match_info_fetch (match, 1);
  dealer = g_match_info_fetch (match, 2);
  kh_reference_station_add_token (self, token, dealer);
  return TRUE;
}

/**
 * kh_reference_station_read_tokens:
 * @self: a station
 * @path: a file with a token and a dealer on each line; # begins a comment
 * @error: return location for an error
 *
 * Reads the tokens that the station knows.
 */
gboolean
kh_reference_station_read_tokens (KhReferenceStation  *self,
                                  const char          *path,
                                  GError             **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint count = 0;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line == '\0' || *line == '#')
        continue;
      if (!read_token (self, line))
        {
          /* The line is not quoted: it holds a token. */
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "%s, line %u: a token of 8 to 200 characters, a blank and a dealer's code "
                       "are expected.", path, i + 1);
          return FALSE;
        }
      count++;
    }
  if (count > 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s holds no token.", path);
  return FALSE;
}

/**
 * kh_reference_station_load_file:
 * @self: a station
 * @path: a JSON array of accounts, or CSV when the name ends so
 * @dealer: (nullable): the dealer of accounts that name none
 * @loaded: (out): whether they were taken in; not when the station has accounts
 * @error: return location for an error; its message has a line for each mistake
 *
 * Fills an empty station.
 */
gboolean
kh_reference_station_load_file (KhReferenceStation  *self,
                                const char          *path,
                                const char          *dealer,
                                gboolean            *loaded,
                                GError             **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  gint64 count;

  *loaded = FALSE;
  if (!kh_reference_book_count (self->book, &count, error))
    return FALSE;
  if (count > 0)
    return TRUE;
  accounts = kh_reference_load_file (path, dealer, self->profile, error);
  if (accounts == NULL
      || !kh_reference_desk_take_in (self->book, accounts, self->profile, error))
    return FALSE;
  *loaded = TRUE;
  return TRUE;
}

/**
 * kh_reference_station_load_json:
 * @self: a station without accounts
 * @text: a JSON array of accounts
 * @dealer: (nullable): the dealer of accounts that name none
 * @error: return location for an error; its message has a line for each mistake
 *
 * Fills an empty station.
 */
gboolean
kh_reference_station_load_json (KhReferenceStation  *self,
                                const char          *text,
                                const char          *dealer,
                                GError             **error)
{
  g_autoptr (GPtrArray) accounts
    = kh_reference_load_text (text, strlen (text), FALSE, dealer, self->profile, error);

  return accounts != NULL
         && kh_reference_desk_take_in (self->book, accounts, self->profile, error);
}

/**
 * kh_reference_station_add_block:
 * @self: a station
 * @dealer: whose numbers they are
 * @spec: BEGIN:END[:RECEIVER[:two-way]]
 * @error: return location for an error
 *
 * Gives the dealer a block of account numbers, unless it is there already.
 */
gboolean
kh_reference_station_add_block (KhReferenceStation  *self,
                                const char          *dealer,
                                const char          *spec,
                                GError             **error)
{
  g_autoptr (GRegex) regex
    = g_regex_new ("^([A-Za-z0-9-]{1,32}):([A-Za-z0-9-]{1,32})(?::([A-Za-z0-9._ -]{1,20})?(:two-way)?)?$",
                   G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *receiver = NULL;
  g_autofree char *two_way = NULL;
  KhReferenceBlock block = { NULL };

  if (!g_regex_match (regex, spec, 0, &match))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "\"%s\" is no BEGIN:END[:RECEIVER[:two-way]].", spec);
      return FALSE;
    }
  block.dealer = (char *) dealer;
  block.first = first = g_match_info_fetch (match, 1);
  block.last = last = g_match_info_fetch (match, 2);
  receiver = g_match_info_fetch (match, 3);
  two_way = g_match_info_fetch (match, 4);
  block.receiver = receiver != NULL && *receiver != '\0' ? receiver : NULL;
  block.two_way = two_way != NULL && *two_way != '\0';
  return kh_reference_blocks_add (self->book, &block, error);
}

/**
 * kh_reference_station_add_review:
 * @self: a station
 * @what: a path and what is below it, such as /passcodes, or an account's id
 * @error: return location for an error
 *
 * From now on changes of it wait for the operator.
 */
gboolean
kh_reference_station_add_review (KhReferenceStation  *self,
                                 const char          *what,
                                 GError             **error)
{
  return kh_reference_review_add_rule (self->book, what, error);
}

/**
 * kh_reference_station_open_log:
 * @self: a station
 * @path: the file that gets a line for each request
 * @error: return location for an error
 */
gboolean
kh_reference_station_open_log (KhReferenceStation  *self,
                               const char          *path,
                               GError             **error)
{
  g_clear_pointer (&self->log, kh_reference_log_close);
  self->log = kh_reference_log_open (path, error);
  return self->log != NULL;
}

/* The address, and the host as it was written, for the URL. */
static GSocketAddress *
read_address (const char  *where,
              char       **host,
              GError     **error)
{
  const char *colon = strrchr (where, ':');
  g_autofree char *bare = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  guint64 port;

  if (colon != NULL && colon > where
      && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      *host = g_strndup (where, (gsize) (colon - where));
      if (**host == '[' && g_str_has_suffix (*host, "]"))
        bare = g_strndup (*host + 1, strlen (*host) - 2);
      else if (strchr (*host, ':') == NULL)
        bare = g_strdup (strcmp (*host, "localhost") == 0 ? "127.0.0.1" : *host);
      if (bare != NULL)
        address = g_inet_socket_address_new_from_string (bare, (guint) port);
    }
  if (address == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "\"%s\" is no HOST:PORT. The host is localhost or an IP address, as in "
                 "127.0.0.1:8080 or [::1]:8080.", where);
  return g_steal_pointer (&address);
}

static gboolean
is_loopback (GSocketAddress *address)
{
  return g_inet_address_get_is_loopback (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/* From the socket, as soup_server_get_uris() loses the address that it looks up. */
static void
note_url (KhReferenceStation *self,
          const char         *host,
          gboolean            https)
{
  GSList *listeners = soup_server_get_listeners (self->server);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (listeners->data, NULL);

  g_free (self->url);
  self->url = g_strdup_printf ("%s://%s:%u", https ? "https" : "http", host,
                               (guint) g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_slist_free (listeners);
}

/**
 * kh_reference_station_listen:
 * @self: a station
 * @where: HOST:PORT; port 0 picks one
 * @certificate: (nullable): with it, https is spoken; without it, http, and the host
 *   must be a loopback address
 * @error: return location for an error
 *
 * Begins to answer, in the thread's main context.
 */
gboolean
kh_reference_station_listen (KhReferenceStation  *self,
                             const char          *where,
                             GTlsCertificate     *certificate,
                             GError             **error)
{
  g_autofree char *host = NULL;
  g_autoptr (GSocketAddress) address = read_address (where, &host, error);

  g_return_val_if_fail (self->server == NULL, FALSE);

  if (address == NULL)
    return FALSE;
  if (certificate == NULL && !is_loopback (address))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "Without a certificate only a loopback address is listened on, as in "
                           "127.0.0.1:8080: customers' data would travel in clear.");
      return FALSE;
    }
  self->server = soup_server_new ("server-header", "keyholder-station ",
                                  "tls-certificate", certificate, NULL);
  soup_server_add_early_handler (self->server, NULL, on_server_early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, on_server_request_cb, self, NULL);
  if (!soup_server_listen (self->server, address,
                           certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0, error))
    {
      g_clear_object (&self->server);
      return FALSE;
    }
  note_url (self, host, certificate != NULL);
  return TRUE;
}

/**
 * kh_reference_station_get_url:
 * @self: a station
 *
 * Returns: (nullable): where it listens, or listened
 */
const char *
kh_reference_station_get_url (KhReferenceStation *self)
{
  return self->url;
}

/**
 * kh_reference_station_stop:
 * @self: a station
 *
 * Ends all connections. The accounts stay.
 */
void
kh_reference_station_stop (KhReferenceStation *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

/**
 * kh_reference_station_add_fault:
 * @self: a station
 * @spec: KIND[:ARGUMENT]@RESOURCE[*COUNT][+SKIP]
 * @error: return location for an error that can be shown
 *
 * Makes the station misbehave.
 */
gboolean
kh_reference_station_add_fault (KhReferenceStation  *self,
                                const char          *spec,
                                GError             **error)
{
  KhReferenceFault *fault = kh_reference_fault_parse (spec, error);

  if (fault == NULL)
    return FALSE;
  g_ptr_array_add (self->faults, fault);
  return TRUE;
}

/**
 * kh_reference_station_clear_faults:
 * @self: a station
 *
 * Makes the station behave again.
 */
void
kh_reference_station_clear_faults (KhReferenceStation *self)
{
  g_ptr_array_set_size (self->faults, 0);
}

/**
 * kh_reference_station_set_clock:
 * @self: a station
 * @ahead: how many seconds its clock is ahead of the machine's; may be less than 0
 *
 * Moves the clock that tests end by.
 */
void
kh_reference_station_set_clock (KhReferenceStation *self,
                                gint64              ahead)
{
  kh_reference_book_set_clock (self->book, ahead);
}

/**
 * kh_reference_station_count:
 * @self: a station
 * @resource: a resource, or %KH_REFERENCE_ANYWHERE for all
 *
 * Returns: how many requests came for it
 */
guint
kh_reference_station_count (KhReferenceStation  *self,
                            KhReferenceResource  resource)
{
  return self->counts[resource];
}

/**
 * kh_reference_station_count_saves:
 * @self: a station
 *
 * Returns: how often it has written an account
 */
guint
kh_reference_station_count_saves (KhReferenceStation *self)
{
  return kh_reference_book_count_saves (self->book);
}

/**
 * kh_reference_station_edit:
 * @self: a station
 * @account: an account's id
 * @path: a path as in a change set
 * @value: (nullable): the new value, as JSON; %NULL to remove a list's item
 * @error: return location for an error
 *
 * Changes an account, as an operator at the station does.
 */
gboolean
kh_reference_station_edit (KhReferenceStation  *self,
                           const char          *account,
                           const char          *path,
                           const char          *value,
                           GError             **error)
{
  return kh_reference_desk_edit (self->book, account, path, value, error);
}

/**
 * kh_reference_station_dup_account:
 * @self: a station
 * @account: an account's id
 * @error: return location for an error
 *
 * Returns: (transfer full): the account as JSON, with all that dealers do not see
 */
char *
kh_reference_station_dup_account (KhReferenceStation  *self,
                                  const char          *account,
                                  GError             **error)
{
  return kh_reference_desk_dup_account (self->book, account, error);
}

/**
 * kh_reference_station_put_back:
 * @self: a station
 * @account: an account as kh_reference_station_dup_account() has given it
 * @error: return location for an error
 *
 * What a station does that brings back a backup: the account is as @account says.
 */
gboolean
kh_reference_station_put_back (KhReferenceStation  *self,
                               const char          *account,
                               GError             **error)
{
  return kh_reference_desk_put_back (self->book, account, error);
}
