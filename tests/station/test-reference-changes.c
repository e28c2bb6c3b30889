/* test-reference-changes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-fixture.h"

#define BOLD_ID "SUMMIT2001"
#define FREE_ID "a4"
#define REPLACE(path, value) "{\"op\":\"replace\",\"path\":\"" path "\",\"value\":" value "}"
#define GUARDED(path, from, value) \
  "{\"op\":\"replace\",\"path\":\"" path "\",\"from\":" from ",\"value\":" value "}"
#define ADD(path, value) "{\"op\":\"add\",\"path\":\"" path "\",\"value\":" value "}"
#define REMOVE(path) "{\"op\":\"remove\",\"path\":\"" path "\"}"

/* One change set on account 2001. @pointer says where to look afterwards, in the
 * account when it was applied, in the answer when it was refused. */
typedef struct {
  KhReferenceProfile profile;
  const char *operations;
  guint status;
  const char *slug;
  const char *pointer;
  const char *json;
} Case;

#define GENERIC KH_REFERENCE_GENERIC
#define BOLD KH_REFERENCE_BOLD
#define ADT KH_REFERENCE_ADT

static const Case cases[] = {
  { BOLD, REPLACE ("/site/address/line1", "\"1 Main\""), 200, NULL, "/site/address/line1", "\"1 Main\"" },
  { BOLD, REPLACE ("/site/name/business", "null"), 200, NULL, "/site/name/business", "null" },
  { BOLD, REPLACE ("/site/name", "{\"first\":\"A\"}"), 200, NULL, "/site/name/business", "\"Roe & Sons\"" },
  { BOLD, REMOVE ("/site/phones/p2"), 200, NULL, "/site/phones/1", NULL },
  { BOLD, ADD ("/site/phones/-", "{\"type\":\"work\",\"number\":\"+18015550177\",\"ext\":null}"), 200,
    NULL, "/site/phones/2/number", "\"+18015550177\"" },
  { BOLD, REPLACE ("/site/phones/p2", "{\"number\":\"+18015550178\"}"), 200, NULL, "/site/phones/1",
    "{\"id\":\"p2\",\"type\":\"cell\",\"number\":\"+18015550178\",\"ext\":\"5\"}" },
  { BOLD, REPLACE ("/site/phones/p2",
                   "{\"type\":\"cell\",\"number\":\"+18015550178\",\"ext\":null}"), 200, NULL,
    "/site/phones/1/ext", "null" },
  { BOLD, REPLACE ("/site/emails/e1/address", "\"a@b.org\""), 200, NULL, "/site/emails/0/address",
    "\"a@b.org\"" },
  { BOLD, REPLACE ("/permits/m1/number", "\"P-2\""), 200, NULL, "/permits/0/number", "\"P-2\"" },
  { BOLD, ADD ("/permits/-", "{\"number\":\"P-3\"}"), 200, NULL, "/permits/1/number", "\"P-3\"" },
  { BOLD, REPLACE ("/systems/1/panel_location", "\"Hall\""), 200, NULL, "/systems/0/panel_location",
    "\"Hall\"" },
  { BOLD, ADD ("/systems/-", "{\"no\":2,\"panel\":\"Qolsys\"}"), 200, NULL, "/systems/1/panel",
    "\"Qolsys\"" },
  { BOLD, ADD ("/systems/-", "{\"no\":2,\"install_date\":null,\"zones\":[]}"), 200, NULL, "/systems/1/no",
    "2" },
  { BOLD, REPLACE ("/receiver", "\"7\""), 200, NULL, "/receiver", "\"7\"" },
  { BOLD, ADD ("/passcodes/-", "{\"value\":{\"state\":\"set\",\"text\":\"4711\"},\"duress\":true}"), 200,
    NULL, "/passcodes/1/value/text", "\"4711\"" },
  { BOLD, REPLACE ("/passcodes/c1/value", "null"), 200, NULL, "/passcodes/0/value",
    "{\"state\":\"none\"}" },
  { BOLD, ADD ("/contacts/-", "{\"name\":\"Bo\",\"phones\":[{\"type\":\"cell\","
               "\"number\":\"+18015550179\"}]}"), 200, NULL, "/contacts/1/phones/0/number",
    "\"+18015550179\"" },
  { BOLD, REMOVE ("/contacts/k1/phones/p1"), 200, NULL, "/contacts/0/phones", "[]" },
  { BOLD, ADD ("/agencies/-", "{\"type\":\"fire\",\"name\":\"Fire\"}"), 200, NULL, "/agencies/1/type",
    "\"fire\"" },
  { BOLD, REPLACE ("/site/dispatch_notes", "\"One\\nline\""), 200, NULL, "/site/dispatch_notes",
    "\"One\\nline\"" },

  { BOLD, GUARDED ("/dealer_number", "\"D7\"", "\"D7\""), 200, NULL, "/dealer_number", "\"D7\"" },
  { BOLD, GUARDED ("/site/address/line1", "null", "\"1 Main\""), 200, NULL, "/site/address/line1",
    "\"1 Main\"" },
  { BOLD, GUARDED ("/site/name/business", "\"Roe\"", "\"Doe\""), 412, "stale", "/errors/0/pointer",
    "\"/ops/0/from\"" },
  { BOLD, GUARDED ("/site/name/business", "null", "\"Doe\""), 412, "stale", "/current_version", "1" },
  { BOLD, GUARDED ("/site/phones/p2", "{\"number\":\"+18015550103\",\"ext\":\"5\"}",
                   "{\"number\":\"+18015550178\"}"), 200, NULL, "/site/phones/1/number",
    "\"+18015550178\"" },
  { BOLD, GUARDED ("/site/phones/p2", "{\"number\":\"+18015550999\"}", "{\"ext\":null}"), 412, "stale",
    "/errors/0/code", "\"changed\"" },

  { BOLD, REPLACE ("/site/address/state", "\"Utah\""), 422, "validation", "/errors/0/pointer",
    "\"/ops/0/value\"" },
  { BOLD, REPLACE ("/site/address/line1", "\"\""), 422, "validation", "/errors/0/code", "\"empty\"" },
  { BOLD, REPLACE ("/site/address/line1", "7"), 422, "validation", "/errors/0/code", "\"type\"" },
  { BOLD, REPLACE ("/site/address/line1", "\"a\\u0007b\""), 422, "validation", "/errors/0/code",
    "\"characters\"" },
  { BOLD, REPLACE ("/site/address/line1", "\"a\\nb\""), 422, "validation", "/errors/0/code",
    "\"characters\"" },
  { BOLD, REPLACE ("/site/address/cross_street",
                   "\"12345678901234567890123456789012345678901234567890123456789012345\""), 422,
    "validation", "/errors/0/code", "\"too-long\"" },
  { BOLD, REPLACE ("/site/kind", "null"), 422, "validation", "/errors/0/code", "\"required\"" },
  { BOLD, REPLACE ("/permits/m1/expires", "\"2027-02-30\""), 422, "validation", "/errors/0/code",
    "\"format\"" },
  { BOLD, REPLACE ("/site/colour", "\"red\""), 422, "validation", "/errors/0/code", "\"unknown-field\"" },
  { BOLD, REPLACE ("/site/phones/p9", "{\"ext\":null}"), 422, "validation", "/errors/0/code",
    "\"unknown-item\"" },
  { BOLD, REMOVE ("/site/name/business"), 422, "validation", "/errors/0/pointer", "\"/ops/0/path\"" },
  { BOLD, ADD ("/site/phones/-", "{\"type\":\"cell\"}"), 422, "validation", "/errors/0/pointer",
    "\"/ops/0/value/number\"" },
  { BOLD, ADD ("/systems/-", "{\"no\":1}"), 422, "validation", "/errors/0/code", "\"duplicate\"" },
  { BOLD, ADD ("/systems/-", "{\"panel\":\"X\"}"), 422, "validation", "/errors/0/code", "\"required\"" },

  /* A zone's event is one of the station's codes; what is there already may stay, and be none. */
  { BOLD, REPLACE ("/systems/1/zones/z1/event", "\"FA\""), 200, NULL, "/systems/0/zones/0/event", "\"FA\"" },
  { BOLD, REPLACE ("/systems/1/zones/z1/event", "null"), 200, NULL, "/systems/0/zones/0/event", "null" },
  { BOLD, REPLACE ("/systems/1/zones/z1/event", "\"XX\""), 422, "unknown-code", "/errors/0/pointer",
    "\"/ops/0/value\"" },
  { BOLD, REPLACE ("/systems/1/zones/z1/event", "\"ba\""), 422, "unknown-code", "/errors/0/code",
    "\"unknown-code\"" },
  { BOLD, REPLACE ("/systems/1/zones/z1", "{\"event\":\"police\"}"), 422, "unknown-code", "/errors/0/pointer",
    "\"/ops/0/value/event\"" },
  { ADT, ADD ("/systems/1/zones/-", "{\"area\":1,\"zone\":\"9\",\"event\":\"Burglary\"}"), 422, "unknown-code",
    "/errors/0/pointer", "\"/ops/0/value/event\"" },
  { BOLD, ADD ("/systems/1/zones/-", "{\"area\":1,\"zone\":\"9\",\"event\":\"WA\"}"), 200, NULL,
    "/systems/0/zones/1/event", "\"WA\"" },

  { BOLD, REPLACE ("/number", "\"1\""), 422, "read-only-field", "/errors/0/code", "\"read-only\"" },
  { BOLD, REPLACE ("/version", "9"), 422, "read-only-field", "/errors/0/code", "\"read-only\"" },
  { BOLD, REPLACE ("/systems/1/no", "9"), 422, "read-only-field", "/errors/0/code", "\"read-only\"" },
  { BOLD, REPLACE ("/site/language", "\"es\""), 422, "read-only-field", "/errors/0/pointer",
    "\"/ops/0/value\"" },
  { BOLD, REPLACE ("/dealer_number", "\"D8\""), 422, "read-only-field", NULL, NULL },
  { BOLD, REPLACE ("/systems/1/panel", "\"X\""), 422, "read-only-field", NULL, NULL },
  { BOLD, REPLACE ("/systems/1/install_date", "\"2026-01-01\""), 422, "read-only-field", NULL, NULL },
  { BOLD, REPLACE ("/agencies/a1/name", "\"X\""), 422, "read-only-field", NULL, NULL },
  { BOLD, REMOVE ("/agencies/a1"), 422, "read-only-field", NULL, NULL },
  { BOLD, ADD ("/agencies/-", "{\"type\":\"police\"}"), 422, "read-only-field", NULL, NULL },
  { GENERIC, REPLACE ("/site/language", "\"es\""), 200, NULL, "/site/language", "\"es\"" },
  { GENERIC, REPLACE ("/dealer_number", "\"D8\""), 200, NULL, "/dealer_number", "\"D8\"" },
  { GENERIC, REMOVE ("/agencies/a1"), 200, NULL, "/agencies", "[]" },
  { ADT, REPLACE ("/site/dispatch_notes", "\"x\""), 422, "read-only-field", NULL, NULL },
  { ADT, REPLACE ("/site/name/business", "\"12345678901234567890123456789\""), 422, "validation",
    "/errors/0/code", "\"too-long\"" },
  { ADT, REPLACE ("/passcodes/c1/value", "{\"state\":\"set\",\"text\":\"12345678901\"}"), 422,
    "validation", "/errors/0/code", "\"too-long\"" },

  { BOLD, "", 400, "bad-request", "/errors/0/pointer", "\"/ops\"" },
  { BOLD, "7", 400, "bad-request", "/errors/0/pointer", "\"/ops/0\"" },
  { BOLD, "{\"op\":\"move\",\"path\":\"/site/kind\",\"value\":null}", 400, "bad-request", NULL, NULL },
  { BOLD, "{\"op\":\"replace\",\"path\":\"/site/kind\"}", 400, "bad-request", "/errors/0/pointer",
    "\"/ops/0/value\"" },
  { BOLD, "{\"op\":\"replace\",\"path\":\"site\",\"value\":1}", 400, "bad-request", NULL, NULL },
  { BOLD, "{\"op\":\"add\",\"path\":\"/site/phones/p1\",\"value\":{}}", 400, "bad-request", NULL, NULL },
  { BOLD, "{\"op\":\"remove\",\"path\":\"/site/phones/-\"}", 400, "bad-request", NULL, NULL },
  { BOLD, "{\"op\":\"remove\",\"path\":\"/site/phones/p1\",\"value\":1}", 400, "bad-request", NULL, NULL },
  { BOLD, "{\"op\":\"remove\",\"path\":\"/site/phones/p1\",\"x\":1}", 400, "bad-request", NULL, NULL },
};

/* The dry run judges alike and writes nothing; then the set is sent for good. */
static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const char *id = c->profile == BOLD ? BOLD_ID : FREE_ID;
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  g_autoptr (KhReply) dry = NULL;
  g_autoptr (KhReply) reply = NULL;

  kh_fixture_init (&fixture, c->profile);
  before = kh_reference_station_dup_account (fixture.station, id, NULL);
  dry = kh_fixture_change (&fixture, id, 1, TRUE, c->operations);
  kh_assert_reply (dry, c->status, c->slug);
  between = kh_reference_station_dup_account (fixture.station, id, NULL);
  g_assert_cmpstr (between, ==, before);
  reply = kh_fixture_change (&fixture, id, 1, FALSE, c->operations);
  kh_assert_reply (reply, c->status, c->slug);
  if (c->status == 200)
    {
      g_autofree char *value = kh_fixture_value (&fixture, id, c->pointer);

      g_assert_cmpstr (value, ==, c->json);
      kh_assert_value (dry, "/change", "null");
      kh_assert_value (dry, "/version", "1");
      kh_assert_value (reply, "/version", "2");
      kh_assert_value (reply, "/results/0/state", "\"applied\"");
      return;
    }
  after = kh_reference_station_dup_account (fixture.station, id, NULL);
  g_assert_cmpstr (after, ==, before);
  if (c->pointer != NULL)
    kh_assert_value (reply, c->pointer, c->json);
}

static void
test_all_or_nothing (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  kh_fixture_init (&fixture, BOLD);
  before = kh_reference_station_dup_account (fixture.station, BOLD_ID, NULL);
  reply = kh_fixture_change (&fixture, BOLD_ID, 1, FALSE,
                             REPLACE ("/site/address/line1", "\"1 Main\"") ","
                             REMOVE ("/site/phones/p1") ","
                             REPLACE ("/site/language", "\"es\"") ","
                             REPLACE ("/site/address/state", "\"Utah\""));
  kh_assert_reply (reply, 422, "validation");
  kh_assert_value (reply, "/errors/0/pointer", "\"/ops/2/value\"");
  kh_assert_value (reply, "/errors/1/pointer", "\"/ops/3/value\"");
  after = kh_reference_station_dup_account (fixture.station, BOLD_ID, NULL);
  g_assert_cmpstr (after, ==, before);
}

/* An id that an operation gets can be used in the next set, and is not used again. */
static void
test_ids (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) second = NULL;
  g_autoptr (KhReply) third = NULL;

  kh_fixture_init (&fixture, BOLD);
  first = kh_fixture_change (&fixture, BOLD_ID, 1, FALSE,
                             REPLACE ("/site/name/first", "\"A\"") ","
                             ADD ("/permits/-", "{\"number\":\"X\"}"));
  kh_assert_value (first, "/results/0/id", "null");
  kh_assert_value (first, "/results/1/id", "\"m2-1\"");
  second = kh_fixture_change (&fixture, BOLD_ID, 2, FALSE, REMOVE ("/permits/m2-1"));
  kh_assert_reply (second, 200, NULL);
  third = kh_fixture_change (&fixture, BOLD_ID, 3, FALSE, ADD ("/permits/-", "{\"number\":\"Y\"}"));
  kh_assert_value (third, "/results/0/id", "\"m4-1\"");
}

static void
test_pending (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  g_autofree char *version = NULL;

  kh_fixture_init (&fixture, BOLD);
  kh_fixture_fault (&fixture, "pending@changes*1");
  reply = kh_fixture_change (&fixture, BOLD_ID, 1, FALSE, REPLACE ("/site/name/first", "\"A\""));
  kh_assert_reply (reply, 202, NULL);
  kh_assert_value (reply, "/results/0/state", "\"pending_review\"");
  version = kh_fixture_value (&fixture, BOLD_ID, "/version");
  g_assert_cmpstr (version, ==, "1");
}

static void
test_preconditions (void)
{
  static const char *const wrong[] = { "7", "W/\"1\"", "*", "\"1\", \"2\"", "\"\"" };
  static const char body[] = "{\"reason\":\"edit\",\"author\":\"t\",\"ops\":["
                             REPLACE ("/site/name/first", "\"A\"") "]}";
  static const char path[] = "/v1/accounts/" BOLD_ID "/changes";
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) missing = NULL;
  g_autoptr (KhReply) stale = NULL;
  g_autoptr (KhReply) no_key = NULL;
  g_autoptr (KhReply) type = NULL;

  kh_fixture_init (&fixture, BOLD);
  missing = kh_fixture_ask (&fixture, "POST", path, body);
  kh_assert_reply (missing, 428, "if-match-required");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (KhReply) reply = NULL;

      fixture.if_match = g_strdup (wrong[i]);
      reply = kh_fixture_ask (&fixture, "POST", path, body);
      kh_assert_reply (reply, 400, "bad-request");
    }
  fixture.if_match = g_strdup ("\"2\"");
  stale = kh_fixture_ask (&fixture, "POST", path, body);
  kh_assert_reply (stale, 412, "stale");
  kh_assert_value (stale, "/current_version", "1");
  fixture.if_match = g_strdup ("\"1\"");
  fixture.no_key = TRUE;
  no_key = kh_fixture_ask (&fixture, "POST", path, body);
  kh_assert_reply (no_key, 400, "bad-request");
  fixture.if_match = g_strdup ("\"1\"");
  fixture.content_type = g_strdup ("text/plain");
  type = kh_fixture_ask (&fixture, "POST", path, body);
  kh_assert_reply (type, 400, "bad-request");
}

static KhReply *
send_with_key (KhFixture  *fixture,
               const char *key,
               const char *first)
{
  g_autofree char *operation = g_strdup_printf (REPLACE ("/site/name/first", "\"%s\""), first);

  fixture->key = g_strdup (key);
  return kh_fixture_change (fixture, BOLD_ID, 1, FALSE, operation);
}

/* The same request again gets the same answer and does nothing; another one with
 * the same key is refused. A refusal uses no key up. */
static void
test_idempotency (void)
{
  static const char key[] = "0f1e2d3c-4b5a-4697-8877-665544332211";
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) refused = NULL;
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) again = NULL;
  g_autoptr (KhReply) other = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *version = NULL;

  kh_fixture_init (&fixture, BOLD);
  refused = send_with_key (&fixture, key, "");
  kh_assert_reply (refused, 422, "validation");
  first = send_with_key (&fixture, key, "A");
  kh_assert_reply (first, 200, NULL);
  again = send_with_key (&fixture, key, "A");
  kh_assert_reply (again, 200, NULL);
  g_assert_cmpstr (again->body->str, ==, first->body->str);
  etag = kh_reply_dup_header (again, "ETag");
  g_assert_cmpstr (etag, ==, "\"2\"");
  version = kh_fixture_value (&fixture, BOLD_ID, "/version");
  g_assert_cmpstr (version, ==, "2");
  other = send_with_key (&fixture, key, "B");
  kh_assert_reply (other, 422, "key-reused");
}

static KhReply *
refer (KhFixture  *fixture,
       const char *account,
       const char *value)
{
  g_autofree char *path = g_strdup_printf ("/v1/accounts/%s/external-refs/keyholder", account);
  g_autofree char *body = g_strdup_printf ("{\"value\":\"%s\"}", value);

  return kh_fixture_ask (fixture, value != NULL ? "PUT" : "DELETE", path, value != NULL ? body : NULL);
}

static void
test_references (void)
{
  static const struct {
    const char *account;
    const char *value;
    guint status;
  } steps[] = {
    { BOLD_ID, "1077", 204 },      { BOLD_ID, "1077", 204 },      { BOLD_ID, "1078", 409 },
    { "SUMMIT1042", "1077", 409 }, { "SUMMIT1042", "1079", 204 }, { BOLD_ID, NULL, 204 },
    { BOLD_ID, NULL, 204 },        { BOLD_ID, "1079", 409 },      { BOLD_ID, "1078", 204 },
  };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;

  kh_fixture_init (&fixture, BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (KhReply) step = refer (&fixture, steps[i].account, steps[i].value);

      kh_assert_reply (step, steps[i].status, steps[i].status == 409 ? "already-linked" : NULL);
    }
  reply = kh_fixture_ask (&fixture, "GET", "/v1/accounts/" BOLD_ID, NULL);
  kh_assert_value (reply, "/external_refs", "{\"keyholder\":\"1078\"}");
  kh_assert_value (reply, "/version", "1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reference/changes/case/%02u", i);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/reference/changes/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/reference/changes/ids", test_ids);
  g_test_add_func ("/reference/changes/pending", test_pending);
  g_test_add_func ("/reference/changes/preconditions", test_preconditions);
  g_test_add_func ("/reference/changes/idempotency", test_idempotency);
  g_test_add_func ("/reference/changes/references", test_references);

  return g_test_run ();
}
