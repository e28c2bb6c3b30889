/* kh-reference-fixture.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-fixture.h"

#include "kh-json.h"

#include <string.h>

const char kh_fixture_accounts[] =
  "[{\"number\":\"1042\",\"site\":{\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"},"
  "\"address\":{\"line1\":\"4 Elm St\",\"city\":\"Provo\",\"state\":\"UT\",\"zip\":\"84601\"},"
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550101\"}]}},"
  "{\"number\":\"1042\",\"receiver\":\"9\"},"
  "{\"number\":\"AB-77\"},"
  "{\"number\":\"2001\",\"dealer_number\":\"D7\",\"site\":{\"kind\":\"business\","
  "\"name\":{\"business\":\"Roe & Sons\"},\"language\":\"en\",\"dispatch_notes\":\"Two\\ndogs\","
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550102\"},"
  "{\"type\":\"cell\",\"number\":\"+18015550103\",\"ext\":\"5\"}],"
  "\"emails\":[{\"type\":\"email\",\"address\":\"roe@example.org\"}]},"
  "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}],"
  "\"contacts\":[{\"name\":\"Zoe Roe\",\"phones\":[{\"type\":\"cell\",\"number\":\"+18015550104\"}]}],"
  "\"agencies\":[{\"type\":\"police\",\"name\":\"Provo Police\"}],"
  "\"permits\":[{\"number\":\"P-1\",\"expires\":\"2027-01-31\"}],"
  "\"systems\":[{\"no\":1,\"panel\":\"DSC\",\"areas\":[{\"no\":1,\"name\":\"House\"}],"
  "\"zones\":[{\"area\":1,\"zone\":\"001\",\"description\":\"Front door\",\"event\":\"BA\"}]}]},"
  "{\"number\":\"5000\",\"dealer\":\"OTHER\",\"site\":{\"name\":{\"first\":\"Olga\"}}}]";

void
kh_fixture_init (KhFixture          *self,
                 KhReferenceProfile  profile)
{
  g_autoptr (GError) error = NULL;

  memset (self, 0, sizeof *self);
  self->token = KH_FIXTURE_TOKEN;
  self->station = kh_reference_station_new (profile, "Alarm Central", NULL, &error);
  g_assert_no_error (error);
  kh_reference_station_add_token (self->station, KH_FIXTURE_TOKEN, "SUMMIT");
  kh_reference_station_add_token (self->station, KH_FIXTURE_OTHER_TOKEN, "OTHER");
  kh_reference_station_load_json (self->station, kh_fixture_accounts, "SUMMIT", &error);
  g_assert_no_error (error);
  kh_reference_station_listen (self->station, "127.0.0.1:0", NULL, &error);
  g_assert_no_error (error);
}

static void
forget_headers (KhFixture *self)
{
  g_clear_pointer (&self->if_match, g_free);
  g_clear_pointer (&self->if_none_match, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->content_type, g_free);
  self->no_key = FALSE;
}

void
kh_fixture_clear (KhFixture *self)
{
  forget_headers (self);
  kh_reference_station_stop (self->station);
  g_clear_object (&self->station);
}

void
kh_fixture_fault (KhFixture  *self,
                  const char *spec)
{
  g_autoptr (GError) error = NULL;

  kh_reference_station_add_fault (self->station, spec, &error);
  g_assert_no_error (error);
}

static void
add_header (GPtrArray  *headers,
            const char *name,
            const char *value)
{
  if (value != NULL)
    g_ptr_array_add (headers, g_strdup_printf ("%s: %s", name, value));
}

KhReply *
kh_fixture_ask (KhFixture  *self,
                const char *method,
                const char *path,
                const char *body)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);
  KhReply *reply;

  if (self->key == NULL && !self->no_key && strcmp (method, "GET") != 0)
    self->key = g_uuid_string_random ();
  if (body != NULL && self->content_type == NULL)
    self->content_type = g_strdup ("application/json");
  add_header (headers, "Authorization", self->token != NULL ? bearer : NULL);
  add_header (headers, "If-Match", self->if_match);
  add_header (headers, "If-None-Match", self->if_none_match);
  add_header (headers, "Idempotency-Key", self->key);
  add_header (headers, "Content-Type", self->content_type);
  g_ptr_array_add (headers, NULL);
  reply = kh_probe (kh_reference_station_get_url (self->station), method, path,
                    (const char * const *) headers->pdata, body, 0);
  forget_headers (self);
  return reply;
}

KhReply *
kh_fixture_change (KhFixture  *self,
                   const char *account,
                   gint64      version,
                   gboolean    dry_run,
                   const char *operations)
{
  g_autofree char *path = g_strdup_printf ("/v1/accounts/%s/changes%s", account,
                                           dry_run ? "?dry_run=true" : "");
  g_autofree char *body
    = g_strdup_printf ("{\"reason\":\"edit\",\"author\":\"tester\",\"ops\":[%s]}", operations);

  self->if_match = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  return kh_fixture_ask (self, "POST", path, body);
}

JsonNode *
kh_fixture_read (KhFixture  *self,
                 const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = kh_reference_station_dup_account (self->station, account, &error);
  JsonNode *node;

  g_assert_no_error (error);
  node = kh_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return node;
}

char *
kh_json_value_at (JsonNode   *root,
                  const char *pointer)
{
  g_auto (GStrv) segments = g_strsplit (pointer, "/", -1);
  JsonNode *node = root;

  for (guint i = 1; node != NULL && segments[i] != NULL; i++)
    {
      guint index = (guint) g_ascii_strtoull (segments[i], NULL, 10);

      if (JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), segments[i]);
      else if (JSON_NODE_HOLDS_ARRAY (node)
               && index < json_array_get_length (json_node_get_array (node)))
        node = json_array_get_element (json_node_get_array (node), index);
      else
        node = NULL;
    }
  return node != NULL ? kh_json_to_text (node) : NULL;
}

char *
kh_fixture_value (KhFixture  *self,
                  const char *account,
                  const char *pointer)
{
  g_autoptr (JsonNode) node = kh_fixture_read (self, account);

  return kh_json_value_at (node, pointer);
}

void
kh_assert_reply (KhReply    *reply,
                 guint       status,
                 const char *slug)
{
  g_autofree char *type = NULL;
  g_autofree char *wanted = NULL;

  if (reply->status != status)
    g_test_message ("%s%s", reply->head, reply->body->str);
  g_assert_cmpuint (reply->status, ==, status);
  if (slug == NULL)
    return;
  type = kh_reply_dup_header (reply, "Content-Type");
  g_assert_cmpstr (type, ==, "application/problem+json");
  wanted = g_strdup_printf ("\"/problems/%s\"", slug);
  kh_assert_value (reply, "/type", wanted);
}

void
kh_assert_value (KhReply    *reply,
                 const char *pointer,
                 const char *json)
{
  g_autoptr (JsonNode) node = kh_reply_parse (reply);
  g_autofree char *value = kh_json_value_at (node, pointer);

  if (g_strcmp0 (value, json) != 0)
    g_test_message ("%s: %s", pointer, reply->body->str);
  g_assert_cmpstr (value, ==, json);
}
