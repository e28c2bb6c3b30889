/* test-reference-office.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-reference-fixture.h"

#include <string.h>

#define GENERIC KH_REFERENCE_GENERIC
#define BOLD KH_REFERENCE_BOLD
#define ADT KH_REFERENCE_ADT

#define SHELL(members) "{\"author\":\"Ann\"," members "}"
#define NUMBERED(members) SHELL ("\"number\":\"3001\"" members)
#define SITE(members) NUMBERED (",\"site\":{" members "}")
#define TWO(type) "{\"type\":\"" type "\"},{\"type\":\"" type "\"}"

static void
add_block (KhFixture  *fixture,
           const char *spec)
{
  g_autoptr (GError) error = NULL;

  kh_reference_station_add_block (fixture->station, "SUMMIT", spec, &error);
  g_assert_no_error (error);
}

static void
fixture_init (KhFixture          *fixture,
              KhReferenceProfile  profile)
{
  kh_fixture_init (fixture, profile);
  add_block (fixture, "7000:7002:1:two-way");
  add_block (fixture, "AB-76:AB-78");
}

static guint
count_accounts (KhFixture *fixture)
{
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "GET", "/v1/accounts?limit=200", NULL);
  g_autoptr (JsonNode) node = kh_reply_parse (reply);

  return json_array_get_length (kh_json_get_array (json_node_get_object (node), "items"));
}

/* One account that is made, or not. @pointer and @json: what the answer says there. */
typedef struct {
  KhReferenceProfile profile;
  const char *body;
  guint status;
  const char *slug;
  const char *pointer;
  const char *json;
} Case;

static const Case cases[] = {
  { BOLD, NUMBERED (""), 201, NULL, "/id", "\"SUMMIT3001\"" },
  { GENERIC, NUMBERED (""), 201, NULL, "/id", "\"a6\"" },
  { BOLD, NUMBERED (""), 201, NULL, "/status", "\"pending\"" },
  { BOLD, NUMBERED (""), 201, NULL, "/version", "1" },
  { BOLD, NUMBERED (""), 201, NULL, "/dealer", "\"SUMMIT\"" },
  { BOLD, NUMBERED (""), 201, NULL, "/updated_by", "\"Ann\"" },
  { BOLD, SITE ("\"name\":{\"first\":\"Al\"}"), 201, NULL, "/site/name/first", "\"Al\"" },
  { BOLD, SITE ("\"phones\":[{\"type\":\"cell\",\"number\":\"+18015550100\"}]"), 201, NULL,
    "/site/phones/0/id", "\"p1\"" },
  { BOLD, NUMBERED (",\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"4711\"},\"duress\":false}]"), 201, NULL,
    "/passcodes/0/value", "{\"state\":\"masked\"}" },
  { GENERIC, NUMBERED (",\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"4711\"},\"duress\":false}]"), 201,
    NULL, "/passcodes/0/value/text", "\"4711\"" },
  { BOLD, NUMBERED (",\"systems\":[{\"no\":1,\"areas\":[{\"no\":1,\"name\":\"House\"}],"
                    "\"zones\":[{\"zone\":\"001\",\"area\":1,\"description\":\"Door\"}]}]"), 201, NULL,
    "/systems/0/zones/0/description", "\"Door\"" },
  { BOLD, NUMBERED (",\"external_refs\":{\"keyholder\":\"77\"}"), 201, NULL, "/external_refs/keyholder", "\"77\"" },
  { BOLD, NUMBERED (",\"receiver\":\"9\""), 201, NULL, "/receiver", "\"9\"" },
  { BOLD, SHELL ("\"number\":\"1042\",\"receiver\":\"4\""), 201, NULL, "/id", "\"SUMMIT1042-R4\"" },
  { BOLD, SHELL ("\"from_block\":\"b1\""), 201, NULL, "/number", "\"7000\"" },
  { BOLD, SHELL ("\"from_block\":\"b1\""), 201, NULL, "/receiver", "\"1\"" },
  { BOLD, SHELL ("\"from_block\":\"b1\",\"receiver\":\"1\""), 201, NULL, "/receiver", "\"1\"" },
  /* AB-77 is there already. */
  { BOLD, SHELL ("\"from_block\":\"b2\""), 201, NULL, "/number", "\"AB-76\"" },

  { BOLD, NUMBERED (",\"agencies\":[{\"type\":\"police\",\"agency\":\"UT-846-P1\"}]"), 201, NULL, "/agencies/0/name",
    "\"Provo Police Department\"" },
  { BOLD, NUMBERED (",\"agencies\":[{\"type\":\"police\",\"agency\":\"UT-846-P1\"}]"), 201, NULL,
    "/agencies/0/frozen", "true" },
  { GENERIC, NUMBERED (",\"agencies\":[{\"type\":\"police\",\"agency\":\"UT-846-P1\"}]"), 201, NULL,
    "/agencies/0/frozen", "false" },
  { BOLD, NUMBERED (",\"agencies\":[" TWO ("guard") "]"), 201, NULL, "/agencies/1/type", "\"guard\"" },
  { GENERIC, NUMBERED (",\"agencies\":[" TWO ("police") "]"), 201, NULL, "/agencies/1/type", "\"police\"" },
  { BOLD, NUMBERED (",\"agencies\":[" TWO ("police") "]"), 422, "validation", "/errors/0/pointer", "\"/agencies/1\"" },
  { BOLD, NUMBERED (",\"agencies\":[" TWO ("fire") "]"), 422, "validation", "/errors/0/code", "\"duplicate\"" },
  { BOLD, NUMBERED (",\"agencies\":[" TWO ("medical") "]"), 422, "validation", "/errors/0/code", "\"duplicate\"" },
  { BOLD, NUMBERED (",\"agencies\":[{\"type\":\"police\",\"agency\":\"UT-846-P9\"}]"), 422, "unknown-code",
    "/errors/0/pointer", "\"/agencies/0/agency\"" },
  { BOLD, NUMBERED (",\"agencies\":[{\"type\":\"fire\",\"agency\":\"UT-846-P1\"}]"), 422, "unknown-code", NULL, NULL },

  { BOLD, NUMBERED (",\"systems\":[{\"no\":1,\"zones\":[{\"zone\":\"001\",\"event\":\"FA\"}]}]"), 201, NULL,
    "/systems/0/zones/0/event", "\"FA\"" },
  { BOLD, NUMBERED (",\"systems\":[{\"no\":1,\"zones\":[{\"zone\":\"001\",\"event\":\"XX\"}]}]"), 422, "unknown-code",
    "/errors/0/pointer", "\"/systems/0/zones/0/event\"" },

  { BOLD, "{}", 400, "bad-request", "/errors/0/pointer", "\"/author\"" },
  { BOLD, "[]", 400, "bad-request", NULL, NULL },
  { BOLD, "{\"number\":\"3001\"}", 400, "bad-request", "/errors/0/pointer", "\"/author\"" },
  { BOLD, "{\"author\":\"Ann\"}", 400, "bad-request", "/errors/0/pointer", "\"/number\"" },
  { BOLD, NUMBERED (",\"from_block\":\"b1\""), 400, "bad-request", NULL, NULL },
  { BOLD, SHELL ("\"from_block\":7"), 400, "bad-request", NULL, NULL },

  { BOLD, SHELL ("\"number\":\"1042\""), 409, "duplicate-number", NULL, NULL },
  { BOLD, SHELL ("\"number\":\"1042\",\"receiver\":\"9\""), 409, "duplicate-number", NULL, NULL },
  /* Another dealer's; nothing is said about it. */
  { BOLD, SHELL ("\"number\":\"5000\""), 409, "duplicate-number", "/detail", NULL },

  { BOLD, SHELL ("\"number\":\"\""), 422, "validation", "/errors/0/code", "\"empty\"" },
  { BOLD, SHELL ("\"number\":null"), 422, "validation", "/errors/0/code", "\"required\"" },
  { BOLD, SHELL ("\"number\":\"30 01\""), 422, "validation", "/errors/0/code", "\"format\"" },
  { BOLD, SITE ("\"address\":{\"state\":\"Utah\"}"), 422, "validation", "/errors/0/pointer", "\"/site/address/state\"" },
  { BOLD, SITE ("\"phones\":[{\"type\":\"cell\"}]"), 422, "validation", "/errors/0/pointer", "\"/site/phones/0/number\"" },
  { BOLD, SITE ("\"colour\":\"red\""), 422, "validation", "/errors/0/code", "\"unknown-field\"" },
  { BOLD, NUMBERED (",\"tests\":[{}]"), 422, "validation", NULL, NULL },
  { BOLD, SHELL ("\"from_block\":\"b9\""), 422, "validation", "/errors/0/pointer", "\"/from_block\"" },
  { BOLD, SHELL ("\"from_block\":\"b1\",\"receiver\":\"2\""), 422, "validation", "/errors/0/pointer", "\"/receiver\"" },
  { ADT, SITE ("\"name\":{\"business\":\"12345678901234567890123456789\"}"), 422, "validation", "/errors/0/code",
    "\"too-long\"" },
  { BOLD, NUMBERED (",\"status\":\"deactivated\""), 422, "read-only-field", "/errors/0/pointer", "\"/status\"" },
  { BOLD, NUMBERED (",\"id\":\"mine\""), 422, "read-only-field", NULL, NULL },
  { BOLD, NUMBERED (",\"dealer\":\"OTHER\""), 422, "read-only-field", NULL, NULL },
  { BOLD, SITE ("\"language\":\"es\""), 422, "read-only-field", NULL, NULL },
  { BOLD, NUMBERED (",\"contacts\":[{\"name\":\"Bo\",\"relation\":\"Son\"}]"), 422, "read-only-field",
    "/errors/0/pointer", "\"/contacts/0/relation\"" },
  { BOLD, SITE ("\"phones\":[{\"id\":\"p7\",\"type\":\"cell\",\"number\":\"+18015550100\"}]"), 422, "read-only-field",
    NULL, NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  guint before;

  fixture_init (&fixture, c->profile);
  before = count_accounts (&fixture);
  reply = kh_fixture_ask (&fixture, "POST", "/v1/accounts", c->body);
  kh_assert_reply (reply, c->status, c->slug);
  if (c->pointer != NULL)
    kh_assert_value (reply, c->pointer, c->json);
  g_assert_cmpuint (count_accounts (&fixture), ==, before + (c->status == 201));
}

#define KEY "1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0001"

/* The answer is lost twice, and the third try gets it: one account, one number gone. */
static void
test_one_account (void)
{
  static const char *const faults[] = { "drop-after@create*1", "drop-after@create*1", NULL };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) blocks = NULL;
  guint before;

  fixture_init (&fixture, BOLD);
  before = count_accounts (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (KhReply) reply = NULL;

      if (faults[i] != NULL)
        kh_fixture_fault (&fixture, faults[i]);
      fixture.key = g_strdup (KEY);
      reply = kh_fixture_ask (&fixture, "POST", "/v1/accounts", SHELL ("\"from_block\":\"b1\""));
      kh_assert_reply (reply, faults[i] != NULL ? 0 : 201, NULL);
      if (faults[i] == NULL)
        kh_assert_value (reply, "/number", "\"7000\"");
    }
  g_assert_cmpuint (count_accounts (&fixture), ==, before + 1);
  blocks = kh_fixture_ask (&fixture, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (blocks, "/items/0/next", "\"7001\"");
}

static void
test_keys (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) reused = NULL;
  g_autoptr (KhReply) missing = NULL;
  g_autoptr (KhReply) linked = NULL;

  fixture_init (&fixture, BOLD);
  fixture.key = g_strdup (KEY);
  first = kh_fixture_ask (&fixture, "POST", "/v1/accounts", NUMBERED (",\"external_refs\":{\"keyholder\":\"7\"}"));
  kh_assert_reply (first, 201, NULL);
  fixture.key = g_strdup (KEY);
  reused = kh_fixture_ask (&fixture, "POST", "/v1/accounts", SHELL ("\"number\":\"3002\""));
  kh_assert_reply (reused, 422, "key-reused");
  fixture.no_key = TRUE;
  missing = kh_fixture_ask (&fixture, "POST", "/v1/accounts", SHELL ("\"number\":\"3002\""));
  kh_assert_reply (missing, 400, "bad-request");
  linked = kh_fixture_ask (&fixture, "POST", "/v1/accounts",
                           SHELL ("\"number\":\"3002\",\"external_refs\":{\"keyholder\":\"7\"}"));
  kh_assert_reply (linked, 409, "already-linked");
}

/* A refused account costs no number. */
static void
test_refusal_keeps_number (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) refused = NULL;
  g_autoptr (KhReply) blocks = NULL;

  fixture_init (&fixture, BOLD);
  refused = kh_fixture_ask (&fixture, "POST", "/v1/accounts",
                            SHELL ("\"from_block\":\"b1\",\"site\":{\"kind\":\"castle\"}"));
  kh_assert_reply (refused, 422, "validation");
  blocks = kh_fixture_ask (&fixture, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (blocks, "/items/0/next", "\"7000\"");
}

static void
reserve (KhFixture  *fixture,
         const char *block,
         guint       status,
         const char *slug,
         const char *number,
         const char *left)
{
  g_autofree char *path = g_strdup_printf ("/v1/number-blocks/%s/reserve", block);
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "POST", path, NULL);

  kh_assert_reply (reply, status, slug);
  if (number != NULL)
    kh_assert_value (reply, "/number", number);
  if (left != NULL)
    kh_assert_value (reply, "/left", left);
}

/* Each number once, past those that accounts have, to the end. */
static void
test_block_to_its_end (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) before = NULL;
  g_autoptr (KhReply) after = NULL;
  g_autoptr (KhReply) shell = NULL;

  fixture_init (&fixture, BOLD);
  before = kh_fixture_ask (&fixture, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (before, "/items/1", "{\"id\":\"b2\",\"begin\":\"AB-76\",\"end\":\"AB-78\",\"receiver\":null,"
                   "\"two_way\":false,\"enabled\":true,\"next\":\"AB-76\",\"left\":3}");
  reserve (&fixture, "b2", 201, NULL, "\"AB-76\"", "2");
  reserve (&fixture, "b2", 201, NULL, "\"AB-78\"", "0");
  reserve (&fixture, "b2", 409, "block-exhausted", NULL, NULL);
  shell = kh_fixture_ask (&fixture, "POST", "/v1/accounts", SHELL ("\"from_block\":\"b2\""));
  kh_assert_reply (shell, 409, "block-exhausted");
  after = kh_fixture_ask (&fixture, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (after, "/items/1/next", "null");
  kh_assert_value (after, "/items/1/left", "0");
}

/* The same key gets the same number, even when it was the last one. */
static void
test_reserved_once (void)
{
  g_auto (KhFixture) fixture = { 0 };

  fixture_init (&fixture, BOLD);
  for (guint i = 0; i < 3; i++)
    {
      fixture.key = g_strdup (KEY);
      reserve (&fixture, "b1", 201, NULL, "\"7000\"", "2");
    }
  reserve (&fixture, "b1", 201, NULL, "\"7001\"", "1");
}

static void
test_foreign_block (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) blocks = NULL;

  fixture_init (&fixture, BOLD);
  fixture.token = KH_FIXTURE_OTHER_TOKEN;
  blocks = kh_fixture_ask (&fixture, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (blocks, "/items", "[]");
  reserve (&fixture, "b1", 404, "not-found", NULL, NULL);
}

static void
test_block_specs (void)
{
  static const char *const bad[] = { "7000", "7000:6999", "7000:70001", "A:B", "A1:B2", "7000:7001:R:one-way", ":" };
  g_auto (KhFixture) fixture = { 0 };

  fixture_init (&fixture, BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kh_reference_station_add_block (fixture.station, "SUMMIT", bad[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  /* Told again, it is the block that is there. */
  reserve (&fixture, "b1", 201, NULL, "\"7000\"", NULL);
  add_block (&fixture, "7000:7002:1:two-way");
  reserve (&fixture, "b1", 201, NULL, "\"7001\"", NULL);
}

/* All of them, page by page: each once, and all of the type. */
static void
test_agencies_paged (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_strdup ("/v1/agencies?type=fire&limit=7");
  guint pages = 0;

  fixture_init (&fixture, BOLD);
  while (path != NULL)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", path, NULL);
      g_autoptr (JsonNode) node = kh_reply_parse (reply);
      JsonArray *items = kh_json_get_array (json_node_get_object (node), "items");
      const char *next = kh_json_get_string (json_node_get_object (node), "next", NULL);

      pages++;
      g_assert_cmpuint (json_array_get_length (items), <=, 7);
      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          JsonObject *item = json_array_get_object_element (items, i);

          g_assert_cmpstr (kh_json_get_string (item, "type", NULL), ==, "fire");
          g_assert_true (g_hash_table_add (seen, g_strdup (kh_json_get_string (item, "agency", NULL))));
        }
      g_free (path);
      path = next != NULL ? g_strconcat ("/v1/agencies?type=fire&limit=7&cursor=", next, NULL) : NULL;
    }
  g_assert_cmpuint (pages, >, 3);
  g_assert_cmpuint (g_hash_table_size (seen), >, 20);
}

static void
test_look_ups (void)
{
  static const struct {
    const char *path;
    guint status;
    const char *pointer;
    const char *json;
  } looks[] = {
    { "/v1/agencies?zip=84601&type=medical", 200, "/items/0/agency", "\"UT-846-M1\"" },
    { "/v1/agencies?zip=84601-1234&type=guard", 200, "/items/0/city", "\"Provo\"" },
    { "/v1/agencies?zip=00000", 200, "/items", "[]" },
    { "/v1/agencies?zip=846", 400, NULL, NULL },
    { "/v1/agencies?zip=8460%ff", 400, NULL, NULL },
    { "/v1/agencies?type=navy", 400, NULL, NULL },
    { "/v1/agencies?limit=201", 400, NULL, NULL },
    { "/v1/agencies?cursor=-1", 400, NULL, NULL },
    { "/v1/agencies?cursor=9999999", 400, NULL, NULL },
    { "/v1/codes/monitoring", 200, "/items/0/code", "\"alarms-only\"" },
    { "/v1/codes/contact-types", 200, "/items/6/code", "\"100\"" },
    { "/v1/codes/zone-events", 200, "/items/0", "{\"code\":\"BA\",\"label\":\"Burglary Alarm\"}" },
    { "/v1/codes/nothing", 404, NULL, NULL },
  };
  g_auto (KhFixture) fixture = { 0 };

  fixture_init (&fixture, BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", looks[i].path, NULL);

      kh_assert_reply (reply, looks[i].status, NULL);
      if (looks[i].pointer != NULL)
        kh_assert_value (reply, looks[i].pointer, looks[i].json);
    }
}

/* What was set at a Bold station stays, by whatever path one comes. */
static void
test_frozen (void)
{
  static const char *const refused[] = {
    "{\"op\":\"remove\",\"path\":\"/agencies/a1\"}",
    "{\"op\":\"replace\",\"path\":\"/agencies/a1/name\",\"value\":\"X\"}",
    "{\"op\":\"replace\",\"path\":\"/agencies/a1\",\"value\":{\"type\":\"fire\"}}",
    "{\"op\":\"replace\",\"path\":\"/agencies/a1/name\",\"value\":null}",
    "{\"op\":\"add\",\"path\":\"/agencies/-\",\"value\":{\"type\":\"police\",\"agency\":\"UT-846-P2\"}}",
  };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) added = NULL;
  g_autoptr (KhReply) unknown = NULL;
  g_autoptr (KhReply) account = NULL;

  fixture_init (&fixture, BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (KhReply) reply = kh_fixture_change (&fixture, "SUMMIT2001", 1, FALSE, refused[i]);

      kh_assert_reply (reply, 422, "read-only-field");
    }
  unknown = kh_fixture_change (&fixture, "SUMMIT2001", 1, FALSE,
                               "{\"op\":\"add\",\"path\":\"/agencies/-\",\"value\":{\"type\":\"fire\",\"agency\":\"X\"}}");
  kh_assert_reply (unknown, 422, "unknown-code");
  kh_assert_value (unknown, "/errors/0/pointer", "\"/ops/0/value/agency\"");
  added = kh_fixture_change (&fixture, "SUMMIT2001", 1, FALSE,
                             "{\"op\":\"add\",\"path\":\"/agencies/-\",\"value\":{\"type\":\"fire\","
                             "\"agency\":\"UT-846-F1\"}}");
  kh_assert_reply (added, 200, NULL);
  account = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT2001", NULL);
  kh_assert_value (account, "/agencies/1/name", "\"Provo Fire Department\"");
  kh_assert_value (account, "/agencies/1/frozen", "true");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reference/office/shell/%02u", i);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/reference/office/one-account", test_one_account);
  g_test_add_func ("/reference/office/keys", test_keys);
  g_test_add_func ("/reference/office/refusal-keeps-number", test_refusal_keeps_number);
  g_test_add_func ("/reference/office/block-to-its-end", test_block_to_its_end);
  g_test_add_func ("/reference/office/reserved-once", test_reserved_once);
  g_test_add_func ("/reference/office/foreign-block", test_foreign_block);
  g_test_add_func ("/reference/office/block-specs", test_block_specs);
  g_test_add_func ("/reference/office/agencies-paged", test_agencies_paged);
  g_test_add_func ("/reference/office/look-ups", test_look_ups);
  g_test_add_func ("/reference/office/frozen", test_frozen);

  return g_test_run ();
}
