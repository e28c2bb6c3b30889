/* test-reference-operator.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-reference-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#define ACCOUNT "SUMMIT2001"
#define HOSTILE "<script>alert(\\\"x\\\")</script>'&\\u202e"

/* Who sends a form. Without @origin there is no such header. */
typedef struct {
  const char *origin;
  const char *type;
} Browser;

static const Browser plain = { NULL, NULL };

static KhReply *
open_page (KhFixture     *fixture,
           const Browser *browser,
           const char    *path,
           const char    *form)
{
  const char *url = kh_reference_station_get_url (fixture->station);
  g_autofree char *origin = g_strconcat ("Origin: ", browser->origin, NULL);
  g_autofree char *type = g_strconcat ("Content-Type: ", browser->type != NULL
                                         ? browser->type : "application/x-www-form-urlencoded", NULL);
  const char *headers[] = { type, browser->origin != NULL ? origin : NULL, NULL };

  return kh_probe (url, form != NULL ? "POST" : "GET", path, headers, form, 0);
}

static char *
read_token (KhFixture *fixture)
{
  g_autoptr (KhReply) reply = open_page (fixture, &plain, "/operator", NULL);
  const char *start = strstr (reply->body->str, "name=\"token\" value=\"");

  kh_assert_reply (reply, 200, NULL);
  g_assert_nonnull (start);
  start += strlen ("name=\"token\" value=\"");
  return g_strndup (start, strcspn (start, "\""));
}

/* Sends a form with the page's token. */
static KhReply *
submit (KhFixture  *fixture,
        const char *path,
        const char *fields)
{
  g_autofree char *token = read_token (fixture);
  g_autofree char *form = g_strdup_printf ("token=%s&%s", token, fields);
  Browser browser = { kh_reference_station_get_url (fixture->station), NULL };

  return open_page (fixture, &browser, path, form);
}

static void
assert_done (KhFixture  *fixture,
             const char *path,
             const char *fields)
{
  g_autoptr (KhReply) reply = submit (fixture, path, fields);

  kh_assert_reply (reply, 303, NULL);
}

static char *
dup_change_id (KhReply *reply)
{
  g_autoptr (JsonNode) node = kh_reply_parse (reply);

  return g_strdup (kh_json_get_string (json_node_get_object (node), "change", NULL));
}

static void
add_review (KhFixture  *fixture,
            const char *what)
{
  g_autoptr (GError) error = NULL;

  kh_reference_station_add_review (fixture->station, what, &error);
  g_assert_no_error (error);
}

#define SET_CITY "{\"op\":\"replace\",\"path\":\"/site/address/city\",\"value\":\"Orem\"}"
#define SET_PASSCODE "{\"op\":\"replace\",\"path\":\"/passcodes/c1/value\"," \
                     "\"value\":{\"state\":\"clear\",\"text\":\"HUSH4711\"}}"
#define ADD_PHONE "{\"op\":\"add\",\"path\":\"/site/phones/-\"," \
                  "\"value\":{\"type\":\"work\",\"number\":\"+18015550177\"}}"

static char *
change (KhFixture  *fixture,
        gint64      version,
        const char *operations,
        guint       status,
        const char *states)
{
  g_autoptr (KhReply) reply = kh_fixture_change (fixture, ACCOUNT, version, FALSE, operations);
  g_auto (GStrv) words = g_strsplit (states, ",", -1);

  kh_assert_reply (reply, status, NULL);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/results/%u/state", i);
      g_autofree char *json = g_strdup_printf ("\"%s\"", words[i]);

      kh_assert_value (reply, pointer, json);
    }
  return dup_change_id (reply);
}

static void
assert_state (KhFixture  *fixture,
              const char *id,
              const char *pointer,
              const char *json)
{
  g_autofree char *path = g_strdup_printf ("/v1/accounts/" ACCOUNT "/changes/%s", id);
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "GET", path, NULL);

  kh_assert_reply (reply, 200, NULL);
  kh_assert_value (reply, pointer, json);
}

static void
assert_account (KhFixture  *fixture,
                const char *pointer,
                const char *json)
{
  g_autofree char *value = kh_fixture_value (fixture, ACCOUNT, pointer);

  g_assert_cmpstr (value, ==, json);
}

static void
decide (KhFixture  *fixture,
        const char *id,
        const char *decision)
{
  g_autofree char *fields = g_strdup_printf ("change=%s&decision=%s", id, decision);

  assert_done (fixture, "/operator/review", fields);
}

/* What has to wait waits, and what need not is done. */
static void
test_approved (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  add_review (&fixture, "/passcodes");
  add_review (&fixture, "/site/phones");
  id = change (&fixture, 1, SET_PASSCODE "," SET_CITY "," ADD_PHONE, 202, "pending_review,applied,pending_review");
  assert_account (&fixture, "/site/address/city", "\"Orem\"");
  assert_account (&fixture, "/passcodes/0/value/text", "\"ROSEBUD\"");
  assert_account (&fixture, "/version", "2");
  assert_state (&fixture, id, "/results/2/id", "null");
  decide (&fixture, id, "approve");
  assert_account (&fixture, "/passcodes/0/value/text", "\"HUSH4711\"");
  assert_account (&fixture, "/site/phones/2/number", "\"+18015550177\"");
  assert_account (&fixture, "/version", "3");
  assert_account (&fixture, "/updated_by", "\"tester\"");
  assert_state (&fixture, id, "/results/0/state", "\"applied\"");
  assert_state (&fixture, id, "/results/2/id", "\"p3-1\"");
  assert_state (&fixture, id, "/version", "3");
}

static void
test_refused (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *fields = NULL;
  g_autoptr (KhReply) again = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  add_review (&fixture, ACCOUNT);
  id = change (&fixture, 1, SET_CITY, 202, "pending_review");
  assert_account (&fixture, "/version", "1");
  decide (&fixture, id, "refuse");
  assert_account (&fixture, "/site/address/city", "null");
  assert_account (&fixture, "/version", "1");
  assert_state (&fixture, id, "/results/0/state", "\"rejected\"");
  fields = g_strdup_printf ("change=%s&decision=approve", id);
  again = submit (&fixture, "/operator/review", fields);
  kh_assert_reply (again, 404, NULL);
  assert_account (&fixture, "/version", "1");
}

/* Approved too late: somebody else changed what it is guarded by. */
static void
test_outrun (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *fields = NULL;
  g_autoptr (KhReply) late = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  add_review (&fixture, ACCOUNT);
  id = change (&fixture, 1, "{\"op\":\"replace\",\"path\":\"/site/name/business\",\"from\":\"Roe & Sons\","
                            "\"value\":\"Roe\"}", 202, "pending_review");
  assert_done (&fixture, "/operator/edit", "account=" ACCOUNT "&path=/site/name/business&value=Doe");
  fields = g_strdup_printf ("change=%s&decision=approve", id);
  late = submit (&fixture, "/operator/review", fields);
  kh_assert_reply (late, 422, NULL);
  assert_account (&fixture, "/site/name/business", "\"Doe\"");
  assert_state (&fixture, id, "/results/0/state", "\"pending_review\"");
  decide (&fixture, id, "refuse");
  assert_state (&fixture, id, "/results/0/state", "\"rejected\"");
}

/* A fault can make anything wait, and the same key gets the same answer. */
static void
test_fault_waits_too (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *same = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "pending@changes*1");
  fixture.key = g_strdup ("1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0001");
  id = change (&fixture, 1, SET_CITY, 202, "pending_review");
  fixture.key = g_strdup ("1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0001");
  same = change (&fixture, 1, SET_CITY, 202, "pending_review");
  g_assert_cmpstr (same, ==, id);
  decide (&fixture, id, "approve");
  assert_account (&fixture, "/site/address/city", "\"Orem\"");
}

static void
test_rules (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (KhReply) bad = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  assert_done (&fixture, "/operator/rules", "action=add&what=/site/address");
  first = change (&fixture, 1, SET_CITY, 202, "pending_review");
  assert_done (&fixture, "/operator/rules", "action=remove&what=/site/address");
  second = change (&fixture, 1, SET_CITY, 200, "applied");
  bad = submit (&fixture, "/operator/rules", "action=add&what=%3Cb%3E");
  kh_assert_reply (bad, 422, NULL);
  g_assert_null (strstr (bad->body->str, "<b>"));
}

/* By hand: each kind of value, and what must not be. */
static void
test_edits (void)
{
  static const struct {
    const char *fields;
    guint status;
    const char *pointer;
    const char *json;
  } edits[] = {
    { "path=/site/address/line1&value=4+Elm+%26+Oak", 303, "/site/address/line1", "\"4 Elm & Oak\"" },
    { "path=/site/address/line1&value=", 303, "/site/address/line1", "null" },
    { "path=/site/dispatch_notes&value=One%0D%0Atwo", 303, "/site/dispatch_notes", "\"One\\ntwo\"" },
    { "path=/site/phones/p2/number&value=%2B18015550188", 303, "/site/phones/1/number", "\"+18015550188\"" },
    { "path=/contacts/k1/has_key&value=true", 303, "/contacts/0/has_key", "true" },
    { "path=/contacts/k1/order&value=3", 303, "/contacts/0/order", "3" },
    { "path=/passcodes/c1/value&value=4712", 303, "/passcodes/0/value/text", "\"4712\"" },
    { "path=/agencies/a1/name&value=Orem+Police", 303, "/agencies/0/name", "\"Orem Police\"" },
    { "path=/site/address/state&value=Utah", 422, "/site/address/state", "null" },
    { "path=/site/kind&value=", 422, "/site/kind", "\"business\"" },
    { "path=/contacts/k1/order&value=many", 422, "/contacts/0/order", "3" },
    { "path=/number&value=1", 422, "/number", "\"2001\"" },
    { "path=/site/colour&value=red", 422, "/site/colour", NULL },
    { "path=/site/address/line1&value=%FF", 400, "/site/address/line1", "null" },
    { "path=&value=1", 422, "/number", "\"2001\"" },
  };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) nobody = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *fields = g_strconcat ("account=" ACCOUNT "&", edits[i].fields, NULL);
      g_autoptr (KhReply) reply = submit (&fixture, "/operator/edit", fields);

      g_test_message ("%s", edits[i].fields);
      kh_assert_reply (reply, edits[i].status, NULL);
      assert_account (&fixture, edits[i].pointer, edits[i].json);
    }
  assert_done (&fixture, "/operator/remove", "account=" ACCOUNT "&path=/site/phones/p2");
  assert_account (&fixture, "/site/phones/1", NULL);
  assert_account (&fixture, "/updated_by", "\"operator\"");
  nobody = submit (&fixture, "/operator/edit", "account=nobody&path=/site/address/line1&value=x");
  kh_assert_reply (nobody, 404, NULL);
}

/* An edit by hand is what a dealer's next change runs into. */
static void
test_conflict (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) stale = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  assert_done (&fixture, "/operator/edit", "account=" ACCOUNT "&path=/site/address/city&value=Lehi");
  stale = kh_fixture_change (&fixture, ACCOUNT, 1, FALSE, SET_CITY);
  kh_assert_reply (stale, 412, "stale");
  assert_account (&fixture, "/site/address/city", "\"Lehi\"");
}

static void
test_blocks (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reserved = NULL;
  g_autoptr (KhReply) shell = NULL;
  g_autoptr (KhReply) listed = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  g_assert_true (kh_reference_station_add_block (fixture.station, "SUMMIT", "7000:7002", NULL));
  assert_done (&fixture, "/operator/blocks", "action=disable&block=b1");
  /* Final: told again at the next start, it stays so. */
  g_assert_true (kh_reference_station_add_block (fixture.station, "SUMMIT", "7000:7002", NULL));
  reserved = kh_fixture_ask (&fixture, "POST", "/v1/number-blocks/b1/reserve", NULL);
  kh_assert_reply (reserved, 409, "block-disabled");
  shell = kh_fixture_ask (&fixture, "POST", "/v1/accounts", "{\"author\":\"A\",\"from_block\":\"b1\"}");
  kh_assert_reply (shell, 409, "block-disabled");
  listed = kh_fixture_ask (&fixture, "GET", "/v1/number-blocks", NULL);
  kh_assert_value (listed, "/items/0/enabled", "false");
  kh_assert_value (listed, "/items/0/next", "null");
}

/* Whoever is not the page itself changes nothing. */
static void
test_forgery (void)
{
  static const struct {
    const char *token; /* NULL for the right one */
    Browser browser;
    guint status;
  } tries[] = {
    { "", { NULL, NULL }, 403 },
    { "00000000-0000-4000-8000-000000000000", { NULL, NULL }, 403 },
    { NULL, { "https://evil.example", NULL }, 403 },
    { NULL, { "null", NULL }, 403 },
    { NULL, { "http://127.0.0.1:1", NULL }, 403 },
    { NULL, { NULL, "text/plain" }, 400 },
    { NULL, { NULL, "application/json" }, 400 },
  };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) read = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_autofree char *token = tries[i].token != NULL ? g_strdup (tries[i].token) : read_token (&fixture);
      g_autofree char *form = g_strdup_printf ("token=%s&account=" ACCOUNT "&path=/site/address/city&value=Lehi", token);
      g_autoptr (KhReply) reply = open_page (&fixture, &tries[i].browser, "/operator/edit", form);

      kh_assert_reply (reply, tries[i].status, NULL);
      assert_account (&fixture, "/version", "1");
    }
  read = open_page (&fixture, &plain, "/operator/edit?account=" ACCOUNT "&path=/site/address/city&value=Lehi", NULL);
  kh_assert_reply (read, 405, NULL);
  assert_account (&fixture, "/version", "1");
}

static void
on_sent_cb (GObject      *session,
            GAsyncResult *result,
            gpointer      user_data)
{
  GBytes **body = user_data;

  *body = soup_session_send_and_read_finish (SOUP_SESSION (session), result, NULL);
  g_assert_nonnull (*body);
}

/* A name that was made to lead to this machine gets nothing, least of all the token. */
static void
test_rebinding (void)
{
  static const struct {
    const char *host;
    guint status;
  } hosts[] = {
    { "localhost:99", 200 },
    { "[::1]:99", 200 },
    { "evil.example", 403 },
    { "evil.example:80", 403 },
    { "127.0.0.1.evil.example", 403 },
    { "192.0.2.1", 403 },
    { "user@127.0.0.1", 403 },
    { "127.0.0.1/x", 400 },
  };
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *url = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  url = g_strconcat (kh_reference_station_get_url (fixture.station), "/operator", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (SoupSession) session = soup_session_new ();
      g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
      g_autoptr (GBytes) body = NULL;
      g_autofree char *text = NULL;

      soup_message_headers_replace (soup_message_get_request_headers (message), "Host", hosts[i].host);
      soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, on_sent_cb, &body);
      while (body == NULL)
        g_main_context_iteration (NULL, TRUE);
      text = g_bytes_get_size (body) > 0 ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body)) : g_strdup ("");
      g_test_message ("%s", hosts[i].host);
      g_assert_cmpuint (soup_message_get_status (message), ==, hosts[i].status);
      g_assert_true ((strstr (text, "name=\"token\"") != NULL) == (hosts[i].status == 200));
    }
}

/* Whatever somebody wrote stays text. */
static void
test_escaping (void)
{
  static const char *const paths[] = { "/operator", "/operator/accounts/" ACCOUNT };
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  add_review (&fixture, "/site/address");
  id = change (&fixture, 1, "{\"op\":\"replace\",\"path\":\"/site/name/business\",\"value\":\"" HOSTILE "\"},"
                            "{\"op\":\"replace\",\"path\":\"/site/dispatch_notes\",\"value\":\"</textarea>" HOSTILE "\"},"
                            "{\"op\":\"replace\",\"path\":\"/site/address/line1\",\"value\":\"\\\"><img src=x>" HOSTILE "\"}",
               202, "applied,applied,pending_review");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (KhReply) reply = open_page (&fixture, &plain, paths[i], NULL);
      g_autofree char *type = kh_reply_dup_header (reply, "Content-Type");
      g_autofree char *policy = kh_reply_dup_header (reply, "Content-Security-Policy");

      kh_assert_reply (reply, 200, NULL);
      g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
      g_assert_nonnull (strstr (policy, "default-src 'none'"));
      g_assert_null (strstr (reply->body->str, "<script"));
      g_assert_null (strstr (reply->body->str, "<img"));
      g_assert_nonnull (strstr (reply->body->str, "&lt;script&gt;alert(&quot;x&quot;)"));
      g_assert_nonnull (strstr (reply->body->str, "&lt;img src=x&gt;"));
    }
}

/* No passcode is on any page, be it kept or waiting. */
static void
test_secrets (void)
{
  static const char *const paths[] = { "/operator", "/operator/accounts/" ACCOUNT };
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *replaced = NULL;
  g_autofree char *added = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_GENERIC);
  add_review (&fixture, "/passcodes");
  add_review (&fixture, "/contacts");
  g_assert_true (kh_reference_station_edit (fixture.station, "a4", "/contacts/k1/passcode",
                                            "{\"state\":\"clear\",\"text\":\"HUSH1\"}", NULL));
  for (guint i = 0; i < 3; i++)
    {
      static const char *const operations[] = {
        "{\"op\":\"replace\",\"path\":\"/passcodes/c1/value\",\"value\":{\"state\":\"clear\",\"text\":\"HUSH2\"}}",
        "{\"op\":\"replace\",\"path\":\"/passcodes/c1\",\"value\":{\"value\":{\"state\":\"clear\",\"text\":\"HUSH3\"}}}",
        "{\"op\":\"add\",\"path\":\"/contacts/-\",\"value\":{\"name\":\"Bo\","
        "\"passcode\":{\"state\":\"clear\",\"text\":\"HUSH4\"}}}",
      };
      g_autoptr (KhReply) reply = kh_fixture_change (&fixture, "a4", 2, FALSE, operations[i]);

      kh_assert_reply (reply, 202, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path = g_strdup (i == 0 ? paths[0] : "/operator/accounts/a4");
      g_autoptr (KhReply) reply = open_page (&fixture, &plain, path, NULL);

      kh_assert_reply (reply, 200, NULL);
      g_assert_null (strstr (reply->body->str, "HUSH"));
      g_assert_null (strstr (reply->body->str, "ROSEBUD"));
    }
}

static void
test_pages (void)
{
  static const struct {
    const char *path;
    guint status;
  } pages[] = {
    { "/operator", 200 },
    { "/operator/", 200 },
    { "/operator?after=SUMMIT2001", 200 },
    { "/operator?after=%ff", 404 },
    { "/operator/accounts/" ACCOUNT, 200 },
    { "/operator/style.css", 200 },
    { "/operator/accounts/nobody", 404 },
    { "/operator/accounts/%ff", 404 },
    { "/operator/accounts/", 404 },
    { "/operator/nothing", 404 },
    { "/operators", 401 },
  };
  g_auto (KhFixture) fixture = { 0 };

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  /* A station that misbehaves still shows its operator what is there. */
  kh_fixture_fault (&fixture, "status:503@account");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (KhReply) reply = open_page (&fixture, &plain, pages[i].path, NULL);

      g_test_message ("%s", pages[i].path);
      kh_assert_reply (reply, pages[i].status, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reference/operator/approved", test_approved);
  g_test_add_func ("/reference/operator/refused", test_refused);
  g_test_add_func ("/reference/operator/outrun", test_outrun);
  g_test_add_func ("/reference/operator/fault-waits-too", test_fault_waits_too);
  g_test_add_func ("/reference/operator/rules", test_rules);
  g_test_add_func ("/reference/operator/edits", test_edits);
  g_test_add_func ("/reference/operator/conflict", test_conflict);
  g_test_add_func ("/reference/operator/blocks", test_blocks);
  g_test_add_func ("/reference/operator/forgery", test_forgery);
  g_test_add_func ("/reference/operator/rebinding", test_rebinding);
  g_test_add_func ("/reference/operator/escaping", test_escaping);
  g_test_add_func ("/reference/operator/secrets", test_secrets);
  g_test_add_func ("/reference/operator/pages", test_pages);

  return g_test_run ();
}
