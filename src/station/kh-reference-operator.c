/* kh-reference-operator.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-operator.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-blocks.h"
#include "kh-reference-desk.h"
#include "kh-reference-page.h"
#include "kh-reference-review.h"

#include <string.h>

#define ROOT "/operator"
#define ACCOUNTS ROOT "/accounts/"
#define LONGEST_FORM (64 * 1024)

struct _KhReferenceOperator {
  /* borrowed */
  KhReferenceBook *book;

  /* owned */
  char *name;
  char *token;

  KhReferenceProfile profile;
};

/* Does what a form asks for; gives where to go then. */
typedef char *(*Action) (KhReferenceOperator  *self,
                         GHashTable           *form,
                         GError              **error);

typedef struct {
  const char *path;
  Action action;
} Form;

/* Answering */

static void
answer (SoupServerMessage *message,
        guint              status,
        const char        *type,
        const char        *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; form-action 'self'; "
                                "base-uri 'none'; frame-ancestors 'none'");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "X-Frame-Options", "DENY");
  /* With no-referrer browsers would not say where a form comes from, either. */
  soup_message_headers_replace (headers, "Referrer-Policy", "same-origin");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

static void
answer_page (SoupServerMessage *message,
             guint              status,
             const char        *html)
{
  answer (message, status, "text/html; charset=utf-8", html);
}

static void
refuse (SoupServerMessage *message,
        guint              status,
        const char        *why)
{
  g_autofree char *html = kh_reference_page_message ("This did not work", why);

  answer_page (message, status, html);
}

static guint
get_status (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return 404;
  return error->domain == G_IO_ERROR || error->domain == KH_JSON_ERROR ? 422 : 500;
}

/* Takes @error. */
static void
refuse_error (SoupServerMessage *message,
              GError            *error)
{
  guint status = get_status (error);

  if (status == 500)
    g_warning ("The book failed: %s", error->message);
  refuse (message, status, status == 500 ? "The station failed." : error->message);
  g_error_free (error);
}

/* Who asks */

static gboolean
is_loopback_name (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* A name that leads here for a while belongs to whoever made it lead here: the page
 * answers to names of this machine only. */
static gboolean
is_local (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  const char *host = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");
  g_autofree char *address = g_strconcat ("http://", host != NULL ? host : "", "/", NULL);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return G_IS_INET_SOCKET_ADDRESS (remote)
         && g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)))
         && uri != NULL && g_uri_get_userinfo (uri) == NULL && is_loopback_name (g_uri_get_host (uri));
}

/* Browsers say with every form where its page came from. Who is none has read the token
 * from our page all the same. */
static gboolean
is_own_origin (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *scheme = g_uri_get_scheme (soup_server_message_get_uri (message));
  g_autofree char *own = g_strconcat (scheme, "://", soup_message_headers_get_one (headers, "Host"), NULL);

  return origin == NULL || g_ascii_strcasecmp (origin, own) == 0;
}

static gboolean
has_token (KhReferenceOperator *self,
           GHashTable          *form)
{
  const char *token = g_hash_table_lookup (form, "token");
  gsize length = strlen (self->token);
  int difference = 0;

  if (token == NULL || strlen (token) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= token[i] ^ self->token[i];
  return difference == 0;
}

/* Forms */

static gboolean
is_utf8 (GHashTable *form)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, form);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL))
      return FALSE;
  return TRUE;
}

static GHashTable *
read_form (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (GHashTable) form = NULL;
  g_autofree char *text = NULL;

  if (g_strcmp0 (type, "application/x-www-form-urlencoded") != 0 || g_bytes_get_size (bytes) > LONGEST_FORM)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  form = soup_form_decode (text);
  return is_utf8 (form) ? g_steal_pointer (&form) : NULL;
}

static const char *
get_field (GHashTable *form,
           const char *name)
{
  const char *value = g_hash_table_lookup (form, name);

  return value != NULL ? value : "";
}

static char *
dup_account_path (GHashTable *form)
{
  g_autofree char *escaped = g_uri_escape_string (get_field (form, "account"), NULL, FALSE);

  return g_strconcat (ACCOUNTS, escaped, NULL);
}

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}

/* The path with * for the ids, which stand after a list's name. */
static char *
dup_rule_path (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr (GString) rule_path = g_string_new (NULL);

  for (guint i = 1; segments[0] != NULL && segments[i] != NULL; i++)
    {
      gboolean item = kh_reference_list_lookup (rule_path->str) != NULL;

      g_string_append_printf (rule_path, "/%s", item ? "*" : segments[i]);
    }
  return g_string_free (g_steal_pointer (&rule_path), FALSE);
}

static JsonNode *
make_secret (const char *text)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *secret = json_object_new ();

  json_object_set_string_member (secret, "state", "clear");
  json_object_set_string_member (secret, "text", text);
  json_node_take_object (node, secret);
  return node;
}

/* What was typed, as the field's kind has it. */
static JsonNode *
make_value (const KhReferenceRule *rule,
            const char            *text)
{
  gint64 number;

  if (*text == '\0')
    return json_node_new (JSON_NODE_NULL);
  if (rule->kind == KH_REFERENCE_SECRET)
    return make_secret (text);
  if (rule->kind == KH_REFERENCE_BOOLEAN && (strcmp (text, "true") == 0 || strcmp (text, "false") == 0))
    return json_node_init_boolean (json_node_alloc (), *text == 't');
  if (rule->kind == KH_REFERENCE_INTEGER
      && g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &number, NULL))
    return json_node_init_int (json_node_alloc (), number);
  return json_node_init_string (json_node_alloc (), text);
}

/* Browsers send lines as the mail does. */
static char *
dup_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  return g_strjoinv ("\n", lines);
}

static char *
edit (KhReferenceOperator  *self,
      GHashTable           *form,
      GError              **error)
{
  const char *path = get_field (form, "path");
  g_autofree char *rule_path = dup_rule_path (path);
  const KhReferenceRule *rule = kh_reference_rule_lookup (rule_path);
  g_autofree char *text = dup_lines (get_field (form, "value"));
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *value = NULL;

  if (rule == NULL)
    {
      fail (error, "The account has no such field.");
      return NULL;
    }
  node = make_value (rule, text);
  value = kh_json_to_text (node);
  if (!kh_reference_desk_edit (self->book, get_field (form, "account"), path, value, error))
    return NULL;
  return dup_account_path (form);
}

static char *
remove_item (KhReferenceOperator  *self,
             GHashTable           *form,
             GError              **error)
{
  if (!kh_reference_desk_edit (self->book, get_field (form, "account"), get_field (form, "path"), NULL, error))
    return NULL;
  return dup_account_path (form);
}

static char *
review (KhReferenceOperator  *self,
        GHashTable           *form,
        GError              **error)
{
  const char *decision = get_field (form, "decision");
  const char *reason = get_field (form, "reason");
  gboolean approve = strcmp (decision, "approve") == 0;

  if (!approve && strcmp (decision, "refuse") != 0)
    {
      fail (error, "Approve, or refuse.");
      return NULL;
    }
  if (!kh_reference_review_settle (self->book, self->profile, get_field (form, "change"), approve,
                                   *reason != '\0' ? reason : NULL, error))
    return NULL;
  return g_strdup (ROOT);
}

static char *
change_rules (KhReferenceOperator  *self,
              GHashTable           *form,
              GError              **error)
{
  const char *what = get_field (form, "what");
  gboolean remove = strcmp (get_field (form, "action"), "remove") == 0;

  if (remove ? !kh_reference_review_remove_rule (self->book, what, error)
             : !kh_reference_review_add_rule (self->book, what, error))
    return NULL;
  return g_strdup (ROOT);
}

static char *
disable_block (KhReferenceOperator  *self,
               GHashTable           *form,
               GError              **error)
{
  if (!kh_reference_blocks_disable (self->book, get_field (form, "block"), error))
    return NULL;
  return g_strdup (ROOT);
}

static const Form forms[] = {
  { ROOT "/edit", edit },
  { ROOT "/remove", remove_item },
  { ROOT "/review", review },
  { ROOT "/rules", change_rules },
  { ROOT "/blocks", disable_block },
};

static Action
find_action (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].path, path) == 0)
      return forms[i].action;
  return NULL;
}

static void
answer_form (KhReferenceOperator *self,
             SoupServerMessage   *message,
             Action               action)
{
  g_autoptr (GHashTable) form = read_form (message);
  g_autofree char *next = NULL;
  GError *error = NULL;

  if (form == NULL)
    {
      refuse (message, 400, "This is no form of this page.");
      return;
    }
  if (!is_own_origin (message) || !has_token (self, form))
    {
      refuse (message, 403, "The form was not sent from this page, or the station was started anew "
                            "since. Open the page again.");
      return;
    }
  next = action (self, form, &error);
  if (next == NULL)
    {
      refuse_error (message, error);
      return;
    }
  answer_page (message, 303, "");
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location", next);
}

static void
answer_view (KhReferenceOperator *self,
             SoupServerMessage   *message,
             const char          *path,
             const char          *after)
{
  g_autofree char *html = NULL;
  GError *error = NULL;

  if (strcmp (path, ROOT "/style.css") == 0)
    {
      answer (message, 200, "text/css; charset=utf-8", kh_reference_page_style);
      return;
    }
  if (g_str_has_prefix (path, ACCOUNTS))
    html = kh_reference_page_account (self->book, self->token, path + strlen (ACCOUNTS), &error);
  else if (strcmp (path, ROOT) == 0 || strcmp (path, ROOT "/") == 0)
    html = kh_reference_page_home (self->book, self->name, self->token, after, &error);
  else
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no such page.");
  if (html != NULL)
    answer_page (message, 200, html);
  else
    refuse_error (message, error);
}

/**
 * kh_reference_operator_new:
 * @book: the accounts; it must outlive the operator
 * @profile: the station's profile
 * @name: the station's name
 *
 * Returns: (transfer full): the operator's page
 */
KhReferenceOperator *
kh_reference_operator_new (KhReferenceBook    *book,
                           KhReferenceProfile  profile,
                           const char         *name)
{
  KhReferenceOperator *self = g_new0 (KhReferenceOperator, 1);

  self->book = book;
  self->profile = profile;
  self->name = g_strdup (name);
  self->token = g_uuid_string_random ();
  return self;
}

/**
 * kh_reference_operator_free:
 * @self: (transfer full): an operator's page
 */
void
kh_reference_operator_free (KhReferenceOperator *self)
{
  g_free (self->name);
  g_free (self->token);
  g_free (self);
}

/**
 * kh_reference_operator_is_for:
 * @path: a request's path, decoded
 *
 * Returns: whether it is the operator's
 */
gboolean
kh_reference_operator_is_for (const char *path)
{
  return g_str_has_prefix (path, ROOT) && (path[strlen (ROOT)] == '\0' || path[strlen (ROOT)] == '/');
}

/**
 * kh_reference_operator_answer:
 * @self: an operator's page
 * @message: a request
 * @path: its path, decoded
 * @query: (nullable) (element-type utf8 utf8): its query
 *
 * Answers, if the request comes from this machine.
 */
void
kh_reference_operator_answer (KhReferenceOperator *self,
                              SoupServerMessage   *message,
                              const char          *path,
                              GHashTable          *query)
{
  const char *method = soup_server_message_get_method (message);
  Action action = find_action (path);
  const char *after = query != NULL ? g_hash_table_lookup (query, "after") : NULL;

  if (!is_local (message))
    refuse (message, 403, "This page is only for browsers on the station's own machine.");
  else if (!g_utf8_validate (path, -1, NULL) || (after != NULL && !g_utf8_validate (after, -1, NULL)))
    refuse (message, 404, "There is no such page.");
  else if (strcmp (method, "POST") == 0 && action != NULL)
    answer_form (self, message, action);
  else if (strcmp (method, "GET") == 0 && action == NULL)
    answer_view (self, message, path, after);
  else
    refuse (message, 405, "This cannot be done here.");
}
