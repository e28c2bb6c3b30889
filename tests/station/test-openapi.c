/* test-openapi.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-openapi.h"
#include "kh-reference-fixture.h"

#include <string.h>

#define ACCOUNT "/v1/accounts/SUMMIT1042"
#define REFERENCE ACCOUNT "/external-refs/keyholder"
#define TESTS ACCOUNT "/tests"
#define EVENTS ACCOUNT "/events"
#define TEST "{\"minutes\":90,\"author\":\"Ann\",\"reason\":\"New keypad\"," \
             "\"scope\":{\"kind\":\"all\",\"items\":[]}}"
#define TEST_KEY "1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0003"
#define KEY "1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0001"

/* A stop of the tour. The token is SUMMIT's unless @token says otherwise; a key is
 * made for each write unless @key does. @wrong: the request is one that the
 * description forbids, as the station's answer should show. */
typedef struct {
  const char *fault;
  const char *token;
  const char *method;
  const char *path;
  const char *if_match;
  const char *key;
  const char *body;
  guint status;
  gboolean wrong;
} Stop;

#define SET(ops) "{\"reason\":\"link\",\"author\":\"Ann\",\"ops\":[" ops "]}"
#define SET_LINE1 SET ("{\"op\":\"replace\",\"path\":\"/site/address/line1\",\"from\":\"4 Elm St\"," \
                       "\"value\":\"4 Elm Street\"}")
#define SET_CELL SET ("{\"op\":\"add\",\"path\":\"/site/phones/-\",\"value\":{\"type\":\"cell\"," \
                      "\"number\":\"+18015550177\",\"ext\":null}}")
#define SET_CITY SET ("{\"op\":\"replace\",\"path\":\"/site/address/city\",\"value\":\"Orem\"}")
#define SET_BAD SET ("{\"op\":\"replace\",\"path\":\"/site/address/state\",\"value\":\"Utah\"}")

#define SHELL(members) "{\"author\":\"Ann\"," members "}"
#define SHELL_WHOLE SHELL ("\"number\":\"3001\",\"receiver\":\"1\",\"dealer_number\":null," \
                           "\"site\":{\"kind\":\"residential\",\"name\":{\"first\":\"Al\"}}," \
                           "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"1234\"},\"duress\":false}]," \
                           "\"contacts\":[{\"name\":\"Bo\"}],\"permits\":[{\"number\":\"P\"}]," \
                           "\"agencies\":[{\"type\":\"fire\",\"agency\":\"UT-846-F1\"}]," \
                           "\"systems\":[{\"no\":1,\"zones\":[{\"zone\":\"001\"}]}]," \
                           "\"external_refs\":{\"keyholder\":\"3001\"}")
#define SHELL_BLOCK SHELL ("\"from_block\":\"b1\"")
#define RESERVE "/v1/number-blocks/b1/reserve"

/* The order matters: versions go up, and the block of two numbers comes to its end. */
static const Stop stops[] = {
  { NULL, NULL, "GET", "/v1/ping", NULL, NULL, NULL, 200, FALSE },
  { NULL, "nobody-has-this", "GET", "/v1/ping", NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/capabilities", NULL, NULL, NULL, 200, FALSE },
  { NULL, "nobody-has-this", "GET", "/v1/capabilities", NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/accounts?number=1042", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts?number=ab77", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts?number=1042&receiver=9", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts?limit=2", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts?limit=201", NULL, NULL, NULL, 400, TRUE },
  { NULL, "nobody-has-this", "GET", "/v1/accounts", NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/accounts?number=5000", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "GET", ACCOUNT, NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/SUMMIT2001", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/SUMMITAB-77", NULL, NULL, NULL, 200, FALSE },
  { NULL, "nobody-has-this", "GET", ACCOUNT, NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/OTHER5000", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/nobody", NULL, NULL, NULL, 404, FALSE },

  { NULL, NULL, "POST", ACCOUNT "/changes?dry_run=true", "\"1\"", NULL, SET_LINE1, 200, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"1\"", KEY, SET_LINE1, 200, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"1\"", KEY, SET_LINE1, 200, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"1\"", KEY, SET_CELL, 422, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"2\"", NULL, SET_CELL, 200, FALSE },
  { "pending@changes*1", NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_CITY, 202, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, "{}", 400, TRUE },
  { NULL, "nobody-has-this", "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_CITY, 401, FALSE },
  { NULL, NULL, "POST", "/v1/accounts/OTHER5000/changes", "\"1\"", NULL, SET_CITY, 403, FALSE },
  { NULL, NULL, "POST", "/v1/accounts/nobody/changes", "\"1\"", NULL, SET_CITY, 404, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"1\"", NULL, SET_CITY, 412, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_LINE1, 412, FALSE },
  { "status:413@changes*1", NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_CITY, 413, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_BAD, 422, FALSE },
  { "locked@changes*1", NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_CITY, 423, FALSE },
  { NULL, NULL, "POST", ACCOUNT "/changes", NULL, NULL, SET_CITY, 428, TRUE },

  { NULL, NULL, "PUT", REFERENCE, NULL, KEY, "{\"value\":\"1077\"}", 422, FALSE },
  { NULL, NULL, "PUT", REFERENCE, NULL, NULL, "{\"value\":\"1077\"}", 204, FALSE },
  { NULL, NULL, "GET", ACCOUNT, NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "PUT", REFERENCE, NULL, NULL, "{\"value\":\"1078\"}", 409, FALSE },
  { NULL, NULL, "PUT", REFERENCE, NULL, NULL, "{\"value\":\"\"}", 400, TRUE },
  { NULL, "nobody-has-this", "PUT", REFERENCE, NULL, NULL, "{\"value\":\"1\"}", 401, FALSE },
  { NULL, NULL, "PUT", "/v1/accounts/OTHER5000/external-refs/keyholder", NULL, NULL,
    "{\"value\":\"1\"}", 403, FALSE },
  { NULL, NULL, "PUT", "/v1/accounts/nobody/external-refs/keyholder", NULL, NULL,
    "{\"value\":\"1\"}", 404, FALSE },
  { "status:413@reference*1", NULL, "PUT", REFERENCE, NULL, NULL, "{\"value\":\"1\"}", 413, FALSE },
  { NULL, NULL, "DELETE", REFERENCE, NULL, KEY, NULL, 422, FALSE },
  { NULL, NULL, "DELETE", REFERENCE, NULL, NULL, NULL, 204, FALSE },
  { NULL, NULL, "DELETE", REFERENCE, NULL, "no-uuid", NULL, 400, TRUE },
  { NULL, "nobody-has-this", "DELETE", REFERENCE, NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "DELETE", "/v1/accounts/OTHER5000/external-refs/keyholder", NULL, NULL, NULL, 403,
    FALSE },
  { NULL, NULL, "DELETE", "/v1/accounts/nobody/external-refs/keyholder", NULL, NULL, NULL, 404,
    FALSE },

  { NULL, "nobody-has-this", "GET", ACCOUNT "/changes/x", NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/OTHER5000/changes/x", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "GET", ACCOUNT "/changes/x", NULL, NULL, NULL, 404, FALSE },

  { NULL, NULL, "GET", TESTS, NULL, NULL, NULL, 200, FALSE },
  { NULL, "nobody-has-this", "GET", TESTS, NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/OTHER5000/tests", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/nobody/tests", NULL, NULL, NULL, 404, FALSE },
  { NULL, NULL, "POST", TESTS, NULL, TEST_KEY, TEST, 201, FALSE },
  { NULL, NULL, "POST", TESTS, NULL, TEST_KEY, TEST, 201, FALSE },
  { NULL, NULL, "POST", TESTS, NULL, TEST_KEY, "{\"minutes\":5,\"author\":\"Ann\"}", 422, FALSE },
  { NULL, NULL, "POST", "/v1/accounts/SUMMIT2001/tests", NULL, NULL,
    "{\"minutes\":5,\"author\":\"Ann\",\"reason\":null,"
    "\"scope\":{\"kind\":\"zone\",\"items\":[\"001\"]}}", 201, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/SUMMIT2001/tests", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "POST", TESTS, NULL, NULL, "{\"minutes\":0,\"author\":\"Ann\"}", 422, FALSE },
  { NULL, NULL, "POST", TESTS, NULL, NULL, "{\"minutes\":\"5\",\"author\":\"Ann\"}", 400, TRUE },
  { NULL, "nobody-has-this", "POST", TESTS, NULL, NULL, TEST, 401, FALSE },
  { NULL, NULL, "POST", "/v1/accounts/OTHER5000/tests", NULL, NULL, TEST, 403, FALSE },
  { NULL, NULL, "POST", "/v1/accounts/nobody/tests", NULL, NULL, TEST, 404, FALSE },
  { "status:409@tests*1", NULL, "POST", TESTS, NULL, NULL, TEST, 409, FALSE },
  { "status:413@tests*1", NULL, "POST", TESTS, NULL, NULL, TEST, 413, FALSE },
  { NULL, NULL, "GET", TESTS, NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "DELETE", TESTS "/t1", NULL, KEY, NULL, 422, FALSE },
  { NULL, NULL, "DELETE", TESTS "/t1", NULL, NULL, NULL, 204, FALSE },
  { NULL, NULL, "DELETE", TESTS "/t1", NULL, NULL, NULL, 404, FALSE },
  { NULL, NULL, "DELETE", TESTS "/t1", NULL, "no-uuid", NULL, 400, TRUE },
  { NULL, "nobody-has-this", "DELETE", TESTS "/t1", NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "DELETE", "/v1/accounts/OTHER5000/tests/t1", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "DELETE", TESTS, NULL, KEY, NULL, 422, FALSE },
  { NULL, NULL, "DELETE", TESTS, NULL, NULL, NULL, 204, FALSE },
  { NULL, NULL, "DELETE", TESTS, NULL, "no-uuid", NULL, 400, TRUE },
  { NULL, "nobody-has-this", "DELETE", TESTS, NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "DELETE", "/v1/accounts/OTHER5000/tests", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "DELETE", "/v1/accounts/nobody/tests", NULL, NULL, NULL, 404, FALSE },

  { NULL, NULL, "GET", EVENTS, NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", EVENTS "?limit=2", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", EVENTS "?limit=0", NULL, NULL, NULL, 400, TRUE },
  { NULL, NULL, "GET", EVENTS "?from=yesterday", NULL, NULL, NULL, 400, TRUE },
  { NULL, NULL, "GET", EVENTS "?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z", NULL, NULL, NULL,
    200, FALSE },
  { NULL, "nobody-has-this", "GET", EVENTS, NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/OTHER5000/events", NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "GET", "/v1/accounts/nobody/events", NULL, NULL, NULL, 404, FALSE },

  { NULL, NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_WHOLE, 201, FALSE },
  { NULL, NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_BLOCK, 201, FALSE },
  { NULL, NULL, "POST", "/v1/accounts", NULL, NULL, "{}", 400, TRUE },
  { NULL, "nobody-has-this", "POST", "/v1/accounts", NULL, NULL, SHELL_BLOCK, 401, FALSE },
  { "status:403@create*1", NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_BLOCK, 403, FALSE },
  { NULL, NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_WHOLE, 409, FALSE },
  { "status:413@create*1", NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_BLOCK, 413, FALSE },
  { NULL, NULL, "POST", "/v1/accounts", NULL, NULL,
    SHELL ("\"number\":\"3002\",\"agencies\":[{\"type\":\"fire\",\"agency\":\"X\"}]"), 422, FALSE },
  { NULL, NULL, "POST", "/v1/accounts", NULL, NULL, SHELL ("\"number\":\"3002\",\"status\":\"inactive\""), 422,
    TRUE },
  { "status:429@any*1", NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_BLOCK, 429, FALSE },
  { "status:503@any*1", NULL, "POST", "/v1/accounts", NULL, NULL, SHELL_BLOCK, 503, FALSE },

  { NULL, NULL, "GET", "/v1/number-blocks", NULL, NULL, NULL, 200, FALSE },
  { NULL, "nobody-has-this", "GET", "/v1/number-blocks", NULL, NULL, NULL, 401, FALSE },
  { "status:403@blocks*1", NULL, "GET", "/v1/number-blocks", NULL, NULL, NULL, 403, FALSE },
  { "status:429@any*1", NULL, "GET", "/v1/number-blocks", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", "/v1/number-blocks", NULL, NULL, NULL, 503, FALSE },
  { NULL, NULL, "POST", RESERVE, NULL, "1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0002", NULL, 201, FALSE },
  { NULL, NULL, "POST", RESERVE, NULL, "1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0002", NULL, 201, FALSE },
  { NULL, NULL, "POST", RESERVE, NULL, "no-uuid", NULL, 400, TRUE },
  { NULL, "nobody-has-this", "POST", RESERVE, NULL, NULL, NULL, 401, FALSE },
  { "status:403@reserve*1", NULL, "POST", RESERVE, NULL, NULL, NULL, 403, FALSE },
  { NULL, NULL, "POST", "/v1/number-blocks/b9/reserve", NULL, NULL, NULL, 404, FALSE },
  { NULL, NULL, "POST", RESERVE, NULL, NULL, NULL, 409, FALSE },
  { NULL, NULL, "POST", RESERVE, NULL, KEY, NULL, 422, FALSE },
  { "status:429@any*1", NULL, "POST", RESERVE, NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "POST", RESERVE, NULL, NULL, NULL, 503, FALSE },
  { NULL, NULL, "GET", "/v1/number-blocks", NULL, NULL, NULL, 200, FALSE },

  { NULL, NULL, "GET", "/v1/agencies", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/agencies?type=police&zip=84601&limit=1", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/agencies?type=army", NULL, NULL, NULL, 400, TRUE },
  { NULL, "nobody-has-this", "GET", "/v1/agencies", NULL, NULL, NULL, 401, FALSE },
  { "status:429@any*1", NULL, "GET", "/v1/agencies", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", "/v1/agencies", NULL, NULL, NULL, 503, FALSE },
  { NULL, NULL, "GET", "/v1/codes/contact-types", NULL, NULL, NULL, 200, FALSE },
  { NULL, NULL, "GET", "/v1/codes/zone-events", NULL, NULL, NULL, 200, FALSE },
  { NULL, "nobody-has-this", "GET", "/v1/codes/contact-types", NULL, NULL, NULL, 401, FALSE },
  { NULL, NULL, "GET", "/v1/codes/colours", NULL, NULL, NULL, 404, FALSE },
  { "status:429@any*1", NULL, "GET", "/v1/codes/contact-types", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", "/v1/codes/contact-types", NULL, NULL, NULL, 503, FALSE },

  { "status:429@any*1", NULL, "GET", "/v1/ping", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", "/v1/ping", NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "GET", "/v1/capabilities", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", "/v1/capabilities", NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "GET", "/v1/accounts", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", "/v1/accounts", NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "GET", ACCOUNT, NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", ACCOUNT, NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_CITY, 429, FALSE },
  { "status:503@any*1", NULL, "POST", ACCOUNT "/changes", "\"3\"", NULL, SET_CITY, 503, FALSE },
  { "status:429@any*1", NULL, "GET", ACCOUNT "/changes/x", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", ACCOUNT "/changes/x", NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "PUT", REFERENCE, NULL, NULL, "{\"value\":\"1\"}", 429, FALSE },
  { "status:503@any*1", NULL, "PUT", REFERENCE, NULL, NULL, "{\"value\":\"1\"}", 503, FALSE },
  { "status:429@any*1", NULL, "DELETE", REFERENCE, NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "DELETE", REFERENCE, NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "GET", TESTS, NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", TESTS, NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "POST", TESTS, NULL, NULL, TEST, 429, FALSE },
  { "status:503@any*1", NULL, "POST", TESTS, NULL, NULL, TEST, 503, FALSE },
  { "status:429@any*1", NULL, "DELETE", TESTS, NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "DELETE", TESTS, NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "DELETE", TESTS "/t1", NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "DELETE", TESTS "/t1", NULL, NULL, NULL, 503, FALSE },
  { "status:429@any*1", NULL, "GET", EVENTS, NULL, NULL, NULL, 429, FALSE },
  { "status:503@any*1", NULL, "GET", EVENTS, NULL, NULL, NULL, 503, FALSE },
};

static void
check_request (KhOpenapi  *api,
               KhFixture  *fixture,
               const Stop *stop)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *wrong = NULL;

  if (stop->body != NULL)
    g_hash_table_insert (headers, (char *) "content-type", (char *) "application/json");
  if (fixture->if_match != NULL)
    g_hash_table_insert (headers, (char *) "if-match", fixture->if_match);
  if (fixture->key != NULL)
    g_hash_table_insert (headers, (char *) "idempotency-key", fixture->key);
  wrong = kh_openapi_check_request (api, stop->method, stop->path, headers, stop->body);
  if (!stop->wrong)
    g_assert_cmpstr (wrong, ==, NULL);
  else
    g_assert_nonnull (wrong);
}

static void
check_reply (KhOpenapi  *api,
             const char *method,
             const char *path,
             KhReply    *reply)
{
  g_autoptr (GHashTable) headers = kh_openapi_read_headers (reply->head);
  g_autofree char *wrong = kh_openapi_check_response (api, method, path, reply->status, headers,
                                                      reply->body->str);

  if (wrong != NULL)
    g_test_message ("%s %s: %s%s", method, path, reply->head, reply->body->str);
  g_assert_cmpstr (wrong, ==, NULL);
}

static void
visit (KhOpenapi  *api,
       KhFixture  *fixture,
       const Stop *stop)
{
  g_autoptr (KhReply) reply = NULL;

  if (stop->fault != NULL)
    kh_fixture_fault (fixture, stop->fault);
  fixture->token = stop->token != NULL ? stop->token : KH_FIXTURE_TOKEN;
  fixture->if_match = g_strdup (stop->if_match);
  fixture->key = stop->key != NULL ? g_strdup (stop->key) : g_uuid_string_random ();
  g_test_message ("%s %s", stop->method, stop->path);
  check_request (api, fixture, stop);
  reply = kh_fixture_ask (fixture, stop->method, stop->path, stop->body);
  kh_assert_reply (reply, stop->status, NULL);
  check_reply (api, stop->method, stop->path, reply);
}

static void
visit_not_modified (KhOpenapi *api,
                    KhFixture *fixture)
{
  g_autoptr (KhReply) reply = NULL;

  fixture->token = KH_FIXTURE_TOKEN;
  fixture->if_none_match = g_strdup ("\"3\"");
  reply = kh_fixture_ask (fixture, "GET", ACCOUNT, NULL);
  kh_assert_reply (reply, 304, NULL);
  check_reply (api, "GET", ACCOUNT, reply);
}

/* Look-ups are cached by their mark. */
static void
visit_cached (KhOpenapi  *api,
              KhFixture  *fixture,
              const char *path)
{
  g_autoptr (KhReply) first = kh_fixture_ask (fixture, "GET", path, NULL);
  g_autoptr (KhReply) second = NULL;

  kh_assert_reply (first, 200, NULL);
  fixture->if_none_match = kh_reply_dup_header (first, "ETag");
  second = kh_fixture_ask (fixture, "GET", path, NULL);
  kh_assert_reply (second, 304, NULL);
  check_reply (api, "GET", path, second);
}

/* A change set that was applied, read again by its id. */
static void
visit_change (KhOpenapi *api,
              KhFixture *fixture)
{
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) second = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *path = NULL;

  fixture->if_match = g_strdup ("\"3\"");
  first = kh_fixture_ask (fixture, "POST", ACCOUNT "/changes", SET_CITY);
  kh_assert_reply (first, 200, NULL);
  node = kh_reply_parse (first);
  path = g_strconcat (ACCOUNT "/changes/",
                      json_object_get_string_member (json_node_get_object (node), "change"), NULL);
  second = kh_fixture_ask (fixture, "GET", path, NULL);
  check_reply (api, "GET", path, second);
  g_assert_cmpstr (second->body->str, ==, first->body->str);
}

/* Every operation and every status that is described is visited, and every answer
 * is as described. */
static void
test_tour (void)
{
  g_autoptr (KhOpenapi) api = kh_openapi_load ();
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *unseen = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  g_assert_true (kh_reference_station_add_block (fixture.station, "SUMMIT", "7000:7001:1", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    visit (api, &fixture, &stops[i]);
  visit_not_modified (api, &fixture);
  visit_cached (api, &fixture, "/v1/agencies?zip=84601");
  visit_cached (api, &fixture, "/v1/codes/contact-types");
  visit_change (api, &fixture);
  unseen = kh_openapi_dup_unseen (api);
  g_assert_cmpstr (unseen, ==, NULL);
}

static void
test_profiles (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_GENERIC, KH_REFERENCE_ADT };
  static const char *const paths[] = { "/v1/capabilities", "/v1/accounts/a1", "/v1/accounts/a4" };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr (KhOpenapi) api = kh_openapi_load ();
      g_auto (KhFixture) fixture = { 0 };

      kh_fixture_init (&fixture, profiles[i]);
      for (guint j = 0; j < G_N_ELEMENTS (paths); j++)
        {
          g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", paths[j], NULL);

          kh_assert_reply (reply, 200, NULL);
          check_reply (api, "GET", paths[j], reply);
        }
    }
}

typedef struct {
  const char *schema;
  const char *text;
  gboolean good;
} Value;

/* The checker itself: what it must find. */
static const Value values[] = {
  { "Permit", "{\"id\":\"m1\",\"agency\":null,\"number\":\"1\",\"effective\":null,\"expires\":null}", TRUE },
  { "Permit", "{\"id\":\"m1\",\"agency\":null,\"number\":\"1\",\"effective\":null}", FALSE },
  { "Permit", "{\"id\":\"m 1\",\"agency\":null,\"number\":\"1\",\"effective\":null,\"expires\":null}", FALSE },
  { "Permit", "{\"id\":\"m1\",\"agency\":null,\"number\":1,\"effective\":null,\"expires\":null}", FALSE },
  { "Permit", "{\"id\":\"m1\",\"agency\":null,\"number\":\"\",\"effective\":null,\"expires\":null}", FALSE },
  { "Permit", "{\"id\":\"m1\",\"agency\":null,\"number\":\"1\",\"effective\":null,\"expires\":null,\"x\":1}", FALSE },
  { "Secret", "{\"state\":\"masked\"}", TRUE },
  { "Secret", "{\"state\":\"hidden\"}", FALSE },
  { "Secret", "[]", FALSE },
  { "ChangeSet", SET_LINE1, TRUE },
  { "ChangeSet", SET_CELL, TRUE },
  { "ChangeSet", SET ("{\"op\":\"remove\",\"path\":\"/site/phones/p1\"}"), TRUE },
  { "ChangeSet", SET ("{\"op\":\"remove\",\"path\":\"/site/phones/p1\",\"value\":1}"), FALSE },
  { "ChangeSet", SET ("{\"op\":\"replace\",\"path\":\"/site/kind\"}"), FALSE },
  { "ChangeSet", SET ("{\"op\":\"replace\",\"path\":\"/site/kind\",\"value\":\"\"}"), FALSE },
  { "ChangeSet", SET ("{\"op\":\"replace\",\"path\":\"site\",\"value\":1}"), FALSE },
  { "ChangeSet", SET ("{\"op\":\"move\",\"path\":\"/site/kind\",\"value\":1}"), FALSE },
  { "ChangeSet", SET (""), FALSE },
  { "ChangeSet", "{\"reason\":\"whim\",\"author\":\"A\",\"ops\":[]}", FALSE },
  { "Ping", "{\"time\":\"2026-01-01T00:00:00Z\",\"dealer\":\"D\"}", TRUE },
  { "Ping", "{\"time\":\"2026-01-01 00:00:00\",\"dealer\":\"D\"}", FALSE },
};

static void
test_checker (void)
{
  g_autoptr (KhOpenapi) api = kh_openapi_load ();

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) node = kh_json_parse (values[i].text, strlen (values[i].text), NULL);
      g_autofree char *wrong = NULL;

      g_assert_nonnull (node);
      wrong = kh_openapi_check_value (api, values[i].schema, node);
      if (values[i].good)
        g_assert_cmpstr (wrong, ==, NULL);
      else if (wrong == NULL)
        g_error ("Not found: %s", values[i].text);
    }
}

/* Neither the tour nor a request may get by unnoticed. */
static void
test_unseen_is_found (void)
{
  g_autoptr (KhOpenapi) api = kh_openapi_load ();
  g_autofree char *unseen = kh_openapi_dup_unseen (api);
  g_autofree char *undescribed = kh_openapi_check_request (api, "PUT", "/v1/accounts", NULL, NULL);
  g_autofree char *query = kh_openapi_check_request (api, "GET", "/v1/ping?x=1", NULL, NULL);
  g_autofree char *key = kh_openapi_check_request (api, "DELETE", REFERENCE, NULL, NULL);

  g_assert_nonnull (strstr (unseen, "GET /v1/accounts/{id} 304\n"));
  g_assert_nonnull (undescribed);
  g_assert_nonnull (query);
  g_assert_cmpstr (key, ==, "Idempotency-Key is missing");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openapi/checker", test_checker);
  g_test_add_func ("/openapi/unseen", test_unseen_is_found);
  g_test_add_func ("/openapi/tour", test_tour);
  g_test_add_func ("/openapi/profiles", test_profiles);

  return g_test_run ();
}
