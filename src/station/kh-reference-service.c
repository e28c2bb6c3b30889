/* kh-reference-service.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-service.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-blocks.h"
#include "kh-reference-directory.h"
#include "kh-reference-events.h"
#include "kh-reference-review.h"
#include "kh-reference-shell.h"
#include "kh-reference-tests.h"

#include <string.h>

#define NUMBER_PATTERN "^[A-Za-z0-9-]{1,32}$"
#define LONGEST_REFERENCE 64
#define DEFAULT_LIMIT 50
#define MOST_LIMIT 200
#define DIGEST_LENGTH 64
#define NOT_AN_OBJECT "The body is no JSON object."

typedef struct {
  char *digest; /* of the token */
  char *dealer;
} Token;

struct _KhReferenceService {
  /* borrowed */
  KhReferenceBook *book;

  /* owned */
  GPtrArray *tokens;
  char *name;

  KhReferenceProfile profile;
};

typedef KhReferenceAnswer *(*Writer) (KhReferenceService  *self,
                                      KhReferenceRequest  *request,
                                      JsonObject          *account,
                                      GError             **error);

typedef struct {
  KhReferenceService *self;
  KhReferenceRequest *request;
  Writer writer;
  KhReferenceAnswer *answer;
} Write;

static void
token_free (Token *token)
{
  g_free (token->digest);
  g_free (token->dealer);
  g_free (token);
}

static KhReferenceAnswer *
refuse (guint       status,
        const char *slug,
        const char *detail)
{
  return kh_reference_answer_new_problem (status, slug, detail);
}

static KhReferenceAnswer *
fail (GError *error)
{
  g_warning ("The book failed: %s", error != NULL ? error->message : "no reason");
  return kh_reference_answer_new_status (500, 0);
}

static JsonObject *
get_account (GPtrArray *accounts,
             guint      index)
{
  return accounts->pdata[index];
}

static gboolean
is_dealers (JsonObject *account,
            const char *dealer)
{
  return g_strcmp0 (kh_json_get_string (account, "dealer", NULL), dealer) == 0;
}

/* Compares digests, to their end and with every token, so that the time tells
 * nothing about how near a guess came. */
static gboolean
authenticate (KhReferenceService *self,
              KhReferenceRequest *request)
{
  const char *header = request->authorization;
  g_autofree char *digest = NULL;
  const char *dealer = NULL;

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0)
    return FALSE;
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, header + 7, -1);
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const Token *token = self->tokens->pdata[i];
      int difference = 0;

      for (guint j = 0; j < DIGEST_LENGTH; j++)
        difference |= token->digest[j] ^ digest[j];
      if (difference == 0)
        dealer = token->dealer;
    }
  request->dealer = g_strdup (dealer);
  return dealer != NULL;
}

static KhReferenceAnswer *
answer_ping (KhReferenceRequest *request)
{
  JsonObject *object = json_object_new ();
  g_autofree char *now = kh_reference_account_dup_now ();

  json_object_set_string_member (object, "time", now);
  json_object_set_string_member (object, "dealer", request->dealer);
  return kh_reference_answer_new_object (200, object);
}

static KhReferenceAnswer *
answer_capabilities (KhReferenceService *self,
                     KhReferenceRequest *request)
{
  static const char *const features[] = { "changes", "dry_run", "external_refs", "tests", "events", "create",
                                          "number_blocks", "agencies", "codes", "review" };
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    json_array_add_string_element (array, features[i]);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "profile",
                                 kh_reference_profile_to_string (self->profile));
  json_object_set_string_member (object, "dealer", request->dealer);
  json_object_set_array_member (object, "features", array);
  json_object_set_string_member (object, "number_pattern", NUMBER_PATTERN);
  json_object_set_int_member (object, "longest_test_minutes",
                               KH_REFERENCE_LONGEST_TEST);
  json_object_set_array_member (object, "fields", kh_reference_rules_describe (self->profile));
  return kh_reference_answer_new_object (200, object);
}

static JsonArray *
summarise (GPtrArray *accounts)
{
  JsonArray *items = json_array_new ();

  for (guint i = 0; i < accounts->len; i++)
    json_array_add_object_element (items,
                                   kh_reference_account_summarise (get_account (accounts, i)));
  return items;
}

static JsonArray *
list_near (GPtrArray  *accounts,
           const char *number)
{
  JsonArray *near = json_array_new ();
  const char *last = number;

  for (guint i = 0; i < accounts->len; i++)
    {
      const char *other = kh_json_get_string (get_account (accounts, i), "number", "");

      /* They come in order, so a number that stands on two receivers is told once. */
      if (strcmp (other, number) != 0 && strcmp (other, last) != 0)
        json_array_add_string_element (near, other);
      last = other;
    }
  return near;
}

/* Takes out of @accounts what is not asked for; whether another dealer's account
 * was among it. */
static gboolean
keep_own (GPtrArray  *accounts,
          const char *dealer,
          const char *receiver)
{
  gboolean others = FALSE;

  for (guint i = accounts->len; i > 0; i--)
    {
      JsonObject *account = get_account (accounts, i - 1);
      gboolean there = receiver == NULL
                       || g_strcmp0 (kh_json_get_string (account, "receiver", NULL), receiver) == 0;

      if (there && is_dealers (account, dealer))
        continue;
      others = others || there;
      g_ptr_array_remove_index (accounts, i - 1);
    }
  return others;
}

static KhReferenceAnswer *
answer_look_up (KhReferenceService *self,
                KhReferenceRequest *request,
                const char         *number)
{
  const char *receiver = kh_reference_request_get_query (request, "receiver");
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) near = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  gboolean others;

  if (!g_regex_match_simple (NUMBER_PATTERN, number, G_REGEX_DOLLAR_ENDONLY, 0))
    return refuse (400, "bad-request", "This is no account number.");
  accounts = kh_reference_book_find_number (self->book, number, &error);
  near = kh_reference_book_find_near (self->book, request->dealer, number, &error);
  if (accounts == NULL || near == NULL)
    return fail (error);
  others = keep_own (accounts, request->dealer, receiver);
  if (accounts->len == 0 && others)
    return refuse (403, "not-your-account", NULL);
  if (accounts->len > 0)
    g_ptr_array_set_size (near, 0);
  object = json_object_new ();
  json_object_set_array_member (object, "items", summarise (accounts));
  json_object_set_array_member (object, "near", list_near (near, number));
  return kh_reference_answer_new_object (200, object);
}

static gboolean
read_limit (KhReferenceRequest *request,
            guint              *limit)
{
  const char *text = kh_reference_request_get_query (request, "limit");
  guint64 number = DEFAULT_LIMIT;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MOST_LIMIT, &number, NULL))
    return FALSE;
  *limit = (guint) number;
  return TRUE;
}

/* A cursor is the last id of the page before, but that is nobody's business. */
static gboolean
read_cursor (KhReferenceRequest  *request,
             char               **after)
{
  const char *text = kh_reference_request_get_query (request, "cursor");
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (text == NULL)
    {
      *after = g_strdup ("");
      return TRUE;
    }
  bytes = g_base64_decode (text, &length);
  *after = g_strndup ((const char *) bytes, length);
  return g_regex_match_simple ("^[A-Za-z0-9._-]+$", *after, G_REGEX_DOLLAR_ENDONLY, 0);
}

static KhReferenceAnswer *
answer_page (KhReferenceService *self,
             KhReferenceRequest *request)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  g_autofree char *cursor = NULL;
  JsonObject *object;
  guint limit;

  if (!read_limit (request, &limit) || !read_cursor (request, &after))
    return refuse (400, "bad-request", "The limit is 1 to 200, the cursor one that was given.");
  accounts = kh_reference_book_page (self->book, request->dealer, after, limit + 1, &error);
  if (accounts == NULL)
    return fail (error);
  if (accounts->len > limit)
    {
      const char *last = kh_json_get_string (get_account (accounts, limit - 1), "id", "");

      cursor = g_base64_encode ((const guchar *) last, strlen (last));
      g_ptr_array_set_size (accounts, (int) limit);
    }
  object = json_object_new ();
  json_object_set_array_member (object, "items", summarise (accounts));
  json_object_set_string_member (object, "next", cursor);
  return kh_reference_answer_new_object (200, object);
}

static KhReferenceAnswer *
answer_accounts (KhReferenceService *self,
                 KhReferenceRequest *request)
{
  const char *number = kh_reference_request_get_query (request, "number");

  if (number != NULL)
    return answer_look_up (self, request, number);
  if (kh_reference_request_get_query (request, "receiver") != NULL)
    return refuse (400, "bad-request", "A receiver goes with a number.");
  return answer_page (self, request);
}

/* The account of the path; what to answer when it is not the dealer's. */
static JsonObject *
find_account (KhReferenceService  *self,
              KhReferenceRequest  *request,
              KhReferenceAnswer  **refusal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = kh_reference_book_find (self->book, request->account, &error);

  if (accounts == NULL)
    *refusal = fail (error);
  else if (accounts->len == 0)
    *refusal = refuse (404, "not-found", NULL);
  else if (!is_dealers (get_account (accounts, 0), request->dealer))
    *refusal = refuse (403, "not-your-account", NULL);
  else
    return json_object_ref (get_account (accounts, 0));
  return NULL;
}

static gint64
get_version (JsonObject *account)
{
  return kh_json_get_int (account, "version", 0);
}

static KhReferenceAnswer *
answer_account (KhReferenceService *self,
                KhReferenceRequest *request)
{
  KhReferenceAnswer *answer = NULL;
  g_autoptr (JsonObject) account = find_account (self, request, &answer);
  g_autofree char *etag = NULL;
  gint64 version;

  if (account == NULL)
    return answer;
  version = get_version (account);
  etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  if (g_strcmp0 (request->if_none_match, etag) == 0)
    answer = kh_reference_answer_new (304);
  else
    {
      kh_reference_account_mask (account, self->profile);
      answer = kh_reference_answer_new_object (200, json_object_ref (account));
    }
  answer->version = version;
  return answer;
}

static KhReferenceAnswer *
answer_change (KhReferenceService *self,
               KhReferenceRequest *request)
{
  KhReferenceAnswer *answer = NULL;
  g_autoptr (JsonObject) account = find_account (self, request, &answer);
  g_autoptr (GError) error = NULL;
  char *text;

  if (account == NULL)
    return answer;
  text = kh_reference_book_dup_change (self->book, request->account, request->change, &error);
  if (error != NULL)
    return fail (error);
  if (text == NULL)
    return refuse (404, "not-found", NULL);
  answer = kh_reference_answer_new (200);
  answer->body = text;
  return answer;
}

/* What is on test, or the history. */
static KhReferenceAnswer *
answer_list (KhReferenceService *self,
             KhReferenceRequest *request)
{
  KhReferenceAnswer *answer = NULL;
  g_autoptr (JsonObject) account = find_account (self, request, &answer);
  g_autoptr (GError) error = NULL;
  guint limit;

  if (account == NULL)
    return answer;
  if (request->resource == KH_REFERENCE_TESTS)
    answer = kh_reference_tests_list (self->book, request, &error);
  else if (!read_limit (request, &limit))
    answer = refuse (400, "bad-request", "The limit is 1 to 200.");
  else
    answer = kh_reference_events_list (self->book, request, account, limit, &error);
  return answer != NULL ? answer : fail (error);
}

static JsonObject *
read_body (KhReferenceRequest *request)
{
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);
  g_autoptr (JsonNode) node = NULL;

  if (request->content_type == NULL
      || !g_regex_match_simple ("^application/json *(; *charset *= *\"?utf-8\"?)?$",
                                request->content_type, G_REGEX_CASELESS, 0))
    return NULL;
  node = kh_json_parse (data, length, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static gboolean
is_etag (const char *text)
{
  return g_regex_match_simple ("^\"[0-9]{1,18}\"$", text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static KhReferenceAnswer *
check_precondition (KhReferenceRequest *request,
                    gint64              version)
{
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);

  if (request->if_match == NULL && request->unversioned)
    return NULL;
  if (request->if_match == NULL)
    return refuse (428, "if-match-required", NULL);
  if (!is_etag (request->if_match))
    return refuse (400, "bad-request", "If-Match is one strong ETag.");
  if (strcmp (request->if_match, etag) != 0)
    return kh_reference_answer_new_mistakes (412, "stale", NULL, version);
  return NULL;
}

static KhReferenceAnswer *
write_changes (KhReferenceService  *self,
               KhReferenceRequest  *request,
               JsonObject          *account,
               GError             **error)
{
  g_autoptr (JsonObject) set = read_body (request);
  KhReferenceAnswer *answer;

  if (set == NULL)
    return refuse (400, "bad-request", NOT_AN_OBJECT);
  answer = check_precondition (request, get_version (account));
  if (answer != NULL)
    return answer;
  return kh_reference_review_write (self->book, self->profile, request, account, set, error);
}

static KhReferenceAnswer *
write_shell (KhReferenceService  *self,
             KhReferenceRequest  *request,
             JsonObject          *account G_GNUC_UNUSED,
             GError             **error)
{
  g_autoptr (JsonObject) body = read_body (request);

  if (body == NULL)
    return refuse (400, "bad-request", NOT_AN_OBJECT);
  return kh_reference_shell_write (self->book, self->profile, request, body, error);
}

static KhReferenceAnswer *
write_reservation (KhReferenceService  *self,
                   KhReferenceRequest  *request,
                   JsonObject          *account G_GNUC_UNUSED,
                   GError             **error)
{
  if (g_bytes_get_size (request->body) > 0)
    return refuse (400, "bad-request", "A reservation has no body.");
  return kh_reference_blocks_reserve (self->book, request->dealer, request->item, error);
}

static KhReferenceAnswer *
answer_blocks (KhReferenceService *self,
               KhReferenceRequest *request)
{
  g_autoptr (GError) error = NULL;
  KhReferenceAnswer *answer = kh_reference_blocks_answer (self->book, request->dealer, &error);

  return answer != NULL ? answer : fail (error);
}

static const char *
read_reference (JsonObject *body)
{
  const char *value = kh_json_get_string (body, "value", "");
  glong length = g_utf8_strlen (value, -1);

  if (body == NULL || json_object_get_size (body) != 1 || length == 0
      || length > LONGEST_REFERENCE)
    return NULL;
  return value;
}

static KhReferenceAnswer *
write_reference (KhReferenceService  *self,
                 KhReferenceRequest  *request,
                 JsonObject          *account,
                 GError             **error)
{
  g_autoptr (JsonObject) body = read_body (request);
  g_autoptr (GPtrArray) holders = NULL;
  JsonObject *references = kh_json_get_object (account, "external_refs");
  const char *current = kh_json_get_string (references, "keyholder", NULL);
  const char *value = read_reference (body);

  if (value == NULL)
    return refuse (400, "bad-request", "The body is an object whose value is 1 to 64 characters.");
  if (g_strcmp0 (current, value) == 0)
    return kh_reference_answer_new (204);
  holders = kh_reference_book_find_reference (self->book, request->dealer, value, error);
  if (holders == NULL)
    return NULL;
  if (current != NULL || holders->len > 0)
    return refuse (409, "already-linked", current != NULL
                   ? "The account has another number."
                   : "Another account has this number.");
  json_object_set_string_member (references, "keyholder", value);
  return kh_reference_book_save (self->book, account, error) ? kh_reference_answer_new (204) : NULL;
}

static KhReferenceAnswer *
clear_reference (KhReferenceService  *self,
                 KhReferenceRequest  *request G_GNUC_UNUSED,
                 JsonObject          *account,
                 GError             **error)
{
  json_object_set_null_member (kh_json_get_object (account, "external_refs"), "keyholder");
  return kh_reference_book_save (self->book, account, error) ? kh_reference_answer_new (204) : NULL;
}

static KhReferenceAnswer *
write_tests (KhReferenceService  *self,
             KhReferenceRequest  *request,
             JsonObject          *account,
             GError             **error)
{
  g_autoptr (JsonObject) order = NULL;

  if (strcmp (request->method, "DELETE") == 0)
    return kh_reference_tests_clear (self->book, request, error);
  order = read_body (request);
  return kh_reference_tests_put (self->book, request, account, order, error);
}

/* Whether the key was used: then the answer is the one that was given. */
static gboolean
replay (Write        *write,
        const char   *what,
        GError      **error)
{
  KhReferenceRequest *request = write->request;
  g_autoptr (KhReferenceKept) kept = NULL;

  if (!kh_reference_book_find_answer (write->self->book, request->dealer, request->key, &kept,
                                      error))
    return FALSE;
  if (kept == NULL)
    return TRUE;
  if (strcmp (kept->request, what) == 0 && strcmp (kept->digest, request->digest) == 0)
    write->answer = g_steal_pointer (&kept->answer);
  else
    write->answer = refuse (422, "key-reused", NULL);
  return TRUE;
}

/* In one transaction: has it been done, do it, keep the answer. Only what was done
 * is kept, since trying again what was refused is harmless. */
static gboolean
run_write (KhReferenceBook  *book,
           gpointer          user_data,
           GError          **error)
{
  Write *write = user_data;
  KhReferenceRequest *request = write->request;
  g_autofree char *what = g_strdup_printf ("%s %s", request->method, request->path);
  KhReferenceKept kept = { what, request->digest, NULL };
  g_autoptr (JsonObject) account = NULL;

  if (request->account != NULL)
    account = find_account (write->self, request, &write->answer);
  if (write->answer != NULL)
    return TRUE;
  if (request->resource != KH_REFERENCE_DRY_RUN && !replay (write, what, error))
    return FALSE;
  if (write->answer != NULL)
    return TRUE;
  write->answer = write->writer (write->self, request, account, error);
  if (write->answer == NULL)
    return FALSE;
  if (request->resource == KH_REFERENCE_DRY_RUN || write->answer->status >= 300)
    return TRUE;
  kept.answer = write->answer;
  return kh_reference_book_keep_answer (book, request->dealer, request->key, &kept, error);
}

static gboolean
has_key (KhReferenceRequest *request)
{
  return request->resource == KH_REFERENCE_DRY_RUN
         || (request->key != NULL && g_uuid_string_is_valid (request->key));
}

static KhReferenceAnswer *
answer_write (KhReferenceService *self,
              KhReferenceRequest *request,
              Writer              writer)
{
  Write write = { self, request, writer, NULL };
  g_autoptr (GError) error = NULL;

  if (!has_key (request))
    return refuse (400, "bad-request", "Idempotency-Key is missing, or is no UUID.");
  if (kh_reference_book_transact (self->book, run_write, &write, &error))
    return write.answer;
  g_clear_pointer (&write.answer, kh_reference_answer_free);
  return fail (error);
}

static gboolean
has_method (KhReferenceRequest *request)
{
  g_auto (GStrv) methods = g_strsplit (kh_reference_request_get_methods (request), ", ", -1);

  return g_strv_contains ((const char *const *) methods, request->method);
}

static KhReferenceAnswer *
route (KhReferenceService *self,
       KhReferenceRequest *request)
{
  switch (request->resource)
    {
    case KH_REFERENCE_PING:
      return answer_ping (request);
    case KH_REFERENCE_CAPABILITIES:
      return answer_capabilities (self, request);
    case KH_REFERENCE_LOOK_UP:
      return answer_accounts (self, request);
    case KH_REFERENCE_ACCOUNT:
      return answer_account (self, request);
    case KH_REFERENCE_CHANGES:
    case KH_REFERENCE_DRY_RUN:
      return answer_write (self, request, write_changes);
    case KH_REFERENCE_CHANGE:
      return answer_change (self, request);
    case KH_REFERENCE_REFERENCE:
      return answer_write (self, request, strcmp (request->method, "PUT") == 0
                                            ? write_reference : clear_reference);
    case KH_REFERENCE_TESTS:
    case KH_REFERENCE_TEST:
      return strcmp (request->method, "GET") == 0 ? answer_list (self, request)
                                                  : answer_write (self, request, write_tests);
    case KH_REFERENCE_EVENTS:
      return answer_list (self, request);
    case KH_REFERENCE_CREATE:
      return answer_write (self, request, write_shell);
    case KH_REFERENCE_BLOCKS:
      return answer_blocks (self, request);
    case KH_REFERENCE_RESERVE:
      return answer_write (self, request, write_reservation);
    case KH_REFERENCE_AGENCIES:
      return kh_reference_directory_answer_agencies (request);
    case KH_REFERENCE_CODES:
      return kh_reference_directory_answer_codes (request);
    case KH_REFERENCE_NOWHERE:
    case KH_REFERENCE_ANYWHERE:
    case KH_REFERENCE_N_RESOURCES:
      break;
    }
  g_assert_not_reached ();
}

/**
 * kh_reference_service_new:
 * @book: the accounts; it must outlive the service
 * @profile: whose habits it has
 * @name: the station's name
 *
 * Returns: (transfer full): the service
 */
KhReferenceService *
kh_reference_service_new (KhReferenceBook    *book,
                          KhReferenceProfile  profile,
                          const char         *name)
{
  KhReferenceService *self = g_new0 (KhReferenceService, 1);

  self->book = book;
  self->profile = profile;
  self->name = g_strdup (name);
  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) token_free);
  return self;
}

/**
 * kh_reference_service_free:
 * @self: (transfer full): a service
 */
void
kh_reference_service_free (KhReferenceService *self)
{
  g_ptr_array_unref (self->tokens);
  g_free (self->name);
  g_free (self);
}

/**
 * kh_reference_service_add_token:
 * @self: a service
 * @token: what the Authorization header has to say; only its digest is kept
 * @dealer: whose accounts it opens
 */
void
kh_reference_service_add_token (KhReferenceService *self,
                                const char         *token,
                                const char         *dealer)
{
  Token *entry = g_new0 (Token, 1);

  entry->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  entry->dealer = g_strdup (dealer);
  g_ptr_array_add (self->tokens, entry);
}

/**
 * kh_reference_service_answer:
 * @self: a service
 * @request: a request; gets its dealer
 *
 * Does what a request asks for. When this returns, what was changed is kept.
 *
 * Returns: (transfer full): the answer
 */
KhReferenceAnswer *
kh_reference_service_answer (KhReferenceService *self,
                             KhReferenceRequest *request)
{
  KhReferenceAnswer *answer;

  if (!authenticate (self, request))
    return refuse (401, "unauthorized", NULL);
  if (request->resource == KH_REFERENCE_NOWHERE)
    return refuse (404, "not-found", NULL);
  if (has_method (request))
    return route (self, request);
  answer = refuse (405, "method-not-allowed", NULL);
  answer->allow = g_strdup (kh_reference_request_get_methods (request));
  return answer;
}
