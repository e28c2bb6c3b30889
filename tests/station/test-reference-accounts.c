/* test-reference-accounts.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint.h"
#include "kh-reference-fixture.h"

#include <string.h>

static void
test_auth (void)
{
  static const char *const wrong[] = { NULL, "", "x", "summit-token-000", "summit-token-00011",
                                       "SUMMIT-TOKEN-0001" };
  g_auto (KhFixture) fixture = { 0 };

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (KhReply) reply = NULL;
      g_autofree char *challenge = NULL;

      fixture.token = wrong[i];
      reply = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT1042", NULL);
      kh_assert_reply (reply, 401, "unauthorized");
      challenge = kh_reply_dup_header (reply, "WWW-Authenticate");
      g_assert_true (g_str_has_prefix (challenge, "Bearer"));
      g_assert_null (strstr (reply->body->str, "Elm"));
    }
}

static void
test_ping_tells_the_dealer (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) ours = NULL;
  g_autoptr (KhReply) others = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  ours = kh_fixture_ask (&fixture, "GET", "/v1/ping", NULL);
  kh_assert_reply (ours, 200, NULL);
  kh_assert_value (ours, "/dealer", "\"SUMMIT\"");
  fixture.token = KH_FIXTURE_OTHER_TOKEN;
  others = kh_fixture_ask (&fixture, "GET", "/v1/ping", NULL);
  kh_assert_value (others, "/dealer", "\"OTHER\"");
}

typedef struct {
  const char *query;
  guint status;
  const char *first;  /* the first item's id, or NULL */
  const char *second;
  const char *near;
} LookUp;

static const LookUp look_ups[] = {
  { "number=2001", 200, "\"SUMMIT2001\"", NULL, "[]" },
  { "number=1042", 200, "\"SUMMIT1042\"", "\"SUMMIT1042-R9\"", "[]" },
  { "number=1042&receiver=9", 200, "\"SUMMIT1042-R9\"", NULL, "[]" },
  { "number=1042&receiver=8", 200, NULL, NULL, "[]" },
  { "number=AB-77", 200, "\"SUMMITAB-77\"", NULL, "[]" },
  { "number=ab77", 200, NULL, NULL, "[\"AB-77\"]" },
  { "number=AB77", 200, NULL, NULL, "[\"AB-77\"]" },
  { "number=10-42", 200, NULL, NULL, "[\"1042\"]" },
  { "number=01042", 200, NULL, NULL, "[]" },
  { "number=5-000", 200, NULL, NULL, "[]" },
  { "number=5000", 403, NULL, NULL, NULL },
  { "number=5000&receiver=3", 200, NULL, NULL, "[]" },
  { "number=", 400, NULL, NULL, NULL },
  { "number=10%2042", 400, NULL, NULL, NULL },
  { "number=123456789012345678901234567890123", 400, NULL, NULL, NULL },
  { "receiver=9", 400, NULL, NULL, NULL },
};

static void
test_look_up (void)
{
  g_auto (KhFixture) fixture = { 0 };

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (look_ups); i++)
    {
      const LookUp *c = &look_ups[i];
      g_autofree char *path = g_strconcat ("/v1/accounts?", c->query, NULL);
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", path, NULL);

      g_test_message ("%s", c->query);
      kh_assert_reply (reply, c->status, NULL);
      if (c->status != 200)
        continue;
      kh_assert_value (reply, "/items/0/id", c->first);
      kh_assert_value (reply, "/items/1/id", c->second);
      kh_assert_value (reply, "/near", c->near);
    }
}

/* Nothing about another dealer's account goes out, by number or by id. */
static void
test_other_dealer (void)
{
  static const char *const paths[] = { "/v1/accounts?number=5000", "/v1/accounts/OTHER5000",
                                       "/v1/accounts/OTHER5000/changes/x" };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) put = NULL;
  g_autoptr (KhReply) change = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", paths[i], NULL);

      kh_assert_reply (reply, 403, "not-your-account");
      g_assert_null (strstr (reply->body->str, "OTHER"));
      g_assert_null (strstr (reply->body->str, "Olga"));
    }
  put = kh_fixture_ask (&fixture, "PUT", "/v1/accounts/OTHER5000/external-refs/keyholder",
                        "{\"value\":\"1\"}");
  kh_assert_reply (put, 403, "not-your-account");
  change = kh_fixture_change (&fixture, "OTHER5000", 1, FALSE,
                              "{\"op\":\"replace\",\"path\":\"/site/name/first\",\"value\":\"X\"}");
  kh_assert_reply (change, 403, "not-your-account");
}

static void
test_etag (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) same = NULL;
  g_autoptr (KhReply) changed = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *new_etag = NULL;
  g_autoptr (GError) error = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  first = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT1042", NULL);
  kh_assert_reply (first, 200, NULL);
  etag = kh_reply_dup_header (first, "ETag");
  g_assert_cmpstr (etag, ==, "\"1\"");
  fixture.if_none_match = g_strdup (etag);
  same = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT1042", NULL);
  kh_assert_reply (same, 304, NULL);
  g_assert_cmpuint (same->body->len, ==, 0);
  kh_reference_station_edit (fixture.station, "SUMMIT1042", "/site/name/first", "\"Anna\"", &error);
  g_assert_no_error (error);
  fixture.if_none_match = g_strdup (etag);
  changed = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT1042", NULL);
  kh_assert_reply (changed, 200, NULL);
  kh_assert_value (changed, "/site/name/first", "\"Anna\"");
  new_etag = kh_reply_dup_header (changed, "ETag");
  g_assert_cmpstr (new_etag, ==, "\"2\"");
}

static void
test_passcodes_are_masked (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_GENERIC, KH_REFERENCE_BOLD,
                                                 KH_REFERENCE_ADT };
  static const char *const ids[] = { "a4", "SUMMIT2001", "a4" };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (KhFixture) fixture = { 0 };
      g_autofree char *path = g_strconcat ("/v1/accounts/", ids[i], NULL);
      g_autoptr (KhReply) reply = NULL;

      kh_fixture_init (&fixture, profiles[i]);
      reply = kh_fixture_ask (&fixture, "GET", path, NULL);
      kh_assert_reply (reply, 200, NULL);
      kh_assert_value (reply, "/passcodes/0/value",
                       profiles[i] == KH_REFERENCE_GENERIC
                         ? "{\"state\":\"clear\",\"text\":\"ROSEBUD\"}" : "{\"state\":\"masked\"}");
      g_assert_true ((strstr (reply->body->str, "ROSEBUD") != NULL) == (i == 0));
    }
}

static JsonObject *
find_field (JsonArray  *fields,
            const char *path)
{
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonObject *field = json_array_get_object_element (fields, i);

      if (strcmp (json_object_get_string_member (field, "path"), path) == 0)
        return field;
    }
  return NULL;
}

/* Every datapoint that is sent is a field of each station, and there is no other. */
static void
test_capabilities_name_the_registry (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_GENERIC, KH_REFERENCE_BOLD,
                                                 KH_REFERENCE_ADT };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (KhFixture) fixture = { 0 };
      g_autoptr (KhReply) reply = NULL;
      g_autoptr (JsonNode) node = NULL;
      JsonArray *fields;
      guint count = 0;

      kh_fixture_init (&fixture, profiles[i]);
      reply = kh_fixture_ask (&fixture, "GET", "/v1/capabilities", NULL);
      node = kh_reply_parse (reply);
      fields = json_object_get_array_member (json_node_get_object (node), "fields");
      for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
        {
          const char *wire = kh_datapoint_get (id)->wire;

          if (wire == NULL)
            continue;
          g_test_message ("%s", wire);
          g_assert_nonnull (find_field (fields, wire));
          count++;
        }
      g_assert_cmpuint (json_array_get_length (fields), ==, count);
    }
}

typedef struct {
  KhReferenceProfile profile;
  const char *path;
  gboolean compare;
  gboolean write;
  gboolean once;
  gint64 max;
} Field;

static const Field fields_of_profiles[] = {
  { KH_REFERENCE_GENERIC, "/site/language", TRUE, TRUE, FALSE, 8 },
  { KH_REFERENCE_GENERIC, "/passcodes[passcode]", TRUE, TRUE, FALSE, 25 },
  { KH_REFERENCE_BOLD, "/site/language", TRUE, FALSE, FALSE, 8 },
  { KH_REFERENCE_BOLD, "/site/address/directions", TRUE, FALSE, FALSE, 500 },
  { KH_REFERENCE_BOLD, "/systems[1]/install_date", TRUE, FALSE, FALSE, 10 },
  { KH_REFERENCE_BOLD, "/dealer_number", TRUE, TRUE, TRUE, 20 },
  { KH_REFERENCE_BOLD, "/systems[1]/panel", TRUE, TRUE, TRUE, 60 },
  { KH_REFERENCE_BOLD, "/passcodes[duress]", FALSE, TRUE, FALSE, 25 },
  { KH_REFERENCE_ADT, "/site/name/business", TRUE, TRUE, FALSE, 28 },
  { KH_REFERENCE_ADT, "/passcodes[passcode]", FALSE, TRUE, FALSE, 10 },
  { KH_REFERENCE_ADT, "/site/dispatch_notes", TRUE, FALSE, FALSE, 500 },
};

static void
test_profiles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields_of_profiles); i++)
    {
      const Field *c = &fields_of_profiles[i];
      g_autoptr (JsonArray) fields = kh_reference_rules_describe (c->profile);
      JsonObject *field = find_field (fields, c->path);

      g_assert_nonnull (field);
      g_assert_cmpint (json_object_get_boolean_member (field, "compare"), ==, c->compare);
      g_assert_cmpint (json_object_get_boolean_member (field, "write"), ==, c->write);
      g_assert_cmpint (json_object_get_boolean_member (field, "once"), ==, c->once);
      g_assert_cmpint (json_object_get_int_member (field, "max"), ==, c->max);
    }
}

static void
test_pages (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *path = g_strdup ("/v1/accounts?limit=3");
  g_autoptr (GString) ids = g_string_new (NULL);

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  while (path != NULL)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", path, NULL);
      g_autoptr (JsonNode) node = kh_reply_parse (reply);
      JsonObject *page = json_node_get_object (node);
      JsonArray *items = json_object_get_array_member (page, "items");
      const char *next = json_object_get_string_member_with_default (page, "next", NULL);
      g_autofree char *escaped = next != NULL ? g_uri_escape_string (next, NULL, FALSE) : NULL;

      kh_assert_reply (reply, 200, NULL);
      for (guint i = 0; i < json_array_get_length (items); i++)
        g_string_append_printf (ids, "%s ", json_object_get_string_member (
                                              json_array_get_object_element (items, i), "id"));
      g_free (path);
      path = next != NULL ? g_strconcat ("/v1/accounts?limit=3&cursor=", escaped, NULL) : NULL;
    }
  g_assert_cmpstr (ids->str, ==, "SUMMIT1042 SUMMIT1042-R9 SUMMIT2001 SUMMITAB-77 ");
}

typedef struct {
  const char *method;
  const char *path;
  guint status;
  const char *slug;
} Refusal;

static const Refusal refusals[] = {
  { "GET", "/v1/accounts?limit=0", 400, "bad-request" },
  { "GET", "/v1/accounts?limit=201", 400, "bad-request" },
  { "GET", "/v1/accounts?limit=-1", 400, "bad-request" },
  { "GET", "/v1/accounts?limit=x", 400, "bad-request" },
  { "GET", "/v1/accounts?cursor=%2f%2f", 400, "bad-request" },
  { "GET", "/v1/accounts/nobody", 404, "not-found" },
  { "GET", "/v1/accounts/..", 404, "not-found" },
  { "GET", "/v1/accounts/SUMMIT1042/changes/nothing", 404, "not-found" },
  { "GET", "/v1/accounts/SUMMIT1042/nonsense", 404, "not-found" },
  { "GET", "/v1/nothing", 404, "not-found" },
  { "GET", "/", 404, "not-found" },
  { "GET", "/v2/ping", 404, "not-found" },
  { "DELETE", "/v1/accounts", 405, "method-not-allowed" },
  { "DELETE", "/v1/accounts/SUMMIT1042", 405, "method-not-allowed" },
  { "GET", "/v1/accounts/SUMMIT1042/changes", 405, "method-not-allowed" },
  { "GET", "/v1/accounts/SUMMIT1042/external-refs/keyholder", 405, "method-not-allowed" },
};

static void
test_refusals (void)
{
  g_auto (KhFixture) fixture = { 0 };

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal *c = &refusals[i];
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, c->method, c->path, NULL);
      g_autofree char *allow = kh_reply_dup_header (reply, "Allow");

      g_test_message ("%s %s", c->method, c->path);
      kh_assert_reply (reply, c->status, c->slug);
      g_assert_true ((allow != NULL) == (c->status == 405));
    }
}

/* What comes in is measured before it is read. */
static void
test_too_large (void)
{
  static const char *const large[] = { "Authorization: Bearer " KH_FIXTURE_TOKEN,
                                       "Content-Length: 8388609", NULL };
  static const char *const chunked[] = { "Authorization: Bearer " KH_FIXTURE_TOKEN,
                                         "Transfer-Encoding: chunked", NULL };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) first = NULL;
  g_autoptr (KhReply) second = NULL;
  const char *url;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  url = kh_reference_station_get_url (fixture.station);
  first = kh_probe (url, "PUT", "/v1/accounts/SUMMIT1042/external-refs/keyholder", large, NULL, 1);
  kh_assert_reply (first, 413, NULL);
  second = kh_probe (url, "PUT", "/v1/accounts/SUMMIT1042/external-refs/keyholder", chunked, NULL, 1);
  kh_assert_reply (second, 400, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reference/accounts/auth", test_auth);
  g_test_add_func ("/reference/accounts/ping", test_ping_tells_the_dealer);
  g_test_add_func ("/reference/accounts/look-up", test_look_up);
  g_test_add_func ("/reference/accounts/other-dealer", test_other_dealer);
  g_test_add_func ("/reference/accounts/etag", test_etag);
  g_test_add_func ("/reference/accounts/masked", test_passcodes_are_masked);
  g_test_add_func ("/reference/accounts/registry", test_capabilities_name_the_registry);
  g_test_add_func ("/reference/accounts/profiles", test_profiles);
  g_test_add_func ("/reference/accounts/pages", test_pages);
  g_test_add_func ("/reference/accounts/refusals", test_refusals);
  g_test_add_func ("/reference/accounts/too-large", test_too_large);

  return g_test_run ();
}
